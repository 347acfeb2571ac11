"""A stand-in for the FBS Berichtenmagazijn: the official interface, over real HTTP, with fictional data."""

from outbox.magazijn.server import run_magazijn, serve_magazijn
from outbox.magazijn.storing import Storing, Storingen

__all__ = ["Storing", "Storingen", "run_magazijn", "serve_magazijn"]
