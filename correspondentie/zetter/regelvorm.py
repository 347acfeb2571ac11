"""From the lines that WeasyPrint laid out to paragraphs whose values can be filled in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pydyf  # type: ignore[import-untyped]  # ships no types
from weasyprint.draw.color import get_color  # type: ignore[import-untyped]  # WeasyPrint ships no types
from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]  # idem

from correspondentie.zetter.alinea import Alinea, Segment
from correspondentie.zetter.errors import UnfillableVormError
from correspondentie.zetter.kopij import VELD
from correspondentie.zetter.letterkast import GEWOON, Lettersoort
from correspondentie.zetter.sjabloonboom import TEKEN, Tekstknoop, collapse_wit, strip_wit
from correspondentie.zetter.vormen import ONZICHTBAAR, Tekststijl

UITLIJNINGEN = {"start": 0.0, "left": 0.0, "justify": None, "center": 0.5, "right": 1.0, "end": 1.0}
AFGEBROKEN = {"normal": True, "nowrap": False}


@dataclass(frozen=True, slots=True)
class Lijnen:
    """The lines of one paragraph on one page. Shape: per line its text boxes with something to see."""

    bak: Any
    regels: tuple[Any, ...]
    teksten: tuple[tuple[Any, ...], ...]
    merkteken: bool  # a bullet or number of a list
    krimpt: bool  # its width follows from its text


def list_lijnen(box: Any, *, krimpt: bool = False) -> Iterator[Lijnen]:  # noqa: ANN401 - WeasyPrint has no types
    """List the paragraphs inside a box, in the order of the letter."""
    kinderen = [getattr(kind, "_box", kind) for kind in getattr(box, "children", ())]
    regels = [kind for kind in kinderen if isinstance(kind, boxes.LineBox)]
    if regels:
        teksten = tuple(tuple(_list_tekstvakken(regel)) for regel in regels)
        merkteken = str(box.element_tag).endswith("::marker")
        yield Lijnen(box, tuple(regels), teksten, merkteken, krimpt or _krimpt(box))
        return
    for kind in kinderen:
        yield from list_lijnen(kind, krimpt=krimpt or _krimpt(box))


def _krimpt(box: Any) -> bool:  # noqa: ANN401 - idem
    """Answer whether a box is as wide as what stands in it."""
    if box.style["width"] != "auto":
        return False
    if box.is_absolutely_positioned():
        return "auto" in (box.style["left"], box.style["right"])
    return box.is_floated() or isinstance(box, boxes.InlineBlockBox)


def _list_tekstvakken(box: Any) -> Iterator[Any]:  # noqa: ANN401 - idem
    for kind in getattr(box, "children", ()):
        if isinstance(kind, boxes.TextBox):
            if kind.text.strip():
                yield kind
        else:
            yield from _list_tekstvakken(getattr(kind, "_box", kind))


def take_knopen(lijnen: Lijnen, knopen: list[Tekstknoop]) -> list[Tekstknoop]:
    """Take from knopen those whose text these lines show. Raises: UnfillableVormError."""
    doel = "".join(strip_wit(vak.text) for regel in lijnen.teksten for vak in regel)
    genomen: list[Tekstknoop] = []
    tekst = ""
    while tekst != doel:
        if not knopen or not doel.startswith(tekst):
            raise UnfillableVormError(
                "de huisstijl zet tekst die niet in het sjabloon staat, of verandert die"
            )
        knoop = knopen.pop(0)
        if genomen or strip_wit(knoop.tekst):
            genomen.append(knoop)
        tekst += strip_wit(knoop.tekst)
    return genomen


def has_velden(knopen: Sequence[Tekstknoop]) -> bool:
    """Answer whether a value stands in these texts."""
    return any(TEKEN in knoop.geschreven for knoop in knopen)


class Stijlen:
    """The styles of one block, each once."""

    def __init__(self) -> None:
        self.rij: list[Tekststijl] = []

    def find(self, stijl: Tekststijl) -> int:
        """Return the place of this style; it is added when it is new."""
        if stijl not in self.rij:
            self.rij.append(stijl)
        return self.rij.index(stijl)


def make_alinea(lijnen: Lijnen, knopen: Sequence[Tekstknoop], stijlen: Stijlen, letters: Any) -> Alinea:  # noqa: ANN401 - by text box the Tf operator
    """Make the paragraph that can take other values. Raises: UnfillableVormError that says why not."""
    uitlijning = _check_alinea(lijnen)
    vakken = [vak for regel in lijnen.teksten for vak in regel]
    per_eigenaar = {vak.element: make_stijl(vak, letters(vak), vast=False) for vak in vakken}
    heel = {vak.element for vak in vakken if not AFGEBROKEN.get(vak.style["white_space"], True)}
    segmenten: list[Segment] = []
    for knoop in knopen:
        tekst = collapse_wit(knoop.geschreven)
        if not segmenten or segmenten[-1].tekst.endswith(" "):
            tekst = tekst.removeprefix(" ")
        if not tekst:
            continue
        if knoop.eigenaar not in per_eigenaar:
            raise UnfillableVormError("wit tussen twee velden heeft een eigen stijl")
        soort = stijlen.find(per_eigenaar[knoop.eigenaar])
        segmenten.append(Segment(tekst, soort, knoop.eigenaar in heel))
    if segmenten[-1].tekst.endswith(" "):
        segmenten[-1] = segmenten[-1]._replace(tekst=segmenten[-1].tekst.rstrip(" "))
    return Alinea(
        segmenten=tuple(segmenten),
        breedte=lijnen.bak.width,
        inspringing=lijnen.regels[0].text_indent,
        uitlijning=uitlijning,
        breekbaar=AFGEBROKEN[lijnen.bak.style["white_space"]],
        velden=sum(segment.tekst.count(VELD) for segment in segmenten),
    )


def _check_alinea(lijnen: Lijnen) -> float:
    """Check that other values can take the place of these. Returns: how the lines are aligned."""
    _check_regels(lijnen)
    if lijnen.krimpt:
        raise UnfillableVormError("een blok met velden is zo breed als zijn tekst; geef het een width")
    stijl = lijnen.bak.style
    uitlijning = UITLIJNINGEN.get(stijl["text_align_all"])
    if uitlijning is None or stijl["text_align_last"] not in ("auto", stijl["text_align_all"]):
        raise UnfillableVormError("een alinea met velden is uitgevuld; zet text-align op left of right")
    if stijl["white_space"] not in AFGEBROKEN:
        raise UnfillableVormError("een alinea met velden bewaart wit; haal white-space weg")
    return uitlijning


def _check_regels(lijnen: Lijnen) -> None:
    for regel in lijnen.regels:
        for kind in regel.descendants():
            if not isinstance(kind, boxes.TextBox | boxes.InlineBox | boxes.LineBox):
                raise UnfillableVormError(
                    "in een alinea met velden staat een blok of plaatje; zet het in een eigen alinea"
                )
            if isinstance(kind, boxes.InlineBox) and kind.margin_width() != kind.width:
                raise UnfillableVormError("in een alinea met velden heeft tekst een rand of wit eromheen")


def make_stijl(vak: Any, lettertype: bytes, *, vast: bool) -> Tekststijl:  # noqa: ANN401 - WeasyPrint has no types
    """Make the style of a text box; vast: its text never changes. Raises: UnfillableVormError."""
    kleur = get_color(vak.style, "color")
    if kleur.space not in ("srgb", "hsl", "hwb") or kleur.alpha not in (0, 1):
        raise UnfillableVormError("tekst is doorzichtig, of heeft een kleur buiten sRGB")
    delen = b" ".join(pydyf._to_bytes(deel) for deel in kleur.to("srgb").coordinates)
    operators = b"%s\n%s rg\n" % (lettertype, delen) + (b"" if kleur.alpha else ONZICHTBAAR)
    return Tekststijl(None if vast else _make_soort(vak.style), operators)


def _make_soort(stijl: Any) -> Lettersoort:  # noqa: ANN401 - idem
    anders = [naam.replace("_", "-") for naam, gewoon in GEWOON.items() if stijl[naam] != gewoon]
    if anders:
        raise UnfillableVormError(
            f"tekst met velden heeft een eigen {anders[0]}; haal dat weg of maak de tekst vast"
        )
    return Lettersoort(
        tuple(stijl["font_family"]),
        stijl["font_size"],
        stijl["font_weight"],
        stijl["font_style"],
        stijl["lang"],
    )
