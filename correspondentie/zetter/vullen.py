"""Fill a letter: every block from its forme, the pages divided, and the whole written as PDF."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import pydyf  # type: ignore[import-untyped]  # ships no types
from weasyprint import VERSION  # type: ignore[import-untyped]  # WeasyPrint ships no types
from weasyprint.pdf import _w3c_date_to_pdf  # type: ignore[import-untyped]  # idem
from weasyprint.pdf.metadata import DocumentMetadata  # type: ignore[import-untyped]  # idem

from correspondentie.zetter.alinea import Regel, break_alinea
from correspondentie.zetter.bladverdeling import Dicht, Gebeurtenis, Geplaatst, Open, Zetblok, divide_bladen
from correspondentie.zetter.blokken import Blok, Bloklezer, Rol, Sleutel
from correspondentie.zetter.errors import CannotFillError, MissingVormError
from correspondentie.zetter.kopij import VELD, Kopij
from correspondentie.zetter.letterkast import Letterbak, Lettersoort, escape_glyph
from correspondentie.zetter.letterproef import Grondslag
from correspondentie.zetter.pdfschrijver import (
    PUNT,
    Annotatie,
    Blad,
    Knoopstaat,
    Kopregel,
    Pdfschrijver,
    Stukken,
)
from correspondentie.zetter.toegankelijk import add_pdf_ua
from correspondentie.zetter.voorraad import Voorraad
from correspondentie.zetter.vormen import Knoop, Kopvorm, Margetekst, Plek, Tekststijl, Vast, Vorm

TEKEN_PER_ATTRIBUUT = '{}="'


class Gevuld(NamedTuple):
    """A filled letter: its bytes, their sha256 (hex), how many pages, and the formes that were used."""

    pdf: bytes
    sha256: str
    paginas: int


class Vuller:
    """Fills letters with what is in a Voorraad. grondslagen: the small one first."""

    def __init__(
        self,
        voorraad: Voorraad,
        lezer: Bloklezer,
        grondslagen: Sequence[Grondslag],
        bakken: Callable[[Lettersoort], Letterbak],
    ) -> None:
        self._voorraad = voorraad
        self._lezer = lezer
        self._schrijvers = [(grondslag, Pdfschrijver(grondslag)) for grondslag in grondslagen]
        self._bakken = bakken

    def fill(self, kopij: Kopij, dagtekening: date) -> Gevuld:
        """Fill a letter.

        Raises: MissingVormError when something of it was not composed before; CannotFillError.
        """
        kop = self._find_kop(find_kop(kopij))
        zetwerk = _Zetwerk(self._voorraad, self._bakken, kopij.waarden)
        gebeurtenissen = zetwerk.list_gebeurtenissen(self._lezer.list_blokken(kopij))
        assert kop.eerste is not None
        indeling = divide_bladen(gebeurtenissen, kop.eerste, kop.volgende)
        titel = find_titel(kopij)
        drukker = _Drukker(kop, zetwerk, len(indeling))
        for geplaatst in indeling:
            drukker.print_blad(geplaatst)
        stukken = Stukken(
            bladen=drukker.bladen,
            knopen=drukker.knopen,
            kopregels=drukker.kopregels,
            metadata=_make_metadata(titel, kop.auteurs, kop.taal, dagtekening),
            info=_make_info(titel, kop.auteurs, dagtekening),
            taal=pydyf.String(kop.taal).data,
            breedte=kop.eerste.breedte,
            hoogte=kop.eerste.hoogte,
        )
        pdf, som = self._find_schrijver(zetwerk.glyphs).write(stukken)
        return Gevuld(pdf, som, len(indeling))

    def _find_kop(self, naam: str) -> Kopvorm:
        if naam in self._voorraad.afgekeurd:
            raise CannotFillError(f"de vorm is afgekeurd: {self._voorraad.afgekeurd[naam]}")
        kop = self._voorraad.koppen.get(naam)
        if kop is None:
            raise MissingVormError("dit soort brief is nog niet eerder gezet")
        if kop.reden:
            raise CannotFillError(kop.reden)
        return kop

    def _find_schrijver(self, glyphs: Mapping[str, set[frozenset[int]]]) -> Pdfschrijver:
        for grondslag, schrijver in self._schrijvers:
            if all(
                groep <= grondslag.glyphs.get(letter, frozenset())
                for letter, groepen in glyphs.items()
                for groep in groepen
            ):
                return schrijver
        raise CannotFillError("een teken staat niet in de letterproef")


def find_kop(kopij: Kopij) -> str:
    """Return the fixed text before the first block."""
    return kopij.skelet.partition("\x02")[0]


def find_titel(kopij: Kopij) -> str:
    """Return the title of the letter. Raises: CannotFillError when the head says it in another way."""
    kop = find_kop(kopij)
    voor, begin, rest = kop.partition("<title>")
    tekst, einde, na = rest.partition("</title>")
    if not (begin and einde) or VELD in voor or VELD in na or "&" in tekst:
        raise CannotFillError("de kop van de brief heeft velden buiten <title>")
    stukken = tekst.split(VELD)
    return "".join(
        d for paar in zip(stukken, (*kopij.waarden[: len(stukken) - 1], ""), strict=True) for d in paar
    )


@lru_cache(maxsize=256)
def _make_metadata(titel: str, auteurs: tuple[str, ...], taal: str, dagtekening: date) -> bytes:
    dag = dagtekening.isoformat()
    metadata = DocumentMetadata(title=titel, authors=list(auteurs), created=dag, modified=dag, lang=taal)
    pdf = pydyf.PDF()
    metadata.include_in_pdf(pdf, "a", 2, "A", compress=False)
    stroom = pdf.objects[-1]
    stroom.stream = [add_pdf_ua(deel) for deel in stroom.stream]
    stroom.compress = True
    return bytes(stroom.data)


@lru_cache(maxsize=256)
def _make_info(titel: str, auteurs: tuple[str, ...], dagtekening: date) -> bytes:
    dag = pydyf.String(_w3c_date_to_pdf(dagtekening.isoformat(), "created"))
    info = {
        "Producer": pydyf.String(f"WeasyPrint {VERSION}"),
        "Title": pydyf.String(titel),
        "Author": pydyf.String(", ".join(auteurs)),
        "CreationDate": dag,
        "ModDate": dag,
    }
    return bytes(pydyf.Dictionary(info).data)


class _Zetwerk:
    """The blocks of one letter being set, with what they add up to: strings, headings and glyphs."""

    def __init__(
        self, voorraad: Voorraad, bakken: Callable[[Lettersoort], Letterbak], waarden: Sequence[str]
    ) -> None:
        self._vormen = voorraad.vormen
        self.find_bak = bakken
        self._waarden = waarden
        self.reeksen: dict[str, str] = {}
        self.glyphs: dict[str, set[frozenset[int]]] = {}
        self.koppen: dict[int, str] = {}

    def list_gebeurtenissen(self, blokken: Sequence[Blok]) -> list[Gebeurtenis]:
        """Set every block. Raises: MissingVormError, CannotFillError."""
        uit: list[Gebeurtenis] = []
        open_: list[Vorm] = []
        kop: Zetblok | None = None
        for blok in blokken:
            rol = blok.soort.rol
            if rol is Rol.DICHT:
                vorm = open_.pop()
                uit.append(Dicht(vorm))
                continue
            if rol is Rol.NIETS:
                continue
            vorm = self._find_vorm(blok)
            if rol is Rol.OPEN:
                open_.append(vorm)
                uit.append(Open(vorm))
                kop = kop if blok.soort.tag == "tbody" else None
                self._set_reeksen(blok, vorm)
                continue
            zetblok = self._set_blok(blok, vorm, kop if blok.soort.tag == "tr" and blok.rij > 1 else None)
            if blok.soort.tag == "thead":
                kop = zetblok
            uit.append(zetblok)
        return uit

    def _find_vorm(self, blok: Blok) -> Vorm:
        vorm = self._vormen.get(blok.sleutel)
        if vorm is None:
            raise MissingVormError("een blok is nog niet eerder gezet")
        if vorm.reden:
            raise CannotFillError(vorm.reden)
        return vorm

    def _set_blok(self, blok: Blok, vorm: Vorm, kop: Zetblok | None) -> Zetblok:
        regels: list[tuple[Regel, ...]] = []
        eerste = blok.eerste
        if vorm.alineas:
            bakken = [self.find_bak(stijl.soort) for stijl in vorm.stijlen if stijl.soort is not None]
            for alinea in vorm.alineas:
                waarden = self._waarden[eerste : eerste + alinea.velden]
                eerste += alinea.velden
                gebruikt: set[frozenset[int]] = set()
                regels.append(break_alinea(alinea, waarden, bakken, gebruikt))
                for bak in bakken:
                    self.glyphs.setdefault(bak.letter, set()).update(gebruikt)
        stand = vorm.standen.get(tuple(map(len, regels)))
        if stand is None:
            raise MissingVormError("een blok heeft voor het eerst zoveel regels")
        for letter, glyphs in stand.glyphs:
            self.glyphs.setdefault(letter, set()).add(frozenset(glyphs))
        zetblok = Zetblok(vorm, stand, tuple(regels), kop)
        if vorm.kopniveau:
            self.koppen[id(zetblok)] = self._fill(blok, vorm.tekst)
        if vorm.tekenreeksen:
            self._set_reeksen(blok, vorm)
        return zetblok

    def _set_reeksen(self, blok: Blok, vorm: Vorm) -> None:
        for reeks in vorm.tekenreeksen:
            tekst = reeks.tekst
            if reeks.attribuut:
                tekst = blok.soort.open.partition(f'{reeks.attribuut}="')[2].partition('"')[0]
            if reeks.naam in self.reeksen:
                raise CannotFillError("een kop- of voettekst wisselt binnen de brief")
            self.reeksen[reeks.naam] = self._fill(blok, tekst)

    def _fill(self, blok: Blok, tekst: str) -> str:
        stukken = tekst.split(VELD)
        waarden = self._waarden[blok.eerste : blok.eerste + len(stukken) - 1]
        return "".join(d for paar in zip(stukken, (*waarden, ""), strict=True) for d in paar).strip()


class _Drukker:
    """Turns the blocks of one letter into operators, marks and elements, page by page."""

    def __init__(self, kop: Kopvorm, zetwerk: _Zetwerk, paginas: int) -> None:
        self._kop = kop
        self._zetwerk = zetwerk
        self._paginas = paginas
        self.bladen: list[Blad] = []
        self.knopen: list[Knoopstaat] = []
        self.kopregels: list[Kopregel] = []

    def print_blad(self, geplaatst: Sequence[Geplaatst]) -> None:
        """Add one page."""
        nummer = len(self.bladen)
        vorm = self._kop.volgende if nummer and self._kop.volgende else self._kop.eerste
        delen: list[bytes] = [b"1 0 0 -1 0 %f cm\nq\n%f 0 0 %f 0 0 cm\n" % (vorm.hoogte * PUNT, PUNT, PUNT)]
        blad = Blad(b"", [])
        self.bladen.append(blad)
        houders: dict[int, int] = {}
        stijl: Tekststijl | None = None
        for plek in geplaatst:
            stijl = self._print_blok(plek, blad, delen, houders, stijl)
        for tekst in vorm.teksten:
            self._print_marge(tekst, nummer, delen)
        delen.append(b"Q\n")
        blad.inhoud = b"".join(delen)

    def _print_blok(
        self,
        plek: Geplaatst,
        blad: Blad,
        delen: list[bytes],
        houders: dict[int, int],
        stijl: Tekststijl | None,
    ) -> Tekststijl | None:
        blok, stand = plek.blok, plek.blok.stand
        boven = self._find_houder(plek, houders)
        tekst = stand.tekst if plek.tot < 0 else tuple(_select(plek))
        bladen = dict.fromkeys(deel.blad for deel in tekst)
        merken = {blad_: len(blad.merken) + plaats for plaats, blad_ in enumerate(bladen)}
        blad.merken.extend([-1] * len(merken))
        for knoop in stand.knopen:
            self._add_knoop(knoop, boven, merken, blad, plek)
        if stand.tekening:
            delen.append(b"q\n1 0 0 1 0 %f cm\n%sQ\n" % (plek.y, stand.tekening))
        vorige = -1
        for deel in tekst:
            if deel.blad != vorige:
                if vorige >= 0:
                    delen.append(b"ET\nEMC\n")
                delen.append(b"/Span<</MCID %d>>BDC\nBT\n" % merken[deel.blad])
                vorige = deel.blad
            if isinstance(deel, Vast):
                if deel.stijl != stijl:
                    stijl = deel.stijl
                    delen.append(stijl.operators)
                delen.append(b"1 0 0 -1 %f %f Tm[(%s)]TJ\n" % (deel.x, plek.y + deel.y, deel.tekens))
                continue
            regel = blok.regels[deel.alinea][deel.regel]
            begin = deel.x + deel.uitlijning * max(0.0, deel.ruimte - regel.breedte)
            for run in regel.runs:
                if blok.vorm.stijlen[run.soort] != stijl:
                    stijl = blok.vorm.stijlen[run.soort]
                    delen.append(stijl.operators)
                wit = b""
                if deel.volgt and not regel.door and run is regel.runs[-1]:
                    wit = self._find_spatie(stijl)
                delen.append(
                    b"1 0 0 -1 %f %f Tm[(%s%s)]TJ\n" % (begin + run.begin, plek.y + deel.y, run.tekens, wit)
                )
        if vorige >= 0:
            delen.append(b"ET\nEMC\n")
        if blok.vorm.kopniveau:
            self._add_kopregel(plek)
        return stijl

    def _find_spatie(self, stijl: Tekststijl) -> bytes:
        assert stijl.soort is not None
        return self._zetwerk.find_bak(stijl.soort).find_woord("").spatie.tekens

    def _find_houder(self, plek: Geplaatst, houders: dict[int, int]) -> int:
        boven = -1
        for nummer, knoop in plek.boven:
            if nummer not in houders:
                houders[nummer] = self._append(knoop.tag, knoop.eigenschappen, boven)
            boven = houders[nummer]
        return boven

    def _append(self, tag: str, eigenschappen: bytes, boven: int) -> int:
        nummer = len(self.knopen)
        self.knopen.append(Knoopstaat(tag, eigenschappen, boven, len(self.bladen) - 1))
        if boven >= 0:
            self.knopen[boven].kinderen.append(("knoop", nummer))
        return nummer

    def _add_knoop(
        self, knoop: Knoop, boven: int, merken: Mapping[int, int], blad: Blad, plek: Geplaatst
    ) -> None:
        if plek.tot >= 0 and not any(kind in merken for kind in _list_bladen(knoop)):
            return
        nummer = self._append(knoop.tag, knoop.eigenschappen, boven)
        for kind in knoop.kinderen:
            if isinstance(kind, Knoop):
                self._add_knoop(kind, nummer, merken, blad, plek)
            elif kind in merken:
                self.knopen[nummer].kinderen.append(("merk", merken[kind]))
                blad.merken[merken[kind]] = nummer
        if knoop.link is not None:
            self._add_link(plek, knoop.link, nummer, blad)

    def _add_link(self, plek: Geplaatst, link: int, nummer: int, blad: Blad) -> None:
        links, boven, rechts, onder = plek.blok.stand.links[link].rechthoek
        eigenschappen = plek.blok.stand.links[link].eigenschappen
        aantal = sum(len(eerder.annotaties) for eerder in self.bladen)
        blad.annotaties.append(
            Annotatie((links, boven + plek.y, rechts, onder + plek.y), eigenschappen, nummer)
        )
        self.knopen[nummer].kinderen.append(("link", aantal))

    def _add_kopregel(self, plek: Geplaatst) -> None:
        vorm = plek.blok.vorm
        titel = pydyf.String(self._zetwerk.koppen[id(plek.blok)]).data
        y = (self._kop.eerste.hoogte - plek.y) * PUNT
        self.kopregels.append(Kopregel(vorm.kopniveau, titel, len(self.bladen) - 1, vorm.links * PUNT, y))

    def _print_marge(self, marge: Margetekst, blad: int, delen: list[bytes]) -> None:
        tellers = {"page": str(blad + 1), "pages": str(self._paginas)}
        bronnen = {"tekst": None, "reeks": self._zetwerk.reeksen, "teller": tellers}
        tekst = "".join(
            naam if (bron := bronnen[soort]) is None else bron.get(naam, "") for soort, naam in marge.delen
        )
        if not tekst:
            return
        assert marge.stijl.soort is not None
        tekens, breedte = _set_regel(tekst, self._zetwerk.find_bak(marge.stijl.soort), self._zetwerk.glyphs)
        if breedte > marge.breedte:
            marge_x = marge.links + marge.uitlijning * (marge.breedte - breedte)
        else:
            marge_x = marge.links + marge.uitlijning * (marge.breedte - breedte)
        delen.append(
            b"/Artifact<</Type/Pagination/Subtype/%s>>BDC\nBT\n%s1 0 0 -1 %f %f Tm[(%s)]TJ\nET\nEMC\n"
            % (marge.kant.encode(), marge.stijl.operators, marge_x, marge.y, tekens)
        )


def _set_regel(tekst: str, bak: Letterbak, glyphs: dict[str, set[frozenset[int]]]) -> tuple[bytes, float]:
    woorden = [bak.find_woord(woord) for woord in tekst.split(" ")]
    delen: list[bytes] = []
    breedte = 0
    for plaats, woord in enumerate(woorden):
        glyphs.setdefault(bak.letter, set()).add(woord.glyphs)
        if plaats:
            delen.append(woord.spatie.tekens)
            breedte += woord.spatie.breedte
        stuk = woord.einde if plaats + 1 == len(woorden) else woord.midden
        delen.append(stuk.tekens)
        breedte += stuk.breedte
    return b"".join(delen), breedte / 1024


def _select(plek: Geplaatst) -> Iterator[Vast | Plek]:
    regels = plek.blok.stand.regels
    boven = regels[plek.van - 1] if plek.van else float("-inf")
    for deel in plek.blok.stand.tekst:
        if boven < deel.y <= regels[plek.tot - 1]:
            yield deel


def _list_bladen(knoop: Knoop) -> Iterator[int]:
    for kind in knoop.kinderen:
        if isinstance(kind, Knoop):
            yield from _list_bladen(kind)
        else:
            yield kind
