"""What a person can do to a run or a part of it, and what came of it (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from outbox.logboek import Daadregel
from outbox.zending import Kanaalsoort, Status

GENOEMD = 20  # kenmerken that a line of the logboek names one by one; of more it keeps how many, and a digest


class Daad(StrEnum):
    """The acts on a run."""

    PAUZEREN = "pauzeren"
    HERVATTEN = "hervatten"
    ANNULEREN = "annuleren"
    TERUGROEPEN = "terugroepen"
    AANGEKOMEN = "als aangekomen vastleggen"
    OPNIEUW = "opnieuw bezorgen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Selectie:
    """The part of a run that an act is about; None stands for all kanalen, and for all kenmerken."""

    run: str
    kanaal: Kanaalsoort | None = None
    kenmerken: frozenset[str] | None = None

    @property
    def kanalen(self) -> tuple[Kanaalsoort, ...]:
        """The channels that the act is about."""
        return tuple(Kanaalsoort) if self.kanaal is None else (self.kanaal,)

    def describe(self) -> str:
        """Say in words what is selected, the same words for the same selection."""
        over = "" if self.kanaal is None else f" over {self.kanaal}"
        if self.kenmerken is None:
            return f"alle zendingen{over}"
        namen = sorted(self.kenmerken)
        if len(namen) <= GENOEMD:
            return f"{len(namen)} kenmerken{over}: {' '.join(namen)}"
        return f"{len(namen)} kenmerken{over}, sha256 {sha256(chr(10).join(namen).encode()).hexdigest()}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ingreep:
    """An act of a person: what, on which part of which run, who and why."""

    daad: Daad
    selectie: Selectie
    wie: str
    waarom: str

    def as_daadregel(self) -> Daadregel:
        """Say it as the logboek keeps it."""
        return Daadregel(
            wie=self.wie,
            daad=self.daad.value,
            run=self.selectie.run,
            wat=self.selectie.describe(),
            waarom=self.waarom,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Weigering:
    """One Zending on which an act could not be done, and why: no personal data.

    referentie is what the channel calls it: of paper the folder of its lot.
    """

    kenmerk: str
    kanaal: Kanaalsoort
    referentie: str | None
    reden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ingreepstand:
    """How it stands with the zendingen of an act.

    Shape: standen per channel, per status that occurs in the selection. stil may still go, and is held still.
    wachtend was asked back and did not come to rest yet, geweigerd is what the act could not do; both per
    reason. venster is the last moment of publication of what is still to be published, or None: until then it
    can be recalled. onbekend are kenmerken that the run does not have.
    """

    standen: Mapping[Kanaalsoort, Mapping[Status, int]]
    stil: int
    wachtend: Mapping[str, int]
    geweigerd: Mapping[str, int]
    venster: datetime | None
    onbekend: tuple[str, ...]

    def count(self, *statussen: Status) -> int:
        """Count the zendingen of the selection in these states, over all channels."""
        return sum(per_status.get(s, 0) for per_status in self.standen.values() for s in statussen)
