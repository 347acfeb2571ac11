"""What a run made goes all at once, and not before somebody chose when the printer cannot have it in time."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import Engine

from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.vrijgave import LatePrintError, release_brieven
from correspondentie.werkplaats import Datamap, Werkstart
from outbox.opslag import plan_zendingen
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.runs import make_run
from tests.bouwers.zendingen import RUN, Nepklok, count, make_outbox, make_zending

PRINT = Kanaalsoort.PRINT
WOENSDAG, DONDERDAG, VRIJDAG = (date(2026, 7, dag) for dag in (1, 2, 3))  # of the Nepklok, and after


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Three letters of one sheet, made and not released."""
    engine = make_outbox(tmp_path / "outbox.db")
    with engine.begin() as connection:
        plan_zendingen(connection, [(make_zending(n, PRINT), Status.GEPLAND) for n in range(3)])
    yield engine
    engine.dispose()


def release(engine: Engine, map_: Path, dagtekening: date, **instellingen: object) -> str:
    """Release them, and give what the operator was told."""
    settings = Settings(partij=1, **instellingen)  # type: ignore[arg-type] # a test gives the right types
    run = make_run(run=RUN, dagtekening=dagtekening)
    start = Werkstart(run=run, datamap=Datamap(map=map_), settings=settings)
    uitvoer = io.StringIO()
    with Voortgang(Console(file=uitvoer, width=1000)) as voortgang:
        release_brieven(start, engine, Nepklok(), voortgang)
    return uitvoer.getvalue()


def test_a_run_that_cannot_be_printed_in_time_is_not_released(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(LatePrintError) as fout:
        release(engine, tmp_path, DONDERDAG, print_capaciteit=1)

    assert "3 vellen voor de drukker, die er 1 per dag aankan" in str(fout.value)
    assert f"op {VRIJDAG} naar de drukker, na de dagtekening {DONDERDAG}" in str(fout.value)
    assert "CORRESPONDENTIE_LAAT_DRUKKEN" in str(fout.value)
    assert {PRINT: {Status.GEPLAND: 3}} == count(engine)


def test_it_is_released_when_somebody_chose_so_and_that_is_told(engine: Engine, tmp_path: Path) -> None:
    gemeld = release(engine, tmp_path, DONDERDAG, print_capaciteit=1, laat_drukken=True)

    assert gemeld.startswith("Let op: Run")
    assert {PRINT: {Status.VRIJGEGEVEN: 3}} == count(engine)


@pytest.mark.parametrize(
    ("dagtekening", "capaciteit"),
    [(VRIJDAG, 1), (DONDERDAG, 2), (WOENSDAG, 3), (WOENSDAG, None), (date(2026, 6, 30), 1)],
)
def test_a_run_in_time_is_released_and_so_is_one_of_a_day_that_has_passed(
    engine: Engine, tmp_path: Path, dagtekening: date, capaciteit: int | None
) -> None:
    gemeld = release(engine, tmp_path, dagtekening, print_capaciteit=capaciteit)

    assert "" == gemeld
    assert {PRINT: {Status.VRIJGEGEVEN: 3}} == count(engine)
