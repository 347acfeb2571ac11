"""The command that starts the web application of the communication staff."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from correspondentie.app import Systeemklok
from correspondentie.opdrachtregel import Data
from correspondentie.settings import Settings
from correspondentie.web.server import Webopdracht, open_web
from correspondentie.werkmap import Datamap
from outbox.loopback import run_app


def web(
    data: Data = Path("var"),
    poort: Annotated[int, typer.Option(metavar="N", min=1, help="De poort op deze machine.")] = 8585,
    invoer: Annotated[
        Path | None,
        typer.Option(metavar="BESTAND", help="De invoer van de laatste run, om het effect te meten."),
    ] = None,
    demo: Annotated[  # noqa: FBT002 - Typer makes a switch of it
        bool, typer.Option("--demo", help="Log in als een verzonnen collega, zonder wachtwoord.")
    ] = False,
) -> None:
    """Start de redactie: brieven schrijven, beoordelen en vrijgeven in de browser, tot u stopt."""
    opdracht = Webopdracht(
        settings=Settings.from_env(),
        datamap=Datamap(map=data),
        klok=Systeemklok(),
        poort=poort,
        demo=demo,
        invoer=invoer,
    )
    with open_web(opdracht) as (app, contact, url):
        Console().print(f"De redactie staat klaar: {url}\nStoppen: Ctrl+C", highlight=False, soft_wrap=True)
        run_app(app, contact)
