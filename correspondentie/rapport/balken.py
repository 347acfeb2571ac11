"""The geometry of a bar chart: counts in, lengths out."""

from collections.abc import Mapping
from dataclasses import dataclass

KORTST = 0.6  # percent: what exists must be seen, also one letter in a million


@dataclass(frozen=True, kw_only=True, slots=True)
class Balk:
    """One bar. Unit: breedte in percent of the whole bar."""

    sleutel: str
    waarde: float
    breedte: float


def compute_balken(waarden: Mapping[str, float]) -> tuple[Balk, ...]:
    """Return a bar per entry, as long as its part of the sum."""
    geheel = sum(waarden.values())
    return tuple(
        Balk(sleutel=sleutel, waarde=waarde, breedte=_percentage(waarde, geheel))
        for sleutel, waarde in waarden.items()
    )


def _percentage(waarde: float, geheel: float) -> float:
    return round(max(KORTST, 100 * waarde / geheel), 2) if waarde else 0.0
