"""Paper that is asked back: a list for the printer, and only the answer of the printer withdraws a letter."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from outbox.bezorgen import Werkplek, deliver_run
from outbox.errors import RejectedZendingError, TooLateError, UnresolvableError
from outbox.ingreep import Daad, Selectie
from outbox.ingrijpen import intervene
from outbox.intrekopslag import count_stand
from outbox.printstraat import MANIFEST, Printstraat, read_manifest
from outbox.printstraat.terugroep import ANTWOORD, NAMESPACE, VRAAG, XSD, make_lijst
from outbox.terugroepen import settle_intrekkingen
from outbox.xmllezen import load_schema
from outbox.zending import Kanaalsoort, Ontvangst, Status
from tests.bouwers.ingrepen import look, make_ingreep, make_terugroep
from tests.bouwers.zendingen import (
    NU,
    RUN,
    Nepklok,
    count,
    fill_outbox,
    make_zending,
)

PRINT = Kanaalsoort.PRINT
NA = NU + timedelta(days=6)  # of the publication


class TestPrint:
    """A lot is closed once it is written: only the printer can take a letter out."""

    @pytest.fixture
    def straat(self, tmp_path: Path, werkplek: Werkplek) -> Printstraat:
        fill_outbox(werkplek.engine, [make_zending(nummer, PRINT) for nummer in (1, 2, 3)])
        straat = Printstraat(tmp_path / "print", werkplek.klok)
        deliver_run(werkplek, RUN, [straat])
        return straat

    @pytest.fixture
    def lot(self, tmp_path: Path) -> Path:
        return tmp_path / "print" / RUN / "partij-0001"

    def recall(self, werkplek: Werkplek, straat: Printstraat) -> dict[str, int]:
        intervene(werkplek.engine, make_ingreep(), werkplek.klok.now())
        settle_intrekkingen(werkplek, RUN, [straat])
        with werkplek.engine.begin() as connection:
            return dict(count_stand(connection, make_ingreep(), werkplek.klok.now()).wachtend)

    def answer(self, lot: Path, uitgenomen: dict[str, str]) -> None:
        vraag = etree.parse(lot / VRAAG).getroot()
        regels = "".join(
            f'<brief kenmerk="{b.get("kenmerk")}" sha256="{b.get("sha256")}" '
            f'uitgenomen="{uitgenomen[b.get("kenmerk", "")]}"/>'
            for b in vraag
            if b.get("kenmerk") in uitgenomen
        )
        tekst = f'<teruggeroepen xmlns="{NAMESPACE}" partij="{RUN}/partij-0001">{regels}</teruggeroepen>'
        (lot / ANTWOORD).write_text(tekst)

    def test_the_printer_gets_a_list_and_the_letters_stay_delivered(
        self, werkplek: Werkplek, straat: Printstraat, lot: Path
    ) -> None:
        wachtend = self.recall(werkplek, straat)
        lijst = etree.parse(lot / VRAAG).getroot()

        load_schema(XSD).assertValid(lijst)
        assert ["T-000001", "T-000002", "T-000003"] == [brief.get("kenmerk") for brief in lijst]
        assert {PRINT: {Status.BEZORGD: 3}} == count(werkplek.engine)
        assert [3] == list(wachtend.values())
        assert 3 == len(read_manifest(lot / MANIFEST).brieven)

    def test_what_the_printer_took_out_is_withdrawn_and_the_rest_is_refused(
        self, werkplek: Werkplek, straat: Printstraat, lot: Path, klok: Nepklok
    ) -> None:
        self.recall(werkplek, straat)
        self.answer(lot, {"T-000001": "ja", "T-000002": "nee"})
        klok.moment = NA  # the answer may come after the publication
        wachtend = self.recall(werkplek, straat)

        assert {PRINT: {Status.BEZORGD: 2, Status.INGETROKKEN: 1}} == count(werkplek.engine)
        assert [1] == list(wachtend.values())
        geweigerd = look(werkplek.engine, klok).geweigerd
        assert {"de drukker kon de brief niet meer uit de partij halen": 1} == geweigerd

    def test_the_list_only_grows(self, werkplek: Werkplek, straat: Printstraat, lot: Path) -> None:
        for kenmerk in ("T-000003", "T-000001"):
            deel = Selectie(run=RUN, kenmerken=frozenset({kenmerk}))
            intervene(werkplek.engine, replace(make_ingreep(), selectie=deel), NU)
            settle_intrekkingen(werkplek, RUN, [straat])

        lijst = etree.parse(lot / VRAAG).getroot()
        assert ["T-000001", "T-000003"] == [brief.get("kenmerk") for brief in lijst]

    @pytest.mark.parametrize(
        "kwaad",
        [
            b"",
            b"<a/>",
            b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
            b'<!DOCTYPE a SYSTEM "/etc/passwd"><a/>',
            b"x" * 33_000_000,
            f'<teruggeroepen xmlns="{NAMESPACE}" partij="../../x"/>'.encode(),
        ],
        ids=["leeg", "anders", "entiteit", "dtd", "reusachtig", "pad"],
    )
    def test_a_hostile_answer_is_no_answer(
        self, werkplek: Werkplek, straat: Printstraat, lot: Path, kwaad: bytes
    ) -> None:
        (lot / ANTWOORD).write_bytes(kwaad)
        (reden,) = self.recall(werkplek, straat)

        assert f"het bestand {ANTWOORD} is niet bruikbaar" in reden
        assert {PRINT: {Status.BEZORGD: 3}} == count(werkplek.engine)

    def test_a_lot_that_was_fetched_says_to_call_the_printer(
        self, werkplek: Werkplek, straat: Printstraat, lot: Path
    ) -> None:
        lot.rename(lot.with_name("gehaald"))
        (reden,) = self.recall(werkplek, straat)

        assert "Bel de drukker" in reden
        assert {PRINT: {Status.BEZORGD: 3}} == count(werkplek.engine)

    @pytest.mark.parametrize("referentie", ["../x", "/etc", "a/../b", "a", "a/b/c"])
    def test_a_lot_outside_the_folder_is_never_touched(self, tmp_path: Path, referentie: str) -> None:
        elders = Ontvangst(referentie=referentie, ontvangen_op=NU)
        (uitkomst,) = Printstraat(tmp_path, Nepklok()).recall([make_terugroep(ontvangst=elders)])

        assert isinstance(uitkomst.fout, (RejectedZendingError, TooLateError, UnresolvableError))
        assert [] == list(tmp_path.rglob("*"))

    def test_a_letter_that_was_asked_back_is_left_out_of_a_lot_that_is_not_written(
        self, werkplek: Werkplek, tmp_path: Path
    ) -> None:
        fill_outbox(werkplek.engine, [make_zending(nummer, PRINT) for nummer in (4, 5)])
        with werkplek.engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE zendingen SET status = 'onzeker', next_attempt_at = '2026-01-01', lot = 7"
            )
            connection.exec_driver_sql(
                "INSERT INTO partijen (run, kanaal, lot) VALUES ('2026-07', 'print', 7)"
            )
        deel = Selectie(run=RUN, kenmerken=frozenset({"T-000004"}))
        intervene(werkplek.engine, replace(make_ingreep(Daad.ANNULEREN), selectie=deel), NU)
        deliver_run(werkplek, RUN, [Printstraat(tmp_path, werkplek.klok)])

        assert {PRINT: {Status.BEZORGD: 1, Status.INGETROKKEN: 1}} == count(werkplek.engine)
        assert {"T-000005"} == set(read_manifest(tmp_path / RUN / "partij-0007" / MANIFEST).find_digests())

    def test_the_same_list_gives_the_same_bytes(self) -> None:
        brieven = {"T-000002": "b" * 64, "T-000001": "a" * 64}

        assert make_lijst("r/p", brieven) == make_lijst("r/p", dict(sorted(brieven.items())))
