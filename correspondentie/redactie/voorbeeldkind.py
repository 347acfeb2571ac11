"""The process that makes previews: it loads what letters share once, then answers until its input ends.

Started by Voorbeeldmaker as `python -m correspondentie.redactie.voorbeeldkind SJABLONEN`.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from correspondentie.briefgegevens import Briefgegevens
from correspondentie.errors import CorrespondentieError, InvalidSjabloonError
from correspondentie.redactie.afscherming import (
    CPU_SECONDEN,
    leave_network,
    limit_cpu,
    limit_process,
    lock_process,
)
from correspondentie.redactie.bestanden import load_tekst
from correspondentie.redactie.bladbeelden import Bladbeelden
from correspondentie.redactie.controle.tekstkeurder import Gevaltekst, Tekstkeurder
from correspondentie.redactie.errors import NoVoorbeeldError
from correspondentie.redactie.gevallen import (
    ZONDER_GEVAL,
    find_gegevens,
    list_gevallen,
    load_gevallen,
    split_geval,
)
from correspondentie.redactie.schrijffouten import TE_VEEL, make_algemene_fout, make_schrijffout
from correspondentie.redactie.versies import Onderdeel, Soort
from correspondentie.redactie.voorbeeldvragen import (
    VRAAG_BYTES,
    Antwoord,
    Pijp,
    Schrijffout,
    Voorbeeld,
    Voorbeeldopdracht,
    Vraag,
)
from correspondentie.redactie.watermerk import add_watermerk
from correspondentie.sjabloon import HUISSTIJL, Sjablonen, Zetsel, load_zetsel
from correspondentie.zetter.proefzetter import Proefzetter

TEKENS_MAXIMUM = 400_000  # of HTML: a letter of 20 pages with tables has about a third


class Voorbeeldwerk:
    """Makes and checks letters, one at a time. sjablonen: the folder with what is not in the question."""

    def __init__(self, sjablonen: Path) -> None:
        self._sjablonen = sjablonen
        self._huisstijl = sjablonen / HUISSTIJL
        self._zetsel: Zetsel = load_zetsel(sjablonen)
        self._gevallen = load_gevallen(sjablonen)
        self._proefzetter = Proefzetter(self._huisstijl)
        self._beelden = Bladbeelden()
        self._keurder = Tekstkeurder(sjablonen)

    def answer(self, vraag: Vraag) -> Antwoord:
        """Answer a question; what is wrong with the text is an answer too."""
        opdracht = vraag.opdracht
        try:
            if vraag.keuren:
                return Antwoord(controle=self._keurder.check(opdracht, self._make_teksten(opdracht)))
            return Antwoord(voorbeeld=self._make_voorbeeld(opdracht))
        except InvalidSjabloonError as fout:
            return Antwoord(fout=make_schrijffout(fout, opdracht))
        except CorrespondentieError as fout:
            return Antwoord(fout=make_algemene_fout(f"{fout}"))
        except (MemoryError, RecursionError):
            return Antwoord(fout=make_algemene_fout(TE_VEEL))

    def _make_teksten(self, opdracht: Voorbeeldopdracht) -> tuple[Gevaltekst, ...] | Schrijffout:
        """Render every geval; a text that makes no letter can still be checked for its words."""
        gevallen = list_gevallen(self._sjablonen, opdracht.onderdeel, opdracht.brieven)
        if not gevallen:
            return make_algemene_fout(ZONDER_GEVAL)
        try:
            return tuple(self._list_teksten(opdracht, gevallen))
        except InvalidSjabloonError as fout:
            return make_schrijffout(fout, opdracht)

    def _list_teksten(self, opdracht: Voorbeeldopdracht, gevallen: Sequence[str]) -> Iterator[Gevaltekst]:
        per_brieftype: dict[str, Sjablonen] = {}
        for geval in gevallen:
            brieftype, _ = split_geval(opdracht.onderdeel, geval)
            if brieftype not in per_brieftype:
                per_brieftype[brieftype] = self._compile(opdracht, geval)
            yield self._make_tekst(per_brieftype[brieftype], opdracht, geval)

    def _make_tekst(self, sjablonen: Sjablonen, opdracht: Voorbeeldopdracht, geval: str) -> Gevaltekst:
        gegevens = find_gegevens(self._gevallen, opdracht.onderdeel, geval)
        brieftype, _ = split_geval(opdracht.onderdeel, geval)
        return Gevaltekst(
            geval=geval,
            html=_check_lengte(sjablonen.render_html(brieftype, gegevens)),
            bericht=sjablonen.render_bericht(brieftype, gegevens),
            onderwerp=self._make_onderwerp(brieftype, gegevens),
            kenmerk=gegevens.brief.kenmerk,
        )

    def _make_voorbeeld(self, opdracht: Voorbeeldopdracht) -> Voorbeeld:
        begin = time.monotonic()
        gegevens = find_gegevens(self._gevallen, opdracht.onderdeel, opdracht.geval)
        brieftype, _ = split_geval(opdracht.onderdeel, opdracht.geval)
        sjablonen = self._compile(opdracht, opdracht.geval)
        kopij = sjablonen.render_kopij(brieftype, gegevens)
        _check_lengte(kopij.html)
        bericht = _check_lengte(sjablonen.render_bericht(brieftype, gegevens))
        zet = self._proefzetter.zet if opdracht.beelden else self._proefzetter.compose
        pdf, aantal = zet(kopij, gegevens.brief.dagtekening)
        redenen = () if opdracht.beelden else self._proefzetter.list_redenen(kopij)
        if opdracht.watermerk:
            pdf = add_watermerk(pdf, self._huisstijl)
        return Voorbeeld(
            pdf=pdf,
            paginas=self._beelden.list_paginas(pdf) if opdracht.beelden else (),
            aantal_paginas=aantal,
            bericht=bericht,
            onderwerp=self._make_onderwerp(brieftype, gegevens),
            milliseconden=round((time.monotonic() - begin) * 1_000),
            redenen=redenen,
        )

    def _compile(self, opdracht: Voorbeeldopdracht, geval: str) -> Sjablonen:
        """Compile the letter of a geval; of a bouwsteen the letter in use in which it stands."""
        brieftype, _ = split_geval(opdracht.onderdeel, geval)
        tekst, bouwstenen = opdracht.tekst, {**self._zetsel.bouwstenen, **opdracht.bouwstenen}
        if opdracht.onderdeel.soort is Soort.BOUWSTEEN:
            bouwstenen[opdracht.onderdeel.naam] = tekst.brief
            brief = Onderdeel(Soort.BRIEFTYPE, brieftype)
            tekst = opdracht.brieven.get(brieftype) or load_tekst(self._sjablonen, brief)
        zetsel = replace(self._zetsel, bouwstenen=bouwstenen)
        return zetsel.make_concept(brieftype, tekst.titel, tekst.brief, tekst.bericht)

    def _make_onderwerp(self, brieftype: str, gegevens: Briefgegevens) -> str:
        return f"{self._zetsel.register.find_brieftype(brieftype).onderwerp} {gegevens.brief.kenmerk}"


def _check_lengte(tekst: str) -> str:
    if len(tekst) > TEKENS_MAXIMUM:
        raise MemoryError
    return tekst


def main(sjablonen: Path) -> None:
    """Answer questions on standard input, until it ends."""
    netloos = leave_network()
    pijp = Pijp(os.dup(0), os.dup(1), VRAAG_BYTES)
    stil = os.open(os.devnull, os.O_RDWR)
    os.dup2(stil, 0)
    os.dup2(stil, 1)  # what a library prints must not come between two answers
    werk = Voorbeeldwerk(sjablonen)
    limit_process()
    lock_process(sjablonen)
    pijp.send(Antwoord(netloos=netloos))
    while True:
        try:
            vraag = pijp.receive(Vraag)
        except NoVoorbeeldError:
            return
        limit_cpu(CPU_SECONDEN)
        pijp.send(werk.answer(vraag))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
