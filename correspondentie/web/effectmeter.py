"""The effect of a text on real letters, measured in a process of its own that can be ended."""

import time
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection as Lijn
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from correspondentie.databank import open_databank
from correspondentie.errors import CorrespondentieError
from correspondentie.redactie.afscherming import limit_memory
from correspondentie.redactie.effect import Effect, Effectvraag, measure_effect
from correspondentie.settings import Settings
from correspondentie.werkmap import Datamap
from outbox.kanaal import Klok

STEEKPROEF = 200  # letters
STEEKPROEF_SECONDEN, ALLES_SECONDEN = 120.0, 600.0
MARGE_SECONDEN = 180.0  # to begin, and to read what the run was done on
_ONVERWACHT = "De meting is onverwacht gestopt. Probeer het opnieuw."
_TE_LANG = "De meting duurde te lang en is gestopt. Probeer het op een rustiger moment opnieuw."


@dataclass(kw_only=True, slots=True)
class Meting:
    """One measurement: how far it is, and then what it found or why it failed."""

    gedaan: int = 0
    totaal: int = 0
    effect: Effect | None = None
    fout: str = ""

    @property
    def klaar(self) -> bool:
        """Whether nothing more comes."""
        return self.effect is not None or bool(self.fout)


@dataclass(kw_only=True)
class Effectmeter:
    """Measures one effect at a time; use it as a context manager. invoer: on what the last run was done.

    marge: how many seconds a measurement may take beside those that it was given to look at letters; after
    these it is ended, and told as failed.
    """

    datamap: Datamap
    settings: Settings
    klok: Klok
    invoer: Path | None
    marge: float = MARGE_SECONDEN
    _metingen: dict[str, Meting] = field(default_factory=dict)
    _bezig: tuple[str, BaseProcess, Lijn] | None = None
    _tot: float = 0.0
    _slot: Lock = field(default_factory=Lock)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        """Break off what is going on."""
        with self._slot:
            if self._bezig is not None:
                self._end(self._bezig)

    def measure(self, sleutel: str, vraag: Effectvraag, *, opnieuw: bool = False) -> Meting | None:
        """Tell how the measurement of this name stands, and begin it; None: another one is going on.

        One that failed is begun again only when it is asked to (opnieuw).
        """
        with self._slot:
            self._read()
            bekend = self._metingen.get(sleutel)
            if bekend is not None and not (bekend.fout and opnieuw):
                return bekend
            if self._bezig is not None:
                return None
            self._metingen[sleutel] = Meting()
            self._bezig = (sleutel, *_start(vraag, self.datamap, self.settings, self.klok))
            self._tot = time.monotonic() + vraag.seconden + self.marge
            return self._metingen[sleutel]

    def _read(self) -> None:
        """Take in what the process told since the last time."""
        if self._bezig is None:
            return
        sleutel, proces, lijn = self._bezig
        meting = self._metingen[sleutel]
        try:
            while lijn.poll():
                _take(meting, lijn.recv())
        except (EOFError, OSError):
            meting.fout = meting.fout or ("" if meting.effect else _ONVERWACHT)
        if not meting.klaar and time.monotonic() > self._tot:
            meting.fout = _TE_LANG
        if meting.klaar:
            self._end((sleutel, proces, lijn))

    def _end(self, bezig: tuple[str, BaseProcess, Lijn]) -> None:
        _, proces, lijn = bezig
        proces.kill()
        proces.join()
        proces.close()
        lijn.close()
        self._bezig = None


def _start(vraag: Effectvraag, datamap: Datamap, settings: Settings, klok: Klok) -> tuple[BaseProcess, Lijn]:
    # a fresh process: a fork of a server with threads may hang
    context = get_context("spawn")
    hier, daar = context.Pipe(duplex=False)
    proces = context.Process(target=_work, args=(daar, vraag, (datamap, settings), klok), daemon=True)
    proces.start()
    daar.close()
    return proces, hier


def _work(lijn: Lijn, vraag: Effectvraag, plek: tuple[Datamap, Settings], klok: Klok) -> None:
    """Measure, in the process of its own, and tell how far it is; nobody approved this text yet."""
    limit_memory()
    try:
        with open_databank(*plek) as engine:
            lijn.send(measure_effect(vraag, engine, plek, klok, lambda *stand: lijn.send(stand)))
    except CorrespondentieError as fout:
        lijn.send(f"{fout}")


def _take(meting: Meting, bericht: object) -> None:
    if isinstance(bericht, Effect):
        meting.effect = bericht
    elif isinstance(bericht, tuple):
        meting.gedaan, meting.totaal = bericht
    else:
        meting.fout = f"{bericht}"
