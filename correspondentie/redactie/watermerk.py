"""VOORBEELD across every page of a proof, drawn beneath the text and outside of what a screen reader says."""

import io
from functools import lru_cache
from pathlib import Path

import pikepdf
from fontTools.pens.basePen import BasePen  # type: ignore[import-untyped]  # ships no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # idem

WOORD = "VOORBEELD"
LETTERTYPE = Path("fonts") / "SourceSans3_600SemiBold.ttf"
GRIJS = 0.9  # of white; drawn first, so that what is printed over it stays black on light grey
HELLING = (0.7071, 0.7071, -0.7071, 0.7071)
DEEL = 0.62  # of the diagonal of the page


class _Tekenpen(BasePen):  # type: ignore[misc]  # fontTools ships no types
    """Writes outlines as operators of PDF, each letter moved to its place in the word."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.x = 0.0
        self.stukken: list[str] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - the names of fontTools
        self.stukken.append(f"{self._format(pt)} m")

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - idem
        self.stukken.append(f"{self._format(pt)} l")

    def _curveToOne(self, *punten: tuple[float, float]) -> None:  # noqa: N802 - idem
        self.stukken.append(f"{' '.join(map(self._format, punten))} c")

    def _closePath(self) -> None:  # noqa: N802 - idem
        self.stukken.append("h")

    def _format(self, punt: tuple[float, float]) -> str:
        return f"{punt[0] + self.x:.1f} {punt[1]:.1f}"


def add_watermerk(pdf: bytes, huisstijl: Path) -> bytes:
    """Put the word on every page; the PDF stays PDF/A-2a and PDF/UA-1, as it is drawn and no text.

    The same PDF gives the same bytes.
    """
    omtrek, breedte, hoogte = _load_omtrek(huisstijl / LETTERTYPE)
    uit = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for blad in document.pages:
            blad.contents_add(_draw(blad, omtrek, breedte, hoogte), prepend=True)
        document.save(uit, deterministic_id=True, compress_streams=True)
    return uit.getvalue()


def _draw(blad: pikepdf.Page, omtrek: str, breedte: float, hoogte: float) -> bytes:
    _, _, rechts, boven = map(float, blad.mediabox)
    schaal = DEEL * (rechts**2 + boven**2) ** 0.5 / breedte
    a, b, c, d = (schaal * deel for deel in HELLING)
    # From the middle of the word to the middle of the page.
    x = rechts / 2 - (a * breedte + c * hoogte) / 2
    y = boven / 2 - (b * breedte + d * hoogte) / 2
    matrix = f"{a:.4f} {b:.4f} {c:.4f} {d:.4f} {x:.2f} {y:.2f} cm"
    return f"/Artifact BMC q {GRIJS} g {matrix} {omtrek} f Q EMC\n".encode()


@lru_cache(maxsize=2)
def _load_omtrek(lettertype: Path) -> tuple[str, float, float]:
    """Draw the word. Returns: its outline, and its width and height in units of the font."""
    with TTFont(lettertype) as font:
        glyphs, namen = font.getGlyphSet(), font.getBestCmap()
        pen = _Tekenpen(glyphs)
        for letter in WOORD:
            glyph = glyphs[namen[ord(letter)]]
            glyph.draw(pen)
            pen.x += glyph.width
        return " ".join(pen.stukken), pen.x, float(font["OS/2"].sCapHeight)
