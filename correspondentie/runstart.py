"""Which run this is, and whether it may start: the same input and month are always the same run."""

import fcntl
import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Engine

from calc.errors import MissingNormError
from calc.normbestand import load_normen
from correspondentie import opslag
from correspondentie.archief import Archief, DamagedArchiefError
from correspondentie.boxstanden import find_laatste_boxstand
from correspondentie.errors import CannotStartError, CorrespondentieError, InvalidSjabloonError
from correspondentie.invoer import compute_digest
from correspondentie.kalender import compute_dagtekening
from correspondentie.opslag import Run
from correspondentie.redactie.stand import Stand, decide_stand, find_stand, materialise_stand, pin_stand
from correspondentie.settings import Settings
from correspondentie.sjabloon import load_sjablonen
from correspondentie.werkplaats import Datamap
from outbox.database import hold_slot
from outbox.grenzen import PUBLICATIE_VOORUIT

POGINGEN = 10  # to begin a run with texts that nobody changes meanwhile


class StandMovedError(CannotStartError):
    """Other texts came in use while the run began; nothing was written, and it can be tried anew."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Maandopdracht:
    """What the operator asks: which input, which month, where everything goes, with how many processes.

    beschikkingen is a file with what another calculator decided on the same households.
    """

    invoer: Path
    maand: str
    datamap: Datamap
    werkers: int
    dagtekening: date | None = None
    beschikkingen: Path | None = None


def make_run(opdracht: Maandopdracht, settings: Settings, vandaag: date) -> Run:
    """Name the run after its month and input, once all that it rests on is there and sound.

    Raises: CannotStartError.
    """
    dagtekening = opdracht.dagtekening or compute_dagtekening(opdracht.maand)
    _check_vooruit(dagtekening, vandaag)
    invoer = compute_invoerdigest(opdracht.invoer, opdracht.beschikkingen)
    try:
        load_normen().find_norm(int(opdracht.maand[:4]))
    except MissingNormError as fout:
        raise CannotStartError(str(fout)) from fout
    return Run(
        run=f"{opdracht.maand}-{invoer[:8]}",
        maand=opdracht.maand,
        dagtekening=dagtekening,
        invoer=invoer,
        sjablonen=compute_sjabloondigest(settings),
        brok=settings.brok,
        weg=compute_weg(settings),
    )


def compute_weg(settings: Settings) -> str:
    """Compute a digest (hex) of what stays the same in a run: its way, sender, archive and key."""
    wegen = ("fbs_url", "globe_url", "globe_uitwisselmap")
    weg = next((veld for veld in wegen if getattr(settings, veld) is not None), "proef")
    tekst = f"{weg} {settings.oin} {settings.archief}"
    return hmac.new(settings.sleutel.encode(), tekst.encode(), hashlib.sha256).hexdigest()


def compute_invoerdigest(invoer: Path, beschikkingen: Path | None) -> str:
    """Compute the digest of the input; other decisions on the same households make another run.

    Raises: CannotStartError.
    """
    digest = compute_digest(invoer)
    if beschikkingen is None:
        return digest
    return hashlib.sha256(f"{digest} {compute_digest(beschikkingen)}".encode()).hexdigest()


def make_dagrun(naam: str, dagtekening: date, settings: Settings, vandaag: date) -> Run:
    """Name a run that is about mutaties, on one day, and not about a month of input.

    Raises: CannotStartError.
    """
    _check_vooruit(dagtekening, vandaag)
    return Run(
        run=naam,
        maand=f"{dagtekening:%Y-%m}",
        dagtekening=dagtekening,
        invoer=make_daginvoer(naam),
        sjablonen=compute_sjabloondigest(settings),
        brok=settings.brok,
        weg=compute_weg(settings),
    )


def make_daginvoer(naam: str) -> str:
    """Make what stands for the digest of the input of a run that has none: it rests on the cap ledger."""
    return hashlib.sha256(naam.encode()).hexdigest()


def compute_sjabloondigest(settings: Settings) -> str:
    """Compute the sha256 (hex) over all live sjablonen together. Raises: CannotStartError."""
    try:
        versies = load_sjablonen(settings.sjablonen)
    except InvalidSjabloonError as fout:
        raise CannotStartError(str(fout)) from fout
    digests = sorted(f"{naam}={versies.digest(naam)}" for naam in versies.register.brieftypen)
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _check_vooruit(dagtekening: date, vandaag: date) -> None:
    """A message may not be published later than the Berichtenbox takes."""
    laatste = vandaag + PUBLICATIE_VOORUIT
    if dagtekening > laatste:
        raise CannotStartError(
            f"De dagtekening {dagtekening} ligt te ver vooruit: de Berichtenbox neemt berichten tot en met "
            f"{laatste} aan. Draai de maand later, of kies een eerdere dag."
        )


def _check_voorbij(dagtekening: date, settings: Settings, vandaag: date) -> None:
    """A letter may not begin older than its delivery (Awir 35).

    The stand-in has no citizens, so there a month of long ago can be run again.
    """
    if settings.echt and dagtekening < vandaag:
        raise CannotStartError(
            f"De dagtekening {dagtekening} is voorbij, terwijl de brieven nu naar burgers gaan. "
            f"De bezwaartermijn loopt vanaf de dagtekening: kies een dag van {vandaag} "
            f"tot en met {vandaag + PUBLICATIE_VOORUIT} met --dagtekening."
        )


def open_run(
    engine: Engine, run: Run, datamap: Datamap, settings: Settings, vandaag: date
) -> tuple[Run, Settings]:
    """Begin a run with the texts that are in use on its dagtekening, or go on with those it began with.

    Shape: the run, and the settings with the folder of its sjablonen. Who calls this has the run's lock.
    Raises: CannotStartError, as start_run.
    """
    for _ in range(POGINGEN):
        with engine.begin() as connection:
            begonnen = opslag.find_run(connection, run.run) is not None
            stand = find_stand(connection, run.run) if begonnen else decide_stand(connection, run.dagtekening)
            eigen = _use_stand(connection, stand, datamap, settings)
        nu = replace(run, sjablonen=compute_sjabloondigest(eigen)) if stand else run
        try:
            return start_run(engine, nu, eigen, vandaag, stand), eigen
        except StandMovedError:
            continue
    raise CannotStartError(
        f"De teksten van run {run.run} veranderen steeds terwijl de run begint. Wacht tot niemand meer "
        "vrijgeeft of intrekt, en begin opnieuw."
    )


def make_runsettings(connection: Connection, run: str, datamap: Datamap, settings: Settings) -> Settings:
    """Make the settings with which the letters of this run are made: those here, with its own sjablonen.

    Raises: CannotStartError.
    """
    return _use_stand(connection, find_stand(connection, run), datamap, settings)


def _use_stand(connection: Connection, stand: Stand, datamap: Datamap, settings: Settings) -> Settings:
    try:
        map_ = materialise_stand(connection, stand, settings.sjablonen, datamap)
    except CorrespondentieError as fout:
        raise CannotStartError(f"De vrijgegeven teksten kunnen niet worden gebruikt. {fout}") from fout
    except OSError as fout:
        raise CannotStartError(
            f"In de map {datamap.sjablonen} kan niet worden geschreven (foutcode {fout.errno}). Controleer "
            "de schijf en de rechten, of geef een andere map op met --data."
        ) from fout
    return replace(settings, sjablonen=map_)


def start_run(engine: Engine, run: Run, settings: Settings, vandaag: date, stand: Stand) -> Run:
    """Write the run down with the versions of its texts, or return it as it began earlier.

    A run that broke may be finished after its dagtekening: part of its letters may have gone with that day.
    Raises: StandMovedError when other texts are in use by now; CannotStartError when a new run has a
    dagtekening of the past, or the run began with another dagtekening or other sjablonen.
    """
    with engine.begin() as connection:
        eerder = opslag.find_run(connection, run.run)
        if eerder is None:
            _check_voorbij(run.dagtekening, settings, vandaag)
            _check_stand(connection, run, stand)
            run = replace(run, standen_tot=find_laatste_boxstand(connection))
            opslag.save_run(connection, run)
            pin_stand(connection, run.run, stand)
    if eerder is None:
        return run
    if eerder.dagtekening != run.dagtekening:
        raise CannotStartError(
            f"Run {run.run} is begonnen met dagtekening {eerder.dagtekening}, nu is "
            f"{run.dagtekening} gevraagd. Alle brieven van een run hebben dezelfde dag: ga verder "
            f"met --dagtekening {eerder.dagtekening}."
        )
    if eerder.sjablonen != run.sjablonen:
        raise CannotStartError(
            f"Run {run.run} is begonnen met andere sjablonen dan er nu staan. Alle brieven van een run komen "
            "uit dezelfde sjablonen: zet de vorige versie terug, of begin in een nieuwe map met --data."
        )
    if eerder.weg not in ("", run.weg):
        raise CannotStartError(
            f"Run {run.run} is begonnen met een andere weg naar de Berichtenbox, afzender, sleutel of "
            "archief. Een deel van de brieven kan daarmee al weg zijn: zet de instellingen weer zoals toen."
        )
    return eerder


def _check_stand(connection: Connection, run: Run, stand: Stand) -> None:
    """Decide again where it is written down: what was withdrawn since must not go out in a letter."""
    if decide_stand(connection, run.dagtekening) != stand:
        raise StandMovedError(
            f"De teksten van run {run.run} zijn net veranderd: er is iets vrijgegeven of ingetrokken. Begin "
            "opnieuw."
        )


def check_archief(archief: Archief, engine: Engine, run: Run) -> None:
    """Make sure that the archive takes documents, and is the one in which this run began.

    Raises: CannotStartError, UnavailableArchiefError.
    """
    archief.check_gereed()
    with engine.begin() as connection:
        plaats = opslag.find_eerste_document(connection, run.run)
    if plaats is None:
        return
    try:
        archief.load_document(plaats)
    except DamagedArchiefError as fout:
        raise CannotStartError(
            f"Het archief geeft het eerste document van run {run.run} niet terug: {fout}. Is de run met een "
            "ander archief begonnen? Zet dan CORRESPONDENTIE_ARCHIEF weer zoals bij het begin."
        ) from fout


@contextmanager
def lock_run(datamap: Datamap, run: Run) -> Iterator[None]:
    """Keep this run to one process of this machine at a time; the lock goes when the process goes.

    Raises: CannotStartError when another process has it.
    """
    slot = datamap.map / run.run / "bezig"
    try:
        slot.parent.mkdir(parents=True, exist_ok=True)
        bestand = slot.open("w")
    except OSError as fout:
        raise CannotStartError(
            f"In de map {datamap.map} kan niet worden geschreven (foutcode {fout.errno}). "
            "Geef een andere map op met --data, of pas de rechten aan."
        ) from fout
    with bestand:
        try:
            fcntl.flock(bestand, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fout:
            raise _make_bezig(run) from fout
        yield


@contextmanager
def lock_databank(engine: Engine, run: Run) -> Iterator[None]:
    """Keep this run to one process on every machine that uses the database.

    Raises: CannotStartError when another process has it.
    """
    with hold_slot(engine, f"run {run.run}") as gekregen:
        if not gekregen:
            raise _make_bezig(run)
        yield


def _make_bezig(run: Run) -> CannotStartError:
    return CannotStartError(
        f"Run {run.run} is al bezig in een ander proces. "
        "Wacht tot die klaar is en bekijk dan de stand met 'correspondentie status'."
    )
