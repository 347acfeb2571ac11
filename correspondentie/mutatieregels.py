"""The cap ledger: every announced mutatie, where it stands, and the facts it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Row,
    String,
    Table,
    UniqueConstraint,
    delete,
    select,
    update,
)

from calc.beschikking import Beschikking
from calc.huishouden import Opvangsoort
from calc.mutatie import Afwijking, Mutatie, Mutatiegrond, Onderdeel
from calc.mutatiestand import OVERGANGEN, Mutatiestatus, check_overgang
from calc.muteren import MAXIMUM_BRIEVEN
from correspondentie.dossier import Dossier
from correspondentie.opslag import VARIABELEN_PER_VRAAG, metadata, save_rijen
from outbox.database import insert_replacing
from outbox.tabellen import zendingen
from outbox.zending import Status

# The primary key and the CHECK together make a fourth mutatiebrief impossible, whoever writes.
mutatiebrieven = Table(
    "mutatiebrieven",
    metadata,
    Column("burger", String(9), nullable=False),
    Column("toeslagjaar", Integer, nullable=False),
    Column("volgnummer", Integer, nullable=False),
    Column("kenmerk", ForeignKey("brieven.kenmerk"), nullable=False),
    Column("dossier", String(40), nullable=False),
    Column("status", String(20), nullable=False),
    Column("dagtekening", Date, nullable=False),
    Column("tegenhouden_uiterlijk", Date, nullable=False),
    Column("ingangsmaand", Integer, nullable=False),
    Column("terug_vanaf", Integer),  # the first month in which it is undone
    Column("mutatie", LargeBinary, nullable=False),
    PrimaryKeyConstraint("burger", "toeslagjaar", "volgnummer"),
    CheckConstraint(f"volgnummer BETWEEN 1 AND {MAXIMUM_BRIEVEN}", name="hooguit_drie_mutatiebrieven"),
    UniqueConstraint("kenmerk"),
)

# The newest facts per toeslagjaar of every household with a mutatie, and the last decision on them.
mutatiedossiers = Table(
    "mutatiedossiers",
    metadata,
    Column("dossier", String(40), nullable=False),
    Column("toeslagjaar", Integer, nullable=False),
    Column("feiten", LargeBinary, nullable=False),
    Column("beschikking", LargeBinary, nullable=False),
    PrimaryKeyConstraint("dossier", "toeslagjaar"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatieregel:
    """One announced mutatie: its letter, whose it is, how manieth of the year, and where it stands.

    Unit: ingangsmaand (1-13) is the first month in which it is in force, terug_vanaf the first in which it no
    longer is; None: as long as the facts stand.
    """

    kenmerk: str
    burger: str
    dossier: str
    toeslagjaar: int
    volgnummer: int
    status: Mutatiestatus
    dagtekening: date
    tegenhouden_uiterlijk: date
    ingangsmaand: int
    mutatie: Mutatie
    terug_vanaf: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatiestand:
    """What the cap ledger holds for one citizen and year, oldest letter first."""

    regels: tuple[Mutatieregel, ...] = ()

    @property
    def ruimte(self) -> int:
        """How many mutatiebrieven may still be written this year."""
        return MAXIMUM_BRIEVEN - len(self.regels)

    @property
    def vrije_nummers(self) -> tuple[int, ...]:
        """Which numbers of a mutatiebrief are free; there is a gap when a letter was taken back in time."""
        bezet = {regel.volgnummer for regel in self.regels}
        return tuple(nummer for nummer in range(1, MAXIMUM_BRIEVEN + 1) if nummer not in bezet)

    def list_kinderen(self, *statussen: Mutatiestatus) -> frozenset[int | None]:
        """List whose mutatie stands in one of these; None is the income."""
        return frozenset(regel.mutatie.kind for regel in self.regels if regel.status in statussen)

    def list_doorgevoerd(self) -> tuple[Mutatieregel, ...]:
        """List what is, or for some months was, in force."""
        in_kracht = (Mutatiestatus.DOORGEVOERD, Mutatiestatus.TERUGGEDRAAID)
        return tuple(regel for regel in self.regels if regel.status in in_kracht)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatiedossier:
    """The newest facts of a household as they came in, and what was decided on them."""

    dossier: Dossier
    beschikking: Beschikking


def list_mutatiestanden(
    connection: Connection, sleutels: Iterable[tuple[str, int]], *, vast: bool = False
) -> dict[tuple[str, int], Mutatiestand]:
    """Read the cap ledger for these citizens and years; who is not in it has all the room.

    vast: what is read stays as it is up to the commit. A new mutatie can still come: its primary key is then
    taken, and who announces another is too late.
    """
    standen: dict[tuple[str, int], list[Mutatieregel]] = {sleutel: [] for sleutel in sleutels}
    burgers = sorted({burger for burger, _ in standen})
    for begin in range(0, len(burgers), VARIABELEN_PER_VRAAG):
        deel = burgers[begin : begin + VARIABELEN_PER_VRAAG]
        vraag = (
            select(mutatiebrieven)
            .where(mutatiebrieven.c.burger.in_(deel))
            .order_by(mutatiebrieven.c.burger, mutatiebrieven.c.toeslagjaar, mutatiebrieven.c.volgnummer)
        )
        for rij in connection.execute(vraag.with_for_update() if vast else vraag):
            if (rij.burger, rij.toeslagjaar) in standen:
                standen[rij.burger, rij.toeslagjaar].append(_make_regel(rij))
    return {sleutel: Mutatiestand(regels=tuple(regels)) for sleutel, regels in standen.items()}


def save_regels(connection: Connection, regels: Iterable[Mutatieregel]) -> None:
    """Write down that these mutaties were announced."""
    velden = mutatiebrieven.columns.keys()
    rijen = [
        {veld: getattr(regel, veld) for veld in velden if veld != "mutatie"}
        | {"mutatie": msgspec.json.encode(regel.mutatie)}
        for regel in sorted(regels, key=lambda regel: (regel.burger, regel.toeslagjaar, regel.volgnummer))
    ]
    save_rijen(connection, mutatiebrieven, rijen)


def remove_regels(connection: Connection, kenmerken: Iterable[str]) -> None:
    """Take mutatiebrieven that were never released out of the cap ledger."""
    for kenmerk in kenmerken:
        connection.execute(delete(mutatiebrieven).where(mutatiebrieven.c.kenmerk == kenmerk))


def find_regel(connection: Connection, kenmerk: str) -> Mutatieregel | None:
    """Find the mutatie that this letter announced."""
    rij = connection.execute(select(mutatiebrieven).where(mutatiebrieven.c.kenmerk == kenmerk)).one_or_none()
    return _make_regel(rij) if rij else None


def list_aangekondigd(connection: Connection) -> tuple[Mutatieregel, ...]:
    """List what was announced and neither stopped nor put in force yet, dossier by dossier."""
    kolommen = mutatiebrieven.c
    vraag = (
        select(mutatiebrieven)
        .where(kolommen.status == Mutatiestatus.AANGEKONDIGD)
        .order_by(kolommen.dossier, kolommen.toeslagjaar, kolommen.volgnummer)
    )
    return tuple(_make_regel(rij) for rij in connection.execute(vraag))


def close_regels(connection: Connection, regels: Iterable[Mutatieregel]) -> None:
    """Close every mutatie that is announced or in force, now that the year is decided for good."""
    for regel in regels:
        if Mutatiestatus.AFGESLOTEN in OVERGANGEN[regel.status]:
            mark_mutatie(connection, regel, replace(regel, status=Mutatiestatus.AFGESLOTEN))


def close_ingetrokkene(connection: Connection) -> int:
    """Close every announced mutatie whose letter was withdrawn and can no longer arrive, and tell how many.

    It never comes in force, and stands in the way of no other. Its place in the cap stays taken: the cap
    counts the letters that were made, so that no citizen can ever get a fourth.
    """
    van_brief = select(zendingen.c.id).where(zendingen.c.kenmerk == mutatiebrieven.c.kenmerk)
    ingetrokken = van_brief.where(zendingen.c.status == Status.INGETROKKEN).exists()
    komt_niet = (Status.INGETROKKEN, Status.VERVANGEN, Status.OPGEGEVEN)
    kan_komen = van_brief.where(zendingen.c.status.not_in(komt_niet)).exists()
    vraag = select(mutatiebrieven).where(
        mutatiebrieven.c.status == Mutatiestatus.AANGEKONDIGD, ingetrokken, ~kan_komen
    )
    regels = [_make_regel(rij) for rij in connection.execute(vraag)]
    close_regels(connection, regels)
    return len(regels)


def mark_mutatie(connection: Connection, regel: Mutatieregel, nieuw: Mutatieregel) -> bool:
    """Give a mutatie another status and its months; False when it no longer was what regel says.

    Raises: InvalidOvergangError for a step that there is not.
    """
    check_overgang(regel.status, nieuw.status)
    statement = (
        update(mutatiebrieven)
        .where(mutatiebrieven.c.kenmerk == regel.kenmerk, mutatiebrieven.c.status == regel.status)
        .values(status=nieuw.status, ingangsmaand=nieuw.ingangsmaand, terug_vanaf=nieuw.terug_vanaf)
    )
    return connection.execute(statement).rowcount == 1


def save_dossiers(connection: Connection, dossiers: Iterable[Mutatiedossier]) -> None:
    """Write down the newest facts of these households and the last decision on them."""
    rijen = [
        {
            "dossier": dossier.dossier.dossier,
            "toeslagjaar": dossier.dossier.huishouden.toeslagjaar,
            "feiten": msgspec.json.encode(dossier.dossier),
            "beschikking": msgspec.json.encode(dossier.beschikking),
        }
        for dossier in sorted(dossiers, key=lambda dossier: dossier.dossier.dossier)
    ]
    if rijen:
        connection.execute(insert_replacing(connection.dialect, mutatiedossiers), rijen)


def find_mutatiedossier(
    connection: Connection, dossier: str, toeslagjaar: int, *, vast: bool = False
) -> Mutatiedossier:
    """Find the newest facts of a household with a mutatie in this year; vast keeps them so to the commit."""
    kolommen = mutatiedossiers.c
    vraag = select(mutatiedossiers).where(kolommen.dossier == dossier, kolommen.toeslagjaar == toeslagjaar)
    rij = connection.execute(vraag.with_for_update() if vast else vraag).one()
    return Mutatiedossier(
        dossier=msgspec.json.decode(rij.feiten, type=Dossier),
        beschikking=msgspec.json.decode(rij.beschikking, type=Beschikking),
    )


def _make_regel(rij: Row[Any]) -> Mutatieregel:
    waarden = dict(rij._mapping)
    return Mutatieregel(
        **waarden | {"status": Mutatiestatus(rij.status), "mutatie": decode_mutatie(rij.mutatie)}
    )


def decode_mutatie(inhoud: bytes) -> Mutatie:
    """Read a Mutatie back from its JSON, each value in the type that its Onderdeel has."""
    record = msgspec.json.decode(inhoud)
    afwijkingen = tuple(_make_afwijking(afwijking) for afwijking in record["afwijkingen"])
    return Mutatie(kind=record["kind"], afwijkingen=afwijkingen, effect=record["effect"])


def _make_afwijking(record: Mapping[str, Any]) -> Afwijking:
    onderdeel = Onderdeel(record["onderdeel"])
    return Afwijking(
        grond=Mutatiegrond(record["grond"]),
        onderdeel=onderdeel,
        opvang=record["opvang"],
        bekend=_parse_waarde(onderdeel, record["bekend"]),
        geleverd=_parse_waarde(onderdeel, record["geleverd"]),
        bron=record["bron"],
        geleverd_op=date.fromisoformat(record["geleverd_op"]),
    )


def _parse_waarde(onderdeel: Onderdeel, waarde: Any) -> Decimal | int | date | Opvangsoort | None:  # noqa: ANN401 - plain JSON
    if waarde is None:
        return None
    if onderdeel is Onderdeel.UREN:
        return Decimal(waarde)
    if onderdeel is Onderdeel.OPVANGSOORT:
        return Opvangsoort(waarde)
    if onderdeel in (Onderdeel.EINDE, Onderdeel.LRK_GELDIG_TOT):
        return date.fromisoformat(waarde)
    return int(waarde)
