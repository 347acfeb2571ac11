"""The geometry of a bar chart: numbers in, lengths out."""

from collections.abc import Mapping
from dataclasses import dataclass

KORTST = 0.6  # percent: what exists must be seen, also one letter in a million


@dataclass(frozen=True, kw_only=True, slots=True)
class Balk:
    """One bar. Unit: breedte in percent of the room for a bar."""

    sleutel: str
    waarde: float
    breedte: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Balkgrafiek:
    """Bars that together are one whole."""

    balken: tuple[Balk, ...]
    geheel: float


def compute_balkgrafiek(waarden: Mapping[str, float]) -> Balkgrafiek:
    """Return a bar per entry, as long as its part of the whole; what is not zero is always visible."""
    geheel = sum(waarden.values())
    balken = tuple(
        Balk(sleutel=sleutel, waarde=waarde, breedte=_percentage(waarde, geheel))
        for sleutel, waarde in waarden.items()
    )
    return Balkgrafiek(balken=balken, geheel=geheel)


def _percentage(waarde: float, geheel: float) -> float:
    return round(max(KORTST, 100 * waarde / geheel), 2) if waarde else 0.0
