"""The document archive: the exact bytes of every letter, in a folder or in an object store, never changed."""

from correspondentie.archief.archief import Archief, DamagedArchiefError, Plaats, UnavailableArchiefError
from correspondentie.archief.openen import open_archief

__all__ = ["Archief", "DamagedArchiefError", "Plaats", "UnavailableArchiefError", "open_archief"]
