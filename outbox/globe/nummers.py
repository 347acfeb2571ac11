"""The GUIDs of GLOBE: of our own making, so that a resend has the same ones and is known again (pure)."""

from collections.abc import Iterable
from uuid import UUID, uuid5

# what the numbers are derived from never leaves: it has no meaning for the receiver
_RUIMTE = UUID("5d4b1d2e-7f0c-5c39-9a55-0d1f6b0e7a41")
NIL = UUID(int=0)


def make_bericht_id(oin: str, kenmerk: str) -> UUID:
    """Make the number of a message: one letter of one sender always has the same."""
    return uuid5(_RUIMTE, f"bericht/{oin}/{kenmerk}")


def make_batch_id(oin: str, kenmerken: Iterable[str], ronde: int) -> UUID:
    """Make the number of a batch from the letters it holds.

    ronde tells a new batch from an earlier one of the same letters that was answered already.
    """
    return uuid5(_RUIMTE, f"batch/{oin}/{ronde}/{'/'.join(sorted(kenmerken))}")
