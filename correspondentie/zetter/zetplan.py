"""What of a letter follows from its fixed text alone.

Its blocks in order, the room between them, where a page may end, and in which elements each stands. Letters
with the same fixed text share one plan.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from correspondentie.zetter.blokken import Blok, Rol, Sleutel
from correspondentie.zetter.errors import CannotFillError, MissingVormError
from correspondentie.zetter.kopij import VELD
from correspondentie.zetter.vormen import Knoop, Tekenreeks
from correspondentie.zetter.zetvorm import Zetvorm

Boven = tuple[
    tuple[int, Knoop], ...
]  # the containers of a block: the number of each in the letter, its element


class Planblok(NamedTuple):
    """A block in a plan. Unit: ruimte above it in CSS pixels, where it is not the first on a page.

    mag: a page may end before it. heel: no page ends inside it. kop: the place of the table head that comes
    back when a page ends before it, -1 for none.
    """

    zetvorm: Zetvorm
    eerste: int
    ruimte: float
    mag: bool
    heel: bool
    kop: int
    boven: Boven


class Tekstbron(NamedTuple):
    """A text that is put together from values: a string of CSS. eerste: the place of its first value."""

    naam: str
    tekst: str
    eerste: int


class Zetplan(NamedTuple):
    """The plan of all letters with one fixed text."""

    blokken: tuple[Planblok, ...]
    reeksen: tuple[Tekstbron, ...]


@dataclass(slots=True)
class _Stand:
    """Between two blocks: the margins that collapse, whether a page may end here, and what is open."""

    marges: list[float] = field(default_factory=list)
    vermijd: bool = False
    heel: int = 0
    laagste: int = 0
    boven: Boven = ()
    open: list[Zetvorm] = field(default_factory=list)
    houders: int = 0
    kop: int = -1


def make_plan(blokken: Sequence[Blok], find_vorm: Callable[[Sleutel], Zetvorm | None]) -> Zetplan:
    """Make the plan of a letter. Raises: MissingVormError, CannotFillError."""
    reeksen: dict[str, Tekstbron] = {}
    uit: list[Planblok] = []
    stand = _Stand()
    for blok in blokken:
        if blok.soort.rol is Rol.NIETS:
            continue
        if blok.soort.rol is Rol.DICHT:
            if blok.soort.los:
                _find(blok, find_vorm)
            _close(stand)
            continue
        zetvorm = _find(blok, find_vorm)
        for bron in _list_bronnen(blok, zetvorm.vorm.tekenreeksen):
            if bron.naam in reeksen:
                raise CannotFillError("een kop- of voettekst wisselt binnen de brief")
            reeksen[bron.naam] = bron
        if blok.soort.rol is Rol.OPEN:
            _open(stand, zetvorm, blok.soort.tag)
        else:
            uit.append(_place(stand, zetvorm, blok, len(uit)))
    return Zetplan(tuple(uit), tuple(reeksen.values()))


def _find(blok: Blok, find_vorm: Callable[[Sleutel], Zetvorm | None]) -> Zetvorm:
    zetvorm = find_vorm(blok.sleutel)
    if zetvorm is None:
        raise MissingVormError("een blok is nog niet eerder gezet")
    if zetvorm.vorm.reden:
        raise CannotFillError(zetvorm.vorm.reden)
    return zetvorm


def _list_bronnen(blok: Blok, reeksen: Sequence[Tekenreeks]) -> Iterator[Tekstbron]:
    for reeks in reeksen:
        tekst = reeks.tekst
        if reeks.attribuut:
            tekst = blok.soort.open.partition(f'{reeks.attribuut}="')[2].partition('"')[0]
        yield Tekstbron(reeks.naam, tekst, blok.eerste)


def _open(stand: _Stand, zetvorm: Zetvorm, tag: str) -> None:
    marges = zetvorm.marges
    stand.open.append(zetvorm)
    stand.houders += 1
    stand.marges.append(marges.boven)
    stand.vermijd |= marges.bij_vorige
    stand.heel += marges.heel
    stand.kop = stand.kop if tag == "tbody" else -1
    if zetvorm.knoop is not None:
        stand.boven = (*stand.boven, (stand.houders, zetvorm.knoop))


def _close(stand: _Stand) -> None:
    zetvorm = stand.open.pop()
    stand.marges.append(zetvorm.marges.onder)
    stand.vermijd |= zetvorm.marges.bij_volgende
    stand.heel -= zetvorm.marges.heel
    stand.laagste = min(stand.laagste, stand.heel)
    if zetvorm.knoop is not None:
        stand.boven = stand.boven[:-1]


def _place(stand: _Stand, zetvorm: Zetvorm, blok: Blok, plaats: int) -> Planblok:
    marges = zetvorm.marges
    rij = blok.soort.tag == "tr" and blok.rij > 1
    planblok = Planblok(
        zetvorm,
        blok.eerste,
        _collapse([*stand.marges, marges.boven]),
        not (stand.vermijd or marges.bij_vorige or stand.laagste),
        bool(marges.heel or stand.heel),
        stand.kop if rij else -1,
        stand.boven,
    )
    if blok.soort.tag == "thead":
        stand.kop = plaats
    stand.marges = [marges.onder]
    stand.vermijd = marges.bij_volgende
    stand.laagste = stand.heel
    return planblok


def _collapse(marges: Sequence[float]) -> float:
    """Collapse adjoining margins: the largest positive and the smallest negative one together."""
    return max(0.0, *marges) + min(0.0, *marges)


def fill_bron(tekst: str, waarden: Sequence[str], eerste: int) -> str:
    """Put the values from this place on in a text.

    Raises: CannotFillError when white space that does not break stands at the begin or the end.
    """
    stukken = tekst.split(VELD)
    gegeven = waarden[eerste : eerste + len(stukken) - 1]
    gevuld = "".join([deel for paar in zip(stukken, (*gegeven, ""), strict=True) for deel in paar])
    gevuld = " ".join([woord for woord in gevuld.split(" ") if woord])
    if gevuld != gevuld.strip():
        raise CannotFillError("een titel of een tekst in de marge begint of eindigt met vast wit")
    return gevuld
