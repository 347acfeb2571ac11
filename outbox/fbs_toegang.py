"""How a sender proves who it is to an FBS Berichtenmagazijn: a client certificate, and a token.

Source: NL GOV Assurance profile for OAuth 2.0: client credentials, with a JWT that the client signs
(RFC 6749 section 4.4, RFC 7523 section 2.2); mutual TLS with PKIoverheid certificates.
"""

import re
import ssl
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from uuid import uuid4

import httpx
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from outbox.errors import OutboxError, RetryableError, UnreachableError
from outbox.kanaal import Klok

TOKEN_BYTES = 64 * 1024
MARGE = timedelta(seconds=30)  # a token is renewed so long before it ends
ASSERTIE = timedelta(minutes=1)  # how long a signed request for a token counts
# an answer that is compressed could be a thousand times its size
_KOPPEN = {"Accept-Encoding": "identity", "Accept": "application/json"}
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*", re.ASCII)  # RFC 6750 section 2.1
ASSERTIESOORT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class InvalidToegangError(OutboxError):
    """The certificate or key of the sender cannot be used as it is; the text says which file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificaat:
    """The sender's own certificate and key (PEM), and whom it trusts (PEM; None: the system's list)."""

    bestand: Path | None = None
    sleutel: Path | None = None
    vertrouwd: Path | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokenaanvraag:
    """Where a token is asked for, as whom, and the key (PEM) that signs the request."""

    url: str
    client: str
    sleutel: Path


class _Token(msgspec.Struct, frozen=True):
    access_token: str
    token_type: str
    expires_in: int = 60


def make_tls(certificaat: Certificaat) -> ssl.SSLContext:
    """Make the TLS settings: at least version 1.2, and the server's name is always checked.

    Raises: InvalidToegangError.
    """
    try:
        context = ssl.create_default_context(cafile=certificaat.vertrouwd)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if certificaat.bestand is not None:
            context.load_cert_chain(certificaat.bestand, certificaat.sleutel)
    except (OSError, ssl.SSLError) as fout:
        bestanden = [str(b) for b in (certificaat.bestand, certificaat.sleutel, certificaat.vertrouwd) if b]
        raise InvalidToegangError(
            f"het certificaat voor de Berichtenbox is niet te gebruiken ({', '.join(bestanden)}): verwacht "
            "zijn leesbare PEM-bestanden, met een sleutel die bij het certificaat hoort"
        ) from fout
    return context


@dataclass(kw_only=True)
class Toegangsbewijs:
    """Has a token that counts, and fetches a new one in time; threads share it.

    tls and geduld are for the connection to the token server.
    """

    aanvraag: Tokenaanvraag
    klok: Klok
    tls: ssl.SSLContext
    geduld: timedelta
    _token: str = field(default="", init=False, repr=False)
    _tot: datetime | None = field(default=None, init=False)
    _slot: Lock = field(default_factory=Lock, init=False, repr=False)
    _sleutel: RSAKey | ECKey = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._sleutel = load_sleutel(self.aanvraag.sleutel)

    def find_token(self, verlopen: str = "") -> str:
        """Find a token that counts, another one than what was refused.

        Raises: RetryableError when there is none to be had.
        """
        with self._slot:
            now = self.klok.now()
            if self._tot is None or now >= self._tot or self._token == verlopen:
                token = self._fetch(now)
                self._token = token.access_token
                self._tot = now + max(timedelta(seconds=token.expires_in) - MARGE, timedelta(0))
            return self._token

    def _fetch(self, now: datetime) -> _Token:
        formulier = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTIESOORT,
            "client_assertion": self._sign(now),
        }
        try:
            with (
                httpx.Client(verify=self.tls, timeout=self.geduld.total_seconds(), trust_env=False) as client,
                client.stream("POST", self.aanvraag.url, data=formulier, headers=_KOPPEN) as antwoord,
            ):
                return self._read_token(antwoord, self.klok.now() + self.geduld)
        except httpx.HTTPError as fout:
            raise UnreachableError(
                "de tokenserver van de Berichtenbox is niet bereikbaar; controleer adres en certificaat"
            ) from fout

    def _read_token(self, antwoord: httpx.Response, tot: datetime) -> _Token:
        """Read the answer up to its limits of size and time."""
        if "content-encoding" in antwoord.headers:
            raise RetryableError(
                "het antwoord van de tokenserver is ingepakt; verwacht is een antwoord dat dat niet is: "
                "vraag de beheerder van de tokenserver zich te houden aan Accept-Encoding: identity"
            )
        inhoud = bytearray()
        for stuk in antwoord.iter_raw():
            inhoud += stuk
            if len(inhoud) > TOKEN_BYTES or self.klok.now() > tot:
                raise RetryableError("het antwoord van de tokenserver is te groot of komt te langzaam binnen")
        return _parse_token(antwoord, bytes(inhoud))

    def _sign(self, now: datetime) -> str:
        """Sign who asks; the token server takes each request once."""
        wie = self.aanvraag.client
        beweringen = {
            "iss": wie,
            "sub": wie,
            "aud": self.aanvraag.url,
            "jti": uuid4().hex,
            "iat": int(now.timestamp()),
            "exp": int((now + ASSERTIE).timestamp()),
        }
        alg = "RS256" if isinstance(self._sleutel, RSAKey) else "ES256"
        return jwt.encode({"alg": alg}, beweringen, self._sleutel)


def load_sleutel(bestand: Path) -> RSAKey | ECKey:
    """Load a private key. Raises: InvalidToegangError."""
    for soort in (RSAKey, ECKey):
        try:
            return soort.import_key(bestand.read_bytes())
        except (OSError, ValueError, TypeError, JoseError):
            continue
    raise InvalidToegangError(
        f"de sleutel {bestand} voor het token is niet te gebruiken: verwacht is een leesbaar PEM-bestand "
        "met een sleutel voor RSA of EC"
    )


def _parse_token(antwoord: httpx.Response, inhoud: bytes) -> _Token:
    """Parse what the token server gave. Raises: RetryableError."""
    if antwoord.status_code != httpx.codes.OK:
        raise RetryableError(
            f"de tokenserver weigert met status {antwoord.status_code}; controleer de client en zijn sleutel"
        )
    try:
        token = msgspec.json.decode(inhoud, type=_Token)
    except msgspec.MsgspecError as fout:
        raise RetryableError("het antwoord van de tokenserver is niet te lezen") from fout
    if token.token_type.lower() != "bearer" or _TOKEN.fullmatch(token.access_token) is None:
        raise RetryableError("de tokenserver geeft geen bruikbaar bearer-token")
    return token
