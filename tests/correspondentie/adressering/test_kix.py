"""The KIX code of an address, and whether the window has room for it."""

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # ships no types
from hypothesis import given
from hypothesis import strategies as st

from correspondentie.adressering.gegevens import Adres
from correspondentie.adressering.kix import compute_breedte, compute_kix, has_kix_ruimte
from correspondentie.settings import SJABLONEN

MM_PER_EM = 10 * 25.4 / 72
LETTER = SJABLONEN / "_huisstijl" / "fonts" / "SourceSans3_400Regular.ttf"


def make_adres(**anders: str) -> Adres:
    velden = {"straatnaam": "Spui", "huisnummer": "12", "postcode": "2511AB"}
    return Adres(**(velden | anders))


@pytest.mark.parametrize(
    ("adres", "kix"),
    [
        (make_adres(), "2511AB12"),
        (make_adres(huisletter="a"), "2511AB12XA"),
        (make_adres(postcode="2511 ab"), "2511AB12"),
        (make_adres(huisnummer="00012"), "2511AB12"),
        (make_adres(huisnummertoevoeging="hs"), "2511AB12XHS"),  # PostNL: lower case is coded as capitals
        (make_adres(huisnummertoevoeging="2"), "2511AB12X2"),
        (make_adres(huisletter="C", huisnummertoevoeging="3"), "2511AB12XC3"),
        (make_adres(huisnummertoevoeging="A-12 "), "2511AB12XA12"),
        (make_adres(aanduiding_bij_huisnummer="to"), "2511AB12"),
        (make_adres(huisnummer="99999", huisletter="Z", huisnummertoevoeging="9999"), "2511AB99999XZ9999"),
    ],
)
def test_the_code_is_postcode_number_x_and_addition(adres: Adres, kix: str) -> None:
    assert kix == compute_kix(adres)


@pytest.mark.parametrize(
    "adres",
    [
        Adres(),
        make_adres(postcode=""),
        make_adres(postcode="0511AB"),
        make_adres(postcode="2511SS"),
        make_adres(postcode="2511A"),
        make_adres(postcode="٢511AB"),
        make_adres(huisnummer=""),
        make_adres(huisnummer="0"),  # the number is unknown
        make_adres(huisnummer="12a"),
        make_adres(huisnummer="123456"),
        make_adres(straatnaam="."),  # the street is unknown
        make_adres(straatnaam="", locatiebeschrijving="Woonboot tegenover nr. 5"),
    ],
)
def test_what_the_post_cannot_find_by_its_code_has_none(adres: Adres) -> None:
    assert compute_kix(adres) == ""


@given(st.text(), st.text(), st.text(), st.text())
def test_a_code_holds_capitals_and_digits_and_nothing_else(
    nummer: str, letter: str, extra: str, postcode: str
) -> None:
    for code in (postcode, "2511AB"):
        adres = make_adres(huisnummer=nummer, huisletter=letter, huisnummertoevoeging=extra, postcode=code)
        kix = compute_kix(adres)

        assert kix == "" or (kix.isascii() and kix.isalnum() and kix == kix.upper())


def test_no_character_is_wider_than_is_reckoned_with() -> None:
    lettertype = TTFont(LETTER)
    breedten = {
        chr(code): lettertype["hmtx"][naam][0] / 1000 * MM_PER_EM
        for code, naam in lettertype.getBestCmap().items()
        if code < 0x1F00  # the BRP is written in Latin letters
    }

    assert len(breedten) > 800
    assert {} == {teken: mm for teken, mm in breedten.items() if mm > compute_breedte(teken) + 1e-9}


NAAM, STRAAT, PLAATS = "Mevrouw S.M. de Wit", "Spui 12", "2511 AB  DEN HAAG"
LANG = "Mevrouw A.B.C. van der Wijngaart-van Schevichaven"


@pytest.mark.parametrize(
    ("regels", "ruimte"),
    [
        ((NAAM, STRAAT, PLAATS), True),
        (("De hooggeboren vrouwe", NAAM, STRAAT, PLAATS), True),
        ((LANG, STRAAT, PLAATS), True),
        (("De hooggeboren vrouwe", LANG, STRAAT, PLAATS), False),
        ((LANG, STRAAT, PLAATS, PLAATS), False),
        ((LANG, "Burgemeester Van der Wijngaart van Schevichavenlaan 12", PLAATS), False),
        (("W" * 60, STRAAT, PLAATS), False),
        ((NAAM, STRAAT, "2511 AB  " + "M" * 60), False),
    ],
)
def test_the_code_has_room_under_four_lines(regels: tuple[str, ...], ruimte: bool) -> None:
    assert ruimte == has_kix_ruimte(regels)
