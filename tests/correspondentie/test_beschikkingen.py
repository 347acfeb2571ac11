"""A file of Beschikkingen gives each dossier its own, or says why it cannot be used."""

import json
import pickle
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.beschikking import Beschikking
from calc.definitief import decide_definitieve_toekenningen
from calc.huishouden import Toeslag
from calc.voorschot import decide_beschikking
from correspondentie.beschikkingen import (
    SCHEMAVERSIE,
    Beschikkingbron,
    Beschikkingregel,
    InvalidBeschikkingError,
    make_beschikkingbron,
)
from correspondentie.dossier import Besluitsoort
from correspondentie.errors import CannotStartError
from correspondentie.invoer.regels import REGEL_MAXIMUM
from correspondentie.schema import BESCHIKKING, make_schema
from tests.bouwers.dossiers import PEILDATUM, make_dossier
from tests.bouwers.huishoudens import (
    NORMEN,
    make_aanvragen,
    make_gezin,
    make_huishouden,
    make_kalender,
    make_voorschotregels,
)

GEZIN = make_dossier(make_gezin())
FOUT = b'{"schema": "1.0", "dossier": "D1", "fout": {"reden": "geheim"}}\n'
JUNI = date(2026, 6, 10)  # before interest runs


def decide(dagtekening: date = PEILDATUM) -> Beschikking:
    return decide_beschikking(GEZIN.huishouden, make_voorschotregels(dagtekening=dagtekening))


def make_regel(*beschikkingen: Beschikking, nummer: str = "D1") -> bytes:
    """Make the line of a dossier: with what our own core decides on it, unless said otherwise."""
    regel = Beschikkingregel(schema=SCHEMAVERSIE, dossier=nummer, beschikkingen=beschikkingen or (decide(),))
    return msgspec.json.encode(regel) + b"\n"


def change_regel(wijzig: Callable[[dict[str, Any]], object]) -> bytes:
    regel = json.loads(make_regel())
    wijzig(regel)
    return json.dumps(regel).encode() + b"\n"


def make_bron(map_: Path, *regels: bytes) -> Beschikkingbron:
    bestand = map_ / "beschikkingen.jsonl"
    bestand.write_bytes(b"".join(regels))
    return make_beschikkingbron(bestand, map_ / "index.db")


def find_reden(bron: Beschikkingbron, nummer: str = "D1") -> str:
    with pytest.raises(InvalidBeschikkingError) as gevonden:
        bron.find(replace(GEZIN, dossier=nummer), PEILDATUM)
    return str(gevonden.value)


class TestVinden:
    """Each dossier gets the Beschikkingen of its own line, wherever that stands."""

    def test_a_dossier_gets_what_was_decided_on_it(self, tmp_path: Path) -> None:
        bron = make_bron(tmp_path, make_regel(nummer="D0"), b"\n", make_regel(), make_regel(nummer="D2"))

        assert (decide(),) == bron.find(GEZIN, PEILDATUM)

    def test_a_source_can_be_given_to_another_process(self, tmp_path: Path) -> None:
        bron = pickle.loads(pickle.dumps(make_bron(tmp_path, make_regel())))

        assert (decide(),) == bron.find(GEZIN, PEILDATUM)

    def test_an_index_is_made_anew(self, tmp_path: Path) -> None:
        make_bron(tmp_path, make_regel(nummer="D0"))
        bron = make_bron(tmp_path, make_regel())

        assert (decide(),) == bron.find(GEZIN, PEILDATUM)
        assert "heeft geen regel voor dit dossier" in find_reden(bron, "D0")

    @pytest.mark.parametrize("begin", [b"\xef\xbb\xbf", b" "])
    def test_a_byte_order_mark_is_no_part_of_a_line(self, begin: bytes, tmp_path: Path) -> None:
        bron = make_bron(tmp_path, begin, make_regel())

        assert (decide(),) == bron.find(GEZIN, PEILDATUM)

    def test_a_definitief_besluit_has_one_for_each_toeslag(self, tmp_path: Path) -> None:
        aanvragen = make_aanvragen(Toeslag.ZORGTOESLAG, Toeslag.KINDGEBONDEN_BUDGET)
        huishouden = make_huishouden(toeslagjaar=2025, aanvragen=aanvragen)
        kalender = make_kalender(toeslagjaar=2025, dagtekening=JUNI)
        definitief = decide_definitieve_toekenningen(huishouden, NORMEN, kalender)
        bron = make_bron(tmp_path, make_regel(*definitief))
        dossier = make_dossier(huishouden, besluitsoort=Besluitsoort.DEFINITIEF)

        assert 2 == len(definitief)
        assert definitief == bron.find(dossier, JUNI)

    def test_a_line_of_a_fault_does_not_stand_in_the_way_of_a_decision(self, tmp_path: Path) -> None:
        bron = make_bron(tmp_path, FOUT, make_regel(), FOUT)

        assert (decide(),) == bron.find(GEZIN, PEILDATUM)


class TestWeigeren:
    """What is missing, double, broken, or of another version, year or day is refused with its reason."""

    @pytest.mark.parametrize("inhoud", [b"", b"\n \n"])
    def test_a_file_without_a_single_line(self, inhoud: bytes, tmp_path: Path) -> None:
        with pytest.raises(CannotStartError, match="bevat geen enkele beschikking"):
            make_bron(tmp_path, inhoud)

    def test_a_line_that_is_missing(self, tmp_path: Path) -> None:
        bron = make_bron(tmp_path, make_regel(nummer="D2"))

        assert "beschikkingen.jsonl heeft geen regel voor dit dossier" == find_reden(bron)

    @pytest.mark.parametrize(
        "kapot",
        [
            b"kapot\n",
            b'{"dossier": null}\n',
            b"\xff\n",
            b"[" * 100_000 + b"\n",
            b"x" * REGEL_MAXIMUM + b"xx\n",
        ],
        ids=["no-json", "no-dossier", "no-utf-8", "too-deep", "too-long"],
    )
    def test_lines_of_which_nobody_knows_the_dossier_are_counted(self, kapot: bytes, tmp_path: Path) -> None:
        bron = make_bron(tmp_path, kapot, make_regel(nummer="D2"), kapot)
        reden = find_reden(bron)

        assert reden.endswith(
            "heeft geen regel voor dit dossier; van 2 regel(s) is het dossier niet te lezen"
        )

    def test_a_line_that_is_there_twice(self, tmp_path: Path) -> None:
        bron = make_bron(tmp_path, make_regel(), make_regel(nummer="D2"), make_regel())

        assert (
            "beschikkingen.jsonl heeft meer dan een besluit over dit dossier, op regel 1 en 3"
        ) == find_reden(bron)

    @pytest.mark.parametrize("versie", ["2.0", "1", ""])
    def test_another_version_of_the_schema(self, versie: str, tmp_path: Path) -> None:
        bron = make_bron(tmp_path, change_regel(lambda regel: regel.update(schema=versie)))

        assert f"de regel heeft niet de schemaversie die hier geldt ({SCHEMAVERSIE})" in find_reden(bron)

    def test_a_line_on_which_nothing_was_decided(self, tmp_path: Path) -> None:
        reden = find_reden(make_bron(tmp_path, FOUT, FOUT))

        assert "kon op dit dossier niet beslissen" in reden
        assert "geheim" not in reden

    @pytest.mark.parametrize(
        ("wijzig", "veld"),
        [
            (lambda b: b.pop("soort"), "beschikkingen[0].soort: dit veld ontbreekt"),
            (
                lambda b: b.update(soort="gunst"),
                "beschikkingen[0].soort: de waarde heeft niet de juiste vorm",
            ),
            (lambda b: b.update(extra=1), "beschikkingen[0]: hier staat een veld dat niet bekend is"),
            (
                lambda b: b.update(toeslagjaar="x"),
                "beschikkingen[0].toeslagjaar: de waarde is van de verkeerde soort",
            ),
        ],
    )
    def test_a_line_that_is_broken(
        self, wijzig: Callable[[dict[str, Any]], object], veld: str, tmp_path: Path
    ) -> None:
        bron = make_bron(tmp_path, change_regel(lambda regel: wijzig(regel["beschikkingen"][0])))

        assert f"regel 1 van beschikkingen.jsonl: {veld}" in find_reden(bron)

    def test_a_decision_that_contradicts_itself(self, tmp_path: Path) -> None:
        anders = replace(decide(), toekenningen=(replace(decide().toekenningen[0], betalingen=()),))

        assert "toekenningen[0].betalingen is een lijst van 0" in find_reden(
            make_bron(tmp_path, make_regel(anders))
        )

    def test_a_decision_on_another_year(self, tmp_path: Path) -> None:
        anders = replace(decide(), toeslagjaar=2025)

        assert "toeslagjaar is 2025, maar het huishouden heeft toeslagjaar 2026" in find_reden(
            make_bron(tmp_path, make_regel(anders))
        )

    def test_a_decision_of_another_day(self, tmp_path: Path) -> None:
        bron = make_bron(tmp_path, make_regel(decide(JUNI)))

        assert "de dagtekening is 2026-06-10, maar die van de run is 2026-07-10" in find_reden(bron)

    def test_more_than_one_advance(self, tmp_path: Path) -> None:
        bron = make_bron(tmp_path, make_regel(decide(), decide()))

        assert "verwacht is een beschikking, gevonden zijn er 2" in find_reden(bron)

    def test_an_advance_where_the_final_decision_is_asked(self, tmp_path: Path) -> None:
        bron = make_bron(tmp_path, make_regel())

        with pytest.raises(InvalidBeschikkingError, match="gevraagd is een besluit dat definitief is"):
            bron.find(replace(GEZIN, besluitsoort=Besluitsoort.DEFINITIEF), PEILDATUM)

    def test_a_file_that_changed_since_it_was_indexed(self, tmp_path: Path) -> None:
        bron = make_bron(tmp_path, make_regel())
        bron.bestand.write_bytes(make_regel(nummer="D2"))

        assert "het bestand is veranderd nadat het is gelezen" in find_reden(bron)


def list_paden(deel: object, pad: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """List the path of every value in a line."""
    if isinstance(deel, dict | list):
        for sleutel, inhoud in deel.items() if isinstance(deel, dict) else enumerate(deel):
            yield from list_paden(inhoud, (*pad, sleutel))
    yield pad


class TestStevigheid:
    """Whatever stands in a line, a run only ever hears that it cannot be used."""

    @given(data=st.data())
    def test_one_wrong_value_anywhere_never_breaks_the_run(
        self, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        regel = json.loads(make_regel())
        *boven, laatste = data.draw(st.sampled_from([pad for pad in list_paden(regel) if pad]))
        deel: Any = regel
        for stap in boven:
            deel = deel[stap]
        deel[laatste] = data.draw(st.sampled_from([-1, 0, 13, 10**18, 10**30, 0.5, "", "x", None, [], {}]))
        bron = make_bron(tmp_path_factory.mktemp("bron"), json.dumps(regel).encode())

        with suppress(InvalidBeschikkingError):
            assert 1 == len(bron.find(GEZIN, PEILDATUM))


class TestBeginnen:
    """A file that cannot be read at all stops the run before it begins."""

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CannotStartError, match="kan niet worden gelezen"):
            make_beschikkingbron(tmp_path / "weg.jsonl", tmp_path / "index.db")

    def test_an_index_that_cannot_be_written(self, tmp_path: Path) -> None:
        bron = make_bron(tmp_path, make_regel())

        with pytest.raises(CannotStartError, match=r"De index .* kan niet worden geschreven"):
            make_beschikkingbron(bron.bestand, bron.bestand / "index.db")

    def test_the_folder_of_the_index_is_made(self, tmp_path: Path) -> None:
        bron = make_bron(tmp_path, make_regel())

        assert (decide(),) == make_beschikkingbron(bron.bestand, tmp_path / "nieuw" / "index.db").find(
            GEZIN, PEILDATUM
        )

    def test_a_file_that_is_zipped(self, tmp_path: Path) -> None:
        with pytest.raises(CannotStartError, match="pak het eerst uit"):
            make_bron(tmp_path, b"\x1f\x8b\x08")


def test_the_version_stands_in_schema_and_page() -> None:
    delen = make_schema(BESCHIKKING)["$defs"]
    versies = {delen[naam]["properties"]["schema"]["const"] for naam in ("Beschikkingregel", "Foutregel")}

    assert {SCHEMAVERSIE} == versies
    assert f"schemaversie {SCHEMAVERSIE}." in BESCHIKKING.inleiding
