"""A month that is held still, cancelled and recalled, from end to end, counted where the letters arrive."""

import io
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from calc.mutatiestand import Mutatiestatus
from correspondentie.afronden import Omgeving
from correspondentie.breekpunt import Breekpunt
from correspondentie.cli_runs import list_antwoord
from correspondentie.dossier import Kanaalvoorkeur
from correspondentie.ingrepen import (
    Deel,
    Ingreepuitkomst,
    intervene_run,
    list_daden,
    make_selectie,
    verify_daden,
)
from correspondentie.maandrun import run_maand
from correspondentie.mutatieloop import run_mutaties
from correspondentie.rapport import Rapport
from correspondentie.rapport.pagina import render_pagina
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap
from outbox.ingreep import Daad, Ingreep
from outbox.printstraat.terugroep import NAMESPACE, VRAAG
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier
from tests.bouwers.huishoudens import make_huishouden, make_kind, make_levering
from tests.bouwers.klok import BEGIN, Proefklok
from tests.bouwers.magazijnen import list_aanwezig
from tests.bouwers.opdrachtregel import share_formes

BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
BURGERS = ("111222333", "000000012", "000000024", "000000036", "000000048", "000000061")
NA_PUBLICATIE = datetime(2026, 7, 9, 22, 1, tzinfo=UTC)  # one minute past midnight in the Netherlands
AUGUSTUS = datetime(2026, 8, 3, 8, 0, tzinfo=UTC)
PROJECT = Path(__file__).parents[2]


def make_omgeving(nu: datetime = BEGIN) -> Omgeving:
    settings = Settings(wachttijd=0.2, tijdslimiet=1.0, bezinktijd=1.0, partij=2)
    voortgang = Voortgang(Console(file=io.StringIO()))
    return Omgeving(settings=settings, klok=Proefklok(nu), voortgang=voortgang)


def make_opdracht(datamap: Datamap) -> Maandopdracht:
    return Maandopdracht(invoer=datamap.map / "in.jsonl", maand="2026-07", datamap=datamap, werkers=1)


def run(datamap: Datamap) -> Rapport:
    share_formes(datamap.map)
    return run_maand(make_opdracht(datamap), make_omgeving())


def write_invoer(map_: Path) -> Datamap:
    """Six households, three of them digital only; the first gets a mutatiebrief as well."""
    afwijkend = make_huishouden(make_kind(1, leveringen=(make_levering(uren="60"),)))
    dossiers = [
        make_dossier(
            afwijkend if plaats == 0 else None,
            nummer=f"D{plaats}",
            burger=make_burger(bsn),
            voorkeur=Kanaalvoorkeur.DIGITAAL if plaats < 3 else None,
        )
        for plaats, bsn in enumerate(BURGERS)
    ]
    (map_ / "in.jsonl").write_bytes(encode_dossiers(*dossiers))
    return Datamap(map=map_)


@pytest.fixture(scope="module")
def bezorgd(tmp_path_factory: pytest.TempPathFactory) -> Datamap:
    """A folder in which July was delivered, before its publication."""
    datamap = write_invoer(tmp_path_factory.mktemp("juli"))
    rapport = run(datamap)
    assert rapport.in_balans
    assert rapport.zendingen == {BOX: {Status.BEZORGD: 7}, PRINT: {Status.BEZORGD: 3}}
    return datamap


@pytest.fixture
def datamap(bezorgd: Datamap, tmp_path: Path) -> Datamap:
    """A copy of that folder, for one test."""
    shutil.copytree(bezorgd.map, tmp_path, dirs_exist_ok=True)
    return Datamap(map=tmp_path)


def query(datamap: Datamap, vraag: str) -> list[Any]:
    with sqlite3.connect(datamap.database) as database:
        return [rij[0] if len(rij) == 1 else rij for rij in database.execute(vraag)]


def act(datamap: Datamap, daad: Daad, deel: Deel | None = None, nu: datetime = BEGIN) -> Ingreepuitkomst:
    (naam,) = query(datamap, "SELECT run FROM runs WHERE maand = '2026-07' AND run LIKE '2026-07%'")
    selectie = make_selectie(datamap, Settings(), naam, deel or Deel())
    ingreep = Ingreep(daad=daad, selectie=selectie, wie="J. de Vries", waarom="verkeerde bijlage")
    return intervene_run(datamap, ingreep, make_omgeving(nu))


def list_statussen(datamap: Datamap) -> dict[tuple[str, str], int]:
    vraag = "SELECT kanaal, status, count(*) FROM zendingen GROUP BY 1, 2"
    return {(kanaal, status): aantal for kanaal, status, aantal in query(datamap, vraag)}


class TestTerugroepen:
    """Until the publication the whole month, or a part of it, can be taken back."""

    def test_no_message_is_left_and_the_printer_is_asked(self, datamap: Datamap) -> None:
        uitkomst = act(datamap, Daad.TERUGROEPEN)
        lijsten = [pad.read_text() for pad in sorted(datamap.print.rglob(VRAAG))]

        assert [] == list_aanwezig(datamap.magazijn)
        assert {("berichtenbox", "ingetrokken"): 7, ("print", "bezorgd"): 3} == list_statussen(datamap)
        assert 3 == sum(lijst.count("<brief ") for lijst in lijsten)
        assert [3] == list(uitkomst.stand.wachtend.values())

    def test_the_answer_says_what_happened_and_until_when(self, datamap: Datamap) -> None:
        uitkomst = act(datamap, Daad.TERUGROEPEN, Deel(kanaal=BOX))
        tekst = "\n".join(list_antwoord(uitkomst))

        assert "terugroepen: alle zendingen over berichtenbox. Regel 1 van het logboek." in tekst
        assert "Ingetrokken: 7 zendingen." in tekst
        assert "Terugroepen kan tot 10 juli 2026 om 00.00 uur." in tekst.replace("\xa0", " ")
        assert uitkomst.lijst is None

    def test_after_the_publication_each_letter_is_refused_with_the_reason(self, datamap: Datamap) -> None:
        uitkomst = act(datamap, Daad.TERUGROEPEN, nu=NA_PUBLICATIE)
        assert uitkomst.lijst is not None
        regels = [json.loads(regel) for regel in uitkomst.lijst.read_text().splitlines()]

        assert {("berichtenbox", "bezorgd"): 7, ("print", "bezorgd"): 3} == list_statussen(datamap)
        assert {"is bezorgd en al gepubliceerd: de burger kan de brief hebben gezien"} == {
            regel["reden"] for regel in regels
        }
        assert 10 == len(regels)
        assert "Alles is gepubliceerd: terugroepen kan niet meer." in "\n".join(list_antwoord(uitkomst))

    def test_one_brieftype_is_taken_back_and_the_rest_stays(self, datamap: Datamap) -> None:
        act(datamap, Daad.TERUGROEPEN, Deel(brieftype="mutatiebrief-kinderopvang"))
        vraag = "SELECT brieftype FROM brieven JOIN zendingen USING (kenmerk) WHERE status = 'ingetrokken'"

        assert ["mutatiebrief-kinderopvang"] == query(datamap, vraag)
        assert 6 == len(list_aanwezig(datamap.magazijn))

    def test_the_report_of_the_next_maandrun_is_in_balance(self, datamap: Datamap) -> None:
        act(datamap, Daad.TERUGROEPEN)
        rapport = run(datamap)

        assert rapport.in_balans
        assert rapport.zendingen == {BOX: {Status.INGETROKKEN: 7}, PRINT: {Status.BEZORGD: 3}}
        assert "ingetrokken" in render_pagina(rapport)
        assert [] == list_aanwezig(datamap.magazijn)

    def test_the_answer_of_the_printer_withdraws_the_letter(self, datamap: Datamap) -> None:
        act(datamap, Daad.TERUGROEPEN)
        for vraag in datamap.print.rglob(VRAAG):
            antwoord = vraag.read_text().replace(' brieven="2"', "").replace(' brieven="1"', "")
            antwoord = antwoord.replace("terugroepen ", "teruggeroepen ", 1).replace(
                "</terugroepen", "</teruggeroepen"
            )
            vraag.with_name("teruggeroepen.xml").write_text(antwoord.replace('"/>', '" uitgenomen="ja"/>'))
        act(datamap, Daad.TERUGROEPEN, nu=NA_PUBLICATIE)

        assert NAMESPACE in antwoord
        assert {("berichtenbox", "ingetrokken"): 7, ("print", "ingetrokken"): 3} == list_statussen(datamap)

    @pytest.mark.parametrize(
        "punt", [punt for punt in Breekpunt if punt.value.startswith(("ingreep-", "terugroep-"))]
    )
    def test_a_recall_that_is_killed_is_finished_by_the_same_command(
        self, datamap: Datamap, punt: Breekpunt
    ) -> None:
        (naam,) = query(datamap, "SELECT run FROM runs")
        opdracht = (sys.executable, "-m", "tests.bouwers.ingreepkind", datamap.map, naam, Daad.TERUGROEPEN)
        gedood = subprocess.run([*opdracht, punt], cwd=PROJECT, start_new_session=True, check=False)
        with sqlite3.connect(datamap.database) as database:  # the claims of the dead one run out
            database.execute("UPDATE zendingen SET claimed_until = '2026-01-01 00:00:00.000000'")
        act(datamap, Daad.TERUGROEPEN)

        assert -signal.SIGKILL == gedood.returncode
        assert [] == list_aanwezig(datamap.magazijn)
        assert {("berichtenbox", "ingetrokken"): 7, ("print", "bezorgd"): 3} == list_statussen(datamap)


class TestMutaties:
    """A mutatie that the citizen was never told of does not come in force."""

    def put_in_force(self, datamap: Datamap) -> Rapport:
        return run_mutaties(datamap, date(2026, 8, 3), make_omgeving(AUGUSTUS))

    def test_without_a_recall_it_comes_in_force(self, datamap: Datamap) -> None:
        self.put_in_force(datamap)

        assert [Mutatiestatus.DOORGEVOERD] == query(datamap, "SELECT status FROM mutatiebrieven")

    def test_a_withdrawn_mutatiebrief_closes_the_mutatie_and_keeps_its_place_in_the_cap(
        self, datamap: Datamap
    ) -> None:
        uitkomst = act(datamap, Daad.TERUGROEPEN)
        rapport = self.put_in_force(datamap)

        assert 1 == uitkomst.gesloten
        assert (0, 0, 0) == (rapport.brieven, rapport.uitval, rapport.behandeld)
        assert [(1, "afgesloten")] == query(datamap, "SELECT volgnummer, status FROM mutatiebrieven")

    def test_a_recall_that_died_before_it_closed_the_mutatie_is_made_good(self, datamap: Datamap) -> None:
        act(datamap, Daad.TERUGROEPEN)
        with sqlite3.connect(datamap.database) as database:
            database.execute("UPDATE mutatiebrieven SET status = 'aangekondigd'")
        self.put_in_force(datamap)

        assert ["afgesloten"] == query(datamap, "SELECT status FROM mutatiebrieven")

    def test_a_recall_that_is_not_settled_holds_the_mutatie(self, datamap: Datamap) -> None:
        act(datamap, Daad.PAUZEREN)  # only for a line of the logboek
        with sqlite3.connect(datamap.database) as database:
            database.execute("UPDATE zendingen SET intrekking = 1")
        rapport = self.put_in_force(datamap)

        assert ["aangekondigd"] == query(datamap, "SELECT status FROM mutatiebrieven")
        assert "wordt de brief teruggeroepen" in rapport.uitvallijst[0].reden


@pytest.fixture
def stil(tmp_path: Path) -> Iterator[tuple[Datamap, Callable[[], Rapport]]]:
    """July as it is made by a process that lives, and is held still before anything is delivered."""
    datamap, rapporten = write_invoer(tmp_path), list[Rapport]()
    draad = threading.Thread(target=lambda: rapporten.append(run(datamap)))

    def finish() -> Rapport:
        draad.join(60)
        return rapporten[0]

    draad.start()
    wait_until(lambda: datamap.database.exists() and count_rijen(datamap, "runs") == 1)
    act(datamap, Daad.PAUZEREN)
    wait_until(lambda: list_statussen(datamap).get(("berichtenbox", "vrijgegeven")) == 7)
    yield datamap, finish
    if draad.is_alive():
        act(datamap, Daad.ANNULEREN)
        draad.join(60)


def count_rijen(datamap: Datamap, tabel: str) -> int:
    try:
        aantal: int = query(datamap, f"SELECT count(*) FROM {tabel}")[0]  # noqa: S608 - a name of this test
    except sqlite3.OperationalError:
        return 0
    return aantal


def wait_until(klaar: Callable[[], bool]) -> None:
    tot = time.monotonic() + 60
    while not klaar():
        assert time.monotonic() < tot, "dit duurt te lang"
        time.sleep(0.02)


class TestOnderweg:
    """Acts while a process that lives has the month in hand."""

    def test_nothing_leaves_during_the_pause_and_all_of_it_after(
        self, stil: tuple[Datamap, Callable[[], Rapport]]
    ) -> None:
        datamap, finish = stil
        time.sleep(2.5)  # the worker looks again meanwhile
        tussen = list_aanwezig(datamap.magazijn), [*datamap.print.rglob("*.pdf")]
        act(datamap, Daad.HERVATTEN)
        rapport = finish()

        assert ([], []) == tussen
        assert rapport.in_balans
        assert rapport.zendingen == {BOX: {Status.BEZORGD: 7}, PRINT: {Status.BEZORGD: 3}}

    def test_what_is_cancelled_never_leaves_and_the_run_balances(
        self, stil: tuple[Datamap, Callable[[], Rapport]]
    ) -> None:
        datamap, finish = stil
        uitkomst = act(datamap, Daad.ANNULEREN)
        rapport = finish()

        assert (1, []) == (uitkomst.gesloten, list_aanwezig(datamap.magazijn))
        assert [] == [*datamap.print.rglob("*.pdf")]
        assert rapport.in_balans
        assert rapport.zendingen == {BOX: {Status.INGETROKKEN: 7}, PRINT: {Status.INGETROKKEN: 3}}

    def test_the_logboek_tells_all_of_it(self, stil: tuple[Datamap, Callable[[], Rapport]]) -> None:
        datamap, finish = stil
        act(datamap, Daad.ANNULEREN, Deel(kanaal=PRINT))
        act(datamap, Daad.HERVATTEN)
        finish()
        aantal, zegel, breuken = verify_daden(datamap, Settings(), None)

        assert ["pauzeren", "annuleren", "hervatten"] == [
            regel.daad for regel in list_daden(datamap, Settings(), None)
        ]
        assert (3, (), ()) == (aantal, breuken, verify_daden(datamap, Settings(), zegel)[2])
        assert {("berichtenbox", "bezorgd"): 7, ("print", "ingetrokken"): 3} == list_statussen(datamap)
