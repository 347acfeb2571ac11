"""When the printer would have had all of a run: estimated before its release, when one can still choose."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, func, select

from outbox.indeling import Klasse, Posttarief
from outbox.partijen import list_printdagen
from outbox.printkalender import find_printdag
from outbox.rijen import Rij
from outbox.tabellen import zendingen
from outbox.zending import Kanaalsoort, Status

_KOLOMMEN = zendingen.c
_Groepen = Mapping[Klasse, tuple[int, int]]  # of each class the letters and their sheets


@dataclass(frozen=True, kw_only=True, slots=True)
class Printraming:
    """How many sheets wait for the printer, and the print day on which the last of them would go."""

    vellen: int
    laatste: date


def estimate_print(connection: Connection, rij: Rij, aantal: int, vanaf: date) -> Printraming | None:
    """Estimate when a run that is to be released would be printed, in lots of at most so many letters.

    What other runs have on print days, or have waiting for a lot, goes first. None: no capacity is set, or
    the run has nothing for the printer.
    """
    indeling = rij.indeling
    if indeling.capaciteit is None or not (eigen := _count(connection, rij.run, indeling.tarief)):
        return None
    bezet, laatste = dict(list_printdagen(connection, vanaf)), vanaf
    for groepen in (_count(connection, None, indeling.tarief), eigen):
        wachtend = sum(vellen for _, vellen in groepen.values())
        for vellen in _list_partijen(groepen, aantal):
            dag = find_printdag(vellen, bezet, vanaf, indeling.find_ruimte(wachtend) or 0)
            bezet[dag] = bezet.get(dag, 0) + vellen
            wachtend -= vellen
            laatste = max(laatste, dag) if groepen is eigen else laatste
    return Printraming(vellen=sum(vellen for _, vellen in eigen.values()), laatste=laatste)


def _count(connection: Connection, run: str | None, tarief: Posttarief | None) -> _Groepen:
    """Count what a run would release for the printer, or, without a run, what was released and has no lot."""
    wacht = and_(_KOLOMMEN.run == run, _KOLOMMEN.status == Status.GEPLAND)
    if run is None:
        wacht = and_(_KOLOMMEN.status == Status.VRIJGEGEVEN, _KOLOMMEN.lot.is_(None))
    vraag = (
        select(_KOLOMMEN.buitenland, _KOLOMMEN.vellen, func.count().label("brieven"))
        .where(_KOLOMMEN.kanaal == Kanaalsoort.PRINT, wacht)
        .group_by(_KOLOMMEN.buitenland, _KOLOMMEN.vellen)
    )
    brieven, vellen = Counter[Klasse](), Counter[Klasse]()
    for groep in connection.execute(vraag):
        klasse = (tarief or Posttarief()).find_klasse(groep.vellen, buitenland=groep.buitenland)
        brieven[klasse] += groep.brieven
        vellen[klasse] += groep.brieven * groep.vellen
    return {klasse: (brieven[klasse], vellen[klasse]) for klasse in brieven}


def _list_partijen(groepen: _Groepen, aantal: int) -> Iterator[int]:
    """List the sheets of each lot, as if thick and thin letters of a class were spread evenly."""
    for brieven, vellen in groepen.values():
        lots = -(-brieven // aantal)
        gewoon, over = divmod(vellen, lots)
        yield from (gewoon + (lot < over) for lot in range(lots))
