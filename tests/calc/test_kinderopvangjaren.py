"""Kinderopvangtoeslag of other years: each has its own figures, and some of them nobody published."""

from datetime import date

import pytest

from calc.beschikking import Grondslagsoort
from calc.errors import MissingNormError
from calc.huishouden import Huishouden
from calc.kinderopvangtoeslag import decide_kinderopvangtoeslag
from calc.norm import Norm
from tests.bouwers.huishoudens import NORMEN, make_huishouden, make_kind, make_opvang
from tests.calc.lezen import list_waarden

Soort = Grondslagsoort


def make_jaarhuishouden(jaar: int, inkomen: int, aantal: int = 1) -> Huishouden:
    """A household with this many children in opvang for the whole year."""
    opvang = make_opvang(begin=date(jaar, 1, 1))
    kinderen = [make_kind(nummer, opvang=(opvang,)) for nummer in range(1, aantal + 1)]
    return make_huishouden(*kinderen, inkomen=inkomen, toeslagjaar=jaar)


class TestToeslagjaar:
    """A year is decided with its own figures (Besluit kinderopvangtoeslag art. 5 and 7)."""

    def test_figures_of_another_year_are_refused(self, norm: Norm) -> None:
        with pytest.raises(MissingNormError, match="van 2026, maar het huishouden heeft toeslagjaar 2025"):
            decide_kinderopvangtoeslag(make_huishouden(toeslagjaar=2025), norm)

    @pytest.mark.parametrize(
        ("jaar", "inkomen", "percentage"),
        [(2024, 45_000_00, "87.3"), (2025, 50_811_99, "94.6"), (2025, 80_000_00, "80.5")],
    )
    def test_each_year_has_its_own_percentages(self, jaar: int, inkomen: int, percentage: str) -> None:
        huishouden = make_jaarhuishouden(jaar, inkomen)
        stappen = decide_kinderopvangtoeslag(huishouden, NORMEN.find_norm(jaar)).perioden[0].grondslagen

        assert [percentage] == list_waarden(stappen, Soort.PERCENTAGE)


class TestOnbekendPercentage:
    """A percentage that nobody published stops the sum at the moment it is needed, and not before.

    Source: jci1.3:c:BWBR0017321&artikel=8
    """

    @pytest.mark.parametrize(
        ("jaar", "inkomen", "aantal", "naam"),
        [
            (2025, 50_812_00, 2, "volgend kind bij een toetsingsinkomen vanaf 50812 euro"),
            (2024, 92_435_00, 1, "eerste kind bij een toetsingsinkomen vanaf 92435 euro"),
            (2024, 55_484_00, 2, "volgend kind bij een toetsingsinkomen vanaf 55484 euro"),
        ],
    )
    def test_an_unknown_percentage_is_named(self, jaar: int, inkomen: int, aantal: int, naam: str) -> None:
        huishouden = make_jaarhuishouden(jaar, inkomen, aantal)

        with pytest.raises(
            MissingNormError, match=f"{jaar} ontbreekt: kinderopvangtoeslag.percentages, {naam}"
        ):
            decide_kinderopvangtoeslag(huishouden, NORMEN.find_norm(jaar))

    @pytest.mark.parametrize(
        ("jaar", "inkomen", "aantal"),
        [(2025, 80_000_00, 1), (2025, 50_811_00, 2), (2024, 92_434_00, 2), (2024, 55_484_00, 1)],
    )
    def test_what_needs_no_unknown_percentage_is_decided(self, jaar: int, inkomen: int, aantal: int) -> None:
        huishouden = make_jaarhuishouden(jaar, inkomen, aantal)

        assert decide_kinderopvangtoeslag(huishouden, NORMEN.find_norm(jaar)).bedrag_jaar > 0

    def test_a_household_whose_children_have_no_opvang_needs_no_percentage(self) -> None:
        huishouden = make_huishouden(make_kind(opvang=()), inkomen=100_000_00, toeslagjaar=2024)

        assert decide_kinderopvangtoeslag(huishouden, NORMEN.find_norm(2024)).bedrag_jaar == 0
