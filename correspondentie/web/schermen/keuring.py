"""What the controle finds in a text, for a page."""

from collections.abc import Collection, Iterator
from concurrent.futures import Future

from starlette.responses import Response

from correspondentie.getal import format_getal
from correspondentie.redactie.controle import Bevinding, Controle, Maten
from correspondentie.redactie.effect import count_laatste
from correspondentie.redactie.versies import Onderdeel, Tekst, Versie
from correspondentie.web.errors import BezigError
from correspondentie.web.schermen.proefbrief import WAAR
from correspondentie.web.schermen.samenhang import make_opdracht
from correspondentie.web.schermen.teksten import load_basis
from correspondentie.web.verzoek import Verzoek

GEDULD = 20.0  # seconds that an approval waits for the controle


def make_keuring(
    verzoek: Verzoek, onderdeel: Onderdeel, tekst: Tekst, vak: str = ""
) -> dict[str, object] | None:
    """Check a text as fast as somebody writes; None: something newer was asked in this vak meanwhile.

    Shape: as describe_controle.
    """
    opdracht = make_opdracht(verzoek, onderdeel, tekst)
    with verzoek.omgeving.werkplekken.take():
        controle = verzoek.omgeving.keurmeester.check_vlug(opdracht, verzoek.vrager, vak)
    return None if controle is None else describe_controle(controle)


def start_keuring(verzoek: Verzoek, onderdeel: Onderdeel, tekst: Tekst) -> "Future[Controle]":
    """Begin the whole controle of a text, with every letter typeset; done before, it is there at once."""
    return verzoek.omgeving.keurmeester.start_heel(make_opdracht(verzoek, onderdeel, tekst), verzoek.now)


def check_versie(verzoek: Verzoek, versie: Versie) -> Controle:
    """Check a version as the gate before approval. Raises: BezigError when that takes too long."""
    return _wait(verzoek, start_keuring(verzoek, versie.onderdeel, versie.tekst))


def show_keuring(verzoek: Verzoek, onderdeel: Onderdeel, tekst: Tekst, terug: str) -> Response:
    """Show what an approval will go by; a page that asks again hears nothing before that.

    Who has no scripts does not wait for the comparison with the text in use as well.
    terug: the page to which it belongs. Raises: BezigError when it takes too long for who has no scripts.
    """
    with verzoek.omgeving.engine.begin() as connection:
        basis = load_basis(verzoek, connection, onderdeel)
        volume = count_laatste(connection, onderdeel, verzoek.omgeving.settings.sjablonen)
    nieuw, oud = (start_keuring(verzoek, onderdeel, ding) for ding in (tekst, basis.tekst))
    if verzoek.is_deel and not (nieuw.done() and oud.done()):
        return Response(status_code=204)
    controle = _wait(verzoek, nieuw)
    keuring = describe_controle(controle, oud.result().maten if oud.done() else None, volume)
    return verzoek.render_deel("keuringdeel.html", onderdeel=onderdeel, terug=terug, keuring=keuring)


def _wait(verzoek: Verzoek, keuring: "Future[Controle]") -> Controle:
    try:
        with verzoek.omgeving.werkplekken.take():
            return keuring.result(timeout=GEDULD)
    except TimeoutError as fout:
        raise BezigError(
            "De controle is nog bezig: zij zet elk voorbeeld op papier. Wacht tot zij klaar is, en probeer "
            "het dan opnieuw."
        ) from fout


def describe_controle(controle: Controle, oud: Maten | None = None, volume: int = 0) -> dict[str, object]:
    """Describe what was found; oud, of the text in use, and how many letters there were tell what changes.

    Shape: fouten, which gate approval; signalen, which never do; maten, pairs of a name and a value;
    meldingen, what could not be checked.
    """
    return {
        "fouten": [_describe(ding) for ding in controle.fouten],
        "signalen": [_describe(ding) for ding in controle.signalen],
        "maten": [
            {"naam": naam, "waarde": waarde} for naam, waarde in _list_maten(controle.maten, oud, volume)
        ],
        "meldingen": list(controle.meldingen),
    }


def _describe(ding: Bevinding) -> dict[str, object]:
    return {
        "ernst": ding.ernst.value,
        "veld": ding.veld,
        "waar": WAAR.get(ding.veld, f"Bouwsteen {ding.veld}"),
        "regel": ding.regel,
        "kolom": ding.kolom,
        "lengte": ding.lengte,
        "uitleg": ding.uitleg,
        "voorstel": ding.voorstel,
        "geval": ding.geval,
    }


def _list_maten(maten: Maten, oud: Maten | None, volume: int) -> Iterator[tuple[str, str]]:
    if maten.paginas:
        yield "Pagina's", _format_bereik(maten.paginas.values())
        yield "Vellen papier", _format_bereik(maten.vellen.values())
        if oud is not None and oud.paginas and volume:
            verschil = maten.compute_vellenverschil(oud, volume)
            yield f"Vellen bij {format_getal(volume)} brieven", _format_verschil(verschil)
        yield "Snel te maken", "ja" if maten.vulbaar else "nee, sommige delen niet"
    if maten.berichttekens:
        yield "Tekens in het bericht", f"hooguit {maten.berichttekens}"


def _format_bereik(aantallen: Collection[int]) -> str:
    minst, meest = min(aantallen), max(aantallen)
    return f"{minst}" if minst == meest else f"{minst} tot {meest}"


def _format_verschil(verschil: int) -> str:
    if verschil == 0:
        return "evenveel als nu"
    return f"{format_getal(abs(verschil))} {'meer' if verschil > 0 else 'minder'} dan nu"
