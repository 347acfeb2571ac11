"""What holds for the mutaties of any household."""

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import event, example, given
from hypothesis import strategies as st

from calc.afwijkingen import list_afwijkingen, list_inkomensafwijkingen
from calc.huishouden import Huishouden
from calc.mutatie import Weglating
from calc.muteren import Mutatieopdracht, apply_mutaties, decide_mutaties, undo_mutaties
from calc.voorschot import decide_beschikking, decide_rechten
from tests.bouwers.huishoudens import make_huishouden, make_kind, make_levering, make_voorschotregels
from tests.bouwers.strategieen import afwijkende_huishoudens, huishoudens, opdrachten

REGELS = make_voorschotregels(dagtekening=date(2026, 7, 10))
OMLAAG = make_huishouden(
    make_kind(1, leveringen=(make_levering(uren="40"),)),
    make_kind(2, leveringen=(make_levering(uren="110"),)),
)
HUISHOUDENS = afwijkende_huishoudens() | huishoudens()
RUIM = Mutatieopdracht(ingangsmaand=8, ruimte=3)


def list_maandbedragen(huishouden: Huishouden, van: int) -> list[int]:
    beschikking = decide_beschikking(huishouden, REGELS)
    return [beschikking.compute_maandbedrag(maand) for maand in range(van, 13)]


def list_afwijkend(huishouden: Huishouden, opdracht: Mutatieopdracht) -> set[int | None]:
    volgend_jaar, maand = divmod(opdracht.ingangsmaand - 1, 12)
    eerste_dag = date(2026 + volgend_jaar, maand + 1, 1)
    kinderen = {kind.nummer for kind in huishouden.kinderen if list_afwijkingen(kind, eerste_dag)}
    return kinderen | ({None} if list_inkomensafwijkingen(huishouden) else set())


class TestHuishouden:
    """The household as a whole only ever goes down, in every month and in total."""

    @given(HUISHOUDENS, opdrachten())
    @example(OMLAAG, RUIM)
    def test_no_mutatie_raises_a_household_in_any_month(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        besluit = decide_mutaties(huishouden, REGELS, opdracht)
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
        besluit = decide_mutaties(huishouden, REGELS, opdracht)
        na, maand = besluit.beschikking_na, besluit.ingangsmaand
        ervoor = range(opdracht.ingangsmaand, maand)
        oud = decide_beschikking(huishouden, REGELS)

        assert all(oud.compute_maandbedrag(m) == na.compute_maandbedrag(m) for m in ervoor)
        assert bool(besluit.mutaties) == (na.compute_maandbedrag(maand) < oud.compute_maandbedrag(maand))

    @given(HUISHOUDENS, opdrachten())
    @example(OMLAAG, RUIM)
    def test_every_toeslag_that_changes_is_told_with_its_amounts(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        besluit = decide_mutaties(huishouden, REGELS, opdracht)
        oud, na = decide_beschikking(huishouden, REGELS), besluit.beschikking_na
        paren = zip(oud.toekenningen, na.toekenningen, strict=True)
        maand = besluit.ingangsmaand

        assert [(v.toeslag, v.oud, v.nieuw, v.verleden) for v in besluit.verschillen] == [
            (
                voor.toeslag,
                voor.compute_maandbedrag(maand),
                erna.compute_maandbedrag(maand),
                sum(erna.betalingen[: maand - 1]) - sum(voor.betalingen[: maand - 1]),
            )
            for voor, erna in paren
            if voor.betalingen != erna.betalingen
        ]

    @given(HUISHOUDENS, opdrachten())
    @example(OMLAAG, RUIM)
    def test_months_before_the_first_that_can_change_keep_their_sum_unless_the_income_changes(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        besluit = decide_mutaties(huishouden, REGELS, opdracht)
        na, nu = besluit.beschikking_na.toekenningen, decide_beschikking(huishouden, REGELS).toekenningen
        maanden = range(1, opdracht.ingangsmaand)
        event(f"inkomen: {None in [mutatie.kind for mutatie in besluit.mutaties]}")

        assert None in [mutatie.kind for mutatie in besluit.mutaties] or all(
            voor.recht.find_periode(maand).maandtotaal == erna.recht.find_periode(maand).maandtotaal
            for voor, erna in zip(nu, na, strict=True)
            for maand in maanden
        )

    @given(HUISHOUDENS, opdrachten())
    @example(OMLAAG, RUIM)
    def test_the_year_never_gives_more_than_before(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        na = decide_mutaties(huishouden, REGELS, opdracht).beschikking_na

        assert na.bedrag_jaar <= decide_beschikking(huishouden, REGELS).bedrag_jaar

    @given(HUISHOUDENS, opdrachten())
    @example(OMLAAG, RUIM)
    def test_the_decision_after_is_that_on_the_changed_household(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        besluit = decide_mutaties(huishouden, REGELS, opdracht)
        gewijzigd = apply_mutaties(huishouden, besluit.mutaties, opdracht.ingangsmaand)

        assert decide_beschikking(gewijzigd, REGELS) == besluit.beschikking_na


class TestKeuze:
    """At most the room left is used, and every deviating child is changed or left out with one reason."""

    @given(HUISHOUDENS, opdrachten())
    def test_never_more_mutaties_than_the_room_left(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        assert len(decide_mutaties(huishouden, REGELS, opdracht).mutaties) <= opdracht.ruimte

    @given(HUISHOUDENS, opdrachten())
    @example(OMLAAG, RUIM)
    def test_every_deviating_child_is_mutated_or_left_out_with_one_reason(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        besluit = decide_mutaties(huishouden, REGELS, opdracht)
        genoemd = [m.kind for m in besluit.mutaties] + [w.kind for w in besluit.weggelaten]

        assert list_afwijkend(huishouden, opdracht) == set(genoemd)
        assert len(genoemd) == len(set(genoemd))

    @given(HUISHOUDENS, opdrachten())
    def test_no_child_with_a_running_mutatie_or_out_of_reach_is_chosen(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        gekozen = {mutatie.kind for mutatie in decide_mutaties(huishouden, REGELS, opdracht).mutaties}

        assert not gekozen & (opdracht.lopend | opdracht.tegengehouden)
        assert opdracht.bereikbaar or not gekozen

    @given(HUISHOUDENS, opdrachten())
    @example(OMLAAG, RUIM)
    def test_the_chosen_stand_in_order_of_effect(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        effecten = [abs(m.effect) for m in decide_mutaties(huishouden, REGELS, opdracht).mutaties]

        assert sorted(effecten, reverse=True) == effecten
        assert 0 not in effecten

    @given(HUISHOUDENS, opdrachten())
    def test_whoever_is_left_out_as_upward_leaves_a_mutatie_behind(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        besluit = decide_mutaties(huishouden, REGELS, opdracht)
        redenen = {weggelaten.reden for weggelaten in besluit.weggelaten}

        assert besluit.mutaties or Weglating.OPWAARTS not in redenen
        assert not besluit.mutaties or Weglating.HUISHOUDEN_NIET_OMLAAG not in redenen


class TestZelfdeKeuze:
    """The same input gives the same choice, in whatever order children and leveringen are recorded."""

    @given(HUISHOUDENS, opdrachten())
    def test_the_same_input_gives_the_same_besluit(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        eerste, tweede = (decide_mutaties(huishouden, REGELS, opdracht) for _ in range(2))

        assert eerste == tweede

    @given(HUISHOUDENS, opdrachten(), st.randoms(use_true_random=False))
    @example(OMLAAG, RUIM, Random(1))
    def test_the_order_of_the_children_does_not_change_the_choice(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht, lot: Random
    ) -> None:
        kinderen = list(huishouden.kinderen)
        lot.shuffle(kinderen)
        anders = decide_mutaties(replace(huishouden, kinderen=tuple(kinderen)), REGELS, opdracht)
        besluit = decide_mutaties(huishouden, REGELS, opdracht)

        assert (besluit.mutaties, besluit.weggelaten) == (anders.mutaties, anders.weggelaten)

    @given(HUISHOUDENS, opdrachten(), st.randoms(use_true_random=False))
    def test_the_order_of_the_leveringen_does_not_change_the_choice(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht, lot: Random
    ) -> None:
        kinderen = [
            replace(kind, leveringen=tuple(lot.sample(kind.leveringen, len(kind.leveringen))))
            for kind in huishouden.kinderen
        ]
        anders = decide_mutaties(replace(huishouden, kinderen=tuple(kinderen)), REGELS, opdracht)

        assert decide_mutaties(huishouden, REGELS, opdracht) == anders


class TestTeruggedraaid:
    """A mutatie that is undone from its beginning leaves no trace; undone later, only the months between."""

    @given(HUISHOUDENS, opdrachten())
    @example(OMLAAG, RUIM)
    def test_applied_and_undone_gives_the_same_beschikking(
        self, huishouden: Huishouden, opdracht: Mutatieopdracht
    ) -> None:
        maand = opdracht.ingangsmaand
        mutaties = decide_mutaties(huishouden, REGELS, opdracht).mutaties
        terug = undo_mutaties(huishouden, mutaties, maand, maand)

        assert decide_beschikking(huishouden, REGELS) == decide_beschikking(terug, REGELS)

    @given(afwijkende_huishoudens(), st.integers(1, 12), st.integers(1, 13))
    @example(OMLAAG, 8, 10)
    def test_outside_the_months_between_everything_is_as_it_was(
        self, huishouden: Huishouden, maand: int, vanaf: int
    ) -> None:
        besluit = decide_mutaties(huishouden, REGELS, Mutatieopdracht(ingangsmaand=maand, ruimte=3))
        van_kinderen = tuple(mutatie for mutatie in besluit.mutaties if mutatie.kind is not None)
        terug = decide_rechten(undo_mutaties(huishouden, van_kinderen, maand, vanaf), REGELS.norm)[0]
        nu = decide_rechten(huishouden, REGELS.norm)[0]
        buiten = [m for m in range(1, 13) if m < maand or m >= vanaf]

        assert [nu.find_periode(m).maandtotaal for m in buiten] == [
            terug.find_periode(m).maandtotaal for m in buiten
        ]
