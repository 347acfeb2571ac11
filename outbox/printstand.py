"""What can become of a letter on paper after it went to the printer (pure)."""

from enum import StrEnum


class Printstatus(StrEnum):
    """What the printer says of a letter. OPNIEUW was damaged and is made again."""

    GEPRINT = "geprint"
    VERZONDEN = "verzonden"
    OPNIEUW = "opnieuw"
    GEWEIGERD = "geweigerd"


class Weigerreden(StrEnum):
    """Why the printer did not take a letter; a closed list, so that no name or address comes in."""

    BESTAND = "bestand"
    DIGEST = "digest"
    FORMAAT = "formaat"
    TE_DIK = "te-dik"
    ANDERS = "anders"


class Retourreden(StrEnum):
    """Why the post brought a letter back."""

    ONBEKEND = "onbekend"
    VERHUISD = "verhuisd"
    OVERLEDEN = "overleden"
    GEWEIGERD = "geweigerd"
