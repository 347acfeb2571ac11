"""A text among all the others as they are in use today: what it can be seen with, and the question for it."""

from correspondentie.redactie.gevallen import list_gevallen
from correspondentie.redactie.stand import load_in_gebruik
from correspondentie.redactie.versies import Onderdeel, Soort, Tekst
from correspondentie.redactie.voorbeeldvragen import Voorbeeldopdracht
from correspondentie.web.verzoek import Verzoek


def make_opdracht(verzoek: Verzoek, onderdeel: Onderdeel, tekst: Tekst, geval: str = "") -> Voorbeeldopdracht:
    """Make the question for the letter of a text; a bouwsteen is seen in the letters in use."""
    omgeving = verzoek.omgeving
    with omgeving.engine.begin() as connection:
        teksten = load_in_gebruik(connection, omgeving.settings.sjablonen, verzoek.vandaag)
    bouwstenen = {ding.naam: ander.brief for ding, ander in teksten.items() if ding.soort is Soort.BOUWSTEEN}
    brieven = {ding.naam: ander for ding, ander in teksten.items() if ding.soort is Soort.BRIEFTYPE}
    return Voorbeeldopdracht(
        onderdeel=onderdeel,
        tekst=tekst,
        bouwstenen=bouwstenen,
        brieven=brieven if onderdeel.soort is Soort.BOUWSTEEN else {},
        geval=geval,
    )


def list_keuzes(verzoek: Verzoek, onderdeel: Onderdeel) -> tuple[str, ...]:
    """List the voorbeelden that can be chosen for a text."""
    brieven = make_opdracht(verzoek, onderdeel, Tekst()).brieven
    return list_gevallen(verzoek.omgeving.settings.sjablonen, onderdeel, brieven)
