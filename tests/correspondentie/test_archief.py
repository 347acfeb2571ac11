"""The document archive as a folder, on a real disk: also one that is full or refuses."""

import ast
import resource
import zipfile
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from correspondentie.archief import DamagedArchiefError, UnavailableArchiefError
from correspondentie.archief.archiefmap import Archiefmap
from tests.bouwers.boom import KAMERS, list_modules, parse

PDFS = (b"%PDF-1.7 een", b"%PDF-1.7 twee, langer")
DOCUMENTEN = [(sha256(pdf).hexdigest(), pdf) for pdf in PDFS]
RUN = "2026-07-aa"


def make_archief(map_: Path) -> Archiefmap:
    return Archiefmap(map_, alleen_lezen=True)


def overwrite(bestand: Path, inhoud: bytes) -> None:
    """Change a file that is read-only, as somebody with rights on the disk could."""
    bestand.chmod(0o600)
    bestand.write_bytes(inhoud)


class TestArchiefmap:
    """The exact bytes of every letter, packed per chunk, never changed once they stand."""

    def test_a_document_comes_back_byte_for_byte(self, tmp_path: Path) -> None:
        archief = make_archief(tmp_path)

        plaatsen = archief.archive_documenten(RUN, 1, DOCUMENTEN)

        assert [archief.load_document(plaats) for plaats in plaatsen] == list(PDFS)

    def test_the_same_documents_make_the_same_single_pack(self, tmp_path: Path) -> None:
        archief = make_archief(tmp_path)

        eerste = archief.archive_documenten(RUN, 1, DOCUMENTEN)
        tweede = archief.archive_documenten(RUN, 1, DOCUMENTEN)

        assert eerste == tweede
        assert len(list(tmp_path.rglob("*"))) == 2  # the folder of the run, and one pack

    def test_a_pack_is_a_zip_that_any_tool_opens(self, tmp_path: Path) -> None:
        plaatsen = make_archief(tmp_path).archive_documenten(RUN, 1, DOCUMENTEN)

        with zipfile.ZipFile(tmp_path / plaatsen[0].pak) as pak:
            inhoud = {naam: pak.read(naam) for naam in pak.namelist()}

        assert inhoud == {f"{plaats.sha256}.pdf": pdf for plaats, pdf in zip(plaatsen, PDFS, strict=True)}

    def test_a_chunk_without_letters_makes_no_pack(self, tmp_path: Path) -> None:
        assert make_archief(tmp_path).archive_documenten(RUN, 1, []) == ()
        assert list(tmp_path.iterdir()) == []

    def test_of_sixteen_writers_at_once_one_wins_and_nobody_fails(self, tmp_path: Path) -> None:
        archief = make_archief(tmp_path)

        with ThreadPoolExecutor(16) as draden:
            alle = list(draden.map(lambda _: archief.archive_documenten(RUN, 1, DOCUMENTEN), range(16)))

        assert len(set(alle)) == 1
        assert [pad.name for pad in tmp_path.rglob("*") if pad.is_file()] == [Path(alle[0][0].pak).name]


class TestBewaren:
    """What stands in the archive stays as it is."""

    def test_a_pack_can_only_be_read_while_nothing_may_be_destroyed(self, tmp_path: Path) -> None:
        gesloten = make_archief(tmp_path / "a").archive_documenten(RUN, 1, DOCUMENTEN)[0]
        open_ = Archiefmap(tmp_path / "b", alleen_lezen=False).archive_documenten(RUN, 1, DOCUMENTEN)[0]

        assert (tmp_path / "a" / gesloten.pak).stat().st_mode & 0o222 == 0
        assert (tmp_path / "b" / open_.pak).stat().st_mode & 0o200

    def test_another_content_under_the_same_name_is_refused_and_not_overwritten(self, tmp_path: Path) -> None:
        archief = make_archief(tmp_path)
        pak = tmp_path / archief.archive_documenten(RUN, 1, DOCUMENTEN)[0].pak
        overwrite(pak, b"iets anders")

        with pytest.raises(DamagedArchiefError, match="niets overschreven"):
            archief.archive_documenten(RUN, 1, DOCUMENTEN)

        assert pak.read_bytes() == b"iets anders"

    @pytest.mark.parametrize("kapot", [lambda pak: pak.replace(b"een", b"EEN"), lambda pak: pak[:60]])
    def test_a_changed_or_truncated_document_is_noticed(self, kapot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - a lambda over bytes
        archief = make_archief(tmp_path)
        plaats = archief.archive_documenten(RUN, 1, DOCUMENTEN)[0]
        overwrite(tmp_path / plaats.pak, kapot((tmp_path / plaats.pak).read_bytes()))

        with pytest.raises(DamagedArchiefError, match="is veranderd"):
            archief.load_document(plaats)

    def test_a_pack_that_is_gone_is_named(self, tmp_path: Path) -> None:
        archief = make_archief(tmp_path)
        plaats = archief.archive_documenten(RUN, 1, DOCUMENTEN)[0]
        (tmp_path / plaats.pak).unlink()

        with pytest.raises(DamagedArchiefError, match=r"000001-.*staat niet meer in het archief"):
            archief.load_document(plaats)


class TestSchijf:
    """A disk that is full or refuses: a sentence, and nothing half."""

    def test_a_disk_that_is_full_leaves_nothing_half_and_the_next_try_succeeds(self, tmp_path: Path) -> None:
        archief = make_archief(tmp_path)
        groot = [(sha256(bytes(100_000)).hexdigest(), bytes(100_000))]
        zacht, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
        try:
            with pytest.raises(UnavailableArchiefError, match="Maak ruimte"):
                archief.archive_documenten(RUN, 1, groot)
            assert [pad for pad in tmp_path.rglob("*") if pad.is_file()] == []
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (zacht, hard))

        assert len(archief.archive_documenten(RUN, 1, groot)) == 1

    def test_a_folder_that_is_a_file_ends_in_a_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "bestand").write_bytes(b"geen map")

        with pytest.raises(UnavailableArchiefError, match="geef dezelfde opdracht nog eens"):
            make_archief(tmp_path / "bestand").check_gereed()


class TestGeenWegNaarVernietiging:
    """No code path takes a pack away or writes over it, not even to clean up."""

    VERNIETIGEN = frozenset(
        {
            *("unlink", "rmtree", "rmdir", "remove", "removedirs", "truncate", "ftruncate"),
            *("rename", "renames", "replace", "move", "write_bytes", "write_text"),
            *("delete_object", "delete_objects", "delete_bucket", "copy_object", "rename_object"),
            *("put_object_retention", "put_bucket_lifecycle_configuration", "put_object_lock_configuration"),
        }
    )

    def test_the_archive_itself_calls_nothing_that_could(self) -> None:
        gevonden = [
            f"{pad}:{roep.lineno}"
            for pad in list_modules("correspondentie/archief")
            for roep in list_roepen(pad)
            if ast.unparse(roep.func).split(".")[-1] in self.VERNIETIGEN
        ]

        assert [] == gevonden

    def test_every_object_is_put_on_the_condition_that_there_is_none(self) -> None:
        zonder = [
            f"{pad}:{roep.lineno}"
            for pad in list_modules(*KAMERS)
            for roep in list_roepen(pad)
            if ast.unparse(roep.func).endswith(".put_object")
            if "*" not in [ast.literal_eval(k.value) for k in roep.keywords if k.arg == "IfNoneMatch"]
        ]

        assert [] == zonder

    def test_nothing_outside_the_archive_knows_where_its_packs_are_but_to_open_and_show_it(self) -> None:
        kenners = {
            str(pad)
            for pad in list_modules(*KAMERS)
            for knoop in ast.walk(parse(pad))
            if isinstance(knoop, ast.Attribute) and ast.unparse(knoop).endswith("datamap.archief")
        }

        assert kenners == {
            "correspondentie/afronden.py",  # shows the operator where they are
            "correspondentie/bezorging.py",
            "correspondentie/inzage.py",
            "correspondentie/maandrun.py",
            "correspondentie/mutatieloop.py",
            "correspondentie/taken.py",
            "correspondentie/verifieer/verifieren.py",
            "correspondentie/werkplaats.py",
        }


def list_roepen(pad: Path) -> list[ast.Call]:
    return [knoop for knoop in ast.walk(parse(pad)) if isinstance(knoop, ast.Call)]
