"""The type case: how wide each word is and which glyphs draw it, measured once by Pango itself.

A word is measured with the spaces around it, because kerning reaches across a space. So a line is the sum of
its words, exactly, in Pango's units (1/1024 of a CSS pixel), and needs no shaping of its own. Names, numbers
and amounts are too many to measure each. Latin letters, figures and signs only act on their neighbour, so a
word is the sum of its pairs; one in which two letters become one glyph is measured whole.
"""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from itertools import pairwise
from operator import add
from typing import Any, NamedTuple

from weasyprint.pdf.fonts import Font  # type: ignore[import-untyped]  # WeasyPrint ships no types
from weasyprint.text.ffi import ffi, pango  # type: ignore[import-untyped]  # idem
from weasyprint.text.fonts import get_pango_font_key  # type: ignore[import-untyped]  # idem
from weasyprint.text.line_break import Layout  # type: ignore[import-untyped]  # idem

from correspondentie.zetter.breekplaatsen import list_breekplaatsen
from correspondentie.zetter.errors import CannotFillError
from correspondentie.zetter.repertoire import TEKENS

EENHEID = 1024  # Pango units in a CSS pixel
WOORDEN_MAXIMUM = 5_000  # of one letter type; after that the case is emptied
ALINEAS_MAXIMUM = 2_000  # idem, of its paragraphs
PAREN_MAXIMUM = 20_000  # idem, of its pairs
LATIJN = frozenset(map(chr, (*range(0x21, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x180)))) | set("‘’“”€−–")
# A space beside another sign than these is one at which a line may not always end, as before a slash.
SPATIE = re.compile(r"[^\w.,:;)%?!] | [^\w€(']")
GEWOON: dict[str, object] = {  # what the text of a forme may not change
    "font_language_override": "normal",
    "font_variation_settings": "normal",
    "font_kerning": "auto",
    "font_variant_ligatures": "normal",
    "font_variant_position": "normal",
    "font_variant_caps": "normal",
    "font_variant_numeric": "normal",
    "font_variant_alternates": "normal",
    "font_variant_east_asian": "normal",
    "font_feature_settings": "normal",
    "letter_spacing": "normal",
    "word_spacing": 0,
    "text_decoration_line": "none",
    "direction": "ltr",
    "overflow_wrap": "normal",
    "visibility": "visible",
    "font_stretch": "normal",
}


class Lettersoort(NamedTuple):
    """One font in one size, as CSS asks for it. Unit: grootte in CSS pixels."""

    families: tuple[str, ...]
    grootte: float
    gewicht: int
    stijl: str
    taal: str | None


class Glyph(NamedTuple):
    """One glyph of a line. Unit: breedte in Pango units, uitsluiting (what PDF takes off) in 1/1000 em."""

    nummer: int
    breedte: int
    uitsluiting: int


class Stuk(NamedTuple):
    """Glyphs as they stand inside a string of a PDF, and their width in Pango units."""

    tekens: bytes
    breedte: int


class Woord(NamedTuple):
    """A word: the space before it, itself when a space follows, and itself at the end of a line.

    klasse is the first specimen that has all of its glyphs. eerder is the part up to the last hyphen at which
    the line may end and what follows it, if there is one. koppelt: it ends with a hyphen, so that no space is
    read behind it at the end of a line.
    """

    spatie: Stuk
    midden: Stuk
    einde: Stuk
    klasse: int
    eerder: tuple[str, str] | None
    koppelt: bool


_Paar = tuple[bytes, int, int]  # a character beside another: its glyph, its width, its specimen


class _Paren(dict[str, _Paar | None]):
    """Pairs of characters, each measured when it is first asked for; None: they become one glyph."""

    def __init__(self, measure: Callable[[str], _Paar | None]) -> None:
        super().__init__()
        self._measure = measure

    def __missing__(self, paar: str) -> _Paar | None:
        """Measure a pair."""
        if len(self) >= PAREN_MAXIMUM:
            self.clear()
        deel = self[paar] = self._measure(paar)
        return deel


class _Stijl(dict[str, object]):
    """What WeasyPrint's own Layout asks of a style."""

    font_config: Any


@dataclass(slots=True)
class Letterbak:
    """The words of one Lettersoort. letter names its font in a PDF; grootte is its size to Pango.

    find_klasse tells which specimen has these glyphs of a font. alineas holds paragraphs that were broken
    into lines before: many a text comes back in other letters.
    """

    soort: Lettersoort
    font_config: Any
    find_klasse: Callable[[str, frozenset[int]], int]
    letter: str = ""
    grootte: float = 0.0
    alineas: dict[Hashable, Any] = field(default_factory=dict)
    _woorden: dict[str, Woord] = field(default_factory=dict)
    _paren: _Paren = field(init=False)
    _breedtes: dict[int, int] = field(default_factory=dict)
    _namen: dict[int, str] = field(default_factory=dict)
    _layout: Any = None

    def __post_init__(self) -> None:
        stijl = _Stijl(GEWOON)
        stijl |= {
            "font_family": self.soort.families,
            "font_size": self.soort.grootte,
            "font_weight": self.soort.gewicht,
            "font_style": self.soort.stijl,
            "lang": self.soort.taal,
        }
        stijl.font_config = self.font_config
        self._layout = Layout(stijl)
        self._paren = _Paren(self._measure_paar)
        self.shape("x")

    def find_woord(self, tekst: str) -> Woord:
        """Find a word: what no line ends inside but after a hyphen.

        Raises: CannotFillError when it is no plain row of glyphs.
        """
        woord = self._woorden.get(tekst)
        if woord is None:
            if len(self._woorden) >= WOORDEN_MAXIMUM:
                self._woorden.clear()
            woord = self._add_paren(tekst) if tekst and LATIJN.issuperset(tekst) else None
            woord = self._woorden[tekst] = woord or self._measure(tekst)
        return woord

    def split_woorden(self, tekst: str) -> list[str]:
        """Split a text at each space at which a line may end, so not before a slash or inside ( a )."""
        if not SPATIE.search(tekst):
            return tekst.split(" ")
        plaatsen = list_breekplaatsen(tekst, self.soort.taal)
        einden = [plaats - 1 for plaats in plaatsen if tekst[plaats - 1] == " "]
        return [tekst[van + 1 : tot] for van, tot in pairwise((-1, *einden, len(tekst)))]

    def remember(self, sleutel: Hashable, regels: object) -> None:
        """Remember the lines of a paragraph."""
        if len(self.alineas) >= ALINEAS_MAXIMUM:
            self.alineas.clear()
        self.alineas[sleutel] = regels

    def _measure(self, tekst: str) -> Woord:
        if not TEKENS.issuperset(tekst):
            raise CannotFillError("een teken staat niet in de letterproef")
        met, zonder = self.shape(f" {tekst} "), self.shape(f" {tekst}")
        if [glyph.nummer for glyph in met[:-1]] != [glyph.nummer for glyph in zonder]:
            raise CannotFillError("een woord verandert door de spatie erna")
        return Woord(
            spatie=_make_stuk(met[:1]),
            midden=_make_stuk(met[1:-1]),
            einde=_make_stuk(zonder[1:]),
            klasse=self.find_klasse(self.letter, frozenset(glyph.nummer for glyph in met)),
            eerder=_find_afbreking(tekst, self.soort.taal),
            koppelt=tekst[-1:] == "-",
        )

    def _add_paren(self, tekst: str) -> Woord | None:
        """Measure a word as the sum of its pairs; None when two of its letters become one glyph."""
        paren = self._paren
        gemeten = [*map(paren.__getitem__, map(add, f" {tekst}", f"{tekst} ")), paren[tekst[-1]]]
        delen = [deel for deel in gemeten if deel is not None]
        if len(delen) < len(gemeten):
            return None
        tekens, breedtes, klassen = zip(*delen, strict=True)
        voor, breedte = b"".join(tekens[1:-2]), sum(breedtes[1:-2])
        return Woord(
            Stuk(tekens[0], breedtes[0]),
            Stuk(voor + tekens[-2], breedte + breedtes[-2]),
            Stuk(voor + tekens[-1], breedte + breedtes[-1]),
            max(klassen),
            _find_afbreking(tekst, self.soort.taal),
            tekst[-1] == "-",
        )

    def _measure_paar(self, paar: str) -> _Paar | None:
        """Measure the first of two characters beside the second, and find its specimen."""
        glyphs = self.shape(paar)
        if len(glyphs) != len(paar):
            return None
        stuk = _make_stuk(glyphs[:1])
        return stuk.tekens, stuk.breedte, self.find_klasse(self.letter, frozenset({glyphs[0].nummer}))

    def shape(self, tekst: str) -> list[Glyph]:
        """Let Pango set one line of text. Raises: CannotFillError."""
        self._layout.set_text(tekst)
        regel, _ = self._layout.get_first_line()
        glyphs: list[Glyph] = []
        run = regel.runs[0]
        while run != ffi.NULL:
            glyphs += self._read_run(run.data)
            run = run.next
        return glyphs

    def _read_run(self, item: Any) -> list[Glyph]:  # noqa: ANN401 - a Pango struct
        font = item.item.analysis.font
        letter, grootte = self._find_font(font)
        if self.letter and (letter, grootte) != (self.letter, self.grootte):
            raise CannotFillError("een teken staat in een ander lettertype")
        self.letter, self.grootte = letter, grootte
        if item.item.analysis.level % 2:
            raise CannotFillError("tekst loopt van rechts naar links")
        return [
            self._read_glyph(font, item.glyphs.glyphs[plaats]) for plaats in range(item.glyphs.num_glyphs)
        ]

    def _read_glyph(self, font: Any, info: Any) -> Glyph:  # noqa: ANN401 - Pango structs
        meetkunde = info.geometry
        if info.glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG or info.glyph == pango.PANGO_GLYPH_EMPTY:
            raise CannotFillError("het lettertype heeft een teken niet")
        if meetkunde.x_offset or meetkunde.y_offset:
            raise CannotFillError("een teken staat los boven of naast een ander")
        eigen = self._breedtes.get(info.glyph)
        if eigen is None:
            rand = ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(font, info.glyph, ffi.NULL, rand)
            eigen = self._breedtes[info.glyph] = round(rand.width * 1000 / EENHEID / self.grootte)
        uitsluiting = int(eigen - meetkunde.width * 1000 / EENHEID / self.grootte)
        return Glyph(info.glyph, meetkunde.width, uitsluiting)

    def _find_font(self, font: Any) -> tuple[str, float]:  # noqa: ANN401 - idem
        sleutel, beschrijving, grootte = get_pango_font_key(font)
        if sleutel not in self._namen:
            self._namen[sleutel] = Font(font, beschrijving, grootte).hash
        return self._namen[sleutel], grootte


def _make_stuk(glyphs: list[Glyph]) -> Stuk:
    return Stuk(make_tekens(glyphs), sum(glyph.breedte for glyph in glyphs))


def make_tekens(glyphs: list[Glyph]) -> bytes:
    """Write glyphs as they stand between the round brackets of a TJ operator."""
    delen: list[bytes] = []
    for nummer, _, uitsluiting in glyphs:
        delen.append(escape_glyph(nummer))
        if uitsluiting:
            delen.append(b")%d(" % uitsluiting)
    return b"".join(delen)


def escape_glyph(nummer: int) -> bytes:
    """Write the number of a glyph as two characters of a PDF string."""
    return b"".join(_ESCAPES.get(byte, bytes((byte,))) for byte in nummer.to_bytes(2, "big"))


_ESCAPES = {0x28: rb"\(", 0x29: rb"\)", 0x5C: rb"\\", 0x0D: rb"\r", 0x0A: rb"\n"}


def _find_afbreking(tekst: str, taal: str | None) -> tuple[str, str] | None:
    """Split a word at the last place at which a line may end."""
    plaatsen = list_breekplaatsen(tekst, taal)
    return (tekst[: plaatsen[-1]], tekst[plaatsen[-1] :]) if plaatsen else None
