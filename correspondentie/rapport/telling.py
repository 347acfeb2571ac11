"""What a run counted: the plain numbers and lists from which its report is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from correspondentie.invoer import Uitval
from outbox.zending import Kanaalsoort, Status


class Bereik(StrEnum):
    """Along which way one letter was meant to reach the citizen."""

    ALLEEN_DIGITAAL = "alleen-digitaal"
    PAPIER_EN_DIGITAAL = "papier-en-digitaal"
    ALLEEN_PAPIER = "alleen-papier"
    VASTGEHOUDEN = "vastgehouden"


class Fase(StrEnum):
    """A part of the work of which the time is measured."""

    INLEZEN = "inlezen"
    REKENEN = "rekenen"
    ZETTEN = "zetten"
    OPSLAAN = "opslaan"
    BEZORGEN = "bezorgen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Onderdruktregel:
    """One besluit without a letter; kind is Kind.nummer, toeslag its name, or None: about the household."""

    dossier: str
    besluit: str
    kind: int | None
    toeslag: str | None
    reden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Documenten:
    """The archived documents of the letters of one run. Unit: vellen are sheets printed on both sides."""

    aantal: int
    paginas: int
    vellen: int
    bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Zetcijfers:
    """How the letters of one run were made.

    Shape: gevuld from formes that were known (hits), geleerd from formes that were learned from that letter
    (misses), gezet composed, with per reason why in redenen. gecontroleerd counts the letters that were made
    both ways and compared; verschillen the brieftypen of which one differed, with how in afgekeurd: then
    every letter of the run was composed.
    """

    gevuld: int
    geleerd: int
    gezet: int
    gecontroleerd: int
    verschillen: int
    redenen: Mapping[str, int]
    afgekeurd: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """Everything one run counted, each number from its own source so that a loss shows.

    Shape: behandeld counts households; a definitieve toekenning gives a household a beschikking per toeslag.
    brieven per brieftype; onderdrukt per reden; bereik counts letters as the channel choice decided;
    geplande_zendingen sums the channels of that choice over the letters (a held letter counts as one);
    vervangingen counts the paper zendingen that took over from a digital one; zendingen per kanaal and
    status as they are stored; vastgehouden per reden, only zendingen whose status is VASTGEHOUDEN.
    The two lists may be cut off; only their first rows are shown.
    """

    huishoudens: int
    uitval: int
    behandeld: int
    beschikkingen: int
    terugvorderingen: int
    mutatievoorstellen: int
    brieven: Mapping[str, int]
    onderdrukt: Mapping[str, int]
    bereik: Mapping[Bereik, int]
    documenten: Documenten
    zetten: Zetcijfers
    geplande_zendingen: int
    vervangingen: int
    zendingen: Mapping[tuple[Kanaalsoort, Status], int]
    vastgehouden: Mapping[str, int]
    uitvallijst: tuple[Uitval, ...] = ()
    onderdruktlijst: tuple[Onderdruktregel, ...] = ()

    def count_zendingen(self, *statussen: Status) -> int:
        """Return how many zendingen have one of these statussen, or how many there are when none is given."""
        return sum(
            aantal for (_, status), aantal in self.zendingen.items() if not statussen or status in statussen
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Verloop:
    """Which run it was and how long it took.

    Shape: maand as jjjj-mm. Unit: seconds; fasen add up the work of all workers, seconden is the time on the
    wall. gemaakt counts the letters made by this process: fewer than all when it took up a broken run.
    """

    run: str
    maand: str
    dagtekening: date
    gemaakt: int
    fasen: Mapping[Fase, float]
    seconden: float
