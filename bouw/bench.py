"""Measure the service in one run: one letter in three ways, months by one worker and two, delivery, the core.

All figures are of this machine and this run; the ratios in them are what counts.
"""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bouw.bench_bezorgen import measure_bezorging
from bouw.bench_brieven import load_briefproef, measure_brieven
from bouw.bench_calc import measure_calc
from bouw.bench_run import JAAR, measure_run
from bouw.grafiek import write_grafiek
from correspondentie.genereer import write_populatie
from correspondentie.settings import SJABLONEN
from correspondentie.zetter import Motor

MAAND = "2026-07"
WORTEL = Path(__file__).parents[1]
UITVOER = WORTEL / "var" / "bench.json"
GRAFIEK = WORTEL / "docs" / "beelden" / "zetter.svg"
SEED, HUISHOUDENS, HUISHOUDENS_GEZET = 2026, 10_000, 300
DEEL = 5  # one in so many letters of the month is composed, and set by Typst


def measure_letters() -> dict[str, Any]:
    """Measure one letter of the shipped month in each way."""
    try:
        from bouw.typstbrief import Typstzetter, write_brief  # noqa: PLC0415  # only `make bench` installs Typst
    except ImportError:
        make_typst = None
    else:

        def make_typst() -> tuple[Any, Any]:
            return Typstzetter(SJABLONEN / "_huisstijl"), write_brief

    proef = load_briefproef(WORTEL / "voorbeelden" / MAAND, MAAND, SJABLONEN)
    return measure_brieven(proef, SJABLONEN, DEEL, make_typst)


def measure_runs(werkmap: Path) -> dict[str, Any]:
    """Measure a month up to delivery: once to learn the formes, then warm with two workers and with one."""
    groot, klein = (_write_invoer(werkmap, aantal) for aantal in (HUISHOUDENS, HUISHOUDENS_GEZET))
    koud = measure_run(groot, MAAND, werkmap / "koud", 2, Motor.FORME)
    warm = {}
    for werkers in (2, 1):
        data = werkmap / f"warm-{werkers}"
        shutil.copytree(werkmap / "koud" / "formes", data / "formes")
        warm[werkers] = measure_run(groot, MAAND, data, werkers, Motor.FORME)
    gezet = measure_run(klein, MAAND, werkmap / "gezet", 2, Motor.WEASYPRINT)
    per_seconde = float(warm[2]["brieven_per_seconde"])
    return {
        "run_koud": koud,
        "run_warm_twee_werkers": warm[2],
        "run_warm_een_werker": warm[1],
        "run_weasyprint_twee_werkers": gezet,
        "aandeel_gevuld": koud["aandeel_gevuld"],
        "verschillen": sum(int(run["verschillen"]) for run in (koud, *warm.values())),
        "brieven_per_seconde": per_seconde,
        "run_forme_per_weasyprint": round(per_seconde / float(gezet["brieven_per_seconde"]), 1),
        "uren_voor_8_3_miljoen": round(JAAR / per_seconde / 3600, 2),
        "aannames": "formes bekend, twee werkers op deze machine, de mix van de generator, tot en met "
        "archief en outbox, zonder bezorging; 1 op 1.000 brieven wordt ook gezet en vergeleken",
    }


def _write_invoer(werkmap: Path, aantal: int) -> Path:
    bestand = werkmap / f"{aantal}.jsonl"
    with bestand.open("wb") as doel:
        write_populatie(doel, aantal, seed=SEED, fouten=0.0, maand=MAAND)
    return bestand


def format_cijfers(cijfers: dict[str, Any]) -> Table:
    """Format the figures as a table."""
    tabel = Table("Wat", "Gemeten", box=None, pad_edge=False)
    for naam, waarde in cijfers.items():
        regels = waarde.items() if isinstance(waarde, dict) else [("", waarde)]
        for deel, getal in regels:
            tabel.add_row(f"{naam} {deel}".strip().replace("_", " "), str(getal))
    return tabel


def mark_cijfers(cijfers: dict[str, Any], console: Console) -> None:
    """Show the figures and write them to var/bench.json; what was measured there before and not now stays."""
    eerder = json.loads(UITVOER.read_text("utf-8")) if UITVOER.is_file() else {}
    UITVOER.parent.mkdir(exist_ok=True)
    UITVOER.write_text(json.dumps(eerder | cijfers, indent=2) + "\n", encoding="utf-8")
    console.print(format_cijfers(cijfers))
    console.print(f"Ook in {UITVOER.relative_to(WORTEL)}.", highlight=False)


def main() -> None:
    """Measure, show and write all figures, and draw them."""
    console = Console()
    console.print("Een brief op drie manieren")
    cijfers = measure_letters()
    mark_cijfers(cijfers, console)
    console.print(f"Een maand van {HUISHOUDENS} huishoudens tot aan de bezorging")
    with tempfile.TemporaryDirectory() as werkmap:
        cijfers |= measure_runs(Path(werkmap))
    console.print("Bezorgen bij het nagemaakte magazijn")
    with tempfile.TemporaryDirectory() as werkmap:
        cijfers |= measure_bezorging(Path(werkmap))
    mark_cijfers(cijfers | measure_calc(), console)
    write_grafiek(cijfers, GRAFIEK)


if __name__ == "__main__":
    main()
