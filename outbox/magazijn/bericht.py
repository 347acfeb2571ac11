"""What the stand-in accepts: the rules of the OpenAPI, and those that only the server's own code has."""

import re
from datetime import datetime
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct
from starlette.exceptions import HTTPException
from stdnum.nl import bsn as elfproef

INHOUD_BYTES = 1024 * 1024
BIJLAGE_BYTES = 25 * 1024 * 1024
_ONTVANGER = re.compile(r"(BSN|RSIN):([0-9]{9})|(KVK):([0-9]{8})|(OIN):([0-9]{20})", re.ASCII)
_LENGTES = {"BSN": 9, "RSIN": 9, "KVK": 8, "OIN": 20}
_T = TypeVar("_T")

Soort = Literal["BSN", "RSIN", "KVK", "OIN"]


class Identificatienummer(Struct, frozen=True):
    """A receiver: a number and what kind of number it is."""

    type: Soort
    waarde: Annotated[str, Meta(pattern="^[0-9]{8,20}$")]


class NieuweBijlage(Struct, frozen=True, rename="camel"):
    """A document as it is offered; msgspec undoes its base64."""

    naam: Annotated[str, Meta(min_length=1, max_length=255)]
    mime_type: Literal["application/pdf"]
    inhoud: bytes


class NieuwBericht(Struct, frozen=True, rename="camel"):
    """A message as it is offered."""

    afzender: Annotated[str, Meta(pattern="^[0-9]{20}$")]
    ontvanger: Identificatienummer
    onderwerp: Annotated[str, Meta(min_length=1, max_length=255)]
    inhoud: Annotated[str, Meta(min_length=1, max_length=INHOUD_BYTES)]
    publicatietijdstip: Annotated[datetime, Meta(tz=True)] | None = None
    bijlagen: tuple[NieuweBijlage, ...] = ()


class Statuswijziging(Struct, frozen=True):
    """What a receiver changes of a message; what is absent or null stays as it is."""

    gelezen: bool | None = None
    map: Annotated[str, Meta(min_length=1, max_length=128)] | None = None


def parse_nieuw_bericht(inhoud: bytes) -> NieuwBericht:
    """Parse a message that is offered.

    Raises: HTTPException 400 when it breaks a rule.
    """
    bericht = _decode(inhoud, NieuwBericht)
    _check_nummer(bericht.ontvanger)
    if bericht.afzender == bericht.ontvanger.waarde:
        raise HTTPException(400, "de afzender en de ontvanger zijn dezelfde")
    if not bericht.onderwerp.strip() or not bericht.inhoud.strip():
        raise HTTPException(400, "het onderwerp of de inhoud is leeg")
    if len(bericht.inhoud.encode()) > INHOUD_BYTES:
        raise HTTPException(400, f"de inhoud is groter dan {INHOUD_BYTES} bytes")
    if any(not 0 < len(bijlage.inhoud) <= BIJLAGE_BYTES for bijlage in bericht.bijlagen):
        raise HTTPException(400, f"een bijlage is leeg of groter dan {BIJLAGE_BYTES} bytes")
    return bericht


def parse_statuswijziging(inhoud: bytes) -> Statuswijziging:
    """Parse what a receiver wants to change.

    Raises: HTTPException 400 when it breaks a rule.
    """
    return _decode(inhoud, Statuswijziging)


def parse_ontvanger(kop: str | None) -> Identificatienummer:
    """Parse the header X-Ontvanger.

    Raises: HTTPException 400 when it is absent or breaks a rule.
    """
    gevonden = _ONTVANGER.fullmatch(kop or "")
    if gevonden is None:
        raise HTTPException(400, "de header X-Ontvanger ontbreekt of klopt niet")
    soort, waarde = filter(None, gevonden.groups())
    ontvanger = msgspec.convert({"type": soort, "waarde": waarde}, Identificatienummer)
    _check_nummer(ontvanger)
    return ontvanger


def _decode(inhoud: bytes, soort: type[_T]) -> _T:
    try:
        return msgspec.json.decode(inhoud, type=soort)
    except (msgspec.MsgspecError, RecursionError) as error:
        # the library's own text may quote what was sent; only the place in the message is told
        plaats = str(error).partition(" - at ")[2] or "`$`"
        raise HTTPException(400, f"het verzoek houdt zich niet aan het contract bij {plaats}") from error


def _check_nummer(nummer: Identificatienummer) -> None:
    lengte = _LENGTES[nummer.type]
    if len(nummer.waarde) != lengte:
        raise HTTPException(400, f"een {nummer.type} heeft {lengte} cijfers")
    if nummer.type in ("BSN", "RSIN") and not elfproef.is_valid(nummer.waarde):
        raise HTTPException(400, f"de {nummer.type} voldoet niet aan de elfproef")
