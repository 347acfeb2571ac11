"""The commands about the texts as files: out of the database for review in git, and back in."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from correspondentie.app import Systeemklok
from correspondentie.databank import open_bestaande, open_databank
from correspondentie.kalender import find_dag
from correspondentie.opdrachtregel import Data, Opdracht, Opdrachten
from correspondentie.redactie.uitwisselen import export_sjablonen, import_sjablonen
from correspondentie.redactie.versies import Handeling
from correspondentie.settings import Settings
from correspondentie.web.collegas import check_bekend
from correspondentie.werkplaats import Datamap

sjablonenapp = typer.Typer(
    cls=Opdrachten,
    help="Zet de teksten van brieven over naar bestanden, of lees ze in.",
    no_args_is_help=True,
)
Map = Annotated[Path, typer.Argument(metavar="MAP", help="Een map met sjablonen.")]
Wie = Annotated[
    str,
    typer.Option(
        metavar="NAAM", help="Wie dit doet: uw naam zoals die in het logboek van de redactie staat."
    ),
]
Waarom = Annotated[str, typer.Option(metavar="TEKST", help="Waarom; komt in het logboek.")]


@sjablonenapp.command(cls=Opdracht)
def exporteer(map_: Map, data: Data = Path("var")) -> None:
    """Schrijf de teksten die vandaag in gebruik zijn in een map."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    settings = Settings.from_env()
    vandaag = find_dag(Systeemklok().now())
    with open_bestaande(Datamap(map=data), settings) as engine, engine.begin() as connection:
        bestanden = export_sjablonen(connection, vandaag, settings.sjablonen, map_)
    console.print(f"Geschreven in {map_}: {len(bestanden)} bestanden. De andere waren al gelijk.")


@sjablonenapp.command(cls=Opdracht)
def importeer(map_: Map, wie: Wie, waarom: Waarom, data: Data = Path("var")) -> None:
    """Dien elke tekst in die anders is dan in gebruik. Een ander beoordeelt ze daarna."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    settings = Settings.from_env()
    handeling = Handeling(wie, waarom, Systeemklok().now())
    with open_databank(Datamap(map=data), settings) as engine:
        with engine.begin() as connection:
            check_bekend(connection, wie)
        versies = import_sjablonen(engine, map_, settings.sjablonen, handeling)
    for versie in versies:
        console.print(f"Ter beoordeling: {versie.onderdeel}, versie {versie.kort}")
    if not versies:
        console.print("Er is niets ingediend: elke tekst is al in gebruik, of al eerder ingediend.")
