"""What is printed over a letter: it can be read back from paper, and touches nothing of any letter."""

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageChops

from correspondentie.adressering.kix import has_kix_ruimte
from correspondentie.sjabloon import Sjablonen, load_sjablonen
from correspondentie.zetter import Zetter
from outbox.printstraat import load_lettertype
from outbox.printstraat.kix import VOL, VRIJ
from outbox.printstraat.opdruk import (
    KIX_BOVEN,
    KIX_BREED,
    KIX_LINKS,
    MERK_BOVEN,
    MERK_LINKS,
    MODULE,
    SLUITBLAD,
    VOORBLAD,
    Velmerk,
    make_opdruk,
)
from outbox.printstraat.tekenen import Lettertype
from tests.bouwers.afdrukken import Vlak, cut, make_inkt, merge, print_paginas
from tests.bouwers.voorbeelden import SJABLONEN, Voorbeeld, list_voorbeelden, make_naam

RUN = "2026-07-7b87e2da"
MERK = Velmerk(run=RUN, lot=12, volgnummer=7, paginas=5)
BREEDSTE = "1234AB12345XA12"  # fifteen characters fill the window
MATRIX = 20 * MODULE
KIXVAK = Vlak(KIX_LINKS, KIX_BOVEN, KIX_LINKS + KIX_BREED, KIX_BOVEN + VOL)
MERKVAK = Vlak(MERK_LINKS, MERK_BOVEN, MERK_LINKS + MATRIX, MERK_BOVEN + MATRIX)
LETTERS = SJABLONEN / "_huisstijl" / "fonts"


@pytest.fixture(scope="module")
def lettertype() -> Lettertype:
    return load_lettertype(LETTERS / "SourceSans3_400Regular.ttf", LETTERS / "SourceSans3_600SemiBold.ttf")


@pytest.fixture(scope="module")
def sjablonen() -> Sjablonen:
    return load_sjablonen(SJABLONEN)


@pytest.fixture(scope="module")
def zetter() -> Zetter:
    return Zetter(SJABLONEN / "_huisstijl")


def zet(zetter: Zetter, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> bytes:
    kopij = sjablonen.render_kopij(voorbeeld.brieftype, voorbeeld.gegevens)
    return zetter.zet(kopij, dagtekening=voorbeeld.gegevens.brief.dagtekening).pdf


def grow(vlak: Vlak, mm: float) -> Vlak:
    return Vlak(vlak.links - mm, vlak.boven - mm, vlak.rechts + mm, vlak.onder + mm)


@given(st.integers(1, 99_999), st.integers(0, 99_999), st.integers(1, 999))
def test_a_mark_says_where_a_sheet_belongs(lot: int, volgnummer: int, paginas: int) -> None:
    for pagina in range(1, paginas + 1, 2):
        merk = Velmerk(run=RUN, lot=lot, volgnummer=volgnummer, paginas=paginas, pagina=pagina)

        assert 24 == len(merk.code)
        assert (lot, volgnummer) == (int(merk.code[7:12]), int(merk.code[12:17]))
        assert (pagina, paginas) == (int(merk.code[17:20]), int(merk.code[20:23]))
        assert str(int(pagina + 2 > paginas)) == merk.code[23]


def test_two_runs_have_marks_of_their_own() -> None:
    assert MERK.code[1:7] != replace(MERK, run="2026-08-00000000").code[1:7]


@pytest.mark.parametrize("paginas", [1, 2, 5])
def test_every_sheet_bears_a_mark_that_reads_back_from_paper(
    paginas: int, lettertype: Lettertype, tmp_path: Path
) -> None:
    merk = replace(MERK, paginas=paginas)
    opdruk = make_opdruk(merk, BREEDSTE, lettertype)
    gelezen = [
        [(code.text, code.format) for code in zxingcpp.read_barcodes(pagina)]
        for pagina in print_paginas(opdruk, tmp_path)
    ]

    voor = [replace(merk, pagina=pagina).code for pagina in range(1, paginas + 1, 2)]
    assert paginas == len(gelezen)
    assert [[(code, zxingcpp.BarcodeFormat.DataMatrix)] for code in voor] == gelezen[0::2]
    assert all(achterkant == [] for achterkant in gelezen[1::2])


@pytest.mark.parametrize("volgnummer", [VOORBLAD, 1, 42, 1234, SLUITBLAD])
def test_any_mark_reads_back_from_paper(volgnummer: int, lettertype: Lettertype, tmp_path: Path) -> None:
    for lot in (1, 77, 99_999):
        merk = Velmerk(run=f"run-{lot}", lot=lot, volgnummer=volgnummer, paginas=1)
        (pagina,) = print_paginas(make_opdruk(merk, "", lettertype), tmp_path)

        assert [merk.code] == [code.text for code in zxingcpp.read_barcodes(pagina)]


def test_without_a_code_nothing_stands_in_the_window(lettertype: Lettertype, tmp_path: Path) -> None:
    for kix in ("", "1234AB12345XA123"):  # none, and one that does not fit
        (pagina, *_) = print_paginas(make_opdruk(MERK, kix, lettertype), tmp_path, 100)

        assert make_inkt(cut(pagina, grow(KIXVAK, 5), 100)).getbbox() is None


def test_an_overlay_names_no_font_that_the_printer_must_have(lettertype: Lettertype, tmp_path: Path) -> None:
    (tmp_path / "opdruk.pdf").write_bytes(make_opdruk(MERK, BREEDSTE, lettertype))
    with pikepdf.open(tmp_path / "opdruk.pdf") as document:
        aantallen = [len(list(pagina.Resources.Font.keys())) for pagina in document.pages]

    assert [0] * 5 == aantallen


@pytest.mark.parametrize("voorbeeld", list_voorbeelden(), ids=make_naam)
def test_no_letter_has_ink_where_the_codes_come(
    voorbeeld: Voorbeeld, zetter: Zetter, sjablonen: Sjablonen, lettertype: Lettertype, tmp_path: Path
) -> None:
    brief = zet(zetter, sjablonen, voorbeeld)
    ruimte = has_kix_ruimte(voorbeeld.gegevens.brief.adresregels)
    paginas = print_paginas(brief, tmp_path, 100)
    opdruk = make_opdruk(replace(MERK, paginas=len(paginas)), BREEDSTE if ruimte else "", lettertype)
    opdrukken = print_paginas(opdruk, tmp_path, 100)

    overlap = [
        ImageChops.logical_and(make_inkt(onder), make_inkt(boven)).getbbox()
        for onder, boven in zip(paginas, opdrukken, strict=True)
    ]
    assert [None] * len(paginas) == overlap
    # what must stay clear around the codes: the quiet zone of each
    assert not ruimte or make_inkt(cut(paginas[0], grow(KIXVAK, VRIJ), 100)).getbbox() is None
    assert [] == [p for p in paginas if make_inkt(cut(p, grow(MERKVAK, 2 * MODULE), 100)).getbbox()]


ADRESSEN = [
    ("Mevrouw S.M. de Wit", "Spui 12", "2511 AB  DEN HAAG"),
    ("Hoogwelgeboren vrouwe", "Mevrouw gjpqy Çğ", "Spui 12 gjpqy", "2511 AB  JĄÇQ"),
    ("A. Coenraads-van den Bosch Rozendaal van Oosterwijk", "Spui 12", "2511 AB  DEN HAAG"),
    ("De heer ing. J.P.M.C. van der Wijngaart-Weesp gjpqy", "Spui 12", "2511 AB  JĄÇQ"),
    ("W. Wwwwwwwwww WWWWW", "Spui 12", "2511 AB  ŞĄÇQJ"),
    ("J. Bos", "Burgemeester Jonkheer Quarles van Uffordlaan 123-gjpqy", "2511 AB  JĄÇQ"),
    ("J. Bos", "Spui 12", "2511 AB  GASSELTERNIJVEEN"),
]


@pytest.mark.parametrize("regels", ADRESSEN, ids=range(len(ADRESSEN)))
def test_an_address_that_leaves_room_by_reckoning_leaves_it_on_paper(
    regels: tuple[str, ...], zetter: Zetter, sjablonen: Sjablonen, lettertype: Lettertype, tmp_path: Path
) -> None:
    voorbeeld = list_voorbeelden()[0]
    hoofd = replace(voorbeeld.gegevens.brief, adresregels=regels)
    brief = zet(zetter, sjablonen, replace(voorbeeld, gegevens=replace(voorbeeld.gegevens, brief=hoofd)))
    pagina = print_paginas(brief, tmp_path)[0]

    assert has_kix_ruimte(regels)
    assert make_inkt(cut(pagina, grow(KIXVAK, VRIJ))).getbbox() is None


def test_letter_and_overlay_together_are_one_page_that_reads_back(
    zetter: Zetter, sjablonen: Sjablonen, lettertype: Lettertype, tmp_path: Path
) -> None:
    brief = zet(zetter, sjablonen, list_voorbeelden()[0])
    aantal = len(print_paginas(brief, tmp_path, 20))
    merk = replace(MERK, paginas=aantal)
    samen = print_paginas(merge(brief, make_opdruk(merk, BREEDSTE, lettertype)), tmp_path)

    assert [merk.code] == [code.text for code in zxingcpp.read_barcodes(samen[0])]
