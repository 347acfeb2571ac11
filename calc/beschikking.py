"""What was decided and why: the frozen objects that leave the calculation core."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from calc.huishouden import Toeslag


class Eenheid(StrEnum):
    """How the waarde of a Grondslag must be read."""

    EUROCENT = "eurocent"
    EUROCENT_PER_UUR = "eurocent-per-uur"
    UREN = "uren"
    PROCENT = "procent"
    FACTOR = "factor"
    AANTAL = "aantal"
    DATUM = "datum"
    TEKST = "tekst"


class Grondslagsoort(StrEnum):
    """Which fact or step a Grondslag is; within a toeslag, the order here is the order of the sum."""

    TOETSINGSINKOMEN_AANVRAGER = "toetsingsinkomen-aanvrager"
    TOETSINGSINKOMEN_PARTNER = "toetsingsinkomen-partner"
    TOETSINGSINKOMEN = "toetsingsinkomen"  # of both together, without cents
    VERMOGEN = "vermogen"
    VERMOGENSGRENS = "vermogensgrens"
    # kinderopvangtoeslag, each but the last per Opvang
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
    # zorgtoeslag, all for a whole year
    STANDAARDPREMIE = "standaardpremie"  # of one person
    WOONLANDFACTOR = "woonlandfactor"
    STANDAARDPREMIE_GETELD = "standaardpremie-geteld"  # times the persons, times the woonlandfactor
    DREMPELINKOMEN = "drempelinkomen"
    PERCENTAGE_DREMPEL = "percentage-drempel"
    INKOMEN_BOVEN_DREMPEL = "inkomen-boven-drempel"
    PERCENTAGE_BOVEN_DREMPEL = "percentage-boven-drempel"
    NORMPREMIE = "normpremie"
    VERSCHIL = "verschil"  # what the counted premie is above the normpremie
    JAARBEDRAG_HEEL = "jaarbedrag-heel"  # the toeslag of a whole year; half the VERSCHIL for one of two
    MAANDEN = "maanden"  # in how many months there is a right
    # huurtoeslag, per month
    PERSONEN = "personen"
    KALE_HUUR = "kale-huur"
    SERVICEKOSTEN = "servicekosten"  # as far as they count
    MAXIMUM_HUUR = "maximum-huur"  # above it no rent counts, or (up to 2025) there is no right
    REKENHUUR = "rekenhuur"
    REKENINKOMEN = "rekeninkomen"  # of all residents, without cents
    BASISHUUR_KWADRAAT = "basishuur-kwadraat"  # FACTOR: what the income squared is multiplied with
    BASISHUUR_LINEAIR = "basishuur-lineair"  # FACTOR: what the income is multiplied with
    BASISHUUR_OPSLAG = "basishuur-opslag"
    BASISHUUR_MINIMUM = "basishuur-minimum"
    BASISHUUR = "basishuur"
    KWALITEITSKORTINGSGRENS = "kwaliteitskortingsgrens"
    AFTOPPINGSGRENS = "aftoppingsgrens"
    DEEL_A = "deel-a"  # of the rent up to the kwaliteitskortingsgrens
    DEEL_B = "deel-b"  # of the rent up to the aftoppingsgrens
    DEEL_C = "deel-c"  # of the rent above the aftoppingsgrens
    PERCENTAGE_A = "percentage-a"
    PERCENTAGE_B = "percentage-b"
    PERCENTAGE_C = "percentage-c"
    INKOMENSIJKPUNT = "inkomensijkpunt"
    AFBOUWPERCENTAGE = "afbouwpercentage"
    INKOMENSKORTING = "inkomenskorting"  # per month
    # kindgebonden budget, amounts for a whole year
    KINDEREN = "kinderen"
    BEDRAG_PER_KIND = "bedrag-per-kind"
    BEDRAG_KINDEREN = "bedrag-kinderen"
    KINDEREN_12_15 = "kinderen-12-15"
    EXTRA_12_15 = "extra-12-15"  # for one child
    KINDEREN_16_17 = "kinderen-16-17"
    EXTRA_16_17 = "extra-16-17"  # for one child
    ALLEENSTAANDE_OUDERKOP = "alleenstaande-ouderkop"
    MAXIMUM_JAAR = "maximum-jaar"
    AFBOUWDREMPEL = "afbouwdrempel"
    VERMINDERING = "vermindering"
    JAARBASIS = "jaarbasis"
    # every toeslag
    MAANDTOTAAL = "maandtotaal"  # to the cent
    MAANDBEDRAG = "maandbedrag"  # in whole euros
    JAARTOTAAL = "jaartotaal"  # to the cent
    JAARBEDRAG = "jaarbedrag"  # jaartotaal rounded to whole euro; 0 when under 24 euro


@dataclass(frozen=True, slots=True)
class Grondslag:
    """One fact or one step of the sum, with its source, so that a reader can redo it.

    Unit: waarde as eenheid says: a whole number of eurocent or things, or text that holds a decimal number
    (hours, percent, factor), a day (jjjj-mm-dd) or words.
    kind and opvang say whose step it is: Kind.nummer, and the place (from 0) in Kind.opvang.
    """

    soort: Grondslagsoort
    waarde: int | str
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

    @property
    def maanden(self) -> int:
        """How many months it holds."""
        return self.tot - self.van + 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Recht:
    """The right to one toeslag for one year: the amount, the sum per period and what it rests on.

    Unit: eurocent. perioden cover the months 1-12 without gap or overlap. grondslagen hold the steps of the
    year, those of a month stand in its Periode.
    """

    toeslag: Toeslag
    bedrag_jaar: int
    grondslagen: tuple[Grondslag, ...]
    perioden: tuple[Periode, ...]

    def find_periode(self, maand: int) -> Periode:
        """Return the Periode that holds this month (1-12)."""
        return next(periode for periode in self.perioden if periode.van <= maand <= periode.tot)


@dataclass(frozen=True, slots=True)
class Termijn:
    """One payment to come: for which month (1-12), when, and how much in eurocent."""

    maand: int
    betaaldatum: date
    bedrag: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Rentestap:
    """The interest over the days of one calendar year, so that a reader can redo it.

    Shape: van and tot are the first and the last day that count. Unit: bedrag in eurocent; percentage as
    text, for a year of dagen_van_jaar days.
    """

    van: date
    tot: date
    dagen: int
    dagen_van_jaar: int
    percentage: str
    bron: str
    bedrag: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Afrekening:
    """What is due beside what was paid, up to now.

    Unit: eurocent. verschuldigd is due over the months before the first Termijn (over the whole year for a
    definitieve toekenning); uitbetaald was paid. Of nabetaling (paid in one sum), terug_te_betalen and
    kwijtgescholden (too little to claim back) at most one is not 0. rente over it comes on top.
    """

    verschuldigd: int
    uitbetaald: int
    nabetaling: int = 0
    terug_te_betalen: int = 0
    kwijtgescholden: int = 0
    rentestappen: tuple[Rentestap, ...] = ()

    @property
    def rente(self) -> int:
        """The interest of all years together, in eurocent."""
        return sum(stap.bedrag for stap in self.rentestappen)


@dataclass(frozen=True, kw_only=True, slots=True)
class Toekenning:
    """One toeslag as it is granted: the right, how it is paid, and what is settled.

    Shape: betalingen hold what is paid for each of the twelve months; they add up to bedrag_betaald.
    termijnen are the payments to come. A definitieve toekenning is settled in one sum, so it has neither.
    Unit: eurocent; voorschotpercentage in whole percents of the right.
    """

    recht: Recht
    voorschotpercentage: int
    betalingen: tuple[int, ...]
    termijnen: tuple[Termijn, ...]
    afrekening: Afrekening

    @property
    def toeslag(self) -> Toeslag:
        """Which toeslag it is."""
        return self.recht.toeslag

    @property
    def bedrag_jaar(self) -> int:
        """The right for the year, in eurocent."""
        return self.recht.bedrag_jaar

    @property
    def bedrag_betaald(self) -> int:
        """What is paid over the year as advance, in eurocent; less than the right for a lower percentage."""
        return sum(self.betalingen)

    def compute_maandbedrag(self, maand: int) -> int:
        """Return what this month (1-12) gives in whole euros, in eurocent; 0 when the year gives nothing.

        A payment can be one euro more, because the payments add up to the year. A lower percentage is taken
        of the amount to the cent, as the payments do, and not of what is left of it in whole euros.
        """
        if not self.bedrag_jaar:
            return 0
        periode = self.recht.find_periode(maand)
        if self.voorschotpercentage == 100:
            return periode.maandbedrag
        return periode.maandtotaal * self.voorschotpercentage // 100_00 * 100


class Beschikkingsoort(StrEnum):
    """Which legal act a Beschikking is."""

    VOORLOPIGE_TOEKENNING = "voorlopige-toekenning"  # Awir art. 16 lid 1
    HERZIENE_VOORLOPIGE_TOEKENNING = "herziene-voorlopige-toekenning"  # Awir art. 16 lid 5
    NIHILSTELLING = "nihilstelling"  # Awir art. 16 lid 4 and 5
    DEFINITIEVE_TOEKENNING = "definitieve-toekenning"  # Awir art. 14 and 19


@dataclass(frozen=True, kw_only=True, slots=True)
class Beschikking:
    """One decision over all toeslagen of one household for one year.

    Shape: a toekenning for each aanvraag, in the order of Toeslag; a definitieve toekenning is over one
    toeslag, so there every toeslag has a Beschikking of its own.
    """

    soort: Beschikkingsoort
    toeslagjaar: int
    dagtekening: date
    toekenningen: tuple[Toekenning, ...]

    @property
    def bedrag_jaar(self) -> int:
        """The right to all toeslagen together for the year, in eurocent."""
        return sum(toekenning.bedrag_jaar for toekenning in self.toekenningen)

    @property
    def terug_te_betalen(self) -> int:
        """What is to be paid back of all toeslagen together, without interest, in eurocent."""
        return sum(toekenning.afrekening.terug_te_betalen for toekenning in self.toekenningen)

    def compute_maandbedrag(self, maand: int) -> int:
        """Return what all toeslagen give together for this month (1-12) in whole euros, in eurocent."""
        return sum(toekenning.compute_maandbedrag(maand) for toekenning in self.toekenningen)

    def find_toekenning(self, toeslag: Toeslag) -> Toekenning | None:
        """Return what was granted of this toeslag; None when it was not applied for."""
        return next((t for t in self.toekenningen if t.toeslag is toeslag), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Vordering:
    """What of one toeslag is to be paid back. Unit: eurocent; rente comes on top of bedrag."""

    toeslag: Toeslag
    bedrag: int
    rente: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Terugvordering:
    """The decision that too much advance is to be paid back, and before which day.

    uiterlijk is the last day of the six weeks; it does not move for a weekend or a holiday (Awir art. 28).
    """

    toeslagjaar: int
    dagtekening: date
    uiterlijk: date
    vorderingen: tuple[Vordering, ...]

    @property
    def bedrag(self) -> int:
        """All that is to be paid, interest included, in eurocent."""
        return sum(vordering.bedrag + vordering.rente for vordering in self.vorderingen)
