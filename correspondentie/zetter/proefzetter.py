"""The typesetter of previews: as the forme motor, but a new block costs an excerpt, not the whole letter.

For who writes: of a letter that changes with every key only the paragraph that changed is composed. The
values of a voorbeeld do not change meanwhile, so they are fixed text here and nothing must be broken in lines
anew. What leaves the house is made by the Zetter, which composes the whole before it trusts a forme.
"""

from datetime import date
from pathlib import Path

from correspondentie.zetter.errors import CannotFillError, MissingVormError
from correspondentie.zetter.formemotor import Formemotor
from correspondentie.zetter.keuring import check_paginas
from correspondentie.zetter.kopij import Kopij, make_kopij
from correspondentie.zetter.uittreksel import make_uittreksel
from correspondentie.zetter.weasy import Composer

UITTREKSELS = 2  # what the first of them teaches can show that a neighbour is new too


class Proefzetter:
    """Makes previews in one house style; remembers what it learned for as long as it lives."""

    def __init__(self, huisstijl: Path) -> None:
        self._composer = Composer(huisstijl)
        self._forme = Formemotor(self._composer, huisstijl, None)

    def zet(self, kopij: Kopij, dagtekening: date) -> tuple[bytes, int]:
        """Make a preview. Returns: its PDF and its number of pages.

        Raises: InvalidPdfError when this letter could not leave the house.
        """
        try:
            return self._fill(make_kopij(kopij.html), dagtekening)
        except CannotFillError:
            return self.compose(kopij, dagtekening)

    def compose(self, kopij: Kopij, dagtekening: date) -> tuple[bytes, int]:
        """Compose the letter whole, as the judge of every layout does. Returns: as zet.

        Raises: InvalidPdfError.
        """
        try:
            return self._forme.learn(kopij, dagtekening)[:2]
        except CannotFillError:
            return self._composer.compose(self._composer.parse(kopij.html), dagtekening)

    def list_redenen(self, kopij: Kopij) -> tuple[str, ...]:
        """List why places of a letter that was composed whole can be filled for no citizen; often none."""
        return self._forme.list_bezwaren(kopij)

    def _fill(self, kopij: Kopij, dagtekening: date) -> tuple[bytes, int]:
        for _ in range(UITTREKSELS):
            try:
                return self._fill_bekend(kopij, dagtekening)
            except MissingVormError:
                if not self._forme.has_kop(kopij):
                    break
                blokken, nieuw = self._forme.list_nieuw(kopij)
                self._forme.learn(make_uittreksel(kopij, blokken, nieuw), dagtekening)
        try:
            return self._fill_bekend(kopij, dagtekening)
        except MissingVormError:
            return self._forme.learn(kopij, dagtekening)[:2]

    def _fill_bekend(self, kopij: Kopij, dagtekening: date) -> tuple[bytes, int]:
        gevuld = self._forme.fill(kopij, dagtekening)
        check_paginas(gevuld.paginas)
        return gevuld.pdf, gevuld.paginas
