"""Every statement on the service's own tables: one function, one sentence; nothing commits here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    func,
    insert,
    select,
)

from correspondentie.archief import Plaats

MUTATIEBRIEVEN_MAXIMUM = 3
VARIABELEN_PER_VRAAG = 500  # stays under the number of variables that any SQLite allows in one statement

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
)

brokken = Table(
    "brokken",
    metadata,
    Column("run", ForeignKey("runs.run"), nullable=False),
    Column("brok", Integer, nullable=False),
    Column("beschikkingen", Integer, nullable=False),
    Column("mutatievoorstellen", Integer, nullable=False),
    Column("zendingen", Integer, nullable=False),
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
    Column("dagtekening", Date, nullable=False),
    Column("sjabloon", String(64), nullable=False),
    Column("sha256", ForeignKey("documenten.sha256"), nullable=False),
    Column("bereik", String(40), nullable=False),
)

onderdrukt = Table(
    "onderdrukt",
    metadata,
    Column("run", ForeignKey("runs.run"), nullable=False),
    Column("dossier", String(40), nullable=False),
    Column("besluit", String(40), nullable=False),
    Column("kind", Integer, nullable=False),  # 0: the decision is about the whole household
    Column("reden", String(40), nullable=False),
    PrimaryKeyConstraint("run", "dossier", "besluit", "kind"),
)

# A household is decided once a month, whatever input it stands in: the primary key sees to it.
besluiten = Table(
    "besluiten",
    metadata,
    Column("maand", String(7), nullable=False),
    Column("dossier", String(40), nullable=False),
    Column("run", ForeignKey("runs.run"), nullable=False),
    PrimaryKeyConstraint("maand", "dossier"),
)

# The primary key and the CHECK together make a fourth mutatiebrief impossible, whoever writes.
mutatiebrieven = Table(
    "mutatiebrieven",
    metadata,
    Column("burger", String(9), nullable=False),
    Column("toeslagjaar", Integer, nullable=False),
    Column("volgnummer", Integer, nullable=False),
    Column("kind", Integer, nullable=False),
    Column("tegenhouden_uiterlijk", Date, nullable=False),
    Column("kenmerk", ForeignKey("brieven.kenmerk"), nullable=False),
    PrimaryKeyConstraint("burger", "toeslagjaar", "volgnummer"),
    CheckConstraint(f"volgnummer BETWEEN 1 AND {MUTATIEBRIEVEN_MAXIMUM}", name="hooguit_drie_mutatiebrieven"),
    UniqueConstraint("kenmerk"),
)


_PLAATS = (documenten.c.sha256, documenten.c.pak, documenten.c.begin, documenten.c.lengte)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One monthly run: which input, which letters, which day; the same run can be taken up again.

    brok is how many lines go in a chunk: it stays what it was when the run began.
    """

    run: str
    maand: str
    dagtekening: date
    invoer: str
    sjablonen: str
    brok: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Archiefbrief:
    """One letter as it was made: which sjabloon (digest), how many pages, and where its document stands."""

    kenmerk: str
    brieftype: str
    dagtekening: date
    sjabloon: str
    paginas: int
    plaats: Plaats


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatiestand:
    """What the cap ledger holds for one citizen and year: the children written about, oldest letter first."""

    kinderen: tuple[tuple[int, date], ...] = ()

    @property
    def ruimte(self) -> int:
        """How many mutatiebrieven may still be written this year."""
        return MUTATIEBRIEVEN_MAXIMUM - len(self.kinderen)

    def list_lopend(self, peildatum: date) -> frozenset[int]:
        """List the children whose mutatie can still be stopped on this day."""
        return frozenset(kind for kind, uiterlijk in self.kinderen if uiterlijk >= peildatum)


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


def has_brok(connection: Connection, run: str, brok: int) -> bool:
    """Answer whether this chunk was stored before."""
    vraag = select(brokken.c.brok).where(brokken.c.run == run, brokken.c.brok == brok)
    return connection.execute(vraag).one_or_none() is not None


def list_brokken(connection: Connection, run: str) -> frozenset[int]:
    """List the numbers of the chunks that were stored before."""
    return frozenset(connection.scalars(select(brokken.c.brok).where(brokken.c.run == run)))


def save_rijen(connection: Connection, tabel: Table, rijen: Sequence[Mapping[str, object]]) -> None:
    """Insert these rows in one statement; no rows, no statement."""
    if rijen:
        connection.execute(insert(tabel), rijen)


def list_mutatiestanden(
    connection: Connection, burgers: Iterable[str], toeslagjaar: int
) -> dict[str, Mutatiestand]:
    """Read the cap ledger for these citizens; who is not in it has all the room."""
    standen: dict[str, list[tuple[int, date]]] = {burger: [] for burger in burgers}
    allen = list(standen)
    for begin in range(0, len(allen), VARIABELEN_PER_VRAAG):
        vraag = (
            select(mutatiebrieven.c.burger, mutatiebrieven.c.kind, mutatiebrieven.c.tegenhouden_uiterlijk)
            .where(
                mutatiebrieven.c.toeslagjaar == toeslagjaar,
                mutatiebrieven.c.burger.in_(allen[begin : begin + VARIABELEN_PER_VRAAG]),
            )
            .order_by(mutatiebrieven.c.burger, mutatiebrieven.c.volgnummer)
        )
        for burger, kind, uiterlijk in connection.execute(vraag):
            standen[burger].append((kind, uiterlijk))
    return {burger: Mutatiestand(kinderen=tuple(rijen)) for burger, rijen in standen.items()}


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


def list_documenten(connection: Connection) -> Iterator[Plaats]:
    """List where every archived document stands, pack by pack."""
    for rij in connection.execute(select(*_PLAATS).order_by(documenten.c.pak, documenten.c.begin)):
        yield Plaats(**rij._mapping)


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
    yield from connection.execute(vraag)


def list_onderdrukt(
    connection: Connection, run: str, hooguit: int | None = None
) -> Iterator[tuple[str, str, int, str]]:
    """List the decisions that became no letter as dossier, decision, child (0: none) and reason."""
    vraag = (
        select(onderdrukt.c.dossier, onderdrukt.c.besluit, onderdrukt.c.kind, onderdrukt.c.reden)
        .where(onderdrukt.c.run == run)
        .order_by(onderdrukt.c.dossier, onderdrukt.c.besluit, onderdrukt.c.kind)
        .limit(hooguit)
    )
    yield from connection.execute(vraag)
