"""What every live brieftype owes: this module loops over the register and over all voorbeelden."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from correspondentie.briefgegevens import Beschikkinggegevens, Mutatiegegevens, Opvangregel
from correspondentie.opmaak import format_datum, format_euro, format_euro_heel, format_maand, format_waarde
from correspondentie.register import Aanleiding
from correspondentie.sjabloon import Sjablonen
from tests.bouwers.voorbeelden import SJABLONEN, Voorbeeld, list_voorbeelden
from tests.bouwers.zichtbare_tekst import make_zichtbare_tekst

ALLE = list_voorbeelden()
BESCHIKKINGEN = [voorbeeld for voorbeeld in ALLE if voorbeeld.gegevens.beschikking]
MUTATIES = [voorbeeld for voorbeeld in ALLE if voorbeeld.gegevens.mutatie]
BERICHT_MAXIMUM = 2_500


def name(voorbeeld: Voorbeeld) -> str:
    return f"{voorbeeld.brieftype}/{voorbeeld.naam}"


def render_tekst(sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> str:
    return make_zichtbare_tekst(sjablonen.render_html(voorbeeld.brieftype, voorbeeld.gegevens))


def list_bedragen(beschikking: Beschikkinggegevens) -> Iterator[str]:
    for toeslag in beschikking.toeslagen:
        yield format_euro_heel(toeslag.bedrag_jaar)
        yield format_euro_heel(toeslag.inkomen)
        for periode in (periode for periode in toeslag.perioden if periode.regels):
            yield format_euro(periode.totaal)
            yield format_euro_heel(periode.maandbedrag)
            yield from (format_euro(regel.bedrag) for regel in periode.regels)
    for termijn in beschikking.termijnen:
        yield format_euro_heel(termijn.bedrag)
        yield format_datum(termijn.betaaldatum)
        yield format_maand(termijn.maand)


def list_gegevens(mutatie: Mutatiegegevens) -> Iterator[str]:
    yield mutatie.kind
    for dag in (mutatie.geboortedatum, mutatie.eerste_betaling, mutatie.tegenhouden_uiterlijk):
        yield format_datum(dag)
    yield format_maand(mutatie.ingang)
    for bedrag in (mutatie.maandbedrag_oud, mutatie.maandbedrag_nieuw, mutatie.verschil):
        yield format_euro_heel(bedrag)
    for vergelijking in mutatie.vergelijkingen:
        yield from (vergelijking.organisatie, vergelijking.lrk_nummer, vergelijking.bron)
        yield format_datum(vergelijking.geleverd_op)
        for regel in vergelijking.regels:
            yield format_waarde(regel.bekend, regel.eenheid)
            yield format_waarde(regel.geleverd, regel.eenheid)


def list_regels(voorbeeld: Voorbeeld) -> Iterator[Opvangregel]:
    assert voorbeeld.gegevens.beschikking
    for toeslag in voorbeeld.gegevens.beschikking.toeslagen:
        for periode in toeslag.perioden:
            yield from periode.regels


def test_every_brieftype_of_the_register_has_a_voorbeeld(sjablonen: Sjablonen) -> None:
    assert set(sjablonen.register.brieftypen) == {voorbeeld.brieftype for voorbeeld in ALLE}


def test_every_verwacht_belongs_to_a_voorbeeld() -> None:
    gevonden = set(SJABLONEN.glob("*/verwacht/*"))

    assert {v.find_verwacht(soort) for v in ALLE for soort in ("brief", "bericht")} == gevonden


@pytest.mark.parametrize("aanleiding", [Aanleiding.ONGEWIJZIGD, Aanleiding.GEEN_RECHT])
def test_nobody_gets_a_letter_about(sjablonen: Sjablonen, aanleiding: Aanleiding) -> None:
    assert sjablonen.register.find_for(aanleiding) is None


@pytest.mark.parametrize("voorbeeld", ALLE, ids=name)
class TestElkVoorbeeld:
    def test_reads_as_expected(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        tekst = render_tekst(sjablonen, voorbeeld)

        assert voorbeeld.find_verwacht("brief").read_text(encoding="utf-8") == tekst

    def test_has_the_bericht_as_expected(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        bericht = sjablonen.render_bericht(voorbeeld.brieftype, voorbeeld.gegevens) + "\n"

        assert voorbeeld.find_verwacht("bericht").read_text(encoding="utf-8") == bericht

    def test_says_who_when_and_how_to_reach_us(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        brief = voorbeeld.gegevens.brief
        afzender = sjablonen.register.afzender
        tekst = render_tekst(sjablonen, voorbeeld)

        for verplicht in (
            brief.kenmerk,
            format_datum(brief.dagtekening),
            brief.aanhef,
            str(brief.toeslagjaar),
            afzender.telefoon,
            afzender.website,
            "(Awir)",
        ):
            assert verplicht in tekst

    def test_keeps_the_bericht_plain_and_short(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        bericht = sjablonen.render_bericht(voorbeeld.brieftype, voorbeeld.gegevens)

        assert len(bericht) <= BERICHT_MAXIMUM
        assert not re.search(r"[<>{}]|&\w+;|\n{3}|[ \t]\n", bericht)
        assert bericht.strip() == bericht
        assert voorbeeld.gegevens.brief.kenmerk in bericht
        assert sjablonen.register.afzender.telefoon in bericht

    def test_leaves_no_trace_of_the_sjabloon(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        tekst = render_tekst(sjablonen, voorbeeld)

        assert not re.search(r"[{}*_]|None|True|False|  ", tekst.replace("\u00a0", "."))
        assert not re.search(r"\d,\d{3}|€ ", tekst)

    def test_never_says_je_or_threatens(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        tekst = render_tekst(sjablonen, voorbeeld).lower()

        assert not re.findall(r"\b(je|jij|jouw|dient te|boete|sanctie|conform|middels|ten behoeve)\b", tekst)


@pytest.mark.parametrize("voorbeeld", BESCHIKKINGEN, ids=name)
class TestElkeBeschikking:
    def test_carries_the_objection_clause(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        """Awb 3:45 and 6:5: that one can object, who, within which term, where, and with what."""
        beschikking = voorbeeld.gegevens.beschikking
        assert beschikking
        tekst = render_tekst(sjablonen, voorbeeld)
        clausule = tekst[tekst.index("Bent u het niet eens") :]

        for verplicht in ("bezwaar maken", "U of iemand", "zes weken", "handtekening", "waarom"):
            assert verplicht in clausule
        assert f"uiterlijk op {format_datum(beschikking.bezwaar_uiterlijk)}" in clausule
        assert "\n".join(sjablonen.register.afzender.bezwaaradres).replace("  ", " ") in clausule
        assert voorbeeld.gegevens.brief.kenmerk in clausule

    def test_shows_every_amount_and_payment_day(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        assert voorbeeld.gegevens.beschikking
        tekst = render_tekst(sjablonen, voorbeeld)

        assert [] == [s for s in list_bedragen(voorbeeld.gegevens.beschikking) if s not in tekst]

    def test_names_the_payee_unless_nothing_is_paid(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        beschikking = voorbeeld.gegevens.beschikking
        assert beschikking
        begunstigde = beschikking.begunstigde.organisatie or beschikking.begunstigde.rekening
        betaling = (
            "Wij betalen aan uw kinderopvangorganisatie" if beschikking.begunstigde.organisatie else "op"
        )

        tekst = render_tekst(sjablonen, voorbeeld)

        assert beschikking.nihil != (f"{begunstigde}. " in tekst)
        assert beschikking.nihil or betaling in tekst

    def test_settles_what_was_paid_before(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        beschikking = voorbeeld.gegevens.beschikking
        assert beschikking
        tekst = render_tekst(sjablonen, voorbeeld)

        assert (beschikking.nabetaling != 0) == ("U krijgt geld van ons" in tekst)
        assert (beschikking.te_veel != 0) == ("U kreeg te veel" in tekst)
        for bedrag in (beschikking.nabetaling, beschikking.te_veel):
            assert bedrag == 0 or format_euro_heel(bedrag) in tekst

    def test_tells_the_reporting_duty_and_how_to_reach_a_person(
        self, sjablonen: Sjablonen, voorbeeld: Voorbeeld
    ) -> None:
        tekst = render_tekst(sjablonen, voorbeeld)

        assert "binnen 4 weken" in tekst
        assert "automatisch" in tekst
        assert "medewerker" in tekst

    def test_puts_the_last_day_to_object_in_the_bericht(
        self, sjablonen: Sjablonen, voorbeeld: Voorbeeld
    ) -> None:
        assert voorbeeld.gegevens.beschikking
        bericht = sjablonen.render_bericht(voorbeeld.brieftype, voorbeeld.gegevens)

        assert format_datum(voorbeeld.gegevens.beschikking.bezwaar_uiterlijk) in bericht

    def test_holds_a_sum_that_a_reader_can_redo(self, voorbeeld: Voorbeeld) -> None:
        for regel in list_regels(voorbeeld):
            assert min(regel.uurtarief, regel.maximum_uurprijs) == regel.uurtarief_geteld
            kosten = (regel.uren_geteld * regel.uurtarief_geteld).quantize(Decimal(1), ROUND_HALF_UP)
            assert regel.kosten == kosten
            bedrag = (regel.kosten * regel.percentage / 100).quantize(Decimal(1), ROUND_HALF_UP)
            assert regel.bedrag == bedrag


@pytest.mark.parametrize("voorbeeld", MUTATIES, ids=name)
class TestElkeMutatiebrief:
    def test_shows_every_gegeven(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        assert voorbeeld.gegevens.mutatie
        tekst = render_tekst(sjablonen, voorbeeld)

        assert [] == [s for s in list_gegevens(voorbeeld.gegevens.mutatie) if s not in tekst]

    def test_carries_no_objection_clause(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        """The letter announces; Awb 3:45 asks for an objection clause only in a decision."""
        tekst = render_tekst(sjablonen, voorbeeld)

        assert not re.search("bezwaarschrift|zes weken|6 weken", tekst)
        assert "Tegen deze brief kunt u geen bezwaar maken" in tekst
        assert "nog geen besluit" in tekst
        assert "voorschotbeschikking" in tekst

    def test_tells_the_last_day_to_stop_and_how(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        assert voorbeeld.gegevens.mutatie
        laatste = format_datum(voorbeeld.gegevens.mutatie.tegenhouden_uiterlijk)
        tekst = render_tekst(sjablonen, voorbeeld)
        bericht = sjablonen.render_bericht(voorbeeld.brieftype, voorbeeld.gegevens)

        for verplicht in (f"tot en met {laatste}", "Mijn toeslagen", "Wat gebeurt er als u niets doet?"):
            assert verplicht in tekst
        assert f"uiterlijk op {laatste}" in bericht

    def test_says_that_the_voorschot_becomes_lower(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        assert voorbeeld.gegevens.mutatie
        bedrag = "het lagere bedrag" if voorbeeld.gegevens.mutatie.maandbedrag_nieuw else "geen voorschot"
        tekst = render_tekst(sjablonen, voorbeeld)

        assert "wordt daardoor lager" in tekst
        assert f"minstens één keer {bedrag}" in tekst
        assert voorbeeld.gegevens.mutatie.opwaarts == ("wordt uw voorschot niet hoger, maar lager" in tekst)

    def test_is_true_to_its_own_days_and_amounts(self, voorbeeld: Voorbeeld) -> None:
        mutatie = voorbeeld.gegevens.mutatie
        assert mutatie
        dagtekening = voorbeeld.gegevens.brief.dagtekening

        assert mutatie.verschil == mutatie.maandbedrag_oud - mutatie.maandbedrag_nieuw
        assert (mutatie.tegenhouden_uiterlijk - dagtekening).days == 21
        assert mutatie.eerste_betaling > mutatie.tegenhouden_uiterlijk
        assert mutatie.ingang == date(mutatie.ingang.year, mutatie.ingang.month, 1)
