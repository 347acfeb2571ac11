"""The stock of chunks: taken by one worker at a time, given back when it dies, and never lost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from correspondentie import opslag
from correspondentie.brok import Brok
from correspondentie.databank import make_databank
from correspondentie.invoer import Regel, Uitval
from correspondentie.settings import Settings
from correspondentie.voorraad import (
    MISLUKKINGEN,
    POGINGEN,
    StuckBrokError,
    claim_brok,
    clear_voorraad,
    count_open,
    list_open,
    note_fout,
    reset_pogingen,
    stage_brokken,
)
from correspondentie.werkplaats import Datamap
from tests.bouwers.runs import RUN, make_run

NU = datetime(2026, 7, 1, 8, tzinfo=UTC)
TOT = NU + timedelta(minutes=2)
BROK = Brok(
    nummer=1,
    inhoud=(
        Regel(bestand="a.jsonl", nummer=1, inhoud=b'{"dossier": "D1"}\n'),
        Regel(bestand="a.jsonl", nummer=3, inhoud=None),
        Uitval(bestand="a.jsonl", regel=2, veld="dossier", reden="staat al op regel 1"),
    ),
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_databank(Datamap(map=tmp_path), Settings())
    with engine.begin() as connection:
        opslag.save_run(connection, make_run())
        stage_brokken(connection, RUN, [BROK, Brok(nummer=2, inhoud=BROK.inhoud[:1])])
    yield engine
    engine.dispose()


def store(engine: Engine, nummer: int) -> None:
    """Store a chunk, as a worker does when it is made."""
    with engine.begin() as connection:
        rij = dict.fromkeys(opslag.TELLINGEN, 0) | {"run": RUN, "brok": nummer}
        connection.execute(insert(opslag.brokken).values(rij))


def test_a_chunk_comes_out_as_it_went_in(engine: Engine) -> None:
    with engine.begin() as connection:
        assert claim_brok(connection, RUN, 1, NU, TOT) == BROK


def test_a_chunk_is_taken_by_one_worker_until_its_claim_ends(engine: Engine) -> None:
    with engine.begin() as connection:
        assert claim_brok(connection, RUN, 1, NU, TOT)
        assert claim_brok(connection, RUN, 1, NU, TOT) is None
        assert list_open(connection, RUN, NU, 9) == [2]
        assert list_open(connection, RUN, TOT, 9) == [1, 2]
        assert claim_brok(connection, RUN, 1, TOT, TOT + timedelta(minutes=2))


def test_what_is_stored_is_not_open_any_more(engine: Engine) -> None:
    store(engine, 1)
    with engine.begin() as connection:
        assert claim_brok(connection, RUN, 1, NU, TOT) is None
        assert list_open(connection, RUN, NU, 9) == [2]
        assert count_open(connection, RUN) == 1


def test_staging_twice_changes_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        claim_brok(connection, RUN, 1, NU, TOT)
        stage_brokken(connection, RUN, [BROK])

        assert claim_brok(connection, RUN, 1, NU, TOT) is None
        assert count_open(connection, RUN) == 2


def test_few_chunks_are_listed_at_a_time(engine: Engine) -> None:
    with engine.begin() as connection:
        assert list_open(connection, RUN, NU, 1) == [1]


def test_a_chunk_that_failed_goes_to_the_next_worker_at_once(engine: Engine) -> None:
    with engine.begin() as connection:
        claim_brok(connection, RUN, 1, NU, TOT)
        note_fout(connection, RUN, 1, TOT, "de schijf is vol")

        assert claim_brok(connection, RUN, 1, NU, TOT) == BROK


def test_a_chunk_that_keeps_failing_stops_the_run_with_the_reason(engine: Engine) -> None:
    with engine.begin() as connection:
        for _ in range(MISLUKKINGEN):
            claim_brok(connection, RUN, 1, NU, TOT)
            note_fout(connection, RUN, 1, TOT, "de schijf is vol")
        with pytest.raises(StuckBrokError, match=r"Brok 1 .* de schijf is vol"):
            list_open(connection, RUN, NU, 9)


def test_a_chunk_under_which_every_worker_dies_stops_the_run(engine: Engine) -> None:
    with engine.begin() as connection:
        for _ in range(POGINGEN):
            claim_brok(connection, RUN, 1, NU, NU)
        with pytest.raises(StuckBrokError, match="geheugen"):
            list_open(connection, RUN, NU, 9)


def test_who_begins_again_gets_new_attempts(engine: Engine) -> None:
    with engine.begin() as connection:
        for _ in range(POGINGEN):
            claim_brok(connection, RUN, 1, NU, NU)
        reset_pogingen(connection, RUN)

        assert list_open(connection, RUN, NU, 9) == [1, 2]


def test_the_stock_of_another_run_stays(engine: Engine) -> None:
    with engine.begin() as connection:
        clear_voorraad(connection, "2026-06-00000000")
        assert count_open(connection, RUN) == 2
        clear_voorraad(connection, RUN)
        assert count_open(connection, RUN) == 0
