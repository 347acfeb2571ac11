"""How batches leave and results come back: one port, and the folder that others empty and fill."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

from outbox.errors import RetryableError, UncertainError
from outbox.schijf import copy_durably, fsync_map

# so many results at once at most: who collects holds a claim, and others have to get on too
OPHALEN = 200


class Uitwisseling(Protocol):
    """A way to hand over files and to collect answers."""

    def send(self, nummer: UUID, bestand: Path) -> None:
        """Hand a file over under this number; once more is no error.

        Raises: RetryableError when it certainly did not leave, UncertainError when nobody knows.
        """

    def collect(self, keep: Callable[[bytes], None], tell: Callable[[str, str], None]) -> bool:
        """Give each answer that waits to keep, forget it only after that, and tell whether all were read.

        An answer that cannot be read, or not be forgotten, is set aside, and does not keep others from being
        read: tell hears where it lies, and why.
        Raises: RetryableError when the other side cannot be reached, UncertainError when it says nothing that
        can be used.
        """


class Mapuitwisseling:
    """A folder: what is in uit/ is fetched by another, who puts answers in in/.

    What was read goes to verwerkt/, what cannot be read to afgekeurd/. A file has its name only when all of
    it is there; names that begin with a dot are not for reading yet.
    """

    def __init__(self, map_: Path, limiet: int) -> None:
        self._uit, self._in = map_ / "uit", map_ / "in"
        self._verwerkt, self._afgekeurd = map_ / "verwerkt", map_ / "afgekeurd"
        self._limiet = limiet

    def send(self, nummer: UUID, bestand: Path) -> None:
        """Put a copy in uit/."""
        try:
            copy_durably(bestand, self._uit / f"{nummer}.xml")
        except OSError as error:
            fout = f"de map uit/ van GLOBE is niet te gebruiken: {error.strerror}; controleer de schijf"
            raise UncertainError(fout) from error

    def collect(self, keep: Callable[[bytes], None], tell: Callable[[str, str], None]) -> bool:
        """Read what lies in in/."""
        try:
            for map_ in (self._verwerkt, self._afgekeurd, self._in):
                map_.mkdir(parents=True, exist_ok=True)
            bestanden = sorted(p for p in self._in.iterdir() if p.is_file() and not p.name.startswith("."))
            for bestand in bestanden[:OPHALEN]:
                self._take(bestand, keep, tell)
        except OSError as error:
            fout = f"de map in/ van GLOBE is niet te gebruiken: {error.strerror}; controleer de schijf"
            raise RetryableError(fout) from error
        return len(bestanden) <= OPHALEN

    def _take(self, bestand: Path, keep: Callable[[bytes], None], tell: Callable[[str, str], None]) -> None:
        """Take one answer in, or set it aside."""
        try:
            keep(self._read(bestand))
            _move(bestand, self._verwerkt / bestand.name)
        except FileNotFoundError:
            return  # another worker took it in
        except UncertainError as error:
            naam = f"{uuid4().hex}.xml"  # not its own: two of the same name are both kept
            _move(bestand, self._afgekeurd / naam)
            tell(f"afgekeurd/{naam} in de uitwisselmap", str(error))

    def _read(self, bestand: Path) -> bytes:
        try:
            with bestand.open("rb") as stroom:
                inhoud = stroom.read(self._limiet + 1)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise UncertainError(f"het bestand is niet te lezen: {error.strerror}") from error
        if len(inhoud) > self._limiet:
            raise UncertainError(f"het bestand is groter dan {self._limiet} bytes")
        return inhoud


def _move(bestand: Path, doel: Path) -> None:
    bestand.replace(doel)
    fsync_map(doel.parent)
