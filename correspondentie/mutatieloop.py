"""What happens to an announced mutatie: stopped by the citizen, in force, or changed back."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count, groupby, islice

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from calc.errors import CalcError
from calc.mutatiestand import is_rijp
from correspondentie import opslag
from correspondentie.afronden import Meter, Omgeving, finish_run
from correspondentie.archief import open_archief
from correspondentie.boxstanden import apply_boxstanden
from correspondentie.breekpunt import Breekpunt
from correspondentie.databank import open_bestaande
from correspondentie.errors import (
    CannotStartError,
    CorrespondentieError,
    InvalidPdfError,
    InvalidSjabloonError,
    UnknownKenmerkError,
)
from correspondentie.invoer import Uitval
from correspondentie.kalender import find_dag
from correspondentie.mutatieregels import (
    Mutatieregel,
    close_ingetrokkene,
    find_mutatiedossier,
    find_regel,
    list_aangekondigd,
    list_mutatiestanden,
    mark_mutatie,
)
from correspondentie.mutatiestappen import (
    Mutatiegeval,
    Mutatiestap,
    decide_doorvoeren,
    decide_tegenhouden,
    decide_terugdraaien,
)
from correspondentie.oogst import Oogst, find_sleutel, save_oogst
from correspondentie.rapport.rapport import Rapport
from correspondentie.rapport.telling import Fase
from correspondentie.redactie.stand import unpin_stand
from correspondentie.runstart import check_archief, lock_databank, lock_run, make_dagrun, open_run
from correspondentie.werkplaats import Datamap, Werkplaats, Werkstart, make_werkplaats
from correspondentie.zetter import Motor
from outbox.database import is_te_laat
from outbox.opslag import find_zendingen
from outbox.zending import Status

MUTATIES = "mutaties"  # what stands for the file of the input in uitval
Groep = tuple[Mutatieregel, ...]


class MutatieMovedError(CorrespondentieError):
    """Somebody else changed this household at the same moment; nothing was done."""


class LetterNotDeliveredError(CorrespondentieError):
    """A mutatie cannot come in force while the letter that announced it did not reach the citizen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stapuitkomst:
    """What a mutatie became, and the report of the run that made it so."""

    regel: Mutatieregel
    rapport: Rapport


@dataclass(frozen=True, slots=True)
class _Werk:
    """A run of one day that is being done."""

    start: Werkstart
    engine: Engine
    werkplaats: Werkplaats


def stop_mutatie(
    datamap: Datamap, kenmerk: str, ontvangen: datetime | None, omgeving: Omgeving
) -> Stapuitkomst:
    """Stop an announced mutatie, and send the confirmation; ontvangen is when the citizen's word came in.

    Raises: UnknownKenmerkError; InvalidOvergangError when it is too late; CannotStartError.
    """
    nu = omgeving.klok.now()
    dag = find_dag(ontvangen or nu)
    if dag > find_dag(nu):
        raise CannotStartError(
            f"De dag van ontvangst ({dag}) ligt in de toekomst; verwacht is hooguit vandaag."
        )
    return _do_step(
        datamap,
        kenmerk,
        "tegengehouden",
        omgeving,
        lambda geval, regel, werkplaats: decide_tegenhouden(geval, regel, dag, werkplaats.regels),
    )


def undo_mutatie(datamap: Datamap, kenmerk: str, omgeving: Omgeving) -> Stapuitkomst:
    """Change a mutatie in force back at the citizen's word, from the next payment on.

    Raises: UnknownKenmerkError; InvalidOvergangError when it is not in force; CannotStartError; CalcError.
    """
    return _do_step(
        datamap,
        kenmerk,
        "teruggedraaid",
        omgeving,
        lambda geval, regel, werkplaats: decide_terugdraaien(geval, regel, werkplaats.regels),
    )


def run_mutaties(datamap: Datamap, dag: date, omgeving: Omgeving) -> Rapport:
    """Put every mutatie in force that was announced, not stopped, and can no longer be stopped on this day.

    Each household gets its herziene beschikking, dated this day. Doing it twice changes nothing; what could
    not be decided, or whose letter was not delivered, stays announced and is in the uitval.
    Raises: CannotStartError, as well when the day has yet to come: until then the citizen can still stop it.
    """
    meter = Meter()
    vandaag = find_dag(omgeving.klok.now())
    if dag > vandaag:
        raise CannotStartError(
            f"De dag van doorvoeren ({dag}) ligt in de toekomst; verwacht is hooguit vandaag ({vandaag}). "
            "Tot die dag kan de burger een mutatie nog tegenhouden."
        )
    with _open_dagrun(datamap, f"doorgevoerd-{dag}", dag, omgeving) as werk:
        with werk.engine.begin() as connection:
            close_ingetrokkene(connection)
            lopend = list_aangekondigd(connection)
            nummers = count(max(opslag.list_brokken(connection, werk.start.run.run), default=0) + 1)
            meter.huishoudens = opslag.count_behandeld(connection, werk.start.run.run)
        rijp = (regel for regel in lopend if is_rijp(regel.status, regel.tegenhouden_uiterlijk, dag))
        groepen = (tuple(groep) for _, groep in groupby(rijp, lambda r: (r.dossier, r.toeslagjaar)))
        while deel := tuple(islice(groepen, werk.start.run.brok)):
            meter.huishoudens += len(deel)
            oogst = _put_in_force(werk, Oogst(nummer=next(nummers)), deel)
            meter.brieven += len(oogst.brieven)
            for fase, seconden in oogst.fasen.items():
                meter.add(Fase(fase), seconden)
        return finish_run(werk.start, werk.engine, omgeving, meter)


def _put_in_force(werk: _Werk, oogst: Oogst, groepen: Sequence[Groep]) -> Oogst:
    stappen: list[Mutatiestap] = []
    for plaats, groep in enumerate(groepen, start=1):
        try:
            with oogst.measure(Fase.REKENEN):
                _check_bezorgd(werk.engine, groep)
                geval = _load_geval(werk, groep[0])
                stap = decide_doorvoeren(geval, groep, werk.werkplaats.regels)
            with oogst.measure(Fase.ZETTEN):
                oogst.compose(stap.besluit, werk.werkplaats)
        except (CalcError, LetterNotDeliveredError, InvalidPdfError, InvalidSjabloonError) as fout:
            regel = oogst.nummer * werk.start.run.brok + plaats
            oogst.uitval.append(Uitval(bestand=MUTATIES, regel=regel, veld=groep[0].kenmerk, reden=str(fout)))
        else:
            stappen.append(stap)
    with oogst.measure(Fase.OPSLAAN):
        _store(werk, oogst, stappen)
    return oogst


def _check_bezorgd(engine: Engine, groep: Groep) -> None:
    """Raises: LetterNotDeliveredError naming the first letter of this household that did not arrive.

    A letter that is being recalled did not arrive as long as that is not settled.
    """
    with engine.begin() as connection:
        for regel in groep:
            standen = find_zendingen(connection, regel.kenmerk)
            if not any(stand.status is Status.BEZORGD and stand.intrekking is None for stand in standen):
                raise LetterNotDeliveredError(
                    f"mutatiebrief {regel.kenmerk} is niet bezorgd, dus de burger kon de mutatie niet "
                    "tegenhouden. Bezorg de brief eerst, door de maandrun nog eens te geven; wordt de brief "
                    "teruggeroepen, wacht dan tot dat klaar is"
                )


def _do_step(
    datamap: Datamap,
    kenmerk: str,
    naam: str,
    omgeving: Omgeving,
    decide: Callable[[Mutatiegeval, Mutatieregel, Werkplaats], Mutatiestap],
) -> Stapuitkomst:
    """Do one step with one mutatie, in a run of its own, and return what the mutatie became.

    A step that was done before is not done again; a confirmation that did not leave yet is delivered.
    """
    kenmerk = kenmerk.strip().upper()
    dag = find_dag(omgeving.klok.now())
    with open_bestaande(datamap, omgeving.settings) as engine:
        regel = _find_regel(engine, kenmerk, datamap)
    with _open_dagrun(datamap, f"{naam}-{kenmerk}", dag, omgeving) as werk:
        with werk.engine.begin() as connection:
            gedaan = opslag.has_brok(connection, werk.start.run.run, 1)
        if not gedaan:  # else it was broken off after this, and only delivery is left
            stap = decide(_load_geval(werk, regel), regel, werk.werkplaats)
            oogst = Oogst(nummer=1)
            oogst.compose(stap.besluit, werk.werkplaats)
            _store(werk, oogst, [stap])
        rapport = finish_run(werk.start, werk.engine, omgeving, Meter(huishoudens=1))
        return Stapuitkomst(regel=_find_regel(werk.engine, kenmerk, datamap), rapport=rapport)


def _find_regel(engine: Engine, kenmerk: str, datamap: Datamap) -> Mutatieregel:
    with engine.begin() as connection:
        regel = find_regel(connection, kenmerk)
    if regel is None:
        raise UnknownKenmerkError(
            f"Er is geen mutatiebrief met dit kenmerk in {datamap.map}. Controleer het kenmerk op de brief, "
            "of kies een andere map met --data."
        )
    return regel


@contextmanager
def _open_dagrun(datamap: Datamap, naam: str, dag: date, omgeving: Omgeving) -> Iterator[_Werk]:
    """Open the run of this name; one that has letters keeps its day, an empty one begins anew."""
    vandaag = find_dag(omgeving.klok.now())
    run = make_dagrun(naam, dag, omgeving.settings, vandaag)
    with (
        open_bestaande(datamap, omgeving.settings) as engine,
        lock_run(datamap, run),
        lock_databank(engine, run),
    ):
        with engine.begin() as connection:
            eerder = opslag.find_run(connection, naam)
            if eerder and opslag.list_brokken(connection, naam):
                run = replace(run, maand=eerder.maand, dagtekening=eerder.dagtekening)
            else:
                unpin_stand(connection, naam)
                opslag.remove_run(connection, naam)
        run, settings = open_run(engine, run, datamap, omgeving.settings, vandaag)
        check_archief(open_archief(datamap.archief, omgeving.settings), engine, run)
        # Composed, not filled: what a mutatie became cannot be taken back to typeset its letter anew.
        start = Werkstart(run=run, datamap=datamap, settings=settings, motor=Motor.WEASYPRINT)
        werkplaats = make_werkplaats(start)
        try:
            yield _Werk(start, engine, werkplaats)
        finally:
            werkplaats.engine.dispose()


def _load_geval(werk: _Werk, regel: Mutatieregel) -> Mutatiegeval:
    with werk.engine.begin() as connection:
        return _read_geval(connection, werk.start.run, regel)


def _read_geval(
    connection: Connection, run: opslag.Run, regel: Mutatieregel, *, vast: bool = False
) -> Mutatiegeval:
    """Read what is known of a household; vast keeps it so to the commit, the cap ledger first."""
    sleutel = (regel.burger, regel.toeslagjaar)
    stand = list_mutatiestanden(connection, [sleutel], vast=vast)[sleutel]
    dossier = find_mutatiedossier(connection, regel.dossier, regel.toeslagjaar, vast=vast)
    (nieuwste,) = apply_boxstanden(connection, run, [dossier.dossier])
    return Mutatiegeval(mutatiedossier=replace(dossier, dossier=nieuwste), stand=stand)


def _store(werk: _Werk, oogst: Oogst, stappen: Sequence[Mutatiestap]) -> None:
    """Store a chunk of steps in one transaction.

    Raises: MutatieMovedError when a household no longer stands as it did when this was decided.
    """
    burgers = sorted((regel.burger, regel.toeslagjaar) for stap in stappen for regel, _ in stap.overgangen)
    oogst.mutaties = {find_sleutel(stap.besluit.dossier): stap.geval.stand for stap in stappen}
    oogst.archive(werk.werkplaats)
    try:
        with werk.engine.begin() as connection:
            list_mutatiestanden(connection, burgers, vast=True)  # all at once, in the order of every other
            for stap in stappen:
                _mark(connection, werk.start.run, stap)
            save_oogst(connection, oogst, werk.werkplaats)
            werk.werkplaats.bereik(Breekpunt.BROK_VOOR_COMMIT)
    except DBAPIError as fout:
        if is_te_laat(fout):
            raise _make_moved(stappen[0]) from fout
        raise
    werk.werkplaats.bereik(Breekpunt.BROK_NA_COMMIT)


def _mark(connection: Connection, run: opslag.Run, stap: Mutatiestap) -> None:
    gelijk = _read_geval(connection, run, stap.overgangen[0][0], vast=True) == stap.geval
    if not (gelijk and all(mark_mutatie(connection, oud, nieuw) for oud, nieuw in stap.overgangen)):
        raise _make_moved(stap)


def _make_moved(stap: Mutatiestap) -> MutatieMovedError:
    return MutatieMovedError(
        f"Het huishouden van mutatie {stap.overgangen[0][0].kenmerk} is intussen door een ander gewijzigd. "
        "Er is niets gedaan: bekijk de stand en geef de opdracht zo nodig nog eens."
    )
