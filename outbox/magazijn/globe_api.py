"""The stand-in for GLOBE over HTTP: as an ebMS adapter answers, on loopback only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from outbox.loopback import ADRES, serve_app
from outbox.magazijn.globe import Globemagazijn, Globeplan, open_globemagazijn
from outbox.magazijn.storing import Storingen, Storingslaag

PAD = "/service/rest/v19/ebms"
# 100 MB in base64, and what stands around it
VERZOEK_BYTES = 140_000_000
_GEEN_PLAN = Globeplan()
_GEEN_STORINGEN = Storingen()


class _Bron(msgspec.Struct, frozen=True, rename="camel"):
    name: str
    content_type: str
    content: bytes


class _Verzoek(msgspec.Struct, frozen=True, rename="camel"):
    properties: dict[str, str]
    data_sources: list[_Bron]


@dataclass(frozen=True, kw_only=True, slots=True)
class Globeapi:
    """The calls of ebms-core that a sender needs, on the stand-in."""

    magazijn: Globemagazijn

    def list_routes(self) -> list[Route]:
        """List which call answers which path."""
        return [
            Route(f"{PAD}/messages", self.post_bericht, methods=["POST"]),
            Route(f"{PAD}/messages/unprocessed", self.get_wachtende, methods=["GET"]),
            Route(f"{PAD}/messages/{{nummer:int}}", self.get_bericht, methods=["GET"]),
            Route(f"{PAD}/messages/{{nummer:int}}", self.patch_bericht, methods=["PATCH"]),
        ]

    async def post_bericht(self, request: Request) -> Response:
        """Take a batch over."""
        inhoud = bytearray()
        async for stuk in request.stream():
            inhoud += stuk
            if len(inhoud) > VERZOEK_BYTES:
                raise HTTPException(413)
        try:
            verzoek = msgspec.json.decode(inhoud, type=_Verzoek)
        except msgspec.MsgspecError as error:
            raise HTTPException(400) from error
        if verzoek.properties.get("action") != "GLOBE-R-BV-Request" or len(verzoek.data_sources) != 1:
            raise HTTPException(400)
        await run_in_threadpool(self.magazijn.take_batch, verzoek.data_sources[0].content)
        return PlainTextResponse(f"{verzoek.properties['conversationId']}@standin")

    def get_wachtende(self, request: Request) -> Response:
        """List the results that wait."""
        nummers = self.magazijn.list_wachtende(int(request.query_params.get("maxNr", "1000")))
        return JSONResponse([str(nummer) for nummer in nummers])

    def get_bericht(self, request: Request) -> Response:
        """Give one result."""
        inhoud = self.magazijn.find_uitslag(request.path_params["nummer"])
        if inhoud is None:
            raise HTTPException(404)
        bron = _Bron(name="resultaat.xml", content_type="application/xml", content=inhoud)
        return Response(
            msgspec.json.encode(_Verzoek(properties={}, data_sources=[bron])), media_type="application/json"
        )

    def patch_bericht(self, request: Request) -> Response:
        """Mark a result processed."""
        self.magazijn.mark_verwerkt(request.path_params["nummer"])
        return Response(status_code=204)


@contextmanager
def serve_globe(
    bestand: Path,
    oin: str,
    plan: Globeplan = _GEEN_PLAN,
    storingen: Storingen = _GEEN_STORINGEN,
    poort: int = 0,
) -> Iterator[str]:
    """Run the stand-in beside the caller, and give the address of its adapter; port 0 is any that is free.

    Raises: OutboxError when the port is taken.
    """
    with open_globemagazijn(bestand, oin, plan) as magazijn:
        app = Starlette(
            routes=Globeapi(magazijn=magazijn).list_routes(),
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[ADRES, "localhost"])],
        )
        paden = (f"{PAD}/messages", f"{PAD}/messages/unprocessed")
        with serve_app(Storingslaag(app, storingen, paden), poort) as url:
            yield f"{url}{PAD}"
