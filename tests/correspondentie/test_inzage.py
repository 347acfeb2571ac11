"""What colleagues ask afterwards, on a data folder of a real run."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from correspondentie.afronden import Omgeving
from correspondentie.errors import CannotStartError, UnknownKenmerkError
from correspondentie.inzage import UnsoundInstallatieError, check_installatie, export_brief
from correspondentie.maandrun import run_maand
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap
from tests.bouwers.dossiers import encode_dossiers, make_dossier
from tests.bouwers.klok import Proefklok
from tests.bouwers.opdrachtregel import run_correspondentie


@pytest.fixture
def datamap(tmp_path: Path) -> Datamap:
    """A folder in which one letter was made, printed and delivered."""
    invoer = tmp_path / "invoer.jsonl"
    invoer.write_bytes(encode_dossiers(make_dossier()))
    datamap = Datamap(map=tmp_path / "data")
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
        kenmerk = next(datamap.print.rglob("*.pdf")).stem

        with pytest.raises(CannotStartError, match="Kies een andere plek"):
            export_brief(datamap, Settings(), kenmerk, tmp_path / "nergens" / "brief.pdf")

    def test_a_kenmerk_may_be_typed_in_small_letters(self, datamap: Datamap, tmp_path: Path) -> None:
        gedrukt = next(datamap.print.rglob("*.pdf"))

        export_brief(datamap, Settings(), f" {gedrukt.stem.lower()} ", tmp_path / "brief.pdf")

        assert (tmp_path / "brief.pdf").read_bytes() == gedrukt.read_bytes()


class TestControleer:
    """Every archived document is proved; what is damaged is named."""

    def test_a_damaged_pack_is_named(self, datamap: Datamap) -> None:
        pak = next(datamap.archief.rglob("*.zip"))
        inhoud = bytearray(pak.read_bytes())
        inhoud[len(inhoud) // 2] ^= 1
        pak.write_bytes(inhoud)

        with pytest.raises(UnsoundInstallatieError, match=pak.name):
            check_installatie(datamap, Settings())

    def test_a_database_that_is_none_ends_in_a_sentence(self, datamap: Datamap) -> None:
        for bestand in datamap.map.glob("correspondentie.sqlite*"):
            bestand.write_bytes(b"dit is geen database" * 1000)

        uitkomst = run_correspondentie("status", "--data", datamap.map)

        assert uitkomst.returncode == 1
        assert "bezet, vol of beschadigd" in uitkomst.stderr.decode()
        assert b"Traceback" not in uitkomst.stderr
