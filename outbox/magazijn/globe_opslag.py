"""What the stand-in for GLOBE keeps: messages once each, how often each came, and results that wait."""

from dataclasses import dataclass

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)

metadata = MetaData()

globeberichten = Table(
    "globeberichten",
    metadata,
    Column("bericht_id", String(36), primary_key=True),
    Column("batch_id", String(36), nullable=False),
    Column("referentie", String(25), nullable=False),
    Column("gebruiker", String(20), nullable=False),
    Column("onderwerp", Text, nullable=False),
    Column("tekst", Text, nullable=False),
    Column("inhoud", LargeBinary, nullable=False),
)

aanleveringen = Table(
    "aanleveringen",
    metadata,
    Column("nummer", Integer, primary_key=True),
    Column("batch_id", String(36), nullable=False),
    Column("grootte", Integer, nullable=False),
)

aangeleverd = Table(
    "aangeleverd",
    metadata,
    Column("nummer", Integer, primary_key=True),
    Column("aanlevering", ForeignKey("aanleveringen.nummer"), nullable=False),
    Column("bericht_id", String(36), nullable=False),
)

uitslagen = Table(
    "uitslagen",
    metadata,
    Column("nummer", Integer, primary_key=True),
    Column("inhoud", LargeBinary, nullable=False),
    Column("beurten", Integer, nullable=False),
    Column("verwerkt", Integer, nullable=False, default=0),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Globebericht:
    """A message as it came."""

    bericht_id: str
    berichttype: str
    referentie: str
    gebruiker: str
    onderwerp: str
    tekst: str
    inhoud: bytes


def add_aanlevering(connection: Connection, batch_id: str, grootte: int) -> int:
    """Note that a batch came, and tell the how manieth that is."""
    waarden = {"batch_id": batch_id, "grootte": grootte}
    nummer: int = connection.execute(
        insert(aanleveringen).values(waarden).returning(aanleveringen.c.nummer)
    ).scalar_one()
    return nummer


def note_bericht(connection: Connection, aanlevering: int, bericht_id: str) -> bool:
    """Note that a message came once more, and tell whether it is kept already."""
    connection.execute(insert(aangeleverd).values(aanlevering=aanlevering, bericht_id=bericht_id))
    bekend = select(func.count()).where(globeberichten.c.bericht_id == bericht_id)
    return bool(connection.execute(bekend).scalar_one())


def add_bericht(connection: Connection, batch_id: str, bericht: Globebericht) -> None:
    """Keep a message."""
    connection.execute(
        insert(globeberichten).values(
            bericht_id=bericht.bericht_id,
            batch_id=batch_id,
            referentie=bericht.referentie,
            gebruiker=bericht.gebruiker,
            onderwerp=bericht.onderwerp,
            tekst=bericht.tekst,
            inhoud=bericht.inhoud,
        )
    )


def add_uitslag(connection: Connection, inhoud: bytes, beurten: int) -> None:
    """Keep a result until it was collected; it shows itself after so many looks."""
    connection.execute(insert(uitslagen).values(inhoud=inhoud, beurten=beurten, verwerkt=0))


def list_wachtende(connection: Connection, aantal: int) -> list[int]:
    """List the results that show themselves and were not processed; each look brings the others nearer."""
    wacht = uitslagen.c.verwerkt == 0
    connection.execute(update(uitslagen).where(wacht).values(beurten=uitslagen.c.beurten - 1))
    vraag = select(uitslagen.c.nummer).where(wacht, uitslagen.c.beurten < 0)
    return list(connection.execute(vraag.order_by(uitslagen.c.nummer).limit(aantal)).scalars())


def find_uitslag(connection: Connection, nummer: int) -> bytes | None:
    """Find a result."""
    return connection.execute(select(uitslagen.c.inhoud).where(uitslagen.c.nummer == nummer)).scalar()


def mark_verwerkt(connection: Connection, nummer: int) -> None:
    """Mark a result processed; again is no error."""
    connection.execute(update(uitslagen).where(uitslagen.c.nummer == nummer).values(verwerkt=1))
