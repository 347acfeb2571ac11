"""The commands about a run, as processes: what they say, and their exit codes."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from correspondentie.errors import CannotStartError
from correspondentie.ingrepen import load_kenmerken
from correspondentie.werkplaats import Datamap
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier
from tests.bouwers.opdrachtregel import SNEL, run_correspondentie

DOOR = ("--wie", "J. de Vries", "--waarom", "verkeerde bijlage")


@pytest.fixture(scope="module")
def gemaakt(tmp_path_factory: pytest.TempPathFactory) -> Datamap:
    """July, broken off just before its delivery: two letters over two channels."""
    map_ = tmp_path_factory.mktemp("juli")
    dossiers = [make_dossier(), make_dossier(nummer="D2", burger=make_burger("000000012"))]
    (map_ / "in.jsonl").write_bytes(encode_dossiers(*dossiers))
    breek = SNEL | {"CORRESPONDENTIE_BREEKPUNT": "run-vrijgegeven"}
    uitkomst = run_correspondentie(*maandrun(map_), omgeving=breek)
    assert -9 == uitkomst.returncode, uitkomst.stderr.decode()
    return Datamap(map=map_)


@pytest.fixture
def datamap(gemaakt: Datamap, tmp_path: Path) -> Datamap:
    """A copy of that folder of which the rest of the run is not needed."""
    with (
        closing(sqlite3.connect(gemaakt.database)) as van,
        closing(sqlite3.connect(tmp_path / "correspondentie.sqlite")) as naar,
    ):
        van.backup(naar)
    (tmp_path / "archief").symlink_to(gemaakt.archief)
    return Datamap(map=tmp_path)


def maandrun(map_: Path) -> Sequence[str | Path]:
    return ("maandrun", map_ / "in.jsonl", "--maand", "2026-07", "--data", map_, "--werkers", "1")


def query(datamap: Datamap, vraag: str) -> list[str]:
    with closing(sqlite3.connect(datamap.database)) as database:
        return [rij[0] for rij in database.execute(vraag)]


def act(
    datamap: Datamap, daad: str, *opties: str | Path, door: Sequence[str] = DOOR
) -> CompletedProcess[bytes]:
    (run,) = query(datamap, "SELECT run FROM runs")
    return run_correspondentie("run", daad, run, *door, *opties, "--data", datamap.map)


def show(datamap: Datamap, *opdracht: str) -> str:
    return run_correspondentie(*opdracht, "--data", datamap.map).stdout.decode()


class TestAntwoorden:
    """Each act says what happened, what did not, and what can still be done."""

    def test_a_pause_says_how_many_stand_still_and_status_shows_it(self, datamap: Datamap) -> None:
        uitkomst = act(datamap, "pauzeer", "--kanaal", "print")

        assert 0 == uitkomst.returncode, uitkomst.stderr.decode()
        assert "Nu staan stil: 2 zendingen." in uitkomst.stdout.decode()
        assert "print gepauzeerd" in show(datamap, "status")

    def test_a_resume_says_what_goes_on_and_what_does_not(self, datamap: Datamap, tmp_path: Path) -> None:
        act(datamap, "pauzeer")
        kenmerken = tmp_path / "k.txt"
        kenmerken.write_text("\n".join(query(datamap, "SELECT kenmerk FROM brieven")))
        deel = act(datamap, "hervat", "--kenmerken", kenmerken).stdout.decode()
        heel = act(datamap, "hervat").stdout.decode()

        assert "Staan nog stil: 4, omdat de hele run" in deel
        assert "Gaan weer verder: 4 zendingen." in heel

    def test_a_cancelled_letter_is_counted_and_an_unknown_one_is_named(
        self, datamap: Datamap, tmp_path: Path
    ) -> None:
        kenmerken = tmp_path / "k.txt"
        een = query(datamap, "SELECT kenmerk FROM brieven")[0]
        kenmerken.write_text(f"{een.lower()}\n\nX-1\n")
        uitkomst = act(datamap, "annuleer", "--kenmerken", kenmerken)

        assert 5 == uitkomst.returncode
        assert "Ingetrokken: 2 zendingen." in uitkomst.stdout.decode()
        assert "Niet in deze run: X-1." in uitkomst.stdout.decode()
        assert ["ingetrokken"] * 2 == query(datamap, f"SELECT status FROM zendingen WHERE kenmerk = '{een}'")  # noqa: S608 - of this test

    def test_a_cancelled_run_can_be_finished_and_balances(self, gemaakt: Datamap, datamap: Datamap) -> None:
        act(datamap, "annuleer")
        (datamap.map / "in.jsonl").write_bytes((gemaakt.map / "in.jsonl").read_bytes())
        uitkomst = run_correspondentie(*maandrun(datamap.map))

        assert 0 == uitkomst.returncode, uitkomst.stdout.decode()
        assert "Berichtenbox: ingetrokken" in uitkomst.stdout.decode()
        assert {"ingetrokken"} == set(query(datamap, "SELECT status FROM zendingen"))

    def test_what_was_given_up_goes_again_and_what_was_uncertain_is_settled(
        self, gemaakt: Datamap, datamap: Datamap, tmp_path: Path
    ) -> None:
        kenmerken = tmp_path / "k.txt"
        kenmerken.write_text("\n".join(query(datamap, "SELECT kenmerk FROM brieven")))
        with closing(sqlite3.connect(datamap.database)) as database, database:
            database.execute("UPDATE zendingen SET status = 'opgegeven' WHERE kanaal = 'print'")
            database.execute("UPDATE zendingen SET status = 'onzeker' WHERE kanaal = 'berichtenbox'")
        aan = act(datamap, "aangekomen", "--kenmerken", kenmerken, "--kanaal", "berichtenbox")
        weer = act(datamap, "bezorg-opnieuw", "--kenmerken", kenmerken, "--kanaal", "print")
        (datamap.map / "in.jsonl").write_bytes((gemaakt.map / "in.jsonl").read_bytes())
        uitkomst = run_correspondentie(*maandrun(datamap.map))

        assert "Berichtenbox, bezorgd: 2" in aan.stdout.decode()
        assert "Print, vrijgegeven: 2" in weer.stdout.decode()
        assert 0 == uitkomst.returncode, uitkomst.stdout.decode()
        assert {"bezorgd"} == set(query(datamap, "SELECT status FROM zendingen"))


class TestLogboek:
    """Who did what, when and why can be read, and verified."""

    def test_it_shows_each_act(self, datamap: Datamap) -> None:
        act(datamap, "pauzeer")
        tekst = show(datamap, "logboek")

        assert "J. de Vries, pauzeren, run 2026-07-" in tekst
        assert "Waarom: verkeerde bijlage" in tekst

    def test_it_is_verified_and_gives_a_seal(self, datamap: Datamap) -> None:
        act(datamap, "pauzeer")
        tekst = show(datamap, "logboek", "--controleer")
        zegel = tekst.partition("Zegel: ")[2].split()[0]
        act(datamap, "hervat")

        assert "Het logboek is heel: 1 regels." in tekst
        assert "Het logboek is heel: 2 regels." in show(datamap, "logboek", "--zegel", zegel)

    def test_a_changed_line_is_named(self, datamap: Datamap) -> None:
        act(datamap, "pauzeer")
        with closing(sqlite3.connect(datamap.database)) as database, database:
            database.execute("DROP TRIGGER logboek_geen_update")
            database.execute("UPDATE logboek SET wie = 'iemand anders'")
        uitkomst = run_correspondentie("logboek", "--controleer", "--data", datamap.map)

        assert 1 == uitkomst.returncode
        assert "regel 1 is gewijzigd" in uitkomst.stdout.decode()


class TestFouten:
    """A mistake changes nothing, and says what to do."""

    @pytest.mark.parametrize(
        ("door", "code", "melding"),
        [
            (("--waarom", "x"), 2, "De optie --wie ontbreekt."),
            (("--wie", "x"), 2, "De optie --waarom ontbreekt."),
            (("--wie", "x", "--waarom", "burger 999993653"), 1, "lijkt een BSN te staan"),
            ((*DOOR, "--brieftype", "folder"), 1, "geen brieven van brieftype 'folder'"),
            ((*DOOR, "--kenmerken", "/bestaat/niet"), 1, "Controleer het pad"),
            ((*DOOR, "--kenmerken", "x", "--brieftype", "y"), 1, "niet allebei"),
        ],
    )
    def test_each_mistake_is_named(
        self, datamap: Datamap, door: tuple[str, ...], code: int, melding: str
    ) -> None:
        uitkomst = act(datamap, "annuleer", door=door)

        assert code == uitkomst.returncode
        assert melding in " ".join(uitkomst.stderr.decode().split())
        assert {"vrijgegeven"} == set(query(datamap, "SELECT status FROM zendingen"))
        assert [] == query(datamap, "SELECT nummer FROM logboek")

    def test_an_unknown_run_names_those_that_there_are(self, datamap: Datamap) -> None:
        uitkomst = run_correspondentie("run", "pauzeer", "2020-01", *DOOR, "--data", datamap.map)

        assert 1 == uitkomst.returncode
        assert "Bekende runs: 2026-07-" in " ".join(uitkomst.stderr.decode().split())

    @pytest.mark.parametrize("inhoud", [b"", b"\n \n", b"a/b\n", b"\xff\xfe\n", b"A" * 26, b"A B\n"])
    def test_a_file_without_kenmerken_is_refused(self, tmp_path: Path, inhoud: bytes) -> None:
        bestand = tmp_path / "k.txt"
        bestand.write_bytes(inhoud)

        with pytest.raises(CannotStartError, match="kenmerk per regel"):
            load_kenmerken(bestand)
