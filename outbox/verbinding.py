"""A line to somebody else's REST interface: who we are, and answers that are read up to their limits."""

import ssl
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

import httpx

from outbox.errors import UncertainError, UnreachableError
from outbox.fbs_antwoord import Antwoord, read_antwoord
from outbox.fbs_toegang import Toegangsbewijs
from outbox.kanaal import Klok

# the connection is given up before the other side does, so that a request never meets a closed one
KEEPALIVE_SECONDEN = 3.0
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
    requests go at the same time. tls and toegang are how the sender proves who it is.
    """

    naam: str
    url: str
    accept: str
    geduld: timedelta
    draden: int = 4
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

    def prepare(self) -> None:
        """Fetch a token that counts where one is asked: that may take a while."""
        if self._instellingen.toegang is not None:
            self._instellingen.toegang.find_token()

    def request(self, method: str, pad: str, limiet: int, **inhoud: Any) -> Antwoord:  # noqa: ANN401 - as httpx
        """Send one request and read its answer, of at most so many bytes; inhoud is as httpx names it.

        Raises: UnreachableError when nothing was sent, UncertainError when the answer did not come whole.
        """
        verzoek = self._client.build_request(method, pad, **inhoud)
        toegang = self._instellingen.toegang
        if toegang is None:
            return self._exchange(verzoek, limiet)
        token = toegang.find_token()
        verzoek.headers["Authorization"] = f"Bearer {token}"
        antwoord = self._exchange(verzoek, limiet)
        if antwoord.status != httpx.codes.UNAUTHORIZED:
            return antwoord
        verzoek.headers["Authorization"] = f"Bearer {toegang.find_token(verlopen=token)}"
        return self._exchange(verzoek, limiet)

    def _exchange(self, verzoek: httpx.Request, limiet: int) -> Antwoord:
        naam, tot = self._instellingen.naam, self._klok.now() + self._instellingen.geduld
        try:
            response = self._client.send(verzoek, stream=True)
            try:
                return read_antwoord(response, limiet, self._klok.now, tot)
            finally:
                response.close()
        except _NIET_VERSTUURD as error:
            raise UnreachableError(
                f"{naam} is niet bereikbaar; controleer adres, certificaat en server"
            ) from error
        except httpx.HTTPError as error:
            raise UncertainError(f"het antwoord van {naam} is niet of half gekomen") from error
