"""Every voorbeeld of every brieftype as PDF: valid, readable aloud, and with its address in the window."""

from itertools import pairwise

import pikepdf
import pytest

from correspondentie.sjabloon import Sjablonen
from correspondentie.zetter import Gezet, Zetter
from tests.bouwers.opdrachtregel import find_formes
from tests.bouwers.voorbeelden import SJABLONEN, Voorbeeld, list_voorbeelden, make_naam
from tests.pdf.lezen import (
    list_artifacts,
    list_elements,
    list_kinds,
    list_pages,
    list_stray_texts,
    list_words,
    open_pdf,
    read_aloud,
)
from tests.pdf.verapdf import check_pdfs

VOORBEELDEN = list_voorbeelden()
VENSTER_RECHTS, VENSTER_ONDER = 91.0, 88.5  # mm on the sheet: what a C5 window always shows
# Paginas of an ordinary letter: a sum takes its room, and each toeslag or period more takes more.
GEWOON_HOOGSTENS = {
    "bevestiging-tegenhouden": 1,
    "definitieve-toekenning": 3,
    "herziening": 3,
    "mutatiebrief-inkomen": 2,
    "mutatiebrief-kinderopvang": 2,
    "terugvordering": 2,
    "voorlopige-beschikking": 3,
}


@pytest.fixture(scope="module")
def gezet(sjablonen: Sjablonen) -> dict[str, Gezet]:
    """Every voorbeeld, typeset once."""
    zetter = Zetter(SJABLONEN / "_huisstijl", formes=find_formes())
    return {make_naam(voorbeeld): zet(zetter, sjablonen, voorbeeld) for voorbeeld in VOORBEELDEN}


def zet(zetter: Zetter, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> Gezet:
    kopij = sjablonen.render_kopij(voorbeeld.brieftype, voorbeeld.gegevens)
    return zetter.zet(kopij, dagtekening=voorbeeld.gegevens.brief.dagtekening)


def test_every_brief_is_valid_in_both_profiles(
    gezet: dict[str, Gezet], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("brieven")
    for naam, brief in gezet.items():
        (folder / f"{naam}.pdf").write_bytes(brief.pdf)
    verdicts = check_pdfs(sorted(folder.iterdir()))

    assert len(VOORBEELDEN) == len(verdicts) > 0
    assert {path.name: failures for path, failures in verdicts.items() if failures} == {}


@pytest.fixture(params=VOORBEELDEN, ids=make_naam)
def voorbeeld(request: pytest.FixtureRequest) -> Voorbeeld:
    found: Voorbeeld = request.param
    return found


@pytest.fixture
def brief(gezet: dict[str, Gezet], voorbeeld: Voorbeeld) -> Gezet:
    return gezet[make_naam(voorbeeld)]


@pytest.fixture
def document(brief: Gezet) -> pikepdf.Pdf:
    return open_pdf(brief.pdf)


def test_a_brief_has_one_h1_and_skips_no_level(document: pikepdf.Pdf) -> None:
    levels = [int(kind[1]) for kind in list_kinds(document) if kind in {"H1", "H2", "H3", "H4", "H5", "H6"}]
    steps = [after - before for before, after in pairwise(levels)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(steps) <= 1


def test_every_table_has_heads_with_scope(document: pikepdf.Pdf) -> None:
    elements = list_elements(document)
    heads = [element for element in elements if str(element.S) == "/TH"]

    assert bool(heads) == ("Table" in list_kinds(document))
    assert {str(head.A.get("/Scope")) for head in heads} <= {"/Row", "/Column"}


def test_every_text_is_read_aloud_or_is_a_header_or_footer(document: pikepdf.Pdf) -> None:
    assert list_stray_texts(document) == []
    assert {subtype for _, subtype in list_artifacts(document)} <= {"/Header", "/Footer"}


def test_a_brief_is_read_aloud_in_the_order_of_a_letter(brief: Gezet, voorbeeld: Voorbeeld) -> None:
    hoofd = voorbeeld.gegevens.brief
    spoken = " ".join(read_aloud(brief.pdf).split())
    parts = [hoofd.adresregels[0], hoofd.kenmerk, hoofd.aanhef, "Met vriendelijke groet"]
    places = [spoken.find(" ".join(part.split())) for part in parts]

    assert -1 not in places
    assert places == sorted(places)


def test_every_page_bears_its_number_and_the_kenmerk(brief: Gezet, voorbeeld: Voorbeeld) -> None:
    pages = list_pages(brief.pdf)
    footers = [f"Pagina {number} van {brief.paginas}" for number in range(1, brief.paginas + 1)]

    assert [footer for footer, page in zip(footers, pages, strict=True) if footer not in page] == []
    assert [page for page in pages if f"Kenmerk {voorbeeld.gegevens.brief.kenmerk}" not in page] == []


def test_the_address_stands_wholly_in_the_window(brief: Gezet, voorbeeld: Voorbeeld) -> None:
    wanted = " ".join(voorbeeld.gegevens.brief.adresregels).split()
    words = [word for word in list_words(brief.pdf) if word.pagina == 1]
    start = next(i for i in range(len(words)) if [w.tekst for w in words[i : i + len(wanted)]] == wanted)
    address = words[start : start + len(wanted)]

    assert max(word.rechts for word in address) <= VENSTER_RECHTS
    assert max(word.onder for word in address) <= VENSTER_ONDER


def test_a_brief_is_no_longer_and_heavier_than_it_needs_to_be(brief: Gezet, voorbeeld: Voorbeeld) -> None:
    assert brief.paginas <= GEWOON_HOOGSTENS[voorbeeld.brieftype] + count_meer(voorbeeld)
    assert len(brief.pdf) <= 30_000 * max(2, brief.paginas)


def count_meer(voorbeeld: Voorbeeld) -> int:
    """Count the pages that many toeslagen, periods or children take beside those of an ordinary letter."""
    if voorbeeld.gegevens.mutatie:
        return int("veel-kinderen" in voorbeeld.naam)
    toeslagen = voorbeeld.gegevens.beschikking.toeslagen if voorbeeld.gegevens.beschikking else ()
    perioden = sum(len(toeslag.berekening.perioden) > 1 for toeslag in toeslagen)
    kinderen = sum(len(periode.opvang) for t in toeslagen for periode in t.berekening.perioden)
    return len(toeslagen) // 2 + perioden + kinderen // 12
