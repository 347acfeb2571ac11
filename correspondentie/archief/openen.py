"""Which archive this installation has: the one place that chooses."""

from pathlib import Path

from correspondentie.archief.archief import Archief
from correspondentie.archief.archiefmap import Archiefmap
from correspondentie.settings import Settings


def open_archief(map_: Path, settings: Settings) -> Archief:
    """Open the archive of this installation: the object store of the settings, or else this folder."""
    if settings.archief is None:
        return Archiefmap(map_, alleen_lezen=settings.vernietigingsstop)
    from correspondentie.archief.objectarchief import make_objectarchief  # noqa: PLC0415 - boto3 takes 0.3 s to load, which a folder does not need

    return make_objectarchief(settings)
