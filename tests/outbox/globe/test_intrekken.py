"""GLOBE takes nothing back; but what never left, and was asked back, never leaves."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from outbox.bezorgen import Werkplek, deliver_run
from outbox.globe import GlobeKanaal
from outbox.globe.boek import Batch
from outbox.ingreep import Daad, Selectie
from outbox.ingrijpen import intervene
from outbox.kanaal import Terugroepkanaal
from outbox.magazijn.globe import Globeplan, open_globemagazijn
from outbox.terugroepen import settle_intrekkingen
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.globe import Ruilmap, count_bewaard, make_instellingen
from tests.bouwers.ingrepen import look, make_ingreep
from tests.bouwers.zendingen import NU, OIN, RUN, Nepklok, count, fill_outbox, make_zending

BOX = Kanaalsoort.BERICHTENBOX
DRIE = [make_zending(nummer) for nummer in range(3)]
EEN = DRIE[1].kenmerk


def deliver(werkplek: Werkplek, map_: Path, soort: type[GlobeKanaal] = GlobeKanaal) -> None:
    with open_globemagazijn(map_ / "g.db", OIN, Globeplan(), werkplek.klok.now) as magazijn:
        box = soort(make_instellingen(map_ / "globe"), Ruilmap(map_ / "ruil", magazijn), werkplek.klok)
        deliver_run(werkplek, RUN, [box])


def cancel(engine: Engine) -> None:
    """Leave all letters uncertain, as a worker that died does, and ask one back."""
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE zendingen SET status = 'onzeker', next_attempt_at = '2026-01-01', lot = 1"
        )
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO partijen (run, kanaal, lot) VALUES ('2026-07', 'berichtenbox', 1)"
        )
    deel = Selectie(run=RUN, kenmerken=frozenset({EEN}))
    intervene(engine, replace(make_ingreep(Daad.ANNULEREN), selectie=deel), NU)


class Stervend(GlobeKanaal):
    """A channel that dies when its batch is made, and not offered yet."""

    def _offer(self, batch: Batch, tot: object) -> None:  # type: ignore[override] # it never comes back
        raise KeyboardInterrupt


def test_what_was_in_no_batch_goes_in_none(engine: Engine, werkplek: Werkplek, tmp_path: Path) -> None:
    fill_outbox(engine, DRIE)
    cancel(engine)
    deliver(werkplek, tmp_path)

    assert {BOX: {Status.BEZORGD: 2, Status.INGETROKKEN: 1}} == count(engine)
    assert {DRIE[0].kenmerk: 1, DRIE[2].kenmerk: 1} == count_bewaard(tmp_path / "g.db")


def test_a_batch_that_was_not_offered_is_made_anew_without_it(
    engine: Engine, werkplek: Werkplek, tmp_path: Path
) -> None:
    fill_outbox(engine, DRIE)
    with pytest.raises(KeyboardInterrupt):
        deliver(werkplek, tmp_path, Stervend)
    cancel(engine)
    deliver(werkplek, tmp_path)

    assert {BOX: {Status.BEZORGD: 2, Status.INGETROKKEN: 1}} == count(engine)
    assert {DRIE[0].kenmerk: 1, DRIE[2].kenmerk: 1} == count_bewaard(tmp_path / "g.db")


def test_what_was_delivered_stays_delivered_and_says_why(
    engine: Engine, werkplek: Werkplek, klok: Nepklok, tmp_path: Path
) -> None:
    fill_outbox(engine, DRIE)
    deliver(werkplek, tmp_path)
    intervene(engine, make_ingreep(), klok.now())
    with open_globemagazijn(tmp_path / "g.db", OIN, Globeplan(), klok.now) as magazijn:
        box = GlobeKanaal(make_instellingen(tmp_path / "globe"), Ruilmap(tmp_path / "ruil", magazijn), klok)
        settle_intrekkingen(werkplek, RUN, [box])

    assert not isinstance(box, Terugroepkanaal)
    assert {"dit kanaal kan niet terugroepen: wat bezorgd is, blijft bezorgd": 3} == look(
        engine, klok
    ).geweigerd
    assert {BOX: {Status.BEZORGD: 3}} == count(engine)
