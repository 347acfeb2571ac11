"""The division in lots: one class, in the order of the postcode, made once and by one maker at a time."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, event, select, update

from outbox.indeling import Indeling, Posttarief
from outbox.opslag import claim_partij, find_volgend_moment
from outbox.partijen import find_klare_partij, list_printdagen, make_partij
from outbox.printkalender import compute_begin
from outbox.rijen import Rij
from outbox.tabellen import overgangen, partijen, printdagen, zendingen
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.zendingen import NU, RUN, fill_outbox, make_outbox, make_zending

PRINT = Kanaalsoort.PRINT
TARIEF = Posttarief()
RIJ = Rij(run=RUN, kanaal=PRINT, indeling=Indeling(tarief=TARIEF))
DUUR = timedelta(minutes=2)


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


def list_lots(engine: Engine) -> dict[int, list[tuple[str, int, bool]]]:
    lots: dict[int, list[tuple[str, int, bool]]] = {}
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


@settings(max_examples=60, deadline=None)
@given(BRIEVEN, st.integers(1, 6))
def test_every_letter_gets_one_lot_of_one_class_in_order(
    leeg: Engine, brieven: list[tuple[str, int, bool]], aantal: int
) -> None:
    with leeg.begin() as connection:
        for tabel in (overgangen, zendingen, partijen, printdagen):
            connection.execute(delete(tabel))
    fill_outbox(
        leeg,
        [
            make_zending(n, PRINT, kix=kix, vellen=vellen, paginas=2 * vellen, buitenland=weg)
            for n, (kix, vellen, weg) in enumerate(brieven)
        ],
    )
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


def test_makers_at_once_give_each_letter_one_lot(engine: Engine) -> None:
    fill_outbox(engine, [make_zending(n, PRINT, kix=f"{9000 - n}AA1") for n in range(40)])
    gemaakt: list[int] = []
    makers = [Thread(target=lambda: gemaakt.extend(make_all(engine, RIJ, 3))) for _ in range(4)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join(60)

    assert list(range(1, 15)) == sorted(gemaakt)
    assert 40 == sum(map(len, list_lots(engine).values()))


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


@pytest.mark.parametrize("vraag", ["maken", "zoeken"])
def test_the_next_lot_is_found_by_an_index(tmp_path: Path, vraag: str) -> None:
    """However many letters a run has, the next lot costs a few looks."""
    engine = make_outbox(tmp_path / "outbox.db")
    vragen: list[tuple[str, object]] = []

    def hear(*feiten: object) -> None:
        vragen.append((str(feiten[2]), feiten[3]))

    event.listen(engine, "before_cursor_execute", hear)
    fill_outbox(engine, [make_zending(n, PRINT) for n in range(3)])
    vragen.clear()
    with engine.begin() as connection:
        if vraag == "maken":
            make_partij(connection, RIJ, 2, NU)
        else:
            find_klare_partij(connection, RIJ, NU)
        gelezen = [(tekst, waarden) for tekst, waarden in vragen if tekst.startswith("SELECT zendingen")]
        plannen = [
            str(regel.detail)
            for tekst, waarden in gelezen
            for regel in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {tekst}", waarden)  # type: ignore[arg-type] # as the driver had them
        ]
    engine.dispose()

    assert plannen
    index = "zendingen_los" if vraag == "maken" else "zendingen_open_partij"
    assert [] == [plan for plan in plannen if index not in plan]
