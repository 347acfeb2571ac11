"""The salutation of a letter (RvIG rules: adressering/aanhef)."""

from correspondentie.adressering.naam import Naam, format_hoofdletter, format_samengesteld, format_woorden
from correspondentie.adressering.titels import MAN, VROUW, format_titelaanhef

_GEACHTE = {MAN: "Geachte heer", VROUW: "Geachte mevrouw"}


def format_aanhef(naam: Naam) -> str:
    """Write the salutation; empty when the rules yield none, because the surname is unknown.

    A title gives a salutation of its own, without a name, and a courtesy title goes before the own one.
    """
    adellijk = format_titelaanhef(naam.hoffelijkheidstitel or naam.titel, naam.geslacht)
    return adellijk or _format_aanhef_met_naam(naam)


def _format_aanhef_met_naam(naam: Naam) -> str:
    achternaam = format_samengesteld(naam, eigen=naam.eigen, partner=naam.partner)
    if not achternaam:
        return ""
    if naam.geslacht in _GEACHTE:
        return f"{_GEACHTE[naam.geslacht]} {format_hoofdletter(achternaam)}"
    # Without a known gender the initials stand between; the voorvoegsel after initials stays small.
    return f"Geachte {format_hoofdletter(format_woorden(naam.voorletters, achternaam))}"
