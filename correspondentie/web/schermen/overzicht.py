"""The first page: how every brieftype stands, and what waits for who looks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from correspondentie.redactie.bestanden import list_onderdelen
from correspondentie.redactie.overzicht import list_geschiedenis, list_overzicht
from correspondentie.redactie.versies import Onderdeel, Overzichtregel, Soort, Toestand
from correspondentie.redactie.vrijgeven import find_toestand
from correspondentie.web.rollen import Rol
from correspondentie.web.verzoek import Verzoek


@dataclass(frozen=True, slots=True)
class Taak:
    """One thing that waits for somebody: what to do, with which text, and where."""

    wat: str
    naam: str
    toelichting: str
    doel: str


def get_overzicht(verzoek: Verzoek) -> Response:
    """Show how every brieftype stands."""
    with verzoek.omgeving.engine.begin() as connection:
        alle = list_overzicht(connection, verzoek.vandaag, _list_alle(verzoek))
        taken = tuple(list_taken(verzoek, alle, connection))
    regels = [regel for regel in alle if regel.onderdeel.soort is Soort.BRIEFTYPE]
    return verzoek.render("overzicht.html", regels=regels, taken=taken, kop="brieven")


def get_proefsets(verzoek: Verzoek) -> Response:
    """Show of which texts a set of proofs can be had."""
    return verzoek.render("proefset.html", onderdelen=_list_alle(verzoek))


def list_taken(verzoek: Verzoek, regels: Sequence[Overzichtregel], connection: Connection) -> Iterator[Taak]:
    """List what waits for who looks, by their roles."""
    for regel in regels:
        if verzoek.has_rol(Rol.REDACTEUR):
            yield from _list_schrijftaken(verzoek, regel)
        if verzoek.has_rol(Rol.BEOORDELAAR):
            yield from _list_leestaken(verzoek, regel)
        if verzoek.has_rol(Rol.OPERATEUR):
            yield from _list_plantaken(verzoek, regel.onderdeel, connection)


def _list_alle(verzoek: Verzoek) -> tuple[Onderdeel, ...]:
    return list_onderdelen(verzoek.omgeving.settings.sjablonen)


def _list_schrijftaken(verzoek: Verzoek, regel: Overzichtregel) -> Iterator[Taak]:
    for concept in regel.concepten:
        if concept.auteur == verzoek.collega.wie:
            doel = f"/concepten/{concept.nummer}"
            yield Taak("Schrijf verder aan", regel.onderdeel.naam, "uw concept", doel)


def _list_leestaken(verzoek: Verzoek, regel: Overzichtregel) -> Iterator[Taak]:
    for versie in regel.ter_beoordeling:
        if verzoek.collega.wie not in versie.schrijvers:
            yield Taak("Beoordeel", regel.onderdeel.naam, f"van {versie.auteur}", f"/versies/{versie.digest}")


def _list_plantaken(verzoek: Verzoek, onderdeel: Onderdeel, connection: Connection) -> Iterator[Taak]:
    verloop = list_geschiedenis(connection, onderdeel)
    for versie in verloop.versies:
        if find_toestand(versie, verloop.vrijgaven, verzoek.vandaag) is Toestand.GOEDGEKEURD:
            yield Taak(
                "Plan", onderdeel.naam, f"goedgekeurd, van {versie.auteur}", f"/versies/{versie.digest}"
            )
