"""The connection to a database: how it is opened, and how it keeps a moment."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, Insert, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

BUSY_TIMEOUT_MS = 30_000


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


def make_engine(url: str, hoogstens: int = 5) -> Engine:
    """Make an engine whose transactions are real, on SQLite as well, with at most so many connections.

    The driver's own transaction mode lets a row survive the rollback of an outer transaction. So the driver
    is told to stay out of it and every transaction begins as a writer, which also makes two writers queue
    instead of deadlock.
    """
    # without this nobody knows on PostgreSQL whether an INSERT that ignores what is there inserted anything
    tellen = {"preserve_rowcount": True}
    engine = create_engine(url, pool_size=hoogstens, max_overflow=0, execution_options=tellen)
    for gebeurtenis, antwoord in _LUISTERAARS.get(engine.dialect.name, {}).items():
        event.listen(engine, gebeurtenis, antwoord)
    return engine


def insert_ignoring(dialect: Dialect, table: Table) -> Insert:
    """Make an INSERT that leaves a row alone that is there already."""
    return _make_insert(dialect, table).on_conflict_do_nothing()


def insert_replacing(dialect: Dialect, table: Table) -> Insert:
    """Make an INSERT that writes over the row of the same primary key."""
    nieuw = _make_insert(dialect, table)
    sleutel = [kolom.name for kolom in table.primary_key]
    waarden = {kolom.name: nieuw.excluded[kolom.name] for kolom in table.c if kolom.name not in sleutel}
    return nieuw.on_conflict_do_update(index_elements=sleutel, set_=waarden)


def _make_insert(dialect: Dialect, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Make an INSERT that knows of conflicts; the one place that knows the dialect."""
    return postgresql.insert(table) if dialect.name == "postgresql" else sqlite.insert(table)


def _set_up_sqlite(connection: SqliteConnection, record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's pool record
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


_LUISTERAARS: Mapping[str, Mapping[str, Callable[..., None]]] = {
    "sqlite": {"connect": _set_up_sqlite, "begin": _begin_immediate}
}
