"""What can go wrong between a browser and us; each text is for the colleague who reads the page."""

from correspondentie.errors import CorrespondentieError


class BezigError(CorrespondentieError):
    """What was asked needs something that is not ready yet."""


class WeigeringError(CorrespondentieError):
    """A request that is not granted. Unit: status of HTTP; wacht in seconds before another try."""

    def __init__(self, status: int, uitleg: str, wacht: int | None = None) -> None:
        """Keep what the answer needs."""
        super().__init__(uitleg)
        self.status = status
        self.wacht = wacht
