"""The book: which batches were made for a partij, when each was offered, and what was told of it."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec

from outbox.errors import UnresolvableError
from outbox.globe.nummers import make_bericht_id
from outbox.kanaal import Opdracht
from outbox.schijf import fsync_map, write_durably

_RUN = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """A batch that was made: for which partij, the how manieth there, and the letters in it.

    aangeboden_op is empty as long as it certainly has not left. gemeld holds the letters whose result was
    told to the outbox and that were not delivered: those may go in another batch.
    """

    batch_id: UUID
    partij: str
    nummer: int
    kenmerken: tuple[str, ...]
    aangeboden_op: datetime | None = None
    gemeld: frozenset[str] = frozenset()

    def list_bericht_ids(self, oin: str) -> Sequence[UUID]:
        """List the numbers of its messages."""
        return [make_bericht_id(oin, kenmerk) for kenmerk in self.kenmerken]


class Boek:
    """The batches in a folder, a file each, and the batches themselves beside it."""

    def __init__(self, map_: Path) -> None:
        self._boek = map_ / "boek"
        self._partijen = map_ / "partijen"
        self._batches = map_ / "batches"

    def find_bestand(self, batch_id: UUID) -> Path:
        """Find where a batch itself lies, or will lie."""
        return self._batches / f"{batch_id}.xml"

    def is_bekend(self, batch_id: UUID) -> bool:
        """Tell whether a batch was ever made."""
        return self._find_blad(batch_id).exists()

    def load_batch(self, batch_id: UUID) -> Batch:
        """Load what is known of a batch.

        Raises: UnresolvableError when its page cannot be read.
        """
        try:
            return msgspec.json.decode(self._find_blad(batch_id).read_bytes(), type=Batch)
        except msgspec.MsgspecError as error:
            raise UnresolvableError(
                f"het boek van batch {batch_id} is beschadigd; zet de map van GLOBE terug uit de reservekopie"
            ) from error

    def list_batches(self, partij: str) -> Sequence[Batch]:
        """List the batches of a partij in the order in which they were made."""
        map_ = self._partijen / partij
        namen = [bestand.name for bestand in map_.iterdir()] if map_.exists() else []
        # a batch without a page was about to be made, or was withdrawn
        nummers = [UUID(naam) for naam in namen if self.is_bekend(UUID(naam))]
        return sorted(map(self.load_batch, nummers), key=lambda batch: (batch.nummer, batch.batch_id))

    def save_batch(self, batch: Batch) -> None:
        """Save what is known of a batch; from the first time on it is found back by its partij."""
        merk = self._partijen / batch.partij / str(batch.batch_id)
        if not merk.exists():
            merk.parent.mkdir(parents=True, exist_ok=True)
            merk.touch()
            fsync_map(merk.parent)
        write_durably(self._find_blad(batch.batch_id), msgspec.json.encode(batch))

    def withdraw_batch(self, batch: Batch) -> None:
        """Withdraw a batch that certainly never left: its letters may go in any other."""
        self._find_blad(batch.batch_id).unlink(missing_ok=True)
        self.clear_bestand(batch)

    def clear_bestand(self, batch: Batch) -> None:
        """Clear away a batch itself, with the documents in it; its page stays."""
        self.find_bestand(batch.batch_id).unlink(missing_ok=True)

    def _find_blad(self, batch_id: UUID) -> Path:
        return self._boek / f"{batch_id}.json"


def make_partijnaam(opdracht: Opdracht) -> str:
    """Make the name of a partij, safe as a path.

    Raises: UnresolvableError when the run has a name that is not.
    """
    run = opdracht.zending.run
    if _RUN.fullmatch(run) is None:
        raise UnresolvableError(
            "de naam van de run kan geen mapnaam zijn; gebruik letters, cijfers en streepjes"
        )
    return f"{run}/{opdracht.lot!s:0>4}"


def list_laatste(
    batches: Sequence[Batch], opdrachten: Sequence[Opdracht]
) -> Iterator[tuple[Batch, Opdracht]]:
    """List for each letter that is on its way the last batch it went in."""
    laatste = {
        kenmerk: batch for batch in batches for kenmerk in batch.kenmerken if kenmerk not in batch.gemeld
    }
    for opdracht in opdrachten:
        if opdracht.zending.kenmerk in laatste:
            yield laatste[opdracht.zending.kenmerk], opdracht
