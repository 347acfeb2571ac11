"""The stand-in's interface: the calls of the OpenAPI of the FBS Berichtenmagazijn 0.2.0."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, Engine
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from outbox.magazijn import opslag
from outbox.magazijn.bericht import (
    NieuwBericht,
    Statuswijziging,
    parse_nieuw_bericht,
    parse_ontvanger,
    parse_statuswijziging,
)
from outbox.magazijn.opslag import Bladzijde, Rij
from outbox.magazijn.weergave import (
    API_VERSIE,
    PAD,
    make_bericht,
    make_bevestiging,
    make_json,
    make_lijst,
    make_samenvatting,
)

VERZOEK_BYTES = 40 * 1024 * 1024
BLADZIJDE = 20
BLADZIJDE_HOOGSTENS = 100
_PAGINA_HOOGSTENS = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Api:
    """The calls, on a database. weigeraars are the BSNs that take no post in the Berichtenbox."""

    engine: Engine
    weigeraars: frozenset[str]

    def list_routes(self) -> list[Route]:
        """List which call answers which path."""
        bericht = f"{PAD}/berichten/{{bericht_id}}"
        return [
            Route(f"{PAD}/aanleveringen", self.post_aanlevering, methods=["POST"]),
            Route(f"{PAD}/berichten", self.get_berichten, methods=["GET"]),
            Route(bericht, self.get_bericht, methods=["GET"]),
            Route(bericht, self.patch_bericht, methods=["PATCH"]),
            Route(bericht, self.delete_bericht, methods=["DELETE"]),
            Route(f"{bericht}/bijlagen/{{bijlage_id}}", self.get_bijlage, methods=["GET"]),
        ]

    async def post_aanlevering(self, request: Request) -> Response:
        """Store a message for a receiver who takes post in the Berichtenbox."""
        _check_accept(request, "application/json")
        inhoud = await _read_inhoud(request, "application/json")
        bericht = parse_nieuw_bericht(inhoud)
        if bericht.ontvanger.waarde in self.weigeraars:
            raise HTTPException(403, "de ontvanger heeft geen actieve voorkeur voor deze afzender")
        rij = await run_in_threadpool(self._add_bericht, bericht)
        return make_json(make_bevestiging(rij), 201)

    def get_berichten(self, request: Request) -> Response:
        """List a receiver's messages, a page at a time."""
        _check_accept(request, "application/json")
        ontvanger = parse_ontvanger(request.headers.get("x-ontvanger"))
        afzender = _parse_afzender(request)
        bladzijde = Bladzijde(
            nummer=_parse_getal(request, "page", 0, 0, _PAGINA_HOOGSTENS),
            grootte=_parse_getal(request, "pageSize", BLADZIJDE, 1, BLADZIJDE_HOOGSTENS),
        )
        with self.engine.begin() as connection:
            rijen, totaal = opslag.list_berichten(connection, ontvanger, afzender, bladzijde)
            berichten = [
                make_samenvatting(rij, opslag.list_bijlagen(connection, rij.bericht_id)) for rij in rijen
            ]
        return make_json(make_lijst(berichten, totaal, bladzijde))

    def get_bericht(self, request: Request) -> Response:
        """Give one message."""
        _check_accept(request, "application/json")
        with self.engine.begin() as connection:
            rij = _find_bericht(connection, request)
            return make_json(make_bericht(rij, opslag.list_bijlagen(connection, rij.bericht_id)))

    async def patch_bericht(self, request: Request) -> Response:
        """Mark a message read, or put it in a folder."""
        _check_accept(request, "application/json")
        wijziging = parse_statuswijziging(await _read_inhoud(request, "application/merge-patch+json"))
        return await run_in_threadpool(self._mark_status, request, wijziging)

    def delete_bericht(self, request: Request) -> Response:
        """Delete a message for its receiver; again is no error."""
        with self.engine.begin() as connection:
            rij = _find_bericht(connection, request, ook_verwijderd=True)
            opslag.mark_verwijderd(connection, rij.bericht_id)
        return Response(status_code=204, headers={"API-Version": API_VERSIE})

    def get_bijlage(self, request: Request) -> Response:
        """Give the bytes of one document, always to keep and never to show."""
        _check_accept(request, "application/pdf")
        bijlage_id = _parse_uuid(request, "bijlage_id")
        with self.engine.begin() as connection:
            rij = _find_bericht(connection, request)
            bijlage = opslag.find_bijlage(connection, rij.bericht_id, bijlage_id)
        if bijlage is None:
            raise HTTPException(404, "deze bijlage is er niet")
        koppen = {"API-Version": API_VERSIE, "Content-Disposition": "attachment"}
        return Response(bijlage.inhoud, media_type=bijlage.mime_type, headers=koppen)

    def _add_bericht(self, bericht: NieuwBericht) -> Rij:
        with self.engine.begin() as connection:
            return opslag.add_bericht(connection, bericht)

    def _mark_status(self, request: Request, wijziging: Statuswijziging) -> Response:
        with self.engine.begin() as connection:
            rij = _find_bericht(connection, request)
            nieuw = opslag.mark_status(connection, rij.bericht_id, wijziging)
            return make_json(make_bericht(nieuw, opslag.list_bijlagen(connection, rij.bericht_id)))


def _find_bericht(connection: Connection, request: Request, *, ook_verwijderd: bool = False) -> Rij:
    """Find the message that the path names, for the receiver that the header names."""
    ontvanger = parse_ontvanger(request.headers.get("x-ontvanger"))
    rij = opslag.find_bericht(connection, _parse_uuid(request, "bericht_id"))
    if rij is None or (rij.verwijderd and not ook_verwijderd):
        raise HTTPException(404, "dit bericht is er niet")
    if (rij.ontvanger_type, rij.ontvanger) != (ontvanger.type, ontvanger.waarde):
        raise HTTPException(403, "dit bericht is voor een andere ontvanger")
    return rij


def _parse_uuid(request: Request, naam: str) -> str:
    try:
        return str(UUID(request.path_params[naam]))
    except ValueError as error:
        raise HTTPException(400, f"{naam} is geen UUID") from error


def _parse_getal(request: Request, naam: str, anders: int, laagste: int, hoogste: int) -> int:
    tekst = request.query_params.get(naam, str(anders))
    if not (tekst.isascii() and tekst.isdigit() and len(tekst) <= 9 and laagste <= int(tekst) <= hoogste):
        raise HTTPException(400, f"{naam} is geen getal van {laagste} tot en met {hoogste}")
    return int(tekst)


def _parse_afzender(request: Request) -> str | None:
    afzender = request.query_params.get("afzender")
    if afzender is not None and not (len(afzender) == 20 and afzender.isascii() and afzender.isdigit()):
        raise HTTPException(400, "de afzender is geen OIN van 20 cijfers")
    return afzender


def _check_accept(request: Request, soort: str) -> None:
    """Refuse a client that cannot read this kind of answer."""
    wensen = {wens.partition(";")[0].strip() for wens in request.headers.get("accept", "*/*").split(",")}
    if not wensen & {soort, f"{soort.partition('/')[0]}/*", "*/*"}:
        raise HTTPException(406, f"het magazijn antwoordt met {soort}")


async def _read_inhoud(request: Request, soort: str) -> bytes:
    """Read a body of the right kind, but never more of it than the limit."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != soort:
        raise HTTPException(415, f"stuur het verzoek als {soort}")
    inhoud = bytearray()
    async for stuk in request.stream():
        inhoud += stuk
        if len(inhoud) > VERZOEK_BYTES:
            raise HTTPException(413, f"het verzoek is groter dan {VERZOEK_BYTES} bytes")
    return bytes(inhoud)
