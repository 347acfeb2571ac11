"""Addressing a person: everything that a letter and its envelope say of the addressee, by the RvIG rules.

The rules are those of the BRP API "Haal-Centraal BRP bevragen" (group adressering); the layout of the lines
in the window is PostNL's.
"""

from dataclasses import dataclass

from correspondentie.adressering.aanhef import format_aanhef
from correspondentie.adressering.aanschrijfwijze import Aanschrijfwijze, compute_aanschrijfwijze
from correspondentie.adressering.adres import Adresregels, compute_adres, is_vastgesteld_niet_op_adres
from correspondentie.adressering.gegevens import Geadresseerde
from correspondentie.adressering.lopende_tekst import format_lopende_tekst
from correspondentie.adressering.naam import Naam, compute_naam, format_voorletters

ALGEMENE_AANHEF = "Geachte heer, mevrouw"


@dataclass(frozen=True, kw_only=True, slots=True)
class Adressering:
    """How one person is addressed; None for what cannot be said of this person.

    Shape: naam holds what each way of writing the name is made of. vastgesteld_verblijft_niet_op_adres means
    that no paper should go to the address, which is given all the same.
    """

    naam: Naam | None
    adres: Adresregels
    voorletters: str | None
    vastgesteld_verblijft_niet_op_adres: bool

    @property
    def aanhef(self) -> str | None:
        """The salutation."""
        return (format_aanhef(self.naam) or None) if self.naam else None

    @property
    def aanschrijfwijze(self) -> Aanschrijfwijze | None:
        """The name above the address."""
        return compute_aanschrijfwijze(self.naam) if self.naam else None

    @property
    def gebruik_in_lopende_tekst(self) -> str | None:
        """The name in a sentence."""
        return (format_lopende_tekst(self.naam) or None) if self.naam else None


def compute_adressering(geadresseerde: Geadresseerde) -> Adressering:
    """Compute salutation, name line, name in a sentence and address of one person.

    Shape: a person of whom both geslacht and naamgebruik are absent is a fragment, because the BRP always has
    them: such a person gets no salutation and no name, only initials and address.
    Source: Haal-Centraal BRP bevragen, features persoon/adressering and naam/voorletters (RvIG).
    """
    naam = compute_naam(geadresseerde)
    adres = compute_adres(geadresseerde)
    voorletters = naam.voorletters if naam else format_voorletters(geadresseerde.persoon.voornamen)
    return Adressering(
        naam=naam,
        adres=adres,
        voorletters=voorletters or None,
        vastgesteld_verblijft_niet_op_adres=is_vastgesteld_niet_op_adres(geadresseerde, adres),
    )


def compute_adresregels(adressering: Adressering) -> tuple[str, ...]:
    """Compute the lines in the window of the envelope.

    Shape: at most six: line of nobility, name, one to three address lines, country abroad; what is unknown
    is left out. Whether the lines are enough to post a letter is for has_adres to say.
    Source: PostNL, address layout: town in capitals, country alone on the last line in capitals, in English.
    """
    naam, adres = adressering.aanschrijfwijze, adressering.adres
    regels = (
        naam and naam.aanspreekvorm,
        naam and naam.naam,
        adres.regel1,
        adres.regel2,
        adres.regel3,
        adres.land and adres.land.poststuk,
    )
    return tuple(regel for regel in regels if regel)


def has_adres(adressering: Adressering) -> bool:
    """Answer whether a letter can be posted: there is a name, and an address that the post can find.

    It does not weigh that the person may not live there: see vastgesteld_verblijft_niet_op_adres.
    """
    return adressering.adres.is_compleet and adressering.aanschrijfwijze is not None


def format_briefaanhef(adressering: Adressering) -> str:
    """Write the salutation of a letter, and a general one where the rules yield none (our own choice)."""
    return adressering.aanhef or ALGEMENE_AANHEF
