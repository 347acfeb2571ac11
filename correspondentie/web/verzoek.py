"""One request as a screen sees it: who asks what, when, and where an answer comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode

import msgspec
from starlette.responses import RedirectResponse, Response

from correspondentie.kalender import AMSTERDAM
from correspondentie.redactie.versies import Handeling
from correspondentie.web.errors import WeigeringError
from correspondentie.web.omgeving import Webomgeving
from correspondentie.web.rollen import Collega, Rol
from correspondentie.web.sessies import Sessie
from correspondentie.web.weergave import render_pagina

VELDEN_HOOGSTENS = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Verzoek:
    """A request that passed the gate. sessie None: nobody logged in, and this page asks that of nobody."""

    omgeving: Webomgeving
    now: datetime
    methode: str
    adres: str
    nonce: str
    pad: Mapping[str, str] = field(default_factory=dict)
    vraag: Mapping[str, str] = field(default_factory=dict)
    koekjes: Mapping[str, str] = field(default_factory=dict)
    formulier: Mapping[str, str] = field(default_factory=dict)
    wil_json: bool = False
    is_deel: bool = False
    sessie: Sessie | None = None

    @property
    def vandaag(self) -> date:
        """The day in the Netherlands."""
        return self.now.astimezone(AMSTERDAM).date()

    @property
    def collega(self) -> Collega:
        """Who asks. Raises: WeigeringError when nobody logged in."""
        if self.sessie is None:
            raise WeigeringError(401, "U bent niet ingelogd. Log in en probeer het opnieuw.")
        return self.sessie.collega

    @property
    def vrager(self) -> str:
        """By what limits know who asks: the session, for one person may have more of them."""
        return self.sessie.sleutel if self.sessie else ""

    def has_rol(self, *rollen: Rol) -> bool:
        """Tell whether who asks has one of these roles."""
        return self.sessie is not None and self.sessie.collega.has_rol(*rollen)

    def make_handeling(self, waarom: str) -> Handeling:
        """Make what the logboek keeps of an act."""
        return Handeling(self.collega.wie, " ".join(waarom.split()), self.now)

    def find_veld(self, naam: str) -> str:
        """Find a field of the form. Raises: WeigeringError when it is not there."""
        if naam not in self.formulier:
            raise WeigeringError(
                400, f"In het formulier ontbreekt '{naam}'. Ga terug en probeer het opnieuw."
            )
        return self.formulier[naam]

    def find_getal(self, naam: str) -> int:
        """Find a whole number in the form. Raises: WeigeringError."""
        return parse_getal(self.find_veld(naam), naam)

    def render(self, sjabloon: str, /, status: int = 200, **velden: object) -> Response:
        """Make a page from a template."""
        return self._make_pagina(sjabloon, velden, status)

    def render_deel(self, sjabloon: str, /, **velden: object) -> Response:
        """Make a part of a page for htmx, or a whole page around it for who has no scripts.

        kop: which heading comes next in the order of the page.
        """
        if self.is_deel:
            return self._make_pagina(sjabloon, {"kop": "h3", **velden}, 200)
        return self._make_pagina("los.html", {"kop": "h2", "deel": sjabloon, **velden}, 200)

    def _make_pagina(self, sjabloon: str, velden: Mapping[str, object], status: int) -> Response:
        vast: dict[str, object] = {
            "sessie": self.sessie,
            "demo": self.omgeving.demo,
            "nonce": self.nonce,
            "adres": self.adres,
            "vandaag": self.vandaag,
            "gedaan": self.vraag.get("gedaan", ""),
        }
        return Response(render_pagina(sjabloon, {**vast, **velden}), status, media_type="text/html")

    def redirect(self, doel: str, gedaan: str = "") -> Response:
        """Send the browser to another page of ours; gedaan names what it then says."""
        vraag = f"?{urlencode({'gedaan': gedaan})}" if gedaan else ""
        return RedirectResponse(f"{doel}{vraag}", 303)


def make_json(inhoud: object, status: int = 200) -> Response:
    """Make an answer for a script of ours."""
    return Response(msgspec.json.encode(inhoud), status, media_type="application/json")


def parse_formulier(inhoud: bytes) -> dict[str, str]:
    """Parse the fields of a form; of a name that is there twice the last counts. Raises: WeigeringError."""
    try:
        paren = parse_qsl(
            inhoud.decode(), keep_blank_values=True, errors="strict", max_num_fields=VELDEN_HOOGSTENS
        )
    except ValueError as fout:
        raise WeigeringError(
            400, "Dit formulier is niet te lezen. Ga terug en probeer het opnieuw."
        ) from fout
    return dict(paren)


def parse_getal(tekst: str, naam: str) -> int:
    """Parse a number from a form or an address. Raises: WeigeringError."""
    if not (tekst.isascii() and tekst.isdigit() and len(tekst) < 10):
        raise WeigeringError(400, f"'{naam}' hoort een getal te zijn. Ga terug en probeer het opnieuw.")
    return int(tekst)


def parse_dag(tekst: str) -> date:
    """Parse a day as a date field of a browser sends it. Raises: WeigeringError."""
    try:
        return date.fromisoformat(tekst)
    except ValueError as fout:
        raise WeigeringError(400, "Vul een datum in als jaar-maand-dag, bijvoorbeeld 2026-07-10.") from fout
