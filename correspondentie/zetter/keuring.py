"""What a composed letter must be before it may leave the house."""

from collections.abc import Iterable
from typing import Any

from correspondentie.errors import InvalidPdfError

OMVANG_MAXIMUM = 500_000  # bytes; both Berichtenbox bindings take attachments up to this size together
PAGINAS_MAXIMUM = 20  # more is not a letter but a mistake in the data or the sjabloon
SCHRIFT = "Source Sans 3"


def check_omvang(pdf: bytes) -> None:
    """Check that the Berichtenbox takes the letter. Raises: InvalidPdfError when it is too large."""
    if len(pdf) > OMVANG_MAXIMUM:
        raise InvalidPdfError(
            f"de brief is {len(pdf)} bytes, maar mag hooguit {OMVANG_MAXIMUM} zijn. "
            "Maak de brief of het logo kleiner."
        )


def check_paginas(paginas: int) -> None:
    """Check that the letter has a sensible length. Raises: InvalidPdfError when it is too long."""
    if paginas > PAGINAS_MAXIMUM:
        raise InvalidPdfError(
            f"de brief telt {paginas} pagina's, maar mag er hooguit {PAGINAS_MAXIMUM} hebben. "
            "Controleer de gegevens van dit dossier en het sjabloon."
        )


def check_metadata(metadata: Any) -> None:  # noqa: ANN401 - WeasyPrint has no types
    """Check that a screen reader can say title and language. Raises: InvalidPdfError when one is missing."""
    if not metadata.title:
        raise InvalidPdfError(
            "de brief heeft geen titel. Vul de titel in, en laat <title> in layout.html staan."
        )
    if not metadata.lang:
        raise InvalidPdfError(
            'de brief zegt niet in welke taal hij is. Zet <html lang="nl"> terug in layout.html.'
        )


def check_schrift(fonts: Iterable[Any]) -> None:
    """Check that every character was set in the letter font.

    Raises: InvalidPdfError that names the code points the font lacks, never the text around them.
    """
    lacking = sorted({point for font in fonts for point in _list_lacking(font)})
    if lacking:
        tekens = ", ".join(f"U+{point:04X}" for point in lacking)
        raise InvalidPdfError(
            f"het lettertype {SCHRIFT} heeft geen teken voor {tekens}. "
            "Laat de naam of tekst in dit dossier nakijken."
        )


def _list_lacking(font: Any) -> set[int]:  # noqa: ANN401 - WeasyPrint has no types
    if font.family == SCHRIFT:
        return set(font.missing)
    return {ord(character) for text in font.to_unicode.values() for character in text}
