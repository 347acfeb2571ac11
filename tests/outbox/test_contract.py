"""The official OpenAPI of the Berichtenmagazijn: what we send and what the stand-in answers keep to it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import yaml
from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse
from sqlalchemy import Engine

from outbox.database import make_engine
from outbox.loopback import serve_app
from outbox.magazijn.opslag import metadata
from outbox.magazijn.server import make_app
from outbox.zending import Ontvangst
from tests.bouwers.ingrepen import make_terugroep
from tests.bouwers.magazijnen import Getuige, Uitwisseling, open_kanaal
from tests.bouwers.zendingen import BSNS, NU, OIN, Nepklok, make_bron, make_opdracht, make_zending

CONTRACT = Path(__file__).parents[2].parent / "shared/koppelvlakken/fbs/berichtenmagazijn-api.yaml"
AANLEVERING = {
    "afzender": OIN,
    "ontvanger": {"type": "BSN", "waarde": BSNS[0]},
    "onderwerp": "Een bericht",
    "inhoud": "Met inhoud.",
}
MERGE = {"Content-Type": "application/merge-patch+json"}

pytestmark = pytest.mark.skipif(
    not CONTRACT.exists(), reason="het officiele contract ligt niet naast dit project"
)


@pytest.fixture(scope="module")
def contract() -> OpenAPI:
    specificatie = yaml.safe_load(CONTRACT.read_text())
    # access is for the gateway before the magazijn; neither the stand-in nor, today, the real service looks
    del specificatie["security"]
    soorten: dict[str, Callable[[bytes], Any]] = {
        "application/problem+json": json.loads,
        "application/merge-patch+json": json.loads,
    }
    return OpenAPI.from_dict(specificatie, Config(extra_media_type_deserializers=soorten))


@pytest.fixture
def getuige(tmp_path: Path) -> Iterator[Getuige]:
    engine: Engine = make_engine(f"sqlite:///{tmp_path / 'm.db'}", hoogstens=1)
    metadata.create_all(engine)
    yield Getuige(make_app(engine, frozenset({BSNS[1]})))
    engine.dispose()


@pytest.fixture
def url(getuige: Getuige) -> Iterator[str]:
    with serve_app(getuige) as url:
        yield url


def make_verzoek(gezien: Uitwisseling) -> MockRequest:
    return MockRequest(
        "http://127.0.0.1",
        gezien.method,
        gezien.pad,
        args=dict(parse_qsl(gezien.vraag)),
        headers=gezien.koppen,
        data=gezien.inhoud,
        content_type=gezien.koppen.get("content-type", ""),
    )


def check_antwoord(contract: OpenAPI, gezien: Uitwisseling) -> None:
    soort = gezien.antwoordkoppen.get("content-type", "")
    antwoord = MockResponse(gezien.antwoord, gezien.status, gezien.antwoordkoppen, soort)
    contract.validate_response(make_verzoek(gezien), antwoord)
    assert "0.2.0" == gezien.antwoordkoppen["api-version"]


def call(url: str, method: str, pad: str, **anders: Any) -> httpx.Response:  # noqa: ANN401 - any of httpx
    koppen = {"X-Ontvanger": f"BSN:{BSNS[0]}"} | anders.pop("headers", {})
    return httpx.request(method, f"{url}/api/v1/{pad}", headers=koppen, **anders)


def test_every_request_and_answer_of_a_delivery_keeps_to_the_contract(
    contract: OpenAPI, getuige: Getuige, url: str
) -> None:
    zendingen = [make_zending(nummer, ontvanger=BSNS[0]) for nummer in range(105)]
    with open_kanaal(url, Nepklok()) as kanaal:
        list(kanaal.deliver([make_opdracht(zending) for zending in zendingen], make_bron()))
        list(kanaal.deliver([make_opdracht(zendingen[0], onzeker=True)], make_bron()))

    assert {("POST", 201), ("GET", 200)} == {(gezien.method, gezien.status) for gezien in getuige.gezien}
    assert 107 == len(getuige.gezien)
    for gezien in getuige.gezien:
        contract.validate_request(make_verzoek(gezien))
        check_antwoord(contract, gezien)


def test_every_request_and_answer_of_a_recall_keeps_to_the_contract(
    contract: OpenAPI, getuige: Getuige, url: str
) -> None:
    zending = make_zending(ontvanger=BSNS[0])
    with open_kanaal(url, Nepklok()) as kanaal:
        (bezorgd,) = kanaal.deliver([make_opdracht(zending)], make_bron())
        assert isinstance(bezorgd.resultaat, Ontvangst)
        weg = make_terugroep(zending=zending, ontvangst=bezorgd.resultaat)
        fouten = [uitkomst.fout for _ in range(2) for uitkomst in kanaal.recall([weg])]
    with open_kanaal(url, Nepklok(NU + timedelta(days=6))) as kanaal:
        list(kanaal.recall([replace(weg, onzeker=True, tot=NU + timedelta(days=7))]))

    assert [None, None] == fouten
    stappen = [(gezien.method, gezien.status) for gezien in getuige.gezien]
    assert [("POST", 201), ("DELETE", 204), ("DELETE", 204), ("GET", 404)] == stappen
    for gezien in getuige.gezien:
        contract.validate_request(make_verzoek(gezien))
        check_antwoord(contract, gezien)


@pytest.mark.parametrize(
    "anders",
    [
        {"onderwerp": "T-000004" + " x" * 21},
        {"tekst": 'é\n"\\\u2028' + "x" * 3000},
        {"publicatie": NU},
        {"publicatie": NU + timedelta(days=13)},
    ],
)
def test_a_letter_on_the_edge_keeps_to_the_contract(
    contract: OpenAPI, getuige: Getuige, url: str, anders: dict[str, Any]
) -> None:
    with open_kanaal(url, Nepklok()) as kanaal:
        list(kanaal.deliver([make_opdracht(make_zending(4, **anders))], make_bron()))

    (gezien,) = getuige.gezien
    contract.validate_request(make_verzoek(gezien))
    check_antwoord(contract, gezien)


def test_every_answer_to_a_reader_keeps_to_the_contract(
    contract: OpenAPI, getuige: Getuige, url: str
) -> None:
    bijlage = {"naam": "brief.pdf", "mimeType": "application/pdf", "inhoud": "JVBERi0="}
    nummer = call(url, "POST", "aanleveringen", json=AANLEVERING | {"bijlagen": [bijlage]}).json()[
        "berichtId"
    ]
    pad = f"berichten/{nummer}"
    bericht = call(url, "GET", pad).json()
    call(url, "PATCH", pad, content=b'{"gelezen": true, "map": "archief"}', headers=MERGE)
    call(url, "PATCH", pad, content=b"{}", headers=MERGE)
    call(url, "GET", pad)
    call(url, "GET", f"berichten?afzender={OIN}&page=3&pageSize=1")
    call(url, "GET", f"{pad}/bijlagen/{bericht['bijlagen'][0]['bijlageId']}")
    call(url, "DELETE", pad)

    assert [201, 200, 200, 200, 200, 200, 200, 204] == [gezien.status for gezien in getuige.gezien]
    for gezien in getuige.gezien:
        contract.validate_request(make_verzoek(gezien))
        check_antwoord(contract, gezien)


def test_every_refusal_keeps_to_the_contract(contract: OpenAPI, getuige: Getuige, url: str) -> None:
    ergens = "berichten/6f1c6a0e-0000-4000-8000-000000000000"
    call(url, "POST", "aanleveringen", json={})
    call(url, "POST", "aanleveringen", json=AANLEVERING, headers={"Accept": "text/html"})
    call(url, "POST", "aanleveringen", content=b"", headers={"Content-Type": "text/plain"})
    call(url, "GET", "berichten", headers={"X-Ontvanger": "BSN:1"})
    call(url, "GET", ergens)
    call(url, "PATCH", ergens, content=b"[]", headers=MERGE)
    call(url, "DELETE", ergens)
    call(url, "GET", f"{ergens}/bijlagen/geen-uuid")

    assert [400, 406, 415, 400, 404, 400, 404, 400] == [gezien.status for gezien in getuige.gezien]
    for gezien in getuige.gezien:
        check_antwoord(contract, gezien)


def test_the_contract_still_does_not_name_the_refusal_of_a_receiver(
    contract: OpenAPI, getuige: Getuige, url: str
) -> None:
    """When the contract names 403 for a delivery, the note in fbs_antwoord can go."""
    geweigerd = AANLEVERING | {"ontvanger": {"type": "BSN", "waarde": BSNS[1]}}
    antwoord = call(url, "POST", "aanleveringen", json=geweigerd)

    assert (403, "application/problem+json") == (antwoord.status_code, antwoord.headers["content-type"])
    with pytest.raises(OpenAPIError):
        check_antwoord(contract, getuige.gezien[0])
