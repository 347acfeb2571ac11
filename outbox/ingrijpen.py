"""The acts on a run: hold still, resume, cancel, recall, settle; each logged in the same transaction."""

from datetime import datetime

from sqlalchemy import Connection, Engine

from outbox.beslechten import mark_aangekomen, mark_opnieuw
from outbox.ingreep import Daad, Ingreep, Selectie
from outbox.intrekopslag import mark_ingetrokken, mark_stil, mark_teruggevraagd
from outbox.logboek import Logregel, append_logregel, transact_logged
from outbox.runstand import mark_annulering, mark_pauze, open_runstanden


def intervene(engine: Engine, ingreep: Ingreep, now: datetime) -> Logregel:
    """Do an act on a run, and write down who, when and why: both or neither.

    From then on nothing that is held still is claimed any more, and what was withdrawn never goes. What is
    on its way, and what was delivered and is recalled, is only asked back: settle_intrekkingen goes on.
    Raises: OutboxError when wie or waarom may not stand in the logboek.
    """

    def work(connection: Connection) -> Logregel:
        open_runstanden(connection, ingreep.selectie.run)
        regel = append_logregel(connection, ingreep.as_daadregel(), now)
        _apply(connection, ingreep.daad, ingreep.selectie, regel.nummer, now)
        return regel

    return transact_logged(engine, work)


def _apply(connection: Connection, daad: Daad, selectie: Selectie, nummer: int, now: datetime) -> None:
    match daad:
        case Daad.PAUZEREN:
            mark = mark_pauze if selectie.kenmerken is None else mark_stil
            mark(connection, selectie, nummer)
        case Daad.HERVATTEN:
            mark_stil(connection, selectie, None)
            if selectie.kenmerken is None:
                mark_pauze(connection, selectie, None)
        case Daad.ANNULEREN | Daad.TERUGROEPEN:
            _withdraw(connection, selectie, nummer, now)
            if daad is Daad.TERUGROEPEN:
                mark_teruggevraagd(connection, selectie, nummer, now)
        case Daad.AANGEKOMEN:
            mark_aangekomen(connection, selectie, nummer, now)
        case Daad.OPNIEUW:
            mark_opnieuw(connection, selectie, now)


def _withdraw(connection: Connection, selectie: Selectie, nummer: int, now: datetime) -> None:
    if selectie.kenmerken is None:
        mark_annulering(connection, selectie, nummer)
    mark_ingetrokken(connection, selectie, nummer, now)
