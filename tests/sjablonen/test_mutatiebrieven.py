"""What a mutatiebrief shows of what is announced, and a bevestiging of what was stopped."""

from collections.abc import Iterator

import pytest

from correspondentie.mutatiegegevens import Mutatiegegevens
from correspondentie.opmaak import format_datum, format_euro_heel, format_maand, format_waarde
from correspondentie.sjabloon import Sjablonen
from tests.bouwers.voorbeelden import Voorbeeld, list_voorbeelden, make_naam
from tests.sjablonen.test_brieftypen import render_tekst

MUTATIES = [v for v in list_voorbeelden() if v.gegevens.mutatie]
BEVESTIGINGEN = [v for v in list_voorbeelden() if v.gegevens.bevestiging]


def give(voorbeeld: Voorbeeld) -> Mutatiegegevens:
    assert voorbeeld.gegevens.mutatie
    return voorbeeld.gegevens.mutatie


def list_gegevens(mutatie: Mutatiegegevens) -> Iterator[str]:
    for dag in (mutatie.geboortedatum, mutatie.eerste_betaling, mutatie.tegenhouden_uiterlijk):
        yield format_datum(dag) if dag else ""
    yield mutatie.kind or ""
    yield format_maand(mutatie.ingang)
    for verschil in mutatie.verschillen:
        yield from (format_euro_heel(verschil.oud), format_euro_heel(verschil.nieuw))
    yield format_euro_heel(mutatie.verschil)
    yield format_euro_heel(mutatie.te_veel) if mutatie.kind is None and mutatie.te_veel else ""
    for inkomen in mutatie.inkomens:
        yield from (format_euro_heel(inkomen.bekend), format_euro_heel(inkomen.geleverd), inkomen.bron)
        yield format_datum(inkomen.geleverd_op)
    for vergelijking in mutatie.vergelijkingen:
        yield from (vergelijking.organisatie, vergelijking.lrk_nummer, vergelijking.bron)
        yield format_datum(vergelijking.geleverd_op)
        for regel in vergelijking.regels:
            yield format_waarde(regel.bekend, regel.eenheid)
            yield format_waarde(regel.geleverd, regel.eenheid)


@pytest.mark.parametrize("voorbeeld", MUTATIES, ids=make_naam)
class TestElkeMutatiebrief:
    def test_shows_every_gegeven(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        tekst = render_tekst(sjablonen, voorbeeld)

        assert [] == [s for s in list_gegevens(give(voorbeeld)) if s not in tekst]

    def test_tells_the_last_day_to_stop_and_how(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        laatste = format_datum(give(voorbeeld).tegenhouden_uiterlijk)
        tekst = render_tekst(sjablonen, voorbeeld)
        bericht = sjablonen.render_bericht(voorbeeld.brieftype, voorbeeld.gegevens)

        for verplicht in (f"tot en met {laatste}", "Mijn toeslagen", "Wat gebeurt er als u niets doet?"):
            assert verplicht in tekst
        assert f"uiterlijk op {laatste}" in bericht

    def test_says_that_the_voorschot_becomes_lower(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        bedrag = "het lagere bedrag" if give(voorbeeld).maandbedrag_nieuw else "geen voorschot"
        tekst = render_tekst(sjablonen, voorbeeld)

        assert "wordt daardoor lager" in tekst
        assert f"minstens één keer {bedrag}" in tekst
        assert give(voorbeeld).opwaarts == ("wordt uw voorschot niet hoger, maar lager" in tekst)

    def test_names_the_other_letters(self, sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
        mutatie = give(voorbeeld)
        andere = mutatie.andere_kinderen + mutatie.ook_inkomen

        assert bool(andere) == ("U kunt per brief kiezen" in render_tekst(sjablonen, voorbeeld))

    def test_is_true_to_its_own_days_and_amounts(self, voorbeeld: Voorbeeld) -> None:
        mutatie, dagtekening = give(voorbeeld), voorbeeld.gegevens.brief.dagtekening

        assert mutatie.verschil == mutatie.maandbedrag_oud - mutatie.maandbedrag_nieuw > 0
        assert (mutatie.tegenhouden_uiterlijk - dagtekening).days == 21
        assert mutatie.eerste_betaling > mutatie.tegenhouden_uiterlijk
        assert 1 == mutatie.ingang.day

    def test_is_about_a_child_or_about_the_income(self, voorbeeld: Voorbeeld) -> None:
        mutatie = give(voorbeeld)
        over_kind = voorbeeld.brieftype == "mutatiebrief-kinderopvang"

        assert over_kind == bool(mutatie.vergelijkingen) == (mutatie.kind is not None)
        assert over_kind != bool(mutatie.inkomens)
        assert not over_kind or ["kinderopvangtoeslag"] == [v.toeslag for v in mutatie.verschillen]


@pytest.mark.parametrize("voorbeeld", BEVESTIGINGEN, ids=make_naam)
def test_a_bevestiging_says_what_was_stopped_and_that_nothing_changes(
    sjablonen: Sjablonen, voorbeeld: Voorbeeld
) -> None:
    bevestiging = voorbeeld.gegevens.bevestiging
    assert bevestiging
    tekst = render_tekst(sjablonen, voorbeeld)

    for verplicht in (
        bevestiging.kenmerk,
        format_datum(bevestiging.dagtekening),
        format_datum(bevestiging.tegengehouden_op),
        f"de opvang van {bevestiging.kind}" if bevestiging.kind else "over uw inkomen",
        "verandert er niets aan uw gegevens en uw voorschot",
    ):
        assert verplicht in tekst
