"""The statements by which zendingen are held still, withdrawn and recalled; never a commit."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Text, and_, case, cast, func, null, or_, select, update

from outbox.errors import OutboxError, PermanentError
from outbox.ingreep import Daad, Ingreep, Ingreepstand, Selectie, Weigering
from outbox.kanaal import Opdracht, Terugroep
from outbox.opslag import Overgang, claim_nummers, parse_zending, record_overgangen
from outbox.rijen import Rij
from outbox.runstand import list_pauzes
from outbox.tabellen import logboek, zendingen
from outbox.zending import Kanaalsoort, Ontvangst, Status, check_overgang

ONDERWEG = "is nog bij een werker, of het is niet zeker waar de brief is"
ONVRIJ = "is nog niet vrijgegeven en kan nog opnieuw worden gemaakt: pauzeer de run, of annuleer hem heel"
GEPUBLICEERD = "is bezorgd en al gepubliceerd: de burger kan de brief hebben gezien"
BEZORGD = "is al bezorgd en nog niet gepubliceerd: roep terug met 'correspondentie run roep-terug'"
OPGEGEVEN = "is opgegeven door het kanaal en dus niet bezorgd"
_NUMMERS = 10_000
_KENMERKEN = 500  # stays under the number of variables that any SQLite allows in one statement
_ONVERTROKKEN = (Status.GEPLAND, Status.VRIJGEGEVEN, Status.VASTGEHOUDEN)
_ONDERWEG = (Status.BEZIG, Status.ONZEKER)
_KOLOMMEN = zendingen.c
_IS_TERUG = (
    select(logboek.c.nummer)
    .where(logboek.c.nummer == _KOLOMMEN.intrekking, logboek.c.daad == Daad.TERUGROEPEN.value)
    .exists()
)
_WACHT = and_(
    _KOLOMMEN.intrekking.is_not(None),
    or_(_KOLOMMEN.status.in_(_ONDERWEG), and_(_KOLOMMEN.status == Status.BEZORGD, _IS_TERUG)),
)


def list_delen(connection: Connection, selectie: Selectie) -> Iterator[ColumnElement[bool]]:
    """List conditions that together are the selection, each for a number of rows that fits in memory."""
    basis = and_(_KOLOMMEN.run == selectie.run, _KOLOMMEN.kanaal.in_(selectie.kanalen))
    if selectie.kenmerken is not None:
        namen = sorted(selectie.kenmerken)
        for begin in range(0, len(namen), _KENMERKEN):
            yield and_(basis, _KOLOMMEN.kenmerk.in_(namen[begin : begin + _KENMERKEN]))
        return
    vraag = select(func.min(_KOLOMMEN.id), func.max(_KOLOMMEN.id)).where(_KOLOMMEN.run == selectie.run)
    eerste, laatste = connection.execute(vraag).one()
    for begin in range(eerste or 0, (laatste or -1) + 1, _NUMMERS):
        yield and_(basis, _KOLOMMEN.id >= begin, _KOLOMMEN.id < begin + _NUMMERS)


def find_onbekende(connection: Connection, selectie: Selectie) -> tuple[str, ...]:
    """Find the kenmerken of a selection that the run does not have over these channels."""
    bekend: set[str] = set()
    if selectie.kenmerken is None:
        return ()
    for deel in list_delen(connection, selectie):
        bekend.update(connection.scalars(select(_KOLOMMEN.kenmerk).where(deel)))
    return tuple(sorted(selectie.kenmerken - bekend))


def mark_stil(connection: Connection, selectie: Selectie, nummer: int | None) -> None:
    """Hold zendingen that may still go still by this act, or let them go.

    Paper leaves its partij, if that is still to be written: the other letters of it do not wait.
    """
    wil = _KOLOMMEN.pauze.is_not(None) if nummer is None else _KOLOMMEN.status.in_(_ONVERTROKKEN + _ONDERWEG)
    uit_partij = and_(_KOLOMMEN.kanaal == Kanaalsoort.PRINT, _KOLOMMEN.status == Status.VRIJGEGEVEN)
    for deel in list_delen(connection, selectie):
        connection.execute(update(zendingen).where(deel, wil).values(pauze=nummer))
        if nummer is not None:
            los = update(zendingen).where(deel, uit_partij, _KOLOMMEN.lot.is_not(None))
            connection.execute(los.values(lot=None, next_attempt_at=None))


def mark_ingetrokken(connection: Connection, selectie: Selectie, nummer: int, now: datetime) -> None:
    """Withdraw what was not claimed yet, and ask back what is on its way.

    The rows are marked first: from then on no other can change them. A paper Zending that took over while
    that waited for a worker is met the second time. Of a part by kenmerk nothing is withdrawn that was not
    released: it may still be made anew.
    """
    vertrekt = _ONVERTROKKEN if selectie.kenmerken is None else (Status.VRIJGEGEVEN, Status.VASTGEHOUDEN)
    for deel in list_delen(connection, selectie):
        nieuw = or_(_KOLOMMEN.intrekking.is_(None), _KOLOMMEN.intrekking != nummer)
        for _ in range(2):
            statement = update(zendingen).where(deel, nieuw, _KOLOMMEN.status.in_(vertrekt + _ONDERWEG))
            connection.execute(statement.values(intrekking=nummer, pauze=None))
        for status in vertrekt:
            _withdraw(connection, and_(deel, _KOLOMMEN.intrekking == nummer), status, now)
        onzeker = and_(deel, _KOLOMMEN.intrekking == nummer, _KOLOMMEN.status == Status.ONZEKER)
        connection.execute(update(zendingen).where(onzeker).values(attempts=0, next_attempt_at=now))


def mark_teruggevraagd(connection: Connection, selectie: Selectie, nummer: int, now: datetime) -> None:
    """Ask back what was delivered and not published yet.

    What was asked back before, and did not come to rest, is looked at again, also after its publication.
    attempts stays above zero for it: an earlier attempt may have recalled it.
    """
    eerder = case((_IS_TERUG, 1), else_=0)
    for deel in list_delen(connection, selectie):
        kan = and_(_KOLOMMEN.status == Status.BEZORGD, or_(_KOLOMMEN.publicatie > now, _IS_TERUG))
        waarden = {"intrekking": nummer, "attempts": eerder, "next_attempt_at": now}
        connection.execute(
            update(zendingen).where(deel, kan).values(waarden | {"fout_soort": None, "fout_tekst": None})
        )


def _withdraw(connection: Connection, welke: ColumnElement[bool], van: Status, now: datetime) -> None:
    check_overgang(van, Status.INGETROKKEN)
    statement = (
        update(zendingen)
        .where(welke, _KOLOMMEN.status == van)
        .values(status=Status.INGETROKKEN, next_attempt_at=None, fout_soort=None, fout_tekst=None)
        .returning(_KOLOMMEN.id)
    )
    nummers = connection.execute(statement).scalars().all()
    record_overgangen(connection, nummers, Overgang(van=van, naar=Status.INGETROKKEN, moment=now))


def claim_onzekere(
    connection: Connection, rij: Rij, aantal: int, now: datetime, duur: timedelta
) -> tuple[Opdracht, ...]:
    """Claim ONZEKER zendingen that were asked back, only to look where they are: also in a run at rest."""
    kandidaten = (
        select(_KOLOMMEN.id)
        .where(
            _KOLOMMEN.run == rij.run,
            _KOLOMMEN.kanaal == rij.kanaal,
            _KOLOMMEN.intrekking.is_not(None),
            _KOLOMMEN.status == Status.ONZEKER,
            _KOLOMMEN.next_attempt_at <= now,
        )
        .order_by(_KOLOMMEN.id)
        .limit(aantal)
    )
    return claim_nummers(connection, connection.execute(kandidaten).scalars().all(), now, now + duur)


def claim_terugroepen(
    connection: Connection, rij: Rij, aantal: int, now: datetime, duur: timedelta
) -> tuple[Terugroep, ...]:
    """Claim at most so many delivered zendingen that are to be recalled; till then they are mine."""
    mijn = and_(_KOLOMMEN.run == rij.run, _KOLOMMEN.kanaal == rij.kanaal, _is_terug_te_roepen(now))
    nummers = connection.execute(select(_KOLOMMEN.id).where(mijn).order_by(_KOLOMMEN.id).limit(aantal))
    statement = (
        update(zendingen)
        .where(_KOLOMMEN.id.in_(nummers.scalars().all()), _is_terug_te_roepen(now))
        .values(attempts=_KOLOMMEN.attempts + 1, claimed_until=now + duur)
        .returning(zendingen)
    )
    terugroepen = [_parse_terugroep(gevonden) for gevonden in connection.execute(statement)]
    return tuple(sorted(terugroepen, key=lambda terugroep: terugroep.zending.kenmerk))


def mark_terugroep(
    connection: Connection,
    terugroep: Terugroep,
    fout: OutboxError | None,
    opnieuw: datetime | None,
    now: datetime,
) -> bool:
    """Mark what became of recalling a Zending; False when the claim was lost to another worker.

    Without fout it is INGETROKKEN, and its receipt stays. A PermanentError ends the request. After any other
    the request stays, and is tried again at opnieuw, or when the act is done once more.
    """
    mijn = and_(
        _KOLOMMEN.kenmerk == terugroep.zending.kenmerk,
        _KOLOMMEN.kanaal == terugroep.zending.kanaal,
        _KOLOMMEN.status == Status.BEZORGD,
        _KOLOMMEN.claimed_until == terugroep.tot,
    )
    waarden: dict[str, Any] = {"claimed_until": None, "next_attempt_at": opnieuw}
    waarden |= {
        "fout_soort": None if fout is None else type(fout).__name__,
        "fout_tekst": None if fout is None else str(fout),
    }
    if fout is None:
        waarden["status"] = Status.INGETROKKEN
    elif isinstance(fout, PermanentError):
        waarden["intrekking"] = None
    nummers = connection.execute(update(zendingen).where(mijn).values(waarden).returning(_KOLOMMEN.id))
    gevonden = nummers.scalars().all()
    if fout is None:
        stap = Overgang(van=Status.BEZORGD, naar=Status.INGETROKKEN, moment=now)
        record_overgangen(connection, gevonden, stap)
    return bool(gevonden)


def find_volgende_terugroep(connection: Connection, run: str, kanalen: list[Kanaalsoort]) -> datetime | None:
    """Find when something that was asked back may be looked at again, or None when all came to rest."""
    bezig = func.coalesce(_KOLOMMEN.claimed_until, _KOLOMMEN.next_attempt_at)
    moment = case(
        (_KOLOMMEN.status == Status.BEZIG, _KOLOMMEN.claimed_until),
        (_KOLOMMEN.status == Status.ONZEKER, _KOLOMMEN.next_attempt_at),
        (and_(_KOLOMMEN.status == Status.BEZORGD, _KOLOMMEN.next_attempt_at.is_not(None), _IS_TERUG), bezig),
    )
    vraag = select(func.min(moment)).where(
        _KOLOMMEN.run == run, _KOLOMMEN.kanaal.in_(kanalen), _KOLOMMEN.intrekking.is_not(None)
    )
    eerste: datetime | None = connection.execute(vraag).scalar()
    return eerste


def count_stand(connection: Connection, ingreep: Ingreep, now: datetime) -> Ingreepstand:
    """Count how the zendingen of an act stand now, and what it could not do."""
    selectie = ingreep.selectie
    standen: dict[Kanaalsoort, Counter[Status]] = {}
    redenen: Counter[tuple[bool, str]] = Counter()
    stil, vensters = 0, [datetime.min.replace(tzinfo=UTC)]
    kolommen = _list_telkolommen(ingreep, list_pauzes(connection, selectie.run), now)
    for deel in list_delen(connection, selectie):
        vraag = select(*kolommen, func.count().label("aantal")).where(deel).group_by(*kolommen)
        for rij in connection.execute(vraag):
            standen.setdefault(rij.kanaal, Counter())[rij.status] += rij.aantal
            stil += rij.aantal if rij.stil else 0
            vensters.append(rij.publicatie)
            if rij.waarom is not None:
                redenen[bool(rij.wacht), rij.waarom] += rij.aantal
    venster = max(vensters)
    return Ingreepstand(
        standen=standen,
        stil=stil,
        wachtend={reden: aantal for (wacht, reden), aantal in redenen.items() if wacht},
        geweigerd={reden: aantal for (wacht, reden), aantal in redenen.items() if not wacht},
        venster=venster if venster > now else None,
        onbekend=find_onbekende(connection, selectie),
    )


def list_weigeringen(connection: Connection, ingreep: Ingreep, now: datetime) -> Iterator[Weigering]:
    """List the zendingen with which an act could not, or not yet, do what was asked, each with the reason."""
    reden = _make_reden(ingreep, now)
    for deel in list_delen(connection, ingreep.selectie):
        kolommen = (_KOLOMMEN.kenmerk, _KOLOMMEN.kanaal, _KOLOMMEN.referentie, reden.label("reden"))
        vraag = select(*kolommen).where(deel, reden.is_not(None)).order_by(_KOLOMMEN.id)
        for rij in connection.execute(vraag):
            yield Weigering(**rij._mapping)


def _list_telkolommen(
    ingreep: Ingreep, pauzes: Mapping[Kanaalsoort, str], now: datetime
) -> tuple[ColumnElement[Any], ...]:
    stil = or_(_KOLOMMEN.pauze.is_not(None), _KOLOMMEN.kanaal.in_(list(pauzes)))
    kan_gaan = _KOLOMMEN.status.in_([Status.GEPLAND, Status.VRIJGEGEVEN, Status.ONZEKER])
    return (
        _KOLOMMEN.kanaal,
        _KOLOMMEN.status,
        and_(stil, kan_gaan).label("stil"),
        _WACHT.label("wacht"),
        _make_reden(ingreep, now).label("waarom"),
        _KOLOMMEN.publicatie,
    )


def _make_reden(ingreep: Ingreep, now: datetime) -> ColumnElement[str | None]:
    """Make why a Zending is not what the act wanted; NULL when it is, or when the act is no withdrawal."""
    if ingreep.daad not in (Daad.ANNULEREN, Daad.TERUGROEPEN):
        return cast(null(), Text())
    bezorgd = _KOLOMMEN.status == Status.BEZORGD
    return case(
        (_WACHT, func.coalesce(_KOLOMMEN.fout_tekst, ONDERWEG)),
        (_KOLOMMEN.status == Status.GEPLAND, ONVRIJ),
        (and_(bezorgd, _KOLOMMEN.fout_tekst.is_not(None)), _KOLOMMEN.fout_tekst),
        (and_(bezorgd, _KOLOMMEN.publicatie <= now), GEPUBLICEERD),
        (bezorgd, BEZORGD),
        (_KOLOMMEN.status == Status.OPGEGEVEN, OPGEGEVEN),
    )


def _is_terug_te_roepen(now: datetime) -> ColumnElement[bool]:
    vrij = or_(_KOLOMMEN.claimed_until.is_(None), _KOLOMMEN.claimed_until <= now)
    return and_(_KOLOMMEN.status == Status.BEZORGD, _KOLOMMEN.next_attempt_at <= now, vrij, _IS_TERUG)


def _parse_terugroep(rij: Row[Any]) -> Terugroep:
    return Terugroep(
        zending=parse_zending(rij),
        ontvangst=Ontvangst(referentie=rij.referentie, ontvangen_op=rij.ontvangen_op),
        onzeker=rij.attempts > 1,
        attempts=rij.attempts,
        tot=rij.claimed_until,
    )
