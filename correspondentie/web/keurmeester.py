"""The controle for everybody at once: quick while somebody writes, whole in the background for approval."""

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from correspondentie.redactie.controle import Controle
from correspondentie.redactie.controle.controleren import check_tekst
from correspondentie.redactie.voorbeeldmaker import Voorbeeldmaker
from correspondentie.redactie.voorbeeldvragen import Voorbeeldopdracht
from correspondentie.web.makers import Makerpoel

_HOOGSTENS = 200  # results that are remembered; the oldest is forgotten first
_OUD = timedelta(minutes=5)


@dataclass(kw_only=True)
class Keurmeester:
    """Checks texts, in processes of its own, so that no preview waits; use it as a context manager.

    A whole controle sets every voorbeeld on paper and takes seconds for each, so it is done once per text.
    """

    sjablonen: Path
    _werker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "keuren"))
    _bekend: OrderedDict[str, "tuple[Future[Controle], datetime]"] = field(default_factory=OrderedDict)
    _slot: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Make ready; a process starts when it is first needed."""
        self._vlug = Makerpoel(sjablonen=self.sjablonen)
        self._maker = Voorbeeldmaker(self.sjablonen)  # for whole controles, so that nobody who writes waits

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        """Break off what is going on, and leave no process behind."""
        self._werker.shutdown(wait=False, cancel_futures=True)
        self._maker.__exit__(soort, fout, spoor)
        self._vlug.__exit__(soort, fout, spoor)
        self._werker.shutdown()

    def check_vlug(self, opdracht: Voorbeeldopdracht, wie: str, vak: str = "") -> Controle | None:
        """Check a text without typesetting; None: meanwhile this asker asked for a newer one in this vak.

        Raises: WeigeringError when others take too long.
        """
        with self._vlug.lend(wie, vak) as maker:
            return None if maker is None else check_tekst(maker, opdracht, zetten=False)

    def start_heel(self, opdracht: Voorbeeldopdracht, now: datetime) -> "Future[Controle]":
        """Begin the whole controle of a text, or give the one that is going on or done.

        What found fouten is done anew after a while: a machine that was too busy may have been to blame.
        """
        sleutel = f"{opdracht}"
        with self._slot:
            bekend, begonnen = self._bekend.get(sleutel, (None, now))
            if bekend is None or (now - begonnen > _OUD and not _is_goed(bekend)):
                bekend = self._werker.submit(check_tekst, self._maker, opdracht, zetten=True)
                self._bekend[sleutel] = (bekend, now)
            while len(self._bekend) > _HOOGSTENS:
                self._bekend.popitem(last=False)
        return bekend


def _is_goed(keuring: "Future[Controle]") -> bool:
    """Tell whether there is nothing to do anew: it is going on, or it found nothing wrong."""
    return not keuring.done() or (keuring.exception() is None and keuring.result().in_orde)
