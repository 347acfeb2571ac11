"""What a process that runs texts of others may not: network, other files, much memory, much time.

The sandbox of the sjablonen and the typesetter's own refusals come first; this is what holds when they fail.
"""

import ctypes
import os
import resource
import signal
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import calc
import correspondentie
import outbox
from correspondentie.errors import InvalidSjabloonError

CPU_SECONDEN = 8  # of one answer, or one letter
GEHEUGEN_BYTES = 1_500_000_000  # of address space; a process that made every voorbeeld uses about half
BESTANDEN = 64
_CLONE_NEWUSER, _CLONE_NEWNET = 0x1000_0000, 0x4000_0000
_GEEN_RECHTEN_ERBIJ = 38  # PR_SET_NO_NEW_PRIVS
_GEWEIGERD = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "pty.",
    "sqlite3.",  # opens files without an event of its own
    "syslog.",
    # what is there is called on; nothing else of the machine can be found
    *("ctypes.dlopen", "ctypes.dlsym", "ctypes.call_function", "ctypes.string_at", "ctypes.wstring_at"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.utime", "os.setxattr", "os.kill", "signal.pthread_kill"),
)


def leave_network() -> bool:
    """Go into a network of one's own, in which there is nothing; False when this machine does not allow it.

    Only before the process has threads.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_GEEN_RECHTEN_ERBIJ, 1, 0, 0, 0)
    return any(libc.unshare(vlaggen) == 0 for vlaggen in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def limit_memory() -> None:
    """Limit for good how much memory this process takes, and leave nothing of it on disk."""
    resource.setrlimit(resource.RLIMIT_AS, (GEHEUGEN_BYTES, GEHEUGEN_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_process() -> None:
    """Limit for good what this process takes: memory, open files, and no byte written to a file."""
    limit_memory()
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (BESTANDEN, BESTANDEN))


def limit_cpu(seconden: int) -> None:
    """Let the kernel end this process when it works longer than this from now on."""
    gebruik = resource.getrusage(resource.RUSAGE_SELF)
    tot = int(gebruik.ru_utime + gebruik.ru_stime) + 1 + seconden
    resource.setrlimit(resource.RLIMIT_CPU, (tot, resource.getrlimit(resource.RLIMIT_CPU)[1]))


class _TeLang(BaseException):
    """Ends work that takes too long; no handler of errors in between takes it for one of its own."""


@contextmanager
def limit_werk(seconden: float) -> Iterator[None]:
    """Break off what takes longer than this, or more memory than there is; only in the main thread.

    Unit: seconds of work, so that a machine that is busy is no failure.
    Raises: InvalidSjabloonError.
    """
    vorige = signal.signal(signal.SIGPROF, _stop)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconden)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except (_TeLang, MemoryError, RecursionError) as fout:
        raise InvalidSjabloonError(
            "deze brief kost te veel tijd of geheugen. Staat er een lus te veel in, of een tekst te vaak?"
        ) from fout
    finally:
        signal.signal(signal.SIGPROF, vorige)


def _stop(_signaal: int, _plek: FrameType | None) -> None:
    raise _TeLang


def lock_process(sjablonen: Path) -> None:
    """Refuse from now on, in every piece of Python, to open other files, a connection or another program.

    Nor to move, change or take away what is on disk, to end another process, or to load a library.
    Only the sjablonen and the code of Python itself can be read. There is no way back.
    """
    eigen = [Path(pakket.__path__[0]) for pakket in (calc, correspondentie, outbox)]
    python = [Path(sysconfig.get_path(soort)) for soort in ("stdlib", "platstdlib", "purelib", "platlib")]
    mappen = {os.path.realpath(map_) for map_ in (sjablonen, *eigen, *python)}
    sys.addaudithook(_make_wacht(sorted(f"{map_}{os.sep}" for map_ in mappen)))


def _make_wacht(mappen: Sequence[str]) -> Callable[[str, tuple[object, ...]], None]:
    def wacht(gebeurtenis: str, gegevens: tuple[object, ...]) -> None:
        if gebeurtenis.startswith(_GEWEIGERD):
            raise PermissionError("dit proces maakt alleen voorbeelden")
        if gebeurtenis == "open" and not _is_toegestaan(gegevens[0], mappen):
            raise PermissionError("dit proces leest alleen sjablonen")

    return wacht


def _is_toegestaan(bestand: object, mappen: Sequence[str]) -> bool:
    if isinstance(bestand, int):
        return True  # a file that was open already
    return isinstance(bestand, str | bytes) and os.path.realpath(os.fsdecode(bestand)).startswith(
        tuple(mappen)
    )
