"""What changed: every word and every place, and nothing else."""

import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from correspondentie.redactie.verschil import Deel, Regelverschil, Vak, Wijziging, diff_paginas, diff_tekst

GELIJK, WEG, NIEUW = Wijziging
VEEL = [chr(0x4E00 + nummer) for nummer in range(150)]  # none of them is so common that it is skipped


def make_png(*vakken: tuple[int, int, int, int], maat: tuple[int, int] = (200, 300)) -> bytes:
    beeld = Image.new("RGB", maat, "white")
    for vak in vakken:
        ImageDraw.Draw(beeld).rectangle(vak, fill="black")
    uit = io.BytesIO()
    beeld.save(uit, "PNG")
    return uit.getvalue()


def join(regels: tuple[Regelverschil, ...], weg: Wijziging) -> str:
    return "\n".join("".join(deel.tekst for deel in r.delen) for r in regels if r.wijziging is not weg)


def test_a_changed_word_is_shown_within_its_line() -> None:
    regels = diff_tekst("een\nU krijgt geld.\ndrie", "een\nU krijgt meer geld.\ndrie")

    assert [(GELIJK, 1, 1), (WEG, 2, None), (NIEUW, None, 2), (GELIJK, 3, 3)] == [
        (regel.wijziging, regel.oud, regel.nieuw) for regel in regels
    ]
    assert [deel.tekst for deel in regels[2].delen if deel.wijziging is NIEUW] == ["meer "] or [
        deel.tekst for deel in regels[2].delen if deel.wijziging is NIEUW
    ] == [" meer"]
    assert all(deel.wijziging is GELIJK for deel in regels[1].delen)


def test_a_line_that_came_or_went_is_whole() -> None:
    assert diff_tekst("a", "a\nb")[1].delen == (Deel(NIEUW, "b"),)
    assert diff_tekst("a\nb", "a")[1].delen == (Deel(WEG, "b"),)


@given(st.text("ab \n{}.", max_size=60), st.text("ab \n{}.", max_size=60))
def test_both_texts_can_be_read_back_from_the_comparison(oud: str, nieuw: str) -> None:
    regels = diff_tekst(oud, nieuw)

    assert (oud, nieuw) == (join(regels, NIEUW), join(regels, WEG))


@pytest.mark.parametrize(
    ("oud", "nieuw"),
    [(".,;" * 6_000, ",.;" * 6_000), ("\n".join(VEEL * 300), "\n".join(VEEL[::-1] * 300))],
    ids=["one long line", "very many lines"],
)
def test_a_text_made_to_be_slow_is_compared_in_whole_lines_at_once(oud: str, nieuw: str) -> None:
    begin = time.process_time()
    regels = diff_tekst(oud, nieuw)

    assert (oud, nieuw) == (join(regels, NIEUW), join(regels, WEG))
    assert time.process_time() - begin < 4


def test_equal_pages_have_no_marks() -> None:
    assert () == diff_paginas(make_png((10, 10, 20, 20)), make_png((10, 10, 20, 20))).vakken


def test_every_place_that_changed_is_framed() -> None:
    verschil = diff_paginas(make_png(), make_png((50, 40, 59, 49), (20, 200, 89, 209)))

    assert (Vak(46, 36, 18, 18), Vak(16, 196, 78, 18)) == verschil.vakken
    beeld = Image.open(io.BytesIO(verschil.png)).convert("RGB")
    assert (196, 0, 98) == beeld.getpixel((46, 36))


def test_lines_that_stand_close_are_one_place() -> None:
    assert 1 == len(diff_paginas(make_png(), make_png((50, 40, 59, 49), (50, 55, 59, 64))).vakken)


def test_a_page_that_came_or_went_changed_where_something_stands() -> None:
    pagina = make_png((50, 40, 59, 49))

    assert diff_paginas(None, pagina).vakken == diff_paginas(pagina, None).vakken == (Vak(46, 36, 18, 18),)


def test_a_picture_larger_than_a_page_is_refused() -> None:
    with pytest.raises(ValueError, match="larger than a page"):
        diff_paginas(None, make_png(maat=(6_000, 6_000)))
    with pytest.raises(ValueError, match="no page to compare"):
        diff_paginas(None, None)
