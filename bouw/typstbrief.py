"""Set the same letter with Typst, so that the bench can lay its time beside that of our own typesetter.

Only the bench uses this: writing the source and compiling it stand apart, so that the compiling alone is
timed. The house style for Typst is typst/brief.typ; it repeats huisstijl.css, and a test compares the
letters.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import MappingProxyType

import typst
from lxml import html as lxml_html
from lxml.html import HtmlElement

SJABLOON = Path(__file__).parent / "typst" / "brief.typ"
NORMEN = ("a-2a", "ua-1")
# A paragraph keeps three lines at either side of a page break, so below six lines of about 80 characters it
# stays whole. Typst has no setting for three lines.
KORT = 400
WIT = re.compile(r"[ \t\r\n\f]+")
# The widths in huisstijl.css. A cell's width comes on top of its own white, that of a col does not.
KOLOMMEN: Mapping[str, str] = MappingProxyType(
    {
        "stap": "82mm",
        "bedrag-som": "26mm",
        "uren": "13.5mm",
        "tarief": "14.2mm",
        "kosten": "18.5mm",
        "deel": "12.5mm",
        "bedrag": "18.5mm",
    }
)
EERSTE: Mapping[str, str] = MappingProxyType(
    {"overzicht": "46mm", "afrekening": "46mm", "vergelijking": "50mm"}
)
LAATSTE: Mapping[str, str] = MappingProxyType({"einde": "34mm", "bron": "60mm"})
DICHT = {"som", "berekening", "samen"}  # tables in small letters
LOS_ERVOOR = {"kaal", "adresblok", "slot"}  # what never stands apart from the block before it
REGELEINDE = "linebreak()"


class _Tekst(str):
    """Text as it is printed, not yet quoted; every other piece is Typst already."""

    __slots__ = ()


class Typstzetter:
    """Compiles letters with the fonts of this house style; make one and use it for every letter.

    Typst remembers what it set before, for the whole process: the same letter again costs a fraction. An
    honest time is that of letters that differ, one after the other.
    """

    def __init__(self, huisstijl: Path) -> None:
        lettertypen = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(huisstijl / "fonts")]
        )
        self._compiler = typst.Compiler(root=str(SJABLOON.parent), font_paths=lettertypen)

    def compose(self, bron: str, *, dagtekening: date) -> bytes:
        """Return the letter as PDF/A-2a and PDF/UA-1; the same bron and dagtekening give the same bytes.

        Raises: typst.TypstError when the source is not right.
        """
        moment = datetime.combine(dagtekening, time(), UTC)
        pdf: bytes = self._compiler.compile(
            bron.encode(), format="pdf", pdf_standards=list(NORMEN), timestamp=moment
        )
        return pdf


def write_brief(html: str) -> str:
    """Write the Typst source of the letter that Sjablonen.render_html made."""
    document = lxml_html.document_fromstring(html)
    main = document.find(".//main")
    assert main is not None, "every letter has one main"
    regels = ['#import "brief.typ": *', _write_kop(document, main)]
    regels += [f"#{_write_blok(blok)}" for blok in main]
    return "\n".join(regels) + "\n"


def _write_kop(document: HtmlElement, main: HtmlElement) -> str:
    adres = [_quote(regel.text_content()) for regel in _find_all(document, "adresregel")]
    gegevens = [
        f"({_quote(_squeeze(label))}, {_quote(_squeeze(gegeven))})"
        for label, gegeven in zip(_find_all(document, "label"), _find_all(document, "gegeven"), strict=True)
    ]
    delen = [
        _quote(document.findtext(".//title") or ""),
        _quote(_squeeze(next(_find_all(document, "woordmerk")))),
        _quote(main.get("data-kenmerk", "")),
        f"retouradres: {_quote(_squeeze(next(_find_all(document, 'retouradres'))))}",
        f"adres: {_make_array(adres)}",
        f"gegevens: {_make_array(gegevens)}",
    ]
    return f"#show: brief.with({', '.join(delen)})"


def _write_blok(blok: HtmlElement) -> str:
    if blok.tag in {"h1", "h2", "h3", "h4"}:
        return f"heading(level: {blok.tag[1]}, {_write_inline(blok)})"
    return _BLOKKEN[blok.tag](blok)


def _write_alinea(p: HtmlElement) -> str:
    soort = p.get("class", "")
    naam = "toelichting" if soort == "toelichting" else "alinea"
    delen = [_write_inline(p)]
    if soort == "zonder-opvang":
        delen.append("voor: 2.5mm, na: 3mm")
    if soort == "adresblok":
        delen.append("links: 5mm")
    if soort == "adresblok" or len(p.text_content()) < KORT:
        delen.append("heel: true")
    return f"{naam}({', '.join([*delen, *_list_plakt(p)])})"


def _write_lijst(lijst: HtmlElement) -> str:
    items = [*map(_write_inline, lijst)]
    if lijst.get("class") == "kaal":
        return f"kale-lijst({', '.join([*items, *_list_plakt(lijst)])})"
    naam = "lijst" if lijst.tag == "ul" else "telling"
    return f"{naam}({', '.join(items)})"


def _write_slot(div: HtmlElement) -> str:
    return f"slot({', '.join(map(_write_inline, div))})"


def _list_plakt(blok: HtmlElement) -> Iterator[str]:
    """Yield the argument that keeps a block with the next one, where huisstijl.css does.

    Not for what may break over pages: Typst would move all of it to the next page.
    """
    volgend = blok.getnext()
    if volgend is None:
        return
    ingeleid = blok.tag == "p" and volgend.tag in {"table", "ul", "ol"}
    if ingeleid or volgend.get("class") in LOS_ERVOOR:
        yield "plakt: true"


def _write_tabel(table: HtmlElement) -> str:
    soort = table.get("class", "").split()[-1]
    koprijen, rijen = table.findall("thead/tr"), table.findall("tbody/tr")
    caption = table.find("caption")
    assert caption is not None, "every table has a caption"
    volgend = table.getnext()
    # The margin of a toelichting is negative: it pulls itself up to the table.
    dichter = volgend is not None and volgend.get("class") == "toelichting"
    delen = [
        _quote(soort),
        _write_inline(caption),
        _make_array(_list_kolommen(table, soort, [*koprijen, *rijen])),
        _make_array(_write_kopcel(cel, soort) for rij in koprijen for cel in rij),
        *(["na: 1.6mm"] if dichter else []),
        *(_write_cel(cel, soort) for rij in rijen for cel in rij),
    ]
    return f"tabel({', '.join(delen)})"


def _list_kolommen(table: HtmlElement, soort: str, rijen: list[HtmlElement]) -> list[str]:
    cols = [col.get("class", "") for col in table.findall("colgroup/col")]
    if cols:
        return [KOLOMMEN.get(f"{col}-{soort}", KOLOMMEN.get(col, "1fr")) for col in cols]
    eerste = list(rijen[0])
    if soort == "samen":
        # CSS shares the width out by the longest text of each column; here by its number of characters.
        return [f"{max(len(_squeeze(rij[plaats])) for rij in rijen)}fr" for plaats in range(len(eerste))]
    breedten = ["1fr"] * len(eerste)
    breedten[0] = EERSTE.get(soort, "1fr")
    breedten[-1] = LAATSTE.get(soort, LAATSTE.get(eerste[-1].get("class", ""), breedten[-1]))
    return breedten


def _write_kopcel(cel: HtmlElement, soort: str) -> str:
    klassen = cel.get("class", "").split()
    naam = "groep" if "groep" in klassen else "kop-dicht" if soort in DICHT else "kop"
    vorm = ["align: right + bottom"] if "getal" in klassen else []
    return f"{naam}({', '.join([_write_inline(cel), *vorm, *_list_overspanning(cel), *_list_wit(cel)])})"


def _write_cel(cel: HtmlElement, soort: str) -> str:
    rij = cel.getparent()
    rijsoort = rij.get("class", "") if rij is not None else ""
    klassen = cel.get("class", "").split()
    vet = rijsoort == "totaal" or "nieuw" in klassen
    vet |= rijsoort == "uitkomst" and (cel.tag == "th" or "getal" in klassen)
    inhoud = _write_inline(cel, bij="bij-dicht" if soort == "berekening" else "bij")
    if vet:
        inhoud = f"text(weight: 600, {inhoud})"
    vorm = [*_list_overspanning(cel), *_list_wit(cel), *(["..totaal"] if rijsoort == "totaal" else [])]
    if "getal" in klassen:
        return f"getal({', '.join([inhoud, *vorm])})"
    return f"table.cell({', '.join([*vorm, inhoud])})" if vorm else inhoud


def _list_overspanning(cel: HtmlElement) -> list[str]:
    return [f"{naam}: {cel.get(naam)}" for naam in ("colspan", "rowspan") if cel.get(naam)]


def _list_wit(cel: HtmlElement) -> list[str]:
    return ["inset: (left: 4mm)"] if "bron" in cel.get("class", "") else []


_BLOKKEN: Mapping[str, Callable[[HtmlElement], str]] = MappingProxyType(
    {"p": _write_alinea, "ul": _write_lijst, "ol": _write_lijst, "div": _write_slot, "table": _write_tabel}
)
_INLINE: Mapping[str, str] = MappingProxyType({"strong": "strong", "em": "emph"})
_SPANS: Mapping[str, str] = MappingProxyType(
    {"heel": "box", "sleutel": "sleutel", "onder": "zacht", "groepsnaam": "", "bij": "bij"}
)


def _write_inline(element: HtmlElement, *, bij: str = "bij") -> str:
    """Write what stands in a block as a Typst code block; text as strings, so that no character is markup."""
    return "{ " + "; ".join(_list_inline(element, bij)) + " }"


def _list_inline(element: HtmlElement, bij: str) -> Iterator[str]:
    stukken = [*_list_stukken(element, bij)]
    for plaats, stuk in enumerate(stukken):
        if not isinstance(stuk, _Tekst):
            yield stuk
            continue
        # White at the edges of a line is not printed, and none stays beside a line break.
        links = plaats == 0 or stukken[plaats - 1] == REGELEINDE
        rechts = plaats == len(stukken) - 1 or stukken[plaats + 1] == REGELEINDE
        tekst = stuk.lstrip(" ") if links else str(stuk)
        tekst = tekst.rstrip(" ") if rechts else tekst
        if tekst:
            yield _quote(tekst)


def _list_stukken(element: HtmlElement, bij: str) -> Iterator[str]:
    if element.text:
        yield _Tekst(WIT.sub(" ", element.text))
    for kind in element:
        yield _write_kind(kind, bij)
        if kind.tail:
            yield _Tekst(WIT.sub(" ", kind.tail))


def _write_kind(kind: HtmlElement, bij: str) -> str:
    if kind.tag == "br":
        return REGELEINDE
    inhoud = _write_inline(kind, bij=bij)
    if kind.tag == "a":
        return f"verwijzing({_quote(kind.get('href', ''))}, {inhoud})"
    naam = _SPANS[kind.get("class", "")] if kind.tag == "span" else _INLINE[kind.tag]
    return f"{bij if naam == 'bij' else naam}({inhoud})" if naam else inhoud


def _find_all(document: HtmlElement, klasse: str) -> Iterator[HtmlElement]:
    return (element for element in document.iter() if element.get("class") == klasse)


def _squeeze(element: HtmlElement) -> str:
    return WIT.sub(" ", str(element.text_content())).strip(" ")


def _make_array(delen: Iterable[str]) -> str:
    return "(" + "".join(f"{deel}, " for deel in delen) + ")"


def _quote(tekst: str) -> str:
    return '"' + tekst.replace("\\", "\\\\").replace('"', '\\"') + '"'
