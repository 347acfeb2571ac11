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
from sqlalchemy import Engine
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from outbox.bezorgen import Werkplek, deliver_run
from outbox.errors import OutboxError, RejectedZendingError, RetryableError
from outbox.ingreep import Daad
from outbox.ingrijpen import intervene
from outbox.intrekopslag import GEPUBLICEERD
from outbox.kanaal import Terugroep, Terugroepkanaal
from outbox.loopback import serve_app
from outbox.magazijn import Storing, Storingen, serve_magazijn
from outbox.opslag import find_zendingen
from outbox.printstraat import Printstraat
from outbox.retry import Beleid
from outbox.terugroepen import settle_intrekkingen
from outbox.zending import Kanaalsoort, Ontvangst, Status
from tests.bouwers.ingrepen import look, make_ingreep, make_terugroep
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

BOX = Kanaalsoort.BERICHTENBOX
PROJECT = Path(__file__).parents[2]
AANTAL = 10
NA = NU + timedelta(days=6)  # of the publication
GEDULD = timedelta(seconds=0.5)
SNEL = Beleid(pogingen=4, eerste_wachttijd=timedelta(seconds=0.1), bezinktijd=timedelta(seconds=0.2))


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
        kanaal._lijn._client.event_hooks = {"request": [gezien.append]}
        list(kanaal.recall([make_terugroep(ontvangst=kwaad)]))

    assert ["http://127.0.0.1:1/api/v1/berichten/..%2F..%2Fx%3Fy%3D1%23z"] == [str(v.url) for v in gezien]


def test_which_channels_can_recall_can_be_asked() -> None:
    with open_kanaal("http://127.0.0.1:1", Nepklok()) as box:
        kunnen = [
            isinstance(kanaal, Terugroepkanaal)
            for kanaal in (box, Printstraat(Path(), Nepklok()), Nepkanaal())
        ]

    assert [True, True, False] == kunnen


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
