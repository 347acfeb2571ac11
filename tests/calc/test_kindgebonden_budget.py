"""Kindgebonden budget, rule by rule: the docstring of a class says the rule and where it stands."""

from datetime import date

import pytest

from calc.beschikking import Grondslagsoort, Recht
from calc.errors import MissingNormError
from calc.huishouden import Kind, Toeslag
from calc.kindgebonden_budget import decide_kindgebonden_budget
from calc.norm import Norm
from tests.bouwers.huishoudens import NORMEN, make_aanvragen, make_huishouden, make_thuis
from tests.calc.lezen import find_waarde, find_waarden, list_stappen, list_waarden

Soort = Grondslagsoort
VAN_8 = make_thuis(1, date(2017, 6, 1))


def decide(
    norm: Norm,
    *kinderen: Kind,
    inkomen: int = 20_000_00,
    partner: int | None = None,
    vermogen: int = 0,
) -> Recht:
    huishouden = make_huishouden(
        *kinderen,
        toeslagjaar=norm.toeslagjaar,
        inkomen=inkomen,
        inkomen_partner=partner,
        vermogen=vermogen,
        aanvragen=make_aanvragen(Toeslag.KINDGEBONDEN_BUDGET),
    )
    return decide_kindgebonden_budget(huishouden, norm)


class TestRekenvoorbeelden:
    """Published worked examples of 2026 with one child of 8, and with three children under 12.

    Source: jci1.3:c:BWBR0022751&artikel=2, tg0811z61fd (Berekening kindgebonden budget 2026)
    """

    @pytest.mark.parametrize(
        ("inkomen", "partner", "vermindering", "per_jaar", "per_maand"),
        [
            (30_000_00, None, 20_06, 5_975_94, 497_00),
            (29_736_00, None, 0, 5_996_00, 499_00),
            (39_141_00, 0, 0, 2_580_00, 215_00),
        ],
    )
    def test_reduction_year_and_month_are_the_published_ones(
        self,
        norm: Norm,
        inkomen: int,
        partner: int | None,
        vermindering: int,
        per_jaar: int,
        per_maand: int,
    ) -> None:
        recht = decide(norm, VAN_8, inkomen=inkomen, partner=partner)

        assert (vermindering, per_jaar, per_maand) == find_waarden(
            recht, Soort.VERMINDERING, Soort.JAARTOTAAL, Soort.MAANDBEDRAG
        )

    @pytest.mark.parametrize("inkomen", [0, 15_000_00, 29_736_99])
    def test_three_children_under_12_of_a_single_parent_give_11156_a_year(
        self, norm: Norm, inkomen: int
    ) -> None:
        kinderen = [make_thuis(nummer, date(2018, nummer, 1)) for nummer in (1, 2, 3)]

        assert decide(norm, *kinderen, inkomen=inkomen).bedrag_jaar == 11_156_00

    def test_the_steps_are_those_of_the_document(self, norm: Norm) -> None:
        kinderen = (VAN_8, make_thuis(2, date(2012, 1, 1)), make_thuis(3, date(2009, 1, 1)))
        stappen = decide(norm, *kinderen, inkomen=30_000_00).perioden[0].grondslagen

        assert [(stap.soort, stap.waarde) for stap in stappen] == [
            (Soort.KINDEREN, 3),
            (Soort.BEDRAG_PER_KIND, 2_580_00),
            (Soort.BEDRAG_KINDEREN, 7_740_00),
            *((Soort.KINDEREN_12_15, 1), (Soort.EXTRA_12_15, 724_00)),
            *((Soort.KINDEREN_16_17, 1), (Soort.EXTRA_16_17, 964_00)),
            (Soort.ALLEENSTAANDE_OUDERKOP, 3_416_00),
            (Soort.MAXIMUM_JAAR, 12_844_00),
            *((Soort.AFBOUWDREMPEL, 29_736_00), (Soort.AFBOUWPERCENTAGE, "7.60")),
            *((Soort.VERMINDERING, 20_06), (Soort.JAARBASIS, 12_823_94)),
            *((Soort.MAANDTOTAAL, 1_068_66), (Soort.MAANDBEDRAG, 1_068_00)),
        ]


class TestLeeftijden:
    """A child counts from the month after its birth until it is 18; from 12 and from 16 on it gives more.

    Source: jci1.3:c:BWBR0022751&artikel=2 and jci1.3:c:BWBR0018472&artikel=5
    """

    @pytest.mark.parametrize(
        ("geboren", "perioden"),
        [
            (date(2014, 6, 1), [(1, 5, 2_580_00), (6, 12, 3_304_00)]),
            (date(2014, 6, 2), [(1, 6, 2_580_00), (7, 12, 3_304_00)]),
            (date(2010, 9, 15), [(1, 9, 3_304_00), (10, 12, 3_544_00)]),
            (date(2026, 2, 28), [(1, 2, None), (3, 12, 2_580_00)]),
            (date(2008, 10, 31), [(1, 10, 3_544_00), (11, 12, None)]),
            (date(2014, 1, 1), [(1, 12, 3_304_00)]),
            (date(2013, 12, 31), [(1, 12, 3_304_00)]),
            (date(2014, 12, 2), [(1, 12, 2_580_00)]),
        ],
    )
    def test_a_birthday_counts_from_the_next_month_on_and_at_once_on_a_first_day(
        self, norm: Norm, geboren: date, perioden: list[tuple[int, int, int | None]]
    ) -> None:
        recht = decide(norm, make_thuis(1, geboren), partner=0)
        bedragen = [list_waarden(periode.grondslagen, Soort.JAARBASIS) for periode in recht.perioden]

        assert perioden == [
            (periode.van, periode.tot, bedrag[0] if bedrag else None)
            for periode, bedrag in zip(recht.perioden, bedragen, strict=True)
        ]

    @pytest.mark.parametrize("geboren", [date(2007, 12, 1), date(2026, 12, 2), date(2027, 1, 1)])
    def test_a_child_that_is_18_or_not_yet_born_gives_nothing(self, norm: Norm, geboren: date) -> None:
        recht = decide(norm, make_thuis(1, geboren))

        assert 0 == find_waarde(recht, Soort.JAARTOTAAL)
        assert [(1, 12, 0)] == [(p.van, p.tot, p.maandbedrag) for p in recht.perioden]

    def test_a_child_born_on_29_february_is_12_from_march_on(self) -> None:
        norm = NORMEN.find_norm(2025)
        recht = decide(norm, make_thuis(1, date(2012, 2, 29)), make_thuis(2, date(2013, 2, 28)))

        assert [(1, 2), (3, 12)] == [(p.van, p.tot) for p in recht.perioden]
        assert 2 == find_waarde(recht, Soort.KINDEREN_12_15, maand=3)


class TestAlleenstaandeOuder:
    """Who has no toeslagpartner gets the alleenstaande-ouderkop once, whatever the number of children.

    Source: jci1.3:c:BWBR0022751&artikel=2
    """

    @pytest.mark.parametrize("aantal", [1, 2, 4])
    def test_the_ouderkop_comes_once(self, norm: Norm, aantal: int) -> None:
        kinderen = [make_thuis(nummer, date(2018, 1, 1)) for nummer in range(1, aantal + 1)]

        assert 3_416_00 == find_waarde(decide(norm, *kinderen), Soort.ALLEENSTAANDE_OUDERKOP)
        assert aantal * 2_580_00 + 3_416_00 == find_waarde(decide(norm, *kinderen), Soort.MAXIMUM_JAAR)

    def test_with_a_toeslagpartner_there_is_none(self, norm: Norm) -> None:
        recht = decide(norm, VAN_8, partner=0)

        assert [] == list_waarden(list_stappen(recht), Soort.ALLEENSTAANDE_OUDERKOP)


class TestAfbouw:
    """Of the income above a threshold a percentage is taken off; two have a higher threshold than one.

    Source: jci1.3:c:BWBR0022751&artikel=2
    """

    @pytest.mark.parametrize(
        ("inkomen", "partner", "drempel", "vermindering"),
        [
            (29_736_99, None, 29_736_00, 0),
            (29_737_00, None, 29_736_00, 8),
            (39_141_00, 1_00, 39_141_00, 8),
            (40_141_00, 0, 39_141_00, 76_00),
        ],
    )
    def test_each_whole_euro_above_the_threshold_costs_7_60_percent(
        self, norm: Norm, inkomen: int, partner: int | None, drempel: int, vermindering: int
    ) -> None:
        recht = decide(norm, VAN_8, inkomen=inkomen, partner=partner)

        assert (drempel, vermindering) == find_waarden(recht, Soort.AFBOUWDREMPEL, Soort.VERMINDERING)

    def test_the_reduction_takes_no_more_than_there_is(self, norm: Norm) -> None:
        assert 0 == find_waarde(decide(norm, VAN_8, inkomen=200_000_00), Soort.JAARBASIS)

    def test_a_month_is_a_twelfth_without_parts_of_a_cent(self, norm: Norm) -> None:
        recht = decide(norm, VAN_8, inkomen=30_000_00)  # 5,975.94 is 497.995 a month

        assert (497_99, 5_975_94) == find_waarden(recht, Soort.MAANDTOTAAL, Soort.JAARTOTAAL)


class TestVermogen:
    """With a vermogen above the limit on 1 January there is no right; exactly the limit is not above it.

    Source: jci1.3:c:BWBR0018472&artikel=7&lid=3
    """

    @pytest.mark.parametrize(("partner", "grens"), [(None, 146_011_00), (0, 184_633_00)])
    def test_one_cent_above_the_limit_ends_the_right(
        self, norm: Norm, partner: int | None, grens: int
    ) -> None:
        met, zonder = (decide(norm, VAN_8, partner=partner, vermogen=v) for v in (grens, grens + 1))

        assert met.bedrag_jaar > 0
        assert zonder.bedrag_jaar == 0
        assert (grens + 1, grens) == find_waarden(zonder, Soort.VERMOGEN, Soort.VERMOGENSGRENS)


class TestToeslagjaar:
    """A year is decided with its own figures, and without figures not at all."""

    @pytest.mark.parametrize(
        ("geboren", "per_jaar"), [(date(2018, 1, 1), 5_900_00), (date(2012, 1, 1), 6_603_00)]
    )
    def test_2025_has_its_own_amounts(self, geboren: date, per_jaar: int) -> None:
        assert decide(NORMEN.find_norm(2025), make_thuis(1, geboren)).bedrag_jaar == per_jaar

    def test_of_2024_the_thresholds_are_not_known(self) -> None:
        with pytest.raises(MissingNormError, match=r"2024 ontbreekt: .*afbouwdrempel_alleen"):
            decide(NORMEN.find_norm(2024), VAN_8)

    def test_figures_of_another_year_are_refused(self, norm: Norm) -> None:
        huishouden = make_huishouden(VAN_8, toeslagjaar=2025)

        with pytest.raises(MissingNormError, match="van 2026, maar het huishouden heeft toeslagjaar 2025"):
            decide_kindgebonden_budget(huishouden, norm)
