"""The life of a mutatie: from a proposal to what the citizen made of it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from calc.errors import CalcError


class Mutatiestatus(StrEnum):
    """Where a mutatie stands."""

    VOORGESTELD = "voorgesteld"  # decided, no letter yet
    AANGEKONDIGD = "aangekondigd"  # the letter tells until which day it can be stopped
    TEGENGEHOUDEN = "tegengehouden"  # stopped in time: nothing changes
    DOORGEVOERD = "doorgevoerd"  # in force
    TERUGGEDRAAID = "teruggedraaid"  # changed back by the citizen, after at least one payment
    AFGESLOTEN = "afgesloten"  # over: nothing was left to change, or the year was decided for good


OVERGANGEN: Mapping[Mutatiestatus, frozenset[Mutatiestatus]] = MappingProxyType(
    {
        Mutatiestatus.VOORGESTELD: frozenset({Mutatiestatus.AANGEKONDIGD}),
        Mutatiestatus.AANGEKONDIGD: frozenset(
            {Mutatiestatus.TEGENGEHOUDEN, Mutatiestatus.DOORGEVOERD, Mutatiestatus.AFGESLOTEN}
        ),
        Mutatiestatus.TEGENGEHOUDEN: frozenset(),
        # stopped as well: the word of the citizen came in on time, but was handled later
        Mutatiestatus.DOORGEVOERD: frozenset(
            {Mutatiestatus.TERUGGEDRAAID, Mutatiestatus.TEGENGEHOUDEN, Mutatiestatus.AFGESLOTEN}
        ),
        Mutatiestatus.TERUGGEDRAAID: frozenset(),
        Mutatiestatus.AFGESLOTEN: frozenset(),
    }
)


class InvalidOvergangError(CalcError):
    """A mutatie cannot go where it was asked to go; the text says why and what still can be done."""


def check_overgang(van: Mutatiestatus, naar: Mutatiestatus) -> None:
    """Refuse a step that OVERGANGEN does not have.

    Source: Awir art. 16 (a revision) and 17 (what the citizen reports)
    Raises: InvalidOvergangError naming the steps that there are.
    """
    if naar not in OVERGANGEN[van]:
        mogelijk = ", ".join(sorted(OVERGANGEN[van])) or "geen; dit is het einde"
        raise InvalidOvergangError(
            f"Deze mutatie is {van} en kan niet {naar} worden. Wel mogelijk: {mogelijk}."
        )


def check_tegenhouden(status: Mutatiestatus, uiterlijk: date, dag: date) -> None:
    """Refuse to stop a mutatie that can no longer be stopped on this day; the last day itself is in time.

    Source: Awb art. 4:8 (who is heard before a decision can still prevent it)
    Raises: InvalidOvergangError saying what the citizen can still do.
    """
    check_overgang(status, Mutatiestatus.TEGENGEHOUDEN)
    if dag > uiterlijk:
        raise InvalidOvergangError(
            f"Deze mutatie kon worden tegengehouden tot en met {uiterlijk}; dit kwam op {dag}. De burger "
            "kan de gegevens nog wel wijzigen in Mijn toeslagen of met een telefoontje, en bezwaar maken "
            "tegen de voorschotbeschikking die volgt. Is de mutatie doorgevoerd, dan draait u haar terug "
            "met 'correspondentie mutatie terugdraaien'."
        )


def is_rijp(status: Mutatiestatus, uiterlijk: date, dag: date) -> bool:
    """Answer whether a mutatie takes effect on this day: announced, not stopped, and the window closed.

    Source: Awir art. 16 lid 5
    """
    return status is Mutatiestatus.AANGEKONDIGD and dag > uiterlijk
