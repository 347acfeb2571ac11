"""Every statement on the service's own tables: one function, one sentence; nothing commits here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    text,
)

from correspondentie.archief import Plaats

VARIABELEN_PER_VRAAG = 500  # stays under the number of variables that any SQLite allows in one statement

TELLINGEN = (
    "behandeld",
    "beschikkingen",
    "terugvorderingen",
    "mutatievoorstellen",
    "zendingen",
)  # of a chunk

metadata = MetaData()

runs = Table(
    "runs",
    metadata,
    Column("run", String(40), primary_key=True),
    Column("maand", String(7), nullable=False),
    Column("dagtekening", Date, nullable=False),
    Column("invoer", String(64), nullable=False),
    Column("sjablonen", String(64), nullable=False),
    Column("brok", Integer, nullable=False),
    Column("standen_tot", Integer, nullable=False, server_default=text("0")),
    Column("weg", String(64), nullable=False, server_default=text("''")),
)

brokken = Table(
    "brokken",
    metadata,
    Column("run", ForeignKey("runs.run"), nullable=False),
    Column("brok", Integer, nullable=False),
    *(Column(telling, Integer, nullable=False) for telling in TELLINGEN),
    PrimaryKeyConstraint("run", "brok"),
)

uitval = Table(
    "uitval",
    metadata,
    Column("run", ForeignKey("runs.run"), nullable=False),
    Column("bestand", String(255), nullable=False),
    Column("regel", Integer, nullable=False),
    Column("veld", String(255), nullable=False),
    Column("reden", String(500), nullable=False),
    Column("brok", Integer, nullable=False),
    PrimaryKeyConstraint("run", "bestand", "regel"),
)

documenten = Table(
    "documenten",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("pak", String(255), nullable=False),
    Column("begin", Integer, nullable=False),
    Column("lengte", Integer, nullable=False),
    Column("paginas", Integer, nullable=False),
    Column("vellen", Integer, nullable=False),
)

brieven = Table(
    "brieven",
    metadata,
    Column("kenmerk", String(25), primary_key=True),
    Column("run", ForeignKey("runs.run"), nullable=False),
    Column("dossier", String(40), nullable=False),
    Column("brieftype", String(80), nullable=False),
    Column("aanleiding", String(40), nullable=False),
    Column("kind", Integer),
    Column("toeslag", String(40)),
    Column("dagtekening", Date, nullable=False),
    Column("sjabloon", String(64), nullable=False),
    Column("sha256", ForeignKey("documenten.sha256"), nullable=False),
    Column("bereik", String(40), nullable=False),
    Column("brok", Integer, nullable=False),
    Column("wijze", String(8), nullable=False),  # filled, learned or composed
    Column("gecontroleerd", Boolean, nullable=False),  # made both ways and compared
    Column("zetreden", String(200), nullable=False),  # why it could not be filled; empty when it could
    Index("brieven_brok", "run", "brok"),
)

onderdrukt = Table(
    "onderdrukt",
    metadata,
    Column("run", ForeignKey("runs.run"), nullable=False),
    Column("dossier", String(40), nullable=False),
    Column("besluit", String(40), nullable=False),
    Column("kind", Integer, nullable=False),  # 0: the decision is not about one child
    Column("toeslag", String(40), nullable=False),  # empty: the decision is not about one toeslag
    Column("reden", String(40), nullable=False),
    Column("brok", Integer, nullable=False),
    PrimaryKeyConstraint("run", "dossier", "besluit", "kind", "toeslag"),
)

# A household is decided once a month, whatever input it stands in: the primary key sees to it.
besluiten = Table(
    "besluiten",
    metadata,
    Column("maand", String(7), nullable=False),
    Column("dossier", String(40), nullable=False),
    Column("run", ForeignKey("runs.run"), nullable=False),
    Column("brok", Integer, nullable=False),
    PrimaryKeyConstraint("maand", "dossier"),
)

# a list without end comes in parts, so that PostgreSQL does not send all of it at once
_STROOM = {"yield_per": 1_000}
_PLAATS = (documenten.c.sha256, documenten.c.pak, documenten.c.begin, documenten.c.lengte)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One monthly run: which input, which letters, which day; the same run can be taken up again.

    brok is how many lines go in a chunk, standen_tot the number of the last check of a Berichtenbox that was
    known: they stay what they were when the run began. weg is a digest of the way its letters go and of the
    key of its kenmerken; empty: not known.
    """

    run: str
    maand: str
    dagtekening: date
    invoer: str
    sjablonen: str
    brok: int
    standen_tot: int = 0
    weg: str = ""


class Stand(NamedTuple):
    """How far a run is: households handled and letters stored."""

    huishoudens: int
    brieven: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Archiefbrief:
    """One letter as it was made: which sjabloon (digest), how many pages, and where its document stands."""

    kenmerk: str
    brieftype: str
    dagtekening: date
    sjabloon: str
    paginas: int
    plaats: Plaats


def find_run(connection: Connection, run: str) -> Run | None:
    """Find a run by its name."""
    rij = connection.execute(select(runs).where(runs.c.run == run)).one_or_none()
    return Run(**rij._mapping) if rij else None


def list_runs(connection: Connection) -> list[Run]:
    """List every run, oldest month first."""
    return [Run(**rij._mapping) for rij in connection.execute(select(runs).order_by(runs.c.run))]


def save_run(connection: Connection, run: Run) -> None:
    """Write down that this run has begun."""
    connection.execute(insert(runs).values(asdict(run)))


def remove_run(connection: Connection, run: str) -> None:
    """Forget a run that stored nothing yet, if it is there."""
    connection.execute(delete(runs).where(runs.c.run == run))


def has_brok(connection: Connection, run: str, brok: int) -> bool:
    """Answer whether this chunk was stored before."""
    vraag = select(brokken.c.brok).where(brokken.c.run == run, brokken.c.brok == brok)
    return connection.execute(vraag).one_or_none() is not None


def list_brokken(connection: Connection, run: str) -> frozenset[int]:
    """List the numbers of the chunks that were stored before."""
    return frozenset(connection.scalars(select(brokken.c.brok).where(brokken.c.run == run)))


def count_stand(connection: Connection, run: str) -> Stand:
    """Count how far a run is."""
    return Stand(count_behandeld(connection, run), count_brieven(connection, run))


def count_behandeld(connection: Connection, run: str) -> int:
    """Count the households of a run that were decided, or could not be, up to now."""
    behandeld = select(func.coalesce(func.sum(brokken.c.behandeld), 0)).where(brokken.c.run == run)
    kapot = select(func.count()).select_from(uitval).where(uitval.c.run == run)
    aantal: int = connection.execute(behandeld).scalar_one() + connection.execute(kapot).scalar_one()
    return aantal


def save_rijen(connection: Connection, tabel: Table, rijen: Sequence[Mapping[str, object]]) -> None:
    """Insert these rows in one statement; no rows, no statement."""
    if rijen:
        connection.execute(insert(tabel), rijen)


def list_eerdere_besluiten(connection: Connection, maand: str, dossiers: Iterable[str]) -> dict[str, str]:
    """List which of these dossiers were decided this month already, and in which run."""
    eerder: dict[str, str] = {}
    allen = list(dossiers)
    for begin in range(0, len(allen), VARIABELEN_PER_VRAAG):
        vraag = select(besluiten.c.dossier, besluiten.c.run).where(
            besluiten.c.maand == maand,
            besluiten.c.dossier.in_(allen[begin : begin + VARIABELEN_PER_VRAAG]),
        )
        eerder.update(iter(connection.execute(vraag)))
    return eerder


def find_document(connection: Connection, sha256: str) -> Plaats:
    """Find where a document stands in the archive."""
    vraag = select(*_PLAATS).where(documenten.c.sha256 == sha256)
    return Plaats(**connection.execute(vraag).one()._mapping)


def find_eerste_document(connection: Connection, run: str) -> Plaats | None:
    """Find where the first document of a run stands; None when it has none yet."""
    vraag = (
        select(*_PLAATS).join(brieven, brieven.c.sha256 == documenten.c.sha256).where(brieven.c.run == run)
    )
    rij = connection.execute(vraag.order_by(brieven.c.brok).limit(1)).one_or_none()
    return Plaats(**rij._mapping) if rij else None


def find_brief(connection: Connection, kenmerk: str) -> Archiefbrief | None:
    """Find one letter by its kenmerk."""
    vraag = (
        select(brieven, *_PLAATS[1:], documenten.c.paginas)
        .join(documenten, documenten.c.sha256 == brieven.c.sha256)
        .where(brieven.c.kenmerk == kenmerk)
    )
    rij = connection.execute(vraag).one_or_none()
    if rij is None:
        return None
    return Archiefbrief(
        kenmerk=rij.kenmerk,
        brieftype=rij.brieftype,
        dagtekening=rij.dagtekening,
        sjabloon=rij.sjabloon,
        paginas=rij.paginas,
        plaats=Plaats(sha256=rij.sha256, pak=rij.pak, begin=rij.begin, lengte=rij.lengte),
    )


def list_kenmerken(connection: Connection, run: str, brieftype: str) -> frozenset[str]:
    """List the kenmerken of the letters of one brieftype in a run."""
    vraag = select(brieven.c.kenmerk).where(brieven.c.run == run, brieven.c.brieftype == brieftype)
    return frozenset(connection.scalars(vraag))


def count_brieven(connection: Connection, run: str) -> int:
    """Count the letters of a run."""
    aantal: int = connection.execute(select(func.count()).where(brieven.c.run == run)).scalar_one()
    return aantal


def list_uitval(
    connection: Connection, run: str, hooguit: int | None = None
) -> Iterator[tuple[str, int, str, str]]:
    """List what could not be handled as file, line, field and reason, in the order of the input."""
    vraag = (
        select(uitval.c.bestand, uitval.c.regel, uitval.c.veld, uitval.c.reden)
        .where(uitval.c.run == run)
        .order_by(uitval.c.bestand, uitval.c.regel)
        .limit(hooguit)
    )
    yield from connection.execute(vraag, execution_options=_STROOM)


def list_onderdrukt(
    connection: Connection, run: str, hooguit: int | None = None
) -> Iterator[tuple[str, str, int, str, str]]:
    """List the decisions that became no letter as dossier, decision, child (0: none), toeslag and reason."""
    kolommen = onderdrukt.c
    vraag = (
        select(kolommen.dossier, kolommen.besluit, kolommen.kind, kolommen.toeslag, kolommen.reden)
        .where(onderdrukt.c.run == run)
        .order_by(kolommen.dossier, kolommen.besluit, kolommen.kind, kolommen.toeslag)
        .limit(hooguit)
    )
    yield from connection.execute(vraag, execution_options=_STROOM)
