"""The loop: what becomes of zendingen, whatever a channel answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from outbox.bezorgen import Werkplek, deliver_run
from outbox.errors import (
    OutboxError,
    PendingError,
    RejectedZendingError,
    RetryableError,
    UnavailableBronError,
    UncertainError,
    UnknownOntvangerError,
    UnreachableError,
    UnresolvableError,
)
from outbox.kanaal import Documentbron, Klok, Opdracht, Uitkomst, load_document
from outbox.opslag import Rij, claim_zendingen, list_zendingregels
from outbox.retry import Beleid
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.zendingen import NU, RUN, Nepkanaal, Nepklok, count, fill_outbox, make_zending

BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
EEN = "T-000001"
TIEN_MINUTEN = timedelta(minutes=10)
DICHT, KWIJT = RetryableError("dicht"), UncertainError("kwijt")


def run(werkplek: Werkplek, fouten: Sequence[OutboxError]) -> Nepkanaal:
    """Deliver over a Berichtenbox that answers EEN with these errors first, and over paper."""
    box = Nepkanaal(scenario={EEN: list(fouten)})
    deliver_run(werkplek, RUN, [box, Nepkanaal(soort=PRINT, vaste_partijen=True)])
    return box


def list_redenen(engine: Engine, status: Status) -> list[str | None]:
    with engine.begin() as connection:
        return [regel.reden for regel in list_zendingregels(connection, RUN, [status])]


class Vergeetachtig:
    """A channel that says nothing of the second of a partij."""

    soort = BOX
    partijgrootte = 10
    vaste_partijen = False

    def deliver(self, partij: Sequence[Opdracht], bron: Documentbron) -> Iterator[Uitkomst]:
        yield from Nepkanaal().deliver(partij[:1], bron)


@dataclass
class Onbereikbaar:
    """A channel that cannot be reached until a moment."""

    klok: Klok
    tot: datetime
    gezien: list[Opdracht] = field(default_factory=list)
    soort = BOX
    partijgrootte = 10
    vaste_partijen = False

    def deliver(self, partij: Sequence[Opdracht], bron: Documentbron) -> Iterator[Uitkomst]:
        self.gezien += partij
        if self.klok.now() >= self.tot:
            yield from Nepkanaal().deliver(partij, bron)
            return
        for opdracht in partij:
            yield Uitkomst(kenmerk=opdracht.zending.kenmerk, resultaat=UnreachableError("dicht"))


class Lezend:
    """A channel that reads each document, and takes what it can read."""

    soort = BOX
    partijgrootte = 10
    vaste_partijen = False

    def deliver(self, partij: Sequence[Opdracht], bron: Documentbron) -> Iterator[Uitkomst]:
        for opdracht in partij:
            try:
                load_document(bron, opdracht.zending)
            except OutboxError as error:
                yield Uitkomst(kenmerk=opdracht.zending.kenmerk, resultaat=error)
            else:
                yield from Nepkanaal().deliver([opdracht], bron)


def test_documents_that_cannot_be_read_end_the_delivery_and_cost_no_attempt(
    engine: Engine, werkplek: Werkplek
) -> None:
    def weiger(sha256: str, /) -> bytes:
        raise OSError(5, "de schijf geeft een fout")

    fill_outbox(engine, [make_zending(1, terugval=True), make_zending(2)])
    for _ in range(3):
        with pytest.raises(UnavailableBronError, match="controleer de schijf"):
            deliver_run(replace(werkplek, bron=weiger, beleid=Beleid(pogingen=1)), RUN, [Lezend()])
        assert {BOX: {Status.VRIJGEGEVEN: 2}} == count(engine)

    deliver_run(werkplek, RUN, [Lezend()])

    assert {BOX: {Status.BEZORGD: 2}} == count(engine)


def test_every_zending_goes_over_its_own_kanaal(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(1), make_zending(2), make_zending(2, PRINT)])

    run(werkplek, [])

    assert {BOX: {Status.BEZORGD: 2}, PRINT: {Status.BEZORGD: 1}} == count(engine)


def test_what_was_not_delivered_is_tried_again_later(
    engine: Engine, werkplek: Werkplek, klok: Nepklok
) -> None:
    fill_outbox(engine, [make_zending(1)])

    box = run(werkplek, [DICHT, DICHT])

    assert {BOX: {Status.BEZORGD: 1}} == count(engine)
    assert [1, 2, 3] == [opdracht.attempts for (opdracht,) in box.gezien]
    assert 6 == pytest.approx(sum(klok.geslapen))


def test_what_may_have_arrived_is_handed_over_as_onzeker(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(1)])

    box = run(werkplek, [KWIJT, DICHT, DICHT])

    # after "certainly not delivered" there is nothing to look for any more
    assert [False, True, False, False] == [opdracht.onzeker for (opdracht,) in box.gezien]
    assert {BOX: {Status.BEZORGD: 1}} == count(engine)


@pytest.mark.parametrize("fout", [UnknownOntvangerError("geen box"), RejectedZendingError("te groot")])
def test_paper_takes_over_from_a_digital_letter_that_cannot_arrive(
    engine: Engine, werkplek: Werkplek, fout: OutboxError
) -> None:
    fill_outbox(engine, [make_zending(1, terugval=True)])

    run(werkplek, [fout])

    assert {BOX: {Status.VERVANGEN: 1}, PRINT: {Status.BEZORGD: 1}} == count(engine)


def test_a_letter_that_is_on_paper_already_is_given_up_digitally(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(1), make_zending(1, PRINT)])

    run(werkplek, [UnknownOntvangerError("geen box")])

    assert {BOX: {Status.OPGEGEVEN: 1}, PRINT: {Status.BEZORGD: 1}} == count(engine)
    assert ["geen box"] == list_redenen(engine, Status.OPGEGEVEN)


def test_paper_takes_over_after_the_last_attempt(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(1, terugval=True)])

    box = run(werkplek, [DICHT] * 100)

    assert {BOX: {Status.VERVANGEN: 1}, PRINT: {Status.BEZORGD: 1}} == count(engine)
    assert Beleid().pogingen == len(box.gezien)


class TestTerugvaltermijn:
    """A channel that cannot be reached costs time and no attempts, and paper takes over at the end of it."""

    BELEID = Beleid(pogingen=3, terugvaltermijn=TIEN_MINUTEN, claimduur=TIEN_MINUTEN / 10)

    def deliver(self, werkplek: Werkplek, duur: timedelta, papier: Nepkanaal) -> Onbereikbaar:
        """Deliver over a Berichtenbox that cannot be reached for so long."""
        box = Onbereikbaar(werkplek.klok, werkplek.klok.now() + duur)
        deliver_run(replace(werkplek, beleid=self.BELEID), RUN, [box, papier])
        return box

    def test_a_channel_that_comes_back_in_time_gets_the_letter(
        self, engine: Engine, werkplek: Werkplek
    ) -> None:
        fill_outbox(engine, [make_zending(1, terugval=True)])

        box = self.deliver(werkplek, TIEN_MINUTEN / 2, Nepkanaal(soort=PRINT, vaste_partijen=True))

        assert {BOX: {Status.BEZORGD: 1}} == count(engine)
        assert {1} == {opdracht.attempts for opdracht in box.gezien}
        assert self.BELEID.pogingen < len(box.gezien)

    def test_paper_takes_over_once_when_the_term_is_over(
        self, engine: Engine, werkplek: Werkplek, klok: Nepklok
    ) -> None:
        fill_outbox(engine, [make_zending(n, terugval=True) for n in range(3)])
        papier = Nepkanaal(soort=PRINT, vaste_partijen=True)

        self.deliver(werkplek, 10 * TIEN_MINUTEN, papier)

        assert {BOX: {Status.VERVANGEN: 3}, PRINT: {Status.BEZORGD: 3}} == count(engine)
        assert 3 == sum(len(partij) for partij in papier.gezien)
        over = klok.now() - (NU + self.BELEID.terugvaltermijn)
        assert -self.BELEID.claimduur <= over <= timedelta(minutes=1)

    def test_the_term_is_no_longer_than_the_check_of_the_berichtenbox_counts(
        self, engine: Engine, werkplek: Werkplek, klok: Nepklok
    ) -> None:
        fill_outbox(engine, [make_zending(1, terugval=True, geldig_tot=NU + TIEN_MINUTEN / 2)])

        self.deliver(werkplek, 10 * TIEN_MINUTEN, Nepkanaal(soort=PRINT, vaste_partijen=True))

        assert {BOX: {Status.VERVANGEN: 1}, PRINT: {Status.BEZORGD: 1}} == count(engine)
        assert klok.now() <= NU + TIEN_MINUTEN / 2

    def test_a_letter_that_paper_cannot_take_over_from_costs_attempts(
        self, engine: Engine, werkplek: Werkplek
    ) -> None:
        fill_outbox(engine, [make_zending(1)])

        box = self.deliver(werkplek, 10 * TIEN_MINUTEN, Nepkanaal(soort=PRINT, vaste_partijen=True))

        assert {BOX: {Status.OPGEGEVEN: 1}} == count(engine)
        assert self.BELEID.pogingen == len(box.gezien)


def test_an_onzekere_letter_never_goes_out_on_paper_as_well(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(1, terugval=True)])

    box = run(werkplek, [KWIJT] * 100)

    assert {BOX: {Status.ONZEKER: 1}} == count(engine)
    assert Beleid().pogingen == len(box.gezien)


def test_the_next_run_looks_for_an_onzekere_letter_again(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(1)])
    run(werkplek, [UnresolvableError("gewist?")])
    tussen = count(engine)

    box = run(werkplek, [])

    assert {BOX: {Status.ONZEKER: 1}} == tussen
    assert {BOX: {Status.BEZORGD: 1}} == count(engine)
    assert [True] == [opdracht.onzeker for (opdracht,) in box.gezien]


def test_the_work_of_a_worker_that_died_is_taken_over_as_onzeker(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(1)])
    with engine.begin() as connection:
        claim_zendingen(connection, Rij(run=RUN, kanaal=BOX), 10, NU, timedelta(minutes=2))

    box = run(werkplek, [])

    assert [True] == [opdracht.onzeker for (opdracht,) in box.gezien]
    assert {BOX: {Status.BEZORGD: 1}} == count(engine)


def test_a_zending_without_an_outcome_is_onzeker(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(1), make_zending(2)])
    eens = replace(werkplek, beleid=Beleid(pogingen=1))

    deliver_run(eens, RUN, [Vergeetachtig()])

    assert {BOX: {Status.BEZORGD: 1, Status.ONZEKER: 1}} == count(engine)
    assert ["het kanaal gaf over deze zending geen uitkomst"] == list_redenen(engine, Status.ONZEKER)


def test_vastgehouden_waits_for_a_person(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(1)])
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE zendingen SET status = 'vastgehouden'")

    box = run(werkplek, [])

    assert ([], {BOX: {Status.VASTGEHOUDEN: 1}}) == (box.gezien, count(engine))


def test_another_run_is_left_alone(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(1)])

    deliver_run(werkplek, "2026-08", [Nepkanaal()])

    assert {BOX: {Status.VRIJGEGEVEN: 1}} == count(engine)


class TestRust:
    """A channel that is plainly down is not hammered."""

    def test_it_rests_as_long_as_it_asks_for(self, engine: Engine, werkplek: Werkplek, klok: Nepklok) -> None:
        fill_outbox(engine, [make_zending(nummer) for nummer in range(40)])
        druk = RetryableError("druk", retry_after=timedelta(seconds=60))
        box = Nepkanaal(scenario={f"T-{nummer:06d}": [druk] for nummer in range(10)})
        deliver_run(werkplek, RUN, [box])

        assert {BOX: {Status.BEZORGD: 40}} == count(engine)
        assert 60 <= sum(klok.geslapen) < 63
        assert {10} == {len(partij) for partij in box.gezien}

    def test_paper_goes_on_meanwhile(self, engine: Engine, werkplek: Werkplek) -> None:
        fill_outbox(engine, [make_zending(nummer, soort) for nummer in range(20) for soort in Kanaalsoort])
        gangen: list[str] = []
        box = Nepkanaal(scenario={f"T-{nummer:06d}": [DICHT] for nummer in range(20)})
        papier = Nepkanaal(soort=PRINT, vaste_partijen=True, partijgrootte=20)
        luisterend = replace(werkplek, voortgang=lambda soort, aantal: gangen.append(soort))
        deliver_run(luisterend, RUN, [box, papier])

        assert [PRINT] * 20 + [BOX] * 20 == gangen

    @pytest.mark.parametrize(
        "fout", [DICHT, KWIJT, RejectedZendingError("ongeldig"), UnknownOntvangerError("geen box")]
    )
    def test_failures_of_any_kind_make_it_rest(
        self, engine: Engine, werkplek: Werkplek, klok: Nepklok, fout: OutboxError
    ) -> None:
        fill_outbox(engine, [make_zending(nummer) for nummer in range(20)])
        box = Nepkanaal(scenario={f"T-{nummer:06d}": [fout] for nummer in range(10)})
        deliver_run(replace(werkplek, beleid=Beleid(pauze=TIEN_MINUTEN)), RUN, [box])

        # the second partij goes only after the rest
        assert TIEN_MINUTEN <= timedelta(seconds=sum(klok.geslapen)) < 1.1 * TIEN_MINUTEN
        assert 20 <= sum(map(len, box.gezien))

    @pytest.mark.parametrize("fout", [PendingError("komt nog"), UnresolvableError("gewist?")])
    def test_what_was_handed_over_or_waits_for_a_person_does_not(
        self, engine: Engine, werkplek: Werkplek, klok: Nepklok, fout: OutboxError
    ) -> None:
        fill_outbox(engine, [make_zending(nummer) for nummer in range(20)])
        box = Nepkanaal(scenario={f"T-{nummer:06d}": [fout] for nummer in range(20)})
        deliver_run(replace(werkplek, beleid=Beleid(pauze=timedelta(hours=1))), RUN, [box])

        assert sum(klok.geslapen) < 60

    def test_a_sign_of_life_ends_the_count(self, engine: Engine, werkplek: Werkplek, klok: Nepklok) -> None:
        fill_outbox(engine, [make_zending(nummer) for nummer in range(20)])
        box = Nepkanaal(scenario={f"T-{nummer:06d}": [DICHT] for nummer in range(20) if nummer % 5})
        deliver_run(replace(werkplek, beleid=Beleid(pauze=timedelta(hours=1))), RUN, [box])

        assert {BOX: {Status.BEZORGD: 20}} == count(engine)
        assert sum(klok.geslapen) < 10


def test_progress_counts_every_zending_that_came_to_rest_once(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(nummer, terugval=True) for nummer in range(1, 4)])
    geteld: list[tuple[Kanaalsoort, int]] = []

    run(replace(werkplek, voortgang=lambda soort, aantal: geteld.append((soort, aantal))), [DICHT, KWIJT])

    assert [(BOX, 1)] * 3 == geteld


def test_the_loop_passes_its_points_in_order(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(1), make_zending(2)])
    punten: list[str] = []

    run(replace(werkplek, bereik=punten.append), [])

    assert ["geclaimd", *["bezorgd", "gemarkeerd"] * 2] == punten
