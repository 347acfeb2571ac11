"""Kopij: what goes to the typesetter, the fixed text of a letter and the values of one citizen kept apart.

The fixed text is HTML with a mark where a value goes and a mark before each block. Letters that take the same
branches of a sjabloon have the same fixed text, however different their values are.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup, escape

VELD = "\x01"
BLOK = "\x02"
MERK = Markup(VELD)

BLOKKEN = "h[1-6]|p|ul|ol|li|table|caption|colgroup|thead|tbody|tfoot|tr|div|main|header|section|article"
HOUDERS = "ul|ol|table|thead|tbody|tfoot|div|main|header|section|article"
BLOKBEGIN = re.compile(rf"\s*(<(?:{BLOKKEN})\b|</(?:{HOUDERS})>)")
WIT = re.compile(r"\s*\n\s*")


class Blokmerken(Extension):
    """Marks the blocks in the fixed text of a template while it is compiled, not while it is rendered."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Put a mark before each block and take out white space that means nothing in HTML."""
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, "data", mark_blokken(token.value))
            else:
                yield token


def mark_blokken(html: str) -> str:
    """Put a mark before each block of HTML, and make one space of a line end."""
    return BLOKBEGIN.sub(rf"{BLOK}\1", WIT.sub("\n", html))


@dataclass(frozen=True, slots=True)
class Kopij:
    """One letter before it is typeset. Shape: skelet has one VELD for each of the waarden, in order."""

    skelet: str
    waarden: tuple[str, ...]

    @property
    def html(self) -> str:
        """The whole letter as one HTML document."""
        return "".join(self._fill(self.skelet.replace(BLOK, "")))

    def _fill(self, skelet: str) -> Iterator[str]:
        stukken = skelet.split(VELD)
        yield stukken[0]
        for waarde, stuk in zip(self.waarden, stukken[1:], strict=True):
            yield str(escape(waarde))
            yield stuk


def make_kopij(html: str) -> Kopij:
    """Make kopij of a letter that was written out whole, so that all of it is fixed."""
    return Kopij(mark_blokken(html), ())
