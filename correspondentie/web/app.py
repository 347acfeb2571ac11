"""The web application as one: its ways in behind the gate, what a browser gets, and the headers above it."""

import secrets
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from correspondentie.sjabloon import HUISSTIJL
from correspondentie.web.errors import WeigeringError
from correspondentie.web.ingangen import ROUTES
from correspondentie.web.kop import make_koppen
from correspondentie.web.melden import find_weg, report_fout
from correspondentie.web.omgeving import Webomgeving
from correspondentie.web.poort import answer_fout, make_eindpunt, make_verzoek

_MIDDELEN = Path(f"{resources.files('correspondentie.web')}") / "middelen"
_UITLEG = {
    404: "Deze pagina is er niet. Ga naar het overzicht en kies daar wat u zoekt.",
    405: "Dit kan niet op deze pagina. Ga naar het overzicht en begin daar opnieuw.",
    500: "Er ging iets mis. Wat u bewaarde, is er nog. Probeer het opnieuw.",
}


def make_webapp(omgeving: Webomgeving) -> ASGIApp:
    """Make the application."""

    async def answer_gemist(request: Request, fout: Exception) -> Response:
        status = fout.status_code if isinstance(fout, HTTPException) else 500
        if status == 500:
            report_fout(fout, find_weg(request))
        uitleg = _UITLEG.get(status, _UITLEG[404])
        return answer_fout(make_verzoek(request, omgeving), WeigeringError(status, uitleg))

    letters = omgeving.settings.sjablonen / HUISSTIJL / "fonts"
    wegen = [
        Route(ingang.pad, make_eindpunt(ingang, omgeving), methods=[ingang.methode]) for ingang in ROUTES
    ]
    app = Starlette(
        routes=[
            *wegen,
            Mount("/middelen/letters", StaticFiles(directory=letters)),
            Mount("/middelen", StaticFiles(directory=_MIDDELEN)),
        ],
        exception_handlers={HTTPException: answer_gemist, Exception: answer_gemist},
    )
    return Kopwacht(app, omgeving)


@dataclass(frozen=True, slots=True)
class Kopwacht:
    """Puts our headers above every answer, and answers only who asks for us by our name."""

    app: ASGIApp
    omgeving: Webomgeving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        nonce = secrets.token_urlsafe(16)
        scope["nonce"] = nonce
        koppen = make_koppen(nonce, https=self.omgeving.adres.https)
        vast = scope["path"].startswith("/middelen/")

        async def zeg(bericht: Message) -> None:
            if bericht["type"] == "http.response.start":
                boven = MutableHeaders(scope=bericht)
                for naam, waarde in koppen.items():
                    if not (naam == "Cache-Control" and (vast or naam in boven)):
                        boven[naam] = waarde
                if vast:
                    boven["Cache-Control"] = "private, no-cache"  # asks each time, and hears: not modified
            await send(bericht)

        if Request(scope).headers.get("host", "") not in self.omgeving.adres.hosts:
            weigering = PlainTextResponse("Deze website heeft een ander adres.", 400)
            await weigering(scope, receive, zeg)
            return
        await self.app(scope, receive, zeg)
