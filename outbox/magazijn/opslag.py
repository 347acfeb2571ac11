"""The stand-in's own database: messages and their documents. Its clock is the database's."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Select,
    String,
    Table,
    Text,
    false,
    func,
    insert,
    select,
    update,
)

from outbox.database import Moment
from outbox.magazijn.bericht import Identificatienummer, NieuwBericht, Statuswijziging

# the magazijn is another organisation with a clock of its own; the text is what SQLAlchemy keeps in SQLite
NU = func.strftime("%Y-%m-%d %H:%M:%f000", "now")

Rij = Row[Any, *tuple[Any, ...]]

metadata = MetaData()

berichten = Table(
    "berichten",
    metadata,
    Column("nummer", Integer, primary_key=True),
    Column("bericht_id", String(36), nullable=False, unique=True),
    Column("afzender", String(20), nullable=False),
    Column("ontvanger_type", String(4), nullable=False),
    Column("ontvanger", String(20), nullable=False),
    Column("onderwerp", Text, nullable=False),
    Column("inhoud", Text, nullable=False),
    Column("ontvangen_op", Moment, nullable=False),
    Column("publicatie", Moment, nullable=False),
    Column("gelezen", Boolean, nullable=False, server_default=false()),
    Column("map", Text),
    Column("gewijzigd_op", Moment),
    Column("verwijderd", Boolean, nullable=False, server_default=false()),
    Index("berichten_ontvanger", "ontvanger_type", "ontvanger", "afzender"),
)

bijlagen = Table(
    "bijlagen",
    metadata,
    Column("bijlage_id", String(36), primary_key=True),
    Column("bericht_id", ForeignKey("berichten.bericht_id"), nullable=False, index=True),
    Column("volgnummer", Integer, nullable=False),
    Column("naam", Text, nullable=False),
    Column("mime_type", String(127), nullable=False),
    Column("inhoud", LargeBinary, nullable=False),
)

_BLIJFT = berichten.c.verwijderd == false()


@dataclass(frozen=True, kw_only=True, slots=True)
class Bladzijde:
    """Which part of a list is wanted: the number of the page, from 0, and how many go on one."""

    nummer: int
    grootte: int


def add_bericht(connection: Connection, bericht: NieuwBericht) -> Rij:
    """Store a message under a new number of its own, and give it back."""
    bericht_id = str(uuid4())
    waarden = {
        "bericht_id": bericht_id,
        "afzender": bericht.afzender,
        "ontvanger_type": bericht.ontvanger.type,
        "ontvanger": bericht.ontvanger.waarde,
        "onderwerp": bericht.onderwerp,
        "inhoud": bericht.inhoud,
        "ontvangen_op": NU,
        "publicatie": bericht.publicatietijdstip or NU,
    }
    rij = connection.execute(insert(berichten).values(waarden).returning(berichten)).one()
    for volgnummer, bijlage in enumerate(bericht.bijlagen):
        document = {
            "bijlage_id": str(uuid4()),
            "bericht_id": bericht_id,
            "volgnummer": volgnummer,
            "naam": bijlage.naam,
            "mime_type": bijlage.mime_type,
            "inhoud": bijlage.inhoud,
        }
        connection.execute(insert(bijlagen).values(document))
    return rij


def list_berichten(
    connection: Connection, ontvanger: Identificatienummer, afzender: str | None, bladzijde: Bladzijde
) -> tuple[list[Rij], int]:
    """List one page of a receiver's messages, newest first, and tell how many there are in all."""
    vraag = select(berichten).where(
        _BLIJFT,
        berichten.c.ontvanger_type == ontvanger.type,
        berichten.c.ontvanger == ontvanger.waarde,
    )
    if afzender is not None:
        vraag = vraag.where(berichten.c.afzender == afzender)
    return _list_bladzijde(connection, vraag, bladzijde)


def list_inbox(connection: Connection, bladzijde: Bladzijde) -> tuple[list[Rij], int]:
    """List one page of all messages, newest first, and tell how many there are in all."""
    return _list_bladzijde(connection, select(berichten).where(_BLIJFT), bladzijde)


def find_bericht(connection: Connection, bericht_id: str) -> Rij | None:
    """Find a message, also one that was deleted."""
    return connection.execute(select(berichten).where(berichten.c.bericht_id == bericht_id)).one_or_none()


def list_bijlagen(connection: Connection, bericht_id: str) -> list[Rij]:
    """List the documents of a message, without their bytes."""
    kolommen = (bijlagen.c.bijlage_id, bijlagen.c.naam, bijlagen.c.mime_type)
    vraag = select(*kolommen).where(bijlagen.c.bericht_id == bericht_id).order_by(bijlagen.c.volgnummer)
    return list(connection.execute(vraag).all())


def find_bijlage(connection: Connection, bericht_id: str, bijlage_id: str) -> Rij | None:
    """Find one document of a message, with its bytes."""
    vraag = select(bijlagen).where(bijlagen.c.bericht_id == bericht_id, bijlagen.c.bijlage_id == bijlage_id)
    return connection.execute(vraag).one_or_none()


def mark_status(connection: Connection, bericht_id: str, wijziging: Statuswijziging) -> Rij:
    """Mark a message read or unread, or put it in a folder, and give it back."""
    waarden = {"gelezen": wijziging.gelezen, "map": wijziging.map}
    gegeven = {naam: waarde for naam, waarde in waarden.items() if waarde is not None}
    statement = (
        update(berichten)
        .where(berichten.c.bericht_id == bericht_id)
        .values(gegeven | {"gewijzigd_op": NU})
        .returning(berichten)
    )
    return connection.execute(statement).one()


def mark_verwijderd(connection: Connection, bericht_id: str) -> None:
    """Mark a message deleted; it stays in the database."""
    connection.execute(update(berichten).where(berichten.c.bericht_id == bericht_id).values(verwijderd=True))


def _list_bladzijde(
    connection: Connection, vraag: Select[Any], bladzijde: Bladzijde
) -> tuple[list[Rij], int]:
    totaal = connection.execute(select(func.count()).select_from(vraag.subquery())).scalar_one()
    stuk = vraag.order_by(berichten.c.nummer.desc()).limit(bladzijde.grootte)
    rijen = connection.execute(stuk.offset(bladzijde.nummer * bladzijde.grootte)).all()
    return list(rijen), totaal
