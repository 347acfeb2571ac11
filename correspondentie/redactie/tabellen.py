"""The tables of the texts. The database itself refuses an own judgement, and to change what was submitted."""

from collections.abc import Iterator, Mapping

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)

from correspondentie.opslag import metadata
from outbox.database import Moment

_SOORTEN = "soort IN ('brieftype', 'bouwsteen')"
_GOEDGEKEURD = text("oordeel = 'goedgekeurd'")

# One open concept per onderdeel and author. A number is never given twice: an old tab must not find another.
concepten = Table(
    "redactieconcepten",
    metadata,
    Column("nummer", Integer, primary_key=True),
    Column("soort", String(16), nullable=False),
    Column("naam", String(80), nullable=False),
    Column("titel", Text, nullable=False),
    Column("brief", Text, nullable=False),
    Column("bericht", Text, nullable=False),
    Column("auteur", String(120), nullable=False),
    Column("revisie", Integer, nullable=False),
    Column("gewijzigd", Moment, nullable=False),
    Column("gewijzigd_door", String(120), nullable=False),
    Column("basis", ForeignKey("redactieversies.digest")),
    CheckConstraint(_SOORTEN, name="redactieconcepten_soort"),
    UniqueConstraint("soort", "naam", "auteur", name="redactieconcepten_een_per_auteur"),
    sqlite_autoincrement=True,
)

conceptschrijvers = Table(
    "redactieconceptschrijvers",
    metadata,
    Column("concept", ForeignKey("redactieconcepten.nummer", ondelete="CASCADE"), nullable=False),
    Column("wie", String(120), nullable=False),
    PrimaryKeyConstraint("concept", "wie"),
)

versies = Table(
    "redactieversies",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("soort", String(16), nullable=False),
    Column("naam", String(80), nullable=False),
    Column("titel", Text, nullable=False),
    Column("brief", Text, nullable=False),
    Column("bericht", Text, nullable=False),
    Column("auteur", String(120), nullable=False),
    Column("ingediend", Moment, nullable=False),
    Column("waarom", Text, nullable=False),
    Column("basis", ForeignKey("redactieversies.digest")),
    CheckConstraint(_SOORTEN, name="redactieversies_soort"),
    UniqueConstraint("digest", "auteur", name="redactieversies_auteur"),
    Index("redactieversies_onderdeel", "soort", "naam"),
)

schrijvers = Table(
    "redactieschrijvers",
    metadata,
    Column("digest", ForeignKey("redactieversies.digest"), nullable=False),
    Column("wie", String(120), nullable=False),
    PrimaryKeyConstraint("digest", "wie"),
)

# auteur stands here as well, so that the CHECK can compare; the foreign key sees to it that it is true
oordelen = Table(
    "redactieoordelen",
    metadata,
    Column("nummer", Integer, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("auteur", String(120), nullable=False),
    Column("beoordelaar", String(120), nullable=False),
    Column("oordeel", String(16), nullable=False),
    Column("moment", Moment, nullable=False),
    Column("toelichting", Text, nullable=False),
    ForeignKeyConstraint(
        ["digest", "auteur"],
        ["redactieversies.digest", "redactieversies.auteur"],
        name="redactieoordelen_versie",
    ),
    CheckConstraint("oordeel IN ('goedgekeurd', 'teruggestuurd')", name="redactieoordelen_oordeel"),
    CheckConstraint("lower(trim(beoordelaar)) <> lower(trim(auteur))", name="redactieoordelen_tweede"),
    Index("redactieoordelen_versie_nummer", "digest", "nummer"),
    Index(
        "redactieoordelen_een_keer_goed",
        "digest",
        unique=True,
        sqlite_where=_GOEDGEKEURD,
        postgresql_where=_GOEDGEKEURD,
    ),
)

vrijgaven = Table(
    "redactievrijgaven",
    metadata,
    Column("nummer", Integer, primary_key=True),
    Column("digest", ForeignKey("redactieversies.digest"), nullable=False),
    Column("vanaf", Date, nullable=False),
    Column("wie", String(120), nullable=False),
    Column("moment", Moment, nullable=False),
    Column("waarom", Text, nullable=False),
    Index("redactievrijgaven_versie", "digest"),
)

intrekkingen = Table(
    "redactieintrekkingen",
    metadata,
    Column("vrijgave", ForeignKey("redactievrijgaven.nummer"), primary_key=True),
    Column("wie", String(120), nullable=False),
    Column("moment", Moment, nullable=False),
    Column("waarom", Text, nullable=False),
)

opmerkingen = Table(
    "redactieopmerkingen",
    metadata,
    Column("nummer", Integer, primary_key=True),
    Column("digest", ForeignKey("redactieversies.digest"), nullable=False),
    Column("veld", String(16), nullable=False),
    Column("begin", Integer, nullable=False),
    Column("einde", Integer, nullable=False),
    Column("citaat", Text, nullable=False),
    Column("tekst", Text, nullable=False),
    Column("wie", String(120), nullable=False),
    Column("moment", Moment, nullable=False),
    Column("afgehandeld_door", String(120)),
    Column("afgehandeld_op", Moment),
    CheckConstraint("veld IN ('titel', 'brief', 'bericht')", name="redactieopmerkingen_veld"),
    CheckConstraint('"begin" >= 0 AND einde > "begin"', name="redactieopmerkingen_passage"),
    Index("redactieopmerkingen_versie", "digest"),
)

# Which versions a run is made with; no row for an onderdeel: its shipped file.
standen = Table(
    "redactiestanden",
    metadata,
    Column("run", ForeignKey("runs.run"), nullable=False),
    Column("soort", String(16), nullable=False),
    Column("naam", String(80), nullable=False),
    Column("digest", ForeignKey("redactieversies.digest"), nullable=False),
    PrimaryKeyConstraint("run", "soort", "naam"),
)

_SLEUTELS: Mapping[Table, str] = {
    versies: "digest = NEW.digest",
    schrijvers: "digest = NEW.digest AND wie = NEW.wie",
    oordelen: "nummer = NEW.nummer",
    vrijgaven: "nummer = NEW.nummer",
    intrekkingen: "vrijgave = NEW.vrijgave",
}
_EIGEN = (
    "SELECT 1 FROM redactieschrijvers WHERE digest = NEW.digest "
    "AND lower(trim(wie)) = lower(trim(NEW.beoordelaar))"
)
_GOED = "SELECT 1 FROM redactieoordelen WHERE digest = NEW.digest AND oordeel = 'goedgekeurd'"
# table, name, when the row is refused, and what is then said
_REGELS = (
    (oordelen, "geen_schrijver", f"EXISTS ({_EIGEN})", "wie aan een tekst schreef, beoordeelt hem niet"),
    (oordelen, "na_goedkeuring", f"EXISTS ({_GOED})", "over een goedgekeurde versie is geoordeeld"),
    (vrijgaven, "goedgekeurd", f"NOT EXISTS ({_GOED})", "alleen een goedgekeurde versie wordt vrijgegeven"),
)


def list_bewaking(tabel: Table, dialect: str) -> Iterator[str]:
    """List the statements that guard a table: its rows stay as they are, and some are refused."""
    if tabel in _SLEUTELS:
        vast = _list_vast_sqlite if dialect == "sqlite" else _list_vast_postgresql
        yield from vast(tabel.name, _SLEUTELS[tabel])
    for eigen, naam, weiger, uitleg in _REGELS:
        if eigen is tabel:
            regel = _list_regel_sqlite if dialect == "sqlite" else _list_regel_postgresql
            yield from regel(tabel.name, naam, weiger, uitleg)


def _list_vast_sqlite(tabel: str, sleutel: str) -> Iterator[str]:
    # an INSERT OR REPLACE deletes without a trigger for that
    uitleg = f"een rij van {tabel} verandert nooit en gaat nooit weg"
    bestaat = f"EXISTS (SELECT 1 FROM {tabel} WHERE {sleutel})"  # noqa: S608 - names of this module
    for naam, wanneer in (("update", "UPDATE ON"), ("delete", "DELETE ON"), ("replace", "INSERT ON")):
        als = f"WHEN {bestaat} " if naam == "replace" else ""
        yield (
            f"CREATE TRIGGER {tabel}_geen_{naam} BEFORE {wanneer} {tabel} {als}"
            f"BEGIN SELECT RAISE(ABORT, '{uitleg}'); END"
        )


def _list_vast_postgresql(tabel: str, sleutel: str) -> Iterator[str]:
    # a superuser could switch triggers off for a session, but not these
    uitleg = f"een rij van {tabel} verandert nooit en gaat nooit weg"
    yield _make_functie(f"{tabel}_weiger", f"RAISE EXCEPTION '{uitleg}';")
    yield (
        f"CREATE TRIGGER {tabel}_geen_wijziging BEFORE UPDATE OR DELETE ON {tabel} "
        f"FOR EACH ROW EXECUTE FUNCTION {tabel}_weiger()"
    )
    yield (
        f"CREATE TRIGGER {tabel}_geen_truncate BEFORE TRUNCATE ON {tabel} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {tabel}_weiger()"
    )
    yield f"ALTER TABLE {tabel} ENABLE ALWAYS TRIGGER {tabel}_geen_wijziging"
    yield f"ALTER TABLE {tabel} ENABLE ALWAYS TRIGGER {tabel}_geen_truncate"


def _list_regel_sqlite(tabel: str, naam: str, weiger: str, uitleg: str) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {tabel}_{naam} BEFORE INSERT ON {tabel} WHEN {weiger} "
        f"BEGIN SELECT RAISE(ABORT, '{uitleg}'); END"
    )


def _list_regel_postgresql(tabel: str, naam: str, weiger: str, uitleg: str) -> Iterator[str]:
    inhoud = f"IF {weiger} THEN RAISE EXCEPTION '{uitleg}'; END IF; RETURN NEW;"
    yield _make_functie(f"{tabel}_{naam}", inhoud)
    yield (
        f"CREATE TRIGGER {tabel}_{naam} BEFORE INSERT ON {tabel} "
        f"FOR EACH ROW EXECUTE FUNCTION {tabel}_{naam}()"
    )
    yield f"ALTER TABLE {tabel} ENABLE ALWAYS TRIGGER {tabel}_{naam}"


def _make_functie(naam: str, inhoud: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {naam}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {inhoud} END $$"


for _tabel in metadata.tables.values():
    for _dialect in ("sqlite", "postgresql"):
        for _opdracht in list_bewaking(_tabel, _dialect):
            _ddl: DDL = DDL(_opdracht)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
            event.listen(_tabel, "after_create", _ddl.execute_if(dialect=_dialect))
