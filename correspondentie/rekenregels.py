"""What all decisions of one day rest on, and the decision on one household."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from calc.beschikking import Beschikking
from calc.definitief import decide_definitieve_toekenningen
from calc.huishouden import Huishouden, Toeslag
from calc.norm import Normen
from calc.normbestand import load_normen
from calc.voorschot import Voorschotregels, decide_beschikking
from correspondentie.dossier import Besluitsoort
from correspondentie.kalender import Kalender, make_kalender


@dataclass(frozen=True, kw_only=True, slots=True)
class Rekenregels:
    """What all decisions of one day rest on: the official amounts, and the days.

    Shape: kalenders has every toeslagjaar of which amounts are known. instelbaar holds the toeslagen of which
    an applicant may choose to receive less than the computed advance.
    """

    dagtekening: date
    normen: Normen
    kalenders: Mapping[int, Kalender]
    instelbaar: frozenset[Toeslag] = frozenset()

    def find_kalender(self, toeslagjaar: int) -> Kalender:
        """Return the days for decisions over this year. Raises: UnknownToeslagjaarError."""
        self.normen.find_norm(toeslagjaar)
        return self.kalenders[toeslagjaar]

    def find_voorschotregels(self, toeslagjaar: int) -> Voorschotregels:
        """Return what an advance of this year rests on. Raises: UnknownToeslagjaarError."""
        return Voorschotregels(
            norm=self.normen.find_norm(toeslagjaar),
            kalender=self.find_kalender(toeslagjaar).betaalkalender,
            instelbaar=self.instelbaar,
        )

    def find_klein_bedrag(self) -> int | None:
        """Return what is not claimed back of a definitieve toekenning of this day; None when nobody knows.

        Unit: eurocent.
        """
        norm = self.normen.jaren.get(self.dagtekening.year)
        return norm.klein_bedrag.waarde if norm and norm.klein_bedrag else None

    def decide_beschikkingen(self, huishouden: Huishouden, soort: Besluitsoort) -> tuple[Beschikking, ...]:
        """Decide on the advance, or for good on each toeslag of a past year.

        Raises: MissingNormError, InvalidFeitError.
        """
        jaar = huishouden.toeslagjaar
        if soort is Besluitsoort.VOORLOPIG:
            return (decide_beschikking(huishouden, self.find_voorschotregels(jaar)),)
        kalender = self.find_kalender(jaar).betaalkalender
        return decide_definitieve_toekenningen(huishouden, self.normen, kalender)


def make_rekenregels(dagtekening: date, instelbaar: frozenset[Toeslag]) -> Rekenregels:
    """Read the official amounts, and compute the days of every year of which they are known."""
    normen = load_normen()
    return Rekenregels(
        dagtekening=dagtekening,
        normen=normen,
        kalenders={jaar: make_kalender(jaar, dagtekening) for jaar in normen.jaren},
        instelbaar=instelbaar,
    )
