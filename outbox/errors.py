"""What can go wrong in delivery."""

from datetime import timedelta


class OutboxError(Exception):
    """Root of every error that outbox raises."""


class DanglingRowError(OutboxError):
    """A change of the tables left a row that points to one that is not there; the change is taken back."""


class RetryableError(OutboxError):
    """The zending was certainly not delivered; trying again later may help."""

    def __init__(self, text: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class UnreachableError(RetryableError):
    """The other side cannot be reached: that says nothing of the zending; it costs time, and no attempt."""


class UnavailableError(RetryableError):
    """Something of our own cannot be used now: it ends the delivery for now.

    That says nothing of the zending, and costs it no attempt.
    """


class UnavailableBronError(UnavailableError):
    """The documents cannot be read now."""


class UnavailablePrintstraatError(UnavailableError):
    """The folder for the printer, or the certificate of its manifests, cannot be used now."""


class UncertainError(RetryableError):
    """Nobody knows whether the zending was delivered (time-out, lost answer, 5xx); look before resending."""


class ClockError(UncertainError):
    """The clock cannot be trusted: nothing that depends on the time may be decided now."""


class PendingError(UncertainError):
    """The zending was handed over and its result comes later: waiting for that is not an attempt."""


class UnresolvableError(UncertainError):
    """Looking at the receiver's side cannot settle it; it stays ONZEKER until a person has looked."""


class PermanentError(OutboxError):
    """The zending will never be delivered over this channel."""


class WithdrawnError(PermanentError):
    """The zending was asked back and is certainly not at the receiver: it is not sent any more."""


class TooLateError(PermanentError):
    """The zending can no longer be recalled; the text says why."""


class UnknownOntvangerError(PermanentError):
    """The receiver has no active Berichtenbox for this sender."""


class ExpiredZendingError(PermanentError):
    """The zending was not handed over in time, and may not be handed over any more."""


class RejectedZendingError(PermanentError):
    """The channel refuses the zending as it is; a person must look."""
