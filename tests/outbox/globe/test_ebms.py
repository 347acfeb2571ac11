"""GLOBE over real HTTP: every fault on the way, counted at the other side."""

import socket
import tracemalloc
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from uuid import UUID

import httpx
import msgspec
import pytest
from sqlalchemy import Engine
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from outbox.bezorgen import Werkplek, deliver_run
from outbox.errors import (
    OutboxError,
    PendingError,
    RetryableError,
    UncertainError,
    UnreachableError,
    UnresolvableError,
)
from outbox.globe import GlobeKanaal
from outbox.loopback import serve_app
from outbox.magazijn.globe import Globeplan
from outbox.magazijn.globe_api import serve_globe
from outbox.magazijn.storing import Storing, Storingen
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.globe import (
    Poging,
    collect,
    count_aangeleverd,
    count_batches,
    count_bewaard,
    ignore_melding,
    list_meldingen,
    make_instellingen,
    open_adapter,
)
from tests.bouwers.tls import make_certificaat, serve_tls
from tests.bouwers.zendingen import BSNS, OIN, RUN, Echteklok, Nepklok, count, fill_outbox, make_zending

BOX = Kanaalsoort.BERICHTENBOX
DRIE = [make_zending(nummer) for nummer in range(3)]
SECONDE = timedelta(seconds=1)
NUMMER = UUID("11111111-1111-4111-8111-111111111111")


def deliver_all(werkplek: Werkplek, map_: Path, storingen: Storingen, plan: Globeplan) -> None:
    """Deliver three letters over HTTP, and come back in a later run for what is still uncertain."""
    fill_outbox(werkplek.engine, DRIE)
    klok = werkplek.klok
    assert isinstance(klok, Nepklok)
    instellingen = make_instellingen(
        map_ / "globe", wachttermijn=60 * SECONDE, herzendtermijn=300 * SECONDE, kijkwachttijd=SECONDE
    )
    with (
        serve_globe(map_ / "g.db", OIN, plan, storingen) as url,
        open_adapter(url, klok, geduld=SECONDE / 2) as adapter,
    ):
        kanaal = GlobeKanaal(instellingen, adapter, klok)
        for _ in range(2):
            deliver_run(werkplek, RUN, [kanaal])
            klok.moment += 300 * SECONDE


def check_alles_bezorgd(engine: Engine, map_: Path) -> None:
    assert {zending.kenmerk: 1 for zending in DRIE} == count_bewaard(map_ / "g.db")
    assert {BOX: {Status.BEZORGD: 3}} == count(engine)


def test_letters_arrive_once_each(engine: Engine, werkplek: Werkplek, tmp_path: Path) -> None:
    deliver_all(werkplek, tmp_path, Storingen(), Globeplan())

    check_alles_bezorgd(engine, tmp_path)
    assert {1} == set(count_aangeleverd(tmp_path / "g.db").values())


@pytest.mark.parametrize("storing", sorted(Storing))
def test_no_fault_while_offering_loses_or_doubles_a_letter(
    engine: Engine, werkplek: Werkplek, tmp_path: Path, storing: Storing
) -> None:
    deliver_all(werkplek, tmp_path, Storingen(aanleveringen=(storing,)), Globeplan())

    check_alles_bezorgd(engine, tmp_path)
    assert 1 == len(count_batches(tmp_path / "g.db"))


@pytest.mark.parametrize("storing", sorted(set(Storing) - {Storing.TE_LAAT}))
def test_no_fault_while_collecting_loses_or_doubles_a_letter(
    engine: Engine, werkplek: Werkplek, tmp_path: Path, storing: Storing
) -> None:
    storingen = Storingen(lijsten=(storing, storing, storing))
    deliver_all(werkplek, tmp_path, storingen, Globeplan())

    check_alles_bezorgd(engine, tmp_path)
    assert {1} == set(count_aangeleverd(tmp_path / "g.db").values())


def test_nothing_in_the_traffic_names_the_receiver(
    werkplek: Werkplek, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    deliver_all(werkplek, tmp_path, Storingen(aanleveringen=(Storing.FOUT_NA_OPSLAG,)), Globeplan())

    assert "messages/unprocessed" in caplog.text  # so the log did see the traffic
    assert not [bsn for bsn in BSNS if bsn in caplog.text]


def find_dichte_poort() -> int:
    with socket.socket() as contact:
        contact.bind(("127.0.0.1", 0))
        return int(contact.getsockname()[1])


def send(url: str, map_: Path) -> OutboxError | None:
    """Send a small file and give what went wrong."""
    bestand = map_ / "b.xml"
    bestand.write_bytes(b"<x/>")
    with open_adapter(url, Echteklok(), geduld=SECONDE / 2) as adapter:
        try:
            adapter.send(NUMMER, bestand)
        except OutboxError as error:
            return error
    return None


@pytest.mark.parametrize(
    ("status", "koppen", "soort"),
    [
        (400, {}, UnresolvableError),
        (401, {}, UnresolvableError),
        (302, {"Location": "http://127.0.0.1:1/"}, UnresolvableError),
        (408, {}, UncertainError),
        (429, {"Retry-After": "7"}, RetryableError),
        (503, {"Retry-After": "7"}, RetryableError),
        (503, {}, UncertainError),
        (500, {}, UncertainError),
    ],
)
def test_a_refusal_of_the_adapter_means(
    tmp_path: Path, status: int, koppen: dict[str, str], soort: type
) -> None:
    with serve_app(Response("nee", status, koppen)) as url:
        fout = send(url, tmp_path)

    assert soort is type(fout)
    assert isinstance(fout, RetryableError)
    assert (7 * SECONDE if "Retry-After" in koppen else None) == fout.retry_after


def test_an_adapter_that_is_down_takes_nothing(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{find_dichte_poort()}"

    assert UnreachableError is type(send(url, tmp_path))
    assert ([], UnreachableError) == (collect(url)[0], type(collect(url)[1]))


def test_the_request_is_as_the_adapter_wants_it(tmp_path: Path) -> None:
    gezien: list[tuple[dict[bytes, bytes], bytes]] = []

    async def app(scope: Scope, receive: Receive, send_: Send) -> None:
        inhoud, meer = b"", True
        while meer:
            bericht = await receive()
            inhoud, meer = inhoud + bericht["body"], bericht.get("more_body", False)
        gezien.append((dict(scope["headers"]), inhoud))
        await Response("id")(scope, receive, send_)

    with serve_app(app) as url:
        assert send(url, tmp_path) is None
    koppen, inhoud = gezien[0]
    verzoek = msgspec.json.decode(inhoud)

    assert str(len(inhoud)).encode() == koppen[b"content-length"]
    assert {"name": "GLOBE-R-BV-Request.xml", "contentType": "application/xml", "content": "PHgvPg=="} == (
        verzoek["dataSources"][0]
    )
    assert ("GLOBE-R-BV-Request", str(NUMMER)) == (
        verzoek["properties"]["action"],
        verzoek["properties"]["conversationId"],
    )


async def sink(scope: Scope, receive: Receive, send_: Send) -> None:
    """Take whatever comes and keep nothing."""
    while (await receive()).get("more_body"):
        pass
    await Response("id")(scope, receive, send_)


def test_a_batch_of_a_hundred_megabytes_is_handed_over_in_little_memory(tmp_path: Path) -> None:
    bestand = tmp_path / "b.xml"
    with bestand.open("wb") as stroom:
        stroom.truncate(100_000_000)
    tracemalloc.start()
    try:
        with serve_app(sink) as url, open_adapter(url, Echteklok(), geduld=60 * SECONDE) as adapter:
            adapter.send(NUMMER, bestand)
        _, piek = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert piek < 16_000_000


def test_a_line_that_is_cut_while_sending_leaves_it_uncertain(tmp_path: Path) -> None:
    bestand = tmp_path / "b.xml"
    bestand.write_bytes(bytes(10_000_000))
    with socket.create_server(("127.0.0.1", 0)) as server:
        draad = Thread(target=lambda: server.accept()[0].close())
        draad.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        with open_adapter(url, Echteklok()) as adapter, pytest.raises(RetryableError) as gevangen:
            adapter.send(NUMMER, bestand)
        draad.join()

    assert UncertainError is gevangen.type


class TestCertificaat:
    """An adapter that asks who calls."""

    def test_who_shows_the_right_certificate_is_served(self, tmp_path: Path) -> None:
        bestanden = {"certificaat": make_certificaat(tmp_path / "wij.pem")}
        with serve_tls(tmp_path, bestanden["certificaat"]) as url:
            bestanden["vertrouwd"] = tmp_path / "server.pem"
            with open_adapter(url, Echteklok(), **bestanden) as adapter:
                assert adapter.collect(lambda _: None, ignore_melding)

    def test_who_shows_none_is_not(self, tmp_path: Path) -> None:
        with serve_tls(tmp_path, make_certificaat(tmp_path / "wij.pem")) as url:
            vertrouwd = tmp_path / "server.pem"
            with (
                open_adapter(url, Echteklok(), vertrouwd=vertrouwd) as adapter,
                pytest.raises(RetryableError),
            ):
                adapter.collect(lambda _: None, ignore_melding)

    def test_an_adapter_that_nobody_vouches_for_gets_nothing(self, tmp_path: Path) -> None:
        certificaat = make_certificaat(tmp_path / "wij.pem")
        with (
            serve_tls(tmp_path, certificaat) as url,
            open_adapter(url, Echteklok(), certificaat=certificaat) as adapter,
            pytest.raises(RetryableError) as gevangen,
        ):
            adapter.collect(lambda _: None, ignore_melding)
        assert UnreachableError is gevangen.type

    def test_a_certificate_that_is_not_there_is_told_at_the_start(self, tmp_path: Path) -> None:
        with pytest.raises(OutboxError, match="certificaat"):
            open_adapter("https://127.0.0.1", Nepklok(), certificaat=tmp_path / "weg.pem")


def test_a_slow_receiver_is_given_time(engine: Engine, tmp_path: Path) -> None:
    """On the clock on the wall: the request times out, the batch is stored after that, the result counts."""
    klok = Echteklok()
    morgen: datetime = klok.now() + timedelta(days=1)
    zending = make_zending(1, publicatie=morgen)
    storingen = Storingen(aanleveringen=(Storing.TE_LAAT,), wachten=1.0)
    with (
        serve_globe(tmp_path / "g.db", OIN, storingen=storingen) as url,
        open_adapter(url, klok, geduld=SECONDE / 2) as adapter,
    ):
        kanaal = GlobeKanaal(make_instellingen(tmp_path / "globe"), adapter, klok)
        poging = Poging(tmp_path / "globe", adapter)
        poging.klok = klok  # type: ignore[assignment] # the clock on the wall
        eerst = poging.deliver([zending])
        klok.sleep(1.5)
        daarna = poging.deliver([zending], onzeker=True)

    assert kanaal.vaste_partijen
    assert UncertainError is type(eerst[zending.kenmerk])
    assert not isinstance(daarna[zending.kenmerk], PendingError | OutboxError)
    assert {zending.kenmerk: 1} == count_bewaard(tmp_path / "g.db")


def test_the_stand_in_refuses_what_is_no_batch(tmp_path: Path) -> None:
    with serve_globe(tmp_path / "g.db", OIN) as url:
        assert 400 == httpx.post(f"{url}/messages", content=b"{}").status_code
        assert 404 == httpx.get(f"{url}/messages/7").status_code
        assert send(url, tmp_path) is None  # not valid: that is what its result says
        (uitslag,), alles = collect(url)

    assert alles is True
    assert b"XmlValidatieTegenXsdValtNegatiefUit" in uitslag
    assert [] == list_meldingen(tmp_path)
