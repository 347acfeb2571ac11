"""What happens to an announced mutatie: stopped by the citizen, in force, or changed back."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count, groupby, islice

from sqlalchemy import Connection, Engine

from calc.errors import CalcError
from correspondentie import opslag
from correspondentie.afronden import Meter, Omgeving, finish_run
from correspondentie.breekpunt import Breekpunt
from correspondentie.errors import (
    CannotStartError,
    CorrespondentieError,
    InvalidPdfError,
    InvalidSjabloonError,
    UnknownKenmerkError,
)
from correspondentie.invoer import Uitval
from correspondentie.inzage import open_database
from correspondentie.kalender import find_dag
from correspondentie.mutatieregels import (
    Mutatieregel,
    find_mutatiedossier,
    find_regel,
    list_mutatiestanden,
    list_rijpe,
    mark_mutatie,
)
from correspondentie.mutatiestappen import (
    Mutatiegeval,
    Mutatiestap,
    decide_doorvoeren,
    decide_tegenhouden,
    decide_terugdraaien,
)
from correspondentie.oogst import Oogst, save_oogst
from correspondentie.rapport.rapport import Rapport
from correspondentie.rapport.telling import Fase
from correspondentie.runstart import lock_run, make_dagrun, start_run
from correspondentie.werkplaats import Datamap, Werkplaats, Werkstart, make_werkplaats

MUTATIES = "mutaties"  # what stands for the file of the input in uitval
Groep = tuple[Mutatieregel, ...]


class MutatieMovedError(CorrespondentieError):
    """Somebody else changed this mutatie at the same moment; nothing was done."""


@dataclass(frozen=True, slots=True)
class _Werk:
    """A run of one day that is being done."""

    start: Werkstart
    engine: Engine
    werkplaats: Werkplaats


def stop_mutatie(
    datamap: Datamap, kenmerk: str, ontvangen: datetime | None, omgeving: Omgeving
) -> Mutatieregel:
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
        lambda gegevens, regel, werkplaats: decide_tegenhouden(gegevens, regel, dag, werkplaats.regels),
    )


def undo_mutatie(datamap: Datamap, kenmerk: str, omgeving: Omgeving) -> Mutatieregel:
    """Change a mutatie in force back at the citizen's word, from the next payment on.

    Raises: UnknownKenmerkError; InvalidOvergangError when it is not in force; CannotStartError; CalcError.
    """
    return _do_step(
        datamap,
        kenmerk,
        "teruggedraaid",
        omgeving,
        lambda gegevens, regel, werkplaats: decide_terugdraaien(gegevens, regel, werkplaats.regels),
    )


def run_mutaties(datamap: Datamap, dag: date, omgeving: Omgeving) -> Rapport:
    """Put every mutatie in force that was announced, not stopped, and can no longer be stopped on this day.

    Each household gets its herziene beschikking, dated this day. Doing it twice changes nothing; what could
    not be decided stays announced and is in the uitval.
    Raises: CannotStartError.
    """
    meter = Meter()
    with _open_dagrun(datamap, f"doorgevoerd-{dag}", dag, omgeving) as werk:
        with werk.engine.begin() as connection:
            rijp = list_rijpe(connection, dag)
            nummers = count(max(opslag.list_brokken(connection, werk.start.run.run), default=0) + 1)
            meter.huishoudens = opslag.count_behandeld(connection, werk.start.run.run)
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
                gegevens = _load_gegevens(werk.engine, groep[0])
                stap = decide_doorvoeren(gegevens, groep, werk.werkplaats.regels)
            with oogst.measure(Fase.ZETTEN):
                oogst.compose(stap.besluit, werk.werkplaats)
        except (CalcError, InvalidPdfError, InvalidSjabloonError) as fout:
            regel = oogst.nummer * werk.start.run.brok + plaats
            oogst.uitval.append(Uitval(bestand=MUTATIES, regel=regel, veld=groep[0].kenmerk, reden=str(fout)))
        else:
            stappen.append(stap)
    with oogst.measure(Fase.OPSLAAN):
        _store(werk, oogst, stappen)
    return oogst


def _do_step(
    datamap: Datamap,
    kenmerk: str,
    naam: str,
    omgeving: Omgeving,
    decide: Callable[[Mutatiegeval, Mutatieregel, Werkplaats], Mutatiestap],
) -> Mutatieregel:
    """Do one step with one mutatie, in a run of its own, and return what the mutatie became.

    A step that was done before is not done again; a confirmation that did not leave yet is delivered.
    """
    kenmerk = kenmerk.strip().upper()
    dag = find_dag(omgeving.klok.now())
    regel = _find_regel(open_database(datamap), kenmerk, datamap)
    with _open_dagrun(datamap, f"{naam}-{kenmerk}", dag, omgeving) as werk:
        with werk.engine.begin() as connection:
            gedaan = opslag.has_brok(connection, werk.start.run.run, 1)
        if not gedaan:  # else it was broken off after this, and only delivery is left
            stap = decide(_load_gegevens(werk.engine, regel), regel, werk.werkplaats)
            oogst = Oogst(nummer=1)
            oogst.compose(stap.besluit, werk.werkplaats)
            _store(werk, oogst, [stap])
        finish_run(werk.start, werk.engine, omgeving, Meter(huishoudens=1))
        return _find_regel(werk.engine, kenmerk, datamap)


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
    vandaag = find_dag(omgeving.klok.now())
    engine = open_database(datamap)
    with engine.begin() as connection:
        eerder = opslag.find_run(connection, naam)
    run = make_dagrun(naam, eerder.dagtekening if eerder else dag, omgeving.settings, vandaag)
    with lock_run(datamap, run):
        run = start_run(engine, run, omgeving.settings, vandaag)
        start = Werkstart(run=run, datamap=datamap, settings=omgeving.settings)
        yield _Werk(start, engine, make_werkplaats(start))


def _load_gegevens(engine: Engine, regel: Mutatieregel) -> Mutatiegeval:
    with engine.begin() as connection:
        sleutel = (regel.burger, regel.toeslagjaar)
        stand = list_mutatiestanden(connection, [sleutel])[sleutel]
        return Mutatiegeval(mutatiedossier=find_mutatiedossier(connection, regel.dossier), stand=stand)


def _store(werk: _Werk, oogst: Oogst, stappen: Sequence[Mutatiestap]) -> None:
    """Store a chunk of steps in one transaction.

    Raises: MutatieMovedError when a mutatie no longer stands as it did when this was decided.
    """
    oogst.mutaties = {stap.besluit.dossier.dossier: stap.stand for stap in stappen}
    oogst.archive(werk.werkplaats)
    with werk.engine.begin() as connection:
        for stap in stappen:
            _mark(connection, stap)
        save_oogst(connection, oogst, werk.werkplaats)
        werk.werkplaats.bereik(Breekpunt.BROK_VOOR_COMMIT)
    werk.werkplaats.bereik(Breekpunt.BROK_NA_COMMIT)


def _mark(connection: Connection, stap: Mutatiestap) -> None:
    for oud, nieuw in stap.overgangen:
        if not mark_mutatie(connection, oud, nieuw):
            raise MutatieMovedError(
                f"De mutatie {oud.kenmerk} is intussen door een ander gewijzigd. Er is niets gedaan: "
                "bekijk de stand en geef de opdracht zo nodig nog eens."
            )
