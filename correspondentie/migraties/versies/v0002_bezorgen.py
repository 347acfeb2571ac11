"""What delivery at scale keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    _make_voorraad()


def _make_voorraad() -> None:
    op.create_table(
        "voorraad",
        sa.Column("run", sa.String(40), sa.ForeignKey("runs.run"), nullable=False),
        sa.Column("brok", sa.Integer, nullable=False),
        sa.Column("inhoud", sa.LargeBinary, nullable=False),
        sa.Column("pogingen", sa.Integer, nullable=False),
        sa.Column("mislukt", sa.Integer, nullable=False),
        sa.Column("geclaimd_tot", sa.DateTime(timezone=True)),
        sa.Column("fout", sa.String(500)),
        sa.PrimaryKeyConstraint("run", "brok"),
    )
