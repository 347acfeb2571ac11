"""What can go wrong in writing and releasing texts; each text is for the colleague who acted."""

from correspondentie.errors import CorrespondentieError
from correspondentie.redactie.versies import Concept, Tekst


class InvalidTekstError(CorrespondentieError):
    """A text holds what can never stand in a letter, or is too long."""


class UnknownOnderdeelError(CorrespondentieError):
    """There is no such brieftype or bouwsteen."""


class UnknownConceptError(CorrespondentieError):
    """There is no such concept any more: it was submitted or dropped."""


class ConceptMovedError(CorrespondentieError):
    """Somebody else saved this concept meanwhile; nothing was overwritten.

    nu is the concept as it stands in the database, eigen the text that could not be saved.
    """

    def __init__(self, nu: Concept, eigen: Tekst) -> None:
        """Keep both texts, so that neither is lost."""
        super().__init__(
            f"Concept {nu.nummer} van {nu.onderdeel} is intussen door een ander gewijzigd. Uw tekst is niet "
            "opgeslagen en niet weg: vergelijk de twee teksten en kies wat blijft."
        )
        self.nu = nu
        self.eigen = eigen


class UnknownVersieError(CorrespondentieError):
    """There is no such version."""


class DoubleVersieError(CorrespondentieError):
    """Exactly this text was submitted before."""


class OwnVersieError(CorrespondentieError):
    """Who wrote on a text cannot judge it."""


class RefusedVersieError(CorrespondentieError):
    """A version cannot be approved, released or withdrawn as things stand; the text says why."""


class ForeignConceptError(CorrespondentieError):
    """Somebody wants to throw away what a colleague began."""


class UndoneVersieError(RefusedVersieError):
    """A release would undo what a colleague released, or be undone itself; nothing was released.

    botst: the digests of the versions that this is about ("" is the shipped file), to confirm them with.
    """

    def __init__(self, redenen: str, botst: frozenset[str]) -> None:
        """Keep which versions somebody must have seen before this is done after all."""
        super().__init__(
            f"{redenen} Bekijk het verschil. Is dit de bedoeling, bevestig dan dat u toch vrijgeeft."
        )
        self.botst = botst


class NoVoorbeeldError(CorrespondentieError):
    """The process that makes previews gave none; the text says why, for the log of the machine."""
