"""One line of the monthly input: all that is known of one household, as msgspec reads it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from calc.huishouden import Huishouden
from correspondentie.adressering.gegevens import Geadresseerde

Dossiernummer = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9-]{1,40}$", description="eigen nummer van het dossier; nooit een BSN")
]
Bsn = Annotated[str, Meta(pattern=r"^\d{9}$", description="burgerservicenummer, negen cijfers, elfproef")]
Iban = Annotated[str, Meta(pattern=r"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$", description="IBAN zonder spaties")]
Maand = Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", description="jjjj-mm")]


class Kanaalvoorkeur(StrEnum):
    """What the citizen chose: only digital, or on paper and digital."""

    DIGITAAL = "digitaal"
    PAPIER_EN_DIGITAAL = "papier-en-digitaal"


class Besluitsoort(StrEnum):
    """Which decision is asked: the advance, or the definitieve toekenning of a year that is over."""

    VOORLOPIG = "voorlopig"
    DEFINITIEF = "definitief"


@dataclass(frozen=True, kw_only=True, slots=True)
class Berichtenbox:
    """Whether the citizen gets our post in the Berichtenbox, and when that was checked."""

    actief: bool
    gecontroleerd_op: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Burger:
    """A person of the household as the BRP knows them."""

    bsn: Bsn
    geboortedatum: date
    brp: Geadresseerde
    overlijdensdatum: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rekening:
    """Payment to the applicant's own bank account."""

    iban: Iban


@dataclass(frozen=True, kw_only=True, slots=True)
class Organisatiebetaling:
    """Payment to the kinderopvangorganisatie (KOO), on the parent's request (Awir art. 25)."""

    organisatie: Annotated[str, Meta(min_length=1, max_length=80)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Betaling:
    """Who is paid: exactly one of the two is given."""

    rekening: Rekening | None = None
    organisatie: Organisatiebetaling | None = None

    def __post_init__(self) -> None:
        if (self.rekening is None) == (self.organisatie is None):
            raise ValueError("geef of een rekening of een organisatie op, niet beide en niet geen")


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """One household in one month: the record of which the input holds one a line.

    Shape: aanvrager is the addressee (Awir art. 14 lid 2); a partner's names for the aanvrager's naamgebruik
    stand in aanvrager.brp.partners.
    """

    dossier: Dossiernummer
    maand: Maand
    aanvrager: Burger
    huishouden: Huishouden
    betaling: Betaling
    besluitsoort: Besluitsoort = Besluitsoort.VOORLOPIG
    partner: Burger | None = None
    voorkeur: Kanaalvoorkeur | None = None
    berichtenbox: Berichtenbox | None = None
