"""The work of a run over workers elsewhere: stage it, call them, and sweep until all of it is done.

Of each run only some chunks are called at a time. So the queue stays short, and a run of a whole year does
not hold up a small one that starts after it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from celery import Celery  # type: ignore[import-untyped]  # ships no types
from sqlalchemy import Engine

from correspondentie import opslag
from correspondentie.bezorgers import list_vrije_plekken, open_plekken
from correspondentie.bezorging import OPEN
from correspondentie.brok import Brok
from correspondentie.opslag import Stand
from correspondentie.taken import BEZORG, MAAK_BROK, ring
from correspondentie.voorraad import (
    clear_voorraad,
    count_open,
    has_makers,
    list_open,
    reset_pogingen,
    stage_brokken,
)
from correspondentie.werkplaats import Werkstart
from outbox.bezorgen import Werkplek, find_moment, make_remmen
from outbox.kanaal import Klok
from outbox.opslag import count_zendingen, reopen_onzekere
from outbox.zending import Kanaalsoort, Status

DIEPTE = 64  # chunks of one run that are called at the same time
STAPEL = 50  # chunks that are staged in one transaction
KIJKTIJD = 0.25  # seconds between two looks at the database
KIJKTIJD_STIL = 2.0  # idem, when nothing is due
PLEKKEN = 64  # workers that may deliver one run at the same time
ZENDINGEN_PER_PLEK = 200  # a second worker comes when there is so much for the first
WACHTEN_MAXIMUM = timedelta(minutes=1)
STIL = timedelta(seconds=45)  # longer than a worker takes to come up, or to end a turn for another run

_Telling = Mapping[Kanaalsoort, Mapping[Status, int]]


@dataclass(slots=True)
class _Oproepen:
    """Which chunks or places were called, when, and how long to wait before each is called again."""

    eerste: timedelta
    gebeld: dict[int, tuple[datetime, timedelta]] = field(default_factory=dict)

    def find_stille(self, open_: list[int], now: datetime) -> list[int]:
        """Find which open chunks are to be called; what is not open any more is forgotten."""
        self.gebeld = {nummer: oproep for nummer, oproep in self.gebeld.items() if nummer in set(open_)}
        return [nummer for nummer in open_ if self._is_stil(nummer, now)]

    def note(self, nummer: int, now: datetime) -> None:
        """Remember a call; each next one waits twice as long, so that calls do not pile up."""
        eerder = self.gebeld.get(nummer)
        wacht = self.eerste if eerder is None else min(eerder[1] * 2, max(WACHTEN_MAXIMUM, self.eerste))
        self.gebeld[nummer] = (now, wacht)

    def _is_stil(self, nummer: int, now: datetime) -> bool:
        if nummer not in self.gebeld:
            return True
        moment, wacht = self.gebeld[nummer]
        return abs(now - moment) >= wacht  # a clock that jumps back calls once too often, not never


@dataclass(slots=True)
class Beller:
    """Calls workers over a broker for chunks; tell hears it when none has come for a while."""

    celery: Celery
    klok: Klok
    tell: Callable[[str], None]
    _gehoord: datetime | None = None
    _verteld: bool = False

    def hear(self, *, leven: bool) -> None:
        """Hear whether a worker is at work; of a silence that lasts the operator is told once."""
        now = self.klok.now()
        if leven or self._gehoord is None:
            self._gehoord, self._verteld = now, False
        elif not self._verteld and now - self._gehoord >= STIL:
            self.tell(
                f"Er is al {STIL.seconds} seconden geen werker langsgekomen. Draait 'correspondentie "
                "werker' met dezelfde makelaar en database? Wat een werker tegenhoudt, staat in zijn uitvoer."
            )
            self._verteld = True


def dispatch_brokken(
    brokken: Iterable[Brok], start: Werkstart, engine: Engine, beller: Beller
) -> Iterator[Stand]:
    """Have every chunk made by workers elsewhere, and tell time and again how far they are.

    Raises: StuckBrokError when a chunk cannot be made.
    """
    run = start.run.run
    oproepen = _Oproepen(_get_veegtijd(start))
    with engine.begin() as connection:
        reset_pogingen(connection, run)
    stroom = iter(brokken)
    while stapel := list(islice(stroom, STAPEL)):
        with engine.begin() as connection:
            stage_brokken(connection, run, stapel)
        _ring_brokken(start, engine, beller, oproepen)
    while _ring_brokken(start, engine, beller, oproepen):
        yield _read_stand(engine, run)
        beller.klok.sleep(KIJKTIJD)
    yield _read_stand(engine, run)
    with engine.begin() as connection:
        clear_voorraad(connection, run)


def dispatch_bezorging(start: Werkstart, werkplek: Werkplek, celery: Celery) -> None:
    """Have every released zending delivered by workers elsewhere, and come back when nothing is open.

    A worker that has a place calls the next one for it as long as there is more; free places are called here.
    Raises: StuckBezorgingError when workers cannot deliver.
    """
    run, klok = start.run.run, werkplek.klok
    with werkplek.engine.begin() as connection:
        reopen_onzekere(connection, run, klok.now())
        open_plekken(connection, run, PLEKKEN)
        stand = count_zendingen(connection, run)
    oproepen, gekeken = _Oproepen(_get_veegtijd(start)), klok.now()
    remmen = make_remmen(tuple(Kanaalsoort))
    while (moment := find_moment(werkplek, run, remmen)) is not None:
        now = klok.now()
        if moment <= now:
            _ring_bezorgers(werkplek, run, _count_plekken(stand), celery, oproepen)
        else:
            oproepen.gebeld.clear()
        if abs(now - gekeken) >= _get_veegtijd(start):
            with werkplek.engine.begin() as connection:
                nieuw = count_zendingen(connection, run)
            _show_voortgang(werkplek, stand, nieuw)
            stand, gekeken = nieuw, now
        wachten = (moment - klok.now()).total_seconds()
        klok.sleep(min(max(wachten, KIJKTIJD), KIJKTIJD_STIL))


def _count_plekken(stand: _Telling) -> int:
    """Count how many workers may deliver at the same time what is open."""
    open_ = sum(aantal for rijen in stand.values() for status, aantal in rijen.items() if status in OPEN)
    return min(PLEKKEN, 1 + open_ // ZENDINGEN_PER_PLEK)


def _ring_bezorgers(werkplek: Werkplek, run: str, aantal: int, celery: Celery, oproepen: _Oproepen) -> None:
    now = werkplek.klok.now()
    with werkplek.engine.begin() as connection:
        vrij = list_vrije_plekken(connection, run, now, aantal)
    for plek in oproepen.find_stille(vrij, now):
        if not ring(celery, BEZORG, run, plek):
            break  # the broker is away: the next look calls again
        oproepen.note(plek, now)


def _get_veegtijd(start: Werkstart) -> timedelta:
    return timedelta(seconds=start.settings.veegtijd)


def _show_voortgang(werkplek: Werkplek, vorige: _Telling, stand: _Telling) -> None:
    for kanaal, per_status in stand.items():
        werkplek.voortgang(kanaal, _count_rustig(per_status) - _count_rustig(vorige.get(kanaal, {})))


def _count_rustig(per_status: Mapping[Status, int]) -> int:
    return sum(aantal for status, aantal in per_status.items() if status not in OPEN)


def _ring_brokken(start: Werkstart, engine: Engine, beller: Beller, oproepen: _Oproepen) -> int:
    """Call for chunks that nobody works on, and count those that are not stored."""
    run, now = start.run.run, beller.klok.now()
    with engine.begin() as connection:
        open_ = list_open(connection, run, now, DIEPTE)
        over = count_open(connection, run)
        leven = has_makers(connection, run, now)
    beller.hear(leven=leven)
    for nummer in oproepen.find_stille(open_, now):
        if not ring(beller.celery, MAAK_BROK, run, nummer, start.motor.value):
            break  # the broker is away: the next look calls again
        oproepen.note(nummer, now)
    return over


def _read_stand(engine: Engine, run: str) -> Stand:
    with engine.begin() as connection:
        return opslag.count_stand(connection, run)
