"""A run over workers that a broker calls: every letter once, whatever happens to the broker or a worker."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from correspondentie.genereer import write_populatie
from correspondentie.werkplaats import Datamap
from outbox.magazijn import serve_magazijn
from tests.bouwers.diensten import Dienst, find_poort, serve_rabbitmq, serve_redis
from tests.bouwers.opdrachtregel import SNEL, Proces, run_correspondentie, start_correspondentie
from tests.bouwers.standen import Stand, read_stand
from tests.bouwers.voorbeelden import SJABLONEN

MAAND = "2026-07"
BROKKEN = 24

met_redis = pytest.mark.parametrize("makelaar", [serve_redis], ids=["redis"], indirect=True)


@dataclass
class Opstelling:
    """A folder with a small month, the stand-in of the Berichtenbox beside it, and a broker."""

    map: Path
    invoer: Path
    makelaar: Dienst
    omgeving: dict[str, str]

    @contextmanager
    def werk(self) -> Iterator[Proces]:
        """Have two worker processes at work, and end them with kill -9."""
        opdracht = ("werker", "--data", self.map, "--processen", "2")
        werker = start_correspondentie(*opdracht, omgeving=self.omgeving)
        try:
            yield werker
        finally:
            werker.kill()

    def start_run(self) -> Proces:
        """Begin the run, or take it up again."""
        opdracht = ("maandrun", self.invoer, "--maand", MAAND, "--data", self.map)
        return start_correspondentie(*opdracht, omgeving=self.omgeving)

    def wait_for_brokken(self, aantal: int, maand: str = MAAND) -> None:
        """Wait until this many chunks of a month are stored."""
        tot = time.monotonic() + 60
        while time.monotonic() < tot:
            if Datamap(map=self.map).database.exists() and self.count_brokken(maand) >= aantal:
                return
            time.sleep(0.05)
        pytest.fail(f"na een minuut zijn er nog geen {aantal} brokken")

    def count_brokken(self, maand: str) -> int:
        """Count the chunks of a month that are stored."""
        vraag = "SELECT count(*) FROM brokken WHERE run LIKE ?"
        with closing(sqlite3.connect(Datamap(map=self.map).database)) as database:
            try:
                return int(database.execute(vraag, [f"{maand}-%"]).fetchone()[0])
            except sqlite3.OperationalError:  # the tables are being made
                return 0


@pytest.fixture(scope="module")
def invoer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pad = tmp_path_factory.mktemp("invoer") / "huishoudens.jsonl"
    with pad.open("wb") as doel:
        write_populatie(doel, 5 * BROKKEN, seed=5, fouten=0.02, maand=MAAND)
    return pad


@pytest.fixture(scope="module")
def gewoon(invoer: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Stand]:
    """The same month by processes of its own: its folder, and what it left behind."""
    data = tmp_path_factory.mktemp("gewoon")
    opdracht = ("maandrun", invoer, "--maand", MAAND, "--data", data)
    assert run_correspondentie(*opdracht, omgeving=SNEL | {"CORRESPONDENTIE_BROK": "5"}).returncode == 0
    return data, read_stand(Datamap(map=data))


@pytest.fixture(params=[serve_redis, serve_rabbitmq], ids=["redis", "rabbitmq"], scope="module")
def makelaar(request: pytest.FixtureRequest) -> Iterator[Dienst]:
    with request.param() as dienst:
        yield dienst


@pytest.fixture
def opstelling(
    makelaar: Dienst, invoer: Path, gewoon: tuple[Path, Stand], tmp_path: Path
) -> Iterator[Opstelling]:
    with serve_magazijn(Datamap(map=tmp_path).magazijn) as url:
        omgeving = SNEL | {
            "CORRESPONDENTIE_BROK": "5",
            "CORRESPONDENTIE_MAKELAAR": makelaar.url,
            "CORRESPONDENTIE_PROEFMAGAZIJN": url,
            "CORRESPONDENTIE_CLAIMDUUR": "5",
            "CORRESPONDENTIE_VEEGTIJD": "0.5",
        }
        yield Opstelling(map=tmp_path, invoer=invoer, makelaar=makelaar, omgeving=omgeving)


def finish(run: Proces) -> None:
    """Wait for a run that must end well and in balance."""
    uitkomst = run.finish()
    assert uitkomst.returncode == 0, (uitkomst.stdout + uitkomst.stderr).decode()


def test_the_outcome_is_that_of_processes_of_its_own(
    opstelling: Opstelling, gewoon: tuple[Path, Stand]
) -> None:
    with opstelling.werk():
        finish(opstelling.start_run())

    assert read_stand(Datamap(map=opstelling.map)) == gewoon[1]


def test_a_broker_that_forgets_everything_costs_only_time(
    opstelling: Opstelling, gewoon: tuple[Path, Stand]
) -> None:
    with opstelling.werk():
        run = opstelling.start_run()
        for aantal in (1, BROKKEN // 2, BROKKEN):
            opstelling.wait_for_brokken(aantal)
            opstelling.makelaar.kill()
            opstelling.makelaar.start()  # it keeps nothing: all calls are gone
        finish(run)

    assert read_stand(Datamap(map=opstelling.map)) == gewoon[1]


@met_redis
def test_workers_that_die_are_replaced_by_others(opstelling: Opstelling, gewoon: tuple[Path, Stand]) -> None:
    run = opstelling.start_run()
    for aantal in (1, BROKKEN // 2, BROKKEN):
        with opstelling.werk():
            opstelling.wait_for_brokken(aantal)
    with opstelling.werk():
        finish(run)

    assert read_stand(Datamap(map=opstelling.map)) == gewoon[1]


@met_redis
def test_a_run_that_dies_is_taken_up_by_the_same_command(
    opstelling: Opstelling, gewoon: tuple[Path, Stand]
) -> None:
    with opstelling.werk():
        for aantal in (1, BROKKEN // 2, BROKKEN):
            run = opstelling.start_run()
            opstelling.wait_for_brokken(aantal)
            run.kill()
        finish(opstelling.start_run())

    assert read_stand(Datamap(map=opstelling.map)) == gewoon[1]


@met_redis
def test_two_dispatchers_and_four_workers_on_one_run_double_nothing(
    opstelling: Opstelling, gewoon: tuple[Path, Stand]
) -> None:
    with opstelling.werk(), opstelling.werk():
        runs = [opstelling.start_run() for _ in range(2)]
        einden = sorted(run.finish().returncode for run in runs)
        finish(opstelling.start_run())

    assert einden in ([0, 0], [0, 1])  # the second waits its turn, or is told that the first is at it
    assert read_stand(Datamap(map=opstelling.map)) == gewoon[1]


@met_redis
def test_a_small_run_does_not_wait_for_a_large_one(opstelling: Opstelling, tmp_path: Path) -> None:
    klein, opstelling.invoer = tmp_path / "klein.jsonl", tmp_path / "groot.jsonl"
    for pad, aantal, maand in ((klein, 4, "2026-08"), (opstelling.invoer, 400, MAAND)):
        with pad.open("wb") as doel:
            write_populatie(doel, aantal, seed=5, fouten=0.0, maand=maand)
    opstelling.omgeving["CORRESPONDENTIE_BROK"] = "1"
    with opstelling.werk():
        groot = opstelling.start_run()
        opstelling.wait_for_brokken(1)
        opdracht = ("maandrun", klein, "--maand", "2026-08", "--data", opstelling.map)
        klein_run = start_correspondentie(*opdracht, omgeving=opstelling.omgeving)
        opstelling.wait_for_brokken(1, maand="2026-08")
        gedaan = opstelling.count_brokken(MAAND)
        klein_run.kill()
        groot.kill()

    assert gedaan < 300  # the small one was called when all of the large one could have been


@met_redis
def test_a_broker_that_is_not_there_is_told_at_once(opstelling: Opstelling) -> None:
    adres = {"CORRESPONDENTIE_MAKELAAR": f"redis://127.0.0.1:{find_poort()}/0"}
    uitkomst = run_correspondentie(
        *("maandrun", opstelling.invoer, "--maand", MAAND, "--data", opstelling.map),
        omgeving=opstelling.omgeving | adres,
    )

    assert uitkomst.returncode == 1
    assert b"De makelaar is niet bereikbaar" in uitkomst.stderr


@met_redis
def test_a_worker_with_other_sjablonen_stops_the_run_with_the_reason(
    opstelling: Opstelling, tmp_path: Path
) -> None:
    oud = shutil.copytree(SJABLONEN, tmp_path / "sjablonen")
    with (oud / "herziening" / "brief.md").open("a") as sjabloon:
        sjabloon.write("\nMet vriendelijke groet\n")
    opstelling.omgeving["CORRESPONDENTIE_SJABLONEN"] = str(oud)
    with opstelling.werk():
        del opstelling.omgeving["CORRESPONDENTIE_SJABLONEN"]
        uitkomst = opstelling.start_run().finish()

    assert uitkomst.returncode == 1
    assert "een werker heeft andere sjablonen" in uitkomst.stderr.decode()
