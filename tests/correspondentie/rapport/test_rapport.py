"""What rapport.json and the files beside it hold."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import msgspec
import pytest

from correspondentie.invoer import Uitval
from correspondentie.rapport import LIJST_MAXIMUM, Rapport, compute_rapport, write_lijst, write_rapport
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.rapporten import VERLOOP, make_rapport, make_telling

SLEUTELS = [
    "run",
    "maand",
    "dagtekening",
    "huishoudens",
    "uitval",
    "behandeld",
    "beschikkingen",
    "terugvorderingen",
    "mutatievoorstellen",
    "brieven",
    "onderdrukt",
    "per_brieftype",
    "zendingen",
    "vastgehouden",
    "bereik",
    "documenten",
    "zetten",
    "fasen",
    "seconden",
    "brieven_per_seconde",
    "balans",
    "in_balans",
    "bestanden",
    "uitvallijst",
    "onderdruktlijst",
]


def write_and_read(rapport: Rapport, doelmap: Path) -> dict[str, object]:
    write_rapport(rapport, doelmap)
    gelezen: dict[str, object] = json.loads((doelmap / "rapport.json").read_text())
    return gelezen


def test_the_keys_of_the_rapport_stand_in_their_order(tmp_path: Path) -> None:
    gelezen = write_and_read(make_rapport(), tmp_path)

    assert SLEUTELS == list(gelezen)


def test_the_rapport_that_is_read_back_equals_the_one_that_was_written(tmp_path: Path) -> None:
    write_rapport(make_rapport(), tmp_path)

    gelezen = msgspec.json.decode((tmp_path / "rapport.json").read_bytes(), type=Rapport)

    assert make_rapport() == gelezen


def test_zendingen_are_given_per_kanaal_and_status(tmp_path: Path) -> None:
    gelezen = write_and_read(make_rapport(), tmp_path)

    assert {
        "berichtenbox": {"bezorgd": 402, "vervangen": 3, "onzeker": 1, "opgegeven": 1},
        "print": {"bezorgd": 318, "vastgehouden": 4},
    } == gelezen["zendingen"]


def test_a_line_of_the_balans_says_what_went_in_and_came_out(tmp_path: Path) -> None:
    gelezen = write_and_read(make_rapport(), tmp_path)

    balans = gelezen["balans"]
    assert isinstance(balans, list)
    assert {"stap": "huishoudens", "in": 548, "uit": 548, "klopt": True} == balans[0]


def test_an_onzekere_zending_counts_as_held() -> None:
    assert {"adres-onbekend": 4, "onzeker": 1} == make_rapport().vastgehouden


def test_the_brieven_are_the_sum_over_the_brieftypen() -> None:
    assert 402 + 88 == make_rapport().brieven


def test_the_speed_is_in_brieven_per_second_on_the_wall() -> None:
    assert round(490 / 28.4, 1) == make_rapport().brieven_per_seconde


def test_the_lists_in_the_rapport_are_cut_off() -> None:
    regels = tuple(
        Uitval(bestand="invoer.jsonl", regel=nummer, veld="regel", reden="geen JSON")
        for nummer in range(LIJST_MAXIMUM + 1)
    )

    assert regels[:LIJST_MAXIMUM] == make_rapport(uitvallijst=regels).uitvallijst


def test_writing_again_replaces_the_files_and_leaves_nothing_else(tmp_path: Path) -> None:
    write_rapport(make_rapport(), tmp_path)
    gelezen = write_and_read(make_rapport(huishoudens=549), tmp_path)

    assert 549 == gelezen["huishoudens"]
    assert {"rapport.html", "rapport.json"} == {pad.name for pad in tmp_path.iterdir()}


def test_a_lijst_is_written_one_object_a_line(tmp_path: Path) -> None:
    regels = make_telling().uitvallijst
    aantal = write_lijst(iter(regels), tmp_path / "uitval.jsonl")

    gelezen = [json.loads(regel) for regel in (tmp_path / "uitval.jsonl").read_text().splitlines()]
    assert len(regels) == aantal
    assert {
        "bestand": "huishoudens.jsonl",
        "regel": 37,
        "veld": "aanvrager.bsn",
        "reden": "geen geldig BSN",
    } == gelezen[0]


def test_a_lijst_that_breaks_off_leaves_the_earlier_one_as_it_was(tmp_path: Path) -> None:
    def break_off() -> Iterator[dict[str, int]]:
        yield {"regel": 1}
        raise OSError("de schijf is vol")

    pad = tmp_path / "uitval.jsonl"
    write_lijst([{"regel": 7}], pad)
    with pytest.raises(OSError, match="vol"):
        write_lijst(break_off(), pad)

    assert '{"regel":7}\n' == pad.read_text()


def test_every_field_of_the_rapport_is_a_key_that_was_agreed() -> None:
    assert SLEUTELS == [veld.name for veld in fields(Rapport)]


def test_counting_over_the_channels_adds_them_up() -> None:
    assert 720 == make_rapport().count_zendingen(Status.BEZORGD)
    assert 318 == make_rapport().zendingen[Kanaalsoort.PRINT][Status.BEZORGD]


def test_a_run_that_made_no_letter_itself_claims_no_speed() -> None:
    rapport = compute_rapport(make_telling(), replace(VERLOOP, gemaakt=0), {})

    assert (rapport.brieven, rapport.brieven_per_seconde) == (490, 0.0)
