"""The Berichtenbox over real HTTP: every fault of the other side, and never a letter lost or doubled."""

import gzip
import socket
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import anyio
import httpx
import pytest
from sqlalchemy import Engine
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from outbox.bezorgen import Werkplek, deliver_run
from outbox.errors import (
    OutboxError,
    RejectedZendingError,
    RetryableError,
    UnavailableBronError,
    UncertainError,
    UnknownOntvangerError,
    UnresolvableError,
)
from outbox.kanaal import Opdracht
from outbox.loopback import serve_app
from outbox.magazijn import Storing, Storingen, serve_magazijn
from outbox.opslag import find_zendingen
from outbox.retry import Beleid
from outbox.zending import Kanaalsoort, Ontvangst, Status
from tests.bouwers.magazijnen import count_bezorgd, open_kanaal
from tests.bouwers.zendingen import (
    BSNS,
    NU,
    OIN,
    RUN,
    Echteklok,
    Nepkanaal,
    Nepklok,
    count,
    fill_outbox,
    make_bron,
    make_document,
    make_opdracht,
    make_zending,
)

BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
GEDULD = timedelta(seconds=0.5)
NA_OPSLAG = (
    Storing.FOUT_NA_OPSLAG,
    Storing.BOTSING_NA_OPSLAG,
    Storing.ANTWOORD_KWIJT,
    Storing.ONZIN,
    Storing.REUSACHTIG,
    Storing.AFGEBROKEN,
)


def deliver(url: str, opdracht: Opdracht, **anders: Any) -> Ontvangst | OutboxError:  # noqa: ANN401 - any setting
    """Deliver one letter and give what came of it."""
    with open_kanaal(url, Nepklok(), **anders) as kanaal:
        (uitkomst,) = kanaal.deliver([opdracht], make_bron())
        return uitkomst.resultaat


def deliver_all(werkplek: Werkplek, magazijn: Path, storingen: Storingen, aantal: int = 3) -> None:
    """Deliver a few letters to a stand-in with faults."""
    fill_outbox(werkplek.engine, [make_zending(nummer) for nummer in range(aantal)])
    with (
        serve_magazijn(magazijn, storingen=storingen) as url,
        open_kanaal(url, werkplek.klok, geduld=GEDULD, draden=1) as kanaal,
    ):
        deliver_run(werkplek, RUN, [kanaal])


def find_dichte_poort() -> int:
    with socket.socket() as contact:
        contact.bind(("127.0.0.1", 0))
        return int(contact.getsockname()[1])


def list_onderwerpen(nummers: Sequence[int]) -> dict[str, int]:
    return {make_zending(nummer).onderwerp: 1 for nummer in nummers}


def test_a_letter_arrives_whole(tmp_path: Path) -> None:
    zending = make_zending(1)
    with serve_magazijn(tmp_path / "m.db") as url:
        ontvangst = deliver(url, make_opdracht(zending))
        assert isinstance(ontvangst, Ontvangst)
        koppen = {"X-Ontvanger": f"BSN:{zending.ontvanger}"}
        pad = f"{url}/api/v1/berichten/{ontvangst.referentie}"
        bericht = httpx.get(pad, headers=koppen).json()
        pdf = httpx.get(f"{url}{bericht['bijlagen'][0]['_links']['self']['href']}", headers=koppen)

    assert (zending.onderwerp, zending.tekst) == (bericht["onderwerp"], bericht["inhoud"])
    assert zending.publicatie.isoformat().replace("+00:00", "Z") == bericht["publicatietijdstip"]
    assert ["T-000001.pdf"] == [bijlage["naam"] for bijlage in bericht["bijlagen"]]
    assert make_bron()(zending.sha256) == pdf.content


def test_many_letters_arrive_once_each(engine: Engine, werkplek: Werkplek, tmp_path: Path) -> None:
    deliver_all(werkplek, tmp_path / "m.db", Storingen(), aantal=50)

    assert list_onderwerpen(range(50)) == count_bezorgd(tmp_path / "m.db")
    assert {BOX: {Status.BEZORGD: 50}} == count(engine)


@pytest.mark.parametrize("storing", sorted(set(Storing) - {Storing.TE_LAAT}))
def test_no_fault_of_the_magazijn_loses_or_doubles_a_letter(
    engine: Engine, werkplek: Werkplek, tmp_path: Path, storing: Storing
) -> None:
    deliver_all(werkplek, tmp_path / "m.db", Storingen(aanleveringen=(storing,)))

    assert list_onderwerpen(range(3)) == count_bezorgd(tmp_path / "m.db")
    assert {BOX: {Status.BEZORGD: 3}} == count(engine)


@pytest.mark.parametrize("storing", sorted(set(Storing) - {Storing.TE_LAAT}))
def test_no_fault_while_looking_loses_or_doubles_a_letter(
    engine: Engine, werkplek: Werkplek, tmp_path: Path, storing: Storing
) -> None:
    storingen = Storingen(aanleveringen=(Storing.FOUT_NA_OPSLAG,), lijsten=(storing, storing))
    deliver_all(werkplek, tmp_path / "m.db", storingen)

    assert list_onderwerpen(range(3)) == count_bezorgd(tmp_path / "m.db")
    assert {BOX: {Status.BEZORGD: 3}} == count(engine)


def test_a_magazijn_that_stores_after_the_time_out_is_given_time(
    engine: Engine, werkplek: Werkplek, tmp_path: Path
) -> None:
    groot = make_document(1) + b"\0" * 300_000  # so large that it comes in pieces
    digest, morgen = sha256(groot).hexdigest(), Echteklok().now() + timedelta(days=1)
    beleid = Beleid(bezinktijd=timedelta(seconds=1.5))
    echt = replace(werkplek, klok=Echteklok(), beleid=beleid, bron=lambda _: groot)
    storingen = Storingen(aanleveringen=(Storing.TE_LAAT,), wachten=1.0)
    zending = make_zending(1, publicatie=morgen, sha256=digest)
    fill_outbox(engine, [zending])
    magazijn = serve_magazijn(tmp_path / "m.db", storingen=storingen)
    with magazijn as url, open_kanaal(url, echt.klok, geduld=GEDULD) as kanaal:
        deliver_run(echt, RUN, [kanaal])

    assert {zending.onderwerp: 1} == count_bezorgd(tmp_path / "m.db")
    assert {BOX: {Status.BEZORGD: 1}} == count(engine)


@pytest.mark.parametrize("storing", NA_OPSLAG)
def test_a_letter_of_which_the_answer_failed_is_found_back_with_its_referentie(
    engine: Engine, werkplek: Werkplek, tmp_path: Path, storing: Storing
) -> None:
    deliver_all(werkplek, tmp_path / "m.db", Storingen(aanleveringen=(storing,)), aantal=1)
    with engine.begin() as connection:
        (stand,) = find_zendingen(connection, "T-000000")
    with serve_magazijn(tmp_path / "m.db") as url:
        assert stand.ontvangst is not None
        koppen = {"X-Ontvanger": f"BSN:{stand.zending.ontvanger}"}
        bericht = httpx.get(f"{url}/api/v1/berichten/{stand.ontvangst.referentie}", headers=koppen).json()

    assert stand.zending.onderwerp == bericht["onderwerp"]


def test_a_letter_is_found_on_any_page_of_the_list(tmp_path: Path) -> None:
    met_zelfde_ontvanger = [make_zending(nummer, ontvanger=BSNS[0]) for nummer in range(230)]
    with serve_magazijn(tmp_path / "m.db") as url, open_kanaal(url, Nepklok()) as kanaal:
        eerst = {
            u.kenmerk: u.resultaat
            for u in kanaal.deliver(list(map(make_opdracht, met_zelfde_ontvanger)), make_bron())
        }
        weer = [deliver(url, make_opdracht(z, onzeker=True)) for z in met_zelfde_ontvanger[:: 229 // 3]]

    assert [eerst[z.kenmerk] for z in met_zelfde_ontvanger[:: 229 // 3]] == weer
    assert 230 == count_bezorgd(tmp_path / "m.db").total()


def test_a_receiver_without_a_box_is_unknown(tmp_path: Path) -> None:
    zending = make_zending(1)
    with serve_magazijn(tmp_path / "m.db", weigeraars=frozenset({zending.ontvanger})) as url:
        fout = deliver(url, make_opdracht(zending))

    assert isinstance(fout, UnknownOntvangerError)


def test_a_magazijn_that_is_down_takes_nothing_and_may_be_tried_later() -> None:
    fout = deliver(f"http://127.0.0.1:{find_dichte_poort()}", make_opdracht(make_zending()))

    assert isinstance(fout, RetryableError)
    assert not isinstance(fout, UncertainError)


def test_a_magazijn_that_is_down_while_looking_leaves_it_uncertain() -> None:
    fout = deliver(f"http://127.0.0.1:{find_dichte_poort()}", make_opdracht(make_zending(), onzeker=True))

    assert isinstance(fout, UncertainError)


def test_a_magazijn_that_stays_down_ends_on_paper(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(nummer, terugval=True) for nummer in range(20)])
    papier = Nepkanaal(soort=PRINT, vaste_partijen=True)
    with open_kanaal(f"http://127.0.0.1:{find_dichte_poort()}", werkplek.klok) as kanaal:
        beleid = Beleid(claimduur=timedelta(minutes=1), terugvaltermijn=timedelta(minutes=3))
        deliver_run(replace(werkplek, beleid=beleid), RUN, [kanaal, papier])

    assert {BOX: {Status.VERVANGEN: 20}, PRINT: {Status.BEZORGD: 20}} == count(engine)


@pytest.mark.parametrize("storing", [Storing.BEZET, Storing.TE_VEEL])
def test_a_busy_magazijn_says_how_long_to_wait(tmp_path: Path, storing: Storing) -> None:
    with serve_magazijn(tmp_path / "m.db", storingen=Storingen(aanleveringen=(storing,), uitstel=7)) as url:
        fout = deliver(url, make_opdracht(make_zending()))

    assert isinstance(fout, RetryableError)
    assert timedelta(seconds=7) == fout.retry_after


class TestHerzenden:
    """Not found proves nothing when the citizen may have deleted it."""

    def test_what_is_published_is_left_to_a_person(self, tmp_path: Path) -> None:
        opdracht = make_opdracht(make_zending(publicatie=NU), onzeker=True)
        with serve_magazijn(tmp_path / "m.db") as url:
            fout = deliver(url, opdracht)

        assert isinstance(fout, UnresolvableError)
        assert not count_bezorgd(tmp_path / "m.db")

    def test_what_is_not_published_yet_is_sent(self, tmp_path: Path) -> None:
        opdracht = make_opdracht(make_zending(publicatie=NU + timedelta(seconds=1)), onzeker=True)
        with serve_magazijn(tmp_path / "m.db") as url:
            ontvangst = deliver(url, opdracht)

        assert isinstance(ontvangst, Ontvangst)

    def test_a_magazijn_where_nobody_deletes_may_get_it_at_any_time(self, tmp_path: Path) -> None:
        opdracht = make_opdracht(make_zending(publicatie=NU), onzeker=True)
        with serve_magazijn(tmp_path / "m.db") as url:
            ontvangst = deliver(url, opdracht, wisbaar=False)

        assert isinstance(ontvangst, Ontvangst)


@pytest.mark.parametrize(
    ("anders", "soort"),
    [
        ({"onderwerp": "zonder kenmerk"}, RejectedZendingError),
        ({"tekst": "x" * 4001}, RejectedZendingError),
        ({"ontvanger": "123\r\nX-Kop: 1"}, RejectedZendingError),
        ({"ontvanger": "111111111"}, RejectedZendingError),  # the eleven-test of the magazijn: status 400
        ({"sha256": "0" * 64}, UnavailableBronError),  # the archive does not have it now
        ({"tot": NU}, RetryableError),
    ],
)
def test_what_cannot_go_is_not_sent(tmp_path: Path, anders: dict[str, Any], soort: type[OutboxError]) -> None:
    opdracht = make_opdracht(make_zending())
    if "tot" in anders:
        opdracht = replace(opdracht, **anders)
    else:
        opdracht = replace(opdracht, zending=make_zending(**anders))
    with serve_magazijn(tmp_path / "m.db") as url:
        fout = deliver(url, opdracht)

    assert soort is type(fout)
    assert not count_bezorgd(tmp_path / "m.db")


async def drip(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a byte at a time, for longer than anybody waits."""
    await send({"type": "http.response.start", "status": 201, "headers": []})
    for _ in range(100):
        await send({"type": "http.response.body", "body": b" ", "more_body": True})
        await anyio.sleep(0.05)


async def squeeze(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with something that grows a thousandfold when it is unpacked."""
    koppen = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    await Response(gzip.compress(b"0" * 10_000_000), 201, koppen)(scope, receive, send)


async def confirm_another(scope: Scope, receive: Receive, send: Send) -> None:
    """Confirm a letter that was never offered."""
    antwoord = {
        "berichtId": "6f1c6a0e-0000-4000-8000-000000000000",
        "afzender": OIN,
        "onderwerp": "Iets anders",
        "tijdstipOntvangst": "2026-07-01T08:00:00Z",
    }
    await JSONResponse(antwoord, 201)(scope, receive, send)


@pytest.mark.parametrize("app", [drip, squeeze, confirm_another])
def test_a_hostile_answer_leaves_it_uncertain(app: ASGIApp) -> None:
    with serve_app(app) as url, open_kanaal(url, Echteklok(), geduld=timedelta(seconds=0.3)) as kanaal:
        opdracht = make_opdracht(make_zending(), tot=Echteklok().now() + timedelta(hours=1))
        (uitkomst,) = kanaal.deliver([opdracht], make_bron())

    assert UncertainError is type(uitkomst.resultaat)


class Wisselend:
    """A list of 150 messages that another message joins, or leaves, while it is read."""

    def __init__(self, totalen: Sequence[int], per_bladzijde: int) -> None:
        self._totalen = iter(totalen)
        self._per_bladzijde = per_bladzijde

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        berichten = [
            {
                "berichtId": str(uuid4()),
                "afzender": OIN,
                "onderwerp": "Een ander bericht",
                "tijdstipOntvangst": "2026-07-01T08:00:00Z",
            }
            for _ in range(self._per_bladzijde)
        ]
        antwoord = {"berichten": berichten, "totalElements": next(self._totalen)}
        await JSONResponse(antwoord)(scope, receive, send)


@pytest.mark.parametrize(
    ("totalen", "per_bladzijde"),
    [([150, 151], 100), ([150, 149], 100), ([150, 150], 0), ([10**12] * 100, 100), ([5], 10)],
)
def test_a_list_that_was_not_read_in_full_proves_nothing(totalen: list[int], per_bladzijde: int) -> None:
    with serve_app(Wisselend(totalen, per_bladzijde)) as url:
        fout = deliver(url, make_opdracht(make_zending(), onzeker=True))

    assert UncertainError is type(fout)


def test_nothing_that_is_kept_or_shown_names_the_receiver(
    engine: Engine, werkplek: Werkplek, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    deliver_all(werkplek, tmp_path / "m.db", Storingen(aanleveringen=tuple(Storing)), aantal=8)
    with engine.begin() as connection:
        fouten = connection.exec_driver_sql("SELECT fout_tekst FROM zendingen").scalars().all()

    getoond = caplog.text + str(fouten)
    assert "/api/v1/berichten" in getoond  # so the log did see the traffic
    assert not [bsn for bsn in BSNS if bsn in getoond]
