"""The commands about mutaties that were announced."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from correspondentie.cli_basis import open_omgeving, print_rapport
from correspondentie.mutatieloop import Stapuitkomst, run_mutaties, stop_mutatie, undo_mutatie
from correspondentie.opdrachtregel import NIET_IN_BALANS, Data, Opdracht, Opdrachten
from correspondentie.opdrachtwaarden import parse_dag, parse_moment
from correspondentie.werkplaats import Datamap

mutatieapp = typer.Typer(
    cls=Opdrachten, help="Wat er met een aangekondigde mutatie gebeurt.", no_args_is_help=True
)
mutatiesapp = typer.Typer(cls=Opdrachten, help="Alle aangekondigde mutaties samen.", no_args_is_help=True)


@mutatieapp.command(cls=Opdracht)
def tegenhouden(
    kenmerk: Annotated[str, typer.Argument(metavar="KENMERK", help="Het kenmerk van de mutatiebrief.")],
    ontvangen: Annotated[
        datetime | None,
        typer.Option(
            metavar="MOMENT",
            parser=parse_moment,
            help="Wanneer de burger het liet weten, zoals 2026-07-31T23:59; anders nu.",
        ),
    ] = None,
    data: Data = Path("var"),
) -> None:
    """Houd een aangekondigde mutatie tegen. Er verandert niets; de burger krijgt een bevestiging."""
    console = Console()
    with open_omgeving(console) as omgeving:
        uitkomst = stop_mutatie(Datamap(map=data), kenmerk, ontvangen, omgeving)
    _print_stap(console, uitkomst, data)


@mutatieapp.command(cls=Opdracht)
def terugdraaien(
    kenmerk: Annotated[str, typer.Argument(metavar="KENMERK", help="Het kenmerk van de mutatiebrief.")],
    data: Data = Path("var"),
) -> None:
    """Draai een doorgevoerde mutatie terug. De burger krijgt een nieuwe beschikking."""
    console = Console()
    with open_omgeving(console) as omgeving:
        uitkomst = undo_mutatie(Datamap(map=data), kenmerk, omgeving)
    _print_stap(console, uitkomst, data)


def _print_stap(console: Console, uitkomst: Stapuitkomst, data: Path) -> None:
    rapport = uitkomst.rapport
    console.print(
        f"De mutatie {uitkomst.regel.kenmerk} is {uitkomst.regel.status}. Brieven: {rapport.brieven}. "
        f"Het rapport: {data / rapport.run}",
        highlight=False,
        soft_wrap=True,
    )
    if not rapport.in_balans:
        raise typer.Exit(NIET_IN_BALANS)


@mutatiesapp.callback(cls=Opdrachten)
def mutaties() -> None:
    """Alle aangekondigde mutaties samen."""


@mutatiesapp.command(cls=Opdracht)
def doorvoeren(
    op: Annotated[
        date,
        typer.Option(
            "--op", metavar="JJJJ-MM-DD", parser=parse_dag, help="De dag; ook de datum op de beschikkingen."
        ),
    ],
    data: Data = Path("var"),
) -> None:
    """Voer alle mutaties door die niemand tegenhield en waarvan de drie weken voorbij zijn."""
    console = Console()
    with open_omgeving(console) as omgeving:
        rapport = run_mutaties(Datamap(map=data), op, omgeving)
    print_rapport(console, rapport, data, omgeving.settings)
