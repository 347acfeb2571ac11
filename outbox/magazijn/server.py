"""Starting and stopping the stand-in, on loopback only."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import uvicorn
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from outbox.database import make_engine
from outbox.errors import OutboxError
from outbox.magazijn.api import Api
from outbox.magazijn.inbox import Inbox
from outbox.magazijn.opslag import metadata
from outbox.magazijn.storing import Storingen, Storingslaag
from outbox.magazijn.weergave import make_probleem

ADRES = "127.0.0.1"
_STOP_SECONDEN = 1
_GEEN_STORINGEN = Storingen()


@contextmanager
def serve_magazijn(
    bestand: Path,
    weigeraars: frozenset[str] = frozenset(),
    storingen: Storingen = _GEEN_STORINGEN,
    poort: int = 0,
) -> Iterator[str]:
    """Run the stand-in beside the caller, and give its address; port 0 is any that is free.

    Raises: OutboxError when the port is taken.
    """
    engine = _make_engine(bestand)
    try:
        with serve_app(Storingslaag(make_app(engine, weigeraars), storingen), poort) as url:
            yield url
    finally:
        engine.dispose()


@contextmanager
def serve_app(app: ASGIApp, poort: int = 0) -> Iterator[str]:
    """Serve an application on loopback beside the caller, and give its address.

    Raises: OutboxError when the port is taken.
    """
    with _bind(poort) as contact:
        server = _make_server(app)
        draad = Thread(target=server.run, kwargs={"sockets": [contact]}, name="magazijn", daemon=True)
        draad.start()
        try:
            # the socket listens already: who calls before the server is up waits in line
            yield f"http://{ADRES}:{contact.getsockname()[1]}"
        finally:
            server.should_exit = True
            draad.join()


def run_magazijn(bestand: Path, poort: int) -> None:
    """Run the stand-in until it is interrupted.

    Raises: OutboxError when the port is taken.
    """
    engine = _make_engine(bestand)
    with _bind(poort) as contact:
        try:
            _make_server(make_app(engine, frozenset())).run(sockets=[contact])
        except KeyboardInterrupt:
            return
        finally:
            engine.dispose()


def make_app(engine: Engine, weigeraars: frozenset[str]) -> Starlette:
    """Make the stand-in: its interface, and its pages for people."""
    return Starlette(
        routes=[
            *Api(engine=engine, weigeraars=weigeraars).list_routes(),
            *Inbox(engine=engine).list_routes(),
        ],
        # a web page elsewhere cannot reach it by a name that leads to loopback
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[ADRES, "localhost"])],
        exception_handlers={HTTPException: _answer_weigering, Exception: _answer_fout},
    )


def _make_engine(bestand: Path) -> Engine:
    bestand.parent.mkdir(parents=True, exist_ok=True)
    # one connection: threads that wait for it are served at once, those that wait for SQLite's lock sleep
    engine = make_engine(f"sqlite:///{bestand}", hoogstens=1)
    metadata.create_all(engine)
    return engine


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


def _bind(poort: int) -> socket.socket:
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


async def _answer_weigering(request: Request, fout: Exception) -> Response:
    assert isinstance(
        fout, HTTPException
    )  # Starlette's handlers take any Exception, but get what they asked for
    return make_probleem(fout.status_code, fout.detail)


async def _answer_fout(request: Request, fout: Exception) -> Response:
    return make_probleem(500, "het magazijn kon het verzoek niet afmaken")
