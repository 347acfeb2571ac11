"""A line to the other side: nothing lasts longer than it may, whatever that side does."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Thread

import pytest

from outbox.errors import UncertainError
from outbox.loopback import bind_poort, format_adres
from outbox.verbinding import Verbinding, Verbindingsinstellingen
from tests.bouwers.zendingen import Echteklok

GEDULD = timedelta(seconds=0.5)
GROOT = b"x" * 64 * 1024 * 1024


def sip(contact: socket.socket) -> None:
    """Take a little of what comes, again and again: each piece in time, the whole of it never."""
    lijn, _ = contact.accept()
    with lijn, suppress(OSError):
        while lijn.recv(128 * 1024):
            time.sleep(0.02)


@contextmanager
def serve_slok() -> Iterator[str]:
    with bind_poort(0) as contact:
        contact.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        draad = Thread(target=sip, args=(contact,), daemon=True)
        draad.start()
        yield format_adres(contact)
    draad.join()


def post(url: str) -> float:
    """Send much to who takes it slowly, and tell how many seconds that took."""
    instellingen = Verbindingsinstellingen(
        naam="de overkant", url=url, accept="*/*", geduld=GEDULD, zendtijd=GEDULD
    )
    begin = time.monotonic()
    with Verbinding(instellingen, Echteklok()) as lijn, pytest.raises(UncertainError):
        lijn.request("POST", "", 1000, content=GROOT)
    return time.monotonic() - begin


def test_sending_ends_in_time_though_each_piece_is_taken() -> None:
    with serve_slok() as url:
        assert GEDULD.total_seconds() <= post(url) < 3
