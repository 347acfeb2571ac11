"""The commands of a machine that works along or watches: the worker, and the metrics."""

import os
from pathlib import Path
from typing import Annotated

import typer

from correspondentie.app import Systeemklok, open_klok
from correspondentie.databank import open_bestaande
from correspondentie.meetwaarden import serve_meetwaarden
from correspondentie.opdrachtregel import Data
from correspondentie.settings import Settings
from correspondentie.taken import run_werker
from correspondentie.werkplaats import Datamap


def werker(
    data: Data = Path("var"),
    processen: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Hoeveel processen; anders een per kern.")
    ] = None,
) -> None:
    """Werk mee aan elke run die zijn werk verdeelt over CORRESPONDENTIE_MAKELAAR, tot u stopt."""
    settings = Settings.from_env()
    with open_klok(settings) as klok:
        run_werker(settings, Datamap(map=data), klok, processen or len(os.sched_getaffinity(0)))


def meetwaarden(
    data: Data = Path("var"),
    poort: Annotated[int, typer.Option(metavar="N", min=1, help="De poort op deze machine.")] = 9464,
) -> None:
    """Geef aan Prometheus hoe de runs ervoor staan, tot u stopt. Er staan geen persoonsgegevens in."""
    datamap = Datamap(map=data)
    with open_bestaande(datamap, Settings.from_env()) as engine:
        serve_meetwaarden(engine, Systeemklok(), datamap.globe, poort)
