"""A part of the typesetter that is broken on purpose is found out, and does no harm."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from correspondentie.sjabloon import Sjablonen, load_sjablonen
from correspondentie.zetter import (
    Gezet,
    Kopij,
    Motor,
    Wijze,
    Zetter,
    alinea,
    bladverdeling,
    pdfschrijver,
    vullen,
    zetvorm,
)
from correspondentie.zetter.drukker import Drukker
from correspondentie.zetter.letterkast import EENHEID, Letterbak, Woord
from correspondentie.zetter.pdfschrijver import Blad, Pdfschrijver, Stukken
from correspondentie.zetter.vormen import Margetekst, Plek, Stand, Vast
from tests.bouwers.briefhtml import DAGTEKENING, HUISSTIJL
from tests.bouwers.voorbeelden import SJABLONEN, load_voorbeeld

BREED = 30  # Pango units: 0.02 points


@pytest.fixture(scope="module")
def sjablonen() -> Sjablonen:
    return load_sjablonen(SJABLONEN)


@pytest.fixture(scope="module")
def brief(sjablonen: Sjablonen) -> Kopij:
    """A letter of two pages, with tables."""
    return sjablonen.render_kopij("herziening", load_voorbeeld("herziening", "nabetaling").gegevens)


@pytest.fixture(scope="module")
def andere(sjablonen: Sjablonen) -> Kopij:
    """A letter of another kind."""
    voorbeeld = load_voorbeeld("bevestiging-tegenhouden", "inkomen")
    return sjablonen.render_kopij("bevestiging-tegenhouden", voorbeeld.gegevens)


def zet(zetter: Zetter, kopij: Kopij) -> Gezet:
    return zetter.zet(kopij, dagtekening=DAGTEKENING)


def verander(kopij: Kopij, oud: str, nieuw: str) -> Kopij:
    assert oud in kopij.waarden
    return replace(kopij, waarden=tuple(nieuw if waarde == oud else waarde for waarde in kopij.waarden))


def widen_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make each word a little wider than it is."""
    meet = Letterbak.find_woord

    def find_woord(self: Letterbak, tekst: str) -> Woord:
        woord = meet(self, tekst)
        einde = woord.einde._replace(breedte=woord.einde.breedte + 40 * BREED)
        return woord._replace(einde=einde)

    monkeypatch.setattr(Letterbak, "find_woord", find_woord)


def draw_another_glyph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw an amount with its last figure changed."""
    meet = Letterbak.find_woord

    def find_woord(self: Letterbak, tekst: str) -> Woord:
        ander = tekst[:-1] + ("8" if tekst[-1:] == "9" else "9")
        return meet(self, ander if tekst.startswith("€") else tekst)

    monkeypatch.setattr(Letterbak, "find_woord", find_woord)


def break_lines_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave room for a word at the end of each line but the last."""
    ruimte = alinea._compute_ruimte

    def compute_ruimte(vorm: alinea.Alinea, regel: int) -> int:
        return ruimte(vorm, regel) - 60 * EENHEID

    monkeypatch.setattr(alinea, "_compute_ruimte", compute_ruimte)


def swap_heads_and_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write each cell of a table as a head, and each head as a cell."""
    maak = zetvorm.Zetvorm.make_druk

    def make_druk(self: zetvorm.Zetvorm, stand: Stand, tekst: Sequence[Vast | Plek]) -> zetvorm.Druk:
        druk = maak(self, stand, tekst)
        tags = druk.tags.replace(b"/S/TD", b"/S/T?").replace(b"/S/TH", b"/S/TD").replace(b"/S/T?", b"/S/TH")
        return druk._replace(tags=tags)

    monkeypatch.setattr(zetvorm.Zetvorm, "make_druk", make_druk)


def drop_an_element(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hang no heading in the tag tree."""
    maak = zetvorm.Zetvorm.make_druk

    def make_druk(self: zetvorm.Zetvorm, stand: Stand, tekst: Sequence[Vast | Plek]) -> zetvorm.Druk:
        druk = maak(self, stand, tekst)
        return druk._replace(toppen=()) if b"/S/H2" in druk.tags else druk

    monkeypatch.setattr(zetvorm.Zetvorm, "make_druk", make_druk)


def fill_pages_too_far(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page hold less than it can: it ends one place too early."""
    einde = bladverdeling._find_einde

    def find_einde(atomen: Sequence[bladverdeling._Atoom], begin: int, plaats: int, over: float) -> int:
        gevonden = einde(atomen, begin, plaats, over)
        return einde(atomen, begin, gevonden - 1, over)

    monkeypatch.setattr(bladverdeling, "_find_einde", find_einde)


def write_a_damaged_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the end of the PDF point to a place where no cross-reference stands."""
    schrijf = Pdfschrijver.write

    def write(self: Pdfschrijver, stukken: Stukken) -> tuple[bytes, str]:
        pdf, som = schrijf(self, stukken)
        return pdf.replace(b"startxref\n", b"startxref\n1"), som

    monkeypatch.setattr(Pdfschrijver, "write", write)


def glue_words_at_line_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """End no line with a space."""
    maak = zetvorm.Zetvorm._make_plek

    def make_plek(self: zetvorm.Zetvorm, plek: Plek) -> zetvorm.Lijnplek:
        lijn = maak(self, plek)
        return lijn._replace(slot_met_wit=lijn.slot)

    monkeypatch.setattr(zetvorm.Zetvorm, "_make_plek", make_plek)


def empty_the_parent_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no mark lead back to its element."""
    monkeypatch.setattr(pdfschrijver, "_make_parenttree", lambda bladen: b"<</Nums[]>>")


def swap_parents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each mark of a page lead back to the element of another."""
    maak = pdfschrijver._make_parenttree

    def make_parenttree(bladen: Sequence[Blad]) -> bytes:
        return maak([replace(blad, merken=blad.merken[::-1]) for blad in bladen])

    monkeypatch.setattr(pdfschrijver, "_make_parenttree", make_parenttree)


def cut_the_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make each page smaller than it is."""
    lijst = pdfschrijver._list_bladobjecten

    def list_bladobjecten(
        bladen: Sequence[Blad], bronnen: bytes, maat: bytes, n: pdfschrijver.Nummers
    ) -> Iterator[bytes]:
        return lijst(bladen, bronnen, b"[0 0 300 300]", n)

    monkeypatch.setattr(pdfschrijver, "_list_bladobjecten", list_bladobjecten)


def date_the_document_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the document another date."""
    maak = vullen._make_info

    def make_info(titel: str, auteurs: tuple[str, ...], dagtekening: date) -> bytes:
        return maak(titel, auteurs, date(1999, 1, 1))

    monkeypatch.setattr(vullen, "_make_info", make_info)


def give_the_metadata_another_title(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the XMP another title than the document."""
    maak = vullen._make_metadata

    def make_metadata(titel: str, auteurs: tuple[str, ...], taal: str, dagtekening: date) -> bytes:
        return maak(f"{titel} anders", auteurs, taal, dagtekening)

    monkeypatch.setattr(vullen, "_make_metadata", make_metadata)


def swap_header_and_footer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say of each footer that it is a header."""
    druk = Drukker._print_marge

    def print_marge(self: Drukker, marge: Margetekst, blad: int, bladen: int, doel: Blad) -> float:
        return druk(self, msgspec.structs.replace(marge, kant="Header"), blad, bladen, doel)

    monkeypatch.setattr(Drukker, "_print_marge", print_marge)


BREUKEN: list[Callable[[pytest.MonkeyPatch], None]] = [
    widen_words,
    draw_another_glyph,
    break_lines_early,
    swap_heads_and_cells,
    drop_an_element,
    fill_pages_too_far,
    write_a_damaged_pdf,
    glue_words_at_line_ends,
    empty_the_parent_tree,
    swap_parents,
    cut_the_sheet,
    date_the_document_otherwise,
    give_the_metadata_another_title,
    swap_header_and_footer,
]


@pytest.mark.parametrize("breek", BREUKEN, ids=lambda breek: breek.__name__)
def test_a_fault_is_found_when_a_letter_is_learned(
    breek: Callable[[pytest.MonkeyPatch], None],
    brief: Kopij,
    andere: Kopij,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    goed = zet(Zetter(HUISSTIJL, Motor.WEASYPRINT), brief)
    zetter = Zetter(HUISSTIJL)
    zet(zetter, andere)
    with monkeypatch.context() as kapot:
        breek(kapot)
        gezet = zet(zetter, brief)
    volgende = zet(zetter, verander(brief, "Lindehof 12", "Lindehof 14"))

    assert gezet.verschil
    assert (gezet.wijze, gezet.pdf) == (Wijze.GEZET, goed.pdf)
    assert volgende.wijze is Wijze.GEZET
    assert volgende.reden == f"de vormen zijn afgekeurd: {gezet.verschil}"
    assert zet(zetter, andere).wijze is Wijze.GEZET


def test_a_fault_is_found_when_lots_are_drawn(
    brief: Kopij, andere: Kopij, monkeypatch: pytest.MonkeyPatch
) -> None:
    goed = zet(Zetter(HUISSTIJL, Motor.WEASYPRINT), brief)
    zetter = Zetter(HUISSTIJL, steekproef=1)
    zet(zetter, andere)
    zet(zetter, brief)

    assert zet(zetter, brief).gecontroleerd

    with monkeypatch.context() as kapot:
        draw_another_glyph(kapot)
        gezet = zet(zetter, brief)

    assert gezet.verschil
    assert (gezet.wijze, gezet.pdf) == (Wijze.GEZET, goed.pdf)
    assert "afgekeurd" in zet(zetter, brief).reden
    assert any(gezet.verschil in reden for _, reden in zetter.list_redenen())
    assert zet(zetter, andere).wijze is Wijze.GEZET


def test_what_one_process_rejects_no_other_uses(
    brief: Kopij, andere: Kopij, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    formes = tmp_path_factory.mktemp("formes")
    zet(Zetter(HUISSTIJL, formes=formes), andere)
    with monkeypatch.context() as kapot:
        draw_another_glyph(kapot)
        zet(Zetter(HUISSTIJL, formes=formes), brief)
    later = Zetter(HUISSTIJL, formes=formes)

    assert all("afgekeurd" in zet(later, kopij).reden for kopij in (brief, andere))
