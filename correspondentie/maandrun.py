"""The month, top to bottom: input, decisions, letters, delivery, report."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine

from correspondentie import opslag
from correspondentie.afkeuring import reopen_brokken
from correspondentie.afronden import Meter, Omgeving, finish_run
from correspondentie.archief import open_archief
from correspondentie.beschikkingen import Beschikkingbron, make_beschikkingbron
from correspondentie.breekpunt import Breekpunt, make_bereik
from correspondentie.brok import Brok
from correspondentie.databank import open_databank
from correspondentie.dubbel import mark_dubbele
from correspondentie.errors import CannotStartError
from correspondentie.invoer import Regel, Uitval, read_regels
from correspondentie.kalender import find_dag
from correspondentie.opslag import Run
from correspondentie.rapport.rapport import Rapport
from correspondentie.rapport.telling import Fase
from correspondentie.runstart import (
    Maandopdracht,
    check_archief,
    lock_databank,
    lock_run,
    make_run,
    open_run,
)
from correspondentie.taken import check_makelaar, make_celery
from correspondentie.verdeler import Beller, dispatch_brokken
from correspondentie.voortgang import Stadium, Voortgang
from correspondentie.werkers import run_brokken
from correspondentie.werkplaats import Werkstart


def run_maand(opdracht: Maandopdracht, omgeving: Omgeving) -> Rapport:
    """Turn a month of households into delivered letters and a report that balances.

    What an earlier, broken run of the same input did is kept; only the rest is done.
    Raises: CannotStartError.
    """
    meter = Meter()
    aantal = _count_regels(opdracht.invoer)
    bereik = make_bereik(omgeving.settings.breekpunt)
    vandaag = find_dag(omgeving.klok.now())
    run = make_run(opdracht, omgeving.settings, vandaag)
    with (
        lock_run(opdracht.datamap, run),
        open_databank(opdracht.datamap, omgeving.settings) as engine,
        lock_databank(engine, run),
    ):
        run, settings = open_run(engine, run, opdracht.datamap, omgeving.settings, vandaag)
        check_archief(open_archief(opdracht.datamap.archief, omgeving.settings), engine, run)
        start = Werkstart(
            run=run,
            datamap=opdracht.datamap,
            settings=settings,
            beschikkingen=_open_beschikkingen(opdracht, run, omgeving.settings.makelaar),
            motor=omgeving.settings.motor,
        )
        bereik(Breekpunt.RUN_BEGONNEN)
        omgeving.voortgang.set_total(Stadium.HUISHOUDENS, aantal)
        _make_brieven(opdracht, start, engine, omgeving, meter)
        bereik(Breekpunt.BROKKEN_KLAAR)
        return finish_run(start, engine, omgeving, meter)


def _open_beschikkingen(opdracht: Maandopdracht, run: Run, makelaar: str | None) -> Beschikkingbron | None:
    if opdracht.beschikkingen is None:
        return None
    if makelaar is not None:
        raise CannotStartError(
            "Besluiten van een andere rekenkern kunnen niet over werkers op andere machines worden verdeeld: "
            "het bestand staat alleen hier. Geef de opdracht zonder CORRESPONDENTIE_MAKELAAR."
        )
    return make_beschikkingbron(
        opdracht.beschikkingen, opdracht.datamap.map / run.run / "beschikkingen.sqlite"
    )


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
    opdracht: Maandopdracht, start: Werkstart, engine: Engine, omgeving: Omgeving, meter: Meter
) -> None:
    """Make every chunk that is not there; those with a filled letter once more when one differed."""
    while True:
        _make_open_brokken(opdracht, start, engine, omgeving, meter)
        with engine.begin() as connection:
            if not reopen_brokken(connection, start.run.run):
                return


def _make_open_brokken(
    opdracht: Maandopdracht, start: Werkstart, engine: Engine, omgeving: Omgeving, meter: Meter
) -> None:
    with engine.begin() as connection:
        klaar = opslag.list_brokken(connection, start.run.run)
        stand = opslag.count_stand(connection, start.run.run)
    meter.huishoudens = 0
    regels = mark_dubbele(meter.count(read_regels(opdracht.invoer)))
    brokken = split_brokken(regels, start.run.brok)
    open_ = (brok for brok in brokken if brok.nummer not in klaar)
    if omgeving.settings.makelaar is not None:
        celery = make_celery(omgeving.settings)
        check_makelaar(celery)
        beller = Beller(celery, omgeving.klok, omgeving.voortgang.tell)
        for nieuw in dispatch_brokken(open_, start, engine, beller):
            _advance(
                omgeving.voortgang,
                meter,
                nieuw.huishoudens - stand.huishoudens,
                nieuw.brieven - stand.brieven,
            )
            stand = nieuw
        return
    for uitkomst in run_brokken(open_, start, opdracht.werkers):
        _advance(omgeving.voortgang, meter, uitkomst.huishoudens, uitkomst.brieven)
        for fase, seconden in uitkomst.fasen.items():
            meter.add(Fase(fase), seconden)


def _advance(voortgang: Voortgang, meter: Meter, huishoudens: int, brieven: int) -> None:
    voortgang.advance(Stadium.HUISHOUDENS, huishoudens)
    voortgang.advance(Stadium.BRIEVEN, brieven)
    meter.brieven += brieven
