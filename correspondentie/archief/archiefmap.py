"""The archive as a folder of packs."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from correspondentie.archief.archief import (
    LEESMIJ,
    LEESMIJ_TEKST,
    DamagedArchiefError,
    Plaats,
    UnavailableArchiefError,
    check_document,
    check_zelfde,
    make_pak,
)
from outbox.schijf import fsync_map

ALLEEN_LEZEN = 0o400
SCHRIJFRECHTEN = 0o222
REDENEN = {
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de schijfruimte van deze gebruiker is op",
    errno.EFBIG: "het bestand wordt groter dan hier mag",
    errno.EACCES: "deze gebruiker heeft er geen rechten",
    errno.EROFS: "de schijf is alleen te lezen",
    errno.EIO: "de schijf geeft een fout",
}


class Archiefmap:
    """Keeps packs in a folder. alleen_lezen: a pack can only be read once it stands."""

    def __init__(self, map_: Path, *, alleen_lezen: bool) -> None:
        self._map = map_
        self._alleen_lezen = alleen_lezen

    def archive_documenten(
        self, run: str, brok: int, documenten: Iterable[tuple[str, bytes]]
    ) -> tuple[Plaats, ...]:
        """See Archief."""
        pak = make_pak(run, brok, documenten)
        doel = self._map / pak.naam
        if pak.plaatsen:
            with _translate(f"{doel}"):
                if not doel.exists():
                    self._write(doel, pak.inhoud)
                check_zelfde(pak.naam, doel.read_bytes(), pak.inhoud)
        return pak.plaatsen

    def load_document(self, plaats: Plaats) -> bytes:
        """See Archief."""
        with _translate(f"pak {plaats.pak}"), (self._map / plaats.pak).open("rb") as pak:
            pak.seek(plaats.begin)
            return check_document(plaats, pak.read(plaats.lengte))

    def is_vastgezet(self, pak: str) -> bool:
        """See Archief."""
        with _translate(f"pak {pak}"):
            return not self._alleen_lezen or not (self._map / pak).stat().st_mode & SCHRIJFRECHTEN

    def check_gereed(self) -> None:
        """See Archief."""
        doel = self._map / LEESMIJ
        with _translate(f"{doel}"):
            self._write(doel, LEESMIJ_TEKST)

    def _write(self, doel: Path, inhoud: bytes) -> None:
        """Write a file whole or not at all, and give it its name only when nothing has that yet."""
        doel.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=doel.parent, prefix=".", suffix=".tmp") as bestand:
            bestand.write(inhoud)
            bestand.flush()
            if self._alleen_lezen:
                os.fchmod(bestand.fileno(), ALLEEN_LEZEN)
            os.fsync(bestand.fileno())
            with suppress(FileExistsError):
                os.link(bestand.name, doel)
        fsync_map(doel.parent)


@contextmanager
def _translate(wat: str) -> Iterator[None]:
    """Turn an error of the disk into what it means for the archive."""
    try:
        yield
    except FileNotFoundError as fout:
        raise DamagedArchiefError(
            f"{wat} staat niet meer in het archief; zet het terug uit de reservekopie"
        ) from fout
    except OSError as fout:
        reden = REDENEN.get(fout.errno or 0, "de schijf weigert")
        raise UnavailableArchiefError(
            f"Het archief kan {wat} niet schrijven of lezen: {reden} (foutcode {fout.errno}). Wat klaar was, "
            "is bewaard. Maak ruimte of herstel de schijf, en geef dezelfde opdracht nog eens."
        ) from fout
