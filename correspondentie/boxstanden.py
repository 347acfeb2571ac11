"""Who takes post in the Berichtenbox, as was found out in bulk: each check is kept, and none is written over.

A run uses what was known when it began and nothing that came later: it keeps the number of the last row of
then. So a chunk that is made again, today or next week, gives the same letters over the same channels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    String,
    Table,
    UniqueConstraint,
    func,
    select,
    text,
)

from correspondentie.dossier import Berichtenbox, Dossier
from correspondentie.kalender import find_dag
from correspondentie.opslag import VARIABELEN_PER_VRAAG, Run, metadata
from outbox.boxstand import Boxstand
from outbox.database import POSTGRESQL, Moment, insert_ignoring

boxstanden = Table(
    "boxstanden",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ontvanger", String(9), nullable=False),
    Column("actief", Boolean, nullable=False),
    Column("gecontroleerd_op", Moment, nullable=False),
    UniqueConstraint("ontvanger", "gecontroleerd_op", name="boxstanden_een_per_controle"),
)

_KOLOMMEN = boxstanden.c


def save_boxstanden(connection: Connection, standen: Iterable[Boxstand]) -> None:
    """Keep these checks; one that is there already stays as it is."""
    rijen = [
        {"ontvanger": stand.bsn, "actief": stand.actief, "gecontroleerd_op": stand.gecontroleerd_op}
        for stand in standen
    ]
    if rijen:
        _hold_schrijvers(connection)
        connection.execute(insert_ignoring(connection.dialect, boxstanden), rijen)


def find_laatste_boxstand(connection: Connection) -> int:
    """Find the number of the last check that is kept, 0 for none; one that is kept later has a higher one."""
    _hold_schrijvers(connection)
    laatste: int = connection.execute(select(func.coalesce(func.max(_KOLOMMEN.id), 0))).scalar_one()
    return laatste


def load_boxstanden(connection: Connection, bsns: Iterable[str], tot_en_met: int) -> dict[str, Boxstand]:
    """Load of each person the newest check, of those that were kept up to and including this number."""
    allen = sorted(set(bsns))
    standen: dict[str, Boxstand] = {}
    for begin in range(0, len(allen), VARIABELEN_PER_VRAAG):
        vraag = (
            select(_KOLOMMEN.ontvanger, _KOLOMMEN.actief, _KOLOMMEN.gecontroleerd_op)
            .where(_KOLOMMEN.ontvanger.in_(allen[begin : begin + VARIABELEN_PER_VRAAG]))
            .where(_KOLOMMEN.id <= tot_en_met)
            .order_by(_KOLOMMEN.gecontroleerd_op)
        )
        for bsn, actief, moment in connection.execute(vraag):
            standen[bsn] = Boxstand(bsn=bsn, actief=actief, gecontroleerd_op=moment)
    return standen


def apply_boxstanden(connection: Connection, run: Run, dossiers: Sequence[Dossier]) -> list[Dossier]:
    """Return the dossiers with what was known of their applicants when this run began."""
    if not run.standen_tot:
        return list(dossiers)
    standen = load_boxstanden(connection, (d.aanvrager.bsn for d in dossiers), run.standen_tot)
    return [
        replace(d, berichtenbox=choose_berichtenbox(d.berichtenbox, standen.get(d.aanvrager.bsn)))
        for d in dossiers
    ]


def choose_berichtenbox(invoer: Berichtenbox | None, stand: Boxstand | None) -> Berichtenbox | None:
    """Choose the newest of what the input says and what was checked.

    Of one day nobody knows which came last: then there is a Berichtenbox only if both say so.
    """
    if stand is None:
        return invoer
    gecontroleerd = Berichtenbox(actief=stand.actief, gecontroleerd_op=find_dag(stand.gecontroleerd_op))
    if invoer is None or invoer.gecontroleerd_op < gecontroleerd.gecontroleerd_op:
        return gecontroleerd
    if invoer.gecontroleerd_op > gecontroleerd.gecontroleerd_op:
        return invoer
    return replace(invoer, actief=invoer.actief and gecontroleerd.actief)


def _hold_schrijvers(connection: Connection) -> None:
    """Let one transaction at a time keep checks, so that their numbers go up in the order of the commits.

    SQLite does so by itself. Who only reads is not held up.
    """
    if connection.dialect.name == POSTGRESQL:
        connection.execute(text("LOCK TABLE boxstanden IN SHARE ROW EXCLUSIVE MODE"))
