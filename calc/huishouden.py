"""What is known of one household in a month: frozen facts, nothing computed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from calc.errors import InvalidFeitError

UREN_PER_MAAND = Decimal(744)  # 31 days of 24 hours: more cannot exist in a calendar month
UURTARIEF_MAXIMUM = 10_000  # eurocent; a rate above 100 euro an hour is a typing error
BEDRAG_MAXIMUM = 100_000_000_00  # eurocent; an income, vermogen or amount above this is a typing error
HUUR_MAXIMUM = 10_000_00  # eurocent a month; a rent above this is a typing error
SERVICEKOSTEN_SOORTEN = 4  # kinds of servicekosten that may count beside the rent
EERSTE_TOESLAGJAAR, LAATSTE_TOESLAGJAAR = 2006, 2099  # the Awir applies from toeslagjaar 2006 on


class Toeslag(StrEnum):
    """The four toeslagen; one Beschikking has room for all of them."""

    KINDEROPVANGTOESLAG = "kinderopvangtoeslag"
    ZORGTOESLAG = "zorgtoeslag"
    HUURTOESLAG = "huurtoeslag"
    KINDGEBONDEN_BUDGET = "kindgebonden-budget"


class Opvangsoort(StrEnum):
    """The kind of childcare; each has its own maximum hourly rate."""

    DAGOPVANG = "dagopvang"
    BSO = "bso"
    GASTOUDER = "gastouder"


class Rol(StrEnum):
    """Whose income it is: that of the applicant or that of the toeslagpartner."""

    AANVRAGER = "aanvrager"
    PARTNER = "partner"


def check_bedrag(veld: str, bedrag: int, hoogste: int = BEDRAG_MAXIMUM) -> None:
    """Refuse an amount that cannot be true.

    Unit:   eurocent.
    Source: Awir art. 7 (amounts are at least nothing)
    Raises: InvalidFeitError naming field, value and rule.
    """
    if not 0 <= bedrag <= hoogste:
        raise InvalidFeitError(f"{veld} ligt tussen 0 en {hoogste} eurocent, maar is {bedrag}")


def _check_looptijd(begin: date | None, einde: date | None) -> None:
    if begin is not None and einde is not None and einde < begin:
        raise InvalidFeitError(f"einde ({einde}) ligt voor begin ({begin})")


def _check_percentage(percentage: int) -> None:
    if not 0 <= percentage <= 100:
        raise InvalidFeitError(f"voorschotpercentage ligt tussen 0 en 100, maar is {percentage}")


def _check_opvang(uren: Decimal, uurtarief: int, begin: date, einde: date | None) -> None:
    if not uren.is_finite() or not 0 <= uren <= UREN_PER_MAAND:
        raise InvalidFeitError(f"uren moet tussen 0 en {UREN_PER_MAAND} liggen, maar is {uren}")
    if uren != round(uren, 2):
        raise InvalidFeitError(f"uren heeft hooguit twee decimalen, maar is {uren}")
    check_bedrag("uurtarief", uurtarief, UURTARIEF_MAXIMUM)
    _check_looptijd(begin, einde)


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

    Unit: eurocent. uitbetaald is the sum paid for months 1 to tot_en_met_maand (0 = nothing paid yet), less
    what was claimed back since. voorschotpercentage is the part of the advance that was chosen then.
    """

    bedrag_jaar: int
    uitbetaald: int
    tot_en_met_maand: int
    voorschotpercentage: int = 100

    def __post_init__(self) -> None:
        check_bedrag("bedrag_jaar", self.bedrag_jaar)
        check_bedrag("uitbetaald", self.uitbetaald)
        if not 0 <= self.tot_en_met_maand <= 12:
            raise InvalidFeitError(f"tot_en_met_maand ligt tussen 0 en 12, maar is {self.tot_en_met_maand}")
        _check_percentage(self.voorschotpercentage)


@dataclass(frozen=True, kw_only=True, slots=True)
class Aanvraag:
    """The application for one toeslag, and what was granted on it before.

    Unit: voorschotpercentage is the part of the computed advance that the applicant wants to receive, in
    whole percents; below 100 it is a voorzichtig voorschot.
    """

    toeslag: Toeslag
    voorschotpercentage: int = 100
    verleend: Verleend | None = None

    def __post_init__(self) -> None:
        _check_percentage(self.voorschotpercentage)


@dataclass(frozen=True, kw_only=True, slots=True)
class Zorg:
    """The care insurance on which zorgtoeslag rests.

    begin and einde bound the days on which the applicant is insured; None: before, or after, the year.
    partner_verzekerd says that a toeslagpartner is insured under the Zvw as well. woonland is the ISO 3166
    code of the country where the applicant lives with a treaty right, None for the Netherlands.
    """

    begin: date | None = None
    einde: date | None = None
    partner_verzekerd: bool = True
    woonland: str | None = None

    def __post_init__(self) -> None:
        _check_looptijd(self.begin, self.einde)


@dataclass(frozen=True, kw_only=True, slots=True)
class Medebewoner:
    """Somebody who lives in the rented home beside applicant, toeslagpartner and Kinderen.

    Unit: toetsingsinkomen in eurocent a year; vermogen in eurocent on 1 January. is_kind says that it is a
    child of the applicant or the toeslagpartner, of which part of the income does not count until it is 23.
    """

    geboortedatum: date
    toetsingsinkomen: int = 0
    vermogen: int = 0
    is_kind: bool = False

    def __post_init__(self) -> None:
        check_bedrag("toetsingsinkomen", self.toetsingsinkomen)
        check_bedrag("vermogen", self.vermogen)


@dataclass(frozen=True, kw_only=True, slots=True)
class Huur:
    """A rented home, as long as rent and residents stay the same.

    Unit: kale_huur in eurocent a month; servicekosten too, one amount for each kind (they count up to 2025).
    oudste_geboren is the birthday of the oldest resident. aow says that a resident has the AOW age, aangepast
    that the home was adapted for a disabled resident; both matter up to 2025. einde is the last day.
    """

    kale_huur: int
    oudste_geboren: date
    begin: date
    einde: date | None = None
    servicekosten: tuple[int, ...] = ()
    aow: bool = False
    aangepast: bool = False
    medebewoners: tuple[Medebewoner, ...] = ()

    def __post_init__(self) -> None:
        check_bedrag("kale_huur", self.kale_huur, HUUR_MAXIMUM)
        for bedrag in self.servicekosten:
            check_bedrag("servicekosten", bedrag, HUUR_MAXIMUM)
        if len(self.servicekosten) > SERVICEKOSTEN_SOORTEN:
            raise InvalidFeitError(
                f"servicekosten heeft hooguit {SERVICEKOSTEN_SOORTEN} soorten, maar zijn er "
                f"{len(self.servicekosten)}"
            )
        _check_looptijd(self.begin, self.einde)


@dataclass(frozen=True, kw_only=True, slots=True)
class Inkomenslevering:
    """A toetsingsinkomen as a registration delivered it. Unit: eurocent a year."""

    persoon: Rol
    toetsingsinkomen: int
    bron: str
    geleverd_op: date

    def __post_init__(self) -> None:
        check_bedrag("toetsingsinkomen", self.toetsingsinkomen)


@dataclass(frozen=True, kw_only=True, slots=True)
class Huishouden:
    """All facts on which one household's toeslagen of one year are decided.

    Unit: toetsingsinkomen in eurocent a year; vermogen in eurocent on 1 January. None as the partner's income
    means: no toeslagpartner.
    Shape: huren, one after the other, for huurtoeslag; zorg for zorgtoeslag; aanvragen, one per toeslag.
    """

    toeslagjaar: int
    toetsingsinkomen_aanvrager: int
    toetsingsinkomen_partner: int | None = None
    vermogen_aanvrager: int = 0
    vermogen_partner: int = 0
    kinderen: tuple[Kind, ...] = ()
    zorg: Zorg = Zorg()
    huren: tuple[Huur, ...] = ()
    inkomensleveringen: tuple[Inkomenslevering, ...] = ()
    aanvragen: tuple[Aanvraag, ...] = (Aanvraag(toeslag=Toeslag.KINDEROPVANGTOESLAG),)

    def __post_init__(self) -> None:
        if not EERSTE_TOESLAGJAAR <= self.toeslagjaar <= LAATSTE_TOESLAGJAAR:
            raise InvalidFeitError(
                f"toeslagjaar ligt tussen {EERSTE_TOESLAGJAAR} en {LAATSTE_TOESLAGJAAR}, "
                f"maar is {self.toeslagjaar}"
            )
        check_bedrag("toetsingsinkomen_aanvrager", self.toetsingsinkomen_aanvrager)
        check_bedrag("toetsingsinkomen_partner", self.toetsingsinkomen_partner or 0)
        check_bedrag("vermogen_aanvrager", self.vermogen_aanvrager)
        check_bedrag("vermogen_partner", self.vermogen_partner)
        _check_eigen("kinderen hebben elk een eigen nummer", [kind.nummer for kind in self.kinderen])
        _check_eigen("aanvragen zijn elk voor een andere toeslag", [a.toeslag for a in self.aanvragen])
        _check_huren(self.huren)
        _check_partner(self)

    @property
    def toetsingsinkomen(self) -> int:
        """The joint toetsingsinkomen of applicant and partner, in eurocent (Awir art. 7)."""
        return self.toetsingsinkomen_aanvrager + (self.toetsingsinkomen_partner or 0)

    @property
    def has_partner(self) -> bool:
        """Whether the applicant has a toeslagpartner (Awir art. 3)."""
        return self.toetsingsinkomen_partner is not None

    @property
    def vermogen(self) -> int:
        """The joint vermogen of applicant and partner on 1 January, in eurocent (Awir art. 7 lid 3)."""
        return self.vermogen_aanvrager + self.vermogen_partner

    def has_aanvraag(self, toeslag: Toeslag) -> bool:
        """Answer whether this toeslag was applied for."""
        return any(aanvraag.toeslag is toeslag for aanvraag in self.aanvragen)

    def find_aanvraag(self, toeslag: Toeslag) -> Aanvraag:
        """Return the application for this toeslag. Raises: InvalidFeitError when there is none."""
        for aanvraag in self.aanvragen:
            if aanvraag.toeslag is toeslag:
                return aanvraag
        raise InvalidFeitError(f"aanvragen heeft {toeslag} niet, maar daarover is beslist")


def _check_eigen(regel: str, sleutels: list[int] | list[Toeslag]) -> None:
    if len(set(sleutels)) != len(sleutels):
        raise InvalidFeitError(f"{regel}, maar gevonden is {', '.join(map(str, sleutels))}")


def _check_huren(huren: tuple[Huur, ...]) -> None:
    for eerste, volgende in pairwise(huren):
        if eerste.einde is None or eerste.einde >= volgende.begin:
            raise InvalidFeitError(
                f"huren volgen elkaar op, maar die vanaf {volgende.begin} begint voor het einde van de "
                f"vorige ({eerste.einde})"
            )


def _check_partner(huishouden: Huishouden) -> None:
    if huishouden.has_partner:
        return
    if huishouden.vermogen_partner:
        raise InvalidFeitError(
            f"vermogen_partner is {huishouden.vermogen_partner}, maar er is geen toeslagpartner"
        )
    if any(levering.persoon is Rol.PARTNER for levering in huishouden.inkomensleveringen):
        raise InvalidFeitError("inkomensleveringen is er voor een partner, maar er is geen toeslagpartner")
