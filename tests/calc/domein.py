"""Reads the files with figures and examples that others published, which may stand beside the project."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

DOMEIN = Path(__file__).parents[2].parent / "shared" / "domein"


def load_domein(naam: str) -> dict[str, Any]:
    """A file of the domain; nothing when it is not there."""
    if not DOMEIN.is_dir():
        return {}
    inhoud: dict[str, Any] = json.loads((DOMEIN / naam).read_text("utf-8"))
    return inhoud


def to_eurocent(euro: str | int) -> int:
    """An amount as the domain writes it, in eurocent."""
    return int(Decimal(str(euro)) * 100)
