"""Kinderopvangtoeslag, rule by rule: the docstring of a class says the rule and where it stands."""

from datetime import date

import pytest

from calc.beschikking import Grondslagsoort, Periode, Recht
from calc.huishouden import Huishouden, Opvangsoort
from calc.kinderopvangtoeslag import EERSTE_KIND, VOLGEND_KIND, decide_kinderopvangtoeslag
from calc.norm import Norm
from tests.bouwers.huishoudens import ANDER_LRK, make_huishouden, make_kind, make_opvang
from tests.calc.lezen import list_waarden

Soort = Grondslagsoort


def find_periode(norm: Norm, huishouden: Huishouden, maand: int = 1) -> Periode:
    return decide_kinderopvangtoeslag(huishouden, norm).find_periode(maand)


class TestRekenvoorbeeld:
    """Official worked example: one child, 122 hours dagopvang at 10.50, joint income 60,000.

    Source: TG 080-1Z61FD, first example
    """

    @pytest.fixture
    def recht(self, norm: Norm) -> Recht:
        kind = make_kind(opvang=(make_opvang(uren="122", uurtarief=1050),))
        return decide_kinderopvangtoeslag(make_huishouden(kind), norm)

    def test_the_month_pays_1202_euro(self, recht: Recht) -> None:
        (periode,) = recht.perioden

        assert (1, 12, 1_202_86, 1_202_00) == (
            periode.van,
            periode.tot,
            periode.maandtotaal,
            periode.maandbedrag,
        )

    def test_the_steps_are_those_of_the_brochure(self, recht: Recht) -> None:
        stappen = [(stap.soort, stap.waarde) for stap in recht.perioden[0].grondslagen]

        assert stappen == [
            (Soort.OPVANGSOORT, "dagopvang"),
            (Soort.ORGANISATIE, "Kinderopvang De Boomgaard"),
            (Soort.LRK_NUMMER, "102546241"),
            (Soort.UREN, "122"),
            (Soort.UREN_GETELD, "122"),
            (Soort.UURTARIEF, 10_50),
            (Soort.MAXIMUM_UURPRIJS, 11_23),
            (Soort.UURTARIEF_GETELD, 10_50),
            (Soort.OPVANGKOSTEN, 1_281_00),
            (Soort.RANG, EERSTE_KIND),
            (Soort.PERCENTAGE, "93.9"),
            (Soort.KINDBEDRAG, 1_202_86),
            (Soort.MAANDTOTAAL, 1_202_86),
            (Soort.MAANDBEDRAG, 1_202_00),
        ]

    def test_the_year_is_twelve_months_to_the_cent_rounded_once(self, recht: Recht) -> None:
        jaar = [(stap.soort, stap.waarde) for stap in recht.grondslagen]

        assert jaar == [
            (Soort.TOETSINGSINKOMEN_AANVRAGER, 60_000_00),
            (Soort.TOETSINGSINKOMEN, 60_000_00),
            (Soort.JAARTOTAAL, 14_434_32),
            (Soort.JAARBEDRAG, 14_434_00),
        ]
        assert recht.bedrag_jaar == 14_434_00


class TestRekenvoorbeeldPerJaar:
    """One child, 100 hours dagopvang at the maximum rate, joint income 38,880: 12,936.96 a year.

    Source: TG 080-1Z61FD, computed from its table by another
    """

    def test_the_year_is_twelve_months_before_rounding(self, norm: Norm) -> None:
        kind = make_kind(opvang=(make_opvang(uren="100", uurtarief=11_23),))
        recht = decide_kinderopvangtoeslag(make_huishouden(kind, inkomen=38_880_00), norm)

        assert [12_936_96] == list_waarden(recht.grondslagen, Soort.JAARTOTAAL)
        assert recht.bedrag_jaar == 12_937_00


class TestOpvangkosten:
    """The cost of an opvang is hours times rate, the rate at most the maximum of its opvangsoort.

    Source: jci1.3:c:BWBR0017321&artikel=4&lid=2
    """

    @pytest.mark.parametrize(
        ("soort", "uurtarief", "geteld"),
        [
            (Opvangsoort.DAGOPVANG, 11_23, 11_23),
            (Opvangsoort.DAGOPVANG, 11_24, 11_23),
            (Opvangsoort.BSO, 12_00, 9_98),
            (Opvangsoort.GASTOUDER, 8_48, 8_48),
        ],
    )
    def test_a_rate_above_the_maximum_is_cut(
        self, norm: Norm, soort: Opvangsoort, uurtarief: int, geteld: int
    ) -> None:
        kind = make_kind(opvang=(make_opvang(opvangsoort=soort, uren="10", uurtarief=uurtarief),))
        stappen = find_periode(norm, make_huishouden(kind)).grondslagen

        assert [geteld] == list_waarden(stappen, Soort.UURTARIEF_GETELD)
        assert [geteld * 10] == list_waarden(stappen, Soort.OPVANGKOSTEN)

    def test_half_a_cent_of_cost_goes_up(self, norm: Norm) -> None:
        kind = make_kind(opvang=(make_opvang(uren="0.5", uurtarief=10_01),))
        stappen = find_periode(norm, make_huishouden(kind)).grondslagen

        assert [5_01] == list_waarden(stappen, Soort.OPVANGKOSTEN)


class TestMaximumUren:
    """At most 230 hours a child a calendar month count, over all opvangsoorten together.

    Source: TG 080-1Z61FD
    """

    def test_240_hours_count_as_230(self, norm: Norm) -> None:
        kind = make_kind(opvang=(make_opvang(uren="240"),))
        stappen = find_periode(norm, make_huishouden(kind)).grondslagen

        assert ["240"] == list_waarden(stappen, Soort.UREN)
        assert ["230"] == list_waarden(stappen, Soort.UREN_GETELD)

    def test_the_hours_are_filled_in_the_order_of_the_opvang(self, norm: Norm) -> None:
        kind = make_kind(
            opvang=(
                make_opvang(uren="150"),
                make_opvang(uren="100.5", opvangsoort=Opvangsoort.GASTOUDER),
                make_opvang(uren="10", opvangsoort=Opvangsoort.BSO),
            )
        )
        stappen = find_periode(norm, make_huishouden(kind)).grondslagen

        assert ["150", "80", "0"] == list_waarden(stappen, Soort.UREN_GETELD)

    def test_each_child_has_its_own_230_hours(self, norm: Norm) -> None:
        kinderen = [make_kind(nummer, opvang=(make_opvang(uren="230"),)) for nummer in (1, 2)]
        stappen = find_periode(norm, make_huishouden(*kinderen)).grondslagen

        assert ["230", "230"] == list_waarden(stappen, Soort.UREN_GETELD)


class TestEersteKind:
    """The child with the most counted hours in a month is the first child; with equal hours the one
    with the highest cost; with equal cost the service chooses: here the lowest Kind.nummer.

    Source: jci1.3:c:BWBR0017321&artikel=3 and, for the order of cost, TG 080-1Z61FD
    """

    @pytest.mark.parametrize(
        ("een", "twee", "rangen"),
        [
            (("80", 1050), ("81", 900), [VOLGEND_KIND, EERSTE_KIND]),
            (("240", 900), ("231", 1050), [VOLGEND_KIND, EERSTE_KIND]),
            (("80", 1000), ("80", 1001), [VOLGEND_KIND, EERSTE_KIND]),
            (("80", 1200), ("80", 1123), [EERSTE_KIND, VOLGEND_KIND]),
            (("80", 1050), ("80", 1050), [EERSTE_KIND, VOLGEND_KIND]),
        ],
        ids=["most hours", "hours after the cap", "highest cost", "cost after the cap", "lowest nummer"],
    )
    def test_hours_then_cost_then_nummer_decide(
        self, norm: Norm, een: tuple[str, int], twee: tuple[str, int], rangen: list[str]
    ) -> None:
        kinderen = [
            make_kind(nummer, opvang=(make_opvang(uren=uren, uurtarief=tarief),))
            for nummer, (uren, tarief) in enumerate([een, twee], start=1)
        ]
        stappen = find_periode(norm, make_huishouden(*kinderen)).grondslagen

        assert rangen == list_waarden(stappen, Soort.RANG)

    def test_the_lowest_nummer_is_first_whatever_the_order_of_the_record(self, norm: Norm) -> None:
        huishouden = make_huishouden(make_kind(2), make_kind(1))

        assert [VOLGEND_KIND, EERSTE_KIND] == list_waarden(
            find_periode(norm, huishouden).grondslagen, Soort.RANG
        )

    def test_the_hours_of_all_opvang_of_a_child_count_together(self, norm: Norm) -> None:
        gemengd = make_kind(
            1, opvang=(make_opvang(uren="50"), make_opvang(uren="51", opvangsoort=Opvangsoort.BSO))
        )
        stappen = find_periode(norm, make_huishouden(gemengd, make_kind(2))).grondslagen

        assert [EERSTE_KIND, EERSTE_KIND, VOLGEND_KIND] == list_waarden(stappen, Soort.RANG)

    def test_the_first_child_is_chosen_anew_each_month(self, norm: Norm) -> None:
        tijdelijk = make_opvang(uren="120", einde=date(2026, 3, 31))
        huishouden = make_huishouden(make_kind(1), make_kind(2, opvang=(tijdelijk,)))

        maart, april = (find_periode(norm, huishouden, maand) for maand in (3, 4))

        assert [VOLGEND_KIND, EERSTE_KIND] == list_waarden(maart.grondslagen, Soort.RANG)
        assert [EERSTE_KIND] == list_waarden(april.grondslagen, Soort.RANG)


class TestToetsingsinkomen:
    """The percentage follows from the income of applicant and partner together, in whole euros.

    Source: jci1.3:c:BWBR0018472&artikel=7 and jci1.3:c:BWBR0017321&artikel=8
    """

    def test_the_incomes_of_both_count_and_all_three_are_shown(self, norm: Norm) -> None:
        huishouden = make_huishouden(inkomen=40_000_00, inkomen_partner=20_000_00)
        recht = decide_kinderopvangtoeslag(huishouden, norm)

        assert [40_000_00, 20_000_00, 60_000_00] == [stap.waarde for stap in recht.grondslagen[:3]]
        assert ["93.9"] == list_waarden(recht.perioden[0].grondslagen, Soort.PERCENTAGE)

    @pytest.mark.parametrize(("eurocent", "percentage"), [(56_412_99, "96.0"), (56_413_00, "95.5")])
    def test_cents_do_not_lift_an_income_into_the_next_row(
        self, norm: Norm, eurocent: int, percentage: str
    ) -> None:
        stappen = find_periode(norm, make_huishouden(inkomen=eurocent)).grondslagen

        assert [percentage] == list_waarden(stappen, Soort.PERCENTAGE)

    def test_a_partner_without_income_is_shown_with_nothing(self, norm: Norm) -> None:
        recht = decide_kinderopvangtoeslag(make_huishouden(inkomen_partner=0), norm)

        assert [0] == list_waarden(recht.grondslagen, Soort.TOETSINGSINKOMEN_PARTNER)


class TestAfronding:
    """A child's toeslag is rounded to the cent once, half up; the month down to whole euros.

    Source: TG 080-1Z61FD
    """

    def test_two_opvangen_of_a_child_share_the_rounding_of_their_sum(self, norm: Norm) -> None:
        # 93.9 % of 0.55 is 0.51645, of twice 0.55 together 1.0329: so 0.52 and then 0.51 more
        opvang = (make_opvang(uren="1", uurtarief=55), make_opvang(uren="1", uurtarief=55))
        periode = find_periode(norm, make_huishouden(make_kind(opvang=opvang)))

        assert [52, 51] == list_waarden(periode.grondslagen, Soort.KINDBEDRAG)
        assert periode.maandtotaal == 1_03

    def test_half_a_cent_of_toeslag_goes_up(self, norm: Norm) -> None:
        kind = make_kind(opvang=(make_opvang(uren="2", uurtarief=750),))
        periode = find_periode(norm, make_huishouden(kind))  # 93.9 % of 15.00 = 14.085

        assert periode.maandtotaal == 14_09

    def test_a_month_loses_its_cents(self, norm: Norm) -> None:
        kind = make_kind(opvang=(make_opvang(uren="1", uurtarief=1064),))
        periode = find_periode(norm, make_huishouden(kind))  # 93.9 % of 10.64 = 9.99

        assert (9_99, 9_00) == (periode.maandtotaal, periode.maandbedrag)


class TestJaarbedrag:
    """The year amount is rounded to whole euros; under 24 euro a year nothing is granted.

    Source: jci1.3:c:BWBR0018472&artikel=14&lid=4 and lid=5
    """

    @pytest.mark.parametrize(
        ("uurtarief", "jaartotaal", "jaarbedrag"),
        [(204, 23_04, 0), (208, 23_40, 0), (209, 23_52, 24_00), (210, 23_64, 24_00), (217, 24_48, 24_00)],
    )
    def test_just_under_and_just_over_24_euro(
        self, norm: Norm, uurtarief: int, jaartotaal: int, jaarbedrag: int
    ) -> None:
        kind = make_kind(opvang=(make_opvang(uren="1", uurtarief=uurtarief),))
        recht = decide_kinderopvangtoeslag(make_huishouden(kind), norm)

        assert [jaartotaal] == list_waarden(recht.grondslagen, Soort.JAARTOTAAL)
        assert [jaarbedrag] == list_waarden(recht.grondslagen, Soort.JAARBEDRAG)
        assert recht.bedrag_jaar == jaarbedrag

    @pytest.mark.parametrize(("uurtarief", "lid"), [(204, 5), (300, 4)])
    def test_the_year_amount_names_the_rule_that_set_it(self, norm: Norm, uurtarief: int, lid: int) -> None:
        kind = make_kind(opvang=(make_opvang(uren="1", uurtarief=uurtarief),))
        recht = decide_kinderopvangtoeslag(make_huishouden(kind), norm)

        assert recht.grondslagen[-1].bron == f"jci1.3:c:BWBR0018472&artikel=14&lid={lid}"

    def test_half_a_euro_a_year_goes_up(self, norm: Norm) -> None:
        opvang = make_opvang(uren="10", uurtarief=1000, begin=date(2026, 12, 1))
        half = make_huishouden(make_kind(opvang=(opvang,)), inkomen=75_000_00)  # 88.2 % of 100
        hele = make_opvang(uren="50", uurtarief=1000, begin=date(2026, 12, 1))
        precies = make_huishouden(make_kind(opvang=(hele,)), inkomen=103_000_00)  # 72.1 % of 500 = 360.50

        assert decide_kinderopvangtoeslag(half, norm).bedrag_jaar == 88_00
        assert decide_kinderopvangtoeslag(precies, norm).bedrag_jaar == 361_00


class TestKalendermaand:
    """The toeslag is decided for each calendar month by itself.

    Source: jci1.3:c:BWBR0017321&artikel=2
    """

    @pytest.mark.parametrize(
        ("begin", "einde", "van", "tot"),
        [
            (date(2026, 3, 31), date(2026, 4, 1), 3, 4),
            (date(2025, 12, 31), date(2026, 1, 1), 1, 1),
            (date(2026, 12, 31), date(2027, 1, 1), 12, 12),
            (date(2024, 5, 5), None, 1, 12),
            (date(2026, 8, 1), None, 8, 12),
        ],
    )
    def test_one_day_of_opvang_makes_the_month_count(
        self, norm: Norm, begin: date, einde: date | None, van: int, tot: int
    ) -> None:
        kind = make_kind(opvang=(make_opvang(begin=begin, einde=einde),))
        recht = decide_kinderopvangtoeslag(make_huishouden(kind), norm)
        betaald = [maand for maand in range(1, 13) if recht.find_periode(maand).maandbedrag]

        assert list(range(van, tot + 1)) == betaald

    @pytest.mark.parametrize(
        ("begin", "einde"), [(date(2024, 1, 1), date(2025, 12, 31)), (date(2027, 1, 1), None)]
    )
    def test_opvang_outside_the_year_gives_nothing(self, norm: Norm, begin: date, einde: date | None) -> None:
        kind = make_kind(opvang=(make_opvang(begin=begin, einde=einde),))
        recht = decide_kinderopvangtoeslag(make_huishouden(kind), norm)

        assert recht.bedrag_jaar == 0
        assert [(1, 12, 0)] == [(p.van, p.tot, p.maandtotaal) for p in recht.perioden]

    def test_months_with_the_same_sum_form_one_periode(self, norm: Norm) -> None:
        eerst = make_opvang(einde=date(2026, 6, 30))
        dan = make_opvang(lrk_nummer=ANDER_LRK, begin=date(2026, 7, 1), einde=date(2026, 9, 15))
        recht = decide_kinderopvangtoeslag(make_huishouden(make_kind(opvang=(eerst, dan))), norm)

        assert [(1, 6), (7, 9), (10, 12)] == [(p.van, p.tot) for p in recht.perioden]
        assert [0] == [stap.opvang for stap in recht.perioden[0].grondslagen if stap.soort is Soort.UREN]
        assert [1] == [stap.opvang for stap in recht.perioden[1].grondslagen if stap.soort is Soort.UREN]

    def test_a_household_without_children_gets_nothing_for_twelve_months(self, norm: Norm) -> None:
        zonder = Huishouden(toeslagjaar=2026, toetsingsinkomen_aanvrager=30_000_00)
        recht = decide_kinderopvangtoeslag(zonder, norm)

        assert recht.bedrag_jaar == 0
        assert [(1, 12, 0, 0)] == [(p.van, p.tot, p.maandtotaal, p.maandbedrag) for p in recht.perioden]
