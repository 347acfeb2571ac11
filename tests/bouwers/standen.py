"""What a run left behind, to hold two runs beside each other."""

import sqlite3

from correspondentie.werkplaats import Datamap

Stand = dict[str, list[tuple[object, ...]]]


def read_stand(datamap: Datamap) -> Stand:
    """Read what a run left behind: letters, ledger, zendingen, and the messages and lots that arrived."""
    vragen = {
        "brieven": "SELECT kenmerk, dossier, brieftype, sha256 FROM brieven ORDER BY 1",
        "ledger": "SELECT burger, volgnummer, kenmerk FROM mutatiebrieven ORDER BY 1, 2",
        "onderdrukt": "SELECT dossier, besluit, kind, reden FROM onderdrukt ORDER BY 1, 2, 3",
        "uitval": "SELECT bestand, regel, veld FROM uitval ORDER BY 1, 2",
        "zendingen": "SELECT kenmerk, kanaal, status, sha256 FROM zendingen ORDER BY 1, 2",
    }
    stand: Stand = {}
    with sqlite3.connect(datamap.database) as database:
        for naam, vraag in vragen.items():
            stand[naam] = database.execute(vraag).fetchall()
    with sqlite3.connect(datamap.magazijn) as database:
        stand["berichtenbox"] = database.execute("SELECT onderwerp FROM berichten ORDER BY 1").fetchall()
    stand["print"] = sorted((pad.name,) for pad in datamap.print.rglob("*.pdf"))
    return stand
