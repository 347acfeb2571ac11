"""What a letter about a Beschikking or a Terugvordering shows of it."""

import re
from collections.abc import Iterator

import pytest

from correspondentie.briefgegevens import Beschikkinggegevens, Terugvorderinggegevens, Toeslagoverzicht
from correspondentie.opmaak import format_datum, format_euro, format_euro_heel, format_maand
from correspondentie.sjabloon import Sjablonen
from tests.bouwers.voorbeelden import Voorbeeld, list_voorbeelden, make_naam
from tests.sjablonen.test_brieftypen import render_tekst

BESCHIKKINGEN = [v for v in list_voorbeelden() if v.gegevens.beschikking]
VOORSCHOTTEN = [v for v in BESCHIKKINGEN if v.brieftype != "definitieve-toekenning"]
DEFINITIEF = [v for v in BESCHIKKINGEN if v.brieftype == "definitieve-toekenning"]
TERUGVORDERINGEN = [v for v in list_voorbeelden() if v.gegevens.terugvordering]
WETTEN = {
    "kinderopvangtoeslag": "Wet kinderopvang",
    "zorgtoeslag": "Wet op de zorgtoeslag",
    "huurtoeslag": "Wet op de huurtoeslag",
    "kindgebonden-budget": "Wet op het kindgebonden budget",
}


def give(voorbeeld: Voorbeeld) -> Beschikkinggegevens:
    assert voorbeeld.gegevens.beschikking
    return voorbeeld.gegevens.beschikking


def give_terug(voorbeeld: Voorbeeld) -> Terugvorderinggegevens:
    assert voorbeeld.gegevens.terugvordering
    return voorbeeld.gegevens.terugvordering


def list_bedragen(beschikking: Beschikkinggegevens) -> Iterator[str]:
    for toeslag in beschikking.toeslagen:
        yield format_euro_heel(toeslag.bedrag_jaar)
        for periode in toeslag.berekening.perioden:
            yield from (format_euro(regel.bedrag) for regel in periode.opvang)
        for regel in (*toeslag.berekening.vooraf, *toeslag.berekening.jaar):
            yield format_euro(int(regel.uitkomst))
    for betaalmaand in beschikking.betaalmaanden:
        yield from (format_euro_heel(bedrag) for bedrag in betaalmaand.bedragen if bedrag is not None)
        yield format_euro_heel(betaalmaand.totaal)
        yield format_maand(betaalmaand.maand)
        if betaalmaand.totaal:
            yield format_datum(betaalmaand.betaaldatum)


def find_uitkomst(toeslag: Toeslagoverzicht) -> str:
    """Find the words that a definitieve berekening owes the citizen."""
    if toeslag.te_ontvangen:
        return f"U krijgt nog {format_euro_heel(toeslag.te_ontvangen)} van ons"
    if toeslag.te_betalen:
        return f"U betaalt {format_euro_heel(toeslag.te_betalen)} terug"
    if toeslag.kwijtgescholden:
        return f"U kreeg {format_euro_heel(toeslag.kwijtgescholden)} te veel"
    return "U kreeg precies het goede bedrag"


@pytest.mark.parametrize("voorbeeld", BESCHIKKINGEN, ids=make_naam)
class TestElkeBeschikking:
    def test_shows_every_amount_and_payment_day(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        tekst = render_tekst(sjablonen, voorbeeld)

        assert [] == [s for s in list_bedragen(give(voorbeeld)) if s not in tekst]

    def test_names_the_law_of_each_toeslag_and_of_no_other(
        self, sjablonen: Sjablonen, voorbeeld: Voorbeeld
    ) -> None:
        tekst = render_tekst(sjablonen, voorbeeld)

        assert [WETTEN[toeslag.toeslag] for toeslag in give(voorbeeld).toeslagen] == [
            wet for wet in WETTEN.values() if f"{wet}\n" in tekst or f"{wet} en" in tekst
        ]

    def test_says_why_a_toeslag_gives_nothing(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        tekst = render_tekst(sjablonen, voorbeeld)
        redenen = {"vermogen": "Het vermogen van", "klein-bedrag": "minder dan €\u00a024"}
        redenen |= {"geen-maanden": "in geen enkele maand", "berekening": "Uw inkomen is te hoog"}
        nodig = [t.nihilreden for t in give(voorbeeld).toeslagen if t.nihilreden]

        assert [] == [reden for reden in nodig if redenen[reden] not in tekst]


@pytest.mark.parametrize("voorbeeld", VOORSCHOTTEN, ids=make_naam)
class TestElkVoorschot:
    def test_names_the_payee_unless_nothing_is_paid(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        begunstigde = give(voorbeeld).begunstigde
        tekst = render_tekst(sjablonen, voorbeeld)

        assert give(voorbeeld).nihil != (f"{begunstigde.organisatie or begunstigde.rekening}. " in tekst)

    def test_settles_what_was_paid_before(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        beschikking = give(voorbeeld)
        tekst = render_tekst(sjablonen, voorbeeld)

        assert bool(beschikking.nabetaling) == ("over de maanden tot nu toe." in tekst)
        assert bool(beschikking.terug_te_betalen) == ("U krijgt hierover een aparte brief." in tekst)

    def test_tells_the_reporting_duty(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        assert "binnen 4 weken" in render_tekst(sjablonen, voorbeeld)

    def test_shows_the_right_beside_what_is_paid_when_that_is_less(
        self, sjablonen: Sjablonen, voorbeeld: Voorbeeld
    ) -> None:
        beschikking = give(voorbeeld)
        tekst = render_tekst(sjablonen, voorbeeld)
        samen = f"U hebt recht op {format_euro_heel(beschikking.bedrag_jaar)}, maar u vroeg ons"

        assert beschikking.voorzichtig == (samen in tekst)
        assert beschikking.voorzichtig == ("U ontvangt hiervan" in tekst)

    def test_pays_over_the_year_exactly_the_voorschot(self, voorbeeld: Voorbeeld) -> None:
        for toeslag in give(voorbeeld).toeslagen:
            betalingen = toeslag.verschuldigd + sum(termijn.bedrag for termijn in toeslag.termijnen)

            assert toeslag.bedrag_betaald == betalingen

    def test_names_in_a_herziening_what_was_granted_before(
        self, sjablonen: Sjablonen, voorbeeld: Voorbeeld
    ) -> None:
        eerder = [t.bedrag_eerder for t in give(voorbeeld).toeslagen if t.bedrag_eerder is not None]
        tekst = render_tekst(sjablonen, voorbeeld).partition("eerder en nu")[2]

        assert (voorbeeld.brieftype == "herziening") == bool(tekst)
        assert [] == [bedrag for bedrag in eerder if tekst and format_euro_heel(bedrag) not in tekst]


@pytest.mark.parametrize("voorbeeld", DEFINITIEF, ids=make_naam)
class TestElkeDefinitieveToekenning:
    def test_is_called_definitieve_berekening_of_one_toeslag(
        self, sjablonen: Sjablonen, voorbeeld: Voorbeeld
    ) -> None:
        [toeslag] = give(voorbeeld).toeslagen
        naam = toeslag.toeslag.replace("-", " ")

        assert f"Definitieve berekening {naam} 2025\n" in render_tekst(sjablonen, voorbeeld)

    def test_says_first_what_it_comes_to(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        [toeslag] = give(voorbeeld).toeslagen
        tekst = render_tekst(sjablonen, voorbeeld)

        assert find_uitkomst(toeslag) in tekst.partition("Hoe rekenen wij af?")[0]
        assert bool(toeslag.rente) == ("rekenen wij rente" in tekst)

    def test_names_the_limit_when_a_small_amount_is_not_claimed_back(
        self, sjablonen: Sjablonen, voorbeeld: Voorbeeld
    ) -> None:
        [toeslag] = give(voorbeeld).toeslagen
        tekst = render_tekst(sjablonen, voorbeeld)

        assert toeslag.klein_bedrag
        grens = f"tot en met {format_euro_heel(toeslag.klein_bedrag)}"
        assert bool(toeslag.kwijtgescholden) == (grens in tekst)


@pytest.mark.parametrize("voorbeeld", TERUGVORDERINGEN, ids=make_naam)
class TestElkeTerugvordering:
    def test_names_every_amount_and_the_last_day_without_a_move(
        self, sjablonen: Sjablonen, voorbeeld: Voorbeeld
    ) -> None:
        """Awir 28: six weeks; the Algemene termijnenwet does not apply."""
        terug = give_terug(voorbeeld)
        tekst = render_tekst(sjablonen, voorbeeld)
        bedragen = [bedrag for regel in terug.vorderingen for bedrag in (regel.bedrag, regel.totaal)]

        assert [] == [bedrag for bedrag in bedragen if format_euro_heel(bedrag) not in tekst]
        assert f"uiterlijk op {format_datum(terug.uiterlijk)}" in tekst
        assert 42 == (terug.uiterlijk - voorbeeld.gegevens.brief.dagtekening).days

    def test_offers_a_payment_plan_that_pays_all(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        terug = give_terug(voorbeeld)
        tekst = render_tekst(sjablonen, voorbeeld)

        assert f"in 24 maanden betalen. Dat is {format_euro_heel(terug.termijnbedrag)} per maand" in tekst
        assert terug.totaal <= 24 * terug.termijnbedrag < terug.totaal + 24_00

    def test_names_the_articles_of_debt_and_term(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        tekst = render_tekst(sjablonen, voorbeeld)
        artikelen = set(re.findall(r"artikel\u00a0(\d+)", tekst))

        assert {"26", "28"} | ({"27"} if give_terug(voorbeeld).rente else set()) == artikelen
