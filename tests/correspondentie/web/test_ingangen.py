"""Who may where: every way in against every role, and against who did not log in."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from correspondentie.web.ingangen import ROUTES
from correspondentie.web.poort import Ingang
from tests.bouwers.webwerk import ROLLEN, Bezoek, Bezoeker, Redactie

ALLEN = {"redacteur", "beoordelaar", "operateur", "beheerder"}
SAMEN = {"redacteur", "beoordelaar"}
# What was decided; the table of the program must say the same, or one of the two is wrong.
BESLOTEN: dict[str, set[str]] = {
    "GET /inloggen": set(),
    "GET /inloggen/begin": set(),
    "GET /inloggen/terug": set(),
    "POST /inloggen/demo": set(),
    "POST /uitloggen": ALLEN,
    "GET /sessie": ALLEN,
    "GET /": ALLEN,
    "GET /bouwstenen": ALLEN,
    "GET /teksten/{soort}/{naam}": ALLEN,
    "POST /teksten/{soort}/{naam}/concept": {"redacteur"},
    "GET /concepten/{nummer}": {"redacteur"},
    "POST /concepten/{nummer}/bewaar": {"redacteur"},
    "POST /concepten/{nummer}/voorbeeld": {"redacteur"},
    "POST /concepten/{nummer}/controle": {"redacteur"},
    "GET /concepten/{nummer}/keuring": {"redacteur"},
    "GET /concepten/{nummer}/indienen": {"redacteur"},
    "POST /concepten/{nummer}/indienen": {"redacteur"},
    "POST /concepten/{nummer}/weggooien": {"redacteur"},
    "GET /versies/{digest}": ALLEN,
    "GET /versies/{digest}/paginas": ALLEN,
    "GET /versies/{digest}/keuring": ALLEN,
    "GET /versies/{digest}/effect": {"redacteur", "beoordelaar", "operateur"},
    "GET /versies/{digest}/proefset.zip": ALLEN,
    "GET /teksten/{soort}/{naam}/proefset.zip": ALLEN,
    "GET /proefset": ALLEN,
    "POST /versies/{digest}/goedkeuren": {"beoordelaar"},
    "POST /versies/{digest}/terugsturen": {"beoordelaar"},
    "POST /versies/{digest}/concept": {"redacteur"},
    "POST /versies/{digest}/opmerkingen": SAMEN,
    "POST /opmerkingen/{nummer}/afhandelen": SAMEN,
    "POST /versies/{digest}/vrijgeven": {"operateur"},
    "POST /vrijgaven/{nummer}/intrekken": {"operateur"},
    "GET /vrijgeven": ALLEN,
    "GET /logboek": {"operateur", "beheerder"},
    "GET /sessies": {"beheerder"},
    "POST /sessies/beeindigen": {"beheerder"},
    "GET /beelden/{naam}.png": ALLEN,
}
INVULLING = {"soort": "brieftype", "naam": "herziening", "nummer": "999", "digest": "f" * 64}


def test_the_table_of_the_program_is_what_was_decided() -> None:
    tabel = {_name(ingang): {str(rol) for rol in ingang.rollen} for ingang in ROUTES}

    assert BESLOTEN == tabel
    assert len(ROUTES) == len(tabel)


@pytest.mark.parametrize("rol", sorted(ALLEN))
def test_a_role_comes_in_exactly_where_it_may(rol: str, redactie: Redactie, bezoek: Bezoek) -> None:
    bezoeker = bezoek(ROLLEN[rol])
    geweigerd = {naam for naam, status in _walk(bezoeker, redactie) if status == 403}

    assert {naam for naam, rollen in BESLOTEN.items() if rollen and rol not in rollen} == geweigerd


def test_who_did_not_log_in_comes_nowhere_but_to_the_log_in(redactie: Redactie, bezoek: Bezoek) -> None:
    bezoeker = bezoek()
    for ingang in ROUTES:
        antwoord = bezoeker.client.request(
            ingang.methode, _fill(ingang), headers={"Origin": redactie.url}, data={}
        )
        if ingang.rollen and ingang.methode == "GET":
            assert antwoord.headers["location"].startswith("/inloggen?terug="), ingang.pad
        elif ingang.rollen:
            assert 401 == antwoord.status_code, ingang.pad
        else:
            assert antwoord.status_code in (200, 400, 404), ingang.pad


def test_a_path_without_a_way_in_is_nowhere(bezoek: Bezoek) -> None:
    bezoeker = bezoek("hanna")

    assert 404 == bezoeker.get("/beheer").status_code
    assert 405 == bezoeker.get("/uitloggen").status_code


def _walk(bezoeker: Bezoeker, redactie: Redactie) -> Iterator[tuple[str, int]]:
    """Knock at every door; the one that ends the session last."""
    csrf = bezoeker.find_csrf()
    for ingang in sorted(ROUTES, key=lambda ingang: ingang.pad == "/uitloggen"):
        redactie.klok.pass_(timedelta(seconds=30))
        velden = {"_csrf": csrf} if ingang.methode == "POST" else None
        if ingang.pad == "/inloggen/demo":
            continue
        antwoord = bezoeker.client.request(
            ingang.methode, _fill(ingang), data=velden, headers={"Origin": redactie.url}
        )
        yield _name(ingang), antwoord.status_code


def _name(ingang: Ingang) -> str:
    return f"{ingang.methode} {ingang.pad}"


def _fill(ingang: Ingang) -> str:
    return ingang.pad.format(**INVULLING)
