"""One letter over one channel: what it is, and the states it can pass through (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from outbox.errors import OutboxError


class Kanaalsoort(StrEnum):
    """The channels over which a letter can go."""

    BERICHTENBOX = "berichtenbox"
    PRINT = "print"


class Status(StrEnum):
    """Where a Zending stands.

    GEPLAND waits for the release of its run. VRIJGEGEVEN may be claimed. BEZIG is claimed by a worker.
    ONZEKER may or may not have arrived. VASTGEHOUDEN waits for a person. BEZORGD can be recalled until the
    moment of publication. OPGEGEVEN ends it, unless a person releases it once more. The rest is final;
    INGETROKKEN was cancelled before it went, or recalled after.
    """

    GEPLAND = "gepland"
    VRIJGEGEVEN = "vrijgegeven"
    BEZIG = "bezig"
    ONZEKER = "onzeker"
    BEZORGD = "bezorgd"
    VERVANGEN = "vervangen"
    OPGEGEVEN = "opgegeven"
    VASTGEHOUDEN = "vastgehouden"
    INGETROKKEN = "ingetrokken"


OVERGANGEN: Mapping[Status, frozenset[Status]] = {
    Status.GEPLAND: frozenset({Status.VRIJGEGEVEN, Status.INGETROKKEN}),
    Status.VRIJGEGEVEN: frozenset({Status.BEZIG, Status.INGETROKKEN}),
    Status.BEZIG: frozenset(
        {Status.BEZORGD, Status.VRIJGEGEVEN, Status.ONZEKER, Status.VERVANGEN, Status.OPGEGEVEN}
        | {Status.INGETROKKEN}
    ),
    Status.ONZEKER: frozenset({Status.BEZIG, Status.BEZORGD, Status.VRIJGEGEVEN}),
    Status.BEZORGD: frozenset({Status.INGETROKKEN}),
    Status.VERVANGEN: frozenset(),
    Status.OPGEGEVEN: frozenset({Status.VRIJGEGEVEN}),
    Status.VASTGEHOUDEN: frozenset({Status.VRIJGEGEVEN, Status.INGETROKKEN}),
    Status.INGETROKKEN: frozenset(),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Zending:
    """One letter over one channel; (kenmerk, kanaal) names it.

    Unit: publicatie is the aware moment from which the citizen may see it; paginas and vellen count.
    ontvanger is the BSN and, with onderwerp and tekst, stays out of every repr and log.
    terugval says that PRINT takes over when this channel fails for good.
    reden says why a zending is VASTGEHOUDEN or was OPGEGEVEN; it holds no personal data.
    kix is the address in the code of the post, empty when there is none; it too stays out of every repr.
    kix_ruimte says that the address leaves it room in the window; buitenland that the letter goes abroad.
    geldig_tot is the aware moment after which it may not be handed over any more; None: it always may.
    """

    kenmerk: str
    kanaal: Kanaalsoort
    run: str
    ontvanger: str = field(repr=False)
    onderwerp: str = field(repr=False)
    tekst: str = field(repr=False)
    sha256: str
    paginas: int
    vellen: int
    publicatie: datetime
    terugval: bool = False
    reden: str | None = None
    kix: str = field(default="", repr=False)
    kix_ruimte: bool = False
    buitenland: bool = False
    geldig_tot: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ontvangst:
    """The proof that a channel took a Zending: its own reference and the moment."""

    referentie: str
    ontvangen_op: datetime


def check_overgang(van: Status, naar: Status) -> None:
    """Refuse a step from one Status to another that OVERGANGEN does not have.

    Raises: OutboxError, naming the steps that do exist.
    """
    if naar not in OVERGANGEN[van]:
        mogelijk = ", ".join(sorted(OVERGANGEN[van])) or "geen; deze status is het einde"
        raise OutboxError(f"een zending kan niet van '{van}' naar '{naar}'; wel mogelijk: {mogelijk}")
