"""What delivery at scale keeps: chunks for workers elsewhere, what a printer asks and says."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

OPEN = "status IN ('gepland', 'vrijgegeven', 'bezig', 'onzeker')"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables and columns."""
    _make_voorraad()
    _change_zendingen()
    op.add_column("partijen", sa.Column("dag", sa.Date))
    _make_print()


def _make_voorraad() -> None:
    op.create_table(
        "voorraad",
        sa.Column("run", sa.String(40), sa.ForeignKey("runs.run"), nullable=False),
        sa.Column("brok", sa.Integer, nullable=False),
        sa.Column("inhoud", sa.LargeBinary, nullable=False),
        sa.Column("pogingen", sa.Integer, nullable=False),
        sa.Column("mislukt", sa.Integer, nullable=False),
        sa.Column("geclaimd_tot", MOMENT),
        sa.Column("fout", sa.String(500)),
        sa.PrimaryKeyConstraint("run", "brok"),
    )


def _change_zendingen() -> None:
    op.add_column("zendingen", sa.Column("kix", sa.String(18), nullable=False, server_default=sa.text("''")))
    for naam in ("kix_ruimte", "buitenland"):
        op.add_column("zendingen", sa.Column(naam, sa.Boolean, nullable=False, server_default=sa.false()))
    los = "lot IS NULL AND kanaal = 'print' AND status = 'vrijgegeven'"
    _make_index("zendingen_partij", ["lot", "run", "kanaal"], "lot IS NOT NULL")
    _make_index("zendingen_open_partij", ["run", "kanaal", "lot"], f"lot IS NOT NULL AND {OPEN}")
    _make_index("zendingen_los", ["run", "buitenland", "vellen", "kix", "id"], los)


def _make_index(naam: str, kolommen: list[str], waar: str) -> None:
    voorwaarde = sa.text(waar)
    op.create_index(naam, "zendingen", kolommen, sqlite_where=voorwaarde, postgresql_where=voorwaarde)


def _make_print() -> None:
    op.create_table(
        "printdagen",
        sa.Column("dag", sa.Date, primary_key=True),
        sa.Column("vellen", sa.Integer, nullable=False),
    )
    op.create_table(
        "retouren",
        sa.Column("kenmerk", sa.String(25), primary_key=True),
        sa.Column("reden", sa.String(16), nullable=False),
        sa.Column("moment", MOMENT, nullable=False),
        sa.CheckConstraint(
            "reden IN ('onbekend', 'verhuisd', 'overleden', 'geweigerd')", name="retouren_reden"
        ),
    )
    _make_terugmeldingen()


def _make_terugmeldingen() -> None:
    op.create_table(
        "terugmeldingen",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("run", sa.String(64), nullable=False),
        sa.Column("lot", sa.Integer, nullable=False),
        sa.Column("gelezen_op", MOMENT, nullable=False),
        sa.Column("aangenomen", sa.Integer, nullable=False),
        sa.Column("bevindingen", sa.Integer, nullable=False),
    )
    op.create_index("terugmeldingen_partij", "terugmeldingen", ["run", "lot"])
    op.create_table(
        "terugmeldregels",
        sa.Column("kenmerk", sa.String(25), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("moment", MOMENT, nullable=False),
        sa.Column("run", sa.String(64), nullable=False),
        sa.Column("lot", sa.Integer, nullable=False),
        sa.Column("reden", sa.String(16)),
        sa.PrimaryKeyConstraint("kenmerk", "status", "moment"),
        sa.CheckConstraint(
            "status IN ('geprint', 'verzonden', 'opnieuw', 'geweigerd')", name="terugmeldregels_status"
        ),
        sa.CheckConstraint(
            "reden IN ('bestand', 'digest', 'formaat', 'te-dik', 'anders')", name="terugmeldregels_reden"
        ),
    )
    op.create_index("terugmeldregels_partij", "terugmeldregels", ["run", "lot"])
