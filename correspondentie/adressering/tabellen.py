"""The BRP tables that addresses refer to, municipalities and countries, from the package's own files."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

ONBEKEND_LAND = "0000"
NEDERLAND = "6030"


@dataclass(frozen=True, kw_only=True, slots=True)
class Land:
    """A country by its BRP code.

    Shape: omschrijving is the BRP's own name, poststuk the name for the last line of an envelope; both are
    None for a code that the table does not have. Such an address is shown as far as it is known, but it is
    not complete enough to send a letter to.
    """

    code: str
    omschrijving: str | None = None
    poststuk: str | None = None


def _load_tabel(bestand: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(bestand).read_text(encoding="utf-8"))


GEMEENTEN: dict[str, str] = _load_tabel("gemeenten.toml")
LANDEN: dict[str, Land] = {
    code: Land(code=code, omschrijving=rij["omschrijving"], poststuk=rij["poststuk"] or None)
    for code, rij in _load_tabel("landen.toml").items()
}


def find_gemeentenaam(code: str) -> str:
    """Find the name of a municipality; empty when the code is absent or not in the table."""
    return GEMEENTEN.get(code, "")


def find_land(code: str) -> Land:
    """Find a country; a code that is not in the table gives a Land with only that code."""
    return LANDEN.get(code, Land(code=code))
