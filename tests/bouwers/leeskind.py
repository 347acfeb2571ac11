"""Reads a file from outside in a process of its own, and says what came of it and how much memory that took.

What libxml2 allocates is seen by no tool within Python: the kernel knows it.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

from outbox.errors import OutboxError
from outbox.globe.abonnement import Abonnementvraag, read_antwoord
from outbox.printstraat import read_manifest
from tests.bouwers.zendingen import OIN

PROJECT = Path(__file__).parents[2]
VRAAG = Abonnementvraag(oin=OIN, verzoek_id=UUID(int=7))


def read_abonnementen(bestand: Path) -> int:
    """Count who is active."""
    return sum(stand.actief for stand in read_antwoord(bestand, VRAAG))


def count_brieven(bestand: Path) -> int:
    """Count the letters of a manifest."""
    return len(read_manifest(bestand).brieven)


LEZERS: Mapping[str, Callable[[Path], int]] = {"abonnementen": read_abonnementen, "manifest": count_brieven}


def measure_lezen(soort: str, bestand: Path) -> tuple[str, int]:
    """Read it there, and give what the reader said and the most memory that its process had, in MB."""
    opdracht = [sys.executable, "-m", "tests.bouwers.leeskind", soort, str(bestand)]
    uitvoer = subprocess.run(opdracht, cwd=PROJECT, capture_output=True, check=True, timeout=120).stdout
    tekst, piek = uitvoer.decode().splitlines()
    return tekst, int(piek) // 1024


def main(soort: str, bestand: Path) -> None:
    """Read, and tell."""
    try:
        gezegd = f"{LEZERS[soort](bestand)}"
    except OutboxError as fout:
        gezegd = f"{fout}"
    gevonden = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert gevonden is not None
    sys.stdout.write(f"{gezegd}\n{gevonden[1]}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
