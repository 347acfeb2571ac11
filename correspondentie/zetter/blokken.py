"""The blocks of a letter, each with what its look can depend on: its neighbours and what it stands in."""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from correspondentie.zetter.errors import CannotFillError
from correspondentie.zetter.kopij import BLOK, VELD, Kopij

OPENING = re.compile(r"<(/?)(\w+)[^>]*>")
KLASSE = re.compile(r'class="([^"]*)"')
SLOT = re.compile(r"(?:\s|</body>|</html>)+$")  # what the last block of a letter ends with
HOUDERS = {"main", "div", "ul", "ol", "section", "article", "table", "tbody"}
SOORTEN_MAXIMUM = 20_000  # different texts of blocks that are remembered; after that all are forgotten

Sleutel = tuple[str, str, str, str]


class Rol(Enum):
    """What a piece of the fixed text is: a block, the begin or end of a container, or nothing to see."""

    BLOK = "blok"
    OPEN = "open"
    DICHT = "dicht"
    NIETS = "niets"


class Soort(NamedTuple):
    """One fixed text of a block; open is its first tag, buur what the house style can see of it next door.

    los: behind it stands something that is in no block of its own, such as text in a container.
    """

    skelet: str
    rol: Rol
    tag: str
    open: str
    velden: int
    buur: str
    los: bool


class Blok(NamedTuple):
    """A block of one letter. nummer is its place among the marks, eerste the place of its first value."""

    soort: Soort
    sleutel: Sleutel
    nummer: int
    eerste: int
    rij: int  # how many rows of its table stand above it


class _Plek:
    """Where the reader is: the path of containers, the neighbour before, and how far in a table or list."""

    __slots__ = ("_boven", "_kop", "pad", "rij", "vorige")

    def __init__(self, pad: str) -> None:
        self.pad = pad
        self.vorige = ""
        self.rij = 0
        self._kop = False  # its table has a head, which says how wide the columns are
        self._boven: list[tuple[str, str]] = []

    def begin(self, soort: Soort, find_pad: Callable[[str, str], str]) -> None:
        """Count a row (without a head the first says how wide columns are), or an item of a numbered list."""
        if soort.tag == "tr":
            self.rij += 1
            if self.rij == 1 and not self._kop:
                self.pad = find_pad(self.pad, soort.skelet)
        elif soort.tag == "li" and self.pad.endswith("<ol>"):
            self.rij += 1
            self.pad = find_pad(self._boven[-1][0], f"{self.rij}<ol>")

    def end(self, soort: Soort, find_pad: Callable[[str, str], str]) -> None:
        """Go past a block, or into a container."""
        self.vorige = soort.buur
        if soort.rol is Rol.OPEN:
            self._boven.append((self.pad, self.vorige))
            self.pad, self.vorige = find_pad(self.pad, soort.open), ""
            if soort.tag != "tbody":
                self.rij, self._kop = 0, False
        elif soort.rol is Rol.NIETS or soort.tag == "thead":
            self.pad = find_pad(self.pad, soort.skelet)
            self._kop = self._kop or soort.tag == "thead"

    def close(self, soort: Soort) -> None:
        """Go out of a container. Raises: CannotFillError when none was open."""
        if not self._boven:
            raise CannotFillError(f"{soort.open} sluit een blok dat niet open was")
        self.pad, self.vorige = self._boven.pop()


class Bloklezer:
    """Reads kopij as blocks; remembers every fixed text that it met.

    buren are the names of tags and classes that the house style looks at in a neighbour of a block; klassen
    all classes that it names, of which some can stand around the whole letter.
    """

    def __init__(self, buren: frozenset[str], klassen: frozenset[str] = frozenset()) -> None:
        self._buren = buren
        self._klassen = klassen
        self._soorten: dict[str, Soort] = {}
        self._paden: dict[tuple[str, str], str] = {}

    def list_blokken(self, kopij: Kopij) -> list[Blok]:
        """List the blocks in the order of the letter. Raises: CannotFillError."""
        if len(self._soorten) > SOORTEN_MAXIMUM:
            self._soorten.clear()
            self._paden.clear()
        stukken = kopij.skelet.split(BLOK)
        return list(self._place(self._join(stukken), stukken[0]))

    def _join(self, stukken: Sequence[str]) -> list[tuple[Soort, int]]:
        """Join what belongs to one block, such as the rows of a table head."""
        soorten = self._soorten
        uit: list[tuple[Soort, int]] = []
        plaats, aantal = 1, len(stukken)
        while plaats < aantal:
            begin, tekst = plaats, stukken[plaats]
            soort = soorten.get(tekst)
            if soort is None:
                soort = soorten[tekst] = _make_soort(tekst, self._buren)
            plaats += 1
            if soort.rol is Rol.BLOK and not _is_heel(soort):
                while not _is_heel(soort):
                    if plaats == aantal:
                        raise CannotFillError(f"het blok {soort.open} wordt nergens gesloten")
                    tekst += stukken[plaats]
                    soort = soorten.get(tekst) or _make_soort(tekst, self._buren)
                    plaats += 1
                soorten[tekst] = soort
            uit.append((soort, begin))
        return uit

    def _place(self, soorten: Sequence[tuple[Soort, int]], kop: str) -> Iterator[Blok]:
        plek = _Plek(" ".join(sorted(_list_klassen(kop) & self._klassen)))
        eerste = kop.count(VELD)
        laatste = len(soorten) - 1
        for plaats, (soort, nummer) in enumerate(soorten):
            if soort.rol is Rol.DICHT:
                plek.close(soort)
                yield Blok(soort, (soort.skelet, "", "", plek.pad), nummer, eerste, plek.rij)
                continue
            volgende = soorten[plaats + 1][0] if plaats < laatste else soort
            na = "" if volgende.rol is Rol.DICHT else volgende.buur
            plek.begin(soort, self._find_pad)
            yield Blok(soort, (soort.skelet, plek.vorige, na, plek.pad), nummer, eerste, plek.rij)
            eerste += soort.velden
            plek.end(soort, self._find_pad)

    def _find_pad(self, boven: str, stap: str) -> str:
        return self._paden.setdefault((boven, stap), f"{boven}\n{stap}")


def _make_soort(tekst: str, buren: frozenset[str]) -> Soort:
    tekst = tekst.strip()
    opening = OPENING.match(tekst)
    assert opening is not None  # a mark stands before a tag
    tag = opening[2]
    if opening[1]:
        rol = Rol.DICHT
    elif tag == "colgroup":
        rol = Rol.NIETS
    else:
        rol = Rol.OPEN if tag in HOUDERS else Rol.BLOK
    namen = {tag} | _list_klassen(opening[0])
    buur = " ".join(("*", *sorted(namen & buren)))
    return Soort(tekst, rol, tag, opening[0], tekst.count(VELD), buur, _is_los(tekst, rol, opening))


def _is_los(tekst: str, rol: Rol, opening: re.Match[str]) -> bool:
    if rol is Rol.BLOK:
        return not SLOT.sub("", tekst).endswith(f"</{opening[2]}>")
    return rol is not Rol.NIETS and SLOT.sub("", tekst) != opening[0]


def _list_klassen(html: str) -> set[str]:
    return {naam for klasse in KLASSE.findall(html) for naam in klasse.split()}


def _is_heel(soort: Soort) -> bool:
    return soort.skelet.count(f"<{soort.tag}") <= soort.skelet.count(f"</{soort.tag}>")
