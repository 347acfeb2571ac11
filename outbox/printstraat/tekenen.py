"""Drawing on sheets of A4 with ReportLab: the same drawing gives the same bytes."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from reportlab.graphics.barcode.ecc200datamatrix import ECC200DataMatrix  # type: ignore[import-untyped] # no types
from reportlab.pdfbase.pdfmetrics import registerFont  # type: ignore[import-untyped] # idem
from reportlab.pdfbase.ttfonts import TTFError, TTFont  # type: ignore[import-untyped] # idem
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped] # idem

from outbox.errors import OutboxError

PUNT_PER_MM = 72 / 25.4
BLAD_BREED, BLAD_HOOG = 210.0, 297.0

# ECC 200 of 20 by 20 modules: 22 code words of data, which is 30 capitals and digits, and 18 to repair them
_MODULES, _CW_DATA, _CW_ECC = 20, 22, 18
DATAMATRIX_TEKENS = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Lettertype:
    """The names of the fonts of a sheet; load_lettertype gives those that go along in the PDF."""

    gewoon: str = "Helvetica"
    vet: str = "Helvetica-Bold"


def load_lettertype(gewoon: Path, vet: Path) -> Lettertype:
    """Load two TrueType fonts, of which each PDF then embeds what it uses.

    Raises: OutboxError when one is no font that can be read.
    """
    for bestand in (gewoon, vet):
        try:
            registerFont(TTFont(str(bestand), str(bestand)))
        except (TTFError, OSError):
            raise OutboxError(
                f"{bestand.name} is geen leesbaar lettertype; geef een TrueType-bestand (.ttf)"
            ) from None
    return Lettertype(gewoon=str(gewoon), vet=str(vet))


class Tekening:
    """A PDF in the making. Unit: mm, from the left and the top of the sheet; corps in points."""

    def __init__(self, titel: str, lettertype: Lettertype) -> None:
        self._uit = BytesIO()
        maat = (BLAD_BREED * PUNT_PER_MM, BLAD_HOOG * PUNT_PER_MM)
        # the font to begin with is named even in a PDF without text, unless it is one that is embedded
        self._doek = Canvas(self._uit, pagesize=maat, invariant=1, initialFontName=lettertype.gewoon)
        self._doek.setTitle(titel)

    def draw_vlak(self, links: float, boven: float, breed: float, hoog: float) -> None:
        """Draw a black rectangle."""
        punten = (links, BLAD_HOOG - boven - hoog, breed, hoog)
        self._doek.rect(*(maat * PUNT_PER_MM for maat in punten), stroke=0, fill=1)

    def draw_lijn(self, links: float, boven: float, breed: float) -> None:
        """Draw a thin rule."""
        self.draw_vlak(links, boven, breed, 0.2)

    def draw_tekst(self, links: float, boven: float, tekst: str, lettertype: str, corps: float) -> None:
        """Draw one line of text; boven is its base line."""
        self._doek.setFont(lettertype, corps)
        self._doek.drawString(links * PUNT_PER_MM, (BLAD_HOOG - boven) * PUNT_PER_MM, tekst)

    def draw_datamatrix(self, links: float, boven: float, module: float, tekst: str) -> None:
        """Draw a DataMatrix of 20 by 20 modules of this size; tekst is capitals and digits, in threes."""
        for rij, modules in enumerate(_encode_datamatrix(tekst)):
            begin = None
            for kolom, zwart in enumerate((*modules, 0)):
                if zwart and begin is None:
                    begin = kolom
                elif not zwart and begin is not None:
                    breed = (kolom - begin) * module
                    self.draw_vlak(links + begin * module, boven + rij * module, breed, module)
                    begin = None

    def end_bladzijde(self) -> None:
        """End this side of the sheet, and begin the next."""
        self._doek.showPage()

    def make_pdf(self) -> bytes:
        """Give the PDF; every side must have been ended."""
        self._doek.save()
        return self._uit.getvalue()


@lru_cache(maxsize=64)
def _encode_datamatrix(tekst: str) -> tuple[tuple[int, ...], ...]:
    """Encode as ReportLab does for one size, here told of a smaller one.

    Shape: rows from the top, of 1 for black.
    """
    code = ECC200DataMatrix(tekst)
    code.row_modules = code.col_modules = _MODULES
    code.row_regions = code.col_regions = 1
    code.row_usable_modules = code.col_usable_modules = _MODULES - 2
    code.cw_data, code.cw_ecc = _CW_DATA, _CW_ECC
    code.validate()
    return tuple(tuple(rij) for rij in reversed(code.encode()))
