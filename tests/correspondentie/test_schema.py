"""The schema and the page of the input are made from the types; every record we ship or make obeys them."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from calc.norm import load_norm
from correspondentie.genereer import generate_populatie
from correspondentie.invoer import Regel, Uitval, parse_dossier, read_regels
from correspondentie.schema import SCHEMA, format_pagina, format_schema, make_schema
from tests.bouwers.invoer import MAAND, make_record, make_regel

PROJECT = Path(__file__).parents[2]
VALIDATOR = Draft202012Validator(make_schema())
VERNIEUW = "vernieuw met: python -m correspondentie.schema"


def list_goede(regels: list[Regel]) -> list[Any]:
    return [json.loads(r.inhoud or b"") for r in regels if not isinstance(parse_dossier(r, MAAND), Uitval)]


def test_the_schema_in_the_package_equals_the_types() -> None:
    gelijk = format_schema() == (PROJECT / "correspondentie/schema" / SCHEMA).read_text("utf-8")

    assert gelijk, VERNIEUW


def test_the_page_equals_the_types() -> None:
    gelijk = format_pagina() == (PROJECT / "docs/invoer.md").read_text("utf-8")

    assert gelijk, VERNIEUW


def test_the_page_names_every_field() -> None:
    velden = {veld for deel in make_schema()["$defs"].values() for veld in deel.get("properties", ())}
    pagina = (PROJECT / "docs/invoer.md").read_text("utf-8")

    assert len(velden) > 50
    assert [] == [veld for veld in sorted(velden) if f"`{veld}`" not in pagina]


def test_the_schema_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(make_schema())


def test_every_shipped_record_obeys_the_schema() -> None:
    records = list_goede(list(read_regels(PROJECT / "voorbeelden" / MAAND)))

    assert len(records) > 540
    assert [] == [fout.message for record in records for fout in VALIDATOR.iter_errors(record)]


def test_every_generated_record_obeys_the_schema() -> None:
    regels = generate_populatie(200, seed=99, fouten=0, maand=MAAND, norm=load_norm(2026))
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
