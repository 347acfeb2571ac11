"""How a database gets up to date: once, whoever opens it first, and quick when it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text

from correspondentie.errors import CannotStartError
from correspondentie.migraties.schema import Tabelbeeld, describe_schema
from outbox.database import POSTGRESQL, change_schema

MAP = Path(__file__).parent
BEGIN = "0001"  # what a database looks like that was made before there were migrations

# the tables of BEGIN: what stands under another name in the same database is somebody else's
_TABELLEN = (
    *("afkeuringen", "besluiten", "brieven", "brokken", "documenten", "mutatiebrieven", "mutatiedossiers"),
    *("onderdrukt", "overgangen", "partijen", "runs", "uitval", "zendingen"),
)


def migrate(engine: Engine, map_: Path = MAP) -> None:
    """Bring the tables up to date, with the migrations in a folder; up to date already costs one look.

    Two that start at once do it one after the other. A database from before there were migrations is taken
    over when it looks exactly as it would now.
    Raises: CannotStartError when the database is newer than this program, or is not one of ours; DBAPIError.
    """
    geschiedenis = ScriptDirectory(f"{map_}", version_locations=[f"{map_ / 'versies'}"])
    with engine.begin() as connection:
        if _find_versie(connection) == geschiedenis.get_current_head():
            return
    with change_schema(engine) as connection:
        versie = _find_versie(connection)  # another may have been first
        if versie is None:
            _adopt(connection, map_)
        elif versie not in {stap.revision for stap in geschiedenis.walk_revisions()}:
            raise CannotStartError(
                f"De database is bijgewerkt door een nieuwere versie van dit programma ({versie}; dit "
                f"programma kent {geschiedenis.get_current_head()}). Installeer de nieuwste versie."
            )
        _upgrade(connection, map_, "head")


def _find_versie(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection, map_: Path, doel: str) -> None:
    command.upgrade(_make_config(connection, map_), doel)


def _make_config(connection: Connection, map_: Path) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", f"{map_}")
    config.set_main_option("version_locations", f"{map_ / 'versies'}")
    config.set_main_option("path_separator", "newline")
    return config


def _adopt(connection: Connection, map_: Path) -> None:
    """Take over a database that has the tables, but does not know its version; an empty one stays as it is.

    Raises: CannotStartError naming the tables that look different.
    """
    nu = describe_schema(connection, _TABELLEN)
    if not nu:
        return
    hoort = _describe_begin(connection, map_)
    if anders := sorted(tabel for tabel in hoort if nu.get(tabel) != hoort[tabel]):
        raise CannotStartError(
            "De database is niet van deze versie van het programma: anders dan verwacht zijn "
            f"{', '.join(anders)}. Kies een andere map met --data of een lege database, of open deze met de "
            "versie van het programma die haar maakte."
        )
    command.stamp(_make_config(connection, map_), BEGIN)


def _describe_begin(connection: Connection, map_: Path) -> dict[str, Tabelbeeld]:
    """Describe the tables of BEGIN as this kind of database tells of them, made apart and thrown away."""
    if connection.dialect.name != POSTGRESQL:
        with create_engine("sqlite://").connect() as proef:
            return _make_begin(proef, map_)
    with connection.begin_nested() as apart:
        connection.execute(text("CREATE SCHEMA correspondentie_begin"))
        connection.execute(text("SET LOCAL search_path TO correspondentie_begin"))
        beeld = _make_begin(connection, map_)
        apart.rollback()
    return beeld


def _make_begin(connection: Connection, map_: Path) -> dict[str, Tabelbeeld]:
    _upgrade(connection, map_, BEGIN)
    return describe_schema(connection, _TABELLEN)
