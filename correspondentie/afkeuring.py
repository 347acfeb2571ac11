"""A run in which no letter may be filled any more, and the chunks that must be made again for it.

A filled letter that differs from the composed one says that a forme is wrong, not which. Letters of every
brieftype share formes, such as that of the head, so no filled letter may leave: those of this run are made
again, composed, before anything is released.
"""

from collections.abc import Mapping

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    PrimaryKeyConstraint,
    String,
    Table,
    delete,
    func,
    select,
)

from correspondentie.mutatieregels import remove_regels
from correspondentie.opslag import besluiten, brieven, brokken, documenten, metadata, onderdrukt, uitval
from correspondentie.zetter import Wijze
from outbox.database import insert_ignoring
from outbox.opslag import withdraw_geplande

afkeuringen = Table(
    "afkeuringen",
    metadata,
    Column("run", ForeignKey("runs.run"), nullable=False),
    Column("brieftype", String(80), nullable=False),
    Column("verschil", String(200), nullable=False),
    PrimaryKeyConstraint("run", "brieftype"),
)

GEVULD = (Wijze.GEVULD.value, Wijze.GELEERD.value)


def save_afkeuringen(connection: Connection, run: str, verschillen: Mapping[str, str]) -> None:
    """Write down of which brieftypen a filled letter differed, and how; the first difference stays."""
    for brieftype, verschil in sorted(verschillen.items()):
        waarden = {"run": run, "brieftype": brieftype, "verschil": verschil[:200]}
        connection.execute(insert_ignoring(connection.dialect, afkeuringen).values(waarden))


def list_afkeuringen(connection: Connection, run: str) -> dict[str, str]:
    """List of which brieftypen a filled letter differed in this run, and how."""
    vraag = select(afkeuringen.c.brieftype, afkeuringen.c.verschil).where(afkeuringen.c.run == run)
    return dict(iter(connection.execute(vraag.order_by(afkeuringen.c.brieftype))))


def reopen_brokken(connection: Connection, run: str) -> int:
    """Take back every chunk with a filled letter of a run in which one differed; only before release.

    The chunk is then as if it was never made, and is made again. Its pack stays in the archive, and nothing
    refers to it. Returns: how many chunks.
    """
    vraag = (
        select(brieven.c.brok)
        .join(afkeuringen, afkeuringen.c.run == brieven.c.run)
        .where(brieven.c.run == run, brieven.c.wijze.in_(GEVULD))
        .distinct()
    )
    nummers = connection.scalars(vraag).all()
    for nummer in nummers:
        _undo_brok(connection, run, nummer)
    return len(nummers)


def _undo_brok(connection: Connection, run: str, brok: int) -> None:
    rijen = connection.execute(
        select(brieven.c.kenmerk, brieven.c.sha256).where(brieven.c.run == run, brieven.c.brok == brok)
    ).all()
    kenmerken = [rij.kenmerk for rij in rijen]
    withdraw_geplande(connection, kenmerken)
    remove_regels(connection, kenmerken)
    for tabel in (brieven, onderdrukt, uitval, besluiten, brokken):
        connection.execute(delete(tabel).where(tabel.c.run == run, tabel.c.brok == brok))
    for rij in rijen:
        nog = select(func.count()).where(brieven.c.sha256 == rij.sha256)
        if not connection.execute(nog).scalar_one():
            connection.execute(delete(documenten).where(documenten.c.sha256 == rij.sha256))
