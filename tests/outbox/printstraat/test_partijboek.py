"""A lot is handed to the printer once, whoever dies, and whatever the printer does with its folder."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from outbox.bezorgen import Werkplek, deliver_run
from outbox.errors import OutboxError, UnavailablePrintstraatError, UncertainError
from outbox.kanaal import Documentbron
from outbox.printstraat import Printinstellingen, Printstraat
from outbox.printstraat.partij import Partij, Partijschrijver, make_partij
from outbox.printstraat.partijboek import BOEK, Partijboek
from outbox.retry import Beleid
from outbox.zending import Kanaalsoort, Ontvangst, Status
from tests.bouwers.zendingen import (
    NU,
    RUN,
    Nepklok,
    count,
    fill_outbox,
    make_bron,
    make_opdracht,
    make_zending,
)

PRINT = Kanaalsoort.PRINT
BRIEVEN = [make_zending(nummer, PRINT) for nummer in range(3)]
LOT = f"{RUN}/partij-0001"
NIETS = make_bron(range(0))  # who reads a document, misses it


def deliver(map_: Path, bron: Documentbron) -> set[type[Ontvangst | OutboxError]]:
    partij = [make_opdracht(brief, lot=1) for brief in BRIEVEN]
    return {type(uitkomst.resultaat) for uitkomst in Printstraat(map_, Nepklok()).deliver(partij, bron)}


def write(map_: Path, partij: Partij | None = None) -> None:
    """Write and enter the lot, and die before it is handed over."""
    schrijver = Partijschrijver(map=map_, instellingen=Printinstellingen(), bron=make_bron())
    schrijver.write(partij or make_partij(RUN, 1, BRIEVEN), NU)


def list_mappen(map_: Path) -> Sequence[str]:
    return [map_.name for map_ in (map_ / RUN).iterdir()]


def test_a_lot_that_the_printer_took_away_is_not_written_again(tmp_path: Path) -> None:
    eerst = deliver(tmp_path, make_bron())
    shutil.move(tmp_path / LOT, tmp_path / "bij-de-drukker")

    assert {Ontvangst} == eerst == deliver(tmp_path, NIETS)
    assert [] == list_mappen(tmp_path)


def test_the_printer_may_take_the_folder_of_the_run_too(tmp_path: Path) -> None:
    deliver(tmp_path, make_bron())
    shutil.move(tmp_path / RUN, tmp_path / "bij-de-drukker")

    assert {Ontvangst} == deliver(tmp_path, NIETS)
    assert not (tmp_path / RUN).exists()


def test_a_lot_whose_writer_died_before_the_hand_over_is_handed_over_as_it_is(tmp_path: Path) -> None:
    write(tmp_path)
    ervoor = list_mappen(tmp_path)

    assert {Ontvangst} == deliver(tmp_path, NIETS)
    assert ["partij-0001"] == list_mappen(tmp_path)
    assert 1 == len(ervoor)
    assert ervoor[0].startswith(".partij-0001-")


def test_of_two_writers_of_one_lot_the_first_that_enters_it_counts(tmp_path: Path) -> None:
    write(tmp_path)
    (eerste,) = list_mappen(tmp_path)
    write(tmp_path, make_partij(RUN, 1, BRIEVEN[:1]))

    boeking = Partijboek(map=tmp_path).find(LOT)
    assert [eerste] == list_mappen(tmp_path)
    assert boeking is not None
    assert eerste == boeking.tijdelijk


def test_a_lot_that_is_entered_and_cannot_get_its_name_is_uncertain(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / LOT / "vreemd").mkdir(parents=True)

    fouten = deliver(tmp_path, NIETS)
    shutil.rmtree(tmp_path / LOT)

    assert {UncertainError} == fouten
    assert {Ontvangst} == deliver(tmp_path, NIETS)


@pytest.mark.parametrize("bezet", [BOEK, "."])
def test_a_folder_that_cannot_be_used_ends_the_delivery_and_costs_no_attempt(
    engine: Engine, werkplek: Werkplek, tmp_path: Path, bezet: str
) -> None:
    (tmp_path / "print").mkdir()
    plek = tmp_path / "print" / bezet
    shutil.rmtree(plek, ignore_errors=True)
    plek.write_text("geen map")
    fill_outbox(engine, BRIEVEN)
    streng = replace(werkplek, beleid=Beleid(pogingen=1))
    for _ in range(3):
        with pytest.raises(UnavailablePrintstraatError, match="is niet te gebruiken"):
            deliver_run(streng, RUN, [Printstraat(tmp_path / "print", Nepklok())])
        assert {PRINT: {Status.VRIJGEGEVEN: 3}} == count(engine)
    plek.unlink()

    deliver_run(streng, RUN, [Printstraat(tmp_path / "print", Nepklok())])

    assert {PRINT: {Status.BEZORGD: 3}} == count(engine)
