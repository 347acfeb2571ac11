"""The whole check of a text: while somebody writes, and as the gate before a second person may approve."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from correspondentie.redactie.controle.bevindingen import Bevinding, Controle, Ernst, Maten
from correspondentie.redactie.controle.eisen import Geval, list_gebreken
from correspondentie.redactie.controle.leesbaar import list_toegankelijkheid, make_leestekst
from correspondentie.redactie.controle.spelling import Speller
from correspondentie.redactie.controle.taal import Taal, list_taalsignalen, load_taal
from correspondentie.redactie.gevallen import ZONDER_GEVAL, find_gegevens, load_gevallen
from correspondentie.redactie.schrijffouten import make_algemene_fout
from correspondentie.redactie.voorbeeldmaker import Voorbeeldmaker, Voorbeeldopdracht
from correspondentie.redactie.voorbeeldvragen import Gevaltekst, Schrijffout
from correspondentie.register import load_register
from outbox.grenzen import ONDERWERP_TEKENS, TEKST_TEKENS, count_tekens


@dataclass(frozen=True, slots=True)
class _Zetwerk:
    fouten: list[Bevinding]
    paginas: dict[str, int]
    redenen: set[str]


class Controleur:
    """Checks texts. maker runs what nobody checked yet; sjablonen holds the words and the gevallen."""

    def __init__(self, maker: Voorbeeldmaker, sjablonen: Path, speller: Speller | None = None) -> None:
        self._maker = maker
        self._afzender = load_register(sjablonen).afzender
        self._gegevens = load_gevallen(sjablonen)
        self._taal: Taal = load_taal(sjablonen)
        self._speller = speller or Speller()

    def check_tekst(self, opdracht: Voorbeeldopdracht, *, zetten: bool) -> Controle:
        """Check a text with every geval of its onderdeel; the geval of the opdracht does not matter.

        zetten: typeset every geval too, as before an approval; it takes some seconds for each.
        """
        meldingen = (self._speller.melding,) if self._speller.melding else ()
        gevallen = self._maker.list_gevallen(opdracht)
        teksten = (
            self._maker.render_gevallen(opdracht, gevallen) if gevallen else make_algemene_fout(ZONDER_GEVAL)
        )
        if isinstance(teksten, Schrijffout):
            fouten = tuple(_make_bevinding(fout) for fout in teksten.alle)
            signalen = tuple(self._list_signalen(opdracht, ""))
            return Controle(fouten=fouten, signalen=signalen, maten=Maten(), meldingen=meldingen)
        signalen = tuple(self._list_signalen(opdracht, teksten[0].html))
        zetwerk = self._zet(opdracht, gevallen) if zetten else _Zetwerk([], {}, set())
        fouten = (*_merge_gevallen([*self._list_fouten(opdracht, teksten), *zetwerk.fouten]),)
        return Controle(
            fouten=fouten,
            signalen=(*signalen, *(_make_zetsignaal(reden) for reden in sorted(zetwerk.redenen))),
            maten=Maten(
                paginas=zetwerk.paginas,
                berichttekens=max(count_tekens(tekst.bericht) for tekst in teksten),
                vulbaar=not zetwerk.redenen,
            ),
            meldingen=meldingen,
        )

    def _list_signalen(self, opdracht: Voorbeeldopdracht, brief: str) -> Iterator[Bevinding]:
        for veld, tekst in asdict(opdracht.tekst).items():
            yield from list_taalsignalen(veld, tekst, self._taal, brief)
            yield from self._speller.list_signalen(veld, tekst, self._taal.goed)

    def _list_fouten(
        self, opdracht: Voorbeeldopdracht, teksten: tuple[Gevaltekst, ...]
    ) -> Iterator[Bevinding]:
        for tekst in teksten:
            gegevens = find_gegevens(self._gegevens, opdracht.onderdeel, tekst.geval)
            leestekst = make_leestekst(tekst.html).replace("\u00a0", " ")
            bericht = tekst.bericht.replace("\u00a0", " ")
            yield from list_gebreken(Geval(tekst.geval, gegevens, leestekst, bericht), self._afzender)
            yield from list_toegankelijkheid(tekst.geval, tekst.html)
            yield from _list_grenzen(tekst)

    def _zet(self, opdracht: Voorbeeldopdracht, gevallen: tuple[str, ...]) -> _Zetwerk:
        werk = _Zetwerk([], {}, set())
        for geval in gevallen:
            gemaakt = self._maker.make(replace(opdracht, geval=geval, beelden=False))
            if isinstance(gemaakt, Schrijffout):
                werk.fouten.extend(replace(_make_bevinding(fout), geval=geval) for fout in gemaakt.alle)
            else:
                werk.paginas[geval] = gemaakt.aantal_paginas
                werk.redenen.update(gemaakt.redenen)
        return werk


def _list_grenzen(tekst: Gevaltekst) -> Iterator[Bevinding]:
    if not tekst.bericht.strip():
        yield _make_fout("berichtenbox", "Het bericht is leeg.", tekst.geval, "bericht")
    if (tekens := count_tekens(tekst.bericht)) > TEKST_TEKENS:
        uitleg = f"Het bericht telt {tekens} tekens. Er passen er {TEKST_TEKENS}. Maak het korter."
        yield _make_fout("berichtenbox", uitleg, tekst.geval, "bericht")
    if len(tekst.onderwerp) > ONDERWERP_TEKENS:
        uitleg = f"Het onderwerp telt {len(tekst.onderwerp)} tekens. Er passen er {ONDERWERP_TEKENS}."
        yield _make_fout("berichtenbox", uitleg, tekst.geval, "bericht")


def _merge_gevallen(fouten: list[Bevinding]) -> Iterator[Bevinding]:
    """Say once what is wrong in more gevallen: at the first of them."""
    gezien: set[tuple[str, str, str]] = set()
    for fout in fouten:
        sleutel = (fout.veld, fout.soort, fout.uitleg)
        if sleutel not in gezien:
            gezien.add(sleutel)
            yield fout


def _make_bevinding(fout: Schrijffout) -> Bevinding:
    return Bevinding(
        ernst=Ernst.FOUT,
        soort="schrijffout",
        uitleg=fout.uitleg,
        veld=fout.veld,
        regel=fout.regel,
        kolom=fout.kolom,
        lengte=fout.lengte,
    )


def _make_fout(soort: str, uitleg: str, geval: str, veld: str) -> Bevinding:
    return Bevinding(ernst=Ernst.FOUT, soort=soort, uitleg=uitleg, veld=veld, geval=geval)


def _make_zetsignaal(reden: str) -> Bevinding:
    uitleg = f"Een deel van deze brief moet voor elke burger apart worden gezet: {reden}. Dat duurt langer."
    return Bevinding(ernst=Ernst.SIGNAAL, soort="zetten", uitleg=uitleg)
