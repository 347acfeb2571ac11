"""A text in the margin that follows from a value stands where it is composed, or the letter is composed."""

import pytest

from correspondentie.zetter import Gezet, Kopij, Wijze, Zetter
from correspondentie.zetter.kopij import mark_blokken
from correspondentie.zetter.vergelijken import list_verschillen
from tests.bouwers.briefhtml import ALINEA, DAGTEKENING, HUISSTIJL, make_brief

SKELET = mark_blokken(make_brief(ALINEA * 60).replace("Over uw toeslag", "\x01"))
LANG = "een lange titel " * 9 + "die niet past"


def zet(zetter: Zetter, titel: str) -> Gezet:
    return zetter.zet(Kopij(SKELET, (titel,) * SKELET.count("\x01")), dagtekening=DAGTEKENING)


@pytest.mark.parametrize("titel", ["A\u00a0\u00a0B", "A  B", "i", "een titel die veel breder is"])
def test_a_title_stands_in_the_margin_where_it_would_be_composed(titel: str) -> None:
    zetter = Zetter(HUISSTIJL)
    zet(zetter, "Kort")
    gevuld = zet(zetter, titel)
    gezet = zetter.compose(Kopij(SKELET, (titel,) * SKELET.count("\x01")), dagtekening=DAGTEKENING)

    assert gevuld.wijze is Wijze.GEVULD
    assert list_verschillen(gezet.pdf, gevuld.pdf) == []


@pytest.mark.parametrize("titel", ["\u00a0Bos", "Bos\u00a0"])
def test_a_title_with_fixed_white_space_around_it_is_composed(titel: str) -> None:
    zetter = Zetter(HUISSTIJL)
    zet(zetter, "Kort")
    brief = zet(zetter, titel)

    assert (brief.wijze, brief.verschil) == (Wijze.GEZET, "")
    assert "vast wit" in brief.reden


def test_a_title_that_does_not_fit_in_the_margin_is_composed() -> None:
    zetter = Zetter(HUISSTIJL)
    brieven = [zet(zetter, titel) for titel in (LANG, "Kort", "Korter", LANG)]

    assert [brief.wijze for brief in brieven] == [Wijze.GEZET, Wijze.GELEERD, Wijze.GEVULD, Wijze.GEZET]
    assert not any(brief.verschil for brief in brieven)
    assert "niet" in brieven[0].reden
    assert list(zetter.list_redenen()) == []


def test_a_page_number_of_two_figures_keeps_no_letter_from_being_filled() -> None:
    zetter = Zetter(HUISSTIJL)
    skelet = mark_blokken(make_brief(ALINEA * 320))
    gezet = [zetter.zet(Kopij(skelet, ()), dagtekening=DAGTEKENING) for _ in range(2)]

    assert gezet[1].paginas >= 10
    assert [brief.wijze for brief in gezet] == [Wijze.GELEERD, Wijze.GEVULD]
