"""Delivery of a run: which channels there are, how patient they are, and which documents they carry."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine

from correspondentie import opslag
from correspondentie.archief import Archief, DamagedArchiefError
from correspondentie.breekpunt import make_bereik
from correspondentie.settings import Settings
from correspondentie.voortgang import Stadium, Voortgang
from correspondentie.werkplaats import Datamap, Werkstart
from outbox.bezorgen import Werkplek, deliver_run
from outbox.errors import RejectedZendingError
from outbox.fbs import Fbsinstellingen, FbsKanaal
from outbox.kanaal import Documentbron, Kanaal, Klok
from outbox.magazijn import serve_magazijn
from outbox.opslag import count_zendingen, end_claims
from outbox.printstraat import Printstraat
from outbox.retry import Beleid
from outbox.runstand import list_pauzes
from outbox.zending import Kanaalsoort, Status

STADIA = {Kanaalsoort.BERICHTENBOX: Stadium.BERICHTENBOX, Kanaalsoort.PRINT: Stadium.PRINT}
OPEN = (Status.VRIJGEGEVEN, Status.BEZIG, Status.ONZEKER)


def deliver_brieven(start: Werkstart, engine: Engine, klok: Klok, voortgang: Voortgang) -> None:
    """Deliver every released zending of the run over its channel, and come back when nothing is open.

    A run that is held still is waited for.
    """
    _end_dead_claims(start, engine, klok)
    _announce(engine, start.run.run, voortgang)
    werkplek = replace(
        make_werkplek(start.datamap, engine, start.settings, klok),
        voortgang=lambda kanaal, aantal: voortgang.advance(STADIA[kanaal], aantal),
    )
    with open_kanalen(start.datamap, start.settings, klok) as kanalen:
        deliver_run(werkplek, start.run.run, kanalen)


def make_werkplek(datamap: Datamap, engine: Engine, settings: Settings, klok: Klok) -> Werkplek:
    """Make what a worker of the outbox needs."""
    return Werkplek(
        engine=engine,
        bron=make_bron(engine, Archief(datamap.archief)),
        klok=klok,
        beleid=make_beleid(settings),
        bereik=make_bereik(settings.breekpunt),
    )


@contextmanager
def open_kanalen(datamap: Datamap, settings: Settings, klok: Klok) -> Iterator[Sequence[Kanaal]]:
    """Open every channel, and close them afterwards.

    Without an address of a real Berichtenbox the stand-in is started, and ended with the channels.
    """
    with ExitStack() as open_:
        url = settings.fbs_url or open_.enter_context(serve_magazijn(datamap.magazijn))
        instellingen = Fbsinstellingen(
            url=url,
            oin=settings.oin,
            geduld=timedelta(seconds=settings.tijdslimiet),
            draden=settings.bezorgers,
            wisbaar=settings.fbs_url is not None,
        )
        yield (
            open_.enter_context(FbsKanaal(instellingen, klok)),
            Printstraat(datamap.print, klok, settings.partij),
        )


def _end_dead_claims(start: Werkstart, engine: Engine, klok: Klok) -> None:
    """The lock on the run says that whoever claimed something before is dead: do not wait for those claims.

    A real Berichtenbox lives on and may still be storing what a dead worker sent; the stand-in died with it.
    """
    bezig = timedelta(seconds=start.settings.tijdslimiet if start.settings.fbs_url else 0)
    with engine.begin() as connection:
        end_claims(connection, start.run.run, klok.now() + bezig)


def _announce(engine: Engine, run: str, voortgang: Voortgang) -> None:
    with engine.begin() as connection:
        stand = count_zendingen(connection, run)
        pauzes = list_pauzes(connection, run)
    if pauzes:
        voortgang.tell(f"Gepauzeerd: {', '.join(pauzes)}. Wacht op 'correspondentie run hervat {run}'.")
    for kanaal, per_status in stand.items():
        if aantal := sum(per_status.get(status, 0) for status in OPEN):
            voortgang.set_total(STADIA[kanaal], aantal)


def make_beleid(settings: Settings) -> Beleid:
    """Make the patience of delivery from the settings."""
    wachttijd = timedelta(seconds=settings.wachttijd)
    return Beleid(
        pogingen=settings.pogingen,
        eerste_wachttijd=wachttijd,
        bezinktijd=max(wachttijd, timedelta(seconds=settings.tijdslimiet)),
        pauze=wachttijd,
    )


def make_bron(engine: Engine, archief: Archief) -> Documentbron:
    """Make the source of documents: from sha256 to the bytes in the archive."""

    def load_document(sha256: str) -> bytes:
        with engine.begin() as connection:
            plaats = opslag.find_document(connection, sha256)
        try:
            return archief.load_document(plaats)
        except DamagedArchiefError as fout:
            raise RejectedZendingError(str(fout)) from fout

    return load_document
