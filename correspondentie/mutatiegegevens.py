"""What a sjabloon may use about a mutatie: announced, stopped, or the reason of a new decision."""

from dataclasses import dataclass
from datetime import date

from calc.beschikking import Eenheid
from calc.huishouden import Opvangsoort, Rol, Toeslag
from calc.mutatie import Mutatiegrond, Onderdeel
from calc.mutatiestand import Mutatiestatus
from correspondentie.opmaak import Aantal


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
class Inkomensvergelijking:
    """The income of one person: what we know beside what was delivered. Unit: eurocent a year."""

    persoon: Rol
    bekend: int
    geleverd: int
    bron: str
    geleverd_op: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Toeslagverschil:
    """What the announced changes do to one toeslag.

    Unit: eurocent; oud and nieuw per month from the ingang on; te_veel was paid too much over the months
    before it.
    """

    toeslag: Toeslag
    oud: int
    nieuw: int
    te_veel: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatiegegevens:
    """The announced change for one child, or (kind is None) of the income, as the letter shows it.

    Shape: vergelijkingen for a child, inkomens for the income; verschillen holds the toeslagen of the letter:
    kinderopvangtoeslag for a child, every one of which the amount changes for the income.
    Unit: eurocent; maandbedragen of all verschillen together, verschil is what comes less, te_veel their sum.
    ingang is the first day of the first changed month, eerste_betaling the day on which it is paid,
    tegenhouden_uiterlijk = dagtekening + 21. opwaarts says that this change alone would raise the advance;
    andere_kinderen counts the other letters about children of the household in this run, ook_inkomen says
    that one of them is about its income.
    """

    kind: str | None
    geboortedatum: date | None
    vergelijkingen: tuple[Opvangvergelijking, ...]
    inkomens: tuple[Inkomensvergelijking, ...]
    verschillen: tuple[Toeslagverschil, ...]
    maandbedrag_oud: int
    maandbedrag_nieuw: int
    verschil: int
    te_veel: int
    ingang: date
    eerste_betaling: date
    tegenhouden_uiterlijk: date
    opwaarts: bool
    andere_kinderen: Aantal
    ook_inkomen: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Bevestiginggegevens:
    """What confirms that a mutatie was stopped: of which child (None: the income), which letter, and when."""

    kind: str | None
    kenmerk: str
    dagtekening: date
    tegengehouden_op: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatieverwijzing:
    """The mutatie for which was decided anew: of which child (None: the income), announced in which letter.

    status is what it became: doorgevoerd, teruggedraaid, or tegengehouden when the word of the citizen was in
    time.
    """

    kind: str | None
    kenmerk: str
    dagtekening: date
    status: Mutatiestatus
