"""Measure one month in one process: time per stage per letter, peak memory, letters per second."""

import json
import resource
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from correspondentie.app import Systeemklok
from correspondentie.maandrun import Omgeving, run_maand
from correspondentie.rapport.rapport import Rapport
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap

MAAND = "2026-07"
WORTEL = Path(__file__).parents[1]
UITVOER = WORTEL / "var" / "bench.json"


def measure(werkmap: Path, console: Console) -> Rapport:
    """Run the shipped month in this one process, so that every stage and all memory is its own."""
    opdracht = Maandopdracht(
        invoer=WORTEL / "voorbeelden" / MAAND, maand=MAAND, datamap=Datamap(map=werkmap), werkers=1
    )
    with Voortgang(console) as voortgang:
        return run_maand(opdracht, Omgeving(settings=Settings(), klok=Systeemklok(), voortgang=voortgang))


def make_cijfers(rapport: Rapport) -> dict[str, object]:
    """Make the figures. Unit: milliseconds per letter of one core, MiB, letters per second of wall time."""
    return {
        "huishoudens": rapport.huishoudens,
        "brieven": rapport.brieven,
        "ms_per_brief": {
            fase.value: round(seconden * 1000 / rapport.brieven, 3)
            for fase, seconden in rapport.fasen.items()
        },
        "seconden": rapport.seconden,
        "brieven_per_seconde": rapport.brieven_per_seconde,
        "piekgeheugen_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def format_cijfers(cijfers: dict[str, object]) -> Table:
    """Format the figures as a table."""
    tabel = Table("Wat", "Gemeten", box=None, pad_edge=False)
    for naam, waarde in cijfers.items():
        regels = waarde.items() if isinstance(waarde, dict) else [("", waarde)]
        for deel, getal in regels:
            tabel.add_row(f"{naam} {deel}".strip().replace("_", " "), str(getal))
    return tabel


def main() -> None:
    """Measure, show, and write the same to var/bench.json."""
    console = Console()
    with tempfile.TemporaryDirectory() as werkmap:
        cijfers = make_cijfers(measure(Path(werkmap), console))
    UITVOER.parent.mkdir(exist_ok=True)
    UITVOER.write_text(json.dumps(cijfers, indent=2) + "\n", encoding="utf-8")
    console.print(format_cijfers(cijfers))
    console.print(f"Ook in {UITVOER.relative_to(WORTEL)}.", highlight=False)


if __name__ == "__main__":
    main()
