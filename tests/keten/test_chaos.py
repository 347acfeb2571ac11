"""Whatever is killed, and whenever: every citizen has every letter once per channel, and nothing is stuck."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import psycopg
import pytest

from correspondentie.genereer import write_populatie
from correspondentie.werkplaats import Datamap
from tests.bouwers.diensten import (
    Dienst,
    find_poort,
    make_database,
    serve_postgres,
    serve_rabbitmq,
    serve_redis,
)
from tests.bouwers.opdrachtregel import SNEL, Proces, run_correspondentie, start_correspondentie
from tests.bouwers.standen import read_stand

MAAND = "2026-07"
PROCESSEN = ("magazijn", "werker-1", "werker-2", "run")
GEDULD = 1200.0  # seconds after the last kill, after which something must be stuck


@dataclass
class Toneel:
    """A whole installation in parts that can be killed: what is dead is started again."""

    map: Path
    invoer: Path
    servers: Mapping[str, Dienst]
    omgeving: dict[str, str]
    poort: int
    processen: dict[str, Proces] = field(default_factory=dict)

    def start(self, naam: str) -> None:
        """Start one part as a process of its own."""
        opdrachten: dict[str, tuple[str | Path, ...]] = {
            "magazijn": ("magazijn", "--data", self.map, "--poort", str(self.poort)),
            "run": ("maandrun", self.invoer, "--maand", MAAND, "--data", self.map),
        }
        werker: tuple[str | Path, ...] = ("werker", "--data", self.map, "--processen", "2")
        self.processen[naam] = start_correspondentie(
            *opdrachten.get(naam, werker), omgeving=self.omgeving, uitvoer=self.map / f"{naam}.log"
        )

    def kill(self, naam: str) -> None:
        """Kill one part with kill -9; it is started again at once."""
        if naam in self.servers:
            self.servers[naam].kill()
            self.servers[naam].start()
        elif not (naam == "run" and self.is_done()):
            self.processen[naam].kill()
            self.start(naam)

    def revive(self) -> None:
        """Start what ended by itself, but for a run that ended well."""
        for naam, proces in self.processen.items():
            if proces.poll() not in (None, 0):
                proces.finish()
                self.start(naam)

    def is_done(self) -> bool:
        """Tell whether the run ended well."""
        return self.processen["run"].poll() == 0

    def finish(self) -> None:
        """Wait until the run ends well."""
        tot = time.monotonic() + GEDULD
        while not self.is_done():
            assert time.monotonic() < tot, (self.map / "run.log").read_text()[-2000:]
            self.revive()
            time.sleep(0.2)


@contextmanager
def open_toneel(map_: Path, invoer: Path, makelaar: str) -> Iterator[Toneel]:
    """Start every part of an installation, and end all of it afterwards."""
    poort = find_poort()
    map_.mkdir()
    with ExitStack() as open_:
        postgres = open_.enter_context(serve_postgres())
        broker = open_.enter_context(serve_redis() if makelaar == "redis" else serve_rabbitmq())
        omgeving = SNEL | {
            "CORRESPONDENTIE_DATABASE": make_database(postgres, "chaos"),
            "CORRESPONDENTIE_MAKELAAR": broker.url,
            "CORRESPONDENTIE_PROEFMAGAZIJN": f"http://127.0.0.1:{poort}",
            "CORRESPONDENTIE_BROK": "20",
            "CORRESPONDENTIE_CLAIMDUUR": "5",
            "CORRESPONDENTIE_VEEGTIJD": "0.5",
            "CORRESPONDENTIE_POGINGEN": "50",
        }
        servers = {"postgres": postgres, "makelaar": broker}
        toneel = Toneel(map=map_, invoer=invoer, servers=servers, omgeving=omgeving, poort=poort)
        try:
            for naam in PROCESSEN:
                toneel.start(naam)
            yield toneel
        finally:
            for proces in toneel.processen.values():
                proces.kill()


def run_gewoon(map_: Path, huishoudens: int) -> tuple[Path, Datamap]:
    """Make a month, and run it undisturbed. Returns: the month, and the folder of that run."""
    invoer, datamap = map_ / "huishoudens.jsonl", Datamap(map=map_ / "gewoon")
    with invoer.open("wb") as doel:
        write_populatie(doel, huishoudens, seed=7, fouten=0.01, maand=MAAND)
    opdracht = ("maandrun", invoer, "--maand", MAAND, "--data", datamap.map)
    assert run_correspondentie(*opdracht, omgeving=SNEL | {"CORRESPONDENTIE_BROK": "20"}).returncode == 0
    return invoer, datamap


@pytest.mark.parametrize(
    ("makelaar", "huishoudens", "doden"),
    [
        ("rabbitmq", 150, 6),
        pytest.param("redis", 22_000, 40, marks=pytest.mark.soak),
        pytest.param("rabbitmq", 22_000, 40, marks=pytest.mark.soak),
    ],
)
def test_every_letter_is_there_once_whatever_dies(
    makelaar: str, huishoudens: int, doden: int, tmp_path: Path
) -> None:
    invoer, gewoon = run_gewoon(tmp_path, huishoudens)
    data = Datamap(map=tmp_path / "chaos")
    random = Random(makelaar)
    with open_toneel(data.map, invoer, makelaar) as toneel:
        for _ in range(doden):
            time.sleep(random.uniform(0.5, 4))
            toneel.kill(random.choice([*PROCESSEN, *toneel.servers]))
            toneel.revive()
        toneel.finish()
        stand = read_stand(data, toneel.omgeving["CORRESPONDENTIE_DATABASE"])
        over = count_over(toneel.omgeving["CORRESPONDENTIE_DATABASE"])

    assert stand == read_stand(gewoon)
    assert over == 0


def count_over(database: str) -> int:
    """Count the chunks that are left in the stock."""
    with psycopg.connect(database.replace("+psycopg", "")) as connection:
        rij = connection.execute("SELECT count(*) FROM voorraad").fetchone()
    assert rij is not None
    return int(rij[0])
