"""What an archive promises, and the packs it keeps: the letters of one chunk, found by sha256."""

import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from correspondentie.errors import CorrespondentieError

LEESMIJ = "LEESMIJ.txt"
LEESMIJ_TEKST = b"""\
Dit is het archief van de correspondentie van Dienst Toeslagen.

Per run staat hier een map met pakken. Een pak is een gewoon ZIP-bestand zonder compressie, met de brieven van
een deel van de run als PDF/A-2a. De naam van een PDF is de sha256 van de inhoud. De naam van een pak eindigt
op het begin van de sha256 van het hele pak. De database zegt bij elk kenmerk welk document erbij hoort.

Wijzig, verplaats of verwijder hier niets.
"""


class DamagedArchiefError(CorrespondentieError):
    """The archive does not hold the bytes that were put in; the text says where."""


class UnavailableArchiefError(CorrespondentieError):
    """The archive cannot write or read now; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plaats:
    """Where one document stands: in which pack, from which byte, how many bytes."""

    sha256: str
    pak: str
    begin: int
    lengte: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Pak:
    """The documents of one chunk as they are put away: plain ZIP, which any tool of later years opens.

    Shape: naam is after the run, the chunk and the content; plaatsen in the order of the documents.
    """

    naam: str
    inhoud: bytes = field(repr=False)
    plaatsen: tuple[Plaats, ...]


class Archief(Protocol):
    """Keeps the documents exactly as they were sent. What is put in is never changed and never taken out."""

    def archive_documenten(
        self, run: str, brok: int, documenten: Iterable[tuple[str, bytes]]
    ) -> tuple[Plaats, ...]:
        """Put these documents away in one pack that is safe when this returns.

        Shape: documenten as sha256 (hex) and bytes; one Plaats for each, in the same order. The same
        documents give the same pack again.
        Raises: UnavailableArchiefError; DamagedArchiefError when a pack of this name holds something else.
        """

    def load_document(self, plaats: Plaats) -> bytes:
        """Read one document back and prove that it is the one that was put in.

        Raises: DamagedArchiefError when it is not there as it was, UnavailableArchiefError when the archive
        cannot tell now.
        """

    def is_vastgezet(self, pak: str) -> bool:
        """Tell whether a pack is kept from being destroyed, as far as the settings want that.

        Raises: DamagedArchiefError when it is not there, UnavailableArchiefError.
        """

    def check_gereed(self) -> None:
        """Make sure that documents can be put away here. Raises: UnavailableArchiefError."""


def make_pak(run: str, brok: int, documenten: Iterable[tuple[str, bytes]]) -> Pak:
    """Pack the documents of one chunk; the same documents give the same bytes and the same name."""
    buffer = io.BytesIO()
    plekken: list[tuple[str, int, int]] = []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as zip_:
        for sha256, pdf in documenten:
            # ZipInfo without a date of its own is 1 January 1980: the same documents, the same bytes.
            zip_.writestr(zipfile.ZipInfo(f"{sha256}.pdf"), pdf)
            plekken.append((sha256, buffer.tell() - len(pdf), len(pdf)))
    inhoud = buffer.getvalue()
    naam = f"{run}/{brok:06d}-{hashlib.sha256(inhoud).hexdigest()[:16]}.zip"
    plaatsen = (Plaats(sha256=sha256, pak=naam, begin=van, lengte=n) for sha256, van, n in plekken)
    return Pak(naam=naam, inhoud=inhoud, plaatsen=tuple(plaatsen))


def check_document(plaats: Plaats, pdf: bytes) -> bytes:
    """Prove that these are the bytes that were put in, and give them back. Raises: DamagedArchiefError."""
    if hashlib.sha256(pdf).hexdigest() != plaats.sha256:
        raise DamagedArchiefError(
            f"document {plaats.sha256[:12]} in pak {plaats.pak} is veranderd; "
            "zet het pak terug uit de reservekopie"
        )
    return pdf


def check_zelfde(naam: str, bestaand: bytes, nieuw: bytes) -> None:
    """Make sure that what stands under a name is what would be written. Raises: DamagedArchiefError."""
    if bestaand != nieuw:
        raise DamagedArchiefError(
            f"onder de naam {naam} staat in het archief al iets anders. Er is niets overschreven. "
            "Laat de beheerder van het archief nagaan wie daar schreef, en zet het goede pak terug"
        )
