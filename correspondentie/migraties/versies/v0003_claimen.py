"""Indexes by which a worker finds what is due, and what a dead one left, however much waits."""

from alembic import op
from sqlalchemy import text

revision = "0003"
down_revision = "0002"

WACHT = text("status IN ('vrijgegeven', 'onzeker')")
BEZIG = text("status IN ('bezig')")


def upgrade() -> None:
    """Make the two indexes."""
    op.create_index(
        "zendingen_wacht",
        "zendingen",
        ["run", "kanaal", "next_attempt_at", "id"],
        sqlite_where=WACHT,
        postgresql_where=WACHT,
    )
    op.create_index(
        "zendingen_bezig", "zendingen", ["run", "claimed_until"], sqlite_where=BEZIG, postgresql_where=BEZIG
    )
