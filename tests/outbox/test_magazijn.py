"""The stand-in as its callers meet it: what it accepts, whom it answers, and what it shows people."""

import os
import signal
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from lxml import html

from outbox.errors import OutboxError
from outbox.magazijn import run_magazijn, serve_magazijn
from outbox.magazijn.api import VERZOEK_BYTES
from outbox.magazijn.inbox import format_ontvanger
from tests.bouwers.zendingen import BSNS, OIN

BIJLAGE = {"naam": "brief.pdf", "mimeType": "application/pdf", "inhoud": "JVBERi0="}
AANLEVERING: dict[str, Any] = {
    "afzender": OIN,
    "ontvanger": {"type": "BSN", "waarde": BSNS[0]},
    "onderwerp": "Uw <b>brief</b>",
    "inhoud": "Lees & bewaar.",
    "bijlagen": [BIJLAGE],
}
VAN_ONTVANGER = {"X-Ontvanger": f"BSN:{BSNS[0]}"}
MERGE = {"Content-Type": "application/merge-patch+json"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    weigeraars = frozenset({BSNS[1]})
    with (
        serve_magazijn(tmp_path / "map" / "m.db", weigeraars) as url,
        httpx.Client(base_url=url, headers=VAN_ONTVANGER) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def gedeeld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A magazijn for tests that store nothing, or do not mind what others stored."""
    with (
        serve_magazijn(tmp_path_factory.mktemp("gedeeld") / "m.db", frozenset({BSNS[1]})) as url,
        httpx.Client(base_url=url, headers=VAN_ONTVANGER) as client,
    ):
        yield client


def post(client: httpx.Client, **anders: object) -> httpx.Response:
    return client.post("/api/v1/aanleveringen", json=AANLEVERING | anders)


def list_gevonden(pagina: str, pad: str) -> list[str]:
    """List what an XPath finds on a page."""
    gevonden = html.fromstring(pagina).xpath(pad)
    assert isinstance(gevonden, list)
    return [str(wat) for wat in gevonden]


def find_pad(client: httpx.Client) -> str:
    """Store a message and give its path."""
    return str(post(client).json()["_links"]["self"]["href"])


class TestAanleveren:
    """POST /aanleveringen."""

    @pytest.mark.parametrize(
        "ontvanger",
        [
            {"type": "BSN", "waarde": BSNS[0]},
            {"type": "RSIN", "waarde": BSNS[3]},
            {"type": "KVK", "waarde": "12345678"},
            {"type": "OIN", "waarde": "00000001003214345000"},
        ],
    )
    def test_every_kind_of_receiver_can_get_a_message(
        self, gedeeld: httpx.Client, ontvanger: dict[str, str]
    ) -> None:
        antwoord = post(gedeeld, ontvanger=ontvanger)

        assert (201, ontvanger) == (antwoord.status_code, antwoord.json()["ontvanger"])

    @pytest.mark.parametrize(
        "anders",
        [
            {"afzender": "1"},
            {"afzender": OIN, "ontvanger": {"type": "OIN", "waarde": OIN}},
            {"ontvanger": {"type": "BSN", "waarde": "111111111"}},
            {"ontvanger": {"type": "BSN", "waarde": "12345678"}},
            {"ontvanger": {"type": "KVK", "waarde": "123456789"}},
            {"ontvanger": {"type": "NAAM", "waarde": "12345678"}},
            {"onderwerp": " "},
            {"onderwerp": "x" * 256},
            {"inhoud": ""},
            {"inhoud": "\U0001f600" * 300_000},  # few characters, more than 1 MiB
            {"publicatietijdstip": "2026-07-01T08:00:00"},
            {"bijlagen": [BIJLAGE | {"mimeType": "text/html"}]},
            {"bijlagen": [BIJLAGE | {"inhoud": ""}]},
            {"bijlagen": [BIJLAGE | {"inhoud": "geen base64!"}]},
        ],
    )
    def test_a_message_that_breaks_a_rule_is_refused(
        self, gedeeld: httpx.Client, anders: dict[str, object]
    ) -> None:
        antwoord = post(gedeeld, **anders)

        assert 400 == antwoord.status_code
        assert {"type", "title", "status", "detail", "instance"} == set(antwoord.json())

    @pytest.mark.parametrize("inhoud", [b"", b"{", b"[" * 100_000, b"\xff"])
    def test_what_is_no_json_is_refused(self, gedeeld: httpx.Client, inhoud: bytes) -> None:
        koppen = {"Content-Type": "application/json"}

        assert 400 == gedeeld.post("/api/v1/aanleveringen", content=inhoud, headers=koppen).status_code

    def test_a_refusal_repeats_nothing_of_what_was_sent(self, gedeeld: httpx.Client) -> None:
        antwoord = post(gedeeld, ontvanger={"type": "BSN 999993653", "waarde": "999993654"})

        assert "99999365" not in antwoord.text

    def test_a_receiver_without_consent_is_refused(self, gedeeld: httpx.Client) -> None:
        antwoord = post(gedeeld, ontvanger={"type": "BSN", "waarde": BSNS[1]})

        assert (403, "Geen toegang") == (antwoord.status_code, antwoord.json()["title"])

    def test_a_request_without_end_is_cut_off(self, gedeeld: httpx.Client) -> None:
        stroom = (b" " * 1024 * 1024 for _ in range(VERZOEK_BYTES // 1024**2 + 1))
        antwoord = gedeeld.post(
            "/api/v1/aanleveringen", content=stroom, headers={"Content-Type": "application/json"}
        )

        assert (413, "Te groot") == (antwoord.status_code, antwoord.json()["title"])

    def test_without_a_publicatietijdstip_it_is_published_at_once(self, gedeeld: httpx.Client) -> None:
        bericht = post(gedeeld).json()

        assert bericht["tijdstipOntvangst"] == bericht["publicatietijdstip"]


class TestLezen:
    """GET, PATCH and DELETE /berichten."""

    def test_a_receiver_sees_only_own_messages(self, client: httpx.Client) -> None:
        eigen = [post(client).json()["berichtId"] for _ in range(2)]
        post(client, ontvanger={"type": "BSN", "waarde": BSNS[3]})
        lijst = client.get("/api/v1/berichten").json()

        assert list(reversed(eigen)) == [bericht["berichtId"] for bericht in lijst["berichten"]]

    def test_a_list_can_be_of_one_sender(self, client: httpx.Client) -> None:
        post(client)
        totalen = [
            client.get(f"/api/v1/berichten?afzender={oin}").json()["totalElements"]
            for oin in (OIN, "00000001003214345000")
        ]

        assert [1, 0] == totalen

    def test_the_pages_together_are_the_list(self, client: httpx.Client) -> None:
        alle = {post(client).json()["berichtId"] for _ in range(5)}
        paden, pad = [], "/api/v1/berichten?page=0&pageSize=2"
        gezien = []
        while pad:
            lijst = client.get(pad).json()
            gezien += [bericht["berichtId"] for bericht in lijst["berichten"]]
            paden.append(pad)
            pad = lijst["_links"].get("next", {}).get("href", "")

        assert (3, 5, alle) == (len(paden), len(gezien), set(gezien))

    @pytest.mark.parametrize(
        "vraag", ["page=-1", "page=x", "pageSize=0", "pageSize=101", "afzender=1", "page=٣"]
    )
    def test_a_question_that_breaks_a_rule_is_refused(self, gedeeld: httpx.Client, vraag: str) -> None:
        assert 400 == gedeeld.get(f"/api/v1/berichten?{vraag}").status_code

    @pytest.mark.parametrize("kop", ["BSN:111111111", "BSN:1", "NAAM:123456782", ""])
    def test_a_receiver_that_is_none_is_refused(self, gedeeld: httpx.Client, kop: str) -> None:
        assert 400 == gedeeld.get("/api/v1/berichten", headers={"X-Ontvanger": kop}).status_code

    def test_a_message_of_another_is_not_given(self, gedeeld: httpx.Client) -> None:
        pad = find_pad(gedeeld)

        assert 403 == gedeeld.get(pad, headers={"X-Ontvanger": f"BSN:{BSNS[3]}"}).status_code

    def test_what_is_absent_or_null_stays_as_it_is(self, gedeeld: httpx.Client) -> None:
        pad = find_pad(gedeeld)
        assert "status" not in gedeeld.get(pad).json()
        for wijziging in (b'{"gelezen": true, "map": "oud"}', b'{"map": null}', b'{"gelezen": false}'):
            status = gedeeld.patch(pad, content=wijziging, headers=MERGE).json()["status"]

        assert (False, "oud") == (status["gelezen"], status["map"])

    def test_what_is_deleted_is_gone_and_deleting_again_is_no_error(self, client: httpx.Client) -> None:
        pad = find_pad(client)
        statussen = [client.delete(pad).status_code for _ in range(2)]

        assert [204, 204, 404] == [*statussen, client.get(pad).status_code]
        assert 0 == client.get("/api/v1/berichten").json()["totalElements"]
        assert "nog geen berichten" in client.get("/").text

    def test_a_document_comes_to_keep_and_not_to_show(self, gedeeld: httpx.Client) -> None:
        pad = gedeeld.get(find_pad(gedeeld)).json()["bijlagen"][0]["_links"]["self"]["href"]
        antwoord = gedeeld.get(pad)

        assert ("attachment", b"%PDF-") == (antwoord.headers["content-disposition"], antwoord.content)
        assert 404 == gedeeld.get(pad[:-1] + ("0" if pad[-1] != "0" else "1")).status_code

    def test_a_path_that_does_not_exist_is_a_problem_too(self, gedeeld: httpx.Client) -> None:
        antwoorden = [gedeeld.get("/api/v1/niets"), gedeeld.put("/api/v1/berichten")]

        assert [404, 405] == [antwoord.json()["status"] for antwoord in antwoorden]


class TestInbox:
    """The pages for people."""

    def test_the_list_leads_to_the_message_and_the_message_to_its_pdf(self, client: httpx.Client) -> None:
        post(client)
        lijst = client.get("/").text
        bericht = client.get(list_gevonden(lijst, "//ol//a/@href")[0]).text
        pdf = client.get(list_gevonden(bericht, "//ul//a/@href")[0])

        assert ["Uw <b>brief</b>"] == list_gevonden(lijst, "//ol//a/text()")
        assert ["Uw <b>brief</b>"] == list_gevonden(bericht, "//h1/text()")
        assert ["Lees & bewaar."] == list_gevonden(bericht, "//div[@class='tekst']/text()")
        assert ("application/pdf", b"%PDF-") == (pdf.headers["content-type"], pdf.content)

    def test_no_page_shows_who_the_receiver_is(self, client: httpx.Client) -> None:
        post(client)
        lijst = client.get("/").text
        bericht = client.get(list_gevonden(lijst, "//ol//a/@href")[0]).text

        wie = format_ontvanger("BSN", BSNS[0])
        assert all(wie in pagina and BSNS[0] not in pagina for pagina in (lijst, bericht))

    def test_every_page_says_that_it_is_a_stand_in(self, client: httpx.Client) -> None:
        post(client, bijlagen=[])
        lijst = client.get("/").text
        bericht = client.get(list_gevonden(lijst, "//ol//a/@href")[0]).text

        assert all("niet de echte Berichtenbox" in pagina for pagina in (lijst, bericht))
        assert "geen bijlage" in bericht

    def test_every_page_is_closed_to_scripts_and_frames(self, gedeeld: httpx.Client) -> None:
        antwoord = gedeeld.get("/")

        assert "default-src 'none'; style-src 'self'" in antwoord.headers["content-security-policy"]
        assert ["/stijl.css"] == list_gevonden(antwoord.text, "//link/@href")
        assert "text/css; charset=utf-8" == gedeeld.get("/stijl.css").headers["content-type"]

    def test_the_list_goes_on_over_pages(self, client: httpx.Client) -> None:
        for _ in range(51):
            post(client, bijlagen=[])
        eerste, tweede = (client.get(f"/?blad={blad}").text for blad in ("x", "2"))

        assert [50, 1] == [len(list_gevonden(pagina, "//ol/li/a/@href")) for pagina in (eerste, tweede)]
        assert [["/?blad=2"], ["/?blad=1"]] == [
            list_gevonden(pagina, "//nav/a/@href") for pagina in (eerste, tweede)
        ]

    @pytest.mark.parametrize("pad", ["/bericht/x", "/bericht/6f1c6a0e-0000-4000-8000-000000000000"])
    def test_a_message_that_is_not_there_is_not_found(self, gedeeld: httpx.Client, pad: str) -> None:
        assert [404, 404] == [gedeeld.get(p).status_code for p in (pad, f"{pad}/bijlage/{pad.split('/')[2]}")]

    def test_a_pdf_that_is_not_there_is_not_found(self, gedeeld: httpx.Client) -> None:
        nummer = post(gedeeld).json()["berichtId"]

        assert 404 == gedeeld.get(f"/bericht/{nummer}/bijlage/{nummer}").status_code


class TestServer:
    """Starting and stopping."""

    def test_a_name_from_elsewhere_gets_no_answer(self, gedeeld: httpx.Client) -> None:
        assert 400 == gedeeld.get("/", headers={"Host": "kwaad.example"}).status_code

    def test_a_port_that_is_taken_is_a_clear_error(self, tmp_path: Path) -> None:
        with socket.socket() as bezet:
            bezet.bind(("127.0.0.1", 0))
            bezet.listen()
            with pytest.raises(OutboxError, match="is in gebruik; kies een andere poort"):
                run_magazijn(tmp_path / "m.db", bezet.getsockname()[1])

    def test_what_was_stored_is_there_after_a_restart(self, tmp_path: Path) -> None:
        for aantal in (0, 1):
            with serve_magazijn(tmp_path / "m.db") as url, httpx.Client(base_url=url) as client:
                assert (
                    aantal == client.get("/api/v1/berichten", headers=VAN_ONTVANGER).json()["totalElements"]
                )
                post(client)

    def test_a_magazijn_that_broke_says_so_without_details(self, tmp_path: Path) -> None:
        with serve_magazijn(tmp_path / "m.db") as url:
            with closing(sqlite3.connect(tmp_path / "m.db")) as connection:
                connection.execute("ALTER TABLE berichten RENAME TO weg")
            antwoord = httpx.get(f"{url}/api/v1/berichten", headers=VAN_ONTVANGER)

        assert (500, "het magazijn kon het verzoek niet afmaken") == (
            antwoord.status_code,
            antwoord.json()["detail"],
        )

    def test_it_runs_until_it_is_interrupted(self, tmp_path: Path) -> None:
        with socket.socket() as contact:
            contact.bind(("127.0.0.1", 0))
            poort = contact.getsockname()[1]
        statussen: list[int] = []

        def interrupt() -> None:
            statussen.append(wait_for(f"http://127.0.0.1:{poort}/"))
            os.kill(os.getpid(), signal.SIGINT)

        # a worker of pytest-xdist ignores the interrupt, which an operator's terminal does not
        eerder = signal.signal(signal.SIGINT, signal.default_int_handler)
        Thread(target=interrupt).start()
        try:
            run_magazijn(tmp_path / "m.db", poort)
        finally:
            signal.signal(signal.SIGINT, eerder)

        assert [200] == statussen


def wait_for(url: str) -> int:
    """Wait until a server answers, and give its status."""
    for _ in range(300):
        try:
            return httpx.get(url).status_code
        except httpx.ConnectError:
            time.sleep(0.1)
    return 0
