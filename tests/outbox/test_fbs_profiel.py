"""The Profiel Service over real HTTP: without a clear yes nobody takes post in the Berichtenbox."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse
from starlette.responses import Response
from starlette.types import ASGIApp

from outbox.boxstand import Boxstand
from outbox.errors import OutboxError, RetryableError, UncertainError
from outbox.fbs_profiel import PAD, Profieldienst, Profielinstellingen
from outbox.loopback import serve_app
from tests.bouwers.magazijnen import Getuige
from tests.bouwers.profielen import JA, NAAM, NIEMAND, PROBLEEM, Profielen, make_partij
from tests.bouwers.zendingen import BSNS, NU, Nepklok

CONTRACT = Path(__file__).parents[2].parent / "shared/koppelvlakken/fbs/profielservice_api.json"


def refresh(app: ASGIApp, bsns: Sequence[str] = BSNS, **anders: Any) -> list[Boxstand]:  # noqa: ANN401 - any setting
    with serve_app(app) as url:
        instellingen = Profielinstellingen(url=url, dienstverlener=NAAM, **anders)
        with Profieldienst(instellingen, Nepklok()) as dienst:
            return list(dienst.refresh(bsns))


def list_actieve(standen: list[Boxstand]) -> list[str]:
    return [stand.bsn for stand in standen if stand.actief]


def test_who_is_left_out_is_not_active() -> None:
    standen = refresh(Profielen(make_partij(BSNS[0], JA), make_partij(BSNS[1])))

    assert [BSNS[0]] == list_actieve(standen)
    assert list(BSNS) == [stand.bsn for stand in standen]
    assert {NU} == {stand.gecontroleerd_op for stand in standen}


def test_when_nobody_is_known_nobody_is_active() -> None:
    assert [] == list_actieve(refresh(Profielen()))


@pytest.mark.parametrize(
    ("voorkeuren", "actief"),
    [
        ([], False),
        ([JA], True),
        ([JA | {"waarde": "JA"}], True),
        ([JA | {"waarde": "false"}], False),
        ([JA | {"waarde": "1"}], False),
        ([JA | {"waarde": None}], False),
        ([JA | {"voorkeurType": "WebsiteTaal"}], False),
        ([JA | {"scopes": []}], False),
        ([JA | {"scopes": [{"dienstverlenerNaam": "Een ander"}]}], False),
        ([JA | {"scopes": [{"dienstverlenerNaam": NAAM, "dienstNaam": "een dienst"}]}], False),
        ([JA, JA | {"waarde": "false"}], False),
        ([JA, JA | {"waarde": "false", "scopes": [{"dienstverlenerNaam": "Een ander"}]}], True),
        ([JA | {"teVerwijderenOp": "2026-07-01T07:59:59Z"}], False),
        ([JA | {"teVerwijderenOp": "2026-07-02T00:00:00Z"}], True),
    ],
)
def test_only_a_clear_yes_to_this_sender_counts(voorkeuren: list[dict[str, Any]], actief: bool) -> None:
    (stand,) = refresh(Profielen(make_partij(BSNS[0], *voorkeuren)), [BSNS[0]])

    assert actief is stand.actief


def test_persons_are_asked_about_in_bulk_and_once_each() -> None:
    profielen = Profielen(*(make_partij(bsn, JA) for bsn in BSNS))
    standen = refresh(profielen, personen=3)

    assert [list(BSNS[:3]), list(BSNS[3:])] == profielen.gevraagd
    assert list(BSNS) == list_actieve(standen)


@pytest.mark.parametrize(
    ("antwoord", "soort"),
    [
        (
            Response(NIEMAND, 404, media_type="text/html"),
            RetryableError,
        ),  # a gateway, not the service
        (Response(b"", 500), RetryableError),
        (Response(b"", 302, {"Location": "http://127.0.0.1:1"}), RetryableError),
        (Response(b"[{}]"), UncertainError),
        (Response(b"[" * 100_000), UncertainError),
        (Response(b"x" * 17_000_000), UncertainError),
        (Response(json.dumps([make_partij("000000012", JA)])), UncertainError),
        (Response(json.dumps([make_partij(BSNS[0], JA), make_partij(BSNS[0])])), UncertainError),
    ],
)
def test_what_is_no_answer_makes_nobody_active(antwoord: Response, soort: type) -> None:
    with pytest.raises(RetryableError) as gevangen:
        refresh(antwoord)

    assert soort is gevangen.type
    assert not [bsn for bsn in BSNS if bsn in str(gevangen.value)]


def test_a_service_that_is_down_can_be_asked_again() -> None:
    instellingen = Profielinstellingen(
        url="http://127.0.0.1:1", dienstverlener=NAAM, geduld=timedelta(seconds=1)
    )
    with Profieldienst(instellingen, Nepklok()) as dienst, pytest.raises(RetryableError):
        list(dienst.refresh(BSNS))


@pytest.mark.parametrize("bsn", ["12345678", "", "999993653\r\nX: 1"])
def test_what_is_no_bsn_is_not_asked_about(bsn: str) -> None:
    profielen = Profielen()
    with pytest.raises(OutboxError):
        refresh(profielen, [bsn])

    assert [] == profielen.gevraagd


@pytest.mark.skipif(not CONTRACT.exists(), reason="het officiele contract ligt niet naast dit project")
@pytest.mark.parametrize("bekend", [BSNS, BSNS[:1], ()])
def test_question_and_answer_keep_to_the_contract(bekend: Sequence[str]) -> None:
    contract = OpenAPI.from_dict(json.loads(CONTRACT.read_text()))
    getuige = Getuige(Profielen(*(make_partij(bsn, JA) for bsn in bekend)))
    refresh(getuige)
    (gezien,) = getuige.gezien
    soort = gezien.antwoordkoppen["content-type"]
    verzoek = MockRequest(
        "http://127.0.0.1",
        gezien.method,
        gezien.pad,
        headers=gezien.koppen,
        data=gezien.inhoud,
        content_type="application/json",
    )

    assert f"{PAD}/partijen/bulk" == gezien.pad
    contract.validate_request(verzoek)
    if soort != PROBLEEM:
        contract.validate_response(
            verzoek, MockResponse(gezien.antwoord, gezien.status, gezien.antwoordkoppen, soort)
        )
