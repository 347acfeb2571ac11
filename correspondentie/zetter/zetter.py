"""Compose a letter with WeasyPrint into one PDF that may leave the house."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML, Document  # type: ignore[import-untyped]  # WeasyPrint ships no types
from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]  # idem

from correspondentie.errors import InvalidPdfError
from correspondentie.zetter.bronnen import Huisstijlbronnen
from correspondentie.zetter.keuring import check_metadata, check_omvang, check_paginas, check_schrift
from correspondentie.zetter.lettertypen import Lettertypen
from correspondentie.zetter.toegankelijk import complete_tags, declare_pdf_ua

HUISSTIJL_CSS = "huisstijl.css"
LOGO = "logo.svg"
LOGO_CSS = "logo.css"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gezet:
    """One composed letter: the exact bytes, and the paper it takes when printed on both sides."""

    pdf: bytes
    paginas: int
    vellen: int
    sha256: str


class Zetter:
    """Composes letters in one house style; make one per process and use it for every letter."""

    def __init__(self, huisstijl: Path) -> None:
        self._base_url = huisstijl.resolve(strict=True).as_uri() + "/"
        self._bronnen = Huisstijlbronnen(huisstijl)
        self._lettertypen = Lettertypen()
        self._stylesheets = [self._load_stylesheet(name) for name in _list_stylesheets(huisstijl)]
        self._beelden: dict[str, Any] = {}  # the logo is decoded once

    def compose(self, html: str, *, dagtekening: date) -> Gezet:
        """Return the letter as PDF/A-2a and PDF/UA-1; the same html and dagtekening give the same bytes.

        Raises: InvalidPdfError when the letter may not leave the house as it came out.
        """
        try:
            pdf, paginas = self._compose(html, dagtekening)
        except FatalURLFetchingError as error:
            raise InvalidPdfError(
                "de brief verwijst naar een bestand buiten de huisstijl; "
                "verwacht: alleen bestanden uit sjablonen/_huisstijl. Haal de verwijzing uit het sjabloon."
            ) from error
        check_omvang(pdf)
        return Gezet(pdf=pdf, paginas=paginas, vellen=(paginas + 1) // 2, sha256=sha256(pdf).hexdigest())

    def _compose(self, html: str, dagtekening: date) -> tuple[bytes, int]:
        document = HTML(string=html, base_url=self._base_url, url_fetcher=self._bronnen).render(
            font_config=self._lettertypen,
            stylesheets=self._stylesheets,
            pdf_variant="pdf/a-2a",
            cache=self._beelden,
        )
        check_paginas(len(document.pages))
        check_metadata(document.metadata)
        document.metadata.created = document.metadata.modified = dagtekening.isoformat()
        pdf: bytes = document.write_pdf(pdf_variant="pdf/a-2a", finisher=_finish)
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
