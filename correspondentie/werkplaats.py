"""Everything a worker needs to turn chunks into letters, made once per process."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Engine

from correspondentie.archief import Archief, open_archief
from correspondentie.beschikkingen import Beschikkingbron
from correspondentie.besluiten import Grondregels
from correspondentie.breekpunt import make_bereik
from correspondentie.databank import make_databank
from correspondentie.opslag import Run
from correspondentie.rekenregels import make_rekenregels
from correspondentie.settings import Settings
from correspondentie.sjabloon import Sjablonen, load_sjablonen
from correspondentie.werkmap import Datamap as Datamap
from correspondentie.zetter import Gezet, Kopij, Motor, Zetter


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
    beschikkingen gives what another calculator decided; None: the core of this service decides. echt says
    that the letters go to citizens.
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
    echt: bool = False
    afgekeurd: set[str] = field(default_factory=set)

    def zet(self, kopij: Kopij) -> Gezet:
        """Typeset a letter; once a filled one differed in this run every other is composed.

        Raises: InvalidPdfError.
        """
        if self.afgekeurd:
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
        engine=make_databank(start.datamap, start.settings),
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
        echt=start.settings.echt,
    )
