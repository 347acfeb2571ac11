"""A reader can redo each toeslag with nothing but its own Grondslagen, in exact fractions."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from calc.beschikking import Grondslag, Grondslagsoort, Periode, Recht
from calc.huishouden import Huishouden, Huur, Toeslag
from calc.huurtoeslag import decide_huurtoeslag
from calc.kindgebonden_budget import decide_kindgebonden_budget
from calc.zorgtoeslag import decide_zorgtoeslag
from tests.bouwers.huishoudens import NORMEN, make_aanvragen, make_huishouden
from tests.bouwers.strategieen import gezinnen, woningen

Soort = Grondslagsoort
Stappen = dict[Grondslagsoort, Fraction]
NORM = NORMEN.find_norm(2026)


def compute_half_omhoog(bedrag: Fraction) -> int:
    return (bedrag * 2 + 1) // 2


def read_stappen(grondslagen: Iterable[Grondslag]) -> Stappen:
    """What each step says, as a number; of these toeslagen every soort stands once."""
    return {stap.soort: Fraction(stap.waarde) for stap in grondslagen}


def is_arm_genoeg(stappen: Stappen) -> bool:
    return stappen.get(Soort.VERMOGEN, Fraction(0)) <= stappen.get(Soort.VERMOGENSGRENS, Fraction(0))


def check_jaar(recht: Recht, totaal: Fraction) -> None:
    """The year is the sum to the cent, rounded to whole euros; under 24 euro it is nothing."""
    stappen = read_stappen(recht.grondslagen)
    assert compute_half_omhoog(totaal) == stappen[Soort.JAARTOTAAL]
    afgerond = compute_half_omhoog(stappen[Soort.JAARTOTAAL] / 100) * 100
    assert (afgerond if afgerond >= 24_00 else 0) == stappen[Soort.JAARBEDRAG] == recht.bedrag_jaar


def check_inkomen(stappen: Stappen) -> None:
    """The incomes together, without cents."""
    eigen, partner = Soort.TOETSINGSINKOMEN_AANVRAGER, Soort.TOETSINGSINKOMEN_PARTNER
    samen = stappen[eigen] + stappen.get(partner, Fraction(0))
    assert samen // 100 * 100 == stappen[Soort.TOETSINGSINKOMEN]


class TestZorgtoeslag:
    """Twice or once the standaardpremie, less the normpremie; for one of two half of it.

    Source: jci1.3:c:BWBR0018451&artikel=2
    """

    def compute_heel_jaar(self, stappen: Stappen) -> tuple[int, int]:
        """What a whole year gives, and half of it."""
        personen = 1 + (Soort.TOETSINGSINKOMEN_PARTNER in stappen)
        factor = stappen.get(Soort.WOONLANDFACTOR, Fraction(1))
        geteld = compute_half_omhoog(stappen[Soort.STANDAARDPREMIE] * personen * factor)
        drempel = stappen[Soort.DREMPELINKOMEN]
        boven = max(stappen[Soort.TOETSINGSINKOMEN] - drempel, Fraction(0))
        normpremie = compute_half_omhoog(
            drempel * stappen[Soort.PERCENTAGE_DREMPEL] / 100
            + boven * stappen[Soort.PERCENTAGE_BOVEN_DREMPEL] / 100
        )
        assert geteld == stappen[Soort.STANDAARDPREMIE_GETELD]
        assert boven == stappen[Soort.INKOMEN_BOVEN_DREMPEL]
        assert normpremie == stappen[Soort.NORMPREMIE]
        verschil = max(geteld - normpremie, 0)
        assert verschil == stappen[Soort.VERSCHIL]
        return verschil, compute_half_omhoog(Fraction(verschil, 2))

    @given(gezinnen())
    def test_year_and_months_follow_from_the_steps(self, huishouden: Huishouden) -> None:
        recht = decide_zorgtoeslag(huishouden, NORM)
        stappen = read_stappen(recht.grondslagen)
        heel_jaar = Fraction(0)
        if is_arm_genoeg(stappen):
            heel_jaar = stappen[Soort.JAARBEDRAG_HEEL]
            assert heel_jaar in self.compute_heel_jaar(stappen)

        check_inkomen(stappen)
        check_jaar(recht, heel_jaar * stappen[Soort.MAANDEN] / 12)
        assert {0, compute_half_omhoog(heel_jaar / 12)} >= {p.maandtotaal for p in recht.perioden}
        assert stappen[Soort.MAANDEN] * bool(compute_half_omhoog(heel_jaar / 12)) == sum(
            periode.maanden for periode in recht.perioden if periode.maandtotaal
        )


class TestHuurtoeslag:
    """Three parts of the rent above the basishuur; from 2026 on less a part of the income.

    Source: jci1.3:c:BWBR0008659&artikel=21
    """

    def compute_delen(self, stappen: Stappen) -> list[tuple[Grondslagsoort, Fraction]]:
        """The three parts before rounding; a part with nothing in it is nothing."""
        huur, basis = stappen[Soort.REKENHUUR], stappen[Soort.BASISHUUR]
        onder = max(stappen[Soort.KWALITEITSKORTINGSGRENS], basis)
        hoog = max(stappen[Soort.AFTOPPINGSGRENS], basis)
        stukken = (min(huur, onder) - basis, min(huur, hoog) - onder, huur - hoog)
        delen = (Soort.DEEL_A, Soort.DEEL_B, Soort.DEEL_C)
        procenten = (Soort.PERCENTAGE_A, Soort.PERCENTAGE_B, Soort.PERCENTAGE_C)
        return [
            (deel, max(stuk, Fraction(0)) * stappen[procent] / 100)
            for deel, stuk, procent in zip(delen, stukken, procenten, strict=True)
        ]

    def compute_lineair(self, periode: Periode) -> Fraction:
        """What one month gives before rounding; the amount in cents is checked on the way."""
        stappen = read_stappen(periode.grondslagen)
        if Soort.REKENHUUR not in stappen:
            return Fraction(0)
        assert min(stappen[Soort.KALE_HUUR], stappen[Soort.MAXIMUM_HUUR]) == stappen[Soort.REKENHUUR]
        delen = self.compute_delen(stappen)
        boven = max(stappen[Soort.REKENINKOMEN] - stappen[Soort.INKOMENSIJKPUNT], Fraction(0))
        korting = boven * stappen[Soort.AFBOUWPERCENTAGE] / 100 / 12
        afgerond = sum(compute_half_omhoog(bedrag) for _, bedrag in delen) - compute_half_omhoog(korting)
        assert [compute_half_omhoog(bedrag) for _, bedrag in delen] == [stappen[soort] for soort, _ in delen]
        assert compute_half_omhoog(korting) == stappen[Soort.INKOMENSKORTING]
        assert max(afgerond, 0) == periode.maandtotaal
        return max(sum((bedrag for _, bedrag in delen), Fraction(0)) - korting, Fraction(0))

    def compute_kwadratisch(self, periode: Periode) -> Fraction:
        stappen = read_stappen(periode.grondslagen)
        if Soort.BASISHUUR not in stappen:
            assert stappen.get(Soort.REKENHUUR, Fraction(1)) > stappen.get(Soort.MAXIMUM_HUUR, Fraction(0))
            return Fraction(0)
        inkomen = stappen[Soort.REKENINKOMEN] / 100
        basis = (
            100 * inkomen * (stappen[Soort.BASISHUUR_KWADRAAT] * inkomen + stappen[Soort.BASISHUUR_LINEAIR])
        )
        basishuur = max(
            compute_half_omhoog(basis + stappen[Soort.BASISHUUR_OPSLAG]), stappen[Soort.BASISHUUR_MINIMUM]
        )
        assert basishuur == stappen[Soort.BASISHUUR]
        assert stappen[Soort.KALE_HUUR] + stappen[Soort.SERVICEKOSTEN] == stappen[Soort.REKENHUUR]
        delen = [(s, b) for s, b in self.compute_delen(stappen) if s is not Soort.DEEL_C or stappen[s]]
        assert sum(compute_half_omhoog(bedrag) for _, bedrag in delen) == periode.maandtotaal
        return sum((bedrag for _, bedrag in delen), Fraction(0))

    @given(gezinnen())
    def test_year_and_months_follow_from_the_steps(self, huishouden: Huishouden) -> None:
        recht = decide_huurtoeslag(huishouden, NORM)
        maanden = [p.maanden * self.compute_lineair(p) for p in recht.perioden]

        check_inkomen(read_stappen(recht.grondslagen))
        check_jaar(recht, sum(maanden, Fraction(0)))
        assert all(p.maandbedrag == p.maandtotaal // 100 * 100 for p in recht.perioden)

    @given(woningen(), st.integers(0, 60_000_00), st.none() | st.just(0))
    def test_so_they_do_in_the_quadratic_form(
        self, huren: tuple[Huur, ...], inkomen: int, partner: int | None
    ) -> None:
        zonder_vermogen = tuple(
            replace(huur, medebewoners=tuple(replace(b, vermogen=0) for b in huur.medebewoners))
            for huur in huren
        )
        huishouden = make_huishouden(
            toeslagjaar=2025,
            inkomen=inkomen,
            inkomen_partner=partner,
            huren=zonder_vermogen,
            aanvragen=make_aanvragen(Toeslag.HUURTOESLAG),
        )
        recht = decide_huurtoeslag(huishouden, NORMEN.find_norm(2025))

        check_jaar(recht, sum((p.maanden * self.compute_kwadratisch(p) for p in recht.perioden), Fraction(0)))


class TestKindgebondenBudget:
    """Amounts per child and for who is alone, less a percentage of the income above the threshold.

    Source: jci1.3:c:BWBR0022751&artikel=2
    """

    def compute_jaarbasis(self, stappen: Stappen, inkomen: Fraction) -> int:
        nul = Fraction(0)
        maximum = (
            stappen[Soort.KINDEREN] * stappen[Soort.BEDRAG_PER_KIND]
            + stappen.get(Soort.KINDEREN_12_15, nul) * stappen.get(Soort.EXTRA_12_15, nul)
            + stappen.get(Soort.KINDEREN_16_17, nul) * stappen.get(Soort.EXTRA_16_17, nul)
            + stappen.get(Soort.ALLEENSTAANDE_OUDERKOP, nul)
        )
        boven = max(inkomen - stappen[Soort.AFBOUWDREMPEL], nul)
        vermindering = compute_half_omhoog(boven * stappen[Soort.AFBOUWPERCENTAGE] / 100)
        assert maximum == stappen[Soort.MAXIMUM_JAAR]
        assert vermindering == stappen[Soort.VERMINDERING]
        return max(int(maximum) - vermindering, 0)

    @given(gezinnen())
    def test_year_and_months_follow_from_the_steps(self, huishouden: Huishouden) -> None:
        recht = decide_kindgebonden_budget(huishouden, NORM)
        van_jaar = read_stappen(recht.grondslagen)
        totaal = Fraction(0)
        for periode in recht.perioden:
            stappen = read_stappen(periode.grondslagen)
            jaarbasis = 0
            if Soort.JAARBASIS in stappen:
                jaarbasis = self.compute_jaarbasis(stappen, van_jaar[Soort.TOETSINGSINKOMEN])
                assert jaarbasis == stappen[Soort.JAARBASIS]
            totaal += Fraction(periode.maanden * jaarbasis, 12)

            assert (jaarbasis // 12, jaarbasis // 1200 * 100) == (periode.maandtotaal, periode.maandbedrag)
        check_inkomen(van_jaar)
        check_jaar(recht, totaal)
