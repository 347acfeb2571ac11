"""A clock that jumps, or that differs from the others, stops the work; nothing is sent twice."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from outbox.database import make_engine
from outbox.errors import ClockError
from outbox.klokwacht import MARGE, VERGELIJK_SECONDEN, Klokwacht
from outbox.magazijn import Storing, Storingen, serve_magazijn
from outbox.printstraat import MANIFEST, read_manifest
from outbox.tabellen import metadata
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.diensten import Dienst, make_database
from tests.bouwers.klokkind import VERZET
from tests.bouwers.magazijnen import count_bezorgd
from tests.bouwers.zendingen import NU, Echteklok, Nepklok, count, fill_outbox, make_zending

BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
PROJECT = Path(__file__).parents[2]
AANTAL = 6
KLAAR = {BOX: {Status.BEZORGD: AANTAL}, PRINT: {Status.BEZORGD: AANTAL}}
UUR = timedelta(hours=1)
TRAAG = Storingen(aanleveringen=(Storing.TRAAG,) * AANTAL, wachten=0.5)


@dataclass
class Losseklok(Nepklok):
    """A clock and an uptime that a test sets, each by itself."""

    uptime: float = 1000.0

    def tik(self) -> float:
        return self.uptime


@dataclass(frozen=True)
class Muurklok(Echteklok):
    """The clock on the wall, or one that is off, with the uptime of the machine."""

    def tik(self) -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)


class TestSprong:
    """A clock goes on as fast as the machine's uptime, or it was set."""

    def test_time_goes_on(self) -> None:
        klok = Losseklok()
        wacht = Klokwacht(klok)
        klok.moment, klok.uptime = NU + UUR, 1000 + 3600

        assert NU + UUR == wacht.now()

    @pytest.mark.parametrize(("sprong", "tekst"), [(UUR, "versprong 3600 s"), (-UUR, "versprong -3600 s")])
    def test_a_clock_that_was_set_is_refused_until_it_is_set_right(
        self, sprong: timedelta, tekst: str
    ) -> None:
        klok = Losseklok()
        wacht = Klokwacht(klok)
        klok.moment += sprong
        for _ in range(2):
            with pytest.raises(ClockError, match=tekst):
                wacht.now()
        klok.moment = NU

        assert NU == wacht.now()

    def test_a_small_correction_is_no_jump(self) -> None:
        klok = Losseklok()
        wacht = Klokwacht(klok)
        for _ in range(5):
            klok.moment += MARGE / 2

            assert klok.moment == wacht.now()


class TestDatabase:
    """All machines share the clock of the database."""

    @pytest.fixture
    def engine(self, postgres: Dienst) -> Iterator[Engine]:
        engine = make_engine(make_database(postgres, "klok"), hoogstens=1)
        yield engine
        engine.dispose()

    @pytest.mark.parametrize("verschil", [UUR, -UUR, 3 * MARGE])
    def test_a_machine_with_another_time_is_refused(self, engine: Engine, verschil: timedelta) -> None:
        wacht = Klokwacht(Muurklok(verschil), engine)
        with pytest.raises(ClockError) as fout:
            wacht.now()

        assert f"verschilt {verschil.total_seconds():.0f} seconden met die van de database" in str(fout.value)

    def test_a_machine_with_the_same_time_works(self, engine: Engine) -> None:
        voor = Muurklok().now()
        wacht = Klokwacht(Muurklok(), engine)

        assert voor <= wacht.now() <= wacht.now() <= Muurklok().now()

    def test_the_database_is_looked_at_again_and_again(self, engine: Engine, postgres: Dienst) -> None:
        klok = Losseklok(moment=Muurklok().now())
        wacht = Klokwacht(klok, engine)
        wacht.now()
        klok.moment, klok.uptime = klok.moment + UUR, klok.uptime + 3600
        with pytest.raises(ClockError, match="verschilt 3600 s"):
            wacht.now()

        assert klok.uptime > VERGELIJK_SECONDEN


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'outbox.db'}"
    return make_database(request.getfixturevalue("postgres"), "klokken")


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = make_engine(database)
    metadata.create_all(engine)
    later = Echteklok().now() + timedelta(days=5)
    zendingen = [make_zending(n, soort, publicatie=later) for n in range(AANTAL) for soort in Kanaalsoort]
    fill_outbox(engine, zendingen)
    yield engine
    engine.dispose()


def start_kind(engine: Engine, map_: Path, url: str, uren: int = 0) -> "subprocess.Popen[bytes]":
    database = engine.url.render_as_string(hide_password=False)
    opdracht = [sys.executable, "-m", "tests.bouwers.klokkind", database, str(map_), url, str(uren)]
    return subprocess.Popen(opdracht, cwd=PROJECT, stdout=subprocess.PIPE)


def finish(kind: "subprocess.Popen[bytes]") -> str:
    """Wait for a child that ends by itself, and give what stopped it."""
    uit, _ = kind.communicate(timeout=60)
    assert kind.returncode == 0
    return uit.decode().strip()


def wait_until_busy(engine: Engine) -> None:
    while Status.BEZIG not in count(engine).get(BOX, {}):
        time.sleep(0.01)


def check_once_each(map_: Path) -> None:
    geprint = Counter(k for lot in map_.rglob(MANIFEST) for k in read_manifest(lot).find_digests())

    assert {make_zending(n).onderwerp: 1 for n in range(AANTAL)} == count_bezorgd(map_ / "m.db")
    assert {make_zending(n).kenmerk: 1 for n in range(AANTAL)} == geprint


class TestProcessen:
    """Real workers, a real magazijn that answers late, and clocks that are an hour off."""

    @pytest.mark.parametrize("uren", [1, -1])
    def test_a_clock_that_is_set_stops_the_run_and_the_next_finishes_it(
        self, engine: Engine, tmp_path: Path, uren: int
    ) -> None:
        with serve_magazijn(tmp_path / "m.db", storingen=TRAAG) as url:
            kind = start_kind(engine, tmp_path, url, uren)
            wait_until_busy(engine)
            (tmp_path / VERZET).touch()
            reden = finish(kind)
            (tmp_path / VERZET).unlink()
            rest = finish(start_kind(engine, tmp_path, url))

        assert f"versprong {uren * 3600} seconden" in reden
        assert "geef dezelfde opdracht nog eens" in reden
        assert ("", KLAAR) == (rest, count(engine))
        check_once_each(tmp_path)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_second_machine_that_is_an_hour_ahead_takes_nothing_over(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "ander").mkdir()
    (tmp_path / "ander" / VERZET).touch()
    with serve_magazijn(tmp_path / "m.db", storingen=TRAAG) as url:
        kind = start_kind(engine, tmp_path, url)
        wait_until_busy(engine)
        reden = finish(start_kind(engine, tmp_path / "ander", url, 1))
        rest = finish(kind)

    assert "verschilt 3600 seconden met die van de database" in reden
    assert ("", KLAAR) == (rest, count(engine))
    check_once_each(tmp_path)
