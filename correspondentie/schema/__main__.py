"""Renew the schemas and their pages, from the root of the project: python -m correspondentie.schema."""

from pathlib import Path

from correspondentie.schema import FORMATEN, format_pagina, format_schema

for formaat in FORMATEN:
    Path("correspondentie/schema", formaat.schema).write_text(format_schema(formaat), "utf-8")
    Path("docs", formaat.pagina).write_text(format_pagina(formaat), "utf-8")
