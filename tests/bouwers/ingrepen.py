"""Builders for tests of acts on a run."""

from datetime import timedelta

from sqlalchemy import Engine

from outbox.ingreep import Daad, Ingreep, Ingreepstand, Selectie
from outbox.intrekopslag import count_stand
from outbox.kanaal import Klok, Terugroep
from outbox.zending import Ontvangst
from tests.bouwers.zendingen import NU, RUN, make_zending


def make_ingreep(daad: Daad = Daad.TERUGROEPEN) -> Ingreep:
    """Make an act on the whole run."""
    return Ingreep(daad=daad, selectie=Selectie(run=RUN), wie="proef", waarom="verkeerde bijlage")


def look(engine: Engine, klok: Klok) -> Ingreepstand:
    """Count how what a recall is about stands."""
    with engine.begin() as connection:
        return count_stand(connection, make_ingreep(), klok.now())


def make_terugroep(**anders: object) -> Terugroep:
    """Make a claim on a delivered Zending; what is given replaces the default."""
    velden: dict[str, object] = {
        "zending": make_zending(),
        "ontvangst": Ontvangst(referentie="6f1c6a0e-0000-4000-8000-000000000000", ontvangen_op=NU),
        "onzeker": False,
        "attempts": 1,
        "tot": NU + timedelta(minutes=2),
    }
    return Terugroep(**(velden | anders))  # type: ignore[arg-type] # a test gives the right types
