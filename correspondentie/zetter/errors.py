"""What the typesetter cannot do; none of these leaves its room."""

from correspondentie.errors import CorrespondentieError


class CannotFillError(CorrespondentieError):
    """A letter that the forme cannot fill truthfully with these values; it is composed instead."""


class UnfillableVormError(CannotFillError):
    """A place in a sjabloon that no letter can fill; the text says how its author can change that."""


class DifferentLetterError(CannotFillError):
    """A line that WeasyPrint set otherwise than the forme would."""


class MissingVormError(CannotFillError):
    """A block of this letter was not seen before; the letter must be composed once."""
