"""Words are as wide and lines end where WeasyPrint puts them, for texts that nobody wrote by hand."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product
from random import Random

import pytest
from markupsafe import escape
from weasyprint import HTML  # type: ignore[import-untyped]  # ships no types
from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]  # idem
from weasyprint.text.line_break import get_log_attrs  # type: ignore[import-untyped]  # idem

from correspondentie.zetter.alinea import Alinea, Segment, break_alinea
from correspondentie.zetter.breekplaatsen import list_breekplaatsen
from correspondentie.zetter.errors import CannotFillError
from correspondentie.zetter.letterkast import SPATIE, Letterbak, Lettersoort, make_tekens
from correspondentie.zetter.lettertypen import Lettertypen
from correspondentie.zetter.repertoire import TEKENS
from correspondentie.zetter.weasy import Composer
from tests.bouwers.briefhtml import HUISSTIJL

SOORTEN = (
    Lettersoort(("Source Sans 3",), 14.0, 400, "normal", "nl"),
    Lettersoort(("Source Sans 3",), 12.0, 600, "normal", "nl"),
)
DELEN = (
    *("AVAVA", "To", "Ty", "LT", "P.", "r,", "€", "1.234,56", "'s-Gravenhage", "Świątek-Đorđević", "(bij)"),
    *(
        "van",
        "der",
        "de",
        "Nieuwenhuijzen-Oosterom",
        "“Ja”",
        "50%",
        "12-12-2026",
        "wie?",
        "/dag",
        "A.B.",
        "ff",
    ),
    *("TS26-7K4M-Q9PD-2XVA", "1411\u00a0AB", "kinderopvangtoeslag", "–", "m/v"),
)


@pytest.fixture(scope="module")
def lettertypen() -> Lettertypen:
    return Composer(HUISSTIJL).lettertypen


@pytest.fixture(scope="module", params=SOORTEN, ids=lambda soort: f"{soort.grootte:g}px")
def bak(request: pytest.FixtureRequest, lettertypen: Lettertypen) -> Letterbak:
    return Letterbak(request.param, lettertypen, lambda _letter, _glyphs: 0)


def list_alineas(aantal: int) -> Iterator[tuple[float, str]]:
    """List widths in CSS pixels and texts, the same in every run."""
    random = Random(2026)
    for _ in range(aantal):
        yield random.choice((240, 333.3, 512, 640)), " ".join(random.choices(DELEN, k=random.randint(1, 30)))


def style(soort: Lettersoort) -> str:
    return f"font: {soort.gewicht} {soort.grootte}px 'Source Sans 3'"


def compose_regels(
    soort: Lettersoort, lettertypen: Lettertypen, alineas: list[tuple[float, str]], vet: list[int]
) -> list[list[str]]:
    """Let WeasyPrint break paragraphs; from vet on the characters of each are in SOORTEN[1].

    Returns: per paragraph the texts of its lines.
    """
    html = "".join(
        f'<p style="{style(soort)}; margin: 0; width: {breed}px">{escape(tekst[:tot])}'
        f'<b style="{style(SOORTEN[1])}">{escape(tekst[tot:])}</b></p>'
        for (breed, tekst), tot in zip(alineas, vet, strict=True)
    )
    document = HTML(string=f'<html lang="nl">{html}</html>').render(font_config=lettertypen)
    regels: list[list[str]] = [[]]
    for blad in document.pages:
        for box in blad._page_box.descendants():
            if isinstance(box, boxes.LineBox) and box.element_tag.startswith("p"):
                tekst = "".join(kind.text for kind in box.descendants() if isinstance(kind, boxes.TextBox))
                regels[-1].append(tekst.strip(" "))
                if len(" ".join(regels[-1]).replace(" ", "")) == len(
                    alineas[len(regels) - 1][1].replace(" ", "")
                ):
                    regels.append([])
    return regels[:-1]


def test_lines_end_where_weasyprint_ends_them(bak: Letterbak, lettertypen: Lettertypen) -> None:
    alineas = list(list_alineas(200))
    gezet = compose_regels(bak.soort, lettertypen, alineas, [len(tekst) for _, tekst in alineas])
    assert len(gezet) == len(alineas)
    geweigerd = 0
    for (breedte, tekst), verwacht in zip(alineas, gezet, strict=True):
        alinea = Alinea(
            segmenten=(Segment("\x01", 0, heel=False),),
            breedte=breedte, inspringing=0.0, uitlijning=0.0, breekbaar=True, velden=1,
        )  # fmt: skip
        try:
            regels = break_alinea(alinea, (tekst,), (bak,))
        except CannotFillError:
            geweigerd += 1
            continue
        tekens = [b"".join(run.tekens for run in regel.runs) for regel in regels]
        assert tekens == [make_tekens(bak.shape(regel)) for regel in verwacht], tekst

    assert geweigerd <= len(alineas) // 50


def test_lines_in_two_styles_end_where_weasyprint_ends_them(lettertypen: Lettertypen) -> None:
    bakken = [Letterbak(soort, lettertypen, lambda _letter, _glyphs: 0) for soort in SOORTEN]
    alineas = list(list_alineas(200))
    random = Random(28)
    vet = [random.randint(1, max(1, len(tekst) - 1)) for _, tekst in alineas]
    gezet = compose_regels(SOORTEN[0], lettertypen, alineas, vet)
    geweigerd = 0
    for (breedte, tekst), tot, verwacht in zip(alineas, vet, gezet, strict=True):
        alinea = Alinea(
            segmenten=(Segment(tekst[:tot], 0, heel=False), Segment(tekst[tot:], 1, heel=False)),
            breedte=breedte, inspringing=0.0, uitlijning=0.0, breekbaar=True, velden=0,
        )  # fmt: skip
        try:
            regels = break_alinea(alinea, (), bakken)
        except CannotFillError:
            geweigerd += 1
            continue
        assert len(regels) == len(verwacht), tekst
        plaats = 0
        for regel, woorden in zip(regels, verwacht, strict=True):
            begin, plaats = (begin := tekst.index(woorden, plaats)), begin + len(woorden)
            dun = tekst[begin : max(begin, min(tot, plaats))]
            eerste = b"".join(run.tekens for run in regel.runs if run.soort == 0)
            assert eerste == make_tekens(bakken[0].shape(dun)) if dun else not eerste, tekst

    assert len(alineas) - geweigerd >= 50  # the rest holds a slash, or a hyphen at the end of a line


def test_a_line_is_as_wide_as_its_words(bak: Letterbak) -> None:
    for links, rechts in pairwise(DELEN):
        eerste, tweede = bak.find_woord(links), bak.find_woord(rechts)
        som = eerste.midden.breedte + tweede.spatie.breedte + tweede.einde.breedte

        assert som == sum(glyph.breedte for glyph in bak.shape(f"{links} {rechts}"))


def test_a_word_has_the_same_glyphs_however_it_is_measured(bak: Letterbak) -> None:
    for woord in DELEN:
        assert bak.find_woord(woord).einde.tekens == make_tekens(bak.shape(f" {woord}")[1:])


def test_the_spaces_that_are_not_looked_at_are_those_where_a_line_may_end() -> None:
    tekens = [teken for teken in TEKENS if teken == "x" or not (teken.isalpha() or teken.isspace())]
    for links, rechts in product(tekens, tekens):
        for tekst in (f"a{links} {rechts}a", f"{links} {rechts}", f"1 {links} {rechts} 1"):
            if not SPATIE.search(tekst):
                attributen = get_log_attrs(tekst, "nl")
                assert all(
                    attributen[plaats + 1].is_line_break for plaats, teken in enumerate(tekst) if teken == " "
                )


def test_a_line_ends_where_pango_lets_it_whatever_the_letters_and_figures_are() -> None:
    random = Random(2026)
    woorden = ["ij", "IJ", "ijs", *DELEN, *TEKENS, *"abcxyzIJL01789 -"]
    for _ in range(4_000):
        tekst = "".join(random.choices(woorden, k=random.randint(1, 12)))
        attributen = get_log_attrs(tekst, "nl")
        verwacht = tuple(plaats for plaats in range(1, len(tekst)) if attributen[plaats].is_line_break)
        assert list_breekplaatsen(tekst, "nl") == verwacht, tekst


@pytest.mark.parametrize(
    ("tekst", "woorden"),
    [
        ("de Vries / Bos", ["de", "Vries /", "Bos"]),
        ("“Ja” (bij) €", ["“Ja” (bij)", "€"]),
        ("( a ) b !", ["( a )", "b !"]),
    ],
)
def test_no_line_ends_at_a_space_beside_some_signs(bak: Letterbak, tekst: str, woorden: list[str]) -> None:
    assert bak.split_woorden(tekst) == woorden


def test_such_a_space_in_a_paragraph_with_more_styles_is_left_to_weasyprint(bak: Letterbak) -> None:
    alinea = Alinea(
        segmenten=(Segment("Beste ", 0, heel=False), Segment("\x01", 0, heel=False)),
        breedte=640.0, inspringing=0.0, uitlijning=0.0, breekbaar=True, velden=1,
    )  # fmt: skip

    assert break_alinea(alinea, ("Bos",), (bak,))
    with pytest.raises(CannotFillError, match="geen regel eindigt"):
        break_alinea(alinea, ("Bos / Vos",), (bak,))


@pytest.mark.parametrize(
    ("eerste", "tweede", "heel", "kan"),
    [
        ("Bos–", "Vos", False, False),
        ("Bos)", "Vos", False, True),
        ("toeslagen.nl/bezwaar", ".", True, True),
        ("toeslagen.nl/bezwaar", ".", False, False),
    ],
)
def test_a_word_in_two_styles_is_left_to_weasyprint_when_a_line_may_end_inside(
    bak: Letterbak, eerste: str, tweede: str, heel: bool, kan: bool
) -> None:
    alinea = Alinea(
        segmenten=(Segment(f"Een {eerste}", 0, heel=False), Segment(tweede, 0, heel=False)),
        breedte=40.0, inspringing=0.0, uitlijning=0.0, breekbaar=True, velden=0,
    )  # fmt: skip
    if heel:
        delen = (
            Segment("Een ", 0, heel=False),
            Segment(eerste, 0, heel=True),
            Segment(tweede, 0, heel=False),
        )
        alinea = replace(alinea, segmenten=delen)
    if kan:
        assert len(break_alinea(alinea, (), (bak,))) == 2
        return
    with pytest.raises(CannotFillError, match="af te breken"):
        break_alinea(alinea, (), (bak,))


@pytest.mark.parametrize("waarde", ["", " Bos", "Bos ", "kinder\u00adopvang"])
def test_white_space_at_the_edge_and_soft_hyphens_are_left_to_weasyprint(bak: Letterbak, waarde: str) -> None:
    alinea = Alinea(
        segmenten=(Segment("Beste \x01", 0, heel=False),),
        breedte=640.0, inspringing=0.0, uitlijning=0.0, breekbaar=True, velden=1,
    )  # fmt: skip

    with pytest.raises(CannotFillError, match="zacht koppelteken"):
        break_alinea(alinea, (waarde,), (bak,))


@pytest.mark.parametrize("teken", ["ə", "شمس", "🙂", "x\u0302\u0323"])
def test_what_the_specimens_lack_is_left_to_weasyprint(bak: Letterbak, teken: str) -> None:
    with pytest.raises(CannotFillError):
        bak.find_woord(teken)


def test_what_fits_by_a_hair_is_left_to_weasyprint(bak: Letterbak) -> None:
    breedte = sum(glyph.breedte for glyph in bak.shape("een twee")) / 1024
    alinea = Alinea(
        segmenten=(Segment("een \x01", 0, heel=False),),
        breedte=breedte, inspringing=0.0, uitlijning=0.0, breekbaar=True, velden=1,
    )  # fmt: skip

    with pytest.raises(CannotFillError, match="precies"):
        break_alinea(alinea, ("twee",), (bak,))
