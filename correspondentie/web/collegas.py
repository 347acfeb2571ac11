"""Colleagues: each subject of the identity provider has one name here, and keeps it."""

import re
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from correspondentie.web.rollen import Collega, Rol
from correspondentie.web.tabellen import collegas

NAAM_TEKENS = 80


@dataclass(frozen=True, slots=True)
class Identiteit:
    """Who an identity provider says that somebody is. onderwerp never changes and is never given anew."""

    uitgever: str
    onderwerp: str
    naam: str
    rollen: frozenset[Rol]


def save_collega(connection: Connection, identiteit: Identiteit) -> Collega:
    """Keep who logged in. Who comes for the first time gets a wie that nobody else has, and keeps it.

    A name can change or be two people's; wie is what the second-person rule and the logboek go by.
    """
    naam = _clean_naam(identiteit.naam)
    mijn = (
        collegas.c.uitgever == identiteit.uitgever,
        collegas.c.onderwerp == identiteit.onderwerp,
    )
    wie = connection.scalar(select(collegas.c.wie).where(*mijn))
    if wie is None:
        wie = _find_vrij(connection, naam)
        rij = {"uitgever": identiteit.uitgever, "onderwerp": identiteit.onderwerp}
        connection.execute(insert(collegas).values(**rij, wie=wie, naam=naam))
    else:
        connection.execute(update(collegas).where(*mijn).values(naam=naam))
    return Collega(wie, naam, identiteit.rollen)


def _find_vrij(connection: Connection, naam: str) -> str:
    """Find the first of 'Naam', 'Naam 2', 'Naam 3' that is nobody's; case does not tell two apart."""
    bezet = {wie.casefold() for wie in connection.scalars(select(collegas.c.wie))}
    nummer = 1
    while (wie := naam if nummer == 1 else f"{naam} {nummer}").casefold() in bezet:
        nummer += 1
    return wie


def _clean_naam(naam: str) -> str:
    """Make of a name what may stand on a line of the logboek: no marks, and no run of figures."""
    leesbaar = "".join(teken if teken.isprintable() else " " for teken in naam)
    return " ".join(re.sub(r"\d{4,}", "", leesbaar).split())[:NAAM_TEKENS].strip() or "Collega"
