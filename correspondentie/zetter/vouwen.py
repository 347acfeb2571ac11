"""Fold the tag tree that WeasyPrint writes into one that says the same with fewer elements.

WeasyPrint hangs every line of every paragraph as an element of its own below the paragraph, and adds one for
each inline box. None of those mean anything to a reader (NonStruct, Span, Div): their content moves up to the
first element that does, and content of one element that stands together becomes one piece. A letter of five
pages has a quarter of the elements afterwards, and its tag tree no longer depends on where a line ends. Where
a line ended there now stands a space, so that no reader takes two words for one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pydyf  # type: ignore[import-untyped]  # ships no types

BETEKENISLOOS = {"/NonStruct", "/Span", "/Div"}
# Cells are tied to their heads by Scope; WeasyPrint's IDs would need an IDTree that it does not write.
OVERBODIG = ("ID", "Headers")
AFGEROND = {"-", "\u2010", " "}  # a line that ends with one of these takes no space


def fold_tags(document: Any, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint and pydyf have no types
    """Move the content of elements without meaning up, and join what then stands together."""
    regeleinden = {font.hash: _find_regeleinden(font) for font in document.fonts.values()}
    root = _find(pdf, pdf.catalog["StructTreeRoot"])
    top = _find(pdf, root["K"][0])
    dragers = _find_dragers(pdf, top)
    nums = _find(pdf, root["ParentTree"])["Nums"]
    stukken: dict[bytes, list[int]] = {}
    for plaats, reference in enumerate(pdf.page_references):
        stream = _find(pdf, _find(pdf, reference)["Contents"])
        nieuw, parents = _join_marks(stream.stream, nums[2 * plaats + 1], dragers, regeleinden)
        nums[2 * plaats + 1] = pydyf.Array(parents)
        stukken[reference] = nieuw
    for plaats in range(2 * len(pdf.page_references) + 1, len(nums), 2):
        nums[plaats] = dragers[nums[plaats]]  # a link annotation belongs to its Link
    _fold_element(pdf, top, stukken)


@dataclass(frozen=True, slots=True)
class _Regeleinden:
    """The glyph of a space in one font, if it has one, and those after which none is needed (hex)."""

    spatie: str | None
    afgerond: frozenset[str]


def _find_regeleinden(font: Any) -> _Regeleinden:  # noqa: ANN401 - WeasyPrint has no types
    # A no-break space has the glyph of a space, and it may have been the first to be drawn.
    glyphs = {tekst.replace("\u00a0", " "): f"{glyph:04x}" for glyph, tekst in font.to_unicode.items()}
    return _Regeleinden(glyphs.get(" "), frozenset(glyphs[teken] for teken in AFGEROND & glyphs.keys()))


def _find_dragers(pdf: Any, top: Any) -> dict[bytes, bytes]:  # noqa: ANN401 - idem
    """List for every element which element bears its content: itself, or the first above with a meaning."""
    dragers: dict[bytes, bytes] = {}

    def walk(element: Any, drager: bytes) -> None:  # noqa: ANN401 - idem
        eigen = drager if element["S"] in BETEKENISLOOS else element.reference
        dragers[element.reference] = eigen
        for kind in _list_kinderen(pdf, element):
            walk(kind, eigen)

    walk(top, top.reference)
    return dragers


def _join_marks(
    operators: list[Any],
    parents: list[bytes],
    dragers: dict[bytes, bytes],
    regeleinden: Mapping[str, _Regeleinden],
) -> tuple[list[int], list[bytes]]:
    """Join marked content of one bearer that stands together.

    Shape: the new number of each old one, and the bearer of each new number.
    """
    nieuw: list[int] = [-1] * len(parents)
    nieuwe_parents: list[bytes] = []
    uit: list[Any] = []
    open_: bytes | None = None  # the bearer of the last mark, as long as nothing else was drawn
    for plaats, operator in enumerate(operators):
        if isinstance(operator, dict) and "MCID" in operator:
            drager = dragers[parents[operator["MCID"]]]
            aaneen = drager == open_ and uit[-2:-1] == [b"EMC"]
            if aaneen := aaneen and _end_regel(uit, operators[plaats:], regeleinden):
                del uit[-2:]
            else:
                nieuwe_parents.append(drager)
                uit.append(pydyf.Dictionary({"MCID": len(nieuwe_parents) - 1}))
            nieuw[operator["MCID"]] = len(nieuwe_parents) - 1
            open_ = drager
        elif operator == b"BDC" and "MCID" in operators[plaats - 1] and aaneen:
            continue
        else:
            open_ = None if operator == "/Artifact" else open_
            uit.append(operator)
    operators[:] = uit
    return nieuw, nieuwe_parents


def _end_regel(uit: list[Any], volgt: list[Any], regeleinden: Mapping[str, _Regeleinden]) -> bool:
    """Put a space at the end of the line that was drawn last, if the next text is on another line.

    Returns: False when the font of that line has no space, so that nothing can be joined to it.
    """
    plaats = next(i for i in range(len(uit) - 1, -1, -1) if _is_operator(uit[i], b" TJ"))
    regel = next(op for op in reversed(uit) if _is_operator(op, b" Tm"))
    volgende = next((op for op in volgt if _is_operator(op, b" Tm")), regel)
    lettertype = next(op for op in reversed(uit) if _is_operator(op, b" Tf"))
    einde = regeleinden[lettertype.split()[0].decode().removeprefix("/")]
    if regel.split()[5] == volgende.split()[5] or _find_laatste(uit[plaats]) in einde.afgerond:
        return True
    if einde.spatie is not None:
        uit[plaats] = uit[plaats].removesuffix(b"] TJ") + f"<{einde.spatie}>] TJ".encode()
    return einde.spatie is not None


def _find_laatste(getoond: bytes) -> str:
    return getoond[: getoond.rindex(b">")][-4:].decode()


def _is_operator(operator: Any, naam: bytes) -> bool:  # noqa: ANN401 - idem
    return isinstance(operator, bytes) and operator.endswith(naam)


def _fold_element(pdf: Any, element: Any, stukken: dict[bytes, list[int]]) -> None:  # noqa: ANN401 - idem
    kinderen = list(_flatten(pdf, element, stukken))
    element["K"] = pydyf.Array(
        kind for plaats, kind in enumerate(kinderen) if plaats == 0 or kind != kinderen[plaats - 1]
    )
    for naam in OVERBODIG:
        element.pop(naam, None)
        element.get("A", {}).pop(naam, None)
    for kind in list(_list_kinderen(pdf, element)):
        kind["P"] = element.reference
        _fold_element(pdf, kind, stukken)


def _flatten(pdf: Any, element: Any, stukken: dict[bytes, list[int]]) -> Iterator[int | bytes]:  # noqa: ANN401 - idem
    for kid in element["K"]:
        if isinstance(kid, int):
            yield stukken[element["Pg"]][kid]
            continue
        kind = _find(pdf, kid)
        if kind.get("S") in BETEKENISLOOS:
            yield from _flatten(pdf, kind, stukken)
            kind.clear()  # an empty object that nothing refers to; taking it out would renumber all others
        else:
            yield kid


def _list_kinderen(pdf: Any, element: Any) -> Iterator[Any]:  # noqa: ANN401 - idem
    for kid in element["K"]:
        kind = None if isinstance(kid, int) else _find(pdf, kid)
        if kind is not None and kind.get("Type") == "/StructElem":
            yield kind


def _find(pdf: Any, reference: bytes) -> Any:  # noqa: ANN401 - idem
    return pdf.objects[int(reference.split()[0])]
