"""A Profiel Service of the FBS, built to its contract: who it knows, and what those said."""

import json
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

NAAM = "Dienst Toeslagen"
JA: dict[str, Any] = {
    "voorkeurType": "OntvangViaBerichtenbox",
    "waarde": "true",
    "scopes": [{"dienstverlenerNaam": NAAM}],
}
PROBLEEM = "application/problem+json"
NIEMAND = json.dumps({"type": "about:blank", "title": "Niet gevonden", "status": 404}).encode()


def make_partij(bsn: str, *voorkeuren: dict[str, Any]) -> dict[str, Any]:
    """Make a person with these preferences."""
    identificatie = {"identificatieType": "BSN", "identificatieNummer": bsn}
    return {"identificaties": [identificatie], "voorkeuren": list(voorkeuren), "contactgegevens": []}


class Profielen:
    """A Profiel Service that knows these persons, and answers as the contract says."""

    def __init__(self, *partijen: dict[str, Any]) -> None:
        self._partijen = {p["identificaties"][0]["identificatieNummer"]: p for p in partijen}
        self.gevraagd: list[list[str]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        inhoud, meer = b"", True
        while meer:
            bericht = await receive()
            inhoud, meer = inhoud + bericht["body"], bericht.get("more_body", False)
        bsns = [i["identificatieNummer"] for i in json.loads(inhoud)["identificaties"]]
        self.gevraagd.append(bsns)
        bekend = [self._partijen[bsn] for bsn in bsns if bsn in self._partijen]
        await _answer(bekend, len(bsns))(scope, receive, send)


def _answer(bekend: list[dict[str, Any]], gevraagd: int) -> Response:
    if not bekend:
        return Response(NIEMAND, 404, media_type=PROBLEEM)
    status = 200 if len(bekend) == gevraagd else 206
    return Response(json.dumps(bekend), status, media_type="application/json")
