"""How every text stands, for who opens the application."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from correspondentie.redactie.concepten import list_concepten
from correspondentie.redactie.stand import list_in_gebruik
from correspondentie.redactie.versieopslag import list_versies, list_vrijgaven, list_wachtende
from correspondentie.redactie.versies import Geschiedenis, Onderdeel, Overzichtregel


def list_overzicht(
    connection: Connection, vandaag: date, onderdelen: Iterable[Onderdeel]
) -> tuple[Overzichtregel, ...]:
    """List how each onderdeel stands on a day: those given (list_onderdelen), then others written here."""
    nu = list_in_gebruik(connection, vandaag)
    gepland = [
        vrijgave
        for vrijgave in reversed(list_vrijgaven(connection))
        if vrijgave.intrekking is None and vrijgave.vanaf > vandaag
    ]
    concepten = list_concepten(connection)
    wachtend = list_wachtende(connection)
    hier = sorted({ding.onderdeel for groep in (nu.values(), gepland, concepten, wachtend) for ding in groep})
    return tuple(
        Overzichtregel(
            onderdeel=onderdeel,
            in_gebruik=nu.get(onderdeel),
            gepland=tuple(vrijgave for vrijgave in gepland if vrijgave.onderdeel == onderdeel),
            concepten=tuple(concept for concept in concepten if concept.onderdeel == onderdeel),
            ter_beoordeling=tuple(versie for versie in wachtend if versie.onderdeel == onderdeel),
        )
        for onderdeel in dict.fromkeys((*onderdelen, *hier))
    )


def list_geschiedenis(connection: Connection, onderdeel: Onderdeel) -> Geschiedenis:
    """List every version and release of one onderdeel, newest first."""
    return Geschiedenis(
        versies=list_versies(connection, onderdeel), vrijgaven=list_vrijgaven(connection, onderdeel)
    )
