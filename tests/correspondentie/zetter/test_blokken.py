"""A block is known by its text and by what its look can depend on, and by nothing else."""

import pytest

from correspondentie.zetter.blokken import Blok, Bloklezer, Rol
from correspondentie.zetter.errors import CannotFillError
from correspondentie.zetter.kopij import Kopij, mark_blokken
from correspondentie.zetter.stijlregels import find_bezwaar, list_buren, list_klassen
from tests.bouwers.briefhtml import HUISSTIJL


def list_blokken(html: str, css: str = ".intro + .intro {}") -> list[Blok]:
    skelet = mark_blokken(html)
    return Bloklezer(list_buren(css), list_klassen(css)).list_blokken(
        Kopij(skelet, ("x",) * skelet.count("\x01"))
    )


def find_blok(html: str, tekst: str) -> Blok:
    (blok,) = [blok for blok in list_blokken(html) if tekst in blok.soort.skelet]
    return blok


@pytest.mark.parametrize(
    ("een", "ander"),
    [
        ("<p>a</p><p>doel</p>", "<p>b</p><p>doel</p>"),
        ("<p>doel</p><p>a</p>", "<p>doel</p><h2>b</h2>"),
        ('<p class="los">a</p><p>doel</p>', "<p>a</p><p>doel</p>"),
        ("<ul><li>doel</li></ul>", "<p>a</p><ul><li>doel</li></ul>"),
    ],
)
def test_a_block_is_the_same_beside_a_neighbour_that_does_not_matter(een: str, ander: str) -> None:
    assert find_blok(een, "doel").sleutel == find_blok(ander, "doel").sleutel


@pytest.mark.parametrize(
    ("een", "ander"),
    [
        ("<p>doel</p>", "<p>doel </p>"),
        ("<p>a</p><p>doel</p>", '<p class="intro">a</p><p>doel</p>'),
        ("<p>doel</p><p>a</p>", '<p>doel</p><p class="intro">a</p>'),
        ("<p>doel</p>", "<p>a</p><p>doel</p>"),
        ("<p>doel</p>", "<div><p>doel</p></div>"),
        ("<ol><li>a</li><li>doel</li></ol>", "<ol><li>a</li><li>b</li><li>doel</li></ol>"),
        (
            "<table><colgroup><col></colgroup><tbody><tr><td>doel</td></tr></tbody></table>",
            '<table><colgroup><col class="smal"></colgroup><tbody><tr><td>doel</td></tr></tbody></table>',
        ),
    ],
)
def test_a_block_is_another_where_it_can_look_otherwise(een: str, ander: str) -> None:
    assert find_blok(een, "doel").sleutel != find_blok(ander, "doel").sleutel


@pytest.mark.parametrize("css", [".mutatie .let {}", "body.mutatie p {}"])
def test_a_block_is_another_in_a_letter_whose_class_the_house_style_names(css: str) -> None:
    mutatie, herziening, beschikking = (
        list_blokken(f'<body class="{soort}">\n<p>doel</p>', css)[0].sleutel
        for soort in ("mutatie", "herziening", "beschikking")
    )

    assert mutatie != herziening == beschikking


def test_the_rows_of_a_table_head_are_one_block() -> None:
    kop = "<thead><tr><th>a</th></tr><tr><th>b</th></tr></thead>"
    html = f"<table>{kop}<tbody><tr><td>c</td></tr></tbody></table>"

    rollen = [(blok.soort.tag, blok.soort.rol) for blok in list_blokken(html)]

    assert rollen == [
        ("table", Rol.OPEN),
        ("thead", Rol.BLOK),
        ("tbody", Rol.OPEN),
        ("tr", Rol.BLOK),
        ("tbody", Rol.DICHT),
        ("table", Rol.DICHT),
    ]


def test_each_block_knows_the_place_of_its_first_value() -> None:
    assert [blok.eerste for blok in list_blokken("\x01<p>\x01 en \x01</p><p>vast</p><p>\x01</p>")] == [
        1,
        3,
        3,
    ]


@pytest.mark.parametrize("html", ["<p>een", "<li><p>een</p>", "</ul>"])
def test_html_that_is_not_closed_well_is_not_filled(html: str) -> None:
    with pytest.raises(CannotFillError):
        list_blokken(html)


@pytest.mark.parametrize(
    "css",
    [
        "li:nth-child(2n) { color: red }",
        "h2 ~ p { margin: 0 }",
        "h2~p { margin: 0 }",
        "h2[title] + p { margin: 0 }",
        "h2#x + p { margin: 0 }",
        "[lang=en] p { margin: 0 }",
        "main :is(h2, h3) + p { margin: 0 }",
        "p:not(.q) + p { margin: 0 }",
        "h2 + p + p { margin: 0 }",
        "p:first-child + p { margin: 0 }",
        "p { + p { margin: 0 } }",
        "p { & + p { margin: 0 } }",
        "@media print { h2 + ul li { margin: 0 } }",
        "ul:first-child li { margin: 0 }",
        "div:has(+ p) p { margin: 0 }",
        "h2:has(+ p .x) { margin: 0 }",
        "p:only-child { margin: 0 }",
        "div:has(ul) { margin: 0 }",
        "h2 { counter-increment: kop }",
    ],
)
def test_a_house_style_that_looks_further_than_a_neighbour_is_told(css: str) -> None:
    assert "dus hangt een blok af van meer dan zijn buren" in find_bezwaar(css)


@pytest.mark.parametrize(
    "css",
    [
        "p:first-child { margin: 0 }",
        "h2:has(+ p) {}",
        "h2 + p strong {}",
        "th:first-child + th {}",
        "tr:has(+ .totaal) > * {}",
        "tbody tr:first-child:not(:last-child) {}",
        "@font-face { src: url(a~b.ttf) } p { content: '~' }",
        "@page { margin: 1mm; @top-left { content: 'a'; margin-left: 1mm } }",
        "@page :first { margin-top: 1mm; margin-bottom: 1mm; @top-left { content: none } }",
        "/* li:nth-child(2) */",
        (HUISSTIJL / "huisstijl.css").read_text(encoding="utf-8"),
        "",
    ],
)
def test_a_house_style_that_looks_at_neighbours_is_fine(css: str) -> None:
    assert find_bezwaar(css) == ""


@pytest.mark.parametrize(
    "css",
    [
        "@page :left { margin-left: 60mm }",
        "@page :right { @top-left { content: none } }",
        "@page :first { margin-left: 60mm }",
        "@page :first { margin: 10mm }",
        "@page :first { size: A5 }",
        "@page :nth(3) { margin-bottom: 80mm }",
        "@page :first, :left { margin-top: 1mm }",
        "@page breed { size: A4 landscape }",
        ".breed { page: breed }",
    ],
)
def test_a_house_style_with_pages_that_differ_is_told(css: str) -> None:
    assert "dus heeft niet elk blad dezelfde breedte" in find_bezwaar(css)


def test_a_house_style_with_rules_elsewhere_is_told() -> None:
    assert "@import" in find_bezwaar("@import 'meer.css'; p {}")


def test_the_neighbours_that_matter_are_read_from_the_house_style() -> None:
    assert list_buren("p.intro + h2 { margin: 0 } /* ul + ol */ p { color: red }") == {"p", "intro", "h2"}
