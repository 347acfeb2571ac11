"""The connection: transactions that are real, and moments that keep their time zone."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path

import pytest
from sqlalchemy import (
    Column,
    Dialect,
    Engine,
    Integer,
    MetaData,
    Table,
    func,
    insert,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, CreateTable

from outbox.database import Moment, insert_ignoring, insert_replacing, make_engine
from outbox.tabellen import metadata, overgangen, zendingen
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.zendingen import NU, fill_outbox, make_zending

SQLITE, POSTGRESQL = (make_url(f"{naam}://").get_dialect()() for naam in ("sqlite", "postgresql"))
proef = MetaData()
momenten = Table("momenten", proef, Column("id", Integer, primary_key=True), Column("moment", Moment))


@pytest.fixture
def leeg(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'proef.db'}")
    proef.create_all(engine)
    yield engine
    engine.dispose()


def test_a_row_from_a_savepoint_does_not_survive_the_rollback_of_its_transaction(leeg: Engine) -> None:
    with leeg.connect() as connection:
        buiten = connection.begin()
        with connection.begin_nested():
            connection.execute(insert(momenten).values(moment=NU))
        buiten.rollback()
    with leeg.begin() as connection:
        aantal = connection.execute(select(func.count()).select_from(momenten)).scalar_one()

    assert aantal == 0


def test_a_moment_comes_back_as_the_same_moment(leeg: Engine) -> None:
    moment = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    with leeg.begin() as connection:
        connection.execute(insert(momenten).values(moment=moment))
        terug = connection.execute(select(momenten.c.moment)).scalar_one()

    assert moment == terug
    assert timedelta(0) == terug.utcoffset()


def test_a_moment_of_postgresql_comes_back_as_utc() -> None:
    moment = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))

    terug = Moment().process_result_value(moment, POSTGRESQL)

    assert terug is not None
    assert (moment, timedelta(0)) == (terug, terug.utcoffset())


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRESQL])
def test_both_databases_can_ignore_a_row_that_is_there(dialect: Dialect) -> None:
    tekst = str(insert_ignoring(dialect, zendingen).compile(dialect=dialect))

    assert tekst.endswith("ON CONFLICT DO NOTHING")


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRESQL])
def test_both_databases_can_write_over_a_row_that_is_there(dialect: Dialect) -> None:
    tekst = str(insert_replacing(dialect, momenten).compile(dialect=dialect))

    assert tekst.endswith("ON CONFLICT (id) DO UPDATE SET moment = excluded.moment")


def test_of_rows_with_the_same_key_the_last_stays(leeg: Engine) -> None:
    later = NU + timedelta(days=1)
    rijen = [{"id": 1, "moment": NU}, {"id": 2, "moment": NU}, {"id": 1, "moment": later}]
    with leeg.begin() as connection:
        connection.execute(insert_replacing(connection.dialect, momenten), rijen)
        terug = connection.execute(select(momenten.c.moment).order_by(momenten.c.id)).scalars().all()

    assert [later, NU] == terug


def test_postgresql_takes_the_tables_and_the_partial_index() -> None:
    tabellen = [str(CreateTable(tabel).compile(dialect=POSTGRESQL)) for tabel in metadata.sorted_tables]
    open_ = next(index for index in zendingen.indexes if index.name == "zendingen_open")

    assert len(metadata.tables) == len(tabellen)
    assert "WHERE status IN ('gepland', 'vrijgegeven', 'bezig', 'onzeker')" in str(
        CreateIndex(open_).compile(dialect=POSTGRESQL)
    )


@pytest.mark.parametrize(
    ("kolom", "soort"),
    [
        (zendingen.c.status, Status),
        (zendingen.c.kanaal, Kanaalsoort),
        (overgangen.c.van, Status),
        (overgangen.c.naar, Status),
    ],
)
def test_the_database_knows_every_value_of_an_enum_and_no_other(
    engine: Engine, kolom: Column[StrEnum], soort: type[StrEnum]
) -> None:
    with engine.begin() as connection:
        vraag = text("SELECT sql FROM sqlite_master WHERE name = :naam")
        schema = connection.execute(vraag, {"naam": kolom.table.name}).scalar_one()
    regel = re.search(rf"CHECK \({kolom.name} IN \(([^)]*)\)\)", schema)

    assert regel is not None
    assert [repr(lid.value) for lid in soort] == regel[1].split(", ")


def test_the_database_refuses_a_status_that_nobody_knows(engine: Engine) -> None:
    fill_outbox(engine, [make_zending()])

    with pytest.raises(IntegrityError, match="zendingen_status"), engine.begin() as connection:
        connection.execute(text("UPDATE zendingen SET status = 'zoek'"))
