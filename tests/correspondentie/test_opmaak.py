"""How values look in a letter."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from calc.beschikking import Eenheid
from calc.huishouden import Opvangsoort, Rol, Toeslag
from calc.mutatie import Mutatiegrond, Onderdeel
from correspondentie.opmaak import FILTERS

VAST = "\u00a0"
KEUZES = [
    ("opvangsoort", Opvangsoort),
    ("toeslag", Toeslag),
    ("onderdeel", Onderdeel),
    ("grond", Mutatiegrond),
    ("inkomen", Rol),
    ("toeslagkop", Toeslag),
]


@pytest.mark.parametrize(
    ("naam", "waarde", "verwacht"),
    [
        ("euro", 120286, f"€{VAST}1.202,86"),
        ("euro", -120286, f"€{VAST}-1.202,86"),
        ("euro", 5, f"€{VAST}0,05"),
        ("euro_heel", 120200, f"€{VAST}1.202"),
        ("euro_heel", 120250, f"€{VAST}1.202,50"),
        ("euro_heel", 0, f"€{VAST}0"),
        ("datum", date(2026, 7, 10), f"10{VAST}juli{VAST}2026"),
        ("maand", date(2026, 8, 31), f"augustus{VAST}2026"),
        ("maandnaam", date(2026, 8, 31), "augustus"),
        ("uren", Decimal("122"), "122"),
        ("uren", Decimal("120.00"), "120"),
        ("uren", Decimal("122.50"), "122,5"),
        ("uren", Decimal("1E+2"), "100"),
        ("procent", Decimal("93.9"), "93,9%"),
        ("procent", Decimal("96"), "96,0%"),
        ("opvangsoort", Opvangsoort.BSO, "buitenschoolse opvang"),
        ("toeslag", Toeslag.KINDGEBONDEN_BUDGET, "kindgebonden budget"),
        ("toeslagkop", Toeslag.KINDGEBONDEN_BUDGET, "Kindgebonden budget"),
        ("inkomen", Rol.PARTNER, "Het inkomen van uw toeslagpartner"),
        ("onderdeel", Onderdeel.UREN, "Uren per maand"),
        ("grond", Mutatiegrond.EINDE_OPVANG, "het einde van de opvang"),
    ],
)
def test_a_value_looks_as_a_reader_expects(naam: str, waarde: object, verwacht: str) -> None:
    assert verwacht == FILTERS[naam](waarde)


@pytest.mark.parametrize(
    ("waarde", "eenheid", "verwacht"),
    [
        (None, Eenheid.DATUM, "niet bekend"),
        ("1050", Eenheid.EUROCENT_PER_UUR, f"€{VAST}10,50"),
        ("120286", Eenheid.EUROCENT, f"€{VAST}1.202,86"),
        ("122.5", Eenheid.UREN, "122,5"),
        ("93.9", Eenheid.PROCENT, "93,9%"),
        ("2026-08-31", Eenheid.DATUM, f"31{VAST}augustus{VAST}2026"),
        ("0.000000298184", Eenheid.FACTOR, "0,000000298184"),
        ("3", Eenheid.AANTAL, "3"),
        ("gastouder", Eenheid.TEKST, "gastouderopvang"),
        ("102546241", Eenheid.TEKST, "102546241"),
    ],
)
def test_the_waarde_of_a_regel_follows_its_eenheid(
    waarde: str | None, eenheid: Eenheid, verwacht: str
) -> None:
    assert verwacht == FILTERS["waarde"](waarde, eenheid)


@given(st.integers(-(10**12), 10**12))
def test_an_amount_looks_as_in_the_dutch_locale(bedrag: int) -> None:
    verwacht = format_currency(Decimal(bedrag) / 100, "EUR", locale="nl_NL")

    assert verwacht == FILTERS["euro"](bedrag)


@given(st.dates())
def test_a_day_looks_as_in_the_dutch_locale(dag: date) -> None:
    verwacht = format_date(dag, "d MMMM ", locale="nl_NL") + str(dag.year)

    assert verwacht == FILTERS["datum"](dag).replace(VAST, " ")


@pytest.mark.parametrize(("naam", "keuze"), KEUZES)
def test_every_choice_has_words_of_its_own(naam: str, keuze: Callable[..., object]) -> None:
    woorden = [FILTERS[naam](lid) for lid in keuze]  # type: ignore[attr-defined]  # an enum class is iterable

    assert len(woorden) == len(set(woorden))


def test_nothing_that_belongs_together_can_be_broken_over_a_line() -> None:
    teksten = [
        FILTERS["euro"](123456),
        FILTERS["datum"](date(2026, 7, 10)),
        FILTERS["maand"](date(2026, 7, 1)),
    ]

    assert not any(" " in tekst for tekst in teksten)
