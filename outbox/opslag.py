"""The statements of the outbox: one function each, on the caller's connection, never a commit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from outbox.database import insert_ignoring
from outbox.errors import OutboxError
from outbox.kanaal import Opdracht
from outbox.markering import KIJK, WAAROM, make_waarden
from outbox.partijen import find_klare_partij
from outbox.retry import Besluit
from outbox.rijen import Rij as Rij
from outbox.rijen import is_in, is_klaar
from outbox.runstand import (
    find_annulering,
    hold_run,
    is_gepauzeerd,
    open_runstanden,
    withdraw_geannuleerde,
)
from outbox.tabellen import WHERE_BEZIG, WHERE_WACHT, overgangen, zendingen
from outbox.tabellen import metadata as metadata
from outbox.zending import Kanaalsoort, Ontvangst, Status, Zending, check_overgang

_KOLOMMEN = zendingen.c
_STAPPEN = overgangen.c
_IS_LATER = _KOLOMMEN.next_attempt_at.is_not(None)
_VELDEN = tuple(Zending.__dataclass_fields__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Overgang:
    """One step of a Zending from one Status to the next, as the table overgangen keeps it."""

    van: Status
    naar: Status
    moment: datetime
    fout_soort: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Zendingstand:
    """A Zending, where it stands, its receipt when it has one, and which act asked it back."""

    zending: Zending
    status: Status
    ontvangst: Ontvangst | None
    intrekking: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Zendingregel:
    """What a report may say of one Zending: no personal data."""

    kenmerk: str
    kanaal: Kanaalsoort
    status: Status
    reden: str | None
    attempts: int


def plan_zendingen(connection: Connection, gepland: Sequence[tuple[Zending, Status]]) -> int:
    """Put zendingen in the outbox, each in its Status, and tell how many were not there already.

    Raises: OutboxError when one that was there has another document.
    """
    if not gepland:
        return 0
    rijen = [{veld: getattr(zending, veld) for veld in _VELDEN} | {"status": s} for zending, s in gepland]
    nieuw = connection.execute(insert_ignoring(connection.dialect, zendingen), rijen).rowcount
    if nieuw != len(rijen):
        for zending, _ in gepland:
            _check_same_document(connection, zending)
    return nieuw


def withdraw_geplande(connection: Connection, kenmerken: Iterable[str]) -> None:
    """Take zendingen out of the outbox that were never released.

    Raises: OutboxError when one was released already: what may be on its way cannot be taken back.
    """
    for kenmerk in kenmerken:
        mijn = _KOLOMMEN.kenmerk == kenmerk
        vrijgegeven = select(_STAPPEN.id).where(
            _STAPPEN.zending_id == _KOLOMMEN.id, _STAPPEN.naar != Status.INGETROKKEN
        )
        terug = (Status.GEPLAND, Status.VASTGEHOUDEN, Status.INGETROKKEN)
        blijft = or_(_KOLOMMEN.status.not_in(terug), vrijgegeven.exists())
        if connection.execute(select(func.count()).where(mijn, blijft)).scalar_one():
            raise OutboxError(f"zending {kenmerk} is al vrijgegeven en kan niet meer worden teruggenomen")
        weg = select(_KOLOMMEN.id).where(mijn)
        connection.execute(delete(overgangen).where(_STAPPEN.zending_id.in_(weg)))
        connection.execute(delete(zendingen).where(mijn))


def release_run(connection: Connection, run: str, now: datetime) -> int:
    """Release every GEPLAND Zending of a run for delivery, but for what was cancelled; tell how many."""
    open_runstanden(connection, run)
    withdraw_geannuleerde(connection, run, now)
    gepland = and_(_KOLOMMEN.run == run, _KOLOMMEN.status == Status.GEPLAND)
    velden = (literal(Status.VRIJGEGEVEN, _STAPPEN.naar.type), literal(now, _STAPPEN.moment.type))
    stappen = select(_KOLOMMEN.id, _KOLOMMEN.status, *velden).where(gepland)
    connection.execute(insert(overgangen).from_select(["zending_id", "van", "naar", "moment"], stappen))
    return connection.execute(update(zendingen).where(gepland).values(status=Status.VRIJGEGEVEN)).rowcount


def reopen_onzekere(connection: Connection, run: str, now: datetime) -> int:
    """Give every ONZEKER Zending of a run that nobody looks for any more new attempts, from now."""
    statement = (
        update(zendingen)
        .where(_KOLOMMEN.run == run, _KOLOMMEN.status == Status.ONZEKER, _KOLOMMEN.next_attempt_at.is_(None))
        .values(attempts=0, next_attempt_at=now)
    )
    return connection.execute(statement).rowcount


def mark_verlopen(
    connection: Connection, run: str, now: datetime, bezinktijd: timedelta = timedelta(0)
) -> int:
    """Mark every claim of a run that has run out ONZEKER: its worker may have delivered it before it died.

    It is looked for when bezinktijd is over: what was sent at the last moment may still be on its way.
    """
    if hold_run(connection, run) is None:
        return 0
    verlopen = and_(_KOLOMMEN.run == run, WHERE_BEZIG, _KOLOMMEN.claimed_until <= now)
    waarden = {"status": Status.ONZEKER, "claimed_until": None, "next_attempt_at": now + bezinktijd}
    gevonden = _lock_vrije(connection, select(_KOLOMMEN.id).where(verlopen).order_by(_KOLOMMEN.id))
    nummers = _update(connection, and_(_KOLOMMEN.id.in_(gevonden), verlopen), waarden) if gevonden else []
    record_overgangen(connection, nummers, Overgang(van=Status.BEZIG, naar=Status.ONZEKER, moment=now))
    return len(nummers)


def end_claims(connection: Connection, run: str, tot: datetime) -> None:
    """Let every claim of a run end at this moment; only for a caller who knows that no worker of it lives.

    What a dead worker sent just before it died may be stored a little later: a receiver that lives on needs
    the time for that.
    """
    bezig = and_(_KOLOMMEN.run == run, _KOLOMMEN.status == Status.BEZIG)
    connection.execute(update(zendingen).where(bezig).values(claimed_until=tot))


def claim_zendingen(
    connection: Connection, rij: Rij, aantal: int, now: datetime, duur: timedelta
) -> tuple[Opdracht, ...]:
    """Claim at most so many zendingen that may be tried now; until the claim ends they are this worker's."""
    if is_gepauzeerd(connection, rij.run, rij.kanaal):
        return ()
    return claim_nummers(connection, _find_klare(connection, rij, aantal, now), now, now + duur)


def _find_klare(connection: Connection, rij: Rij, aantal: int, now: datetime) -> Sequence[int]:
    """Find the first zendingen that are due: those that were never tried, then those that wait longest.

    Two questions, as each takes its answer from the front of an index, however many zendingen wait.
    """
    wacht = (
        select(_KOLOMMEN.id)
        .where(is_in(rij), WHERE_WACHT, is_klaar(now))
        .order_by(_KOLOMMEN.next_attempt_at, _KOLOMMEN.id)
    )
    nummers = [*_lock_vrije(connection, wacht.where(_KOLOMMEN.next_attempt_at.is_(None)).limit(aantal))]
    if len(nummers) < aantal:
        eerder = wacht.where(_KOLOMMEN.next_attempt_at <= now).limit(aantal - len(nummers))
        nummers += _lock_vrije(connection, eerder)
    return nummers


def claim_partij(connection: Connection, rij: Rij, now: datetime, duur: timedelta) -> tuple[Opdracht, ...]:
    """Claim one whole partij, the first that was made and is due."""
    if is_gepauzeerd(connection, rij.run, rij.kanaal):
        return ()
    lot = find_klare_partij(connection, rij, now)
    if lot is None:
        return ()
    kandidaten = select(_KOLOMMEN.id).where(is_in(rij), _KOLOMMEN.lot == lot, is_klaar(now))
    return claim_nummers(connection, connection.execute(kandidaten).scalars().all(), now, now + duur)


def mark_zending(connection: Connection, opdracht: Opdracht, besluit: Besluit, now: datetime) -> bool:
    """Mark a claimed Zending with what became of it; False when the claim was lost to another worker.

    A digital Zending that is VERVANGEN gets its paper one in the same transaction: held still as it was
    itself, and INGETROKKEN when paper of the run was cancelled. What was asked back meanwhile, and did not
    arrive, is INGETROKKEN.
    """
    check_overgang(Status.BEZIG, besluit.status)
    weg = None
    if besluit.status is Status.VERVANGEN:  # who acts on the run is waited for, before the row is taken
        weg = find_annulering(connection, opdracht.zending.run, Kanaalsoort.PRINT)
    mijn = and_(_is_zending(opdracht.zending), _KOLOMMEN.status == Status.BEZIG)
    mijn = and_(mijn, _KOLOMMEN.claimed_until == opdracht.tot)
    statement = update(zendingen).where(mijn).values(make_waarden(besluit, now))
    gevraagd = (_KOLOMMEN.id, _KOLOMMEN.status, _KOLOMMEN.pauze)
    rij = connection.execute(statement.returning(*gevraagd)).one_or_none()
    if rij is None:
        return False
    fout = None if besluit.fout is None else type(besluit.fout).__name__
    stap = Overgang(van=Status.BEZIG, naar=rij.status, moment=now, fout_soort=fout)
    record_overgangen(connection, [rij.id], stap)
    if rij.status is Status.VERVANGEN:
        _plan_papieren(connection, opdracht.zending, pauze=rij.pauze, weg=weg)
    return True


def find_volgend_moment(connection: Connection, rij: Rij, now: datetime) -> datetime | None:
    """Find when something may be done again, or None when nothing is open.

    A Zending that another worker holds counts: it may come back when that claim ends. So does one that a
    person holds still: it is looked at again soon. Each question takes its answer from the front of an index.
    """
    wacht = and_(is_in(rij), WHERE_WACHT)
    wordt_gewekt = and_(wacht, or_(_KOLOMMEN.status == Status.VRIJGEGEVEN, _IS_LATER))
    vrij = _KOLOMMEN.pauze.is_(None)
    if is_gepauzeerd(connection, rij.run, rij.kanaal):
        momenten = [now + KIJK] if _has(connection, wordt_gewekt) else []
    elif _has(connection, and_(wordt_gewekt, vrij, ~_IS_LATER)):
        return now
    else:
        later = select(_KOLOMMEN.next_attempt_at).where(wacht, vrij, _IS_LATER)
        eerste = connection.scalar(later.order_by(_KOLOMMEN.next_attempt_at).limit(1))
        stil = eerste is None and _has(connection, wordt_gewekt)
        momenten = [now + KIJK] if stil else [eerste] if eerste is not None else []
    claim = connection.scalar(select(func.min(_KOLOMMEN.claimed_until)).where(is_in(rij), WHERE_BEZIG))
    return min([*momenten, *([] if claim is None else [claim])], default=None)


def _has(connection: Connection, welke: ColumnElement[bool]) -> bool:
    # in the order of the index: only so SQLite takes that one, and not the one of all that has this status
    eerste = select(_KOLOMMEN.id).where(welke).order_by(_KOLOMMEN.next_attempt_at, _KOLOMMEN.id).limit(1)
    return connection.scalar(eerste) is not None


def count_zendingen(connection: Connection, run: str) -> Mapping[Kanaalsoort, Mapping[Status, int]]:
    """Count the zendingen of a run.

    Shape: per channel, per status that occurs.
    """
    tellen = (
        select(_KOLOMMEN.kanaal, _KOLOMMEN.status, func.count())
        .where(_KOLOMMEN.run == run)
        .group_by(_KOLOMMEN.kanaal, _KOLOMMEN.status)
    )
    aantallen: dict[Kanaalsoort, dict[Status, int]] = {}
    for kanaal, status, aantal in connection.execute(tellen):
        aantallen.setdefault(kanaal, {})[status] = aantal
    return aantallen


def count_vervangingen(connection: Connection, run: str) -> int:
    """Count the paper zendingen of a run that took over from a digital one."""
    digitaal = zendingen.alias("digitaal").c
    tellen = (
        select(func.count())
        .where(_KOLOMMEN.run == run, _KOLOMMEN.kanaal == Kanaalsoort.PRINT)
        .where(digitaal.kenmerk == _KOLOMMEN.kenmerk, digitaal.status == Status.VERVANGEN)
    )
    aantal: int = connection.execute(tellen).scalar_one()
    return aantal


def list_zendingregels(
    connection: Connection, run: str, statussen: Iterable[Status]
) -> tuple[Zendingregel, ...]:
    """List the zendingen of a run in these states with the reason, without personal data."""
    reden = func.coalesce(WAAROM, _KOLOMMEN.fout_tekst, _KOLOMMEN.reden).label("waarom")
    rijen = connection.execute(
        select(_KOLOMMEN.kenmerk, _KOLOMMEN.kanaal, _KOLOMMEN.status, reden, _KOLOMMEN.attempts)
        .where(_KOLOMMEN.run == run, _KOLOMMEN.status.in_(list(statussen)))
        .order_by(_KOLOMMEN.id)
    )
    return tuple(
        Zendingregel(
            kenmerk=rij.kenmerk, kanaal=rij.kanaal, status=rij.status, reden=rij.waarom, attempts=rij.attempts
        )
        for rij in rijen
    )


def find_zendingen(connection: Connection, kenmerk: str) -> tuple[Zendingstand, ...]:
    """Find the zendingen of one letter.

    Raises: OutboxError when there are none.
    """
    rijen = connection.execute(
        select(zendingen).where(_KOLOMMEN.kenmerk == kenmerk).order_by(_KOLOMMEN.kanaal)
    ).all()
    if not rijen:
        raise OutboxError("er is geen zending met dit kenmerk; controleer het kenmerk op de brief")
    return tuple(_parse_stand(rij) for rij in rijen)


def _check_same_document(connection: Connection, zending: Zending) -> None:
    bekend = connection.execute(select(_KOLOMMEN.sha256).where(_is_zending(zending))).scalar_one()
    if bekend != zending.sha256:
        raise OutboxError(
            f"zending {zending.kenmerk} over {zending.kanaal} staat al in de outbox met een ander document; "
            "hetzelfde kenmerk hoort altijd bij dezelfde brief: geef deze brief een eigen kenmerk"
        )


def _update(connection: Connection, welke: ColumnElement[bool], waarden: dict[str, Any]) -> Sequence[int]:
    statement = update(zendingen).where(welke).values(waarden).returning(_KOLOMMEN.id)
    return connection.execute(statement).scalars().all()


def record_overgangen(connection: Connection, nummers: Sequence[int], stap: Overgang) -> None:
    """Record one step, once for every Zending that took it."""
    if nummers:
        rijen = [asdict(stap) | {"zending_id": nummer} for nummer in nummers]
        connection.execute(insert(overgangen), rijen)


def _is_zending(zending: Zending) -> ColumnElement[bool]:
    return and_(_KOLOMMEN.kenmerk == zending.kenmerk, _KOLOMMEN.kanaal == zending.kanaal)


def _lock_vrije(connection: Connection, kandidaten: Select[int]) -> Sequence[int]:
    """Find rows that no other worker is busy with, and keep others from them up to the commit.

    On PostgreSQL workers pass each other by instead of waiting for each other; the compare-and-set that
    follows is what makes it sound. SQLite, where one transaction writes at a time, leaves it out.
    """
    return connection.scalars(kandidaten.with_for_update(skip_locked=True)).all()


def claim_nummers(
    connection: Connection, nummers: Sequence[int], now: datetime, tot: datetime
) -> tuple[Opdracht, ...]:
    """Claim by compare-and-set: of two workers that saw the same row, one finds its status unchanged."""
    opdrachten: list[Opdracht] = []
    for van in (Status.VRIJGEGEVEN, Status.ONZEKER):
        onveranderd = and_(_KOLOMMEN.id.in_(nummers), _KOLOMMEN.status == van, is_klaar(now))
        statement = (
            update(zendingen)
            .where(onveranderd)
            .values(status=Status.BEZIG, attempts=_KOLOMMEN.attempts + 1, claimed_until=tot)
            .returning(zendingen)
        )
        rijen = connection.execute(statement).all()
        stap = Overgang(van=van, naar=Status.BEZIG, moment=now)
        record_overgangen(connection, [rij.id for rij in rijen], stap)
        opdrachten += [_parse_opdracht(rij, onzeker=van is Status.ONZEKER) for rij in rijen]
    return tuple(sorted(opdrachten, key=lambda opdracht: opdracht.zending.kenmerk))


def _plan_papieren(connection: Connection, zending: Zending, *, pauze: int | None, weg: int | None) -> None:
    papier = replace(zending, kanaal=Kanaalsoort.PRINT, terugval=False, geldig_tot=None)
    status = Status.VRIJGEGEVEN if weg is None else Status.INGETROKKEN
    plan_zendingen(connection, [(papier, status)])
    ingreep = {"pauze": pauze if weg is None else None, "intrekking": weg}
    connection.execute(update(zendingen).where(_is_zending(papier)).values(ingreep))


def parse_zending(rij: Row[Any]) -> Zending:
    """Parse a row of zendingen."""
    return Zending(**{veld: rij._mapping[veld] for veld in _VELDEN})


def _parse_opdracht(rij: Row[Any], *, onzeker: bool) -> Opdracht:
    return Opdracht(
        zending=parse_zending(rij),
        onzeker=onzeker,
        attempts=rij.attempts,
        tot=rij.claimed_until,
        lot=rij.lot,
        ingetrokken=rij.intrekking is not None,
    )


def _parse_stand(rij: Row[Any]) -> Zendingstand:
    ontvangst = None
    if rij.referentie is not None:
        ontvangst = Ontvangst(referentie=rij.referentie, ontvangen_op=rij.ontvangen_op)
    return Zendingstand(
        zending=parse_zending(rij), status=rij.status, ontvangst=ontvangst, intrekking=rij.intrekking
    )
