"""Who delivers must prove who it is, to a real TLS server and a token server that checks signatures."""

import gzip
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

import pytest
import uvicorn
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from outbox.database import make_engine
from outbox.errors import OutboxError, RetryableError, UnreachableError
from outbox.fbs import Fbsinstellingen, FbsKanaal
from outbox.fbs_profiel import Profieldienst, Profielinstellingen
from outbox.fbs_toegang import (
    ASSERTIESOORT,
    Certificaat,
    InvalidToegangError,
    Toegangsbewijs,
    Tokenaanvraag,
    load_sleutel,
    make_tls,
)
from outbox.kanaal import Klok
from outbox.loopback import serve_app
from outbox.magazijn.opslag import metadata
from outbox.magazijn.server import make_app
from outbox.zending import Ontvangst
from tests.bouwers.certificaten import Uitgever, write_sleutel
from tests.bouwers.diensten import find_poort
from tests.bouwers.profielen import JA, NAAM, Profielen, make_partij
from tests.bouwers.zendingen import BSNS, OIN, Nepklok, make_bron, make_opdracht, make_zending

TOKENPAD = "/token"
GZIP = {"Content-Encoding": "gzip"}


@dataclass
class Tokenserver:
    """Gives a token to who signs with the right key, and lets a magazijn in only with the last one."""

    app: ASGIApp
    publiek: RSAKey | ECKey
    duur: int = 300
    antwoord: Response | None = None
    gegeven: list[str] = field(default_factory=list)
    gezien: list[str] = field(default_factory=list)

    def make_app(self) -> ASGIApp:
        return Starlette(routes=[Route(TOKENPAD, self._give, methods=["POST"])])

    async def _give(self, request: Request) -> Response:
        formulier = dict(parse_qsl((await request.body()).decode()))
        assert formulier["grant_type"] == "client_credentials"
        assert formulier["client_assertion_type"] == ASSERTIESOORT
        bewering = jwt.decode(formulier["client_assertion"], self.publiek, algorithms=["RS256", "ES256"])
        assert bewering.claims["sub"] == bewering.claims["iss"] == "dienst-toeslagen"
        assert bewering.claims["jti"] not in self.gezien
        assert bewering.claims["aud"] == str(request.url)
        self.gezien.append(bewering.claims["jti"])
        assert "identity" == request.headers["accept-encoding"]
        self.gegeven.append(f"token-{len(self.gegeven)}")
        goed = {"access_token": self.gegeven[-1], "token_type": "Bearer", "expires_in": self.duur}
        return self.antwoord or JSONResponse(goed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request to the magazijn through with the last token only."""
        koppen = dict(scope["headers"])
        if self.gegeven and koppen.get(b"authorization") == f"Bearer {self.gegeven[-1]}".encode():
            await self.app(scope, receive, send)
        else:
            await Response(status_code=401)(scope, receive, send)


@contextmanager
def serve_tls(app: ASGIApp, uitgever: Uitgever) -> Iterator[str]:
    """Serve an application over TLS, only to who has a certificate of the same uitgever."""
    paar = uitgever.issue("server")
    server = uvicorn.Server(
        uvicorn.Config(
            app, port=0, log_config=None, lifespan="off", ssl_certfile=paar.certificaat,
            ssl_keyfile=paar.sleutel, ssl_ca_certs=str(uitgever.bestand), ssl_cert_reqs=ssl.CERT_REQUIRED,
        )
    )  # fmt: skip
    draad = Thread(target=server.run, daemon=True)
    draad.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"https://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        draad.join()


def deliver(url: str, **anders: Any) -> Ontvangst | OutboxError:  # noqa: ANN401 - any setting
    """Deliver one letter and give what came of it."""
    instellingen = Fbsinstellingen(url=url, oin=OIN, geduld=timedelta(seconds=5), **anders)
    with FbsKanaal(instellingen, Nepklok()) as kanaal:
        (uitkomst,) = kanaal.deliver([make_opdracht(make_zending(1))], make_bron())
        return uitkomst.resultaat


@pytest.fixture
def magazijn(tmp_path: Path) -> Iterator[ASGIApp]:
    engine = make_engine(f"sqlite:///{tmp_path}/m.db", hoogstens=1)
    metadata.create_all(engine)
    yield make_app(engine, frozenset())
    engine.dispose()


@pytest.fixture
def uitgever(tmp_path: Path) -> Uitgever:
    return Uitgever(tmp_path)


class TestCertificaat:
    """Mutual TLS: both sides prove who they are, or nothing is sent."""

    def test_with_a_certificate_a_letter_arrives(self, magazijn: ASGIApp, uitgever: Uitgever) -> None:
        paar = uitgever.issue("afzender")
        eigen = Certificaat(bestand=paar.certificaat, sleutel=paar.sleutel, vertrouwd=uitgever.bestand)
        with serve_tls(magazijn, uitgever) as url:
            assert isinstance(deliver(url, tls=make_tls(eigen)), Ontvangst)

    def test_without_one_nothing_is_delivered(self, magazijn: ASGIApp, uitgever: Uitgever) -> None:
        with serve_tls(magazijn, uitgever) as url:
            assert isinstance(
                deliver(url, tls=make_tls(Certificaat(vertrouwd=uitgever.bestand))), RetryableError
            )

    def test_a_server_that_nobody_vouches_for_gets_nothing(
        self, magazijn: ASGIApp, uitgever: Uitgever, tmp_path: Path
    ) -> None:
        paar = uitgever.issue("afzender")
        vreemd = Uitgever(tmp_path, "vreemd")
        eigen = Certificaat(bestand=paar.certificaat, sleutel=paar.sleutel, vertrouwd=vreemd.bestand)
        with serve_tls(magazijn, uitgever) as url:
            assert type(deliver(url, tls=make_tls(eigen))) is UnreachableError

    def test_files_that_do_not_belong_together_are_named(self, uitgever: Uitgever) -> None:
        een, ander = uitgever.issue("een"), uitgever.issue("ander")
        with pytest.raises(InvalidToegangError, match=r"een\.pem.*ander\.key"):
            make_tls(Certificaat(bestand=een.certificaat, sleutel=ander.sleutel))


@pytest.fixture(params=["rsa", "ec"])
def sleutel(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    soort = (
        rsa.generate_private_key(65537, 2048)
        if request.param == "rsa"
        else ec.generate_private_key(ec.SECP256R1())
    )
    return write_sleutel(tmp_path / "token.key", soort)


@pytest.fixture
def tokenserver(magazijn: ASGIApp, sleutel: Path) -> Tokenserver:
    return Tokenserver(app=magazijn, publiek=load_sleutel(sleutel))


def make_bewijs(url: str, sleutel: Path, klok: Klok) -> Toegangsbewijs:
    aanvraag = Tokenaanvraag(url=f"{url}{TOKENPAD}", client="dienst-toeslagen", sleutel=sleutel)
    return Toegangsbewijs(
        aanvraag=aanvraag, klok=klok, tls=make_tls(Certificaat()), geduld=timedelta(seconds=2)
    )


def test_the_profile_service_is_shown_the_same_certificate_and_token(
    uitgever: Uitgever, sleutel: Path
) -> None:
    paar = uitgever.issue("afzender")
    tls = make_tls(Certificaat(bestand=paar.certificaat, sleutel=paar.sleutel, vertrouwd=uitgever.bestand))
    server = Tokenserver(app=Profielen(make_partij(BSNS[0], JA)), publiek=load_sleutel(sleutel))
    with serve_tls(server, uitgever) as url, serve_app(server.make_app()) as tokens:
        toegang = make_bewijs(tokens, sleutel, Nepklok())
        instellingen = Profielinstellingen(url=url, dienstverlener=NAAM, tls=tls, toegang=toegang)
        with Profieldienst(instellingen, Nepklok()) as dienst:
            (stand,) = dienst.refresh(BSNS[:1])
        with (
            Profieldienst(replace(instellingen, toegang=None), Nepklok()) as zonder,
            pytest.raises(RetryableError, match="status 401"),
        ):
            list(zonder.refresh(BSNS[:1]))

    assert stand.actief


class TestToken:
    """OAuth2 client credentials: a signed request for a token, and the token with each message."""

    def test_a_letter_goes_with_a_token(self, tokenserver: Tokenserver, sleutel: Path) -> None:
        with serve_app(tokenserver) as url, serve_app(tokenserver.make_app()) as tokens:
            assert isinstance(deliver(url, toegang=make_bewijs(tokens, sleutel, Nepklok())), Ontvangst)

    def test_a_token_serves_until_shortly_before_its_end(
        self, tokenserver: Tokenserver, sleutel: Path
    ) -> None:
        klok = Nepklok()
        with serve_app(tokenserver.make_app()) as tokens:
            bewijs = make_bewijs(tokens, sleutel, klok)
            assert bewijs.find_token() == bewijs.find_token() == "token-0"
            klok.sleep(271)
            assert bewijs.find_token() == "token-1"

    def test_a_token_that_is_refused_is_replaced_once(self, tokenserver: Tokenserver, sleutel: Path) -> None:
        with serve_app(tokenserver) as url, serve_app(tokenserver.make_app()) as tokens:
            bewijs = make_bewijs(tokens, sleutel, Nepklok())
            bewijs.find_token()
            tokenserver.gegeven.append("ingetrokken")
            assert isinstance(deliver(url, toegang=bewijs), Ontvangst)

    def test_a_letter_is_not_sent_again_with_a_new_token_when_its_claim_is_nearly_over(
        self, tokenserver: Tokenserver, sleutel: Path
    ) -> None:
        klok = Nepklok()
        opdracht = make_opdracht(make_zending(1), tot=klok.now() + timedelta(seconds=60))
        verzoeken: list[str] = []

        async def weiger_traag(scope: Scope, receive: Receive, send: Send) -> None:
            verzoeken.append(scope["path"])
            klok.sleep(50)
            await Response(status_code=401)(scope, receive, send)

        with serve_app(weiger_traag) as url, serve_app(tokenserver.make_app()) as tokens:
            toegang = make_bewijs(tokens, sleutel, klok)
            instellingen = Fbsinstellingen(url=url, oin=OIN, geduld=timedelta(seconds=15), toegang=toegang)
            with FbsKanaal(instellingen, klok) as kanaal:
                (uitkomst,) = kanaal.deliver([opdracht], make_bron())

        assert isinstance(uitkomst.resultaat, RetryableError)
        assert 1 == len(verzoeken)

    @pytest.mark.parametrize(
        "antwoord",
        [
            Response(status_code=500),
            Response("geen json"),
            Response(b"x" * 200_000),
            Response(gzip.compress(b'{"access_token": "t", "token_type": "bearer"}'), headers=GZIP),
            JSONResponse({"access_token": "t", "token_type": "mac"}),
            JSONResponse({"access_token": "a\r\nX-Ontvanger: b", "token_type": "bearer"}),
        ],
        ids=["500", "onzin", "groot", "ingepakt", "ander-soort", "regeleinde"],
    )
    def test_without_a_good_token_nothing_is_sent(
        self, tokenserver: Tokenserver, sleutel: Path, antwoord: Response
    ) -> None:
        tokenserver.antwoord = antwoord
        with serve_app(tokenserver) as url, serve_app(tokenserver.make_app()) as tokens:
            uitkomst = deliver(url, toegang=make_bewijs(tokens, sleutel, Nepklok()))

        assert type(uitkomst) is RetryableError
        assert "token" in str(uitkomst)

    def test_a_token_server_that_compresses_when_that_may_is_no_trouble(
        self, tokenserver: Tokenserver, sleutel: Path
    ) -> None:
        app = GZipMiddleware(tokenserver.make_app(), minimum_size=1)
        with serve_app(tokenserver) as url, serve_app(app) as tokens:
            assert isinstance(deliver(url, toegang=make_bewijs(tokens, sleutel, Nepklok())), Ontvangst)

    def test_a_token_server_that_is_away_is_tried_again_later(self, sleutel: Path) -> None:
        with pytest.raises(RetryableError, match="niet bereikbaar"):
            make_bewijs(f"http://127.0.0.1:{find_poort()}", sleutel, Nepklok()).find_token()

    def test_no_secret_shows(self, tokenserver: Tokenserver, sleutel: Path) -> None:
        with serve_app(tokenserver.make_app()) as tokens:
            bewijs = make_bewijs(tokens, sleutel, Nepklok())
            bewijs.find_token()

        assert "token-0" not in repr(bewijs)
        assert "PRIVATE" not in repr(bewijs)

    def test_a_key_that_is_none_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "leeg.key").write_text("niets")
        with pytest.raises(InvalidToegangError, match=r"leeg\.key"):
            make_bewijs("http://127.0.0.1:1", tmp_path / "leeg.key", Nepklok())
