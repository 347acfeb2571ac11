"""The whole check of a text: while somebody writes, and as the gate before a second person may approve."""

from dataclasses import dataclass, replace

from correspondentie.redactie.controle.bevindingen import Bevinding, Controle, Ernst, Maten
from correspondentie.redactie.controle.tekstkeurder import SCHRIJFFOUT, make_bevinding, merge_gevallen
from correspondentie.redactie.voorbeeldmaker import Voorbeeldmaker, Voorbeeldopdracht
from correspondentie.redactie.voorbeeldvragen import Schrijffout


@dataclass(frozen=True, slots=True)
class _Zetwerk:
    fouten: list[Bevinding]
    paginas: dict[str, int]
    redenen: set[str]


def check_tekst(maker: Voorbeeldmaker, opdracht: Voorbeeldopdracht, *, zetten: bool) -> Controle:
    """Check a text with every geval of its onderdeel; the geval of the opdracht does not matter.

    Nothing of it is done in this process. zetten: typeset every geval too, as before an approval; it takes
    some seconds for each.
    """
    controle = maker.check(opdracht)
    if isinstance(controle, Schrijffout):
        return Controle(fouten=tuple(map(make_bevinding, controle.alle)), signalen=(), maten=Maten())
    if not zetten or any(fout.soort == SCHRIJFFOUT for fout in controle.fouten):
        return controle
    werk = _zet(maker, opdracht)
    return replace(
        controle,
        fouten=tuple(merge_gevallen([*controle.fouten, *werk.fouten])),
        signalen=(*controle.signalen, *map(_make_zetsignaal, sorted(werk.redenen))),
        maten=replace(controle.maten, paginas=werk.paginas, vulbaar=not werk.redenen),
    )


def _zet(maker: Voorbeeldmaker, opdracht: Voorbeeldopdracht) -> _Zetwerk:
    werk = _Zetwerk([], {}, set())
    for geval in maker.list_gevallen(opdracht):
        gemaakt = maker.make(replace(opdracht, geval=geval, beelden=False))
        if isinstance(gemaakt, Schrijffout):
            werk.fouten.extend(replace(make_bevinding(fout), geval=geval) for fout in gemaakt.alle)
        else:
            werk.paginas[geval] = gemaakt.aantal_paginas
            werk.redenen.update(gemaakt.redenen)
    return werk


def _make_zetsignaal(reden: str) -> Bevinding:
    uitleg = f"Een deel van deze brief moet voor elke burger apart worden gezet: {reden}. Dat duurt langer."
    return Bevinding(ernst=Ernst.SIGNAAL, soort="zetten", uitleg=uitleg)
