"""Huurtoeslag up to 2025, rule by rule: the docstring of a class says the rule and where it stands."""

from datetime import date

import pytest

from calc.beschikking import Grondslagsoort, Recht
from calc.errors import MissingNormError
from calc.huishouden import Huur, Kind, Toeslag
from calc.huurtoeslag import decide_huurtoeslag
from tests.bouwers.huishoudens import (
    NORMEN,
    make_aanvragen,
    make_huishouden,
    make_huur,
    make_medebewoner,
    make_thuis,
)
from tests.calc.lezen import find_waarde, find_waarden, list_stappen, list_waarden

Soort = Grondslagsoort
DELEN = (Soort.DEEL_A, Soort.DEEL_B, Soort.DEEL_C)
KIND = make_thuis(1, date(2012, 1, 1))


def decide(
    huur: Huur,
    *kinderen: Kind,
    jaar: int = 2025,
    inkomen: int = 25_000_00,
    partner: int | None = None,
    vermogen: int = 0,
) -> Recht:
    huishouden = make_huishouden(
        *kinderen,
        toeslagjaar=jaar,
        inkomen=inkomen,
        inkomen_partner=partner,
        vermogen=vermogen,
        huren=(huur,),
        aanvragen=make_aanvragen(Toeslag.HUURTOESLAG),
    )
    return decide_huurtoeslag(huishouden, NORMEN.find_norm(jaar))


def make_oude_huur(kale_huur: int, *, servicekosten: tuple[int, ...] = (), jong: bool = False) -> Huur:
    geboren = date(1993, 6, 6) if jong else date(1970, 1, 1)
    return make_huur(
        kale_huur=kale_huur, servicekosten=servicekosten, oudste_geboren=geboren, begin=date(2012, 1, 1)
    )


class TestRekenvoorbeelden2013:
    """Official worked examples of 2013, which show the quadratic form to the cent.

    One of 19 alone: income 14,500, rent 320 with servicekosten 12, 11 and 15. Two persons: incomes 20,000 and
    5,000, rent 510.

    Source: jci1.3:c:BWBR0008659&artikel=19, tg0831z33fd (Berekening huurtoeslag 2013)
    """

    def test_one_of_19_alone_gets_132_82(self) -> None:
        huur = make_oude_huur(320_00, servicekosten=(12_00, 11_00, 15_00), jong=True)
        recht = decide(huur, jaar=2013, inkomen=14_500_00)

        assert (355_00, 132_82) == find_waarden(recht, Soort.REKENHUUR, Soort.MAANDTOTAAL)

    def test_two_persons_get_120_84(self) -> None:
        recht = decide(make_oude_huur(510_00), jaar=2013, inkomen=20_000_00, partner=5_000_00)

        assert (25_000_00, 120_84) == find_waarden(recht, Soort.REKENINKOMEN, Soort.MAANDTOTAAL)

    def test_a_year_without_known_vermogensgrens_decides_only_who_has_none(self) -> None:
        with pytest.raises(MissingNormError, match=r"2013 ontbreekt: huurtoeslag\.grenzen\.vermogensgrenzen"):
            decide(make_oude_huur(510_00), jaar=2013, vermogen=1)

    @pytest.mark.parametrize(
        ("partner", "hoogste"), [(None, 21_025_00), (0, 28_550_00)], ids=["alone", "two persons"]
    )
    def test_above_the_doelgroepgrens_there_is_no_right(self, partner: int | None, hoogste: int) -> None:
        huur = make_oude_huur(600_00)
        bedragen = [
            decide(huur, jaar=2013, inkomen=inkomen, partner=partner).bedrag_jaar
            for inkomen in (hoogste, hoogste + 1_00)
        ]

        assert [True, False] == [bedrag > 0 for bedrag in bedragen]


class TestBasishuur:
    """The basishuur follows the income by a formula with a square, and is at least a minimum.

    Source: jci1.3:c:BWBR0008659&artikel=19
    """

    @pytest.mark.parametrize(
        ("inkomen", "partner", "basishuur"),
        [
            (0, None, 199_05),
            (22_700_00, None, 199_05),
            (25_000_00, None, 248_21),
            (30_450_00, 0, 197_24),
            (35_000_00, 0, 279_75),
        ],
    )
    def test_the_formula_of_2025(self, inkomen: int, partner: int | None, basishuur: int) -> None:
        recht = decide(make_huur(kale_huur=600_00), inkomen=inkomen, partner=partner)

        assert basishuur == find_waarde(recht, Soort.BASISHUUR)

    def test_the_factors_are_shown_as_they_are_published(self) -> None:
        recht = decide(make_huur())

        assert ("0.000000438698", "0.000446392665", -37_14, 199_05) == find_waarden(
            recht,
            Soort.BASISHUUR_KWADRAAT,
            Soort.BASISHUUR_LINEAIR,
            Soort.BASISHUUR_OPSLAG,
            Soort.BASISHUUR_MINIMUM,
        )

    @pytest.mark.parametrize("partner", [None, 0])
    def test_the_formula_for_the_aow_age_was_not_published(self, partner: int | None) -> None:
        naam = "meerpersoons_aow" if partner == 0 else "eenpersoons_aow"

        with pytest.raises(MissingNormError, match=f"2025 ontbreekt: huurtoeslag.{naam}"):
            decide(make_huur(aow=True), partner=partner)


class TestDelen:
    """Of the rent above the basishuur 100, 65 and 40 percent; the last only for protected households.

    Source: jci1.3:c:BWBR0008659&artikel=21
    """

    def test_three_parts_for_who_lives_alone(self) -> None:
        recht = decide(make_huur(kale_huur=700_00))

        assert (228_99, 133_74, 6_82) == find_waarden(recht, *DELEN)
        assert (369_55, 369_00) == find_waarden(recht, Soort.MAANDTOTAAL, Soort.MAANDBEDRAG)

    @pytest.mark.parametrize(("aangepast", "deel_c"), [(False, 0), (True, 6_82)])
    def test_two_persons_have_part_c_only_in_an_adapted_home(self, aangepast: bool, deel_c: int) -> None:
        recht = decide(make_huur(kale_huur=700_00, aangepast=aangepast), partner=0)

        assert deel_c == find_waarde(recht, Soort.DEEL_C)

    def test_with_the_aow_age_two_persons_have_part_c(self) -> None:
        oud = make_huur(kale_huur=600_00, aow=True, begin=date(2012, 1, 1))
        recht = decide(oud, jaar=2013, inkomen=15_000_00, partner=0)

        assert (218_55, 25_64) == find_waarden(recht, Soort.BASISHUUR, Soort.DEEL_C)

    def test_three_persons_have_a_higher_aftoppingsgrens(self) -> None:
        recht = decide(make_huur(kale_huur=800_00), KIND, partner=0)

        assert 731_93 == find_waarde(recht, Soort.AFTOPPINGSGRENS)


class TestMaximumHuur:
    """With a rent above the maximum there is no right; it is lower while all are under 23 without a child.

    Source: jci1.3:c:BWBR0008659&artikel=13
    """

    @pytest.mark.parametrize(
        ("kinderen", "geboren", "maximum"),
        [
            ((), date(1980, 1, 1), 900_07),
            ((), date(2003, 5, 5), 477_20),
            ((KIND,), date(2003, 5, 5), 900_07),
        ],
        ids=["adult", "young", "young with a child"],
    )
    def test_one_cent_above_the_maximum_ends_the_right(
        self, kinderen: tuple[Kind, ...], geboren: date, maximum: int
    ) -> None:
        met, zonder = (
            decide(make_huur(kale_huur=kaal, oudste_geboren=geboren), *kinderen)
            for kaal in (maximum, maximum + 1)
        )

        assert met.bedrag_jaar > 0
        assert zonder.bedrag_jaar == 0
        assert (maximum + 1, maximum) == find_waarden(zonder, Soort.REKENHUUR, Soort.MAXIMUM_HUUR)
        assert [] == list_waarden(list_stappen(zonder), Soort.BASISHUUR)

    def test_the_limit_rises_in_the_month_after_the_birthday(self) -> None:
        recht = decide(make_huur(kale_huur=600_00, oudste_geboren=date(2002, 4, 9)))

        assert [(1, 4, False), (5, 12, True)] == [(p.van, p.tot, p.maandbedrag > 0) for p in recht.perioden]


class TestServicekosten:
    """Of each kind of servicekosten at most 12 euro a month counts beside the kale huur.

    Source: jci1.3:c:BWBR0008659&artikel=5
    """

    @pytest.mark.parametrize(
        ("soorten", "geteld"),
        [((), 0), ((12_00, 12_01), 24_00), ((5_00, 40_00), 17_00), ((20_00,) * 4, 48_00)],
    )
    def test_each_kind_has_its_own_maximum(self, soorten: tuple[int, ...], geteld: int) -> None:
        recht = decide(make_huur(kale_huur=500_00, servicekosten=soorten))

        assert (geteld, 500_00 + geteld) == find_waarden(recht, Soort.SERVICEKOSTEN, Soort.REKENHUUR)


class TestKindvrijstelling:
    """Of the income of a child under 23 a part does not count; in a year without that figure it is refused.

    Source: jci1.3:c:BWBR0018472&artikel=7&lid=6
    """

    @pytest.mark.parametrize(("inkomen", "telt"), [(6_042_00, 0), (7_042_00, 1_000_00)])
    def test_of_2025_the_first_6042_does_not_count(self, inkomen: int, telt: int) -> None:
        kind = make_medebewoner(inkomen, geboortedatum=date(2005, 1, 1), is_kind=True)
        recht = decide(make_huur(medebewoners=(kind,)), inkomen=20_000_00)

        assert 20_000_00 + telt == find_waarde(recht, Soort.REKENINKOMEN)

    def test_of_2013_it_is_not_known(self) -> None:
        kind = make_medebewoner(7_000_00, geboortedatum=date(1994, 1, 1), is_kind=True)
        huur = make_huur(medebewoners=(kind,), begin=date(2012, 1, 1))

        with pytest.raises(MissingNormError, match=r"2013 ontbreekt: huurtoeslag\.grenzen\.kindvrijstelling"):
            decide(huur, jaar=2013, inkomen=10_000_00)


class TestOnbekendJaar:
    """Of 2024 the formula was not found, so no huurtoeslag of 2024 is computed."""

    def test_what_is_missing_of_2024_is_named(self) -> None:
        with pytest.raises(MissingNormError, match=r"2024 ontbreekt: huurtoeslag\.grenzen\.kwaliteits"):
            decide(make_huur(), jaar=2024)
