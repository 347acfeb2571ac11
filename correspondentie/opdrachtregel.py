"""Typer in Dutch: help and errors of the command line in the language of its users."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

Data = Annotated[Path, typer.Option("--data", metavar="MAP", help="De map waarin alles komt te staan.")]

VERTALINGEN = (
    (r"Missing argument '(.+)'\.", r"Het argument \1 ontbreekt."),
    (r"Missing option '(.+)'\.", r"De optie \1 ontbreekt."),
    (r"Missing command\.", "Geef een opdracht op."),
    (r"No such command '(.+?)'\.(?: Did you mean (.+)\?)?", r"De opdracht '\1' bestaat niet."),
    (r"No such option: (\S+).*", r"De optie \1 bestaat niet."),
    (r"Got unexpected extra arguments? \((.+)\)", r"Dit is te veel: \1."),
    (r"Option '(.+)' requires an argument\.", r"De optie \1 vraagt een waarde."),
    (r"Invalid value for '(.+?)': (.+)", r"De waarde van \1 kan niet: \2"),
    (r"Input should be a valid integer.*", "verwacht een geheel getal."),
    (r"(?:File|Path|Directory) '(.+)' does not exist\.", r"'\1' bestaat niet."),
    (r"Input should be greater than or equal to (\d+)", r"het minimum is \1."),
)


class _InDutch:
    """Says 'Gebruik' where Typer says 'Usage', and explains --help."""

    def get_usage(self, ctx: Any) -> str:  # noqa: ANN401 - Typer's context type is private
        regel: str = super().get_usage(ctx)  # type: ignore[misc]  # mixed into a Typer command
        return (
            regel.replace("Usage:", "Gebruik:", 1)
            .replace("[OPTIONS]", "[OPTIES]")
            .replace("COMMAND [ARGS]", "OPDRACHT [ARGUMENTEN]")
        )

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer's option type is private
        optie = super().get_help_option(ctx)  # type: ignore[misc]  # idem
        if optie is not None:
            optie.help = "Toon deze uitleg."
        return optie


class Opdracht(_InDutch, TyperCommand):
    """One command, explained in Dutch."""


class Opdrachten(_InDutch, TyperGroup):
    """The commands together, explained in Dutch."""


def translate_typer() -> None:
    """Give the fixed words of Typer's help in Dutch."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "Argumenten"
    rich_utils.OPTIONS_PANEL_TITLE = "Opties"
    rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"
    rich_utils.REQUIRED_LONG_STRING = "[verplicht]"
    rich_utils.DEFAULT_STRING = "[standaard: {}]"


def format_fout(fout: typer.TyperException) -> str:
    """Say in Dutch what is wrong with the command line."""
    tekst = fout.format_message().strip()
    for patroon, vertaling in VERTALINGEN:
        tekst = re.sub(patroon, vertaling, tekst)
    return tekst
