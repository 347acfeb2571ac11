"""The process that runs texts of others has no network, no other files, and only so much memory and time."""

import signal
import socket
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from correspondentie.errors import InvalidSjabloonError
from correspondentie.redactie.afscherming import limit_werk
from tests.bouwers.voorbeelden import SJABLONEN

BEGIN = "from pathlib import Path\nfrom correspondentie.redactie.afscherming import *\n"


def run_python(opdracht: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BEGIN + opdracht], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    "daad",
    [
        "open('/etc/passwd')",
        "Path('/etc/hostname').read_bytes()",
        f"open({str(SJABLONEN / '..' / 'pyproject.toml')!r})",
        "open('/dev/shm/x', 'w')",
        "import os; os.open('/etc/passwd', os.O_RDONLY)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "import os; os.execv('/bin/true', ['true'])",
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import sqlite3; sqlite3.connect('/dev/shm/x')",
        "import sqlite3; sqlite3.connect(':memory:')",
        "import ctypes; ctypes.CDLL(None)",
        "import ctypes; ctypes.pythonapi.Py_IncRef",
        "import ctypes; ctypes.string_at(0)",
        "import syslog; syslog.syslog('x')",
        "import os; os.remove('/dev/shm/x')",
        "import os; os.rename('/dev/shm/x', '/dev/shm/y')",
        "import os; os.replace('/dev/shm/x', '/dev/shm/y')",
        "import os; os.rmdir('/dev/shm/x')",
        "import os; os.mkdir('/dev/shm/x')",
        "import os; os.link('/dev/shm/x', '/dev/shm/y')",
        "import os; os.symlink('/etc/passwd', '/dev/shm/x')",
        "import os; os.truncate('/dev/shm/x', 0)",
        "import os; os.chmod('/dev/shm/x', 0o777)",
        "import os; os.chown('/dev/shm/x', 0, 0)",
        "import os; os.utime('/dev/shm/x')",
        "import os; os.kill(os.getppid(), 0)",
        "import os; os.killpg(0, 0)",
    ],
)
def test_a_locked_process_refuses_what_it_does_not_need(daad: str) -> None:
    gedaan = run_python(f"lock_process(Path({str(SJABLONEN)!r}))\n{daad}")

    assert gedaan.returncode == 1
    assert "PermissionError: dit proces" in gedaan.stderr


def test_a_locked_process_reads_the_sjablonen() -> None:
    register = SJABLONEN / "register.toml"
    lezen = f"lock_process(Path({str(SJABLONEN)!r}))\nprint(len(open({str(register)!r}).read()))"

    assert len(register.read_text(encoding="utf-8")) == int(run_python(lezen).stdout)


def test_a_limited_process_writes_no_file(tmp_path: Path) -> None:
    gedaan = run_python(f"limit_process()\nPath({str(tmp_path / 'x')!r}).write_text('x')")

    assert "OSError: [Errno 27] File too large" in gedaan.stderr


def test_a_limited_process_gets_no_more_memory() -> None:
    assert "MemoryError" in run_python("limit_process()\nx = bytearray(3_000_000_000)").stderr


def test_a_limited_process_is_ended_by_the_kernel() -> None:
    gedaan = run_python("import time\nlimit_cpu(1)\nwhile True: pass")

    assert gedaan.returncode == -24  # SIGXCPU


def test_work_that_takes_too_long_or_too_much_is_broken_off_and_no_more() -> None:
    with pytest.raises(InvalidSjabloonError, match="te veel tijd of geheugen"), limit_werk(0.05):
        sum(1 for _ in count())
    with pytest.raises(InvalidSjabloonError, match="te veel tijd of geheugen"), limit_werk(5):
        bytearray(1 << 60)

    assert (0.0, 0.0) == signal.getitimer(signal.ITIMER_PROF)


def test_the_operator_is_told_when_a_process_cannot_leave_the_network() -> None:
    kan = run_python("print(leave_network())").stdout.strip()
    gedaan = run_python(
        "from correspondentie.redactie.voorbeeldmaker import Voorbeeldmaker\n"
        "from tests.bouwers.voorbeeldvragen import make_opdracht\n"
        f"with Voorbeeldmaker(Path({str(SJABLONEN)!r})) as maker:\n"
        "    print(type(maker.make(make_opdracht())).__name__)"
    )

    assert gedaan.stdout.strip() == "Voorbeeld", gedaan.stderr
    assert {"True": 0, "False": 1}[kan] == gedaan.stderr.count("het netwerk niet verlaten")


def test_a_process_without_network_reaches_nothing_on_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        poort = server.getsockname()[1]
        verbind = f"import socket\nsocket.create_connection(('127.0.0.1', {poort}), 2)"

        assert run_python(verbind).returncode == 0
        gedaan = run_python(f"weg = leave_network()\nprint(weg)\n{verbind}")
    if gedaan.stdout.strip() == "False":
        pytest.skip("this machine lets no process leave the network; the lock is what holds here")
    assert "OSError: [Errno 101] Network is unreachable" in gedaan.stderr
