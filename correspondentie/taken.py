"""What workers on any machine do when they are called: make one chunk, or deliver for a while.

A task holds no data but the names of a run and a chunk. It is acknowledged when it is done, and doing it
twice changes nothing.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from celery import Celery  # type: ignore[import-untyped]  # ships no types
from kombu.exceptions import KombuError, OperationalError
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from correspondentie import opslag
from correspondentie.archief import open_archief
from correspondentie.bezorgers import claim_plek, leave_plek
from correspondentie.bezorging import make_werkplek, open_kanalen
from correspondentie.brok import run_brok
from correspondentie.databank import make_databank
from correspondentie.errors import CannotStartError, CorrespondentieError
from correspondentie.runstart import (
    check_archief,
    compute_sjabloondigest,
    compute_weg,
    make_runsettings,
)
from correspondentie.settings import Settings
from correspondentie.voorraad import claim_brok, note_fout
from correspondentie.werkers import set_up_werkplaats
from correspondentie.werkplaats import Datamap, Werkplaats, Werkstart
from correspondentie.zetter import Motor
from outbox.bezorgen import Remmen, deliver_klare, find_moment, make_remmen
from outbox.errors import OutboxError
from outbox.kanaal import Kanaal, Klok

MAAK_BROK, BEZORG = "maak_brok", "bezorg"
BEZORGTIJD = timedelta(seconds=10)  # after which a task ends, so that other runs have their turn
RUNS = 4  # a worker keeps the tools of so many runs
MAKELAARS = ("amqp://", "amqps://", "redis://", "rediss://")


class OtherInstellingenError(CorrespondentieError):
    """This worker has other settings than the run began with."""


class OtherSjablonenError(CorrespondentieError):
    """This worker has other sjablonen than the run began with."""


def make_celery(settings: Settings) -> Celery:
    """Make the connection to the broker; a message of it is transient, as the database knows all.

    Raises: CannotStartError when the address is of no broker that is known.
    """
    if settings.makelaar is None or not settings.makelaar.startswith(MAKELAARS):
        raise CannotStartError(
            "Het adres van de makelaar ontbreekt of klopt niet. Verwacht is CORRESPONDENTIE_MAKELAAR met "
            f"een adres dat begint met {', '.join(MAKELAARS)}."
        )
    celery = Celery("correspondentie", broker=settings.makelaar, set_as_current=False)
    celery.conf.update(
        task_default_queue="correspondentie",
        task_default_delivery_mode="transient",
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_timeout=settings.tijdslimiet,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={"socket_timeout": settings.tijdslimiet, "max_retries": 2},
    )
    return celery


def check_makelaar(celery: Celery) -> None:
    """Make sure that the broker answers. Raises: CannotStartError."""
    try:
        with celery.connection() as verbinding:
            verbinding.ensure_connection(max_retries=2, interval_start=0.2, interval_max=0.5)
    except (KombuError, OperationalError, OSError) as fout:
        raise CannotStartError(
            "De makelaar is niet bereikbaar op het adres in CORRESPONDENTIE_MAKELAAR. "
            "Controleer of hij draait en of naam en wachtwoord kloppen."
        ) from fout


def ring(celery: Celery, taak: str, *inhoud: object) -> bool:
    """Call the workers; False when the broker cannot be reached now."""
    try:
        celery.send_task(
            taak, args=inhoud, retry=True, retry_policy={"max_retries": 1, "interval_start": 0.1}
        )
    except (KombuError, OperationalError, OSError):
        return False
    return True


@dataclass(kw_only=True)
class Werkbank:
    """What one worker process has at hand: the database, and the tools of the last runs it worked for."""

    settings: Settings
    datamap: Datamap
    klok: Klok
    _plaatsen: dict[tuple[str, str], Werkplaats] = field(default_factory=dict)
    _open: ExitStack = field(default_factory=ExitStack)

    @cached_property
    def engine(self) -> Engine:
        """The database, opened when the process first needs it and not shared with another."""
        return make_databank(self.datamap, self.settings)

    @cached_property
    def sjabloondigest(self) -> str:
        """The digest of the sjablonen as they were when this process first needed them."""
        return compute_sjabloondigest(self.settings)

    @cached_property
    def kanalen(self) -> Sequence[Kanaal]:
        """The channels, open as long as the process lives."""
        return self._open.enter_context(open_kanalen(self.settings, self.datamap, self.klok))

    @cached_property
    def remmen(self) -> Remmen:
        """The brakes of the channels: what one task saw refused, the next one knows."""
        return make_remmen([kanaal.soort for kanaal in self.kanalen])

    def make_brok(self, run: str, nummer: int, motor: str) -> None:
        """Make one chunk, unless it is stored or in other hands; what goes wrong is written down with it."""
        now = self.klok.now()
        tot = now + timedelta(seconds=self.settings.claimduur)
        with self.engine.begin() as connection:
            brok = claim_brok(connection, run, nummer, now, tot)
        if brok is None:
            return
        try:
            run_brok(brok, self._find_werkplaats(run, Motor(motor)))
        except Exception as fout:  # noqa: BLE001 - whatever it is, the dispatcher tells of it
            reden = _explain(fout)
        else:
            return
        with self.engine.begin() as connection:
            note_fout(connection, run, nummer, tot, reden)

    def deliver(self, run: str, plek: int) -> bool:
        """Deliver what is due for a while on one of the places of a run, and tell whether there is more."""
        now = self.klok.now()
        tot = now + timedelta(seconds=self.settings.claimduur)
        with self.engine.begin() as connection:
            gevonden = opslag.find_run(connection, run)
            if gevonden is None or not claim_plek(connection, run, plek, now, tot):
                return False
        fout: str | None = None
        meer = False
        try:
            meer = self._deliver(gevonden)
        except Exception as error:  # noqa: BLE001 - idem
            fout = _explain(error)
        with self.engine.begin() as connection:
            leave_plek(connection, run, plek, tot, fout)
        return meer

    def _deliver(self, run: opslag.Run) -> bool:
        self._check_weg(run)
        werkplek = make_werkplek(self._make_start(run), self.engine, self.klok)
        deliver_klare(werkplek, run.run, self.kanalen, self.remmen, self.klok.now() + BEZORGTIJD)
        moment = find_moment(werkplek, run.run, self.remmen)
        return moment is not None and moment <= self.klok.now()

    def _check_weg(self, run: opslag.Run) -> None:
        if run.weg not in ("", compute_weg(self.settings)):
            raise OtherInstellingenError(
                "een werker heeft een andere weg naar de Berichtenbox, afzender, sleutel of archief dan "
                "waarmee de run begon; geef elke werker dezelfde instellingen en start hem opnieuw"
            )

    def _find_werkplaats(self, run: str, motor: Motor) -> Werkplaats:
        sleutel = (run, motor.value)
        if sleutel not in self._plaatsen:
            with self.engine.begin() as connection:
                gevonden = opslag.find_run(connection, run)
                settings = make_runsettings(connection, run, self.datamap, self.settings)
            assert gevonden is not None  # its chunk was in the stock
            self._check_weg(gevonden)
            eigen = self.sjabloondigest if settings == self.settings else compute_sjabloondigest(settings)
            if eigen != gevonden.sjablonen:
                raise OtherSjablonenError(
                    "een werker heeft andere sjablonen dan waarmee de run begon; zet op elke machine "
                    "dezelfde en start de werkers opnieuw"
                )
            check_archief(open_archief(self.datamap.archief, self.settings), self.engine, gevonden)
            if len(self._plaatsen) >= RUNS:
                self._plaatsen.pop(next(iter(self._plaatsen))).engine.dispose()
            self._plaatsen[sleutel] = set_up_werkplaats(
                Werkstart(run=gevonden, datamap=self.datamap, settings=settings, motor=motor)
            )
        return self._plaatsen[sleutel]

    def _make_start(self, run: opslag.Run) -> Werkstart:
        settings = self.settings
        return Werkstart(run=run, datamap=self.datamap, settings=settings, motor=settings.motor)


def _explain(fout: Exception) -> str:
    """Say what went wrong; of an error that is not our own only its kind: its text may hold personal data."""
    if isinstance(fout, (CorrespondentieError, OutboxError)):
        return str(fout)
    if isinstance(fout, (DBAPIError, OSError)):
        return f"de database, de schijf, het archief of het netwerk weigerde ({type(fout).__name__})"
    return f"er zit een fout in het programma ({type(fout).__name__})"


def add_taken(celery: Celery, werkbank: Werkbank) -> None:
    """Give a worker its tasks."""

    def maak_brok(run: str, nummer: int, motor: str) -> None:
        _attempt(lambda: werkbank.make_brok(run, nummer, motor))

    def bezorg(run: str, plek: int) -> None:
        if _attempt(lambda: werkbank.deliver(run, plek)):
            ring(celery, BEZORG, run, plek)

    celery.task(name=MAAK_BROK)(maak_brok)
    celery.task(name=BEZORG)(bezorg)


def _attempt(taak: Callable[[], bool | None]) -> bool | None:
    """Do a task; when the database is away, let it go: the claim ends, and the sweep calls again."""
    try:
        return taak()
    except (DBAPIError, CannotStartError):
        return None


def run_werker(settings: Settings, datamap: Datamap, klok: Klok, processen: int) -> None:
    """Work for every run until stopped: SIGTERM lets the task in hand be finished.

    Raises: CannotStartError.
    """
    celery = make_celery(settings)
    add_taken(celery, Werkbank(settings=settings, datamap=datamap, klok=klok))
    celery.worker_main(
        [
            *("worker", f"--concurrency={processen}", "--loglevel=WARNING"),
            *("--without-gossip", "--without-mingle", "--pool=prefork"),
        ]
    )
