"""The long trial: ten times the month in the same memory, and every broken line found."""

import json
import resource
from pathlib import Path
from typing import Any

import pytest

from calc.normbestand import load_normen
from correspondentie.genereer.populatie import generate_regels, make_kader
from tests.bouwers.opdrachtregel import run_correspondentie

SEED, MAAND, FOUTEN = 2026, "2026-07", 0.02
GEHEUGEN = 1.2


def run(werkmap: Path, aantal: int) -> dict[str, Any]:
    """Generate and run so many households, and return the report."""
    invoer, data = werkmap / f"{aantal}.jsonl", werkmap / str(aantal)
    run_correspondentie(
        "genereer", str(aantal), "--seed", str(SEED), "--fouten", str(FOUTEN), "--uit", invoer
    )
    uitkomst = run_correspondentie("maandrun", invoer, "--maand", MAAND, "--data", data, omgeving={})
    assert (uitkomst.returncode, uitkomst.stderr) == (0, b"")
    rapport: dict[str, Any] = json.loads(next(data.glob("*/rapport.json")).read_text())
    return rapport


def list_kapot(aantal: int) -> list[int]:
    """List the lines in which the generator planted a mistake."""
    kader = make_kader(seed=SEED, maand=MAAND, normen=load_normen())
    regels = generate_regels(kader, aantal, FOUTEN)
    return [nummer for nummer, regel in enumerate(regels, start=1) if regel.fout]


@pytest.mark.soak
def test_five_thousand_households_balance_in_the_memory_of_five_hundred(tmp_path: Path) -> None:
    run(tmp_path, 500)
    klein = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    rapport = run(tmp_path, 5_000)
    groot = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

    assert rapport["in_balans"]
    assert (rapport["huishoudens"], rapport["uitval"]) == (5_000, 100)
    assert list_kapot(5_000) == [uitval["regel"] for uitval in rapport["uitvallijst"]]
    assert groot <= GEHEUGEN * klein, f"piekgeheugen {groot} KiB, bij 500 huishoudens {klein} KiB"
