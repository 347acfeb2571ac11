"""Who acted on a run: the logboek, what is held still or asked back, and the status of what was withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KANALEN = "'berichtenbox', 'print'"
STATUSSEN = (
    "'gepland', 'vrijgegeven', 'bezig', 'onzeker', 'bezorgd', 'vervangen', 'opgegeven', 'vastgehouden', "
    "'ingetrokken'"
)
BEWAKING = {
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


def upgrade() -> None:
    """Make the tables and columns, and let the checks know the new status."""
    _make_logboek()
    _change_zendingen()
    with op.batch_alter_table("overgangen") as tabel:
        for kolom in ("van", "naar"):
            tabel.drop_constraint(f"overgangen_{kolom}", type_="check")
            tabel.create_check_constraint(f"overgangen_{kolom}", f"{kolom} IN ({STATUSSEN})")
    op.create_table(
        "runstanden",
        sa.Column("run", sa.String(64), nullable=False),
        sa.Column("kanaal", sa.String(16), nullable=False),
        sa.Column("pauze", sa.Integer, sa.ForeignKey("logboek.nummer")),
        sa.Column("annulering", sa.Integer, sa.ForeignKey("logboek.nummer")),
        sa.PrimaryKeyConstraint("run", "kanaal"),
        sa.CheckConstraint(f"kanaal IN ({KANALEN})", name="runstanden_kanaal"),
    )


def _make_logboek() -> None:
    op.create_table(
        "logboek",
        sa.Column("nummer", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("moment", sa.String(32), nullable=False),
        sa.Column("wie", sa.String(120), nullable=False),
        sa.Column("daad", sa.String(32), nullable=False),
        sa.Column("run", sa.String(64), nullable=False),
        sa.Column("wat", sa.Text, nullable=False),
        sa.Column("waarom", sa.Text, nullable=False),
        sa.Column("vorige_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("nummer"),
        sa.UniqueConstraint("vorige_hash", name="logboek_een_keten"),
        sa.UniqueConstraint("hash", name="logboek_hash"),
    )
    for opdracht in BEWAKING[op.get_bind().dialect.name]:
        op.execute(opdracht)


def _change_zendingen() -> None:
    with op.batch_alter_table("zendingen") as tabel:
        for kolom in ("pauze", "intrekking"):
            tabel.add_column(sa.Column(kolom, sa.Integer))
            tabel.create_foreign_key(f"zendingen_{kolom}", "logboek", [kolom], ["nummer"])
        tabel.drop_constraint("zendingen_status", type_="check")
        tabel.create_check_constraint("zendingen_status", f"status IN ({STATUSSEN})")
    gevraagd = sa.text("intrekking IS NOT NULL")
    op.create_index(
        "zendingen_intrekking",
        "zendingen",
        ["run", "kanaal"],
        sqlite_where=gevraagd,
        postgresql_where=gevraagd,
    )
