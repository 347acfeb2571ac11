"""The connection to a database: how it is opened, locked and shared, and how it keeps a moment.

SQLite lets one transaction write at a time. PostgreSQL lets many, each READ COMMITTED: there a row that a
decision rests on is locked when it is read, and a primary key has the last word.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from sqlite3 import Connection as SqliteConnection
from typing import Any

import psycopg
from sqlalchemy import (
    URL,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Insert,
    Table,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeDecorator

from outbox.errors import DanglingRowError

BUSY_TIMEOUT_MS = 30_000
POSTGRESQL = "postgresql"

_TE_LAAT = frozenset({"40001", "40P01"})  # SQLSTATE: serialisation failure, deadlock
_SLEUTEL_BEZET = "23505"  # SQLSTATE: unique violation


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; SQLite has no time zones of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give a moment back as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def make_engine(url: str | URL, hoogstens: int = 5) -> Engine:
    """Make an engine whose transactions are real, on SQLite as well, with at most so many connections.

    SQLite's driver has a transaction mode of its own that lets a row survive the rollback of an outer
    transaction. So it is told to stay out of it and every transaction begins as a writer, which also makes
    two writers queue instead of deadlock. What a statement carries is kept out of every error.
    """
    # without this nobody knows on PostgreSQL whether an INSERT that ignores what is there inserted anything
    tellen = {"preserve_rowcount": True}
    engine = create_engine(
        url, pool_size=hoogstens, max_overflow=0, hide_parameters=True, execution_options=tellen
    )
    if engine.dialect.name == POSTGRESQL:
        event.listen(engine, "do_connect", _add_postgresql_options)
        event.listen(engine, "connect", _set_up_postgresql)
    else:
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    return engine


@contextmanager
def hold_slot(engine: Engine, naam: str) -> Iterator[bool]:
    """Keep the lock of this name as long as this lasts; it goes when the process goes. False: another has it.

    It holds over every machine that uses the database. SQLite serves one machine, and has no such locks:
    there this is always True.
    """
    if engine.dialect.name != POSTGRESQL:
        yield True
        return
    with engine.connect() as connection:
        connection.detach()  # the pool gives its place to another: this one is not for statements
        gekregen = connection.scalar(select(func.pg_try_advisory_lock(_make_sleutel(naam)))) is True
        connection.commit()  # the lock is the session's: no transaction stays open all that time
        try:
            yield gekregen
        finally:
            if gekregen:
                _release_slot(connection, naam)


def _release_slot(connection: Connection, naam: str) -> None:
    """Give a lock back at once: a server notices only later that a connection was closed."""
    with suppress(DBAPIError):  # the server is gone, and all locks with it
        connection.execute(select(func.pg_advisory_unlock(_make_sleutel(naam))))
        connection.commit()


@contextmanager
def change_schema(engine: Engine) -> Iterator[Connection]:
    """Give a transaction in which tables may be made and changed; one process at a time has it.

    SQLite changes a table by building it anew, so foreign keys sleep meanwhile and are checked at the end.
    Raises: DBAPIError.
    """
    with engine.connect() as connection:
        if engine.dialect.name == POSTGRESQL:
            with connection.begin():
                connection.execute(select(func.pg_advisory_xact_lock(_make_sleutel("schema"))))
                yield connection
            return
        _set_foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
                    raise DanglingRowError("na de wijziging verwijst een rij naar een rij die er niet is")
        finally:
            _set_foreign_keys(connection, "ON")


def is_te_laat(fout: DBAPIError, *tabellen: Table) -> bool:
    """Tell whether another transaction was first: it took a primary key of these tables, or a lock.

    Only PostgreSQL lets two write at once, so only there it can happen.
    """
    oorzaak = fout.orig
    if not isinstance(oorzaak, psycopg.Error):
        return False
    bezet = oorzaak.sqlstate == _SLEUTEL_BEZET
    return oorzaak.sqlstate in _TE_LAAT or (
        bezet and oorzaak.diag.table_name in {tabel.name for tabel in tabellen}
    )


def insert_ignoring(dialect: Dialect, table: Table) -> Insert:
    """Make an INSERT that leaves a row alone that is there already, and tells how many rows were not."""
    return _make_insert(dialect, table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def insert_replacing(dialect: Dialect, table: Table) -> Insert:
    """Make an INSERT that writes over the row of the same primary key."""
    nieuw = _make_insert(dialect, table)
    sleutel = [kolom.name for kolom in table.primary_key]
    waarden = {kolom.name: nieuw.excluded[kolom.name] for kolom in table.c if kolom.name not in sleutel}
    return nieuw.on_conflict_do_update(index_elements=sleutel, set_=waarden)


def _make_insert(dialect: Dialect, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect.name == POSTGRESQL else sqlite.insert(table)


def _make_sleutel(naam: str) -> int:
    """Make the number by which PostgreSQL knows a lock. Unit: signed, 64 bits."""
    return int.from_bytes(sha256(naam.encode()).digest()[:8], "big", signed=True)


def _set_up_sqlite(connection: SqliteConnection, record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's pool record
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _set_foreign_keys(connection: Connection, stand: str) -> None:
    """Switch the foreign keys of SQLite, past SQLAlchemy: in a transaction it would do nothing."""
    verbinding = connection.connection.dbapi_connection
    assert verbinding is not None
    verbinding.cursor().execute(f"PRAGMA foreign_keys = {stand}")


def _add_postgresql_options(dialect: Dialect, record: Any, cargs: Any, cparams: dict[str, Any]) -> None:  # noqa: ANN401 - SQLAlchemy's own
    """A server that does not answer is an error within seconds, and a dead line is found out."""
    cparams.update({**_POSTGRESQL_OPTIES, **cparams})


def _set_up_postgresql(connection: "psycopg.Connection[Any]", record: Any) -> None:  # noqa: ANN401 - idem
    connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
    connection.execute("SELECT set_config('lock_timeout', %s, false)", [f"{BUSY_TIMEOUT_MS}"])
    connection.commit()


_POSTGRESQL_OPTIES: Mapping[str, Any] = {
    "application_name": "correspondentie",
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
