"""A letter of which the Berichtenbox was checked too long ago is not handed over, whatever state it is in."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from outbox.bezorgen import Werkplek, deliver_run
from outbox.errors import ExpiredZendingError, RetryableError, UncertainError, UnresolvableError
from outbox.globe.resultaat import Verwerkingscode
from outbox.magazijn import serve_magazijn
from outbox.opslag import find_zendingen, list_zendingregels
from outbox.retry import Beleid
from outbox.zending import Kanaalsoort, Ontvangst, Status
from tests.bouwers.globe import Nepuitwisseling, Poging, kinds, make_antwoord
from tests.bouwers.magazijnen import count_bezorgd, open_kanaal
from tests.bouwers.zendingen import (
    NU,
    RUN,
    Nepkanaal,
    Nepklok,
    count,
    fill_outbox,
    make_bron,
    make_opdracht,
    make_zending,
)

BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
EEN = "T-000001"
VOORBIJ = NU - timedelta(seconds=1)
CLAIM = Beleid().claimduur


def run(werkplek: Werkplek, fouten: list[Exception] | None = None) -> tuple[Nepkanaal, Nepkanaal]:
    """Deliver over a Berichtenbox that answers EEN with these errors first, and over paper."""
    box, print_ = Nepkanaal(scenario={EEN: list(fouten or [])}), Nepkanaal(soort=PRINT, vaste_partijen=True)
    deliver_run(werkplek, RUN, [box, print_])
    return box, print_


class TestLus:
    """What the loop does with what certainly was not sent."""

    def test_paper_takes_over_and_has_all_the_time(self, engine: Engine, werkplek: Werkplek) -> None:
        fill_outbox(engine, [make_zending(1, geldig_tot=VOORBIJ, terugval=True)])
        box, print_ = run(werkplek)

        assert [] == box.gezien
        assert {BOX: {Status.VERVANGEN: 1}, PRINT: {Status.BEZORGD: 1}} == count(engine)
        assert print_.gezien[0][0].zending.geldig_tot is None

    def test_beside_its_paper_it_is_given_up_with_a_reason(self, engine: Engine, werkplek: Werkplek) -> None:
        fill_outbox(engine, [make_zending(1, geldig_tot=VOORBIJ), make_zending(1, PRINT)])
        run(werkplek)
        with engine.begin() as connection:
            (regel,) = list_zendingregels(connection, RUN, [Status.OPGEGEVEN])

        assert {BOX: {Status.OPGEGEVEN: 1}, PRINT: {Status.BEZORGD: 1}} == count(engine)
        assert regel.reden is not None
        assert regel.reden.startswith("de brief kon niet op tijd in de Berichtenbox worden bezorgd")

    @pytest.mark.parametrize(
        ("geldig_tot", "status"),
        [
            (None, Status.BEZORGD),
            (NU + CLAIM, Status.BEZORGD),
            (NU + CLAIM - timedelta(seconds=1), Status.OPGEGEVEN),
            (VOORBIJ, Status.OPGEGEVEN),
        ],
    )
    def test_the_whole_claim_lies_before_the_end(
        self, engine: Engine, werkplek: Werkplek, geldig_tot: datetime | None, status: Status
    ) -> None:
        fill_outbox(engine, [make_zending(1, geldig_tot=geldig_tot)])
        run(werkplek)

        assert {BOX: {status: 1}} == count(engine)

    def test_the_others_of_the_partij_go(self, engine: Engine, werkplek: Werkplek) -> None:
        fill_outbox(engine, [make_zending(1, geldig_tot=VOORBIJ), make_zending(2)])
        box, _ = run(werkplek)

        assert [["T-000002"]] == [[opdracht.zending.kenmerk for opdracht in partij] for partij in box.gezien]
        assert {BOX: {Status.OPGEGEVEN: 1, Status.BEZORGD: 1}} == count(engine)

    def test_what_was_refused_in_time_does_not_go_later(self, engine: Engine, werkplek: Werkplek) -> None:
        fill_outbox(engine, [make_zending(1, geldig_tot=NU + CLAIM, terugval=True)])
        box, _ = run(werkplek, [RetryableError("dicht")])

        assert 1 == len(box.gezien)
        assert {BOX: {Status.VERVANGEN: 1}, PRINT: {Status.BEZORGD: 1}} == count(engine)

    def test_what_may_have_arrived_is_looked_for(self, engine: Engine, werkplek: Werkplek) -> None:
        fill_outbox(engine, [make_zending(1, geldig_tot=NU + CLAIM, terugval=True)])
        box, _ = run(werkplek, [UncertainError("kwijt")])

        assert [False, True] == [opdracht.onzeker for (opdracht,) in box.gezien]
        assert {BOX: {Status.BEZORGD: 1}} == count(engine)

    def test_the_moment_is_kept(self, engine: Engine) -> None:
        fill_outbox(engine, [make_zending(1, geldig_tot=VOORBIJ)])
        with engine.begin() as connection:
            (stand,) = find_zendingen(connection, EEN)

        assert VOORBIJ == stand.zending.geldig_tot


class TestFbs:
    """What the magazijn has is delivered; what it does not have, is not sent."""

    @pytest.mark.parametrize("aangekomen", [True, False])
    def test_an_uncertain_letter_is_looked_for_and_not_sent(
        self, tmp_path: Path, *, aangekomen: bool
    ) -> None:
        opdracht = make_opdracht(make_zending(1))
        verlopen = replace(opdracht, zending=replace(opdracht.zending, geldig_tot=VOORBIJ), onzeker=True)
        with serve_magazijn(tmp_path / "m.db") as url, open_kanaal(url, Nepklok()) as kanaal:
            if aangekomen:
                list(kanaal.deliver([opdracht], make_bron()))
            (uitkomst,) = kanaal.deliver([verlopen], make_bron())

        assert (Ontvangst if aangekomen else ExpiredZendingError) is type(uitkomst.resultaat)
        assert aangekomen is bool(count_bezorgd(tmp_path / "m.db"))


class TestGlobe:
    """A batch that was offered is waited for; one that was not is made anew without what is too old."""

    LETTERS = (make_zending(1, geldig_tot=NU + timedelta(hours=1)), make_zending(2))

    def test_a_result_that_comes_later_counts(self, tmp_path: Path) -> None:
        uit = Nepuitwisseling()
        poging = Poging(tmp_path, uit)
        poging.deliver(self.LETTERS)
        poging.wait(timedelta(hours=2))
        geslaagd = dict.fromkeys(["T-000001", "T-000002"], Verwerkingscode.VERWERKT)
        uit.antwoorden.append(make_antwoord(poging, geslaagd))

        assert [Ontvangst, Ontvangst] == kinds(poging.deliver(self.LETTERS, onzeker=True))

    def test_a_batch_that_never_left_is_made_anew(self, tmp_path: Path) -> None:
        uit = Nepuitwisseling(fouten=[UnresolvableError("de adapter weigert")])
        poging = Poging(tmp_path, uit)
        poging.deliver(self.LETTERS)
        poging.wait(timedelta(hours=2))
        eerst = poging.deliver(self.LETTERS, onzeker=True)
        daarna = poging.deliver(self.LETTERS, onzeker=True)

        assert [RetryableError, RetryableError] == kinds(eerst)
        assert ExpiredZendingError is type(daarna[EEN])
        (verstuurd,) = uit.verstuurd
        assert b"T-000002" in verstuurd[1]
        assert b"T-000001" not in verstuurd[1]
