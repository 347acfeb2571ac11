"""On which day a partij goes to the printer: on no weekend or holiday, and no more than fits (pure)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@lru_cache(maxsize=16)
def _list_feestdagen(jaar: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=jaar))


def is_printdag(dag: date) -> bool:
    """Tell whether the printer works: on every weekday that is no public holiday in the Netherlands."""
    return dag.weekday() < 5 and dag not in _list_feestdagen(dag.year)


def find_printdag(vellen: int, bezet: Mapping[date, int], vanaf: date, capaciteit: int) -> date:
    """Find the first print day that has room for so many sheets.

    Shape: bezet holds the sheets that a day has already. A partij larger than a whole day gets an empty day.
    """
    dag = vanaf
    while not (is_printdag(dag) and has_ruimte(vellen, bezet.get(dag, 0), capaciteit)):
        dag += timedelta(days=1)
    return dag


def has_ruimte(vellen: int, bezet: int, capaciteit: int) -> bool:
    """Tell whether so many sheets fit on a day that has bezet sheets already."""
    return bezet == 0 or bezet + vellen <= capaciteit


def find_dag(moment: datetime) -> date:
    """Return the day in the Netherlands of an aware moment."""
    return moment.astimezone(AMSTERDAM).date()


def compute_begin(dag: date) -> datetime:
    """Return the first moment of a day in the Netherlands, in UTC."""
    return datetime.combine(dag, time(), AMSTERDAM).astimezone(UTC)
