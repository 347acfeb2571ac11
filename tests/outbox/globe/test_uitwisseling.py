"""GLOBE through a real folder, which another empties and fills."""

from pathlib import Path
from uuid import UUID

import pytest

from outbox.errors import RetryableError, UncertainError
from outbox.globe import Mapuitwisseling, Uitwisseling
from outbox.globe.uitwisseling import OPHALEN
from tests.bouwers.globe import ignore_melding

NUMMER = UUID("11111111-1111-4111-8111-111111111111")


@pytest.fixture
def ruil(tmp_path: Path) -> Mapuitwisseling:
    return Mapuitwisseling(tmp_path, 1000)


class TestMap:
    """The folder: whole files only, in both directions."""

    def test_a_file_appears_whole_and_again_is_no_error(self, ruil: Uitwisseling, tmp_path: Path) -> None:
        (tmp_path / "b").write_bytes(b"inhoud")
        ruil.send(NUMMER, tmp_path / "b")
        ruil.send(NUMMER, tmp_path / "b")

        assert [(f"{NUMMER}.xml", b"inhoud")] == [
            (p.name, p.read_bytes()) for p in (tmp_path / "uit").iterdir()
        ]

    def test_what_was_read_goes_to_verwerkt(self, ruil: Uitwisseling, tmp_path: Path) -> None:
        gekregen: list[bytes] = []
        (tmp_path / "in").mkdir()
        (tmp_path / "in/a.xml").write_bytes(b"een")
        (tmp_path / "in/.b.xml.tmp").write_bytes(b"nog niet")

        assert ruil.collect(gekregen.append, ignore_melding)
        assert ruil.collect(gekregen.append, ignore_melding)
        assert [b"een"] == gekregen
        assert ["a.xml"] == [p.name for p in (tmp_path / "verwerkt").iterdir()]
        assert [".b.xml.tmp"] == [p.name for p in (tmp_path / "in").iterdir()]

    def test_what_could_not_be_kept_stays(self, ruil: Uitwisseling, tmp_path: Path) -> None:
        def keep(inhoud: bytes) -> None:
            raise OSError(28, "No space left on device")

        (tmp_path / "in").mkdir()
        (tmp_path / "in/a.xml").write_bytes(b"een")

        with pytest.raises(RetryableError, match="No space left"):
            ruil.collect(keep, ignore_melding)
        assert (tmp_path / "in/a.xml").exists()

    def test_a_file_that_is_too_large_is_never_read_whole(self, ruil: Uitwisseling, tmp_path: Path) -> None:
        gekregen: list[bytes] = []
        (tmp_path / "in").mkdir()
        with (tmp_path / "in/a.xml").open("wb") as stroom:
            stroom.truncate(1_000_000_000)
        (tmp_path / "in/b.xml").write_bytes(b"b" * 1000)

        gemeld: list[str] = []

        assert ruil.collect(gekregen.append, lambda plek, reden: gemeld.append(reden))
        assert [b"b" * 1000] == gekregen
        assert ["het bestand is groter dan 1000 bytes"] == gemeld
        assert [1_000_000_000] == [p.stat().st_size for p in (tmp_path / "afgekeurd").iterdir()]

    def test_bad_files_do_not_hide_good_ones_however_many(self, ruil: Uitwisseling, tmp_path: Path) -> None:
        gekregen: list[bytes] = []
        (tmp_path / "in").mkdir()
        for nummer in range(OPHALEN + 1):
            (tmp_path / f"in/a{nummer}.xml").write_bytes(bytes(1001))
        (tmp_path / "in/b.xml").write_bytes(b"goed")
        alles = [ruil.collect(gekregen.append, ignore_melding) for _ in range(2)]

        assert ([False, True], [b"goed"]) == (alles, gekregen)
        assert OPHALEN + 1 == len(list((tmp_path / "afgekeurd").iterdir()))

    def test_of_bad_files_with_one_name_each_is_kept(self, ruil: Uitwisseling, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        for grootte in (1001, 1002):
            (tmp_path / "in/a.xml").write_bytes(bytes(grootte))
            assert ruil.collect(lambda _: None, ignore_melding)

        assert [1001, 1002] == sorted(p.stat().st_size for p in (tmp_path / "afgekeurd").iterdir())

    def test_more_than_can_be_read_at_once_is_told(self, ruil: Uitwisseling, tmp_path: Path) -> None:
        gekregen: list[bytes] = []
        (tmp_path / "in").mkdir()
        for nummer in range(201):
            (tmp_path / f"in/{nummer}.xml").touch()

        assert [False, True] == [
            ruil.collect(gekregen.append, ignore_melding),
            ruil.collect(gekregen.append, ignore_melding),
        ]
        assert 201 == len(gekregen)

    def test_a_folder_that_cannot_be_used_is_told_without_its_path(self, tmp_path: Path) -> None:
        (tmp_path / "uit").write_text("geen map")
        (tmp_path / "b").write_bytes(b"inhoud")

        with pytest.raises(UncertainError) as gevangen:
            Mapuitwisseling(tmp_path, 1000).send(NUMMER, tmp_path / "b")
        assert str(tmp_path) not in str(gevangen.value)
