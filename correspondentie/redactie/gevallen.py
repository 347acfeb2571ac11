"""The gevallen with which a text is tried: the voorbeelden beside each brieftype, all of fictional people."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

from correspondentie.briefgegevens import Briefgegevens
from correspondentie.redactie.bestanden import list_gebruik, load_teksten
from correspondentie.redactie.errors import UnknownOnderdeelError
from correspondentie.redactie.versies import Onderdeel, Soort, Tekst

VOORBEELDEN = "voorbeelden"
ZONDER_GEVAL = (
    "deze tekst staat in geen enkele brief, dus er is geen voorbeeld om hem in te zien. Vraag uw beheerder "
    "om hem eerst in een brief te zetten."
)


def list_gevallen(
    sjablonen: Path, onderdeel: Onderdeel, brieven: Mapping[str, Tekst] = MappingProxyType({})
) -> tuple[str, ...]:
    """List the names of the gevallen of an onderdeel, in order.

    brieven: the letters in use, by brieftype, where those are not the shipped ones.
    Shape: for a bouwsteen those of every brieftype in which it stands, as 'herziening/nabetaling'.
    Raises: InvalidSjabloonError when a text cannot be read.
    """
    if onderdeel.soort is Soort.BRIEFTYPE:
        return _list_namen(sjablonen, onderdeel.naam)
    in_gebruik = {Onderdeel(Soort.BRIEFTYPE, naam): tekst for naam, tekst in brieven.items()}
    brieftypen = list_gebruik(load_teksten(sjablonen) | in_gebruik, onderdeel.naam)
    return tuple(f"{soort}/{naam}" for soort in brieftypen for naam in _list_namen(sjablonen, soort))


def split_geval(onderdeel: Onderdeel, geval: str) -> tuple[str, str]:
    """Split the name of a geval. Returns: its brieftype and its voorbeeld."""
    if onderdeel.soort is Soort.BRIEFTYPE:
        return onderdeel.naam, geval
    brieftype, _, naam = geval.partition("/")
    return brieftype, naam


def load_gevallen(sjablonen: Path) -> dict[tuple[str, str], Briefgegevens]:
    """Read every geval there is, by brieftype and name."""
    bestanden = sorted(sjablonen.glob(f"*/{VOORBEELDEN}/*.json"))
    return {(pad.parts[-3], pad.stem): _load(pad) for pad in bestanden}


def find_gegevens(
    gevallen: dict[tuple[str, str], Briefgegevens], onderdeel: Onderdeel, geval: str
) -> Briefgegevens:
    """Find the facts of a geval. Raises: UnknownOnderdeelError."""
    try:
        return gevallen[split_geval(onderdeel, geval)]
    except KeyError:
        raise UnknownOnderdeelError(
            f"{onderdeel} heeft geen voorbeeld met die naam. Kies een ander."
        ) from None


def _list_namen(sjablonen: Path, brieftype: str) -> tuple[str, ...]:
    return tuple(sorted(pad.stem for pad in (sjablonen / brieftype / VOORBEELDEN).glob("*.json")))


def _load(bestand: Path) -> Briefgegevens:
    return msgspec.json.decode(bestand.read_bytes(), type=Briefgegevens)
