"""The chunks that workers on any machine may take: staged in the database, each with a lease.

The database is the truth and the broker a doorbell. What is open is derived from these rows and from the
chunks that are stored, so a message that is lost, doubled or late costs only time.
"""

import zlib
from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    and_,
    delete,
    func,
    or_,
    select,
    update,
)

from correspondentie.brok import Brok
from correspondentie.errors import CorrespondentieError
from correspondentie.invoer import Regel, Uitval
from correspondentie.opslag import brokken, metadata
from outbox.database import Moment, insert_ignoring

POGINGEN = 20  # a worker may die under a chunk; one under which this many died will never be made
MISLUKKINGEN = 3  # idem, for one that failed
INPAKKEN = 1  # zlib's level: quick, and a household shrinks to a sixth

voorraad = Table(
    "voorraad",
    metadata,
    Column("run", ForeignKey("runs.run"), nullable=False),
    Column("brok", Integer, nullable=False),
    Column("inhoud", LargeBinary, nullable=False),
    Column("pogingen", Integer, nullable=False),
    Column("mislukt", Integer, nullable=False),
    Column("geclaimd_tot", Moment),
    Column("fout", String(500)),
    PrimaryKeyConstraint("run", "brok"),
)

_KOLOMMEN = voorraad.c


class StuckBrokError(CorrespondentieError):
    """A chunk fails time and again; the run cannot be finished like this."""


class _Inhoud(msgspec.Struct, frozen=True):
    regels: tuple[Regel, ...]
    uitval: tuple[Uitval, ...]


def stage_brokken(connection: Connection, run: str, stapel: Iterable[Brok]) -> None:
    """Put chunks in the stock; one that is there already stays as it is."""
    rijen = [
        {"run": run, "brok": brok.nummer, "inhoud": _encode(brok), "pogingen": 0, "mislukt": 0}
        for brok in stapel
    ]
    if rijen:
        connection.execute(insert_ignoring(connection.dialect, voorraad), rijen)


def claim_brok(connection: Connection, run: str, nummer: int, now: datetime, tot: datetime) -> Brok | None:
    """Take a chunk until this moment, by compare-and-set; None when it is taken, stored or not there."""
    mijn = and_(_KOLOMMEN.run == run, _KOLOMMEN.brok == nummer, _is_vrij(now), ~_is_klaar())
    statement = (
        update(voorraad)
        .where(mijn)
        .values(geclaimd_tot=tot, pogingen=_KOLOMMEN.pogingen + 1)
        .returning(_KOLOMMEN.inhoud)
    )
    inhoud = connection.execute(statement).scalar_one_or_none()
    return None if inhoud is None else _decode(nummer, inhoud)


def note_fout(connection: Connection, run: str, nummer: int, tot: datetime, fout: str) -> None:
    """Give a chunk back that failed and is still one's own, with what went wrong; no personal data."""
    mijn = and_(_KOLOMMEN.run == run, _KOLOMMEN.brok == nummer, _KOLOMMEN.geclaimd_tot == tot)
    waarden = {"geclaimd_tot": None, "fout": fout[:500], "mislukt": _KOLOMMEN.mislukt + 1}
    connection.execute(update(voorraad).where(mijn).values(waarden))


def list_open(connection: Connection, run: str, now: datetime, hoogstens: int) -> list[int]:
    """List the first chunks that nobody works on and that are not stored.

    Raises: StuckBrokError when one of them has failed too often.
    """
    vraag = (
        select(_KOLOMMEN.brok, _KOLOMMEN.pogingen, _KOLOMMEN.mislukt, _KOLOMMEN.fout)
        .where(_KOLOMMEN.run == run, _is_vrij(now), ~_is_klaar())
        .order_by(_KOLOMMEN.brok)
        .limit(hoogstens)
    )
    rijen = connection.execute(vraag).all()
    for rij in rijen:
        if rij.pogingen >= POGINGEN or rij.mislukt >= MISLUKKINGEN:
            reden = rij.fout or "elke werker stopte er onverwacht mee; mogelijk was het geheugen vol"
            raise StuckBrokError(
                f"Brok {rij.brok} van run {run} lukt niet, na {rij.pogingen} keer: {reden}. "
                "Wat klaar was, is bewaard. Neem de oorzaak weg en geef dezelfde opdracht nog eens."
            )
    return [rij.brok for rij in rijen]


def has_makers(connection: Connection, run: str, now: datetime) -> bool:
    """Tell whether a worker may have a chunk of this run in hand."""
    bezig = select(_KOLOMMEN.brok).where(_KOLOMMEN.run == run, _KOLOMMEN.geclaimd_tot > now, ~_is_klaar())
    return connection.scalar(bezig.limit(1)) is not None


def count_open(connection: Connection, run: str) -> int:
    """Count the chunks that are not stored, taken or not."""
    vraag = select(func.count()).select_from(voorraad).where(_KOLOMMEN.run == run, ~_is_klaar())
    aantal: int = connection.execute(vraag).scalar_one()
    return aantal


def reset_pogingen(connection: Connection, run: str) -> None:
    """Give every chunk of a run new attempts: its operator has begun again."""
    connection.execute(update(voorraad).where(_KOLOMMEN.run == run).values(pogingen=0, mislukt=0, fout=None))


def clear_voorraad(connection: Connection, run: str) -> None:
    """Throw away the stock of a run of which every chunk is stored."""
    connection.execute(delete(voorraad).where(_KOLOMMEN.run == run))


def _is_vrij(now: datetime) -> ColumnElement[bool]:
    return or_(_KOLOMMEN.geclaimd_tot.is_(None), _KOLOMMEN.geclaimd_tot <= now)


def _is_klaar() -> ColumnElement[bool]:
    klaar = select(brokken.c.brok).where(brokken.c.run == _KOLOMMEN.run, brokken.c.brok == _KOLOMMEN.brok)
    return klaar.exists()


def _encode(brok: Brok) -> bytes:
    inhoud = _Inhoud(
        regels=tuple(regel for regel in brok.inhoud if isinstance(regel, Regel)),
        uitval=tuple(regel for regel in brok.inhoud if isinstance(regel, Uitval)),
    )
    return zlib.compress(msgspec.msgpack.encode(inhoud), INPAKKEN)


def _decode(nummer: int, inhoud: bytes) -> Brok:
    gelezen = msgspec.msgpack.decode(zlib.decompress(inhoud), type=_Inhoud)
    return Brok(nummer=nummer, inhoud=(*gelezen.regels, *gelezen.uitval))
