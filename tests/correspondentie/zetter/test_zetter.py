"""Composing a letter: what comes out, what is refused, and that it comes out the same each time."""

import hashlib
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from correspondentie.errors import InvalidPdfError
from correspondentie.zetter import Wijze, Zetter, make_kopij
from correspondentie.zetter.keuring import OMVANG_MAXIMUM, check_omvang
from tests.bouwers.briefhtml import ALINEA, DAGTEKENING, HUISSTIJL, make_brief, make_briefkopij
from tests.pdf.lezen import list_pages, open_pdf

ROOT = Path(__file__).parents[3]
COMPOSE = """
import sys
from datetime import date
from pathlib import Path
from correspondentie.zetter import Zetter, make_kopij
zetter = Zetter(Path(sys.argv[1]))
print(zetter.zet(make_kopij(sys.stdin.read()), dagtekening=date(2026, 7, 10)).sha256)
"""
LATIN = " ".join(chr(point) for point in range(0xA1, 0x180) if point != 0xAD)  # all but the soft hyphen


def compose_elsewhere(html: str, hash_seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", COMPOSE, str(HUISSTIJL)],
        input=html, capture_output=True, check=True, text=True, cwd=ROOT, env={"PYTHONHASHSEED": hash_seed},
    )  # fmt: skip
    return done.stdout.strip()


def test_the_same_brief_gives_the_same_bytes_in_every_process(zetter: Zetter) -> None:
    html = make_brief(f"<ul><li>een</li></ul><h2>Kop</h2><table><tr><th>a</th></tr></table>{ALINEA * 60}")

    assert zetter.zet(make_kopij(html), dagtekening=DAGTEKENING).sha256 == compose_elsewhere(html, "1")
    assert compose_elsewhere(html, "1") == compose_elsewhere(html, "2")


def test_earlier_brieven_leave_no_trace_in_a_later_brief(zetter: Zetter) -> None:
    first = zetter.zet(make_briefkopij(), dagtekening=DAGTEKENING)
    zetter.zet(make_briefkopij("<h2>Een</h2><p><em>andere</em> brief</p>"), dagtekening=date(2027, 1, 2))

    assert first.pdf == zetter.zet(make_briefkopij(), dagtekening=DAGTEKENING).pdf


def test_the_sha256_is_that_of_the_bytes(zetter: Zetter) -> None:
    gezet = zetter.zet(make_briefkopij(), dagtekening=DAGTEKENING)

    assert hashlib.sha256(gezet.pdf).hexdigest() == gezet.sha256


def test_the_dagtekening_is_the_date_of_the_document(zetter: Zetter) -> None:
    gezet = zetter.zet(make_briefkopij(), dagtekening=date(2027, 1, 2))
    with open_pdf(gezet.pdf) as document, document.open_metadata() as metadata:
        assert str(document.docinfo["/CreationDate"]) == "D:20270102"
        assert metadata["xmp:CreateDate"] == "2027-01-02"
        assert metadata["xmp:ModifyDate"] == "2027-01-02"


@pytest.mark.parametrize(("alineas", "paginas", "vellen"), [(1, 1, 1), (50, 2, 1), (80, 3, 2), (110, 4, 2)])
def test_two_paginas_share_a_vel(zetter: Zetter, alineas: int, paginas: int, vellen: int) -> None:
    gezet = zetter.zet(make_briefkopij(ALINEA * alineas), dagtekening=DAGTEKENING)

    assert (paginas, vellen) == (gezet.paginas, gezet.vellen)
    assert paginas == len(list_pages(gezet.pdf))


def test_a_brief_of_two_paginas_stays_under_60_kilobytes(zetter: Zetter) -> None:
    gezet = zetter.zet(make_briefkopij(f"<p>{LATIN}</p>" + ALINEA * 45), dagtekening=DAGTEKENING)

    assert gezet.paginas == 2
    assert len(gezet.pdf) <= 60_000


@pytest.mark.parametrize("waarde", ["<em>Bos</em>", "Nguyễn Thị Ngọc Ánh"])
def test_a_letter_that_a_large_specimen_would_make_too_large_is_composed(waarde: str) -> None:
    zetter = Zetter(HUISSTIJL)
    kort, lang = (make_briefkopij(f"<p>Beste {waarde}</p>" + ALINEA * aantal) for aantal in (30, 80))
    gezet = [zetter.zet(kort, dagtekening=DAGTEKENING) for _ in range(2)]

    assert all(len(brief.pdf) <= 60_000 for brief in gezet)
    assert [brief.wijze for brief in gezet] == [Wijze.GEZET] * 2
    assert "groter dan 60 kB" in gezet[1].reden
    assert [zetter.zet(lang, dagtekening=DAGTEKENING).wijze for _ in range(2)][1] is Wijze.GEVULD


def test_title_language_and_marking_are_present(zetter: Zetter) -> None:
    with open_pdf(zetter.zet(make_briefkopij(), dagtekening=DAGTEKENING).pdf) as document:
        assert str(document.docinfo["/Title"]) == "Over uw toeslag"
        assert str(document.Root.Lang) == "nl"
        assert bool(document.Root.MarkInfo.Marked) is True
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle) is True


@pytest.mark.parametrize(
    ("present", "absent", "named"),
    [("<title>Over uw toeslag</title>", "", "title"), ('<html lang="nl">', "<html>", "lang")],
)
def test_a_brief_without_title_or_language_is_refused(
    zetter: Zetter, present: str, absent: str, named: str
) -> None:
    html = make_brief().replace(present, absent)

    with pytest.raises(InvalidPdfError, match=named):
        zetter.zet(make_kopij(html), dagtekening=DAGTEKENING)


def test_a_brief_that_never_ends_is_refused(zetter: Zetter) -> None:
    with pytest.raises(InvalidPdfError, match="hooguit 20"):
        zetter.zet(make_briefkopij(ALINEA * 1000), dagtekening=DAGTEKENING)


def test_a_brief_that_is_too_large_for_the_berichtenbox_is_refused() -> None:
    check_omvang(bytes(OMVANG_MAXIMUM))

    with pytest.raises(InvalidPdfError, match="500001 bytes"):
        check_omvang(bytes(OMVANG_MAXIMUM + 1))


def test_every_latin_letter_with_a_mark_can_be_set(zetter: Zetter) -> None:
    gezet = zetter.zet(make_briefkopij(f"<p>{LATIN}</p>"), dagtekening=DAGTEKENING)
    visible = "".join(list_pages(gezet.pdf))

    assert [letter for letter in LATIN if letter not in visible] == []


@pytest.mark.parametrize(("text", "point"), [("Zhang 张", "U+5F20"), ("Noor 🙂", "U+1F642")])
def test_a_character_the_letter_font_lacks_is_refused_by_its_number(
    zetter: Zetter, text: str, point: str
) -> None:
    with pytest.raises(InvalidPdfError) as caught:
        zetter.zet(make_briefkopij(f"<p>{text}</p>"), dagtekening=DAGTEKENING)

    assert point in str(caught.value)
    assert text.split()[0] not in str(caught.value)
