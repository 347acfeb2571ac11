"""What goes over the line to an FBS Berichtenmagazijn, and what its answers mean; answers are not trusted."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Annotated, Literal
from uuid import UUID

import httpx
import msgspec

from outbox.errors import (
    OutboxError,
    RejectedZendingError,
    RetryableError,
    UncertainError,
    UnknownOntvangerError,
)
from outbox.zending import Ontvangst

AANGEMAAKT = 201
AFGEWEZEN = frozenset({400, 406, 413, 415, 422})
# whoever gives these may have taken the message: 409 is a row that the magazijn has already
ONBESLIST = frozenset({408, 409})
_SECONDEN = re.compile(r"[0-9]{1,9}", re.ASCII)
_AwareMoment = Annotated[datetime, msgspec.Meta(tz=True)]


class Identificatienummer(msgspec.Struct, frozen=True):
    """Whom a message is for."""

    type: Literal["BSN"]
    waarde: str


class Bijlage(msgspec.Struct, frozen=True, rename="camel"):
    """A document with a message; msgspec writes its bytes as base64."""

    naam: str
    mime_type: Literal["application/pdf"]
    inhoud: bytes


class Aanlevering(msgspec.Struct, frozen=True, rename="camel"):
    """A message as the sender offers it."""

    afzender: str
    ontvanger: Identificatienummer
    onderwerp: str
    inhoud: str
    publicatietijdstip: datetime
    bijlagen: tuple[Bijlage, ...]


class Samenvatting(msgspec.Struct, frozen=True, rename="camel"):
    """What the magazijn tells of a message that it keeps: as an answer to delivery, or in a list."""

    bericht_id: UUID
    afzender: str
    onderwerp: str
    tijdstip_ontvangst: _AwareMoment

    def as_ontvangst(self) -> Ontvangst:
        """Take it as the receipt."""
        return Ontvangst(referentie=str(self.bericht_id), ontvangen_op=self.tijdstip_ontvangst)


class Lijst(msgspec.Struct, frozen=True, rename="camel"):
    """One page of the messages that a receiver has."""

    berichten: list[Samenvatting]
    total_elements: Annotated[int, msgspec.Meta(ge=0)]


class _Probleem(msgspec.Struct, frozen=True):
    type: str
    title: str
    status: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Antwoord:
    """An HTTP answer that was read in full, within its limit."""

    status: int
    soort: str
    inhoud: bytes
    retry_after: timedelta | None

    def is_probleem(self) -> bool:
        """Tell whether the magazijn itself explains its refusal, not something that stands before it."""
        if self.soort != "application/problem+json":
            return False
        try:
            return msgspec.json.decode(self.inhoud, type=_Probleem).status == self.status
        except msgspec.MsgspecError:
            return False


def read_antwoord(
    response: httpx.Response, limiet: int, now: Callable[[], datetime], tot: datetime
) -> Antwoord:
    """Read an answer that is still open, up to its limit and no longer than until the moment given.

    Raises: UncertainError when it is too large, too slow, or compressed.
    """
    if "content-encoding" in response.headers:
        raise UncertainError("het antwoord is ingepakt, terwijl daar niet om is gevraagd")
    _check_tijd(now, tot)
    inhoud = bytearray()
    for stuk in response.iter_raw():
        inhoud += stuk
        if len(inhoud) > limiet:
            raise UncertainError(f"het antwoord is groter dan {limiet} bytes")
        _check_tijd(now, tot)
    return Antwoord(
        status=response.status_code,
        soort=response.headers.get("content-type", "").partition(";")[0].strip().lower(),
        inhoud=bytes(inhoud),
        retry_after=parse_retry_after(response.headers.get("retry-after"), now()),
    )


def _check_tijd(now: Callable[[], datetime], tot: datetime) -> None:
    if now() > tot:
        raise UncertainError("het antwoord komt te langzaam binnen")


def parse_retry_after(tekst: str | None, now: datetime) -> timedelta | None:
    """Parse the header Retry-After, seconds or a date; None when it says nothing that can be used."""
    if tekst is None:
        return None
    if _SECONDEN.fullmatch(tekst):
        return timedelta(seconds=int(tekst))
    try:
        return max(parsedate_to_datetime(tekst) - now, timedelta(0))
    except (ValueError, TypeError):  # not a date, or a date without its zone
        return None


def parse_ontvangst(antwoord: Antwoord, verstuurd: Aanlevering) -> Ontvangst:
    """Parse the answer to a delivery.

    Raises: the OutboxError that says what a refusal means; UncertainError when the answer makes no sense.
    """
    if antwoord.status != AANGEMAAKT:
        raise make_error(antwoord)
    try:
        bevestiging = msgspec.json.decode(antwoord.inhoud, type=Samenvatting)
    except msgspec.MsgspecError as error:
        raise UncertainError("het magazijn bevestigt met een antwoord dat niet te lezen is") from error
    if (bevestiging.afzender, bevestiging.onderwerp) != (verstuurd.afzender, verstuurd.onderwerp):
        raise UncertainError("het magazijn bevestigt een ander bericht dan is verstuurd")
    return bevestiging.as_ontvangst()


def parse_lijst(antwoord: Antwoord) -> Lijst:
    """Parse one page of a receiver's messages.

    Raises: UncertainError when it is anything else.
    """
    if antwoord.status != httpx.codes.OK:
        raise UncertainError(
            f"de lijst van het magazijn geeft status {antwoord.status}; verwacht was 200",
            retry_after=antwoord.retry_after,
        )
    try:
        return msgspec.json.decode(antwoord.inhoud, type=Lijst)
    except msgspec.MsgspecError as error:
        raise UncertainError("de lijst van het magazijn is niet te lezen") from error


def make_error(antwoord: Antwoord) -> OutboxError:
    """Make the error that says what a refused delivery means for the zending.

    Only the magazijn's own explanation can refuse a zending for good. A bare 3xx or 4xx comes from something
    before it, such as a gateway with wrong settings: nothing was delivered, and an operator can mend it.
    """
    status, uitstel = antwoord.status, antwoord.retry_after
    if status == httpx.codes.FORBIDDEN and antwoord.is_probleem():
        # the OpenAPI does not name 403 for this call; the magazijn gives it when the profile has no consent
        return UnknownOntvangerError("de ontvanger krijgt van deze afzender geen post in de Berichtenbox")
    if status in AFGEWEZEN and antwoord.is_probleem():
        return RejectedZendingError(
            f"het magazijn weigert het bericht met status {status}; laat iemand kijken"
        )
    if status == httpx.codes.TOO_MANY_REQUESTS or (
        status == httpx.codes.SERVICE_UNAVAILABLE and uitstel is not None
    ):
        return RetryableError(f"het magazijn heeft het te druk (status {status})", retry_after=uitstel)
    if 300 <= status < 500 and status not in ONBESLIST:
        tekst = f"het adres van het magazijn geeft status {status}; controleer adres, certificaat en token"
        return RetryableError(tekst, retry_after=uitstel)
    return UncertainError(
        f"het magazijn geeft status {status}; het bericht kan zijn aangekomen", retry_after=uitstel
    )
