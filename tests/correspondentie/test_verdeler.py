"""Who calls workers tells when none comes."""

from pathlib import Path

import pytest

from correspondentie import opslag
from correspondentie.brok import Brok
from correspondentie.databank import open_databank
from correspondentie.invoer import Regel
from correspondentie.settings import Settings
from correspondentie.taken import make_celery
from correspondentie.verdeler import STIL, Beller, dispatch_brokken
from correspondentie.werkplaats import Datamap, Werkstart
from tests.bouwers.diensten import serve_redis
from tests.bouwers.runs import make_run
from tests.bouwers.zendingen import NU, Nepklok

REDIS = Settings(makelaar="redis://127.0.0.1:9/0")


class VerteldError(Exception):
    """What the operator was told; it ends the wait of the test."""


def give_up(regel: str) -> None:
    raise VerteldError(regel)


def test_when_no_worker_comes_the_operator_is_told(tmp_path: Path) -> None:
    klok, datamap = Nepklok(), Datamap(map=tmp_path)
    with serve_redis() as redis, open_databank(datamap, Settings()) as engine:
        settings = Settings(makelaar=redis.url)
        start = Werkstart(run=make_run(), datamap=datamap, settings=settings)
        with engine.begin() as connection:
            opslag.save_run(connection, start.run)
        brok = Brok(nummer=1, inhoud=(Regel(bestand="a", nummer=1, inhoud=b"{}"),))
        beller = Beller(make_celery(settings), klok, give_up)
        with pytest.raises(VerteldError, match="geen werker langsgekomen"):
            list(dispatch_brokken([brok], start, engine, beller))

    assert STIL <= klok.now() - NU <= 2 * STIL


def test_of_a_silence_is_told_once_and_again_after_a_sign_of_life() -> None:
    verteld: list[str] = []
    klok = Nepklok()
    beller = Beller(make_celery(REDIS), klok, verteld.append)
    gehoord = []
    for leven in (False, False, False, True, False, False):
        beller.hear(leven=leven)
        klok.moment += STIL
        gehoord.append(len(verteld))

    assert [0, 1, 1, 1, 2, 2] == gehoord
