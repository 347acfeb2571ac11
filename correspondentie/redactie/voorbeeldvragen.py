"""What goes between the web and the process that makes previews: frames of MessagePack, with a limit."""

import os
import select
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

import msgspec

from correspondentie.redactie.controle.bevindingen import Controle
from correspondentie.redactie.errors import NoVoorbeeldError
from correspondentie.redactie.versies import Onderdeel, Tekst

VRAAG_BYTES = 2_000_000
ANTWOORD_BYTES = 30_000_000
LENGTE_BYTES = 4

Soort = TypeVar("Soort")


@dataclass(frozen=True, kw_only=True, slots=True)
class Voorbeeldopdracht:
    """Which letter to make: a text that may stand in no file yet, with the facts of one geval.

    Shape: bouwstenen and brieven hold the texts in use by name, where those are not the shipped ones; brieven
    are those in which a bouwsteen is tried. geval is the name of a voorbeeld, and for a bouwsteen that of the
    brieftype and the voorbeeld ('herziening/nabetaling'). watermerk puts VOORBEELD on every page. beelden
    False leaves out the pictures, and lets the letter be composed whole, as one that leaves the house.
    """

    onderdeel: Onderdeel
    tekst: Tekst
    bouwstenen: Mapping[str, str] = field(default_factory=dict)
    brieven: Mapping[str, Tekst] = field(default_factory=dict)
    geval: str = ""
    watermerk: bool = False
    beelden: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Pagina:
    """One page as a picture (PNG), with its text for who cannot see it. Unit: pixels."""

    png: bytes
    breedte: int
    hoogte: int
    tekst: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Voorbeeld:
    """One letter as the citizen would get it.

    Shape: paginas is empty when no pictures were asked; then redenen say of which places no letter can be
    filled, so that each must be composed.
    """

    pdf: bytes
    paginas: tuple[Pagina, ...]
    aantal_paginas: int
    bericht: str
    onderwerp: str
    milliseconden: int
    redenen: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Schrijffout:
    """Why there is no letter, at its place in the text.

    Shape: veld is 'titel', 'brief', 'bericht' or the name of a bouwsteen; regel and kolom count from 1,
    lengte in characters; None where only the whole is to blame. overige are the other things that are wrong.
    """

    veld: str
    regel: int | None
    kolom: int | None
    lengte: int
    uitleg: str
    overige: "tuple[Schrijffout, ...]" = ()

    @property
    def alle(self) -> "tuple[Schrijffout, ...]":
        """This one without the others, and the others."""
        return (replace(self, overige=()), *self.overige)


@dataclass(frozen=True, kw_only=True, slots=True)
class Vraag:
    """One thing that is asked. keuren: check the text with every geval, and typeset nothing."""

    opdracht: Voorbeeldopdracht
    keuren: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Antwoord:
    """What came of it: one of the first three is filled; without any it says that the process is ready.

    netloos: of the latter alone, that the process left the network of the machine.
    """

    voorbeeld: Voorbeeld | None = None
    controle: Controle | None = None
    fout: Schrijffout | None = None
    netloos: bool = False


class Pijp:
    """One end of the pipes between two processes. maximum: bytes of a frame that it takes."""

    def __init__(self, lezen: int, schrijven: int, maximum: int) -> None:
        self._lezen = lezen
        self._schrijven = schrijven
        self._maximum = maximum

    def send(self, bericht: object, tot: float = float("inf")) -> None:
        """Write one frame before this moment of time.monotonic. Raises: NoVoorbeeldError."""
        inhoud = msgspec.msgpack.encode(bericht)
        rest = memoryview(len(inhoud).to_bytes(LENGTE_BYTES) + inhoud)
        try:
            while rest:
                self._wait(self._schrijven, select.POLLOUT, tot)
                rest = rest[os.write(self._schrijven, rest[:4096]) :]  # at most what a pipe takes at once
        except OSError as error:
            raise NoVoorbeeldError("het proces dat voorbeelden maakt, is gestopt") from error

    def receive(self, soort: type[Soort], tot: float = float("inf")) -> Soort:
        """Read one frame before this moment of time.monotonic.

        Raises: NoVoorbeeldError when it does not come in time, is too long, or is not of this kind.
        """
        lengte = int.from_bytes(self._read(LENGTE_BYTES, tot))
        if lengte > self._maximum:
            raise NoVoorbeeldError(f"een bericht van {lengte} bytes is langer dan {self._maximum}")
        try:
            return msgspec.msgpack.decode(self._read(lengte, tot), type=soort)
        except msgspec.DecodeError as error:
            raise NoVoorbeeldError("een bericht heeft niet de vorm die is afgesproken") from error

    def _read(self, lengte: int, tot: float) -> bytes:
        inhoud = bytearray()
        while len(inhoud) < lengte:
            self._wait(self._lezen, select.POLLIN, tot)
            stuk = os.read(self._lezen, min(lengte - len(inhoud), 1 << 20))
            if not stuk:
                raise NoVoorbeeldError("het proces dat voorbeelden maakt, is gestopt")
            inhoud += stuk
        return bytes(inhoud)

    def _wait(self, bestand: int, waarop: int, tot: float) -> None:
        wachter = select.poll()  # takes any number of a file, where select stops at 1024
        wachter.register(bestand, waarop)
        rest = None if tot == float("inf") else max(0.0, tot - time.monotonic()) * 1_000
        if not wachter.poll(rest):
            raise NoVoorbeeldError("het maken van een voorbeeld duurde te lang")
