"""No citizen gets a fourth mutatiebrief, also when two runs work on the same citizens at once."""

import sqlite3
from pathlib import Path

from correspondentie.dossier import Dossier
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier
from tests.bouwers.huishoudens import make_huishouden, make_kind, make_levering
from tests.bouwers.opdrachtregel import run_correspondentie, start_correspondentie

BURGERS = ("111222333", "000000012", "000000024", "000000036", "000000048", "000000061")


def make_afwijkend(bsn: str, nummer: str, kinderen: range) -> Dossier:
    """Make a dossier in which each of these children has fewer hours than is known."""
    huishouden = make_huishouden(
        *(make_kind(kind, leveringen=(make_levering(uren=f"{kind}0"),)) for kind in kinderen)
    )
    return make_dossier(huishouden, nummer=nummer, burger=make_burger(bsn))


def write_invoer(pad: Path, naam: str, kinderen: range) -> Path:
    dossiers = [make_afwijkend(bsn, f"{naam}{plaats}", kinderen) for plaats, bsn in enumerate(BURGERS)]
    pad.write_bytes(encode_dossiers(*dossiers))
    return pad


def count_mutatiebrieven(data: Path) -> dict[str, int]:
    with sqlite3.connect(data / "correspondentie.sqlite") as database:
        vraag = "SELECT burger, count(*) FROM mutatiebrieven GROUP BY burger"
        return dict(database.execute(vraag).fetchall())


class TestPlafond:
    """At most three mutatiebrieven per citizen per toeslagjaar, whoever runs what when."""

    def test_two_runs_at_once_share_the_room(self, tmp_path: Path) -> None:
        een = write_invoer(tmp_path / "een.jsonl", "A", range(1, 3))
        twee = write_invoer(tmp_path / "twee.jsonl", "B", range(3, 6))
        data = tmp_path / "data"
        opdracht = ("--maand", "2026-07", "--data", data, "--werkers", "1")

        lopend = [start_correspondentie("maandrun", invoer, *opdracht) for invoer in (een, twee)]
        uitkomsten = [proces.finish() for proces in lopend]

        assert [(uitkomst.returncode, uitkomst.stderr) for uitkomst in uitkomsten] == [(0, b"")] * 2
        assert count_mutatiebrieven(data) == dict.fromkeys(BURGERS, 3)

    def test_a_later_run_finds_no_room_left(self, tmp_path: Path) -> None:
        eerste = write_invoer(tmp_path / "eerste.jsonl", "A", range(1, 5))
        tweede = write_invoer(tmp_path / "tweede.jsonl", "B", range(5, 8))
        opdracht = ("--maand", "2026-07", "--data", tmp_path, "--werkers", "1")

        codes = [run_correspondentie("maandrun", invoer, *opdracht).returncode for invoer in (eerste, tweede)]

        assert codes == [0, 0]
        assert count_mutatiebrieven(tmp_path) == dict.fromkeys(BURGERS, 3)


class TestEenBesluitPerMaand:
    """A household is decided once a month, whatever input it stands in."""

    def test_a_month_delivered_again_sends_nothing_twice(self, tmp_path: Path) -> None:
        dossiers = [
            make_dossier(nummer=f"D{plaats}", burger=make_burger(bsn)) for plaats, bsn in enumerate(BURGERS)
        ]
        eerste, tweede, data = tmp_path / "een.jsonl", tmp_path / "twee.jsonl", tmp_path / "data"
        eerste.write_bytes(encode_dossiers(*dossiers[:4]))
        tweede.write_bytes(encode_dossiers(*dossiers))
        opdracht = ("--maand", "2026-07", "--data", data, "--werkers", "1")

        codes = [run_correspondentie("maandrun", invoer, *opdracht).returncode for invoer in (eerste, tweede)]

        with sqlite3.connect(data / "correspondentie.sqlite") as database:
            brieven = database.execute("SELECT dossier FROM brieven ORDER BY 1").fetchall()
            uitval = database.execute("SELECT regel, veld FROM uitval ORDER BY 1").fetchall()
        assert codes == [0, 0]
        assert brieven == [(dossier.dossier,) for dossier in dossiers]
        assert uitval == [(regel, "dossier") for regel in (1, 2, 3, 4)]
