"""A Dossier as one line of JSON, without the fields that say nothing."""

from collections.abc import Mapping
from typing import Any

import msgspec

from correspondentie.dossier import Dossier


def make_record(dossier: Dossier) -> dict[str, Any]:
    """Return the Dossier as plain dicts, lists, text and numbers; absent facts are left out."""
    record: dict[str, Any] = _compact(msgspec.to_builtins(dossier))
    return record


def encode_regel(record: Mapping[str, Any]) -> bytes:
    """Encode a record as one line of JSON Lines."""
    return msgspec.json.encode(record) + b"\n"


def _compact(waarde: Any) -> Any:  # noqa: ANN401 - plain JSON has no better type
    if isinstance(waarde, dict):
        delen = ((naam, _compact(deel)) for naam, deel in waarde.items())
        return {naam: deel for naam, deel in delen if deel not in (None, "", [], {})}
    if isinstance(waarde, list | tuple):
        return [_compact(deel) for deel in waarde]
    return waarde
