"""Until which age a child can be in each kind of childcare, and when somebody has an age."""

from datetime import date

import pytest

from calc.errors import InvalidFeitError
from calc.huishouden import Opvangsoort
from calc.leeftijd import check_leeftijden, compute_eerste_dag_te_oud
from calc.stappen import find_maand, find_maand_van_leeftijd, find_verjaardag
from tests.bouwers.huishoudens import make_huishouden, make_kind, make_opvang


class TestMaand:
    """A change counts from the first day of the next month; on the first day of a month it counts at once.

    Source: jci1.3:c:BWBR0018472&artikel=5
    """

    @pytest.mark.parametrize(
        ("dag", "maand"),
        [
            (date(2026, 1, 1), 1),
            (date(2026, 1, 2), 2),
            (date(2026, 12, 1), 12),
            (date(2026, 12, 2), 13),
            (date(2025, 12, 31), 1),
            (date(2025, 12, 1), 0),
            (date(2027, 2, 1), 14),
        ],
    )
    def test_a_day_counts_from_the_next_month_on(self, dag: date, maand: int) -> None:
        assert maand == find_maand(dag, 2026)

    @pytest.mark.parametrize(
        ("geboren", "jaar", "maand"),
        [
            (date(2014, 6, 1), 2026, 6),
            (date(2014, 6, 30), 2026, 7),
            (date(2012, 2, 29), 2024, 3),
            (date(2013, 2, 28), 2025, 3),
            (date(2012, 2, 29), 2025, -9),
        ],
    )
    def test_an_age_counts_from_the_month_of_the_birthday(self, geboren: date, jaar: int, maand: int) -> None:
        assert maand == find_maand_van_leeftijd(geboren, 12, jaar)

    @pytest.mark.parametrize(
        ("geboren", "leeftijd", "dag"),
        [
            (date(2020, 5, 17), 5, date(2025, 5, 17)),
            (date(2020, 2, 29), 5, date(2025, 3, 1)),
            (date(2020, 2, 29), 4, date(2024, 2, 29)),
        ],
    )
    def test_born_on_29_february_the_birthday_is_1_march(
        self, geboren: date, leeftijd: int, dag: date
    ) -> None:
        assert dag == find_verjaardag(geboren, leeftijd)
        assert find_maand(dag, 2026) == find_maand_van_leeftijd(geboren, leeftijd, 2026)


class TestDagopvang:
    """From the month after its fifth birthday a child must be at school, so it is not in dagopvang.

    Source: jci1.3:c:BWBR0002628&artikel=3
    """

    @pytest.mark.parametrize(
        ("geboren", "te_oud"),
        [
            (date(2021, 3, 15), date(2026, 4, 1)),
            (date(2021, 3, 1), date(2026, 4, 1)),
            (date(2020, 12, 31), date(2026, 1, 1)),
            (date(2020, 2, 29), date(2025, 4, 1)),
        ],
    )
    def test_the_first_day_on_which_a_child_is_too_old(self, geboren: date, te_oud: date) -> None:
        assert te_oud == compute_eerste_dag_te_oud(Opvangsoort.DAGOPVANG, geboren)


class TestBasisschool:
    """Bso and gastouderopvang last until secondary school: the end of the school year of the 14th birthday.

    Source: jci1.3:c:BWBR0003420&artikel=39
    """

    @pytest.mark.parametrize("soort", [Opvangsoort.BSO, Opvangsoort.GASTOUDER])
    @pytest.mark.parametrize(
        ("geboren", "te_oud"),
        [(date(2012, 7, 31), date(2026, 8, 1)), (date(2012, 8, 1), date(2027, 8, 1))],
    )
    def test_the_first_day_on_which_a_child_is_too_old(
        self, soort: Opvangsoort, geboren: date, te_oud: date
    ) -> None:
        assert te_oud == compute_eerste_dag_te_oud(soort, geboren)


class TestGeweigerd:
    """Childcare for which the child is too old on the first day on which it counts this year is refused.

    Source: jci1.3:c:BWBR0017017&artikel=1.1
    """

    @pytest.mark.parametrize(
        ("begin", "geboren", "tekst"),
        [
            (
                date(2024, 1, 1),
                date(2020, 11, 30),
                "dagopvang op 2026-01-01, .* waarin een kind 5 wordt",
            ),
            (date(2026, 4, 1), date(2021, 3, 9), "dagopvang op 2026-04-01, .* waarin een kind 5 wordt"),
        ],
    )
    def test_child_opvang_kind_of_care_and_days_are_named(
        self, begin: date, geboren: date, tekst: str
    ) -> None:
        kind = make_kind(2, opvang=(make_opvang(begin=begin),), geboortedatum=geboren)

        with pytest.raises(InvalidFeitError, match=f"kind 2, opvang 1 is {tekst}"):
            check_leeftijden(make_huishouden(kind))

    @pytest.mark.parametrize(
        ("begin", "einde"),
        [
            (date(2024, 1, 1), date(2025, 12, 31)),
            (date(2026, 3, 31), None),
            (date(2027, 1, 1), None),
        ],
        ids=["ended before the year", "young enough on the first day", "begins after the year"],
    )
    def test_other_childcare_is_accepted(self, begin: date, einde: date | None) -> None:
        opvang = make_opvang(begin=begin, einde=einde)
        huishouden = make_huishouden(make_kind(opvang=(opvang,), geboortedatum=date(2021, 3, 9)))

        check_leeftijden(huishouden)
