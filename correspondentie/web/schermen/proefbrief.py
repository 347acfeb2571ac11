"""The letter of one voorbeeld, for the eye and the ear: pages as pictures with their words."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from correspondentie.redactie.gevallen import ZONDER_GEVAL, split_geval
from correspondentie.redactie.versies import Onderdeel, Tekst
from correspondentie.redactie.voorbeeldvragen import Schrijffout, Voorbeeld
from correspondentie.web.errors import WeigeringError
from correspondentie.web.schermen.samenhang import list_keuzes, make_opdracht
from correspondentie.web.verzoek import Verzoek, make_json

WAAR: Mapping[str, str] = {"titel": "Titel", "brief": "Brief", "bericht": "Bericht"}
VAST = {"Cache-Control": "private, max-age=3600, immutable"}


@dataclass(frozen=True, slots=True)
class Geval:
    """One voorbeeld of a brieftype, by its name: invented facts to see a text with."""

    brieftype: str
    naam: str


def find_geval(verzoek: Verzoek, onderdeel: Onderdeel) -> Geval:
    """Find which voorbeeld was chosen; none: the first. Raises: WeigeringError when there is no such one."""
    keuzes = list_keuzes(verzoek, onderdeel)
    if not keuzes:
        raise WeigeringError(409, f"Bekijken kan nu niet: {ZONDER_GEVAL}")
    naam = verzoek.formulier.get("geval") or verzoek.vraag.get("geval") or keuzes[0]
    if naam not in keuzes:
        raise WeigeringError(404, "Dit voorbeeld is er niet. Kies er een uit de lijst.")
    return Geval(split_geval(onderdeel, naam)[0], naam)


def make_proefbrief(
    verzoek: Verzoek, onderdeel: Onderdeel, tekst: Tekst, geval: Geval, vak: str = ""
) -> Voorbeeld | Schrijffout | None:
    """Make a letter; None when somebody asked for a newer one in the same vak meanwhile.

    Raises: WeigeringError when too many ask at once.
    """
    opdracht = make_opdracht(verzoek, onderdeel, tekst, geval.naam)
    with verzoek.omgeving.werkplekken.take():
        return verzoek.omgeving.voorbeelden.make(opdracht, verzoek.vrager, vak)


def make_antwoord(verzoek: Verzoek, proef: Voorbeeld | Schrijffout | None) -> Response:
    """Make the answer for the editor: the pages by the names of their pictures, or what is wrong where."""
    if proef is None:
        return Response(status_code=204)
    if isinstance(proef, Schrijffout):
        return make_json({"fouten": [describe_fout(fout) for fout in proef.alle]})
    return make_json({"fouten": [], **describe_brief(verzoek, proef)})


def describe_brief(verzoek: Verzoek, voorbeeld: Voorbeeld) -> dict[str, object]:
    """Describe a letter for a page: where its pictures are, and what stands in it."""
    paginas = [
        {
            "src": make_beeldadres(verzoek, pagina.png),
            "breedte": pagina.breedte,
            "hoogte": pagina.hoogte,
            "tekst": pagina.tekst,
        }
        for pagina in voorbeeld.paginas
    ]
    return {"paginas": paginas, "bericht": voorbeeld.bericht, "onderwerp": voorbeeld.onderwerp}


def make_beeldadres(verzoek: Verzoek, png: bytes) -> str:
    """Keep a picture for a while, and give its address."""
    return f"/beelden/{verzoek.omgeving.voorbeelden.keep_beeld(png)}.png"


def describe_fout(fout: Schrijffout) -> dict[str, object]:
    """Describe what is wrong, and where."""
    return {
        "ernst": "fout",
        "veld": fout.veld,
        "waar": WAAR.get(fout.veld, f"Bouwsteen {fout.veld}"),
        "regel": fout.regel,
        "kolom": fout.kolom,
        "lengte": fout.lengte,
        "uitleg": fout.uitleg,
        "voorstel": "",
    }


def get_beeld(verzoek: Verzoek) -> Response:
    """Give a picture of a page that was made just now."""
    beeld = verzoek.omgeving.voorbeelden.find_beeld(verzoek.pad["naam"])
    if beeld is None:
        raise WeigeringError(404, "Dit beeld is er niet meer. Laad de pagina opnieuw.")
    return Response(beeld, media_type="image/png", headers=VAST)  # named by its content: never another
