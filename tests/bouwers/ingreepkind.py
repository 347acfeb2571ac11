"""A colleague who acts on a run of July 2026, in a process of its own that may be killed at a Breekpunt.

python -m tests.bouwers.ingreepkind MAP RUN DAAD PUNT does it with a clock that stands before publication.
"""

import io
import sys
from pathlib import Path

from rich.console import Console

from correspondentie.afronden import Omgeving
from correspondentie.ingrepen import Deel, intervene_run, make_selectie
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap
from outbox.ingreep import Daad, Ingreep
from tests.bouwers.klok import Proefklok


def main(map_: Path, run: str, daad: str, punt: str) -> None:
    """Do the act, or die."""
    datamap = Datamap(map=map_)
    settings = Settings(wachttijd=0.2, tijdslimiet=1, bezinktijd=1, breekpunt=punt)
    selectie = make_selectie(datamap, settings, run, Deel())
    ingreep = Ingreep(daad=Daad(daad), selectie=selectie, wie="proef", waarom="verkeerde bijlage")
    with Voortgang(Console(file=io.StringIO())) as voortgang:
        intervene_run(datamap, ingreep, Omgeving(settings=settings, klok=Proefklok(), voortgang=voortgang))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4])
