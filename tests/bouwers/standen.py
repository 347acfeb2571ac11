"""What a run left behind, to hold two runs beside each other."""

import sqlite3
from contextlib import closing

from sqlalchemy import create_engine, text

from correspondentie.werkplaats import Datamap

Stand = dict[str, list[tuple[object, ...]]]


def read_stand(datamap: Datamap, database: str | None = None) -> Stand:
    """Read what a run left behind: letters, ledger, zendingen, and the messages and lots that arrived.

    database is the URL of a PostgreSQL; None: the SQLite file in the folder.
    """
    vragen = {
        "brieven": "SELECT kenmerk, dossier, brieftype, sha256 FROM brieven",
        "ledger": "SELECT burger, volgnummer, kenmerk FROM mutatiebrieven",
        "onderdrukt": "SELECT dossier, besluit, kind, reden FROM onderdrukt",
        "uitval": "SELECT bestand, regel, veld FROM uitval",
        "zendingen": "SELECT kenmerk, kanaal, status, sha256 FROM zendingen",
    }
    engine = create_engine(database or f"sqlite:///{datamap.database}")
    with engine.connect() as connection:
        stand: Stand = {
            naam: sorted(tuple(rij) for rij in connection.execute(text(vraag)))
            for naam, vraag in vragen.items()
        }
    engine.dispose()
    with closing(sqlite3.connect(datamap.magazijn)) as magazijn:
        stand["berichtenbox"] = sorted(magazijn.execute("SELECT onderwerp FROM berichten").fetchall())
    stand["print"] = sorted((pad.name,) for pad in datamap.print.glob("*/partij-*/*.pdf"))
    return stand
