"""An identity provider of the test's own, over real HTTP: OpenID Connect with the code flow and PKCE.

Source: OpenID Connect Core 1.0 section 3.1, Discovery 1.0 section 4, RFC 6749 section 4.1,
RFC 7636, RFC 9207.
"""

import base64
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from outbox.loopback import bind_poort, format_adres, serve_contact

CLIENT = "redactie"
ROOS: Mapping[str, Any] = {"sub": "u-1", "name": "Roos Schrijver", "roles": ["redacteur"]}
GEHEIM = "geheim-van-de-proef-dienst"


@dataclass
class Inlogdienst:
    """The provider. persoon is who is logged in there; anders is what it then lies about in the ID token."""

    url: str
    terugadres: str = ""
    persoon: Mapping[str, Any] = field(default_factory=lambda: dict(ROOS))
    anders: Mapping[str, Any] = field(default_factory=dict)
    sleutel: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "een"}))
    tekent: RSAKey | None = None
    algoritme: str = "RS256"
    gezien: list[dict[str, str]] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def forget(self) -> None:
        """Be as in the beginning."""
        self.persoon, self.anders, self.tekent, self.algoritme = dict(ROOS), {}, None, "RS256"
        self.gezien.clear()

    def list_routes(self) -> list[Route]:
        """List which endpoint answers which path."""
        return [
            Route("/.well-known/openid-configuration", self.get_ontdekking),
            Route("/inloggen", self.get_inloggen),
            Route("/token", self.post_token, methods=["POST"]),
            Route("/sleutels", self.get_sleutels),
        ]

    async def get_ontdekking(self, request: Request) -> Response:
        """Tell where everything is."""
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/inloggen",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/sleutels",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def get_inloggen(self, request: Request) -> Response:
        """Log in who is logged in here already, and send the browser back with a code."""
        vraag = dict(request.query_params)
        self.gezien.append(vraag)
        goed = (
            vraag["client_id"] == CLIENT
            and vraag["redirect_uri"] == self.terugadres
            and vraag["response_type"] == "code"
            and vraag["code_challenge_method"] == "S256"
            and "openid" in vraag["scope"].split()
        )
        if not goed:
            return JSONResponse({"error": "invalid_request"}, 400)
        code = secrets.token_urlsafe(16)
        self._codes[code] = vraag
        terug = {"code": code, "state": vraag["state"], "iss": self.url}
        return RedirectResponse(f"{vraag['redirect_uri']}?{urlencode(terug)}", 303)

    async def post_token(self, request: Request) -> Response:
        """Give an ID token for a code, once, to the client that can prove that it asked for it."""
        velden = {naam: waarden[0] for naam, waarden in parse_qs((await request.body()).decode()).items()}
        basis = base64.b64encode(f"{CLIENT}:{GEHEIM}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {basis}":
            return JSONResponse({"error": "invalid_client"}, 401)
        vraag = self._codes.pop(velden.get("code", ""), None)
        proef = base64.urlsafe_b64encode(sha256(velden["code_verifier"].encode()).digest()).rstrip(b"=")
        if vraag is None or proef.decode() != vraag["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        toegang = secrets.token_urlsafe(16)
        return JSONResponse(
            {"access_token": toegang, "token_type": "Bearer", "id_token": self._sign(vraag, toegang)}
        )

    async def get_sleutels(self, request: Request) -> Response:
        """Give the public keys."""
        return JSONResponse({"keys": [self.sleutel.as_dict(private=False)]})

    def _sign(self, vraag: Mapping[str, str], toegang: str) -> str:
        nu = int(time.time())
        half = sha256(toegang.encode()).digest()[:16]
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": nu,
            "exp": nu + 86_400,
            "nonce": vraag["nonce"],
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
            **self.persoon,
            **self.anders,
        }
        kop = {"alg": self.algoritme, "kid": "een"}
        return jwt.encode(kop, claims, self.tekent or self.sleutel, algorithms=[self.algoritme])


@contextmanager
def serve_inlogdienst() -> Iterator[Inlogdienst]:
    """Run the provider beside the caller."""
    with bind_poort(0) as contact:
        dienst = Inlogdienst(url=format_adres(contact))
        with serve_contact(Starlette(routes=dienst.list_routes()), contact):
            yield dienst
