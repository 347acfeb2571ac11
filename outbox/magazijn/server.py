"""Starting and stopping the stand-in, on loopback only."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response

from outbox.database import make_engine
from outbox.loopback import ADRES, bind_poort, run_app, serve_app
from outbox.magazijn.api import Api
from outbox.magazijn.inbox import Inbox
from outbox.magazijn.opslag import metadata
from outbox.magazijn.storing import Storingen, Storingslaag
from outbox.magazijn.weergave import make_probleem

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


def run_magazijn(bestand: Path, poort: int) -> None:
    """Run the stand-in until it is interrupted.

    Raises: OutboxError when the port is taken.
    """
    engine = _make_engine(bestand)
    try:
        with bind_poort(poort) as contact:
            run_app(make_app(engine, frozenset()), contact)
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


async def _answer_weigering(request: Request, fout: Exception) -> Response:
    assert isinstance(
        fout, HTTPException
    )  # Starlette's handlers take any Exception, but get what they asked for
    return make_probleem(fout.status_code, fout.detail)


async def _answer_fout(request: Request, fout: Exception) -> Response:
    return make_probleem(500, "het magazijn kon het verzoek niet afmaken")
