"""What holds for the kinderopvangtoeslag of any household, and a second, naive computation beside it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from calc.beschikking import Grondslag, Grondslagsoort, Periode, Recht
from calc.huishouden import Huishouden, Kind
from calc.kinderopvangtoeslag import EERSTE_KIND, decide_kinderopvangtoeslag
from calc.norm import Kinderopvangnorm, Percentage, find_figuur
from tests.bouwers.huishoudens import NORMEN
from tests.bouwers.strategieen import huishoudens, inkomens

NORM = NORMEN.find_norm(2026)
OPVANGNORM: Kinderopvangnorm = find_figuur(NORM.kinderopvangtoeslag, NORM, "kinderopvangtoeslag")
Soort = Grondslagsoort


def decide(huishouden: Huishouden) -> Recht:
    return decide_kinderopvangtoeslag(huishouden, NORM)


def find_percentages(inkomen: int) -> tuple[Percentage, Percentage]:
    """The percentages of this income; of 2026 all are known."""
    rij = OPVANGNORM.percentages.find_rij(inkomen)
    assert rij.eerste_kind is not None
    assert rij.volgend_kind is not None
    return rij.eerste_kind, rij.volgend_kind


def compute_half_omhoog(bedrag: Fraction) -> int:
    return (bedrag * 2 + 1) // 2


def compute_kindkosten(kind: Kind, maand: int) -> tuple[Fraction, int]:
    """The counted hours and cost of one child in one month of 2026, day by month, without periods."""
    over, kosten = Fraction(230), 0
    for opvang in kind.opvang:
        na_begin = (opvang.begin.year, opvang.begin.month) <= (2026, maand)
        voor_einde = opvang.einde is None or (opvang.einde.year, opvang.einde.month) >= (2026, maand)
        if na_begin and voor_einde:
            uren = min(Fraction(opvang.uren), over)
            maximum = {"dagopvang": 11_23, "bso": 9_98, "gastouder": 8_49}[opvang.opvangsoort]
            over -= uren
            kosten += compute_half_omhoog(uren * min(opvang.uurtarief, maximum))
    return 230 - over, kosten


def compute_maandtotaal(huishouden: Huishouden, maand: int) -> int:
    kosten = {kind.nummer: compute_kindkosten(kind, maand) for kind in huishouden.kinderen}
    volgorde = sorted(kosten, key=lambda nummer: (*kosten[nummer], -nummer), reverse=True)
    percentages = find_percentages(huishouden.toetsingsinkomen)
    return sum(
        compute_half_omhoog(kosten[nummer][1] * percentages[min(rang, 1)].duizendsten / Fraction(100_000))
        for rang, nummer in enumerate(volgorde)
    )


class TestTweedeBerekening:
    """The decision equals a computation written a second time, month by month, in exact fractions."""

    @given(huishoudens())
    def test_every_month_equals_the_naive_sum(self, huishouden: Huishouden) -> None:
        recht = decide(huishouden)
        naief = [compute_maandtotaal(huishouden, maand) for maand in range(1, 13)]

        assert naief == [recht.find_periode(maand).maandtotaal for maand in range(1, 13)]

    @given(huishoudens())
    def test_a_month_pays_its_total_without_the_cents(self, huishouden: Huishouden) -> None:
        for periode in decide(huishouden).perioden:
            assert periode.maandtotaal // 100 * 100 == periode.maandbedrag

    @given(huishoudens())
    def test_the_year_is_the_rounded_sum_of_the_month_totals(self, huishouden: Huishouden) -> None:
        recht = decide(huishouden)
        totaal = sum(recht.find_periode(maand).maandtotaal for maand in range(1, 13))
        afgerond = (totaal + 50) // 100 * 100

        assert (afgerond if afgerond >= 24_00 else 0) == recht.bedrag_jaar


class TestPerioden:
    """The perioden of a year hold each month once, and a new one begins only where something changes."""

    @given(huishoudens())
    def test_the_months_run_from_1_to_12_without_gap_or_overlap(self, huishouden: Huishouden) -> None:
        perioden = decide(huishouden).perioden
        maanden = [maand for periode in perioden for maand in range(periode.van, periode.tot + 1)]

        assert list(range(1, 13)) == maanden

    @given(huishoudens())
    def test_two_periods_in_a_row_differ(self, huishouden: Huishouden) -> None:
        perioden = decide(huishouden).perioden
        sommen = [periode.grondslagen for periode in perioden]

        assert all(sommen[i] != sommen[i + 1] for i in range(len(sommen) - 1))


def list_stappen(periode: Periode) -> list[dict[Grondslagsoort, Grondslag]]:
    """The steps per Opvang, each group keyed by soort."""
    plaatsen = dict.fromkeys((stap.kind, stap.opvang) for stap in periode.grondslagen if stap.kind)
    return [
        {stap.soort: stap for stap in periode.grondslagen if (stap.kind, stap.opvang) == plaats}
        for plaats in plaatsen
    ]


def has_steps_that_follow(recht: Recht, periode: Periode) -> bool:
    """Redo the sum of a periode with nothing but what its Grondslagen say, in their order."""
    inkomen = next(int(s.waarde) for s in recht.grondslagen if s.soort is Soort.TOETSINGSINKOMEN)
    eerste, volgend = find_percentages(inkomen)
    kosten: dict[int | None, int] = {}
    betaald: dict[int | None, int] = {}
    for stappen in list_stappen(periode):
        waarde = {soort: stap.waarde for soort, stap in stappen.items()}
        kind = stappen[Soort.UREN].kind
        uren, tarief = Fraction(waarde[Soort.UREN_GETELD]), Fraction(waarde[Soort.UURTARIEF_GETELD])
        assert tarief == min(int(waarde[Soort.UURTARIEF]), int(waarde[Soort.MAXIMUM_UURPRIJS]))
        assert uren <= Fraction(waarde[Soort.UREN])
        assert compute_half_omhoog(uren * tarief) == waarde[Soort.OPVANGKOSTEN]
        assert waarde[Soort.PERCENTAGE] == (eerste if waarde[Soort.RANG] == EERSTE_KIND else volgend).tekst
        kosten[kind] = kosten.get(kind, 0) + int(waarde[Soort.OPVANGKOSTEN])
        betaald[kind] = betaald.get(kind, 0) + int(waarde[Soort.KINDBEDRAG])
        assert compute_half_omhoog(kosten[kind] * Fraction(waarde[Soort.PERCENTAGE]) / 100) == betaald[kind]
    return sum(betaald.values()) == periode.maandtotaal


class TestGrondslagen:
    """A reader can redo the sum: every step follows from the steps above it and the figures."""

    @given(huishoudens())
    def test_every_step_can_be_recomputed_from_those_above_it(self, huishouden: Huishouden) -> None:
        recht = decide(huishouden)

        assert all(has_steps_that_follow(recht, periode) for periode in recht.perioden)

    @given(huishoudens())
    def test_at_most_one_child_is_the_first(self, huishouden: Huishouden) -> None:
        for periode in decide(huishouden).perioden:
            rangen = {stap.kind: stap.waarde for stap in periode.grondslagen if stap.soort is Soort.RANG}

            assert [EERSTE_KIND] * bool(rangen) == [r for r in rangen.values() if r == EERSTE_KIND]

    @given(huishoudens())
    def test_every_step_names_its_source(self, huishouden: Huishouden) -> None:
        recht = decide(huishouden)
        stappen = [*recht.grondslagen, *(s for p in recht.perioden for s in p.grondslagen)]

        assert all(stap.bron.startswith(("jci1.3:c:BWBR", "TG 080-")) for stap in stappen)


class TestGrenzen:
    """More income never gives more, and no amount exceeds what the figures allow."""

    @given(huishoudens(), inkomens)
    def test_more_income_never_gives_more_toeslag(self, huishouden: Huishouden, meer: int) -> None:
        rijker = replace(huishouden, toetsingsinkomen_aanvrager=huishouden.toetsingsinkomen_aanvrager + meer)

        assert decide(rijker).bedrag_jaar <= decide(huishouden).bedrag_jaar
        for maand in range(1, 13):
            assert decide(rijker).find_periode(maand).maandbedrag <= (
                decide(huishouden).find_periode(maand).maandbedrag
            )

    @given(huishoudens())
    def test_no_month_exceeds_the_highest_amount_of_the_norm(self, huishouden: Huishouden) -> None:
        per_kind = Fraction(96, 100) * 230 * 11_23 + 2  # two cents: parts of a child's cost may round up
        hoogste = len(huishouden.kinderen) * per_kind

        assert all(0 <= periode.maandtotaal <= hoogste for periode in decide(huishouden).perioden)

    @given(huishoudens())
    def test_a_child_without_opvang_changes_no_amount(self, huishouden: Huishouden) -> None:
        leeg = Kind(nummer=9, voornaam="Kind9", geboortedatum=date(2024, 1, 1))
        groter = replace(huishouden, kinderen=(*huishouden.kinderen, leeg))

        assert decide(huishouden) == decide(groter)

    @given(huishoudens(), st.randoms(use_true_random=False))
    def test_the_order_of_the_children_changes_no_amount(self, huishouden: Huishouden, lot: Random) -> None:
        kinderen = list(huishouden.kinderen)
        lot.shuffle(kinderen)
        anders = decide(replace(huishouden, kinderen=tuple(kinderen)))

        assert decide(huishouden).bedrag_jaar == anders.bedrag_jaar
