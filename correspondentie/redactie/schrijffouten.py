"""From what is wrong with a sjabloon to the place in the text of its author."""

import re
from collections.abc import Mapping

from correspondentie.errors import InvalidSjabloonError
from correspondentie.redactie.versies import Soort
from correspondentie.redactie.voorbeeldvragen import Schrijffout, Voorbeeldopdracht
from correspondentie.register import REGISTER

BRIEF, BERICHT, TITEL = "brief", "bericht", "titel"
TE_VEEL = "dit voorbeeld kost te veel tijd of geheugen. Staat er een lus te veel in, of een tekst te vaak?"
_VELDEN: Mapping[str, str] = {"brief.md": BRIEF, "bericht.md": BERICHT, REGISTER: TITEL}
_IN_VELD = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\{.*|\{%.*|\[\[.*?\]\]|\[\[.*")


def make_schrijffout(fout: InvalidSjabloonError, opdracht: Voorbeeldopdracht) -> Schrijffout:
    """Make of all that is wrong one Schrijffout with the others in it, in the order of the text."""
    alle = [_make(deel, opdracht) for deel in fout.alle]
    eerste, *overige = alle
    return Schrijffout(
        veld=eerste.veld,
        regel=eerste.regel,
        kolom=eerste.kolom,
        lengte=eerste.lengte,
        uitleg=eerste.uitleg,
        overige=tuple(overige),
    )


def make_algemene_fout(uitleg: str) -> Schrijffout:
    """Make a Schrijffout about the letter as a whole."""
    return Schrijffout(veld=BRIEF, regel=None, kolom=None, lengte=0, uitleg=_begin_groot(uitleg))


def _make(fout: InvalidSjabloonError, opdracht: Voorbeeldopdracht) -> Schrijffout:
    veld = _find_veld(fout, opdracht)
    kolom, lengte = _find_kolom(_find_regel(veld, fout.regel, opdracht), fout.term)
    return Schrijffout(
        veld=veld, regel=fout.regel, kolom=kolom, lengte=lengte, uitleg=_begin_groot(fout.uitleg)
    )


def _find_veld(fout: InvalidSjabloonError, opdracht: Voorbeeldopdracht) -> str:
    if fout.bestand is None:
        return BRIEF
    veld = _VELDEN.get(fout.bestand.name, fout.bestand.stem)
    eigen = opdracht.onderdeel.soort is Soort.BOUWSTEEN and veld == opdracht.onderdeel.naam
    return BRIEF if eigen else veld


def _find_regel(veld: str, regel: int | None, opdracht: Voorbeeldopdracht) -> str:
    tekst = opdracht.tekst
    bron = {BRIEF: tekst.brief, BERICHT: tekst.bericht, TITEL: tekst.titel}.get(veld)
    regels = (opdracht.bouwstenen.get(veld, "") if bron is None else bron).split("\n")
    return regels[regel - 1] if regel is not None and 1 <= regel <= len(regels) else ""


def _find_kolom(regel: str, term: str) -> tuple[int | None, int]:
    """Find a word inside a field, condition or bouwsteen of this line; else the whole line is meant."""
    if term:
        woord = re.compile(rf"(?<![\w-]){re.escape(term)}(?![\w-])" if term[0].isalnum() else re.escape(term))
        for veld in _IN_VELD.finditer(regel):
            if gevonden := woord.search(veld.group()):
                return veld.start() + gevonden.start() + 1, len(term)
    wit = len(regel) - len(regel.lstrip())
    return (wit + 1, len(regel.strip())) if regel.strip() else (None, 0)


def _begin_groot(uitleg: str) -> str:
    return uitleg[:1].upper() + uitleg[1:]
