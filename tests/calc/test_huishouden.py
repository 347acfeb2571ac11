"""Facts that cannot be true are refused where they enter, with what was found and expected."""

from datetime import date
from decimal import Decimal

import pytest

from calc.errors import CalcError, InvalidFeitError
from calc.huishouden import Huishouden, Verleend
from tests.bouwers.huishoudens import make_huishouden, make_kind, make_levering, make_opvang


class TestOpvang:
    """Hours fit in a month, have at most two decimals; a rate is at most 100 euro; einde follows begin."""

    @pytest.mark.parametrize("uren", ["-0.01", "744.01", "NaN", "Infinity"])
    def test_hours_that_do_not_fit_in_a_month_are_refused(self, uren: str) -> None:
        with pytest.raises(InvalidFeitError, match="uren moet tussen 0 en 744 liggen"):
            make_opvang(uren=uren)

    def test_hours_with_three_decimals_are_refused(self) -> None:
        with pytest.raises(InvalidFeitError, match=r"twee decimalen, maar is 100\.125"):
            make_opvang(uren="100.125")

    @pytest.mark.parametrize("uurtarief", [-1, 10_001])
    def test_a_rate_that_must_be_a_typing_error_is_refused(self, uurtarief: int) -> None:
        with pytest.raises(InvalidFeitError, match=f"eurocent liggen, maar is {uurtarief}"):
            make_levering(uurtarief=uurtarief)

    def test_an_end_before_the_beginning_is_refused(self) -> None:
        with pytest.raises(InvalidFeitError, match=r"einde \(2026-01-01\) ligt voor begin \(2026-01-02\)"):
            make_opvang(begin=date(2026, 1, 2), einde=date(2026, 1, 1))

    @pytest.mark.parametrize("uren", ["0", "744", "0.01"])
    def test_the_bounds_themselves_are_accepted(self, uren: str) -> None:
        opvang = make_opvang(uren=uren, uurtarief=10_000, begin=date(2026, 1, 1), einde=date(2026, 1, 1))

        assert Decimal(uren) == opvang.uren


class TestHuishouden:
    """An income is not negative; each child has its own nummer; the joint income is that of both."""

    @pytest.mark.parametrize(("eigen", "partner"), [(-1, None), (0, -1), (10_000_000_001, None)])
    def test_an_income_that_cannot_be_is_refused(self, eigen: int, partner: int | None) -> None:
        with pytest.raises(InvalidFeitError, match="toetsingsinkomen ligt tussen"):
            make_huishouden(inkomen=eigen, inkomen_partner=partner)

    def test_two_children_with_one_nummer_are_refused(self) -> None:
        with pytest.raises(InvalidFeitError, match=r"gevonden is \[1, 1\]"):
            make_huishouden(make_kind(1), make_kind(1))

    @pytest.mark.parametrize(("partner", "samen"), [(None, 30_000_00), (0, 30_000_00), (1, 30_000_01)])
    def test_the_joint_income_is_the_sum(self, partner: int | None, samen: int) -> None:
        assert samen == make_huishouden(inkomen=30_000_00, inkomen_partner=partner).toetsingsinkomen

    def test_an_invalid_fact_is_an_error_of_calc(self) -> None:
        with pytest.raises(CalcError):
            Huishouden(toeslagjaar=2026, toetsingsinkomen_aanvrager=-1)


class TestVerleend:
    """What was granted and paid is not negative and runs over at most twelve months."""

    @pytest.mark.parametrize(("verleend", "uitbetaald"), [(-1, 0), (0, -1)])
    def test_negative_amounts_are_refused(self, verleend: int, uitbetaald: int) -> None:
        with pytest.raises(InvalidFeitError, match="niet negatief"):
            Verleend(bedrag_jaar=verleend, uitbetaald=uitbetaald, tot_en_met_maand=0)

    @pytest.mark.parametrize("maand", [-1, 13])
    def test_a_month_outside_the_year_is_refused(self, maand: int) -> None:
        with pytest.raises(InvalidFeitError, match=f"tussen 0 en 12, maar is {maand}"):
            Verleend(bedrag_jaar=0, uitbetaald=0, tot_en_met_maand=maand)

    def test_nothing_paid_yet_is_accepted(self) -> None:
        assert Verleend(bedrag_jaar=1, uitbetaald=0, tot_en_met_maand=0).bedrag_jaar == 1
