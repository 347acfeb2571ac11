"""The rules, grounds and links of a block, recorded by letting WeasyPrint draw it once more."""

from collections.abc import Iterator, Sequence
from typing import Any

import pydyf  # type: ignore[import-untyped]  # ships no types
from weasyprint.draw import draw_background  # type: ignore[import-untyped]  # WeasyPrint ships no types
from weasyprint.draw.border import draw_border  # type: ignore[import-untyped]  # idem
from weasyprint.draw.color import get_color  # type: ignore[import-untyped]  # idem
from weasyprint.draw.text import draw_text_decoration  # type: ignore[import-untyped]  # idem
from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]  # idem
from weasyprint.layout.percent import percentage  # type: ignore[import-untyped]  # idem
from weasyprint.pdf.stream import Stream  # type: ignore[import-untyped]  # idem

from correspondentie.zetter.errors import UnfillableVormError
from correspondentie.zetter.vormen import Link, round_maat

DOORZICHT = {"A1.0": {"CA": 1.0}, "a1.0": {"ca": 1.0}}  # the only graphics states a forme may use
KANTEN = ("top", "right", "bottom", "left")


def has_tekening(box: Any) -> bool:  # noqa: ANN401 - WeasyPrint has no types
    """Answer whether a box has a rule or a ground of its own."""
    grond = getattr(box, "background", None)
    if grond is not None and grond.layers:
        if grond.color.alpha or grond.style["box_shadow"] not in ("none", ()):
            return True
        if any(laag.image is not None for laag in grond.layers):
            return True
    return any(getattr(box, f"border_{kant}_width", 0) for kant in KANTEN)


class _Schets(Stream):  # type: ignore[misc]  # idem
    """A stream in which a picture made of lines, such as a logo, is drawn where it stands."""

    def draw_x_object(self, reference: str) -> None:
        """Draw a group in place. Raises: UnfillableVormError when it needs more than a forme has."""
        groep = self._resources["XObject"].pop(reference)
        if not hasattr(groep, "_resources"):
            raise UnfillableVormError("in een blok staat een plaatje van beeldpunten")
        _check_bron(groep._resources)
        self.stream += ["q", *groep.stream, "Q"]


def _make_bron() -> Any:  # noqa: ANN401 - pydyf has no types
    soorten = ("ExtGState", "XObject", "Pattern", "Shading")
    return pydyf.Dictionary({"ColorSpace": None} | {soort: pydyf.Dictionary() for soort in soorten})


def _check_bron(bron: Any) -> None:  # noqa: ANN401 - idem
    meer = any(bron[soort] for soort in ("XObject", "Pattern", "Shading"))
    if meer or not bron["ExtGState"].items() <= DOORZICHT.items():
        raise UnfillableVormError("een vlak is doorzichtig, verloopt of is een plaatje")


def draw_box(proef: Any, box: Any, top: float) -> bytes:  # noqa: ANN401 - idem
    """Draw the rules and grounds of a box and all in it, from its top; empty when there are none.

    Raises: UnfillableVormError for a picture, or for text with a ground or rule of its own.
    """
    vakken = list(list_vakken(box))
    getekend = [vak for vak in vakken if has_tekening(vak)]
    if any(isinstance(vak, boxes.ReplacedBox) for vak in vakken):
        raise UnfillableVormError("in een blok staat een plaatje")
    if any(isinstance(vak, boxes.InlineLevelBox) for vak in getekend):
        raise UnfillableVormError("tekst heeft een rand of vlak; zet die om het hele blok heen")
    onderstreept = [vak for vak in vakken if isinstance(vak, boxes.TextBox) and _is_onderstreept(vak)]
    if not getekend and not onderstreept:
        return b""
    bron = _make_bron()
    stream = _Schets({}, (0, 0, 0, 0), bron, {}, {}, proef.document.color_profiles, None)
    box.translate(dy=-top)  # drawn where it will be filled: a shift afterwards would round twice
    for vak in getekend:
        draw_background(stream, _lift_grond(vak.background, top))
        draw_border(stream, vak)
    for vak in onderstreept:
        with stream.artifact():
            _underline(stream, vak)
    box.translate(dy=top)
    _check_bron(bron)
    return b"\n".join(pydyf._to_bytes(operator) for operator in stream.stream) + b"\n"


def _lift_grond(grond: Any, top: float) -> Any:  # noqa: ANN401 - idem
    """Move a ground up: its places were computed before the box was moved."""
    if grond is None:
        return None
    lagen = [
        laag._replace(
            painting_area=_lift(laag.painting_area, top),
            positioning_area=_lift(laag.positioning_area, top),
            clipped_boxes=[_lift(vlak, top) for vlak in laag.clipped_boxes],
        )
        for laag in grond.layers
    ]
    return grond._replace(layers=lagen)


def _lift(vlak: Any, top: float) -> Any:  # noqa: ANN401 - idem
    x, y, *rest = vlak
    return (x, y - top, *rest)


def _is_onderstreept(vak: Any) -> bool:  # noqa: ANN401 - idem
    lijnen = vak.style["text_decoration_line"]
    if lijnen != "none" and set(lijnen) != {"underline"}:
        raise UnfillableVormError("tekst heeft een lijn erboven of erdoor; onderstreep haar alleen")
    return bool(lijnen != "none")


def _underline(stream: Any, vak: Any) -> None:  # noqa: ANN401 - idem
    """Draw the line under a text as WeasyPrint does before it draws the text."""
    stijl, layout = vak.style, vak.pango_layout
    dikte = layout.underline_thickness
    if stijl["text_decoration_thickness"] not in ("auto", "from-font"):
        dikte = percentage(stijl["text_decoration_thickness"], stijl, stijl["font_size"])
    onder = -layout.underline_position
    if stijl["text_underline_offset"] != "auto":
        onder = percentage(stijl["text_underline_offset"], stijl, stijl["font_size"])
    hoogte = vak.baseline + onder + dikte / 2
    draw_text_decoration(stream, vak, 0, hoogte, dikte, get_color(stijl, "text_decoration_color"))


def list_vakken(box: Any) -> Iterator[Any]:  # noqa: ANN401 - idem
    """List a box and every box in it."""
    box = getattr(box, "_box", box)
    yield box
    for kind in getattr(box, "children", ()):
        yield from list_vakken(kind)


def list_links(proef: Any, delen: Sequence[Any], top: float = 0.0) -> tuple[Link, ...]:  # noqa: ANN401 - idem
    """List the links in a block, from its top."""
    links: list[Link] = []
    for deel in delen:
        binnen = set(map(id, list_vakken(deel.box)))
        for soort, doel, (links_, boven, rechts, onder), box in proef.document.pages[deel.blad].links:
            if id(box) not in binnen:
                continue
            if soort != "external":
                raise UnfillableVormError("een link wijst naar een plaats in de brief")
            tekst = pydyf.String(doel).data
            eigenschappen = b"/BS<</W 0>>/Contents %s/A<</Type/Action/S/URI/URI %s>>" % (tekst, tekst)
            x, y = round_maat(links_), round_maat(boven - top)
            links.append(Link((x, y, round_maat(rechts), round_maat(onder - top)), eigenschappen))
    return tuple(links)
