"""Measure a run from JSON line to archived PDF and outbox row: rate and memory, without delivery."""

import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from correspondentie.afkeuring import list_afkeuringen
from correspondentie.databank import make_databank
from correspondentie.dubbel import mark_dubbele
from correspondentie.invoer import read_regels
from correspondentie.maandrun import split_brokken
from correspondentie.opslag import brieven
from correspondentie.runstart import Maandopdracht, make_run, start_run
from correspondentie.settings import Settings
from correspondentie.werkers import run_brokken
from correspondentie.werkplaats import Datamap, Werkstart
from correspondentie.zetter import Motor

JAAR = 8_300_000  # beschikkingen of one year


def run_tot_bezorging(invoer: Path, maand: str, data: Path, werkers: int, motor: Motor) -> dict[str, Any]:
    """Run a month up to delivery in this process and its workers. Unit: seconds on the wall, MiB."""
    settings = Settings(motor=motor)
    datamap = Datamap(map=data)
    vandaag = date.fromisoformat(f"{maand}-01")
    opdracht = Maandopdracht(invoer=invoer, maand=maand, datamap=datamap, werkers=werkers)
    engine = make_databank(datamap, settings)
    run = start_run(engine, make_run(opdracht, settings, vandaag), settings, vandaag, {})
    start = Werkstart(run=run, datamap=datamap, settings=settings, motor=motor)
    begin = time.perf_counter()
    brokken = split_brokken(mark_dubbele(read_regels(invoer)), run.brok)
    fasen: dict[str, float] = {}
    for uitkomst in run_brokken(brokken, start, werkers):
        for fase, seconden in uitkomst.fasen.items():
            fasen[fase] = fasen.get(fase, 0.0) + seconden
    duur = time.perf_counter() - begin
    with engine.begin() as connection:
        afgekeurd = len(list_afkeuringen(connection, run.run))
        per_wijze: dict[str, int] = dict(
            iter(connection.execute(select(brieven.c.wijze, func.count()).group_by(brieven.c.wijze)))
        )
    aantal = sum(per_wijze.values())
    return {
        "brieven": aantal,
        "seconden": round(duur, 2),
        "brieven_per_seconde": round(aantal / duur, 1),
        "aandeel_gevuld": round(per_wijze.get("gevuld", 0) / aantal, 4),
        "verschillen": afgekeurd,
        "ms_per_brief": {fase: round(tijd * 1000 / aantal, 3) for fase, tijd in fasen.items()},
        **({"piekgeheugen_mib": _read_piek()} if werkers == 1 else {}),
    }


def _read_piek() -> float:
    """Read the peak of this process, in which the one worker is too: getrusage counts what ran before it."""
    regels = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    (piek,) = (regel.split()[1] for regel in regels if regel.startswith("VmHWM:"))
    return round(int(piek) / 1024, 1)


def measure_run(invoer: Path, maand: str, data: Path, werkers: int, motor: Motor) -> dict[str, Any]:
    """Run a month up to delivery in processes of its own, so that the memory is its own."""
    opdracht = [
        sys.executable,
        "-m",
        "bouw.bench_run",
        str(invoer),
        maand,
        str(data),
        str(werkers),
        motor.value,
    ]
    uitvoer = subprocess.run(opdracht, check=True, capture_output=True, text=True)  # our own file
    cijfers: dict[str, Any] = json.loads(uitvoer.stdout)
    return cijfers


def main() -> None:
    """Run what the arguments say, and print the figures as JSON."""
    invoer, maand, data, werkers, motor = sys.argv[1:]
    cijfers = run_tot_bezorging(Path(invoer), maand, Path(data), int(werkers), Motor(motor))
    sys.stdout.write(json.dumps(cijfers))


if __name__ == "__main__":
    main()
