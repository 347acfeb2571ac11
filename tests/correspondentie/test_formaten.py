"""Every format of JSON Lines has a schema and a page, both made from its types."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from correspondentie.schema import FORMATEN, Formaat, format_pagina, format_schema, make_schema

PROJECT = Path(__file__).parents[2]
VERNIEUW = "vernieuw met: python -m correspondentie.schema"

pytestmark = pytest.mark.parametrize("formaat", FORMATEN, ids=lambda formaat: formaat.pagina)


def list_objecten(formaat: Formaat) -> dict[str, Any]:
    return {naam: deel for naam, deel in make_schema(formaat)["$defs"].items() if "properties" in deel}


def test_the_schema_in_the_package_equals_the_types(formaat: Formaat) -> None:
    gelijk = format_schema(formaat) == (PROJECT / "correspondentie/schema" / formaat.schema).read_text(
        "utf-8"
    )

    assert gelijk, VERNIEUW


def test_the_page_equals_the_types(formaat: Formaat) -> None:
    gelijk = format_pagina(formaat) == (PROJECT / "docs" / formaat.pagina).read_text("utf-8")

    assert gelijk, VERNIEUW


def test_the_schema_is_a_valid_schema(formaat: Formaat) -> None:
    Draft202012Validator.check_schema(make_schema(formaat))

    assert "https://json-schema.org/draft/2020-12/schema" == make_schema(formaat)["$schema"]


def test_the_page_names_every_field(formaat: Formaat) -> None:
    velden = {veld for deel in list_objecten(formaat).values() for veld in deel["properties"]}
    pagina = (PROJECT / "docs" / formaat.pagina).read_text("utf-8")

    assert len(velden) > 30
    assert [] == [veld for veld in sorted(velden) if f"`{veld}`" not in pagina]


def test_every_field_is_described_and_no_other(formaat: Formaat) -> None:
    tekst = (PROJECT / "correspondentie/schema" / formaat.velden).read_text("utf-8")
    beschreven = {naam: {*velden} - {"_over"} for naam, velden in tomllib.loads(tekst).items()}
    delen = make_schema(formaat)["$defs"]

    assert {naam: {*deel.get("properties", ())} for naam, deel in delen.items()} == beschreven


def test_every_explained_value_exists_and_every_value_is_explained(formaat: Formaat) -> None:
    delen = make_schema(formaat)["$defs"]

    assert {naam: {*delen[naam]["enum"]} for naam in formaat.waarden} == {
        naam: {*waarden} for naam, waarden in formaat.waarden.items()
    }


def test_no_object_takes_a_field_that_it_does_not_know(formaat: Formaat) -> None:
    assert {False} == {deel["additionalProperties"] for deel in list_objecten(formaat).values()}
