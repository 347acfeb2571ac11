"""The long trial: ten times the month in the same memory, and every broken line found."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bouw.bench_run import measure_run
from calc.normbestand import load_normen
from correspondentie.genereer import write_populatie
from correspondentie.genereer.populatie import generate_regels, make_kader
from correspondentie.zetter import Motor

SEED, MAAND, FOUTEN = 2026, "2026-07", 0.02
OPDRACHT = f"{Path(sys.executable).with_name('correspondentie')}"
VLAK = 1.1  # ten times the work may take so much of the memory

pytestmark = pytest.mark.soak


def write_invoer(werkmap: Path, aantal: int, fouten: float) -> Path:
    """Generate so many households."""
    pad = werkmap / f"{aantal}.jsonl"
    with pad.open("wb") as doel:
        write_populatie(doel, aantal, seed=SEED, fouten=fouten, maand=MAAND)
    return pad


def run(werkmap: Path, aantal: int) -> tuple[dict[str, Any], int]:
    """Run so many households in one process. Returns: the report, and the peak of its memory in KiB."""
    invoer, data = write_invoer(werkmap, aantal, FOUTEN), werkmap / f"{aantal}"
    opdracht = [OPDRACHT, "maandrun", f"{invoer}", "--maand", MAAND, "--data", f"{data}", "--werkers", "1"]
    with (werkmap / "fout").open("wb") as fout:
        proces = subprocess.Popen(opdracht, stdout=subprocess.DEVNULL, stderr=fout)
        _, status, verbruik = os.wait4(proces.pid, 0)
        proces.returncode = os.waitstatus_to_exitcode(status)  # it does not know that somebody else waited
    assert (proces.returncode, (werkmap / "fout").read_bytes()) == (0, b"")
    return json.loads(next(data.glob("*/rapport.json")).read_text()), verbruik.ru_maxrss


def list_kapot(aantal: int) -> list[int]:
    """List the lines in which the generator planted a mistake."""
    kader = make_kader(seed=SEED, maand=MAAND, normen=load_normen())
    regels = generate_regels(kader, aantal, FOUTEN)
    return [nummer for nummer, regel in enumerate(regels, start=1) if regel.fout]


def test_five_thousand_households_balance_in_the_memory_of_five_hundred(tmp_path: Path) -> None:
    _, klein = run(tmp_path, 500)
    rapport, groot = run(tmp_path, 5_000)

    assert rapport["in_balans"]
    assert (rapport["huishoudens"], rapport["uitval"]) == (5_000, 100)
    assert list_kapot(5_000) == [uitval["regel"] for uitval in rapport["uitvallijst"]]
    assert groot <= 1.2 * klein, f"piekgeheugen {groot} KiB, bij 500 huishoudens {klein} KiB"


def test_a_worker_makes_a_hundred_thousand_letters_in_the_memory_of_ten_thousand(tmp_path: Path) -> None:
    gemeten = []
    for aantal in (11_000, 110_000):
        invoer = write_invoer(tmp_path, aantal, fouten=0.0)
        gemeten.append(measure_run(invoer, MAAND, tmp_path / f"{aantal}", 1, Motor.FORME))
    klein, groot = gemeten

    assert klein["brieven"] >= 10_000
    assert groot["brieven"] >= 100_000
    assert groot["verschillen"] == 0
    assert groot["piekgeheugen_mib"] <= VLAK * klein["piekgeheugen_mib"], gemeten
