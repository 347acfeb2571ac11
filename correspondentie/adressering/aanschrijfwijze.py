"""How a person is named above an address (RvIG rules: adressering/aanschrijfwijze)."""

from dataclasses import dataclass

from correspondentie.adressering.naam import (
    PARTNER_EIGEN,
    Naam,
    format_hoofdletter,
    format_samengesteld,
    format_woorden,
)
from correspondentie.adressering.titels import format_aanspreekvorm, format_titelwoord, is_predicaat


@dataclass(frozen=True, kw_only=True, slots=True)
class Aanschrijfwijze:
    """The name line of an address, and the line of nobility above it (None for most people)."""

    naam: str
    aanspreekvorm: str | None = None


def compute_aanschrijfwijze(naam: Naam) -> Aanschrijfwijze | None:
    """Compute name line and line of nobility; None when no name can be made."""
    regel = _format_naamregel(naam)
    if not regel:
        return None
    return Aanschrijfwijze(naam=format_hoofdletter(regel), aanspreekvorm=_format_aanspreekvorm(naam) or None)


def _format_naamregel(naam: Naam) -> str:
    titel = format_titelwoord(naam.titel, naam.geslacht)
    hoffelijkheid = format_titelwoord(naam.hoffelijkheidstitel, naam.geslacht)
    voorop = _has_predicaat_voorop(naam)
    achternaam = format_samengesteld(
        naam,
        eigen=naam.eigen if voorop else format_woorden(titel, naam.eigen),
        partner=format_woorden(hoffelijkheid, naam.partner),
    )
    return format_woorden(titel if voorop else "", naam.voorletters, achternaam) if achternaam else ""


def _has_predicaat_voorop(naam: Naam) -> bool:
    # A predicaat stands before the initials, a title before the surname; but where the partner's
    # surname comes first, the predicaat moves to the own surname that it belongs to.
    return is_predicaat(naam.titel) and not (naam.partner and naam.naamgebruik == PARTNER_EIGEN)


def _format_aanspreekvorm(naam: Naam) -> str:
    # The courtesy title only counts when the surname that carries it stands in the line.
    code = naam.hoffelijkheidstitel if naam.hoffelijkheidstitel and naam.partner else naam.titel
    return format_aanspreekvorm(code, naam.geslacht)
