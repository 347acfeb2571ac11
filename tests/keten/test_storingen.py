"""The Berichtenbox fails in every way there is: letters come later or on paper, never twice, never not."""

import io
import socket
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from correspondentie.afronden import Omgeving
from correspondentie.dossier import Dossier, Kanaalvoorkeur
from correspondentie.maandrun import run_maand
from correspondentie.rapport import Rapport
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap
from outbox.magazijn import Storing, Storingen, serve_magazijn
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier
from tests.bouwers.klok import Proefklok
from tests.bouwers.opdrachtregel import share_formes

BURGERS = ("111222333", "000000012", "000000024", "000000036", "000000048", "000000061")
BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT


def make_dossiers() -> list[Dossier]:
    """Make three households that chose digital only and three that get both."""
    return [
        make_dossier(
            nummer=f"D{plaats}",
            burger=make_burger(bsn),
            voorkeur=Kanaalvoorkeur.DIGITAAL if plaats < 3 else None,
        )
        for plaats, bsn in enumerate(BURGERS)
    ]


def run(data: Path, url: str, **anders: float) -> Rapport:
    """Run a small month against the Berichtenbox at this address, with other settings where given."""
    invoer = data / "invoer.jsonl"
    invoer.write_bytes(encode_dossiers(*make_dossiers()))
    settings = Settings(
        fbs_url=url, oin="00000001234567890000", sleutel="proef", wachttijd=0.1, tijdslimiet=0.5,
        bezinktijd=0.5, pogingen=3,
    )  # fmt: skip
    settings = replace(settings, **anders)  # type: ignore[arg-type] # a test gives the right types
    share_formes(data)
    opdracht = Maandopdracht(invoer=invoer, maand="2026-07", datamap=Datamap(map=data), werkers=1)
    with Voortgang(Console(file=io.StringIO())) as voortgang:
        return run_maand(opdracht, Omgeving(settings=settings, klok=Proefklok(), voortgang=voortgang))


def list_onderwerpen(bestand: Path) -> list[str]:
    with sqlite3.connect(bestand) as database:
        return [onderwerp for (onderwerp,) in database.execute("SELECT onderwerp FROM berichten")]


class TestStoringen:
    """Stand-in down, slow or refusing: retried, later or as paper, and the run still balances."""

    @pytest.mark.parametrize("storing", Storing)
    def test_each_fault_ends_with_every_message_there_once(self, storing: Storing, tmp_path: Path) -> None:
        bestand = tmp_path / "magazijn.sqlite"
        with serve_magazijn(bestand, storingen=Storingen(aanleveringen=(storing,) * 4)) as url:
            rapport = run(tmp_path, url)

        onderwerpen = list_onderwerpen(bestand)

        assert rapport.in_balans
        assert len(onderwerpen) == len(set(onderwerpen)) == 6
        assert rapport.zendingen == {BOX: {Status.BEZORGD: 6}, PRINT: {Status.BEZORGD: 3}}

    def test_a_berichtenbox_that_is_down_is_replaced_by_paper(self, tmp_path: Path) -> None:
        with socket.socket() as bezet:
            bezet.bind(("127.0.0.1", 0))  # bound but not listening: every call is refused
            url = f"http://127.0.0.1:{bezet.getsockname()[1]}"
            rapport = run(tmp_path, url, claimduur=2.0, terugvaltermijn=0.002)

        assert rapport.in_balans
        assert rapport.zendingen == {
            BOX: {Status.VERVANGEN: 3, Status.OPGEGEVEN: 3},
            PRINT: {Status.BEZORGD: 6},
        }

    def test_a_citizen_who_is_refused_gets_paper(self, tmp_path: Path) -> None:
        bestand = tmp_path / "magazijn.sqlite"
        with serve_magazijn(bestand, weigeraars=frozenset({BURGERS[0], BURGERS[5]})) as url:
            rapport = run(tmp_path, url)

        assert rapport.in_balans
        assert rapport.zendingen == {
            BOX: {Status.BEZORGD: 4, Status.VERVANGEN: 1, Status.OPGEGEVEN: 1},
            PRINT: {Status.BEZORGD: 4},
        }
        assert len(list_onderwerpen(bestand)) == 4
