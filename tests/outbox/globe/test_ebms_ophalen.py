"""Results that an ebMS adapter gives: what is wrong with one never keeps the others from being read."""

import gzip
from datetime import timedelta

import anyio
import pytest
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from outbox.errors import UncertainError
from outbox.globe.ebms import RUST
from outbox.globe.uitwisseling import OPHALEN
from outbox.loopback import serve_app
from tests.bouwers.globe import Postbus, collect, ignore_melding, make_bericht, open_adapter
from tests.bouwers.zendingen import Echteklok, Nepklok

SECONDE = timedelta(seconds=1)


async def flood(scope: Scope, receive: Receive, send_: Send) -> None:
    """Answer with a gigabyte, or as much of it as is taken."""
    await send_({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(1024):
        await send_({"type": "http.response.body", "body": bytes(1024 * 1024), "more_body": True})


async def drip(scope: Scope, receive: Receive, send_: Send) -> None:
    """Answer a byte at a time, for longer than anybody waits."""
    await send_({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(100):
        await send_({"type": "http.response.body", "body": b" ", "more_body": True})
        await anyio.sleep(0.05)


SLECHT: dict[str, ASGIApp] = {
    "een gigabyte": flood,
    "druppels": drip,
    "ingepakt": Response(gzip.compress(bytes(10_000_000)), headers={"Content-Encoding": "gzip"}),
    "geen json": Response(b"[" * 100_000),
    "geen base64": make_bericht("!!"),
    "zonder bestand": JSONResponse({"dataSources": []}),
    "met twee bestanden": JSONResponse({"dataSources": [{"content": ""}, {"content": ""}]}),
    "status 500": Response(b"", 500),
    "status 404": Response(b"", 404),
}


@pytest.mark.parametrize("slecht", SLECHT)
def test_a_hostile_answer_does_not_keep_the_others_from_being_read(slecht: str) -> None:
    postbus = Postbus(["1", "2"], lambda naam: SLECHT[slecht] if naam == "1" else make_bericht("PHgvPg=="))
    gekregen: list[bytes] = []
    gemeld: list[str] = []
    with serve_app(postbus) as url, open_adapter(url, Echteklok(), geduld=SECONDE) as adapter:
        hoe = [adapter.collect(gekregen.append, lambda plek, _: gemeld.append(plek)) for _ in range(2)]

    assert ([b"<x/>"] * 2, ["2"] * 2) == (gekregen, postbus.verwerkt)
    assert ([True, True], ["bericht 1 in de ebMS-adapter"]) == (hoe, gemeld)


@pytest.mark.parametrize("status", [302, 403, 404, 500])
def test_an_answer_that_may_not_be_marked_is_kept_and_told_of_and_holds_up_nothing(status: int) -> None:
    nummers = [f"{n}" for n in range(OPHALEN + 1)]
    postbus = Postbus(nummers, lambda _: make_bericht("PHgvPg=="), status)
    gekregen: list[bytes] = []
    gemeld: list[str] = []
    with serve_app(postbus) as url, open_adapter(url, Echteklok(), geduld=SECONDE) as adapter:
        alles = [adapter.collect(gekregen.append, lambda _, reden: gemeld.append(reden)) for _ in range(2)]

    assert ([False, True], [b"<x/>"] * len(nummers)) == (alles, gekregen)
    assert len(nummers) == len(gemeld)
    assert all(f"weigert met status {status} het als verwerkt te merken" in reden for reden in gemeld)


def test_bad_answers_do_not_hide_good_ones_however_many() -> None:
    nummers = [*(f"{n}" for n in range(OPHALEN + 1)), "goed"]
    postbus = Postbus(nummers, lambda naam: make_bericht("PHgvPg==" if naam == "goed" else "!!"))
    gekregen: list[bytes] = []
    with serve_app(postbus) as url, open_adapter(url, Echteklok(), geduld=SECONDE) as adapter:
        alles = [adapter.collect(gekregen.append, ignore_melding) for _ in range(2)]

    assert ([False, True], [b"<x/>"]) == (alles, gekregen)
    assert OPHALEN + 1 + OPHALEN == postbus.gevraagd[-1]


def test_an_answer_that_could_not_be_read_is_tried_again_after_an_hour() -> None:
    inhoud = ["!!", "PHgvPg=="]
    postbus = Postbus(["1"], lambda _: make_bericht(inhoud.pop(0)))
    gekregen: list[bytes] = []
    klok = Nepklok()
    with serve_app(postbus) as url, open_adapter(url, klok) as adapter:
        for duur in (timedelta(0), RUST / 2, RUST):
            klok.moment += duur
            assert adapter.collect(gekregen.append, ignore_melding)

    assert [b"<x/>"] == gekregen


@pytest.mark.parametrize("nummer", ["..", ".", "", "a\r\nX: 1", "x" * 256, "é", "a b"])
def test_a_number_that_cannot_be_one_never_becomes_a_path(nummer: str) -> None:
    postbus = Postbus([nummer], lambda _: make_bericht("PHgvPg=="))
    with serve_app(postbus) as url:
        gekregen, hoe = collect(url)

    assert ([], []) == (gekregen, postbus.verwerkt)
    assert isinstance(hoe, UncertainError)


def test_a_number_with_a_path_in_it_stays_one_name() -> None:
    postbus = Postbus(["../geheim?x#y@host"], lambda _: make_bericht("PHgvPg=="))
    with serve_app(postbus) as url:
        _, hoe = collect(url)

    assert hoe is True
    assert ["../geheim?x#y@host"] == postbus.verwerkt


def test_more_than_can_be_read_at_once_is_told() -> None:
    postbus = Postbus([str(n) for n in range(201)], lambda _: make_bericht("PHgvPg=="))
    with serve_app(postbus) as url:
        gekregen, hoe = collect(url)

    assert (200, False) == (len(gekregen), hoe)
