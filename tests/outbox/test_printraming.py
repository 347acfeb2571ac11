"""The estimate of print days is what the lots will take."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, func, select

from outbox.indeling import Indeling, Posttarief
from outbox.opslag import plan_zendingen, release_run
from outbox.partijen import make_partij
from outbox.printraming import Printraming, estimate_print
from outbox.rijen import Rij
from outbox.tabellen import partijen, printdagen, zendingen
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.zendingen import NU, RUN, fill_outbox, make_zending

PRINT = Kanaalsoort.PRINT
WOENSDAG = NU.date()


def make_rij(capaciteit: int | None) -> Rij:
    return Rij(run=RUN, kanaal=PRINT, indeling=Indeling(tarief=Posttarief(), capaciteit=capaciteit))


def plan(engine: Engine, vellen: list[int], run: str = RUN) -> None:
    """Plan letters of so many sheets, and release none."""
    stapel = [
        (make_zending(n, PRINT, run=run, vellen=v, paginas=2 * v), Status.GEPLAND)
        for n, v in enumerate(vellen)
    ]
    with engine.begin() as connection:
        plan_zendingen(connection, stapel)


def estimate(engine: Engine, capaciteit: int | None, aantal: int = 2) -> Printraming | None:
    with engine.begin() as connection:
        return estimate_print(connection, make_rij(capaciteit), aantal, WOENSDAG)


def test_letters_fill_print_days_and_no_weekend(engine: Engine) -> None:
    plan(engine, [1] * 8)

    assert Printraming(vellen=8, laatste=date(2026, 7, 6)) == estimate(engine, 2)
    assert Printraming(vellen=8, laatste=WOENSDAG) == estimate(engine, 10)


def test_what_other_runs_have_goes_first(engine: Engine) -> None:
    fill_outbox(engine, [make_zending(n, PRINT) for n in range(100, 102)])  # released, without a lot
    plan(engine, [1, 1])
    with engine.begin() as connection:
        connection.execute(printdagen.insert().values(dag=WOENSDAG, vellen=2))

    assert Printraming(vellen=2, laatste=date(2026, 7, 3)) == estimate(engine, 2)


def test_without_a_capacity_or_without_paper_there_is_nothing_to_estimate(engine: Engine) -> None:
    assert estimate(engine, 5) is None
    plan(engine, [1])
    assert estimate(engine, None) is None


@pytest.mark.parametrize("capaciteit", range(1, 9))
@pytest.mark.parametrize("brieven", [1, 5, 24])
def test_of_letters_that_are_alike_the_last_lot_goes_on_the_estimated_day(
    engine: Engine, brieven: int, capaciteit: int
) -> None:
    plan(engine, [1] * brieven)
    raming = estimate(engine, capaciteit, aantal=3)
    fill_outbox(engine, [])
    with engine.begin() as connection:
        while make_partij(connection, make_rij(capaciteit), 3, NU) is not None:
            pass
        laatste = connection.scalars(select(func.max(partijen.c.dag))).one()

    assert Printraming(vellen=brieven, laatste=laatste) == raming


@pytest.mark.parametrize(("klein", "dag"), [(2, WOENSDAG), (3, date(2026, 7, 7))])
def test_a_large_run_leaves_a_fifth_of_each_day_to_what_is_small(
    engine: Engine, klein: int, dag: date
) -> None:
    fill_outbox(engine, [make_zending(n, PRINT) for n in range(100, 132)])
    plan(engine, [1] * klein)
    with engine.begin() as connection:
        connection.execute(zendingen.update().where(zendingen.c.status == Status.GEPLAND).values(run="klein"))
    rijen = [replace(make_rij(10), run=run) for run in (RUN, "klein")]
    with engine.begin() as connection:
        while make_partij(connection, rijen[0], 4, NU) is not None:
            pass
        release_run(connection, "klein", NU)
        make_partij(connection, rijen[1], 4, NU)
        dagen = connection.execute(
            select(partijen.c.run, partijen.c.dag, func.count()).group_by(partijen.c.run, partijen.c.dag)
        ).all()

    assert [("klein", dag, 1)] == [tuple(rij) for rij in dagen if rij.run == "klein"]
