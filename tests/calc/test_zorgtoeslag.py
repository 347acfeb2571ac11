"""Zorgtoeslag, rule by rule: the docstring of a class says the rule and where it stands."""

from datetime import date

import pytest

from calc.beschikking import Grondslagsoort, Recht
from calc.errors import MissingNormError
from calc.huishouden import Toeslag, Zorg
from calc.zorgtoeslag import decide_zorgtoeslag
from tests.bouwers.huishoudens import NORMEN, make_aanvragen, make_huishouden, make_zorg
from tests.calc.lezen import find_waarde, find_waarden, list_stappen, list_waarden

Soort = Grondslagsoort
ZORGTOESLAG = make_aanvragen(Toeslag.ZORGTOESLAG)

# Month amounts that were published per income; each row holds up to and with that income, in whole euros.
MAANDTABEL = {
    (2025, False): "131 124 112 101 90 78 67 55 44 33 21 10",
    (2025, True): "250 244 232 221 209 198 187 175 164 152 141 129 118 107 95 84 72 61 50 38 27 15 4",
    (2026, False): "129 120 109 97 86 74 63 51 40 28 17 6",
    (2026, True): "246 238 226 215 203 192 180 169 158 146 135 123 112 100 89 78 66 55 43 32 20 9 0",
}
EERSTE_INKOMEN = {2025: 28_000, 2026: 29_500}
MAANDRIJEN = [
    (jaar, partner, EERSTE_INKOMEN[jaar] + 1_000 * rij, int(bedrag))
    for (jaar, partner), bedragen in MAANDTABEL.items()
    for rij, bedrag in enumerate(bedragen.split())
]


def decide(
    jaar: int = 2026,
    *,
    inkomen: int = 19_000_00,
    partner: int | None = None,
    vermogen: int = 0,
    zorg: Zorg | None = None,
) -> Recht:
    huishouden = make_huishouden(
        toeslagjaar=jaar,
        inkomen=inkomen,
        inkomen_partner=partner,
        vermogen=vermogen,
        zorg=zorg,
        aanvragen=ZORGTOESLAG,
    )
    return decide_zorgtoeslag(huishouden, NORMEN.find_norm(jaar))


class TestRekenvoorbeeldenAlleen:
    """Official worked examples: income 19,000, no toeslagpartner.

    Source: jci1.3:c:BWBR0018451&artikel=2, calculation leaflets of 2024, 2025 and 2026
    """

    @pytest.mark.parametrize(
        ("jaar", "normpremie", "per_jaar", "per_maand"),
        [(2024, 503_93, 1483_07, 123_00), (2025, 538_58, 1573_42, 131_00), (2026, 568_55, 1550_45, 129_00)],
    )
    def test_normpremie_year_and_month_are_the_published_ones(
        self, jaar: int, normpremie: int, per_jaar: int, per_maand: int
    ) -> None:
        recht = decide(jaar)

        assert (normpremie, per_jaar, per_maand) == find_waarden(
            recht, Soort.NORMPREMIE, Soort.JAARTOTAAL, Soort.MAANDBEDRAG
        )

    def test_the_steps_are_those_of_the_leaflet(self) -> None:
        stappen = [(stap.soort, stap.waarde) for stap in list_stappen(decide())]

        assert stappen == [
            (Soort.TOETSINGSINKOMEN_AANVRAGER, 19_000_00),
            (Soort.TOETSINGSINKOMEN, 19_000_00),
            (Soort.VERMOGEN, 0),
            (Soort.VERMOGENSGRENS, 146_011_00),
            (Soort.STANDAARDPREMIE, 2_119_00),
            (Soort.STANDAARDPREMIE_GETELD, 2_119_00),
            (Soort.DREMPELINKOMEN, 29_736_00),
            (Soort.PERCENTAGE_DREMPEL, "1.912"),
            (Soort.INKOMEN_BOVEN_DREMPEL, 0),
            (Soort.PERCENTAGE_BOVEN_DREMPEL, "13.730"),
            (Soort.NORMPREMIE, 568_55),
            (Soort.VERSCHIL, 1_550_45),
            (Soort.JAARBEDRAG_HEEL, 1_550_45),
            (Soort.MAANDEN, 12),
            (Soort.JAARTOTAAL, 1_550_45),
            (Soort.JAARBEDRAG, 1_550_00),
            (Soort.MAANDTOTAAL, 129_20),
            (Soort.MAANDBEDRAG, 129_00),
        ]


class TestRekenvoorbeeldenEenVanTwee:
    """With a toeslagpartner the amount is for two; with one of the two insured it is half of that.

    Official worked examples: incomes 7,000 and 26,200, partner not insured.

    Source: jci1.3:c:BWBR0018451&artikel=2, calculation leaflets of 2024 and 2025
    """

    @pytest.mark.parametrize(
        ("jaar", "normpremie", "per_jaar", "maandtotaal", "maandbedrag"),
        [(2024, 2013_70, 980_15, 81_68, 81_00), (2025, 1870_57, 1176_72, 98_06, 98_00)],
    )
    def test_half_the_amount_of_two_is_the_published_one(
        self, jaar: int, normpremie: int, per_jaar: int, maandtotaal: int, maandbedrag: int
    ) -> None:
        recht = decide(jaar, inkomen=7_000_00, partner=26_200_00, zorg=make_zorg(partner_verzekerd=False))

        assert (normpremie, per_jaar, maandtotaal, maandbedrag) == find_waarden(
            recht, Soort.NORMPREMIE, Soort.JAARTOTAAL, Soort.MAANDTOTAAL, Soort.MAANDBEDRAG
        )

    def test_an_uninsured_partner_of_nobody_halves_nothing(self) -> None:
        assert decide() == decide(zorg=make_zorg(partner_verzekerd=False))

    def test_two_insured_get_twice_what_one_of_two_gets(self) -> None:
        een = decide(partner=10_000_00, zorg=make_zorg(partner_verzekerd=False))
        twee = decide(partner=10_000_00)

        assert (2_962_62, 2_962_62) == find_waarden(twee, Soort.VERSCHIL, Soort.JAARBEDRAG_HEEL)
        assert (2_962_62, 1_481_31) == find_waarden(een, Soort.VERSCHIL, Soort.JAARBEDRAG_HEEL)


class TestRekenvoorbeeldWoonland:
    """Who lives abroad with a treaty right gets the standaardpremie times the factor of that country.

    Official worked example: 2024, Germany, incomes 9,000 and 11,000, one of the two insured.

    Source: jci1.3:c:BWBR0018451&artikel=2, calculation leaflet of 2024
    """

    def test_germany_in_2024_is_the_published_example(self) -> None:
        zorg = make_zorg(partner_verzekerd=False, woonland="DE")
        recht = decide(2024, inkomen=9_000_00, partner=11_000_00, zorg=zorg)

        assert ("0.9485", 3769_34, 1141_42, 1313_96, 109_50, 109_00) == find_waarden(
            recht,
            Soort.WOONLANDFACTOR,
            Soort.STANDAARDPREMIE_GETELD,
            Soort.NORMPREMIE,
            Soort.JAARTOTAAL,
            Soort.MAANDTOTAAL,
            Soort.MAANDBEDRAG,
        )

    def test_the_netherlands_have_no_factor(self) -> None:
        assert [] == list_waarden(decide().grondslagen, Soort.WOONLANDFACTOR)

    def test_a_country_without_published_factor_is_refused(self) -> None:
        with pytest.raises(MissingNormError, match=r"2025 ontbreekt: zorgtoeslag\.woonlandfactoren\.DE"):
            decide(2025, zorg=make_zorg(woonland="DE"))


class TestMaandtabel:
    """The published table: for each thousand euros of income the month amount, alone and with partner.

    Source: jci1.3:c:BWBR0018451&artikel=2, table "Hoeveel zorgtoeslag" of 2025 and 2026
    """

    @pytest.mark.parametrize(("jaar", "partner", "inkomen", "euro"), MAANDRIJEN)
    def test_a_row_is_the_published_one(self, jaar: int, partner: bool, inkomen: int, euro: int) -> None:
        recht = decide(jaar, inkomen=inkomen * 100, partner=0 if partner else None)
        betaald = recht.perioden[0].maandbedrag if recht.bedrag_jaar else 0

        assert euro * 100 == betaald

    def test_all_rows_are_there(self) -> None:
        assert len(MAANDRIJEN) == 12 + 23 + 12 + 23
        assert (2026, True, 44_500, 78) in MAANDRIJEN


class TestInkomensgrens:
    """Above the published highest income the year comes to less than 24 euro, and nothing is granted.

    Source: jci1.3:c:BWBR0018472&artikel=14&lid=5
    """

    @pytest.mark.parametrize(
        ("jaar", "partner", "hoogste"),
        [
            (2024, None, 37_496),
            (2025, None, 39_719),
            (2026, None, 40_857),
            (2024, 0, 47_368),
            (2025, 0, 50_206),
            (2026, 0, 51_142),
        ],
    )
    def test_the_highest_income_gives_24_euro_and_one_more_nothing(
        self, jaar: int, partner: int | None, hoogste: int
    ) -> None:
        bedragen = [
            decide(jaar, inkomen=inkomen * 100, partner=partner).bedrag_jaar
            for inkomen in (hoogste, hoogste + 1)
        ]

        assert [24_00, 0] == bedragen

    def test_the_cents_of_an_income_do_not_count(self) -> None:
        assert decide(inkomen=40_857_00).bedrag_jaar == decide(inkomen=40_857_99).bedrag_jaar


class TestMaximum:
    """At an income up to the drempelinkomen the amount of the year is the published maximum.

    Source: jci1.3:c:BWBR0018451&artikel=2
    """

    @pytest.mark.parametrize(
        ("jaar", "alleen", "samen"), [(2024, 1483, 2833), (2025, 1573, 3010), (2026, 1550, 2963)]
    )
    def test_the_maximum_is_the_published_one(self, jaar: int, alleen: int, samen: int) -> None:
        assert (alleen * 100, samen * 100) == (
            decide(jaar, inkomen=0).bedrag_jaar,
            decide(jaar, inkomen=0, partner=0).bedrag_jaar,
        )

    @pytest.mark.parametrize(("inkomen", "boven"), [(29_736_99, 0), (29_737_00, 1_00)])
    def test_only_income_above_the_drempelinkomen_is_counted_extra(self, inkomen: int, boven: int) -> None:
        assert boven == find_waarde(decide(inkomen=inkomen), Soort.INKOMEN_BOVEN_DREMPEL)


class TestVermogen:
    """With a vermogen above the limit on 1 January there is no right; exactly the limit is not above it.

    Source: jci1.3:c:BWBR0018472&artikel=7&lid=3
    """

    @pytest.mark.parametrize(("partner", "grens"), [(None, 146_011_00), (0, 184_633_00)])
    def test_one_cent_above_the_limit_ends_the_right(self, partner: int | None, grens: int) -> None:
        met, zonder = (decide(partner=partner, vermogen=vermogen) for vermogen in (grens, grens + 1))

        assert met.bedrag_jaar > 0
        assert zonder.bedrag_jaar == 0
        assert (grens + 1, grens) == find_waarden(zonder, Soort.VERMOGEN, Soort.VERMOGENSGRENS)

    def test_no_premie_is_computed_for_who_has_too_much(self) -> None:
        assert [] == list_waarden(decide(vermogen=200_000_00).grondslagen, Soort.NORMPREMIE)


class TestMaanden:
    """There is a right for each month with insurance; who begins during a month has it from the next on.

    Source: jci1.3:c:BWBR0018472&artikel=5
    """

    @pytest.mark.parametrize(
        ("begin", "einde", "van", "tot"),
        [
            (None, None, 1, 12),
            (date(2026, 3, 1), None, 3, 12),
            (date(2026, 3, 2), None, 4, 12),
            (None, date(2026, 9, 30), 1, 9),
            (date(2025, 12, 31), date(2027, 1, 1), 1, 12),
            (date(2026, 5, 15), date(2026, 7, 1), 6, 7),
        ],
    )
    def test_the_months_of_insurance_count(
        self, begin: date | None, einde: date | None, van: int, tot: int
    ) -> None:
        recht = decide(zorg=make_zorg(begin=begin, einde=einde))
        maanden = [maand for maand in range(1, 13) if recht.find_periode(maand).maandbedrag]

        assert list(range(van, tot + 1)) == maanden
        assert tot - van + 1 == find_waarde(recht, Soort.MAANDEN)

    @pytest.mark.parametrize(
        ("begin", "einde"),
        [(date(2026, 12, 2), None), (None, date(2025, 12, 31)), (date(2026, 5, 2), date(2026, 5, 31))],
    )
    def test_without_a_month_there_is_nothing(self, begin: date | None, einde: date | None) -> None:
        recht = decide(zorg=make_zorg(begin=begin, einde=einde))

        assert [(1, 12, 0)] == [(p.van, p.tot, p.maandbedrag) for p in recht.perioden]
        assert (0, 0) == (recht.bedrag_jaar, find_waarde(recht, Soort.MAANDEN))

    def test_half_a_year_is_half_the_amount_rounded_once(self) -> None:
        recht = decide(zorg=make_zorg(begin=date(2026, 7, 1)))

        assert (775_23, 775_00) == (find_waarde(recht, Soort.JAARTOTAAL), recht.bedrag_jaar)


class TestToeslagjaar:
    """A year is decided with its own figures, and without figures not at all."""

    def test_figures_of_another_year_are_refused(self) -> None:
        with pytest.raises(MissingNormError, match="van 2025, maar het huishouden heeft toeslagjaar 2026"):
            decide_zorgtoeslag(make_huishouden(aanvragen=ZORGTOESLAG), NORMEN.find_norm(2025))

    def test_a_year_without_zorgtoeslag_is_refused(self) -> None:
        with pytest.raises(MissingNormError, match="2013 ontbreekt: zorgtoeslag"):
            decide(2013)
