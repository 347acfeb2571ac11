"""A reader who redoes a letter with a calculator finds no cent of difference."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from calc.huishouden import Huishouden
from correspondentie.sjabloon import Sjablonen, load_sjablonen
from correspondentie.zetter import Zetter
from tests.bouwers.opdrachtregel import find_formes
from tests.bouwers.voorbeelden import SJABLONEN, Voorbeeld, list_voorbeelden, make_naam
from tests.bouwers.zichtbare_tekst import make_zichtbare_tekst
from tests.sjablonen.afdruk import Afdruk, read_html, read_pdf
from tests.sjablonen.narekenen import list_fouten
from tests.sjablonen.scenario import NORMEN, Scenario, make_voorschot
from tests.sjablonen.strategieen import alle_huishoudens, huurders_van_2025

GEGEVEN = ("Vermogen op 1 januari", "Aantal bewoners", "Inkomen van alle bewoners")  # not computed
VOORBEELDEN = [v for v in list_voorbeelden() if v.gegevens.beschikking or v.gegevens.terugvordering]
ALLES = load_sjablonen(SJABLONEN)


@pytest.fixture(scope="module")
def zetter() -> Zetter:
    return Zetter(SJABLONEN / "_huisstijl", formes=find_formes())


def print_brief(zetter: Zetter, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> Afdruk:
    kopij = sjablonen.render_kopij(voorbeeld.brieftype, voorbeeld.gegevens)
    return read_pdf(zetter.zet(kopij, dagtekening=voorbeeld.gegevens.brief.dagtekening).pdf)


@pytest.mark.parametrize("voorbeeld", VOORBEELDEN, ids=make_naam)
def test_every_sum_of_a_printed_letter_comes_out(
    zetter: Zetter, sjablonen: Sjablonen, voorbeeld: Voorbeeld
) -> None:
    norm = NORMEN.find_norm(voorbeeld.gegevens.brief.toeslagjaar)

    assert [] == list_fouten(print_brief(zetter, sjablonen, voorbeeld), norm)


@settings(max_examples=60, deadline=None)
@given(alle_huishoudens() | huurders_van_2025())
def test_every_sum_of_any_household_comes_out(huishouden: Huishouden) -> None:
    gegevens = make_voorschot(Scenario("voorlopige-beschikking", "elk", huishouden))
    tekst = make_zichtbare_tekst(ALLES.render_html("voorlopige-beschikking", gegevens))

    assert [] == list_fouten(read_html(tekst), NORMEN.find_norm(huishouden.toeslagjaar))


def test_a_printed_amount_that_is_wrong_is_noticed(zetter: Zetter, sjablonen: Sjablonen) -> None:
    [voorbeeld] = [v for v in VOORBEELDEN if make_naam(v) == "herziening-vier-toeslagen"]
    afdruk = print_brief(zetter, sjablonen, voorbeeld)
    norm = NORMEN.find_norm(2026)
    ongemerkt = []
    for nummer, rij in enumerate(afdruk.rijen):
        if rij[-1].startswith("€") and not rij[0].startswith(GEGEVEN):
            fout = (*rij[:-1], rij[-1] + "1" if "," in rij[-1] else rij[-1] + ",01")
            beschadigd = replace(afdruk, rijen=(*afdruk.rijen[:nummer], fout, *afdruk.rijen[nummer + 1 :]))
            ongemerkt += [] if list_fouten(beschadigd, norm) else [rij]

    assert [] == ongemerkt
