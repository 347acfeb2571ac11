"""The month, top to bottom: input, decisions, letters, delivery, report."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine

from correspondentie import opslag
from correspondentie.bezorging import deliver_brieven
from correspondentie.breekpunt import Breekpunt, make_bereik
from correspondentie.brok import Brok
from correspondentie.dubbel import mark_dubbele
from correspondentie.errors import CannotStartError
from correspondentie.invoer import Regel, Uitval, read_regels
from correspondentie.rapport.bestanden import write_lijst, write_rapport
from correspondentie.rapport.rapport import Rapport, compute_rapport
from correspondentie.rapport.telling import Fase, Verloop
from correspondentie.runstart import Maandopdracht, lock_run, make_run, start_run
from correspondentie.settings import Settings
from correspondentie.tellen import count_run, list_onderdruktregels, list_uitval
from correspondentie.voortgang import Stadium, Voortgang
from correspondentie.werkers import run_brokken
from correspondentie.werkplaats import Datamap, Werkstart
from outbox.kanaal import Klok
from outbox.opslag import release_run


@dataclass(frozen=True, kw_only=True, slots=True)
class Omgeving:
    """What surrounds a run: settings, the clock, and who hears of its progress."""

    settings: Settings
    klok: Klok
    voortgang: Voortgang


@dataclass(slots=True)
class _Meter:
    """What the run itself counts on its way."""

    begin: float = field(default_factory=time.perf_counter)
    huishoudens: int = 0
    brieven: int = 0
    fasen: dict[Fase, float] = field(default_factory=dict)

    def add(self, fase: Fase, seconden: float) -> None:
        self.fasen[fase] = self.fasen.get(fase, 0.0) + seconden

    def count(self, regels: Iterable[Regel]) -> Iterator[Regel]:
        for regel in regels:
            self.huishoudens += 1
            yield regel


def run_maand(opdracht: Maandopdracht, omgeving: Omgeving) -> Rapport:
    """Turn a month of households into delivered letters and a report that balances.

    What an earlier, broken run of the same input did is kept; only the rest is done.
    Raises: CannotStartError.
    """
    meter = _Meter()
    aantal = _count_regels(opdracht.invoer)
    bereik = make_bereik(omgeving.settings.breekpunt)
    vandaag = omgeving.klok.now().date()
    run = make_run(opdracht, omgeving.settings, vandaag)
    with lock_run(opdracht.datamap, run):
        engine = opdracht.datamap.make_engine()
        run = start_run(engine, run, omgeving.settings, vandaag)
        start = Werkstart(run=run, datamap=opdracht.datamap, settings=omgeving.settings)
        bereik(Breekpunt.RUN_BEGONNEN)
        omgeving.voortgang.set_total(Stadium.HUISHOUDENS, aantal)
        _make_brieven(opdracht, start, engine, omgeving.voortgang, meter)
        bereik(Breekpunt.BROKKEN_KLAAR)
        with engine.begin() as connection:
            release_run(connection, run.run, omgeving.klok.now())
        bereik(Breekpunt.RUN_VRIJGEGEVEN)
        begin = time.perf_counter()
        deliver_brieven(start, engine, omgeving.klok, omgeving.voortgang)
        meter.add(Fase.BEZORGEN, time.perf_counter() - begin)
        bereik(Breekpunt.BEZORGING_KLAAR)
        rapport = _report(start, engine, meter)
        bereik(Breekpunt.RAPPORT_GESCHREVEN)
    return rapport


def _count_regels(invoer: Path) -> int:
    aantal = sum(1 for _ in read_regels(invoer))
    if not aantal:
        raise CannotStartError(
            f"De invoer {invoer} bevat geen enkel huishouden. Verwacht is ten minste een regel. "
            "Controleer of de maandberekening klaar was toen het bestand werd gemaakt."
        )
    return aantal


def split_brokken(inhoud: Iterable[Regel | Uitval], grootte: int) -> Iterator[Brok]:
    """Split the input into chunks of this many lines, numbered from 1."""
    stroom = iter(inhoud)
    nummer = 0
    while deel := tuple(islice(stroom, grootte)):
        nummer += 1
        yield Brok(nummer=nummer, inhoud=deel)


def _make_brieven(
    opdracht: Maandopdracht, start: Werkstart, engine: Engine, voortgang: Voortgang, meter: _Meter
) -> None:
    with engine.begin() as connection:
        klaar = opslag.list_brokken(connection, start.run.run)
    regels = mark_dubbele(meter.count(read_regels(opdracht.invoer)))
    brokken = split_brokken(regels, start.run.brok)
    open_ = (brok for brok in brokken if brok.nummer not in klaar)
    for uitkomst in run_brokken(open_, start, opdracht.werkers):
        voortgang.advance(Stadium.HUISHOUDENS, uitkomst.huishoudens)
        voortgang.advance(Stadium.BRIEVEN, uitkomst.brieven)
        meter.brieven += uitkomst.brieven
        for fase, seconden in uitkomst.fasen.items():
            meter.add(Fase(fase), seconden)


def _report(start: Werkstart, engine: Engine, meter: _Meter) -> Rapport:
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
    mappen = {"print": datamap.print / run, "archief": datamap.archief / run}
    return plekken | {naam: f"../{naam}/{run}" for naam, map_ in mappen.items() if map_.is_dir()}
