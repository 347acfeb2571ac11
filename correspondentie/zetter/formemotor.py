"""The motor that fills: what it knows, how it learns, and what it may not use any more."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from correspondentie.zetter.bladvorm import make_bladvorm
from correspondentie.zetter.blokken import Blok, Bloklezer
from correspondentie.zetter.errors import CannotFillError, MissingVormError, UnfillableVormError
from correspondentie.zetter.kopij import Kopij
from correspondentie.zetter.letterkast import Letterbak, Lettersoort
from correspondentie.zetter.letterproef import REPERTOIRES, Grondslag, make_grondslag, make_proeftekst
from correspondentie.zetter.proefdruk import read_proefbladen
from correspondentie.zetter.sjabloonboom import make_boom, number_blokken
from correspondentie.zetter.stijlregels import find_bezwaar, list_buren, list_klassen
from correspondentie.zetter.voorraad import Les, Voorraad, compute_digest
from correspondentie.zetter.vormen import Kopvorm
from correspondentie.zetter.vormmaker import Proef, Vormmaker
from correspondentie.zetter.vullen import Gevuld, Vuller, find_kop
from correspondentie.zetter.weasy import Composer, list_stylesheets


class Formemotor:
    """Fills letters, and learns from composed ones. formes: see Zetter."""

    def __init__(self, composer: Composer, huisstijl: Path, formes: Path | None) -> None:
        self._composer = composer
        self._bakken: dict[Lettersoort, Letterbak] = {}
        css = "".join((huisstijl / naam).read_text(encoding="utf-8") for naam in list_stylesheets(huisstijl))
        self._bezwaar = find_bezwaar(css)
        self._lezer = Bloklezer(list_buren(css), list_klassen(css))
        grondslagen = [self._make_grondslag(repertoire, stijlen) for repertoire, stijlen in REPERTOIRES]
        map_ = formes / compute_digest(huisstijl, grondslagen) if formes is not None else None
        self._voorraad = Voorraad(map_)
        self._vuller = Vuller(self._voorraad, self._lezer, grondslagen, self.find_bak)

    def fill(self, kopij: Kopij, dagtekening: date) -> Gevuld:
        """Fill a letter, if need be from what another process learned meanwhile.

        Raises: MissingVormError, CannotFillError.
        """
        if self._bezwaar:
            raise UnfillableVormError(self._bezwaar)
        try:
            return self._vuller.fill(kopij, dagtekening)
        except MissingVormError:
            if not self._voorraad.refresh():
                raise
            self._vuller.forget()
            return self._vuller.fill(kopij, dagtekening)

    def has_kop(self, kopij: Kopij) -> bool:
        """Tell whether a letter with this head was ever composed."""
        return find_kop(kopij) in self._voorraad.koppen

    def list_nieuw(self, kopij: Kopij) -> tuple[list[Blok], list[int]]:
        """List the blocks of a letter, and the places of those that were not composed before.

        Raises: CannotFillError.
        """
        blokken = self._lezer.list_blokken(kopij)
        nieuw = [p for p, blok in enumerate(blokken) if not self._vuller.is_bekend(blok, kopij.waarden)]
        return blokken, nieuw

    def list_bezwaren(self, kopij: Kopij) -> tuple[str, ...]:
        """List why blocks of this letter, which was composed before, can be filled for no citizen."""
        vormen = self._voorraad.vormen
        try:
            gevonden = [
                vormen[b.sleutel].reden for b in self._lezer.list_blokken(kopij) if b.sleutel in vormen
            ]
        except CannotFillError as fout:
            gevonden = [f"{fout}"]
        return tuple(sorted({reden for reden in (self._bezwaar, *gevonden) if reden}))

    def find_bak(self, soort: Lettersoort) -> Letterbak:
        """Find the type case of one font in one size."""
        bak = self._bakken.get(soort)
        if bak is None:
            bak = self._bakken[soort] = Letterbak(soort, self._composer.lettertypen, self._vuller.find_klasse)
        return bak

    def reject(self, reden: str) -> None:
        """Never fill a letter again: any of its formes can stand in any other."""
        self._voorraad.reject(reden)

    def learn(self, kopij: Kopij, dagtekening: date) -> tuple[bytes, int, str]:
        """Compose a letter and learn its formes.

        Returns: the PDF, its number of pages, and why its values do not teach all of it (or nothing).

        Raises: DifferentLetterError when a line of it would be filled otherwise; InvalidPdfError.
        """
        genummerd = number_blokken(kopij)
        html = self._composer.parse(genummerd.html)
        geschreven = make_boom(genummerd)
        blokken = self._lezer.list_blokken(kopij)
        reden = ""

        def bekijk(document: Any, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint and pydyf have no types
            proef = Proef(
                document=document,
                pdf=pdf,
                bladen=read_proefbladen(pdf),
                boom=html.etree_element,
                geschreven=geschreven,
                bakken=self.find_bak,
            )
            nonlocal reden
            vormen, reden = Vormmaker(proef, blokken, kopij.waarden).make_vormen(self._voorraad.vormen)
            self._vuller.forget()
            self._voorraad.add(Les(find_kop(kopij), kopvorm=_make_kopvorm(proef), vormen=vormen))

        pdf, paginas = self._composer.compose(html, dagtekening, bekijk)
        return pdf, paginas, reden

    def list_redenen(self) -> Iterable[tuple[str, str]]:
        """List the places that no letter can fill: the fixed text, and why."""
        if self._bezwaar:
            yield "huisstijl.css", self._bezwaar
        yield from self._voorraad.list_redenen()

    def _make_grondslag(self, repertoire: str, stijlen: str) -> Grondslag:
        gemaakt: list[Grondslag] = []
        self._composer.compose(
            self._composer.parse(make_proeftekst(repertoire, stijlen)),
            date(2000, 1, 1),
            lambda document, pdf: gemaakt.append(make_grondslag(document, pdf)),
        )
        return gemaakt[0]


def _make_kopvorm(proef: Proef) -> Kopvorm:
    metadata = proef.document.metadata
    kopvorm = Kopvorm(tuple(metadata.authors), metadata.lang, None)
    try:
        if metadata.description or metadata.keywords or metadata.custom or metadata.generator:
            raise UnfillableVormError("de kop van de brief heeft meer dan titel, schrijver en taal")
        bladen = [make_bladvorm(*paar) for paar in zip(proef.document.pages, proef.bladen, strict=True)]
        if any(blad != bladen[1] for blad in bladen[2:]):
            raise UnfillableVormError(
                "het derde blad of een volgend blad heeft een andere opmaak dan het tweede"
            )
    except UnfillableVormError as fout:
        kopvorm.reden = f"{fout}"
    else:
        kopvorm.eerste = bladen[0]
        kopvorm.volgende = bladen[1] if bladen[1:] else None
    return kopvorm
