"""A run as the database knows it."""

from dataclasses import replace
from datetime import date

from correspondentie.opslag import Run

RUN = "2026-07-0123abcd"


def make_run(**anders: object) -> Run:
    """Make a run; what is given replaces the default."""
    run = Run(
        run=RUN,
        maand="2026-07",
        dagtekening=date(2026, 7, 10),
        invoer="0" * 64,
        sjablonen="1" * 64,
        brok=10,
    )
    return replace(run, **anders)  # type: ignore[arg-type]  # a test gives the right types
