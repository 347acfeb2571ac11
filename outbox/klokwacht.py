"""A clock that is watched: the machine's own may be wrong, or be set while a run is busy.

Whose claim has ended, what a citizen may have seen and what may still go: all of that is judged by the time.
A worker whose clock is an hour ahead would take over what another is sending, and send it twice. So a moment
is given only when it is certain: it went on as fast as the machine's own uptime, which nobody can set, and
it is that of the database, which all machines share. SQLite serves one machine, with one clock.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from sqlalchemy import Engine, func, select

from outbox.errors import ClockError
from outbox.kanaal import Klok

MARGE = timedelta(seconds=1)  # less than any request may take: then a claim still ends before another begins
VERGELIJK_SECONDEN = 1.0  # the clock of the database is looked at no more often
_RAAD = (
    "Zet de klok gelijk (NTP) en geef dezelfde opdracht nog eens; start werkers opnieuw. Wat klaar was, is "
    "bewaard"
)


class Tikkendeklok(Klok, Protocol):
    """A clock that also knows how long the machine has been up."""

    def tik(self) -> float:
        """Tell the uptime in seconds, sleep included; setting the clock does not change it."""


@dataclass(frozen=True, slots=True)
class _Blik:
    """A look at the clock: the moment, and the uptime just before and just after."""

    moment: datetime
    voor: float
    na: float


@dataclass(slots=True)
class Klokwacht:
    """A Klok that gives no moment of which it is not certain; threads share it.

    engine is that of a PostgreSQL, which all machines share; for this alone, so one connection will do.
    """

    klok: Tikkendeklok
    engine: Engine | None = None
    _laatste: _Blik = field(init=False)
    _vergeleken: float | None = field(default=None, init=False)
    _slot: Lock = field(default_factory=Lock, init=False)

    def __post_init__(self) -> None:
        self._laatste = self._look()

    def now(self) -> datetime:
        """Tell the moment.

        Raises: ClockError when the clock jumped, for as long as it stays wrong, or differs from that of the
        database; DBAPIError when the database does not answer.
        """
        with self._slot:
            blik = self._look()
            self._check_sprong(blik)
            if self.engine is not None and self._is_lang_geleden(blik):
                blik = self._compare(self.engine, blik)
            self._laatste = blik
            return blik.moment

    def sleep(self, seconden: float) -> None:
        """Wait."""
        self.klok.sleep(seconden)

    def _look(self) -> _Blik:
        voor = self.klok.tik()
        moment = self.klok.now()
        return _Blik(moment, voor, self.klok.tik())

    def _check_sprong(self, blik: _Blik) -> None:
        verschil = (blik.moment - self._laatste.moment).total_seconds()
        marge = MARGE.total_seconds()
        if not blik.voor - self._laatste.na - marge <= verschil <= blik.na - self._laatste.voor + marge:
            sprong = round(verschil - (blik.voor - self._laatste.na))
            raise ClockError(
                f"De klok van deze machine versprong {sprong} seconden tijdens het werk. {_RAAD}"
            )

    def _is_lang_geleden(self, blik: _Blik) -> bool:
        return self._vergeleken is None or blik.na - self._vergeleken >= VERGELIJK_SECONDEN

    def _compare(self, engine: Engine, voor: _Blik) -> _Blik:
        """Compare with the database, however slow its answer, and give the look that came after."""
        with engine.begin() as connection:
            hunne: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        na = self._look()
        self._check_sprong(na)
        if not voor.moment - MARGE <= hunne <= na.moment + MARGE:
            verschil = round((na.moment - hunne).total_seconds())
            raise ClockError(
                f"De klok van deze machine verschilt {verschil} seconden met die van de database, verwacht "
                f"is hoogstens {MARGE.seconds}. {_RAAD}"
            )
        self._vergeleken = na.na
        return na
