"""Pages as a printer puts them on paper, to measure and to read back."""

import subprocess
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image

DPI = 300
PIXELS_PER_MM = DPI / 25.4
DONKER = 128  # what is darker than this is ink


@dataclass(frozen=True, slots=True)
class Vlak:
    """A rectangle on the sheet. Unit: mm from the left and the top."""

    links: float
    boven: float
    rechts: float
    onder: float


def print_paginas(pdf: bytes, map_: Path, dpi: int = DPI) -> list[Image.Image]:
    """Print every page in grey."""
    bestand = map_ / "afdruk.pdf"
    bestand.write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-gray", "-r", str(dpi), str(bestand), str(map_ / "pagina")], check=True, timeout=120
    )
    paden = sorted(map_.glob("pagina-*.pgm"))
    beelden = []
    for pad in paden:
        with Image.open(pad) as beeld:
            beelden.append(beeld.convert("L"))
        pad.unlink()
    return beelden


def make_inkt(beeld: Image.Image) -> Image.Image:
    """Give a mask of one bit: where the ink is."""
    return beeld.point(lambda grijs: 255 if grijs < DONKER else 0).convert("1")


def cut(beeld: Image.Image, vlak: Vlak, dpi: int = DPI) -> Image.Image:
    """Cut a rectangle out of a printed page."""
    maten = (vlak.links, vlak.boven, vlak.rechts, vlak.onder)
    links, boven, rechts, onder = (round(maat * dpi / 25.4) for maat in maten)
    return beeld.crop((links, boven, rechts, onder))


def merge(pdf: bytes, opdruk: bytes) -> bytes:
    """Lay an overlay over a letter, as the printer does."""
    uit = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as brief, pikepdf.open(BytesIO(opdruk)) as over:
        assert len(brief.pages) == len(over.pages)
        for onder, boven in zip(brief.pages, over.pages, strict=True):
            onder.add_overlay(boven, None)
        brief.save(uit)
    return uit.getvalue()
