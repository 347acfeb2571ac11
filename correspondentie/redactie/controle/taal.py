"""Signals about the language: what may be hard to read. They point; they never judge a text as a whole."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from correspondentie.redactie.controle.bevindingen import Bevinding, Ernst
from correspondentie.redactie.controle.proza import VELD, Woord, Zin, list_zinnen, strip_opmaak

WOORDEN = Path("_taal") / "woorden.toml"
BRIEF = "brief"
ZIN_WOORDEN = 20
TANG_WOORDEN = 9
LIJDEND = {"wordt", "worden", "werd", "werden"}
TANGHEFT = {"hebt", "heeft", "hebben", "had", "hadden", "wordt", "worden", "werd", "is", "zijn"}
_VOOR = "(?:aan|af|door|in|mee|na|om|op|over|terug|toe|uit|voor)"
_DEELWOORD = re.compile(rf"{_VOOR}?ge[a-z]{{2,}}(?:d|t|en)|(?:be|her|ont|ver)[a-z]{{2,}}(?:d|t)")
_AFKORTING = re.compile(r"\b[A-Z]{2,}\b|\bAw[a-z]+\b")
_TUSSEN_HAAKJES = re.compile(r"\((\w+)\)")
_BETEKENT = re.compile(r"\b(\w+)\W*betekent")


@dataclass(frozen=True, slots=True)
class Taal:
    """The words that the controle points at: what to write instead, and how to explain."""

    vermijd: Mapping[str, str]
    vakwoorden: Mapping[str, str]
    goed: frozenset[str]


def load_taal(sjablonen: Path) -> Taal:
    """Read the list of words in this folder of sjablonen."""
    inhoud = tomllib.loads((sjablonen / WOORDEN).read_text(encoding="utf-8"))
    return Taal(inhoud["vermijd"], inhoud["vakwoorden"], frozenset(inhoud["spelling"]["goed"]))


def list_taalsignalen(veld: str, tekst: str, taal: Taal, brief: str = "") -> Iterator[Bevinding]:
    """List what may be hard to read in one text, in the order of the kinds.

    brief is a letter made with this text: what a component in it explains needs no explanation more.
    """
    proza = strip_opmaak(tekst)
    zinnen = list(list_zinnen(proza))
    for zin in zinnen:
        yield from _check_lengte(veld, zin)
        yield from _check_lijdend(veld, zin)
        yield from _check_tang(veld, zin)
    yield from _list_vermijd(veld, proza, taal)
    if veld == BRIEF:  # the letter comes with the bericht, and may explain what the bericht says
        yield from _list_vakwoorden(veld, tekst, proza, zinnen, taal)
    yield from _list_afkortingen(veld, tekst, proza, brief)


def _check_lengte(veld: str, zin: Zin) -> Iterator[Bevinding]:
    if (aantal := len(zin.woorden)) > ZIN_WOORDEN:
        yield _make(
            "lange zin",
            f"Deze zin heeft {aantal} woorden. Tot en met {ZIN_WOORDEN} leest makkelijker.",
            veld,
            zin,
            "Maak er twee zinnen van.",
        )


def _check_lijdend(veld: str, zin: Zin) -> Iterator[Bevinding]:
    plaats = _find(zin.woorden, LIJDEND)
    if plaats is None:
        return
    rest = zin.woorden[plaats + 1 :]
    if any(_DEELWOORD.fullmatch(woord.tekst) for woord in rest):
        uitleg = f"Hier staat '{zin.woorden[plaats].tekst}' met een voltooid deelwoord: niemand doet iets."
        yield _make("lijdende vorm", uitleg, veld, zin, "Schrijf wie het doet: wij, of u.")


def _check_tang(veld: str, zin: Zin) -> Iterator[Bevinding]:
    begin = _find_laatste(zin.woorden, TANGHEFT)
    laatste = len(zin.woorden) - 1
    if begin is None or not _DEELWOORD.fullmatch(zin.woorden[laatste].tekst):
        return
    if (tussen := laatste - begin - 1) >= TANG_WOORDEN:
        uitleg = (
            f"Tussen '{zin.woorden[begin].tekst}' en '{zin.woorden[laatste].tekst}' staan {tussen} woorden. "
            "Wat bij elkaar hoort, staat ver uit elkaar."
        )
        yield _make("tangconstructie", uitleg, veld, zin, "Zet ze dichter bij elkaar.")


def _list_vermijd(veld: str, proza: str, taal: Taal) -> Iterator[Bevinding]:
    for woord, beter in taal.vermijd.items():
        for plek in _list_plekken(proza, woord):
            yield _make("moeilijk woord", f"'{plek.tekst}' is een moeilijk woord.", veld, plek, beter)


def _list_vakwoorden(
    veld: str, tekst: str, proza: str, zinnen: Iterable[Zin], taal: Taal
) -> Iterator[Bevinding]:
    kaal = tekst.lower()
    alles = "\n".join(zin.tekst.lower() for zin in zinnen)
    for woord, uitleg in taal.vakwoorden.items():
        eerste = next(_list_plekken(proza, woord), None)
        if eerste is not None and not _is_uitgelegd(woord, kaal, alles):
            yield _make("vakwoord", f"'{woord}' wordt in deze tekst niet uitgelegd.", veld, eerste, uitleg)


def _is_uitgelegd(woord: str, tekst: str, zinnen: str) -> bool:
    kaal = re.escape(woord)
    patroon = (
        rf"^(?:(?:een|de|het|uw) )?{kaal}\b.*\b(?:is|zijn|betekent)\b|\b{kaal}\b.*\ndat (?:is|betekent)\b"
    )
    return f"**{woord}**" in tekst or re.search(patroon, zinnen, re.MULTILINE) is not None


def _list_afkortingen(veld: str, tekst: str, proza: str, brief: str) -> Iterator[Bevinding]:
    gezien = {*_TUSSEN_HAAKJES.findall(tekst), *_TUSSEN_HAAKJES.findall(brief), *_BETEKENT.findall(tekst)}
    for nummer, regel in enumerate(proza.split("\n"), start=1):
        for gevonden in _AFKORTING.finditer(regel):
            woord = gevonden.group()
            if woord in gezien:
                continue
            gezien.add(woord)
            plek = Woord(woord, nummer, gevonden.start() + 1)
            voorstel = f"Schrijf de eerste keer het hele woord, met ({woord}) erachter."
            yield _make("afkorting", f"De afkorting '{woord}' wordt niet uitgelegd.", veld, plek, voorstel)


def _list_plekken(proza: str, woord: str) -> Iterator[Woord]:
    patroon = re.compile(rf"(?<![\w-]){re.escape(woord)}(?![\w-])", re.IGNORECASE)
    for nummer, regel in enumerate(proza.split("\n"), start=1):
        for gevonden in patroon.finditer(regel):
            yield Woord(gevonden.group(), nummer, gevonden.start() + 1)


def _find(woorden: Iterable[Woord], gezocht: set[str]) -> int | None:
    return next((plaats for plaats, woord in enumerate(woorden) if woord.tekst.lower() in gezocht), None)


def _find_laatste(woorden: Sequence[Woord], gezocht: set[str]) -> int | None:
    plaatsen = range(len(woorden) - 1, -1, -1)
    return next((plaats for plaats in plaatsen if woorden[plaats].tekst.lower() in gezocht), None)


def _make(soort: str, uitleg: str, veld: str, plek: Zin | Woord, voorstel: str) -> Bevinding:
    return Bevinding(
        ernst=Ernst.SIGNAAL,
        soort=soort,
        uitleg=uitleg.replace(VELD, "…"),
        veld=veld,
        regel=plek.regel,
        kolom=plek.kolom,
        lengte=plek.lengte if isinstance(plek, Zin) else len(plek.tekst),
        voorstel=voorstel,
    )
