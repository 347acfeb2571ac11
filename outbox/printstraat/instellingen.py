"""What the printer and the post ask of the lots."""

from dataclasses import dataclass, field

from outbox.indeling import Indeling, Posttarief
from outbox.printstraat.ondertekening import Ondertekenaar
from outbox.printstraat.tekenen import Lettertype


@dataclass(frozen=True, kw_only=True, slots=True)
class Printinstellingen:
    """How lots are made.

    Unit: capaciteit in sheets per print day; None means that everything goes at once, on any day.
    Without ondertekenaar a manifest is not signed, and says so. lettertype is for the sheets around a lot.
    """

    tarief: Posttarief = field(default_factory=Posttarief)
    capaciteit: int | None = None
    ondertekenaar: Ondertekenaar | None = None
    lettertype: Lettertype = field(default_factory=Lettertype)

    @property
    def indeling(self) -> Indeling:
        """How letters are divided in lots."""
        return Indeling(tarief=self.tarief, capaciteit=self.capaciteit)
