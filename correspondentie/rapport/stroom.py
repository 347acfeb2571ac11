"""The stream from household to citizen as a picture: what joined it, what left it, where it leaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

BREEDTE = 340.0
LINKS = 1.0
STAM = 100.0
UITEINDE = 150.0
OPSCHRIFT = 159.0
KNOOP_HOOG = 7.0
NAAM_HOOG = 46.0
TAK_HOOG = 45.0
BOCHT = 8.0
PUNT = 6.0
RUIMTE = 12.0
DUNST = 2.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Tak:
    """What joins or leaves the stream at one step; lek says that nobody knows where it came from or went."""

    naam: str
    aantal: int
    lek: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Stroomstap:
    """One step of the stream: how many there are, what joined just before and what leaves just after."""

    naam: str
    aantal: int
    instroom: tuple[Tak, ...] = ()
    uitstroom: tuple[Tak, ...] = ()

    @property
    def doorgaand(self) -> int:
        """How many go on to the next step."""
        return max(0, self.aantal - sum(tak.aantal for tak in self.uitstroom))


class Vlaksoort(StrEnum):
    """What a shape, or the words beside it, stand for; also its class in the stylesheet."""

    STAM = "stam"
    KNOOP = "knoop"
    INSTROOM = "instroom"
    UITSTROOM = "uitstroom"
    LEK = "lek"


@dataclass(frozen=True, kw_only=True, slots=True)
class Vlak:
    """One shape. Shape: pad is the d of an SVG path."""

    soort: Vlaksoort
    pad: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Opschrift:
    """The words beside a shape. Unit: SVG units; (x, y) is the middle of their left side."""

    soort: Vlaksoort
    x: float
    y: float
    naam: str
    aantal: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Stroomtekening:
    """A drawing from top to bottom. Unit: SVG units."""

    hoogte: float
    vlakken: tuple[Vlak, ...] = ()
    opschriften: tuple[Opschrift, ...] = ()
    breedte: float = BREEDTE


@dataclass(frozen=True, kw_only=True, slots=True)
class _Band:
    """Where a Tak lies: beside the trunk from x on, as thick as dikte, level around y."""

    tak: Tak
    x: float
    y: float
    dikte: float


def compute_stroomtekening(stappen: Sequence[Stroomstap]) -> Stroomtekening:
    """Draw the stream: a trunk at the left side, what joins it and leaves it at its right side.

    Shape: every band is as wide as its number; what is not zero is always visible.
    """
    schaal = STAM / max((1, *(stap.aantal for stap in stappen)))
    tekening = Stroomtekening(hoogte=0.0)
    doorgaand = 0
    for stap in stappen:
        tekening = _join(tekening, _draw_instroom(stap, doorgaand, tekening.hoogte, schaal))
        tekening = _join(tekening, _draw_uitstroom(stap, tekening.hoogte, schaal))
        doorgaand = stap.doorgaand
    return tekening


def _join(boven: Stroomtekening, onder: Stroomtekening) -> Stroomtekening:
    return Stroomtekening(
        hoogte=onder.hoogte,
        vlakken=boven.vlakken + onder.vlakken,
        opschriften=boven.opschriften + onder.opschriften,
    )


def _draw_instroom(stap: Stroomstap, doorgaand: int, boven: float, schaal: float) -> Stroomtekening:
    """Draw what joins the trunk on its way down to this step: the highest comes in furthest left."""
    banden: list[_Band] = []
    x, onder = LINKS + doorgaand * schaal, boven
    for tak in stap.instroom:
        dikte = _dikte(tak.aantal, schaal)
        hoog = max(TAK_HOOG, dikte + 2 * BOCHT)
        banden.append(_Band(tak=tak, x=x, y=onder + hoog / 2, dikte=dikte))
        x, onder = x + dikte, onder + hoog
    vlakken = [_stam(doorgaand * schaal, boven, onder)]
    vlakken += [Vlak(soort=_soort(b.tak, Vlaksoort.INSTROOM), pad=_bend_in(b, onder)) for b in banden]
    opschriften = [_opschrift(band, Vlaksoort.INSTROOM) for band in banden]
    return Stroomtekening(hoogte=onder, vlakken=tuple(vlakken), opschriften=tuple(opschriften))


def _draw_uitstroom(stap: Stroomstap, boven: float, schaal: float) -> Stroomtekening:
    """Draw this step, its name, and what leaves the trunk below it: the furthest right leaves first."""
    breed, begin = _dikte(stap.aantal, schaal), boven + KNOOP_HOOG
    banden: list[_Band] = []
    # The room keeps what leaves apart from what just came in above it.
    x, onder = LINKS + breed, begin + RUIMTE * bool(stap.instroom)
    for tak in stap.uitstroom:
        dikte = _dikte(tak.aantal, schaal)
        hoog = max(TAK_HOOG, dikte + 2 * BOCHT)
        x = max(LINKS, x - dikte)
        banden.append(_Band(tak=tak, x=x, y=onder + hoog / 2, dikte=dikte))
        onder += hoog
    onder = max(onder, begin + NAAM_HOOG)
    vlakken = [_stam(stap.doorgaand * schaal, begin, onder)]
    vlakken += [Vlak(soort=_soort(b.tak, Vlaksoort.UITSTROOM), pad=_bend_out(b, begin)) for b in banden]
    vlakken += [Vlak(soort=Vlaksoort.KNOOP, pad=_block(breed, boven, begin))]
    naam = Opschrift(
        soort=Vlaksoort.KNOOP, x=LINKS + 9, y=begin + NAAM_HOOG / 2, naam=stap.naam, aantal=stap.aantal
    )
    opschriften = [naam, *(_opschrift(band, Vlaksoort.UITSTROOM) for band in banden)]
    return Stroomtekening(hoogte=onder, vlakken=tuple(vlakken), opschriften=tuple(opschriften))


def _dikte(aantal: int, schaal: float) -> float:
    return max(DUNST, aantal * schaal) if aantal else 0.0


def _soort(tak: Tak, soort: Vlaksoort) -> Vlaksoort:
    return Vlaksoort.LEK if tak.lek else soort


def _opschrift(band: _Band, soort: Vlaksoort) -> Opschrift:
    return Opschrift(
        soort=_soort(band.tak, soort), x=OPSCHRIFT, y=band.y, naam=band.tak.naam, aantal=band.tak.aantal
    )


def _stam(breed: float, boven: float, onder: float) -> Vlak:
    return Vlak(soort=Vlaksoort.STAM, pad=_block(breed, boven, onder))


def _block(breed: float, boven: float, onder: float) -> str:
    return f"M{LINKS:.1f} {boven:.1f}h{breed:.1f}V{onder:.1f}h{-breed:.1f}z"


def _bend_out(band: _Band, boven: float) -> str:
    """Down along the trunk, round the corner to the right, and out in a point."""
    links, rechts, half = band.x, band.x + band.dikte, band.dikte / 2
    hoog, laag, wijd = band.y - half, band.y + half, BOCHT + band.dikte
    return "".join(
        (
            f"M{links:.1f} {boven:.1f}V{laag - wijd:.1f}",
            _arc(wijd, links + wijd, laag, draai=0),
            f"H{UITEINDE:.1f}L{UITEINDE + min(PUNT, half):.1f} {band.y:.1f}L{UITEINDE:.1f} {hoog:.1f}",
            f"H{rechts + BOCHT:.1f}",
            _arc(BOCHT, rechts, hoog - BOCHT, draai=1),
            f"V{boven:.1f}z",
        )
    )


def _bend_in(band: _Band, onder: float) -> str:
    """In from the right with a notch, then round the corner down into the trunk."""
    links, rechts, half = band.x, band.x + band.dikte, band.dikte / 2
    hoog, laag, wijd = band.y - half, band.y + half, BOCHT + band.dikte
    return "".join(
        (
            f"M{UITEINDE:.1f} {laag:.1f}L{UITEINDE - min(PUNT, half):.1f} {band.y:.1f}",
            f"L{UITEINDE:.1f} {hoog:.1f}H{links + wijd:.1f}",
            _arc(wijd, links, hoog + wijd, draai=0),
            f"V{onder:.1f}H{rechts:.1f}V{laag + BOCHT:.1f}",
            _arc(BOCHT, rechts + BOCHT, laag, draai=1),
            "z",
        )
    )


def _arc(straal: float, x: float, y: float, *, draai: int) -> str:
    return f"A{straal:.1f} {straal:.1f} 0 0 {draai} {x:.1f} {y:.1f}"
