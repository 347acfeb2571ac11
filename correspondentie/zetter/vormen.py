"""The forme of a block: everything of it that does not depend on the values of a citizen (pure data).

A Vorm belongs to the fixed text of a block and to where it stands (between which blocks, in which table).
What its values change is how many lines its paragraphs take: per combination of line counts it has one Stand,
read from a page that WeasyPrint composed. Unit: all measures in CSS pixels, rounded to a millionth, so that a
forme is the same whichever letter it was learned from.
"""

import msgspec

from correspondentie.zetter.alinea import Alinea
from correspondentie.zetter.letterkast import Lettersoort

ONZICHTBAAR = b"3 Tr\n"  # an operator: text that is read aloud and found, but not drawn


def round_maat(maat: float) -> float:
    """Round a measure as every forme keeps it."""
    return round(maat, 6)


class Tekststijl(msgspec.Struct, frozen=True, array_like=True):
    """How a run looks: its font as CSS asks for it (None: its text never changes), and its operators."""

    soort: Lettersoort | None
    operators: bytes


class Knoop(msgspec.Struct, frozen=True, array_like=True):
    """One element of the tag tree. kinderen: numbers of leaves, or elements; link: the number of a link."""

    tag: str
    eigenschappen: bytes
    kinderen: tuple["int | Knoop", ...]
    link: int | None = None


class Vast(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """A run of text that is the same in every letter."""

    blad: int
    stijl: Tekststijl
    x: float
    y: float
    tekens: bytes


class Plek(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Where one line of a paragraph with values goes. volgt: the same leaf goes on on another line."""

    blad: int
    alinea: int
    regel: int
    x: float
    y: float
    ruimte: float
    uitlijning: float
    volgt: bool


class Link(msgspec.Struct, frozen=True, array_like=True):
    """A link: left, top, right and bottom from the top of its block, and the rest of its object."""

    rechthoek: tuple[float, float, float, float]
    eigenschappen: bytes


class Stand(msgspec.Struct, frozen=True, array_like=True):
    """A block with these numbers of lines. Shape: tekst in the order in which it is drawn.

    regels are the bottoms of the lines of a block that may break between them, from its top; empty for one
    that may not. tekening holds the operators of its rules and grounds as drawn at height top.
    """

    hoogte: float
    tekst: tuple[Vast | Plek, ...]
    regels: tuple[float, ...]
    knopen: tuple[Knoop, ...]
    tekening: bytes
    links: tuple[Link, ...]
    glyphs: tuple[tuple[str, tuple[int, ...]], ...]  # of the fixed texts, per font


class Marges(msgspec.Struct, frozen=True, array_like=True):
    """How a block, or a container of blocks, stands between others."""

    boven: float = 0.0
    onder: float = 0.0
    heel: bool = False  # no page break inside
    bij_vorige: bool = False  # no page break before
    bij_volgende: bool = False  # no page break after
    wezen: int = 1  # orphans
    weduwen: int = 1  # widows


class Tekenreeks(msgspec.Struct, frozen=True, array_like=True):
    """A CSS string that a block sets: from an attribute of its first tag, or else from this text."""

    naam: str
    attribuut: str
    tekst: str


class Vorm(msgspec.Struct, array_like=True):
    """What does not change of one block. reden: why it cannot be filled; empty when it can.

    knoop is the element of a container; a block has its elements per Stand. kopniveau is the level of the
    block in the outline of the letter, 0 for none; links is where it begins, tekst its text with a VELD for
    each value.
    """

    marges: Marges = Marges()
    alineas: tuple[Alinea, ...] = ()
    stijlen: tuple[Tekststijl, ...] = ()
    knoop: Knoop | None = None
    kopniveau: int = 0
    links: float = 0.0
    tekst: str = ""
    tekenreeksen: tuple[Tekenreeks, ...] = ()
    reden: str = ""
    gemaakt: bool = False
    standen: dict[tuple[int, ...], Stand] = msgspec.field(default_factory=dict)


class Margetekst(msgspec.Struct, frozen=True, array_like=True):
    """A text in the margin of a page. Shape: delen are (soort, text or name), soort one of SOORTEN.

    anker is where it begins, has its middle or ends, as uitlijning says.
    """

    stijl: Tekststijl
    delen: tuple[tuple[str, str], ...]
    anker: float
    uitlijning: float
    y: float
    kant: str  # Header or Footer


class Bladvorm(msgspec.Struct, frozen=True, array_like=True):
    """A page without its text: where the text begins and has to end, and what is in the margins.

    ruimte is how wide the texts above the text, or those below it, can be together and stay on one line.
    """

    breedte: float
    hoogte: float
    boven: float
    onder: float
    ruimte: float
    teksten: tuple[Margetekst, ...]


class Kopvorm(msgspec.Struct, array_like=True):
    """What belongs to the letter as a whole. volgende is None until a letter took more than one page.

    reden: why no such letter can be filled; empty when it can.
    """

    auteurs: tuple[str, ...]
    taal: str
    eerste: Bladvorm | None
    volgende: Bladvorm | None = None
    reden: str = ""
