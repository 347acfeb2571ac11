"""How letters on paper are divided: by what the post charges for, and what a printer can do in a day (pure).

Assumed, as no contract with a printer or PostNL is public: a sheet of A4 of 80 g/m2 weighs 5 g (4,99), a C5
envelope with a window 7 g, and the steps of the tariff are those of PostNL for letters, at home and abroad.
"""

from dataclasses import dataclass

VEL_MG, ENVELOP_MG = 5_000, 7_000
STAPPEN_GRAM = (20, 50, 100, 350, 2000)
RESERVE_DEEL = 5  # one in so many sheets of a print day is kept for what is small


@dataclass(frozen=True, kw_only=True, slots=True)
class Klasse:
    """Letters that cost the same postage.

    Unit: sheets in one envelope; vellen_tot is included, and None means: however many.
    """

    naam: str
    buitenland: bool
    vellen_van: int
    vellen_tot: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Posttarief:
    """What a letter weighs, and the steps of the tariff. Unit: milligram; stappen in gram."""

    vel_mg: int = VEL_MG
    envelop_mg: int = ENVELOP_MG
    stappen: tuple[int, ...] = STAPPEN_GRAM

    def compute_gewicht(self, vellen: int) -> int:
        """Compute what a letter of so many sheets weighs, its envelope included. Unit: milligram."""
        return self.envelop_mg + vellen * self.vel_mg

    def find_klasse(self, vellen: int, *, buitenland: bool) -> Klasse:
        """Find the class of a letter of so many sheets."""
        land = "buitenland" if buitenland else "nl"
        van = 1
        for stap in self.stappen:
            tot = (stap * 1000 - self.envelop_mg) // self.vel_mg
            if vellen <= tot:
                return Klasse(naam=f"{land}-{stap}g", buitenland=buitenland, vellen_van=van, vellen_tot=tot)
            van = max(van, tot + 1)
        return Klasse(naam=f"{land}-zwaarder", buitenland=buitenland, vellen_van=van, vellen_tot=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Indeling:
    """How a channel divides its zendingen in fixed partijen.

    With a tarief a partij holds one Klasse, in the order of the postcode; without, whatever comes first.
    capaciteit is how many sheets go to the printer on one print day; None means: everything at once, any day.
    """

    tarief: Posttarief | None = None
    capaciteit: int | None = None

    @property
    def reserve(self) -> int:
        """How many sheets of each print day are kept for runs of which no more than that waits."""
        return (self.capaciteit or 0) // RESERVE_DEEL

    def find_ruimte(self, wachtend: int) -> int | None:
        """Find how full a print day may become with a lot of a run of which so many sheets wait for a lot.

        So a run of a whole year does not hold up a small one, nor its own paper that takes over later.
        """
        if self.capaciteit is None or wachtend <= self.reserve:
            return self.capaciteit
        return self.capaciteit - self.reserve
