"""What a step in the life of a mutatie decides over the household."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.beschikking import Beschikking
from calc.huishouden import Huishouden
from calc.mutatie import Mutatie
from calc.mutatiestand import InvalidOvergangError, Mutatiestatus
from calc.muteren import Mutatieopdracht, decide_mutaties
from calc.voorschot import decide_beschikking
from correspondentie.mutatieregels import Mutatiedossier, Mutatieregel
from correspondentie.mutatiestappen import (
    Mutatiegeval,
    Mutatiestap,
    decide_doorvoeren,
    decide_tegenhouden,
    decide_terugdraaien,
)
from tests.bouwers.dossiers import make_dossier
from tests.bouwers.grondregels import (
    INGANGSMAAND,
    UITERLIJK,
    make_grondregels,
    make_regel,
    make_stand,
)
from tests.bouwers.huishoudens import make_huishouden, make_inkomenslevering, make_kind, make_levering
from tests.bouwers.strategieen import afwijkende_huishoudens

JULI = make_grondregels()
MINDER_UREN = make_huishouden(
    make_kind(1, leveringen=(make_levering(uren="60"),)), make_kind(2, leveringen=(make_levering(uren="80"),))
)
EEN_KIND = make_huishouden(make_kind(1, leveringen=(make_levering(uren="60"),)))
EEN_LAGER_EEN_HOGER = make_huishouden(
    make_kind(1, leveringen=(make_levering(uren="40"),)),
    make_kind(2, leveringen=(make_levering(uren="110"),)),
)
HOGER_INKOMEN = make_huishouden(inkomensleveringen=(make_inkomenslevering(toetsingsinkomen=90_000_00),))
EERSTE_DAG, NA_EEN_BETALING = date(2026, 8, 3), date(2026, 8, 24)


def announce(huishouden: Huishouden) -> tuple[Mutatiegeval, tuple[Mutatieregel, ...]]:
    """Announce every mutatie of this household on 10 July 2026."""
    opdracht = Mutatieopdracht(ingangsmaand=INGANGSMAAND, ruimte=3)
    mutaties = decide_mutaties(huishouden, JULI.rekenregels.find_voorschotregels(2026), opdracht).mutaties
    regels = tuple(make_regel(n, mutatie=mutatie) for n, mutatie in enumerate(mutaties, start=1))
    dossier = Mutatiedossier(dossier=make_dossier(huishouden), beschikking=decide_juli(huishouden))
    return Mutatiegeval(mutatiedossier=dossier, stand=make_stand(*regels)), regels


def decide_juli(huishouden: Huishouden) -> Beschikking:
    return decide_beschikking(huishouden, JULI.rekenregels.find_voorschotregels(2026))


def put_in_force(
    huishouden: Huishouden, dag: date = EERSTE_DAG
) -> tuple[Mutatiestap, tuple[Mutatieregel, ...]]:
    """Put every mutatie of this household in force on this day."""
    gegevens, regels = announce(huishouden)
    stap = decide_doorvoeren(gegevens, regels, make_grondregels(dag))
    return stap, tuple(nieuw for _, nieuw in stap.overgangen)


def follow(stap: Mutatiestap, *regels: Mutatieregel) -> Mutatiegeval:
    """What is known of the household after this step, with these mutaties in the ledger."""
    dossier = Mutatiedossier(dossier=stap.besluit.feiten, beschikking=stap.besluit.beschikking)
    return Mutatiegeval(mutatiedossier=dossier, stand=make_stand(*regels))


def list_betalingen(beschikking: Beschikking) -> list[int]:
    return [sum(t.betalingen[maand] for t in beschikking.toekenningen) for maand in range(12)]


class TestTegenhouden:
    """A citizen who stops in time keeps everything as it was, and gets a confirmation."""

    @pytest.mark.parametrize("dag", [date(2026, 7, 10), UITERLIJK])
    def test_in_time_nothing_changes_and_a_letter_confirms_it(self, dag: date) -> None:
        gegevens, (eerste, _) = announce(MINDER_UREN)

        stap = decide_tegenhouden(gegevens, eerste, dag, make_grondregels(dag))

        assert [nieuw.status for _, nieuw in stap.overgangen] == [Mutatiestatus.TEGENGEHOUDEN]
        assert stap.besluit.beschikking == gegevens.mutatiedossier.beschikking
        (brief,) = stap.besluit.list_brieven()
        assert brief.brieftype.naam == "bevestiging-tegenhouden"

    def test_the_day_after_it_is_refused_with_what_can_still_be_done(self) -> None:
        gegevens, (eerste, _) = announce(MINDER_UREN)

        with pytest.raises(InvalidOvergangError, match=r"Mijn toeslagen.*bezwaar maken.*terugdraaien"):
            decide_tegenhouden(gegevens, eerste, date(2026, 8, 1), JULI)

    def test_a_word_from_before_the_letter_is_refused(self) -> None:
        gegevens, (eerste, _) = announce(MINDER_UREN)

        with pytest.raises(InvalidOvergangError, match="voor de dagtekening van de mutatiebrief"):
            decide_tegenhouden(gegevens, eerste, date(2026, 7, 9), JULI)

    def test_a_word_in_time_undoes_for_all_months_what_came_in_force_meanwhile(self) -> None:
        stap, (regel,) = put_in_force(EEN_KIND)

        gestopt = decide_tegenhouden(follow(stap, regel), regel, UITERLIJK, make_grondregels(NA_EEN_BETALING))

        assert [nieuw.status for _, nieuw in gestopt.overgangen] == [Mutatiestatus.TEGENGEHOUDEN]
        assert [brief.brieftype.naam for brief in gestopt.besluit.list_brieven()] == ["herziening"]
        assert gestopt.besluit.beschikking.bedrag_jaar == decide_juli(EEN_KIND).bedrag_jaar
        assert gestopt.besluit.beschikking.toekenningen[0].afrekening.nabetaling > 0


class TestDoorvoeren:
    """What nobody stopped is in force from the first payment after the three weeks.

    Source: Awir art. 16 lid 5
    """

    def test_the_household_gets_a_herziening_with_the_announced_amounts(self) -> None:
        stap, _ = put_in_force(MINDER_UREN)
        oud, nieuw = decide_juli(MINDER_UREN), stap.besluit.beschikking

        assert [brief.brieftype.naam for brief in stap.besluit.list_brieven()] == ["herziening"]
        assert list_betalingen(nieuw)[:8] == list_betalingen(oud)[:8]
        assert nieuw.compute_maandbedrag(9) < oud.compute_maandbedrag(9)
        assert nieuw.terug_te_betalen == 0
        assert [m.status for m in stap.besluit.gronden[0].mutaties] == [Mutatiestatus.DOORGEVOERD] * 2

    def test_what_was_paid_meanwhile_counts_as_paid(self) -> None:
        stap, _ = put_in_force(MINDER_UREN, NA_EEN_BETALING)
        (toekenning,) = stap.besluit.beschikking.toekenningen

        assert [termijn.maand for termijn in toekenning.termijnen] == [10, 11, 12]
        assert toekenning.afrekening.uitbetaald == sum(list_betalingen(decide_juli(MINDER_UREN))[:9])
        assert toekenning.afrekening.nabetaling == toekenning.afrekening.terug_te_betalen == 0

    def test_one_stopped_child_stays_as_it_was(self) -> None:
        gegevens, (eerste, tweede) = announce(MINDER_UREN)
        alle, _ = put_in_force(MINDER_UREN)
        alleen = decide_doorvoeren(gegevens, [tweede], make_grondregels(EERSTE_DAG))

        assert eerste.mutatie.kind == 1
        assert alle.besluit.beschikking.bedrag_jaar < alleen.besluit.beschikking.bedrag_jaar
        assert alleen.besluit.dossier.huishouden.kinderen[0] == MINDER_UREN.kinderen[0]

    def test_what_is_left_may_not_make_the_household_go_up(self) -> None:
        gegevens, regels = announce(EEN_LAGER_EEN_HOGER)
        (hoger,) = (regel for regel in regels if regel.mutatie.effect > 0)

        stap = decide_doorvoeren(gegevens, [hoger], make_grondregels(EERSTE_DAG))

        assert [nieuw.status for _, nieuw in stap.overgangen] == [Mutatiestatus.AFGESLOTEN]
        assert stap.besluit.dossier.huishouden.kinderen == EEN_LAGER_EEN_HOGER.kinderen

    def test_all_together_the_household_goes_down(self) -> None:
        stap, regels = put_in_force(EEN_LAGER_EEN_HOGER)

        assert [regel.status for regel in regels] == [Mutatiestatus.DOORGEVOERD] * 2
        assert stap.besluit.beschikking.bedrag_jaar < decide_juli(EEN_LAGER_EEN_HOGER).bedrag_jaar

    def test_an_income_counts_for_the_whole_year_and_claims_back(self) -> None:
        stap, _ = put_in_force(HOGER_INKOMEN)

        assert [b.brieftype.naam for b in stap.besluit.list_brieven()] == ["herziening", "terugvordering"]
        assert stap.besluit.dossier.huishouden.toetsingsinkomen_aanvrager == 90_000_00

    def test_what_was_announced_as_too_much_is_what_is_claimed_back(self) -> None:
        opdracht = Mutatieopdracht(ingangsmaand=INGANGSMAAND, ruimte=3)
        voorschotregels = JULI.rekenregels.find_voorschotregels(2026)
        (aangekondigd,) = decide_mutaties(HOGER_INKOMEN, voorschotregels, opdracht).verschillen

        stap, _ = put_in_force(HOGER_INKOMEN)

        assert stap.besluit.beschikking.terug_te_betalen == -aangekondigd.verleden > 0

    @settings(max_examples=50, deadline=None)
    @given(afwijkende_huishoudens(), st.dates(date(2026, 8, 1), date(2026, 12, 1)))
    def test_no_payment_changes_before_the_window_has_closed(self, huishouden: Huishouden, dag: date) -> None:
        huishouden = replace(huishouden, inkomensleveringen=())  # an income is that of the whole year
        gegevens, regels = announce(huishouden)
        if not regels:
            return
        stap = decide_doorvoeren(gegevens, regels, make_grondregels(dag))
        if any(nieuw.status is Mutatiestatus.AFGESLOTEN for _, nieuw in stap.overgangen):
            assert dag > date(2026, 11, 20)  # the last payment of the year was made
            assert stap.besluit.list_brieven() == ()
            return
        eerste = stap.overgangen[0][1].ingangsmaand
        kalender = JULI.rekenregels.find_kalender(2026)

        # only the last month with a right may get what the rounding of the year leaves
        nieuw, oud = list_betalingen(stap.besluit.beschikking), list_betalingen(decide_juli(huishouden))
        meer = [na - voor for na, voor in zip(nieuw[: eerste - 1], oud, strict=False)]

        assert 0 == min(meer) <= max(meer) == sum(meer) <= 3_00
        assert stap.besluit.beschikking.terug_te_betalen == 0
        if eerste <= 12:
            assert kalender.find_betaaldatum(eerste) > max(UITERLIJK, dag)


class TestTerugdraaien:
    """After the window the citizen can change the data back, but one payment is made on the new amount."""

    def undo(self, huishouden: Huishouden, dag: date) -> Mutatiestap:
        stap, regels = put_in_force(huishouden)
        return decide_terugdraaien(follow(stap, *regels), regels[0], make_grondregels(dag))

    @pytest.mark.parametrize(("dag", "vanaf"), [(date(2026, 8, 4), 10), (NA_EEN_BETALING, 10)])
    def test_at_least_one_payment_is_made_on_the_new_amount(self, dag: date, vanaf: int) -> None:
        oud, nieuw = decide_juli(EEN_KIND), self.undo(EEN_KIND, dag)
        maanden = [nieuw.besluit.beschikking.compute_maandbedrag(maand) for maand in (8, 9, 10, 12)]

        ((_, regel),) = nieuw.overgangen
        assert (regel.status, regel.terug_vanaf) == (Mutatiestatus.TERUGGEDRAAID, vanaf)
        assert maanden[0] == oud.compute_maandbedrag(8) > maanden[1]
        assert maanden[2:] == [oud.compute_maandbedrag(10)] * 2

    def test_an_income_changed_back_gives_back_what_was_claimed(self) -> None:
        nieuw = self.undo(HOGER_INKOMEN, NA_EEN_BETALING)

        assert nieuw.besluit.beschikking.bedrag_jaar == decide_juli(HOGER_INKOMEN).bedrag_jaar

    def test_an_income_waits_for_a_payment_on_it(self) -> None:
        with pytest.raises(InvalidOvergangError, match="na de eerste betaling"):
            self.undo(HOGER_INKOMEN, EERSTE_DAG)

    @pytest.mark.parametrize("status", [Mutatiestatus.AANGEKONDIGD, Mutatiestatus.DOORGEVOERD])
    def test_a_later_mutatie_of_the_same_child_goes_first(self, status: Mutatiestatus) -> None:
        stap, (regel,) = put_in_force(EEN_KIND)
        later = replace(regel, kenmerk="K-2", volgnummer=2, status=status)

        with pytest.raises(InvalidOvergangError, match="mutatie K-2 kwam erna"):
            decide_terugdraaien(follow(stap, regel, later), regel, make_grondregels(NA_EEN_BETALING))

    def test_what_is_only_announced_cannot_be_changed_back(self) -> None:
        gegevens, (eerste, _) = announce(MINDER_UREN)

        with pytest.raises(InvalidOvergangError, match="tegengehouden"):
            decide_terugdraaien(gegevens, eerste, JULI)


def test_facts_that_the_citizen_changed_meanwhile_are_left_alone() -> None:
    gegevens, regels = announce(MINDER_UREN)
    gewijzigd = make_huishouden(make_kind(1), make_kind(2))
    dossier = Mutatiedossier(dossier=make_dossier(gewijzigd), beschikking=gegevens.mutatiedossier.beschikking)
    anders = Mutatie(kind=1, afwijkingen=(), effect=0)

    stap = decide_doorvoeren(
        Mutatiegeval(mutatiedossier=dossier, stand=make_stand(make_regel(mutatie=anders))),
        [make_regel(mutatie=anders)],
        make_grondregels(EERSTE_DAG),
    )

    assert len(regels) == 2
    assert stap.besluit.dossier.huishouden.kinderen == gewijzigd.kinderen
