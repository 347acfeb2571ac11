"""A Dossier as one line of JSON, without the fields that say nothing."""

from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from typing import Any

import msgspec

from correspondentie.dossier import Dossier

ALTIJD = frozenset({"aanvragen"})  # fields that stand there to be read, also when they say nothing new


def make_record(dossier: Dossier) -> dict[str, Any]:
    """Return the Dossier as plain dicts, lists, text and numbers; absent and ordinary facts are left out."""
    record: dict[str, Any] = _make_plain(dossier)
    return record


def encode_regel(record: Mapping[str, Any]) -> bytes:
    """Encode a record as one line of JSON Lines."""
    return msgspec.json.encode(record) + b"\n"


def _make_plain(waarde: Any) -> Any:  # noqa: ANN401 - plain JSON has no better type
    if is_dataclass(waarde):
        delen = {veld.name: getattr(waarde, veld.name) for veld in fields(waarde) if _says(veld, waarde)}
        return {naam: _make_plain(deel) for naam, deel in delen.items()}
    if isinstance(waarde, tuple):
        return [_make_plain(deel) for deel in waarde]
    return _compact(msgspec.to_builtins(waarde))


def _says(veld: Field[Any], waarde: object) -> bool:
    return veld.name in ALTIJD or getattr(waarde, veld.name) != veld.default


def _compact(waarde: Any) -> Any:  # noqa: ANN401 - plain JSON has no better type
    if isinstance(waarde, dict):
        delen = ((naam, _compact(deel)) for naam, deel in waarde.items())
        return {naam: deel for naam, deel in delen if deel not in (None, "", [], {})}
    if isinstance(waarde, list):
        return [_compact(deel) for deel in waarde]
    return waarde
