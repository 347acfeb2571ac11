"""What a text does to the letters of the last run."""

from starlette.responses import Response

from correspondentie.redactie.effect import Effectvraag, find_laatste_run
from correspondentie.web.effectmeter import ALLES_SECONDEN, STEEKPROEF, STEEKPROEF_SECONDEN
from correspondentie.web.schermen.beoordelen import find_gevraagde
from correspondentie.web.schermen.keuring import start_keuring
from correspondentie.web.verzoek import Verzoek

ALLE = "alle"  # as the form says it


def get_effect(verzoek: Verzoek) -> Response:
    """Show the effect of a version; the page asks again until it is known.

    The letters are made in no sandbox, so a text must pass the whole controle first.
    """
    versie = find_gevraagde(verzoek)
    meter = verzoek.omgeving.effectmeter
    with verzoek.omgeving.engine.begin() as connection:
        run = find_laatste_run(connection)
    alle = verzoek.vraag.get("hoeveel") == ALLE
    velden: dict[str, object] = {"versie": versie, "run": run, "meting": None, "reden": "", "alle": alle}
    if run is None:
        velden["reden"] = "Er is nog geen maandrun geweest."
    elif meter.invoer is None:
        velden["reden"] = (
            "De invoer van de laatste run is hier niet. Vraag uw beheerder om de redactie te starten met "
            "--invoer."
        )
    elif not (keuring := start_keuring(verzoek, versie.onderdeel, versie.tekst)).done():
        velden["reden"] = "wacht"
    elif not keuring.result().in_orde:
        velden["reden"] = "De controle vindt nog fouten. Herstel die eerst."
    else:
        vraag = Effectvraag(
            onderdeel=versie.onderdeel,
            tekst=versie.tekst,
            run=run.run,
            invoer=meter.invoer,
            aantal=None if alle else STEEKPROEF,
            seconden=ALLES_SECONDEN if alle else STEEKPROEF_SECONDEN,
        )
        opnieuw = "opnieuw" in verzoek.vraag
        meting = meter.measure(f"{versie.digest} {run.run} {vraag.aantal}", vraag, opnieuw=opnieuw)
        velden |= {"meting": meting, "reden": "" if meting else "wacht"}
    velden |= {"onderdeel": versie.onderdeel, "terug": f"/versies/{versie.digest}"}
    return verzoek.render_deel("effect.html", **velden)
