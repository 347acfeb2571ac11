"""From PDF to pictures: every page as PNG, with its text."""

import struct
import zlib
from collections.abc import Iterator
from hashlib import blake2b

import pypdfium2  # type: ignore[import-untyped]  # its types are incomplete

from correspondentie.redactie.voorbeeldvragen import Pagina

SCHAAL = 1.5  # of 72 dots an inch: a page of 893 by 1263 pixels
ONTHOUDEN = 64  # pictures of pages
_KOP = b"\x89PNG\r\n\x1a\n"


class Bladbeelden:
    """Makes pictures of pages, and remembers the last: a page that did not change is not written anew."""

    def __init__(self) -> None:
        self._gemaakt: dict[bytes, bytes] = {}

    def list_paginas(self, pdf: bytes) -> tuple[Pagina, ...]:
        """List the pages of a PDF as pictures; the same PDF gives the same bytes."""
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(self._list_paginas(document))
        finally:
            document.close()

    def _list_paginas(self, document: pypdfium2.PdfDocument) -> Iterator[Pagina]:
        for blad in document:
            beeld = blad.render(scale=SCHAAL, rev_byteorder=True)
            tekst = blad.get_textpage().get_text_bounded().replace("\r\n", "\n")
            rijen = memoryview(beeld.buffer).cast("B")
            png = self._find_png(rijen, beeld.width, beeld.stride)
            yield Pagina(png=png, breedte=beeld.width, hoogte=beeld.height, tekst=tekst)

    def _find_png(self, rijen: memoryview, breedte: int, stap: int) -> bytes:
        som = blake2b(rijen, digest_size=16).digest()
        png = self._gemaakt.pop(som, None) or make_png(rijen, breedte, stap)
        self._gemaakt[som] = png  # at the end: the last that was used
        if len(self._gemaakt) > ONTHOUDEN:
            del self._gemaakt[next(iter(self._gemaakt))]
        return png


def make_png(rijen: memoryview, breedte: int, stap: int) -> bytes:
    """Write pixels (red, green, blue; stap bytes a row) as PNG; quickly, as most of a page is white."""
    hoogte = len(rijen) // stap
    pixels = b"".join(b"\0" + bytes(rijen[rij * stap : rij * stap + 3 * breedte]) for rij in range(hoogte))
    kop = struct.pack(">IIBBBBB", breedte, hoogte, 8, 2, 0, 0, 0)
    delen = ((b"IHDR", kop), (b"IDAT", zlib.compress(pixels, 1)), (b"IEND", b""))
    return _KOP + b"".join(_make_deel(soort, inhoud) for soort, inhoud in delen)


def _make_deel(soort: bytes, inhoud: bytes) -> bytes:
    return struct.pack(">I", len(inhoud)) + soort + inhoud + struct.pack(">I", zlib.crc32(soort + inhoud))
