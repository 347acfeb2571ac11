"""What the commands share: exit codes, options, what surrounds a run, and how a report is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import typer
from rich.console import Console

from correspondentie.afronden import Omgeving
from correspondentie.app import open_klok
from correspondentie.opdrachtregel import NIET_IN_BALANS
from correspondentie.rapport.rapport import Rapport
from correspondentie.rapport.samenvatting import format_samenvatting
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.zetter import Motor

KLAAR, KAN_NIET_BEGINNEN, VERKEERD_GEBRUIK, VORM_AFGEKEURD, AFGEBROKEN = 0, 1, 2, 4, 130
NIET_ALLES = 5  # an act on a run could not do, or not yet do, all that was asked


@contextmanager
def open_omgeving(console: Console, motor: Motor | None = None) -> Iterator[Omgeving]:
    """Open what surrounds a run: the settings, the watched clock, and bars on the console."""
    settings = Settings.from_env()
    settings = replace(settings, motor=motor or settings.motor)
    with open_klok(settings) as klok, Voortgang(console) as voortgang:
        yield Omgeving(settings=settings, klok=klok, voortgang=voortgang)


def print_rapport(console: Console, rapport: Rapport, data: Path, settings: Settings) -> None:
    """Show the report of a run in short; a run that is not good ends the command with its exit code."""
    console.print(format_samenvatting(rapport, data / rapport.run))
    if not settings.echt:
        console.print(
            f"De inzage van de nagebouwde Berichtenbox: correspondentie magazijn --data {data}",
            highlight=False,
            soft_wrap=True,
        )
    if not rapport.in_balans:
        raise typer.Exit(NIET_IN_BALANS)
    if rapport.zetten.verschillen:
        raise typer.Exit(VORM_AFGEKEURD)
