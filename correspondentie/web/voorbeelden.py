"""Previews for everybody at once: makers in turns, and the pictures of pages that browsers come for."""

from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock

from correspondentie.redactie.voorbeeldvragen import Schrijffout, Voorbeeld, Voorbeeldopdracht
from correspondentie.web.makers import Makerpoel

_BEELDEN_BYTES = 64_000_000  # of pictures that are kept in memory; the oldest go first


@dataclass(kw_only=True)
class Voorbeeldkast:
    """The makers of previews of this process, and what they made last."""

    makers: Makerpoel
    _beeldslot: Lock = field(default_factory=Lock)
    _beelden: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _bytes: int = 0

    def make(self, opdracht: Voorbeeldopdracht, wie: str, vak: str = "") -> Voorbeeld | Schrijffout | None:
        """Make a preview; None: meanwhile this asker asked for a newer one in this vak.

        Raises: WeigeringError when others take too long.
        """
        with self.makers.lend(wie, vak) as maker:
            return None if maker is None else maker.make(opdracht)

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
