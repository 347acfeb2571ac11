"""What a sjabloon may use: plain frozen facts, computed before, so that a sjabloon only formats."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from calc.beschikking import Eenheid
from calc.huishouden import Opvangsoort, Toeslag
from correspondentie.mutatiegegevens import Bevestiginggegevens, Mutatiegegevens, Mutatieverwijzing
from correspondentie.opmaak import Aantal


@dataclass(frozen=True, kw_only=True, slots=True)
class Briefhoofd:
    """What every letter has: kenmerk, dagtekening, addressee.

    Shape: adresregels are the lines in the envelope window, name first, at most six.
    """

    kenmerk: str
    dagtekening: date
    adresregels: tuple[str, ...]
    aanhef: str
    toeslagjaar: Aantal


class Rekenstap(StrEnum):
    """What one line of a sum is; its words stand in sjablonen/_huisstijl/componenten.html."""

    INKOMEN_AANVRAGER = "inkomen-aanvrager"
    INKOMEN_PARTNER = "inkomen-partner"
    INKOMEN = "inkomen"
    VERMOGEN = "vermogen"
    VERMOGENSGRENS = "vermogensgrens"
    STANDAARDPREMIE = "standaardpremie"
    STANDAARDPREMIE_GETELD = "standaardpremie-geteld"
    DREMPELINKOMEN = "drempelinkomen"
    INKOMEN_BOVEN_DREMPEL = "inkomen-boven-drempel"
    NORMPREMIE = "normpremie"
    ZORGVERSCHIL = "zorgverschil"
    ZORG_VOOR_EEN = "zorg-voor-een"
    HEEL_JAAR_AFGEROND = "heel-jaar-afgerond"
    ZORG_MAANDBEDRAG = "zorg-maandbedrag"
    PERSONEN = "personen"
    REKENINKOMEN = "rekeninkomen"
    KALE_HUUR = "kale-huur"
    SERVICEKOSTEN = "servicekosten"
    REKENHUUR = "rekenhuur"
    MAXIMUM_HUUR = "maximum-huur"
    HUUR_TE_HOOG = "huur-te-hoog"
    INKOMEN_TE_HOOG = "inkomen-te-hoog"
    BASISHUUR = "basishuur"
    HUUR_A = "huur-a"
    DEEL_A = "deel-a"
    HUUR_B = "huur-b"
    DEEL_B = "deel-b"
    HUUR_C = "huur-c"
    DEEL_C = "deel-c"
    INKOMEN_BOVEN_IJKPUNT = "inkomen-boven-ijkpunt"
    INKOMENSKORTING = "inkomenskorting"
    HUUR_MAANDTOTAAL = "huur-maandtotaal"
    AFBOUWDREMPEL = "afbouwdrempel"
    INKOMEN_BOVEN_AFBOUW = "inkomen-boven-afbouw"
    VERMINDERING = "vermindering"
    BEDRAG_KINDEREN = "bedrag-kinderen"
    EXTRA_12_15 = "extra-12-15"
    EXTRA_16_17 = "extra-16-17"
    ALLEENSTAANDE_OUDERKOP = "alleenstaande-ouderkop"
    MAXIMUM_JAAR = "maximum-jaar"
    JAARBASIS = "jaarbasis"
    MAANDBEDRAG = "maandbedrag"
    JAARDEEL = "jaardeel"
    JAARTOTAAL = "jaartotaal"
    JAARBEDRAG = "jaarbedrag"
    KLEIN_BEDRAG = "klein-bedrag"
    VOORSCHOT = "voorschot"
    RENTE_OVER = "rente-over"
    RENTE = "rente"
    MAANDTOTAAL = "maandtotaal"
    MAANDTOTAAL_OMLAAG = "maandtotaal-omlaag"
    VOORSCHOT_MAAND = "voorschot-maand"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rekenregel:
    """One line of a sum: what it is, how it follows from the lines above it, and what comes out.

    Shape: formule is the sum as a reader redoes it, such as '€ 498,20 − € 202,52', or '' for a given fact.
    van and tot are the first and the last day of the months it is about, where it is about some months only.
    Unit: uitkomst is plain text that eenheid explains: '120286' eurocent, '3' things.
    """

    stap: Rekenstap
    uitkomst: str
    eenheid: Eenheid = Eenheid.EUROCENT
    formule: str = ""
    van: date | None = None
    tot: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Opvangregel:
    """The sum for one Opvang of one child in one period, in the order in which a reader redoes it.

    Unit: tarieven in eurocent per uur; kosten and bedrag in eurocent per month; uren per month.
    """

    kind: str
    opvangsoort: Opvangsoort
    organisatie: str
    lrk_nummer: str
    uren: Decimal
    uren_geteld: Decimal
    uurtarief: int
    maximum_uurprijs: int
    uurtarief_geteld: int
    kosten: int
    eerste_kind: bool
    percentage: Decimal
    bedrag: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Periodeoverzicht:
    """The sum of one period; van is the first day of its first month, tot the last day of its last.

    Shape: opvang for kinderopvangtoeslag, regels for the other toeslagen; both empty when nothing counts.
    Unit: eurocent per month; totaal to the cent, maandbedrag rounded down to whole euro.
    """

    van: date
    tot: date
    opvang: tuple[Opvangregel, ...]
    regels: tuple[Rekenregel, ...]
    totaal: int
    maandbedrag: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Toeslagberekening:
    """The whole sum of one toeslag: what holds all year, what each period gives, and the year."""

    vooraf: tuple[Rekenregel, ...]
    perioden: tuple[Periodeoverzicht, ...]
    jaar: tuple[Rekenregel, ...]


class Nihilreden(StrEnum):
    """Why a toeslag gives nothing."""

    VERMOGEN = "vermogen"
    GEEN_MAANDEN = "geen-maanden"  # no month in which there is something to give it for
    KLEIN_BEDRAG = "klein-bedrag"  # less than 24 euro a year
    BEREKENING = "berekening"  # the income is too high, or the costs are too low


@dataclass(frozen=True, kw_only=True, slots=True)
class Termijn:
    """One payment to come: for which month (its first day), when, and how much in eurocent."""

    maand: date
    betaaldatum: date
    bedrag: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Maandgroep:
    """Consecutive months with one month amount; van and tot are first days of a month. Unit: eurocent."""

    van: date
    tot: date
    bedrag: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Toeslagoverzicht:
    """One toeslag of the decision.

    bedrag_eerder is what was granted before (None: nothing yet). Below 100 the voorschotpercentage says which
    part of bedrag_jaar, the right, is paid; bedrag_betaald is that part. verschuldigd is due over the months
    before the first Termijn, or over the whole year for a definitieve toekenning; uitbetaald was paid.
    klein_bedrag is the most that is not claimed back of a definitieve toekenning (None: not known here).
    Unit: eurocent; maandbedrag of the first month still to be paid; te_ontvangen is nabetaling, te_betalen is
    terug_te_betalen, each with the rente; renteregels hold its sum.
    """

    toeslag: Toeslag
    bedrag_jaar: int
    bedrag_eerder: int | None
    voorschotpercentage: Aantal
    bedrag_betaald: int
    maandbedrag: int
    maandgroepen: tuple[Maandgroep, ...]
    termijnen: tuple[Termijn, ...]
    verschuldigd: int
    uitbetaald: int
    nabetaling: int
    terug_te_betalen: int
    kwijtgescholden: int
    klein_bedrag: int | None
    rente: int
    renteregels: tuple[Rekenregel, ...]
    te_ontvangen: int
    te_betalen: int
    nihilreden: Nihilreden | None
    berekening: Toeslagberekening


@dataclass(frozen=True, kw_only=True, slots=True)
class Betaalmaand:
    """What is paid for one month, of each of the betaaltoeslagen in their order and together.

    Unit: eurocent; None for a toeslag of which this month was paid before.
    """

    maand: date
    betaaldatum: date
    bedragen: tuple[int | None, ...]
    totaal: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Begunstigde:
    """Who is paid: the own account (masked, like 'NL•• •••• •••• ••12 34') or the KOO; one is None.

    eigen_toeslagen are paid to the applicant although a KOO is paid the kinderopvangtoeslag.
    """

    rekening: str | None
    organisatie: str | None
    eigen_toeslagen: tuple[Toeslag, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Beschikkinggegevens:
    """The decision as the letter shows it: each toeslag, and all of them together.

    Shape: inkomen holds the incomes and their sum; mutaties are those for which was decided anew;
    maandgroepen and betaalmaanden are of the months to come, betaaltoeslagen the toeslagen that are paid in
    them, eerste_betaling the first day on which something is, None when nothing is. rente_vanaf is the day
    from which interest counts.
    Unit: eurocent; the amounts are the sums of those of the toeslagen. eerder_verleend says that something
    was granted before; voorzichtig that of some toeslag less than the right is paid, on request; afgerekend
    that something was due or paid before now; meer_toeslagen that there is more than one toeslag,
    meer_betaald that more than one is paid in the months to come.
    """

    toeslagen: tuple[Toeslagoverzicht, ...]
    inkomen: tuple[Rekenregel, ...]
    mutaties: tuple[Mutatieverwijzing, ...]
    bedrag_jaar: int
    bedrag_betaald: int
    maandbedrag: int
    maandgroepen: tuple[Maandgroep, ...]
    betaaltoeslagen: tuple[Toeslag, ...]
    betaalmaanden: tuple[Betaalmaand, ...]
    eerste_betaling: date | None
    verschuldigd: int
    uitbetaald: int
    nabetaling: int
    terug_te_betalen: int
    te_ontvangen: int
    te_betalen: int
    rente_vanaf: date
    begunstigde: Begunstigde
    bezwaar_uiterlijk: date
    nihil: bool
    eerder_verleend: bool
    voorzichtig: bool
    afgerekend: bool
    meer_toeslagen: bool
    meer_betaald: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Vorderingsregel:
    """What of one toeslag is to be paid back. Unit: eurocent; totaal is bedrag with rente."""

    toeslag: Toeslag
    bedrag: int
    rente: int
    totaal: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Terugvorderinggegevens:
    """The decision to claim back as the letter shows it.

    Unit: eurocent; totaal of all vorderingen with their rente; termijnbedrag is what a payment plan of
    termijnen months asks a month, rounded up to whole euro. uiterlijk is six weeks after the dagtekening.
    """

    vorderingen: tuple[Vorderingsregel, ...]
    bedrag: int
    rente: int
    totaal: int
    rente_vanaf: date
    uiterlijk: date
    termijnen: Aantal
    termijnbedrag: int
    bezwaar_uiterlijk: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Briefgegevens:
    """Everything one sjabloon gets; one of the four is filled, as its aanleiding says."""

    brief: Briefhoofd
    beschikking: Beschikkinggegevens | None = None
    terugvordering: Terugvorderinggegevens | None = None
    mutatie: Mutatiegegevens | None = None
    bevestiging: Bevestiginggegevens | None = None
