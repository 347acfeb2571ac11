"""Households in, decisions out: one line for each, in the same order, and never a name or BSN in an error."""

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from calc.huishouden import Toeslag
from calc.voorschot import Voorschotregels, decide_beschikking
from correspondentie.bereken import (
    check_uitvoer,
    decide_regel,
    find_beschikkingen,
    read_invoer,
    write_beschikkingen,
)
from correspondentie.beschikkingen import SCHEMAVERSIE, Beschikkingregel, Foutregel, make_beschikkingbron
from correspondentie.errors import CannotStartError, InvalidDossierError
from correspondentie.invoer import Regel, Uitval, parse_dossier, read_regels
from correspondentie.kalender import make_kalender
from correspondentie.rekenregels import make_rekenregels
from correspondentie.schema import BESCHIKKING, make_schema
from tests.bouwers.dossiers import PEILDATUM, encode_dossiers, make_dossier
from tests.bouwers.huishoudens import (
    NORMEN,
    make_aanvraag,
    make_aanvragen,
    make_gezin,
    make_huishouden,
    make_kind,
)
from tests.bouwers.invoer import BSN, MAAND, make_record, make_regel
from tests.bouwers.opdrachtregel import run_correspondentie

REGELS = make_rekenregels(PEILDATUM, frozenset())
VALIDATOR = Draft202012Validator(make_schema(BESCHIKKING))
VOORBEELD = Path(__file__).parents[2] / "voorbeelden" / MAAND


def make_kaal(**velden: object) -> dict[str, Any]:
    """Make a line with a number and a household only."""
    kaal: dict[str, Any] = {"dossier": "D1", "huishouden": msgspec.to_builtins(make_gezin())}
    return kaal | velden


def decide(record: object, dagtekening: date = PEILDATUM) -> Beschikkingregel | Foutregel:
    return decide_regel(make_regel(record), make_rekenregels(dagtekening, frozenset()))


def write(*regels: Regel) -> list[dict[str, Any]]:
    doel = io.BytesIO()
    write_beschikkingen(regels, doel, REGELS)
    return [json.loads(regel) for regel in doel.getvalue().splitlines()]


class TestBeslissen:
    """Of a line only the number, the household and the kind of decision are needed."""

    @pytest.mark.parametrize("record", [make_kaal(), msgspec.to_builtins(make_dossier(make_gezin()))])
    def test_a_bare_line_and_a_line_of_the_month_give_what_the_core_decides(self, record: object) -> None:
        kalender = make_kalender(2026, PEILDATUM).betaalkalender
        beschikking = decide_beschikking(
            make_gezin(), Voorschotregels(norm=NORMEN.find_norm(2026), kalender=kalender)
        )

        assert decide(record) == Beschikkingregel(
            schema=SCHEMAVERSIE, dossier="D1", beschikkingen=(beschikking,)
        )

    def test_a_definitief_besluit_gives_one_beschikking_for_each_toeslag(self) -> None:
        aanvragen = make_aanvragen(Toeslag.ZORGTOESLAG, Toeslag.KINDGEBONDEN_BUDGET)
        huishouden = make_huishouden(toeslagjaar=2025, aanvragen=aanvragen)
        record = make_kaal(besluitsoort="definitief", huishouden=msgspec.to_builtins(huishouden))
        uitkomst = decide(record, date(2026, 6, 10))

        assert isinstance(uitkomst, Beschikkingregel)
        assert [1, 1] == [len(beschikking.toekenningen) for beschikking in uitkomst.beschikkingen]

    def test_a_chosen_percentage_counts_where_it_is_in_force(self) -> None:
        aanvraag = make_aanvraag(Toeslag.ZORGTOESLAG, voorschotpercentage=50)
        record = make_kaal(huishouden=msgspec.to_builtins(make_huishouden(aanvragen=(aanvraag,))))
        regels = make_rekenregels(PEILDATUM, frozenset({Toeslag.ZORGTOESLAG}))

        assert isinstance(decide(record), Foutregel)
        assert isinstance(decide_regel(make_regel(record), regels), Beschikkingregel)


class TestFouten:
    """A line on which nothing can be decided says where it stands and what is wrong with it."""

    @pytest.mark.parametrize(
        ("record", "dossier", "veld"),
        [
            (b"kapot", None, "regel"),
            (b"\xff", None, "regel"),
            (b'{"dossier": "D1"}', "D1", "huishouden"),
            (make_kaal(dossier="te lang" * 9), None, "dossier"),
            (make_kaal(besluitsoort="misschien"), "D1", "besluitsoort"),
            (make_kaal(besluitsoort="definitief"), "D1", "besluitsoort"),
            (make_kaal(besluitsort="definitief"), "D1", "regel"),
            (make_record("huishouden.kinderen[0].geslacht", "V"), "D1", "huishouden.kinderen[0]"),
            (
                make_record("huishouden.kinderen[0].opvang[0].uren", "-1"),
                "D1",
                "huishouden.kinderen[0].opvang[0].uren",
            ),
            (make_record("dossier", BSN), None, "dossier"),
            (make_record("huishouden.toeslagjaar", 2023), "D1", None),
        ],
    )
    def test_each_fault_names_its_field(self, record: object, dossier: str | None, veld: str | None) -> None:
        uitkomst = decide(record)

        assert isinstance(uitkomst, Foutregel)
        assert dossier == uitkomst.dossier
        assert (veld or uitkomst.fout.veld, "huishoudens.jsonl", 1) == (
            uitkomst.fout.veld,
            uitkomst.fout.bestand,
            uitkomst.fout.regel,
        )

    def test_a_line_that_is_too_long_is_a_fault(self) -> None:
        uitkomst = decide_regel(Regel(bestand="h.jsonl", nummer=7, inhoud=None), REGELS)

        assert isinstance(uitkomst, Foutregel)
        assert (None, 7, "regel") == (uitkomst.dossier, uitkomst.fout.regel, uitkomst.fout.veld)

    def test_what_the_core_refuses_is_a_fault_of_the_household(self) -> None:
        tiener = make_kind(geboortedatum=date(2014, 1, 1))  # in dagopvang
        record = make_kaal(huishouden=msgspec.to_builtins(make_huishouden(tiener)))
        uitkomst = decide(record)

        assert isinstance(uitkomst, Foutregel)
        assert "huishouden" == uitkomst.fout.veld
        assert "te oud" in uitkomst.fout.reden

    @pytest.mark.parametrize(
        ("pad", "waarde"),
        [
            ("aanvrager.bsn", 5),
            ("huishouden.kinderen[0].voornaam", "Noor\n"),
            ("huishouden.kinderen[0].opvang[0].organisatie", 7),
            ("dossier", BSN),
        ],
    )
    def test_no_name_and_no_bsn_stands_in_an_error(self, pad: str, waarde: object) -> None:
        (regel,) = write(make_regel(make_record(pad, waarde)))
        tekst = json.dumps(regel)

        assert "fout" in regel
        assert [] == [geheim for geheim in (BSN, "Noor", "Sanne", "Vries") if geheim in tekst]


class TestUitvoer:
    """Every line of the input has its line in the output, which obeys the schema."""

    def test_the_order_is_that_of_the_input_and_a_fault_stops_nothing(self) -> None:
        uitkomst = write(
            make_regel(make_kaal(dossier="A")), make_regel(b"kapot", 2), make_regel(make_kaal(dossier="B"))
        )

        assert ["A", None, "B"] == [regel["dossier"] for regel in uitkomst]
        assert [False, True, False] == ["fout" in regel for regel in uitkomst]

    def test_of_two_lines_of_one_citizen_only_the_first_counts(self) -> None:
        uitkomst = write(*(make_regel(make_record("dossier", nummer), 1) for nummer in ("D1", "D1", "D2")))

        assert ["D1", "D1", "D2"] == [regel["dossier"] for regel in uitkomst]
        assert [None, "dossier", "aanvrager.bsn"] == [regel.get("fout", {}).get("veld") for regel in uitkomst]

    def test_every_line_of_the_shipped_month_obeys_the_schema(self) -> None:
        uitkomst = write(*read_regels(VOORBEELD))

        assert len(uitkomst) > 400
        assert [] == [fout.message for regel in uitkomst for fout in VALIDATOR.iter_errors(regel)]

    def test_every_decision_on_the_shipped_month_can_be_taken_into_a_run(self, tmp_path: Path) -> None:
        bestand = tmp_path / "beschikkingen.jsonl"
        with bestand.open("wb") as doel:
            write_beschikkingen(read_regels(VOORBEELD), doel, REGELS)
        bron = make_beschikkingbron(bestand, tmp_path / "index.db")
        regels = bestand.read_bytes().splitlines()
        besloten = {regel["dossier"] for regel in map(json.loads, regels) if "beschikkingen" in regel}
        dossiers = (parse_dossier(regel, MAAND) for regel in read_regels(VOORBEELD))
        gevonden = [
            bron.find(dossier, PEILDATUM)
            for dossier in dossiers
            if not isinstance(dossier, Uitval) and dossier.dossier in besloten
        ]

        assert len(gevonden) > 400

    def test_a_file_of_which_a_line_is_wrong_obeys_the_schema(self) -> None:
        assert [] == [fout.message for fout in VALIDATOR.iter_errors(write(make_regel(b"kapot"))[0])]

    @pytest.mark.parametrize(
        "wijzig", [{"schema": "2.0"}, {"extra": 1}, {"beschikkingen": None}, {"dossier": "een twee"}]
    )
    def test_the_schema_refuses_what_the_reader_refuses(self, wijzig: dict[str, object]) -> None:
        (regel,) = write(make_regel(make_kaal()))

        assert VALIDATOR.is_valid(regel)
        assert not VALIDATOR.is_valid(regel | wijzig)


class TestUitvoerpad:
    """The output never takes the place of what is being read."""

    def test_the_input_is_not_written_over(self, tmp_path: Path) -> None:
        for uit in (tmp_path / "h.jsonl", tmp_path / "." / "h.jsonl"):
            with pytest.raises(CannotStartError, match="een andere plaats"):
                check_uitvoer(uit, tmp_path / "h.jsonl")

    def test_nothing_is_written_into_the_folder_that_is_read(self, tmp_path: Path) -> None:
        with pytest.raises(CannotStartError, match="een andere plaats"):
            check_uitvoer(tmp_path / "uit.jsonl", tmp_path)

    def test_a_file_beside_the_input_is_fine(self, tmp_path: Path) -> None:
        check_uitvoer(tmp_path / "uit.jsonl", tmp_path / "h.jsonl")
        check_uitvoer(tmp_path / "uit.jsonl", None)


class TestZoeken:
    """One dossier is found among the lines, or it is said why not."""

    def test_a_dossier_is_found(self) -> None:
        regels = [make_regel(b"kapot"), make_regel(make_kaal(dossier="A")), make_regel(make_kaal())]

        assert 4 == len(find_beschikkingen(regels, "D1", REGELS)[0].toekenningen)

    def test_a_dossier_that_is_not_there(self) -> None:
        with pytest.raises(CannotStartError, match="Dossier D9 staat niet in de invoer"):
            find_beschikkingen([make_regel(make_kaal())], "D9", REGELS)

    def test_a_dossier_on_which_nothing_can_be_decided(self) -> None:
        with pytest.raises(InvalidDossierError, match=r"regel 1 van huishoudens\.jsonl.*besluitsoort: "):
            find_beschikkingen([make_regel(make_kaal(besluitsoort="x"))], "D1", REGELS)


def test_lines_come_from_a_file_or_from_the_standard_input(tmp_path: Path) -> None:
    bestand = tmp_path / "h.jsonl"
    bestand.write_bytes(b"a\n\nb\n")
    uit_bestand = list(read_invoer(bestand, io.BytesIO()))
    uit_stroom = list(read_invoer(None, io.BytesIO(b"a\n\nb\n")))

    assert [("h.jsonl", 1), ("h.jsonl", 3)] == [(regel.bestand, regel.nummer) for regel in uit_bestand]
    assert [replace(regel, bestand="standaardinvoer") for regel in uit_bestand] == uit_stroom


class TestOpdracht:
    """The real command, in a process of its own."""

    def test_it_reads_a_file_and_writes_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "h.jsonl").write_bytes(encode_dossiers(make_dossier(make_gezin())))
        uit = tmp_path / "uit.jsonl"
        uitkomst = run_correspondentie(
            "bereken", tmp_path / "h.jsonl", "--dagtekening", "2026-07-10", "--uit", uit
        )

        assert (0, b"", b"") == (uitkomst.returncode, uitkomst.stdout, uitkomst.stderr)
        assert ["D1"] == [json.loads(regel)["dossier"] for regel in uit.read_bytes().splitlines()]

    def test_faults_are_counted_and_give_the_exit_code_of_adressering(self) -> None:
        invoer = b"kapot\n" + json.dumps(make_kaal()).encode() + b"\n"
        uitkomst = run_correspondentie("bereken", "--dagtekening", "2026-07-10", invoer=invoer)

        assert 1 == uitkomst.returncode
        assert 2 == len(uitkomst.stdout.splitlines())
        assert "1 regel(s) niet te beslissen; zie 'fout' in de uitvoer." in uitkomst.stderr.decode()

    def test_it_explains_one_dossier(self) -> None:
        invoer = json.dumps(make_kaal()).encode()
        uitkomst = run_correspondentie(
            "bereken", "--dagtekening", "2026-07-10", "--uitleg", "D1", invoer=invoer
        )
        regels = uitkomst.stdout.decode().splitlines()

        assert 0 == uitkomst.returncode
        assert "Voorlopige toekenning 2026, dagtekening 10\u00a0juli\u00a02026" in regels
        assert max(map(len, regels)) <= 100

    def test_it_does_not_write_over_what_it_reads(self, tmp_path: Path) -> None:
        invoer = tmp_path / "h.jsonl"
        invoer.write_bytes(encode_dossiers(make_dossier(make_gezin())))
        voor = invoer.read_bytes()
        uitkomst = run_correspondentie("bereken", invoer, "--dagtekening", "2026-07-10", "--uit", invoer)

        assert 1 == uitkomst.returncode
        assert voor == invoer.read_bytes()

    @pytest.mark.parametrize(
        ("argumenten", "melding"),
        [
            ((), "De optie --dagtekening ontbreekt."),
            (("--dagtekening", "morgen"), "verwacht een dag als 2026-07-10"),
        ],
    )
    def test_wrong_use_is_named(self, argumenten: tuple[str, ...], melding: str) -> None:
        uitkomst = run_correspondentie("bereken", *argumenten)

        assert 2 == uitkomst.returncode
        assert melding in " ".join(uitkomst.stderr.decode().split())
