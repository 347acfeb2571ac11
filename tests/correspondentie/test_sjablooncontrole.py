"""A sjabloon formats and never computes: what its syntax tree may hold."""

from pathlib import Path

import pytest
from jinja2 import Environment

from correspondentie.briefgegevens import Beschikkinggegevens, Briefhoofd
from correspondentie.errors import InvalidSjabloonError
from correspondentie.mutatiegegevens import Mutatiegegevens
from correspondentie.opmaak import FILTERS
from correspondentie.sjablooncontrole import Woordenschat, check_rekent_niet, check_sjabloon

BESTAND = Path("brief.md")
WOORDEN = Woordenschat(
    velden={"brief": Briefhoofd, "beschikking": Beschikkinggegevens, "mutatie": Mutatiegegevens},
    componenten={"overzicht": 1, "maandbedragen": 3},
    filters=FILTERS,
)


def check_bron(bron: str) -> None:
    check_sjabloon(Environment(autoescape=True).parse(bron), BESTAND, WOORDEN)


@pytest.mark.parametrize(
    "bron",
    [
        "tekst",
        "{{ brief.kenmerk }} {{ brief.toeslagjaar }} {{ brief.dagtekening | datum }}",
        "{% if mutatie.opwaarts and not mutatie.verschil == 0 or brief.aanhef != 'x' %}ja{% endif %}",
        "{% if beschikking.begunstigde.organisatie %}a{% elif beschikking.nihil %}b{% else %}c{% endif %}",
        "{% for t in beschikking.betaalmaanden %}{{ t.totaal | euro }}{{ loop.index }}{% else %}geen"
        "{% endfor %}",
        "{% for t in beschikking.toeslagen %}{% for p in t.maandgroepen %}{{ p.van | maand }}{% endfor %}"
        "{% endfor %}",
        "{% for t in beschikking.betaalmaanden %}"
        "{% if not loop.first and loop.previtem.totaal != t.totaal %}x{% endif %}{% endfor %}",
        "{% for r in brief.adresregels %}{% if not loop.last %}{{ r }}{% endif %}{% endfor %}",
        "{% for v in mutatie.vergelijkingen %}{% for r in v.regels %}"
        "{% if r.onderdeel in ('uren', 'einde') %}{{ r.bekend | waarde(r.eenheid) }}{% endif %}"
        "{% endfor %}{% endfor %}",
        "{% for t in beschikking.toeslagen %}{{ overzicht(t) }}{% if t.bedrag_eerder != none %}"
        "{{ t.bedrag_eerder | euro_heel }}{% endif %}{% endfor %}",
        "{{ maandbedragen(mutatie.maandbedrag_oud, mutatie.maandbedrag_nieuw, mutatie.verschil) }}",
    ],
)
def test_fields_conditions_loops_and_components_are_allowed(bron: str) -> None:
    check_bron(bron)


@pytest.mark.parametrize("teken", ["+", "-", "*", "/", "//", "%", "**"])
def test_no_arithmetic_is_allowed(teken: str) -> None:
    with pytest.raises(InvalidSjabloonError, match=r"brief\.md, regel 2: een sjabloon rekent niet"):
        check_bron(f"een\n{{{{ mutatie.maandbedrag_oud {teken} 2 }}}}")


@pytest.mark.parametrize(
    ("bron", "verwacht"),
    [
        ("{{ -mutatie.verschil }}", "een sjabloon rekent niet"),
        ("{{ brief.kenmerk ~ 'x' }}", "plakken"),
        ("{% if mutatie.verschil > 100 %}{% endif %}", "Groter of kleiner is rekenen"),
        ("{{ mutatie.verschil }} euro", "dit veld heeft een filter nodig"),
        ("{{ beschikking.bedrag_jaar }}", "dit veld heeft een filter nodig"),
        ("{% set a = brief.kenmerk %}", "'set' mag niet"),
        ("{% set a %}x{% endset %}", "'set' mag niet"),
        ("{% macro m() %}{% endmacro %}", "'macro' mag niet"),
        ("{% call overzicht(brief) %}{% endcall %}", "'call' mag niet"),
        ("{% filter euro %}x{% endfilter %}", "een filterblok mag niet"),
        ("{% include 'x' %}", "'include' mag niet"),
        ("{% import 'x' as y %}", "'import' mag niet"),
        ("{% from 'x' import y %}", "'import' mag niet"),
        ("{% extends 'x' %}", "'extends' mag niet"),
        ("{% block x %}{% endblock %}", "'block' mag niet"),
        ("{% with a = 1 %}{% endwith %}", "'With' mag niet"),
        ("{{ brief['kenmerk'] }}", "'[...]' mag niet"),
        ("{{ 'a' if mutatie.opwaarts else 'b' }}", "een voorwaarde in een veld mag niet"),
        ("{% if brief is defined %}{% endif %}", "'is ...' mag niet"),
        ("{{ {'a': 1} }}", "'Dict' mag niet"),
        ("{% for a in range(999999999) %}{% endfor %}", "het component 'range' bestaat niet"),
        ("{{ brief.kenmerk.upper() }}", "een functie aanroepen mag niet"),
        ("{{ ''.__class__ }}", "is een losse waarde"),
        ("{{ brief.__class__ }}", "het veld '__class__' bestaat niet"),
        ("{{ brief.kenmerk.format }}", "is een losse waarde"),
        ("{{ self }}", "het veld 'self' bestaat niet"),
        ("{{ overzicht }}", "het veld 'overzicht' bestaat niet"),
        ("{{ overzicht() }}", "heeft 1 gegeven(s) nodig, niet 0"),
        ("{{ overzicht(toeslag=brief) }}", "zonder naam ervoor"),
        ("{{ overzicht(*brief.adresregels) }}", "zonder naam ervoor"),
        ("{{ brief.kenmerk | safe }}", "het filter 'safe' bestaat niet"),
        ("{{ brief.dagtekening | euro }}", "het filter 'euro' past niet bij dit veld"),
        ("{{ mutatie.verschil | euro(2) }}", "het filter 'euro' past niet bij dit veld"),
        ("{{ mutatie.verschil | euro(x=2) }}", "zonder naam ervoor"),
        ("{{ brief.dagtekening }}", "heeft een filter nodig"),
        ("{{ mutatie.opwaarts }}", "heeft een filter nodig"),
        ("{{ mutatie.vergelijkingen }}", "heeft een filter nodig"),
        (
            "{{ beschikking.maandbdrag | euro }}",
            "het veld 'maandbdrag' bestaat niet. Bedoelt u 'maandbedrag'?",
        ),
        ("{{ breif.kenmerk }}", "het veld 'breif' bestaat niet. Bedoelt u 'brief'?"),
        ("{{ brief.zzz }}", "Bekend: aanhef, adresregels, dagtekening"),
        ("{% for a in brief.kenmerk %}{% endfor %}", "een lus loopt over een veld met meer regels"),
        ("{% for a, b in beschikking.betaalmaanden %}{% endfor %}", "schrijf een lus als"),
        ("{% for a in beschikking.betaalmaanden if a.totaal %}{% endfor %}", "schrijf een lus als"),
        ("{% for brief in beschikking.betaalmaanden %}{% endfor %}", "de naam 'brief' is al in gebruik"),
        (
            "{% for overzicht in beschikking.betaalmaanden %}{% endfor %}",
            "de naam 'overzicht' is al in gebruik",
        ),
        (
            "{% for a in beschikking.betaalmaanden %}{% endfor %}{{ a.totaal | euro }}",
            "het veld 'a' bestaat niet",
        ),
        (
            "{% for t in beschikking.betaalmaanden %}{{ loop.cycle }}{% endfor %}",
            "het veld 'cycle' bestaat niet",
        ),
        ("{{ loop.index }}", "het veld 'loop' bestaat niet"),
        (
            "{% for v in mutatie.vergelijkingen %}{% if v.opvangsoort == 'dagopvagn' %}"
            "{% endif %}{% endfor %}",
            "het woord 'dagopvagn' bestaat niet. Bedoelt u 'dagopvang'?",
        ),
        (
            "{% for v in mutatie.vergelijkingen %}{% if v.opvangsoort in ['bso', 'x'] %}"
            "{% endif %}{% endfor %}",
            "het woord 'x' bestaat niet",
        ),
    ],
)
def test_anything_else_is_refused_with_what_to_write_instead(bron: str, verwacht: str) -> None:
    with pytest.raises(InvalidSjabloonError) as gevonden:
        check_bron(bron)

    assert verwacht in str(gevonden.value)


def test_the_huisstijl_may_have_macros_but_does_not_compute() -> None:
    check_rekent_niet(Environment(autoescape=True).parse("{% macro m(a) %}{{ a }}{% endmacro %}"), BESTAND)

    with pytest.raises(InvalidSjabloonError, match="regel 1: een sjabloon rekent niet"):
        check_rekent_niet(Environment(autoescape=True).parse("{{ a + 1 }}"), BESTAND)
