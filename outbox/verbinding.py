"""A line to somebody else's REST interface: who we are, and answers that are read up to their limits."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import httpx

from outbox.errors import RetryableError, UncertainError, UnreachableError
from outbox.fbs_antwoord import Antwoord, read_antwoord
from outbox.fbs_toegang import Toegangsbewijs
from outbox.kanaal import GEDULDEN, Klok

# the connection is given up before the other side does, so that a request never meets a closed one
KEEPALIVE_SECONDEN = 3.0
_BLOK = 64 * 1024
# with these nothing has left the house
_NIET_VERSTUURD = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.LocalProtocolError,
    httpx.UnsupportedProtocol,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Verbindingsinstellingen:
    """Where the other side is, and how it is spoken to.

    naam is what errors call it, with its article. geduld is how long one answer may take, draden how many
    requests go at the same time. zendtijd is how long sending one request may take (None: as long as the
    other side goes on taking it, and geduld counts from there). tls and toegang are how the
    sender proves who it is.
    """

    naam: str
    url: str
    accept: str
    geduld: timedelta
    draden: int = 4
    zendtijd: timedelta | None = None
    tls: ssl.SSLContext | None = None
    toegang: Toegangsbewijs | None = None


class Verbinding:
    """A line that threads share; close it, or use it in a with statement."""

    def __init__(self, instellingen: Verbindingsinstellingen, klok: Klok) -> None:
        self._instellingen = instellingen
        self._klok = klok
        self._client = httpx.Client(
            base_url=f"{instellingen.url.rstrip('/')}/",
            timeout=instellingen.geduld.total_seconds(),
            limits=httpx.Limits(max_connections=instellingen.draden, keepalive_expiry=KEEPALIVE_SECONDEN),
            # an answer that is compressed could be a thousand times its size
            headers={"Accept-Encoding": "identity", "Accept": instellingen.accept},
            verify=instellingen.tls or True,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        """Use it in a with statement."""
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._client.close()

    def request(
        self,
        method: str,
        pad: str,
        limiet: int,
        claim: datetime | None = None,
        **inhoud: Any,  # noqa: ANN401 - as httpx
    ) -> Antwoord:
        """Send one request and read its answer, of at most so many bytes; inhoud is as httpx names it.

        claim is the end of a claim: what could still be under way then is not begun, with the first token or
        with a second one.
        Raises: UnreachableError when nothing was sent, RetryableError when there was no time left to,
        UncertainError when the answer did not come whole.
        """
        verzoek = self._client.build_request(method, pad, **inhoud)
        toegang = self._instellingen.toegang
        if toegang is None:
            return self._exchange(verzoek, limiet, claim)
        token = toegang.find_token()
        verzoek.headers["Authorization"] = f"Bearer {token}"
        antwoord = self._exchange(verzoek, limiet, claim)
        if antwoord.status != httpx.codes.UNAUTHORIZED:
            return antwoord
        verzoek.headers["Authorization"] = f"Bearer {toegang.find_token(verlopen=token)}"
        return self._exchange(verzoek, limiet, claim)

    def _exchange(self, verzoek: httpx.Request, limiet: int, claim: datetime | None) -> Antwoord:
        naam, now = self._instellingen.naam, self._klok.now()
        if claim is not None and now + GEDULDEN * self._instellingen.geduld > claim:
            raise RetryableError("de tijd van deze partij is bijna om; deze zending is niet meer verstuurd")
        try:
            response = self._client.send(self._bound(verzoek, now), stream=True)
            begin = self._klok.now() if self._instellingen.zendtijd is None else now
            try:
                return read_antwoord(response, limiet, self._klok.now, begin + self._instellingen.geduld)
            finally:
                response.close()
        except _NIET_VERSTUURD as error:
            raise UnreachableError(
                f"{naam} is niet bereikbaar; controleer adres, certificaat en server"
            ) from error
        except httpx.HTTPError as error:
            raise UncertainError(f"het antwoord van {naam} is niet of half gekomen") from error

    def _bound(self, verzoek: httpx.Request, now: datetime) -> httpx.Request:
        """Give the same request, of which the sending ends in time."""
        zendtijd = self._instellingen.zendtijd
        if zendtijd is None:
            return verzoek
        stroom = _Tijdstroom(verzoek, self._klok, now + zendtijd)
        return httpx.Request(
            verzoek.method, verzoek.url, headers=verzoek.headers, stream=stroom, extensions=verzoek.extensions
        )


class _Tijdstroom(httpx.SyncByteStream):
    """What is sent, in pieces, until a moment: httpx itself bounds each piece only."""

    def __init__(self, verzoek: httpx.Request, klok: Klok, tot: datetime) -> None:
        self._verzoek = verzoek
        self._klok = klok
        self._tot = tot

    def __iter__(self) -> Iterator[bytes]:
        inhoud = self._verzoek.read()
        for plaats in range(0, len(inhoud) or 1, _BLOK):  # also where nothing follows the head
            if self._klok.now() > self._tot:
                raise httpx.WriteTimeout("het verzoek was niet op tijd verstuurd")
            yield inhoud[plaats : plaats + _BLOK]
