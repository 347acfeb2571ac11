"""Whatever the core decides can be written down: no household falls between the words of a letter."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from calc.huishouden import Huishouden
from calc.muteren import Mutatieopdracht, decide_mutaties
from calc.norm import load_norm
from calc.voorschot import decide_beschikking
from correspondentie.briefgegevens import Briefgegevens
from correspondentie.briefinhoud import make_beschikkinggegevens, make_briefhoofd, make_mutatiegegevens
from correspondentie.kalender import make_kalender
from correspondentie.register import Aanleiding
from correspondentie.sjabloon import load_sjablonen
from tests.bouwers.dossiers import make_dossier
from tests.bouwers.strategieen import huishoudens
from tests.bouwers.voorbeelden import SJABLONEN
from tests.bouwers.zichtbare_tekst import make_zichtbare_tekst

NORM = load_norm(2026)
ALLES = load_sjablonen(SJABLONEN)
KENMERK = "7QK2-M9XA-4TBC-0H5R"
dagtekeningen = st.sampled_from([date(2025, 12, 10), date(2026, 7, 10), date(2026, 12, 10)])


def render(aanleiding: Aanleiding, gegevens: Briefgegevens) -> tuple[str, str]:
    brieftype = ALLES.register.find_for(aanleiding)
    assert brieftype
    html = ALLES.render_html(brieftype.naam, gegevens)
    return make_zichtbare_tekst(html), ALLES.render_bericht(brieftype.naam, gegevens)


@settings(max_examples=25, deadline=None)
@given(huishoudens(), dagtekeningen)
def test_any_beschikking_can_be_written_down(huishouden: Huishouden, dagtekening: date) -> None:
    dossier, kalender = make_dossier(huishouden), make_kalender(2026, dagtekening)
    beschikking = make_beschikkinggegevens(dossier, decide_beschikking(huishouden, NORM), kalender)
    gegevens = Briefgegevens(brief=make_briefhoofd(dossier, KENMERK, kalender), beschikking=beschikking)

    tekst, bericht = render(Aanleiding.TOEKENNING, gegevens)

    assert beschikking.nihil == (" geen kinderopvangtoeslag" in tekst)
    assert KENMERK in bericht


@settings(max_examples=25, deadline=None)
@given(huishoudens())
def test_any_mutatie_can_be_written_down(huishouden: Huishouden) -> None:
    dossier, kalender = make_dossier(huishouden), make_kalender(2026, date(2026, 7, 10))
    opdracht = Mutatieopdracht(ingangsmaand=kalender.ingangsmaand, ruimte=3, lopend=frozenset())
    besluit = decide_mutaties(huishouden, NORM, opdracht)

    for mutatie in besluit.mutaties:
        gegevens = Briefgegevens(
            brief=make_briefhoofd(dossier, KENMERK, kalender),
            mutatie=make_mutatiegegevens(dossier, mutatie, besluit, kalender),
        )
        tekst, bericht = render(Aanleiding.MUTATIE, gegevens)
        assert "wordt daardoor lager" in tekst
        assert KENMERK in bericht
