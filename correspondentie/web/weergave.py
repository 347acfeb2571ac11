"""From facts to a page: the templates, and how a day, a moment or a text looks in them."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from correspondentie.getal import format_getal
from correspondentie.kalender import AMSTERDAM
from correspondentie.opmaak import format_datum
from correspondentie.web.rollen import UITLEG, Rol

# What a page says after an act; the address names the act, never the words.
GEDAAN: Mapping[str, str] = {
    "uitgelogd": "U bent uitgelogd.",
    "bewaard": "Uw tekst is bewaard.",
    "ingediend": "De tekst is ingediend. Een collega beoordeelt hem.",
    "weggegooid": "Het concept is weggegooid.",
    "goedgekeurd": "De versie is goedgekeurd. Een operateur kan haar vrijgeven.",
    "teruggestuurd": "De versie is teruggestuurd naar de schrijver.",
    "opgemerkt": "Uw opmerking staat erbij.",
    "afgehandeld": "De opmerking is afgehandeld.",
    "vrijgegeven": "De versie is vrijgegeven. De maandrun gebruikt haar vanaf de gekozen datum.",
    "ingetrokken": "De vrijgave is ingetrokken.",
    "beeindigd": "De sessie is beëindigd.",
}


def render_pagina(sjabloon: str, velden: Mapping[str, object]) -> str:
    """Render a template of the web application."""
    return _make_omgeving().get_template(sjabloon).render(velden)


def format_dag(dag: date) -> str:
    """Format a day in full: 10 juli 2026."""
    return format_datum(dag)


def format_moment(moment: datetime) -> str:
    """Format a moment as it is on the clock in the Netherlands: 10 juli 2026, 9.05 uur."""
    hier = moment.astimezone(AMSTERDAM)
    return f"{format_datum(hier.date())}, {hier.hour}.{hier:%M} uur"


def format_naam(naam: str) -> str:
    """Format the name of an onderdeel for a reader: 'Voorlopige beschikking'."""
    return naam.replace("-", " ").capitalize()


@cache
def _make_omgeving() -> Environment:
    omgeving = Environment(
        loader=PackageLoader("correspondentie.web", "paginas"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    omgeving.filters |= {
        "dag": format_dag,
        "moment": format_moment,
        "logmoment": lambda tekst: format_moment(datetime.fromisoformat(tekst)),
        "naam": format_naam,
        "getal": format_getal,
    }
    omgeving.globals |= {"Rol": Rol, "ROLUITLEG": UITLEG, "GEDAAN": GEDAAN}
    return omgeving
