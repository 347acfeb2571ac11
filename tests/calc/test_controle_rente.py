"""Interest in a Beschikking of any calculator is redone; what does not follow is refused."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from calc.beschikking import Afrekening, Beschikking, Rentestap
from calc.controle import check_beschikking
from calc.errors import InvalidFeitError
from calc.voorschot import decide_beschikking
from tests.bouwers.huishoudens import make_huishouden, make_voorschotregels

RENTE = Rentestap(
    van=date(2026, 7, 1),
    tot=date(2026, 9, 11),
    dagen=73,
    dagen_van_jaar=365,
    percentage="4",
    bron="jci1.3:c:BWBR0018472&artikel=27",
    bedrag=8_00,
)


def make_beschikking(hoofdsom: int = 1_000_00, **velden: Any) -> Beschikking:  # noqa: ANN401 - any field of a Rentestap
    """Make a decision that claims this back, with interest of which these fields are changed."""
    afrekening = Afrekening(
        verschuldigd=0,
        uitbetaald=hoofdsom,
        terug_te_betalen=hoofdsom,
        rentestappen=(replace(RENTE, **velden),),
    )
    beschikking = decide_beschikking(make_huishouden(), make_voorschotregels())
    (toekenning,) = beschikking.toekenningen
    return replace(beschikking, toekenningen=(replace(toekenning, afrekening=afrekening),))


class TestRente:
    """The interest of each year follows from the amount, the days and the percentage.

    Source: jci1.3:c:BWBR0018472&artikel=27
    """

    def test_interest_that_is_right_passes(self) -> None:
        beschikking = make_beschikking()
        check_beschikking(beschikking)

        assert 8_00 == beschikking.toekenningen[0].afrekening.rente

    @pytest.mark.parametrize(
        ("velden", "regel"),
        [
            ({"dagen": 72}, "van 2026-07-01 tot en met 2026-09-11 zijn er 73"),
            ({"van": date(2025, 7, 1), "dagen": 438}, "zijn er 438"),
            ({"van": date(2026, 9, 13), "dagen": -1, "bedrag": -10}, "tussen 0 en 10000000000 eurocent"),
            ({"dagen_van_jaar": 366}, "2026 heeft er meer of minder"),
            ({"percentage": "vier"}, "verwacht is een percentage"),
            ({"percentage": "NaN"}, "verwacht is een percentage"),
            ({"percentage": "5"}, "over 100000 is de rente 1000"),
            ({"bedrag": 8_01}, "over 100000 is de rente 800"),
            ({"hoofdsom": 0}, "over 0 is de rente 0"),
        ],
    )
    def test_interest_that_does_not_follow_is_refused(self, velden: dict[str, Any], regel: str) -> None:
        with pytest.raises(InvalidFeitError, match=regel):
            check_beschikking(make_beschikking(**velden))
