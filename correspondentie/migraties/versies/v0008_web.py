"""Who logged in to the web application: colleagues, their sessions, and log-ins that are under way."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "webcollegas",
        sa.Column("uitgever", sa.String(200), nullable=False),
        sa.Column("onderwerp", sa.String(255), nullable=False),
        sa.Column("wie", sa.String(100), nullable=False),
        sa.Column("naam", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("uitgever", "onderwerp"),
        sa.UniqueConstraint("wie", name="webcollegas_wie"),
    )
    op.create_table(
        "websessies",
        sa.Column("sleutel", sa.String(64), primary_key=True),
        sa.Column(
            "wie", sa.String(100), sa.ForeignKey("webcollegas.wie", name="websessies_collega"), nullable=False
        ),
        sa.Column("rollen", sa.String(100), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("begonnen", MOMENT, nullable=False),
        sa.Column("gezien", MOMENT, nullable=False),
    )
    op.create_index("websessies_gezien", "websessies", ["gezien"])
    op.create_table(
        "webaanmeldingen",
        sa.Column("sleutel", sa.String(64), primary_key=True),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("bewijs", sa.String(128), nullable=False),
        sa.Column("terug", sa.String(200), nullable=False),
        sa.Column("begonnen", MOMENT, nullable=False),
    )
    op.create_index("webaanmeldingen_begonnen", "webaanmeldingen", ["begonnen"])
