"""The statements on what somebody decided over a whole run: at rest, or cancelled; never a commit.

Who claims holds the rows of the run together with other claims; who acts on the run holds them alone. So an
act waits for the claims that are being made, and sees the zendingen as those left them.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, literal, select, update

from outbox.database import insert_ignoring
from outbox.ingreep import Selectie
from outbox.tabellen import logboek, overgangen, runstanden, zendingen
from outbox.zending import Kanaalsoort, Status

_STANDEN = runstanden.c
_KOLOMMEN = zendingen.c
_STAPPEN = overgangen.c


def hold_run(connection: Connection, run: str) -> Mapping[Kanaalsoort, int | None] | None:
    """Keep acts on this run out until the transaction ends, and tell which act holds each channel still.

    None: an act is being done at this moment; do not wait for it, but leave the run alone for now.
    """
    vraag = select(_STANDEN.kanaal, _STANDEN.pauze).where(_STANDEN.run == run).order_by(_STANDEN.kanaal)
    vrij = connection.execute(vraag.with_for_update(read=True, skip_locked=True)).all()
    # released once, a run has a row for each channel: only when one is missing it may be in other hands
    if len(vrij) < len(Kanaalsoort) and len(vrij) != len(connection.execute(vraag).all()):
        return None
    return {rij.kanaal: rij.pauze for rij in vrij}


def is_gepauzeerd(connection: Connection, run: str, kanaal: Kanaalsoort) -> bool:
    """Tell whether nothing of this run may be claimed over this channel now, and keep acts out meanwhile."""
    stand = hold_run(connection, run)
    return stand is None or stand.get(kanaal) is not None


def open_runstanden(connection: Connection, run: str) -> None:
    """Keep claims and other acts on this run out until the transaction ends."""
    rijen = [{"run": run, "kanaal": kanaal} for kanaal in Kanaalsoort]
    connection.execute(insert_ignoring(connection.dialect, runstanden), rijen)
    vraag = select(_STANDEN.kanaal).where(_STANDEN.run == run).order_by(_STANDEN.kanaal)
    connection.execute(vraag.with_for_update()).all()


def mark_pauze(connection: Connection, selectie: Selectie, nummer: int | None) -> None:
    """Hold the channels of a selection still by this act, or let them go."""
    connection.execute(update(runstanden).where(_is_in(selectie)).values(pauze=nummer))


def mark_annulering(connection: Connection, selectie: Selectie, nummer: int) -> None:
    """Say that what is still to be made of this run for these channels is not sent either."""
    connection.execute(update(runstanden).where(_is_in(selectie)).values(annulering=nummer))


def find_annulering(connection: Connection, run: str, kanaal: Kanaalsoort) -> int | None:
    """Find the act that cancelled a channel of a run, and keep acts on that out until the transaction ends.

    An act that is being done is waited for.
    """
    vraag = select(_STANDEN.annulering).where(_STANDEN.run == run, _STANDEN.kanaal == kanaal)
    nummer: int | None = connection.scalar(vraag.with_for_update(read=True))
    return nummer


def list_pauzes(connection: Connection, run: str) -> Mapping[Kanaalsoort, str]:
    """List which channels of a run are held still, and since when.

    Shape: the moment in ISO 8601, UTC.
    """
    vraag = (
        select(_STANDEN.kanaal, logboek.c.moment)
        .join(logboek, logboek.c.nummer == _STANDEN.pauze)
        .where(_STANDEN.run == run)
    )
    return dict(iter(connection.execute(vraag)))


def withdraw_geannuleerde(connection: Connection, run: str, now: datetime) -> None:
    """Withdraw what was made of a run after it, or one of its channels, was cancelled."""
    vraag = select(_STANDEN.kanaal, _STANDEN.annulering).where(
        _STANDEN.run == run, _STANDEN.annulering.is_not(None)
    )
    velden = (literal(Status.INGETROKKEN, _STAPPEN.naar.type), literal(now, _STAPPEN.moment.type))
    for kanaal, nummer in connection.execute(vraag).all():
        nieuw = and_(
            _KOLOMMEN.run == run,
            _KOLOMMEN.kanaal == kanaal,
            _KOLOMMEN.status.in_([Status.GEPLAND, Status.VASTGEHOUDEN]),
        )
        stappen = select(_KOLOMMEN.id, _KOLOMMEN.status, *velden).where(nieuw)
        connection.execute(insert(overgangen).from_select(["zending_id", "van", "naar", "moment"], stappen))
        connection.execute(
            update(zendingen).where(nieuw).values(status=Status.INGETROKKEN, intrekking=nummer)
        )


def _is_in(selectie: Selectie) -> ColumnElement[bool]:
    return and_(_STANDEN.run == selectie.run, _STANDEN.kanaal.in_(selectie.kanalen))
