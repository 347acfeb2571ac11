"""What holds for all toeslagen of any household: amounts, payments, months, sources and the written form."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import accumulate

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.beschikking import Beschikking, Periode, Recht, Toekenning
from calc.betaalplan import split_betalingen
from calc.definitief import decide_definitieve_toekenningen
from calc.huishouden import Huishouden, Huur, Toeslag
from calc.huurtoeslag import decide_huurtoeslag
from calc.norm import Normen
from calc.voorschot import decide_beschikking, decide_rechten
from tests.bouwers.huishoudens import (
    NORMEN,
    make_aanvragen,
    make_huishouden,
    make_kalender,
    make_voorschotregels,
)
from tests.bouwers.strategieen import gezinnen, inkomens, procenten, woningen

NORM = NORMEN.find_norm(2026)
REGELS = make_voorschotregels(instelbaar=frozenset(Toeslag))
MAANDEN = range(1, 13)
maandtotalen = st.lists(st.just(0) | st.integers(0, 1_500_00), min_size=12, max_size=12)


def decide(huishouden: Huishouden) -> tuple[Toekenning, ...]:
    return decide_beschikking(huishouden, REGELS).toekenningen


def make_recht(bedragen: list[int]) -> Recht:
    """A right of these months to the cent; the year is their sum, rounded."""
    perioden = (
        Periode(van=maand, tot=maand, grondslagen=(), maandtotaal=bedrag, maandbedrag=bedrag // 100 * 100)
        for maand, bedrag in enumerate(bedragen, start=1)
    )
    return Recht(
        toeslag=Toeslag.KINDEROPVANGTOESLAG,
        bedrag_jaar=(sum(bedragen) + 50) // 100 * 100,
        grondslagen=(),
        perioden=tuple(perioden),
    )


class TestInkomen:
    """More income never gives more toeslag: not of any toeslag, not in the year, not in any month.

    Source: jci1.3:c:BWBR0018472&artikel=7
    """

    @given(gezinnen(), st.integers(1, 100) | inkomens)
    def test_more_income_never_gives_more_of_any_toeslag(self, huishouden: Huishouden, meer: int) -> None:
        rijker = replace(huishouden, toetsingsinkomen_aanvrager=huishouden.toetsingsinkomen_aanvrager + meer)
        paren = list(zip(decide(huishouden), decide(rijker), strict=True))

        assert all(na.bedrag_jaar <= voor.bedrag_jaar for voor, na in paren)
        assert all(
            na.recht.find_periode(maand).maandbedrag <= voor.recht.find_periode(maand).maandbedrag
            and na.compute_maandbedrag(maand) <= voor.compute_maandbedrag(maand)
            for voor, na in paren
            for maand in MAANDEN
        )

    @given(woningen(), st.integers(0, 40_000_00), st.integers(1, 100) | inkomens, st.none() | st.just(0))
    def test_nor_did_it_in_the_quadratic_form(
        self, huren: tuple[Huur, ...], inkomen: int, meer: int, partner: int | None
    ) -> None:
        arm, rijk = (
            decide_huurtoeslag(
                make_huishouden(
                    toeslagjaar=2025,
                    inkomen=bedrag,
                    inkomen_partner=partner,
                    huren=huren,
                    aanvragen=make_aanvragen(Toeslag.HUURTOESLAG),
                ),
                NORMEN.find_norm(2025),
            )
            for bedrag in (inkomen, inkomen + meer)
        )

        assert rijk.bedrag_jaar <= arm.bedrag_jaar


class TestBetalingen:
    """Payments are whole euros, none below nothing, that add up to the year at every percentage.

    Source: jci1.3:c:BWBR0018472&artikel=22
    """

    @given(gezinnen())
    def test_the_payments_add_up_to_the_part_of_the_year(self, huishouden: Huishouden) -> None:
        for toekenning in decide(huishouden):
            deel = toekenning.bedrag_jaar * toekenning.voorschotpercentage

            assert all(betaling >= 0 and betaling % 100 == 0 for betaling in toekenning.betalingen)
            assert (deel + 50_00) // 100_00 * 100 == toekenning.bedrag_betaald

    @given(maandtotalen, procenten)
    def test_whatever_the_months_are_they_add_up(self, bedragen: list[int], procent: int) -> None:
        recht = make_recht(bedragen)
        betalingen = split_betalingen(recht, NORM, procent)

        assert (recht.bedrag_jaar * procent + 50_00) // 100_00 * 100 == sum(betalingen)
        assert all(betaling >= 0 and betaling % 100 == 0 for betaling in betalingen)

    @given(gezinnen())
    def test_each_payment_is_within_a_euro_of_the_month_amount_and_the_last_within_three(
        self, huishouden: Huishouden
    ) -> None:
        for toekenning in decide(huishouden):
            laatste = max((p.tot for p in toekenning.recht.perioden if p.maandtotaal), default=12)
            verschillen = [
                abs(betaling - toekenning.compute_maandbedrag(maand))
                for maand, betaling in enumerate(toekenning.betalingen, start=1)
            ]

            assert verschillen.pop(laatste - 1) <= 3_00
            assert max(verschillen) <= 1_00

    @given(maandtotalen, maandtotalen, st.integers(0, 12), procenten)
    def test_later_months_change_no_earlier_payment_until_the_year_is_paid(
        self, een: list[int], ander: list[int], gelijk: int, procent: int
    ) -> None:
        paar = [split_betalingen(make_recht(b), NORM, procent) for b in (een, een[:gelijk] + ander[gelijk:])]
        vol = min(list(accumulate(betalingen)).index(sum(betalingen)) for betalingen in paar)
        zelfde = min(gelijk, vol)

        assert paar[0][:zelfde] == paar[1][:zelfde]

    @given(gezinnen())
    def test_the_terms_are_the_payments_to_come(self, huishouden: Huishouden) -> None:
        for toekenning in decide(huishouden):
            bedragen = tuple(termijn.bedrag for termijn in toekenning.termijnen)

            assert bedragen == (toekenning.betalingen if any(toekenning.betalingen) else ())


def compute_hoogste_huur(huishouden: Huishouden) -> int:
    """Rent from the lowest basishuur to the kwaliteitskortingsgrens; 65 % and 40 % of the rent above it."""
    return 297_49 + 172_87 + 87_97


def compute_hoogste_budget(huishouden: Huishouden) -> int:
    return (len(huishouden.kinderen) * (2_580_00 + 964_00) + 3_416_00) // 12


def compute_hoogste_zorg(huishouden: Huishouden) -> int:
    return 2 * 2_119_00 // 12 + 1


def compute_hoogste_opvang(huishouden: Huishouden) -> int:
    return len(huishouden.kinderen) * (230 * 11_23 * 96 // 100 + 2)


class TestMaximum:
    """No month comes to more than the figures of the year allow."""

    @given(gezinnen())
    @pytest.mark.parametrize(
        ("toeslag", "compute_hoogste"),
        [
            (Toeslag.KINDEROPVANGTOESLAG, compute_hoogste_opvang),
            (Toeslag.ZORGTOESLAG, compute_hoogste_zorg),
            (Toeslag.HUURTOESLAG, compute_hoogste_huur),
            (Toeslag.KINDGEBONDEN_BUDGET, compute_hoogste_budget),
        ],
    )
    def test_a_month_is_at_most_what_its_norm_allows(
        self, toeslag: Toeslag, compute_hoogste: Callable[[Huishouden], int], huishouden: Huishouden
    ) -> None:
        (recht,) = (recht for recht in decide_rechten(huishouden, NORM) if recht.toeslag is toeslag)

        assert all(0 <= p.maandtotaal <= compute_hoogste(huishouden) for p in recht.perioden)
        assert all(0 <= p.maandbedrag <= compute_hoogste(huishouden) for p in recht.perioden)


class TestVorm:
    """Every decision covers the year, names its sources and can be written down and read back.

    Source: Awb art. 3:46 and 3:47
    """

    @given(gezinnen())
    def test_the_months_run_from_1_to_12_without_gap_or_overlap(self, huishouden: Huishouden) -> None:
        for recht in decide_rechten(huishouden, NORM):
            maanden = [maand for p in recht.perioden for maand in range(p.van, p.tot + 1)]

            assert list(MAANDEN) == maanden

    @given(gezinnen())
    def test_every_step_names_its_source(self, huishouden: Huishouden) -> None:
        for recht in decide_rechten(huishouden, NORM):
            stappen = [*recht.grondslagen, *(s for p in recht.perioden for s in p.grondslagen)]

            assert all(stap.bron.startswith(("jci1.3:c:BWBR", "TG ", "tg0")) for stap in stappen)

    @given(gezinnen())
    def test_a_year_amount_is_whole_euros_and_nothing_or_at_least_24(self, huishouden: Huishouden) -> None:
        for recht in decide_rechten(huishouden, NORM):
            assert recht.bedrag_jaar % 100 == 0
            assert recht.bedrag_jaar == 0 or recht.bedrag_jaar >= 24_00

    @given(gezinnen(), st.dates(date(2025, 11, 1), date(2027, 2, 1)))
    def test_an_advance_is_the_same_after_writing_and_reading(
        self, huishouden: Huishouden, dagtekening: date
    ) -> None:
        regels = make_voorschotregels(dagtekening=dagtekening, instelbaar=frozenset(Toeslag))
        beschikking = decide_beschikking(huishouden, regels)

        assert beschikking == msgspec.json.decode(msgspec.json.encode(beschikking), type=Beschikking)

    @given(gezinnen())
    def test_a_final_decision_is_the_same_after_writing_and_reading(self, huishouden: Huishouden) -> None:
        normen = Normen({**NORMEN.jaren, 2027: replace(NORM, toeslagjaar=2027)})
        kalender = make_kalender(dagtekening=date(2027, 6, 1))

        for beschikking in decide_definitieve_toekenningen(huishouden, normen, kalender):
            assert beschikking == msgspec.json.decode(msgspec.json.encode(beschikking), type=Beschikking)

    @given(gezinnen())
    def test_the_same_facts_give_the_same_decision(self, huishouden: Huishouden) -> None:
        assert decide_beschikking(huishouden, REGELS) == decide_beschikking(huishouden, REGELS)
