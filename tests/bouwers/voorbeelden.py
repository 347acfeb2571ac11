"""The voorbeelden of every live brieftype, read from sjablonen/."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from correspondentie.briefgegevens import Briefgegevens

SJABLONEN = Path(__file__).parents[2] / "sjablonen"


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """One voorbeeld of one brieftype, and where its expected texts stand."""

    brieftype: str
    naam: str
    gegevens: Briefgegevens

    def find_verwacht(self, soort: str) -> Path:
        """Return the file with the expected text of the 'brief' or the 'bericht'."""
        return SJABLONEN / self.brieftype / "verwacht" / f"{self.naam}.{soort}.txt"


def make_naam(voorbeeld: Voorbeeld) -> str:
    """Name one voorbeeld among all of them."""
    return f"{voorbeeld.brieftype}-{voorbeeld.naam}"


def load_voorbeeld(brieftype: str, naam: str) -> Voorbeeld:
    """Read one voorbeeld."""
    bestand = SJABLONEN / brieftype / "voorbeelden" / f"{naam}.json"
    return Voorbeeld(brieftype, naam, msgspec.json.decode(bestand.read_bytes(), type=Briefgegevens))


def list_voorbeelden() -> list[Voorbeeld]:
    """List every voorbeeld of every brieftype, in order of name."""
    bestanden = sorted(SJABLONEN.glob("*/voorbeelden/*.json"))
    return [load_voorbeeld(bestand.parts[-3], bestand.stem) for bestand in bestanden]
