"""Logging in with OpenID Connect: the code flow with PKCE, state and nonce.

Source: OpenID Connect Core 1.0 section 3.1, OpenID Connect Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (iss).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import httpx
import msgspec
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped] # ships no types
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped] # idem
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped] # idem
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from correspondentie.web.collegas import Identiteit
from correspondentie.web.errors import WeigeringError
from correspondentie.web.rollen import Rol

BEREIK = "openid profile"
SPELING = 60  # seconds that two clocks may differ
HANDTEKENINGEN = ("RS256", "PS256", "ES256", "EdDSA")
ANTWOORD_BYTES = 1_000_000
_STUK = "De inlogdienst gaf geen goed antwoord. Probeer het opnieuw; blijft het zo, meld het uw beheerder."
_Soort = TypeVar("_Soort")


class _Ontdekking(msgspec.Struct, frozen=True):
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class _Tokens(msgspec.Struct, frozen=True):
    id_token: str
    access_token: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Geheimen:
    """What one log-in must come back with, or prove. Shape: random, fit for a URL."""

    state: str
    nonce: str
    bewijs: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Aanmelder:
    """An identity provider, and as whom we are known there. rolclaim: its path, with dots, to the roles."""

    uitgever: str
    client: str
    geheim: str = field(repr=False)
    rolclaim: str
    terugadres: str
    geduld: float

    def make_verwijzing(self, geheimen: Geheimen) -> str:
        """Make the address at the identity provider where somebody logs in. Raises: WeigeringError."""
        with self._open() as client:
            ontdekking = self._discover(client)
        adres: str = prepare_grant_uri(
            ontdekking.authorization_endpoint,
            self.client,
            "code",
            redirect_uri=self.terugadres,
            scope=BEREIK,
            state=geheimen.state,
            nonce=geheimen.nonce,
            code_challenge=create_s256_code_challenge(geheimen.bewijs),
            code_challenge_method="S256",
        )
        return adres

    def find_identiteit(self, code: str, geheimen: Geheimen, now: datetime) -> Identiteit:
        """Exchange a code for who somebody is. Raises: WeigeringError."""
        with self._open() as client:
            ontdekking = self._discover(client)
            vraag = {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.terugadres,
                "code_verifier": geheimen.bewijs,
            }
            inhoud = _ask(client.build_request("POST", ontdekking.token_endpoint, data=vraag), client, self)
            tokens = _decode(inhoud, _Tokens)
            sleutels = _ask(client.build_request("GET", ontdekking.jwks_uri), client)
        return self._read_identiteit(_verify(tokens, sleutels, self._make_eisen(geheimen, tokens), now))

    def _open(self) -> httpx.Client:
        return httpx.Client(timeout=self.geduld, follow_redirects=False, trust_env=False)

    def _discover(self, client: httpx.Client) -> _Ontdekking:
        adres = f"{self.uitgever.rstrip('/')}/.well-known/openid-configuration"
        ontdekking = _decode(_ask(client.build_request("GET", adres), client), _Ontdekking)
        if ontdekking.issuer != self.uitgever:
            raise WeigeringError(502, _STUK)
        return ontdekking

    def _make_eisen(self, geheimen: Geheimen, tokens: _Tokens) -> Mapping[str, Mapping[str, object]]:
        return {
            "options": {
                "iss": {"essential": True, "value": self.uitgever},
                "aud": {"essential": True, "value": self.client},
            },
            "params": {
                "nonce": geheimen.nonce,
                "client_id": self.client,
                "access_token": tokens.access_token,
            },
        }

    def _read_identiteit(self, claims: Mapping[str, object]) -> Identiteit:
        naam = claims.get("name") or claims.get("preferred_username") or "Collega"
        return Identiteit(self.uitgever, f"{claims['sub']}", f"{naam}", find_rollen(claims, self.rolclaim))


def find_rollen(claims: Mapping[str, object], pad: str) -> frozenset[Rol]:
    """Find our roles at a path in what the identity provider says; what is no role of ours does not count."""
    waarde: object = claims
    for stap in pad.split("."):
        waarde = waarde.get(stap) if isinstance(waarde, Mapping) else None
    namen = waarde if isinstance(waarde, list) else [waarde]
    return frozenset(Rol(naam) for naam in namen if isinstance(naam, str) and naam in set(Rol))


def _ask(vraag: httpx.Request, client: httpx.Client, als: Aanmelder | None = None) -> bytes:
    """Ask the identity provider. Raises: WeigeringError; what it answered is shown nowhere."""
    auth = None if als is None else httpx.BasicAuth(als.client, als.geheim)
    try:
        antwoord = client.send(vraag, auth=auth)
    except httpx.HTTPError as fout:
        raise WeigeringError(502, "De inlogdienst is niet bereikbaar. Probeer het straks opnieuw.") from fout
    if antwoord.status_code != httpx.codes.OK or len(antwoord.content) > ANTWOORD_BYTES:
        raise WeigeringError(502, _STUK)
    return antwoord.content


def _decode(inhoud: bytes, soort: type[_Soort]) -> _Soort:
    try:
        return msgspec.json.decode(inhoud, type=soort)
    except (msgspec.DecodeError, UnicodeDecodeError) as fout:
        raise WeigeringError(502, _STUK) from fout


def _verify(
    tokens: _Tokens, sleutels: bytes, eisen: Mapping[str, Mapping[str, object]], now: datetime
) -> Mapping[str, object]:
    """Verify the signature and every claim of an ID token. Raises: WeigeringError."""
    try:
        sleutelbos = KeySet.import_key_set(msgspec.json.decode(sleutels))
        token = jwt.decode(tokens.id_token, sleutelbos, algorithms=list(HANDTEKENINGEN))
        claims = CodeIDToken(token.claims, token.header, **eisen)
        claims.validate(now=int(now.timestamp()), leeway=SPELING)
    except (JoseError, ValueError, KeyError, TypeError) as fout:
        raise WeigeringError(403, "Het bewijs van de inlogdienst klopt niet. Log opnieuw in.") from fout
    return dict(claims)
