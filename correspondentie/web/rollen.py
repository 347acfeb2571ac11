"""Who works here, and what each may do."""

from dataclasses import dataclass
from enum import StrEnum


class Rol(StrEnum):
    """What a colleague may do; one colleague can have more than one."""

    REDACTEUR = "redacteur"
    BEOORDELAAR = "beoordelaar"
    OPERATEUR = "operateur"
    BEHEERDER = "beheerder"


# What a page says of each, for who logs in and for who is refused.
UITLEG = {
    Rol.REDACTEUR: "schrijft teksten en dient ze in",
    Rol.BEOORDELAAR: "beoordeelt teksten van een ander",
    Rol.OPERATEUR: "geeft goedgekeurde teksten vrij voor de maandrun",
    Rol.BEHEERDER: "bekijkt het logboek en wie er is ingelogd",
}


@dataclass(frozen=True, slots=True)
class Collega:
    """Somebody who logged in. wie is the lasting identity under every act; naam is for the eye."""

    wie: str
    naam: str
    rollen: frozenset[Rol]

    def has_rol(self, *rollen: Rol) -> bool:
        """Tell whether this colleague has one of these roles."""
        return not self.rollen.isdisjoint(rollen)
