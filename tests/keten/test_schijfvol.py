"""A disk that is full in the middle of a run: it says so, and the same command goes on when there is room."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from correspondentie.genereer import write_populatie
from correspondentie.werkplaats import Datamap
from tests.bouwers.opdrachtregel import SNEL, run_correspondentie
from tests.bouwers.standen import read_stand

MAAND, HUISHOUDENS = "2026-07", 40
STAP = 2_500  # kilobyte that the disk grows each time; the run needs several times as much
OMGEVING = SNEL | {"CORRESPONDENTIE_BROK": "5", "CORRESPONDENTIE_PARTIJ": "5"}


class Schijf:
    """A small disk of its own, in memory, that can grow."""

    def __init__(self, map_: Path) -> None:
        self.map = map_
        self.kilobyte = STAP
        self._mount("tmpfs", "-o", f"size={self.kilobyte}k", "tmpfs")

    def grow(self) -> None:
        """Make room."""
        self.kilobyte += STAP
        self._mount(None, "-o", f"remount,size={self.kilobyte}k")

    def remove(self) -> None:
        """Take the disk away."""
        subprocess.run(["umount", self.map], check=True)

    def _mount(self, soort: str | None, *opties: str) -> None:
        met_soort = ["-t", soort] if soort else []
        uitkomst = subprocess.run(
            ["mount", *met_soort, *opties, self.map], capture_output=True, text=True, check=False
        )
        if uitkomst.returncode:
            pytest.skip(f"een eigen schijf maken mag hier niet: {uitkomst.stderr.strip()}")


@pytest.fixture
def schijf(tmp_path: Path) -> Iterator[Schijf]:
    map_ = tmp_path / "schijf"
    map_.mkdir()
    schijf = Schijf(map_)
    yield schijf
    schijf.remove()


def test_a_run_goes_on_each_time_that_there_is_room_again(schijf: Schijf, tmp_path: Path) -> None:
    invoer = tmp_path / "huishoudens.jsonl"
    with invoer.open("wb") as doel:
        write_populatie(doel, HUISHOUDENS, seed=13, fouten=0.0, maand=MAAND)
    opdracht = ("maandrun", invoer, "--maand", MAAND, "--werkers", "1", "--data")
    gewoon = tmp_path / "gewoon"
    assert run_correspondentie(*opdracht, gewoon, omgeving=OMGEVING).returncode == 0

    keren_vol = 0
    while (uitkomst := run_correspondentie(*opdracht, schijf.map, omgeving=OMGEVING)).returncode:
        assert uitkomst.returncode == 1, uitkomst.stdout.decode() + uitkomst.stderr.decode()
        assert "schijf" in uitkomst.stderr.decode()
        keren_vol += 1
        schijf.grow()

    assert keren_vol > 1
    assert read_stand(Datamap(map=schijf.map)) == read_stand(Datamap(map=gewoon))
