"""Where one installation keeps on disk what it makes."""

from dataclasses import dataclass
from pathlib import Path

from correspondentie.errors import CannotStartError


@dataclass(frozen=True, kw_only=True, slots=True)
class Datamap:
    """The folder in which one installation keeps everything it makes."""

    map: Path

    @property
    def database(self) -> Path:
        """The database of the service and its outbox, when it is a file."""
        return self.map / "correspondentie.sqlite"

    @property
    def archief(self) -> Path:
        """The packs with documents."""
        return self.map / "archief"

    @property
    def print(self) -> Path:
        """The lots for the printer."""
        return self.map / "print"

    @property
    def formes(self) -> Path:
        """What the typesetter learned, for every run and every worker."""
        return self.map / "formes"

    @property
    def sjablonen(self) -> Path:
        """The sjablonen of runs with released texts, each in a folder named by its digest."""
        return self.map / "sjablonen"

    @property
    def globe(self) -> Path:
        """What was offered to GLOBE, and what came back; workers on several machines share it."""
        return self.map / "globe"

    @property
    def magazijn(self) -> Path:
        """The database of the stand-in of the Berichtenbox."""
        return self.map / "magazijn.sqlite"

    def make(self) -> None:
        """Make the folder when it is not there. Raises: CannotStartError when it cannot be made."""
        try:
            self.map.mkdir(parents=True, exist_ok=True)
        except OSError as fout:
            raise CannotStartError(
                f"De map {self.map} kan niet worden gemaakt (foutcode {fout.errno}). "
                "Geef een andere map op met --data, of pas de rechten aan."
            ) from fout
