"""How often something may be asked: who asks too often waits, and the rest notices nothing."""

from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Lock

from correspondentie.web.errors import WeigeringError

WERKPLEKKEN = 12  # of the 40 threads that a server has
DRUK = "Er worden nu te veel brieven tegelijk gemaakt. Uw tekst blijft staan. Probeer het zo opnieuw."
_HOOGSTENS_BEKEND = 10_000  # askers that are remembered; the oldest is forgotten first


@dataclass(frozen=True, slots=True)
class Tempo:
    """So many times within so long a time, per asker."""

    naam: str
    keren: int
    binnen: timedelta


AANMELDEN = Tempo("aanmelden", 20, timedelta(minutes=5))
SCHRIJVEN = Tempo("schrijven", 240, timedelta(minutes=1))
VOORBEELD = Tempo("voorbeeld", 240, timedelta(minutes=1))
ZWAAR = Tempo("zwaar", 20, timedelta(minutes=1))


@dataclass(slots=True)
class Werkplekken:
    """How many may make letters at once; who comes after them hears so at once and holds no thread.

    A request that waits keeps one of the threads of the server, so without this a few slow texts would keep
    everybody from every page.
    """

    aantal: int = WERKPLEKKEN
    _vrij: BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        """Begin with all of them free."""
        self._vrij = BoundedSemaphore(self.aantal)

    @contextmanager
    def take(self) -> Iterator[None]:
        """Have a place for a while. Raises: WeigeringError when none is free."""
        if not self._vrij.acquire(blocking=False):
            raise WeigeringError(503, DRUK, 5)
        try:
            yield
        finally:
            self._vrij.release()


@dataclass(slots=True)
class Tempobewaker:
    """Remembers who asked what when, in this process."""

    _keren: OrderedDict[tuple[str, str], deque[datetime]] = field(default_factory=OrderedDict)
    _slot: Lock = field(default_factory=Lock)

    def count_wachten(self, tempo: Tempo, vrager: str, now: datetime) -> int:
        """Count one more time, and tell how long to wait. Unit: seconds; 0: go on."""
        with self._slot:
            keren = self._keren.setdefault((tempo.naam, vrager), deque())
            self._keren.move_to_end((tempo.naam, vrager))
            while len(self._keren) > _HOOGSTENS_BEKEND:
                self._keren.popitem(last=False)
            while keren and now - keren[0] >= tempo.binnen:
                keren.popleft()
            if len(keren) >= tempo.keren:
                return max(1, round((keren[0] + tempo.binnen - now).total_seconds()))
            keren.append(now)
            return 0
