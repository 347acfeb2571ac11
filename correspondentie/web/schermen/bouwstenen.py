"""The texts that letters share, and in which letters each is used."""

from starlette.responses import Response

from correspondentie.redactie.bestanden import list_onderdelen
from correspondentie.redactie.overzicht import list_overzicht
from correspondentie.redactie.stand import list_gebruik
from correspondentie.redactie.versies import Soort
from correspondentie.web.verzoek import Verzoek


def get_bouwstenen(verzoek: Verzoek) -> Response:
    """Show every bouwsteen, and where it is used."""
    sjablonen = verzoek.omgeving.settings.sjablonen
    with verzoek.omgeving.engine.begin() as connection:
        alle = list_overzicht(connection, verzoek.vandaag, list_onderdelen(sjablonen))
        gebruik = {
            regel.onderdeel.naam: list_gebruik(connection, regel.onderdeel.naam, sjablonen, verzoek.vandaag)
            for regel in alle
            if regel.onderdeel.soort is Soort.BOUWSTEEN
        }
    regels = [regel for regel in alle if regel.onderdeel.soort is Soort.BOUWSTEEN]
    return verzoek.render("bouwstenen.html", regels=regels, gebruik=gebruik)
