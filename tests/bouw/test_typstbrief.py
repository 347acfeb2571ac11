"""The letter that the bench has Typst set is the letter that we set: as many pages, and the same words."""

from collections import Counter
from pathlib import Path

import pytest
from lxml import html
from markupsafe import escape

from correspondentie.sjabloon import Sjablonen, load_sjablonen
from correspondentie.zetter import Zetter, make_kopij
from tests.bouwers.briefhtml import ALINEA, DAGTEKENING, HUISSTIJL, KENMERK, make_brief
from tests.bouwers.voorbeelden import SJABLONEN, Voorbeeld, list_voorbeelden, make_naam
from tests.pdf.lezen import list_kinds, list_pages, list_words, open_pdf
from tests.pdf.verapdf import check_pdfs

pytest.importorskip("typst", reason="only `make bench` installs typst")

from bouw.typstbrief import Typstzetter, write_brief

VREEMD = r"""#let \ $x$ *a* _b_ `c` <d> @e = - + / ~ "f" 'g' // h -- [i] {j}"""
RIJEN = "".join(f'<tr><th scope="row">rij {nummer}</th><td>{nummer}</td></tr>' for nummer in range(80))
LANGE_TABEL = f"""<table class="som"><caption>Lang</caption>
<colgroup><col class="stap"><col></colgroup>
<thead><tr><th scope="col">Opschrift</th><th scope="col">Getal</th></tr></thead>
<tbody>{RIJEN}</tbody></table>"""


@pytest.fixture(scope="module")
def sjablonen() -> Sjablonen:
    return load_sjablonen(SJABLONEN)


@pytest.fixture(scope="module")
def zetter() -> Zetter:
    return Zetter(HUISSTIJL)


@pytest.fixture(scope="module")
def typstzetter() -> Typstzetter:
    return Typstzetter(HUISSTIJL)


def compose(typstzetter: Typstzetter, inhoud: str) -> bytes:
    return typstzetter.compose(write_brief(make_brief(inhoud)), dagtekening=DAGTEKENING)


def count_words(pdf: bytes) -> Counter[str]:
    return Counter(woord.tekst for woord in list_words(pdf))


def list_tabelkoppen(brief: str) -> set[str]:
    """List the words in the heads of tables: they come back on a next page, and Typst may break elsewhere."""
    return {
        woord
        for cel in html.document_fromstring(brief).iter("th")
        if cel.get("scope") != "row"
        for woord in str(cel.xpath("string()")).split()
    }


@pytest.mark.parametrize("voorbeeld", list_voorbeelden(), ids=make_naam)
def test_every_voorbeeld_has_the_same_words_on_as_many_pages(
    voorbeeld: Voorbeeld, sjablonen: Sjablonen, zetter: Zetter, typstzetter: Typstzetter
) -> None:
    brief = sjablonen.render_html(voorbeeld.brieftype, voorbeeld.gegevens)
    ons = zetter.zet(make_kopij(brief), dagtekening=DAGTEKENING)
    hun = typstzetter.compose(write_brief(brief), dagtekening=DAGTEKENING)
    onze_woorden, hun_woorden = count_words(ons.pdf), count_words(hun)
    verschil = (onze_woorden - hun_woorden) | (hun_woorden - onze_woorden)

    assert ons.paginas == len(list_pages(hun))
    assert set() == set(verschil) - list_tabelkoppen(brief)


def test_no_character_of_a_letter_is_a_command_of_typst(typstzetter: Typstzetter) -> None:
    pdf = compose(typstzetter, f"<p>{escape(VREEMD)}</p>")

    assert VREEMD in list_pages(pdf)[0]


def test_the_head_of_a_table_comes_back_on_the_next_page(typstzetter: Typstzetter) -> None:
    paginas = list_pages(compose(typstzetter, LANGE_TABEL))

    assert [True, True] == ["Opschrift" in pagina for pagina in paginas[:2]]


def test_the_next_pages_say_which_letter_they_belong_to(typstzetter: Typstzetter) -> None:
    paginas = list_pages(compose(typstzetter, ALINEA * 60))

    assert all(f"Kenmerk {KENMERK}" in pagina for pagina in paginas)
    assert "Over uw toeslag" in paginas[1].splitlines()[0]
    assert f"Pagina 2 van {len(paginas)}" in paginas[1]


def test_the_letter_is_tagged_as_ours_is(typstzetter: Typstzetter) -> None:
    inhoud = f"<h2>Kop</h2>{ALINEA}<ul><li>een</li></ul>{LANGE_TABEL}"
    with open_pdf(compose(typstzetter, inhoud)) as document:
        soorten = set(list_kinds(document))

    assert soorten >= {"H1", "H2", "P", "L", "LI", "Lbl", "LBody"}
    assert soorten >= {"Table", "Caption", "THead", "TBody", "TR", "TH", "TD"}


def test_verapdf_approves_the_letter_in_both_profiles(typstzetter: Typstzetter, tmp_path: Path) -> None:
    inhoud = f'{ALINEA * 30}<p><a href="https://toeslagen.nl">link</a></p>{LANGE_TABEL}'
    bestand = tmp_path / "typst.pdf"
    bestand.write_bytes(compose(typstzetter, inhoud))

    assert {bestand: []} == check_pdfs([bestand])


def test_the_same_letter_gives_the_same_bytes(typstzetter: Typstzetter) -> None:
    assert compose(typstzetter, ALINEA) == compose(typstzetter, ALINEA)
