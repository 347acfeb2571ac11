"""The cap ledger, on a real SQLite file."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from calc.huishouden import Opvangsoort
from calc.mutatie import Mutatie
from calc.mutatiestand import InvalidOvergangError, Mutatiestatus
from calc.muteren import Mutatieopdracht, decide_mutaties
from calc.voorschot import decide_beschikking
from correspondentie import opslag
from correspondentie.mutatieregels import (
    Mutatiedossier,
    Mutatieregel,
    Mutatiestand,
    close_regels,
    find_mutatiedossier,
    find_regel,
    list_aangekondigd,
    list_mutatiestanden,
    mark_mutatie,
    save_dossiers,
    save_regels,
)
from correspondentie.opslag import Run
from outbox.database import make_engine
from tests.bouwers.dossiers import BSN, make_dossier
from tests.bouwers.grondregels import make_regel
from tests.bouwers.huishoudens import (
    make_huishouden,
    make_inkomenslevering,
    make_kind,
    make_levering,
    make_voorschotregels,
)

SLEUTEL = (BSN, 2026)
RUN = Run(
    run="2026-07-abcdef01",
    maand="2026-07",
    dagtekening=date(2026, 7, 10),
    invoer="a" * 64,
    sjablonen="b" * 64,
    brok=100,
)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = make_engine(f"sqlite:///{tmp_path / 'proef.sqlite'}")
    opslag.metadata.create_all(engine)
    with engine.begin() as connection:
        opslag.save_run(connection, RUN)
    return engine


def save(connection: Connection, *regels: Mutatieregel) -> None:
    """Write these mutaties with the letters that announced them."""
    for plaats, regel in enumerate(regels):
        sha256 = f"{regel.volgnummer:032d}{plaats:032d}"
        document = {"sha256": sha256, "pak": "p", "begin": 0, "lengte": 1, "paginas": 1, "vellen": 1}
        brief = {
            "kenmerk": regel.kenmerk,
            "run": RUN.run,
            "dossier": regel.dossier,
            "brieftype": "mutatiebrief-kinderopvang",
            "aanleiding": "mutatie",
            "kind": regel.mutatie.kind,
            "toeslag": None,
            "dagtekening": RUN.dagtekening,
            "sjabloon": "c" * 64,
            "sha256": sha256,
            "bereik": "alleen-papier",
            "brok": 1,
            "wijze": "gevuld",
            "gecontroleerd": False,
            "zetreden": "",
        }
        opslag.save_rijen(connection, opslag.documenten, [document])
        opslag.save_rijen(connection, opslag.brieven, [brief])
    save_regels(connection, regels)


def make_regels(*nummers: int) -> list[Mutatieregel]:
    return [make_regel(nummer, kind=nummer) for nummer in nummers]


class TestPlafond:
    """At most three mutatiebrieven per citizen per toeslagjaar: a fourth is impossible."""

    def test_a_fourth_volgnummer_is_refused(self, engine: Engine) -> None:
        with engine.begin() as connection:
            save(connection, *make_regels(1, 2, 3))

        with pytest.raises(IntegrityError, match="hooguit_drie_mutatiebrieven"), engine.begin() as connection:
            save(connection, make_regel(4))

    def test_a_volgnummer_cannot_be_used_twice(self, engine: Engine) -> None:
        with engine.begin() as connection:
            save(connection, make_regel(1))

        with pytest.raises(IntegrityError), engine.begin() as connection:
            save(connection, replace(make_regel(1, kind=None), kenmerk="K-9"))

    def test_the_ledger_tells_the_room_that_is_left(self, engine: Engine) -> None:
        ander = ("000000012", 2026)
        with engine.begin() as connection:
            save(connection, make_regel(1), make_regel(2, kind=None))
            standen = list_mutatiestanden(connection, [SLEUTEL, ander])

        assert (standen[SLEUTEL].ruimte, standen[ander].ruimte) == (1, 3)
        assert standen[SLEUTEL].list_kinderen(Mutatiestatus.AANGEKONDIGD) == {1, None}
        assert standen[SLEUTEL].list_kinderen(Mutatiestatus.TEGENGEHOUDEN) == frozenset()

    def test_a_number_that_was_taken_back_is_free_again(self, engine: Engine) -> None:
        with engine.begin() as connection:
            save(connection, *make_regels(1, 3))
            stand = list_mutatiestanden(connection, [SLEUTEL])[SLEUTEL]

        assert (stand.ruimte, stand.vrije_nummers, Mutatiestand().vrije_nummers) == (1, (2,), (1, 2, 3))

    def test_another_year_has_its_own_room(self, engine: Engine) -> None:
        with engine.begin() as connection:
            save(connection, *make_regels(1, 2, 3))

            assert list_mutatiestanden(connection, [(BSN, 2027)]) == {(BSN, 2027): Mutatiestand()}

    def test_more_citizens_than_fit_in_one_question_are_all_found(self, engine: Engine) -> None:
        sleutels = [(f"{nummer:09d}", 2026) for nummer in range(1_200)]
        with engine.begin() as connection:
            standen = list_mutatiestanden(connection, sleutels)

        assert sleutels == list(standen)


def decide_alle_gronden() -> tuple[Mutatie, ...]:
    """Every item on which data can deviate, in as few mutaties as there can be."""
    kinderen = (
        make_kind(1, leveringen=(make_levering(uren="60.25", uurtarief=900, einde=date(2026, 10, 31)),)),
        make_kind(
            2,
            leveringen=(make_levering(opvangsoort=Opvangsoort.GASTOUDER, lrk_geldig_tot=date(2026, 6, 1)),),
        ),
    )
    inkomen = (make_inkomenslevering(toetsingsinkomen=80_000_00),)
    huishouden = make_huishouden(*kinderen, inkomensleveringen=inkomen)
    return decide_mutaties(
        huishouden, make_voorschotregels(), Mutatieopdracht(ingangsmaand=9, ruimte=3)
    ).mutaties


class TestRegels:
    """A mutatie comes back from the ledger exactly as it was announced."""

    def test_every_value_keeps_its_type(self, engine: Engine) -> None:
        mutaties = decide_alle_gronden()
        regels = [make_regel(nummer, mutatie=mutatie) for nummer, mutatie in enumerate(mutaties, start=1)]
        with engine.begin() as connection:
            save(connection, *regels)
            stand = list_mutatiestanden(connection, [SLEUTEL])[SLEUTEL]

        assert len(mutaties) == 3
        assert stand == Mutatiestand(regels=tuple(regels))
        uren = [a.geleverd for r in stand.regels for a in r.mutatie.afwijkingen if a.onderdeel == "uren"]
        assert uren == [Decimal("60.25")]

    def test_a_mutatie_is_found_by_the_kenmerk_of_its_letter(self, engine: Engine) -> None:
        with engine.begin() as connection:
            save(connection, make_regel(1))

            assert find_regel(connection, "K-1") == make_regel(1)
            assert find_regel(connection, "K-2") is None

    def test_what_is_announced_is_listed_and_what_was_stopped_is_not(self, engine: Engine) -> None:
        with engine.begin() as connection:
            save(connection, make_regel(1), make_regel(2, status=Mutatiestatus.TEGENGEHOUDEN))

            assert list_aangekondigd(connection) == (make_regel(1),)

    def test_a_year_decided_for_good_closes_what_is_announced_or_in_force(self, engine: Engine) -> None:
        statussen = (Mutatiestatus.AANGEKONDIGD, Mutatiestatus.DOORGEVOERD, Mutatiestatus.TEGENGEHOUDEN)
        regels = [make_regel(nummer, status=status) for nummer, status in enumerate(statussen, start=1)]
        with engine.begin() as connection:
            save(connection, *regels)
            close_regels(connection, regels)
            stand = list_mutatiestanden(connection, [SLEUTEL])[SLEUTEL]

        assert [r.status for r in stand.regels] == ["afgesloten", "afgesloten", "tegengehouden"]

    def test_only_one_of_two_at_once_changes_a_mutatie(self, engine: Engine) -> None:
        regel = make_regel(1)
        gestopt = replace(regel, status=Mutatiestatus.TEGENGEHOUDEN)
        with engine.begin() as connection:
            save(connection, regel)

            assert mark_mutatie(connection, regel, gestopt) is True
            assert mark_mutatie(connection, regel, replace(regel, status=Mutatiestatus.DOORGEVOERD)) is False
            assert find_regel(connection, "K-1") == gestopt

    def test_a_step_that_does_not_exist_is_refused(self, engine: Engine) -> None:
        regel = make_regel(1)
        terug = replace(regel, status=Mutatiestatus.TERUGGEDRAAID)

        with pytest.raises(InvalidOvergangError, match="doorgevoerd"), engine.begin() as connection:
            mark_mutatie(connection, regel, terug)

    def test_the_newest_facts_of_a_household_replace_the_older(self, engine: Engine) -> None:
        beschikking = decide_beschikking(make_huishouden(), make_voorschotregels())
        oud, nieuw = make_dossier(), make_dossier(make_huishouden(inkomen=70_000_00))
        with engine.begin() as connection:
            for dossier in (oud, nieuw):
                save_dossiers(connection, [Mutatiedossier(dossier=dossier, beschikking=beschikking)])
            ander_jaar = make_dossier(make_huishouden(toeslagjaar=2025))
            save_dossiers(connection, [Mutatiedossier(dossier=ander_jaar, beschikking=beschikking)])
            gevonden = find_mutatiedossier(connection, "D1", 2026)

        assert gevonden == Mutatiedossier(dossier=nieuw, beschikking=beschikking)
