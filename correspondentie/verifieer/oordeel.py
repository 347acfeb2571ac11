"""What was proved of one run, what was not and why, and what is wrong."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from correspondentie.opslag import Run
from outbox.zending import Status


@dataclass(frozen=True, kw_only=True, slots=True)
class Fout:
    """One thing that is wrong with one letter; tekst holds no personal data."""

    kenmerk: str
    tekst: str


Melder = Callable[[Fout], None]


@dataclass(kw_only=True, slots=True)
class Oordeel:
    """The counts of one run; meld hears each fault as soon as it is found.

    Shape: onbewezen counts the letters that were not made again, per reason.
    """

    run: Run
    meld: Melder
    brieven: int = 0
    documenten: int = 0
    nagemaakt: int = 0
    fouten: int = 0
    zendingen: Counter[Status] = field(default_factory=Counter)
    onbewezen: Counter[str] = field(default_factory=Counter)

    def add_fout(self, kenmerk: str, tekst: str) -> None:
        """Count a fault and tell of it."""
        self.fouten += 1
        self.meld(Fout(kenmerk=kenmerk, tekst=tekst))
