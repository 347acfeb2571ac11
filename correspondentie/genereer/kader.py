"""What all households of one population share."""

from dataclasses import dataclass
from datetime import date
from random import Random

from calc.norm import Norm
from correspondentie.genereer.bronnen import Bronnen


@dataclass(frozen=True, kw_only=True, slots=True)
class Kader:
    """Seed, month, norm and lists of one population. Shape: begin is the first day of the month."""

    seed: int
    begin: date
    norm: Norm
    bronnen: Bronnen

    @property
    def maand(self) -> str:
        """The month as jjjj-mm."""
        return f"{self.begin:%Y-%m}"

    def make_loting(self, volgnummer: int) -> Random:
        """Return the lots of the household at this place; no other household draws from them."""
        return Random(f"{self.seed}/{volgnummer}")


def is_kans(loting: Random, kans: float) -> bool:
    """Draw a lot that is true with this chance."""
    return loting.random() < kans
