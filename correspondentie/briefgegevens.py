"""What a sjabloon may use: plain frozen facts, computed before, so that a sjabloon only formats."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calc.beschikking import Eenheid, Mutatiegrond, Onderdeel, Toeslag
from calc.huishouden import Opvangsoort


@dataclass(frozen=True, kw_only=True, slots=True)
class Briefhoofd:
    """What every letter has: kenmerk, dagtekening, addressee.

    Shape: adresregels are the lines in the envelope window, name first, at most six.
    """

    kenmerk: str
    dagtekening: date
    adresregels: tuple[str, ...]
    aanhef: str
    toeslagjaar: int


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

    Unit: eurocent per month; totaal to the cent, maandbedrag rounded down to whole euro.
    """

    van: date
    tot: date
    regels: tuple[Opvangregel, ...]
    totaal: int
    maandbedrag: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Toeslagoverzicht:
    """One toeslag of the decision. Unit: eurocent; inkomens a year; maandbedrag of the coming months."""

    toeslag: Toeslag
    bedrag_jaar: int
    maandbedrag: int
    inkomen_aanvrager: int
    inkomen_partner: int | None
    inkomen: int
    perioden: tuple[Periodeoverzicht, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Termijn:
    """One payment to come: for which month (its first day), when, and how much in eurocent."""

    maand: date
    betaaldatum: date
    bedrag: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Begunstigde:
    """Who is paid: the own account (masked, like 'NL•• •••• •••• ••12 34') or the KOO; one is None."""

    rekening: str | None
    organisatie: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Beschikkinggegevens:
    """The decision as the letter shows it.

    Unit: eurocent. berekend and uitbetaald cover the months before the first Termijn; nabetaling and
    te_veel are what is still paid or was paid too much over those months (at most one is not 0).
    """

    toeslagen: tuple[Toeslagoverzicht, ...]
    bedrag_jaar: int
    maandbedrag: int
    termijnen: tuple[Termijn, ...]
    berekend: int
    uitbetaald: int
    nabetaling: int
    te_veel: int
    begunstigde: Begunstigde
    bezwaar_uiterlijk: date
    nihil: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Vergelijkregel:
    """One item: what we know beside what the kinderopvangorganisatie delivered; None = not known.

    Unit: plain text that eenheid explains: '1050' eurocent, '122.5' hours, '2026-08-31', 'dagopvang'.
    """

    grond: Mutatiegrond
    onderdeel: Onderdeel
    eenheid: Eenheid
    bekend: str | None
    geleverd: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Opvangvergelijking:
    """The items of one facility on which the data differ."""

    organisatie: str
    lrk_nummer: str
    opvangsoort: Opvangsoort
    bron: str
    geleverd_op: date
    regels: tuple[Vergelijkregel, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatiegegevens:
    """The announced change for one child as the letter shows it.

    Unit: maandbedragen of the whole household in eurocent; ingang is the first day of the first changed
    month, eerste_betaling the day on which that month is paid, tegenhouden_uiterlijk = dagtekening + 21.
    opwaarts says that this child's change alone would raise the advance; andere_brieven counts the other
    mutatiebrieven of the household in this run.
    """

    kind: str
    geboortedatum: date
    vergelijkingen: tuple[Opvangvergelijking, ...]
    maandbedrag_oud: int
    maandbedrag_nieuw: int
    verschil: int
    ingang: date
    eerste_betaling: date
    tegenhouden_uiterlijk: date
    opwaarts: bool
    andere_brieven: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Briefgegevens:
    """Everything one sjabloon gets; beschikking or mutatie is filled, as its aanleiding says."""

    brief: Briefhoofd
    beschikking: Beschikkinggegevens | None = None
    mutatie: Mutatiegegevens | None = None
