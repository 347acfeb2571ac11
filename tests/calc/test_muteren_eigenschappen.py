"""What holds for the mutaties of any household."""

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import event, example, given
from hypothesis import strategies as st

from calc.afwijkingen import list_afwijkingen
from calc.beschikking import Weglating
from calc.huishouden import Huishouden
from calc.muteren import Mutatieopdracht, apply_mutaties, decide_mutaties
from calc.norm import load_norm
from calc.voorschot import decide_beschikking
from tests.bouwers.huishoudens import make_huishouden, make_kind, make_levering
from tests.bouwers.strategieen import afwijkende_huishoudens, huishoudens, opdrachten

NORM = load_norm(2026)
OMLAAG = make_huishouden(
    make_kind(1, leveringen=(make_levering(uren="40"),)),
    make_kind(2, leveringen=(make_levering(uren="110"),)),
)
HUISHOUDENS = afwijkende_huishoudens() | huishoudens()
RUIM = Mutatieopdracht(ingangsmaand=8, ruimte=3)


def list_maandbedragen(huishouden: Huishouden, van: int) -> list[int]:
    beschikking = decide_beschikking(huishouden, NORM)
    return [beschikking.compute_maandbedrag(maand) for maand in range(van, 13)]


def list_afwijkend(huishouden: Huishouden, opdracht: Mutatieopdracht) -> list[int]:
    volgend_jaar, maand = divmod(opdracht.ingangsmaand - 1, 12)
    eerste_dag = date(2026 + volgend_jaar, maand + 1, 1)
    return [kind.nummer for kind in huishouden.kinderen if list_afwijkingen(kind, eerste_dag)]


class TestHuishouden:
    """The household as a whole only ever goes down, in every month and in total."""

    @given(HUISHOUDENS, opdrachten())
    @example(OMLAAG, RUIM)
    def test_no_mutatie_raises_a_household_in_any_month(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        besluit = decide_mutaties(huishouden, NORM, opdracht)
        event(f"mutaties: {len(besluit.mutaties)}")
        oud = list_maandbedragen(huishouden, opdracht.ingangsmaand)
        na = besluit.beschikking_na
        nieuw = [na.compute_maandbedrag(maand) for maand in range(opdracht.ingangsmaand, 13)]

        assert all(later <= eerder for eerder, later in zip(oud, nieuw, strict=True))
        assert bool(besluit.mutaties) == (sum(nieuw) < sum(oud))

    @given(HUISHOUDENS, opdrachten())
    @example(OMLAAG, RUIM)
    def test_the_letter_shows_the_first_month_that_changes(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        besluit = decide_mutaties(huishouden, NORM, opdracht)
        na, maand = besluit.beschikking_na, besluit.ingangsmaand
        ervoor = range(opdracht.ingangsmaand, maand)
        oud = decide_beschikking(huishouden, NORM)

        assert all(oud.compute_maandbedrag(m) == na.compute_maandbedrag(m) for m in ervoor)
        assert oud.compute_maandbedrag(maand) == besluit.maandbedrag_oud
        assert na.compute_maandbedrag(maand) == besluit.maandbedrag_nieuw
        assert bool(besluit.mutaties) == (besluit.maandbedrag_nieuw < besluit.maandbedrag_oud)

    @given(HUISHOUDENS, opdrachten())
    @example(OMLAAG, RUIM)
    def test_months_before_the_first_that_can_change_keep_their_sum(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        na = decide_mutaties(huishouden, NORM, opdracht).beschikking_na.toekenningen[0]
        nu = decide_beschikking(huishouden, NORM).toekenningen[0]

        assert all(
            nu.find_periode(maand).maandtotaal == na.find_periode(maand).maandtotaal
            for maand in range(1, opdracht.ingangsmaand)
        )

    @given(HUISHOUDENS, opdrachten())
    @example(OMLAAG, RUIM)
    def test_the_decision_after_is_that_on_the_changed_household(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        besluit = decide_mutaties(huishouden, NORM, opdracht)
        gewijzigd = apply_mutaties(huishouden, besluit.mutaties, opdracht.ingangsmaand)

        assert decide_beschikking(gewijzigd, NORM) == besluit.beschikking_na


class TestKeuze:
    """At most the room left is used, and every deviating child is changed or left out with one reason."""

    @given(HUISHOUDENS, opdrachten())
    def test_never_more_mutaties_than_the_room_left(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        assert len(decide_mutaties(huishouden, NORM, opdracht).mutaties) <= opdracht.ruimte

    @given(HUISHOUDENS, opdrachten())
    @example(OMLAAG, RUIM)
    def test_every_deviating_child_is_mutated_or_left_out_with_one_reason(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        besluit = decide_mutaties(huishouden, NORM, opdracht)
        genoemd = [m.kind for m in besluit.mutaties] + [w.kind for w in besluit.weggelaten]

        assert list_afwijkend(huishouden, opdracht) == sorted(genoemd)

    @given(HUISHOUDENS, opdrachten())
    def test_no_child_with_a_running_mutatie_or_out_of_reach_is_chosen(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        gekozen = {mutatie.kind for mutatie in decide_mutaties(huishouden, NORM, opdracht).mutaties}

        assert not gekozen & opdracht.lopend
        assert opdracht.bereikbaar or not gekozen

    @given(HUISHOUDENS, opdrachten())
    @example(OMLAAG, RUIM)
    def test_the_chosen_stand_in_order_of_effect(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        effecten = [abs(m.effect) for m in decide_mutaties(huishouden, NORM, opdracht).mutaties]

        assert sorted(effecten, reverse=True) == effecten
        assert 0 not in effecten

    @given(HUISHOUDENS, opdrachten())
    def test_whoever_is_left_out_as_upward_leaves_a_mutatie_behind(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        besluit = decide_mutaties(huishouden, NORM, opdracht)
        redenen = {weggelaten.reden for weggelaten in besluit.weggelaten}

        assert besluit.mutaties or Weglating.OPWAARTS not in redenen
        assert not besluit.mutaties or Weglating.HUISHOUDEN_NIET_OMLAAG not in redenen


class TestZelfdeKeuze:
    """The same input gives the same choice, in whatever order children and leveringen are recorded."""

    @given(HUISHOUDENS, opdrachten())
    def test_the_same_input_gives_the_same_besluit(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        eerste, tweede = (decide_mutaties(huishouden, NORM, opdracht) for _ in range(2))

        assert eerste == tweede

    @given(HUISHOUDENS, opdrachten(), st.randoms(use_true_random=False))
    @example(OMLAAG, RUIM, Random(1))
    def test_the_order_of_the_children_does_not_change_the_choice(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht, lot: Random
    ) -> None:
        kinderen = list(huishouden.kinderen)
        lot.shuffle(kinderen)
        anders = decide_mutaties(replace(huishouden, kinderen=tuple(kinderen)), NORM, opdracht)
        besluit = decide_mutaties(huishouden, NORM, opdracht)

        assert (besluit.mutaties, besluit.weggelaten) == (anders.mutaties, anders.weggelaten)

    @given(HUISHOUDENS, opdrachten(), st.randoms(use_true_random=False))
    def test_the_order_of_the_leveringen_does_not_change_the_choice(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht, lot: Random
    ) -> None:
        kinderen = [
            replace(kind, leveringen=tuple(lot.sample(kind.leveringen, len(kind.leveringen))))
            for kind in huishouden.kinderen
        ]
        anders = decide_mutaties(replace(huishouden, kinderen=tuple(kinderen)), NORM, opdracht)

        assert decide_mutaties(huishouden, NORM, opdracht) == anders
