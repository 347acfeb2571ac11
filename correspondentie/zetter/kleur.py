"""The colour space that a PDF/A has to name: sRGB, as WeasyPrint ships it."""

from importlib.resources import files
from io import BytesIO

from weasyprint.css import ColorProfile  # type: ignore[import-untyped]  # WeasyPrint ships no types

BESTAND = "sRGB2014.icc"
KLEURRUIMTE = (
    "srgb-van-de-huisstijl"  # any name but 'srgb', which makes WeasyPrint load it again for each letter
)


class Kleurprofiel(ColorProfile):  # type: ignore[misc]  # idem
    """The sRGB profile, read once.

    WeasyPrint opens its file for every letter and leaves it open; and it takes the bytes from the colour
    library, which writes the same profile differently after its name was asked.
    """

    def __init__(self) -> None:
        self._content = (files("weasyprint.pdf") / BESTAND).read_bytes()
        super().__init__(BytesIO(self._content), BESTAND, "relative-colorimetric", (["r"], ["g"], ["b"]))

    @property
    def content(self) -> bytes:
        """The profile exactly as its file has it."""
        return self._content
