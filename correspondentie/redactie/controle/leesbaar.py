"""Whether everybody can use the letter: the order of headings, the heads of tables, the words of links."""

import re
from collections.abc import Iterator

from lxml import html

from correspondentie.redactie.controle.bevindingen import Bevinding, Ernst

_KOPPEN = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEEG_WOORD = re.compile(r"(?:klik )?(?:hier|link|deze link|lees meer|meer|website)\W*", re.IGNORECASE)
_BLOKKEN = {"p", "h1", "h2", "h3", "h4", "li", "caption", "tr", "div", "header", "table", "ul", "ol", "br"}
_REGELKLASSEN = {"adresregel", "label", "gegeven", "onder", "bij"}


def make_leestekst(document: str) -> str:
    """Make the text of a letter in HTML as it is read: one space between words, a line per block."""
    regels = "".join(_list_stukken(_parse(document))).split("\n")
    return "\n".join(regel for regel in (re.sub(r"[ \t]+", " ", regel).strip() for regel in regels) if regel)


def list_toegankelijkheid(geval: str, document: str) -> Iterator[Bevinding]:
    """List what a reader with a screen reader would stumble over in one letter."""
    body = _parse(document)
    yield from _check_koppen(geval, body)
    for tabel in body.iter("table"):
        yield from _check_tabel(geval, tabel)
    for link in body.iter("a"):
        tekst = link.text_content().strip()
        if not tekst or _LEEG_WOORD.fullmatch(tekst) or tekst.startswith(("http:", "https:")):
            yield _make(geval, "link", f"De tekst van de link '{tekst}' zegt niet waar hij heen gaat.")


def _parse(document: str) -> html.HtmlElement:
    body = html.document_fromstring(document).find("body")
    assert body is not None  # the layout has one
    return body


def _check_koppen(geval: str, body: html.HtmlElement) -> Iterator[Bevinding]:
    vorige = 0
    for kop in body.iter(*_KOPPEN):
        niveau = int(kop.tag[1])
        tekst = " ".join(kop.text_content().split())
        if not tekst:
            yield _make(geval, "kop", "Er staat een lege kop in de brief.")
        if niveau > vorige + 1:
            yield _make(geval, "kop", f"De kop '{tekst}' slaat een niveau over.")
        vorige = niveau
    if vorige == 0:
        yield _make(geval, "kop", "De brief heeft geen kop.")


def _check_tabel(geval: str, tabel: html.HtmlElement) -> Iterator[Bevinding]:
    bijschrift = tabel.find("caption")
    titel = " ".join(bijschrift.text_content().split()) if bijschrift is not None else ""
    if not titel:
        yield _make(geval, "tabel", "Een tabel heeft geen titel (caption).")
    koppen = list(tabel.iter("th"))
    if not koppen or not all(kop.get("scope") for kop in koppen):
        yield _make(geval, "tabel", f"De tabel '{titel}' heeft koppen nodig die zeggen waar ze bij horen.")


def _make(geval: str, soort: str, uitleg: str) -> Bevinding:
    return Bevinding(ernst=Ernst.FOUT, soort=soort, uitleg=uitleg, geval=geval)


def _list_stukken(element: html.HtmlElement) -> Iterator[str]:
    einde = "\n" if element.tag in _BLOKKEN or element.get("class") in _REGELKLASSEN else ""
    yield einde
    yield _join_wit(element.text)
    for kind in element:
        yield from _list_stukken(kind)
        yield _join_wit(kind.tail)
    yield " " if element.tag in ("td", "th") else einde


def _join_wit(tekst: str | None) -> str:
    return re.sub(r"\s*\n\s*", " ", tekst or "")
