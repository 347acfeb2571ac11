"""How fast parts of an installation are beside each other; `make soak` writes var/snelheid.json."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from correspondentie.genereer import write_populatie
from correspondentie.werkplaats import Datamap
from outbox.magazijn import serve_magazijn
from tests.bouwers.diensten import make_database, serve_postgres, serve_redis
from tests.bouwers.opdrachtregel import run_correspondentie, start_correspondentie
from tests.bouwers.voorbeelden import SJABLONEN

MAAND, HUISHOUDENS = "2026-07", 6_000
CIJFERS = SJABLONEN.parent / "var" / "snelheid.json"
AANDEEL = 0.8  # of the rate of processes of its own that workers over a broker must have

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def invoer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pad = tmp_path_factory.mktemp("invoer") / "huishoudens.jsonl"
    with pad.open("wb") as doel:
        write_populatie(doel, HUISHOUDENS, seed=11, fouten=0.0, maand=MAAND)
    return pad


def run(invoer: Path, data: Path, omgeving: dict[str, str]) -> dict[str, Any]:
    """Run the month with two workers. Returns: its report, with the seconds up to delivery."""
    begin = time.perf_counter()
    uitkomst = run_correspondentie(
        *("maandrun", invoer, "--maand", MAAND, "--data", data, "--werkers", "2"), omgeving=omgeving
    )
    assert uitkomst.returncode == 0, uitkomst.stderr.decode()
    rapport: dict[str, Any] = json.loads(next(data.glob("*/rapport.json")).read_text())
    rapport["maken"] = time.perf_counter() - begin - rapport["fasen"]["bezorgen"]
    return rapport


@contextmanager
def werk(data: Path, omgeving: dict[str, str]) -> Iterator[None]:
    """Have a worker of two processes at work."""
    werker = start_correspondentie(
        *("werker", "--data", data, "--processen", "2"), omgeving=omgeving, uitvoer=data / "werker.log"
    )
    try:
        yield
    finally:
        werker.kill()


def test_workers_over_a_broker_are_hardly_slower_than_processes(invoer: Path, tmp_path: Path) -> None:
    run(invoer, tmp_path / "leren", {})  # so that no run that is measured learns anything
    rapporten: dict[str, dict[str, Any]] = {"sqlite": run(invoer, tmp_path / "sqlite", {})}
    with serve_postgres() as postgres, serve_redis() as redis:
        for naam in ("pool", "celery"):
            data = tmp_path / naam
            data.mkdir()
            omgeving = {"CORRESPONDENTIE_DATABASE": make_database(postgres, naam)}
            with serve_magazijn(Datamap(map=data).magazijn) as url:
                omgeving["CORRESPONDENTIE_PROEFMAGAZIJN"] = url
                if naam == "celery":
                    omgeving["CORRESPONDENTIE_MAKELAAR"] = redis.url
                    with werk(data, omgeving):
                        rapporten[naam] = run(invoer, data, omgeving)
                else:
                    rapporten[naam] = run(invoer, data, omgeving)
    cijfers = {naam: make_cijfers(rapport) for naam, rapport in rapporten.items()}
    CIJFERS.write_text(json.dumps(cijfers, indent=1))

    assert cijfers["celery"]["brieven_per_seconde"] >= AANDEEL * cijfers["pool"]["brieven_per_seconde"]


def make_cijfers(rapport: dict[str, Any]) -> dict[str, float]:
    """Make the figures of one run. Unit: letters or zendingen per second, milliseconds per letter."""
    zendingen = sum(sum(per_status.values()) for per_status in rapport["zendingen"].values())
    return {
        "brieven": rapport["brieven"],
        "brieven_per_seconde": round(rapport["brieven"] / rapport["maken"], 1),
        "opslaan_ms_per_brief": round(rapport["fasen"].get("opslaan", 0.0) * 1000 / rapport["brieven"], 3),
        "zendingen_per_seconde": round(zendingen / rapport["fasen"]["bezorgen"], 1),
    }
