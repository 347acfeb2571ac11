"""The command line: what the operator and the other colleagues type."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from calc.errors import CalcError
from correspondentie import cli_mutaties, cli_runs
from correspondentie.adressering.jsonregels import write_adressering
from correspondentie.bereken import (
    check_uitvoer,
    find_beschikkingen,
    read_invoer,
    write_beschikkingen,
)
from correspondentie.cli_basis import (
    AFGEBROKEN,
    KAN_NIET_BEGINNEN,
    KLAAR,
    VERKEERD_GEBRUIK,
    open_omgeving,
    print_rapport,
)
from correspondentie.cli_berichtenbox import berichtenboxapp
from correspondentie.cli_print import printapp
from correspondentie.cli_sjablonen import sjablonenapp
from correspondentie.cli_web import web
from correspondentie.cli_werker import meetwaarden, werker
from correspondentie.databank import explain_databasefout
from correspondentie.errors import CannotStartError, CorrespondentieError
from correspondentie.genereer import write_populatie
from correspondentie.inzage import check_installatie, export_brief, format_stand
from correspondentie.maandrun import run_maand
from correspondentie.opdrachtregel import Data, Opdracht, Opdrachten, format_fout, translate_typer
from correspondentie.opdrachtwaarden import parse_aandeel, parse_dag, parse_maand
from correspondentie.rekenregels import make_rekenregels
from correspondentie.rekenuitleg import format_rekenuitleg
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.verifieer.opdracht import verifieer
from correspondentie.werkplaats import Datamap
from correspondentie.zetter import Motor
from outbox.errors import OutboxError
from outbox.magazijn import run_magazijn

MAAND = "2026-07"
UITLEGBREEDTE = 100  # characters, where the output is no terminal

app = typer.Typer(
    cls=Opdrachten,
    help="De correspondentie van Dienst Toeslagen: van maandberekening tot bezorgde brief.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.add_typer(cli_mutaties.mutatieapp, name="mutatie")
app.add_typer(cli_mutaties.mutatiesapp, name="mutaties")
app.add_typer(cli_runs.runapp, name="run")
app.add_typer(printapp, name="print")
app.add_typer(berichtenboxapp, name="berichtenbox")
app.add_typer(sjablonenapp, name="sjablonen")


def _open_bestand(pad: Path, wijze: Literal["rb", "wb"]) -> BinaryIO:
    try:
        return pad.open(wijze)
    except OSError as fout:
        raise CannotStartError(
            f"Het bestand {pad} kan niet worden geopend (foutcode {fout.errno}). "
            "Controleer het pad en de rechten."
        ) from fout


@contextmanager
def _open_doel(pad: Path | None) -> Iterator[BinaryIO]:
    if pad is None:
        yield sys.stdout.buffer
        return
    with _open_bestand(pad, "wb") as doel:
        yield doel


@app.command(cls=Opdracht)
def genereer(
    aantal: Annotated[int, typer.Argument(metavar="N", min=0, help="Hoeveel huishoudens.")],
    seed: Annotated[int, typer.Option(help="Dezelfde seed geeft dezelfde huishoudens, byte voor byte.")],
    fouten: Annotated[
        float,
        typer.Option(metavar="P", parser=parse_aandeel, help="Aandeel kapotte regels, zoals 2% of 0.02."),
    ] = "0%",  # type: ignore[assignment]  # Typer parses the default as well
    maand: Annotated[str, typer.Option(metavar="JJJJ-MM", parser=parse_maand, help="De maand.")] = MAAND,
    uit: Annotated[Path | None, typer.Option(metavar="BESTAND", help="Anders: standaarduitvoer.")] = None,
) -> None:
    """Maak N verzonnen huishoudens voor een maandrun, een per regel."""
    with _open_doel(uit) as doel:
        write_populatie(doel, aantal, seed=seed, fouten=fouten, maand=maand)


@app.command(cls=Opdracht)
def bereken(
    dagtekening: Annotated[
        date, typer.Option(metavar="JJJJ-MM-DD", parser=parse_dag, help="De datum op de beschikkingen.")
    ],
    bestand: Annotated[
        Path | None,
        typer.Argument(
            metavar="BESTAND", help="De huishoudens, een per regel, of een map; anders standaardinvoer."
        ),
    ] = None,
    uit: Annotated[Path | None, typer.Option(metavar="BESTAND", help="Anders: standaarduitvoer.")] = None,
    uitleg: Annotated[
        str | None,
        typer.Option(metavar="DOSSIER", help="Toon van alleen dit dossier de hele berekening, met bronnen."),
    ] = None,
) -> None:
    """Bereken de toeslagen van huishoudens: huishoudens erin, beschikkingen eruit (docs/beschikking.md)."""
    regels = make_rekenregels(dagtekening, Settings.from_env().instelbaar_voorschot)
    invoer = read_invoer(bestand, sys.stdin.buffer)
    if uitleg is not None:
        breedte = None if sys.stdout.isatty() else UITLEGBREEDTE
        Console(width=breedte).print(format_rekenuitleg(find_beschikkingen(invoer, uitleg, regels)))
        return
    if uit is not None:
        check_uitvoer(uit, bestand)
    with _open_doel(uit) as doel:
        _report_fouten(write_beschikkingen(invoer, doel, regels), "te beslissen")


@app.command(cls=Opdracht)
def maandrun(  # noqa: PLR0913 - each option of a command is an argument
    bestand: Annotated[
        Path,
        typer.Argument(metavar="BESTAND", help="De huishoudens: .jsonl of .jsonl.gz, of een map daarmee."),
    ],
    maand: Annotated[str, typer.Option(metavar="JJJJ-MM", parser=parse_maand, help="De maand van de run.")],
    data: Data = Path("var"),
    werkers: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Hoeveel processen; anders een per kern.")
    ] = None,
    dagtekening: Annotated[
        date | None,
        typer.Option(
            metavar="JJJJ-MM-DD",
            parser=parse_dag,
            help="De datum op de brieven; anders de eerste werkdag vanaf de tiende.",
        ),
    ] = None,
    motor: Annotated[Motor | None, typer.Option(help="Vul brieven uit een vorm, of zet elke apart.")] = None,
    beschikkingen: Annotated[
        Path | None,
        typer.Option(metavar="BESTAND", help="Besluiten van een andere rekenkern (docs/beschikking.md)."),
    ] = None,
) -> None:
    """Reken een maand door, maak de brieven en bezorg ze. Een afgebroken run gaat verder waar hij was."""
    opdracht = Maandopdracht(
        invoer=bestand,
        maand=maand,
        datamap=Datamap(map=data),
        werkers=werkers or len(os.sched_getaffinity(0)),
        dagtekening=dagtekening,
        beschikkingen=beschikkingen,
    )
    console = Console()
    with open_omgeving(console, motor) as omgeving:
        rapport = run_maand(opdracht, omgeving)
    print_rapport(console, rapport, data, omgeving.settings)


@app.command(cls=Opdracht)
def status(data: Data = Path("var")) -> None:
    """Toon hoe de runs in deze map ervoor staan."""
    Console().print(format_stand(Datamap(map=data), Settings.from_env()))


@app.command(cls=Opdracht)
def brief(
    kenmerk: Annotated[str, typer.Argument(metavar="KENMERK", help="Het kenmerk dat op de brief staat.")],
    pdf: Annotated[Path, typer.Option(metavar="BESTAND", help="Waar de PDF komt te staan.")],
    data: Data = Path("var"),
) -> None:
    """Haal een brief uit het archief en toon hoe het met de bezorging staat."""
    Console().print(export_brief(Datamap(map=data), Settings.from_env(), kenmerk, pdf))


@app.command(cls=Opdracht)
def adressering(
    bestand: Annotated[
        Path | None,
        typer.Argument(metavar="BESTAND", help="Personen, een per regel; anders standaardinvoer."),
    ] = None,
) -> None:
    """Lees personen als JSON Lines en toon aanhef, aanschrijfwijze, naam in een zin en adresregels."""
    if bestand is None:
        fouten = write_adressering(sys.stdin.buffer, sys.stdout)
    else:
        with _open_bestand(bestand, "rb") as bron:
            fouten = write_adressering(bron, sys.stdout)
    _report_fouten(fouten, "te lezen")


def _report_fouten(fouten: int, werk: str) -> None:
    if fouten:
        print(f"{fouten} regel(s) niet {werk}; zie 'fout' in de uitvoer.", file=sys.stderr)  # noqa: T201 - the command line's own voice
        raise typer.Exit(KAN_NIET_BEGINNEN)


@app.command(cls=Opdracht)
def magazijn(
    data: Data = Path("var"),
    poort: Annotated[int, typer.Option(metavar="N", min=1, help="De poort op deze machine.")] = 8484,
) -> None:
    """Start de nagebouwde Berichtenbox, met een inzage in de browser; alleen voor verzonnen gegevens."""
    run_magazijn(Datamap(map=data).magazijn, poort)


app.command(cls=Opdracht)(werker)
app.command(cls=Opdracht)(meetwaarden)
app.command(cls=Opdracht)(verifieer)
app.command(cls=Opdracht)(web)
app.command(cls=Opdracht)(cli_runs.logboek)


@app.command(cls=Opdracht)
def controleer(data: Data = Path("var")) -> None:
    """Controleer sjablonen, instellingen en of het archief kan worden beschreven."""
    Console().print(check_installatie(Datamap(map=data), Settings.from_env()))


def main() -> None:
    """Run the command line and end the process with the right exit code.

    What it writes is for this user alone: it holds personal data.
    """
    os.umask(0o077)
    translate_typer()
    fouten = Console(stderr=True)
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as fout:
        fouten.print(
            f"{format_fout(fout)}\nMeer uitleg: correspondentie --help", highlight=False, markup=False
        )
        code = VERKEERD_GEBRUIK
    except (CorrespondentieError, CalcError, OutboxError) as fout:
        fouten.print(str(fout), highlight=False, markup=False, soft_wrap=True)
        code = KAN_NIET_BEGINNEN
    except KeyboardInterrupt:
        fouten.print(
            "Afgebroken. Wat klaar was, is bewaard: dezelfde opdracht gaat daar verder.", soft_wrap=True
        )
        code = AFGEBROKEN
    except (OSError, SQLAlchemyError) as fout:
        reden = fout.strerror if isinstance(fout, OSError) else explain_databasefout(fout)
        fouten.print(
            f"Het schrijven of lezen lukt niet: {reden}. Wat klaar was, is bewaard. Maak ruimte, "
            "controleer de schijf en geef dezelfde opdracht nog eens.",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
        code = KAN_NIET_BEGINNEN
    except BrokenProcessPool:
        fouten.print(
            "Een werker is onverwacht gestopt; mogelijk was het geheugen vol. Wat klaar was, is bewaard. "
            "Geef dezelfde opdracht nog eens, zo nodig met minder werkers (--werkers).",
            soft_wrap=True,
        )
        code = KAN_NIET_BEGINNEN
    sys.exit(code or KLAAR)
