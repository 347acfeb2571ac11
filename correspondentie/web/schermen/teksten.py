"""One text: what is in use, what was before, and where writing begins."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection
from starlette.responses import Response

from correspondentie.errors import InvalidSjabloonError
from correspondentie.redactie.bestanden import list_onderdelen
from correspondentie.redactie.concepten import list_concepten, start_concept
from correspondentie.redactie.errors import UnknownOnderdeelError
from correspondentie.redactie.gevallen import ZONDER_GEVAL
from correspondentie.redactie.overzicht import list_geschiedenis
from correspondentie.redactie.stand import find_basis
from correspondentie.redactie.versies import (
    Basis,
    Geschiedenis,
    Onderdeel,
    Soort,
    Toestand,
    Versie,
)
from correspondentie.redactie.vrijgeven import find_toestand
from correspondentie.web.errors import WeigeringError
from correspondentie.web.schermen.samenhang import list_keuzes
from correspondentie.web.verzoek import Verzoek


@dataclass(frozen=True, slots=True)
class Versieregel:
    """A version as it stands in a list."""

    versie: Versie
    toestand: Toestand


def get_tekst(verzoek: Verzoek) -> Response:
    """Show one text: what is in use, and its history."""
    onderdeel = find_onderdeel(verzoek)
    with verzoek.omgeving.engine.begin() as connection:
        basis = load_basis(verzoek, connection, onderdeel)
        verloop = list_geschiedenis(connection, onderdeel)
        concepten = list_concepten(connection, onderdeel)
    return verzoek.render(
        "tekst.html",
        onderdeel=onderdeel,
        basis=basis,
        verloop=verloop,
        regels=make_versieregels(verloop, verzoek.vandaag),
        concepten=concepten,
    )


def post_concept(verzoek: Verzoek) -> Response:
    """Begin a concept from the text in use; who has one goes on with that."""
    onderdeel = find_onderdeel(verzoek)
    if not list_keuzes(verzoek, onderdeel):
        raise WeigeringError(409, f"Schrijven kan nu niet: {ZONDER_GEVAL}")
    with verzoek.omgeving.engine.begin() as connection:
        basis = load_basis(verzoek, connection, onderdeel)
    concept = start_concept(verzoek.omgeving.engine, onderdeel, basis, verzoek.collega.wie, verzoek.now)
    return verzoek.redirect(f"/concepten/{concept.nummer}")


def find_onderdeel(verzoek: Verzoek) -> Onderdeel:
    """Find the text that an address names. Raises: WeigeringError when there is none."""
    try:
        onderdeel = Onderdeel(Soort(verzoek.pad["soort"]), verzoek.pad["naam"])
    except (ValueError, InvalidSjabloonError) as fout:
        raise WeigeringError(404, "Deze tekst is er niet. Kies er een uit het overzicht.") from fout
    if onderdeel not in list_onderdelen(verzoek.omgeving.settings.sjablonen):
        raise WeigeringError(404, "Deze tekst is er niet. Kies er een uit het overzicht.")
    return onderdeel


def load_basis(verzoek: Verzoek, connection: Connection, onderdeel: Onderdeel) -> Basis:
    """Load the text in use today. Raises: WeigeringError when it is gone."""
    try:
        return find_basis(connection, onderdeel, verzoek.omgeving.settings.sjablonen, verzoek.vandaag)
    except UnknownOnderdeelError as fout:
        raise WeigeringError(404, f"{fout}") from fout


def make_versieregels(verloop: Geschiedenis, vandaag: date) -> tuple[Versieregel, ...]:
    """Say of every version of a text where it stands on a day."""
    return tuple(
        Versieregel(versie, find_toestand(versie, verloop.vrijgaven, vandaag)) for versie in verloop.versies
    )
