"""The composition root: the one place with a clock."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from correspondentie.settings import Settings
from outbox.database import make_engine
from outbox.kanaal import Klok
from outbox.klokwacht import Klokwacht


class Systeemklok:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Tell the present moment in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconden: float) -> None:
        """Wait."""
        time.sleep(seconden)

    def tik(self) -> float:
        """Tell how long the machine has been up, in seconds."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)


@contextmanager
def open_klok(settings: Settings) -> Iterator[Klok]:
    """Open the clock of the machine, watched: it may not jump, nor differ from that of a shared database."""
    if settings.database is None:
        yield Klokwacht(Systeemklok())
        return
    engine = make_engine(settings.database, hoogstens=1)
    try:
        yield Klokwacht(Systeemklok(), engine)
    finally:
        engine.dispose()
