"""The KIX code as bars: 36 characters of four bars each, two of which rise and two of which descend (pure).

Source: the sizes of the four-state codes of PostNL and Royal Mail: 20 to 24 bars per 25.4 mm, a bar as wide
as the space beside it, a full bar of 5.1 mm of which the tracker takes the middle 1.3 mm, 2 mm clear around.
PostNL's own handbook is not public: these sizes are assumed to be the ones it prescribes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

TEKENS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PAREN = ("0011", "0101", "0110", "1001", "1010", "1100")
_KIX = re.compile(r"[1-9][0-9]{3}[A-Z]{2}[1-9][0-9]{0,4}(X[0-9A-Z]{1,6})?", re.ASCII)
TEKENS_HOOGSTENS = 18

# Unit: mm.
VOL, VOLGER, UITLOPER = 5.1, 1.3, 1.9
STAP, STAP_KLEINST = 1.2, 25.4 / 24
VRIJ = 2.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Streep:
    """One bar. Unit: mm, from the left of the code and down from its top."""

    links: float
    breed: float
    boven: float
    onder: float


def is_kix(tekst: str) -> bool:
    """Tell whether this is a KIX code, in capitals."""
    return len(tekst) <= TEKENS_HOOGSTENS and _KIX.fullmatch(tekst) is not None


def make_sorteersleutel(kix: str) -> tuple[str, int, str]:
    """Make the key of the order in which the post walks: postcode, number, addition."""
    nummer, _, toevoeging = kix[6:].partition("X")
    return kix[:6], int(nummer) if nummer.isdecimal() else 0, toevoeging


def list_staten(kix: str) -> Iterator[tuple[bool, bool]]:
    """List per bar whether it rises and whether it descends: the row of a character says the one, its column
    the other."""
    for teken in kix:
        rij, kolom = divmod(TEKENS.index(teken), len(_PAREN))
        yield from ((op == "1", neer == "1") for op, neer in zip(_PAREN[rij], _PAREN[kolom], strict=True))


def compute_stap(kix: str, breedte: float) -> float | None:
    """Compute from bar to bar what fits in this width; None when no size that is allowed does.

    Unit: mm.
    """
    strepen = 4 * len(kix)
    if not strepen:
        return None
    stap = min(STAP, breedte / (strepen - 0.5))
    return stap if stap >= STAP_KLEINST else None


def list_strepen(kix: str, stap: float) -> Iterator[Streep]:
    """List the bars of a code from left to right."""
    for nummer, (op, neer) in enumerate(list_staten(kix)):
        yield Streep(
            links=nummer * stap,
            breed=stap / 2,
            boven=0.0 if op else UITLOPER,
            onder=VOL if neer else UITLOPER + VOLGER,
        )
