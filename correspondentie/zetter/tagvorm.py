"""The part of the tag tree that belongs to one block, as WeasyPrint wrote it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pydyf  # type: ignore[import-untyped]  # ships no types

from correspondentie.zetter.errors import UnfillableVormError
from correspondentie.zetter.proefdruk import Proefblad, find_object
from correspondentie.zetter.vormen import Knoop

EIGEN = {"Type", "S", "K", "Pg", "P"}


class Gezien(Protocol):
    """A composed letter."""

    @property
    def pdf(self) -> Any:  # noqa: ANN401 - pydyf has no types
        """The objects of its PDF."""

    @property
    def bladen(self) -> tuple[Proefblad, ...]:
        """Its pages."""


@dataclass(frozen=True, slots=True)
class Tagvorm:
    """The elements of a block. Shape: bladen numbers its marks (page and mark) in the order of the text."""

    knopen: tuple[Knoop, ...]
    bladen: Mapping[tuple[int, int | None], int]


def make_tagvorm(proef: Gezien, diepte: int, merken: Sequence[tuple[int, int | None]]) -> Tagvorm:
    """Make the elements of the block whose texts have these marks (page and mark).

    Raises: UnfillableVormError.
    """
    bladen = {merk: nummer for nummer, merk in enumerate(dict.fromkeys(merken))}
    toppen: dict[int, Any] = {}
    for blad, merk in bladen:
        if merk is None:
            raise UnfillableVormError("een tekst heeft geen plaats in de leesvolgorde")
        boven = _list_boven(proef.pdf, proef.bladen[blad].dragers[merk])
        if len(boven) <= diepte:
            raise UnfillableVormError("een tekst hangt op een andere plaats in de leesvolgorde dan zijn blok")
        toppen[boven[diepte].number] = boven[diepte]
    per_blad = {reference: blad for blad, reference in enumerate(proef.pdf.page_references)}
    links: list[int] = []

    def make(element: Any) -> Knoop:  # noqa: ANN401 - idem
        kinderen: list[int | Knoop] = []
        link: int | None = None
        for kid in element["K"]:
            if isinstance(kid, int):
                kinderen.append(_find_blad(bladen, (per_blad[element["Pg"]], kid)))
                continue
            kind = find_object(proef.pdf, kid)
            if kind.get("Type") == "/OBJR":
                link = len(links)
                links.append(link)
            else:
                kinderen.append(make(kind))
        return Knoop(element["S"].removeprefix("/"), _write_eigenschappen(element), tuple(kinderen), link)

    return Tagvorm(tuple(make(top) for top in toppen.values()), bladen)


def _find_blad(bladen: Mapping[tuple[int, int | None], int], merk: tuple[int, int]) -> int:
    if merk not in bladen:
        raise UnfillableVormError("een alinea met velden heeft een link; geef die een eigen alinea")
    return bladen[merk]


def find_houderknoop(proef: Gezien, diepte: int, merk: tuple[int, int]) -> Knoop:
    """Find the element of the container at this depth around the text with this mark."""
    boven = _list_boven(proef.pdf, proef.bladen[merk[0]].dragers[merk[1]])
    if len(boven) <= diepte:
        raise UnfillableVormError("een blok om andere blokken heen heeft geen plaats in de leesvolgorde")
    element = boven[diepte]
    return Knoop(element["S"].removeprefix("/"), _write_eigenschappen(element), ())


def _list_boven(pdf: Any, reference: bytes) -> list[Any]:  # noqa: ANN401 - idem
    """List the elements from just below Document down to this one."""
    boven: list[Any] = []
    element = find_object(pdf, reference)
    while element["S"] != "/Document":
        boven.append(element)
        element = find_object(pdf, element["P"])
    return boven[::-1]


def _write_eigenschappen(element: Any) -> bytes:  # noqa: ANN401 - idem
    rest = {naam: waarde for naam, waarde in element.items() if naam not in EIGEN}
    return pydyf.Dictionary(rest).data[2:-2] if rest else b""
