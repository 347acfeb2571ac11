"""Where a line may end inside a text, as Pango says.

That follows from what kind of character stands where: of a plain letter or a figure it does not matter which.
So a kenmerk, a date or a sum has the places of every other that is written alike, and Pango is asked once.
"""

import string
from functools import lru_cache

from weasyprint.text.line_break import get_log_attrs  # type: ignore[import-untyped]  # WeasyPrint ships no types

# i and j stay as they are: in Dutch they are one letter together.
_GELIJK = str.maketrans(
    {
        **dict.fromkeys(string.digits, "0"),
        **dict.fromkeys(set(string.ascii_letters) - set("ijIJ"), "a"),
    }
)


def list_breekplaatsen(tekst: str, taal: str | None) -> tuple[int, ...]:
    """List the places at which a line may end: behind a space, or inside a word as after a hyphen."""
    return _ask_pango(tekst.translate(_GELIJK), taal)


@lru_cache(maxsize=5_000)  # of up to a few hundred characters
def _ask_pango(tekst: str, taal: str | None) -> tuple[int, ...]:
    attributen = get_log_attrs(tekst, taal)
    return tuple(plaats for plaats in range(1, len(tekst)) if attributen[plaats].is_line_break)
