"""Everything a worker needs to turn chunks into letters, made once per process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from correspondentie import opslag
from correspondentie.archief import Archief, open_archief
from correspondentie.beschikkingen import Beschikkingbron
from correspondentie.besluiten import Grondregels
from correspondentie.breekpunt import make_bereik
from correspondentie.opslag import Run
from correspondentie.rekenregels import make_rekenregels
from correspondentie.settings import Settings
from correspondentie.sjabloon import Sjablonen, load_sjablonen
from correspondentie.zetter import Gezet, Kopij, Motor, Zetter
from outbox import tabellen
from outbox.database import make_engine


@dataclass(frozen=True, kw_only=True, slots=True)
class Datamap:
    """The folder in which one installation keeps everything it makes."""

    map: Path

    @property
    def database(self) -> Path:
        """The database of the service and its outbox."""
        return self.map / "correspondentie.sqlite"

    @property
    def archief(self) -> Path:
        """The packs with documents."""
        return self.map / "archief"

    @property
    def print(self) -> Path:
        """The lots for the printer."""
        return self.map / "print"

    @property
    def formes(self) -> Path:
        """What the typesetter learned, for every run and every worker."""
        return self.map / "formes"

    @property
    def magazijn(self) -> Path:
        """The database of the stand-in of the Berichtenbox."""
        return self.map / "magazijn.sqlite"

    def make_engine(self) -> Engine:
        """Open the database; tables that are not there yet are made."""
        self.map.mkdir(parents=True, exist_ok=True)
        engine = make_engine(f"sqlite:///{self.database}")
        opslag.metadata.create_all(engine)
        tabellen.metadata.create_all(engine)
        return engine


@dataclass(frozen=True, kw_only=True, slots=True)
class Werkstart:
    """What a process must be told to set up its Werkplaats; small, and the same for all workers of a run.

    beschikkingen gives what another calculator decided; None: the core of this service decides. motor is how
    its letters are made.
    """

    run: Run
    datamap: Datamap
    settings: Settings
    beschikkingen: Beschikkingbron | None = None
    motor: Motor = Motor.FORME


@dataclass(frozen=True, kw_only=True, slots=True)
class Werkplaats:
    """The tools of one worker; bereik is called at each Breekpunt.

    afgekeurd holds the brieftypen of which a filled letter differed from the composed one in this run.
    beschikkingen gives what another calculator decided; None: the core of this service decides.
    """

    run: Run
    regels: Grondregels
    engine: Engine
    archief: Archief
    sjablonen: Sjablonen
    zetter: Zetter
    sleutel: str
    bereik: Callable[[str], None]
    beschikkingen: Beschikkingbron | None = None
    afgekeurd: set[str] = field(default_factory=set)

    def zet(self, brieftype: str, kopij: Kopij) -> Gezet:
        """Typeset a letter; one of a brieftype that was rejected in this run is composed.

        Raises: InvalidPdfError.
        """
        if brieftype in self.afgekeurd:
            return self.zetter.compose(kopij, dagtekening=self.run.dagtekening)
        return self.zetter.zet(kopij, dagtekening=self.run.dagtekening)


def make_werkplaats(start: Werkstart) -> Werkplaats:
    """Set up the tools of one worker: fonts, sjablonen, amounts, database.

    Raises: InvalidSjabloonError, MissingNormError.
    """
    sjablonen = load_sjablonen(start.settings.sjablonen)
    regels = Grondregels(
        rekenregels=make_rekenregels(start.run.dagtekening, start.settings.instelbaar_voorschot),
        register=sjablonen.register,
    )
    return Werkplaats(
        run=start.run,
        regels=regels,
        engine=start.datamap.make_engine(),
        archief=open_archief(start.datamap.archief, start.settings),
        sjablonen=sjablonen,
        zetter=Zetter(
            start.settings.sjablonen / "_huisstijl",
            start.motor,
            start.settings.steekproef,
            start.datamap.formes,
        ),
        sleutel=start.settings.sleutel,
        bereik=make_bereik(start.settings.breekpunt),
        beschikkingen=start.beschikkingen,
    )
