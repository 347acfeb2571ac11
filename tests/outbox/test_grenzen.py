"""What fits in the Berichtenbox."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.errors import RejectedZendingError
from outbox.grenzen import Bericht, check_grenzen, count_tekens, has_kenmerk, is_binnen_grenzen, is_kenmerk
from tests.bouwers.zendingen import NU


def make_bericht(**anders: object) -> Bericht:
    velden: dict[str, object] = {
        "kenmerk": "T-000001",
        "onderwerp": "Brief T-000001",
        "tekst": "Lees de bijlage.",
        "publicatie": NU,
        "pdf_bytes": 60_000,
    }
    return Bericht(**(velden | anders))  # type: ignore[arg-type] # a test gives the right types


@pytest.mark.parametrize(
    "anders",
    [
        {},
        {"onderwerp": " T-000001".rjust(50, "x")},
        {"onderwerp": "T-000001 " + "ë" * 41},
        {"tekst": "x" * 4000},
        {"tekst": "\n" * 999 + "x" * 4},
        {"pdf_bytes": 500_000},
        {"publicatie": NU + timedelta(days=13)},
        {"publicatie": NU - timedelta(days=400)},
        {"kenmerk": "a" * 25, "onderwerp": "a" * 25},
    ],
)
def test_a_bericht_on_the_edge_fits(anders: dict[str, object]) -> None:
    bericht = make_bericht(**anders)
    check_grenzen(bericht, NU)

    assert is_binnen_grenzen(bericht, NU)


@pytest.mark.parametrize(
    ("anders", "reden"),
    [
        ({"onderwerp": "T-000001 " + "x" * 42}, "onderwerp telt 51 tekens"),
        ({"onderwerp": " \t"}, "onderwerp is leeg"),
        ({"onderwerp": "T-000001\nX-Kop: 1"}, "stuurteken"),
        ({"onderwerp": "T-000001 \u202e"}, "stuurteken"),
        ({"onderwerp": "Uw brief"}, "noemt het kenmerk niet"),
        ({"onderwerp": "T-0000012"}, "noemt het kenmerk niet"),
        ({"kenmerk": "../T-000001"}, "het kenmerk bestaat niet uit"),
        ({"kenmerk": "a" * 26}, "het kenmerk bestaat niet uit"),
        ({"tekst": "x" * 4001}, "tekst telt 4001 tekens"),
        ({"tekst": "\n" * 999 + "x" * 5}, "tekst telt 4001 tekens"),
        ({"tekst": "\n"}, "tekst is leeg"),
        ({"pdf_bytes": 500_001}, "bijlage is 500001 bytes"),
        ({"publicatie": NU + timedelta(days=13, seconds=1)}, "meer dan 13 dagen"),
    ],
)
def test_a_bericht_over_the_edge_is_refused(anders: dict[str, object], reden: str) -> None:
    bericht = make_bericht(**anders)

    with pytest.raises(RejectedZendingError, match=reden):
        check_grenzen(bericht, NU)
    assert not is_binnen_grenzen(bericht, NU)


def test_every_limit_that_was_passed_is_named_at_once() -> None:
    bericht = make_bericht(tekst="geheim" * 1000, pdf_bytes=10**6)

    with pytest.raises(RejectedZendingError, match=r"tekst telt 6000 .*; de bijlage is 1000000") as gevangen:
        check_grenzen(bericht, NU)
    assert "geheim" not in str(gevangen.value)


@pytest.mark.parametrize(("tekst", "tekens"), [("", 0), ("a\nb", 6), ("a\r\nb", 6), ("a\rb", 6), ("\n\n", 8)])
def test_a_line_break_counts_for_four(tekst: str, tekens: int) -> None:
    assert tekens == count_tekens(tekst)


@given(st.text())
def test_a_text_counts_as_it_is_written_with_four_characters_a_line_break(tekst: str) -> None:
    geschreven = tekst.replace("\r\n", "\n").replace("\r", "\n").replace("\n", r"\r\n")

    assert len(geschreven) == count_tekens(tekst)


@given(st.from_regex(r"[A-Za-z0-9-]{1,25}", fullmatch=True), st.text())
def test_a_kenmerk_is_found_as_a_whole_word_only(kenmerk: str, omgeving: str) -> None:
    assert has_kenmerk(f"{omgeving} {kenmerk}, {omgeving}", kenmerk)
    assert not has_kenmerk(f"{kenmerk}1 -{kenmerk}", kenmerk)


@pytest.mark.parametrize("tekst", ["", "..", "a/b", "a b", "é", "a\n", "a" * 26, "١"])
def test_what_could_lead_elsewhere_is_no_kenmerk(tekst: str) -> None:
    assert not is_kenmerk(tekst)
