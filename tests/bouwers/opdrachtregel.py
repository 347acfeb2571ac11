"""Runs the real command line in a real process."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

SNEL = {
    "CORRESPONDENTIE_WACHTTIJD": "0.2",
    "CORRESPONDENTIE_TIJDSLIMIET": "1",
    "CORRESPONDENTIE_POGINGEN": "5",
}


def run_correspondentie(
    *argumenten: str | Path, invoer: bytes | None = None, omgeving: Mapping[str, str] = SNEL
) -> subprocess.CompletedProcess[bytes]:
    """Run the command and wait; it has a process group of its own, so that killing it kills nobody else."""
    return start_correspondentie(*argumenten, omgeving=omgeving).finish(invoer)


class Proces:
    """A command that is running."""

    def __init__(self, proces: "subprocess.Popen[bytes]") -> None:
        self.proces = proces

    def finish(self, invoer: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        """Wait for its end and return what it said."""
        uit, fout = self.proces.communicate(invoer, timeout=600)
        return subprocess.CompletedProcess(self.proces.args, self.proces.returncode, uit, fout)

    def kill(self) -> None:
        """End it and all that it started as a power cut would, unless it ended by itself."""
        if self.proces.poll() is None:
            os.killpg(self.proces.pid, signal.SIGKILL)
        self.finish()


def start_correspondentie(
    *argumenten: str | Path, omgeving: Mapping[str, str] = SNEL, uitvoer: Path | None = None
) -> Proces:
    """Start the command and come back at once; what it says goes to uitvoer, or to who finishes it."""
    opdracht = [Path(sys.executable).with_name("correspondentie"), *argumenten]
    with ExitStack() as open_:
        doel = subprocess.PIPE if uitvoer is None else open_.enter_context(uitvoer.open("ab"))
        return Proces(
            subprocess.Popen(
                opdracht,
                stdin=subprocess.PIPE,
                stdout=doel,
                stderr=doel,
                env=dict(_list_omgeving()) | dict(omgeving),
                start_new_session=True,
            )
        )


def _list_omgeving() -> Mapping[str, str]:
    return {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("CORRESPONDENTIE_")}  # noqa: TID251 - a child process needs a PATH
