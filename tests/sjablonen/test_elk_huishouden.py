"""Whatever the core decides can be written down: no household falls between the words of a letter."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from calc.definitief import decide_terugvordering
from calc.huishouden import Huishouden
from correspondentie.briefgegevens import Briefgegevens
from correspondentie.briefinhoud import make_mutatiegegevens
from correspondentie.register import Aanleiding
from correspondentie.sjabloon import load_sjablonen
from tests.bouwers.huishoudens import make_verleend
from tests.bouwers.strategieen import afwijkende_huishoudens
from tests.bouwers.voorbeelden import SJABLONEN
from tests.bouwers.zichtbare_tekst import make_zichtbare_tekst
from tests.sjablonen.huishoudens import with_inkomen
from tests.sjablonen.scenario import (
    Scenario,
    decide_besluit,
    make_definitief,
    make_terugvordering,
    make_voorschot,
)
from tests.sjablonen.strategieen import alle_huishoudens

ALLES = load_sjablonen(SJABLONEN)
dagtekeningen = st.sampled_from([date(2025, 12, 10), date(2026, 7, 10), date(2026, 12, 10)])


def render(aanleiding: Aanleiding, gegevens: Briefgegevens) -> str:
    brieftype = ALLES.register.find_for(aanleiding)
    assert brieftype
    assert gegevens.brief.kenmerk in ALLES.render_bericht(brieftype.naam, gegevens)
    return make_zichtbare_tekst(ALLES.render_html(brieftype.naam, gegevens))


@settings(max_examples=40, deadline=None)
@given(alle_huishoudens(), dagtekeningen, st.sampled_from([Aanleiding.TOEKENNING, Aanleiding.HERZIENING]))
def test_any_voorschot_can_be_written_down(
    huishouden: Huishouden, dagtekening: date, aanleiding: Aanleiding
) -> None:
    gegevens = make_voorschot(Scenario("proef", "proef", huishouden, dagtekening))
    assert gegevens.beschikking
    nihil = gegevens.beschikking.nihil and aanleiding is Aanleiding.TOEKENNING

    tekst = render(Aanleiding.NIHIL if nihil else aanleiding, gegevens)

    assert nihil == (" geen " in tekst.partition("In deze brief leest u")[0] and "deze brief leest" in tekst)


@settings(max_examples=40, deadline=None)
@given(alle_huishoudens(), st.integers(0, 5_000_00))
def test_any_definitieve_toekenning_can_be_written_down(huishouden: Huishouden, uitbetaald: int) -> None:
    verleend = make_verleend(bedrag_jaar=900_00, uitbetaald=uitbetaald, tot_en_met_maand=12)
    aanvragen = (replace(huishouden.aanvragen[0], verleend=verleend),)
    scenario = Scenario("proef", "proef", replace(huishouden, aanvragen=aanvragen), date(2026, 12, 10))

    tekst = render(Aanleiding.DEFINITIEF, make_definitief(scenario))

    assert "Definitieve berekening" in tekst
    beschikking = scenario.decide_definitief()
    if decide_terugvordering(beschikking):
        assert "U betaalt toeslag terug" in render(
            Aanleiding.TERUGVORDERING, make_terugvordering(scenario, beschikking)
        )


@settings(max_examples=40, deadline=None)
@given(afwijkende_huishoudens(), st.integers(0, 80_000_00))
def test_any_mutatie_can_be_written_down(huishouden: Huishouden, inkomen: int) -> None:
    scenario = Scenario("proef", "proef", with_inkomen(huishouden, inkomen))
    besluit = decide_besluit(scenario)

    for mutatie in besluit.mutaties:
        inhoud = make_mutatiegegevens(scenario.dossier, mutatie, besluit, scenario.kalender)
        aanleiding = Aanleiding.MUTATIE if mutatie.kind else Aanleiding.MUTATIE_INKOMEN
        assert "wordt daardoor lager" in render(aanleiding, scenario.make_gegevens(mutatie=inhoud))
