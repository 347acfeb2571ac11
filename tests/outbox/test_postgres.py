"""The outbox on a real PostgreSQL: many workers at once, and a server that dies."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, insert, select
from sqlalchemy.exc import OperationalError

from outbox.bezorgen import Werkplek, deliver_run
from outbox.database import hold_slot, insert_replacing, make_engine
from outbox.kanaal import Opdracht
from outbox.opslag import Rij, claim_partij, claim_zendingen, end_claims, mark_verlopen, plan_zendingen
from outbox.partijen import make_partij
from outbox.retry import Beleid
from outbox.tabellen import metadata, overgangen, partijen, zendingen
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.diensten import Dienst, make_database
from tests.bouwers.zendingen import (
    NU,
    RUN,
    Echteklok,
    Nepkanaal,
    Nepklok,
    count,
    fill_outbox,
    make_bron,
    make_zending,
)

BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
BOXRIJ, PRINTRIJ = Rij(run=RUN, kanaal=BOX), Rij(run=RUN, kanaal=PRINT)
DUUR = timedelta(minutes=2)
WERKERS = 4
AANTAL = 400
HOUDT_SLOT = """
import sys, time
from outbox.database import hold_slot, make_engine
with hold_slot(make_engine(sys.argv[1]), "run proef") as gekregen:
    print(gekregen, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def engine(postgres: Dienst) -> Iterator[Engine]:
    engine = make_engine(make_database(postgres, "outbox"), hoogstens=WERKERS + 2)
    metadata.create_all(engine)
    yield engine
    engine.dispose()


def claim_box(engine: Engine) -> tuple[Opdracht, ...]:
    with engine.begin() as connection:
        mark_verlopen(connection, RUN, NU)
        return claim_zendingen(connection, BOXRIJ, 10, NU, DUUR)


def claim_print(engine: Engine) -> tuple[Opdracht, ...]:
    """Claim a partij; when there is none that is due, one is made first."""
    with engine.begin() as connection:
        mark_verlopen(connection, RUN, NU)
        if partij := claim_partij(connection, PRINTRIJ, NU, DUUR):
            return partij
    with engine.begin() as connection:
        make_partij(connection, PRINTRIJ, 10, NU)
    with engine.begin() as connection:
        return claim_partij(connection, PRINTRIJ, NU, DUUR)


def claim_all(engine: Engine, claim: Callable[[Engine], tuple[Opdracht, ...]]) -> list[list[Opdracht]]:
    """Let workers claim at the same moment, ten at a time, until each finds nothing."""

    def work(_: int) -> list[list[Opdracht]]:
        partijen: list[list[Opdracht]] = []
        leeg = 0
        while leeg < 3:
            partij = claim(engine)
            partijen += [list(partij)] if partij else []
            leeg = 0 if partij else leeg + 1
        return partijen

    with ThreadPoolExecutor(WERKERS) as werkers:
        return [partij for partijen in werkers.map(work, range(WERKERS)) for partij in partijen]


def list_kenmerken(partijen: list[list[Opdracht]]) -> list[str]:
    return sorted(opdracht.zending.kenmerk for partij in partijen for opdracht in partij)


class TestStatements:
    """Every statement means on PostgreSQL what it means on SQLite."""

    def test_the_same_zending_is_planned_once(self, engine: Engine) -> None:
        gepland = [(make_zending(nummer), Status.GEPLAND) for nummer in range(3)]
        with engine.begin() as connection:
            aantallen = [plan_zendingen(connection, gepland[:aantal]) for aantal in (2, 3, 3)]

        assert [2, 1, 0] == aantallen

    def test_of_rows_with_the_same_key_the_last_stays(self, engine: Engine) -> None:
        waarden = {"run": RUN, "kanaal": BOX}
        with engine.begin() as connection:
            connection.execute(insert(partijen), [waarden | {"lot": lot} for lot in (1, 2)])
            nieuw = insert_replacing(connection.dialect, overgangen)
            plan_zendingen(connection, [(make_zending(), Status.GEPLAND)])
            zending = connection.scalar(select(zendingen.c.id))
            rij = {"zending_id": zending, "van": Status.GEPLAND, "naar": Status.BEZIG, "moment": NU}
            fouten = [{"id": 1, "fout_soort": soort, **rij} for soort in ("Eerst", "Laatst")]
            connection.execute(nieuw, fouten)
            over = connection.scalars(select(overgangen.c.fout_soort)).all()

        assert ["Laatst"] == over

    def test_a_moment_comes_back_as_the_same_moment(self, engine: Engine) -> None:
        moment = datetime(2026, 7, 1, 0, 30, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
        with engine.begin() as connection:
            plan_zendingen(connection, [(make_zending(publicatie=moment), Status.GEPLAND)])
            terug = connection.scalar(select(zendingen.c.publicatie))

        assert terug is not None
        assert (moment, timedelta(0)) == (terug, terug.utcoffset())


class TestClaimen:
    """Of many workers one gets a Zending, and nobody waits for another."""

    def test_every_zending_is_claimed_exactly_once(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(nummer) for nummer in range(AANTAL)])

        partijen = claim_all(engine, claim_box)

        assert [f"T-{nummer:06d}" for nummer in range(AANTAL)] == list_kenmerken(partijen)
        with engine.begin() as connection:
            stappen = connection.scalars(select(overgangen.c.zending_id).where(overgangen.c.naar == "bezig"))
            assert {1} == set(Counter(stappen).values())

    def test_every_new_partij_has_a_number_and_zendingen_of_its_own(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(nummer, PRINT) for nummer in range(AANTAL)])

        gemaakt = claim_all(engine, claim_print)

        assert [f"T-{nummer:06d}" for nummer in range(AANTAL)] == list_kenmerken(gemaakt)
        assert all(len({opdracht.lot for opdracht in partij}) == 1 for partij in gemaakt)
        assert list(range(1, len(gemaakt) + 1)) == sorted(partij[0].lot or 0 for partij in gemaakt)
        assert AANTAL // 10 == len(gemaakt)

    def test_a_partij_that_comes_back_goes_out_whole(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(nummer, PRINT) for nummer in range(AANTAL)])
        eerst = claim_all(engine, claim_print)
        with engine.begin() as connection:
            end_claims(connection, RUN, NU)

        nog_eens = claim_all(engine, claim_print)

        delen = [{opdracht.zending.kenmerk for opdracht in partij} for partij in eerst]
        assert all(opdracht.onzeker for partij in nog_eens for opdracht in partij)
        assert sorted(map(sorted, delen)) == sorted(list_kenmerken([partij]) for partij in nog_eens)

    def test_a_worker_passes_by_what_another_is_claiming(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(nummer) for nummer in range(4)])
        with engine.begin() as een, engine.begin() as ander:
            eerste = claim_zendingen(een, BOXRIJ, 2, NU, DUUR)
            tweede = claim_zendingen(ander, BOXRIJ, 4, NU, DUUR)

        assert ["T-000000", "T-000001"] == list_kenmerken([list(eerste)])
        assert ["T-000002", "T-000003"] == list_kenmerken([list(tweede)])

    def test_four_workers_deliver_every_zending_once(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(n, kanaal) for n in range(60) for kanaal in Kanaalsoort])
        werkplek = Werkplek(engine=engine, bron=make_bron(), klok=Echteklok())
        box = Nepkanaal()
        print_ = Nepkanaal(soort=PRINT, vaste_partijen=True)
        with ThreadPoolExecutor(WERKERS) as werkers:
            list(werkers.map(lambda _: deliver_run(werkplek, RUN, [box, print_]), range(WERKERS)))

        assert {BOX: {Status.BEZORGD: 60}, PRINT: {Status.BEZORGD: 60}} == count(engine)
        assert [60, 60] == [len(set(list_kenmerken(kanaal.gezien))) for kanaal in (box, print_)]
        assert [60, 60] == [len(list_kenmerken(kanaal.gezien)) for kanaal in (box, print_)]

    def test_a_claim_takes_its_answer_from_the_front_of_an_index(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(nummer) for nummer in range(50)])
        gesteld: list[tuple[str, Mapping[str, object]]] = []
        event.listen(engine, "before_cursor_execute", lambda *a: gesteld.append((a[2], a[3])))
        with engine.begin() as connection:
            mark_verlopen(connection, RUN, NU)
            claim_zendingen(connection, BOXRIJ, 60, NU, DUUR)
        zoeken = [v for v in gesteld if v[0].endswith("SKIP LOCKED") and "FROM zendingen" in v[0]]
        with engine.begin() as connection:
            for manier in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
                connection.exec_driver_sql(f"SET LOCAL enable_{manier} = off")
            plannen = [
                "\n".join(connection.exec_driver_sql(f"EXPLAIN {vraag}", dict(waarden)).scalars())
                for vraag, waarden in zoeken
            ]

        assert 3 == len(plannen)
        assert ["wacht", "wacht"] == [plan.partition(" using zendingen_")[2][:5] for plan in plannen[1:]]
        assert not any("Sort" in plan for plan in plannen[1:])


class TestSloten:
    """A lock holds over every machine, and goes when the process goes."""

    def test_a_lock_is_for_one_at_a_time(self, engine: Engine) -> None:
        with (
            hold_slot(engine, "run een") as eerst,
            hold_slot(engine, "run een") as dubbel,
            hold_slot(engine, "run twee") as ander,
        ):
            assert (eerst, dubbel, ander) == (True, False, True)

    def test_a_lock_that_is_given_back_is_free_at_once(self, engine: Engine) -> None:
        gekregen = []
        for _ in range(200):
            with hold_slot(engine, "run een") as mijn:
                gekregen.append(mijn)

        assert [True] * 200 == gekregen

    def test_no_transaction_stays_open_behind_a_lock(self, engine: Engine) -> None:
        with hold_slot(engine, "run een"), engine.begin() as connection:
            vraag = "SELECT state FROM pg_stat_activity WHERE datname = current_database()"
            staten = connection.exec_driver_sql(vraag).scalars().all()

        assert "idle in transaction" not in staten

    def test_a_killed_process_frees_its_lock(self, engine: Engine) -> None:
        opdracht = [sys.executable, "-c", HOUDT_SLOT, engine.url.render_as_string(hide_password=False)]
        with subprocess.Popen(opdracht, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as kind:
            assert kind.stdout is not None
            gekregen = kind.stdout.readline()
            with hold_slot(engine, "run proef") as tijdens:
                pass
            kind.kill()
        tot, na = time.monotonic() + 10, False
        while not na and time.monotonic() < tot:
            with hold_slot(engine, "run proef") as na:
                pass

        assert (b"True\n", False, True) == (gekregen, tijdens, na)


class TestDood:
    """A server that is killed loses nothing, and what it had is delivered once."""

    def test_a_killed_server_ends_the_run_and_the_next_delivers_the_rest(
        self, engine: Engine, postgres: Dienst
    ) -> None:
        fill_outbox(engine, [make_zending(nummer) for nummer in range(20)])
        kanaal, gepasseerd = Nepkanaal(partijgrootte=5), Counter[str]()

        def bereik(punt: str) -> None:
            gepasseerd[punt] += 1
            if gepasseerd["bezorgd"] == 8 and punt == "bezorgd":
                postgres.kill()

        klok = Nepklok()
        werkplek = Werkplek(
            engine=engine, bron=make_bron(), klok=klok, beleid=Beleid(bezinktijd=timedelta(0)), bereik=bereik
        )
        with pytest.raises(OperationalError) as fout:
            deliver_run(werkplek, RUN, [kanaal])
        postgres.start()
        with engine.begin() as connection:
            end_claims(connection, RUN, klok.now())
        deliver_run(werkplek, RUN, [kanaal])

        assert fout.value.connection_invalidated
        assert {BOX: {Status.BEZORGD: 20}} == count(engine)
        zonder_kijken = [o.zending.kenmerk for partij in kanaal.gezien for o in partij if not o.onzeker]
        assert len(zonder_kijken) == len(set(zonder_kijken)) == 20
