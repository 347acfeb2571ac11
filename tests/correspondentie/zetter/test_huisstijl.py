"""What the eye gets: the address in the window, page numbers, tables and heads that stay together."""

import re
import shutil
from pathlib import Path

import pytest

from correspondentie.zetter import Zetter
from correspondentie.zetter.vergelijken import read_brief
from tests.bouwers.briefhtml import ALINEA, DAGTEKENING, HUISSTIJL, KENMERK, make_briefkopij
from tests.pdf.lezen import Woord, list_pages, list_words, open_pdf, read_aloud

# A C5 envelope, 229 x 162 mm, window on the left: 90 x 45 mm, 20 mm from the left, 60 mm from the bottom.
# The sheet, folded once to 210 x 148.5 mm, slips 19 mm sideways and 13.5 mm upwards. Unit: mm on the sheet.
ALTIJD_ZICHTBAAR = (20.0, 91.0, 57.0, 88.5)
SOMS_ZICHTBAAR = (1.0, 110.0, 43.5, 102.0)
LANG_ADRES = (
    "De hoogwelgeboren vrouwe",
    "J.M.A. van Voorst tot Voorst-van der Goes",
    "p/a Stichting Opvang Zuid-Holland",
    "Burgemeester van Karnebeeklaan 1028 b III",
    "2511 AB  'S-GRAVENHAGE",
    "PAYS-BAS",
)
LANGE_REGEL = ("mevr. prof. dr. ir. W.J.K.M. van den Bosch tot Heemstra-Van Nieuwkoop", *LANG_ADRES[2:5])
KORT_ADRES = ("mevr. A. Bos", "Spui 1", "2511 BT  DEN HAAG")
RIJ = "<tr><th scope='row'>maand {}</th><td class='getal'>€ {}</td></tr>"
TABEL = """<table><thead><tr><th scope="col">Kopcel</th><th scope="col" class="getal">Bedrag</th></tr></thead>
<tbody>{}</tbody></table>"""


def make_tabel(rijen: int) -> str:
    return TABEL.format("".join(RIJ.format(nummer, nummer) for nummer in range(1, rijen + 1)))


def is_inside(woord: Woord, vak: tuple[float, float, float, float]) -> bool:
    links, rechts, boven, onder = vak
    return links <= woord.links and woord.rechts <= rechts and boven <= woord.boven and woord.onder <= onder


def is_touching(woord: Woord, vak: tuple[float, float, float, float]) -> bool:
    links, rechts, boven, onder = vak
    return links < woord.rechts and woord.links < rechts and boven < woord.onder and woord.boven < onder


def list_lines(page: str) -> list[str]:
    """The lines of a page without its footer."""
    return [line.strip() for line in page.splitlines() if line.strip() and "Pagina" not in line]


@pytest.mark.parametrize("adresregels", [KORT_ADRES, LANG_ADRES, LANGE_REGEL])
def test_the_address_stands_wholly_inside_the_window(zetter: Zetter, adresregels: tuple[str, ...]) -> None:
    words = list_words(zetter.zet(make_briefkopij(adresregels=adresregels), dagtekening=DAGTEKENING).pdf)
    start = next(i for i, word in enumerate(words) if word.tekst == adresregels[0].split()[0])
    address = words[start : start + len(" ".join(adresregels).split())]

    assert " ".join(adresregels).split() == [word.tekst for word in address]
    assert [word for word in address if not is_inside(word, ALTIJD_ZICHTBAAR)] == []


def test_the_window_shows_the_address_and_the_return_address_only(zetter: Zetter) -> None:
    words = list_words(zetter.zet(make_briefkopij(adresregels=LANG_ADRES), dagtekening=DAGTEKENING).pdf)
    shown = " ".join(word.tekst for word in words if word.pagina == 1 and is_touching(word, SOMS_ZICHTBAAR))

    assert re.fullmatch(
        r"(Dienst Toeslagen, )?Postbus 4510, 6401 JA Heerlen " + " ".join(" ".join(LANG_ADRES).split()), shown
    )


def test_two_spaces_stay_between_postcode_and_town(zetter: Zetter) -> None:
    spoken = read_aloud(zetter.zet(make_briefkopij(), dagtekening=DAGTEKENING).pdf)

    assert "2511 BT  'S-GRAVENHAGE" in spoken


def test_every_page_bears_its_number_and_the_kenmerk(zetter: Zetter) -> None:
    pages = list_pages(zetter.zet(make_briefkopij(ALINEA * 80), dagtekening=DAGTEKENING).pdf)

    assert len(pages) == 3
    assert [f"Pagina {number} van 3" in page for number, page in enumerate(pages, start=1)] == [True] * 3
    assert [f"Kenmerk {KENMERK}" in page for page in pages] == [True] * 3


def test_later_pages_say_whose_letter_it_is(zetter: Zetter) -> None:
    first, *later = list_pages(zetter.zet(make_briefkopij(ALINEA * 80), dagtekening=DAGTEKENING).pdf)

    assert first.count("Over uw toeslag") == 1
    assert all(page.lstrip().startswith("Dienst Toeslagen") and "Over uw toeslag" in page for page in later)


def test_a_table_repeats_its_head_on_the_next_page(zetter: Zetter) -> None:
    pages = list_pages(zetter.zet(make_briefkopij(make_tabel(90)), dagtekening=DAGTEKENING).pdf)
    with_rows = [page for page in pages if "maand" in page]

    assert len(with_rows) == 3
    assert [page.count("Kopcel") for page in with_rows] == [1, 1, 1]


@pytest.mark.parametrize("alineas", range(22, 34, 2))
def test_no_head_stands_alone_at_the_foot_of_a_page(zetter: Zetter, alineas: int) -> None:
    inhoud = f"{ALINEA * alineas}<h2>Tussenkop</h2>{make_tabel(5)}<h2>Tussenkop</h2>{ALINEA * 5}"
    pages = list_pages(zetter.zet(make_briefkopij(inhoud), dagtekening=DAGTEKENING).pdf)

    assert [page for page in pages if list_lines(page)[-1] in {"Tussenkop", "Kopcel"}] == []


@pytest.mark.parametrize("alineas", range(22, 34, 2))
def test_no_row_stands_alone_on_a_page(zetter: Zetter, alineas: int) -> None:
    inhoud = f"{ALINEA * alineas}{make_tabel(5)}"
    pages = list_pages(zetter.zet(make_briefkopij(inhoud), dagtekening=DAGTEKENING).pdf)
    rows = [page.count("maand ") for page in pages]

    assert sum(rows) == 5
    assert 1 not in rows


def test_amounts_end_on_one_line_below_each_other(zetter: Zetter) -> None:
    bedragen = "".join(RIJ.format("x", bedrag) for bedrag in ("1.111,11", "12,00", "9.999.999,99"))
    words = list_words(zetter.zet(make_briefkopij(TABEL.format(bedragen)), dagtekening=DAGTEKENING).pdf)
    ends = {round(word.rechts, 1) for word in words if word.tekst.endswith((",11", ",00", ",99"))}

    assert len(ends) == 1


def test_figures_have_one_width_so_that_amounts_line_up(zetter: Zetter) -> None:
    inhoud = "".join(f"<p>{cijfer * 8}</p>" for cijfer in "0123456789")
    words = list_words(zetter.zet(make_briefkopij(inhoud), dagtekening=DAGTEKENING).pdf)
    widths = {
        round(word.rechts - word.links, 2)
        for word in words
        if len(set(word.tekst)) == 1 and len(word.tekst) == 8
    }

    assert len(widths) == 1


def test_a_line_holds_about_80_characters_at_most(zetter: Zetter) -> None:
    zin = "Kinderopvangorganisaties geven ons door hoeveel uren opvang uw kind krijgt en wat dat kost. " * 9
    pages = list_pages(zetter.zet(make_briefkopij(f"<p>{zin}</p>"), dagtekening=DAGTEKENING).pdf)

    assert 70 <= max(len(line) for line in list_lines(pages[0]) if "opvang" in line) <= 82


def test_only_subsets_of_the_letter_font_are_embedded(zetter: Zetter) -> None:
    inhoud = "<p>gewoon <strong>vet</strong> <em>schuin</em></p>"
    with open_pdf(zetter.zet(make_briefkopij(inhoud), dagtekening=DAGTEKENING).pdf) as document:
        fonts = [font.DescendantFonts[0] for font in document.pages[0].Resources.Font.values()]

        assert len(fonts) == 3
        assert all(re.fullmatch(r"/[A-Z]{6}\+Source-Sans-3.*", str(font.BaseFont)) for font in fonts)
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_the_official_logo_takes_the_place_of_the_word_mark(tmp_path: Path, zetter: Zetter) -> None:
    huisstijl = Path(shutil.copytree(HUISSTIJL, tmp_path / "_huisstijl"))
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10"/></svg>'
    (huisstijl / "logo.svg").write_text(svg)
    with_logo = Zetter(huisstijl).zet(make_briefkopij(), dagtekening=DAGTEKENING)
    without = zetter.zet(make_briefkopij(), dagtekening=DAGTEKENING)

    assert "" == with_logo.verschil == with_logo.reden
    assert (without.paginas, without.vellen) == (with_logo.paginas, with_logo.vellen)
    assert read_aloud(with_logo.pdf).startswith("Dienst Toeslagen")
    vlakken = [lijn for lijn in read_brief(with_logo.pdf).bladen[0].lijnen if lijn.operator.startswith("f")]
    assert len(vlakken) > 0


def compute_contrast(kleur: str) -> float:
    """The contrast with white paper, as WCAG computes it."""
    kanalen = [int(kleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    lineair = [k / 12.92 if k <= 0.04045 else ((k + 0.055) / 1.055) ** 2.4 for k in kanalen]
    return 1.05 / (0.2126 * lineair[0] + 0.7152 * lineair[1] + 0.0722 * lineair[2] + 0.05)


def test_every_colour_of_text_stands_out_from_the_paper() -> None:
    css = (HUISSTIJL / "huisstijl.css").read_text()
    named = dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6})", css))
    used = set(re.findall(r"(?<![a-z-])color: ([^;]+);", css))
    kleuren = {named.get(kleur.removeprefix("var(").removesuffix(")"), kleur) for kleur in used}

    assert len(kleuren) >= 3
    assert {kleur for kleur in kleuren if compute_contrast(kleur) < 4.5} == set()


def test_the_huisstijl_sets_no_font_feature_because_each_line_would_leak_memory() -> None:
    css = "".join(path.read_text() for path in HUISSTIJL.glob("*.css"))

    assert re.findall(r"font-(?:kerning|variant|feature)[a-z-]*:", css) == []
