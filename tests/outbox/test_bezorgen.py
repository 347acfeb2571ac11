"""The loop: what becomes of zendingen, whatever a channel answers."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from outbox.bezorgen import Werkplek, deliver_run
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.zendingen import (
    RUN,
    Nepkanaal,
    Nepklok,
    count,
    fill_outbox,
    make_bron,
    make_outbox,
    make_zending,
)

BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return make_outbox(tmp_path / "outbox.db")


@pytest.fixture
def werkplek(engine: Engine) -> Werkplek:
    return Werkplek(engine=engine, bron=make_bron(), klok=Nepklok())


def test_every_zending_is_bezorgd_over_its_own_kanaal(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(1), make_zending(2), make_zending(2, PRINT)])
    print_ = Nepkanaal(soort=PRINT, vaste_partijen=True)

    deliver_run(werkplek, RUN, [Nepkanaal(), print_])

    assert {BOX: {Status.BEZORGD: 2}, PRINT: {Status.BEZORGD: 1}} == count(engine)
