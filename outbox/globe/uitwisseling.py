"""How batches leave and results come back: one port, and the folder that others empty and fill."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from uuid import UUID

from outbox.errors import RetryableError, UncertainError
from outbox.globe.schijf import copy_durably, fsync_map

# so many results at once at most: who collects holds a claim, and others have to get on too
OPHALEN = 200


class Uitwisseling(Protocol):
    """A way to hand over files and to collect answers."""

    def send(self, nummer: UUID, bestand: Path) -> None:
        """Hand a file over under this number; once more is no error.

        Raises: RetryableError when it certainly did not leave, UncertainError when nobody knows.
        """

    def collect(self, keep: Callable[[bytes], None]) -> bool:
        """Give each answer that waits to keep, forget it only after that, and tell whether all were read.

        Raises: RetryableError when the other side cannot be reached, UncertainError when some answer cannot
        be read; the others were kept.
        """


class Mapuitwisseling:
    """A folder: what is in uit/ is fetched by another, who puts answers in in/; read ones go to verwerkt/.

    A file has its name only when all of it is there; names that begin with a dot are not for reading yet.
    """

    def __init__(self, map_: Path, limiet: int) -> None:
        self._uit, self._in, self._verwerkt = (map_ / naam for naam in ("uit", "in", "verwerkt"))
        self._limiet = limiet

    def send(self, nummer: UUID, bestand: Path) -> None:
        """Put a copy in uit/."""
        try:
            copy_durably(bestand, self._uit / f"{nummer}.xml")
        except OSError as error:
            fout = f"de map uit/ van GLOBE is niet te gebruiken: {error.strerror}; controleer de schijf"
            raise UncertainError(fout) from error

    def collect(self, keep: Callable[[bytes], None]) -> bool:
        """Read what lies in in/."""
        try:
            self._verwerkt.mkdir(parents=True, exist_ok=True)
            self._in.mkdir(exist_ok=True)
            bestanden = sorted(p for p in self._in.iterdir() if p.is_file() and not p.name.startswith("."))
            te_groot = sum(not self._take(bestand, keep) for bestand in bestanden[:OPHALEN])
        except OSError as error:
            fout = f"de map in/ van GLOBE is niet te gebruiken: {error.strerror}; controleer de schijf"
            raise RetryableError(fout) from error
        if te_groot:
            raise UncertainError(
                f"in de map in/ van GLOBE liggen {te_groot} bestanden van meer dan {self._limiet} bytes; "
                "haal ze weg en vraag om nieuwe"
            )
        return len(bestanden) <= OPHALEN

    def _take(self, bestand: Path, keep: Callable[[bytes], None]) -> bool:
        """Take one answer in; False when it is too large to be one."""
        try:
            with bestand.open("rb") as stroom:
                inhoud = stroom.read(self._limiet + 1)
            if len(inhoud) > self._limiet:
                return False
            keep(inhoud)
            bestand.replace(self._verwerkt / bestand.name)
            fsync_map(self._verwerkt)
        except FileNotFoundError:
            return True  # another worker took it in
        return True
