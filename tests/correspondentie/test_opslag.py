"""The service's own tables, on a real SQLite file."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from correspondentie import opslag
from correspondentie.opslag import Mutatiestand, Run
from outbox.database import make_engine

RUN = Run(
    run="2026-07-abcdef01",
    maand="2026-07",
    dagtekening=date(2026, 7, 10),
    invoer="a" * 64,
    sjablonen="b" * 64,
    brok=100,
)
BURGER = "111222333"
UITERLIJK = date(2026, 7, 31)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = make_engine(f"sqlite:///{tmp_path / 'proef.sqlite'}")
    opslag.metadata.create_all(engine)
    with engine.begin() as connection:
        opslag.save_run(connection, RUN)
    return engine


def save_brieven(connection: Connection, aantal: int, eerste: int = 1) -> None:
    """Write so many mutatiebrieven for one citizen, numbered on from eerste."""
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
        }
        for n in nummers
    ]
    ledger = [
        {
            "burger": BURGER,
            "toeslagjaar": 2026,
            "volgnummer": n,
            "kind": n,
            "tegenhouden_uiterlijk": UITERLIJK,
            "kenmerk": f"K-{n}",
        }
        for n in nummers
    ]
    for tabel, rijen in (
        (opslag.documenten, documenten),
        (opslag.brieven, brieven),
        (opslag.mutatiebrieven, ledger),
    ):
        opslag.save_rijen(connection, tabel, rijen)


class TestPlafond:
    """At most three mutatiebrieven per citizen per toeslagjaar: a fourth is impossible."""

    def test_a_fourth_volgnummer_is_refused(self, engine: Engine) -> None:
        with engine.begin() as connection:
            save_brieven(connection, 3)

        with pytest.raises(IntegrityError, match="hooguit_drie_mutatiebrieven"), engine.begin() as connection:
            save_brieven(connection, 1, eerste=4)

    def test_a_volgnummer_cannot_be_used_twice(self, engine: Engine) -> None:
        with engine.begin() as connection:
            save_brieven(connection, 1)

        with pytest.raises(IntegrityError), engine.begin() as connection:
            save_brieven(connection, 1)

    def test_the_ledger_tells_the_room_that_is_left(self, engine: Engine) -> None:
        with engine.begin() as connection:
            save_brieven(connection, 2)
            standen = opslag.list_mutatiestanden(connection, [BURGER, "000000012"], 2026)

        assert standen[BURGER].ruimte == 1
        assert standen["000000012"].ruimte == 3
        assert standen[BURGER].list_lopend(UITERLIJK) == {1, 2}
        assert standen[BURGER].list_lopend(date(2026, 8, 1)) == frozenset()

    def test_another_year_has_its_own_room(self, engine: Engine) -> None:
        with engine.begin() as connection:
            save_brieven(connection, 3)

            assert opslag.list_mutatiestanden(connection, [BURGER], 2027) == {BURGER: Mutatiestand()}

    def test_more_citizens_than_fit_in_one_question_are_all_found(self, engine: Engine) -> None:
        burgers = [f"{nummer:09d}" for nummer in range(1_200)]
        with engine.begin() as connection:
            standen = opslag.list_mutatiestanden(connection, burgers, 2026)

        assert burgers == list(standen)


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
            assert list(opslag.list_documenten(connection)) == []
