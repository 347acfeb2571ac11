"""What the sums of all toeslagen share: the steps by soort, the lines, and how a sum is written down.

A formule is written with the signs of a calculator and the words 'maar hooguit' and 'maar minstens', so that
a reader can redo it with the amounts in the lines above it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from calc.beschikking import Eenheid, Grondslag, Grondslagsoort, Periode
from correspondentie.briefgegevens import Rekenregel, Rekenstap
from correspondentie.opmaak import format_euro_heel, format_factor, format_uren


@dataclass(frozen=True, slots=True)
class Stappen:
    """The steps of the year or of a Periode that are of the household as a whole, by their soort."""

    per_soort: Mapping[Grondslagsoort, Grondslag]

    def has(self, soort: Grondslagsoort) -> bool:
        """Answer whether the sum has this step."""
        return soort in self.per_soort

    def find_getal(self, soort: Grondslagsoort) -> int:
        """Return an amount (eurocent) or a count; 0 when the sum has no such step."""
        return int(self.per_soort[soort].waarde) if soort in self.per_soort else 0

    def format_bedrag(self, soort: Grondslagsoort) -> str:
        """Format an amount as a formule has it."""
        return format_euro_heel(self.find_getal(soort))

    def format_procent(self, soort: Grondslagsoort) -> str:
        """Format a percentage as a formule has it."""
        return f"{format_uren(Decimal(self.per_soort[soort].waarde))}%"

    def format_factor(self, soort: Grondslagsoort) -> str:
        """Format a factor as a formule has it."""
        return format_factor(Decimal(self.per_soort[soort].waarde))


def make_stappen(grondslagen: Iterable[Grondslag]) -> Stappen:
    """Order the steps by their soort."""
    return Stappen({grondslag.soort: grondslag for grondslag in grondslagen})


def make_regel(stap: Rekenstap, bedrag: int, formule: str = "") -> Rekenregel:
    """Make the line that is an amount. Unit: eurocent."""
    return Rekenregel(stap=stap, uitkomst=str(bedrag), formule=formule)


def make_aantalregel(stap: Rekenstap, aantal: int) -> Rekenregel:
    """Make the line that counts something."""
    return Rekenregel(stap=stap, uitkomst=str(aantal), eenheid=Eenheid.AANTAL)


def make_verschilregel(stap: Rekenstap, van: int, af: int) -> Rekenregel:
    """Make the line of what one amount is above another, and nothing when it is below it. Unit: eurocent."""
    formule = f"{format_euro_heel(van)} − {format_euro_heel(af)}"
    if van < af:
        formule += f" maar minstens {format_euro_heel(0)}"
    return make_regel(stap, max(van - af, 0), formule)


def find_eerste_dag(jaar: int, maand: int) -> date:
    """Return the first day of this month (1-12)."""
    return date(jaar, maand, 1)


def find_laatste_dag(jaar: int, maand: int) -> date:
    """Return the last day of this month (1-12)."""
    return (date(jaar, maand, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Jaardeel:
    """What one Periode adds to the year: the sum, and the amount rounded to the cent. Unit: eurocent."""

    periode: Periode
    formule: str
    bedrag: int


def list_jaarregels(jaar: int, delen: list[Jaardeel], jaartotaal: int) -> list[Rekenregel]:
    """List what each Periode adds to the year and the year itself, before it is rounded to whole euros.

    Nothing is rounded before the year: a line of a Periode shows its cents, but counts exactly. A year that
    is one amount has no line.
    """
    if len(delen) == 1 and delen[0].formule == format_euro_heel(jaartotaal):
        return []
    if len(delen) == 1:
        return [make_regel(Rekenstap.JAARTOTAAL, jaartotaal, delen[0].formule)]
    regels = [
        Rekenregel(
            stap=Rekenstap.JAARDEEL,
            uitkomst=str(deel.bedrag),
            formule=deel.formule,
            van=find_eerste_dag(jaar, deel.periode.van),
            tot=find_laatste_dag(jaar, deel.periode.tot),
        )
        for deel in delen
    ]
    return [*regels, make_regel(Rekenstap.JAARTOTAAL, jaartotaal)]
