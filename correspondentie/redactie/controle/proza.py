"""The prose of a sjabloon: its words and sentences at their own places, without fields, marks and links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

VELD = "\ue000"  # stands for a field, character for character
# Each stops where the next one begins: what is opened a thousand times and never closed is read once.
_VERVANG = (
    (re.compile(r"\[\[[^\[\]\n]*\]\]|\{%[^{\n]*?%\}"), " "),
    (re.compile(r"\{\{[^{\n]*?\}\}"), VELD),
    (re.compile(r"&\w+;"), " "),
    (re.compile(r"(?<=\])\([^()\s]*\)"), " "),
    (re.compile(r"(?<![\w-])[\w-]++(?<=\w)\.nl\b"), VELD),
    (re.compile(r"[*_#\[\]]"), " "),
)
_ZIN = re.compile(r"[^.!?:;]+(?:[.!?:;](?!\s|$)[^.!?:;]*)*[.!?:;]?")
_WOORD = re.compile(rf"[^\W\d_][\w'’-]*|{VELD}+|\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Woord:
    """A word and where it stands. Unit: regel and kolom count from 1."""

    tekst: str
    regel: int
    kolom: int

    @property
    def einde(self) -> int:
        """The kolom after its last character."""
        return self.kolom + len(self.tekst)


@dataclass(frozen=True, slots=True)
class Zin:
    """A sentence on one line, or a part of one up to a colon or semicolon. Shape: at least one word."""

    woorden: tuple[Woord, ...]
    vraag: bool

    @property
    def regel(self) -> int:
        """The line on which it stands."""
        return self.woorden[0].regel

    @property
    def kolom(self) -> int:
        """Where it begins."""
        return self.woorden[0].kolom

    @property
    def lengte(self) -> int:
        """How many characters it takes, from its first word to its last."""
        return self.woorden[-1].einde - self.kolom

    @property
    def tekst(self) -> str:
        """Its words with a space between them."""
        return " ".join(woord.tekst for woord in self.woorden)


def strip_opmaak(tekst: str) -> str:
    """Put spaces where no prose stands, so that every character keeps its place."""
    for patroon, teken in _VERVANG:
        tekst = patroon.sub(partial(_repeat, teken), tekst)
    return tekst


def _repeat(teken: str, gevonden: re.Match[str]) -> str:
    return teken * len(gevonden.group())


def list_zinnen(proza: str) -> Iterator[Zin]:
    """List the sentences of what strip_opmaak left of a text; no sentence goes on on the next line."""
    for nummer, regel in enumerate(proza.split("\n"), start=1):
        for stuk in _ZIN.finditer(regel):
            woorden = tuple(
                Woord(gevonden.group(), nummer, stuk.start() + gevonden.start() + 1)
                for gevonden in _WOORD.finditer(stuk.group())
            )
            if woorden:
                yield Zin(woorden, stuk.group().endswith("?"))
