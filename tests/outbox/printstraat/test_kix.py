"""The KIX code: every bar as the reference draws it, and on paper of the right size."""

from itertools import groupby
from pathlib import Path

import pytest
import zint
from hypothesis import given, settings
from hypothesis import strategies as st

from outbox.printstraat.kix import (
    STAP,
    STAP_KLEINST,
    TEKENS,
    VOL,
    compute_stap,
    is_kix,
    list_staten,
    list_strepen,
    make_sorteersleutel,
)
from outbox.printstraat.opdruk import KIX_BOVEN, KIX_BREED, KIX_LINKS, Velmerk, make_opdruk
from outbox.printstraat.tekenen import Lettertype
from tests.bouwers.afdrukken import PIXELS_PER_MM, Vlak, cut, make_inkt, print_paginas

CODES = st.text(TEKENS, min_size=1, max_size=18)
NAMEN = {(False, False): "T", (True, False): "A", (False, True): "D", (True, True): "F"}
MERK = Velmerk(run="2026-07", lot=1, volgnummer=1, paginas=1)


def name_strepen(kix: str) -> str:
    return "".join(NAMEN[staat] for staat in list_staten(kix))


def draw_zint(kix: str) -> str:
    """The bars as zint draws them: where each begins and ends says what it is."""
    symbool = zint.Symbol()
    symbool.symbology = zint.Symbology.KIX
    symbool.encode(kix)
    symbool.buffer_vector()
    assert symbool.vector is not None
    rechthoeken = sorted((r.x, r.y, r.y + r.height) for r in symbool.vector.rectangles)
    boven, onder = min(r[1] for r in rechthoeken), max(r[2] for r in rechthoeken)
    return "".join(NAMEN[(begin == boven, einde == onder)] for _, begin, einde in rechthoeken)


@pytest.mark.parametrize(
    ("kix", "strepen"),
    [
        ("2500GG30250", "TDFADDAATTFFTTFFDAFTDAFTDTAFTTFFTDFADDAATTFF"),
        ("1231GF156X2", "TDAFTDFADTAFTDAFDAFTDAADTDAFDDAATADFFATDTDFA"),
    ],
)
def test_the_examples_of_postnl_have_their_bars(kix: str, strepen: str) -> None:
    assert strepen == name_strepen(kix)


@settings(max_examples=300, deadline=None)
@given(CODES)
def test_every_bar_is_the_one_that_zint_draws(kix: str) -> None:
    assert draw_zint(kix) == name_strepen(kix)


@given(CODES)
def test_every_character_rises_twice_and_descends_twice(kix: str) -> None:
    staten = list(list_staten(kix))

    assert 4 * len(kix) == len(staten)
    for begin in range(0, len(staten), 4):
        vier = staten[begin : begin + 4]
        assert (2, 2) == (sum(op for op, _ in vier), sum(neer for _, neer in vier))


@pytest.mark.parametrize(
    ("tekst", "goed"),
    [
        ("2511AB12", True),
        ("2511AB12XA1", True),
        ("2511AB99999XZ9999", True),
        ("", False),
        ("2511ab12", False),
        ("2511AB", False),
        ("2511AB0", False),
        ("2511AB12X", False),
        ("2511AB12\n", False),
        ("٢511AB12", False),
        ("2511AB99999XZ99999", True),
        ("2511AB99999XZ999999", False),
    ],
)
def test_only_a_postcode_with_a_number_is_a_code(tekst: str, goed: bool) -> None:
    assert goed == is_kix(tekst)


@pytest.mark.parametrize(("tekens", "stap"), [(8, STAP), (14, STAP), (15, 67 / 59.5), (16, None), (0, None)])
def test_a_code_that_is_too_wide_for_the_window_is_not_drawn(tekens: int, stap: float | None) -> None:
    assert stap == compute_stap("1" * tekens, KIX_BREED)
    assert stap is None or stap >= STAP_KLEINST


def test_the_order_is_that_of_the_street() -> None:
    straat = ["", "2511AB2", "2511AB2XA", "2511AB12", "2511AB100", "2511AC1"]

    assert straat == sorted(set(straat), key=make_sorteersleutel)


@pytest.mark.parametrize("kix", ["2511AB12XA", "9999ZZ99999", "1234KL12345XAB1"])
def test_the_bars_on_paper_have_their_place_size_and_height(kix: str, tmp_path: Path) -> None:
    (pagina,) = print_paginas(make_opdruk(MERK, kix, Lettertype()), tmp_path)
    stap = compute_stap(kix, KIX_BREED)
    assert stap is not None
    vak = Vlak(KIX_LINKS - 1, KIX_BOVEN - 1, KIX_LINKS + KIX_BREED + 1, KIX_BOVEN + VOL + 1)
    inkt = make_inkt(cut(pagina, vak))
    kolommen = [inkt.crop((x, 0, x + 1, inkt.height)).getbbox() for x in range(inkt.width)]
    gemeten, x = [], 0
    for streep, groep in groupby(kolommen):
        breed = len(list(groep))
        if streep is not None:
            gemeten.append(
                (x / PIXELS_PER_MM - 1, streep[1] / PIXELS_PER_MM - 1, streep[3] / PIXELS_PER_MM - 1)
            )
        x += breed

    bedoeld = [(streep.links, streep.boven, streep.onder) for streep in list_strepen(kix, stap)]
    assert len(bedoeld) == len(gemeten)
    verschillen = [
        abs(a - b) for x, y in zip(bedoeld, gemeten, strict=True) for a, b in zip(x, y, strict=True)
    ]
    assert max(verschillen) < 0.13  # one and a half dot
