"""A person settles what the service cannot, and each settlement is a line of the logboek."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine

from outbox.bezorgen import Werkplek, deliver_run
from outbox.errors import RejectedZendingError, UncertainError, UnreachableError, UnresolvableError
from outbox.ingreep import Daad, Ingreep, Selectie
from outbox.ingrijpen import intervene
from outbox.logboek import list_logboek
from outbox.opslag import Rij, claim_zendingen, find_zendingen
from outbox.retry import Beleid
from outbox.zending import Kanaalsoort, Ontvangst, Status
from tests.bouwers.zendingen import NU, RUN, Nepkanaal, count, fill_outbox, make_zending

BOX = Kanaalsoort.BERICHTENBOX
EEN, TWEE, DRIE = "T-000001", "T-000002", "T-000003"
WEG = UnresolvableError("het bericht kan zijn gewist")


def settle(engine: Engine, daad: Daad, *kenmerken: str) -> None:
    selectie = Selectie(run=RUN, kenmerken=frozenset(kenmerken))
    ingreep = Ingreep(daad=daad, selectie=selectie, wie="J. de Vries", waarom="nagevraagd bij het magazijn")
    intervene(engine, ingreep, NU)


def strand(engine: Engine, werkplek: Werkplek) -> None:
    """Leave one letter uncertain, one given up and one delivered."""
    fill_outbox(engine, [make_zending(nummer) for nummer in (1, 2, 3)])
    fouten: dict[str, list[Ontvangst | Exception]] = {
        EEN: [UncertainError("time-out"), WEG],
        TWEE: [RejectedZendingError("te groot")],
    }
    deliver_run(replace(werkplek, beleid=Beleid(pogingen=9)), RUN, [Nepkanaal(scenario=fouten)])
    assert {BOX: {Status.ONZEKER: 1, Status.OPGEGEVEN: 1, Status.BEZORGD: 1}} == count(engine)


def test_what_arrived_by_the_word_of_a_person_has_that_as_its_receipt(
    engine: Engine, werkplek: Werkplek
) -> None:
    strand(engine, werkplek)
    settle(engine, Daad.AANGEKOMEN, EEN, TWEE, DRIE)
    box = Nepkanaal()
    deliver_run(werkplek, RUN, [box])

    with engine.begin() as connection:
        (stand,) = find_zendingen(connection, EEN)
        regels = [regel.daad for regel in list_logboek(connection)]
    assert {BOX: {Status.BEZORGD: 2, Status.OPGEGEVEN: 1}} == count(engine)
    assert stand.ontvangst is not None
    assert "logboek 1" == stand.ontvangst.referentie
    assert ["als aangekomen vastleggen"] == regels
    assert [] == box.gezien


def test_what_is_certainly_not_there_goes_again_with_all_its_attempts(
    engine: Engine, werkplek: Werkplek
) -> None:
    strand(engine, werkplek)
    settle(engine, Daad.OPNIEUW, EEN, TWEE, DRIE)
    box = Nepkanaal()
    deliver_run(werkplek, RUN, [box])

    (gezien,) = box.gezien
    assert {BOX: {Status.BEZORGD: 3}} == count(engine)
    assert [(EEN, False, 1), (TWEE, False, 1)] == [(o.zending.kenmerk, o.onzeker, o.attempts) for o in gezien]


def test_what_was_given_up_while_the_berichtenbox_was_away_goes_when_it_is_back(
    engine: Engine, werkplek: Werkplek
) -> None:
    fill_outbox(engine, [make_zending(1, geldig_tot=NU + timedelta(days=5))])
    weg = Nepkanaal(scenario={EEN: [UnreachableError("dicht")] * 3})
    deliver_run(replace(werkplek, beleid=Beleid(pogingen=3)), RUN, [weg])
    tussen = count(engine)
    settle(engine, Daad.OPNIEUW, EEN)
    deliver_run(werkplek, RUN, [Nepkanaal()])

    assert {BOX: {Status.OPGEGEVEN: 1}} == tussen
    assert {BOX: {Status.BEZORGD: 1}} == count(engine)


def test_paper_that_goes_again_goes_in_another_lot(engine: Engine, werkplek: Werkplek) -> None:
    print_ = Kanaalsoort.PRINT
    fill_outbox(engine, [make_zending(1, print_), make_zending(2, print_)])
    papier = Nepkanaal(soort=print_, vaste_partijen=True, scenario={TWEE: [RejectedZendingError("te groot")]})
    deliver_run(werkplek, RUN, [papier])
    settle(engine, Daad.OPNIEUW, TWEE)
    deliver_run(werkplek, RUN, [papier])

    assert {print_: {Status.BEZORGD: 2}} == count(engine)
    assert [1, 1, 2] == [opdracht.lot for partij in papier.gezien for opdracht in partij]


def test_what_is_still_looked_for_is_left_alone(engine: Engine, werkplek: Werkplek) -> None:
    fill_outbox(engine, [make_zending(1)])
    rij, duur = Rij(run=RUN, kanaal=BOX), werkplek.beleid.claimduur
    with engine.begin() as connection:
        claim_zendingen(connection, rij, 1, NU, duur)
    for daad in (Daad.AANGEKOMEN, Daad.OPNIEUW):
        settle(engine, daad, EEN)

    assert {BOX: {Status.BEZIG: 1}} == count(engine)
