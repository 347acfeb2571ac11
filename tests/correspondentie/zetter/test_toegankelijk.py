"""What a screen reader gets: the tag tree that WeasyPrint makes, completed."""

import pikepdf
import pytest

from correspondentie.errors import InvalidPdfError
from correspondentie.zetter import Zetter
from tests.bouwers.briefhtml import ALINEA, DAGTEKENING, KENMERK, make_briefkopij
from tests.pdf.lezen import list_artifacts, list_elements, list_kinds, list_stray_texts, open_pdf, read_aloud

TABEL = """<table><caption>Tabel</caption>
<thead><tr><th scope="col">Maand</th><th scope="col">Bedrag</th></tr></thead>
<tbody><tr><th scope="row">mei</th><td>1</td></tr>
<tr><th scope="row">juni</th><td>2</td></tr></tbody></table>"""


def zet(zetter: Zetter, inhoud: str) -> pikepdf.Pdf:
    return open_pdf(zetter.zet(make_briefkopij(inhoud), dagtekening=DAGTEKENING).pdf)


def list_attributes(document: pikepdf.Pdf, kind: str, name: str) -> list[str]:
    return [str(element.A.get(name)) for element in list_elements(document) if str(element.S) == kind]


def test_head_cells_say_whether_they_head_a_column_or_a_row(zetter: Zetter) -> None:
    with zet(zetter, TABEL) as document:
        assert list_attributes(document, "/TH", "/Scope") == ["/Column", "/Column", "/Row", "/Row"]


def test_no_element_names_another_by_an_id_that_is_listed_nowhere(zetter: Zetter) -> None:
    with zet(zetter, TABEL) as document:
        elements = list_elements(document)

    assert [element.S for element in elements if "/ID" in element] == []
    assert [element.S for element in elements if "/Headers" in element.get("/A", {})] == []


@pytest.mark.parametrize(
    ("html", "numbering"),
    [
        ("<ul><li>een</li><li>twee</li></ul>", "/Disc"),
        ("<ol><li>een</li><li>twee</li></ol>", "/Decimal"),
        ('<ol start="9"><li>een</li></ol>', "/Decimal"),
        ('<ul class="kaal"><li>een</li></ul>', "/None"),
    ],
)
def test_a_list_says_how_it_is_numbered(zetter: Zetter, html: str, numbering: str) -> None:
    with zet(zetter, html) as document:
        assert [numbering] == list_attributes(document, "/L", "/ListNumbering")


def test_headers_and_footers_are_artifacts_on_every_page(zetter: Zetter) -> None:
    with zet(zetter, ALINEA * 80) as document:
        artifacts = list_artifacts(document)

    footers, headers = [(p, "/Footer") for p in (1, 2, 3)], [(p, "/Header") for p in (2, 3)]

    assert sorted(footers + headers) == sorted(set(artifacts))


def test_headers_and_footers_are_not_read_aloud(zetter: Zetter) -> None:
    spoken = read_aloud(zetter.zet(make_briefkopij(ALINEA * 80), dagtekening=DAGTEKENING).pdf)

    assert "Pagina" not in spoken
    assert spoken.count(KENMERK) == 1


def test_all_text_is_in_the_tag_tree_or_an_artifact(zetter: Zetter) -> None:
    with zet(
        zetter, f"{TABEL}<ul><li>een <a href='https://toeslagen.nl'>link</a></li></ul>{ALINEA * 60}"
    ) as document:
        assert list_stray_texts(document) == []


def test_no_element_hangs_outside_the_tree(zetter: Zetter) -> None:
    with zet(zetter, ALINEA * 80) as document:
        tagged = {element.objgen for element in list_elements(document)}
        present = [
            thing
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"
        ]

        assert {thing.objgen for thing in present} == tagged


def test_text_that_a_screen_reader_would_skip_is_refused(zetter: Zetter) -> None:
    style = "<style>@page { @left-middle { content: 'tekst naast de brief' } }</style>"

    with pytest.raises(InvalidPdfError, match="leesvolgorde"):
        zetter.zet(make_briefkopij(style), dagtekening=DAGTEKENING)


def test_a_brief_has_one_h1_and_it_comes_before_the_other_heads(zetter: Zetter) -> None:
    with zet(zetter, "<h2>Twee</h2><h3>Drie</h3><h2>Twee</h2>") as document:
        heads = [kind for kind in list_kinds(document) if kind in {"H1", "H2", "H3"}]

    assert heads == ["H1", "H2", "H3", "H2"]


def test_the_reading_order_is_that_of_a_letter(zetter: Zetter) -> None:
    spoken = read_aloud(zetter.zet(make_briefkopij("<p>De inhoud.</p>"), dagtekening=DAGTEKENING).pdf)
    parts = [
        "Spui 70 B",
        KENMERK,
        "Over uw toeslag",
        "Geachte mevrouw",
        "De inhoud.",
        "Met vriendelijke groet",
    ]
    places = [spoken.index(part) for part in parts]

    assert places == sorted(places)
