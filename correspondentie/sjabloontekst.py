"""Turn the Markdown of a sjabloon into HTML in which its fields and conditions stand untouched.

Markdown comes first and Jinja after, so a value is never read as Markdown. Every line of the HTML keeps the
number of its line in the Markdown, so that Jinja's own errors point at the line that the author wrote.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from correspondentie.errors import InvalidSjabloonError

BLOKREGELS = ["heading", "list", "paragraph"]
INLINEREGELS = ["emphasis", "entity", "link", "newline", "text"]
NABEWERKING = ["balance_pairs", "emphasis", "fragments_join"]
KOPPEN = ("h2", "h3", "h4")
LINKS = ("https:", "tel:", "mailto:")

VELD = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
ALLEEN = re.compile(r"\{%(?:(?!%\}).)*%\}|\{\{-?\s*\w+\s*\((?:(?!\}\}).)*\}\}")
TAG = re.compile(r"\{%[-+]?\s*(\w*)")
COMPONENT = re.compile(r"\{\{-?\s*\w+\s*\(")
# Fields with hyphens that are one thing to a reader: a line never ends within one (class in huisstijl.css).
HEEL = re.compile(r"\{\{-?\s*(?:brief\.kenmerk|afzender\.telefoon)\s*-?\}\}")
LOS = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}|\*\*")

# What nobody sees and yet changes a letter: control characters and marks that turn the direction of text.
ONZICHTBAAR = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

OPENT = {"if": "endif", "for": "endfor"}
DEELT = {"elif": ("endif",), "else": ("endif", "endfor")}


def check_tekens(bron: str, bestand: Path) -> None:
    """Check that a text has no character that cannot be seen. Raises: InvalidSjabloonError with its line."""
    if gevonden := ONZICHTBAAR.search(bron):
        raise InvalidSjabloonError(
            f"hier staat een onzichtbaar teken (U+{ord(gevonden.group()):04X}). Haal het weg.",
            bestand=bestand,
            regel=bron.count("\n", 0, gevonden.start()) + 1,
        )


def make_html(markdown: str, bestand: Path) -> str:
    """Make the HTML of a brief.md, ready to be compiled by Jinja.

    Raises: InvalidSjabloonError with file and line for what would not give the letter that was meant.
    """
    omzetting = _Omzetting(bestand)
    for token in _list_tokens(_make_markdown().parse(markdown)):
        omzetting.add(token)
    return omzetting.close()


def _make_markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero")
    markdown.block.ruler.before("paragraph", "sjabloonregel", _read_regel, {"alt": ["paragraph", "list"]})
    markdown.inline.ruler.before("text", "sjabloonveld", _read_veld)
    markdown.block.ruler.enableOnly([*BLOKREGELS, "sjabloonregel"])
    markdown.inline.ruler.enableOnly([*INLINEREGELS, "sjabloonveld"])
    markdown.inline.ruler2.enableOnly(NABEWERKING)
    markdown.validateLink = _accept_link  # type: ignore[method-assign]  # the omzetting refuses, with a line
    return markdown


def _accept_link(url: str) -> bool:
    return True


def _read_regel(state: StateBlock, begin: int, einde: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    tekst = state.src[state.bMarks[begin] + state.tShift[begin] : state.eMarks[begin]].rstrip()
    if not ALLEEN.fullmatch(tekst):
        return False
    if not silent:
        state.line = begin + 1
        token = state.push("sjabloonregel", "", 0)
        token.content = tekst
        token.map = [begin, state.line]
    return True


def _read_veld(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    if not (gevonden := VELD.match(state.src, state.pos)):
        return False
    if not silent:
        state.push("sjabloonveld", "", 0).content = gevonden.group()
    state.pos = gevonden.end()
    return True


def _list_tokens(tokens: list[Token]) -> Iterator[Token]:
    """List block tokens and the tokens inside a paragraph in one row; the first of a line carries its map."""
    for token in tokens:
        if token.type != "inline":
            yield token
            continue
        for plaats, kind in enumerate(token.children or ()):
            kind.map = token.map if plaats == 0 else None
            yield kind


class _Omzetting:
    """The HTML so far, its line number, and what is still open: elements and Jinja blocks in one row."""

    def __init__(self, bestand: Path) -> None:
        self._bestand = bestand
        self._stukken: list[str] = []
        self._regel = 1
        self._open: list[str] = []
        self._kop = 1

    def add(self, token: Token) -> None:
        """Add one token, on the line where the author wrote it."""
        if token.map and token.nesting >= 0:
            self._write("\n" * (token.map[0] + 1 - self._regel))
        if token.type in ("sjabloonveld", "sjabloonregel"):
            self._add_veld(token)
        elif token.type in ("text", "text_special"):
            self._add_tekst(token.content)
        elif token.type == "softbreak":
            self._write("\n")
        elif token.type == "hardbreak":
            self._write("<br>\n")
        elif not token.hidden:
            self._add_element(token)

    def close(self) -> str:
        """Return the HTML. Raises: InvalidSjabloonError when a Jinja block is still open."""
        if self._open:
            raise self._fout(
                f"'{{% {self._open[-1]} %}}' wordt nergens gesloten. Zet '{OPENT[self._open[-1]]}'"
            )
        return "".join(self._stukken) + "\n"

    def _write(self, stuk: str) -> None:
        self._stukken.append(stuk)
        self._regel += stuk.count("\n")

    def _add_tekst(self, tekst: str) -> None:
        if gevonden := LOS.search(tekst):
            raise self._fout(
                f"hier staat los '{gevonden.group()}'. Sluit het af op dezelfde regel, of haal het weg"
            )
        if gevonden := ONZICHTBAAR.search(tekst):
            raise self._fout(
                f"hier staat een onzichtbaar teken (U+{ord(gevonden.group()):04X}). Haal het weg"
            )
        self._write(escapeHtml(tekst).replace("{", "&#123;").replace("}", "&#125;"))

    def _add_element(self, token: Token) -> None:
        if token.nesting < 0:
            self._close_element(token.tag)
            return
        if token.type == "heading_open":
            self._check_kop(token.tag)
        href = self._read_href(token) if token.type == "link_open" else ""
        self._open.append(f"<{token.tag}>")
        self._write(f"<{token.tag}{href}>")

    def _close_element(self, tag: str) -> None:
        if self._open.pop() != f"<{tag}>":
            raise self._fout(
                "een voorwaarde of lus loopt hier door een lijst, kop of nadruk heen. Sluit hem eerder"
            )
        self._write(f"</{tag}>")

    def _add_veld(self, token: Token) -> None:
        if token.type == "sjabloonveld" and COMPONENT.match(token.content):
            raise self._fout("een component staat op een eigen regel, met niets ervoor of erna")
        if gevonden := TAG.match(token.content):
            self._add_tag(gevonden.group(1))
        heel = HEEL.fullmatch(token.content)
        self._write(f'<span class="heel">{token.content}</span>' if heel else token.content)

    def _add_tag(self, tag: str) -> None:
        laatste = OPENT.get(self._open[-1], "") if self._open else ""
        if tag in OPENT:
            self._open.append(tag)
        elif tag in DEELT and laatste in DEELT[tag]:
            return
        elif tag in OPENT.values() and tag == laatste:
            self._open.pop()
        elif tag in DEELT or tag in OPENT.values():
            raise self._fout(f"'{{% {tag} %}}' hoort niet bij een voorwaarde of lus die hier begon")
        else:
            raise self._fout(f"'{{% {tag} %}}' mag niet in een sjabloon. Gebruik alleen if en for")

    def _check_kop(self, tag: str) -> None:
        if tag not in KOPPEN:
            raise self._fout(
                "deze kop heeft een niveau dat niet kan. Begin met '##'; daaronder '###' en '####'"
            )
        niveau = int(tag[1])
        if niveau > self._kop + 1:
            raise self._fout(f"deze kop slaat een niveau over. Gebruik '{'#' * (self._kop + 1)}'")
        self._kop = niveau

    def _read_href(self, token: Token) -> str:
        href = str(token.attrs.get("href", ""))
        if not href.startswith(LINKS) or "%7B" in href.upper():
            raise self._fout("een link begint met https:, tel: of mailto: en bevat geen velden")
        return f' href="{escapeHtml(href)}"'

    def _fout(self, tekst: str) -> InvalidSjabloonError:
        return InvalidSjabloonError(f"{tekst}.", bestand=self._bestand, regel=self._regel)
