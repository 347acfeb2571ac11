"""The tables as they were before there were migrations."""

from alembic import op
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    text,
)

revision = "0001"
down_revision: str | None = None

KANALEN = "'berichtenbox', 'print'"
STATUSSEN = (
    "'gepland', 'vrijgegeven', 'bezig', 'onzeker', 'bezorgd', 'vervangen', 'opgegeven', 'vastgehouden'"
)
OPEN = text("status IN ('gepland', 'vrijgegeven', 'bezig', 'onzeker')")


def upgrade() -> None:
    """Make every table."""
    _make_documenten()
    _make_mutatiedossiers()
    _make_runs()
    _make_afkeuringen()
    _make_besluiten()
    _make_brieven()
    _make_brokken()
    _make_onderdrukt()
    _make_uitval()
    _make_mutatiebrieven()
    _make_partijen()
    _make_zendingen()
    _make_overgangen()


def _make_documenten() -> None:
    op.create_table(
        "documenten",
        Column("sha256", String(64), nullable=False),
        Column("pak", String(255), nullable=False),
        Column("begin", Integer(), nullable=False),
        Column("lengte", Integer(), nullable=False),
        Column("paginas", Integer(), nullable=False),
        Column("vellen", Integer(), nullable=False),
        PrimaryKeyConstraint("sha256"),
    )


def _make_mutatiedossiers() -> None:
    op.create_table(
        "mutatiedossiers",
        Column("dossier", String(40), nullable=False),
        Column("toeslagjaar", Integer(), nullable=False),
        Column("feiten", LargeBinary(), nullable=False),
        Column("beschikking", LargeBinary(), nullable=False),
        PrimaryKeyConstraint("dossier", "toeslagjaar"),
    )


def _make_runs() -> None:
    op.create_table(
        "runs",
        Column("run", String(40), nullable=False),
        Column("maand", String(7), nullable=False),
        Column("dagtekening", Date(), nullable=False),
        Column("invoer", String(64), nullable=False),
        Column("sjablonen", String(64), nullable=False),
        Column("brok", Integer(), nullable=False),
        PrimaryKeyConstraint("run"),
    )


def _make_afkeuringen() -> None:
    op.create_table(
        "afkeuringen",
        Column("run", String(40), nullable=False),
        Column("brieftype", String(80), nullable=False),
        Column("verschil", String(200), nullable=False),
        ForeignKeyConstraint(["run"], ["runs.run"]),
        PrimaryKeyConstraint("run", "brieftype"),
    )


def _make_besluiten() -> None:
    op.create_table(
        "besluiten",
        Column("maand", String(7), nullable=False),
        Column("dossier", String(40), nullable=False),
        Column("run", String(40), nullable=False),
        Column("brok", Integer(), nullable=False),
        ForeignKeyConstraint(["run"], ["runs.run"]),
        PrimaryKeyConstraint("maand", "dossier"),
    )


def _make_brieven() -> None:
    op.create_table(
        "brieven",
        Column("kenmerk", String(25), nullable=False),
        Column("run", String(40), nullable=False),
        Column("dossier", String(40), nullable=False),
        Column("brieftype", String(80), nullable=False),
        Column("aanleiding", String(40), nullable=False),
        Column("kind", Integer()),
        Column("toeslag", String(40)),
        Column("dagtekening", Date(), nullable=False),
        Column("sjabloon", String(64), nullable=False),
        Column("sha256", String(64), nullable=False),
        Column("bereik", String(40), nullable=False),
        Column("brok", Integer(), nullable=False),
        Column("wijze", String(8), nullable=False),
        Column("gecontroleerd", Boolean(), nullable=False),
        Column("zetreden", String(200), nullable=False),
        ForeignKeyConstraint(["run"], ["runs.run"]),
        ForeignKeyConstraint(["sha256"], ["documenten.sha256"]),
        PrimaryKeyConstraint("kenmerk"),
    )
    op.create_index("brieven_brok", "brieven", ["run", "brok"])


def _make_brokken() -> None:
    op.create_table(
        "brokken",
        Column("run", String(40), nullable=False),
        Column("brok", Integer(), nullable=False),
        Column("behandeld", Integer(), nullable=False),
        Column("beschikkingen", Integer(), nullable=False),
        Column("terugvorderingen", Integer(), nullable=False),
        Column("mutatievoorstellen", Integer(), nullable=False),
        Column("zendingen", Integer(), nullable=False),
        ForeignKeyConstraint(["run"], ["runs.run"]),
        PrimaryKeyConstraint("run", "brok"),
    )


def _make_onderdrukt() -> None:
    op.create_table(
        "onderdrukt",
        Column("run", String(40), nullable=False),
        Column("dossier", String(40), nullable=False),
        Column("besluit", String(40), nullable=False),
        Column("kind", Integer(), nullable=False),
        Column("toeslag", String(40), nullable=False),
        Column("reden", String(40), nullable=False),
        Column("brok", Integer(), nullable=False),
        ForeignKeyConstraint(["run"], ["runs.run"]),
        PrimaryKeyConstraint("run", "dossier", "besluit", "kind", "toeslag"),
    )


def _make_uitval() -> None:
    op.create_table(
        "uitval",
        Column("run", String(40), nullable=False),
        Column("bestand", String(255), nullable=False),
        Column("regel", Integer(), nullable=False),
        Column("veld", String(255), nullable=False),
        Column("reden", String(500), nullable=False),
        Column("brok", Integer(), nullable=False),
        ForeignKeyConstraint(["run"], ["runs.run"]),
        PrimaryKeyConstraint("run", "bestand", "regel"),
    )


def _make_mutatiebrieven() -> None:
    op.create_table(
        "mutatiebrieven",
        Column("burger", String(9), nullable=False),
        Column("toeslagjaar", Integer(), nullable=False),
        Column("volgnummer", Integer(), nullable=False),
        Column("kenmerk", String(25), nullable=False),
        Column("dossier", String(40), nullable=False),
        Column("status", String(20), nullable=False),
        Column("dagtekening", Date(), nullable=False),
        Column("tegenhouden_uiterlijk", Date(), nullable=False),
        Column("ingangsmaand", Integer(), nullable=False),
        Column("terug_vanaf", Integer()),
        Column("mutatie", LargeBinary(), nullable=False),
        CheckConstraint("volgnummer BETWEEN 1 AND 3", name="hooguit_drie_mutatiebrieven"),
        ForeignKeyConstraint(["kenmerk"], ["brieven.kenmerk"]),
        PrimaryKeyConstraint("burger", "toeslagjaar", "volgnummer"),
        UniqueConstraint("kenmerk"),
    )


def _make_partijen() -> None:
    op.create_table(
        "partijen",
        Column("run", String(64), nullable=False),
        Column("kanaal", String(16), nullable=False),
        Column("lot", Integer(), nullable=False),
        PrimaryKeyConstraint("run", "kanaal", "lot"),
        CheckConstraint(f"kanaal IN ({KANALEN})", name="partijen_kanaal"),
    )


def _make_zendingen() -> None:
    op.create_table(
        "zendingen",
        Column("id", Integer(), nullable=False),
        Column("kenmerk", String(25), nullable=False),
        Column("kanaal", String(16), nullable=False),
        Column("run", String(64), nullable=False),
        Column("ontvanger", String(20), nullable=False),
        Column("onderwerp", Text(), nullable=False),
        Column("tekst", Text(), nullable=False),
        Column("sha256", String(64), nullable=False),
        Column("paginas", Integer(), nullable=False),
        Column("vellen", Integer(), nullable=False),
        Column("publicatie", DateTime(timezone=True), nullable=False),
        Column("terugval", Boolean(), nullable=False),
        Column("reden", Text()),
        Column("status", String(16), nullable=False),
        Column("attempts", Integer(), server_default=text("0"), nullable=False),
        Column("next_attempt_at", DateTime(timezone=True)),
        Column("claimed_until", DateTime(timezone=True)),
        Column("lot", Integer()),
        Column("referentie", String(120)),
        Column("ontvangen_op", DateTime(timezone=True)),
        Column("fout_soort", String(64)),
        Column("fout_tekst", Text()),
        PrimaryKeyConstraint("id"),
        UniqueConstraint("kenmerk", "kanaal", name="zendingen_een_per_kanaal"),
        CheckConstraint(f"kanaal IN ({KANALEN})", name="zendingen_kanaal"),
        CheckConstraint(f"status IN ({STATUSSEN})", name="zendingen_status"),
    )
    op.create_index(
        "zendingen_open",
        "zendingen",
        ["run", "kanaal", "next_attempt_at"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("zendingen_run", "zendingen", ["run", "kanaal", "status"])


def _make_overgangen() -> None:
    op.create_table(
        "overgangen",
        Column("id", Integer(), nullable=False),
        Column("zending_id", Integer(), nullable=False),
        Column("van", String(16), nullable=False),
        Column("naar", String(16), nullable=False),
        Column("moment", DateTime(timezone=True), nullable=False),
        Column("fout_soort", String(64)),
        ForeignKeyConstraint(["zending_id"], ["zendingen.id"]),
        PrimaryKeyConstraint("id"),
        CheckConstraint(f"van IN ({STATUSSEN})", name="overgangen_van"),
        CheckConstraint(f"naar IN ({STATUSSEN})", name="overgangen_naar"),
    )
    op.create_index("overgangen_zending", "overgangen", ["zending_id"])
