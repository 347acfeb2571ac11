"""What an answer of the magazijn means; an answer can be anything."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.errors import (
    OutboxError,
    RejectedZendingError,
    RetryableError,
    UncertainError,
    UnknownOntvangerError,
)
from outbox.fbs_antwoord import (
    Aanlevering,
    Antwoord,
    Identificatienummer,
    make_error,
    parse_lijst,
    parse_ontvangst,
    parse_retry_after,
)
from outbox.zending import Ontvangst
from tests.bouwers.zendingen import NU, OIN

PROBLEEM = "application/problem+json"
TIEN = timedelta(seconds=10)
BEVESTIGING = {
    "berichtId": "6f1c6a0e-0000-4000-8000-000000000000",
    "afzender": OIN,
    "onderwerp": "Brief T-000001",
    "tijdstipOntvangst": "2026-07-01T08:00:00Z",
}
VERSTUURD = Aanlevering(
    afzender=OIN,
    ontvanger=Identificatienummer(type="BSN", waarde="999993653"),
    onderwerp="Brief T-000001",
    inhoud="tekst",
    publicatietijdstip=NU,
    bijlagen=(),
)


def make_antwoord(status: int, inhoud: object = None, **anders: object) -> Antwoord:
    velden: dict[str, object] = {
        "status": status,
        "soort": "application/json",
        "inhoud": msgspec.json.encode(inhoud),
        "retry_after": None,
    }
    return Antwoord(**(velden | anders))  # type: ignore[arg-type] # a test gives the right types


def make_probleem(status: int, **anders: object) -> Antwoord:
    return make_antwoord(
        status, {"type": "about:blank", "title": "x", "status": status}, soort=PROBLEEM, **anders
    )


@pytest.mark.parametrize("status", [400, 406, 413, 415, 422])
def test_the_magazijn_itself_can_refuse_for_good(status: int) -> None:
    assert RejectedZendingError is type(make_error(make_probleem(status)))


def test_the_magazijn_itself_says_that_there_is_no_box() -> None:
    assert UnknownOntvangerError is type(make_error(make_probleem(403)))


@pytest.mark.parametrize(
    "antwoord",
    [
        *(make_antwoord(status) for status in (301, 400, 401, 403, 404, 405, 415, 429)),
        make_antwoord(403, "geen uitleg", soort=PROBLEEM),
        make_antwoord(403, {"type": "a", "title": "b", "status": 200}, soort=PROBLEEM),
        make_antwoord(403, {"type": "a", "title": "b", "status": 403}),  # the wrong kind
        *(make_probleem(status) for status in (401, 404, 405, 429)),
        make_probleem(503, retry_after=TIEN),
    ],
)
def test_what_stands_before_the_magazijn_cannot_refuse_for_good(antwoord: Antwoord) -> None:
    assert RetryableError is type(make_error(antwoord))


@pytest.mark.parametrize("status", [100, 200, 202, 204, 408, 409, 500, 501, 502, 503, 504, 599])
def test_any_other_answer_leaves_it_uncertain(status: int) -> None:
    assert UncertainError is type(make_error(make_probleem(status)))
    assert UncertainError is type(make_error(make_antwoord(status)))


@pytest.mark.parametrize("status", [404, 429, 500, 503])
def test_a_wait_that_is_asked_for_is_passed_on(status: int) -> None:
    fout = make_error(make_probleem(status, retry_after=TIEN))

    assert isinstance(fout, RetryableError)
    assert TIEN == fout.retry_after


def test_a_confirmation_is_the_ontvangst() -> None:
    ontvangst = parse_ontvangst(make_antwoord(201, BEVESTIGING), VERSTUURD)

    assert Ontvangst(referentie=BEVESTIGING["berichtId"], ontvangen_op=NU) == ontvangst


@pytest.mark.parametrize(
    "anders",
    [
        {"berichtId": "1"},
        {"afzender": "0" * 20},
        {"onderwerp": "Brief T-000002"},
        {"tijdstipOntvangst": "2026-07-01T08:00:00"},
        {"tijdstipOntvangst": None},
    ],
)
def test_a_confirmation_that_makes_no_sense_confirms_nothing(anders: dict[str, object]) -> None:
    with pytest.raises(UncertainError):
        parse_ontvangst(make_antwoord(201, BEVESTIGING | anders), VERSTUURD)


@given(st.integers(100, 599), st.binary(), st.sampled_from([PROBLEEM, "application/json", ""]))
def test_no_answer_whatever_breaks_the_reader(status: int, inhoud: bytes, soort: str) -> None:
    antwoord = make_antwoord(status, inhoud=None, soort=soort)
    rauw = Antwoord(status=antwoord.status, soort=soort, inhoud=inhoud, retry_after=None)

    with pytest.raises(OutboxError):
        parse_ontvangst(rauw, VERSTUURD)
    with pytest.raises(UncertainError):
        parse_lijst(rauw)


@pytest.mark.parametrize(
    ("tekst", "seconden"),
    [
        ("0", 0),
        ("30", 30),
        ("Wed, 01 Jul 2026 08:01:00 GMT", 60),
        ("Wed, 01 Jul 2026 07:00:00 GMT", 0),
        (None, None),
        ("", None),
        ("-1", None),
        ("morgen", None),
        ("1e9", None),
        ("9" * 30, None),
        ("Wed, 01 Jul 2026 08:01:00 -0000", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(tekst: str | None, seconden: int | None) -> None:
    assert (None if seconden is None else timedelta(seconds=seconden)) == parse_retry_after(tekst, NU)


@given(st.text(max_size=50))
def test_no_retry_after_breaks_the_reader(tekst: str) -> None:
    uitstel = parse_retry_after(tekst, NU)

    assert uitstel is None or uitstel >= timedelta(0)
