"""Colleagues: each subject of the identity provider has one name here, and keeps it."""

import re
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from correspondentie.errors import CannotStartError
from correspondentie.redactie.tabellen import schrijvers
from correspondentie.web.rollen import Collega, Rol
from correspondentie.web.tabellen import collegas
from outbox.tabellen import logboek

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


def check_bekend(connection: Connection, wie: str) -> None:
    """Make sure that who acts outside the browser is one of the colleagues, once there are any.

    Under a name that nobody has, one could judge one's own text: the second-person rule goes by wie.
    Raises: CannotStartError.
    """
    bekenden = set(connection.scalars(select(collegas.c.wie)))
    if bekenden and wie not in bekenden:
        raise CannotStartError(
            f"'{wie}' is geen collega van de redactie. Geef bij --wie uw naam precies zoals die in het "
            "logboek van de redactie staat. Staat u er niet in, log dan eerst een keer in."
        )


def _find_vrij(connection: Connection, naam: str) -> str:
    """Find the first of 'Naam', 'Naam 2', 'Naam 3' that is nobody's; case does not tell two apart.

    A name that wrote a text or stands in the logboek is somebody's too: who takes it up would become them.
    """
    kolommen = (collegas.c.wie, schrijvers.c.wie, logboek.c.wie)
    bezet = {wie.casefold() for kolom in kolommen for wie in connection.scalars(select(kolom).distinct())}
    nummer = 1
    while (wie := naam if nummer == 1 else f"{naam} {nummer}").casefold() in bezet:
        nummer += 1
    return wie


def _clean_naam(naam: str) -> str:
    """Make of a name what may stand on a line of the logboek: no marks, and no run of figures."""
    leesbaar = "".join(teken if teken.isprintable() else " " for teken in naam)
    return " ".join(re.sub(r"\d{4,}", "", leesbaar).split())[:NAAM_TEKENS].strip() or "Collega"
