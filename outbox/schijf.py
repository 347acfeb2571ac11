"""Writing so that a file is there whole or not at all, whatever dies."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import IO
from uuid import uuid4

BLOK = 1024 * 1024


def write_durably(doel: Path, inhoud: bytes) -> None:
    """Write a file of which no part is ever seen, and that survives a power cut."""
    write_stream_durably(doel, lambda stroom: stroom.write(inhoud))


def copy_durably(bron: Path, doel: Path) -> None:
    """Copy a file of any size, piece by piece, in the same way."""
    with bron.open("rb") as begin:
        write_stream_durably(doel, lambda stroom: shutil.copyfileobj(begin, stroom, BLOK))


def write_stream_durably(doel: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Let something write to a temporary file, and give that its name when all of it is on disk."""
    doel.parent.mkdir(parents=True, exist_ok=True)
    # a name of its own: two workers may write the same file at the same time
    tijdelijk = doel.with_name(f".{doel.name}.{uuid4().hex}.tmp")
    try:
        with tijdelijk.open("xb") as stroom:
            write(stroom)
            stroom.flush()
            os.fsync(stroom.fileno())
        tijdelijk.replace(doel)
    except BaseException:
        tijdelijk.unlink(missing_ok=True)
        raise
    fsync_map(doel.parent)


def write_fsynced(bestand: Path, inhoud: bytes) -> None:
    """Write a file, and come back when it is on disk; for a folder that has no name of its own yet."""
    with bestand.open("wb") as stroom:
        stroom.write(inhoud)
        stroom.flush()
        os.fsync(stroom.fileno())


def fsync_map(map_: Path) -> None:
    """Put the names in a folder on disk."""
    nummer = os.open(map_, os.O_RDONLY)
    try:
        os.fsync(nummer)
    finally:
        os.close(nummer)
