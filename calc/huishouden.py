"""What is known of one household in a month: frozen facts, nothing computed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from calc.errors import InvalidFeitError

UREN_PER_MAAND = Decimal(744)  # 31 days of 24 hours: more cannot exist in a calendar month
UURTARIEF_MAXIMUM = 10_000  # eurocent; a rate above 100 euro an hour is a typing error
INKOMEN_MAXIMUM = 100_000_000_00  # eurocent; anything above is a typing error


class Opvangsoort(StrEnum):
    """The kind of childcare; each has its own maximum hourly rate."""

    DAGOPVANG = "dagopvang"
    BSO = "bso"
    GASTOUDER = "gastouder"


def _check_opvang(uren: Decimal, uurtarief: int, begin: date, einde: date | None) -> None:
    if not uren.is_finite() or not 0 <= uren <= UREN_PER_MAAND:
        raise InvalidFeitError(f"uren moet tussen 0 en {UREN_PER_MAAND} liggen, maar is {uren}")
    if uren != round(uren, 2):
        raise InvalidFeitError(f"uren heeft hooguit twee decimalen, maar is {uren}")
    if not 0 <= uurtarief <= UURTARIEF_MAXIMUM:
        raise InvalidFeitError(
            f"uurtarief moet tussen 0 en {UURTARIEF_MAXIMUM} eurocent liggen, maar is {uurtarief}"
        )
    if einde is not None and einde < begin:
        raise InvalidFeitError(f"einde ({einde}) ligt voor begin ({begin})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Opvang:
    """Childcare as the citizen reported it: one kind at one facility.

    Unit: uren per calendar month; uurtarief in eurocent; einde is the last day of care.
    """

    opvangsoort: Opvangsoort
    organisatie: str
    lrk_nummer: str
    uren: Decimal
    uurtarief: int
    begin: date
    einde: date | None = None

    def __post_init__(self) -> None:
        _check_opvang(self.uren, self.uurtarief, self.begin, self.einde)


@dataclass(frozen=True, kw_only=True, slots=True)
class Levering:
    """Childcare as the kinderopvangorganisatie delivered it, for the Opvang with the same LRK-nummer.

    Unit: as Opvang. lrk_geldig_tot is the last day on which the registration was valid.
    """

    lrk_nummer: str
    opvangsoort: Opvangsoort
    uren: Decimal
    uurtarief: int
    begin: date
    bron: str
    geleverd_op: date
    einde: date | None = None
    lrk_geldig_tot: date | None = None

    def __post_init__(self) -> None:
        _check_opvang(self.uren, self.uurtarief, self.begin, self.einde)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A child of the household; nummer is its own number within the household, from 1."""

    nummer: int
    voornaam: str
    geboortedatum: date
    opvang: tuple[Opvang, ...] = ()
    leveringen: tuple[Levering, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verleend:
    """The advance as it stands: granted for the year, and paid in the months up to now.

    Unit: eurocent. uitbetaald is the sum paid for months 1 to tot_en_met_maand (0 = nothing paid yet).
    """

    bedrag_jaar: int
    uitbetaald: int
    tot_en_met_maand: int

    def __post_init__(self) -> None:
        if min(self.bedrag_jaar, self.uitbetaald) < 0:
            raise InvalidFeitError("verleende en uitbetaalde bedragen zijn niet negatief")
        if not 0 <= self.tot_en_met_maand <= 12:
            raise InvalidFeitError(f"tot_en_met_maand ligt tussen 0 en 12, maar is {self.tot_en_met_maand}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Huishouden:
    """All facts on which one household's toeslagen of one year are decided.

    Unit: toetsingsinkomen in eurocent a year; None for the partner means: no toeslagpartner.
    """

    toeslagjaar: int
    toetsingsinkomen_aanvrager: int
    toetsingsinkomen_partner: int | None = None
    kinderen: tuple[Kind, ...] = ()
    verleend: Verleend | None = None

    def __post_init__(self) -> None:
        for inkomen in (self.toetsingsinkomen_aanvrager, self.toetsingsinkomen_partner or 0):
            if not 0 <= inkomen <= INKOMEN_MAXIMUM:
                raise InvalidFeitError(
                    f"toetsingsinkomen ligt tussen 0 en {INKOMEN_MAXIMUM} eurocent, maar is {inkomen}"
                )
        nummers = [kind.nummer for kind in self.kinderen]
        if len(set(nummers)) != len(nummers):
            raise InvalidFeitError(f"kinderen hebben elk een eigen nummer, maar gevonden is {nummers}")

    @property
    def toetsingsinkomen(self) -> int:
        """The joint toetsingsinkomen of applicant and partner, in eurocent (Awir art. 7)."""
        return self.toetsingsinkomen_aanvrager + (self.toetsingsinkomen_partner or 0)
