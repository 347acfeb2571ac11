"""What was delivered is taken back until its publication: gone at the other side, or it stays delivered."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from lxml import etree
from sqlalchemy import Engine
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from outbox.bezorgen import Werkplek, deliver_run
from outbox.errors import OutboxError, RejectedZendingError, RetryableError, TooLateError, UnresolvableError
from outbox.ingreep import Daad, Ingreep, Ingreepstand, Selectie
from outbox.ingrijpen import intervene
from outbox.intrekopslag import GEPUBLICEERD, count_stand
from outbox.kanaal import Terugroep, Terugroepkanaal
from outbox.magazijn import Storing, Storingen, serve_magazijn
from outbox.magazijn.server import serve_app
from outbox.opslag import find_zendingen
from outbox.printstraat import MANIFEST, Printstraat, read_manifest
from outbox.printterugroep import ANTWOORD, NAMESPACE, VRAAG, load_schema, make_lijst
from outbox.retry import Beleid
from outbox.terugroepen import settle_intrekkingen
from outbox.zending import Kanaalsoort, Ontvangst, Status
from tests.bouwers.magazijnen import list_aanwezig, open_kanaal
from tests.bouwers.zendingen import (
    NU,
    RUN,
    Echteklok,
    Nepkanaal,
    Nepklok,
    count,
    fill_outbox,
    make_zending,
)

BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
PROJECT = Path(__file__).parents[2]
AANTAL = 10
VOOR, NA = NU, NU + timedelta(days=6)  # of the publication
GEDULD = timedelta(seconds=0.5)
SNEL = Beleid(pogingen=4, eerste_wachttijd=timedelta(seconds=0.1), bezinktijd=timedelta(seconds=0.2))


def make_ingreep(daad: Daad = Daad.TERUGROEPEN) -> Ingreep:
    return Ingreep(daad=daad, selectie=Selectie(run=RUN), wie="proef", waarom="verkeerde bijlage")


def look(engine: Engine, klok: Nepklok) -> Ingreepstand:
    with engine.begin() as connection:
        return count_stand(connection, make_ingreep(), klok.now())


class TestBerichtenbox:
    """DELETE over real HTTP, whatever the other side does."""

    @pytest.fixture
    def bestand(self, tmp_path: Path) -> Path:
        return tmp_path / "m.db"

    def deliver(self, werkplek: Werkplek, bestand: Path) -> None:
        fill_outbox(werkplek.engine, [make_zending(nummer) for nummer in range(AANTAL)])
        with serve_magazijn(bestand) as url, open_kanaal(url, werkplek.klok) as kanaal:
            deliver_run(werkplek, RUN, [kanaal])

    def recall(self, werkplek: Werkplek, url: str, **anders: object) -> None:
        intervene(werkplek.engine, make_ingreep(), werkplek.klok.now())
        with open_kanaal(url, werkplek.klok, geduld=GEDULD, **anders) as kanaal:
            settle_intrekkingen(replace(werkplek, beleid=SNEL), RUN, [kanaal])

    @pytest.mark.parametrize("storing", [None, *Storing])
    def test_all_is_gone_at_the_other_side_whatever_happens_on_the_way(
        self, werkplek: Werkplek, bestand: Path, storing: Storing | None
    ) -> None:
        self.deliver(werkplek, bestand)
        voor = len(list_aanwezig(bestand))
        with serve_magazijn(bestand, storingen=Storingen(verwijderingen=(storing,) * 6)) as url:
            self.recall(werkplek, url)

        assert (AANTAL, []) == (voor, list_aanwezig(bestand))
        assert {BOX: {Status.INGETROKKEN: AANTAL}} == count(werkplek.engine)

    def test_the_receipt_stays_known(self, werkplek: Werkplek, bestand: Path) -> None:
        self.deliver(werkplek, bestand)
        with werkplek.engine.begin() as connection:
            (voor,) = find_zendingen(connection, "T-000001")
        with serve_magazijn(bestand) as url:
            self.recall(werkplek, url)
        with werkplek.engine.begin() as connection:
            (na,) = find_zendingen(connection, "T-000001")

        assert voor.ontvangst is not None
        assert (voor.ontvangst, Status.INGETROKKEN, 1) == (na.ontvangst, na.status, na.intrekking)

    def test_after_the_publication_it_is_refused_with_the_reason(
        self, werkplek: Werkplek, klok: Nepklok, bestand: Path
    ) -> None:
        self.deliver(werkplek, bestand)
        klok.moment = NA
        with serve_magazijn(bestand) as url:
            self.recall(werkplek, url)

        assert AANTAL == len(list_aanwezig(bestand))
        assert {BOX: {Status.BEZORGD: AANTAL}} == count(werkplek.engine)
        stand = look(werkplek.engine, klok)
        assert ({GEPUBLICEERD: AANTAL}, {}, None) == (stand.geweigerd, stand.wachtend, stand.venster)

    def test_it_is_not_begun_when_it_could_come_after_the_publication(
        self, werkplek: Werkplek, klok: Nepklok, bestand: Path
    ) -> None:
        self.deliver(werkplek, bestand)
        klok.moment = NU + timedelta(days=5) - GEDULD
        with serve_magazijn(bestand) as url:
            self.recall(werkplek, url)

        assert AANTAL == len(list_aanwezig(bestand))
        assert {BOX: {Status.BEZORGD: AANTAL}} == count(werkplek.engine)
        assert ["het bericht is gepubliceerd, of zo dadelijk: de burger kan het zien"] == list(
            look(werkplek.engine, klok).geweigerd
        )

    def test_what_stays_uncertain_waits_and_the_same_act_goes_on(
        self, werkplek: Werkplek, klok: Nepklok, bestand: Path
    ) -> None:
        self.deliver(werkplek, bestand)
        with serve_magazijn(
            bestand, storingen=Storingen(verwijderingen=(Storing.FOUT_VOOR_OPSLAG,) * 99)
        ) as url:
            self.recall(werkplek, url)
        tussen = look(werkplek.engine, klok)
        with serve_magazijn(bestand) as url:
            self.recall(werkplek, url)

        assert {"het magazijn geeft status 500; het bericht kan zijn verwijderd": AANTAL} == tussen.wachtend
        assert [] == list_aanwezig(bestand)
        assert {BOX: {Status.INGETROKKEN: AANTAL}} == count(werkplek.engine)

    @pytest.mark.parametrize(
        ("storing", "wisbaar", "einde"),
        [
            (Storing.FOUT_VOOR_OPSLAG, True, {Status.BEZORGD: AANTAL}),  # it is still there: refused
            (Storing.FOUT_NA_OPSLAG, True, {Status.BEZORGD: AANTAL}),  # gone: by us, or by the citizen
            (Storing.FOUT_NA_OPSLAG, False, {Status.INGETROKKEN: AANTAL}),
        ],
    )
    def test_what_was_uncertain_at_its_publication_is_only_looked_for(
        self,
        werkplek: Werkplek,
        klok: Nepklok,
        bestand: Path,
        storing: Storing,
        wisbaar: bool,
        einde: dict[Status, int],
    ) -> None:
        self.deliver(werkplek, bestand)
        with serve_magazijn(bestand, storingen=Storingen(verwijderingen=(storing,) * 10)) as url:
            with open_kanaal(url, klok) as kanaal:
                intervene(werkplek.engine, make_ingreep(), klok.now())
                settle_intrekkingen(replace(werkplek, beleid=Beleid(pogingen=1)), RUN, [kanaal])
            voor = list_aanwezig(bestand)
            klok.moment = NA
            self.recall(werkplek, url, wisbaar=wisbaar)

        assert voor == list_aanwezig(bestand)
        assert {BOX: einde} == count(werkplek.engine)

    def test_a_letter_that_may_have_arrived_is_found_and_taken_back(
        self, werkplek: Werkplek, bestand: Path
    ) -> None:
        self.deliver(werkplek, bestand)
        with werkplek.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE zendingen SET status = 'onzeker', referentie = NULL")
        fill_outbox(werkplek.engine, [make_zending(AANTAL)])
        with serve_magazijn(bestand) as url:
            self.recall(werkplek, url)

        assert [] == list_aanwezig(bestand)
        assert {BOX: {Status.INGETROKKEN: AANTAL + 1}} == count(werkplek.engine)

    def test_a_cancelled_letter_that_turns_out_delivered_stays_so(
        self, werkplek: Werkplek, bestand: Path
    ) -> None:
        self.deliver(werkplek, bestand)
        with werkplek.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE zendingen SET status = 'onzeker', referentie = NULL")
        intervene(werkplek.engine, make_ingreep(Daad.ANNULEREN), NU)
        with serve_magazijn(bestand) as url, open_kanaal(url, werkplek.klok) as kanaal:
            settle_intrekkingen(werkplek, RUN, [kanaal])

        assert AANTAL == len(list_aanwezig(bestand))
        assert {BOX: {Status.BEZORGD: AANTAL}} == count(werkplek.engine)


def make_terugroep(**anders: object) -> Terugroep:
    velden: dict[str, object] = {
        "zending": make_zending(),
        "ontvangst": Ontvangst(referentie="6f1c6a0e-0000-4000-8000-000000000000", ontvangen_op=NU),
        "onzeker": False,
        "attempts": 1,
        "tot": NU + timedelta(minutes=2),
    }
    return Terugroep(**(velden | anders))  # type: ignore[arg-type] # a test gives the right types


def answer(antwoord: Response, terugroep: Terugroep, klok: Nepklok | None = None) -> OutboxError | None:
    """Recall one message from a magazijn that always gives this answer."""
    app: ASGIApp = antwoord
    with serve_app(app) as url, open_kanaal(url, klok or Nepklok(), geduld=GEDULD) as kanaal:
        (uitkomst,) = kanaal.recall([terugroep])
    return uitkomst.fout


def make_probleem(status: int, soort: str = "application/problem+json") -> Response:
    return JSONResponse({"type": "about:blank", "title": "t", "status": status}, status, media_type=soort)


@pytest.mark.parametrize(
    ("antwoord", "soort"),
    [
        (Response(status_code=204), type(None)),
        (make_probleem(404), type(None)),  # gone already
        (make_probleem(404, "text/html"), RetryableError),  # a gateway that does not know the way
        (make_probleem(403), RejectedZendingError),
        (make_probleem(400), RejectedZendingError),
        (make_probleem(401), RetryableError),
        (make_probleem(429), RetryableError),
        (Response(status_code=200), OutboxError),  # no answer that the contract knows
    ],
)
def test_each_answer_means_what_the_contract_says(antwoord: Response, soort: type[OutboxError]) -> None:
    assert isinstance(answer(antwoord, make_terugroep()), soort)


def test_nothing_is_begun_when_the_claim_is_nearly_over() -> None:
    fout = answer(Response(status_code=204), make_terugroep(tot=NU + GEDULD))

    assert isinstance(fout, RetryableError)


def test_a_magazijn_that_is_down_leaves_it_delivered_for_now() -> None:
    with open_kanaal("http://127.0.0.1:1", Nepklok()) as kanaal:
        (uitkomst,) = kanaal.recall([make_terugroep()])

    assert isinstance(uitkomst.fout, RetryableError)


def test_the_url_of_a_recall_names_no_citizen_and_cannot_be_bent() -> None:
    gezien: list[httpx.Request] = []
    kwaad = Ontvangst(referentie="../../x?y=1#z", ontvangen_op=NU)
    with open_kanaal("http://127.0.0.1:1", Nepklok()) as kanaal:
        kanaal._client.event_hooks = {"request": [gezien.append]}
        list(kanaal.recall([make_terugroep(ontvangst=kwaad)]))

    assert ["http://127.0.0.1:1/api/v1/berichten/..%2F..%2Fx%3Fy%3D1%23z"] == [str(v.url) for v in gezien]


def test_which_channels_can_recall_can_be_asked() -> None:
    with open_kanaal("http://127.0.0.1:1", Nepklok()) as box:
        kunnen = [
            isinstance(kanaal, Terugroepkanaal)
            for kanaal in (box, Printstraat(Path(), Nepklok()), Nepkanaal())
        ]

    assert [True, True, False] == kunnen


class TestPrint:
    """A lot is closed once it is written: only the printer can take a letter out."""

    @pytest.fixture
    def straat(self, tmp_path: Path, werkplek: Werkplek) -> Printstraat:
        fill_outbox(werkplek.engine, [make_zending(nummer, PRINT) for nummer in (1, 2, 3)])
        straat = Printstraat(tmp_path / "print", werkplek.klok)
        deliver_run(werkplek, RUN, [straat])
        return straat

    @pytest.fixture
    def lot(self, tmp_path: Path) -> Path:
        return tmp_path / "print" / RUN / "partij-0001"

    def recall(self, werkplek: Werkplek, straat: Printstraat) -> dict[str, int]:
        intervene(werkplek.engine, make_ingreep(), werkplek.klok.now())
        settle_intrekkingen(werkplek, RUN, [straat])
        with werkplek.engine.begin() as connection:
            return dict(count_stand(connection, make_ingreep(), werkplek.klok.now()).wachtend)

    def answer(self, lot: Path, uitgenomen: dict[str, str]) -> None:
        vraag = etree.parse(lot / VRAAG).getroot()
        regels = "".join(
            f'<brief kenmerk="{b.get("kenmerk")}" sha256="{b.get("sha256")}" '
            f'uitgenomen="{uitgenomen[b.get("kenmerk", "")]}"/>'
            for b in vraag
            if b.get("kenmerk") in uitgenomen
        )
        tekst = f'<teruggeroepen xmlns="{NAMESPACE}" partij="{RUN}/partij-0001">{regels}</teruggeroepen>'
        (lot / ANTWOORD).write_text(tekst)

    def test_the_printer_gets_a_list_and_the_letters_stay_delivered(
        self, werkplek: Werkplek, straat: Printstraat, lot: Path
    ) -> None:
        wachtend = self.recall(werkplek, straat)
        lijst = etree.parse(lot / VRAAG).getroot()

        load_schema().assertValid(lijst)
        assert ["T-000001", "T-000002", "T-000003"] == [brief.get("kenmerk") for brief in lijst]
        assert {PRINT: {Status.BEZORGD: 3}} == count(werkplek.engine)
        assert [3] == list(wachtend.values())
        assert 3 == len(read_manifest(lot / MANIFEST))

    def test_what_the_printer_took_out_is_withdrawn_and_the_rest_is_refused(
        self, werkplek: Werkplek, straat: Printstraat, lot: Path, klok: Nepklok
    ) -> None:
        self.recall(werkplek, straat)
        self.answer(lot, {"T-000001": "ja", "T-000002": "nee"})
        klok.moment = NA  # the answer may come after the publication
        wachtend = self.recall(werkplek, straat)

        assert {PRINT: {Status.BEZORGD: 2, Status.INGETROKKEN: 1}} == count(werkplek.engine)
        assert [1] == list(wachtend.values())
        geweigerd = look(werkplek.engine, klok).geweigerd
        assert {"de drukker kon de brief niet meer uit de partij halen": 1} == geweigerd

    def test_the_list_only_grows(self, werkplek: Werkplek, straat: Printstraat, lot: Path) -> None:
        for kenmerk in ("T-000003", "T-000001"):
            deel = Selectie(run=RUN, kenmerken=frozenset({kenmerk}))
            intervene(werkplek.engine, replace(make_ingreep(), selectie=deel), NU)
            settle_intrekkingen(werkplek, RUN, [straat])

        lijst = etree.parse(lot / VRAAG).getroot()
        assert ["T-000001", "T-000003"] == [brief.get("kenmerk") for brief in lijst]

    @pytest.mark.parametrize(
        "kwaad",
        [
            b"",
            b"<a/>",
            b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
            b'<!DOCTYPE a SYSTEM "/etc/passwd"><a/>',
            b"x" * 17_000_000,
            f'<teruggeroepen xmlns="{NAMESPACE}" partij="../../x"/>'.encode(),
        ],
        ids=["leeg", "anders", "entiteit", "dtd", "reusachtig", "pad"],
    )
    def test_a_hostile_answer_is_no_answer(
        self, werkplek: Werkplek, straat: Printstraat, lot: Path, kwaad: bytes
    ) -> None:
        (lot / ANTWOORD).write_bytes(kwaad)
        (reden,) = self.recall(werkplek, straat)

        assert "geen lijst volgens terugroepen.xsd" in reden
        assert {PRINT: {Status.BEZORGD: 3}} == count(werkplek.engine)

    def test_a_lot_that_was_fetched_says_to_call_the_printer(
        self, werkplek: Werkplek, straat: Printstraat, lot: Path
    ) -> None:
        lot.rename(lot.with_name("gehaald"))
        (reden,) = self.recall(werkplek, straat)

        assert "Bel de drukker" in reden
        assert {PRINT: {Status.BEZORGD: 3}} == count(werkplek.engine)

    @pytest.mark.parametrize("referentie", ["../x", "/etc", "a/../b", "a", "a/b/c"])
    def test_a_lot_outside_the_folder_is_never_touched(self, tmp_path: Path, referentie: str) -> None:
        elders = Ontvangst(referentie=referentie, ontvangen_op=NU)
        (uitkomst,) = Printstraat(tmp_path, Nepklok()).recall([make_terugroep(ontvangst=elders)])

        assert isinstance(uitkomst.fout, (RejectedZendingError, TooLateError, UnresolvableError))
        assert [] == list(tmp_path.rglob("*"))

    def test_a_letter_that_was_asked_back_is_left_out_of_a_lot_that_is_not_written(
        self, werkplek: Werkplek, tmp_path: Path
    ) -> None:
        fill_outbox(werkplek.engine, [make_zending(nummer, PRINT) for nummer in (4, 5)])
        with werkplek.engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE zendingen SET status = 'onzeker', next_attempt_at = '2026-01-01', lot = 7"
            )
        deel = Selectie(run=RUN, kenmerken=frozenset({"T-000004"}))
        intervene(werkplek.engine, replace(make_ingreep(Daad.ANNULEREN), selectie=deel), NU)
        deliver_run(werkplek, RUN, [Printstraat(tmp_path, werkplek.klok)])

        assert {PRINT: {Status.BEZORGD: 1, Status.INGETROKKEN: 1}} == count(werkplek.engine)
        assert {"T-000005"} == set(read_manifest(tmp_path / RUN / "partij-0007" / MANIFEST))

    def test_the_same_list_gives_the_same_bytes(self) -> None:
        brieven = {"T-000002": "b" * 64, "T-000001": "a" * 64}

        assert make_lijst("r/p", brieven) == make_lijst("r/p", dict(sorted(brieven.items())))


class TestProcessen:
    """Real processes that are really killed, or cross each other; counted at the receiving side."""

    def start(
        self, naam: str, map_: Path, url: str, punt: str = "nergens", keer: int = 1
    ) -> subprocess.Popen[bytes]:
        opdracht = [sys.executable, "-m", f"tests.bouwers.{naam}", str(map_), url, punt, str(keer)]
        return subprocess.Popen(opdracht, cwd=PROJECT)

    @pytest.fixture
    def magazijn(self, tmp_path: Path) -> Iterator[str]:
        with serve_magazijn(tmp_path / "m.db") as url:
            yield url

    @pytest.fixture
    def bezorgd(self, engine: Engine, tmp_path: Path, magazijn: str) -> None:
        later = Echteklok().now() + timedelta(days=5)
        fill_outbox(engine, [make_zending(nummer, publicatie=later) for nummer in range(AANTAL)])
        assert 0 == self.start("bezorgkind", tmp_path, magazijn).wait(60)
        assert {BOX: {Status.BEZORGD: AANTAL}} == count(engine)

    @pytest.mark.parametrize(
        ("punt", "keer"),
        [
            ("ingreep-gedaan", 1),
            ("terugroep-geclaimd", 1),
            ("terugroep-gedaan", 1),
            ("terugroep-gedaan", 6),
            ("terugroep-gemarkeerd", 3),
        ],
    )
    @pytest.mark.usefixtures("bezorgd")
    def test_a_recall_that_is_killed_is_finished_by_the_same_command(
        self, engine: Engine, tmp_path: Path, magazijn: str, punt: str, keer: int
    ) -> None:
        gedood = self.start("terugroepkind", tmp_path, magazijn, punt, keer).wait(60)
        tussen = count(engine)
        with engine.begin() as connection:  # the claims of the dead one run out
            connection.exec_driver_sql("UPDATE zendingen SET claimed_until = '2026-01-01 00:00:00.000000'")
        heel = self.start("terugroepkind", tmp_path, magazijn).wait(60)

        assert (-signal.SIGKILL, 0) == (gedood, heel)
        assert Status.BEZORGD in tussen[BOX]
        assert [] == list_aanwezig(tmp_path / "m.db")
        assert {BOX: {Status.INGETROKKEN: AANTAL}} == count(engine)

    def test_a_recall_while_two_workers_deliver_leaves_each_letter_on_one_side(
        self, engine: Engine, tmp_path: Path, magazijn: str
    ) -> None:
        later = Echteklok().now() + timedelta(days=5)
        fill_outbox(engine, [make_zending(nummer, publicatie=later) for nummer in range(400)])
        with ExitStack() as einde:
            kinderen = [self.start("bezorgkind", tmp_path, magazijn) for _ in range(2)]
            for kind in kinderen:
                einde.callback(kind.kill)
            while not list_aanwezig(tmp_path / "m.db"):
                time.sleep(0.01)
            terug = self.start("terugroepkind", tmp_path, magazijn).wait(120)
            aflopen = [kind.wait(60) for kind in kinderen]

        assert [0, 0, 0] == [terug, *aflopen]
        assert {BOX: {Status.INGETROKKEN: 400}} == count(engine)
        assert [] == list_aanwezig(tmp_path / "m.db")
