"""What was decided and why: the frozen objects that leave the calculation core."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from calc.huishouden import Opvangsoort


class Toeslag(StrEnum):
    """The four toeslagen; one Beschikking has room for all of them."""

    KINDEROPVANGTOESLAG = "kinderopvangtoeslag"
    ZORGTOESLAG = "zorgtoeslag"
    HUURTOESLAG = "huurtoeslag"
    KINDGEBONDEN_BUDGET = "kindgebonden-budget"


class Eenheid(StrEnum):
    """How the waarde of a Grondslag must be read."""

    EUROCENT = "eurocent"
    EUROCENT_PER_UUR = "eurocent-per-uur"
    UREN = "uren"
    PROCENT = "procent"
    DATUM = "datum"
    TEKST = "tekst"


class Grondslagsoort(StrEnum):
    """Which fact or step a Grondslag is; the order here is the order of the sum."""

    TOETSINGSINKOMEN_AANVRAGER = "toetsingsinkomen-aanvrager"
    TOETSINGSINKOMEN_PARTNER = "toetsingsinkomen-partner"
    TOETSINGSINKOMEN = "toetsingsinkomen"
    OPVANGSOORT = "opvangsoort"
    ORGANISATIE = "organisatie"
    LRK_NUMMER = "lrk-nummer"
    UREN = "uren"
    UREN_GETELD = "uren-geteld"
    UURTARIEF = "uurtarief"
    MAXIMUM_UURPRIJS = "maximum-uurprijs"
    UURTARIEF_GETELD = "uurtarief-geteld"
    OPVANGKOSTEN = "opvangkosten"
    RANG = "rang"  # TEKST: "eerste kind" or "volgend kind"
    PERCENTAGE = "percentage"
    KINDBEDRAG = "kindbedrag"  # toeslag for this opvang, to the cent
    MAANDTOTAAL = "maandtotaal"  # sum of the kindbedragen
    MAANDBEDRAG = "maandbedrag"  # maandtotaal rounded down to whole euro
    JAARTOTAAL = "jaartotaal"  # sum of the twelve maandtotalen
    JAARBEDRAG = "jaarbedrag"  # jaartotaal rounded to whole euro; 0 when under 24 euro


@dataclass(frozen=True, kw_only=True, slots=True)
class Grondslag:
    """One fact or one step of the sum, with its source, so that a reader can redo it.

    Unit: waarde is int eurocent, Decimal hours or percent, or text, as eenheid says.
    kind and opvang say whose step it is: Kind.nummer, and the place (from 0) in Kind.opvang.
    """

    soort: Grondslagsoort
    waarde: int | Decimal | str
    eenheid: Eenheid
    bron: str
    kind: int | None = None
    opvang: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Periode:
    """Consecutive months of the year with one and the same sum.

    Shape: months van..tot inclusive, 1-12. Unit: maandtotaal to the cent, maandbedrag in whole euros,
    both eurocent and both per month.
    """

    van: int
    tot: int
    grondslagen: tuple[Grondslag, ...]
    maandtotaal: int
    maandbedrag: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Toekenning:
    """One toeslag for one year: the amount, the sum per period and what it rests on.

    Unit: eurocent. perioden cover the months 1-12 without gap or overlap.
    """

    toeslag: Toeslag
    bedrag_jaar: int
    grondslagen: tuple[Grondslag, ...]
    perioden: tuple[Periode, ...]

    def find_periode(self, maand: int) -> Periode:
        """Return the Periode that holds this month (1-12)."""
        return next(periode for periode in self.perioden if periode.van <= maand <= periode.tot)


@dataclass(frozen=True, kw_only=True, slots=True)
class Beschikking:
    """One decision over all toeslagen of one household for one year."""

    toeslagjaar: int
    toekenningen: tuple[Toekenning, ...]

    @property
    def bedrag_jaar(self) -> int:
        """The sum of all toeslagen for the year, in eurocent."""
        return sum(toekenning.bedrag_jaar for toekenning in self.toekenningen)

    def compute_maandbedrag(self, maand: int) -> int:
        """Return what all toeslagen pay together for this month (1-12), in eurocent; 0 when the
        year amount is nothing."""
        return sum(t.find_periode(maand).maandbedrag for t in self.toekenningen if t.bedrag_jaar)


class Mutatiegrond(StrEnum):
    """Why delivered data differ from known data: the four grounds of 2026."""

    OPVANGLASTEN = "opvanglasten"
    EINDE_OPVANG = "einde-opvang"
    OPVANGSOORT = "opvangsoort"
    LRK_VERLOPEN = "lrk-verlopen"


class Onderdeel(StrEnum):
    """The item on which known and delivered data differ."""

    UREN = "uren"
    UURTARIEF = "uurtarief"
    EINDE = "einde"
    OPVANGSOORT = "opvangsoort"
    LRK_GELDIG_TOT = "lrk-geldig-tot"


@dataclass(frozen=True, kw_only=True, slots=True)
class Afwijking:
    """One item on which the organisatie delivered something else than is known.

    Unit: uren in hours a month, uurtarief in eurocent; None means: no (end) date known.
    opvang is the place (from 0) in Kind.opvang.
    """

    grond: Mutatiegrond
    onderdeel: Onderdeel
    opvang: int
    bekend: Decimal | int | date | Opvangsoort | None
    geleverd: Decimal | int | date | Opvangsoort | None
    bron: str
    geleverd_op: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatie:
    """The proposed change of one child's data, carried out unless the citizen stops it.

    Unit: effect is what this child's change alone does to the household's advance over the remaining
    months, in eurocent; positive for an upward change.
    """

    kind: int
    afwijkingen: tuple[Afwijking, ...]
    effect: int


class Weglating(StrEnum):
    """Why a child with deviating data gets no Mutatie."""

    GEEN_EFFECT = "geen-effect"
    BOVEN_MAXIMUM = "boven-maximum"
    OPWAARTS = "opwaarts"
    HUISHOUDEN_NIET_OMLAAG = "huishouden-niet-omlaag"
    LOOPT_AL = "loopt-al"
    NIET_BEREIKBAAR = "niet-bereikbaar"


@dataclass(frozen=True, kw_only=True, slots=True)
class WeggelatenKind:
    """A child whose data deviate but are not changed, and the reason."""

    kind: int
    reden: Weglating


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatiebesluit:
    """What of the delivered data of one household is announced, and what the household gets then.

    Unit: maandbedragen in eurocent for ingangsmaand (1-12), the first month in which the payment
    changes; beschikking_na is the decision as it will be when nobody stops the mutaties.
    Without mutaties the two maandbedragen are equal and beschikking_na equals the decision before.
    """

    mutaties: tuple[Mutatie, ...]
    weggelaten: tuple[WeggelatenKind, ...]
    ingangsmaand: int
    maandbedrag_oud: int
    maandbedrag_nieuw: int
    beschikking_na: Beschikking
