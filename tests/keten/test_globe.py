"""A month over GLOBE: batches out, results later, every message there once, and paper where GLOBE says no."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from correspondentie.afronden import Omgeving
from correspondentie.dossier import Kanaalvoorkeur
from correspondentie.maandrun import run_maand
from correspondentie.rapport.rapport import Rapport
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap
from outbox.magazijn.globe import Batchstoring, Globeplan
from outbox.magazijn.globe_api import serve_globe
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier
from tests.bouwers.globe import count_bewaard
from tests.bouwers.klok import Proefklok
from tests.bouwers.opdrachtregel import share_formes
from tests.bouwers.zendingen import OIN

BURGERS = ("111222333", "000000012", "000000024", "000000036")
BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT


def run(data: Path, url: str) -> Rapport:
    """Run a small month over GLOBE: two households that chose digital only, and two that get both."""
    invoer = data / "invoer.jsonl"
    dossiers = [
        make_dossier(
            nummer=f"D{plaats}",
            burger=make_burger(bsn),
            voorkeur=Kanaalvoorkeur.DIGITAAL if plaats < 2 else None,
        )
        for plaats, bsn in enumerate(BURGERS)
    ]
    invoer.write_bytes(encode_dossiers(*dossiers))
    settings = Settings(
        globe_url=url, globe_berichttype="TOESLAG", globe_cpa="cpa", globe_van=f"urn:osb:oin:{OIN}",
        globe_naar="urn:osb:oin:00000004003214345001", oin=OIN, sleutel="proef", wachttijd=0.02,
        tijdslimiet=2, bezinktijd=2, claimduur=20,
    )  # fmt: skip
    share_formes(data)
    opdracht = Maandopdracht(invoer=invoer, maand="2026-07", datamap=Datamap(map=data), werkers=1)
    with Voortgang(Console(file=io.StringIO())) as voortgang:
        return run_maand(opdracht, Omgeving(settings=settings, klok=Proefklok(), voortgang=voortgang))


@pytest.mark.parametrize("storing", [None, Batchstoring.LAAT, Batchstoring.DUBBEL])
def test_every_message_is_there_once(storing: Batchstoring | None, tmp_path: Path) -> None:
    bestand = tmp_path / "globe.sqlite"
    with serve_globe(bestand, OIN, Globeplan(batches=(storing,))) as url:
        rapport = run(tmp_path, url)

    assert rapport.in_balans
    assert rapport.zendingen == {BOX: {Status.BEZORGD: 4}, PRINT: {Status.BEZORGD: 2}}
    assert list(count_bewaard(bestand).values()) == [1, 1, 1, 1]


def test_who_has_no_active_berichtenbox_gets_paper(tmp_path: Path) -> None:
    plan = Globeplan(weigeraars=frozenset(BURGERS[:1]))
    with serve_globe(tmp_path / "globe.sqlite", OIN, plan) as url:
        rapport = run(tmp_path, url)

    assert rapport.in_balans
    assert rapport.zendingen == {
        BOX: {Status.BEZORGD: 3, Status.VERVANGEN: 1},
        PRINT: {Status.BEZORGD: 3},
    }


def test_a_batch_that_is_refused_for_our_own_fault_waits_for_a_person(tmp_path: Path) -> None:
    with serve_globe(tmp_path / "globe.sqlite", OIN, Globeplan(batches=(Batchstoring.OIN,))) as url:
        rapport = run(tmp_path, url)

    assert rapport.zendingen[BOX] == {Status.ONZEKER: 4}
    assert rapport.vastgehouden
