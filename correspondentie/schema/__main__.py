"""Renew the schema and docs/invoer.md, from the root of the project: python -m correspondentie.schema."""

from pathlib import Path

from correspondentie.schema import SCHEMA, format_pagina, format_schema

Path("correspondentie/schema", SCHEMA).write_text(format_schema(), "utf-8")
Path("docs/invoer.md").write_text(format_pagina(), "utf-8")
