"""The operator hears what failed and where, and never about whom."""

import sqlite3
from contextlib import closing

import pytest

from correspondentie.werkmap import Datamap
from tests.bouwers.webwerk import Bezoek, Redactie

DIGEST = "f" * 64


def test_what_failed_is_told_with_its_place_and_without_what_was_asked(
    bezoek: Bezoek, redactie: Redactie, caplog: pytest.LogCaptureFixture
) -> None:
    bezoeker = bezoek("roos")
    _run_sql(redactie, "UPDATE websessies SET rollen = 'rol-onbekend'")  # a role that no release knows
    antwoord = bezoeker.get(f"/versies/{DIGEST}")

    assert 500 == antwoord.status_code
    assert "Er ging iets mis." in antwoord.text
    assert caplog.messages[-1].startswith("GET /versies/{digest}: ValueError (")
    assert DIGEST not in caplog.text
    assert "rol-onbekend" not in caplog.text


def test_a_database_that_fails_is_told_as_well(
    bezoek: Bezoek, redactie: Redactie, caplog: pytest.LogCaptureFixture
) -> None:
    bezoeker = bezoek("roos")
    _run_sql(redactie, "ALTER TABLE redactievrijgaven RENAME TO weg")
    antwoord = bezoeker.get("/vrijgeven")
    _run_sql(redactie, "ALTER TABLE weg RENAME TO redactievrijgaven")

    assert 503 == antwoord.status_code
    assert caplog.messages[-1].startswith("GET /vrijgeven: OperationalError (")


def _run_sql(redactie: Redactie, sql: str) -> None:
    with closing(sqlite3.connect(Datamap(map=redactie.map).database)) as databank:
        databank.executescript(sql)
        databank.commit()
