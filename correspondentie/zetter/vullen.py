"""Fill a letter: every block from its forme, the pages divided, and the whole written as PDF."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import pydyf  # type: ignore[import-untyped]  # ships no types
from weasyprint import VERSION  # type: ignore[import-untyped]  # WeasyPrint ships no types
from weasyprint.pdf import _w3c_date_to_pdf  # type: ignore[import-untyped]  # idem
from weasyprint.pdf.metadata import DocumentMetadata  # type: ignore[import-untyped]  # idem

from correspondentie.zetter.bladverdeling import divide_bladen
from correspondentie.zetter.blokken import Blok, Bloklezer, Rol, Sleutel
from correspondentie.zetter.drukker import Drukker
from correspondentie.zetter.errors import CannotFillError, MissingVormError
from correspondentie.zetter.kopij import BLOK, VELD, Kopij
from correspondentie.zetter.letterkast import Letterbak, Lettersoort
from correspondentie.zetter.letterproef import Grondslag
from correspondentie.zetter.pdfschrijver import Nummers, Pdfschrijver, Stukken
from correspondentie.zetter.toegankelijk import add_pdf_ua
from correspondentie.zetter.voorraad import Voorraad
from correspondentie.zetter.vormen import Kopvorm, Stand
from correspondentie.zetter.zetplan import Zetplan, make_plan
from correspondentie.zetter.zetvorm import Zetblok, Zetvorm

PLANNEN_MAXIMUM = 500  # of about 30 kB


class Gevuld(NamedTuple):
    """A letter: its bytes, their sha256 (hex), and how many pages."""

    pdf: bytes
    sha256: str
    paginas: int


class Vuller:
    """Fills letters with what is in a Voorraad. grondslagen: from small to large."""

    def __init__(
        self,
        voorraad: Voorraad,
        lezer: Bloklezer,
        grondslagen: Sequence[Grondslag],
        find_bak: Callable[[Lettersoort], Letterbak],
    ) -> None:
        self._voorraad = voorraad
        self._lezer = lezer
        self._grondslagen = grondslagen
        self._schrijvers = [Pdfschrijver(grondslag) for grondslag in grondslagen]
        self._find_bak = find_bak
        self._zetvormen: dict[Sleutel, Zetvorm] = {}
        self._plannen: dict[str, Zetplan] = {}

    def fill(self, kopij: Kopij, dagtekening: date) -> Gevuld:
        """Fill a letter.

        Raises: MissingVormError when something of it was not composed before; CannotFillError.
        """
        kop = self._find_kop(find_kop(kopij))
        assert kop.eerste is not None  # there is no reason against it
        titel = find_titel(kopij)
        plan = self._find_plan(kopij)
        blokken = set_blokken(plan, kopij.waarden)
        indeling = divide_bladen(plan.blokken, blokken, kop.eerste, kop.volgende)
        klasse = self._find_klasse(blokken)
        schrijver = self._schrijvers[klasse]
        nummers = Nummers(schrijver.basis, len(indeling), sum([len(blok.druk.links) for blok in blokken]))
        drukker = Drukker(plan, kopij.waarden, nummers, self._find_bak, klasse)
        drukker.print_bladen(indeling, kop.eerste, kop.volgende or kop.eerste)
        stukken = Stukken(
            nummers=drukker.nummers,
            bladen=drukker.bladen,
            knopen=drukker.knopen,
            toppen=drukker.toppen,
            kopregels=drukker.kopregels,
            metadata=_make_metadata(titel, kop.auteurs, kop.taal, dagtekening),
            info=_make_info(titel, kop.auteurs, dagtekening),
            taal=pydyf.String(kop.taal).data,
            breedte=kop.eerste.breedte,
            hoogte=kop.eerste.hoogte,
        )
        pdf, som = schrijver.write(stukken)
        return Gevuld(pdf, som, len(indeling))

    def forget(self) -> None:
        """Forget every plan: there are new formes."""
        self._plannen.clear()

    def is_bekend(self, blok: Blok, waarden: Sequence[str]) -> bool:
        """Tell whether a block with these values can be filled. Raises: CannotFillError."""
        if blok.soort.rol in (Rol.DICHT, Rol.NIETS):
            return True
        zetvorm = self._find_zetvorm(blok.sleutel)
        if zetvorm is None or blok.soort.rol is Rol.OPEN:
            return zetvorm is not None
        return zetvorm.set_blok(waarden, blok.eerste) is not None

    def _find_plan(self, kopij: Kopij) -> Zetplan:
        plan = self._plannen.get(kopij.skelet)
        if plan is None:
            if len(self._plannen) >= PLANNEN_MAXIMUM:
                self._plannen.clear()
            plan = make_plan(self._lezer.list_blokken(kopij), self._find_zetvorm)
            self._plannen[kopij.skelet] = plan
        return plan

    def _find_klasse(self, blokken: Sequence[Zetblok]) -> int:
        klasse = max([blok.klasse for blok in blokken])
        if klasse >= len(self._schrijvers):
            raise CannotFillError("een teken staat niet in de letterproef")
        return klasse

    def find_klasse(self, letter: str, glyphs: frozenset[int]) -> int:
        """Find the first specimen that has these glyphs of a font; one too many when none has."""
        for klasse, grondslag in enumerate(self._grondslagen):
            if glyphs <= grondslag.glyphs.get(letter, frozenset()):
                return klasse
        return len(self._grondslagen)

    def _find_zetvorm(self, sleutel: Sleutel) -> Zetvorm | None:
        zetvorm = self._zetvormen.get(sleutel)
        if zetvorm is None:
            vorm = self._voorraad.vormen.get(sleutel)
            if vorm is None:
                return None
            zetvorm = self._zetvormen[sleutel] = Zetvorm(vorm, self._find_bak, self._find_standklasse)
        return zetvorm

    def _find_standklasse(self, stand: Stand) -> int:
        klassen = [self.find_klasse(letter, frozenset(glyphs)) for letter, glyphs in stand.glyphs]
        return max(klassen, default=0)

    def _find_kop(self, naam: str) -> Kopvorm:
        if self._voorraad.afgekeurd:
            raise CannotFillError(f"de vormen zijn afgekeurd: {self._voorraad.afgekeurd}")
        kop = self._voorraad.koppen.get(naam)
        if kop is None:
            raise MissingVormError("dit soort brief is nog niet eerder gezet")
        if kop.reden:
            raise CannotFillError(kop.reden)
        return kop


def set_blokken(plan: Zetplan, waarden: Sequence[str]) -> list[Zetblok]:
    """Set every block with its values. Raises: MissingVormError, CannotFillError."""
    uit: list[Zetblok] = []
    for planblok in plan.blokken:
        zetblok = planblok[0].set_blok(waarden, planblok[1])
        if zetblok is None:
            raise MissingVormError("een blok heeft voor het eerst zoveel regels")
        uit.append(zetblok)
    return uit


def find_kop(kopij: Kopij) -> str:
    """Return the fixed text before the first block."""
    return kopij.skelet.partition(BLOK)[0]


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
