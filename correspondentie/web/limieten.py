"""How often something may be asked: who asks too often waits, and the rest notices nothing."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

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
