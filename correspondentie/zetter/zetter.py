"""Compose a letter with WeasyPrint into one PDF that may leave the house."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML, Document  # type: ignore[import-untyped]  # WeasyPrint ships no types

from correspondentie.zetter.bronnen import Huisstijlbronnen
from correspondentie.zetter.keuring import check_metadata, check_omvang, check_paginas, check_schrift
from correspondentie.zetter.kleur import KLEURRUIMTE, Kleurprofiel
from correspondentie.zetter.lettertypen import Lettertypen
from correspondentie.zetter.toegankelijk import complete_tags, declare_pdf_ua
from correspondentie.zetter.zuinig import compress_once

HUISSTIJL_CSS = "huisstijl.css"
LOGO = "logo.svg"
LOGO_CSS = "logo.css"
VORM = {"pdf_variant": "pdf/a-2a", "output_intent": KLEURRUIMTE}


@dataclass(frozen=True, kw_only=True, slots=True)
class Gezet:
    """One composed letter: the exact bytes, and the paper it takes when printed on both sides."""

    pdf: bytes
    paginas: int
    vellen: int
    sha256: str


class Zetter:
    """Composes letters in one house style; make one per process and use it for every letter.

    Raises: InvalidPdfError when the house style refers to a file that is not in its folder.
    """

    def __init__(self, huisstijl: Path) -> None:
        self._base_url = huisstijl.resolve(strict=True).as_uri() + "/"
        self._bronnen = Huisstijlbronnen(huisstijl)
        self._lettertypen = Lettertypen()
        self._stylesheets = [self._load_stylesheet(name) for name in _list_stylesheets(huisstijl)]
        self._bronnen.check_refused()
        self._kleuren = {KLEURRUIMTE: Kleurprofiel()}

    def compose(self, html: str, *, dagtekening: date) -> Gezet:
        """Return the letter as PDF/A-2a and PDF/UA-1; the same html and dagtekening give the same bytes.

        Raises: InvalidPdfError when the letter may not leave the house as it came out.
        """
        pdf, paginas = self._compose(html, dagtekening)
        self._bronnen.check_refused()
        check_omvang(pdf)
        return Gezet(pdf=pdf, paginas=paginas, vellen=(paginas + 1) // 2, sha256=sha256(pdf).hexdigest())

    def _compose(self, html: str, dagtekening: date) -> tuple[bytes, int]:
        document = HTML(string=html, base_url=self._base_url, url_fetcher=self._bronnen).render(
            font_config=self._lettertypen,
            stylesheets=self._stylesheets,
            color_profiles=self._kleuren,
            **VORM,
        )
        check_paginas(len(document.pages))
        check_metadata(document.metadata)
        document.metadata.created = document.metadata.modified = dagtekening.isoformat()
        pdf: bytes = document.write_pdf(finisher=_finish, **VORM)
        return pdf, len(document.pages)

    def _load_stylesheet(self, name: str) -> CSS:
        return CSS(
            url=self._base_url + name,
            url_fetcher=self._bronnen,
            font_config=self._lettertypen,
        )


def _list_stylesheets(huisstijl: Path) -> list[str]:
    """An official logo.svg in the folder replaces the neutral word mark, as logo.css says."""
    return [HUISSTIJL_CSS, LOGO_CSS] if (huisstijl / LOGO).is_file() else [HUISSTIJL_CSS]


def _finish(document: Document, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    check_schrift(document.fonts.values())
    complete_tags(document, pdf)
    declare_pdf_ua(pdf)
    compress_once(pdf)
