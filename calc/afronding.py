"""Rounding in whole numbers: how each step of a sum becomes cents or euros, without parts of a cent."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Wijze(StrEnum):
    """Which way a step is rounded."""

    REKENKUNDIG = "rekenkundig"  # half goes up
    OMLAAG = "omlaag"


@dataclass(frozen=True, kw_only=True, slots=True)
class Afronding:
    """How one step of a sum is rounded: to a multiple of eenheid eurocent."""

    eenheid: int
    wijze: Wijze
    bron: str

    def compute_bedrag(self, teller: int, noemer: int = 1) -> int:
        """Return teller / noemer eurocent, rounded; teller is not negative.

        Unit:   eurocent.
        Source: jci1.3:c:BWBR0018472&artikel=14&lid=4
        """
        noemer *= self.eenheid
        half = noemer if self.wijze is Wijze.REKENKUNDIG else 0
        return (2 * teller + half) // (2 * noemer) * self.eenheid

    def compute_bedragen(self, tellers: Iterable[int], noemer: int = 1) -> list[int]:
        """Return each of the tellers / noemer eurocent, rounded as compute_bedrag does.

        Unit:   eurocent.
        Source: jci1.3:c:BWBR0018472&artikel=14&lid=4
        """
        eenheid, deler = self.eenheid, 2 * noemer * self.eenheid
        half = noemer * eenheid if self.wijze is Wijze.REKENKUNDIG else 0
        return [(2 * teller + half) // deler * eenheid for teller in tellers]
