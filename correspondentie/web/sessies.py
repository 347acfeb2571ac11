"""Sessions: kept in the database, known by a secret that only the browser has, and short-lived."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from correspondentie.web.rollen import Collega, Rol
from correspondentie.web.tabellen import collegas, sessies

STIL = timedelta(minutes=45)  # without a request, a session ends
HOOGSTENS = timedelta(hours=10)  # a working day; after it one logs in anew
_BIJWERKEN = timedelta(minutes=1)  # how exact `gezien` is: a page full of pictures is no page full of writes
_GEHEIM = 32  # bytes of chance


@dataclass(frozen=True, kw_only=True, slots=True)
class Sessie:
    """One log-in that holds. csrf stands in every form of it, and nowhere else."""

    sleutel: str
    collega: Collega
    csrf: str
    begonnen: datetime
    gezien: datetime


def make_geheim() -> str:
    """Make a secret nobody can guess. Shape: 43 characters that fit in a URL."""
    return secrets.token_urlsafe(_GEHEIM)


def compute_sleutel(geheim: str) -> str:
    """Compute under what the database knows a secret. Shape: sha256, hex."""
    return sha256(geheim.encode()).hexdigest()


def start_sessie(connection: Connection, collega: Collega, now: datetime) -> str:
    """Start a session, and give the secret for the browser; what has expired is cleared away."""
    _clear_sessies(connection, now)
    geheim = make_geheim()
    rij = {
        "sleutel": compute_sleutel(geheim),
        "wie": collega.wie,
        "rollen": ",".join(sorted(collega.rollen)),
        "csrf": make_geheim(),
        "begonnen": now,
        "gezien": now,
    }
    connection.execute(insert(sessies).values(rij))
    return geheim


def find_sessie(connection: Connection, geheim: str, now: datetime) -> Sessie | None:
    """Find the session of this secret, and note that it is in use; None when there is none that holds."""
    vraag = select(sessies, collegas.c.naam).join(collegas, collegas.c.wie == sessies.c.wie)
    rij = connection.execute(vraag.where(sessies.c.sleutel == compute_sleutel(geheim))).one_or_none()
    if rij is None or now - rij.gezien >= STIL or now - rij.begonnen >= HOOGSTENS:
        return None
    if now - rij.gezien >= _BIJWERKEN:
        mijn = update(sessies).where(sessies.c.sleutel == rij.sleutel)
        connection.execute(mijn.values(gezien=now))
    return _read_sessie(rij)


def list_sessies(connection: Connection, now: datetime) -> list[Sessie]:
    """List the sessions that hold, the newest first."""
    vraag = select(sessies, collegas.c.naam).join(collegas, collegas.c.wie == sessies.c.wie)
    vers = (sessies.c.gezien > now - STIL, sessies.c.begonnen > now - HOOGSTENS)
    vraag = vraag.where(*vers).order_by(sessies.c.begonnen.desc())
    return [_read_sessie(rij) for rij in connection.execute(vraag)]


def end_sessie(connection: Connection, sleutel: str) -> None:
    """End a session at once, wherever it is used."""
    connection.execute(delete(sessies).where(sessies.c.sleutel == sleutel))


def _clear_sessies(connection: Connection, now: datetime) -> None:
    oud = or_(sessies.c.gezien <= now - STIL, sessies.c.begonnen <= now - HOOGSTENS)
    connection.execute(delete(sessies).where(oud))


def _read_sessie(rij: Row[tuple[object, ...]]) -> Sessie:
    velden = rij._mapping
    return Sessie(
        sleutel=velden["sleutel"],
        collega=Collega(velden["wie"], velden["naam"], frozenset(map(Rol, velden["rollen"].split(",")))),
        csrf=velden["csrf"],
        begonnen=velden["begonnen"],
        gezien=velden["gezien"],
    )
