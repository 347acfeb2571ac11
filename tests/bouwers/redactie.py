"""Texts on their way: written by one colleague, judged by another, and released."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from correspondentie.redactie.bestanden import load_tekst
from correspondentie.redactie.concepten import save_concept, start_concept, submit_concept
from correspondentie.redactie.stand import decide_stand
from correspondentie.redactie.versies import Basis, Handeling, Onderdeel, Soort, Tekst, Versie, Vrijgave
from correspondentie.redactie.vrijgeven import approve_versie, schedule_vrijgave
from correspondentie.settings import Settings

NU = datetime(2026, 7, 1, 8, tzinfo=UTC)
DAG = date(2026, 7, 1)
SCHRIJVER, TWEEDE, DERDE = "a.bakker", "c.de.boer", "e.visser"
SJABLONEN = Settings().sjablonen
BESCHIKKING = Onderdeel(Soort.BRIEFTYPE, "voorlopige-beschikking")
NIEUW = "Deze zin is nieuw."


@dataclass(frozen=True)
class Keuring:
    """What a controle found."""

    fouten: Sequence[str] = ()


def make_handeling(wie: str = SCHRIJVER, waarom: str = "duidelijker", now: datetime = NU) -> Handeling:
    """Make who acts, why and when."""
    return Handeling(wie, waarom, now)


def make_tekst(zin: str = NIEUW, onderdeel: Onderdeel = BESCHIKKING) -> Tekst:
    """Make the shipped text of an onderdeel with one more sentence in the letter."""
    tekst = load_tekst(SJABLONEN, onderdeel)
    return replace(tekst, brief=f"{tekst.brief}\n\n{zin}")


def submit(
    engine: Engine,
    tekst: Tekst,
    onderdeel: Onderdeel = BESCHIKKING,
    wie: str = SCHRIJVER,
    basis: str | None = None,
) -> Versie:
    """Write a text and submit it; basis is the digest of the version that it was made from."""
    concept = start_concept(engine, onderdeel, Basis(Tekst(brief="leeg"), basis), wie, NU)
    concept = save_concept(engine, concept.nummer, concept.revisie, tekst, wie, NU)
    return submit_concept(engine, concept.nummer, concept.revisie, make_handeling(wie))


def approve(engine: Engine, versie: Versie, wie: str = TWEEDE) -> Versie:
    """Let another approve it, with nothing wrong in it."""
    return approve_versie(engine, versie.digest, make_handeling(wie, "goed"), lambda versie: Keuring())


def release(engine: Engine, tekst: Tekst, onderdeel: Onderdeel = BESCHIKKING, vanaf: date = DAG) -> Vrijgave:
    """Write a text from the one that is in use by then, submit, approve and release it."""
    with engine.begin() as connection:
        basis = decide_stand(connection, vanaf).get(onderdeel)
    versie = approve(engine, submit(engine, tekst, onderdeel, basis=basis))
    return schedule_vrijgave(engine, versie.digest, vanaf, make_handeling(TWEEDE), SJABLONEN)
