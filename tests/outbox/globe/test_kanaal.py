"""GLOBE from one end to the other: what is handed over is not delivered, and its result is its own."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlalchemy import Engine

from outbox.bezorgen import Werkplek, deliver_run
from outbox.errors import (
    PendingError,
    RejectedZendingError,
    RetryableError,
    UnavailableBronError,
    UnknownOntvangerError,
    UnresolvableError,
)
from outbox.globe import GlobeKanaal
from outbox.globe.nummers import NIL, make_bericht_id
from outbox.globe.resultaat import Verwerkingscode
from outbox.magazijn.globe import Batchstoring, Globeplan, Uitslagregel, make_uitslag, open_globemagazijn
from outbox.retry import Beleid
from outbox.zending import Kanaalsoort, Ontvangst, Status
from tests.bouwers.globe import (
    Nepuitwisseling,
    Poging,
    Ruilmap,
    count_aangeleverd,
    count_batches,
    count_bewaard,
    kinds,
    list_meldingen,
    make_antwoord,
    make_instellingen,
)
from tests.bouwers.zendingen import NU, OIN, RUN, Nepkanaal, Nepklok, count, fill_outbox, make_zending

BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
DRIE = [make_zending(nummer, terugval=True) for nummer in range(3)]
UUR, MINUUT = timedelta(hours=1), timedelta(minutes=1)
Code = Verwerkingscode


def deliver_all(werkplek: Werkplek, klok: Nepklok, map_: Path, plan: Globeplan) -> None:
    """Deliver three letters of one run to a GLOBE with this plan, and paper where that takes over."""
    fill_outbox(werkplek.engine, DRIE)
    run(werkplek, klok, map_, plan)


def run(werkplek: Werkplek, klok: Nepklok, map_: Path, plan: Globeplan) -> None:
    with open_globemagazijn(map_ / "g.db", OIN, plan, klok.now) as magazijn:
        termijnen = {"wachttermijn": MINUUT, "herzendtermijn": 5 * MINUUT, "kijkwachttijd": MINUUT / 60}
        instellingen = make_instellingen(map_ / "globe", **termijnen)
        box = GlobeKanaal(instellingen, Ruilmap(map_ / "ruil", magazijn), klok)
        deliver_run(werkplek, RUN, [box, Nepkanaal(soort=PRINT, vaste_partijen=True)])


@pytest.mark.parametrize(
    "storing",
    [
        None,
        Batchstoring.LAAT,
        Batchstoring.DUBBEL,
        Batchstoring.ONVOLLEDIG,
        Batchstoring.TWEE_REGELS,
        Batchstoring.ONBEKEND,
        Batchstoring.NIL,
        Batchstoring.GEEN,
    ],
)
def test_no_odd_result_loses_or_doubles_a_letter(
    engine: Engine, werkplek: Werkplek, klok: Nepklok, tmp_path: Path, storing: Batchstoring | None
) -> None:
    plan = Globeplan(batches=(storing,))
    deliver_all(werkplek, klok, tmp_path, plan)
    klok.moment += 5 * MINUUT  # a later run, for what is still uncertain
    run(werkplek, klok, tmp_path, plan)

    assert {zending.kenmerk: 1 for zending in DRIE} == count_bewaard(tmp_path / "g.db")
    assert {BOX: {Status.BEZORGD: 3}} == count(engine)


@pytest.mark.parametrize("storing", [Batchstoring.OIN, Batchstoring.XML])
def test_a_batch_that_is_refused_as_a_whole_waits_for_a_person_and_never_becomes_paper(
    engine: Engine, werkplek: Werkplek, klok: Nepklok, tmp_path: Path, storing: Batchstoring
) -> None:
    deliver_all(werkplek, klok, tmp_path, Globeplan(batches=(storing,)))

    assert {BOX: {Status.ONZEKER: 3}} == count(engine)

    run(werkplek, klok, tmp_path, Globeplan())  # after somebody put it right

    assert {BOX: {Status.BEZORGD: 3}} == count(engine)
    assert 2 == len(count_batches(tmp_path / "g.db"))


def test_who_has_no_box_gets_paper_and_the_others_do_not(
    engine: Engine, werkplek: Werkplek, klok: Nepklok, tmp_path: Path
) -> None:
    deliver_all(werkplek, klok, tmp_path, Globeplan(weigeraars=frozenset({DRIE[1].ontvanger})))

    assert {BOX: {Status.BEZORGD: 2, Status.VERVANGEN: 1}, PRINT: {Status.BEZORGD: 1}} == count(engine)
    assert DRIE[1].kenmerk not in count_bewaard(tmp_path / "g.db")


@pytest.mark.parametrize("code", [Code.TECHNISCH_PROBLEEM, Code.AANMAAKDATUM])
def test_what_may_go_again_goes_in_a_new_batch_under_its_own_number(
    engine: Engine, werkplek: Werkplek, klok: Nepklok, tmp_path: Path, code: Code
) -> None:
    plan = Globeplan(codes={zending.kenmerk: code for zending in DRIE}, keren=1)
    deliver_all(werkplek, klok, tmp_path, plan)

    assert {BOX: {Status.BEZORGD: 3}} == count(engine)
    assert [1, 1] == list(count_batches(tmp_path / "g.db").values())
    assert {str(make_bericht_id(OIN, z.kenmerk)): 2 for z in DRIE} == count_aangeleverd(tmp_path / "g.db")


def test_waiting_for_a_result_uses_up_no_attempts(
    engine: Engine, werkplek: Werkplek, klok: Nepklok, tmp_path: Path
) -> None:
    plan = Globeplan(batches=(Batchstoring.LAAT,), beurten=5)
    werkplek = replace(werkplek, beleid=Beleid(pogingen=2, bezinktijd=timedelta(seconds=1)))
    deliver_all(werkplek, klok, tmp_path, plan)
    with engine.begin() as connection:
        attempts = connection.exec_driver_sql("SELECT DISTINCT attempts FROM zendingen").scalars().all()

    assert {BOX: {Status.BEZORGD: 3}} == count(engine)
    assert [1] == attempts


def test_a_result_that_does_not_come_in_time_is_for_a_later_run(
    engine: Engine, werkplek: Werkplek, klok: Nepklok, tmp_path: Path
) -> None:
    deliver_all(werkplek, klok, tmp_path, Globeplan(batches=(Batchstoring.GEEN,)))

    assert {BOX: {Status.ONZEKER: 3}} == count(engine)
    assert MINUUT <= klok.now() - NU < 3 * MINUUT
    assert {1} == set(count_aangeleverd(tmp_path / "g.db").values())


@pytest.mark.parametrize(
    ("code", "soort"),
    [
        (Code.VERWERKT, Ontvangst),
        (Code.BESTAAT_AL, Ontvangst),
        (Code.TECHNISCH_PROBLEEM, RetryableError),
        (Code.AANMAAKDATUM, RetryableError),
        (Code.NIET_ACTIEF, UnknownOntvangerError),
        (Code.PUBLICATIEDATUM, RejectedZendingError),
        (Code.BIJLAGE_TE_GROOT, RejectedZendingError),
        (Code.BERICHTTYPE, UnresolvableError),
        (Code.OIN, UnresolvableError),
        (Code.XML, UnresolvableError),
    ],
)
def test_each_code_means_one_thing_for_its_own_letter(
    poging: Poging, uit: Nepuitwisseling, code: Code, soort: type
) -> None:
    eerst = poging.deliver(DRIE)
    eerste, *rest = (zending.kenmerk for zending in DRIE)
    uit.antwoorden = [make_antwoord(poging, {eerste: code} | dict.fromkeys(rest, Code.VERWERKT))]
    daarna = poging.deliver(DRIE, onzeker=True)

    assert {PendingError} == set(kinds(eerst))
    assert [soort, Ontvangst, Ontvangst] == kinds(daarna)
    assert 1 == len(uit.verstuurd)


def test_every_code_of_the_xsd_is_known() -> None:
    xsd = ElementTree.parse(Path("outbox/globe/xsd/GLOBEBatchResponseTypes.xsd"))
    codes = {element.get("value") for element in xsd.iter("{http://www.w3.org/2001/XMLSchema}enumeration")}

    assert codes == set(Code)


@pytest.mark.parametrize("run_", ["../weg", "a/b", ""])
def test_a_run_never_leads_out_of_its_folder(poging: Poging, tmp_path: Path, run_: str) -> None:
    resultaten = poging.deliver([make_zending(1, run=run_)])

    assert {UnresolvableError} == set(kinds(resultaten))
    assert [] == list(tmp_path.rglob("*.xml"))


class TestMeldingen:
    """What is wrong with a result is reported, and says nothing about any letter that it does not name."""

    @pytest.mark.parametrize(
        ("regels", "melding", "soorten"),
        [
            ({"T-000000": Code.VERWERKT}, "noemt niet alle berichten", [Ontvangst, PendingError]),
            (
                {"T-000000": Code.VERWERKT, "T-000001": Code.VERWERKT, "T-000009": Code.VERWERKT},
                "niet in deze batch zitten (1)",
                [Ontvangst, Ontvangst],
            ),
        ],
    )
    def test_missing_and_unknown_letters(
        self, poging: Poging, uit: Nepuitwisseling, regels: dict[str, Code], melding: str, soorten: list[type]
    ) -> None:
        poging.deliver(DRIE[:2])
        uit.antwoorden = [make_antwoord(poging, regels)]
        daarna = poging.deliver(DRIE[:2], onzeker=True)
        (gemeld,) = list_meldingen(poging.map_)

        assert soorten == kinds(daarna)
        assert melding in gemeld

    @pytest.mark.parametrize("code", sorted(set(Code) - {Code.OIN, Code.XML}))
    def test_the_nil_guid_means_a_whole_batch_only_when_that_can_be(
        self, poging: Poging, uit: Nepuitwisseling, code: Code
    ) -> None:
        poging.deliver(DRIE)
        batch_id = str(uit.verstuurd[0][0])
        uit.antwoorden = [make_uitslag(batch_id, [Uitslagregel(str(NIL), "TOESLAG", code)], OIN, NU)]

        assert {PendingError} == set(kinds(poging.deliver(DRIE, onzeker=True)))
        assert any("zonder nummer" in melding for melding in list_meldingen(poging.map_))

    @pytest.mark.parametrize(
        ("batch_id", "oin", "melding"),
        [
            ("11111111-1111-4111-8111-111111111111", OIN, "niet is aangeboden"),
            (None, "00000000000000200000", "voor een andere afzender"),
        ],
    )
    def test_a_result_that_is_not_ours_is_refused(
        self, poging: Poging, uit: Nepuitwisseling, batch_id: str | None, oin: str, melding: str
    ) -> None:
        poging.deliver(DRIE)
        regels = [Uitslagregel(str(make_bericht_id(OIN, z.kenmerk)), "TOESLAG", Code.VERWERKT) for z in DRIE]
        uit.antwoorden = [make_uitslag(batch_id or str(uit.verstuurd[0][0]), regels, oin, NU)]

        assert {PendingError} == set(kinds(poging.deliver(DRIE, onzeker=True)))
        assert melding in list_meldingen(poging.map_)[0]


def test_a_result_that_was_damaged_on_disk_is_told_and_says_nothing(
    poging: Poging, uit: Nepuitwisseling
) -> None:
    poging.deliver(DRIE)
    uit.antwoorden = [make_antwoord(poging, {DRIE[0].kenmerk: Code.VERWERKT})]
    poging.deliver(DRIE, onzeker=True)
    (resultaat,) = poging.map_.glob("resultaten/*/*.xml")
    resultaat.write_bytes(b"<half")
    daarna = poging.deliver(DRIE, onzeker=True)

    assert {PendingError} == set(kinds(daarna))
    assert any(resultaat.name in melding for melding in list_meldingen(poging.map_))


def test_a_letter_that_cannot_go_does_not_hold_up_the_others(poging: Poging, uit: Nepuitwisseling) -> None:
    fout = [make_zending(1, tekst="x\x01"), make_zending(2, ontvanger="12345678"), make_zending(3)]
    weg = make_zending(4, sha256="0" * 64)
    resultaten = poging.deliver([*fout, weg])

    soorten = [RejectedZendingError, RejectedZendingError, PendingError, UnavailableBronError]
    assert soorten == kinds(resultaten)
    assert 1 == uit.verstuurd[0][1].count(b"<Referentie>")


def test_the_documents_are_cleared_away_when_all_is_known(poging: Poging, uit: Nepuitwisseling) -> None:
    poging.deliver(DRIE)
    wachtend = len(list((poging.map_ / "batches").iterdir()))
    uit.antwoorden = [make_antwoord(poging, {zending.kenmerk: Code.VERWERKT for zending in DRIE})]
    poging.deliver(DRIE, onzeker=True)

    assert (1, 0) == (wachtend, len(list((poging.map_ / "batches").iterdir())))


def test_nothing_that_is_kept_or_shown_names_the_receiver(
    poging: Poging, uit: Nepuitwisseling, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    resultaten = poging.deliver(DRIE)
    uit.antwoorden = [make_antwoord(poging, {zending.kenmerk: Code.XML for zending in DRIE}), b"<x/>"]
    resultaten |= poging.deliver(DRIE, onzeker=True)
    namen = [str(pad) for pad in poging.map_.rglob("*")]
    boek = [pad.read_text() for pad in (poging.map_ / "boek").iterdir()]
    getoond = caplog.text + str(resultaten) + str(namen) + str(boek) + str(list_meldingen(poging.map_))

    assert not [zending for zending in DRIE if zending.ontvanger in getoond]
