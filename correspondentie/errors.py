"""What can go wrong in the correspondence service."""

from pathlib import Path


class CorrespondentieError(Exception):
    """Root of every error that correspondentie raises."""


class CannotStartError(CorrespondentieError):
    """A run cannot begin; the text says what was found, what was expected and what to do."""


class InvalidDossierError(CorrespondentieError, ValueError):
    """A record of the input is wrong; the text names the field and the reason, never its personal data."""


class UnknownBrieftypeError(CorrespondentieError):
    """The register has no such brieftype."""


class InvalidSjabloonError(CorrespondentieError):
    """A sjabloon or the register is not as it should be; the text says where and what to do.

    Shape: regel counts from 1 in bestand (None: the whole of it); term is the word that is wrong, as it is
    written there, or ''; overige are the other things that are wrong in the same file.
    """

    def __init__(
        self, uitleg: str, *, bestand: Path | None = None, regel: int | None = None, term: str = ""
    ) -> None:
        super().__init__(uitleg)
        self.uitleg = uitleg
        self.bestand = bestand
        self.regel = regel
        self.term = term
        self.overige: tuple[InvalidSjabloonError, ...] = ()

    @property
    def alle(self) -> "tuple[InvalidSjabloonError, ...]":
        """This error and all that was found beside it."""
        return (self, *(fout for andere in self.overige for fout in andere.alle))

    def __str__(self) -> str:
        if self.bestand is None:
            return self.uitleg
        waar = f"{self.bestand}" if self.regel is None else f"{self.bestand}, regel {self.regel}"
        return f"{waar}: {self.uitleg}"


class InvalidPdfError(CorrespondentieError):
    """A PDF was made that may not leave the house."""


class UnknownKenmerkError(CorrespondentieError):
    """No letter bears this kenmerk."""
