"""Which workers elsewhere deliver a run: a few places, each taken by one worker at a time with a lease.

So calls to deliver do not pile up, and what keeps a worker from delivering reaches the operator.
"""

from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    and_,
    func,
    or_,
    select,
    update,
)

from correspondentie.errors import CorrespondentieError
from correspondentie.opslag import metadata
from outbox.database import Moment, insert_ignoring

MISLUKKINGEN = 5  # on one place in a row, after which the run stops

bezorgers = Table(
    "bezorgers",
    metadata,
    Column("run", ForeignKey("runs.run"), nullable=False),
    Column("plek", Integer, nullable=False),
    Column("bezet_tot", Moment),
    Column("mislukt", Integer, nullable=False),
    Column("fout", String(500)),
    PrimaryKeyConstraint("run", "plek"),
)

_KOLOMMEN = bezorgers.c


class StuckBezorgingError(CorrespondentieError):
    """No worker can deliver; the run cannot be finished like this."""


def open_plekken(connection: Connection, run: str, aantal: int) -> None:
    """Make so many places for a run, and forget what went wrong before."""
    rijen = [{"run": run, "plek": plek, "mislukt": 0} for plek in range(aantal)]
    connection.execute(insert_ignoring(connection.dialect, bezorgers), rijen)
    connection.execute(update(bezorgers).where(_KOLOMMEN.run == run).values(mislukt=0, fout=None))


def list_vrije_plekken(connection: Connection, run: str, now: datetime, hoogstens: int) -> list[int]:
    """List the first places that no worker has.

    Raises: StuckBezorgingError when delivery failed MISLUKKINGEN times in a row on one of them.
    """
    vraag = select(_KOLOMMEN.mislukt, _KOLOMMEN.fout).where(
        _KOLOMMEN.run == run, _KOLOMMEN.mislukt >= MISLUKKINGEN
    )
    if (rij := connection.execute(vraag.limit(1)).first()) is not None:
        raise StuckBezorgingError(
            f"De werkers kunnen run {run} niet bezorgen, na {rij.mislukt} keer: {rij.fout}. "
            "Wat is bezorgd, blijft bezorgd. Neem de oorzaak weg en geef dezelfde opdracht nog eens."
        )
    vrij = select(_KOLOMMEN.plek).where(_is_vrij(run, now), _KOLOMMEN.plek < hoogstens)
    return list(connection.scalars(vrij.order_by(_KOLOMMEN.plek)))


def claim_plek(connection: Connection, run: str, plek: int, now: datetime, tot: datetime) -> bool:
    """Take a place until this moment, by compare-and-set; False when another worker has it."""
    mijn = and_(_KOLOMMEN.plek == plek, _is_vrij(run, now))
    return bool(connection.execute(update(bezorgers).where(mijn).values(bezet_tot=tot)).rowcount)


def leave_plek(connection: Connection, run: str, plek: int, tot: datetime, fout: str | None) -> None:
    """Give back a place that is still one's own, with what went wrong; it holds no personal data."""
    mijn = and_(_KOLOMMEN.run == run, _KOLOMMEN.plek == plek, _KOLOMMEN.bezet_tot == tot)
    mislukt = 0 if fout is None else _KOLOMMEN.mislukt + 1
    waarden = {"bezet_tot": None, "mislukt": mislukt, "fout": fout and fout[:500]}
    connection.execute(update(bezorgers).where(mijn).values(waarden))


def has_bezorgers(connection: Connection, run: str, now: datetime) -> bool:
    """Tell whether workers elsewhere may be delivering this run."""
    bezet = select(func.count()).where(_KOLOMMEN.run == run, _KOLOMMEN.bezet_tot > now)
    return bool(connection.execute(bezet).scalar_one())


def _is_vrij(run: str, now: datetime) -> ColumnElement[bool]:
    return and_(_KOLOMMEN.run == run, or_(_KOLOMMEN.bezet_tot.is_(None), _KOLOMMEN.bezet_tot <= now))
