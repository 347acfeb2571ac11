"""The texts that letters share, and in which letters each is used."""

from starlette.responses import Response

from correspondentie.redactie.bestanden import list_gebruik
from correspondentie.redactie.overzicht import list_overzicht
from correspondentie.redactie.stand import load_in_gebruik
from correspondentie.redactie.versies import Soort
from correspondentie.web.verzoek import Verzoek


def get_bouwstenen(verzoek: Verzoek) -> Response:
    """Show every bouwsteen, and where it is used."""
    sjablonen = verzoek.omgeving.settings.sjablonen
    with verzoek.omgeving.engine.begin() as connection:
        teksten = load_in_gebruik(connection, sjablonen, verzoek.vandaag)
        alle = list_overzicht(connection, verzoek.vandaag, teksten)
    regels = [regel for regel in alle if regel.onderdeel.soort is Soort.BOUWSTEEN]
    gebruik = {regel.onderdeel.naam: list_gebruik(teksten, regel.onderdeel.naam) for regel in regels}
    return verzoek.render("bouwstenen.html", regels=regels, gebruik=gebruik)
