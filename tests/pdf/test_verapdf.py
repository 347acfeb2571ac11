"""veraPDF approves our letters in both profiles, and would notice if it should not."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from correspondentie.zetter import Zetter
from tests.bouwers.briefhtml import ALINEA, DAGTEKENING, HUISSTIJL, make_briefkopij
from tests.pdf.lezen import open_pdf
from tests.pdf.verapdf import check_pdfs

ALLES = f"""<h2>Kop</h2>{ALINEA * 60}<ul><li>een <a href="https://toeslagen.nl">link</a></li></ul><ol><li>een</li></ol>
<table><caption>Tabel</caption><thead><tr><th scope="col" colspan="2">a</th></tr></thead>
<tbody><tr><th scope="row">b</th><td>c</td></tr></tbody></table>"""


def drop_language(document: pikepdf.Pdf) -> None:
    del document.Root.Lang


def drop_title(document: pikepdf.Pdf) -> None:
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        del metadata["dc:title"]


def drop_tags(document: pikepdf.Pdf) -> None:
    del document.Root.StructTreeRoot


def drop_font(document: pikepdf.Pdf) -> None:
    font = next(iter(document.pages[0].Resources.Font.values()))
    del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def add_picture_without_alt(document: pikepdf.Pdf) -> None:
    document.Root.StructTreeRoot.K[0].K[0].S = pikepdf.Name.Figure


DAMAGE: dict[Callable[[pikepdf.Pdf], None], set[str]] = {
    drop_language: {"ua1"},
    drop_title: {"ua1"},
    drop_tags: {"2a", "ua1"},
    drop_font: {"2a", "ua1"},
    add_picture_without_alt: {"ua1"},
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What veraPDF says, by name of the case; all cases in one JVM."""
    folder = tmp_path_factory.mktemp("pdf")
    pdf = Zetter(HUISSTIJL).zet(make_briefkopij(ALLES), dagtekening=DAGTEKENING).pdf
    (folder / "heel.pdf").write_bytes(pdf)
    for damage in DAMAGE:
        with open_pdf(pdf) as document:
            damage(document)
            document.save(folder / f"{damage.__name__}.pdf")
    (folder / "geen_pdf.pdf").write_text("dit is geen PDF")
    return {path.stem: failures for path, failures in check_pdfs(sorted(folder.iterdir())).items()}


def test_a_brief_with_everything_in_it_is_valid_in_both_profiles(verdicts: dict[str, list[str]]) -> None:
    assert verdicts["heel"] == []


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_a_damaged_brief_is_noticed(
    verdicts: dict[str, list[str]], damage: Callable[[pikepdf.Pdf], None]
) -> None:
    profiles = {failure.split(":")[0] for failure in verdicts[damage.__name__]}

    assert DAMAGE[damage] <= profiles


def test_a_file_that_cannot_be_read_is_a_failure(verdicts: dict[str, list[str]]) -> None:
    assert ["2a: ERROR", "ua1: ERROR"] == [
        failure[: failure.index("ERROR") + 5] for failure in verdicts["geen_pdf"]
    ]


def test_a_path_that_does_not_exist_is_a_failure(tmp_path: Path) -> None:
    missing = tmp_path / "weg.pdf"

    assert len(check_pdfs([missing])[missing]) == 2
