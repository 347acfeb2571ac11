"""A clock that stands on a chosen day and ticks on from there."""

import time
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 7, 9, 6, 0, tzinfo=UTC)  # the day before the letters of July are dated


class Proefklok:
    """The time since BEGIN, in real seconds."""

    def __init__(self, begin: datetime = BEGIN) -> None:
        self._begin = begin
        self._start = time.monotonic()

    def now(self) -> datetime:
        """Tell the moment."""
        return self._begin + timedelta(seconds=time.monotonic() - self._start)

    def sleep(self, seconden: float) -> None:
        """Wait, really."""
        time.sleep(seconden)
