"""Formes made ready for work: what of a block never changes is one format, with holes for the rest.

A block is drawn in its own coordinates, moved to its place by one operator. So nothing in it depends on where
it stands, and a block without values is the same bytes in every letter.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from correspondentie.zetter.alinea import Alinea, Regel, break_alinea, break_waarde, make_mal
from correspondentie.zetter.kopij import VELD
from correspondentie.zetter.letterkast import Letterbak, Lettersoort
from correspondentie.zetter.vormen import (
    ONZICHTBAAR,
    Knoop,
    Link,
    Marges,
    Plek,
    Stand,
    Tekststijl,
    Vast,
    Vorm,
)

OUDER, KNOOP, MERK, BLAD, ANNOTATIE = range(5)  # from which number an argument of the format of a tag counts
ZICHTBAAR = b"0 Tr\n"
SCHEIDING = b"\0"  # between two elements of the tag tree


class Lijnplek(NamedTuple):
    """Where one line goes. Unit: CSS pixels.

    links is all before its glyphs, for a line in one style that starts at the left; at the right its x goes
    between voor and na. All three are empty for a line in more styles.
    """

    alinea: int
    regel: int
    x: float
    ruimte: float
    uitlijning: float
    y: float
    slot: bytes  # the end of the line, and the same with a space before it
    slot_met_wit: bytes
    links: bytes
    voor: bytes
    na: bytes


class Druk(NamedTuple):
    """A block, or some lines of it, ready to be printed.

    Shape: the holes of formaat are its height on the page and then volgorde: the number of a mark (from -1
    down) or of a line (from 0). The holes of tags are numbers: which to count from, and how far.
    """

    formaat: bytes
    volgorde: tuple[int, ...]
    plekken: tuple[Lijnplek, ...]
    merken: tuple[int, ...]  # per mark the element that bears it
    tags: bytes
    soorten: tuple[int, ...]
    verten: tuple[int, ...]
    toppen: tuple[int, ...]
    links: tuple[Link, ...]
    linkknopen: tuple[int, ...]


class Zetblok:
    """One block with its lines. Shape: regels per paragraph with values. klasse: which specimen it needs."""

    __slots__ = ("druk", "klasse", "regels", "stand", "zetvorm")

    def __init__(
        self,
        zetvorm: "Zetvorm",
        regels: tuple[tuple[Regel, ...], ...],
        stand: Stand,
        druk: Druk,
        klasse: int,
    ) -> None:
        self.zetvorm = zetvorm
        self.regels = regels
        self.stand = stand
        self.druk = druk
        self.klasse = klasse

    def make_deel(self, van: int, tot: int) -> Druk:
        """Make the format of the lines from van to tot."""
        regels = self.stand.regels
        boven = regels[van - 1] if van else float("-inf")
        deel = [tekst for tekst in self.stand.tekst if boven < tekst.y <= regels[tot - 1]]
        return self.zetvorm.make_druk(self.stand, deel)


class Zetvorm:
    """A Vorm with the type cases of its styles and its printing formats."""

    def __init__(
        self, vorm: Vorm, find_bak: Callable[[Lettersoort], Letterbak], find_klasse: Callable[[Stand], int]
    ) -> None:
        self.vorm = vorm
        self.marges: Marges = vorm.marges
        self.knoop = vorm.knoop
        self.alineas: tuple[Alinea, ...] = vorm.alineas
        self.kleinste = vorm.marges.wezen + vorm.marges.weduwen  # with fewer lines no page ends inside
        self.kopniveau = vorm.kopniveau
        self._los = [
            len(alinea.segmenten) == 1 and alinea.segmenten[0].tekst == VELD for alinea in vorm.alineas
        ]
        self.bakken = [find_bak(stijl.soort) for stijl in vorm.stijlen if stijl.soort is not None]
        self._mallen = [
            make_mal(alinea, self.bakken) if len(alinea.segmenten) > 1 else None for alinea in vorm.alineas
        ]
        self._find_klasse = find_klasse
        self._drukken: dict[tuple[int, ...], tuple[Stand, Druk, int]] = {}
        self._vast: Zetblok | None = None

    def find_stand(self, aantallen: tuple[int, ...]) -> tuple[Stand, Druk, int] | None:
        """Find a block with these numbers of lines: its measures, its format, and which specimen it needs."""
        gevonden = self._drukken.get(aantallen)
        if gevonden is None and (stand := self.vorm.standen.get(aantallen)) is not None:
            druk = self.make_druk(stand, stand.tekst)
            gevonden = self._drukken[aantallen] = (stand, druk, self._find_klasse(stand))
        return gevonden

    def set_blok(self, waarden: Sequence[str], eerste: int) -> Zetblok | None:
        """Set the block with the values from this place on; None when it never had so many lines.

        Raises: CannotFillError.
        """
        if not self.alineas:
            return self._find_vast()
        regels: list[tuple[Regel, ...]] = []
        bakken = self.bakken
        for alinea, los, mal in zip(self.alineas, self._los, self._mallen, strict=True):
            if los:
                regels.append(break_waarde(alinea, waarden[eerste], bakken[alinea.segmenten[0].soort]))
                eerste += 1
                continue
            velden = alinea.velden
            regels.append(break_alinea(alinea, waarden[eerste : eerste + velden], bakken, mal))
            eerste += velden
        gevonden = self.find_stand(tuple(map(len, regels)))
        if gevonden is None:
            return None
        stand, druk, klasse = gevonden
        klasse = max(klasse, *[regel[3] for rij in regels for regel in rij])
        return Zetblok(self, tuple(regels), stand, druk, klasse)

    def _find_vast(self) -> Zetblok | None:
        """Find the block, when no value stands in it: the same one for every letter."""
        if self._vast is None and (gevonden := self.find_stand(())) is not None:
            self._vast = Zetblok(self, (), *gevonden)
        return self._vast

    def make_druk(self, stand: Stand, tekst: Sequence[Vast | Plek]) -> Druk:
        """Make the format of a block, or of some of its lines."""
        heel = len(tekst) == len(stand.tekst)
        bladen = list(dict.fromkeys(deel.blad for deel in tekst))
        delen: list[bytes] = [b"q\n1 0 0 1 0 %f cm\n"]
        if heel:
            delen.append(stand.tekening.replace(b"%", b"%%"))
        volgorde: list[int] = []
        plekken: list[Lijnplek] = []
        vorige, stijl = -1, None
        for deel in tekst:
            if deel.blad != vorige:
                delen.append((b"ET\nEMC\n" if vorige >= 0 else b"") + b"/Span<</MCID %d>>BDC\nBT\n")
                volgorde.append(-1 - bladen.index(deel.blad))
                vorige = deel.blad
            if isinstance(deel, Vast):
                voor, stijl = _make_voor(deel.x, deel.y, deel.stijl, stijl), deel.stijl
                delen.append(b"%s%s)]TJ\n" % (voor.replace(b"%", b"%%"), deel.tekens.replace(b"%", b"%%")))
            else:
                delen.append(b"%b")
                volgorde.append(len(plekken))
                plekken.append(self._make_plek(deel))
                stijl = None
        delen.append(b"ET\nEMC\nQ\n" if vorige >= 0 else b"Q\n")
        tags = _Tags(bladen, heel=heel)
        toppen = tuple(nummer for knoop in stand.knopen if (nummer := tags.add(knoop, None)) is not None)
        return Druk(
            b"".join(delen),
            tuple(volgorde),
            tuple(plekken),
            tuple(tags.merken[blad] for blad in bladen),
            SCHEIDING.join(tags.formaten),
            tuple(soort for soort, _ in tags.argumenten),
            tuple(ver for _, ver in tags.argumenten),
            toppen,
            stand.links if heel else (),
            tuple(tags.links[link] for link in range(len(stand.links))) if heel else (),
        )

    def _make_plek(self, plek: Plek) -> Lijnplek:
        alinea = self.alineas[plek.alinea]
        slot, wit = b")]TJ\n", b""
        if plek.volgt:
            wit = self.bakken[alinea.segmenten[-1].soort].find_woord("").spatie.tekens
        links = voor = na = b""
        if len(alinea.segmenten) == 1:
            stijl = self.vorm.stijlen[alinea.segmenten[0].soort]
            if plek.uitlijning:
                voor, na = stijl.operators + b"1 0 0 -1 ", b" %f Tm[(" % plek.y
            else:
                links = _make_voor(plek.x, plek.y, stijl, None)
        return Lijnplek(
            alinea=plek.alinea,
            regel=plek.regel,
            x=plek.x,
            ruimte=plek.ruimte,
            uitlijning=plek.uitlijning,
            y=plek.y,
            slot=slot,
            slot_met_wit=wit + slot,
            links=links,
            voor=voor,
            na=na,
        )

    def write_regel(self, plek: Lijnplek, regel: Regel) -> bytes:
        """Write a line that is not simply at the left."""
        runs, breedte, koppelt, _ = regel
        slot = plek.slot if koppelt else plek.slot_met_wit
        if plek.na:
            x = plek.x + plek.uitlijning * max(0.0, plek.ruimte - breedte)
            return b"%s%f%s%s%s" % (plek.voor, x, plek.na, runs[0][1], slot)
        begin = plek.x + plek.uitlijning * max(0.0, plek.ruimte - breedte)
        delen: list[bytes] = []
        stijl: Tekststijl | None = None
        for run in runs:
            nieuw = self.vorm.stijlen[run.soort]
            delen.append(_make_voor(begin + run.begin, plek.y, nieuw, stijl))
            delen.append(run.tekens + plek.slot)
            stijl = nieuw
        delen[-1] = runs[-1].tekens + slot
        return b"".join(delen)


def _make_voor(x: float, y: float, stijl: Tekststijl, vorige: Tekststijl | None) -> bytes:
    operators = b"" if stijl == vorige else stijl.operators
    if vorige is not None and operators and vorige.operators.endswith(ONZICHTBAAR):
        operators = ZICHTBAAR + operators
    return b"%s1 0 0 -1 %f %f Tm[(" % (operators, x, y)


class _Tags:
    """The elements of a block as formats. heel: also those without any text."""

    def __init__(self, bladen: Sequence[int], *, heel: bool) -> None:
        self._bladen = bladen
        self._heel = heel
        self.formaten: list[bytes] = []
        self._argumenten: list[list[tuple[int, int]]] = []
        self.merken: dict[int, int] = {}
        self.links: dict[int, int] = {}

    @property
    def argumenten(self) -> tuple[tuple[int, int], ...]:
        """What goes in the holes of all formats, in order."""
        return tuple(argument for rij in self._argumenten for argument in rij)

    def add(self, knoop: Knoop, boven: int | None) -> int | None:
        """Add an element and all below it. Returns: its number in the block; None when it has nothing."""
        if not self._heel and not any(blad in self._bladen for blad in _list_bladen(knoop)):
            return None
        nummer = len(self.formaten)
        self.formaten.append(b"")
        argumenten = [(OUDER, 0) if boven is None else (KNOOP, boven), (BLAD, 0)]
        self._argumenten.append(argumenten)
        kinderen: list[bytes] = []
        for kind in knoop.kinderen:
            if isinstance(kind, Knoop):
                diep = self.add(kind, nummer)
                if diep is not None:
                    kinderen.append(b"%d 0 R")
                    argumenten.append((KNOOP, diep))
            elif kind in self._bladen:
                kinderen.append(b"%d")
                argumenten.append((MERK, self._bladen.index(kind)))
                self.merken[kind] = nummer
        if knoop.link is not None:
            kinderen.append(b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>")
            argumenten += [(ANNOTATIE, knoop.link), (BLAD, 0)]
            self.links[knoop.link] = nummer
        self.formaten[nummer] = b"<</Type/StructElem/S/%s/P %%d 0 R/Pg %%d 0 R/K[%s]%s>>" % (
            knoop.tag.encode(),
            b" ".join(kinderen),
            knoop.eigenschappen.replace(b"%", b"%%"),
        )
        return nummer


def _list_bladen(knoop: Knoop) -> Iterator[int]:
    for kind in knoop.kinderen:
        if isinstance(kind, Knoop):
            yield from _list_bladen(kind)
        else:
            yield kind
