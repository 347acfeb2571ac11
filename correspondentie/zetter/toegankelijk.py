"""Complete what WeasyPrint 70 leaves out of a PDF that must be both PDF/A-2a and PDF/UA-1.

All corrections work on the objects that WeasyPrint hands to its finisher, right before they are written: no
second pass over the file. Each is a function of its own and can go when WeasyPrint does it itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pydyf  # type: ignore[import-untyped]  # ships no types

from correspondentie.errors import InvalidPdfError

# PDF/A wants every XMP property outside its own list declared with a schema; pdfuaid:part is one.
_PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 this file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
_RDF_END = b"</rdf:RDF>"


def declare_pdf_ua(pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Say in the metadata that this PDF/A is also PDF/UA-1.

    WeasyPrint takes one variant only (upstream issue #2467), and its xmp_metadata option adds a second
    rdf:RDF that validators do not read.
    """
    metadata = _find(pdf, pdf.catalog["Metadata"])
    metadata.stream = [add_pdf_ua(part) for part in metadata.stream]


def add_pdf_ua(xmp: bytes) -> bytes:
    """Add to the metadata of a PDF/A that it is PDF/UA-1 too."""
    return xmp.replace(_RDF_END, _PDF_UA + _RDF_END)


def complete_tags(document: Any, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint and pydyf have no types
    """Make the tag tree say what a screen reader needs, and keep headers and footers out of it.

    Raises: InvalidPdfError when text inside the page has no place in the tag tree.
    """
    root = _find(pdf, pdf.catalog["StructTreeRoot"])
    elements = list(_walk(pdf, root))
    paginas = _list_paginas(document, pdf, root)
    for element in elements:
        if element["S"] == "/TH":
            set_scope(pdf, element)
        elif element["S"] == "/L":
            set_list_numbering(pdf, element, paginas)
    mark_artifacts(pdf, paginas, {element.number for element in elements})


def set_scope(pdf: Any, th: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Say whether a heading cell heads its column or its row.

    WeasyPrint links cells to heads by ID only; readers that do not follow those need the Scope.
    """
    row_group = _find(pdf, _find(pdf, th["P"])["P"])
    th["A"]["Scope"] = "/Column" if row_group["S"] == "/THead" else "/Row"


def set_list_numbering(pdf: Any, listing: Any, paginas: dict[bytes, "_Pagina"]) -> None:  # noqa: ANN401 - idem
    """Say whether a list is numbered, bulleted or bare: PDF/UA-1 asks it, WeasyPrint leaves it out."""
    labels = [element for element in _walk(pdf, listing) if element["S"] == "/Lbl"]
    numbering = "/None" if not labels else "/Disc"
    if labels and any(map(str.isdigit, _read_text(pdf, labels[0], paginas))):
        numbering = "/Decimal"
    listing["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})


def mark_artifacts(pdf: Any, paginas: dict[bytes, "_Pagina"], tagged: set[int]) -> None:  # noqa: ANN401 - idem
    """Make headers and footers artifacts instead of content that hangs nowhere (upstream issue #1836).

    WeasyPrint tags the text of page margins like all text and leaves its elements out of the tree.
    Raises: InvalidPdfError when other text is out of the tree: a screen reader would skip it.
    """
    for pagina in paginas.values():
        for mcid, reference in enumerate(pagina.parents):
            if _parse_number(reference) not in tagged:
                pagina.mark_artifact(mcid)
    for thing in pdf.objects:
        if thing.number not in tagged and isinstance(thing, dict) and thing.get("Type") == "/StructElem":
            thing.clear()  # an empty object that nothing refers to; taking it out would renumber all others


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pagina:
    """The drawing operators of one page, where each marked content starts, and whose content it is."""

    operators: list[Any]
    starts: dict[int, int]
    parents: list[bytes]
    fonts: dict[str, dict[int, str]]
    body_top: float
    body_bottom: float

    def mark_artifact(self, mcid: int) -> None:
        start = self.starts[mcid]
        self.operators[start - 1] = "/Artifact"
        self.operators[start] = pydyf.Dictionary(
            {"Type": "/Pagination", "Subtype": self._decide_subtype(start)}
        )
        self.parents[mcid] = b"null"

    def read_text(self, mcid: int) -> str:
        start = self.starts[mcid]
        operators = self.operators[start : self.operators.index(b"EMC", start)]
        font = self._find_operand(operators, b" Tf").split()[0].decode().removeprefix("/")
        shown = self._find_operand(operators, b" TJ").decode()
        return "".join(
            self.fonts[font].get(int(glyph, 16), "") for glyph in re.findall("<([0-9a-f]{4})>", shown)
        )

    def _decide_subtype(self, start: int) -> str:
        y = float(self._find_operand(self.operators[start:], b" Tm").split()[5])
        if self.body_top <= y <= self.body_bottom:
            raise InvalidPdfError(
                "er staat tekst op de pagina die niet in de leesvolgorde voorkomt. "
                "Zet alleen kop- en voetteksten in de marges (@page) en al het andere in de brief zelf."
            )
        return "/Header" if y < self.body_top else "/Footer"

    @staticmethod
    def _find_operand(operators: list[Any], operator: bytes) -> bytes:
        return next(op for op in operators if isinstance(op, bytes) and op.endswith(operator))


def _list_paginas(document: Any, pdf: Any, root: Any) -> dict[bytes, _Pagina]:  # noqa: ANN401 - idem
    """Shape: by the reference of the page object, as elements name it under Pg."""
    fonts = {font.hash: font.to_unicode for font in document.fonts.values()}
    parents = _find(pdf, root["ParentTree"])["Nums"][1::2]
    return {
        reference: _make_pagina(page, _find(pdf, _find(pdf, reference)["Contents"]), marks, fonts)
        for reference, page, marks in zip(pdf.page_references, document.pages, parents, strict=False)
    }  # after the pages, ParentTree goes on with links: hence strict=False


def _make_pagina(page: Any, contents: Any, parents: list[bytes], fonts: dict[str, dict[int, str]]) -> _Pagina:  # noqa: ANN401 - idem
    operators = contents.stream
    box = page._page_box
    return _Pagina(
        operators=operators,
        starts={
            op["MCID"]: place for place, op in enumerate(operators) if isinstance(op, dict) and "MCID" in op
        },
        parents=parents,
        fonts=fonts,
        body_top=box.content_box_y(),
        body_bottom=box.content_box_y() + box.height,
    )


def _read_text(pdf: Any, element: Any, paginas: dict[bytes, _Pagina]) -> str:  # noqa: ANN401 - idem
    pagina = paginas[element["Pg"]]
    marks = [kid for leaf in (element, *_walk(pdf, element)) for kid in leaf["K"] if isinstance(kid, int)]
    return "".join(pagina.read_text(mcid) for mcid in marks)


def _walk(pdf: Any, element: Any) -> Iterator[Any]:  # noqa: ANN401 - idem
    """Yield every structure element below this one, in reading order."""
    for kid in element["K"]:
        child = None if isinstance(kid, int) else _find(pdf, kid)
        if child is not None and child.get("Type") == "/StructElem":
            yield child
            yield from _walk(pdf, child)


def _find(pdf: Any, reference: bytes) -> Any:  # noqa: ANN401 - idem
    return pdf.objects[_parse_number(reference)]


def _parse_number(reference: bytes) -> int:
    return int(reference.split()[0])
