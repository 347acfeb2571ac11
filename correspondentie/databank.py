"""The one place where the database is opened: a SQLite file in the data folder, or a PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import URL, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from correspondentie.errors import CannotStartError
from correspondentie.migraties import migrate
from correspondentie.settings import Settings
from correspondentie.werkmap import Datamap
from outbox.database import make_engine

INSTELLING = "CORRESPONDENTIE_DATABASE"

# of the database's own text nothing is shown: it holds the values of the statement, or the name of a user
_REDENEN = {
    "08": "de verbinding met de database is verbroken",
    "25006": "de database neemt alleen vragen aan en bewaart nu niets",
    "28": "de database weigert de gebruiker of het wachtwoord",
    "3D": "de database bestaat niet op de server",
    "42501": "de gebruiker mag dit niet in de database",
    "53100": "de schijf van de database is vol",
    "53200": "het geheugen van de database is vol",
    "53300": "de database heeft geen verbinding vrij",
    "53400": "de database heeft een grens van de beheerder bereikt",
    "55P03": "de database is bezet",
    "57P": "de verbinding met de database is verbroken: de server is gestopt",
}
_REST = "de database is bezet, vol of beschadigd"
# a server that refuses the connection gives no SQLSTATE, only this text
_WEIGERINGEN = {
    "password authentication failed": "28",
    "no password supplied": "28",
    "no pg_hba.conf entry": "28",
    "role": "28",
    "does not exist": "3D",
    "too many clients": "53300",
    "connection slots": "53300",
}


@contextmanager
def open_databank(datamap: Datamap, settings: Settings) -> Iterator[Engine]:
    """Open the database as long as this lasts. Raises: CannotStartError."""
    engine = make_databank(datamap, settings)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def open_bestaande(datamap: Datamap, settings: Settings) -> Iterator[Engine]:
    """Open the database in which a run was done. Raises: CannotStartError when there is none."""
    if not has_databank(datamap, settings):
        raise CannotStartError(
            f"In de map {datamap.map} is nog geen run gedaan. Verwacht is een map waarin "
            "'correspondentie maandrun' heeft gedraaid: kies die met --data."
        )
    with open_databank(datamap, settings) as engine:
        yield engine


def has_databank(datamap: Datamap, settings: Settings) -> bool:
    """Tell whether there is a database to look in; a PostgreSQL was set up on purpose."""
    return settings.database is not None or datamap.database.exists()


def make_databank(datamap: Datamap, settings: Settings) -> Engine:
    """Make an engine on the database, its tables up to date; for who keeps it to the end of the process.

    Raises: CannotStartError when it cannot be reached, refuses us, is newer than this program, or not ours.
    """
    url = settings.database or URL.create("sqlite", database=f"{datamap.database}")
    if settings.database is None:
        datamap.make()
    engine = make_engine(url)
    try:
        migrate(engine)
    except DBAPIError as fout:
        engine.dispose()
        raise CannotStartError(_explain_opening(fout, datamap, settings)) from fout
    except CannotStartError:
        engine.dispose()
        raise
    return engine


def explain_databasefout(fout: SQLAlchemyError) -> str:
    """Say in Dutch what is wrong with the database, without any value of a statement."""
    oorzaak = fout.orig if isinstance(fout, DBAPIError) else None
    if not isinstance(oorzaak, psycopg.Error):
        return _REST
    staat = oorzaak.sqlstate or _find_weigering(f"{oorzaak}")
    gevonden = [reden for begin, reden in _REDENEN.items() if staat.startswith(begin)]
    if gevonden:
        return gevonden[0]
    return _REDENEN["08"] if isinstance(oorzaak, psycopg.OperationalError) else _REST


def _find_weigering(tekst: str) -> str:
    """Find the SQLSTATE that a refused connection would have had; else that of a lost one."""
    return next((staat for deel, staat in _WEIGERINGEN.items() if deel in tekst), "08")


def _explain_opening(fout: DBAPIError, datamap: Datamap, settings: Settings) -> str:
    url = settings.database
    if url is None:
        return (
            f"De database {datamap.database} kan niet worden geopend: zij is bezet, vol of beschadigd, of "
            "de rechten kloppen niet. Controleer de schijf en de rechten, of kies een andere map met --data."
        )
    oorzaak = fout.orig
    staat = oorzaak.sqlstate if isinstance(oorzaak, psycopg.Error) else None
    if staat is None and _find_weigering(f"{oorzaak}") == "08":
        reden = "de server geeft geen antwoord"
    else:
        reden = explain_databasefout(fout)
    return (
        f"De database {url.database} op {url.host} (poort {url.port or 5432}) kan niet worden geopend: "
        f"{reden}. Controleer de server en de instelling {INSTELLING}, en geef dezelfde opdracht nog eens."
    )
