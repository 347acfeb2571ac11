"""A person acts on a run: held still, cancelled or recalled, and never both sent and withdrawn."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from outbox.bezorgen import Werkplek, deliver_run
from outbox.database import make_engine
from outbox.errors import OutboxError, RetryableError, UncertainError, UnknownOntvangerError
from outbox.ingreep import Daad, Ingreep, Ingreepstand, Selectie
from outbox.ingrijpen import intervene
from outbox.intrekopslag import BEZORGD, GEPUBLICEERD, ONVRIJ, count_stand, list_weigeringen
from outbox.kanaal import Documentbron, Opdracht, Uitkomst
from outbox.logboek import Logregel, list_logboek, verify_logboek
from outbox.opslag import (
    Rij,
    claim_zendingen,
    find_zendingen,
    list_zendingregels,
    plan_zendingen,
    release_run,
    withdraw_geplande,
)
from outbox.retry import Beleid
from outbox.runstand import open_runstanden
from outbox.tabellen import metadata, overgangen
from outbox.terugroepen import settle_intrekkingen
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.diensten import Dienst, make_database, serve_postgres
from tests.bouwers.zendingen import (
    NU,
    RUN,
    Nepkanaal,
    Nepklok,
    count,
    fill_outbox,
    make_bron,
    make_ontvangst,
    make_outbox,
    make_zending,
)

BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
EEN, TWEE = "T-000001", "T-000002"
DUUR = timedelta(minutes=2)


def act(engine: Engine, daad: Daad, *kenmerken: str, kanaal: Kanaalsoort | None = None) -> Ingreep:
    selectie = Selectie(run=RUN, kanaal=kanaal, kenmerken=frozenset(kenmerken) or None)
    ingreep = Ingreep(daad=daad, selectie=selectie, wie="J. de Vries", waarom="verkeerde bijlage")
    intervene(engine, ingreep, NU)
    return ingreep


def look(engine: Engine, ingreep: Ingreep) -> Ingreepstand:
    with engine.begin() as connection:
        return count_stand(connection, ingreep, NU)


def list_regels(engine: Engine) -> list[Logregel]:
    with engine.begin() as connection:
        return list(list_logboek(connection))


def settle(werkplek: Werkplek, *kanalen: Any) -> None:  # noqa: ANN401 - any channel
    settle_intrekkingen(werkplek, RUN, kanalen)


@dataclass
class Sprekend(Nepkanaal):
    """A channel during whose deliveries something else happens."""

    tijdens: list[Any] = field(default_factory=list)

    def deliver(self, partij: Sequence[Opdracht], bron: Documentbron) -> Iterator[Uitkomst]:
        if self.tijdens:
            self.tijdens.pop(0)()
        yield from super().deliver(partij, bron)


@dataclass
class Wekker(Nepklok):
    """A clock on which something happens once somebody sleeps for the so-manieth time."""

    na: int = 5
    wek: Any = None

    def sleep(self, seconden: float) -> None:
        super().sleep(seconden)
        if len(self.geslapen) == self.na:
            self.wek()


class TestPauze:
    """Nothing of what is held still is claimed, until it is resumed."""

    def test_a_worker_that_is_busy_stops_within_one_claim_and_goes_on_after_it(
        self, engine: Engine, werkplek: Werkplek
    ) -> None:
        fill_outbox(engine, [make_zending(nummer) for nummer in range(30)])
        box = Sprekend(tijdens=[lambda: act(engine, Daad.PAUZEREN)])
        standen: list[int] = []

        def wake() -> None:
            standen.append(count(engine)[BOX][Status.BEZORGD])
            act(engine, Daad.HERVATTEN)

        deliver_run(replace(werkplek, klok=Wekker(wek=wake)), RUN, [box])

        assert [10] == standen
        assert {BOX: {Status.BEZORGD: 30}} == count(engine)
        assert ["pauzeren", "hervatten"] == [regel.daad for regel in list_regels(engine)]

    def test_one_channel_can_be_held_still(self, engine: Engine, werkplek: Werkplek) -> None:
        fill_outbox(engine, [make_zending(1), make_zending(1, PRINT)])
        ingreep = act(engine, Daad.PAUZEREN, kanaal=PRINT)
        papier = Nepkanaal(soort=PRINT, vaste_partijen=True)
        klok = Wekker(wek=lambda: act(engine, Daad.HERVATTEN, kanaal=PRINT))
        stil = look(engine, ingreep).stil
        deliver_run(replace(werkplek, klok=klok), RUN, [Nepkanaal(), papier])

        assert 1 == stil
        assert len(klok.geslapen) >= klok.na
        assert {BOX: {Status.BEZORGD: 1}, PRINT: {Status.BEZORGD: 1}} == count(engine)

    def test_some_letters_can_be_held_still(self, engine: Engine, werkplek: Werkplek) -> None:
        fill_outbox(engine, [make_zending(nummer) for nummer in range(5)])
        ingreep = act(engine, Daad.PAUZEREN, EEN, TWEE)
        standen: list[object] = []

        def wake() -> None:
            standen.append(count(engine))
            act(engine, Daad.HERVATTEN)

        stil = look(engine, ingreep).stil
        deliver_run(replace(werkplek, klok=Wekker(wek=wake)), RUN, [Nepkanaal()])

        assert 2 == stil
        assert [{BOX: {Status.BEZORGD: 3, Status.VRIJGEGEVEN: 2}}] == standen
        assert {BOX: {Status.BEZORGD: 5}} == count(engine)

    def test_what_is_released_during_the_pause_waits_as_well(self, engine: Engine) -> None:
        act(engine, Daad.PAUZEREN)
        fill_outbox(engine, [make_zending(1)])
        with engine.begin() as connection:
            geclaimd = claim_zendingen(connection, Rij(run=RUN, kanaal=BOX), 10, NU, DUUR)

        assert () == geclaimd

    def test_another_run_goes_on(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(1)])
        anders = Selectie(run="2026-08")
        intervene(engine, Ingreep(daad=Daad.PAUZEREN, selectie=anders, wie="J", waarom="w"), NU)
        with engine.begin() as connection:
            geclaimd = claim_zendingen(connection, Rij(run=RUN, kanaal=BOX), 10, NU, DUUR)

        assert 1 == len(geclaimd)


class TestAnnuleren:
    """What was not claimed is withdrawn; what is on its way comes to rest first."""

    def test_what_was_not_claimed_never_goes(self, engine: Engine, werkplek: Werkplek) -> None:
        fill_outbox(engine, [make_zending(1), make_zending(2), make_zending(2, PRINT)])
        with engine.begin() as connection:
            plan_zendingen(connection, [(make_zending(3), Status.VASTGEHOUDEN)])
        act(engine, Daad.ANNULEREN)
        box = Nepkanaal()
        deliver_run(werkplek, RUN, [box])

        assert ([], {BOX: {Status.INGETROKKEN: 3}, PRINT: {Status.INGETROKKEN: 1}}) == (
            box.gezien,
            count(engine),
        )
        with engine.begin() as connection:
            regels = list_zendingregels(connection, RUN, [Status.INGETROKKEN])
        assert {"verkeerde bijlage"} == {regel.reden for regel in regels}

    def test_each_step_is_kept(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(1)])
        act(engine, Daad.ANNULEREN)
        with engine.begin() as connection:
            stappen = connection.execute(overgangen.select().order_by(overgangen.c.id)).all()

        assert [(Status.GEPLAND, Status.VRIJGEGEVEN), (Status.VRIJGEGEVEN, Status.INGETROKKEN)] == [
            (stap.van, stap.naar) for stap in stappen
        ]

    def test_only_the_part_that_was_asked_is_withdrawn(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(nummer, soort) for nummer in (1, 2) for soort in Kanaalsoort])
        ingreep = act(engine, Daad.ANNULEREN, EEN, "T-999999", kanaal=PRINT)

        assert {
            BOX: {Status.VRIJGEGEVEN: 2},
            PRINT: {Status.VRIJGEGEVEN: 1, Status.INGETROKKEN: 1},
        } == count(engine)
        assert ("T-999999",) == look(engine, ingreep).onbekend

    def test_what_is_made_of_the_run_afterwards_does_not_go_either(self, engine: Engine) -> None:
        act(engine, Daad.ANNULEREN, kanaal=BOX)
        with engine.begin() as connection:
            plan_zendingen(connection, [(make_zending(1, soort), Status.GEPLAND) for soort in Kanaalsoort])
            vrij = release_run(connection, RUN, NU)

        assert 1 == vrij
        assert {BOX: {Status.INGETROKKEN: 1}, PRINT: {Status.VRIJGEGEVEN: 1}} == count(engine)

    def test_a_letter_that_may_be_made_anew_is_only_withdrawn_with_the_whole_run(
        self, engine: Engine
    ) -> None:
        with engine.begin() as connection:
            plan_zendingen(connection, [(make_zending(1), Status.GEPLAND)])
        deel = look(engine, act(engine, Daad.ANNULEREN, EEN))
        heel = look(engine, act(engine, Daad.ANNULEREN))
        with engine.begin() as connection:
            withdraw_geplande(connection, [EEN])

        assert {ONVRIJ: 1} == deel.geweigerd
        assert {BOX: {Status.INGETROKKEN: 1}} == heel.standen
        assert {} == count(engine)

    @pytest.mark.parametrize(
        ("fout", "einde"),
        [
            (RetryableError("dicht"), Status.INGETROKKEN),
            (UnknownOntvangerError("geen box"), Status.INGETROKKEN),
            (None, Status.BEZORGD),
            (UncertainError("kwijt"), Status.ONZEKER),
        ],
    )
    def test_what_a_worker_is_sending_comes_to_rest_first(
        self, engine: Engine, werkplek: Werkplek, fout: OutboxError | None, einde: Status
    ) -> None:
        fill_outbox(engine, [make_zending(1, terugval=True)])
        box = Sprekend(scenario={EEN: [fout] if fout else []}, tijdens=[lambda: act(engine, Daad.ANNULEREN)])
        deliver_run(replace(werkplek, beleid=Beleid(pogingen=1)), RUN, [box])

        # no paper takes over
        assert {BOX: {einde: 1}} == count(engine)

    def test_what_was_delivered_is_named_with_the_way_out(self, engine: Engine, werkplek: Werkplek) -> None:
        fill_outbox(engine, [make_zending(1), make_zending(2, publicatie=NU)])
        deliver_run(werkplek, RUN, [Nepkanaal()])
        ingreep = act(engine, Daad.ANNULEREN)
        stand = look(engine, ingreep)
        with engine.begin() as connection:
            per_zending = {w.kenmerk: w.reden for w in list_weigeringen(connection, ingreep, NU)}

        assert {EEN: BEZORGD, TWEE: GEPUBLICEERD} == per_zending
        assert ({BEZORGD: 1, GEPUBLICEERD: 1}, {}) == (stand.geweigerd, stand.wachtend)
        assert NU + timedelta(days=5) == stand.venster

    def test_an_uncertain_letter_is_looked_for_and_not_sent(self, engine: Engine, werkplek: Werkplek) -> None:
        fill_outbox(engine, [make_zending(1)])
        with engine.begin() as connection:
            claim_zendingen(connection, Rij(run=RUN, kanaal=BOX), 10, NU, DUUR)
        act(engine, Daad.ANNULEREN)
        box = Nepkanaal()
        settle(werkplek, box)

        ((opdracht,),) = box.gezien
        assert (True, True) == (opdracht.onzeker, opdracht.ingetrokken)


class TestLogboek:
    """Each act is written down with the change itself, or neither happens."""

    def test_it_tells_who_did_what_and_why(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(1)])
        act(engine, Daad.ANNULEREN, EEN, kanaal=BOX)

        (regel,) = list_regels(engine)
        assert ("J. de Vries", "annuleren", RUN) == (regel.wie, regel.daad, regel.run)
        assert ("1 kenmerken over berichtenbox: T-000001", "verkeerde bijlage") == (regel.wat, regel.waarom)
        with engine.begin() as connection:
            assert () == verify_logboek(connection)

    def test_an_act_that_may_not_be_written_down_does_nothing(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(1)])
        ingreep = Ingreep(daad=Daad.ANNULEREN, selectie=Selectie(run=RUN), wie="J", waarom=" ")

        with pytest.raises(OutboxError, match="waarom"):
            intervene(engine, ingreep, NU)
        assert {BOX: {Status.VRIJGEGEVEN: 1}} == count(engine)

    def test_a_large_selection_is_kept_as_a_digest(self) -> None:
        namen = frozenset(f"T-{nummer:06d}" for nummer in range(21))

        assert "21 kenmerken, sha256 " in Selectie(run=RUN, kenmerken=namen).describe()
        assert (
            Selectie(run=RUN, kenmerken=namen).describe()
            != Selectie(run=RUN, kenmerken=namen - {EEN}).describe()
        )


class TestZonderTerugroep:
    """A channel such as GLOBE cannot take anything back, and says so."""

    def test_what_was_delivered_stays_delivered(self, engine: Engine, werkplek: Werkplek) -> None:
        fill_outbox(engine, [make_zending(1)])
        deliver_run(werkplek, RUN, [Nepkanaal()])
        ingreep = act(engine, Daad.TERUGROEPEN)
        settle(werkplek, Nepkanaal())

        assert {BOX: {Status.BEZORGD: 1}} == count(engine)
        assert ["dit kanaal kan niet terugroepen: wat bezorgd is, blijft bezorgd"] == list(
            look(engine, ingreep).geweigerd
        )
        with engine.begin() as connection:
            (stand,) = find_zendingen(connection, EEN)
        assert (make_ontvangst(EEN), None) == (stand.ontvangst, stand.intrekking)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Dienst]:
    with serve_postgres() as dienst:
        yield dienst


@pytest.fixture(params=["sqlite", "postgresql"])
def outbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = make_outbox(tmp_path / "o.db")
    else:
        engine = make_engine(make_database(request.getfixturevalue("postgres"), "intrekken"), hoogstens=8)
        metadata.create_all(engine)
    yield engine
    engine.dispose()


def test_on_postgresql_a_claim_passes_a_run_by_on_which_an_act_is_being_done(postgres: Dienst) -> None:
    engine = make_engine(make_database(postgres, "intrekken"))
    metadata.create_all(engine)
    fill_outbox(engine, [make_zending(1)])
    rij = Rij(run=RUN, kanaal=BOX)
    with engine.begin() as bezig, engine.begin() as ander:
        open_runstanden(bezig, RUN)
        intussen = claim_zendingen(ander, rij, 10, NU, DUUR)
    with engine.begin() as connection:
        daarna = claim_zendingen(connection, rij, 10, NU, DUUR)
    engine.dispose()

    assert ((), 1) == (intussen, len(daarna))


@dataclass
class Traag(Nepkanaal):
    """A channel that now and then fails, and takes its time."""

    bezorgd: list[str] = field(default_factory=list)

    def deliver(self, partij: Sequence[Opdracht], bron: Documentbron) -> Iterator[Uitkomst]:
        for nummer, opdracht in enumerate(partij):
            threading.Event().wait(0.002)
            kenmerk = opdracht.zending.kenmerk
            if nummer % 4 == 3 and opdracht.attempts == 1:
                yield Uitkomst(kenmerk=kenmerk, resultaat=RetryableError("dicht"))
            else:
                self.bezorgd.append(kenmerk)
                yield Uitkomst(kenmerk=kenmerk, resultaat=make_ontvangst(kenmerk))


def test_no_letter_is_both_delivered_and_withdrawn_while_workers_and_acts_cross(outbox: Engine) -> None:
    fill_outbox(outbox, [make_zending(nummer) for nummer in range(200)])
    kanalen = [Traag(partijgrootte=8) for _ in range(3)]
    plek = Werkplek(
        engine=outbox, bron=make_bron(), klok=Nepklok(), beleid=Beleid(claimduur=timedelta(days=1))
    )
    draden = [threading.Thread(target=deliver_run, args=(plek, RUN, [kanaal])) for kanaal in kanalen]
    for draad in draden:
        draad.start()
    for nummer in range(190, -1, -10):
        act(outbox, Daad.ANNULEREN, *(f"T-{nummer + plaats:06d}" for plaats in range(5)))
    act(outbox, Daad.PAUZEREN)
    act(outbox, Daad.HERVATTEN)
    for draad in draden:
        draad.join(60)

    bezorgd = sorted(kenmerk for kanaal in kanalen for kenmerk in kanaal.bezorgd)
    with outbox.begin() as connection:
        ingetrokken = [regel.kenmerk for regel in list_zendingregels(connection, RUN, [Status.INGETROKKEN])]
        assert () == verify_logboek(connection)
    assert [f"T-{nummer:06d}" for nummer in range(200)] == sorted(bezorgd + ingetrokken)
    assert {BOX: {Status.BEZORGD: len(bezorgd), Status.INGETROKKEN: len(ingetrokken)}} == count(outbox)
    assert ingetrokken
