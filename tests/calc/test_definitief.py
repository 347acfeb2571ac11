"""The definitieve toekenning and what is to be paid back, rule by rule."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from calc.beschikking import Beschikking, Beschikkingsoort, Terugvordering, Vordering
from calc.definitief import decide_definitieve_toekenningen, decide_terugvordering, list_rentestappen
from calc.errors import MissingNormError
from calc.huishouden import Aanvraag, Huishouden, Toeslag
from calc.norm import Normen, Percentage, UnknownToeslagjaarError
from calc.voorschot import decide_beschikking
from tests.bouwers.huishoudens import (
    NORMEN,
    make_aanvraag,
    make_aanvragen,
    make_huishouden,
    make_kalender,
    make_verleend,
    make_voorschotregels,
)

DAG = date(2026, 6, 30)


def make_normen(**rentes: str) -> Normen:
    """The official figures with a percentage of interest added, by year: jaar_2026="4"."""
    jaren = dict(NORMEN.jaren)
    for naam, tekst in rentes.items():
        jaar = int(naam.removeprefix("jaar_"))
        percentage = Percentage(duizendsten=int(float(tekst) * 1000), tekst=tekst, bron="Awir art. 27")
        jaren[jaar] = replace(jaren.get(jaar, NORMEN.find_norm(2026)), toeslagjaar=jaar, rente=percentage)
    return Normen(jaren)


def make_betaald(uitbetaald: int, jaar: int = 2025, inkomen: int = 19_000_00) -> Huishouden:
    """Who has a right to 1,573 euro zorgtoeslag in 2025, and was paid this much."""
    verleend = make_verleend(bedrag_jaar=uitbetaald, uitbetaald=uitbetaald, tot_en_met_maand=12)
    aanvraag = make_aanvraag(Toeslag.ZORGTOESLAG, verleend=verleend)
    return make_huishouden(toeslagjaar=jaar, inkomen=inkomen, aanvragen=(aanvraag,))


def decide(huishouden: Huishouden, dag: date = DAG, normen: Normen = NORMEN) -> Beschikking:
    kalender = make_kalender(toeslagjaar=huishouden.toeslagjaar, dagtekening=dag)
    (beschikking,) = decide_definitieve_toekenningen(huishouden, normen, kalender)
    return beschikking


class TestDefinitieveToekenning:
    """After the year every toeslag is decided for good, each in a Beschikking of its own.

    Source: jci1.3:c:BWBR0018472&artikel=14 and artikel=19
    """

    def test_each_toeslag_has_a_beschikking_of_its_own(self) -> None:
        huishouden = make_huishouden(
            toeslagjaar=2025, aanvragen=make_aanvragen(Toeslag.KINDGEBONDEN_BUDGET, Toeslag.ZORGTOESLAG)
        )
        kalender = make_kalender(toeslagjaar=2025, dagtekening=DAG)
        beschikkingen = decide_definitieve_toekenningen(huishouden, NORMEN, kalender)

        assert [(Toeslag.ZORGTOESLAG,), (Toeslag.KINDGEBONDEN_BUDGET,)] == [
            tuple(t.toeslag for t in beschikking.toekenningen) for beschikking in beschikkingen
        ]
        assert {(Beschikkingsoort.DEFINITIEVE_TOEKENNING, 2025, DAG)} == {
            (b.soort, b.toeslagjaar, b.dagtekening) for b in beschikkingen
        }

    def test_it_is_settled_in_one_sum(self) -> None:
        (toekenning,) = decide(make_betaald(0)).toekenningen

        assert ((0,) * 12, ()) == (toekenning.betalingen, toekenning.termijnen)
        assert (1_573_00, 1_573_00) == (toekenning.bedrag_jaar, toekenning.afrekening.nabetaling)

    def test_the_figures_are_those_of_the_toeslagjaar(self) -> None:
        assert (
            1_483_00
            == decide(
                make_betaald(0, jaar=2024), normen=make_normen(jaar_2025="4", jaar_2026="4")
            ).bedrag_jaar
        )

    def test_a_chosen_percentage_does_not_lower_the_right(self) -> None:
        aanvraag = Aanvraag(toeslag=Toeslag.ZORGTOESLAG, voorschotpercentage=50)
        huishouden = make_huishouden(toeslagjaar=2025, inkomen=19_000_00, aanvragen=(aanvraag,))

        assert 1_573_00 == decide(huishouden).toekenningen[0].afrekening.nabetaling


class TestVerrekening:
    """What was paid is set against the right: too little is paid out, too much is claimed back.

    Source: jci1.3:c:BWBR0018472&artikel=24
    """

    @pytest.mark.parametrize(
        ("uitbetaald", "nabetaling", "terug"),
        [(0, 1_573_00, 0), (1_572_99, 1, 0), (1_573_00, 0, 0), (1_773_00, 0, 200_00)],
    )
    def test_right_and_payments_are_set_against_each_other(
        self, uitbetaald: int, nabetaling: int, terug: int
    ) -> None:
        afrekening = decide(make_betaald(uitbetaald)).toekenningen[0].afrekening

        assert (1_573_00, uitbetaald) == (afrekening.verschuldigd, afrekening.uitbetaald)
        assert (nabetaling, terug, 0) == (
            afrekening.nabetaling,
            afrekening.terug_te_betalen,
            afrekening.kwijtgescholden,
        )


class TestKleinBedrag:
    """Too much by no more than the small amount of the year of decision is not claimed back; that holds for a
    definitieve toekenning and never for a revised advance.

    Source: jci1.3:c:BWBR0018472&artikel=26a
    """

    @pytest.mark.parametrize(
        ("jaar", "dag", "klein"),
        [
            (2024, date(2024, 12, 31), 116_00),
            (2024, date(2025, 6, 30), 118_00),
            (2025, date(2025, 12, 31), 118_00),
            (2025, date(2026, 1, 1), 121_00),
        ],
    )
    def test_the_amount_is_that_of_the_year_of_decision(self, jaar: int, dag: date, klein: int) -> None:
        recht = {2024: 1_483_00, 2025: 1_573_00}[jaar]
        precies, meer = (
            decide(make_betaald(recht + te_veel, jaar), dag).toekenningen[0].afrekening
            for te_veel in (klein, klein + 1)
        )

        assert (0, klein) == (precies.terug_te_betalen, precies.kwijtgescholden)
        assert (klein + 1, 0) == (meer.terug_te_betalen, meer.kwijtgescholden)

    @pytest.mark.parametrize(("te_veel", "terug"), [(150_00, 150_00), (90_00, 0)])
    def test_the_example_of_the_service(self, te_veel: int, terug: int) -> None:
        afrekening = (
            decide(make_betaald(1_483_00 + te_veel, 2024), date(2024, 12, 31)).toekenningen[0].afrekening
        )

        assert terug == afrekening.terug_te_betalen

    def test_it_holds_for_a_year_of_which_nothing_is_granted(self) -> None:
        afrekening = decide(make_betaald(121_00, inkomen=90_000_00)).toekenningen[0].afrekening

        assert (0, 121_00) == (afrekening.verschuldigd, afrekening.kwijtgescholden)

    def test_it_never_holds_for_a_revised_advance(self) -> None:
        regels = make_voorschotregels(toeslagjaar=2025, dagtekening=date(2025, 12, 5))
        beschikking = decide_beschikking(make_betaald(1_573_01), regels)

        assert beschikking.soort is Beschikkingsoort.HERZIENE_VOORLOPIGE_TOEKENNING
        assert beschikking.terug_te_betalen == 1

    def test_too_little_paid_needs_no_small_amount(self) -> None:
        normen = make_normen(jaar_2027="4", jaar_2026="4")
        zonder = Normen({**normen.jaren, 2027: replace(normen.find_norm(2027), klein_bedrag=None)})
        dag = date(2027, 3, 1)

        assert decide(make_betaald(0), dag, zonder).toekenningen[0].afrekening.nabetaling == 1_573_00
        with pytest.raises(MissingNormError, match="2027 ontbreekt: klein_bedrag"):
            decide(make_betaald(1_574_00), dag, zonder)

    def test_a_year_of_decision_without_figures_is_refused(self) -> None:
        with pytest.raises(UnknownToeslagjaarError, match="toeslagjaar is 2027"):
            decide(make_betaald(1_574_00), date(2027, 3, 1))

    def test_what_needs_no_figure_of_the_year_of_decision_is_decided_without(self) -> None:
        assert decide(make_betaald(1_573_00), date(2027, 3, 1)).terug_te_betalen == 0


def compute_rente(bedrag: int, toeslagjaar: int, dag: date, normen: Normen) -> int:
    return sum(stap.bedrag for stap in list_rentestappen(bedrag, toeslagjaar, dag, normen))


class TestRente:
    """Simple interest on what is settled, from 1 July of the year after up to the dagtekening, by the
    percentage of each calendar year and its own number of days; parts of a cent are dropped.

    Source: jci1.3:c:BWBR0018472&artikel=27
    """

    @pytest.mark.parametrize(
        ("dag", "rente"),
        [
            (date(2026, 6, 30), 0),
            (date(2026, 7, 1), 0),
            (date(2026, 7, 2), 10),  # 1,000 at 4 % is 40 a year, so 10.958 cents a day
            (date(2026, 9, 12), 8_00),  # 73 days, a fifth of the year
            (date(2027, 1, 1), 20_16),  # 184 days
            (date(2027, 3, 15), 32_16),  # and 73 days at 6 %
        ],
    )
    def test_interest_runs_from_1_july_of_the_year_after(self, dag: date, rente: int) -> None:
        normen = make_normen(jaar_2026="4", jaar_2027="6")

        assert rente == compute_rente(1_000_00, 2025, dag, normen)

    def test_a_reader_can_redo_each_year(self) -> None:
        normen = make_normen(jaar_2026="4", jaar_2027="6")
        stappen = list_rentestappen(1_000_00, 2025, date(2027, 3, 15), normen)

        assert [(stap.van, stap.tot, stap.dagen) for stap in stappen] == [
            (date(2026, 7, 1), date(2026, 12, 31), 184),
            (date(2027, 1, 1), date(2027, 3, 14), 73),
        ]
        assert [(stap.percentage, stap.dagen_van_jaar) for stap in stappen] == [("4", 365), ("6", 365)]

    def test_a_leap_year_counts_366_days(self) -> None:
        normen = make_normen(jaar_2024="3.66")  # 184 days from 1 July, of a cent each per 100 euro

        assert 184_00 == compute_rente(10_000_00, 2023, date(2025, 1, 1), normen)

    @pytest.mark.parametrize(("uitbetaald", "bedrag"), [(0, 1_573_00), (2_573_00, 1_000_00)])
    def test_it_is_due_in_both_directions(self, uitbetaald: int, bedrag: int) -> None:
        dag, normen = date(2026, 9, 12), make_normen(jaar_2026="4")
        afrekening = decide(make_betaald(uitbetaald), dag, normen).toekenningen[0].afrekening

        assert compute_rente(bedrag, 2025, dag, normen) == afrekening.rente > 0

    def test_no_interest_on_what_is_not_claimed_back(self) -> None:
        afrekening = decide(make_betaald(1_600_00), date(2026, 9, 12)).toekenningen[0].afrekening

        assert (27_00, 0) == (afrekening.kwijtgescholden, afrekening.rente)

    def test_without_a_known_percentage_it_is_refused(self) -> None:
        with pytest.raises(MissingNormError, match="2026 ontbreekt: rente"):
            decide(make_betaald(0), date(2026, 7, 2))

    def test_where_no_interest_is_due_no_percentage_is_needed(self) -> None:
        assert decide(make_betaald(0), date(2026, 7, 1)).toekenningen[0].afrekening.rente == 0
        assert decide(make_betaald(1_573_00), date(2026, 12, 31)).toekenningen[0].afrekening.rente == 0


class TestTerugvordering:
    """What is too much is paid back within six weeks of the dagtekening, with the interest; the term does not
    move for a weekend or a holiday.

    Source: jci1.3:c:BWBR0018472&artikel=28
    """

    def test_toeslag_amount_interest_and_last_day_are_named(self) -> None:
        normen = make_normen(jaar_2026="4")
        beschikking = decide(make_betaald(2_573_00), date(2026, 9, 12), normen)

        assert decide_terugvordering(beschikking) == Terugvordering(
            toeslagjaar=2025,
            dagtekening=date(2026, 9, 12),
            uiterlijk=date(2026, 10, 24),
            vorderingen=(Vordering(toeslag=Toeslag.ZORGTOESLAG, bedrag=1_000_00, rente=8_00),),
        )

    def test_what_is_to_be_paid_is_amount_and_interest(self) -> None:
        beschikking = decide(make_betaald(2_573_00), date(2026, 9, 12), make_normen(jaar_2026="4"))
        terugvordering = decide_terugvordering(beschikking)

        assert terugvordering is not None
        assert terugvordering.bedrag == 1_008_00

    @pytest.mark.parametrize("dag", [date(2026, 2, 20), date(2026, 3, 14), date(2026, 11, 13)])
    def test_the_six_weeks_end_on_a_holiday_or_in_a_weekend_as_well(self, dag: date) -> None:
        regels = make_voorschotregels(dagtekening=dag)
        beschikking = decide_beschikking(make_betaald(5_000_00, jaar=2026), regels)
        terugvordering = decide_terugvordering(beschikking)

        assert terugvordering is not None
        assert dag + timedelta(days=42) == terugvordering.uiterlijk

    def test_only_toeslagen_with_too_much_are_named(self) -> None:
        betaald = make_verleend(uitbetaald=9_000_00, tot_en_met_maand=7)
        aanvragen = (make_aanvraag(verleend=betaald), make_aanvraag(Toeslag.ZORGTOESLAG))
        regels = make_voorschotregels(dagtekening=date(2026, 7, 10))
        terugvordering = decide_terugvordering(
            decide_beschikking(make_huishouden(aanvragen=aanvragen), regels)
        )

        assert terugvordering is not None
        assert [Toeslag.KINDEROPVANGTOESLAG] == [v.toeslag for v in terugvordering.vorderingen]

    @pytest.mark.parametrize("uitbetaald", [0, 1_573_00, 1_600_00])
    def test_where_nothing_is_too_much_there_is_none(self, uitbetaald: int) -> None:
        assert decide_terugvordering(decide(make_betaald(uitbetaald))) is None
