"""Facts that cannot be true are refused where they enter: the text names field, value and rule."""

from datetime import date
from decimal import Decimal

import pytest

from calc.errors import CalcError, InvalidFeitError
from calc.huishouden import Huishouden, Rol, Toeslag
from tests.bouwers.huishoudens import (
    make_aanvraag,
    make_aanvragen,
    make_huishouden,
    make_huur,
    make_inkomenslevering,
    make_kind,
    make_levering,
    make_medebewoner,
    make_opvang,
    make_verleend,
    make_zorg,
)

TE_VEEL = 100_000_000_01  # eurocent


class TestOpvang:
    """Hours fit in a month, have at most two decimals; a rate is at most 100 euro; einde follows begin."""

    @pytest.mark.parametrize("uren", ["-0.01", "744.01", "NaN", "Infinity"])
    def test_hours_that_do_not_fit_in_a_month_are_refused(self, uren: str) -> None:
        with pytest.raises(InvalidFeitError, match=f"uren moet tussen 0 en 744 liggen, maar is {uren}"):
            make_opvang(uren=uren)

    def test_hours_with_three_decimals_are_refused(self) -> None:
        with pytest.raises(InvalidFeitError, match=r"uren heeft hooguit twee decimalen, maar is 100\.125"):
            make_opvang(uren="100.125")

    @pytest.mark.parametrize("uurtarief", [-1, 10_001])
    def test_a_rate_that_must_be_a_typing_error_is_refused(self, uurtarief: int) -> None:
        with pytest.raises(
            InvalidFeitError, match=f"uurtarief ligt tussen 0 en 10000 .* maar is {uurtarief}"
        ):
            make_levering(uurtarief=uurtarief)

    def test_an_end_before_the_beginning_is_refused(self) -> None:
        with pytest.raises(InvalidFeitError, match=r"einde \(2026-01-01\) ligt voor begin \(2026-01-02\)"):
            make_opvang(begin=date(2026, 1, 2), einde=date(2026, 1, 1))

    @pytest.mark.parametrize("uren", ["0", "744", "0.01"])
    def test_the_bounds_themselves_are_accepted(self, uren: str) -> None:
        opvang = make_opvang(uren=uren, uurtarief=10_000, begin=date(2026, 1, 1), einde=date(2026, 1, 1))

        assert Decimal(uren) == opvang.uren


class TestBedragen:
    """An income, a vermogen or an amount that was paid is not negative, and at most 100 million euro."""

    @pytest.mark.parametrize("bedrag", [-1, TE_VEEL])
    def test_an_income_that_cannot_be_is_refused(self, bedrag: int) -> None:
        with pytest.raises(InvalidFeitError, match=f"^toetsingsinkomen_aanvrager ligt .* maar is {bedrag}$"):
            make_huishouden(inkomen=bedrag)
        with pytest.raises(InvalidFeitError, match=f"^toetsingsinkomen_partner ligt .* maar is {bedrag}$"):
            make_huishouden(inkomen_partner=bedrag)

    @pytest.mark.parametrize("bedrag", [-1, TE_VEEL])
    def test_a_vermogen_that_cannot_be_is_refused(self, bedrag: int) -> None:
        with pytest.raises(InvalidFeitError, match=f"^vermogen_aanvrager ligt .* maar is {bedrag}$"):
            make_huishouden(vermogen=bedrag)
        with pytest.raises(InvalidFeitError, match=f"^vermogen_partner ligt .* maar is {bedrag}$"):
            make_huishouden(inkomen_partner=0, vermogen_partner=bedrag)

    @pytest.mark.parametrize("bedrag", [-1, TE_VEEL])
    def test_an_amount_of_a_resident_that_cannot_be_is_refused(self, bedrag: int) -> None:
        with pytest.raises(InvalidFeitError, match=f"^toetsingsinkomen ligt tussen .* maar is {bedrag}$"):
            make_medebewoner(bedrag)
        with pytest.raises(InvalidFeitError, match=f"^vermogen ligt tussen .* maar is {bedrag}$"):
            make_medebewoner(vermogen=bedrag)

    @pytest.mark.parametrize("bedrag", [-1, TE_VEEL])
    def test_a_delivered_income_that_cannot_be_is_refused(self, bedrag: int) -> None:
        with pytest.raises(InvalidFeitError, match=f"^toetsingsinkomen ligt tussen .* maar is {bedrag}$"):
            make_inkomenslevering(bedrag)

    @pytest.mark.parametrize("bedrag", [-1, TE_VEEL])
    def test_an_advance_that_cannot_be_is_refused(self, bedrag: int) -> None:
        with pytest.raises(InvalidFeitError, match=f"^bedrag_jaar ligt tussen .* maar is {bedrag}$"):
            make_verleend(bedrag_jaar=bedrag)
        with pytest.raises(InvalidFeitError, match=f"^uitbetaald ligt tussen .* maar is {bedrag}$"):
            make_verleend(uitbetaald=bedrag)

    def test_the_bounds_themselves_are_accepted(self) -> None:
        huishouden = make_huishouden(inkomen=0, vermogen=TE_VEEL - 1)

        assert (0, TE_VEEL - 1) == (huishouden.toetsingsinkomen, huishouden.vermogen)


class TestAanvraag:
    """A percentage is 0 to 100; what was paid runs up to a month of the year; a toeslag is asked for once."""

    @pytest.mark.parametrize("percentage", [-1, 101])
    def test_a_percentage_that_does_not_exist_is_refused(self, percentage: int) -> None:
        with pytest.raises(InvalidFeitError, match=f"voorschotpercentage .* 0 en 100, maar is {percentage}"):
            make_aanvraag(voorschotpercentage=percentage)

    @pytest.mark.parametrize("maand", [-1, 13])
    def test_a_month_outside_the_year_is_refused(self, maand: int) -> None:
        with pytest.raises(InvalidFeitError, match=f"tot_en_met_maand ligt tussen 0 en 12, maar is {maand}"):
            make_verleend(tot_en_met_maand=maand)

    def test_one_toeslag_asked_for_twice_is_refused(self) -> None:
        dubbel = make_aanvragen(Toeslag.ZORGTOESLAG, Toeslag.ZORGTOESLAG)

        with pytest.raises(
            InvalidFeitError, match="andere toeslag, maar gevonden is zorgtoeslag, zorgtoeslag"
        ):
            make_huishouden(aanvragen=dubbel)

    def test_the_application_for_a_toeslag_can_be_found(self) -> None:
        huishouden = make_huishouden(aanvragen=make_aanvragen(Toeslag.ZORGTOESLAG))

        assert make_aanvraag(Toeslag.ZORGTOESLAG) == huishouden.find_aanvraag(Toeslag.ZORGTOESLAG)
        assert [True, False] == [
            huishouden.has_aanvraag(toeslag) for toeslag in (Toeslag.ZORGTOESLAG, Toeslag.HUURTOESLAG)
        ]
        with pytest.raises(InvalidFeitError, match="aanvragen heeft huurtoeslag niet"):
            huishouden.find_aanvraag(Toeslag.HUURTOESLAG)


class TestZorg:
    """Insurance does not end before it begins."""

    def test_an_end_before_the_beginning_is_refused(self) -> None:
        with pytest.raises(InvalidFeitError, match=r"einde \(2026-02-01\) ligt voor begin \(2026-03-01\)"):
            make_zorg(begin=date(2026, 3, 1), einde=date(2026, 2, 1))

    def test_one_day_is_accepted(self) -> None:
        assert make_zorg(begin=date(2026, 3, 1), einde=date(2026, 3, 1)).einde == date(2026, 3, 1)


class TestHuur:
    """A rent is at most 10,000 euro; four kinds of servicekosten exist; homes follow each other."""

    @pytest.mark.parametrize("bedrag", [-1, 10_000_01])
    def test_a_rent_that_must_be_a_typing_error_is_refused(self, bedrag: int) -> None:
        with pytest.raises(InvalidFeitError, match=f"kale_huur ligt tussen 0 en 1000000 .* is {bedrag}"):
            make_huur(kale_huur=bedrag)
        with pytest.raises(InvalidFeitError, match=f"servicekosten ligt tussen 0 en 1000000 .* is {bedrag}"):
            make_huur(servicekosten=(0, bedrag))

    def test_five_kinds_of_servicekosten_are_refused(self) -> None:
        with pytest.raises(InvalidFeitError, match="servicekosten heeft hooguit 4 soorten, maar zijn er 5"):
            make_huur(servicekosten=(1_00,) * 5)

    def test_an_end_before_the_beginning_is_refused(self) -> None:
        with pytest.raises(InvalidFeitError, match=r"einde .* ligt voor begin"):
            make_huur(begin=date(2026, 3, 1), einde=date(2026, 2, 1))

    @pytest.mark.parametrize("einde", [None, date(2026, 5, 1), date(2026, 6, 1)])
    def test_two_homes_at_the_same_time_are_refused(self, einde: date | None) -> None:
        huren = (make_huur(einde=einde), make_huur(begin=date(2026, 5, 1)))

        with pytest.raises(InvalidFeitError, match=rf"die vanaf 2026-05-01 .* vorige \({einde}\)"):
            make_huishouden(huren=huren)

    def test_a_home_from_the_day_after_is_accepted(self) -> None:
        huren = (make_huur(einde=date(2026, 4, 30)), make_huur(begin=date(2026, 5, 1)))

        assert huren == make_huishouden(huren=huren).huren


class TestHuishouden:
    """Each child has its own nummer; what is of a partner needs one; both incomes and vermogens count."""

    @pytest.mark.parametrize("jaar", [2005, 2100])
    def test_a_year_without_toeslagen_is_refused(self, jaar: int) -> None:
        with pytest.raises(InvalidFeitError, match=f"toeslagjaar ligt tussen 2006 en 2099, maar is {jaar}"):
            make_huishouden(toeslagjaar=jaar)

    def test_two_children_with_one_nummer_are_refused(self) -> None:
        with pytest.raises(InvalidFeitError, match="eigen nummer, maar gevonden is 1, 1"):
            make_huishouden(make_kind(1), make_kind(1))

    def test_a_vermogen_of_a_partner_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(InvalidFeitError, match="vermogen_partner is 1, maar er is geen toeslagpartner"):
            make_huishouden(vermogen_partner=1)

    def test_a_delivered_income_of_a_partner_that_is_not_there_is_refused(self) -> None:
        geleverd = make_inkomenslevering(1, persoon=Rol.PARTNER)

        with pytest.raises(InvalidFeitError, match=r"inkomensleveringen .* maar er is geen toeslagpartner"):
            make_huishouden(inkomensleveringen=(geleverd,))

    @pytest.mark.parametrize(("partner", "samen"), [(None, 30_000_00), (0, 30_000_00), (1, 30_000_01)])
    def test_the_joint_income_is_the_sum(self, partner: int | None, samen: int) -> None:
        huishouden = make_huishouden(inkomen=30_000_00, inkomen_partner=partner)

        assert (samen, partner is not None) == (huishouden.toetsingsinkomen, huishouden.has_partner)

    def test_the_joint_vermogen_is_the_sum(self) -> None:
        assert 5 == make_huishouden(inkomen_partner=0, vermogen=3, vermogen_partner=2).vermogen

    def test_an_invalid_fact_is_an_error_of_calc(self) -> None:
        with pytest.raises(CalcError):
            Huishouden(toeslagjaar=2026, toetsingsinkomen_aanvrager=-1)
