"""What every live brieftype owes: this module loops over the register and over all voorbeelden."""

import re

import pytest

from correspondentie.briefgegevens import Briefgegevens, Rekenstap
from correspondentie.opmaak import format_datum
from correspondentie.register import Aanleiding
from correspondentie.sjabloon import VELDEN, Sjablonen
from tests.bouwers.voorbeelden import SJABLONEN, Voorbeeld, list_voorbeelden, make_naam
from tests.bouwers.zichtbare_tekst import make_zichtbare_tekst
from tests.sjablonen.maak_voorbeelden import list_gemaakt

ALLE = list_voorbeelden()
BESLUITEN = [v for v in ALLE if v.gegevens.beschikking or v.gegevens.terugvordering]
GEEN_BESLUITEN = [v for v in ALLE if v.gegevens.mutatie or v.gegevens.bevestiging]
BERICHT_MAXIMUM = 2_500


def render_tekst(sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> str:
    return make_zichtbare_tekst(sjablonen.render_html(voorbeeld.brieftype, voorbeeld.gegevens))


def find_bezwaar_uiterlijk(gegevens: Briefgegevens) -> str:
    besluit = gegevens.beschikking or gegevens.terugvordering
    assert besluit
    return format_datum(besluit.bezwaar_uiterlijk)


def test_every_brieftype_of_the_register_has_a_voorbeeld(sjablonen: Sjablonen) -> None:
    assert set(sjablonen.register.brieftypen) == {voorbeeld.brieftype for voorbeeld in ALLE}


def test_every_verwacht_belongs_to_a_voorbeeld() -> None:
    gevonden = set(SJABLONEN.glob("*/verwacht/*"))

    assert {v.find_verwacht(soort) for v in ALLE for soort in ("brief", "bericht")} == gevonden


def test_every_voorbeeld_is_what_the_core_decides_today() -> None:
    assert {make_naam(v): v.gegevens for v in list_gemaakt()} == {make_naam(v): v.gegevens for v in ALLE}


@pytest.mark.parametrize("aanleiding", Aanleiding)
def test_nobody_gets_a_letter_when_nothing_changed_and_else_there_is_one(
    sjablonen: Sjablonen, aanleiding: Aanleiding
) -> None:
    assert (aanleiding is Aanleiding.ONGEWIJZIGD) == (sjablonen.register.find_for(aanleiding) is None)


def test_every_aanleiding_has_its_own_gegevens() -> None:
    verdeeld = [aanleiding for _, aanleidingen in VELDEN.values() for aanleiding in aanleidingen]

    assert sorted(Aanleiding) == sorted(verdeeld)


def test_every_step_of_a_sum_has_words() -> None:
    componenten = (SJABLONEN / "_huisstijl" / "componenten.html").read_text(encoding="utf-8")
    met_woorden = re.findall(r'^  "([a-z0-9-]+)": "', componenten, re.MULTILINE)

    assert sorted(set(Rekenstap) - {Rekenstap.JAARDEEL}) == sorted(met_woorden)


@pytest.mark.parametrize("voorbeeld", ALLE, ids=make_naam)
class TestElkVoorbeeld:
    def test_reads_as_expected(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        tekst = render_tekst(sjablonen, voorbeeld)

        assert voorbeeld.find_verwacht("brief").read_text(encoding="utf-8") == tekst

    def test_has_the_bericht_as_expected(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        bericht = sjablonen.render_bericht(voorbeeld.brieftype, voorbeeld.gegevens) + "\n"

        assert voorbeeld.find_verwacht("bericht").read_text(encoding="utf-8") == bericht

    def test_says_who_when_and_how_to_reach_us(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        brief, afzender = voorbeeld.gegevens.brief, sjablonen.register.afzender
        tekst = render_tekst(sjablonen, voorbeeld)
        verplicht = [brief.kenmerk, format_datum(brief.dagtekening), brief.aanhef, str(brief.toeslagjaar)]
        verplicht += [regel.replace("  ", "\u00a0 ") for regel in brief.adresregels]
        verplicht += [afzender.telefoon, afzender.website, "(Awir)", "artikel"]

        assert [] == [woord for woord in verplicht if woord not in tekst]

    def test_keeps_the_bericht_plain_and_short(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        bericht = sjablonen.render_bericht(voorbeeld.brieftype, voorbeeld.gegevens)

        assert len(bericht) <= BERICHT_MAXIMUM
        assert not re.search(r"[<>{}]|&\w+;|\n{3}|[ \t]\n", bericht)
        assert bericht.strip() == bericht
        assert voorbeeld.gegevens.brief.kenmerk in bericht
        assert sjablonen.register.afzender.telefoon in bericht

    def test_leaves_no_trace_of_the_sjabloon(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        tekst = render_tekst(sjablonen, voorbeeld)

        assert not re.search(r"[{}*_]|None|True|False|  |\.\.", tekst.replace("\u00a0", " x"))
        assert not re.search(r"\d,\d{3} |€ | [.,]", tekst)

    def test_explains_an_abbreviation_before_it_is_used(
        self, sjablonen: Sjablonen, voorbeeld: Voorbeeld
    ) -> None:
        tekst = render_tekst(sjablonen, voorbeeld)

        assert tekst.index("Awir") == tekst.index("(Awir)") + 1

    def test_gives_every_table_a_caption(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        html = sjablonen.render_html(voorbeeld.brieftype, voorbeeld.gegevens)

        assert html.count("<table") == len(re.findall(r"<table[^>]*>\s*<caption>", html))

    def test_never_says_je_or_threatens(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        tekst = render_tekst(sjablonen, voorbeeld).lower()

        assert not re.findall(r"\b(je|jij|jouw|dient te|boete|sanctie|conform|middels|ten behoeve)\b", tekst)


@pytest.mark.parametrize("voorbeeld", BESLUITEN, ids=make_naam)
class TestElkBesluit:
    def test_carries_the_objection_clause(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        """Awb 3:45 and 6:5: that one can object, who, within which term, where, and with what."""
        tekst = render_tekst(sjablonen, voorbeeld)
        clausule = tekst[tekst.index("Bent u het niet eens") :]

        for verplicht in ("bezwaar maken", "U of iemand", "zes weken", "handtekening", "waarom"):
            assert verplicht in clausule
        assert f"uiterlijk op {find_bezwaar_uiterlijk(voorbeeld.gegevens)}" in clausule
        assert "\n".join(sjablonen.register.afzender.bezwaaradres).replace("  ", " ") in clausule
        assert voorbeeld.gegevens.brief.kenmerk in clausule

    def test_names_the_rules_it_rests_on(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        """Awb 3:47: the motivation names the legal provision, where that can be done."""
        tekst = render_tekst(sjablonen, voorbeeld)
        regels = tekst[tekst.index("Op welke regels rust dit besluit?") :]

        assert re.search(r"artikel(en)?\u00a0\d", regels)

    def test_tells_how_to_reach_a_person(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        tekst = render_tekst(sjablonen, voorbeeld)

        assert "automatisch" in tekst
        assert "medewerker" in tekst

    def test_puts_the_last_day_to_object_in_the_bericht(
        self, sjablonen: Sjablonen, voorbeeld: Voorbeeld
    ) -> None:
        bericht = sjablonen.render_bericht(voorbeeld.brieftype, voorbeeld.gegevens)

        assert f"tot en met {find_bezwaar_uiterlijk(voorbeeld.gegevens)}" in bericht


@pytest.mark.parametrize("voorbeeld", GEEN_BESLUITEN, ids=make_naam)
def test_what_is_no_decision_says_so_and_carries_no_objection_clause(
    sjablonen: Sjablonen, voorbeeld: Voorbeeld
) -> None:
    """The letter announces or confirms; Awb 3:45 asks for an objection clause only in a decision."""
    tekst = render_tekst(sjablonen, voorbeeld)

    assert not re.search("bezwaarschrift|zes weken|6 weken", tekst)
    assert re.search("Deze brief is (nog )?geen besluit", tekst)
    assert re.search("tegen deze brief (kunt u )?geen bezwaar", tekst, re.IGNORECASE)
