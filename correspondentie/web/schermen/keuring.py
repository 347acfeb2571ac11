"""What the controle finds in a text, for a page."""

from collections.abc import Collection, Iterator
from concurrent.futures import Future

from correspondentie.redactie.controle import Bevinding, Controle, Maten
from correspondentie.redactie.versies import Onderdeel, Tekst, Versie
from correspondentie.web.errors import BezigError
from correspondentie.web.schermen.proefbrief import WAAR
from correspondentie.web.schermen.samenhang import make_opdracht
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


def start_keuring(verzoek: Verzoek, versie: Versie) -> "Future[Controle]":
    """Begin the whole controle of a version, with every letter typeset; done before, it is there at once."""
    opdracht = make_opdracht(verzoek, versie.onderdeel, versie.tekst)
    return verzoek.omgeving.keurmeester.start_heel(opdracht, verzoek.now)


def check_versie(verzoek: Verzoek, versie: Versie) -> Controle:
    """Check a version as the gate before approval. Raises: BezigError when that takes too long."""
    try:
        with verzoek.omgeving.werkplekken.take():
            return start_keuring(verzoek, versie).result(timeout=GEDULD)
    except TimeoutError as fout:
        raise BezigError(
            "De controle is nog bezig: zij zet elk voorbeeld op papier. Wacht tot zij klaar is, en keur dan "
            "goed."
        ) from fout


def describe_controle(controle: Controle) -> dict[str, object]:
    """Describe what was found.

    Shape: fouten, which gate approval; signalen, which never do; maten, pairs of a name and a value;
    meldingen, what could not be checked.
    """
    return {
        "fouten": [_describe(ding) for ding in controle.fouten],
        "signalen": [_describe(ding) for ding in controle.signalen],
        "maten": [{"naam": naam, "waarde": waarde} for naam, waarde in _list_maten(controle.maten)],
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


def _list_maten(maten: Maten) -> Iterator[tuple[str, str]]:
    if maten.paginas:
        yield "Pagina's", _format_bereik(maten.paginas.values())
        yield "Vellen papier", _format_bereik(maten.vellen.values())
        yield "Snel te maken", "ja" if maten.vulbaar else "nee, sommige delen niet"
    yield "Tekens in het bericht", f"hooguit {maten.berichttekens}"


def _format_bereik(aantallen: Collection[int]) -> str:
    minst, meest = min(aantallen), max(aantallen)
    return f"{minst}" if minst == meest else f"{minst} tot {meest}"
