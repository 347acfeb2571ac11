"""An excerpt of a letter: the blocks of which a forme must still be learned, and what stands beside them.

A block looks as it does because of its neighbours and what it stands in, so those come along. Composing a
few blocks takes a fraction of composing the whole letter.
"""

from collections.abc import Collection, Iterator, Sequence

from correspondentie.zetter.blokken import Blok, Rol
from correspondentie.zetter.kopij import BLOK, VELD, Kopij

Groep = range  # the places of the blocks of one direct child of the body of the letter


def make_uittreksel(kopij: Kopij, blokken: Sequence[Blok], nieuw: Collection[int]) -> Kopij:
    """Make an excerpt that holds the blocks at these places, whole with their neighbours.

    Shape: nieuw holds places in blokken, which are all blocks of this letter.
    """
    groepen = list(_list_groepen(blokken))
    gezocht = [nummer for nummer, groep in enumerate(groepen) if any(plaats in groep for plaats in nieuw)]
    houden = {0, *(nummer + stap for nummer in gezocht for stap in (-1, 0, 1))}
    weg = {
        stuk
        for nummer, groep in enumerate(groepen)
        if nummer not in houden
        for stuk in _list_stukken(blokken, groep)
    }
    return _leave_out(kopij, weg)


def _list_groepen(blokken: Sequence[Blok]) -> Iterator[Groep]:
    diepte = begin = 0
    for plaats, blok in enumerate(blokken):
        rol = blok.soort.rol
        if diepte == 1 and rol is not Rol.DICHT:
            begin = plaats
        diepte += {Rol.OPEN: 1, Rol.DICHT: -1}.get(rol, 0)
        if diepte == 1 and (begin or rol is not Rol.OPEN):
            yield range(begin, plaats + 1)


def _list_stukken(blokken: Sequence[Blok], groep: Groep) -> range:
    """List which pieces of the fixed text these blocks are; a block ends where the next begins."""
    return range(blokken[groep.start].nummer, blokken[groep.stop].nummer)


def _leave_out(kopij: Kopij, weg: Collection[int]) -> Kopij:
    skelet: list[str] = []
    waarden: list[str] = []
    eerste = 0
    for nummer, stuk in enumerate(kopij.skelet.split(BLOK)):
        velden = stuk.count(VELD)
        if nummer not in weg:
            skelet.append(stuk)
            waarden += kopij.waarden[eerste : eerste + velden]
        eerste += velden
    return Kopij(BLOK.join(skelet), tuple(waarden))
