"""Places from which workers elsewhere deliver: each one worker's at a time, and a failure is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from correspondentie import opslag
from correspondentie.bezorgers import (
    MISLUKKINGEN,
    StuckBezorgingError,
    claim_plek,
    has_bezorgers,
    leave_plek,
    list_vrije_plekken,
    open_plekken,
)
from correspondentie.databank import open_databank
from correspondentie.settings import Settings
from correspondentie.werkplaats import Datamap
from tests.bouwers.runs import RUN, make_run

NU = datetime(2026, 7, 1, 8, tzinfo=UTC)
TOT = NU + timedelta(minutes=2)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with (
        open_databank(Datamap(map=tmp_path), Settings()) as engine,
        engine.begin() as connection,
    ):
        opslag.save_run(connection, make_run())
        open_plekken(connection, RUN, 3)
        yield connection


def test_a_place_is_one_workers_until_its_lease_ends(connection: Connection) -> None:
    assert claim_plek(connection, RUN, 1, NU, TOT)
    assert not claim_plek(connection, RUN, 1, NU, TOT)
    assert list_vrije_plekken(connection, RUN, NU, 9) == [0, 2]
    assert list_vrije_plekken(connection, RUN, TOT, 9) == [0, 1, 2]
    assert has_bezorgers(connection, RUN, NU)
    assert not has_bezorgers(connection, RUN, TOT)


def test_no_more_places_are_offered_than_there_is_work_for(connection: Connection) -> None:
    assert list_vrije_plekken(connection, RUN, NU, 1) == [0]


def test_who_comes_back_too_late_leaves_the_place_to_its_new_worker(connection: Connection) -> None:
    claim_plek(connection, RUN, 0, NU, TOT)
    later = TOT + timedelta(minutes=2)
    claim_plek(connection, RUN, 0, TOT, later)

    leave_plek(connection, RUN, 0, TOT, "te laat")

    assert not claim_plek(connection, RUN, 0, TOT, later)


def test_a_failure_that_lasts_stops_the_run_with_its_reason(connection: Connection) -> None:
    for _ in range(MISLUKKINGEN):
        claim_plek(connection, RUN, 0, NU, TOT)
        leave_plek(connection, RUN, 0, TOT, "het certificaat is verlopen")

    with pytest.raises(StuckBezorgingError, match="het certificaat is verlopen"):
        list_vrije_plekken(connection, RUN, NU, 9)


def test_a_success_and_a_new_beginning_forget_what_went_wrong(connection: Connection) -> None:
    for fout in ["weg"] * (MISLUKKINGEN - 1) + [None, "weg"]:
        claim_plek(connection, RUN, 0, NU, TOT)
        leave_plek(connection, RUN, 0, TOT, fout)
    assert list_vrije_plekken(connection, RUN, NU, 1) == [0]

    for _ in range(MISLUKKINGEN):
        claim_plek(connection, RUN, 0, NU, TOT)
        leave_plek(connection, RUN, 0, TOT, "weg")
    open_plekken(connection, RUN, 3)
    assert list_vrije_plekken(connection, RUN, NU, 1) == [0]
