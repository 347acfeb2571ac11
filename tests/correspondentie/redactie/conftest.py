"""An empty database of each kind, as the service itself makes it: made once, and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, Engine, make_url

from correspondentie.databank import make_databank
from correspondentie.settings import Settings
from correspondentie.werkplaats import Datamap
from outbox.database import make_engine
from tests.bouwers.diensten import Dienst, make_database


@pytest.fixture(scope="session")
def leeg(tmp_path_factory: pytest.TempPathFactory) -> Datamap:
    datamap = Datamap(map=tmp_path_factory.mktemp("leeg"))
    make_databank(datamap, Settings()).dispose()
    return datamap


@pytest.fixture(scope="session")
def sjabloondatabase(postgres: Dienst) -> Dienst:
    """The server, with an empty database that others are copied from."""
    url = make_url(make_database(postgres, "redactie_leeg"))
    make_databank(Datamap(map=Path()), Settings(database=url)).dispose()
    return postgres


def copy_database(postgres: Dienst) -> URL:
    dsn = f"{postgres.url.replace('+psycopg', '')}/postgres"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS redactie WITH (FORCE)")
        connection.execute("CREATE DATABASE redactie TEMPLATE redactie_leeg")
    return make_url(f"{postgres.url}/redactie")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        datamap = Datamap(map=tmp_path / "data")
        shutil.copytree(request.getfixturevalue("leeg").map, datamap.map)
        engine = make_engine(URL.create("sqlite", database=f"{datamap.database}"))
    else:
        engine = make_engine(copy_database(request.getfixturevalue("sjabloondatabase")))
    yield engine
    engine.dispose()
