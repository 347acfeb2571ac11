"""The decision on the advance of all toeslagen, rule by rule."""

from datetime import date

import pytest

from calc.beschikking import Beschikkingsoort
from calc.errors import InvalidFeitError, MissingNormError
from calc.huishouden import Aanvraag, Huishouden, Toeslag, Verleend
from calc.voorschot import Voorschotregels, decide_beschikking, decide_rechten
from tests.bouwers.huishoudens import (
    NORMEN,
    make_aanvraag,
    make_aanvragen,
    make_gezin,
    make_huishouden,
    make_kind,
    make_opvang,
    make_verleend,
    make_voorschotregels,
    make_zorg,
)

IN_JULI = make_voorschotregels(dagtekening=date(2026, 7, 10))


def make_gevraagd(*aanvragen: Aanvraag, inkomen: int = 60_000_00) -> Huishouden:
    """The household of the brochure: 1,202.86 a month, 14,434 a year."""
    kind = make_kind(opvang=(make_opvang(uren="122"),))
    return make_huishouden(kind, inkomen=inkomen, aanvragen=aanvragen or None)


class TestEenBeschikking:
    """One Beschikking holds every toeslag that was applied for, in a fixed order.

    Source: jci1.3:c:BWBR0018472&artikel=16&lid=1
    """

    def test_a_household_may_ask_for_all_four(self, regels: Voorschotregels) -> None:
        beschikking = decide_beschikking(make_gezin(), regels)

        assert [(t.toeslag, t.bedrag_jaar) for t in beschikking.toekenningen] == [
            (Toeslag.KINDEROPVANGTOESLAG, 27_890_00),
            (Toeslag.ZORGTOESLAG, 2_171_00),
            (Toeslag.HUURTOESLAG, 4_654_00),
            (Toeslag.KINDGEBONDEN_BUDGET, 8_162_00),
        ]
        assert beschikking.bedrag_jaar == 42_877_00

    @pytest.mark.parametrize(
        "gevraagd",
        [
            (Toeslag.ZORGTOESLAG,),
            (Toeslag.HUURTOESLAG, Toeslag.ZORGTOESLAG),
            (Toeslag.KINDGEBONDEN_BUDGET, Toeslag.KINDEROPVANGTOESLAG),
            (),
        ],
    )
    def test_only_what_is_asked_for_is_decided_in_the_order_of_toeslag(
        self, regels: Voorschotregels, gevraagd: tuple[Toeslag, ...]
    ) -> None:
        aanvragen = tuple(make_aanvraag(toeslag) for toeslag in gevraagd)
        beschikking = decide_beschikking(make_huishouden(aanvragen=aanvragen), regels)

        assert [toeslag for toeslag in Toeslag if toeslag in gevraagd] == [
            toekenning.toeslag for toekenning in beschikking.toekenningen
        ]

    def test_the_beschikking_carries_year_and_dagtekening(self, regels: Voorschotregels) -> None:
        beschikking = decide_beschikking(make_gezin(), regels)

        assert (2026, date(2025, 12, 5)) == (beschikking.toeslagjaar, beschikking.dagtekening)

    def test_a_toeslag_can_be_found_in_it(self, regels: Voorschotregels) -> None:
        beschikking = decide_beschikking(make_gevraagd(), regels)

        assert beschikking.toekenningen[0] == beschikking.find_toekenning(Toeslag.KINDEROPVANGTOESLAG)
        assert beschikking.find_toekenning(Toeslag.HUURTOESLAG) is None

    def test_the_month_amount_is_that_of_all_toeslagen(self, regels: Voorschotregels) -> None:
        beschikking = decide_beschikking(make_gezin(), regels)
        maanden = (beschikking.compute_maandbedrag(maand) for maand in (1, 6))

        assert [2_324_00 + 180_00 + 387_00 + 645_00, 2_324_00 + 180_00 + 387_00 + 705_00] == [*maanden]

    def test_a_year_without_the_figures_is_refused(self) -> None:
        huishouden = make_huishouden(toeslagjaar=2024, aanvragen=make_aanvragen(Toeslag.HUURTOESLAG))

        with pytest.raises(MissingNormError, match="2024 ontbreekt: huurtoeslag"):
            decide_rechten(huishouden, NORMEN.find_norm(2024))


class TestSoort:
    """A decision on which nothing comes is a nihilstelling; one after an earlier grant is a herziening.

    Source: jci1.3:c:BWBR0018472&artikel=16&lid=1, lid 4 and lid 5
    """

    @pytest.mark.parametrize(
        ("verleend", "inkomen", "soort"),
        [
            (None, 20_000_00, Beschikkingsoort.VOORLOPIGE_TOEKENNING),
            (make_verleend(), 20_000_00, Beschikkingsoort.HERZIENE_VOORLOPIGE_TOEKENNING),
            (None, 90_000_00, Beschikkingsoort.NIHILSTELLING),
            (make_verleend(), 90_000_00, Beschikkingsoort.NIHILSTELLING),
        ],
    )
    def test_which_legal_act_it_is(
        self,
        regels: Voorschotregels,
        verleend: Verleend | None,
        inkomen: int,
        soort: Beschikkingsoort,
    ) -> None:
        aanvraag = make_aanvraag(Toeslag.ZORGTOESLAG, verleend=verleend)
        huishouden = make_huishouden(inkomen=inkomen, aanvragen=(aanvraag,))

        assert soort == decide_beschikking(huishouden, regels).soort

    def test_one_toeslag_granted_before_makes_all_a_herziening(self, regels: Voorschotregels) -> None:
        aanvragen = (make_aanvraag(verleend=make_verleend()), make_aanvraag(Toeslag.ZORGTOESLAG))
        beschikking = decide_beschikking(make_gevraagd(*aanvragen), regels)

        assert beschikking.soort is Beschikkingsoort.HERZIENE_VOORLOPIGE_TOEKENNING

    def test_one_toeslag_that_comes_to_something_is_no_nihilstelling(self, regels: Voorschotregels) -> None:
        aanvragen = make_aanvragen(Toeslag.KINDEROPVANGTOESLAG, Toeslag.ZORGTOESLAG)
        beschikking = decide_beschikking(make_gevraagd(*aanvragen, inkomen=90_000_00), regels)

        assert beschikking.soort is Beschikkingsoort.VOORLOPIGE_TOEKENNING
        assert [True, False] == [toekenning.bedrag_jaar > 0 for toekenning in beschikking.toekenningen]


class TestInstelbaarVoorschot:
    """Where it is switched on for a toeslag, an applicant may choose to receive less than was computed.

    Source: jci1.3:c:BWBR0018472&artikel=16
    """

    def test_the_right_stays_and_the_payments_are_less(self) -> None:
        regels = make_voorschotregels(instelbaar=frozenset({Toeslag.KINDEROPVANGTOESLAG}))
        huishouden = make_gevraagd(make_aanvraag(voorschotpercentage=75))
        (toekenning,) = decide_beschikking(huishouden, regels).toekenningen

        assert (14_434_00, 10_826_00) == (toekenning.bedrag_jaar, toekenning.bedrag_betaald)
        assert toekenning.compute_maandbedrag(1) == 902_00

    def test_the_part_is_taken_of_the_month_to_the_cent(self) -> None:
        regels = make_voorschotregels(instelbaar=frozenset(Toeslag))
        aanvraag = make_aanvraag(Toeslag.ZORGTOESLAG, voorschotpercentage=77)
        huishouden = make_huishouden(inkomen=0, zorg=make_zorg(woonland="BE"), aanvragen=(aanvraag,))
        (toekenning,) = decide_beschikking(huishouden, regels).toekenningen  # 77 % of 96.80 is 74.54

        assert (74_00, 74_00) == (toekenning.compute_maandbedrag(1), toekenning.betalingen[0])

    def test_who_chooses_nothing_receives_nothing_yet(self) -> None:
        regels = make_voorschotregels(instelbaar=frozenset(Toeslag))
        huishouden = make_gevraagd(make_aanvraag(voorschotpercentage=0))
        (toekenning,) = decide_beschikking(huishouden, regels).toekenningen

        assert (14_434_00, 0, ()) == (
            toekenning.bedrag_jaar,
            toekenning.bedrag_betaald,
            toekenning.termijnen,
        )

    @pytest.mark.parametrize("instelbaar", [frozenset(), frozenset({Toeslag.ZORGTOESLAG})])
    def test_where_it_is_off_another_percentage_is_refused(self, instelbaar: frozenset[Toeslag]) -> None:
        huishouden = make_gevraagd(make_aanvraag(voorschotpercentage=75))

        with pytest.raises(InvalidFeitError, match=r"van kinderopvangtoeslag is 75, .* verwacht is 100"):
            decide_beschikking(huishouden, make_voorschotregels(instelbaar=instelbaar))

    def test_where_it_is_on_the_whole_advance_remains_the_rule(self) -> None:
        regels = make_voorschotregels(instelbaar=frozenset(Toeslag))
        uit = decide_beschikking(make_gezin(), make_voorschotregels())

        assert uit == decide_beschikking(make_gezin(), regels)


class TestUitbetaling:
    """What was granted before is settled with the months that are past; the others are paid as terms.

    Source: jci1.3:c:BWBR0018472&artikel=22 and artikel=24
    """

    def test_before_the_year_there_are_twelve_terms(self, regels: Voorschotregels) -> None:
        (toekenning,) = decide_beschikking(make_gevraagd(), regels).toekenningen

        assert toekenning.betalingen == tuple(termijn.bedrag for termijn in toekenning.termijnen)
        assert (0, 0) == (toekenning.afrekening.verschuldigd, toekenning.afrekening.nabetaling)

    def test_granted_in_july_the_past_months_come_in_one_sum(self) -> None:
        (toekenning,) = decide_beschikking(make_gevraagd(), IN_JULI).toekenningen

        assert 8 == toekenning.termijnen[0].maand
        assert 8_420_00 == toekenning.afrekening.nabetaling == sum(toekenning.betalingen[:7])

    def test_too_much_paid_is_claimed_back_however_little(self) -> None:
        verleend = make_verleend(bedrag_jaar=14_446_00, uitbetaald=8_421_00, tot_en_met_maand=7)
        beschikking = decide_beschikking(make_gevraagd(make_aanvraag(verleend=verleend)), IN_JULI)

        assert beschikking.terug_te_betalen == 1_00
        assert 0 == beschikking.toekenningen[0].afrekening.kwijtgescholden

    def test_a_year_of_nothing_claims_back_all_that_was_paid(self) -> None:
        verleend = make_verleend(bedrag_jaar=1_500_00, uitbetaald=875_00, tot_en_met_maand=7)
        aanvraag = make_aanvraag(Toeslag.ZORGTOESLAG, verleend=verleend)
        beschikking = decide_beschikking(make_gevraagd(aanvraag, inkomen=90_000_00), IN_JULI)

        assert beschikking.soort is Beschikkingsoort.NIHILSTELLING
        assert (875_00, ()) == (beschikking.terug_te_betalen, beschikking.toekenningen[0].termijnen)
