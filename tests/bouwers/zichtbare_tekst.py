"""The text of a letter as a reader sees it: one line per block, cells of a table side by side."""

import re

from lxml import html

BLOKKEN = {"p", "h1", "h2", "h3", "h4", "li", "caption", "tr", "div", "header", "table", "ul", "ol"}
CELLEN = {"th", "td"}
# Inline boxes that the huisstijl puts on a line of their own.
REGELKLASSEN = {"adresregel", "label", "gegeven", "onder"}
BIJSCHRIFT = "bij"


def make_zichtbare_tekst(document: str) -> str:
    """Make the visible text of an HTML letter, without head; no-break spaces stay as they are."""
    body = html.document_fromstring(document).find("body")
    assert body is not None
    regels = (_trim(regel) for regel in "".join(_list_stukken(body)).split("\n"))
    return "\n".join(regel for regel in regels if regel) + "\n"


def _trim(regel: str) -> str:
    return re.sub(r"[ \t]+", " ", regel).strip(" |")


def _list_stukken(element: html.HtmlElement) -> list[str]:
    regel = element.tag in BLOKKEN or element.get("class") in REGELKLASSEN
    begin, einde = ("\n", "\n") if regel else ("", "")
    if element.get("class") == BIJSCHRIFT:
        begin = " / "
    if element.tag in CELLEN:
        einde = " | "
    if element.tag == "br":
        einde = "\n"
    stukken = [begin, re.sub(r"\s*\n\s*", " ", element.text or "")]
    for kind in element:
        stukken += _list_stukken(kind)
        stukken.append(re.sub(r"\s*\n\s*", " ", kind.tail or ""))
    return [*stukken, einde]
