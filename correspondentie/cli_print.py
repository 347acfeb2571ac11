"""The commands about letters on paper: what the printer and the post say, and where the letters stand."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from correspondentie.app import Systeemklok
from correspondentie.databank import open_bestaande
from correspondentie.opdrachtregel import NIET_IN_BALANS, Data, Opdracht, Opdrachten
from correspondentie.settings import Settings
from correspondentie.werkplaats import Datamap
from outbox.terugmeldingen import count_printstanden, process_retourpost, process_terugmelding

printapp = typer.Typer(
    cls=Opdrachten, help="Wat de drukker en de post van brieven zeggen.", no_args_is_help=True
)
Bestand = Annotated[Path, typer.Argument(metavar="BESTAND", help="Het bestand dat is gekregen.")]


@printapp.command(cls=Opdracht)
def terugmelding(bestand: Bestand, data: Data = Path("var")) -> None:
    """Lees een terugmelding van de drukker, en leg die regel voor regel naast het manifest."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    datamap = Datamap(map=data)
    with open_bestaande(datamap, Settings.from_env()) as engine:
        uitkomst = process_terugmelding(engine, datamap.print, bestand, Systeemklok().now())
    if uitkomst.al_gelezen:
        console.print("Dit bestand was al gelezen; er is niets veranderd.")
    console.print(
        f"Partij {uitkomst.lot} van run {uitkomst.run}: {uitkomst.aangenomen} regels kloppen, "
        f"{uitkomst.nieuw} zijn nieuw, {len(uitkomst.afwijkingen)} wijken af."
    )
    if uitkomst.geweigerd:
        console.print(
            f"De drukker weigerde {uitkomst.geweigerd} brieven: die zijn niet verstuurd. Laat iemand kijken."
        )
    for afwijking in uitkomst.afwijkingen:
        console.print(
            f"Fout: volgnummer {afwijking.volgnummer}, kenmerk {afwijking.kenmerk}: {afwijking.soort.value}"
        )
    if not uitkomst.klopt:
        raise typer.Exit(NIET_IN_BALANS)


@printapp.command(cls=Opdracht)
def retour(bestand: Bestand, data: Data = Path("var")) -> None:
    """Lees welke brieven terugkwamen: per regel een kenmerk, een puntkomma en de reden."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    with open_bestaande(Datamap(map=data), Settings.from_env()) as engine:
        uitkomst = process_retourpost(engine, bestand, Systeemklok().now())
    console.print(
        f"Teruggekomen brieven: {uitkomst.nieuw} nieuw, {uitkomst.bekend} al bekend, "
        f"{len(uitkomst.fouten)} niet te lezen."
    )
    for fout in uitkomst.fouten:
        console.print(f"Fout: {fout}")
    if uitkomst.fouten:
        raise typer.Exit(NIET_IN_BALANS)


@printapp.command(cls=Opdracht)
def stand(
    run: Annotated[str, typer.Argument(metavar="RUN", help="De run.")], data: Data = Path("var")
) -> None:
    """Toon waar de brieven op papier van een run staan."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    with (
        open_bestaande(Datamap(map=data), Settings.from_env()) as engine,
        engine.begin() as connection,
    ):
        overzicht = count_printstanden(connection, run)
    console.print(f"Partijen: {overzicht.partijen}, brieven: {overzicht.brieven}")
    for status, aantal in sorted(overzicht.per_status.items()):
        console.print(f"  {status.value}: {aantal}")
    console.print(f"  nog niets van gehoord: {overzicht.zonder}")
    for reden, aantal in sorted(overzicht.retour.items()):
        console.print(f"  teruggekomen ({reden.value}): {aantal}")
