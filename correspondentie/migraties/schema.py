"""What a schema looks like, as the database itself tells it: to compare two of them, whoever made them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Inspector, inspect, text
from sqlalchemy.sql.type_api import TypeEngine

from outbox.database import POSTGRESQL

Tabelbeeld = Mapping[str, object]

_TRIGGERS = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'",
    POSTGRESQL: (
        "SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid) || pg_get_functiondef(t.tgfoid) "
        "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
    ),
}


def describe_schema(connection: Connection, tabellen: Iterable[str]) -> dict[str, Tabelbeeld]:
    """Describe these tables as far as they are in the current schema.

    Shape: per table its columns, keys, CHECKs, indexes and triggers. Two descriptions from databases of the
    same kind are equal when the tables are.
    """
    kijker = inspect(connection)
    schema = _find_schema(connection)
    aanwezig = set(kijker.get_table_names(schema=schema))
    triggers = connection.execute(text(_TRIGGERS[connection.dialect.name])).all()
    return {
        tabel: _describe_tabel(kijker, tabel, schema)
        | {"triggers": sorted(_squeeze(rij[2]) for rij in triggers if rij[0] == tabel)}
        for tabel in sorted(aanwezig & set(tabellen))
    }


def _find_schema(connection: Connection) -> str | None:
    if connection.dialect.name != POSTGRESQL:
        return None
    naam: str = connection.scalar(text("SELECT current_schema()"))
    return naam


def _describe_tabel(kijker: Inspector, tabel: str, schema: str | None) -> dict[str, object]:
    def make_tekst(soort: TypeEngine[Any]) -> str:
        return soort.compile(dialect=kijker.dialect)

    kolommen = kijker.get_columns(tabel, schema)
    verwijzingen = kijker.get_foreign_keys(tabel, schema)
    return {
        "kolommen": sorted(
            (k["name"], make_tekst(k["type"]), k["nullable"], _strip(k["default"], schema)) for k in kolommen
        ),
        "sleutel": kijker.get_pk_constraint(tabel, schema)["constrained_columns"],
        "uniek": sorted(
            (f"{u['name']}", *u["column_names"]) for u in kijker.get_unique_constraints(tabel, schema)
        ),
        "verwijzingen": sorted(
            (*v["constrained_columns"], v["referred_table"], *v["referred_columns"], f"{v.get('options')}")
            for v in verwijzingen
        ),
        "checks": sorted(
            (f"{c['name']}", _squeeze(c["sqltext"])) for c in kijker.get_check_constraints(tabel, schema)
        ),
        "indexen": sorted(
            (f"{i['name']}", f"{i['column_names']}", f"{i['unique']}", _find_voorwaarde(i))
            for i in kijker.get_indexes(tabel, schema)
        ),
    }


def _find_voorwaarde(index: Mapping[str, Any]) -> str:
    """Find of which rows a partial index is, and how its columns are sorted."""
    opties = index.get("dialect_options", {})
    waar = [f"{opties[naam]}" for naam in sorted(opties) if naam.endswith("_where")]
    return _squeeze(f"{waar} {index.get('column_sorting', '')} {index.get('expressions', '')}")


def _strip(standaard: str | None, schema: str | None) -> str | None:
    """Leave the name of the schema out of a default: the sequence of a number is named with it or not."""
    if standaard is None or schema is None:
        return standaard
    return standaard.replace(f'"{schema}".', "").replace(f"{schema}.", "")


def _squeeze(tekst: str) -> str:
    """Leave out how the text was laid out."""
    return " ".join(tekst.split())
