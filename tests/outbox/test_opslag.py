"""The statements: planning, claiming and marking, each on the caller's connection."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import cast

import pytest
from sqlalchemy import Engine, select, update

from outbox.errors import OutboxError, RetryableError
from outbox.kanaal import Opdracht
from outbox.opslag import (
    Rij,
    claim_partij,
    claim_zendingen,
    count_vervangingen,
    end_claims,
    find_volgend_moment,
    find_zendingen,
    list_zendingregels,
    mark_verlopen,
    mark_zending,
    plan_zendingen,
    release_run,
)
from outbox.partijen import make_partij
from outbox.retry import Besluit
from outbox.tabellen import overgangen, zendingen
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.zendingen import NU, RUN, count, fill_outbox, make_ontvangst, make_zending

BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
DUUR = timedelta(minutes=2)
RIJ = Rij(run=RUN, kanaal=BOX)
GEPLAND_EN_VASTGEHOUDEN = [(make_zending(1), Status.GEPLAND), (make_zending(2), Status.VASTGEHOUDEN)]
BEZORGD = Besluit(status=Status.BEZORGD, ontvangst=make_ontvangst("T-000001"))


def claim(engine: Engine, aantal: int = 10) -> tuple[Opdracht, ...]:
    with engine.begin() as connection:
        return claim_zendingen(connection, RIJ, aantal, NU, DUUR)


def mark(engine: Engine, opdracht: Opdracht, besluit: Besluit) -> bool:
    with engine.begin() as connection:
        return mark_zending(connection, opdracht, besluit, NU)


class TestPlannen:
    """A Zending stands in the outbox once per channel."""

    def test_the_same_zending_is_planned_once(self, engine: Engine) -> None:
        with engine.begin() as connection:
            aantallen = [plan_zendingen(connection, [(make_zending(), Status.GEPLAND)]) for _ in range(3)]

        assert [1, 0, 0] == aantallen
        assert {BOX: {Status.GEPLAND: 1}} == count(engine)

    def test_one_kenmerk_goes_over_two_kanalen(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(), make_zending(kanaal=PRINT)])

        assert {BOX: {Status.VRIJGEGEVEN: 1}, PRINT: {Status.VRIJGEGEVEN: 1}} == count(engine)

    def test_of_many_zendingen_only_the_new_ones_are_planned(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(2)])
        met_status = [(make_zending(1), Status.GEPLAND), (make_zending(2), Status.GEPLAND)]
        with engine.begin() as connection:
            aantallen = [plan_zendingen(connection, paren) for paren in (met_status, met_status, [])]

        assert [1, 0, 0] == aantallen
        assert {BOX: {Status.VRIJGEGEVEN: 1, Status.GEPLAND: 1}} == count(engine)

    def test_another_document_under_the_same_kenmerk_is_refused(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending()])

        with pytest.raises(OutboxError, match="met een ander document"), engine.begin() as connection:
            plan_zendingen(
                connection,
                [(make_zending(2), Status.GEPLAND), (make_zending(sha256="0" * 64), Status.GEPLAND)],
            )
        assert {BOX: {Status.VRIJGEGEVEN: 1}} == count(engine)

    def test_what_is_planned_comes_back_as_it_was(self, engine: Engine) -> None:
        zending = make_zending(terugval=True, reden="adres-onbekend")
        fill_outbox(engine, [zending])
        with engine.begin() as connection:
            (stand,) = find_zendingen(connection, zending.kenmerk)

        assert (zending, Status.VRIJGEGEVEN, None) == (stand.zending, stand.status, stand.ontvangst)

    def test_a_kenmerk_that_nobody_knows_is_an_error(self, engine: Engine) -> None:
        with pytest.raises(OutboxError, match="geen zending met dit kenmerk"), engine.begin() as connection:
            find_zendingen(connection, "T-999999")


class TestVrijgeven:
    """A run is released as a whole, and only what waits for it."""

    def test_release_takes_what_is_gepland_of_this_run(self, engine: Engine) -> None:
        with engine.begin() as connection:
            ander = make_zending(3, run="2026-08")
            plan_zendingen(connection, [*GEPLAND_EN_VASTGEHOUDEN, (ander, Status.GEPLAND)])
            aantallen = [release_run(connection, RUN, NU) for _ in range(2)]

        assert [1, 0] == aantallen
        assert {BOX: {Status.VRIJGEGEVEN: 1, Status.VASTGEHOUDEN: 1}} == count(engine)

    def test_what_is_not_released_cannot_be_claimed(self, engine: Engine) -> None:
        with engine.begin() as connection:
            plan_zendingen(connection, GEPLAND_EN_VASTGEHOUDEN)

        assert claim(engine) == ()


class TestClaimen:
    """A Zending is in one worker's hands at a time."""

    def test_a_claim_takes_no_more_than_was_asked(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(nummer) for nummer in range(5)])

        assert [3, 2, 0] == [len(claim(engine, 3)) for _ in range(3)]

    def test_what_waits_for_its_next_attempt_is_not_claimed(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending()])
        later = NU + timedelta(seconds=1)
        besluit = Besluit(status=Status.VRIJGEGEVEN, fout=RetryableError("dicht"), next_attempt_at=later)
        mark(engine, claim(engine)[0], besluit)
        with engine.begin() as connection:
            nu = claim_zendingen(connection, RIJ, 10, NU, DUUR)
            (straks,) = claim_zendingen(connection, RIJ, 10, later, DUUR)

        assert nu == ()
        assert (2, False, later + DUUR) == (straks.attempts, straks.onzeker, straks.tot)

    def test_a_claim_that_ran_out_is_onzeker(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending()])
        claim(engine)
        with engine.begin() as connection:
            aantallen = [mark_verlopen(connection, RUN, NU + duur) for duur in (DUUR / 2, DUUR, DUUR)]
            (opnieuw,) = claim_zendingen(connection, RIJ, 10, NU + DUUR, DUUR)

        assert [0, 1, 0] == aantallen
        assert opnieuw.onzeker

    def test_claims_can_be_ended_when_no_worker_lives(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(1), make_zending(2)])
        mark(engine, claim(engine, 1)[0], BEZORGD)
        claim(engine, 1)
        with engine.begin() as connection:
            end_claims(connection, RUN, NU)
            mark_verlopen(connection, RUN, NU)

        assert {BOX: {Status.BEZORGD: 1, Status.ONZEKER: 1}} == count(engine)

    def test_a_worker_that_lost_its_claim_marks_nothing(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending()])
        (oud,) = claim(engine)
        with engine.begin() as connection:
            mark_verlopen(connection, RUN, NU + DUUR)
            (nieuw,) = claim_zendingen(connection, RIJ, 10, NU + DUUR, DUUR)

        assert [False, True, False] == [mark(engine, wie, BEZORGD) for wie in (oud, nieuw, nieuw)]

    def test_the_next_moment_is_the_first_of_what_is_open(self, engine: Engine) -> None:
        momenten = []
        fill_outbox(engine, [make_zending(1)])
        for stap in range(3):
            with engine.begin() as connection:
                momenten.append(find_volgend_moment(connection, RIJ, NU))
            if stap == 0:
                (opdracht,) = claim(engine)
            elif stap == 1:
                mark(engine, opdracht, BEZORGD)

        assert [NU, NU + DUUR, None] == momenten

    @pytest.mark.parametrize("later", [None, NU + DUUR], ids=["now", "later"])
    def test_the_next_moment_costs_no_more_work_however_many_wait(
        self, engine: Engine, later: datetime | None
    ) -> None:
        stappen: list[int] = []
        for aantal in (20, 800):
            fill_outbox(engine, [make_zending(nummer) for nummer in range(aantal)])
            with engine.begin() as connection:
                connection.execute(update(zendingen).values(next_attempt_at=later))
                driver = cast(sqlite3.Connection, connection.connection.dbapi_connection)
                stappen.append(0)
                driver.set_progress_handler(partial(add_stap, stappen), 1)
                moment = find_volgend_moment(connection, RIJ, NU)
                driver.set_progress_handler(None, 0)

            assert (later or NU) == moment
        assert stappen[1] < 1.5 * stappen[0]


def add_stap(stappen: list[int]) -> int:
    """Count one step of SQLite's own machine; 0 lets it go on."""
    stappen[-1] += 1
    return 0


class TestPartijen:
    """A partij is decided before it goes out, and stays together."""

    def claim(self, engine: Engine, now_na: timedelta = timedelta(0)) -> tuple[Opdracht, ...]:
        rij, now = Rij(run=RUN, kanaal=PRINT), NU + now_na
        with engine.begin() as connection:
            if partij := claim_partij(connection, rij, now, DUUR):
                return partij
        with engine.begin() as connection:
            make_partij(connection, rij, 3, now)
            return claim_partij(connection, rij, now, DUUR)

    def test_a_partij_has_its_own_number_and_no_more_than_was_asked(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(nummer, PRINT) for nummer in range(5)])
        partijen = [self.claim(engine) for _ in range(3)]

        assert [3, 2, 0] == [len(partij) for partij in partijen]
        assert [{1}, {2}, set()] == [{opdracht.lot for opdracht in partij} for partij in partijen]

    def test_a_partij_of_a_worker_that_died_comes_back_whole_and_alone(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(nummer, PRINT) for nummer in range(5)])
        eerste = self.claim(engine)
        with engine.begin() as connection:
            mark_verlopen(connection, RUN, NU + DUUR)
        weer = self.claim(engine, DUUR)

        assert [o.zending for o in eerste] == [o.zending for o in weer]

    def test_a_partij_does_not_go_out_in_pieces(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(nummer, PRINT) for nummer in range(3)])
        een, twee, drie = self.claim(engine)
        mark(engine, een, BEZORGD)
        mark(engine, twee, Besluit(status=Status.VRIJGEGEVEN, next_attempt_at=NU))
        terwijl_drie_bezig_is = self.claim(engine)
        mark(engine, drie, Besluit(status=Status.VRIJGEGEVEN, next_attempt_at=NU + DUUR))
        terwijl_drie_wacht = self.claim(engine)

        assert ((), ()) == (terwijl_drie_bezig_is, terwijl_drie_wacht)
        assert [twee.zending, drie.zending] == [o.zending for o in self.claim(engine, DUUR)]


class TestMarkeren:
    """Every step is one that exists, and is kept."""

    def test_every_step_is_recorded_in_order(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending()])
        opnieuw = Besluit(status=Status.VRIJGEGEVEN, fout=RetryableError("dicht"), next_attempt_at=NU)
        for besluit in (opnieuw, BEZORGD):
            mark(engine, claim(engine)[0], besluit)
        with engine.begin() as connection:
            rijen = connection.execute(select(overgangen).order_by(overgangen.c.id)).all()

        stappen = ["vrijgegeven", "bezig", "vrijgegeven", "bezig", "bezorgd"]
        assert list(zip(["gepland", *stappen], stappen, strict=False)) == [(r.van, r.naar) for r in rijen]
        assert [None, None, "RetryableError", None, None] == [r.fout_soort for r in rijen]

    def test_a_step_that_does_not_exist_is_refused(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending()])
        (opdracht,) = claim(engine)

        with pytest.raises(OutboxError, match="van 'bezig' naar 'gepland'"):
            mark(engine, opdracht, Besluit(status=Status.GEPLAND))

    def test_what_is_bezorgd_has_its_ontvangst(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending()])
        mark(engine, claim(engine)[0], BEZORGD)
        with engine.begin() as connection:
            (stand,) = find_zendingen(connection, "T-000001")

        assert (Status.BEZORGD, BEZORGD.ontvangst) == (stand.status, stand.ontvangst)

    def test_paper_takes_over_in_the_same_transaction(self, engine: Engine) -> None:
        zending = make_zending(terugval=True)
        fill_outbox(engine, [zending])
        (opdracht,) = claim(engine)
        with engine.connect() as connection:
            mark_zending(connection, opdracht, Besluit(status=Status.VERVANGEN), NU)
            standen = find_zendingen(connection, zending.kenmerk)
            vervangen = count_vervangingen(connection, RUN)
            connection.rollback()

        papier = replace(zending, kanaal=PRINT, terugval=False)
        assert [(zending, Status.VERVANGEN), (papier, Status.VRIJGEGEVEN)] == [
            (s.zending, s.status) for s in standen
        ]
        assert vervangen == 1
        assert {BOX: {Status.BEZIG: 1}} == count(engine)

    def test_a_report_says_why_and_not_who(self, engine: Engine) -> None:
        with engine.begin() as connection:
            vastgehouden = (make_zending(1, reden="adres-onbekend"), Status.VASTGEHOUDEN)
            plan_zendingen(connection, [vastgehouden, (make_zending(2), Status.VRIJGEGEVEN)])
        mark(engine, claim(engine)[0], Besluit(status=Status.OPGEGEVEN, fout=OutboxError("te groot")))
        with engine.begin() as connection:
            regels = list_zendingregels(connection, RUN, [Status.VASTGEHOUDEN, Status.OPGEGEVEN])

        assert [("T-000001", "adres-onbekend"), ("T-000002", "te groot")] == [
            (r.kenmerk, r.reden) for r in regels
        ]
        assert not {"ontvanger", "onderwerp", "tekst"} & set(type(regels[0]).__dataclass_fields__)
