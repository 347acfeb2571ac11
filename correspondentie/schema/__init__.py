"""The description of the input, made from the types: JSON Schema, and a page for people.

Renew both with: python -m correspondentie.schema
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

import msgspec

from correspondentie.dossier import Dossier

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA = "dossier.schema.json"
INLEIDING = """# De invoer van de maandrun

De maandrun leest huishoudens als JSON Lines: één huishouden per regel, in UTF-8. Het bestand mag met gzip
zijn ingepakt. U kunt ook een map opgeven; dan leest de run alle bestanden in die map die eindigen op
`.jsonl` of `.jsonl.gz`, op volgorde van naam.

Een regel die niet klopt, houdt de run niet op. Die regel komt in het rapport als *uitval*, met bestand,
regelnummer, veld en reden. Lege regels tellen niet mee. Een regel is hooguit 1 MiB lang en een tekst hooguit
200 tekens, zonder regeleinden of andere stuurtekens. Een veld dat hieronder niet staat, is een fout.

Bedragen zijn hele eurocenten. Datums staan als jjjj-mm-dd, behalve waar jjjjmmdd staat.

Het schema voor programma's is `correspondentie/schema/dossier.schema.json`. Schema en deze pagina zijn
gemaakt uit de typen, met `python -m correspondentie.schema`.
"""


def make_schema() -> dict[str, Any]:
    """Make the JSON Schema of one line of the input, with the meaning of every field in Dutch."""
    teksten = _load_teksten()
    schema = msgspec.json.schema(Dossier)
    for naam, deel in schema["$defs"].items():
        _describe(deel, teksten[naam])
    return {"$schema": DIALECT, "title": "Dossier", **schema}


def format_schema() -> str:
    """Write the schema as the text of its file."""
    return json.dumps(make_schema(), ensure_ascii=False, indent=2) + "\n"


def format_pagina() -> str:
    """Write docs/invoer.md: one table per object."""
    definities: dict[str, Any] = make_schema()["$defs"]
    onderdelen = (
        "\n".join(_format_tabel(naam, deel)) for naam, deel in definities.items() if "properties" in deel
    )
    return "\n".join([INLEIDING, *onderdelen])


def _load_teksten() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("correspondentie.schema").joinpath("velden.toml").read_text("utf-8"))


def _describe(deel: dict[str, Any], teksten: Mapping[str, str]) -> None:
    deel["description"] = teksten["_over"]
    if "properties" not in deel:
        return
    deel["additionalProperties"] = False
    for veld, vorm in deel["properties"].items():
        vorm["description"] = teksten[veld]


def _format_tabel(naam: str, deel: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {naam.rpartition('.')[2]}\n"  # a name that two packages have comes with its module
    yield f"{deel['description']}\n"
    yield "| Veld | Verplicht | Betekenis |"
    yield "|---|---|---|"
    for veld, vorm in deel["properties"].items():
        yield f"| `{veld}` | {'ja' if veld in deel['required'] else ''} | {vorm['description']} |"
    yield ""
