"""A preview that composes only what is new is the letter that is composed whole."""

import pytest

from correspondentie.errors import InvalidPdfError
from correspondentie.redactie.bladbeelden import Bladbeelden
from correspondentie.zetter.blokken import Bloklezer
from correspondentie.zetter.kopij import make_kopij
from correspondentie.zetter.proefzetter import Proefzetter
from correspondentie.zetter.uittreksel import make_uittreksel
from correspondentie.zetter.vergelijken import list_verschillen
from tests.bouwers.briefhtml import ALINEA, DAGTEKENING, HUISSTIJL, make_brief

KOP = "<h2>Kop</h2>"
TABEL = (
    "<table><caption>T</caption><thead><tr><th scope='col'>a</th></tr></thead>"
    "<tbody><tr><td>{}</td></tr><tr><td>c</td></tr></tbody></table>"
)
LIJST = "<ol><li>een</li><li>{}</li></ol>"
BASIS = f"{KOP}{ALINEA * 12}{TABEL.format('b')}{LIJST.format('twee')}{KOP}{ALINEA * 30}"


@pytest.fixture(scope="module")
def zetter() -> Proefzetter:
    zetter = Proefzetter(HUISSTIJL)
    zetter.zet(make_kopij(make_brief(BASIS)), DAGTEKENING)
    return zetter


@pytest.mark.parametrize(
    ("oud", "nieuw"),
    [
        (KOP, "<h2>Een andere kop</h2>"),
        (KOP, f"{KOP}<p>Een nieuwe alinea onder de kop.</p>"),
        (ALINEA, ""),
        (TABEL.format("b"), TABEL.format("een andere cel")),
        (TABEL.format("b"), TABEL.format("b") * 2),
        (LIJST.format("twee"), LIJST.format("een <strong>ander</strong> punt")),
        (LIJST.format("twee"), f"{KOP}{KOP}"),
    ],
    ids=range(7),
)
def test_a_changed_letter_is_as_it_would_be_composed(zetter: Proefzetter, oud: str, nieuw: str) -> None:
    assert oud in BASIS
    kopij = make_kopij(make_brief(BASIS.replace(oud, nieuw, 1)))
    pdf, paginas = zetter.zet(kopij, DAGTEKENING)
    geheel, aantal = Proefzetter(HUISSTIJL).compose(kopij, DAGTEKENING)

    assert [] == list_verschillen(geheel, pdf)
    assert aantal == paginas


def test_a_paragraph_that_goes_on_on_the_next_page_looks_as_it_would_be_composed(zetter: Proefzetter) -> None:
    lang = f"{ALINEA * 25}<p>{'een heel lange alinea ' * 300}</p>"
    kopij = make_kopij(make_brief(BASIS.replace(ALINEA * 30, lang, 1)))
    beelden = [
        [pagina.png for pagina in Bladbeelden().list_paginas(pdf)]
        for pdf, _ in (zetter.zet(kopij, DAGTEKENING), Proefzetter(HUISSTIJL).compose(kopij, DAGTEKENING))
    ]

    assert beelden[0] == beelden[1]


def test_an_excerpt_holds_what_is_new_with_its_neighbours_and_no_more() -> None:
    stukken = [f"<p>alinea {nummer}</p>" for nummer in range(9)]
    kopij = make_kopij(make_brief("".join(stukken)))
    blokken = Bloklezer(frozenset()).list_blokken(kopij)
    [nieuw] = [plaats for plaats, blok in enumerate(blokken) if "alinea 5" in blok.soort.skelet]
    uittreksel = make_uittreksel(kopij, blokken, [nieuw]).html

    assert [4, 5, 6] == [nummer for nummer in range(1, 9) if stukken[nummer] in uittreksel]
    assert uittreksel.endswith(kopij.html[-20:])


def test_a_preview_is_refused_as_the_letter_would_be(zetter: Proefzetter) -> None:
    with pytest.raises(InvalidPdfError, match="hooguit 20"):
        zetter.zet(make_kopij(make_brief(ALINEA * 1_500)), DAGTEKENING)
