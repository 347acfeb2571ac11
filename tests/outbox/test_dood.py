"""Workers that are really killed, and workers that work at once: nothing lost, nothing double."""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from outbox.bezorgen import Werkplek, deliver_run
from outbox.magazijn import Storing, Storingen, serve_magazijn
from outbox.printstraat import MANIFEST, Printstraat, read_manifest
from outbox.retry import Beleid
from outbox.zending import Kanaalsoort, Status, Zending
from tests.bouwers.magazijnen import count_bezorgd, open_kanaal
from tests.bouwers.zendingen import RUN, Echteklok, count, fill_outbox, make_zending

BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
PROJECT = Path(__file__).parents[2]
AANTAL = 12
KLAAR = {BOX: {Status.BEZORGD: AANTAL}, PRINT: {Status.BEZORGD: AANTAL}}


@pytest.fixture
def zendingen(engine: Engine) -> list[Zending]:
    later = Echteklok().now() + timedelta(days=5)
    zendingen = [
        make_zending(nummer, soort, publicatie=later) for nummer in range(AANTAL) for soort in Kanaalsoort
    ]
    fill_outbox(engine, zendingen)
    return zendingen


@pytest.fixture
def magazijn(tmp_path: Path) -> Iterator[str]:
    with serve_magazijn(tmp_path / "m.db") as url:
        yield url


def start_kind(map_: Path, url: str, punt: str = "nergens", keer: int = 1) -> subprocess.Popen[bytes]:
    opdracht = [sys.executable, "-m", "tests.bouwers.bezorgkind", str(map_), url, punt, str(keer)]
    return subprocess.Popen(opdracht, cwd=PROJECT)


def finish(werkplek: Werkplek, map_: Path, url: str) -> None:
    """Finish the run as the next worker would, after the claims of the dead one ran out."""
    klok = Echteklok(verschil=timedelta(minutes=10))
    volgende = replace(werkplek, klok=klok, beleid=Beleid(bezinktijd=timedelta(seconds=1)))
    with open_kanaal(url, klok) as kanaal:
        deliver_run(volgende, RUN, [kanaal, Printstraat(map_ / "print", klok, 4)])


def check_once_each(map_: Path, zendingen: list[Zending]) -> None:
    """Count at the receiving side: each letter exactly once over each channel."""
    geprint = Counter(
        kenmerk for lot in map_.rglob(MANIFEST) for kenmerk in read_manifest(lot).find_digests()
    )

    assert Counter(z.onderwerp for z in zendingen if z.kanaal is BOX) == count_bezorgd(map_ / "m.db")
    assert Counter(z.kenmerk for z in zendingen if z.kanaal is PRINT) == geprint


@pytest.mark.parametrize(
    ("punt", "keer"),
    [
        ("geclaimd", 1),  # nothing was sent
        ("bezorgd", 1),  # one was sent and not marked
        ("gemarkeerd", 1),
        ("bezorgd", 9),  # in the second partij
        ("geclaimd", 3),  # the first lot for the printer
        ("bezorgd", AANTAL + 1),  # a lot was written, none of it marked
        ("gemarkeerd", AANTAL + 2),  # half of a lot was marked
    ],
)
def test_a_worker_that_is_killed_loses_and_doubles_nothing(
    engine: Engine,
    werkplek: Werkplek,
    tmp_path: Path,
    magazijn: str,
    zendingen: list[Zending],
    punt: str,
    keer: int,
) -> None:
    kind = start_kind(tmp_path, magazijn, punt, keer)
    afloop = kind.wait(60)
    tussen = count(engine)
    finish(werkplek, tmp_path, magazijn)

    assert -signal.SIGKILL == afloop
    assert tussen != KLAAR
    assert KLAAR == count(engine)
    check_once_each(tmp_path, zendingen)


def test_a_worker_that_is_killed_over_and_over_loses_and_doubles_nothing(
    engine: Engine, werkplek: Werkplek, tmp_path: Path, magazijn: str, zendingen: list[Zending]
) -> None:
    for keer in (3, 2, 1):
        start_kind(tmp_path, magazijn, "bezorgd", keer).wait(60)
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE zendingen SET claimed_until = '2026-01-01 00:00:00.000000'")
    finish(werkplek, tmp_path, magazijn)

    assert KLAAR == count(engine)
    check_once_each(tmp_path, zendingen)


def test_a_worker_that_is_killed_in_the_middle_of_a_request_loses_and_doubles_nothing(
    engine: Engine, werkplek: Werkplek, tmp_path: Path, zendingen: list[Zending]
) -> None:
    storingen = Storingen(aanleveringen=(Storing.TE_LAAT,) * 4, wachten=2.0)
    with serve_magazijn(tmp_path / "m.db", storingen=storingen) as url:
        kind = start_kind(tmp_path, url)
        while Status.BEZIG not in count(engine).get(BOX, {}):
            time.sleep(0.01)
        time.sleep(1.0)  # the requests are on their way, their answers are not
        kind.kill()
        kind.wait(60)
        time.sleep(2.5)  # the magazijn stores them after the death of who sent them
        na_de_dood = count_bezorgd(tmp_path / "m.db").total()
        finish(werkplek, tmp_path, url)

    assert na_de_dood > 0
    assert KLAAR == count(engine)
    check_once_each(tmp_path, zendingen)


def test_two_workers_at_once_deliver_each_letter_once(
    engine: Engine, tmp_path: Path, magazijn: str, zendingen: list[Zending]
) -> None:
    kinderen = [start_kind(tmp_path, magazijn) for _ in range(2)]
    aflopen = [kind.wait(60) for kind in kinderen]

    assert [0, 0] == aflopen
    assert KLAAR == count(engine)
    check_once_each(tmp_path, zendingen)
