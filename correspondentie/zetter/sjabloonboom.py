"""The text of a letter as its author wrote it, beside the same text with the values of one citizen."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from weasyprint import HTML  # type: ignore[import-untyped]  # WeasyPrint ships no types

from correspondentie.zetter.kopij import BLOK, VELD, Kopij

NUMMER = "data-blok"
TEKEN = "\ue000"  # stands for a value in the tree; no letter has it
WIT = re.compile("[ \t\r\n\f]+")


class Tekstknoop(NamedTuple):
    """One piece of text: the element whose style it has, as filled in, and as written (a TEKEN per value)."""

    eigenaar: Any
    tekst: str
    geschreven: str


def number_blokken(kopij: Kopij) -> Kopij:
    """Give the first tag of each block its number, so that it is found back in what WeasyPrint made."""
    stukken = kopij.skelet.split(BLOK)
    genummerd = [
        stuk if stuk.startswith("</") else re.sub(r"^<(\w+)", rf'<\1 {NUMMER}="{nummer}"', stuk, count=1)
        for nummer, stuk in enumerate(stukken)
    ]
    return Kopij(BLOK.join(genummerd), kopij.waarden)


def make_boom(kopij: Kopij) -> Any:  # noqa: ANN401 - an element tree
    """Parse the fixed text, with a TEKEN where a value goes."""
    return HTML(string=kopij.skelet.replace(BLOK, "").replace(VELD, TEKEN)).etree_element


def list_teksten(echt: Any, geschreven: Any) -> Iterator[Tekstknoop]:  # noqa: ANN401 - elements
    """List the texts inside an element, in the order of the letter."""
    yield Tekstknoop(echt, echt.text or "", geschreven.text or "")
    for kind, kind_geschreven in zip(echt, geschreven, strict=True):
        yield from list_teksten(kind, kind_geschreven)
        yield Tekstknoop(echt, kind.tail or "", kind_geschreven.tail or "")


def strip_wit(tekst: str) -> str:
    """Return a text without white space, by which a text is recognised however its lines fall."""
    return WIT.sub("", tekst)


def collapse_wit(tekst: str) -> str:
    """Make one space of each run of white space, and a VELD of each TEKEN."""
    return WIT.sub(" ", tekst).replace(TEKEN, VELD)
