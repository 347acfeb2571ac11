"""The statements by which a person settles what the service cannot; never a commit.

A person has asked the receiving side whether a letter is there, or has taken the cause away for which it was
given up. Only what nobody looks for any more is settled: the rest comes to rest by itself.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, update

from outbox.ingreep import Selectie
from outbox.intrekopslag import list_delen
from outbox.opslag import Overgang, record_overgangen
from outbox.tabellen import zendingen
from outbox.zending import Status, check_overgang

_KOLOMMEN = zendingen.c
# an ONZEKER that rests is looked for again by the next command of its run
_RUST = or_(_KOLOMMEN.status == Status.OPGEGEVEN, _KOLOMMEN.next_attempt_at.is_(None))


def mark_aangekomen(connection: Connection, selectie: Selectie, nummer: int, now: datetime) -> None:
    """Mark what was ONZEKER delivered, by the word of a person; the receipt names the line of the logboek."""
    waarden = {"referentie": f"logboek {nummer}", "ontvangen_op": now, "fout_soort": None, "fout_tekst": None}
    for deel in list_delen(connection, selectie):
        _move(connection, deel, (Status.ONZEKER, Status.BEZORGD), waarden, now)


def mark_opnieuw(connection: Connection, selectie: Selectie, now: datetime) -> None:
    """Release what was given up, or is certainly not there, once more: all attempts, a new lot."""
    waarden = {"attempts": 0, "next_attempt_at": None, "lot": None, "fout_soort": None, "fout_tekst": None}
    for deel in list_delen(connection, selectie):
        for van in (Status.ONZEKER, Status.OPGEGEVEN):
            _move(connection, deel, (van, Status.VRIJGEGEVEN), waarden, now)


def _move(
    connection: Connection,
    deel: ColumnElement[bool],
    stap: tuple[Status, Status],
    waarden: dict[str, Any],
    now: datetime,
) -> None:
    van, naar = stap
    check_overgang(van, naar)
    mijn = and_(deel, _KOLOMMEN.status == van, _RUST, _KOLOMMEN.intrekking.is_(None))
    statement = update(zendingen).where(mijn).values(waarden | {"status": naar}).returning(_KOLOMMEN.id)
    nummers = connection.execute(statement).scalars().all()
    record_overgangen(connection, nummers, Overgang(van=van, naar=naar, moment=now))
