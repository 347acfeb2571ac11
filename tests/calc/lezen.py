"""Reads steps from what was decided."""

from collections.abc import Iterable

from calc.beschikking import Grondslag, Grondslagsoort, Recht


def list_waarden(grondslagen: Iterable[Grondslag], soort: Grondslagsoort) -> list[int | str]:
    """What all steps of this soort say."""
    return [stap.waarde for stap in grondslagen if stap.soort is soort]


def list_stappen(recht: Recht, maand: int = 1) -> tuple[Grondslag, ...]:
    """The steps of the year and of this month."""
    return (*recht.grondslagen, *recht.find_periode(maand).grondslagen)


def find_waarde(recht: Recht, soort: Grondslagsoort, maand: int = 1) -> int | str:
    """What the one step of this soort says, for the year or for this month."""
    (waarde,) = list_waarden(list_stappen(recht, maand), soort)
    return waarde


def find_waarden(recht: Recht, *soorten: Grondslagsoort, maand: int = 1) -> tuple[int | str, ...]:
    """What the one step of each of these soorten says."""
    return tuple(find_waarde(recht, soort, maand) for soort in soorten)
