"""Faults of the stand-in, planned by who starts it: so that a test meets each one over real HTTP."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, repeat

import anyio
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from outbox.magazijn.weergave import PAD, make_probleem

RUIS = b"x" * 64 * 1024
RUIS_KEREN = 1024
AANLEVERINGEN, LIJSTEN = f"{PAD}/aanleveringen", f"{PAD}/berichten"


class Storing(StrEnum):
    """What can go wrong with one call, before or after the work was done."""

    TRAAG = "eerst wachten, dan gewoon"
    TE_LAAT = "gedaan als de beller al weg is, zonder antwoord"
    BEZET = "503 met Retry-After"
    TE_VEEL = "429 met Retry-After"
    VERBODEN = "403 zonder uitleg, en niets gedaan"
    FOUT_VOOR_OPSLAG = "500 en niets gedaan"
    FOUT_NA_OPSLAG = "500 en toch gedaan"
    BOTSING_VOOR_OPSLAG = "409 en niets gedaan"
    BOTSING_NA_OPSLAG = "409 en toch gedaan"
    ANTWOORD_KWIJT = "gedaan, maar geen antwoord"
    ONZIN = "gedaan, met een antwoord dat niet te lezen is"
    REUSACHTIG = "gedaan, met een antwoord van 64 MB"
    AFGEBROKEN = "gedaan, met een half antwoord"


_VOOR_OPSLAG: Mapping[Storing, int] = {
    Storing.BEZET: 503,
    Storing.TE_VEEL: 429,
    Storing.VERBODEN: 403,
    Storing.FOUT_VOOR_OPSLAG: 500,
    Storing.BOTSING_VOOR_OPSLAG: 409,
}
_NA_OPSLAG: Mapping[Storing, int] = {Storing.FOUT_NA_OPSLAG: 500, Storing.BOTSING_NA_OPSLAG: 409}
_UITLEG = "een storing die gepland was"


@dataclass(frozen=True, kw_only=True, slots=True)
class Storingen:
    """Which fault meets the first, second, ... delivery, list and deletion; after the last all goes well.

    Unit: wachten in seconds; uitstel is the Retry-After in seconds.
    """

    aanleveringen: tuple[Storing | None, ...] = ()
    lijsten: tuple[Storing | None, ...] = ()
    verwijderingen: tuple[Storing | None, ...] = ()
    wachten: float = 1.0
    uitstel: int = 1


class Storingslaag:
    """The stand-in with its faults before it; its deliveries and its lists have these paths."""

    def __init__(
        self, app: ASGIApp, storingen: Storingen, paden: tuple[str, str] = (AANLEVERINGEN, LIJSTEN)
    ) -> None:
        self._app = app
        self._storingen = storingen
        self._komend: dict[tuple[str, str], Iterator[Storing | None]] = {
            ("POST", paden[0]): chain(storingen.aanleveringen, repeat(None)),
            ("GET", paden[1]): chain(storingen.lijsten, repeat(None)),
        }
        self._verwijderingen = chain(storingen.verwijderingen, repeat(None))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the fault whose turn it is."""
        komend = self._komend.get((scope["method"], scope["path"]), repeat(None))
        storing = next(self._verwijderingen if scope["method"] == "DELETE" else komend)
        if storing is None:
            await self._app(scope, receive, send)
        elif storing in _VOOR_OPSLAG:
            await self._refuse(storing, scope, receive, send)
        elif storing is Storing.TRAAG:
            await anyio.sleep(self._storingen.wachten)
            await self._app(scope, receive, send)
        elif storing is Storing.TE_LAAT:
            await self._app(scope, await self._hold(receive), _ignore)
        else:
            await self._app(scope, receive, _ignore)
            await self._spoil(storing, scope, receive, send)

    async def _hold(self, receive: Receive) -> Receive:
        """Take the whole request in, wait, and only then hand it on: whether the caller is there or not."""
        berichten = [await receive()]
        while berichten[-1].get("more_body"):
            berichten.append(await receive())
        await anyio.sleep(self._storingen.wachten)
        rest = iter(berichten)

        async def replay() -> Message:
            return next(rest)

        return replay

    async def _refuse(self, storing: Storing, scope: Scope, receive: Receive, send: Send) -> None:
        status = _VOOR_OPSLAG[storing]
        uitstel = self._storingen.uitstel if storing in (Storing.BEZET, Storing.TE_VEEL) else None
        if storing is Storing.VERBODEN:
            antwoord = Response(status_code=status)
        else:
            antwoord = make_probleem(status, _UITLEG, uitstel)
        await antwoord(scope, receive, send)

    async def _spoil(self, storing: Storing, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer badly after the work was done; an answer that stops early makes the server cut the line."""
        if storing in _NA_OPSLAG:
            await make_probleem(_NA_OPSLAG[storing], _UITLEG)(scope, receive, send)
            return
        if storing is Storing.ANTWOORD_KWIJT:
            await anyio.sleep(self._storingen.wachten)
        status = 200 if scope["method"] == "GET" else 201
        koppen = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": koppen})
        for _ in range(RUIS_KEREN if storing is Storing.REUSACHTIG else 1):
            await send({"type": "http.response.body", "body": RUIS, "more_body": True})
        if storing is not Storing.AFGEBROKEN:
            await send({"type": "http.response.body", "body": b""})


async def _ignore(message: Message) -> None:
    """Do away with the good answer."""
