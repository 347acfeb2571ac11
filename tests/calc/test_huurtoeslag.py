"""Huurtoeslag from 2026 on, rule by rule: the docstring of a class says the rule and where it stands."""

from datetime import date

import pytest

from calc.beschikking import Grondslagsoort, Recht
from calc.errors import InvalidFeitError, MissingNormError
from calc.huishouden import Huishouden, Huur, Kind, Toeslag
from calc.huurtoeslag import decide_huurtoeslag
from calc.norm import Norm
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
HUURTOESLAG = make_aanvragen(Toeslag.HUURTOESLAG)
DELEN = (Soort.DEEL_A, Soort.DEEL_B, Soort.DEEL_C)


def decide(
    norm: Norm,
    *huren: Huur,
    kinderen: tuple[Kind, ...] = (),
    inkomen: int = 20_000_00,
    partner: int | None = None,
    vermogen: int = 0,
) -> Recht:
    huishouden = make_huishouden(
        *kinderen,
        inkomen=inkomen,
        inkomen_partner=partner,
        vermogen=vermogen,
        huren=huren,
        aanvragen=HUURTOESLAG,
    )
    return decide_huurtoeslag(huishouden, norm)


class TestRekenvoorbeelden:
    """Published worked examples of 2026: one alone of 20 with a rent of 600; and two alone of 23 or older.

    Source: jci1.3:c:BWBR0008659&artikel=21, tg0831z61fd (Berekening huurtoeslag 2026)
    """

    def test_a_tenant_of_20_with_income_22000_gets_295_euro(self, norm: Norm) -> None:
        huur = make_huur(kale_huur=600_00, oudste_geboren=date(2006, 1, 2), begin=date(2025, 1, 1))
        recht = decide(norm, huur, inkomen=22_000_00)

        assert (295_68, 0, 0, 0) == find_waarden(recht, *DELEN, Soort.INKOMENSKORTING)
        assert (295_68, 295_00) == find_waarden(recht, Soort.MAANDTOTAAL, Soort.MAANDBEDRAG)

    def test_one_euro_above_the_inkomensijkpunt_gives_361_euro(self, norm: Norm) -> None:
        recht = decide(norm, make_huur(kale_huur=600_00), inkomen=23_426_00)

        assert (2, 361_00) == find_waarden(recht, Soort.INKOMENSKORTING, Soort.MAANDBEDRAG)

    def test_income_30000_and_rent_800_give_3866_01_a_year(self, norm: Norm) -> None:
        recht = decide(norm, make_huur(kale_huur=800_00), inkomen=30_000_00)

        assert 3_866_01 == find_waarde(recht, Soort.JAARTOTAAL)
        assert recht.bedrag_jaar == 3_866_00

    def test_the_steps_of_a_month_are_those_of_the_document(self, norm: Norm) -> None:
        recht = decide(norm, make_huur(kale_huur=800_00), inkomen=30_000_00)
        stappen = [(stap.soort, stap.waarde) for stap in recht.perioden[0].grondslagen]

        assert stappen == [
            (Soort.PERSONEN, 1),
            (Soort.REKENINKOMEN, 30_000_00),
            (Soort.KALE_HUUR, 800_00),
            (Soort.MAXIMUM_HUUR, 932_93),
            (Soort.REKENHUUR, 800_00),
            (Soort.BASISHUUR, 202_52),
            (Soort.KWALITEITSKORTINGSGRENS, 498_20),
            (Soort.AFTOPPINGSGRENS, 713_02),
            *((Soort.PERCENTAGE_A, "100"), (Soort.DEEL_A, 295_68)),
            *((Soort.PERCENTAGE_B, "65"), (Soort.DEEL_B, 139_63)),
            *((Soort.PERCENTAGE_C, "40"), (Soort.DEEL_C, 34_79)),
            *((Soort.INKOMENSIJKPUNT, 23_425_00), (Soort.AFBOUWPERCENTAGE, "27")),
            (Soort.INKOMENSKORTING, 147_94),
            *((Soort.MAANDTOTAAL, 322_16), (Soort.MAANDBEDRAG, 322_00)),
        ]


class TestRekenhuur:
    """Only the kale huur counts, and of it nothing above the maximum; a higher rent ends no right.

    Source: jci1.3:c:BWBR0008659&artikel=5 and artikel=13
    """

    @pytest.mark.parametrize(("kaal", "geteld"), [(932_93, 932_93), (932_94, 932_93), (2_000_00, 932_93)])
    def test_rent_above_the_maximum_does_not_count(self, norm: Norm, kaal: int, geteld: int) -> None:
        recht = decide(norm, make_huur(kale_huur=kaal))

        assert geteld == find_waarde(recht, Soort.REKENHUUR)
        assert recht.bedrag_jaar == decide(norm, make_huur(kale_huur=932_93)).bedrag_jaar

    def test_servicekosten_count_no_more(self, norm: Norm) -> None:
        met = decide(norm, make_huur(servicekosten=(12_00, 12_00)))

        assert decide(norm, make_huur()) == met

    @pytest.mark.parametrize(("kaal", "bedrag"), [(100_00, 0), (202_52, 0), (203_52, 12_00), (204_52, 24_00)])
    def test_rent_up_to_the_basishuur_is_for_the_tenant(self, norm: Norm, kaal: int, bedrag: int) -> None:
        recht = decide(norm, make_huur(kale_huur=kaal))

        assert bedrag == find_waarde(recht, Soort.JAARTOTAAL)
        assert recht.bedrag_jaar == (bedrag if bedrag >= 24_00 else 0)


class TestJong:
    """While every resident is under 21 the maximum is the kwaliteitskortingsgrens, child or no child.

    Source: jci1.3:c:BWBR0008659&artikel=13 and jci1.3:c:BWBR0018472&artikel=5
    """

    @pytest.mark.parametrize(
        ("geboren", "laatste"),
        [
            (date(2005, 7, 1), 6),
            (date(2005, 7, 2), 7),
            (date(2004, 12, 31), 0),
            (date(2005, 1, 1), 0),
            (date(2006, 3, 3), 12),
        ],
    )
    def test_the_birthday_counts_from_the_next_month_on(
        self, norm: Norm, geboren: date, laatste: int
    ) -> None:
        recht = decide(norm, make_huur(oudste_geboren=geboren))
        jong = [m for m in range(1, 13) if find_waarde(recht, Soort.MAXIMUM_HUUR, m) == 498_20]

        assert list(range(1, laatste + 1)) == jong

    def test_a_child_makes_no_exception(self, norm: Norm) -> None:
        huur = make_huur(oudste_geboren=date(2006, 3, 3))
        recht = decide(norm, huur, kinderen=(make_thuis(1, date(2025, 5, 5)),))

        assert 498_20 == find_waarde(recht, Soort.REKENHUUR)


class TestPersonen:
    """Who lives alone has another basishuur and inkomensijkpunt; from three persons on another limit holds.

    Source: jci1.3:c:BWBR0008659&artikel=13 and artikel=21
    """

    @pytest.mark.parametrize(
        ("partner", "kinderen", "bewoners", "verwacht"),
        [
            (None, 0, 0, (1, 202_52, 713_02, 23_425_00, "27")),
            (0, 0, 0, (2, 200_71, 713_02, 31_500_00, "22")),
            (None, 1, 0, (2, 200_71, 713_02, 31_500_00, "22")),
            (None, 0, 1, (2, 200_71, 713_02, 31_500_00, "22")),
            (0, 1, 0, (3, 200_71, 764_14, 31_500_00, "22")),
            (None, 1, 1, (3, 200_71, 764_14, 31_500_00, "22")),
            (0, 2, 1, (5, 200_71, 764_14, 31_500_00, "22")),
        ],
    )
    def test_every_resident_counts(
        self, norm: Norm, partner: int | None, kinderen: int, bewoners: int, verwacht: tuple[object, ...]
    ) -> None:
        thuis = tuple(make_thuis(nummer, date(2015, 1, 1)) for nummer in range(kinderen))
        huur = make_huur(medebewoners=(make_medebewoner(),) * bewoners)
        recht = decide(norm, huur, kinderen=thuis, partner=partner)

        assert verwacht == find_waarden(
            recht,
            Soort.PERSONEN,
            Soort.BASISHUUR,
            Soort.AFTOPPINGSGRENS,
            Soort.INKOMENSIJKPUNT,
            Soort.AFBOUWPERCENTAGE,
        )

    def test_a_child_counts_from_the_month_after_its_birth(self, norm: Norm) -> None:
        recht = decide(norm, make_huur(), kinderen=(make_thuis(1, date(2026, 4, 9)),))

        assert [(1, 4), (5, 12)] == [(p.van, p.tot) for p in recht.perioden]
        assert (1, 2) == tuple(find_waarde(recht, Soort.PERSONEN, maand) for maand in (4, 5))


class TestRekeninkomen:
    """The incomes of all residents count; of a child under 23 on 1 January the first 6,218 does not.

    Source: jci1.3:c:BWBR0018472&artikel=7 and artikel=7&lid=6
    """

    @pytest.mark.parametrize(
        ("inkomen", "geboren", "is_kind", "telt"),
        [
            (5_000_00, date(1990, 1, 1), False, 5_000_00),
            (5_000_00, date(2005, 1, 1), False, 5_000_00),
            (7_000_00, date(2005, 1, 1), True, 782_00),
            (6_000_00, date(2005, 1, 1), True, 0),
            (7_000_00, date(2003, 1, 1), True, 7_000_00),
            (7_000_00, date(2003, 1, 2), True, 782_00),
        ],
    )
    def test_what_counts_of_the_income_of_a_resident(
        self, norm: Norm, inkomen: int, geboren: date, is_kind: bool, telt: int
    ) -> None:
        bewoner = make_medebewoner(inkomen, geboortedatum=geboren, is_kind=is_kind)
        recht = decide(norm, make_huur(medebewoners=(bewoner,)), inkomen=20_000_00, partner=1_000_00)

        assert 21_000_00 + telt == find_waarde(recht, Soort.REKENINKOMEN)

    def test_the_korting_never_exceeds_the_parts(self, norm: Norm) -> None:
        recht = decide(norm, make_huur(), inkomen=90_000_00)

        assert (0, 0) == find_waarden(recht, Soort.MAANDTOTAAL, Soort.JAARTOTAAL)


class TestVermogen:
    """Above the limit on 1 January there is no right; the limit holds for each other resident too.

    Source: jci1.3:c:BWBR0018472&artikel=7&lid=3
    """

    @pytest.mark.parametrize(
        ("vermogen", "partner", "recht"),
        [(38_479_00, None, True), (38_480_00, None, False), (76_958_00, 0, True), (76_958_01, 0, False)],
    )
    def test_exactly_the_limit_is_not_above_it(
        self, norm: Norm, vermogen: int, partner: int | None, recht: bool
    ) -> None:
        assert recht == (decide(norm, vermogen=vermogen, partner=partner).bedrag_jaar > 0)

    @pytest.mark.parametrize(("vermogen", "recht"), [(38_479_00, True), (38_479_01, False)])
    def test_the_vermogen_of_a_resident_is_judged_alone(self, norm: Norm, vermogen: int, recht: bool) -> None:
        huur = make_huur(medebewoners=(make_medebewoner(vermogen=vermogen), make_medebewoner()))

        assert recht == (decide(norm, huur, vermogen=38_479_00).bedrag_jaar > 0)

    def test_a_limit_is_shown_and_nothing_computed_for_who_has_too_much(self, norm: Norm) -> None:
        recht = decide(norm, vermogen=50_000_00)

        assert (50_000_00, 38_479_00) == find_waarden(recht, Soort.VERMOGEN, Soort.VERMOGENSGRENS)
        assert [] == list_waarden(list_stappen(recht), Soort.REKENHUUR)


class TestVerhuizing:
    """A home counts from the first day of a month on which it is rented; between homes there is nothing.

    Source: jci1.3:c:BWBR0018472&artikel=5
    """

    def test_each_home_has_its_own_months(self, norm: Norm) -> None:
        huren = (
            make_huur(kale_huur=500_00, einde=date(2026, 3, 31)),
            make_huur(kale_huur=700_00, begin=date(2026, 6, 1)),
        )
        recht = decide(norm, *huren)
        kaal = [list_waarden(p.grondslagen, Soort.KALE_HUUR) for p in recht.perioden]

        assert [(1, 3), (4, 5), (6, 12)] == [(p.van, p.tot) for p in recht.perioden]
        assert [[500_00], [], [700_00]] == kaal

    def test_in_the_month_of_a_move_the_old_home_counts(self, norm: Norm) -> None:
        huren = (
            make_huur(kale_huur=500_00, einde=date(2026, 3, 14)),
            make_huur(kale_huur=700_00, begin=date(2026, 3, 15)),
        )
        recht = decide(norm, *huren)

        assert (500_00, 700_00) == tuple(find_waarde(recht, Soort.KALE_HUUR, maand) for maand in (3, 4))

    def test_a_home_of_another_year_gives_nothing(self, norm: Norm) -> None:
        recht = decide(norm, make_huur(einde=date(2025, 12, 31)))

        assert [(1, 12, 0)] == [(p.van, p.tot, p.maandbedrag) for p in recht.perioden]

    def test_the_year_is_the_sum_of_the_months_before_rounding(self, norm: Norm) -> None:
        recht = decide(norm, make_huur(kale_huur=498_21))  # a month: 295.68 and 65 % of one cent

        assert (295_69, 3_548_24) == find_waarden(recht, Soort.MAANDTOTAAL, Soort.JAARTOTAAL)

    def test_without_a_rented_home_nothing_can_be_decided(self, norm: Norm) -> None:
        zonder = Huishouden(toeslagjaar=2026, toetsingsinkomen_aanvrager=0, aanvragen=HUURTOESLAG)

        with pytest.raises(InvalidFeitError, match="huren is leeg"):
            decide_huurtoeslag(zonder, norm)


class TestToeslagjaar:
    """A year is decided with its own figures, and without figures not at all."""

    def test_figures_of_another_year_are_refused(self) -> None:
        with pytest.raises(MissingNormError, match="van 2025, maar het huishouden heeft toeslagjaar 2026"):
            decide(NORMEN.find_norm(2025), make_huur())
