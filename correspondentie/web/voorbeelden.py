"""Previews for everybody at once: one maker, in turns, and the pictures of pages that browsers come for."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from threading import Lock

from correspondentie.redactie.voorbeeldmaker import Voorbeeldmaker
from correspondentie.redactie.voorbeeldvragen import Schrijffout, Voorbeeld, Voorbeeldopdracht
from correspondentie.web.errors import WeigeringError
from correspondentie.web.limieten import DRUK

GEDULD = 75.0  # seconds that one waits for who came first: a process that begins is not warm at once
_BEELDEN_BYTES = 64_000_000  # of pictures that are kept in memory; the oldest go first


@dataclass(kw_only=True)
class Voorbeeldkast:
    """The one maker of previews of this process, and what it made last."""

    maker: Voorbeeldmaker
    _maakslot: Lock = field(default_factory=Lock)
    _beeldslot: Lock = field(default_factory=Lock)
    _beurtslot: Lock = field(default_factory=Lock)
    _telling: Iterator[int] = field(default_factory=lambda: count(1))
    _beurten: dict[str, int] = field(default_factory=dict)
    _beelden: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _bytes: int = 0

    def make(self, opdracht: Voorbeeldopdracht, vrager: str = "") -> Voorbeeld | Schrijffout | None:
        """Make a preview; None: meanwhile this asker asked for a newer one, so nobody waits for this.

        Raises: WeigeringError when others take too long.
        """
        with self._beurtslot:
            beurt = self._beurten[vrager] = next(self._telling)
        try:
            if not self._maakslot.acquire(timeout=GEDULD):
                raise WeigeringError(503, DRUK, 5)
            try:
                return self.maker.make(opdracht) if self._is_nieuwste(vrager, beurt) else None
            finally:
                self._maakslot.release()
        finally:
            with self._beurtslot:
                if self._beurten.get(vrager) == beurt:
                    del self._beurten[vrager]

    def _is_nieuwste(self, vrager: str, beurt: int) -> bool:
        with self._beurtslot:
            return not vrager or self._beurten.get(vrager) == beurt

    def keep_beeld(self, png: bytes) -> str:
        """Keep a picture, and give the name under which find_beeld finds it. Shape: sha256, hex."""
        naam = sha256(png).hexdigest()
        with self._beeldslot:
            if naam not in self._beelden:
                self._beelden[naam] = png
                self._bytes += len(png)
            self._beelden.move_to_end(naam)
            while self._bytes > _BEELDEN_BYTES:
                self._bytes -= len(self._beelden.popitem(last=False)[1])
        return naam

    def find_beeld(self, naam: str) -> bytes | None:
        """Find a picture; None: it was not made here, or is gone again."""
        return self._beelden.get(naam)
