"""The only loop: claim, deliver, mark; until nothing of the run is open."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine

from outbox import opslag
from outbox.errors import (
    ExpiredZendingError,
    OutboxError,
    PendingError,
    RetryableError,
    UnavailableError,
    UncertainError,
    UnresolvableError,
    WithdrawnError,
)
from outbox.indeling import Indeling
from outbox.kanaal import Documentbron, Indelend, Kanaal, Klok, Opdracht, is_verlopen, make_verlopen
from outbox.opslag import Rij
from outbox.partijen import make_partij
from outbox.retry import Beleid, Besluit, decide_besluit
from outbox.zending import Kanaalsoort, Ontvangst, Status

# while others work, or nothing is due, the database is looked at this often
KIJK_SECONDEN = 2.0
SAMEN_SECONDEN = 0.1  # what falls due one after the other is taken together: a batch is due when all of it is
# these are about the zending alone: they say nothing of the channel
_VAN_DE_ZENDING = (ExpiredZendingError, UnresolvableError, WithdrawnError)
_RUSTIG = (Status.BEZORGD, Status.VERVANGEN, Status.OPGEGEVEN, Status.INGETROKKEN)


def ignore_voortgang(kanaal: Kanaalsoort, aantal: int) -> None:
    """Show no progress."""


def _ignore_punt(punt: str) -> None:
    """Pass every named point."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Werkplek:
    """What a worker needs: the database, the documents, the time, and how patient to be.

    voortgang hears how many zendingen of a channel came to rest. bereik hears the points that the loop
    passes: 'geclaimd', 'bezorgd' (before it is marked) and 'gemarkeerd'.
    """

    engine: Engine
    bron: Documentbron
    klok: Klok
    beleid: Beleid = field(default_factory=Beleid)
    voortgang: Callable[[Kanaalsoort, int], None] = ignore_voortgang
    bereik: Callable[[str], None] = _ignore_punt


@dataclass(slots=True)
class Rem:
    """The brake of one channel: after some failures in a row it rests.

    Every failure counts, a final refusal too: a fault of our own makes the receiver refuse every letter, and
    each goes on paper. The brake does not end that, but gives an operator the time to hold the run still.
    """

    weigeringen: int = 0
    rust_tot: datetime | None = None

    def is_los(self, now: datetime) -> bool:
        """Tell whether the channel may be used now."""
        return self.rust_tot is None or self.rust_tot <= now

    def note(self, resultaat: Ontvangst | OutboxError, now: datetime, beleid: Beleid) -> None:
        """Count a failure; what was delivered, or handed over, ends the count."""
        if isinstance(resultaat, (Ontvangst, PendingError)):
            self.weigeringen = 0
            return
        if isinstance(resultaat, _VAN_DE_ZENDING):
            return
        self.weigeringen += 1
        if self.weigeringen >= beleid.pauze_na:
            gevraagd = resultaat.retry_after if isinstance(resultaat, RetryableError) else None
            uitstel = min(gevraagd or beleid.pauze, beleid.langste_uitstel)
            self.rust_tot = now + max(uitstel, beleid.pauze)


Remmen = dict[Kanaalsoort, Rem]  # of each channel its brake


def deliver_run(werkplek: Werkplek, run: str, kanalen: Sequence[Kanaal]) -> None:
    """Deliver every released Zending of a run, and come back when nothing is open.

    The channels are served in the order given: a partij of a later one goes out when the earlier ones have
    nothing due. An ONZEKER Zending that an earlier run left is looked for again. Others may work on the
    same run at the same time. A run that is held still is waited for.
    Raises: UnavailableError when the documents, or the folder for the printer, cannot be used: then nothing
    of the partij is left open.
    """
    now = werkplek.klok.now()
    with werkplek.engine.begin() as connection:
        opslag.reopen_onzekere(connection, run, now)
    remmen = make_remmen(kanaal.soort for kanaal in kanalen)
    while True:
        deliver_klare(werkplek, run, kanalen, remmen)
        moment = find_moment(werkplek, run, remmen)
        if moment is None:
            return
        wachten = (moment - werkplek.klok.now()).total_seconds()
        werkplek.klok.sleep(min(max(wachten, SAMEN_SECONDEN), KIJK_SECONDEN))


def _make_rij(run: str, kanaal: Kanaal) -> Rij:
    indeling = kanaal.indeling if isinstance(kanaal, Indelend) else Indeling()
    return Rij(run=run, kanaal=kanaal.soort, indeling=indeling)


def make_remmen(soorten: Iterable[Kanaalsoort]) -> Remmen:
    """Make the brakes of these channels, all of them loose."""
    return {soort: Rem() for soort in soorten}


def deliver_klare(
    werkplek: Werkplek, run: str, kanalen: Sequence[Kanaal], remmen: Remmen, tot: datetime | None = None
) -> None:
    """Deliver what is due, and come back when nothing can be claimed; or, past tot, after a whole partij."""
    while tot is None or werkplek.klok.now() < tot:
        if not any(_deliver_partij(werkplek, run, kanaal, remmen[kanaal.soort]) for kanaal in kanalen):
            return


def find_moment(werkplek: Werkplek, run: str, remmen: Remmen) -> datetime | None:
    """Find when there is something to do again on any channel, its rest included; None when all is done."""
    momenten: list[datetime] = []
    with werkplek.engine.begin() as connection:
        for soort, rem in remmen.items():
            moment = opslag.find_volgend_moment(connection, Rij(run=run, kanaal=soort), werkplek.klok.now())
            if moment is not None:
                momenten.append(max(moment, rem.rust_tot or moment))
    return min(momenten, default=None)


def _deliver_partij(werkplek: Werkplek, run: str, kanaal: Kanaal, rem: Rem) -> bool:
    """Claim, deliver and mark one partij; False when there was nothing to claim."""
    if not rem.is_los(werkplek.klok.now()):
        return False
    partij = _claim(werkplek, _make_rij(run, kanaal), kanaal)
    if not partij:
        return False
    deliver_opdrachten(werkplek, kanaal, partij, rem)
    return True


def deliver_opdrachten(werkplek: Werkplek, kanaal: Kanaal, partij: Sequence[Opdracht], rem: Rem) -> None:
    """Deliver what was claimed and mark each outcome."""
    werkplek.bereik("geclaimd")
    geldig = _end_verlopen(werkplek, partij)
    open_ = {opdracht.zending.kenmerk: opdracht for opdracht in geldig}
    storing: UnavailableError | None = None
    for uitkomst in kanaal.deliver(geldig, werkplek.bron) if geldig else ():
        werkplek.bereik("bezorgd")
        if isinstance(uitkomst.resultaat, UnavailableError):
            storing = uitkomst.resultaat
        rem.note(uitkomst.resultaat, werkplek.klok.now(), werkplek.beleid)
        _mark(werkplek, open_.pop(uitkomst.kenmerk), uitkomst.resultaat)
        werkplek.bereik("gemarkeerd")
    for opdracht in open_.values():
        _mark(werkplek, opdracht, UncertainError("het kanaal gaf over deze zending geen uitkomst"))
    if storing is not None:
        raise storing


def _end_verlopen(werkplek: Werkplek, partij: Sequence[Opdracht]) -> list[Opdracht]:
    """Keep from the channel what certainly was not sent and may not be any more, and give the rest.

    What may have arrived stays with the rest: a channel looks for it first. What is asked back does too: it
    may not become paper.
    """
    geldig: list[Opdracht] = []
    for opdracht in partij:
        if opdracht.onzeker or opdracht.ingetrokken or not is_verlopen(opdracht):
            geldig.append(opdracht)
        else:
            _mark(werkplek, opdracht, make_verlopen())
    return geldig


def _claim(werkplek: Werkplek, rij: Rij, kanaal: Kanaal) -> tuple[Opdracht, ...]:
    """Claim what may go now; a fixed partij is made before, in a transaction of its own."""
    while True:
        now, duur = werkplek.klok.now(), werkplek.beleid.claimduur
        with werkplek.engine.begin() as connection:
            opslag.mark_verlopen(connection, rij.run, now, werkplek.beleid.bezinktijd)
            if not kanaal.vaste_partijen:
                return opslag.claim_zendingen(connection, rij, kanaal.partijgrootte, now, duur)
            if partij := opslag.claim_partij(connection, rij, now, duur):
                return partij
        with werkplek.engine.begin() as connection:
            if make_partij(connection, rij, kanaal.partijgrootte, now) is None:
                return ()


def _mark(werkplek: Werkplek, opdracht: Opdracht, resultaat: Ontvangst | OutboxError) -> None:
    """Mark one outcome in a transaction of its own, so that a receipt is never lost with another."""
    now = werkplek.klok.now()
    besluit = decide_besluit(opdracht, resultaat, now, werkplek.beleid)
    with werkplek.engine.begin() as connection:
        mijn = opslag.mark_zending(connection, opdracht, besluit, now)
    if mijn and _is_rustig(besluit):
        werkplek.voortgang(opdracht.zending.kanaal, 1)


def _is_rustig(besluit: Besluit) -> bool:
    """Tell whether this run has nothing more to do for the Zending."""
    parkeert = besluit.status is Status.ONZEKER and besluit.next_attempt_at is None
    return parkeert or besluit.status in _RUSTIG
