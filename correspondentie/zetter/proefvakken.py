"""The boxes that WeasyPrint laid out for the blocks of a letter, and what they say of a block."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]  # WeasyPrint ships no types
from weasyprint.layout.percent import percentage  # type: ignore[import-untyped]  # idem

from correspondentie.zetter.blokken import Blok, Rol
from correspondentie.zetter.errors import UnfillableVormError
from correspondentie.zetter.sjabloonboom import NUMMER
from correspondentie.zetter.tekening import has_tekening
from correspondentie.zetter.vormen import Marges, round_maat

VERMIJDT = ("avoid", "avoid-page")
VRIJ = (*VERMIJDT, "auto")
DAVE = {"main", "ul", "ol", "section", "article", "table", "tbody"}  # containers with an element of their own


@dataclass(slots=True)
class Deel:
    """One block on one page."""

    blad: int
    box: Any


def find_delen(document: Any) -> Mapping[int, list[Deel]]:  # noqa: ANN401 - idem
    """Find the boxes of every block by its number; more than one when it goes on on another page."""
    delen: dict[int, list[Deel]] = {}

    def walk(box: Any, blad: int, boven: Any) -> None:  # noqa: ANN401 - idem
        box = getattr(box, "_box", box)
        element = box.element
        if element is not None and element is not boven and box.element_tag == element.tag:
            nummer = element.get(NUMMER)
            if nummer is not None and not isinstance(box, boxes.TextBox | boxes.LineBox):
                delen.setdefault(int(nummer), []).append(Deel(blad, box))
        for kind in getattr(box, "children", ()):
            walk(kind, blad, element)

    for blad, page in enumerate(document.pages):
        walk(page._page_box, blad, None)
    return delen


def find_elementen(geschreven: Mapping[Any, Any]) -> Mapping[int, tuple[Any, Any]]:
    """Find the element of every block by its number, and the same as written."""
    return {
        int(echt.get(NUMMER)): (echt, tekst)
        for echt, tekst in geschreven.items()
        if isinstance(echt.tag, str) and echt.get(NUMMER) is not None
    }


def list_diepten(blokken: Sequence[Blok]) -> Iterator[tuple[int, int]]:
    """List in how many elements of the tag tree each block stands."""
    open_: list[str] = []
    for blok in blokken:
        if blok.soort.rol is Rol.DICHT:
            open_.pop()
            continue
        yield blok.nummer, sum(tag in DAVE for tag in open_)
        if blok.soort.rol is Rol.OPEN:
            open_.append(blok.soort.tag)


def find_top(box: Any) -> float:  # noqa: ANN401 - WeasyPrint has no types
    """Return where a block begins. Unit: CSS pixels from the top of the page."""
    los = isinstance(box, boxes.TableRowBox | boxes.TableRowGroupBox)
    return float(box.position_y if los else box.border_box_y())


def find_hoogte(box: Any) -> float:  # noqa: ANN401 - idem
    """Return how high a block is. Unit: CSS pixels."""
    los = isinstance(box, boxes.TableRowBox | boxes.TableRowGroupBox)
    return float(box.height if los else box.border_height())


def is_breekbaar(box: Any) -> bool:  # noqa: ANN401 - idem
    """Answer whether a page may end between the lines of a block."""
    return (
        type(box) is boxes.BlockBox
        and all(isinstance(kind, boxes.LineBox) for kind in box.children)
        and box.style["break_inside"] not in VERMIJDT
    )


def make_marges(box: Any) -> Marges:  # noqa: ANN401 - idem
    """Read how a block stands between others. Raises: UnfillableVormError."""
    vakken = [box]
    if getattr(box, "is_table_wrapper", False):
        vakken += [kind for kind in box.children if isinstance(kind, boxes.TableBox)]
    for vak in vakken:
        if vak.style["break_before"] not in VRIJ or vak.style["break_after"] not in VRIJ:
            raise UnfillableVormError("een blok begint of eindigt altijd op een nieuw blad")
    los = isinstance(box, boxes.TableRowBox | boxes.TableRowGroupBox)
    return Marges(
        boven=0.0 if los else _compute_marge(box, "margin_top"),
        onder=0.0 if los else _compute_marge(box, "margin_bottom"),
        heel=any(vak.style["break_inside"] in VERMIJDT for vak in vakken),
        bij_vorige=any(vak.style["break_before"] in VERMIJDT for vak in vakken),
        bij_volgende=any(vak.style["break_after"] in VERMIJDT or _is_tabelkop(vak) for vak in vakken),
        wezen=box.style["orphans"],
        weduwen=box.style["widows"],
    )


def _is_tabelkop(box: Any) -> bool:  # noqa: ANN401 - idem
    return isinstance(box, boxes.TableRowGroupBox) and box.is_header


def _compute_marge(box: Any, kant: str) -> float:  # noqa: ANN401 - idem
    waarde = box.style[kant]
    return 0.0 if waarde == "auto" else round_maat(percentage(waarde, box.style, box.width))


def find_bron(inhoud: Any) -> str:  # noqa: ANN401 - idem
    """Find the attribute that a CSS string comes from; empty: the text. Raises: UnfillableVormError."""
    (soort, waarde), *rest = inhoud
    if not rest and soort == "content()" and waarde == "text":
        return ""
    if not rest and soort == "attr()":
        return str(waarde[0])
    raise UnfillableVormError("string-set is iets anders dan content() of attr(...)")


def check_houder(box: Any) -> None:  # noqa: ANN401 - WeasyPrint has no types
    """Check that a container can be filled. Raises: UnfillableVormError."""
    if isinstance(box, boxes.TableRowGroupBox):
        return  # its table was looked at
    if box.is_absolutely_positioned() or box.is_floated() or type(box) is not boxes.BlockBox:
        raise UnfillableVormError(
            "een blok om andere blokken heen staat los van de tekst (float of position)"
        )
    vakken = [box, *box.children] if box.is_table_wrapper else [box]
    binnen = [kind for kind in vakken if isinstance(kind, boxes.TableBox)]
    for tabel in binnen:
        if tabel.style["border_collapse"] == "collapse" or tabel.style["table_layout"] != "fixed":
            raise UnfillableVormError(
                "een tabel heeft randen die samenvallen of kolommen die met de tekst meegroeien; "
                "zet border-collapse op separate en table-layout op fixed"
            )
        if any(tabel.style["border_spacing"]) or any(has_tekening(groep) for groep in tabel.children):
            raise UnfillableVormError(
                "een tabel heeft ruimte tussen de cellen, of een rand om een groep rijen"
            )
    if any(has_tekening(vak) for vak in vakken) or box.padding_top or box.padding_bottom:
        raise UnfillableVormError("een blok om andere blokken heen heeft een rand, een vlak of wit vanbinnen")
