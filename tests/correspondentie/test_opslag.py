"""The service's own tables, on a real SQLite file."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from correspondentie import opslag
from correspondentie.opslag import Run
from outbox.database import make_engine

RUN = Run(
    run="2026-07-abcdef01",
    maand="2026-07",
    dagtekening=date(2026, 7, 10),
    invoer="a" * 64,
    sjablonen="b" * 64,
    brok=100,
)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = make_engine(f"sqlite:///{tmp_path / 'proef.sqlite'}")
    opslag.metadata.create_all(engine)
    with engine.begin() as connection:
        opslag.save_run(connection, RUN)
    return engine


def save_brieven(connection: Connection, aantal: int, eerste: int = 1) -> None:
    """Write so many letters, numbered on from eerste."""
    nummers = range(eerste, eerste + aantal)
    documenten = [
        {"sha256": f"{n:064d}", "pak": "p", "begin": n, "lengte": 1, "paginas": 1, "vellen": 1}
        for n in nummers
    ]
    brieven = [
        {
            "kenmerk": f"K-{n}",
            "run": RUN.run,
            "dossier": "D1",
            "brieftype": "mutatiebrief-kinderopvang",
            "aanleiding": "mutatie",
            "kind": n,
            "dagtekening": RUN.dagtekening,
            "sjabloon": "c" * 64,
            "sha256": f"{n:064d}",
            "bereik": "alleen-papier",
            "brok": 1,
            "wijze": "gevuld",
            "gecontroleerd": False,
            "zetreden": "",
        }
        for n in nummers
    ]
    opslag.save_rijen(connection, opslag.documenten, documenten)
    opslag.save_rijen(connection, opslag.brieven, brieven)


class TestRuns:
    """A run is written down once and found again by its name."""

    def test_a_run_comes_back_as_it_was_saved(self, engine: Engine) -> None:
        with engine.begin() as connection:
            assert opslag.find_run(connection, RUN.run) == RUN
            assert opslag.find_run(connection, "2026-08-00000000") is None
            assert opslag.list_runs(connection) == [RUN]

    def test_what_is_rolled_back_leaves_nothing(self, engine: Engine) -> None:
        with engine.connect() as connection:
            save_brieven(connection, 1)
            with connection.begin_nested():
                save_brieven(connection, 1, eerste=2)
            connection.rollback()

        with engine.begin() as connection:
            assert opslag.find_eerste_document(connection, RUN.run) is None
