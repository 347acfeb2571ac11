"""What a letter shows is computed before the sjabloon sees it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from calc.huishouden import Huishouden
from calc.norm import load_norm
from calc.voorschot import decide_beschikking
from correspondentie.briefgegevens import Beschikkinggegevens
from correspondentie.briefinhoud import make_begunstigde, make_beschikkinggegevens, make_briefhoofd
from correspondentie.dossier import Betaling, Rekening
from correspondentie.kalender import make_kalender
from tests.bouwers.dossiers import IBAN, make_dossier, make_verleend
from tests.bouwers.huishoudens import make_huishouden, make_kind, make_opvang

NORM = load_norm(2026)
KALENDER = make_kalender(2026, date(2026, 7, 10))


def make_gegevens(huishouden: Huishouden) -> Beschikkinggegevens:
    """Make the facts of the beschikking of July 2026."""
    return make_beschikkinggegevens(make_dossier(huishouden), decide_beschikking(huishouden, NORM), KALENDER)


class TestTermijnen:
    """The months still to be paid, each with its own day; past months in one sum (Awir 22)."""

    def test_the_terms_run_from_the_first_unpaid_month_to_december(self) -> None:
        termijnen = make_gegevens(make_huishouden()).termijnen

        assert [termijn.maand.month for termijn in termijnen] == [8, 9, 10, 11, 12]
        assert termijnen[0].betaaldatum == date(2026, 7, 20)
        assert {termijn.bedrag for termijn in termijnen} == {985_00}

    def test_opvang_that_ended_leaves_no_terms_but_one_that_ends_later_does(self) -> None:
        einden = (date(2026, 6, 30), date(2026, 9, 30))
        kinderen = [make_kind(opvang=(make_opvang(einde=einde),)) for einde in einden]

        gestopt, stopt = (make_gegevens(make_huishouden(kind)).termijnen for kind in kinderen)

        assert () == gestopt
        assert [985_00, 985_00, 0, 0, 0] == [termijn.bedrag for termijn in stopt]

    def test_a_first_grant_has_all_past_months_as_nabetaling(self) -> None:
        gegevens = make_gegevens(make_huishouden())

        assert (gegevens.berekend, gegevens.uitbetaald) == (7 * 985_00, 0)
        assert (gegevens.nabetaling, gegevens.te_veel) == (7 * 985_00, 0)

    def test_a_month_that_was_paid_already_is_no_term_and_not_too_much(self) -> None:
        huishouden = replace(make_huishouden(), verleend=make_verleend(1_00, 8 * 985_00, 8))

        gegevens = make_gegevens(huishouden)

        assert gegevens.termijnen[0].maand == date(2026, 9, 1)
        assert (gegevens.nabetaling, gegevens.te_veel) == (0, 0)

    @given(st.integers(0, 20_000_00))
    def test_paid_and_computed_differ_by_nabetaling_or_te_veel(self, uitbetaald: int) -> None:
        huishouden = replace(make_huishouden(), verleend=make_verleend(1_00, uitbetaald))

        gegevens = make_gegevens(huishouden)

        assert gegevens.berekend == uitbetaald + gegevens.nabetaling - gegevens.te_veel
        assert 0 in (gegevens.nabetaling, gegevens.te_veel)

    def test_without_right_nothing_is_paid_and_all_that_was_paid_is_too_much(self) -> None:
        huishouden = replace(make_huishouden(make_kind(opvang=())), verleend=make_verleend(900_00, 500_00))

        gegevens = make_gegevens(huishouden)

        assert gegevens.nihil
        assert (gegevens.termijnen, gegevens.te_veel) == ((), 500_00)


class TestOverzicht:
    """Per child the hours, rate, capped rate, percentage and amount, so that a reader can redo the sum."""

    def test_a_rate_and_hours_over_the_maximum_show_both(self) -> None:
        kind = make_kind(opvang=(make_opvang(uren="240", uurtarief=1200),))

        regel = make_gegevens(make_huishouden(kind)).toeslagen[0].perioden[0].regels[0]

        assert (regel.uren, regel.uren_geteld) == (Decimal(240), Decimal(230))
        assert (regel.uurtarief, regel.maximum_uurprijs, regel.uurtarief_geteld) == (1200, 1123, 1123)
        assert (regel.kosten, regel.eerste_kind, regel.percentage) == (2582_90, True, Decimal("93.9"))

    def test_periods_are_shown_by_their_first_and_last_day(self) -> None:
        kind = make_kind(opvang=(make_opvang(einde=date(2026, 2, 10)),))

        perioden = make_gegevens(make_huishouden(kind)).toeslagen[0].perioden

        assert [(periode.van, periode.tot) for periode in perioden] == [
            (date(2026, 1, 1), date(2026, 2, 28)),
            (date(2026, 3, 1), date(2026, 12, 31)),
        ]

    def test_two_children_with_one_first_name_stay_apart(self) -> None:
        kinderen = (replace(make_kind(1), voornaam="Sam"), replace(make_kind(2), voornaam="Sam"))

        regels = make_gegevens(make_huishouden(*kinderen)).toeslagen[0].perioden[0].regels

        assert [regel.eerste_kind for regel in regels] == [True, False]


class TestBegunstigde:
    """The payee is named without giving the account number away."""

    def test_of_an_account_only_country_and_last_four_digits_are_shown(self) -> None:
        begunstigde = make_begunstigde(Betaling(rekening=Rekening(iban=IBAN)))

        assert begunstigde.rekening == "NL•• •••• •••• ••43 00"

    def test_a_koo_is_named(self) -> None:
        begunstigde = make_begunstigde(make_dossier(organisatie="Opvang De Eik").betaling)

        assert (begunstigde.rekening, begunstigde.organisatie) == (None, "Opvang De Eik")


class TestBriefhoofd:
    """What every letter to this applicant has."""

    def test_the_window_and_the_salutation(self) -> None:
        hoofd = make_briefhoofd(make_dossier(), "K", KALENDER)

        assert hoofd.adresregels == ("A.M. de Boer", "Dorpsstraat 12", "1234 AB  VOORBEELDSTAD")
        assert (hoofd.aanhef, hoofd.toeslagjaar) == ("Geachte mevrouw De Boer", 2026)
