"""The typesetter: kopij in, one PDF out that may leave the house. Two motors behind one face.

`weasyprint` composes every letter. `forme` composes what it has not seen before, and fills the rest; what it
cannot fill truthfully is composed. A letter has the same bytes whether its formes were known or not: a letter
that taught a forme something is filled from it at once, and held against its composed self.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from correspondentie.zetter.errors import CannotFillError, DifferentLetterError, MissingVormError
from correspondentie.zetter.formemotor import Formemotor
from correspondentie.zetter.keuring import check_omvang, check_paginas
from correspondentie.zetter.kopij import Kopij
from correspondentie.zetter.vergelijken import list_verschillen
from correspondentie.zetter.vullen import Gevuld
from correspondentie.zetter.weasy import Composer

STEEKPROEF = 1_000  # one in so many filled letters is composed as well
KLEIN_PAGINAS, KLEIN_OMVANG = 2, 60_000  # a letter of so many pages has no more bytes, if that can be helped


class Motor(StrEnum):
    """How letters are made."""

    FORME = "forme"
    WEASYPRINT = "weasyprint"


class Wijze(StrEnum):
    """How one letter was made."""

    GEVULD = "gevuld"  # from formes that were known
    GELEERD = "geleerd"  # composed once to learn its formes, and filled from those
    GEZET = "gezet"  # composed


@dataclass(frozen=True, kw_only=True, slots=True)
class Gezet:
    """One letter: the exact bytes, and the paper it takes when printed on both sides.

    Shape: reden says why a letter was composed that would have been filled; verschil how the filled letter
    differed from the composed one (then the composed one is here, and no forme is used again).
    gecontroleerd: it was made both ways and compared.
    """

    pdf: bytes
    paginas: int
    vellen: int
    sha256: str
    wijze: Wijze
    gecontroleerd: bool = False
    reden: str = ""
    verschil: str = ""


class Zetter:
    """Makes letters in one house style; make one per process and use it for every letter.

    formes is the folder in which what was learned is shared with other processes; None: it is not.
    Raises: InvalidPdfError when the house style refers to a file that is not in its folder.
    """

    def __init__(
        self,
        huisstijl: Path,
        motor: Motor = Motor.FORME,
        steekproef: int = STEEKPROEF,
        formes: Path | None = None,
    ) -> None:
        self._composer = Composer(huisstijl)
        self._steekproef = steekproef
        self._forme = Formemotor(self._composer, huisstijl, formes) if motor is Motor.FORME else None

    def zet(self, kopij: Kopij, *, dagtekening: date) -> Gezet:
        """Make the letter as PDF/A-2a and PDF/UA-1; the same kopij and dagtekening give the same bytes.

        Raises: InvalidPdfError when the letter may not leave the house as it came out.
        """
        if self._forme is None:
            return self._compose(kopij, dagtekening)
        try:
            gevuld = _fill(self._forme, kopij, dagtekening)
        except MissingVormError:
            return self._learn(self._forme, kopij, dagtekening)
        except CannotFillError as fout:
            return self._compose(kopij, dagtekening, f"{fout}")
        if not self._is_gekozen(kopij):
            return _make_gezet(gevuld, Wijze.GEVULD)
        return self._check(self._forme, gevuld, self._compose(kopij, dagtekening), Wijze.GEVULD)

    def compose(self, kopij: Kopij, *, dagtekening: date) -> Gezet:
        """Compose the letter, whatever the motor. Raises: InvalidPdfError."""
        return self._compose(kopij, dagtekening)

    def list_redenen(self) -> Iterable[tuple[str, str]]:
        """List the places that no letter can fill and so must be composed: the fixed text, and why."""
        return () if self._forme is None else self._forme.list_redenen()

    def _learn(self, forme: Formemotor, kopij: Kopij, dagtekening: date) -> Gezet:
        try:
            pdf, paginas, reden = forme.learn(kopij, dagtekening)
        except DifferentLetterError as fout:
            forme.reject(f"{fout}")
            return self._compose(kopij, dagtekening, verschil=f"{fout}")
        except CannotFillError as fout:
            return self._compose(kopij, dagtekening, f"{fout}")
        samen = Gevuld(pdf, sha256(pdf).hexdigest(), paginas)
        try:
            gevuld = _fill(forme, kopij, dagtekening)
        except CannotFillError as fout:
            return _make_gezet(samen, Wijze.GEZET, reden=reden or f"{fout}")
        gezet = _make_gezet(samen, Wijze.GEZET)
        return self._check(forme, gevuld, gezet, Wijze.GELEERD)

    def _check(self, forme: Formemotor, gevuld: Gevuld, gezet: Gezet, wijze: Wijze) -> Gezet:
        verschillen = list_verschillen(gezet.pdf, gevuld.pdf)
        if verschillen:
            forme.reject(verschillen[0])
            return _make_gezet(
                Gevuld(gezet.pdf, gezet.sha256, gezet.paginas),
                Wijze.GEZET,
                gecontroleerd=True,
                verschil=verschillen[0],
            )
        return _make_gezet(gevuld, wijze, gecontroleerd=True)

    def _compose(self, kopij: Kopij, dagtekening: date, reden: str = "", verschil: str = "") -> Gezet:
        pdf, paginas = self._composer.compose(self._composer.parse(kopij.html), dagtekening)
        gezet = Gevuld(pdf, sha256(pdf).hexdigest(), paginas)
        return _make_gezet(gezet, Wijze.GEZET, reden=reden, verschil=verschil)

    def _is_gekozen(self, kopij: Kopij) -> bool:
        """Draw lots by the values of the letter, so that the same letter is always drawn or never."""
        return zlib.crc32("\0".join(kopij.waarden).encode()) % self._steekproef == 0


def _fill(forme: Formemotor, kopij: Kopij, dagtekening: date) -> Gevuld:
    """Fill a letter, if the specimen that it needs does not make it large. Raises: as Formemotor.fill."""
    gevuld = forme.fill(kopij, dagtekening)
    if len(gevuld.pdf) > KLEIN_OMVANG and gevuld.paginas <= KLEIN_PAGINAS:
        raise CannotFillError("met alle cursieve of zeldzame letters wordt de brief groter dan 60 kB")
    return gevuld


def _make_gezet(
    gevuld: Gevuld, wijze: Wijze, *, gecontroleerd: bool = False, reden: str = "", verschil: str = ""
) -> Gezet:
    check_paginas(gevuld.paginas)
    check_omvang(gevuld.pdf)
    return Gezet(
        pdf=gevuld.pdf,
        paginas=gevuld.paginas,
        vellen=(gevuld.paginas + 1) // 2,
        sha256=gevuld.sha256,
        wijze=wijze,
        gecontroleerd=gecontroleerd,
        reden=reden,
        verschil=verschil,
    )
