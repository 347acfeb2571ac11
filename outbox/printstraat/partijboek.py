"""Which lots were written: known here also when the printer has taken the folder away.

A lot is written under a name of its own, entered here, and only then given the name that the printer looks
for. Who enters it first decides which folder that is. So a lot that is entered and whose folder has left its
own name was handed over, and is never written again.
"""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from outbox.printstraat.manifest import MANIFEST
from outbox.schijf import fsync_map, write_fsynced
from outbox.xmllezen import load_bestand

BOEK = ".geschreven"  # in the folder of the Printstraat; the printer leaves what begins with a dot


@dataclass(frozen=True, kw_only=True, slots=True)
class Boeking:
    """A lot that was entered: the name its folder had, and its manifest, byte for byte."""

    tijdelijk: str
    manifest: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Partijboek:
    """The lots of one Printstraat. partij is '<run>/<lot>', as in a receipt."""

    map: Path

    def holds(self, partij: str, tijdelijk: str = "") -> bool:
        """Tell whether a lot was entered, with the folder of this name if one is given."""
        # not Path.exists, which raises where a folder may not be looked into
        return os.path.exists(self.map / BOEK / partij / tijdelijk)

    def find(self, partij: str) -> Boeking | None:
        """Find a lot. Raises: InvalidXmlError when its manifest is too large, OSError."""
        plek = self.map / BOEK / partij
        if not plek.is_dir():
            return None
        (naam,) = (bestand.name for bestand in plek.iterdir())
        return Boeking(tijdelijk=naam, manifest=load_bestand(plek / naam))

    def enter(self, partij: str, tijdelijk: Path) -> None:
        """Enter a lot that is whole and on disk, unless another worker was first. Raises: OSError."""
        plek = self.map / BOEK / partij
        plek.parent.mkdir(parents=True, exist_ok=True)
        nieuw = plek.with_name(f".{plek.name}-{uuid4().hex}.tmp")
        nieuw.mkdir()
        try:
            write_fsynced(nieuw / tijdelijk.name, (tijdelijk / MANIFEST).read_bytes())
            fsync_map(nieuw)
            with suppress(FileExistsError):
                _rename_once(nieuw, plek)
            fsync_map(plek.parent)
        finally:
            shutil.rmtree(nieuw, ignore_errors=True)

    def hand_over(self, partij: str, boeking: Boeking) -> None:
        """Give the folder of a lot the name that the printer looks for, unless that was done before.

        Raises: OSError when something else has that name.
        """
        doel = self.map / partij
        with suppress(FileNotFoundError):
            doel.with_name(boeking.tijdelijk).rename(doel)
            fsync_map(doel.parent)
        for half in doel.parent.glob(f".{doel.name}-*.tmp"):
            shutil.rmtree(half, ignore_errors=True)


def _rename_once(van: Path, naar: Path) -> None:
    """Give a folder with something in it its name. Raises: FileExistsError when that is taken."""
    try:
        os.rename(van, naar)
    except OSError as error:
        if naar.is_dir():  # of two folders with something in them neither takes the place of the other
            raise FileExistsError(naar.name) from error
        raise
