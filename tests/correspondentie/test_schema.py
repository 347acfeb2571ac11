"""Every record of the input that we ship or make obeys the schema."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from calc.normbestand import load_normen
from correspondentie.genereer import generate_populatie
from correspondentie.invoer import Regel, Uitval, parse_dossier, read_regels
from correspondentie.schema import make_schema
from tests.bouwers.invoer import MAAND, make_record, make_regel

PROJECT = Path(__file__).parents[2]
VALIDATOR = Draft202012Validator(make_schema())


def list_goede(regels: list[Regel]) -> list[Any]:
    return [json.loads(r.inhoud or b"") for r in regels if not isinstance(parse_dossier(r, MAAND), Uitval)]


def test_every_shipped_record_obeys_the_schema() -> None:
    records = list_goede(list(read_regels(PROJECT / "voorbeelden" / MAAND)))

    assert len(records) > 400
    assert [] == [fout.message for record in records for fout in VALIDATOR.iter_errors(record)]


def test_every_generated_record_obeys_the_schema() -> None:
    regels = generate_populatie(200, seed=99, fouten=0, maand=MAAND, normen=load_normen())
    records = list_goede([make_regel(regel) for regel in regels])

    assert len(records) == 200
    assert [] == [fout.message for record in records for fout in VALIDATOR.iter_errors(record)]


@pytest.mark.parametrize(
    ("pad", "waarde"),
    [
        ("voorkeuren", "x"),
        ("dossier", 5),
        ("maand", "juli"),
        ("voorkeur", "postduif"),
        ("aanvrager.bsn", "1"),
    ],
)
def test_the_schema_refuses_what_the_input_refuses(pad: str, waarde: object) -> None:
    record = make_record(pad, waarde)

    assert isinstance(parse_dossier(make_regel(record), MAAND), Uitval)
    assert not VALIDATOR.is_valid(record)
