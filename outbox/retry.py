"""What an outcome means for a Zending: delivered, again later, on paper, or given up (pure)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from outbox.errors import (
    OutboxError,
    PendingError,
    RetryableError,
    UnavailableError,
    UncertainError,
    UnreachableError,
    UnresolvableError,
    WithdrawnError,
)
from outbox.kanaal import Opdracht
from outbox.zending import Ontvangst, Status


@dataclass(frozen=True, kw_only=True, slots=True)
class Beleid:
    """How patient delivery is.

    pogingen is how often a Zending is tried. The wait doubles from eerste_wachttijd up to langste_wachttijd.
    A receiver may ask for a longer wait, up to langste_uitstel. bezinktijd is the least wait before an
    uncertain Zending is looked for: a slow receiver may still be storing it. claimduur is how long a worker
    may keep a claim; it has to be longer than a whole partij takes. After pauze_na failures in a row, of any
    kind, a channel rests for pauze. A Zending that paper can take over from waits for a channel that cannot
    be reached for terugvaltermijn, from the first time that it was not; any other uses up its attempts.
    """

    pogingen: int = 6
    eerste_wachttijd: timedelta = timedelta(seconds=2)
    langste_wachttijd: timedelta = timedelta(minutes=5)
    langste_uitstel: timedelta = timedelta(hours=1)
    bezinktijd: timedelta = timedelta(seconds=30)
    claimduur: timedelta = timedelta(minutes=2)
    pauze_na: int = 10
    pauze: timedelta = timedelta(seconds=2)
    terugvaltermijn: timedelta = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True, slots=True)
class Besluit:
    """The state a claimed Zending goes to, and why.

    next_attempt_at is empty for a final state, and for an ONZEKER that waits for the next run or a person.
    telt says that this was an attempt; looking whether a result has come yet is none. geldig_tot is the new
    moment after which it may not be handed over any more; None: that stays as it was.
    """

    status: Status
    ontvangst: Ontvangst | None = None
    fout: OutboxError | None = None
    next_attempt_at: datetime | None = None
    telt: bool = True
    geldig_tot: datetime | None = None


def decide_retry(error: OutboxError, attempts: int, now: datetime, beleid: Beleid) -> datetime | None:
    """Decide when to try again, or None to stop trying.

    What of our own cannot be used costs a Zending no attempt: it waits as long as that lasts.
    """
    if not isinstance(error, RetryableError) or isinstance(error, UnresolvableError):
        return None
    if attempts >= beleid.pogingen and not isinstance(error, (PendingError, UnavailableError)):
        return None
    return now + max(_compute_wachttijd(attempts, beleid), _compute_uitstel(error, beleid))


def decide_besluit(
    opdracht: Opdracht, resultaat: Ontvangst | OutboxError, now: datetime, beleid: Beleid
) -> Besluit:
    """Decide what becomes of a claimed Zending after this outcome."""
    if isinstance(resultaat, Ontvangst):
        return Besluit(status=Status.BEZORGD, ontvangst=resultaat)
    if isinstance(resultaat, WithdrawnError):
        return Besluit(status=Status.INGETROKKEN)
    if isinstance(resultaat, UnreachableError) and opdracht.zending.terugval:
        return _decide_wachten(opdracht, resultaat, now, beleid)
    opnieuw = decide_retry(resultaat, opdracht.attempts, now, beleid)
    if isinstance(resultaat, UncertainError):
        telt = not isinstance(resultaat, PendingError)
        return Besluit(status=Status.ONZEKER, fout=resultaat, next_attempt_at=opnieuw, telt=telt)
    if opnieuw is not None:
        return Besluit(status=Status.VRIJGEGEVEN, fout=resultaat, next_attempt_at=opnieuw)
    einde = Status.VERVANGEN if opdracht.zending.terugval else Status.OPGEGEVEN
    return Besluit(status=einde, fout=resultaat)


def _decide_wachten(opdracht: Opdracht, fout: UnreachableError, now: datetime, beleid: Beleid) -> Besluit:
    """Wait for the channel, each time half as long as was waited already, and no longer than the term."""
    bekend = opdracht.zending.geldig_tot
    uiterlijk = min(bekend or now + beleid.terugvaltermijn, now + beleid.terugvaltermijn)
    gewacht = now - (uiterlijk - beleid.terugvaltermijn)
    wachten = min(max(beleid.eerste_wachttijd, gewacht / 2), beleid.langste_wachttijd)
    return Besluit(
        status=Status.VRIJGEGEVEN,
        fout=fout,
        next_attempt_at=min(now + wachten, max(uiterlijk, now)),
        telt=False,
        geldig_tot=uiterlijk,
    )


def _compute_wachttijd(attempts: int, beleid: Beleid) -> timedelta:
    # the exponent is bounded because a timedelta is: 2**30 seconds is 34 years
    factor = 1 << min(max(attempts - 1, 0), 30)
    return min(beleid.eerste_wachttijd * factor, beleid.langste_wachttijd)


def _compute_uitstel(error: RetryableError, beleid: Beleid) -> timedelta:
    uitstel = min(error.retry_after or timedelta(0), beleid.langste_uitstel)
    return max(uitstel, beleid.bezinktijd) if isinstance(error, UncertainError) else uitstel
