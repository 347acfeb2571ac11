"""What most tests of the outbox need."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from outbox.bezorgen import Werkplek
from tests.bouwers.zendingen import Nepklok, make_bron, make_outbox


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_outbox(tmp_path / "outbox.db")
    yield engine
    engine.dispose()


@pytest.fixture
def klok() -> Nepklok:
    return Nepklok()


@pytest.fixture
def werkplek(engine: Engine, klok: Nepklok) -> Werkplek:
    return Werkplek(engine=engine, bron=make_bron(), klok=klok)
