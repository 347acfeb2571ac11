"""The composition root: the one place with a clock."""

import time
from datetime import UTC, datetime


class Systeemklok:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Tell the present moment in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconden: float) -> None:
        """Wait."""
        time.sleep(seconden)
