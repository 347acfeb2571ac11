"""How a person is named within a sentence (RvIG rules: adressering/gebruikInLopendeTekst)."""

from correspondentie.adressering.naam import (
    PARTNER,
    PARTNER_EIGEN,
    Naam,
    format_hoofdletter,
    format_samengesteld,
    format_woorden,
)
from correspondentie.adressering.titels import MAN, VROUW, format_titelwoord

_AANDUIDING = {MAN: "de heer", VROUW: "mevrouw"}


def format_lopende_tekst(naam: Naam) -> str:
    """Write the name for use within a sentence; empty when no name can be made."""
    titel = format_titelwoord(naam.titel, naam.geslacht)
    hoffelijkheid = format_titelwoord(naam.hoffelijkheidstitel, naam.geslacht)
    achternaam = format_samengesteld(
        naam, eigen=format_woorden(titel, naam.eigen), partner=format_woorden(hoffelijkheid, naam.partner)
    )
    if not achternaam:
        return ""
    partner_voorop = bool(naam.partner) and naam.naamgebruik in {PARTNER, PARTNER_EIGEN}
    if hoffelijkheid if partner_voorop else titel:
        return achternaam
    return _format_met_aanduiding(naam, achternaam)


def _format_met_aanduiding(naam: Naam, achternaam: str) -> str:
    if naam.geslacht in _AANDUIDING:
        return f"{_AANDUIDING[naam.geslacht]} {format_hoofdletter(achternaam)}"
    return format_hoofdletter(format_woorden(naam.voorletters, achternaam))
