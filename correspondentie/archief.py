"""The document archive: the exact bytes of every letter, packed per chunk, found by sha256."""

import hashlib
import io
import os
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from correspondentie.errors import CorrespondentieError


class DamagedArchiefError(CorrespondentieError):
    """The archive does not hold the bytes that were put in; the text says where."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plaats:
    """Where one document stands: in which pack, from which byte, how many bytes."""

    sha256: str
    pak: str
    begin: int
    lengte: int


class Archief:
    """A folder of packs: plain ZIP files without compression, so that any tool of later years opens them.

    A pack is named after its run, its chunk and its content, and is never changed once it stands.
    """

    def __init__(self, map_: Path) -> None:
        self._map = map_

    def archive_documenten(
        self, run: str, brok: int, documenten: Iterable[tuple[str, bytes]]
    ) -> tuple[Plaats, ...]:
        """Put these documents away in one pack that is on disk when this returns.

        Shape: documenten as sha256 (hex) and bytes; one Plaats for each, in the same order. The same
        documents give the same pack again.
        """
        inhoud, plaatsen = _make_pak(documenten)
        if not plaatsen:
            return ()
        naam = f"{run}/{brok:06d}-{hashlib.sha256(inhoud).hexdigest()[:16]}.zip"
        doel = self._map / naam
        if not doel.exists():
            _write_durably(doel, inhoud)
        return tuple(
            Plaats(sha256=sha256, pak=naam, begin=begin, lengte=lengte) for sha256, begin, lengte in plaatsen
        )

    def load_document(self, plaats: Plaats) -> bytes:
        """Read one document back and prove that it is the one that was put in.

        Raises: DamagedArchiefError.
        """
        try:
            with (self._map / plaats.pak).open("rb") as pak:
                pak.seek(plaats.begin)
                pdf = pak.read(plaats.lengte)
        except OSError as fout:
            raise DamagedArchiefError(
                f"pak {plaats.pak} is niet te lezen (foutcode {fout.errno}); "
                "zet het terug uit de reservekopie"
            ) from fout
        if hashlib.sha256(pdf).hexdigest() != plaats.sha256:
            raise DamagedArchiefError(
                f"document {plaats.sha256[:12]} in pak {plaats.pak} is veranderd; "
                "zet het pak terug uit de reservekopie"
            )
        return pdf


def _make_pak(documenten: Iterable[tuple[str, bytes]]) -> tuple[bytes, list[tuple[str, int, int]]]:
    buffer = io.BytesIO()
    plaatsen: list[tuple[str, int, int]] = []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as pak:
        for sha256, pdf in documenten:
            # ZipInfo without a date of its own is 1 January 1980: the same documents, the same bytes.
            pak.writestr(zipfile.ZipInfo(f"{sha256}.pdf"), pdf)
            plaatsen.append((sha256, buffer.tell() - len(pdf), len(pdf)))
    return buffer.getvalue(), plaatsen


def _write_durably(doel: Path, inhoud: bytes) -> None:
    doel.parent.mkdir(parents=True, exist_ok=True)
    tijdelijk = doel.with_suffix(f".{os.getpid()}.tmp")
    with tijdelijk.open("wb") as bestand:
        bestand.write(inhoud)
        bestand.flush()
        os.fsync(bestand.fileno())
    tijdelijk.replace(doel)
    map_ = os.open(doel.parent, os.O_RDONLY)
    try:
        os.fsync(map_)
    finally:
        os.close(map_)
