"""What can go wrong in the calculation core."""


class CalcError(Exception):
    """Root of every error that calc raises."""


class InvalidFeitError(CalcError, ValueError):
    """A fact of the household cannot be true; the text says which and what was expected."""


class MissingNormError(CalcError):
    """An official amount for this year is not known, so nothing may be computed with it."""


class OutOfScopeError(CalcError):
    """The rules implemented here do not decide this case; a behandelaar must."""
