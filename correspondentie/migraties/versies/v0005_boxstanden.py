"""Whether citizens take post in the Berichtenbox: every check, which of them a run uses, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table and the columns."""
    op.create_table(
        "boxstanden",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("ontvanger", sa.String(9), nullable=False),
        sa.Column("actief", sa.Boolean, nullable=False),
        sa.Column("gecontroleerd_op", MOMENT, nullable=False),
        sa.UniqueConstraint("ontvanger", "gecontroleerd_op", name="boxstanden_een_per_controle"),
    )
    # a run of before this used none
    op.add_column("runs", sa.Column("standen_tot", sa.Integer, nullable=False, server_default=sa.text("0")))
    op.add_column("zendingen", sa.Column("geldig_tot", MOMENT))
