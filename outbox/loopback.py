"""Serving an application on this machine alone: who comes from elsewhere comes through a proxy."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from starlette.types import ASGIApp

from outbox.errors import OutboxError

ADRES = "127.0.0.1"
_STOP_SECONDEN = 1


@contextmanager
def serve_app(app: ASGIApp, poort: int = 0) -> Iterator[str]:
    """Serve an application beside the caller, and give its address; port 0 is any that is free.

    Raises: OutboxError when the port is taken.
    """
    with bind_poort(poort) as contact, serve_contact(app, contact):
        yield format_adres(contact)


@contextmanager
def serve_contact(app: ASGIApp, contact: socket.socket) -> Iterator[None]:
    """Serve an application beside the caller on a socket that listens already."""
    server = _make_server(app)
    draad = Thread(target=server.run, kwargs={"sockets": [contact]}, name="loopback", daemon=True)
    draad.start()
    try:
        # who calls before the server is up waits in line
        yield
    finally:
        server.should_exit = True
        draad.join()


def run_app(app: ASGIApp, contact: socket.socket) -> None:
    """Serve an application on a socket that listens already, until it is interrupted."""
    try:
        _make_server(app).run(sockets=[contact])
    except KeyboardInterrupt:
        return


def bind_poort(poort: int) -> socket.socket:
    """Listen on a port; 0 is any that is free. Raises: OutboxError when it is taken."""
    # asyncio sends small answers at once only on a socket that says it is TCP; else each waits 40 ms
    contact = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        contact.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        contact.bind((ADRES, poort))
        contact.listen()
    except OSError as error:
        contact.close()
        raise OutboxError(f"poort {poort} is in gebruik; kies een andere poort") from error
    return contact


def format_adres(contact: socket.socket) -> str:
    """Format where a socket is reached: http://127.0.0.1:8484."""
    return f"http://{ADRES}:{contact.getsockname()[1]}"


def _make_server(app: ASGIApp) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_STOP_SECONDEN,
        )
    )
