"""An ebMS adapter over HTTP: it speaks Digikoppeling with the other side, and REST with us.

Source: the REST interface of ebms-core (eluinstra/ebms-core, service/rest/v19/ebms): POST messages, GET
messages/unprocessed, GET and PATCH messages/{id}. The adapter holds the CPA and does the ebMS retries.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote
from uuid import UUID

import httpx
import msgspec

from outbox.errors import (
    ClockError,
    OutboxError,
    RetryableError,
    UncertainError,
    UnresolvableError,
)
from outbox.fbs_antwoord import Antwoord
from outbox.fbs_toegang import Certificaat, make_tls
from outbox.globe.resultaat import RESULTAAT_BYTES
from outbox.globe.uitwisseling import OPHALEN
from outbox.kanaal import Klok
from outbox.verbinding import Verbinding, Verbindingsinstellingen

DIENST = "urn:osb:services:MIJNOVERHEID.ebMS.BB.2.0"
LIJST_BYTES = 1024 * 1024
ANTWOORD_BYTES = 64 * 1024
RUST = timedelta(hours=1)  # an answer that cannot be read or marked is tried again after this
# a multiple of 3, so that the pieces of base64 fit together
_BLOK = 3 * 256 * 1024
_NUMMER = re.compile(r"[\x21-\x7e]{1,255}", re.ASCII)


# the pair of ebMS actions: the request and its answer
VERZOEK, RESULTAAT = "GLOBE-R-BV-Request", "GLOBE-R-BV-Result"

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ebmsinstellingen:
    """Where the adapter is, and under which agreement (CPA) it sends.

    url ends in .../service/rest/v19/ebms. van and naar are party ids such as urn:osb:oin:<20 digits>.
    geduld is how long one request may take. certificaat (with its key, PEM) and vertrouwd (the CA's) are for
    an adapter that asks for them.
    """

    url: str
    cpa_id: str
    van: str
    naar: str
    van_rol: str = "SR"
    naar_rol: str = "SP"
    geduld: timedelta = timedelta(seconds=30)
    certificaat: Path | None = None
    vertrouwd: Path | None = None


class _Bron(msgspec.Struct, frozen=True):
    content: bytes


class _Bericht(msgspec.Struct, frozen=True, rename="camel"):
    data_sources: list[_Bron]


class Ebmsadapter:
    """The adapter; close it, or use it in a with statement.

    Raises: OutboxError when a certificate cannot be read.
    """

    def __init__(self, instellingen: Ebmsinstellingen, klok: Klok) -> None:
        self._instellingen = instellingen
        self._klok = klok
        self._opzij: dict[str, datetime] = {}
        certificaat = Certificaat(bestand=instellingen.certificaat, vertrouwd=instellingen.vertrouwd)
        self._lijn = Verbinding(
            Verbindingsinstellingen(
                naam="de ebMS-adapter",
                url=instellingen.url,
                accept="application/json, text/plain",
                geduld=instellingen.geduld,
                tls=make_tls(certificaat),
            ),
            klok,
        )

    def __enter__(self) -> Self:
        """Use it in a with statement."""
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._lijn.__exit__(soort, fout, spoor)

    def send(self, nummer: UUID, bestand: Path) -> None:
        """Hand a file over, piece by piece."""
        voor, na = self._make_omslag(nummer)
        grootte = bestand.stat().st_size
        antwoord = self._lijn.request(
            "POST",
            "messages",
            ANTWOORD_BYTES,
            content=_list_stukken(bestand, voor, na),
            headers={
                "Content-Type": "application/json",
                "Content-Length": str(len(voor) + 4 * -(-grootte // 3) + len(na)),
            },
        )
        if antwoord.status not in (httpx.codes.OK, httpx.codes.CREATED):
            raise _make_error(antwoord)

    def collect(self, keep: Callable[[bytes], None], tell: Callable[[str, str], None]) -> bool:
        """Read every answer that waits, and mark it processed when it is kept.

        One that cannot be read, or not marked, stays at the adapter and is passed by for RUST.
        """
        now = self._klok.now()
        self._opzij = {nummer: tot for nummer, tot in self._opzij.items() if tot > now}
        nummers = [nummer for nummer in self._list_wachtende() if nummer not in self._opzij]
        for nummer in nummers[:OPHALEN]:
            try:
                keep(self._load(nummer))
                self._mark_verwerkt(nummer)
            except ClockError:
                raise  # that is no fault of the answer
            except UncertainError as error:
                self._opzij[nummer] = now + RUST
                tell(f"bericht {nummer} in de ebMS-adapter", str(error))
        return len(nummers) <= OPHALEN

    def _list_wachtende(self) -> list[str]:
        """List the numbers of the answers that wait, safe to put in a path."""
        vraag = {
            "cpaId": self._instellingen.cpa_id,
            "action": RESULTAAT,
            "maxNr": str(OPHALEN + 1 + len(self._opzij)),
        }
        antwoord = self._lijn.request("GET", "messages/unprocessed", LIJST_BYTES, params=vraag)
        nummers = _decode(antwoord, list[str])
        if any(_NUMMER.fullmatch(nummer) is None or not nummer.strip(".") for nummer in nummers):
            raise UncertainError("de ebMS-adapter noemt een bericht met een nummer dat niet kan")
        return [quote(nummer, safe="") for nummer in nummers]

    def _load(self, nummer: str) -> bytes:
        limiet = 4 * RESULTAAT_BYTES // 3 + ANTWOORD_BYTES  # base64 makes four bytes of three
        bericht = _decode(self._lijn.request("GET", f"messages/{nummer}", limiet), _Bericht)
        if len(bericht.data_sources) != 1:
            raise UncertainError("een bericht van de ebMS-adapter heeft niet precies een bestand")
        return bericht.data_sources[0].content

    def _mark_verwerkt(self, nummer: str) -> None:
        """Tell the adapter that it may forget an answer, which is kept here by now."""
        antwoord = self._lijn.request("PATCH", f"messages/{nummer}", ANTWOORD_BYTES)
        if not httpx.codes.is_success(antwoord.status):
            raise UncertainError(
                f"het bericht is bewaard, maar de ebMS-adapter weigert met status {antwoord.status} het als "
                "verwerkt te merken en blijft het geven; vraag de beheerder van de adapter om dat recht"
            )

    def _make_omslag(self, nummer: UUID) -> tuple[bytes, bytes]:
        """Make what stands before and after the file in the request."""
        instellingen = self._instellingen
        eigenschappen = {
            "cpaId": instellingen.cpa_id,
            "fromPartyId": instellingen.van,
            "fromRole": instellingen.van_rol,
            "toPartyId": instellingen.naar,
            "toRole": instellingen.naar_rol,
            "service": DIENST,
            "action": VERZOEK,
            "conversationId": str(nummer),
        }
        bron = {"name": f"{VERZOEK}.xml", "contentType": "application/xml", "content": ""}
        voor = msgspec.json.encode({"properties": eigenschappen, "dataSources": [bron]})
        einde = b'"}]}'
        return voor.removesuffix(einde), einde


def _list_stukken(bestand: Path, voor: bytes, na: bytes) -> Iterator[bytes]:
    yield voor
    with bestand.open("rb") as stroom:
        while stuk := stroom.read(_BLOK):
            yield b64encode(stuk)
    yield na


def _decode(antwoord: Antwoord, soort: type[_T]) -> _T:
    if antwoord.status != httpx.codes.OK:
        raise _make_error(antwoord)
    try:
        return msgspec.json.decode(antwoord.inhoud, type=soort)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UncertainError("het antwoord van de ebMS-adapter is niet te lezen") from error


def _make_error(antwoord: Antwoord) -> OutboxError:
    """Make the error that says what a refusal of the adapter means for what was to be handed over."""
    status, uitstel = antwoord.status, antwoord.retry_after
    if status == httpx.codes.TOO_MANY_REQUESTS or (
        status == httpx.codes.SERVICE_UNAVAILABLE and uitstel is not None
    ):
        return RetryableError(f"de ebMS-adapter heeft het te druk (status {status})", retry_after=uitstel)
    if 300 <= status < 500 and status != httpx.codes.REQUEST_TIMEOUT:
        # its own settings or ours: this holds for every letter, and none of them may become paper for that
        return UnresolvableError(
            f"de ebMS-adapter weigert met status {status}; "
            "controleer adres, CPA en certificaat en bezorg opnieuw"
        )
    return UncertainError(f"de ebMS-adapter geeft status {status}", retry_after=uitstel)
