"""The end of every run: release, delivery and report."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Engine

from correspondentie.bezorging import announce_bezorging, deliver_brieven
from correspondentie.breekpunt import Breekpunt, make_bereik
from correspondentie.invoer import Regel
from correspondentie.rapport.bestanden import write_lijst, write_rapport
from correspondentie.rapport.rapport import Rapport, compute_rapport
from correspondentie.rapport.telling import Fase, Verloop
from correspondentie.settings import Settings
from correspondentie.taken import make_celery
from correspondentie.tellen import count_run, list_onderdruktregels, list_uitval
from correspondentie.verdeler import dispatch_bezorging
from correspondentie.voortgang import Voortgang
from correspondentie.vrijgave import release_brieven
from correspondentie.werkplaats import Datamap, Werkstart
from outbox.globe import count_meldingen
from outbox.kanaal import Klok


@dataclass(frozen=True, kw_only=True, slots=True)
class Omgeving:
    """What surrounds a run: settings, the clock, and who hears of its progress."""

    settings: Settings
    klok: Klok
    voortgang: Voortgang


@dataclass(slots=True)
class Meter:
    """What a run itself counts on its way."""

    begin: float = field(default_factory=time.perf_counter)
    huishoudens: int = 0
    brieven: int = 0
    fasen: dict[Fase, float] = field(default_factory=dict)

    def add(self, fase: Fase, seconden: float) -> None:
        """Add time to a Fase."""
        self.fasen[fase] = self.fasen.get(fase, 0.0) + seconden

    def count(self, regels: Iterable[Regel]) -> Iterator[Regel]:
        """Count the lines that go by."""
        for regel in regels:
            self.huishoudens += 1
            yield regel


def finish_run(start: Werkstart, engine: Engine, omgeving: Omgeving, meter: Meter) -> Rapport:
    """Release what a run made, deliver it, and write the report."""
    bereik = make_bereik(omgeving.settings.breekpunt)
    release_brieven(start, engine, omgeving.klok, omgeving.voortgang)
    bereik(Breekpunt.RUN_VRIJGEGEVEN)
    begin = time.perf_counter()
    _deliver(start, engine, omgeving)
    meter.add(Fase.BEZORGEN, time.perf_counter() - begin)
    bereik(Breekpunt.BEZORGING_KLAAR)
    rapport = _report(start, engine, meter)
    bereik(Breekpunt.RAPPORT_GESCHREVEN)
    return rapport


def _deliver(start: Werkstart, engine: Engine, omgeving: Omgeving) -> None:
    """Deliver from here, or have it done by workers elsewhere."""
    if start.settings.makelaar is None:
        deliver_brieven(start, engine, omgeving.klok, omgeving.voortgang)
    else:
        werkplek = announce_bezorging(start, engine, omgeving.klok, omgeving.voortgang)
        dispatch_bezorging(start, werkplek, make_celery(start.settings))


def _report(start: Werkstart, engine: Engine, meter: Meter) -> Rapport:
    run = start.run
    verloop = Verloop(
        run=run.run,
        maand=run.maand,
        dagtekening=run.dagtekening,
        gemaakt=meter.brieven,
        fasen=meter.fasen,
        seconden=time.perf_counter() - meter.begin,
    )
    doel = start.datamap.map / run.run
    with engine.begin() as connection:
        rapport = compute_rapport(
            count_run(connection, run.run, meter.huishoudens),
            verloop,
            _list_bestanden(start.datamap, run.run),
        )
        write_lijst(list_uitval(connection, run.run), doel / "uitval.jsonl")
        write_lijst(list_onderdruktregels(connection, run.run), doel / "onderdrukt.jsonl")
    write_rapport(rapport, doel)
    return rapport


def _list_bestanden(datamap: Datamap, run: str) -> dict[str, str]:
    """List where the operator can look further, from the folder of the report."""
    plekken = {"uitval": "uitval.jsonl", "onderdrukt": "onderdrukt.jsonl"}
    eerste = min((datamap.print / run).glob("partij-0001/*.pdf"), default=None)
    if eerste is not None:
        plekken["brief"] = f"../print/{run}/partij-0001/{eerste.name}"
    if count_meldingen(datamap.globe):
        plekken["globe"] = "../globe/meldingen"
    mappen = {"print": datamap.print / run, "archief": datamap.archief / run}
    return plekken | {naam: f"../{naam}/{run}" for naam, map_ in mappen.items() if map_.is_dir()}
