"""Divide the blocks of a letter over pages as WeasyPrint would: as much on a page as fits and may be split.

A page ends at the last place before the overflow at which a break is allowed. Where there is no such place, or
where something fits by a hair's breadth, the letter is composed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from correspondentie.zetter.errors import CannotFillError, MissingVormError
from correspondentie.zetter.vormen import Bladvorm, Knoop
from correspondentie.zetter.zetvorm import Zetblok, Zetvorm

SPELING = 0.0005  # CSS pixels; measures are kept to a millionth, and some hundreds of them add up


class Open(NamedTuple):
    """A container begins."""

    zetvorm: Zetvorm


class Dicht(NamedTuple):
    """A container ends."""

    zetvorm: Zetvorm


Gebeurtenis = Zetblok | Open | Dicht


class Geplaatst(NamedTuple):
    """A block, or some lines of it, on a page. Unit: y of its top in CSS pixels.

    boven are the elements it stands in, by the number of their container in the letter.
    """

    blok: Zetblok
    y: float
    van: int
    tot: int  # -1: the whole block
    boven: tuple[tuple[int, Knoop], ...]


class _Atoom(NamedTuple):
    """What stays together. ruimte: above it when it is not the first on a page."""

    blok: Zetblok
    regel: int
    ruimte: float
    hoogte: float
    mag: bool
    boven: tuple[tuple[int, Knoop], ...]


@dataclass(slots=True)
class _Stand:
    """Between two blocks: the margins that collapse, and whether a page may end here."""

    marges: list[float] = field(default_factory=list)
    vermijd: bool = False
    heel: int = 0
    laagste: int = 0
    boven: list[tuple[int, Knoop]] = field(default_factory=list)


def divide_bladen(
    gebeurtenissen: Sequence[Gebeurtenis], eerste: Bladvorm, volgende: Bladvorm | None
) -> list[list[Geplaatst]]:
    """Divide the blocks over pages. Raises: CannotFillError, MissingVormError."""
    atomen = list(_list_atomen(gebeurtenissen))
    bladen: list[list[Geplaatst]] = [[]]
    begin, y, grens = 0, eerste.boven, eerste.onder
    hoogten: list[float] = [0.0] * len(atomen)
    plaats = 0
    while plaats < len(atomen):
        atoom = atomen[plaats]
        top = y + (atoom.ruimte if plaats > begin else 0.0)
        onder = top + atoom.hoogte
        if onder > grens - SPELING:
            einde = _find_einde(atomen, begin, plaats, onder - grens)
            _place(atomen[begin:einde], hoogten[begin:einde], bladen[-1])
            if volgende is None:
                raise MissingVormError("deze brief heeft voor het eerst een tweede blad")
            bladen.append([])
            begin = plaats = einde
            y, grens = volgende.boven, volgende.onder
            kop = atomen[begin].blok.tabelkop
            if kop is not None:
                bladen[-1].append(Geplaatst(kop, y, 0, -1, atomen[begin].boven[:-1]))
                y += kop.stand.hoogte
            continue
        hoogten[plaats] = top
        y = onder
        plaats += 1
    _place(atomen[begin:], hoogten[begin:], bladen[-1])
    return bladen


def _find_einde(atomen: Sequence[_Atoom], begin: int, plaats: int, over: float) -> int:
    if over < SPELING:
        raise CannotFillError("een blok past precies wel of precies niet op het blad")
    einde = plaats
    while einde > begin and not atomen[einde].mag:
        einde -= 1
    if einde == begin:
        raise CannotFillError("nergens op het blad mag een volgend blad beginnen")
    return einde


def _place(atomen: Sequence[_Atoom], hoogten: Sequence[float], blad: list[Geplaatst]) -> None:
    for atoom, top in zip(atomen, hoogten, strict=True):
        if atoom.regel < 0:
            blad.append(Geplaatst(atoom.blok, top, 0, -1, atoom.boven))
        elif blad and blad[-1].blok is atoom.blok and blad[-1].tot == atoom.regel:
            tot = atoom.regel + 1
            heel = not blad[-1].van and tot == len(atoom.blok.stand.regels)
            blad[-1] = blad[-1]._replace(tot=-1 if heel else tot)
        else:
            eerder = atoom.blok.stand.regels[atoom.regel - 1] if atoom.regel else 0.0
            blad.append(Geplaatst(atoom.blok, top - eerder, atoom.regel, atoom.regel + 1, atoom.boven))


def _list_atomen(gebeurtenissen: Sequence[Gebeurtenis]) -> Iterator[_Atoom]:
    stand = _Stand()
    nummer = 0
    boven: tuple[tuple[int, Knoop], ...] = ()
    for gebeurtenis in gebeurtenissen:
        marges = gebeurtenis.zetvorm.marges
        if isinstance(gebeurtenis, Open):
            nummer += 1
            stand.marges.append(marges.boven)
            stand.vermijd |= marges.bij_vorige
            stand.heel += marges.heel
            if gebeurtenis.zetvorm.knoop is not None:
                boven = (*boven, (nummer, gebeurtenis.zetvorm.knoop))
        elif isinstance(gebeurtenis, Dicht):
            stand.marges.append(marges.onder)
            stand.vermijd |= marges.bij_volgende
            stand.heel -= marges.heel
            stand.laagste = min(stand.laagste, stand.heel)
            if gebeurtenis.zetvorm.knoop is not None:
                boven = boven[:-1]
        else:
            yield from _list_blokatomen(gebeurtenis, stand, boven)
            stand.marges = [marges.onder]
            stand.vermijd = marges.bij_volgende
            stand.laagste = stand.heel


def _list_blokatomen(blok: Zetblok, stand: _Stand, boven: tuple[tuple[int, Knoop], ...]) -> Iterator[_Atoom]:
    marges = blok.zetvorm.marges
    ruimte = _collapse([*stand.marges, marges.boven])
    mag = not (stand.vermijd or marges.bij_vorige or stand.laagste)
    if len(blok.stand.regels) < marges.wezen + marges.weduwen or marges.heel or stand.heel:
        yield _Atoom(blok, -1, ruimte, blok.stand.hoogte, mag, boven)
        return
    aantal = len(blok.stand.regels)
    vorige = 0.0
    for regel, onder in enumerate(blok.stand.regels):
        tussen = regel >= marges.wezen and aantal - regel >= marges.weduwen
        yield _Atoom(blok, regel, 0.0 if regel else ruimte, onder - vorige, tussen if regel else mag, boven)
        vorige = onder


def _collapse(marges: Sequence[float]) -> float:
    """Collapse adjoining margins: the largest positive and the smallest negative one together."""
    return max(0.0, *marges) + min(0.0, *marges)
