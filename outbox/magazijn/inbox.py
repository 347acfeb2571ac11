"""The stand-in's pages for people: which messages came, what they say, and their PDFs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from html import escape
from importlib import resources
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from outbox.magazijn import opslag
from outbox.magazijn.opslag import Bladzijde, Rij

BLADZIJDE = 50
_STIJL = resources.files("outbox.magazijn").joinpath("inbox.css")
_BLAD = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_NEDERLAND = ZoneInfo("Europe/Amsterdam")
_MAANDEN = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_VEILIG = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Inbox:
    """The pages, on a database."""

    engine: Engine

    def list_routes(self) -> list[Route]:
        """List which page answers which path."""
        return [
            Route("/", self.get_overzicht),
            Route("/stijl.css", self.get_stijl),
            Route("/bericht/{bericht_id}", self.get_bericht),
            Route("/bericht/{bericht_id}/bijlage/{bijlage_id}", self.get_bijlage),
        ]

    def get_overzicht(self, request: Request) -> Response:
        """Show the messages, newest first."""
        nummer = _parse_bladnummer(request)
        with self.engine.begin() as connection:
            rijen, totaal = opslag.list_inbox(connection, Bladzijde(nummer=nummer, grootte=BLADZIJDE))
        return _make_pagina("Berichten", _render_overzicht(rijen, totaal, nummer))

    def get_bericht(self, request: Request) -> Response:
        """Show one message."""
        with self.engine.begin() as connection:
            rij = _find_bericht(connection, request)
            bijlagen = opslag.list_bijlagen(connection, rij.bericht_id)
        return _make_pagina(rij.onderwerp, _render_bericht(rij, bijlagen))

    def get_bijlage(self, request: Request) -> Response:
        """Show the PDF of a message in the reader's own viewer."""
        bijlage_id = _parse_uuid(request, "bijlage_id")
        with self.engine.begin() as connection:
            rij = _find_bericht(connection, request)
            bijlage = opslag.find_bijlage(connection, rij.bericht_id, bijlage_id)
        if bijlage is None:
            raise HTTPException(404, "deze bijlage is er niet")
        # a policy for the page around it would also stop the browser's own viewer
        koppen = {naam: waarde for naam, waarde in _VEILIG.items() if naam != "Content-Security-Policy"}
        return Response(bijlage.inhoud, media_type="application/pdf", headers=koppen)

    def get_stijl(self, request: Request) -> Response:
        """Give the style of the pages."""
        return Response(_STIJL.read_bytes(), media_type="text/css", headers=_VEILIG)


def format_ontvanger(soort: str, waarde: str) -> str:
    """Format a receiver so that a reader can tell two apart, but not who they are."""
    return f"{soort}:#{sha256(waarde.encode()).hexdigest()[:4]}"


def format_moment(moment: datetime) -> str:
    """Format a moment as a Dutch reader has it on the clock."""
    hier = moment.astimezone(_NEDERLAND)
    return f"{hier.day} {_MAANDEN[hier.month - 1]} {hier.year}, {hier:%H.%M} uur"


def _find_bericht(connection: Connection, request: Request) -> Rij:
    rij = opslag.find_bericht(connection, _parse_uuid(request, "bericht_id"))
    if rij is None or rij.verwijderd:
        raise HTTPException(404, "dit bericht is er niet")
    return rij


def _parse_uuid(request: Request, naam: str) -> str:
    try:
        return str(UUID(request.path_params[naam]))
    except ValueError as error:
        raise HTTPException(404, "deze pagina is er niet") from error


def _parse_bladnummer(request: Request) -> int:
    """Parse the page from the address, counted from 0; what is not a page is the first."""
    tekst = request.query_params.get("blad", "")
    return int(tekst) - 1 if _BLAD.fullmatch(tekst) else 0


def _render_overzicht(rijen: Sequence[Rij], totaal: int, nummer: int) -> str:
    if not totaal:
        return "<h1>Berichten</h1><p>Er zijn nog geen berichten.</p>"
    regels = "".join(_render_regel(rij) for rij in rijen)
    return (
        f"<h1>Berichten</h1><p>Aantal berichten: {totaal}. Het nieuwste staat bovenaan.</p>"
        f"<ol class=berichten>{regels}</ol>{_render_bladeren(totaal, nummer)}"
    )


def _render_regel(rij: Rij) -> str:
    return (
        f'<li><a href="/bericht/{escape(rij.bericht_id)}">{escape(rij.onderwerp)}</a>'
        f"<p>Voor {format_ontvanger(rij.ontvanger_type, rij.ontvanger)}. "
        f"Zichtbaar vanaf {format_moment(rij.publicatie)}.</p></li>"
    )


def _render_bladeren(totaal: int, nummer: int) -> str:
    vorige = f'<a href="/?blad={nummer}" rel=prev>Nieuwere berichten</a>' if nummer else ""
    volgende = ""
    if (nummer + 1) * BLADZIJDE < totaal:
        volgende = f'<a href="/?blad={nummer + 2}" rel=next>Oudere berichten</a>'
    return f'<nav aria-label="Bladeren">{vorige} {volgende}</nav>' if vorige or volgende else ""


def _render_bericht(rij: Rij, bijlagen: Sequence[Rij]) -> str:
    feiten = {
        "Afzender": f"OIN {rij.afzender}",
        "Ontvanger": format_ontvanger(rij.ontvanger_type, rij.ontvanger),
        "Ontvangen": format_moment(rij.ontvangen_op),
        "Zichtbaar vanaf": format_moment(rij.publicatie),
        "Gelezen": "ja" if rij.gelezen else "nee",
    }
    rijtjes = "".join(f"<dt>{naam}</dt><dd>{escape(feit)}</dd>" for naam, feit in feiten.items())
    return (
        f"<p><a href=/>Alle berichten</a></p><h1>{escape(rij.onderwerp)}</h1><dl>{rijtjes}</dl>"
        f"<div class=tekst>{escape(rij.inhoud)}</div>{_render_bijlagen(rij.bericht_id, bijlagen)}"
    )


def _render_bijlagen(bericht_id: str, bijlagen: Sequence[Rij]) -> str:
    if not bijlagen:
        return "<p>Bij dit bericht hoort geen bijlage.</p>"
    regels = "".join(
        f'<li><a href="/bericht/{bericht_id}/bijlage/{bijlage.bijlage_id}">{escape(bijlage.naam)}</a></li>'
        for bijlage in bijlagen
    )
    return f"<h2>Bijlagen</h2><ul>{regels}</ul>"


def _make_pagina(titel: str, inhoud: str) -> Response:
    """Make a whole page that says what it is: a stand-in."""
    pagina = (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(titel)} - proefmagazijn</title><link rel="stylesheet" href="/stijl.css"></head>'
        "<body><header><p><strong>Proefmagazijn.</strong> Dit is niet de echte Berichtenbox. "
        f"Alle personen en berichten zijn verzonnen.</p></header><main>{inhoud}</main></body></html>"
    )
    return Response(pagina, media_type="text/html", headers=_VEILIG)
