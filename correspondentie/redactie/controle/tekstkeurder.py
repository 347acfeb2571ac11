"""What can be found in a text before it is typeset: signals about its words, and what each geval lacks."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from correspondentie.redactie.controle.bevindingen import Bevinding, Controle, Ernst, Maten
from correspondentie.redactie.controle.eisen import Geval, list_gebreken
from correspondentie.redactie.controle.leesbaar import list_toegankelijkheid, make_leestekst
from correspondentie.redactie.controle.spelling import Speller
from correspondentie.redactie.controle.taal import Taal, list_taalsignalen, load_taal
from correspondentie.redactie.gevallen import find_gegevens, load_gevallen
from correspondentie.redactie.voorbeeldvragen import Schrijffout, Voorbeeldopdracht
from correspondentie.register import load_register
from outbox.grenzen import ONDERWERP_TEKENS, TEKST_TEKENS, count_tekens

SCHRIJFFOUT = "schrijffout"
VOORSTEL_SECONDEN = 1.0  # of one check: a better spelling takes half a second to find, and is then remembered


@dataclass(frozen=True, kw_only=True, slots=True)
class Gevaltekst:
    """What one geval becomes before it is typeset: the letter as HTML, and the bericht."""

    geval: str
    html: str
    bericht: str
    onderwerp: str
    kenmerk: str


class Tekstkeurder:
    """Checks texts; runs in the process that may be ended. sjablonen holds the words and the gevallen."""

    def __init__(self, sjablonen: Path, speller: Speller | None = None) -> None:
        self._afzender = load_register(sjablonen).afzender
        self._gegevens = load_gevallen(sjablonen)
        self._taal: Taal = load_taal(sjablonen)
        self._speller = speller or Speller()

    def check(self, opdracht: Voorbeeldopdracht, teksten: Sequence[Gevaltekst] | Schrijffout) -> Controle:
        """Check a text, given what each geval becomes with it, or why it makes no letter."""
        meldingen = (self._speller.melding,) if self._speller.melding else ()
        if isinstance(teksten, Schrijffout):
            fouten = tuple(make_bevinding(fout) for fout in teksten.alle)
            signalen = tuple(self._list_signalen(opdracht, ""))
            return Controle(fouten=fouten, signalen=signalen, maten=Maten(), meldingen=meldingen)
        return Controle(
            fouten=tuple(merge_gevallen(self._list_fouten(opdracht, teksten))),
            signalen=tuple(self._list_signalen(opdracht, teksten[0].html)),
            maten=Maten(berichttekens=max(count_tekens(tekst.bericht) for tekst in teksten)),
            meldingen=meldingen,
        )

    def _list_signalen(self, opdracht: Voorbeeldopdracht, brief: str) -> Iterator[Bevinding]:
        tot = time.monotonic() + VOORSTEL_SECONDEN
        for veld, tekst in asdict(opdracht.tekst).items():
            yield from list_taalsignalen(veld, tekst, self._taal, brief)
            yield from self._speller.list_signalen(veld, tekst, self._taal.goed, tot)

    def _list_fouten(self, opdracht: Voorbeeldopdracht, teksten: Sequence[Gevaltekst]) -> Iterator[Bevinding]:
        for tekst in teksten:
            gegevens = find_gegevens(self._gegevens, opdracht.onderdeel, tekst.geval)
            leestekst = make_leestekst(tekst.html).replace("\u00a0", " ")
            bericht = tekst.bericht.replace("\u00a0", " ")
            yield from list_gebreken(Geval(tekst.geval, gegevens, leestekst, bericht), self._afzender)
            yield from list_toegankelijkheid(tekst.geval, tekst.html)
            yield from _list_grenzen(tekst)


def merge_gevallen(fouten: Iterable[Bevinding]) -> Iterator[Bevinding]:
    """Say once what is wrong in more gevallen: at the first of them."""
    gezien: set[tuple[str, str, str]] = set()
    for fout in fouten:
        sleutel = (fout.veld, fout.soort, fout.uitleg)
        if sleutel not in gezien:
            gezien.add(sleutel)
            yield fout


def make_bevinding(fout: Schrijffout) -> Bevinding:
    """Make what stops a release of what stopped a letter."""
    return Bevinding(
        ernst=Ernst.FOUT,
        soort=SCHRIJFFOUT,
        uitleg=fout.uitleg,
        veld=fout.veld,
        regel=fout.regel,
        kolom=fout.kolom,
        lengte=fout.lengte,
    )


def _list_grenzen(tekst: Gevaltekst) -> Iterator[Bevinding]:
    if not tekst.bericht.strip():
        yield _make_fout("berichtenbox", "Het bericht is leeg.", tekst.geval, "bericht")
    if (tekens := count_tekens(tekst.bericht)) > TEKST_TEKENS:
        uitleg = f"Het bericht telt {tekens} tekens. Er passen er {TEKST_TEKENS}. Maak het korter."
        yield _make_fout("berichtenbox", uitleg, tekst.geval, "bericht")
    if len(tekst.onderwerp) > ONDERWERP_TEKENS:
        uitleg = f"Het onderwerp telt {len(tekst.onderwerp)} tekens. Er passen er {ONDERWERP_TEKENS}."
        yield _make_fout("berichtenbox", uitleg, tekst.geval, "bericht")


def _make_fout(soort: str, uitleg: str, geval: str, veld: str) -> Bevinding:
    return Bevinding(ernst=Ernst.FOUT, soort=soort, uitleg=uitleg, veld=veld, geval=geval)
