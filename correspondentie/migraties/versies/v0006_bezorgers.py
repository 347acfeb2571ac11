"""By which way a run goes, and which workers elsewhere deliver it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table and the column; of a run of before this the way is not known."""
    op.add_column("runs", sa.Column("weg", sa.String(64), nullable=False, server_default=sa.text("''")))
    op.create_table(
        "bezorgers",
        sa.Column("run", sa.String(40), sa.ForeignKey("runs.run"), nullable=False),
        sa.Column("plek", sa.Integer, nullable=False),
        sa.Column("bezet_tot", sa.DateTime(timezone=True)),
        sa.Column("mislukt", sa.Integer, nullable=False),
        sa.Column("fout", sa.String(500)),
        sa.PrimaryKeyConstraint("run", "plek"),
    )
