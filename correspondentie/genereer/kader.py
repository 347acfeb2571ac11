"""What all households of one population share."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Self

from calc.norm import Norm, Normen
from correspondentie.genereer.bronnen import Bronnen


@dataclass(frozen=True, kw_only=True, slots=True)
class Kader:
    """Seed, month, norms and lists of one population. Shape: begin is the first day of the month."""

    seed: int
    begin: date
    normen: Normen
    bronnen: Bronnen

    @property
    def maand(self) -> str:
        """The month as jjjj-mm."""
        return f"{self.begin:%Y-%m}"

    @property
    def norm(self) -> Norm:
        """The official figures of the year of the month."""
        return self.normen.find_norm(self.begin.year)

    def make_loting(self, volgnummer: int) -> Random:
        """Return the lots of the household at this place; no other household draws from them."""
        return Random(f"{self.seed}/{volgnummer}")

    def make_vorig_jaar(self) -> Self:
        """Return the same a year earlier, for households of which the year is over."""
        return replace(self, begin=self.begin.replace(year=self.begin.year - 1))


def is_kans(loting: Random, kans: float) -> bool:
    """Draw a lot that is true with this chance."""
    return loting.random() < kans
