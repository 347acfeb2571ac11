"""Runs the command line in a process of its own.

The process is forked from one that has loaded the service already, so a test waits for the work and not for
the loading; tests/correspondentie/test_cli.py starts the installed command itself. All runs of one session
share what they learn of letters, as the runs of one installation do.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from correspondentie.werkmap import Datamap

SNEL = {
    "CORRESPONDENTIE_WACHTTIJD": "0.2",
    "CORRESPONDENTIE_TIJDSLIMIET": "1",
    "CORRESPONDENTIE_BEZINKTIJD": "1",
    "CORRESPONDENTIE_POGINGEN": "5",
}
GEDULD = 600.0  # seconds for one command

_SESSIE: dict[str, Path] = {}
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["correspondentie.cli"])


def set_sessiemap(map_: Path, formes: Path) -> None:
    """Say which folders the commands of this session share; conftest.py does."""
    formes.mkdir(mode=0o700, exist_ok=True)
    _SESSIE.update(map=map_, formes=formes)


def run_correspondentie(
    *argumenten: str | Path, invoer: bytes = b"", omgeving: Mapping[str, str] = SNEL
) -> subprocess.CompletedProcess[bytes]:
    """Run the command and wait; it has a process group of its own, so that killing it kills nobody else."""
    return start_correspondentie(*argumenten, invoer=invoer, omgeving=omgeving).finish()


class Proces:
    """A command that is running. uit and fout: where it says what it says."""

    def __init__(self, proces: ForkServerProcess, uit: Path, fout: Path) -> None:
        self._proces = proces
        self._uit = uit
        self._fout = fout

    def poll(self) -> int | None:
        """Return how it ended, or None while it is at work."""
        return self._proces.exitcode

    def finish(self) -> subprocess.CompletedProcess[bytes]:
        """Wait for its end and return what it said."""
        self._proces.join(GEDULD)
        code = self._proces.exitcode
        assert code is not None, f"na {GEDULD} seconden is de opdracht nog bezig"
        return subprocess.CompletedProcess((), code, self._uit.read_bytes(), self._fout.read_bytes())

    def kill(self) -> None:
        """End it and all that it started as a power cut would, unless it ended by itself."""
        if self.poll() is None and self._proces.pid is not None:
            with suppress(ProcessLookupError):  # it ended this very moment
                os.killpg(self._proces.pid, signal.SIGKILL)
        self.finish()


def start_correspondentie(
    *argumenten: str | Path,
    invoer: bytes = b"",
    omgeving: Mapping[str, str] = SNEL,
    uitvoer: Path | None = None,
) -> Proces:
    """Start the command and come back at once; what it says is added to uitvoer, or to files of its own."""
    if argumenten[0] in ("maandrun", "werker") and "--data" in argumenten:
        share_formes(Path(argumenten[argumenten.index("--data") + 1]))
    map_ = Path(tempfile.mkdtemp(dir=_SESSIE["map"]))
    erin = map_ / "in"
    erin.write_bytes(invoer)
    uit, fout = (uitvoer, uitvoer) if uitvoer is not None else (map_ / "uit", map_ / "fout")
    for bestand in (uit, fout):
        bestand.touch(mode=0o600)  # it is there however soon the process is killed
    opdracht = [f"{argument}" for argument in argumenten]
    volledig = dict(_list_omgeving()) | dict(omgeving)
    proces = _CONTEXT.Process(target=_be_correspondentie, args=(opdracht, volledig, (erin, uit, fout)))
    proces.start()
    return Proces(proces, uit, fout)


def _be_correspondentie(
    argumenten: list[str], omgeving: dict[str, str], stromen: tuple[Path, Path, Path]
) -> None:
    """Be the command, in the process that was forked for it."""
    from correspondentie.cli import main  # noqa: PLC0415 - the test itself has no use for it

    os.setsid()
    for nummer, pad in enumerate(stromen):
        wijze = os.O_RDONLY if nummer == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND
        os.dup2(os.open(pad, wijze, 0o600), nummer)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it is there as long as the process
    os.environ.clear()  # noqa: TID251 - a child process has an environment of its own
    os.environ.update(omgeving)  # noqa: TID251 - idem
    sys.argv = ["correspondentie", *argumenten]
    main()


def find_formes() -> Path:
    """Find the folder with what the letters of this session taught."""
    return _SESSIE["formes"]


def share_formes(data: Path) -> None:
    """Let a new data folder begin with the formes of this session."""
    with suppress(OSError):  # it has formes already, or it is no folder: then the command says so
        data.mkdir(parents=True, exist_ok=True)
        Datamap(map=data).formes.symlink_to(find_formes(), target_is_directory=True)


def _list_omgeving() -> Mapping[str, str]:
    return {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("CORRESPONDENTIE_")}  # noqa: TID251 - a child process needs a PATH
