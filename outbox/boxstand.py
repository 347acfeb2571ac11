"""Whether a person takes post in the Berichtenbox, as one of its two interfaces told (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from outbox.errors import UncertainError


@dataclass(frozen=True, kw_only=True, slots=True)
class Boxstand:
    """Whether one person takes post of this sender in the Berichtenbox, and when that was found out."""

    bsn: str = field(repr=False)
    actief: bool
    gecontroleerd_op: datetime


def complete_standen(
    standen: Iterable[Boxstand], bsns: Iterable[str], now: datetime
) -> Mapping[str, Boxstand]:
    """Give the state of each person who was asked about; who is not in the answer is not active.

    Shape: per BSN, in the order in which was asked. now is the moment of the check for who is not in it.
    Raises: UncertainError when the answer contradicts itself, or names who was not asked about.
    """
    volledig = {bsn: Boxstand(bsn=bsn, actief=False, gecontroleerd_op=now) for bsn in bsns}
    gezien: dict[str, Boxstand] = {}
    for stand in standen:
        if stand.bsn not in volledig:
            raise UncertainError("het antwoord noemt een BSN waar niet om is gevraagd; vraag opnieuw")
        if gezien.setdefault(stand.bsn, stand) != stand:
            raise UncertainError("het antwoord noemt een BSN twee keer, verschillend; vraag opnieuw")
    return volledig | gezien
