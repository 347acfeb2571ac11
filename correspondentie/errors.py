"""What can go wrong in the correspondence service."""


class CorrespondentieError(Exception):
    """Root of every error that correspondentie raises."""


class CannotStartError(CorrespondentieError):
    """A run cannot begin; the text says what was found, what was expected and what to do."""


class InvalidDossierError(CorrespondentieError, ValueError):
    """A record of the input is wrong; the text names the field and the reason, never its personal data."""


class UnknownBrieftypeError(CorrespondentieError):
    """The register has no such brieftype."""


class InvalidSjabloonError(CorrespondentieError):
    """A sjabloon or the register is not as it should be; the text says where and what to do."""


class InvalidPdfError(CorrespondentieError):
    """A PDF was made that may not leave the house."""


class UnknownKenmerkError(CorrespondentieError):
    """No letter bears this kenmerk."""
