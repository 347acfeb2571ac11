"""Read a PDF back as its readers do: the tag tree as a screen reader, the words as an eye."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

import pikepdf

from correspondentie.zetter.vergelijken import read_brief

PUNT_PER_MM = 72 / 25.4
XHTML = "{http://www.w3.org/1999/xhtml}"


Marks = dict[object, dict[int, str]]  # by page object, the text of each mark


@dataclass(frozen=True, kw_only=True, slots=True)
class Woord:
    """One word on the sheet. Unit: mm from the left and top edge of the sheet."""

    pagina: int
    tekst: str
    links: float
    rechts: float
    boven: float
    onder: float


def open_pdf(pdf: bytes) -> pikepdf.Pdf:
    """Open the bytes of a letter."""
    return pikepdf.open(BytesIO(pdf))


def list_elements(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """List every structure element, in reading order."""
    return list(_walk(document.Root.StructTreeRoot))


def list_kinds(document: pikepdf.Pdf) -> list[str]:
    """List what every structure element is ('H1', 'P', 'Table' ...), in reading order."""
    return [str(element.S).removeprefix("/") for element in list_elements(document)]


def list_words(pdf: bytes) -> list[Woord]:
    """List every visible word and where it stands."""
    root = ElementTree.fromstring(_run("pdftotext", pdf, "-bbox"))  # made by poppler, from our own PDF
    return [
        Woord(
            pagina=nummer,
            tekst=word.text or "",
            links=float(word.attrib["xMin"]) / PUNT_PER_MM,
            rechts=float(word.attrib["xMax"]) / PUNT_PER_MM,
            boven=float(word.attrib["yMin"]) / PUNT_PER_MM,
            onder=float(word.attrib["yMax"]) / PUNT_PER_MM,
        )
        for nummer, page in enumerate(root.iter(f"{XHTML}page"), start=1)
        for word in page.iter(f"{XHTML}word")
    ]


def list_pages(pdf: bytes) -> list[str]:
    """List the visible text of each page."""
    return _run("pdftotext", pdf, "-layout").rstrip("\f").split("\f")


def list_spoken(pdf: bytes) -> list[tuple[str, str]]:
    """List in reading order every structure element, as what it is and '', and every text, after ''.

    Poppler can say this as well, but takes seconds for a letter; tests/pdf/test_lezen.py compares the two.
    """
    document = open_pdf(pdf)
    sheets = read_brief(pdf).bladen
    marks: Marks = {page.objgen: sheet.merken for page, sheet in zip(document.pages, sheets, strict=True)}
    return list(_speak(document.Root.StructTreeRoot, marks))


def _speak(element: pikepdf.Object, marks: Marks) -> Iterator[tuple[str, str]]:
    kids: list[object] = list(element.get("/K", []))
    for kid in kids:
        if isinstance(kid, int):
            yield "", marks[element.Pg.objgen].get(kid, "")
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/S") is not None:
            yield str(kid.S).removeprefix("/"), ""
            yield from _speak(kid, marks)


def read_aloud(pdf: bytes) -> str:
    """Return the tagged text in reading order: what a screen reader says, without artifacts."""
    return "\n".join(text for _, text in list_spoken(pdf) if text)


def list_artifacts(document: pikepdf.Pdf) -> list[tuple[int, str]]:
    """List the page and the Subtype of every artifact that holds text."""
    return [(page, subtype) for page, tag, subtype in _list_texts(document) if tag == "/Artifact"]


def list_stray_texts(document: pikepdf.Pdf) -> list[tuple[int, str]]:
    """List the page and the mark of all text that is neither in the tag tree nor an artifact."""
    pages: list[object] = [page.objgen for page in document.pages]
    known = {(pages.index(objgen) + 1, mark) for objgen, mark in _list_tagged(document)}
    texts = [(page, mark) for page, tag, mark in _list_texts(document) if tag != "/Artifact"]
    return [text for text in texts if text not in known]


def _list_tagged(document: pikepdf.Pdf) -> Iterator[tuple[tuple[int, int], str]]:
    for element in list_elements(document):
        kids: list[object] = list(element.get("/K", []))
        yield from (((element.Pg.objgen), str(kid)) for kid in kids if isinstance(kid, int))


def _list_texts(document: pikepdf.Pdf) -> Iterator[tuple[int, str, str]]:
    """Yield page, tag and MCID (or an artifact's Subtype) for every piece of shown text."""
    for number, page in enumerate(document.pages, start=1):
        marks: list[tuple[str, str]] = []
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in {"BDC", "BMC"}:
                marks.append(_read_mark(list(instruction.operands)))
            elif operator == "EMC":
                marks.pop()
            elif operator in {"TJ", "Tj"}:
                yield (number, *(marks[-1] if marks else ("", "")))


def _read_mark(operands: list[pikepdf.Object]) -> tuple[str, str]:
    properties = operands[1] if len(operands) == 2 else pikepdf.Dictionary()
    return str(operands[0]), str(properties.get("/MCID", properties.get("/Subtype", "")))


def _walk(element: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    for kid in element.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") is not None:
            yield kid
            yield from _walk(kid)


def _run(program: str, pdf: bytes, *options: str) -> str:
    return subprocess.run(
        [program, *options, "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
