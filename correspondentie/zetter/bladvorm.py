"""The forme of a page: its room for text, and the texts in its margins."""

from typing import Any

from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]  # WeasyPrint ships no types

from correspondentie.zetter.errors import CannotFillError, UnfillableVormError
from correspondentie.zetter.proefdruk import Proefblad, find_plaats
from correspondentie.zetter.regelvorm import UITLIJNINGEN, list_lijnen, make_stijl
from correspondentie.zetter.tekening import has_tekening, list_vakken
from correspondentie.zetter.vormen import Bladvorm, Margetekst, round_maat

TEKST, REEKS, TELLER = "tekst", "reeks", "teller"
TELLERS = ("page", "pages")


def make_bladvorm(page: Any, proefblad: Proefblad) -> Bladvorm:  # noqa: ANN401 - WeasyPrint has no types
    """Make the forme of a page. Raises: UnfillableVormError, CannotFillError."""
    box = page._page_box
    marges = [kind for kind in box.children if isinstance(kind, boxes.MarginBox)]
    if has_tekening(box) or any(has_tekening(vak) for marge in marges for vak in list_vakken(marge)):
        raise UnfillableVormError("het blad of een kop- of voettekst heeft een rand, een vlak of een plaatje")
    teksten = [make_margetekst(marge, proefblad, box) for marge in marges if list(list_lijnen(marge))]
    wit = sum(marge.margin_width() - marge.width for marge in marges)
    midden = any(
        tekst.uitlijning == UITLIJNINGEN["center"] for tekst in teksten
    )  # takes as much at both sides
    return Bladvorm(
        breedte=round_maat(page.width),
        hoogte=round_maat(page.height),
        boven=round_maat(box.content_box_y()),
        onder=round_maat(box.content_box_y() + box.height),
        ruimte=round_maat((box.width - wit) / (2 if midden else 1)),
        teksten=tuple(teksten),
    )


def make_margetekst(marge: Any, proefblad: Proefblad, blad: Any) -> Margetekst:  # noqa: ANN401 - idem
    """Make the forme of one text in the margin.

    Raises: UnfillableVormError; CannotFillError when it is this letter in which it takes more lines.
    """
    if marge.style["width"] != "auto":
        raise UnfillableVormError("een kop- of voettekst heeft een eigen width; haal die weg")
    (lijnen,) = list_lijnen(marge)
    if len(lijnen.regels) != 1 or len(lijnen.teksten[0]) != 1:
        raise CannotFillError("een kop- of voettekst past in deze brief niet op een regel")
    (vak,) = lijnen.teksten[0]
    y = vak.position_y + vak.baseline
    getoond = proefblad.teksten.get(find_plaats(vak.position_x, y))
    uitlijning = UITLIJNINGEN.get(marge.style["text_align_all"])
    if getoond is None or uitlijning is None:
        raise UnfillableVormError("een kop- of voettekst is uitgevuld of niet terug te vinden")
    return Margetekst(
        stijl=make_stijl(vak, getoond.lettertype, vast=False),
        delen=tuple(map(_parse_deel, marge.style["content"])),
        anker=round_maat(lijnen.bak.content_box_x() + uitlijning * lijnen.bak.width),
        uitlijning=uitlijning,
        y=round_maat(y),
        kant="Header" if y < blad.content_box_y() else "Footer",
    )


def _parse_deel(deel: Any) -> tuple[str, str]:  # noqa: ANN401 - idem
    soort, waarde = deel
    if soort == "string":
        return TEKST, waarde
    if soort == "string()" and waarde[1] == "first":
        return REEKS, waarde[0]
    if soort == "counter()" and waarde[0] in TELLERS and waarde[1] == "decimal":
        return TELLER, waarde[0]
    raise UnfillableVormError(
        f"een kop- of voettekst bevat {soort}; gebruik tekst, string(naam) of counter(page)"
    )
