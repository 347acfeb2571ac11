"""The calendar of a run: terms of law, payment days and the days that follow from them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondentie.kalender import (
    compute_betaaldatum,
    compute_bezwaar_uiterlijk,
    compute_dagtekening,
    compute_tegenhouden_uiterlijk,
    find_betaalmaand,
    find_dag,
    is_werkdag,
    make_kalender,
)


class TestBezwaartermijn:
    """Objection within six weeks from the day after the dagtekening (Awb 6:7, Awir 35).

    A last day on a Saturday, Sunday or generally recognised holiday moves to the next day that is none
    (Algemene termijnenwet 1 and 3).
    """

    @pytest.mark.parametrize(
        ("dagtekening", "laatste_dag"),
        [
            (date(2026, 3, 5), date(2026, 4, 16)),
            (date(2026, 11, 13), date(2026, 12, 28)),  # Christmas, Boxing Day on Saturday, Sunday
            (date(2026, 2, 20), date(2026, 4, 7)),  # Good Friday, weekend, Easter Monday
            (date(2026, 3, 16), date(2026, 4, 28)),  # King's Day
            (date(2026, 3, 24), date(2026, 5, 6)),  # 5 May, also in a year that is no lustrum
            (date(2026, 4, 2), date(2026, 5, 15)),  # Ascension Day
            (date(2026, 4, 13), date(2026, 5, 26)),  # Whit Monday
        ],
    )
    def test_the_last_day_moves_to_a_working_day(self, dagtekening: date, laatste_dag: date) -> None:
        assert laatste_dag == compute_bezwaar_uiterlijk(dagtekening)

    @given(st.dates(date(2024, 1, 1), date(2032, 12, 31)))
    def test_nobody_gets_less_than_six_weeks(self, dagtekening: date) -> None:
        laatste_dag = compute_bezwaar_uiterlijk(dagtekening)

        assert is_werkdag(laatste_dag)
        assert 42 <= (laatste_dag - dagtekening).days <= 47


class TestTegenhouden:
    """A mutatie can be stopped within three weeks; that is no term of the Algemene termijnenwet."""

    def test_the_last_day_is_21_days_later_also_on_a_saturday(self) -> None:
        assert date(2026, 8, 1) == compute_tegenhouden_uiterlijk(date(2026, 7, 11))


class TestBetaaldatum:
    """The advance of a month is paid on the 20th of the month before, or the next working day."""

    @pytest.mark.parametrize(
        ("maand", "dag"),
        [
            (1, date(2025, 12, 22)),  # 20 December 2025 is a Saturday
            (8, date(2026, 7, 20)),
            (10, date(2026, 9, 21)),  # 20 September 2026 is a Sunday
        ],
    )
    def test_the_day_of_payment(self, maand: int, dag: date) -> None:
        assert dag == compute_betaaldatum(2026, maand)

    def test_the_first_month_still_to_be_paid_comes_after_the_day(self) -> None:
        assert find_betaalmaand(2026, date(2026, 7, 19)) == 8
        assert find_betaalmaand(2026, date(2026, 7, 20)) == 9

    def test_after_the_last_payment_no_month_is_left(self) -> None:
        assert find_betaalmaand(2026, date(2026, 11, 20)) == 13


class TestKalenderVanEenRun:
    """All days of the shipped month, as its letters show them."""

    def test_the_days_of_july_2026(self) -> None:
        kalender = make_kalender(2026, compute_dagtekening("2026-07"))

        assert kalender.dagtekening == date(2026, 7, 10)
        assert kalender.tegenhouden_uiterlijk == date(2026, 7, 31)
        assert kalender.bezwaar_uiterlijk == date(2026, 8, 21)
        assert kalender.ingangsmaand == 9
        assert kalender.betaalkalender.find_eerste_termijn() == 8
        assert kalender.find_betaaldatum(9) == date(2026, 8, 20)

    @given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
    def test_no_mutatie_is_paid_before_its_three_weeks_are_over(self, dagtekening: date) -> None:
        kalender = make_kalender(2026, dagtekening)

        if kalender.ingangsmaand <= 12:
            assert kalender.find_betaaldatum(kalender.ingangsmaand) > kalender.tegenhouden_uiterlijk
        assert kalender.betaalkalender.find_eerste_termijn() <= kalender.ingangsmaand


class TestDagInNederland:
    """The last day to stop a mutatie ends at midnight in the Netherlands, in summer and in winter time.

    Source: jci1.3:c:BWBR0002448&artikel=1
    """

    @pytest.mark.parametrize(
        ("moment", "dag"),
        [
            (datetime(2026, 7, 31, 21, 59, 59, tzinfo=UTC), date(2026, 7, 31)),
            (datetime(2026, 7, 31, 22, 0, tzinfo=UTC), date(2026, 8, 1)),
            (datetime(2026, 1, 31, 22, 59, 59, tzinfo=UTC), date(2026, 1, 31)),
            (datetime(2026, 1, 31, 23, 0, tzinfo=UTC), date(2026, 2, 1)),
            (datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC), date(2026, 3, 28)),
            (datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC), date(2026, 3, 29)),
            (datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC), date(2026, 10, 24)),
            (datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), date(2026, 10, 25)),
            (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        ],
        ids=lambda waarde: str(waarde),
    )
    def test_a_moment_belongs_to_its_day_there(self, moment: datetime, dag: date) -> None:
        assert dag == find_dag(moment)
