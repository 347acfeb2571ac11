"""What changed between two texts, word by word, and between two pages, place by place."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from re import findall

from PIL import Image, ImageChops, ImageDraw

DREMPEL = 40  # of 255: less is the edge of a letter that fell half a pixel elsewhere
WITREGELS = 10  # rows of pixels that did not change between two places that did
RAND = 4  # pixels around a place
MERKKLEUR = (196, 0, 98)
PIXELS_MAXIMUM = 20_000_000
# pairs to look at: time grows with the square of the length, and every letter of ours stays far below
REGELPAREN = 4_000_000
WOORDPAREN = 1_000_000  # over all lines of a text


class Wijziging(StrEnum):
    """What became of a line or a word."""

    GELIJK = "gelijk"
    WEG = "weg"
    NIEUW = "nieuw"


@dataclass(frozen=True, slots=True)
class Deel:
    """Words in one line that have the same fate. Shape: the parts of a line make up the whole of it."""

    wijziging: Wijziging
    tekst: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Regelverschil:
    """One line of the comparison; oud and nieuw are its numbers in either text, None where it is not."""

    wijziging: Wijziging
    oud: int | None
    nieuw: int | None
    delen: tuple[Deel, ...]


@dataclass(frozen=True, slots=True)
class Vak:
    """A place on a page that changed. Unit: pixels."""

    links: int
    boven: int
    breedte: int
    hoogte: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Paginaverschil:
    """The new page with a frame around every place that changed (PNG), and where these are."""

    png: bytes
    vakken: tuple[Vak, ...]


def diff_tekst(oud: str, nieuw: str) -> tuple[Regelverschil, ...]:
    """Compare two texts. Shape: all lines of both in order; of a line that changed first the old one.

    What is too long to compare word by word is compared line by line, and what has too many lines as a whole.
    """
    return tuple(_list_regels(oud.split("\n"), nieuw.split("\n")))


def diff_paginas(oud: bytes | None, nieuw: bytes | None) -> Paginaverschil:
    """Compare two pictures (PNG) of one page; None is a page that is not there, compared as an empty one.

    Raises: ValueError when neither is there, or one is larger than a page can be.
    """
    beelden = [_open(png) for png in (oud, nieuw) if png is not None]
    if not beelden:
        raise ValueError("there is no page to compare")
    maat = max(beeld.width for beeld in beelden), max(beeld.height for beeld in beelden)
    voor, na = (_place(_open(png) if png is not None else None, maat) for png in (oud, nieuw))
    anders = ImageChops.difference(voor, na).convert("L").point(lambda waarde: 255 * (waarde > DREMPEL))
    vakken = tuple(_list_vakken(anders))
    tekening = ImageDraw.Draw(na)
    for vak in vakken:
        hoek = (vak.links + vak.breedte - 1, vak.boven + vak.hoogte - 1)
        tekening.rectangle((vak.links, vak.boven, *hoek), outline=MERKKLEUR, width=2)
    uit = io.BytesIO()
    na.save(uit, "PNG", compress_level=1)
    return Paginaverschil(png=uit.getvalue(), vakken=vakken)


def _list_regels(oud: Sequence[str], nieuw: Sequence[str]) -> Iterator[Regelverschil]:
    te_gaan = WOORDPAREN if len(oud) * len(nieuw) <= REGELPAREN else 0
    for soort, i, i_tot, j, j_tot in _list_stukken(oud, nieuw, REGELPAREN):
        if soort == "equal":
            for stap in range(i_tot - i):
                deel = Deel(Wijziging.GELIJK, oud[i + stap])
                yield _make_regel(Wijziging.GELIJK, i + stap, j + stap, (deel,))
            continue
        for een, ander in zip_longest(range(i, i_tot), range(j, j_tot)):
            voor = _split_woorden(oud[een]) if een is not None else []
            na = _split_woorden(nieuw[ander]) if ander is not None else []
            weg, erbij = _diff_woorden(voor, na, te_gaan)
            te_gaan -= len(voor) * len(na)
            if een is not None:
                yield _make_regel(Wijziging.WEG, een, None, weg)
            if ander is not None:
                yield _make_regel(Wijziging.NIEUW, None, ander, erbij)


def _make_regel(
    wijziging: Wijziging, oud: int | None, nieuw: int | None, delen: tuple[Deel, ...]
) -> Regelverschil:
    return Regelverschil(
        wijziging=wijziging,
        oud=None if oud is None else oud + 1,
        nieuw=None if nieuw is None else nieuw + 1,
        delen=delen,
    )


def _list_stukken(
    voor: Sequence[str], na: Sequence[str], hoogstens: int
) -> Sequence[tuple[str, int, int, int, int]]:
    """List what is equal and what is not, as SequenceMatcher does; of more pairs than this all changed."""
    if len(voor) * len(na) > hoogstens:
        return [("replace", 0, len(voor), 0, len(na))]
    return SequenceMatcher(a=voor, b=na).get_opcodes()


def _split_woorden(regel: str) -> list[str]:
    return findall(r"\s+|\w+|[^\w\s]", regel)


def _diff_woorden(
    voor: Sequence[str], na: Sequence[str], hoogstens: int
) -> tuple[tuple[Deel, ...], tuple[Deel, ...]]:
    """Compare the words of two lines. Returns: the parts of the old one, and those of the new one."""
    weg, erbij = [], []
    for soort, i, i_tot, j, j_tot in _list_stukken(voor, na, hoogstens):
        gelijk = soort == "equal"
        if i_tot > i:
            weg.append(Deel(Wijziging.GELIJK if gelijk else Wijziging.WEG, "".join(voor[i:i_tot])))
        if j_tot > j:
            erbij.append(Deel(Wijziging.GELIJK if gelijk else Wijziging.NIEUW, "".join(na[j:j_tot])))
    return tuple(weg), tuple(erbij)


def _open(png: bytes) -> Image.Image:
    beeld = Image.open(io.BytesIO(png), formats=["PNG"])
    if beeld.width * beeld.height > PIXELS_MAXIMUM:
        raise ValueError("the picture is larger than a page can be")
    return beeld.convert("RGB")


def _place(beeld: Image.Image | None, maat: tuple[int, int]) -> Image.Image:
    blad = Image.new("RGB", maat, "white")
    if beeld is not None:
        blad.paste(beeld)
    return blad


def _list_vakken(anders: Image.Image) -> Iterator[Vak]:
    """List the places that changed, from top to bottom: bands of rows with white between them."""
    breedte, hoogte = anders.size
    rijen = [rij for rij in range(hoogte) if anders.crop((0, rij, breedte, rij + 1)).getbbox()]
    for boven, onder in _join_rijen(rijen):
        bbox = anders.crop((0, boven, breedte, onder + 1)).getbbox()
        assert bbox is not None  # the band has rows that changed
        links, rechts = max(0, bbox[0] - RAND), min(breedte, bbox[2] + RAND)
        top, voet = max(0, boven - RAND), min(hoogte, onder + 1 + RAND)
        yield Vak(links, top, rechts - links, voet - top)


def _join_rijen(rijen: Sequence[int]) -> Iterator[tuple[int, int]]:
    begin = vorige = None
    for rij in rijen:
        if begin is None or vorige is None:
            begin = rij
        elif rij - vorige > WITREGELS:
            yield begin, vorige
            begin = rij
        vorige = rij
    if begin is not None and vorige is not None:
        yield begin, vorige
