"""The audit trail: it only grows, whoever writes, and shows what somebody did to it."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from outbox.database import make_engine
from outbox.errors import OutboxError
from outbox.logboek import (
    BEGIN,
    Breuk,
    Daadregel,
    Logregel,
    append_logregel,
    compute_hash,
    list_logboek,
    transact_logged,
    verify_logboek,
)
from outbox.tabellen import metadata
from tests.bouwers.diensten import Dienst, make_database, serve_postgres
from tests.bouwers.zendingen import NU, RUN, make_outbox

AANTAL = 5


@pytest.fixture(scope="module")
def postgres() -> Iterator[Dienst]:
    with serve_postgres() as dienst:
        yield dienst


@pytest.fixture(params=["sqlite", "postgresql"])
def logboek(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An audit trail of five lines, on either database."""
    if request.param == "sqlite":
        engine = make_outbox(tmp_path / "l.db")
    else:
        engine = make_engine(make_database(request.getfixturevalue("postgres"), "logboek"))
        metadata.create_all(engine)
    for nummer in range(AANTAL):
        append(engine, f"reden {nummer}")
    yield engine
    engine.dispose()


def make_daad(waarom: str = "proef", wie: str = "J. de Vries") -> Daadregel:
    return Daadregel(wie=wie, daad="pauzeren", run=RUN, wat="alle zendingen", waarom=waarom)


def append(engine: Engine, waarom: str = "proef", wie: str = "J. de Vries") -> Logregel:
    return transact_logged(engine, lambda c: append_logregel(c, make_daad(waarom, wie), NU))


def verify(engine: Engine, zegel: str | None = None) -> tuple[Breuk, ...]:
    with engine.begin() as connection:
        return verify_logboek(connection, zegel)


def list_regels(engine: Engine) -> list[Logregel]:
    with engine.begin() as connection:
        return list(list_logboek(connection))


def break_in(bestand: Path, *opdrachten: str) -> None:
    """Do to the file what only somebody with the file can do: without the triggers."""
    with closing(sqlite3.connect(bestand)) as database, database:
        for naam in ("update", "delete", "replace"):
            database.execute(f"DROP TRIGGER logboek_geen_{naam}")
        for opdracht in opdrachten:
            database.execute(opdracht)


def rewrite(engine: Engine, bestand: Path, nummer: int) -> None:
    """Change a line and give it a hash that fits."""
    regel = list_regels(engine)[nummer - 1]
    velden = {veld: getattr(regel, veld) for veld in Logregel.__dataclass_fields__} | {"waarom": "anders"}
    hash_ = compute_hash(velden)
    break_in(bestand, f"UPDATE logboek SET waarom = 'anders', hash = '{hash_}' WHERE nummer = {nummer}")  # noqa: S608 - of this test


def test_each_line_holds_the_hash_of_the_one_before(logboek: Engine) -> None:
    regels = list_regels(logboek)

    assert list(range(1, AANTAL + 1)) == [regel.nummer for regel in regels]
    assert [BEGIN, *(regel.hash for regel in regels[:-1])] == [regel.vorige_hash for regel in regels]
    assert "2026-07-01T08:00:00.000000+00:00" == regels[0].moment
    assert () == verify(logboek)


@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE logboek SET waarom = 'anders' WHERE nummer = 2",
        "UPDATE logboek SET nummer = 9 WHERE nummer = 2",
        "DELETE FROM logboek WHERE nummer = 5",
        "DELETE FROM logboek",
    ],
)
def test_the_database_itself_refuses_to_change_or_forget_a_line(logboek: Engine, opdracht: str) -> None:
    voor = list_regels(logboek)

    with pytest.raises(DBAPIError, match="nooit"), logboek.begin() as connection:
        connection.exec_driver_sql(opdracht)

    assert voor == list_regels(logboek)


def test_sqlite_refuses_to_replace_a_line(tmp_path: Path) -> None:
    engine = make_outbox(tmp_path / "l.db")
    append(engine)
    rij = f"(1, 'm', 'w', 'd', 'r', 'a', 'o', '{BEGIN}', 'h')"

    with pytest.raises(DBAPIError, match="nooit vervangen"), engine.begin() as connection:
        connection.exec_driver_sql(f"INSERT OR REPLACE INTO logboek VALUES {rij}")  # noqa: S608 - of this test

    assert () == verify(engine)


@pytest.mark.parametrize("opdracht", ["TRUNCATE logboek CASCADE", "SET session_replication_role = replica"])
def test_postgresql_refuses_to_empty_it_also_without_triggers(postgres: Dienst, opdracht: str) -> None:
    engine = make_engine(make_database(postgres, "leeg"))
    metadata.create_all(engine)
    append(engine)

    with pytest.raises(DBAPIError, match="gaat nooit weg"), engine.begin() as connection:
        connection.exec_driver_sql(f"{opdracht}; DELETE FROM logboek")  # noqa: S608 - of this test
    assert 1 == len(list_regels(engine))
    engine.dispose()


def test_the_chain_never_forks_when_many_write_at_once(logboek: Engine) -> None:
    with ThreadPoolExecutor(5) as draden:
        regels = list(draden.map(lambda nummer: append(logboek, f"draad {nummer}"), range(40)))

    assert AANTAL + 40 == len(list_regels(logboek))
    assert set(range(AANTAL + 1, AANTAL + 41)) == {regel.nummer for regel in regels}
    assert () == verify(logboek)


def test_what_is_rolled_back_leaves_no_line(logboek: Engine) -> None:
    with logboek.begin() as connection:
        append_logregel(connection, make_daad(), NU)
        connection.rollback()

    assert AANTAL == len(list_regels(logboek))


class TestVerify:
    """Every changed, missing or inserted line is found and named."""

    @pytest.fixture
    def bestand(self, tmp_path: Path) -> Path:
        return tmp_path / "l.db"

    @pytest.fixture
    def engine(self, bestand: Path) -> Iterator[Engine]:
        engine = make_outbox(bestand)
        for nummer in range(AANTAL):
            append(engine, f"reden {nummer}")
        yield engine
        engine.dispose()

    @pytest.mark.parametrize("nummer", range(1, AANTAL + 1))
    @pytest.mark.parametrize("veld", [veld for veld in Logregel.__dataclass_fields__ if veld != "nummer"])
    def test_a_change_of_any_field_is_found(
        self, engine: Engine, bestand: Path, veld: str, nummer: int
    ) -> None:
        break_in(bestand, f"UPDATE logboek SET {veld} = 'x' WHERE nummer = {nummer}")  # noqa: S608 - of this test

        assert nummer in {breuk.nummer for breuk in verify(engine)}

    @pytest.mark.parametrize(
        ("weg", "uitleg"),
        [
            ("= 1", "regel 1 is weg"),
            ("= 3", "regel 3 is weg"),
            ("IN (2, 3)", "regels 2 tot en met 3 zijn weg"),
        ],
    )
    def test_a_missing_line_is_found(self, engine: Engine, bestand: Path, weg: str, uitleg: str) -> None:
        break_in(bestand, f"DELETE FROM logboek WHERE nummer {weg}")  # noqa: S608 - of this test

        assert [uitleg] == [breuk.uitleg for breuk in verify(engine)]

    def test_a_missing_end_is_found_with_the_seal(self, engine: Engine, bestand: Path) -> None:
        zegel = list_regels(engine)[-1].zegel
        break_in(bestand, "DELETE FROM logboek WHERE nummer > 3")

        assert () == verify(engine)
        assert ["regels 4 tot en met 5 zijn weg"] == [breuk.uitleg for breuk in verify(engine, zegel)]

    def test_a_line_that_was_rewritten_with_a_fitting_hash_is_found(
        self, engine: Engine, bestand: Path
    ) -> None:
        rewrite(engine, bestand, 3)

        (breuk,) = verify(engine)
        assert "regel 3 is vervangen" in breuk.uitleg

    def test_a_last_line_that_was_rewritten_is_found_with_the_seal(
        self, engine: Engine, bestand: Path
    ) -> None:
        zegel = list_regels(engine)[-1].zegel
        rewrite(engine, bestand, AANTAL)

        assert () == verify(engine)
        assert "is vervangen" in verify(engine, zegel)[0].uitleg

    @pytest.mark.parametrize("nummer", [0, -3, AANTAL + 1])
    def test_an_inserted_line_is_found(self, engine: Engine, bestand: Path, nummer: int) -> None:
        rij = f"({nummer}, 'm', 'w', 'd', 'r', 'a', 'o', 'v', 'h')"
        break_in(bestand, f"INSERT INTO logboek VALUES {rij}")  # noqa: S608 - of this test

        assert nummer in {breuk.nummer for breuk in verify(engine)}

    @pytest.mark.parametrize("zegel", ["", "5", "5:abc", f"0:{BEGIN}", f"5:{BEGIN} "])
    def test_what_is_no_seal_is_refused(self, engine: Engine, zegel: str) -> None:
        with pytest.raises(OutboxError, match="geen zegel"):
            verify(engine, zegel)

    def test_a_seal_that_holds_stays_good_while_the_logboek_grows(self, engine: Engine) -> None:
        zegel = append(engine).zegel
        append(engine)

        assert () == verify(engine, zegel)


class TestTeksten:
    """Who and why are there, are readable, and hold no BSN."""

    @pytest.mark.parametrize("tekst", ["", "  ", "x" * 501, "twee\nregels", "stuur\x1b[0m", "\udcff"])
    def test_a_text_that_nobody_can_read_is_refused(self, tmp_path: Path, tekst: str) -> None:
        engine = make_outbox(tmp_path / "l.db")

        with pytest.raises(OutboxError, match="'waarom' hoort"):
            append(engine, tekst)
        with pytest.raises(OutboxError, match="'wie' hoort"):
            append(engine, wie=tekst)
        assert [] == list_regels(engine)

    @pytest.mark.parametrize("tekst", ["burger 999993653 belde", "999.993.653", "bsn: 999 993 653."])
    def test_a_bsn_is_refused_and_not_repeated(self, tmp_path: Path, tekst: str) -> None:
        with pytest.raises(OutboxError, match="lijkt een BSN") as fout:
            append(make_outbox(tmp_path / "l.db"), tekst)

        assert "999" not in str(fout.value)

    @pytest.mark.parametrize("tekst", ["ticket 123456789", "bel 0612345678", "kenmerk T-000001", "é € ü"])
    def test_other_numbers_and_letters_are_fine(self, tmp_path: Path, tekst: str) -> None:
        assert tekst == append(make_outbox(tmp_path / "l.db"), tekst).waarom


@given(st.lists(st.text(max_size=8), min_size=8, max_size=8), st.integers(0, 7), st.text(max_size=8))
def test_two_different_lines_never_have_the_same_hash(waarden: list[str], plaats: int, anders: str) -> None:
    namen = [veld for veld in Logregel.__dataclass_fields__ if veld != "hash"]
    velden = dict(zip(namen, waarden, strict=True))
    ander = velden | {namen[plaats]: anders}

    assert (velden == ander) == (compute_hash(velden) == compute_hash(ander))
