"""Paper that takes over from a Berichtenbox follows what somebody decided over the run meanwhile."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from outbox.bezorgen import Werkplek, deliver_run
from outbox.errors import UnknownOntvangerError
from outbox.indeling import Indeling
from outbox.ingreep import Daad, Ingreep, Selectie
from outbox.ingrijpen import intervene
from outbox.opslag import Rij, claim_partij, list_zendingregels
from outbox.partijen import make_partij
from outbox.printstraat import Printstraat
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.zendingen import NU, RUN, Nepkanaal, Nepklok, count, fill_outbox, make_zending

BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
EEN = "T-000001"
GEEN_BOX = UnknownOntvangerError("geen Berichtenbox")


def act(engine: Engine, daad: Daad, *kenmerken: str, kanaal: Kanaalsoort | None = None) -> None:
    selectie = Selectie(run=RUN, kanaal=kanaal, kenmerken=frozenset(kenmerken) or None)
    intervene(engine, Ingreep(daad=daad, selectie=selectie, wie="J. de Vries", waarom="fout adres"), NU)


@dataclass
class Weigeraar(Nepkanaal):
    """A Berichtenbox that refuses the first letter, while a person does something."""

    tijdens: Any = None

    def deliver(self, partij: Any, bron: Any) -> Any:  # noqa: ANN401 - as Nepkanaal has it
        if self.tijdens is not None:
            self.tijdens()
        yield from super().deliver(partij, bron)


@dataclass
class Wekker(Nepklok):
    """A clock on which something happens once somebody sleeps for the third time."""

    wek: Any = None
    gewekt: list[object] = field(default_factory=list)

    def sleep(self, seconden: float) -> None:
        super().sleep(seconden)
        if len(self.geslapen) == 3:
            self.gewekt.append(self.wek())


def test_paper_of_a_letter_that_is_held_still_waits_too(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(1, terugval=True)])
    box = Weigeraar(scenario={EEN: [GEEN_BOX]}, tijdens=lambda: act(engine, Daad.PAUZEREN, EEN))
    papier = Nepkanaal(soort=PRINT, vaste_partijen=True)

    def wake() -> object:
        eerder = count(engine)[PRINT]
        act(engine, Daad.HERVATTEN, EEN)
        return eerder

    klok = Wekker(wek=wake)
    deliver_run(replace(werkplek, klok=klok), RUN, [box, papier])

    assert [{Status.VRIJGEGEVEN: 1}] == klok.gewekt
    assert {BOX: {Status.VERVANGEN: 1}, PRINT: {Status.BEZORGD: 1}} == count(engine)


@pytest.mark.parametrize("kanaal", [PRINT, None])
def test_paper_that_was_cancelled_does_not_go_for_another_reason_either(
    engine: Engine, werkplek: Werkplek, tmp_path: Path, kanaal: Kanaalsoort | None
) -> None:
    fill_outbox(engine, [make_zending(1, terugval=True)])
    box = Weigeraar(scenario={EEN: [GEEN_BOX]}, tijdens=lambda: act(engine, Daad.ANNULEREN, kanaal=kanaal))

    deliver_run(werkplek, RUN, [box, Printstraat(tmp_path / "print", Nepklok())])

    with engine.begin() as connection:
        regels = list_zendingregels(connection, RUN, [Status.INGETROKKEN])
    assert ["fout adres"] == [regel.reden for regel in regels]
    assert [] == list(tmp_path.rglob("*.pdf"))


def test_paper_that_is_held_still_leaves_the_lot_that_is_to_be_written(engine: Engine) -> None:
    fill_outbox(engine, [make_zending(nummer, PRINT) for nummer in range(4)])
    rij, morgen = Rij(run=RUN, kanaal=PRINT, indeling=Indeling(capaciteit=1)), NU + timedelta(days=1)
    with engine.begin() as connection:
        make_partij(connection, rij, 4, NU)
    act(engine, Daad.PAUZEREN, EEN)
    with engine.begin() as connection:
        gegaan = claim_partij(connection, rij, morgen, timedelta(minutes=2))
    act(engine, Daad.HERVATTEN)
    with engine.begin() as connection:
        lot = make_partij(connection, rij, 4, morgen)

    assert ["T-000000", "T-000002", "T-000003"] == [opdracht.zending.kenmerk for opdracht in gegaan]
    assert 2 == lot
