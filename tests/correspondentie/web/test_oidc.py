"""Logging in with OpenID Connect, against a provider over real HTTP that can also lie."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import OctKey, RSAKey

from correspondentie.errors import CannotStartError
from correspondentie.settings import Settings
from correspondentie.web.oidc import find_rollen
from correspondentie.web.rollen import Rol
from correspondentie.web.server import Webopdracht, serve_web
from correspondentie.werkmap import Datamap
from tests.bouwers.inlogdienst import CLIENT, GEHEIM, Inlogdienst, serve_inlogdienst
from tests.bouwers.webwerk import Bezoek, Bezoeker, Redactie, Schuifklok, serve_redactie


@pytest.fixture(scope="module")
def provider() -> Iterator[Inlogdienst]:
    with serve_inlogdienst() as draait:
        yield draait


@pytest.fixture(autouse=True)
def dienst(provider: Inlogdienst) -> Inlogdienst:
    """The provider as it is when nobody lies."""
    provider.forget()
    return provider


@pytest.fixture(scope="module")
def redactie(provider: Inlogdienst, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redactie]:
    settings = Settings(oidc_uitgever=provider.url, oidc_client=CLIENT, oidc_geheim=GEHEIM)
    map_ = tmp_path_factory.mktemp("redactie")
    with serve_redactie(map_, Schuifklok(datetime.now(UTC)), settings) as draait:  # noqa: TID251 - the provider's clock is real
        provider.terugadres = f"{draait.url}/inloggen/terug"
        yield draait


def begin(bezoeker: Bezoeker, terug: str = "") -> str:
    """Begin a log-in, and give with which address the provider sends the browser back."""
    heen = bezoeker.get(f"/inloggen/begin?terug={terug}").headers["location"]
    return httpx.get(heen).headers["location"]


def test_who_is_known_comes_in_and_goes_where_they_wanted(bezoek: Bezoek) -> None:
    bezoeker = bezoek()
    antwoord = bezoeker.get(begin(bezoeker, "/vrijgeven"))

    assert "/vrijgeven" == antwoord.headers["location"]
    assert "Roos Schrijver" in bezoeker.get("/").text


def test_what_is_asked_is_unguessable_and_another_each_time(bezoek: Bezoek, dienst: Inlogdienst) -> None:
    bezoeker = bezoek()
    begin(bezoeker)
    begin(bezoeker)
    een, twee = dienst.gezien

    for naam in ("state", "nonce", "code_challenge"):
        assert een[naam] != twee[naam]
        assert len(een[naam]) >= 43


def test_the_way_back_counts_once(bezoek: Bezoek) -> None:
    bezoeker = bezoek()
    terug = begin(bezoeker)
    bezoeker.get(terug)

    assert 403 == bezoeker.get(terug).status_code


def test_the_way_back_of_another_browser_is_refused(bezoek: Bezoek) -> None:
    """An attacker cannot let a colleague come in as the attacker."""
    terug = begin(bezoek())
    slachtoffer = bezoek()
    begin(slachtoffer)

    assert 403 == slachtoffer.get(terug).status_code
    assert "sessie" not in slachtoffer.client.cookies


def test_a_way_back_that_took_too_long_is_refused(bezoek: Bezoek, redactie: Redactie) -> None:
    bezoeker = bezoek()
    terug = begin(bezoeker)
    redactie.klok.pass_(timedelta(minutes=11))

    assert 403 == bezoeker.get(terug).status_code


def test_a_way_back_that_names_another_provider_is_refused(bezoek: Bezoek, dienst: Inlogdienst) -> None:
    bezoeker = bezoek()
    terug = httpx.URL(begin(bezoeker))

    assert 403 == bezoeker.get(f"{terug.copy_set_param('iss', 'https://ander.example')}").status_code


@pytest.mark.parametrize(
    "leugen",
    [
        {"iss": "https://ander.example"},
        {"aud": "een-ander"},
        {"aud": ["redactie", "een-ander"], "azp": "een-ander"},
        {"nonce": "van-een-ander"},
        {"exp": 1},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_us_and_now_is_refused(
    leugen: dict[str, Any], bezoek: Bezoek, dienst: Inlogdienst
) -> None:
    dienst.anders = leugen
    bezoeker = bezoek()

    assert 403 == bezoeker.get(begin(bezoeker)).status_code
    assert "sessie" not in bezoeker.client.cookies


def test_a_token_of_another_key_is_refused(bezoek: Bezoek, dienst: Inlogdienst) -> None:
    dienst.tekent = RSAKey.generate_key(2048, {"kid": "een"})
    bezoeker = bezoek()

    assert 403 == bezoeker.get(begin(bezoeker)).status_code


def test_a_token_signed_with_our_own_secret_is_refused(bezoek: Bezoek, dienst: Inlogdienst) -> None:
    dienst.tekent, dienst.algoritme = OctKey.import_key(GEHEIM), "HS256"  # type: ignore[assignment]  # the lie is in its kind
    bezoeker = bezoek()

    assert 403 == bezoeker.get(begin(bezoeker)).status_code


def test_a_key_that_the_provider_renewed_counts_at_once(bezoek: Bezoek, dienst: Inlogdienst) -> None:
    eerste, tweede = bezoek(), bezoek()
    eerste.get(begin(eerste))
    dienst.sleutel = RSAKey.generate_key(2048, {"kid": "een"})

    assert 303 == tweede.get(begin(tweede)).status_code


def test_who_has_no_role_here_is_told_so(bezoek: Bezoek, dienst: Inlogdienst) -> None:
    dienst.persoon = {"sub": "u-2", "name": "Kees Kijker", "roles": ["koffie", "beheerder "]}
    bezoeker = bezoek()
    antwoord = bezoeker.get(begin(bezoeker))

    assert 403 == antwoord.status_code
    assert "geen rol" in antwoord.text


def test_two_people_of_one_name_are_two_and_a_new_name_stays_one(bezoek: Bezoek, dienst: Inlogdienst) -> None:
    een, twee, weer = bezoek(), bezoek(), bezoek()
    een.get(begin(een))
    dienst.persoon = {"sub": "u-9", "name": "Roos Schrijver", "roles": ["beheerder"]}
    twee.get(begin(twee))
    dienst.persoon = {"sub": "u-1", "name": "Roos Nieuwenaam", "roles": ["redacteur"]}
    weer.get(begin(weer))
    logboek = twee.get("/logboek").text

    assert "Roos Nieuwenaam" in weer.get("/").text
    assert "Roos Schrijver 2" in logboek
    assert "Roos Nieuwenaam" not in logboek


def test_a_provider_that_is_away_is_a_clear_message(tmp_path: Path) -> None:
    settings = Settings(oidc_uitgever="http://127.0.0.1:9", oidc_client=CLIENT, oidc_geheim=GEHEIM)
    with serve_redactie(tmp_path, settings=settings) as draait, httpx.Client(base_url=draait.url) as client:
        antwoord = client.get("/inloggen/begin")

    assert 502 == antwoord.status_code
    assert "niet bereikbaar" in antwoord.text


def test_the_demo_log_in_is_not_there_beside_a_provider(bezoek: Bezoek) -> None:
    bezoeker = bezoek()

    assert "Als wie" not in bezoeker.get("/inloggen").text
    assert 404 == bezoeker.post("/inloggen/demo", {"wie": "roos"}).status_code


def test_roles_are_found_deep_in_what_the_provider_says() -> None:
    claims = {"realm_access": {"roles": ["redacteur", "offline_access"]}, "rol": "operateur"}

    assert frozenset({Rol.REDACTEUR}) == find_rollen(claims, "realm_access.roles")
    assert frozenset({Rol.OPERATEUR}) == find_rollen(claims, "rol")
    assert frozenset() == find_rollen(claims, "realm_access.roles.meer")


@pytest.mark.parametrize(
    ("demo", "anders"),
    [
        (True, {"oidc_uitgever": "https://inlog.example"}),
        (True, {"web_adres": "https://redactie.example"}),
        (True, {"fbs_url": "https://fbs.example"}),
        (False, {}),
    ],
)
def test_a_demo_is_only_here_and_without_one_there_is_a_provider(
    demo: bool, anders: dict[str, str], tmp_path: Path
) -> None:
    settings = replace(Settings(), **anders)  # type: ignore[arg-type]  # each is a text
    opdracht = Webopdracht(
        settings=settings, datamap=Datamap(map=tmp_path), klok=Schuifklok(), poort=0, demo=demo
    )

    with pytest.raises(CannotStartError, match="--demo"), serve_web(opdracht):
        pass
