"""Divide the blocks of a letter over pages as WeasyPrint would: as much on a page as fits and may be split.

A page ends at the last place before the overflow at which a break is allowed. Where there is no such place,
or where something fits by a hair's breadth, the letter is composed.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from correspondentie.zetter.errors import CannotFillError, MissingVormError
from correspondentie.zetter.vormen import Bladvorm
from correspondentie.zetter.zetplan import Boven, Planblok
from correspondentie.zetter.zetvorm import Zetblok

SPELING = 0.0005  # CSS pixels; measures are kept to a millionth, and some hundreds of them add up


class Geplaatst(NamedTuple):
    """A block, or its lines from van to tot (-1: all of it), on a page. Unit: y of its top in CSS pixels."""

    nummer: int
    blok: Zetblok
    y: float
    van: int
    tot: int
    boven: Boven


class _Atoom(NamedTuple):
    """What stays together: a block (regel -1), or one line of it."""

    nummer: int
    regel: int
    ruimte: float
    hoogte: float
    mag: bool


def divide_bladen(
    plan: Sequence[Planblok], blokken: Sequence[Zetblok], eerste: Bladvorm, volgende: Bladvorm | None
) -> list[list[Geplaatst]]:
    """Divide the blocks over pages. Raises: CannotFillError, MissingVormError."""
    atomen = list(_list_atomen(plan, blokken))
    bladen: list[list[Geplaatst]] = [[]]
    begin, y, grens = 0, eerste.boven, eerste.onder - SPELING
    toppen: list[float] = []
    plaats, aantal = 0, len(atomen)
    while plaats < aantal:
        _, _, ruimte, hoogte, _ = atomen[plaats]
        top = y + ruimte if plaats > begin else y
        onder = top + hoogte
        if onder <= grens:
            toppen.append(top)
            y = onder
            plaats += 1
            continue
        einde = _find_einde(atomen, begin, plaats, onder - grens)
        _place(plan, blokken, atomen[begin:einde], toppen[: einde - begin], bladen[-1])
        if volgende is None:
            raise MissingVormError("deze brief heeft voor het eerst een tweede blad")
        begin = plaats = einde
        toppen = []
        y, grens = volgende.boven, volgende.onder - SPELING
        bladen.append([])
        kop = plan[atomen[begin].nummer].kop
        if kop >= 0:
            boven = plan[atomen[begin].nummer].boven[:-1]  # its table, without the group of the row
            bladen[-1].append(Geplaatst(kop, blokken[kop], y, 0, -1, boven))
            y += blokken[kop].stand.hoogte
    _place(plan, blokken, atomen[begin:], toppen, bladen[-1])
    return bladen


def _find_einde(atomen: Sequence[_Atoom], begin: int, plaats: int, over: float) -> int:
    if over < 2 * SPELING:
        raise CannotFillError("een blok past precies wel of precies niet op het blad")
    einde = plaats
    while einde > begin and not atomen[einde].mag:
        einde -= 1
    if einde == begin:
        raise CannotFillError("nergens op het blad mag een volgend blad beginnen")
    return einde


def _place(
    plan: Sequence[Planblok],
    blokken: Sequence[Zetblok],
    atomen: Sequence[_Atoom],
    toppen: Sequence[float],
    blad: list[Geplaatst],
) -> None:
    for (nummer, regel, _, _, _), top in zip(atomen, toppen, strict=True):
        blok = blokken[nummer]
        if regel < 0:
            blad.append(Geplaatst(nummer, blok, top, 0, -1, plan[nummer].boven))
        elif blad and blad[-1].nummer == nummer:
            heel = not blad[-1].van and regel + 1 == len(blok.stand.regels)
            blad[-1] = blad[-1]._replace(tot=-1 if heel else regel + 1)
        else:
            eerder = blok.stand.regels[regel - 1] if regel else 0.0
            blad.append(Geplaatst(nummer, blok, top - eerder, regel, regel + 1, plan[nummer].boven))


def _list_atomen(plan: Sequence[Planblok], blokken: Sequence[Zetblok]) -> Iterator[_Atoom]:
    for nummer, (planblok, blok) in enumerate(zip(plan, blokken, strict=True)):
        stand = blok.stand
        regels = stand.regels
        zetvorm, _, ruimte, mag, heel, _, _ = planblok
        if heel or not regels or len(regels) < zetvorm.kleinste:
            yield _Atoom(nummer, -1, ruimte, stand.hoogte, mag)
            continue
        vorige = 0.0
        wezen, weduwen = zetvorm.marges.wezen, zetvorm.marges.weduwen
        for regel, onder in enumerate(regels):
            tussen = regel >= wezen and len(regels) - regel >= weduwen
            yield _Atoom(nummer, regel, 0.0 if regel else ruimte, onder - vorige, tussen if regel else mag)
            vorige = onder
