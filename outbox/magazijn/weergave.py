"""How the stand-in writes its messages as JSON, after the OpenAPI."""

from collections.abc import Sequence
from uuid import uuid4

import msgspec
from starlette.responses import Response

from outbox.magazijn.opslag import Bladzijde, Rij

API_VERSIE = "0.2.0"
PAD = "/api/v1"
PROBLEEM = "application/problem+json"
_TITELS = {
    400: "Onjuist verzoek",
    403: "Geen toegang",
    404: "Niet gevonden",
    405: "Methode niet toegestaan",
    406: "Geen bruikbaar formaat",
    409: "Botsing",
    413: "Te groot",
    415: "Onbekend formaat",
    429: "Te veel verzoeken",
    500: "Interne fout",
    503: "Tijdelijk niet beschikbaar",
}


def make_json(waarde: object, status: int = 200, soort: str = "application/json") -> Response:
    """Make an answer in JSON with the version of the interface."""
    return Response(
        msgspec.json.encode(waarde), status_code=status, media_type=soort, headers={"API-Version": API_VERSIE}
    )


def make_probleem(status: int, detail: str, retry_after: int | None = None) -> Response:
    """Make an answer that says what is wrong (RFC 9457), with a number to find it back by."""
    probleem = {
        "type": "about:blank",
        "title": _TITELS.get(status, "Fout"),
        "status": status,
        "detail": detail,
        "instance": f"urn:uuid:{uuid4()}",
    }
    antwoord = make_json(probleem, status, PROBLEEM)
    if retry_after is not None:
        antwoord.headers["Retry-After"] = str(retry_after)
    return antwoord


def make_bevestiging(rij: Rij) -> dict[str, object]:
    """Make the answer to a delivery."""
    return {
        "berichtId": rij.bericht_id,
        "afzender": rij.afzender,
        "ontvanger": {"type": rij.ontvanger_type, "waarde": rij.ontvanger},
        "onderwerp": rij.onderwerp,
        "tijdstipOntvangst": rij.ontvangen_op,
        "publicatietijdstip": rij.publicatie,
        "_links": _make_self(f"berichten/{rij.bericht_id}"),
    }


def make_bericht(rij: Rij, bijlagen: Sequence[Rij]) -> dict[str, object]:
    """Make a whole message, with its documents but for their bytes."""
    metadata = [
        {
            "bijlageId": bijlage.bijlage_id,
            "naam": bijlage.naam,
            "mimeType": bijlage.mime_type,
            "_links": _make_self(f"berichten/{rij.bericht_id}/bijlagen/{bijlage.bijlage_id}"),
        }
        for bijlage in bijlagen
    ]
    return make_bevestiging(rij) | {"inhoud": rij.inhoud, "bijlagen": metadata} | _make_status(rij)


def make_samenvatting(rij: Rij, bijlagen: Sequence[Rij]) -> dict[str, object]:
    """Make a message as it stands in a list."""
    namen = [{"bijlageId": bijlage.bijlage_id, "naam": bijlage.naam} for bijlage in bijlagen]
    lijst = {"inhoud": rij.inhoud, "aantalBijlagen": len(namen), "bijlagen": namen}
    return make_bevestiging(rij) | lijst | _make_status(rij)


def make_lijst(samenvattingen: Sequence[object], totaal: int, bladzijde: Bladzijde) -> dict[str, object]:
    """Make one page of a list, with the way to the other pages."""
    bladzijden = -(-totaal // bladzijde.grootte)
    nummers = {
        "self": bladzijde.nummer,
        "first": 0,
        "last": max(bladzijden - 1, 0),
        "prev": bladzijde.nummer - 1,
        "next": bladzijde.nummer + 1,
    }
    return {
        "berichten": samenvattingen,
        "page": bladzijde.nummer,
        "pageSize": bladzijde.grootte,
        "totalElements": totaal,
        "totalPages": bladzijden,
        "_links": {
            naam: {"href": f"{PAD}/berichten?page={nummer}&pageSize={bladzijde.grootte}"}
            for naam, nummer in nummers.items()
            if naam in ("self", "first", "last") or 0 <= nummer < bladzijden
        },
    }


def _make_self(pad: str) -> dict[str, dict[str, str]]:
    return {"self": {"href": f"{PAD}/{pad}"}}


def _make_status(rij: Rij) -> dict[str, object]:
    """Make the state that the receiver gave it; absent as long as there is none."""
    if rij.gewijzigd_op is None:
        return {}
    map_ = {} if rij.map is None else {"map": rij.map}
    return {"status": {"gelezen": rij.gelezen, "gewijzigdOp": rij.gewijzigd_op} | map_}
