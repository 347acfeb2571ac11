"""The division in lots: one class, in the order of the postcode, made once and by one maker at a time."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from sqlite3 import Cursor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, event, select, update

from outbox.database import make_engine
from outbox.indeling import Indeling, Posttarief
from outbox.opslag import claim_partij, find_volgend_moment
from outbox.partijen import find_klare_partij, list_printdagen, make_partij
from outbox.printkalender import compute_begin
from outbox.rijen import Rij
from outbox.tabellen import metadata, overgangen, partijen, printdagen, zendingen
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.diensten import Dienst, make_database, serve_postgres
from tests.bouwers.zendingen import NU, RUN, fill_outbox, make_outbox, make_zending

PRINT = Kanaalsoort.PRINT
TARIEF = Posttarief()
RIJ = Rij(run=RUN, kanaal=PRINT, indeling=Indeling(tarief=TARIEF))
DUUR = timedelta(minutes=2)
Letter = tuple[str, int, bool]  # kix, vellen, buitenland


def make_rij(capaciteit: int) -> Rij:
    return Rij(run=RUN, kanaal=PRINT, indeling=Indeling(tarief=TARIEF, capaciteit=capaciteit))


def make_all(engine: Engine, rij: Rij, aantal: int) -> list[int]:
    lots: list[int] = []
    while True:
        with engine.begin() as connection:
            lot = make_partij(connection, rij, aantal, NU)
        if lot is None:
            return lots
        lots.append(lot)


def list_lots(engine: Engine) -> dict[int, list[Letter]]:
    lots: dict[int, list[Letter]] = {}
    with engine.begin() as connection:
        for rij in connection.execute(select(zendingen).order_by(zendingen.c.kix, zendingen.c.id)):
            lots.setdefault(rij.lot, []).append((rij.kix, rij.vellen, rij.buitenland))
    return lots


@pytest.fixture(scope="module")
def leeg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = make_outbox(tmp_path_factory.mktemp("partijen") / "outbox.db")
    yield engine
    engine.dispose()


KIX = st.from_regex(r"[1-9][0-9]{3}[A-Z]{2}[1-9]", fullmatch=True)
BRIEVEN = st.lists(st.tuples(KIX | st.just(""), st.integers(1, 12), st.booleans()), min_size=1, max_size=25)


def fill_anew(engine: Engine, brieven: list[Letter]) -> None:
    with engine.begin() as connection:
        for tabel in (overgangen, zendingen, partijen, printdagen):
            connection.execute(delete(tabel))
    fill_outbox(
        engine,
        [
            make_zending(n, PRINT, kix=kix, vellen=vellen, paginas=2 * vellen, buitenland=weg)
            for n, (kix, vellen, weg) in enumerate(brieven)
        ],
    )


@settings(max_examples=60, deadline=None)
@given(BRIEVEN, st.integers(1, 6))
def test_every_letter_gets_one_lot_of_one_class_in_order(
    leeg: Engine, brieven: list[Letter], aantal: int
) -> None:
    fill_anew(leeg, brieven)
    gemaakt = make_all(leeg, RIJ, aantal)
    lots = list_lots(leeg)

    assert gemaakt == sorted(lots) == list(range(1, len(gemaakt) + 1))
    assert Counter(brieven) == Counter(brief for lot in lots.values() for brief in lot)
    vorige: dict[str, str] = {}
    for lot in gemaakt:
        (klasse,) = {TARIEF.find_klasse(vellen, buitenland=weg).naam for _, vellen, weg in lots[lot]}
        assert len(lots[lot]) <= aantal
        assert vorige.get(klasse, "") <= lots[lot][0][0]
        vorige[klasse] = lots[lot][-1][0]


def test_a_lot_stays_as_it_was_made(engine: Engine) -> None:
    fill_outbox(engine, [make_zending(n, PRINT, kix=f"{9000 - n}AA1") for n in range(5)])
    make_all(engine, RIJ, 2)
    eerst = list_lots(engine)
    fill_outbox(engine, [make_zending(9, PRINT, kix="1000AA1")])
    make_all(engine, RIJ, 2)

    assert eerst == {lot: brieven for lot, brieven in list_lots(engine).items() if lot in eerst}
    assert [("1000AA1", 1, False)] == list_lots(engine)[4]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Dienst]:
    with serve_postgres() as dienst:
        yield dienst


@pytest.fixture(params=["sqlite", "postgresql"])
def beide(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty outbox in each of the two databases."""
    url = f"sqlite:///{tmp_path / 'beide.db'}"
    if request.param == "postgresql":
        url = make_database(request.getfixturevalue("postgres"), "partijen")
    engine = make_engine(url, hoogstens=8)
    metadata.create_all(engine)
    yield engine
    engine.dispose()


def run_together(doe: Callable[[], object]) -> None:
    """Do the same in eight threads at once; the first failure is raised."""
    with ThreadPoolExecutor(8) as werkers:
        for werk in [werkers.submit(doe) for _ in range(8)]:
            werk.result(timeout=120)


def test_makers_at_once_give_each_letter_one_lot_and_each_day_its_sheets(beide: Engine) -> None:
    fill_outbox(beide, [make_zending(n, PRINT, kix=f"{9000 - n}AA1") for n in range(100)])
    run_together(lambda: make_all(beide, make_rij(12), 5))
    lots = list_lots(beide)
    with beide.begin() as connection:
        bezet = list_printdagen(connection, date(2026, 1, 1))
        nummers = connection.execute(select(partijen.c.lot).order_by(partijen.c.lot)).scalars().all()

    assert list(range(1, 21)) == sorted(lots) == nummers
    assert {5} == {len(brieven) for brieven in lots.values()}
    assert ([10] * 10) == list(bezet.values())


def test_workers_at_once_claim_each_lot_once(beide: Engine) -> None:
    fill_outbox(beide, [make_zending(n, PRINT) for n in range(60)])
    make_all(beide, RIJ, 5)
    geclaimd: list[str] = []

    def claim() -> None:
        while True:
            with beide.begin() as connection:
                partij = claim_partij(connection, RIJ, NU, DUUR)
            if not partij:
                return
            geclaimd.extend(opdracht.zending.kenmerk for opdracht in partij)

    run_together(claim)
    assert sorted(set(geclaimd)) == sorted(geclaimd)
    assert 60 == len(geclaimd)


class TestPrintdagen:
    """A lot for a later day is not due before that day begins."""

    def test_lots_are_spread_and_become_due_day_by_day(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(n, PRINT) for n in range(5)])
        rij = make_rij(2)
        make_all(engine, rij, 2)
        morgen = compute_begin(date(2026, 7, 2))
        with engine.begin() as connection:
            bezet = list_printdagen(connection, date(2026, 7, 1))
            vandaag = claim_partij(connection, rij, NU, DUUR)
            nog_niet = claim_partij(connection, rij, morgen - timedelta(seconds=1), DUUR)
            dan = claim_partij(connection, rij, morgen, DUUR)
            connection.execute(update(zendingen).where(zendingen.c.lot < 3).values(status=Status.BEZORGD))
            volgend = find_volgend_moment(connection, rij, NU)

        assert {date(2026, 7, 1): 2, date(2026, 7, 2): 2, date(2026, 7, 3): 1} == bezet
        assert ([1, 1], (), [2, 2]) == ([o.lot for o in vandaag], nog_niet, [o.lot for o in dan])
        assert compute_begin(date(2026, 7, 3)) == volgend

    def test_two_runs_share_the_days(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(n, PRINT) for n in range(2)])
        with engine.begin() as connection:
            connection.execute(printdagen.insert().values(dag=date(2026, 7, 1), vellen=1))
        make_all(engine, make_rij(2), 2)
        with engine.begin() as connection:
            bezet = list_printdagen(connection, date(2026, 7, 1))
            dag = connection.execute(select(partijen.c.dag)).scalar_one()

        assert {date(2026, 7, 1): 1, date(2026, 7, 2): 2} == bezet
        assert date(2026, 7, 2) == dag

    def test_without_a_capacity_every_day_will_do(self, engine: Engine) -> None:
        zaterdag = compute_begin(date(2026, 7, 4))
        fill_outbox(engine, [make_zending(n, PRINT) for n in range(3)])
        with engine.begin() as connection:
            make_partij(connection, RIJ, 5, zaterdag)
            partij = claim_partij(connection, RIJ, zaterdag, DUUR)
            bezet = list_printdagen(connection, date(2026, 1, 1))

        assert (3, {}) == (len(partij), bezet)


@pytest.fixture
def plannen(engine: Engine) -> Iterator[list[str]]:
    """How SQLite does every SELECT of zendingen from here on."""
    gevonden: list[str] = []

    def hear(
        connection: Connection, cursor: Cursor, tekst: str, waarden: tuple[object, ...], *_: object
    ) -> None:
        if tekst.startswith(("SELECT zendingen", "SELECT min(zendingen")):
            uitleg = cursor.connection.execute(f"EXPLAIN QUERY PLAN {tekst}", waarden)
            gevonden.extend(str(rij[3]) for rij in uitleg)

    fill_outbox(engine, [make_zending(n, PRINT) for n in range(3)])
    event.listen(engine, "before_cursor_execute", hear)
    yield gevonden
    event.remove(engine, "before_cursor_execute", hear)


class TestIndex:
    """However many letters a run has, the next lot costs a few looks."""

    def test_what_waits_for_a_lot_is_found_by_its_index(self, engine: Engine, plannen: list[str]) -> None:
        with engine.begin() as connection:
            make_partij(connection, RIJ, 2, NU)

        assert len(plannen) >= 4
        assert [] == [plan for plan in plannen if "zendingen_los" not in plan]

    def test_the_next_lot_is_found_by_its_index(self, engine: Engine, plannen: list[str]) -> None:
        with engine.begin() as connection:
            find_klare_partij(connection, RIJ, NU)

        assert 1 == len(plannen)
        assert "zendingen_open_partij" in plannen[0]
