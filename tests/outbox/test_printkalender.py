"""On which day a lot goes to the printer."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.printkalender import compute_begin, find_dag, find_printdag, is_printdag

DAGEN = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("dag", "print_"),
    [
        (date(2026, 7, 10), True),
        (date(2026, 7, 11), False),  # Saturday
        (date(2026, 4, 27), False),  # King's Day
        (date(2026, 5, 14), False),  # Ascension Day
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 12, 25), False),
        (date(2027, 1, 1), False),
    ],
)
def test_the_printer_works_on_weekdays_that_are_no_holiday(dag: date, print_: bool) -> None:
    assert print_ == is_printdag(dag)


@given(DAGEN, st.lists(st.integers(1, 50), min_size=1, max_size=40), st.integers(1, 60))
def test_lots_are_spread_over_print_days_and_no_day_gets_more_than_it_can(
    vanaf: date, lots: list[int], capaciteit: int
) -> None:
    bezet: dict[date, int] = {}
    op: dict[date, int] = {}
    for vellen in lots:
        dag = find_printdag(vellen, bezet, vanaf, capaciteit)
        bezet[dag] = bezet.get(dag, 0) + vellen
        op[dag] = op.get(dag, 0) + 1

    assert all(is_printdag(dag) and dag >= vanaf for dag in bezet)
    # a lot that is larger than a day has one for itself
    assert all(vellen <= capaciteit or op[dag] == 1 for dag, vellen in bezet.items())


def test_a_day_begins_at_midnight_in_the_netherlands() -> None:
    assert datetime(2026, 7, 9, 22, tzinfo=UTC) == compute_begin(date(2026, 7, 10))
    assert date(2026, 7, 10) == find_dag(datetime(2026, 7, 9, 22, tzinfo=UTC))
    assert date(2026, 12, 9) == find_dag(datetime(2026, 12, 9, 22, tzinfo=UTC))
