"""What is printed over a letter and is no part of it: the KIX code, and on each sheet a mark.

The document that was archived stays as it is. The opdruk has as many pages as the letter, so that the printer
lays them over each other. Both codes stand where every letter leaves room: see sjablonen/_huisstijl.
"""

from dataclasses import dataclass, replace
from hashlib import sha256

from outbox.printstraat.kix import VOL, VRIJ, compute_stap, list_strepen
from outbox.printstraat.tekenen import Lettertype, Tekening

# Unit: mm on the sheet. What the window of a C5 envelope always shows, however the letter slips in it.
VENSTER_LINKS, VENSTER_RECHTS, VENSTER_ONDER = 20.0, 91.0, 88.5
KIX_LINKS = VENSTER_LINKS + VRIJ
KIX_BREED = VENSTER_RECHTS - VRIJ - KIX_LINKS
KIX_BOVEN = VENSTER_ONDER - VRIJ - VOL
# In the left margin, under what the window can ever show and above the fold. A module is 6 dots of 300 dpi.
MERK_LINKS, MERK_BOVEN = 6.0, 112.0
MODULE = 6 * 25.4 / 300

LOT_HOOGSTENS = 99_999
VOLGNUMMER_HOOGSTENS = 99_998
PAGINAS_HOOGSTENS = 999
VOORBLAD, SLUITBLAD = 0, 99_999


@dataclass(frozen=True, kw_only=True, slots=True)
class Velmerk:
    """What the inserter reads from a sheet: which lot, which letter, which page, and whether it is the last.

    volgnummer VOORBLAD and SLUITBLAD are the sheets around the lot.
    """

    run: str
    lot: int
    volgnummer: int
    paginas: int
    pagina: int = 1

    @property
    def is_laatste(self) -> bool:
        """Whether the letter ends on this sheet, of which pagina is the front."""
        return self.pagina + 1 >= self.paginas

    @property
    def code(self) -> str:
        """The 24 characters in the DataMatrix.

        Shape: '1', the first six of the sha256 of the run in capitals, lot (5), volgnummer (5), page (3),
        pages (3), and 1 on the last sheet, else 0.
        """
        run = sha256(self.run.encode()).hexdigest()[:6].upper()
        plaats = f"{self.lot:05}{self.volgnummer:05}{self.pagina:03}{self.paginas:03}"
        return f"1{run}{plaats}{self.is_laatste:d}"


def make_opdruk(merk: Velmerk, kix: str, lettertype: Lettertype) -> bytes:
    """Make what is printed over the letter of which this is the first mark.

    Shape: a PDF with as many pages as the letter, always the same bytes; without kix no code in the window.
    """
    tekening = Tekening(f"Opdruk {merk.volgnummer} van partij {merk.lot}", lettertype)
    for pagina in range(1, merk.paginas + 1):
        if pagina == 1:
            _draw_kix(tekening, kix)
        if pagina % 2:
            draw_velmerk(tekening, replace(merk, pagina=pagina))
        tekening.end_bladzijde()
    return tekening.make_pdf()


def has_kix(kix: str) -> bool:
    """Tell whether a code is drawn: there is one, and it fits in the window at a size that is allowed."""
    return compute_stap(kix, KIX_BREED) is not None


def draw_velmerk(tekening: Tekening, merk: Velmerk) -> None:
    """Draw the mark of a sheet in its margin."""
    tekening.draw_datamatrix(MERK_LINKS, MERK_BOVEN, MODULE, merk.code)


def _draw_kix(tekening: Tekening, kix: str) -> None:
    stap = compute_stap(kix, KIX_BREED)
    if stap is None:
        return
    for streep in list_strepen(kix, stap):
        tekening.draw_vlak(
            KIX_LINKS + streep.links, KIX_BOVEN + streep.boven, streep.breed, streep.onder - streep.boven
        )
