"""What a letter shows is computed before the sjabloon sees it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.beschikking import Terugvordering, Vordering
from calc.huishouden import Huishouden, Toeslag, Verleend, Zorg
from calc.muteren import Mutatieopdracht, decide_mutaties
from calc.voorschot import decide_beschikking
from correspondentie.briefgegevens import Beschikkinggegevens, Nihilreden, Rekenstap
from correspondentie.briefinhoud import (
    make_begunstigde,
    make_beschikkinggegevens,
    make_bevestiginggegevens,
    make_briefhoofd,
    make_mutatiegegevens,
    make_terugvorderinggegevens,
)
from correspondentie.dossier import Betaling, Rekening
from correspondentie.kalender import make_kalender
from correspondentie.mutatiegegevens import Mutatiegegevens
from tests.bouwers.dossiers import IBAN, make_dossier
from tests.bouwers.huishoudens import (
    make_aanvraag,
    make_aanvragen,
    make_gezin,
    make_huishouden,
    make_huur,
    make_inkomenslevering,
    make_kind,
    make_levering,
    make_medebewoner,
    make_opvang,
    make_thuis,
    make_verleend,
    make_voorschotregels,
    make_zorg,
)

KOT, ZORG, HUUR, KGB = Toeslag
KALENDER = make_kalender(2026, date(2026, 7, 10))
REGELS = make_voorschotregels(dagtekening=date(2026, 7, 10), instelbaar=frozenset(Toeslag))
REGELS = replace(REGELS, kalender=KALENDER.betaalkalender)


def make_gegevens(huishouden: Huishouden) -> Beschikkinggegevens:
    """Make the facts of the beschikking of July 2026."""
    beschikking = decide_beschikking(huishouden, REGELS)
    return make_beschikkinggegevens(make_dossier(huishouden), beschikking, KALENDER)


def make_mutatie(huishouden: Huishouden, kind: int | None) -> Mutatiegegevens:
    """Make the facts of what is announced in July 2026."""
    opdracht = Mutatieopdracht(ingangsmaand=KALENDER.ingangsmaand, ruimte=3)
    besluit = decide_mutaties(huishouden, REGELS, opdracht)
    mutatie = next(mutatie for mutatie in besluit.mutaties if mutatie.kind == kind)
    return make_mutatiegegevens(make_dossier(huishouden), mutatie, besluit, KALENDER)


def give_verleend(bedrag_jaar: int, uitbetaald: int = 0, tot_en_met_maand: int = 7) -> Verleend:
    return make_verleend(bedrag_jaar=bedrag_jaar, uitbetaald=uitbetaald, tot_en_met_maand=tot_en_met_maand)


def with_verleend(*verleend: int) -> Huishouden:
    """Make one ordinary child whose kinderopvangtoeslag was granted before."""
    aanvraag = make_aanvraag(verleend=give_verleend(*verleend))
    return make_huishouden(aanvragen=(aanvraag,))


class TestBetalingen:
    """The months still to be paid, each with its own day; past months in one sum (Awir 22)."""

    def test_the_terms_run_from_the_first_unpaid_month_to_december(self) -> None:
        maanden = make_gegevens(make_huishouden()).betaalmaanden

        assert [betaalmaand.maand.month for betaalmaand in maanden] == [8, 9, 10, 11, 12]
        assert maanden[0].betaaldatum == date(2026, 7, 20)
        assert {986_00} == {betaalmaand.totaal for betaalmaand in maanden}

    def test_the_headline_groups_months_by_their_amount_and_not_by_rounding(self) -> None:
        opvang = make_opvang(einde=date(2026, 9, 30))

        groepen = make_gegevens(make_huishouden(make_kind(opvang=(opvang,)))).maandgroepen

        assert [(groep.van.month, groep.tot.month, groep.bedrag) for groep in groepen] == [
            (8, 9, 985_00),
            (10, 12, 0),
        ]

    def test_opvang_that_ended_leaves_no_terms(self) -> None:
        kind = make_kind(opvang=(make_opvang(einde=date(2026, 6, 30)),))

        gegevens = make_gegevens(make_huishouden(kind))

        assert ((), ()) == (gegevens.betaalmaanden, gegevens.maandgroepen)
        assert gegevens.eerste_betaling is None

    def test_four_toeslagen_are_paid_side_by_side(self) -> None:
        gegevens = make_gegevens(make_gezin())
        eerste = gegevens.betaalmaanden[0]

        assert tuple(Toeslag) == gegevens.betaaltoeslagen
        assert eerste.totaal == sum(bedrag or 0 for bedrag in eerste.bedragen)
        assert gegevens.maandbedrag == sum(toeslag.maandbedrag for toeslag in gegevens.toeslagen)

    def test_a_month_that_one_toeslag_had_already_is_empty_for_it(self) -> None:
        aanvragen = (make_aanvraag(KOT, verleend=give_verleend(1_00, 900_00, 9)), make_aanvraag(ZORG))

        huishouden = make_huishouden(make_kind(), inkomen=24_000_00, aanvragen=aanvragen)
        maanden = make_gegevens(huishouden).betaalmaanden

        assert [None, None, 1008_00] == [betaalmaand.bedragen[0] for betaalmaand in maanden[:3]]

    def test_the_first_payment_is_the_first_that_is_not_zero(self) -> None:
        later = make_kind(opvang=(make_opvang(begin=date(2026, 10, 1)),))

        assert date(2026, 9, 21) == make_gegevens(make_huishouden(later)).eerste_betaling

    def test_past_months_of_a_first_grant_come_as_nabetaling(self) -> None:
        gegevens = make_gegevens(make_huishouden())

        assert gegevens.verschuldigd == gegevens.nabetaling > 0
        assert gegevens.afgerekend

    @given(st.integers(0, 20_000_00))
    def test_paid_and_due_differ_by_nabetaling_or_terug(self, uitbetaald: int) -> None:
        gegevens = make_gegevens(with_verleend(1_00, uitbetaald))

        assert gegevens.verschuldigd == uitbetaald + gegevens.nabetaling - gegevens.terug_te_betalen
        assert 0 in (gegevens.nabetaling, gegevens.terug_te_betalen)
        assert 1_00 == gegevens.toeslagen[0].bedrag_eerder

    def test_who_wants_less_sees_the_right_and_what_is_paid(self) -> None:
        aanvragen = (make_aanvraag(voorschotpercentage=50),)

        gegevens = make_gegevens(make_huishouden(aanvragen=aanvragen))
        [toeslag] = gegevens.toeslagen

        assert gegevens.voorzichtig
        assert (11_831_00, 5_916_00) == (toeslag.bedrag_jaar, toeslag.bedrag_betaald)
        assert [Rekenstap.VOORSCHOT, Rekenstap.VOORSCHOT_MAAND] == [
            regel.stap for regel in toeslag.berekening.jaar[-2:]
        ]


class TestOpvang:
    """Per child the hours, rate, capped rate, percentage and amount, so that a reader can redo the sum."""

    def test_a_rate_and_hours_over_the_maximum_show_both(self) -> None:
        kind = make_kind(opvang=(make_opvang(uren="240", uurtarief=1200),))

        regel = make_gegevens(make_huishouden(kind)).toeslagen[0].berekening.perioden[0].opvang[0]

        assert (regel.uren, regel.uren_geteld) == (Decimal(240), Decimal(230))
        assert (regel.uurtarief, regel.maximum_uurprijs, regel.uurtarief_geteld) == (1200, 1123, 1123)
        assert (regel.kosten, regel.eerste_kind, regel.percentage) == (2582_90, True, Decimal("93.9"))

    def test_periods_are_shown_by_their_first_and_last_day(self) -> None:
        kind = make_kind(opvang=(make_opvang(einde=date(2026, 2, 10)),))

        perioden = make_gegevens(make_huishouden(kind)).toeslagen[0].berekening.perioden

        assert [(periode.van, periode.tot) for periode in perioden] == [
            (date(2026, 1, 1), date(2026, 2, 28)),
            (date(2026, 3, 1), date(2026, 12, 31)),
        ]

    def test_two_children_with_one_first_name_stay_apart(self) -> None:
        kinderen = (replace(make_kind(1), voornaam="Sam"), replace(make_kind(2), voornaam="Sam"))

        regels = make_gegevens(make_huishouden(*kinderen)).toeslagen[0].berekening.perioden[0].opvang

        assert [regel.eerste_kind for regel in regels] == [True, False]


class TestNihilreden:
    """A letter that grants nothing says why (Awb 3:46)."""

    def find_reden(self, **anders: object) -> Nihilreden | None:
        huishouden = make_huishouden(inkomen=20_000_00, aanvragen=make_aanvragen(ZORG, HUUR, KGB))
        return make_gegevens(replace(huishouden, **anders)).toeslagen[0].nihilreden  # type: ignore[arg-type]  # its fields

    def test_a_right_has_none(self) -> None:
        assert self.find_reden() is None

    def test_vermogen_above_the_limit(self) -> None:
        assert Nihilreden.VERMOGEN == self.find_reden(vermogen_aanvrager=500_000_00)

    def test_vermogen_of_a_medebewoner(self) -> None:
        huur = make_huur(medebewoners=(make_medebewoner(vermogen=90_000_00),))
        aanvragen = make_aanvragen(HUUR)

        assert Nihilreden.VERMOGEN == self.find_reden(huren=(huur,), aanvragen=aanvragen)

    def test_no_month_of_insurance(self) -> None:
        zorg = make_zorg(begin=date(2027, 1, 1))

        assert Nihilreden.GEEN_MAANDEN == self.find_reden(zorg=zorg)

    def test_no_rented_home_this_year(self) -> None:
        huur = make_huur(einde=date(2025, 6, 30))

        assert Nihilreden.GEEN_MAANDEN == self.find_reden(huren=(huur,), aanvragen=make_aanvragen(HUUR))

    def test_too_much_income(self) -> None:
        assert Nihilreden.BEREKENING == self.find_reden(toetsingsinkomen_aanvrager=90_000_00)

    def test_less_than_24_euro_a_year(self) -> None:
        assert Nihilreden.KLEIN_BEDRAG == self.find_reden(toetsingsinkomen_aanvrager=41_000_00)


class TestBerekening:
    """Every step of the core that a reader needs is a line, and a line that says nothing is left out."""

    def list_stappen(self, huishouden: Huishouden) -> list[Rekenstap]:
        [toeslag] = make_gegevens(huishouden).toeslagen
        delen = (toeslag.berekening.vooraf, *(p.regels for p in toeslag.berekening.perioden))
        return [regel.stap for deel in (*delen, toeslag.berekening.jaar) for regel in deel]

    def test_zorg_for_one_of_two_and_a_woonlandfactor(self) -> None:
        zorg = Zorg(partner_verzekerd=False, woonland="BE")
        huishouden = make_huishouden(
            inkomen=20_000_00, inkomen_partner=0, zorg=zorg, aanvragen=make_aanvragen(ZORG)
        )

        stappen = self.list_stappen(huishouden)

        assert {Rekenstap.STANDAARDPREMIE_GETELD, Rekenstap.ZORG_VOOR_EEN} <= set(stappen)
        assert Rekenstap.HEEL_JAAR_AFGEROND not in stappen

    def test_a_rent_without_reduction_and_above_the_first_limit_only(self) -> None:
        huishouden = make_huishouden(inkomen=15_000_00, aanvragen=make_aanvragen(HUUR))

        stappen = self.list_stappen(huishouden)

        assert {Rekenstap.DEEL_A, Rekenstap.DEEL_B} <= set(stappen)
        assert not {Rekenstap.DEEL_C, Rekenstap.INKOMENSKORTING, Rekenstap.SERVICEKOSTEN} & set(stappen)

    def test_a_rent_too_high_and_an_income_too_high_in_the_quadratic_year(self) -> None:
        regels = make_voorschotregels(toeslagjaar=2025)
        huishouden = make_huishouden(
            toeslagjaar=2025,
            inkomen=20_000_00,
            huren=(make_huur(kale_huur=950_00),),
            aanvragen=make_aanvragen(HUUR),
        )
        beschikking = decide_beschikking(huishouden, regels)
        kalender = make_kalender(2025, date(2024, 12, 5))
        [toeslag] = make_beschikkinggegevens(make_dossier(huishouden), beschikking, kalender).toeslagen

        assert Rekenstap.HUUR_TE_HOOG == toeslag.berekening.perioden[0].regels[-1].stap

    def test_children_who_grow_older_make_a_period_and_a_part_of_the_year(self) -> None:
        kind = make_thuis(1, date(2014, 5, 20))

        stappen = self.list_stappen(make_huishouden(kind, aanvragen=make_aanvragen(KGB)))

        assert 2 == stappen.count(Rekenstap.JAARDEEL)
        assert 1 == stappen.count(Rekenstap.EXTRA_12_15)


class TestMutatie:
    """A letter about a child is about kinderopvangtoeslag; one about the income about all that changes."""

    def test_a_child_and_the_income_in_one_run_know_of_each_other(self) -> None:
        kind = make_kind(leveringen=(make_levering(uren="60"),))
        huishouden = replace(
            make_huishouden(kind, inkomen=40_000_00, aanvragen=make_aanvragen(KOT, ZORG, KGB)),
            inkomensleveringen=(make_inkomenslevering(62_000_00),),
        )

        over_kind, over_inkomen = make_mutatie(huishouden, 1), make_mutatie(huishouden, None)

        assert (0, True) == (over_kind.andere_kinderen, over_kind.ook_inkomen)
        assert (1, False) == (over_inkomen.andere_kinderen, over_inkomen.ook_inkomen)
        assert [KOT] == [verschil.toeslag for verschil in over_kind.verschillen]
        assert KGB in [verschil.toeslag for verschil in over_inkomen.verschillen]

    def test_an_income_makes_the_past_months_too_much(self) -> None:
        huishouden = make_huishouden(inkomen=30_000_00, aanvragen=make_aanvragen(ZORG))
        huishouden = replace(huishouden, inkomensleveringen=(make_inkomenslevering(36_000_00),))

        mutatie = make_mutatie(huishouden, None)

        assert mutatie.te_veel == mutatie.verschillen[0].te_veel > 0
        assert (30_000_00, 36_000_00) == (mutatie.inkomens[0].bekend, mutatie.inkomens[0].geleverd)
        assert mutatie.verschil == mutatie.maandbedrag_oud - mutatie.maandbedrag_nieuw


class TestTerugvorderingEnBevestiging:
    """What is claimed back in 24 months; what was stopped, and by which letter it was announced."""

    def test_the_payment_plan_is_rounded_up_to_whole_euros(self) -> None:
        terugvordering = Terugvordering(
            toeslagjaar=2026,
            dagtekening=KALENDER.dagtekening,
            uiterlijk=date(2026, 8, 21),
            vorderingen=(Vordering(toeslag=KOT, bedrag=1000_00, rente=12_34),),
        )

        gegevens = make_terugvorderinggegevens(make_dossier(), terugvordering, KALENDER)

        assert (1012_34, 43_00) == (gegevens.totaal, gegevens.termijnbedrag)
        assert date(2027, 7, 1) == gegevens.rente_vanaf

    @pytest.mark.parametrize(
        ("bedrag", "termijnen", "per_maand"), [(1_00, 1, 1_00), (6_00, 6, 1_00), (52_00, 18, 3_00)]
    )
    def test_a_small_amount_is_paid_in_fewer_months(
        self, bedrag: int, termijnen: int, per_maand: int
    ) -> None:
        terugvordering = Terugvordering(
            toeslagjaar=2026,
            dagtekening=KALENDER.dagtekening,
            uiterlijk=date(2026, 8, 21),
            vorderingen=(Vordering(toeslag=KOT, bedrag=bedrag, rente=0),),
        )

        gegevens = make_terugvorderinggegevens(make_dossier(), terugvordering, KALENDER)

        assert (termijnen, per_maand) == (gegevens.termijnen, gegevens.termijnbedrag)

    def test_a_bevestiging_names_the_child_or_nobody(self) -> None:
        op = {"kenmerk": "K", "dagtekening": date(2026, 7, 10), "tegengehouden_op": date(2026, 7, 24)}

        namen = [
            make_bevestiginggegevens(make_dossier(), kind=kind, **op).kind  # type: ignore[arg-type]  # as named
            for kind in (1, None, 9)  # the ninth is not in the newest facts
        ]

        assert ["Kind1", None, "uw kind"] == namen


class TestBegunstigde:
    """The payee is named without giving the account number away."""

    def test_of_an_account_only_country_and_last_four_digits_are_shown(self) -> None:
        begunstigde = make_begunstigde(Betaling(rekening=Rekening(iban=IBAN)))

        assert begunstigde.rekening == "NL•• •••• •••• ••43 00"

    def test_a_koo_is_paid_the_kinderopvangtoeslag_only(self) -> None:
        begunstigde = make_begunstigde(make_dossier(organisatie="Opvang De Eik").betaling, tuple(Toeslag))

        assert (begunstigde.rekening, begunstigde.organisatie) == (None, "Opvang De Eik")
        assert (ZORG, HUUR, KGB) == begunstigde.eigen_toeslagen


class TestBriefhoofd:
    """What every letter to this applicant has."""

    def test_the_window_and_the_salutation(self) -> None:
        hoofd = make_briefhoofd(make_dossier(), "K", KALENDER)

        assert hoofd.adresregels == ("A.M. de Boer", "Dorpsstraat 12", "1234 AB  VOORBEELDSTAD")
        assert (hoofd.aanhef, hoofd.toeslagjaar) == ("Geachte mevrouw De Boer", 2026)
