"""Acts of a colleague on a run: hold it still, go on, cancel or recall (a part of) it, and read the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from correspondentie import opslag
from correspondentie.afronden import Omgeving
from correspondentie.bezorging import make_werkplek, open_kanalen
from correspondentie.breekpunt import Breekpunt, make_bereik
from correspondentie.databank import open_bestaande
from correspondentie.errors import CannotStartError
from correspondentie.mutatieregels import close_ingetrokkene
from correspondentie.rapport.bestanden import write_lijst
from correspondentie.settings import Settings
from correspondentie.werkplaats import Datamap, Werkstart
from outbox.grenzen import is_kenmerk
from outbox.ingreep import Daad, Ingreep, Ingreepstand, Selectie
from outbox.ingrijpen import intervene
from outbox.intrekopslag import count_stand, list_weigeringen
from outbox.logboek import Breuk, Logregel, find_laatste, list_logboek, verify_logboek
from outbox.terugroepen import settle_intrekkingen
from outbox.zending import Kanaalsoort

LIJST_BYTES = 256 * 1024 * 1024
INTREKKEN = (Daad.ANNULEREN, Daad.TERUGROEPEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Deel:
    """Which part of a run a colleague means: at most one of a file with kenmerken and a brieftype."""

    kanaal: Kanaalsoort | None = None
    bestand: Path | None = None
    brieftype: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ingreepuitkomst:
    """What an act came to: its line in the logboek, how the zendingen stand, and the mutaties it closed.

    lijst holds what could not be done, zending by zending; None when there is nothing in it.
    """

    ingreep: Ingreep
    regel: Logregel
    stand: Ingreepstand
    gesloten: int
    lijst: Path | None


def make_selectie(datamap: Datamap, settings: Settings, run: str, deel: Deel) -> Selectie:
    """Make the part of a run that a colleague means.

    Raises: CannotStartError when there is no such run, brieftype or file, or a line of it is no kenmerk.
    """
    if deel.bestand is not None and deel.brieftype is not None:
        raise CannotStartError("Kies kenmerken uit een bestand, of een brieftype; niet allebei.")
    with open_bestaande(datamap, settings) as engine, engine.begin() as connection:
        if opslag.find_run(connection, run) is None:
            bekend = ", ".join(bekende.run for bekende in opslag.list_runs(connection)) or "geen"
            raise CannotStartError(f"Er is geen run '{run}' in {datamap.map}. Bekende runs: {bekend}.")
        kenmerken = None
        if deel.brieftype is not None:
            kenmerken = opslag.list_kenmerken(connection, run, deel.brieftype)
            if not kenmerken:
                raise CannotStartError(
                    f"In run {run} zijn geen brieven van brieftype '{deel.brieftype}'. Controleer de naam in "
                    "het rapport van de run."
                )
    if deel.bestand is not None:
        kenmerken = load_kenmerken(deel.bestand)
    return Selectie(run=run, kanaal=deel.kanaal, kenmerken=kenmerken)


def load_kenmerken(bestand: Path) -> frozenset[str]:
    """Load kenmerken from a file, one on a line; empty lines do not count.

    Raises: CannotStartError.
    """
    try:
        with bestand.open("rb") as stroom:
            inhoud = stroom.read(LIJST_BYTES + 1)
    except OSError as fout:
        raise CannotStartError(
            f"Het bestand {bestand} kan niet worden gelezen (foutcode {fout.errno}). Controleer het pad."
        ) from fout
    if len(inhoud) > LIJST_BYTES:
        raise CannotStartError(
            f"Het bestand {bestand} is te groot; kies een deel met --kanaal of --brieftype."
        )
    kenmerken = set()
    for nummer, regel in enumerate(inhoud.decode("utf-8-sig", "replace").splitlines(), start=1):
        kenmerk = regel.strip().upper()
        if kenmerk and not is_kenmerk(kenmerk):
            raise CannotStartError(
                f"Regel {nummer} van {bestand} is geen kenmerk. Verwacht is een kenmerk per regel, zoals het "
                "op de brief staat."
            )
        kenmerken.add(kenmerk)
    if not kenmerken - {""}:
        raise CannotStartError(f"In {bestand} staat geen enkel kenmerk. Verwacht is een kenmerk per regel.")
    return frozenset(kenmerken - {""})


def intervene_run(datamap: Datamap, ingreep: Ingreep, omgeving: Omgeving) -> Ingreepuitkomst:
    """Do an act on a run, and bring what was asked back to rest.

    Given once more, it goes on where an earlier one was broken off. Others may be delivering meanwhile.
    Raises: OutboxError when who or why may not stand in the logboek; CannotStartError.
    """
    with open_bestaande(datamap, omgeving.settings) as engine:
        return _do(datamap, engine, ingreep, omgeving)


def _do(datamap: Datamap, engine: Engine, ingreep: Ingreep, omgeving: Omgeving) -> Ingreepuitkomst:
    regel = intervene(engine, ingreep, omgeving.klok.now())
    make_bereik(omgeving.settings.breekpunt)(Breekpunt.INGREEP_GEDAAN)
    gesloten = 0
    if ingreep.daad in INTREKKEN:
        gesloten = _settle(datamap, engine, ingreep, omgeving)
    now = omgeving.klok.now()
    doel = datamap.map / ingreep.selectie.run / f"ingreep-{regel.nummer}.jsonl"
    with engine.begin() as connection:
        stand = count_stand(connection, ingreep, now)
        mist = stand.geweigerd or stand.wachtend
        if mist:
            write_lijst(list_weigeringen(connection, ingreep, now), doel)
    return Ingreepuitkomst(
        ingreep=ingreep, regel=regel, stand=stand, gesloten=gesloten, lijst=doel if mist else None
    )


def _settle(datamap: Datamap, engine: Engine, ingreep: Ingreep, omgeving: Omgeving) -> int:
    """Bring what was asked back to rest, and close the mutaties that cannot be announced any more."""
    with engine.begin() as connection:
        wacht = count_stand(connection, ingreep, omgeving.klok.now()).wachtend
    if wacht:
        werkplek = make_werkplek(_make_start(datamap, engine, ingreep, omgeving), engine, omgeving.klok)
        with open_kanalen(omgeving.settings, datamap, omgeving.klok) as kanalen:
            settle_intrekkingen(werkplek, ingreep.selectie.run, kanalen)
    with engine.begin() as connection:
        return close_ingetrokkene(connection)


def _make_start(datamap: Datamap, engine: Engine, ingreep: Ingreep, omgeving: Omgeving) -> Werkstart:
    with engine.begin() as connection:
        run = opslag.find_run(connection, ingreep.selectie.run)
    assert run is not None  # a Selectie is made of a run that there is
    return Werkstart(run=run, datamap=datamap, settings=omgeving.settings)


def list_daden(datamap: Datamap, settings: Settings, run: str | None) -> Iterator[Logregel]:
    """List the acts in the logboek, of one run or of all. Raises: CannotStartError."""
    with open_bestaande(datamap, settings) as engine, engine.begin() as connection:
        yield from list_logboek(connection, run)


def verify_daden(
    datamap: Datamap, settings: Settings, zegel: str | None
) -> tuple[int, str | None, tuple[Breuk, ...]]:
    """Verify the whole logboek, against a zegel of before when there is one.

    Shape: how many lines there are, the zegel to keep (None when empty), and what is wrong.
    Raises: OutboxError when the zegel is none; CannotStartError.
    """
    with open_bestaande(datamap, settings) as engine, engine.begin() as connection:
        aantal = sum(1 for _ in list_logboek(connection))
        laatste = find_laatste(connection)
        breuken = verify_logboek(connection, zegel)
    return aantal, None if laatste is None else laatste.zegel, breuken
