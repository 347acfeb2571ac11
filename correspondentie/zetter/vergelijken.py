"""Compare a filled letter with the same letter composed by WeasyPrint: every glyph, all text, every tag.

This reads the two finished PDFs and knows nothing of how either was made.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from correspondentie.zetter.bladlezer import Bladbeeld, Lijn, Teken, read_blad

SPELING = 0.02  # points: a glyph may stand this far off; a pixel at 150 dpi is 0.48 points
# What reading a damaged PDF comes to: the file itself, or something in it that is missing or of another kind.
ONLEESBAAR = (pikepdf.PdfError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Brief:
    """What a PDF shows and says.

    Shape: tags nested as (tag, properties, text, whether its marks and links lead back to it, children).
    """

    bladen: tuple[Bladbeeld, ...]
    tags: tuple[object, ...]
    kop: tuple[object, ...]
    gegevens: tuple[object, ...]


def list_verschillen(gezet: bytes, gevuld: bytes) -> list[str]:
    """List how the filled letter differs from the composed one, in words without any text of the letter."""
    een = read_brief(gezet)
    try:
        ander = read_brief(gevuld)
    except ONLEESBAAR:
        return ["de gevulde brief is beschadigd"]
    if len(een.bladen) != len(ander.bladen):
        return [f"{len(een.bladen)} bladen gezet, {len(ander.bladen)} gevuld"]
    verschillen: list[str] = []
    for nummer, (links, rechts) in enumerate(zip(een.bladen, ander.bladen, strict=True), start=1):
        verschillen += _compare_tekens(links.tekens, rechts.tekens, nummer)
        verschillen += _compare_lijnen(links, rechts, nummer)
    if een.tags != ander.tags:
        verschillen.append("de tags of hun tekst verschillen")
    if een.kop != ander.kop:
        verschillen.append("de titel, de taal of de inhoudsopgave verschilt")
    if een.gegevens != ander.gegevens:
        verschillen.append("de datum of een ander gegeven van het document verschilt")
    return verschillen


def _compare_tekens(gezet: Sequence[Teken], gevuld: Sequence[Teken], blad: int) -> Iterator[str]:
    een, ander = (sorted(tekens, key=_sort_key) for tekens in (gezet, gevuld))
    if len(een) != len(ander):
        yield f"blad {blad}: {len(een)} tekens gezet, {len(ander)} gevuld"
        return
    for links, rechts in zip(een, ander, strict=True):
        zelfde = links[2:4] == rechts[2:4] and _is_dichtbij(links.kleur, rechts.kleur)
        if not zelfde or not _is_dichtbij(
            (links.x, links.y, links.grootte), (rechts.x, rechts.y, rechts.grootte)
        ):
            yield f"blad {blad}: een teken bij {links.x:.1f}, {links.y:.1f} punt staat anders"
            return


def _sort_key(teken: Teken) -> tuple[float, ...]:
    return round(teken.y, 1), round(teken.x, 1), teken.glyph


def _compare_lijnen(gezet: Bladbeeld, gevuld: Bladbeeld, blad: int) -> Iterator[str]:
    een, ander = sorted(gezet.lijnen, key=_sort_lijn), sorted(gevuld.lijnen, key=_sort_lijn)
    gelijk = len(een) == len(ander) and all(
        links.operator == rechts.operator
        and _is_dichtbij((*links.punten, *links.kleur), (*rechts.punten, *rechts.kleur))
        for links, rechts in zip(een, ander, strict=True)
    )
    if not gelijk:
        yield f"blad {blad}: de lijnen of vlakken verschillen"
    if not all(map(_is_dichtbij, gezet.kaders, gevuld.kaders)):
        yield f"blad {blad}: de maat van het blad verschilt"
    if _list_artefacten(gezet) != _list_artefacten(gevuld):
        yield f"blad {blad}: de kop- of voettekst verschilt"
    if len(gezet.links) != len(gevuld.links) or not all(map(_is_dichtbij, gezet.links, gevuld.links)):
        yield f"blad {blad}: de links verschillen"


def _list_artefacten(blad: Bladbeeld) -> list[tuple[str, str]]:
    return sorted((soort, _collapse(tekst)) for soort, tekst in blad.artefacten)


def _collapse(tekst: str) -> str:
    """Write all white space as one space: a no-break space has its glyph, so a PDF knows only one."""
    return " ".join(tekst.split())


def _sort_lijn(lijn: Lijn) -> tuple[object, ...]:
    return tuple(round(punt, 1) for punt in lijn.punten), lijn.operator


def _is_dichtbij(een: Sequence[float], ander: Sequence[float]) -> bool:
    return len(een) == len(ander) and all(
        abs(links - rechts) < SPELING for links, rechts in zip(een, ander, strict=True)
    )


def read_brief(pdf: bytes) -> Brief:
    """Read what a PDF shows and says. Raises: one of ONLEESBAAR when it is damaged, however little."""
    with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as document:
        bladen = tuple(read_blad(page) for page in document.pages)
        nummers = {page.obj.objgen: nummer for nummer, page in enumerate(document.pages)}
        root = document.Root.StructTreeRoot
        nums = list(root.ParentTree.Nums)
        dragers = {int(nummer): drager for nummer, drager in zip(nums[::2], nums[1::2], strict=True)}
        lezer = _Taglezer(bladen, nummers, dragers)
        tags = tuple(lezer.read(kid) for kid in root.K)
        kop = (str(document.docinfo.get("/Title")), str(document.Root.Lang), _read_inhoud(document))
        gegevens = (
            tuple((naam, str(waarde)) for naam, waarde in sorted(document.docinfo.items())),
            document.Root.Metadata.read_bytes(),
            *(document.Root[naam].unparse() for naam in ("/MarkInfo", "/ViewerPreferences")),
        )
    return Brief(bladen, tags, kop, gegevens)


def _read_inhoud(document: pikepdf.Pdf) -> tuple[object, ...]:
    def walk(regels: Any) -> tuple[object, ...]:  # noqa: ANN401 - pikepdf outline items
        return tuple((regel.title, walk(regel.children)) for regel in regels)

    with document.open_outline() as inhoud:
        return walk(inhoud.root)


class _Taglezer:
    """Walks the tag tree. dragers: by number of a page or link, what bears its marks, or it."""

    def __init__(
        self,
        bladen: Sequence[Bladbeeld],
        nummers: Mapping[tuple[int, int], int],
        dragers: Mapping[int, Any],
    ) -> None:
        self._bladen = bladen
        self._nummers = nummers
        self._dragers = dragers

    def read(self, element: Any) -> object:  # noqa: ANN401 - a PDF dictionary
        """Read an element and all below it."""
        kinderen: list[object] = []
        tekst, terug = "", True
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                tekst += " " + self._bladen[self._nummers[element.Pg.objgen]].merken.get(kid, "")
                terug &= self._dragers[int(element.Pg.StructParents)][kid].objgen == element.objgen
            elif kid.get("/Type") == "/OBJR":
                kinderen.append(("OBJR", str(kid.Obj.A.URI)))
                terug &= self._dragers[int(kid.Obj.StructParent)].objgen == element.objgen
            elif kid.get("/S") is not None:
                kinderen.append(self.read(kid))
        eigenschappen = element.get("/A")
        return (
            str(element.S),
            eigenschappen.unparse() if eigenschappen is not None else b"",
            _collapse(tekst),
            terug,
            tuple(kinderen),
        )
