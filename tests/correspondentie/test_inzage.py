"""What colleagues ask afterwards, on a data folder of a real run."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from correspondentie.afronden import Omgeving
from correspondentie.archief import UnavailableArchiefError, open_archief
from correspondentie.errors import CannotStartError, UnknownKenmerkError
from correspondentie.inzage import export_brief
from correspondentie.maandrun import run_maand
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap
from tests.bouwers.dossiers import encode_dossiers, make_dossier
from tests.bouwers.klok import Proefklok
from tests.bouwers.opdrachtregel import run_correspondentie, share_formes


@pytest.fixture
def datamap(tmp_path: Path) -> Datamap:
    """A folder in which one letter was made, printed and delivered."""
    invoer = tmp_path / "invoer.jsonl"
    invoer.write_bytes(encode_dossiers(make_dossier()))
    datamap = Datamap(map=tmp_path / "data")
    share_formes(datamap.map)
    with Voortgang(Console(file=io.StringIO())) as voortgang:
        opdracht = Maandopdracht(invoer=invoer, maand="2026-07", datamap=datamap, werkers=1)
        run_maand(opdracht, Omgeving(settings=Settings(), klok=Proefklok(), voortgang=voortgang))
    return datamap


class TestBrief:
    """One letter by its kenmerk."""

    def test_an_unknown_kenmerk_says_what_to_do(self, datamap: Datamap, tmp_path: Path) -> None:
        with pytest.raises(UnknownKenmerkError, match="Controleer het kenmerk"):
            export_brief(datamap, Settings(), "0000-0000-0000-0000", tmp_path / "brief.pdf")

    def test_a_place_that_cannot_be_written_says_what_to_do(self, datamap: Datamap, tmp_path: Path) -> None:
        kenmerk = next(datamap.print.glob("*/partij-*/*.pdf")).stem

        with pytest.raises(CannotStartError, match="Kies een andere plek"):
            export_brief(datamap, Settings(), kenmerk, tmp_path / "nergens" / "brief.pdf")

    def test_a_kenmerk_may_be_typed_in_small_letters(self, datamap: Datamap, tmp_path: Path) -> None:
        gedrukt = next(datamap.print.glob("*/partij-*/*.pdf"))

        export_brief(datamap, Settings(), f" {gedrukt.stem.lower()} ", tmp_path / "brief.pdf")

        assert (tmp_path / "brief.pdf").read_bytes() == gedrukt.read_bytes()


class TestControleer:
    """Whether the installation can do its work."""

    def test_an_archive_that_cannot_be_written_says_what_to_do(self, datamap: Datamap) -> None:
        (datamap.map / "elders").write_bytes(b"geen map")

        with pytest.raises(UnavailableArchiefError, match="geef dezelfde opdracht nog eens"):
            open_archief(datamap.map / "elders", Settings()).check_gereed()

    def test_a_database_that_is_none_ends_in_a_sentence(self, datamap: Datamap) -> None:
        for bestand in datamap.map.glob("correspondentie.sqlite*"):
            bestand.write_bytes(b"dit is geen database" * 1000)

        uitkomst = run_correspondentie("status", "--data", datamap.map)

        assert uitkomst.returncode == 1
        assert "bezet, vol of beschadigd" in uitkomst.stderr.decode()
        assert b"Traceback" not in uitkomst.stderr
