"""What the life of a text is made of: onderdeel, concept, version, judgement and release."""

import hashlib
import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

import msgspec

from correspondentie.errors import InvalidSjabloonError
from correspondentie.register import NAAM

NAAM_TEKENS = 80
_REGELEINDE = re.compile(r"\r\n?")


class Soort(StrEnum):
    """What has versions: the texts of a brieftype, or a text that brieven share."""

    BRIEFTYPE = "brieftype"
    BOUWSTEEN = "bouwsteen"


class Oordeel(StrEnum):
    """What a second person found of a version."""

    GOEDGEKEURD = "goedgekeurd"
    TERUGGESTUURD = "teruggestuurd"


class Toestand(StrEnum):
    """Where a version stands on a day; derived, never stored."""

    TER_BEOORDELING = "ter beoordeling"
    TERUGGESTUURD = "teruggestuurd"
    GOEDGEKEURD = "goedgekeurd"
    GEPLAND = "gepland"
    IN_GEBRUIK = "in gebruik"
    VERVANGEN = "vervangen"
    INGETROKKEN = "ingetrokken"


@dataclass(frozen=True, order=True, slots=True)
class Onderdeel:
    """One thing that has versions. Raises: InvalidSjabloonError for a name that can be no folder or file."""

    soort: Soort
    naam: str

    def __post_init__(self) -> None:
        """Refuse a name that could lead anywhere else on disk."""
        if not NAAM.fullmatch(self.naam) or len(self.naam) > NAAM_TEKENS:
            raise InvalidSjabloonError(
                f"Een {self.soort} heeft een naam van 1 tot en met {NAAM_TEKENS} kleine letters, cijfers en "
                "streepjes. Kies een andere naam."
            )

    def __str__(self) -> str:
        """Name it for a reader: 'brieftype herziening'."""
        return f"{self.soort} {self.naam}"


@dataclass(frozen=True, slots=True)
class Tekst:
    """The texts of an onderdeel. Shape: a bouwsteen has only brief; lines end in \\n, the last in none."""

    titel: str = ""
    brief: str = ""
    bericht: str = ""


@dataclass(frozen=True, slots=True)
class Handeling:
    """Who acts, why, and when: what the logboek tells of every act.

    wie is the lasting identity of a colleague, never a nickname: the second-person rule compares it.
    """

    wie: str
    waarom: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Basis:
    """From what a concept begins: a text, and the digest of its version (None: the shipped file).

    schrijvers wrote words of it that nobody else approved yet, so they count as writers of the concept too.
    """

    tekst: Tekst
    digest: str | None = None
    schrijvers: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Concept:
    """A text that is being written; revisie rises by one each time that it changes.

    basis is the digest of the version from which it began; None: the shipped file, or nothing.
    """

    nummer: int
    onderdeel: Onderdeel
    tekst: Tekst
    auteur: str
    revisie: int
    gewijzigd: datetime
    gewijzigd_door: str
    basis: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Beoordeling:
    """What one second person found of a version, and why."""

    oordeel: Oordeel
    beoordelaar: str
    moment: datetime
    toelichting: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Versie:
    """A submitted text, which never changes; its digest (sha256, hex) is over onderdeel and text.

    Shape: schrijvers are all who saved a change of it, auteur among them; beoordelingen oldest first.
    """

    digest: str
    onderdeel: Onderdeel
    tekst: Tekst
    auteur: str
    schrijvers: frozenset[str]
    ingediend: datetime
    waarom: str
    basis: str | None
    beoordelingen: tuple[Beoordeling, ...] = ()

    @property
    def kort(self) -> str:
        """The beginning of the digest, for readers."""
        return self.digest[:12]

    @property
    def oordeel(self) -> Oordeel | None:
        """What was last found of it; None: nobody judged it yet."""
        return self.beoordelingen[-1].oordeel if self.beoordelingen else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Intrekking:
    """That a release was withdrawn: who, when and why."""

    wie: str
    moment: datetime
    waarom: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Vrijgave:
    """That a version is in use for letters dated `vanaf` or later, until the next release takes over."""

    nummer: int
    digest: str
    onderdeel: Onderdeel
    vanaf: date
    wie: str
    moment: datetime
    waarom: str
    intrekking: Intrekking | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A piece of a version. Unit: begin and einde count characters (code points) of that field."""

    veld: str
    begin: int
    einde: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Opmerking:
    """A remark in review on a passage, with the text as it stands there."""

    nummer: int
    digest: str
    passage: Passage
    citaat: str
    tekst: str
    wie: str
    moment: datetime
    afgehandeld_door: str | None = None
    afgehandeld_op: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Overzichtregel:
    """How one onderdeel stands on a day. in_gebruik None: the shipped file is in use, or there is none."""

    onderdeel: Onderdeel
    in_gebruik: Vrijgave | None
    gepland: tuple[Vrijgave, ...]
    concepten: tuple[Concept, ...]
    ter_beoordeling: tuple[Versie, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Geschiedenis:
    """Every version and release of one onderdeel, newest first."""

    versies: tuple[Versie, ...]
    vrijgaven: tuple[Vrijgave, ...]


def compute_versiedigest(onderdeel: Onderdeel, tekst: Tekst) -> str:
    """Compute the sha256 (hex) that names a version: over a JSON array of onderdeel and text."""
    velden = ["tekst-1", onderdeel.soort.value, onderdeel.naam, *asdict(tekst).values()]
    return hashlib.sha256(msgspec.json.encode(velden)).hexdigest()


def normalise_tekst(tekst: Tekst) -> Tekst:
    """Give every line the ending of our files, and the last one none, whatever a browser sent."""
    velden = {veld: _REGELEINDE.sub("\n", waarde).rstrip("\n") for veld, waarde in asdict(tekst).items()}
    return Tekst(**velden)
