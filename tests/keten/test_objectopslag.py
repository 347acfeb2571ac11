"""The month with its archive in a real object store, killed in the middle: nothing lost, nothing double."""

import sqlite3
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from correspondentie.werkplaats import Datamap
from tests.bouwers.objectopslag import DIENST, Objectdienst, make_settings, serve_objectopslag
from tests.bouwers.opdrachtregel import SNEL, run_correspondentie, start_correspondentie

EMMER = "archief"
HUISHOUDENS = "12"


@pytest.fixture(scope="module")
def dienst() -> Iterator[Objectdienst]:
    with serve_objectopslag() as dienst:
        dienst.make_emmer(EMMER)
        yield dienst


@pytest.fixture(scope="module")
def invoer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pad = tmp_path_factory.mktemp("invoer") / "huishoudens.jsonl"
    pad.write_bytes(run_correspondentie("genereer", HUISHOUDENS, "--seed", "7").stdout)
    return pad


def make_omgeving(dienst: Objectdienst, map_: str) -> Mapping[str, str]:
    settings = make_settings(dienst, f"{EMMER}/{map_}")
    velden = ("archief", "archief_url", "archief_regio", "archief_id", "archief_geheim")
    archief = {f"CORRESPONDENTIE_{veld.upper()}": str(getattr(settings, veld)) for veld in velden}
    klein = {"CORRESPONDENTIE_BROK": "1", "CORRESPONDENTIE_MOTOR": "weasyprint"}
    return {**SNEL, **klein, "CORRESPONDENTIE_TIJDSLIMIET": "5", **archief}


def query(datamap: Path, vraag: str) -> list[tuple[str, ...]]:
    try:
        with sqlite3.connect(Datamap(map=datamap).database) as database:
            return database.execute(vraag).fetchall()
    except sqlite3.OperationalError:
        return []  # not made yet


def wait_for_brokken(datamap: Path, aantal: int) -> None:
    tot = time.monotonic() + 60
    while len(query(datamap, "SELECT brok FROM brokken")) < aantal:
        assert time.monotonic() < tot
        time.sleep(0.02)


class TestObjectopslag:
    """From the first pack to the proof, over the real store."""

    def test_a_store_that_is_killed_in_the_middle_costs_nothing(
        self, dienst: Objectdienst, invoer: Path, tmp_path: Path
    ) -> None:
        omgeving = make_omgeving(dienst, "gedood")
        opdracht = ("maandrun", invoer, "--maand", "2026-07", "--data", tmp_path, "--werkers", "2")
        proces = start_correspondentie(*opdracht, omgeving=omgeving)
        wait_for_brokken(tmp_path, 3)
        dienst.dienst.kill()
        check_gestrand(proces.finish())
        check_gestrand(run_correspondentie(*opdracht, omgeving=omgeving))
        dienst.dienst.start()
        hervat = run_correspondentie(*opdracht, omgeving=omgeving)
        verifieer = ("verifieer", "--data", tmp_path, "--invoer", invoer, "--steekproef", "6")
        bewijs = run_correspondentie(*verifieer, omgeving=omgeving)

        assert hervat.returncode == 0, hervat.stderr.decode()
        assert bewijs.returncode == 0, bewijs.stdout.decode()
        assert "Opnieuw gemaakt en gelijk, byte voor byte: 6" in bewijs.stdout.decode()
        check_bezorgd(tmp_path)
        assert not (tmp_path / "archief").exists()

    def test_a_store_that_is_away_before_delivery_leaves_every_zending_as_it_was(
        self, dienst: Objectdienst, invoer: Path, tmp_path: Path
    ) -> None:
        omgeving = make_omgeving(dienst, "bezorging")
        opdracht = ("maandrun", invoer, "--maand", "2026-07", "--data", tmp_path, "--werkers", "1")
        run_correspondentie(*opdracht, omgeving={**omgeving, "CORRESPONDENTIE_BREEKPUNT": "run-vrijgegeven"})
        folder = run_correspondentie(*opdracht)  # without the settings of the store: another archive
        statussen = query(tmp_path, "SELECT DISTINCT status FROM zendingen WHERE status <> 'vastgehouden'")
        hervat = run_correspondentie(*opdracht, omgeving=omgeving)

        assert folder.returncode == 1
        assert "zet de instellingen weer zoals toen" in folder.stderr.decode()
        assert statussen == [("vrijgegeven",)]
        assert hervat.returncode == 0, hervat.stderr.decode()
        check_bezorgd(tmp_path)


def check_gestrand(uitkomst: subprocess.CompletedProcess[bytes]) -> None:
    """Make sure that a run without its store ended with a sentence that gives no secret away."""
    assert uitkomst.returncode == 1, uitkomst.stdout
    assert "Wat klaar was, is bewaard" in uitkomst.stderr.decode()
    assert DIENST[1].encode() not in uitkomst.stdout + uitkomst.stderr


def check_bezorgd(datamap: Path) -> None:
    """Make sure that each message stands once in the Berichtenbox, and each printed letter in one lot."""
    with sqlite3.connect(Datamap(map=datamap).magazijn) as database:
        berichten = [rij for (rij,) in database.execute("SELECT onderwerp FROM berichten")]
    digitaal = query(
        datamap, "SELECT kenmerk FROM zendingen WHERE kanaal = 'berichtenbox' AND status = 'bezorgd'"
    )
    papier = query(datamap, "SELECT kenmerk FROM zendingen WHERE kanaal = 'print' AND status = 'bezorgd'")

    assert sorted(onderwerp.rsplit(" ", 1)[1] for onderwerp in berichten) == sorted(k for (k,) in digitaal)
    assert sorted(p.stem for p in (datamap / "print").glob("*/partij-*/*.pdf")) == sorted(
        k for (k,) in papier
    )
    assert digitaal
    assert papier
