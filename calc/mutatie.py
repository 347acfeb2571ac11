"""What is announced of delivered data that deviate: the frozen objects of a mutatie."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from calc.beschikking import Beschikking
from calc.huishouden import Opvangsoort, Toeslag


class Mutatiegrond(StrEnum):
    """Why delivered data differ from known data: the four grounds of 2026, and the income."""

    OPVANGLASTEN = "opvanglasten"
    EINDE_OPVANG = "einde-opvang"
    OPVANGSOORT = "opvangsoort"
    LRK_VERLOPEN = "lrk-verlopen"
    INKOMEN = "inkomen"


class Onderdeel(StrEnum):
    """The item on which known and delivered data differ."""

    UREN = "uren"
    UURTARIEF = "uurtarief"
    EINDE = "einde"
    OPVANGSOORT = "opvangsoort"
    LRK_GELDIG_TOT = "lrk-geldig-tot"
    TOETSINGSINKOMEN_AANVRAGER = "toetsingsinkomen-aanvrager"
    TOETSINGSINKOMEN_PARTNER = "toetsingsinkomen-partner"


@dataclass(frozen=True, kw_only=True, slots=True)
class Afwijking:
    """One item on which something else was delivered than is known.

    Unit: uren in hours a month, uurtarief and toetsingsinkomen in eurocent; None means: no (end) date known.
    opvang is the place (from 0) in Kind.opvang; None for an income.
    """

    grond: Mutatiegrond
    onderdeel: Onderdeel
    opvang: int | None
    bekend: Decimal | int | date | Opvangsoort | None
    geleverd: Decimal | int | date | Opvangsoort | None
    bron: str
    geleverd_op: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatie:
    """The proposed change of one child's data, or of the income, carried out unless the citizen stops it.

    Unit: kind is Kind.nummer, or None for the income. effect is what this change alone does to the
    household's advance over the remaining months, in eurocent; positive for an upward change.
    """

    kind: int | None
    afwijkingen: tuple[Afwijking, ...]
    effect: int


class Weglating(StrEnum):
    """Why deviating data become no Mutatie."""

    GEEN_EFFECT = "geen-effect"
    BOVEN_MAXIMUM = "boven-maximum"
    OPWAARTS = "opwaarts"
    HUISHOUDEN_NIET_OMLAAG = "huishouden-niet-omlaag"
    LOOPT_AL = "loopt-al"
    NIET_BEREIKBAAR = "niet-bereikbaar"
    ONMOGELIJK = "onmogelijk"
    TEGENGEHOUDEN = "tegengehouden"


@dataclass(frozen=True, kw_only=True, slots=True)
class Weggelaten:
    """A child (or None: the income) whose data deviate but are not changed, and the reason."""

    kind: int | None
    reden: Weglating


@dataclass(frozen=True, kw_only=True, slots=True)
class Maandverschil:
    """What the mutaties do to one toeslag.

    Unit: eurocent; oud and nieuw for the ingangsmaand, verleden the sum that the months before it differ,
    below 0 when by then too much was paid.
    """

    toeslag: Toeslag
    oud: int
    nieuw: int
    verleden: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatiebesluit:
    """What of the delivered data of one household is announced, and what the household gets then.

    Shape: verschillen has every toeslag of which an amount changes; ingangsmaand (1-12) is the first month in
    which the payment changes; beschikking_nu is the decision as it is, beschikking_na as it will be when
    nobody stops the mutaties. Without mutaties verschillen is empty and both are the same.
    """

    mutaties: tuple[Mutatie, ...]
    weggelaten: tuple[Weggelaten, ...]
    ingangsmaand: int
    verschillen: tuple[Maandverschil, ...]
    beschikking_nu: Beschikking
    beschikking_na: Beschikking
