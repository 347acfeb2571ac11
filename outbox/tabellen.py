"""The tables of the outbox."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import (
    DDL,
    Boolean,
    Column,
    Date,
    Enum,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TextClause,
    UniqueConstraint,
    event,
    false,
    text,
)
from sqlalchemy.schema import ExecutableDDLElement

from outbox.database import Moment
from outbox.printstand import Printstatus, Retourreden, Weigerreden
from outbox.zending import Kanaalsoort, Status

OPEN = (Status.GEPLAND, Status.VRIJGEGEVEN, Status.BEZIG, Status.ONZEKER)


def _make_enum(soort: type[StrEnum], naam: str) -> Enum:
    """Keep the value as plain text, with a CHECK of that name that knows every member."""
    return Enum(
        soort,
        name=naam,
        native_enum=False,
        create_constraint=True,
        length=16,
        values_callable=lambda leden: [lid.value for lid in leden],
    )


def _make_where(*statussen: Status) -> TextClause:
    """Make the condition of a partial index; only a query with the same words can use it."""
    waarden = ", ".join(f"'{status.value}'" for status in statussen)
    return text(f"status IN ({waarden})")


WHERE_OPEN = _make_where(*OPEN)
WHERE_WACHT = _make_where(Status.VRIJGEGEVEN, Status.ONZEKER)
WHERE_BEZIG = _make_where(Status.BEZIG)
_WHERE_PARTIJ = text("lot IS NOT NULL")
_WHERE_OPEN_PARTIJ = text(f"lot IS NOT NULL AND {WHERE_OPEN.text}")
_WHERE_LOS = text(f"lot IS NULL AND kanaal = '{Kanaalsoort.PRINT}' AND status = '{Status.VRIJGEGEVEN}'")
_WHERE_INTREKKING = text("intrekking IS NOT NULL")

metadata = MetaData()

# Who did what, when and why. moment is the text that was hashed: the same on every database.
logboek = Table(
    "logboek",
    metadata,
    Column("nummer", Integer, primary_key=True, autoincrement=False),
    Column("moment", String(32), nullable=False),
    Column("wie", String(120), nullable=False),
    Column("daad", String(32), nullable=False),
    Column("run", String(64), nullable=False),
    Column("wat", Text, nullable=False),
    Column("waarom", Text, nullable=False),
    Column("vorige_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    # one line follows each line: of two that are written at once the loser begins anew
    UniqueConstraint("vorige_hash", name="logboek_een_keten"),
    UniqueConstraint("hash", name="logboek_hash"),
)

zendingen = Table(
    "zendingen",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kenmerk", String(25), nullable=False),
    Column("kanaal", _make_enum(Kanaalsoort, "zendingen_kanaal"), nullable=False),
    Column("run", String(64), nullable=False),
    Column("ontvanger", String(20), nullable=False),
    Column("onderwerp", Text, nullable=False),
    Column("tekst", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("paginas", Integer, nullable=False),
    Column("vellen", Integer, nullable=False),
    Column("publicatie", Moment, nullable=False),
    Column("terugval", Boolean, nullable=False),
    Column("reden", Text),
    Column("kix", String(18), nullable=False, server_default=text("''")),
    Column("kix_ruimte", Boolean, nullable=False, server_default=false()),
    Column("buitenland", Boolean, nullable=False, server_default=false()),
    Column("geldig_tot", Moment),
    Column("status", _make_enum(Status, "zendingen_status"), nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_attempt_at", Moment),
    Column("claimed_until", Moment),
    Column("lot", Integer),
    Column("referentie", String(120)),
    Column("ontvangen_op", Moment),
    Column("fout_soort", String(64)),
    Column("fout_tekst", Text),
    # the act that holds it still, and the act that asked it back
    Column("pauze", ForeignKey("logboek.nummer")),
    Column("intrekking", ForeignKey("logboek.nummer")),
    UniqueConstraint("kenmerk", "kanaal", name="zendingen_een_per_kanaal"),
    # what is open is a small part of all there ever was, and the only part that is searched all the time
    Index(
        "zendingen_open",
        "run",
        "kanaal",
        "next_attempt_at",
        sqlite_where=WHERE_OPEN,
        postgresql_where=WHERE_OPEN,
    ),
    Index("zendingen_run", "run", "kanaal", "status"),
    # the first that are due stand in front, however many wait behind them
    Index(
        "zendingen_wacht",
        *("run", "kanaal", "next_attempt_at", "id"),
        sqlite_where=WHERE_WACHT,
        postgresql_where=WHERE_WACHT,
    ),
    Index("zendingen_bezig", "run", "claimed_until", sqlite_where=WHERE_BEZIG, postgresql_where=WHERE_BEZIG),
    Index(
        "zendingen_partij",
        "lot",  # in front, so that who looks for the next lot takes the index of what is open
        "run",
        "kanaal",
        sqlite_where=_WHERE_PARTIJ,
        postgresql_where=_WHERE_PARTIJ,
    ),
    Index(
        "zendingen_open_partij",
        "run",
        "kanaal",
        "lot",
        sqlite_where=_WHERE_OPEN_PARTIJ,
        postgresql_where=_WHERE_OPEN_PARTIJ,
    ),
    # the next partij is the first so many of one class in the order of the postcode
    Index(
        "zendingen_los",
        "run",
        "buitenland",
        "vellen",
        "kix",
        "id",
        sqlite_where=_WHERE_LOS,
        postgresql_where=_WHERE_LOS,
    ),
    Index(
        "zendingen_intrekking",
        "run",
        "kanaal",
        sqlite_where=_WHERE_INTREKKING,
        postgresql_where=_WHERE_INTREKKING,
    ),
)

# What somebody decided over all zendingen of a run over a channel, also those that are still to be made.
runstanden = Table(
    "runstanden",
    metadata,
    Column("run", String(64), nullable=False),
    Column("kanaal", _make_enum(Kanaalsoort, "runstanden_kanaal"), nullable=False),
    Column("pauze", ForeignKey("logboek.nummer")),
    Column("annulering", ForeignKey("logboek.nummer")),
    PrimaryKeyConstraint("run", "kanaal"),
)

overgangen = Table(
    "overgangen",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("zending_id", ForeignKey("zendingen.id"), nullable=False),
    Column("van", _make_enum(Status, "overgangen_van"), nullable=False),
    Column("naar", _make_enum(Status, "overgangen_naar"), nullable=False),
    Column("moment", Moment, nullable=False),
    Column("fout_soort", String(64)),
    Index("overgangen_zending", "zending_id"),
)

partijen = Table(
    "partijen",
    metadata,
    Column("run", String(64), nullable=False),
    Column("kanaal", _make_enum(Kanaalsoort, "partijen_kanaal"), nullable=False),
    Column("lot", Integer, nullable=False),
    Column("dag", Date),
    PrimaryKeyConstraint("run", "kanaal", "lot"),
)

# how many sheets each print day has already, over all runs
printdagen = Table(
    "printdagen",
    metadata,
    Column("dag", Date, primary_key=True),
    Column("vellen", Integer, nullable=False),
)

# the files of the printer that were read: one that comes again is known by its digest
terugmeldingen = Table(
    "terugmeldingen",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("run", String(64), nullable=False),
    Column("lot", Integer, nullable=False),
    Column("gelezen_op", Moment, nullable=False),
    Column("aangenomen", Integer, nullable=False),
    Column("bevindingen", Integer, nullable=False),
    Index("terugmeldingen_partij", "run", "lot"),
)

# what the printer said of each letter, and when it was
terugmeldregels = Table(
    "terugmeldregels",
    metadata,
    Column("kenmerk", String(25), nullable=False),
    Column("status", _make_enum(Printstatus, "terugmeldregels_status"), nullable=False),
    Column("moment", Moment, nullable=False),
    Column("run", String(64), nullable=False),
    Column("lot", Integer, nullable=False),
    Column("reden", _make_enum(Weigerreden, "terugmeldregels_reden")),
    PrimaryKeyConstraint("kenmerk", "status", "moment"),
    Index("terugmeldregels_partij", "run", "lot"),
)

# letters that the post brought back
retouren = Table(
    "retouren",
    metadata,
    Column("kenmerk", String(25), primary_key=True),
    Column("reden", _make_enum(Retourreden, "retouren_reden"), nullable=False),
    Column("moment", Moment, nullable=False),
)

# The logboek only grows, whoever writes. On SQLite an INSERT OR REPLACE deletes without a trigger for that;
# on PostgreSQL a superuser could switch triggers off for a session, but not these.
BEWAKING: Mapping[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE TRIGGER logboek_geen_update BEFORE UPDATE ON logboek "
        "BEGIN SELECT RAISE(ABORT, 'een regel van het logboek verandert nooit'); END",
        "CREATE TRIGGER logboek_geen_delete BEFORE DELETE ON logboek "
        "BEGIN SELECT RAISE(ABORT, 'een regel van het logboek gaat nooit weg'); END",
        "CREATE TRIGGER logboek_geen_replace BEFORE INSERT ON logboek WHEN EXISTS (SELECT 1 FROM logboek "
        "WHERE nummer = NEW.nummer OR vorige_hash = NEW.vorige_hash OR hash = NEW.hash) "
        "BEGIN SELECT RAISE(ABORT, 'een regel van het logboek wordt nooit vervangen'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION logboek_weiger() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'een regel van het logboek verandert nooit en gaat nooit weg'; END $$",
        "CREATE TRIGGER logboek_geen_wijziging BEFORE UPDATE OR DELETE ON logboek "
        "FOR EACH ROW EXECUTE FUNCTION logboek_weiger()",
        "CREATE TRIGGER logboek_geen_truncate BEFORE TRUNCATE ON logboek "
        "FOR EACH STATEMENT EXECUTE FUNCTION logboek_weiger()",
        "ALTER TABLE logboek ENABLE ALWAYS TRIGGER logboek_geen_wijziging",
        "ALTER TABLE logboek ENABLE ALWAYS TRIGGER logboek_geen_truncate",
    ),
}


def _make_ddl(opdracht: str, dialect: str) -> ExecutableDDLElement:
    ddl: ExecutableDDLElement = DDL(opdracht)  # type: ignore[no-untyped-call] # SQLAlchemy leaves it untyped
    return ddl.execute_if(dialect=dialect)


for _dialect, _opdrachten in BEWAKING.items():
    for _opdracht in _opdrachten:
        event.listen(logboek, "after_create", _make_ddl(_opdracht, _dialect))
