"""What a check found, and where: an error that stops a release, or a signal that never does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Ernst(StrEnum):
    """Whether a finding stops a release."""

    FOUT = "fout"
    SIGNAAL = "signaal"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bevinding:
    """One thing that a check found, for who writes.

    Shape: veld, regel, kolom and lengte as in Schrijffout; geval is the voorbeeld in which it shows, '' when
    it is in every letter. voorstel is what to write instead, or ''.
    """

    ernst: Ernst
    soort: str
    uitleg: str
    veld: str = "brief"
    regel: int | None = None
    kolom: int | None = None
    lengte: int = 0
    voorstel: str = ""
    geval: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Maten:
    """How large the letters are. Shape: per geval its pages; empty when nothing was typeset.

    vulbaar: no place of the letter must be composed for each citizen. There is no postage: no rate of it is
    known here, so sheets of paper are what can be told.
    """

    paginas: Mapping[str, int] = field(default_factory=dict)
    berichttekens: int = 0
    vulbaar: bool = True

    @property
    def vellen(self) -> Mapping[str, int]:
        """The sheets of paper of each geval, printed on both sides."""
        return {geval: (paginas + 1) // 2 for geval, paginas in self.paginas.items()}

    def compute_vellenverschil(self, oud: "Maten", volume: int) -> int:
        """Compute how many sheets more (less: below 0) so many letters take than with the old text.

        As if every geval that both have were as frequent.
        """
        samen = [geval for geval in self.vellen if geval in oud.vellen]
        if not samen:
            return 0
        verschil = sum(self.vellen[geval] - oud.vellen[geval] for geval in samen)
        return round(volume * verschil / len(samen))


@dataclass(frozen=True, kw_only=True, slots=True)
class Controle:
    """All that was found. meldingen tell what could not be checked here."""

    fouten: tuple[Bevinding, ...]
    signalen: tuple[Bevinding, ...]
    maten: Maten
    meldingen: tuple[str, ...] = ()

    @property
    def in_orde(self) -> bool:
        """Whether nothing stops a release."""
        return not self.fouten
