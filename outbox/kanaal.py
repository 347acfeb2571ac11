"""The port of delivery: what the loop hands to a channel, and what it wants back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol, runtime_checkable

from outbox.errors import ExpiredZendingError, OutboxError, RejectedZendingError, UnavailableBronError
from outbox.indeling import Indeling
from outbox.zending import Kanaalsoort, Ontvangst, Zending

# how many times its limit one exchange takes at most: for all that comes before the last piece of the
# request, for that piece and the head of the answer, and for what follows
GEDULDEN = 3


class Klok(Protocol):
    """The time as the caller keeps it."""

    def now(self) -> datetime:
        """Tell the present, aware moment."""

    def sleep(self, seconden: float) -> None:
        """Return after so many seconds."""


class Documentbron(Protocol):
    """Where the documents lie."""

    def __call__(self, sha256: str, /) -> bytes:
        """Give the document with this digest.

        Raises: UnavailableBronError or OSError when it cannot be read now, PermanentError when it is not
        there.
        """


@dataclass(frozen=True, kw_only=True, slots=True)
class Opdracht:
    """A Zending that a worker has claimed.

    onzeker says that an earlier attempt may have arrived: look before sending. tot is the end of the claim;
    nothing may be sent after it. lot is the fixed partij it belongs to, where the channel has those.
    ingetrokken says that somebody asked it back meanwhile: a channel may still find that it arrived, but
    never sends it; what is certainly not there is a WithdrawnError.
    """

    zending: Zending
    onzeker: bool
    attempts: int
    tot: datetime
    lot: int | None = None
    ingetrokken: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Terugroep:
    """A delivered Zending that a worker has claimed to recall it.

    ontvangst is the receipt of its delivery. onzeker says that an earlier attempt may have recalled it
    already. tot is the end of the claim.
    """

    zending: Zending
    ontvangst: Ontvangst
    onzeker: bool
    attempts: int
    tot: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Terugroepuitkomst:
    """How recalling one Zending went; without fout it is certainly gone at the receiver's side.

    A PermanentError says that it stays delivered, a RetryableError that it may be tried again.
    """

    kenmerk: str
    fout: OutboxError | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Uitkomst:
    """How it went with one Zending of a partij."""

    kenmerk: str
    resultaat: Ontvangst | OutboxError


class Kanaal(Protocol):
    """A way of sending.

    partijgrootte is how many zendingen it takes at once. vaste_partijen says that the database decides,
    before anything is delivered, which zendingen go together, and that they stay together at every attempt.
    """

    @property
    def soort(self) -> Kanaalsoort:
        """Name the channel."""

    @property
    def partijgrootte(self) -> int:
        """Tell how many zendingen go together at most."""

    @property
    def vaste_partijen(self) -> bool:
        """Tell whether the division in partijen is kept."""

    def deliver(self, partij: Sequence[Opdracht], bron: Documentbron) -> Iterator[Uitkomst]:
        """Deliver each Zending and give one Uitkomst for each, in any order, as soon as it is known."""


def is_verlopen(opdracht: Opdracht) -> bool:
    """Answer whether the Zending may not be handed over any more.

    The end of the claim counts: up to then a channel may still be handing over what it got now.
    """
    geldig_tot = opdracht.zending.geldig_tot
    return geldig_tot is not None and geldig_tot < opdracht.tot


def make_verlopen() -> ExpiredZendingError:
    """Make the reason why such a Zending does not go over this channel."""
    return ExpiredZendingError(
        "de brief kon niet op tijd in de Berichtenbox worden bezorgd, of die is te lang geleden "
        "gecontroleerd; de brief gaat niet meer digitaal"
    )


@runtime_checkable
class Terugroepkanaal(Kanaal, Protocol):
    """A way of sending that can take back what was not published yet. GLOBE is none: it has no recall."""

    def recall(self, partij: Sequence[Terugroep]) -> Iterator[Terugroepuitkomst]:
        """Recall each Zending and give one Terugroepuitkomst for each; to do it twice is no error."""


@runtime_checkable
class Indelend(Protocol):
    """A channel with fixed partijen that are not just what comes first."""

    @property
    def indeling(self) -> Indeling:
        """Tell how zendingen are divided."""


def load_document(bron: Documentbron, zending: Zending) -> bytes:
    """Give the bytes of a Zending's document, certainly those that were archived.

    Raises: UnavailableBronError when the archive cannot answer now, RejectedZendingError when the bytes
    differ.
    """
    try:
        document = bron(zending.sha256)
    except OSError as error:
        raise UnavailableBronError("het archief geeft het document nu niet; controleer de schijf") from error
    if sha256(document).hexdigest() != zending.sha256:
        raise RejectedZendingError(
            "het document in het archief is veranderd; zet het terug uit de reservekopie"
        )
    return document
