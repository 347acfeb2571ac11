"""The command `verifieer`: what it asks, and how it tells what it found."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from correspondentie.databank import open_bestaande
from correspondentie.opdrachtregel import NIET_IN_BALANS, Data
from correspondentie.settings import Settings
from correspondentie.verifieer.oordeel import Fout, Oordeel
from correspondentie.verifieer.verifieren import Verificatie, verify_geheel, verify_runs
from correspondentie.werkplaats import Datamap
from outbox.zending import Status

ZENDINGEN = {
    Status.BEZORGD: "bezorgd, met ontvangstbewijs",
    Status.VERVANGEN: "vervangen door papier",
    Status.VASTGEHOUDEN: "vastgehouden, met reden",
    Status.OPGEGEVEN: "opgegeven, met reden",
    Status.INGETROKKEN: "ingetrokken, zie het logboek",
}


def verifieer(
    run: Annotated[str | None, typer.Argument(metavar="RUN", help="De run; anders alle runs.")] = None,
    data: Data = Path("var"),
    invoer: Annotated[
        Path | None,
        typer.Option(metavar="BESTAND", help="De huishoudens van de run, om de brieven opnieuw te maken."),
    ] = None,
    beschikkingen: Annotated[
        Path | None,
        typer.Option(metavar="BESTAND", help="De besluiten van een andere rekenkern, als de run die had."),
    ] = None,
    steekproef: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Maak N brieven per run opnieuw; anders alle.")
    ] = None,
) -> None:
    """Bewijs dat elke brief heel is, opnieuw gemaakt gelijk is, en een ontvangstbewijs of reden heeft."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    verificatie = Verificatie(
        datamap=Datamap(map=data), run=run, invoer=invoer, beschikkingen=beschikkingen, steekproef=steekproef
    )

    def meld(fout: Fout) -> None:
        console.print(f"Fout: {fout.kenmerk} {fout.tekst}".replace("  ", " "))

    settings = Settings.from_env()
    with open_bestaande(verificatie.datamap, settings) as engine:
        oordelen = verify_runs(verificatie, engine, settings, meld)
        fouten = sum(oordeel.fouten for oordeel in oordelen)
        if run is None:
            fouten += verify_geheel(engine, meld)
    for oordeel in oordelen:
        console.print(format_oordeel(oordeel))
    console.print(f"Fouten: {fouten}" if fouten else "Alles wat is bekeken, is in orde.")
    if fouten:
        raise typer.Exit(NIET_IN_BALANS)


def format_oordeel(oordeel: Oordeel) -> str:
    """Say in Dutch what was proved of one run, and what was not and why."""
    run = oordeel.run
    regels = [
        f"Run {run.run}, dagtekening {run.dagtekening}",
        f"  Brieven: {oordeel.brieven}",
        f"  Documenten heel in het archief: {oordeel.documenten}",
        f"  Opnieuw gemaakt en gelijk, byte voor byte: {oordeel.nagemaakt}",
        *(f"  Niet opnieuw gemaakt: {aantal}; {reden}" for reden, aantal in oordeel.onbewezen.most_common()),
        *(
            f"  Zendingen {ZENDINGEN.get(status, status.value)}: {aantal}"
            for status, aantal in sorted(oordeel.zendingen.items())
        ),
        f"  Fouten: {oordeel.fouten}",
    ]
    return "\n".join(regels)
