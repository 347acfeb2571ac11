"""Compose a letter with WeasyPrint into one PDF that may leave the house."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML, Document  # type: ignore[import-untyped]  # WeasyPrint ships no types

from correspondentie.zetter.bronnen import Huisstijlbronnen
from correspondentie.zetter.keuring import check_metadata, check_omvang, check_paginas, check_schrift
from correspondentie.zetter.kleur import KLEURRUIMTE, Kleurprofiel
from correspondentie.zetter.lettertypen import Lettertypen
from correspondentie.zetter.toegankelijk import complete_tags, declare_pdf_ua
from correspondentie.zetter.vouwen import fold_tags
from correspondentie.zetter.zuinig import compress_once

HUISSTIJL_CSS = "huisstijl.css"
LOGO = "logo.svg"
LOGO_CSS = "logo.css"
VORM = {"pdf_variant": "pdf/a-2a", "output_intent": KLEURRUIMTE}


Bekijk = Callable[[Document, Any], None]


class Composer:
    """Composes letters in one house style with WeasyPrint, the judge of every layout; one per process.

    Raises: InvalidPdfError when the house style refers to a file that is not in its folder.
    """

    def __init__(self, huisstijl: Path) -> None:
        self._base_url = huisstijl.resolve(strict=True).as_uri() + "/"
        self._bronnen = Huisstijlbronnen(huisstijl)
        self.lettertypen = Lettertypen()
        self._stylesheets = [self._load_stylesheet(name) for name in list_stylesheets(huisstijl)]
        self._bronnen.check_refused()
        self._kleuren = {KLEURRUIMTE: Kleurprofiel()}

    def compose(self, html: HTML, dagtekening: date, bekijk: Bekijk | None = None) -> tuple[bytes, int]:
        """Compose a letter as PDF/A-2a and PDF/UA-1. Returns: its bytes and its number of pages.

        bekijk sees the layout and the objects of the PDF right before they are written.
        Raises: InvalidPdfError when the letter may not leave the house as it came out.
        """
        document = html.render(
            font_config=self.lettertypen,
            stylesheets=self._stylesheets,
            color_profiles=self._kleuren,
            **VORM,
        )
        check_paginas(len(document.pages))
        check_metadata(document.metadata)
        document.metadata.created = document.metadata.modified = dagtekening.isoformat()
        pdf: bytes = document.write_pdf(finisher=partial(_finish, bekijk), **VORM)
        self._bronnen.check_refused()
        check_omvang(pdf)
        return pdf, len(document.pages)

    def parse(self, html: str) -> HTML:
        """Parse a letter for compose."""
        return HTML(string=html, base_url=self._base_url, url_fetcher=self._bronnen)

    def _load_stylesheet(self, name: str) -> CSS:
        return CSS(
            url=self._base_url + name,
            url_fetcher=self._bronnen,
            font_config=self.lettertypen,
        )


def list_stylesheets(huisstijl: Path) -> list[str]:
    """An official logo.svg in the folder replaces the neutral word mark, as logo.css says."""
    return [HUISSTIJL_CSS, LOGO_CSS] if (huisstijl / LOGO).is_file() else [HUISSTIJL_CSS]


def _finish(bekijk: Bekijk | None, document: Document, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    check_schrift(document.fonts.values())
    complete_tags(document, pdf)
    fold_tags(document, pdf)
    if bekijk is not None:
        bekijk(document, pdf)
    declare_pdf_ua(pdf)
    compress_once(pdf)
