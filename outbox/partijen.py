"""Fixed partijen: which zendingen go together is decided here, before anything is delivered, and kept.

One maker at a time works on a run: the number of the new partij is taken first, and whoever wants the same
number waits until the first has committed. Only then it is read what is left.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    func,
    literal_column,
    not_,
    or_,
    select,
    update,
)

from outbox.database import insert_ignoring
from outbox.indeling import Klasse, Posttarief
from outbox.printkalender import compute_begin, find_dag, find_printdag
from outbox.rijen import Rij, is_in, is_klaar
from outbox.runstand import is_gepauzeerd
from outbox.tabellen import WHERE_OPEN, partijen, printdagen, zendingen
from outbox.zending import Status

_KOLOMMEN = zendingen.c
_OPEN = (Status.VRIJGEGEVEN, Status.BEZIG, Status.ONZEKER)


class _Losse(NamedTuple):
    """A Zending that waits for a partij; they sort as they go into the envelope machine."""

    kix: str
    id: int
    vellen: int


def find_klare_partij(connection: Connection, rij: Rij, now: datetime) -> int | None:
    """Find the first partij of which every open Zending is due: a partij never goes out in pieces.

    It is the caller's until the end of the transaction: another worker passes it by.
    """
    lot = 0
    while True:
        later = and_(is_in(rij), _KOLOMMEN.lot > lot, WHERE_OPEN, is_klaar(now))
        eerste = connection.execute(select(_KOLOMMEN.lot).where(later).order_by(_KOLOMMEN.lot).limit(1))
        gevonden: int | None = eerste.scalar()
        if gevonden is None:
            return None
        if _lock(connection, rij, gevonden) and _is_heel(connection, rij, gevonden, now):
            return gevonden
        lot = gevonden


def make_partij(connection: Connection, rij: Rij, aantal: int, now: datetime) -> int | None:
    """Give the next zendingen without a partij a new one, of at most so many; None when there are none.

    A partij that goes to the printer on a later day is due from the first moment of that day.
    """
    if is_gepauzeerd(connection, rij.run, rij.kanaal) or _find_eerste(connection, rij, now) is None:
        return None
    lot = _take_lot(connection, rij)
    gekozen = _choose(connection, rij, aantal, now)
    mijn = _is_partij(rij, lot)
    if not gekozen:  # another maker was first
        connection.execute(delete(partijen).where(mijn))
        return None
    ruimte = rij.indeling.find_ruimte(_count_wachtend(connection, rij, now))
    dag = _take_dag(connection, ruimte, sum(zending.vellen for zending in gekozen), find_dag(now))
    connection.execute(update(partijen).where(mijn).values(dag=dag))
    later = compute_begin(dag) if dag is not None and dag > find_dag(now) else None
    waarden = {"lot": lot, "next_attempt_at": later}
    nummers = [zending.id for zending in gekozen]
    connection.execute(update(zendingen).where(_is_los(rij, now), _KOLOMMEN.id.in_(nummers)).values(waarden))
    return lot


def list_printdagen(connection: Connection, vanaf: date) -> dict[date, int]:
    """List how many sheets each print day from a day on has."""
    rijen = connection.execute(select(printdagen.c.dag, printdagen.c.vellen).where(printdagen.c.dag >= vanaf))
    return {rij.dag: rij.vellen for rij in rijen}


def _lock(connection: Connection, rij: Rij, lot: int) -> bool:
    """Lock a partij; False when another worker has it. On SQLite every transaction is alone anyway."""
    vraag = select(partijen.c.lot).where(_is_partij(rij, lot)).with_for_update(skip_locked=True)
    return connection.execute(vraag).scalar() is not None


def _is_heel(connection: Connection, rij: Rij, lot: int, now: datetime) -> bool:
    bezet = and_(is_in(rij), _KOLOMMEN.lot == lot, _KOLOMMEN.status.in_(_OPEN), not_(is_klaar(now)))
    return connection.execute(select(_KOLOMMEN.id).where(bezet).limit(1)).scalar() is None


def _is_los(rij: Rij, now: datetime) -> ColumnElement[bool]:
    """Make the condition that a Zending waits for a partij.

    The constants stand in the statement itself: only so SQLite sees that the index zendingen_los is enough.
    """
    return and_(
        _KOLOMMEN.run == rij.run,
        _KOLOMMEN.kanaal == literal_column(f"'{rij.kanaal.value}'"),
        _KOLOMMEN.status == literal_column(f"'{Status.VRIJGEGEVEN.value}'"),
        _KOLOMMEN.lot.is_(None),
        _KOLOMMEN.pauze.is_(None),
        or_(_KOLOMMEN.next_attempt_at.is_(None), _KOLOMMEN.next_attempt_at <= now),
    )


def _is_partij(rij: Rij, lot: int) -> ColumnElement[bool]:
    return and_(partijen.c.run == rij.run, partijen.c.kanaal == rij.kanaal, partijen.c.lot == lot)


def _choose(connection: Connection, rij: Rij, aantal: int, now: datetime) -> Sequence[_Losse]:
    """Choose what goes into the next partij: one Klasse in the order of the postcode, or what came first."""
    los = _is_los(rij, now)
    velden = select(_KOLOMMEN.kix, _KOLOMMEN.id, _KOLOMMEN.vellen).where(los)
    if rij.indeling.tarief is None:
        return [_Losse(*rij) for rij in connection.execute(velden.order_by(_KOLOMMEN.id).limit(aantal))]
    klasse = _find_eerste(connection, rij, now)
    if klasse is None:
        return ()
    gekozen: list[_Losse] = []
    for vellen in _list_vellen(connection, los, klasse):
        zelfde = and_(_KOLOMMEN.buitenland == klasse.buitenland, _KOLOMMEN.vellen == vellen)
        statement = velden.where(zelfde).order_by(_KOLOMMEN.kix, _KOLOMMEN.id).limit(aantal)
        gekozen += [_Losse(*rij) for rij in connection.execute(statement)]
    return sorted(gekozen)[:aantal]


def _find_eerste(connection: Connection, rij: Rij, now: datetime) -> Klasse | None:
    """Find the first Klasse of which a Zending waits for a partij."""
    vraag = (
        select(_KOLOMMEN.buitenland, _KOLOMMEN.vellen)
        .where(_is_los(rij, now))
        .order_by(_KOLOMMEN.buitenland, _KOLOMMEN.vellen)
    )
    eerste = connection.execute(vraag.limit(1)).first()
    if eerste is None:
        return None
    tarief = rij.indeling.tarief or Posttarief()
    return tarief.find_klasse(eerste.vellen, buitenland=eerste.buitenland)


def _list_vellen(connection: Connection, los: ColumnElement[bool], klasse: Klasse) -> Iterator[int]:
    """List the numbers of sheets that occur in a Klasse: each is one look in the index."""
    meer = klasse.vellen_van
    while True:
        vraag = select(func.min(_KOLOMMEN.vellen)).where(
            los, _KOLOMMEN.buitenland == klasse.buitenland, _KOLOMMEN.vellen >= meer
        )
        vellen: int | None = connection.execute(vraag).scalar()
        if vellen is None or (klasse.vellen_tot is not None and vellen > klasse.vellen_tot):
            return
        yield vellen
        meer = vellen + 1


def _take_lot(connection: Connection, rij: Rij) -> int:
    """Take the next number of a partij; the primary key sees to it that one worker gets it."""
    hoogste = select(func.coalesce(func.max(partijen.c.lot), 0) + 1).where(
        partijen.c.run == rij.run, partijen.c.kanaal == rij.kanaal
    )
    while True:
        lot: int = connection.execute(hoogste).scalar_one()
        nieuw = insert_ignoring(connection.dialect, partijen).values(run=rij.run, kanaal=rij.kanaal, lot=lot)
        if connection.execute(nieuw).rowcount:
            return lot


def _count_wachtend(connection: Connection, rij: Rij, now: datetime) -> int:
    """Count the sheets that wait for a partij, this one too; no further than past the reserve of a day."""
    eerste = select(_KOLOMMEN.vellen).where(_is_los(rij, now)).limit(rij.indeling.reserve + 1).subquery()
    wachtend: int = connection.execute(select(func.coalesce(func.sum(eerste.c.vellen), 0))).scalar_one()
    return wachtend


def _take_dag(connection: Connection, ruimte: int | None, vellen: int, vandaag: date) -> date | None:
    """Take room on the first print day that has it, by compare-and-set; None when every day will do."""
    if ruimte is None:
        return None
    kolommen = printdagen.c
    while True:
        dag = find_printdag(vellen, list_printdagen(connection, vandaag), vandaag, ruimte)
        connection.execute(insert_ignoring(connection.dialect, printdagen).values(dag=dag, vellen=0))
        past = or_(kolommen.vellen == 0, kolommen.vellen + vellen <= ruimte)
        bezet = update(printdagen).where(kolommen.dag == dag, past).values(vellen=kolommen.vellen + vellen)
        if connection.execute(bezet).rowcount:
            return dag
