"""How this sender is known to GLOBE, and how long its results are waited for."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from outbox.errors import OutboxError

BERICHTEN = 1000
BATCH_BYTES = 100_000_000
# one message with the largest PDF and the longest text, each character written as an XML entity
_KLEINSTE_BATCH = 1_000_000
_OIN = re.compile(r"[0-9]{20}", re.ASCII)
_BERICHTTYPE = re.compile(r"[A-Za-z0-9._-]{1,8}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Globeinstellingen:
    """Who sends, which kind of message, and how patient the sender is with results.

    oin is the sender's own number, 20 digits; berichttype is the code that is active in the
    Leveranciersportaal, 1 to 8 characters. map_ keeps what was offered and what came back; workers on
    several machines need to share it. batch_bytes is the size of a batch with its XML and base64.
    kijkwachttijd is how long to wait before the first look for a result; every next wait is half as long as
    was waited already. After wachttermijn without a result a zending waits for the next run. After
    herzendtermijn the same batch is offered once more. zendtijd is how long offering one batch may take.
    Raises: OutboxError when a setting cannot be right.
    """

    oin: str
    berichttype: str
    map_: Path
    batch_bytes: int = BATCH_BYTES
    kijkwachttijd: timedelta = timedelta(seconds=30)
    wachttermijn: timedelta = timedelta(hours=1)
    herzendtermijn: timedelta = timedelta(hours=4)
    zendtijd: timedelta = timedelta(seconds=60)

    def __post_init__(self) -> None:
        """Refuse at the start what would fail for every message."""
        if _OIN.fullmatch(self.oin) is None:
            raise OutboxError("de OIN van de afzender heeft 20 cijfers; verbeter de instelling")
        if _BERICHTTYPE.fullmatch(self.berichttype) is None:
            raise OutboxError(
                "het berichttype van GLOBE heeft 1 tot 8 letters of cijfers; verbeter de instelling"
            )
        if not _KLEINSTE_BATCH <= self.batch_bytes <= BATCH_BYTES:
            raise OutboxError(
                f"een batch van GLOBE is {_KLEINSTE_BATCH} tot {BATCH_BYTES} bytes; verbeter de instelling"
            )
