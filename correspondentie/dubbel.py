"""Finds households that stand in the input twice, in memory that does not grow with the input."""

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from correspondentie.invoer import Regel, Uitval


class _Aanvrager(msgspec.Struct):
    bsn: str


class _Huishouden(msgspec.Struct):
    toeslagjaar: int


class _Sleutels(msgspec.Struct):
    dossier: str
    huishouden: _Huishouden
    aanvrager: _Aanvrager | None = None  # what is only computed needs none


def mark_dubbele(regels: Iterable[Regel]) -> Iterator[Regel | Uitval]:
    """Turn each Regel whose dossier or aanvrager came by before into Uitval; the rest passes in order.

    One citizen gets one decision a month on each toeslagjaar: of two records the first counts, whoever
    handles it.
    """
    decoder = msgspec.json.Decoder(_Sleutels)
    gezien = sqlite3.connect("")  # a temporary file: SQLite keeps only a small cache in memory
    try:
        gezien.execute("CREATE TABLE gezien (sleutel TEXT PRIMARY KEY, plaats TEXT) WITHOUT ROWID")
        for regel in regels:
            yield _mark(regel, decoder, gezien)
    finally:
        gezien.close()


def _mark(
    regel: Regel, decoder: "msgspec.json.Decoder[_Sleutels]", gezien: sqlite3.Connection
) -> Regel | Uitval:
    try:
        sleutels = decoder.decode(regel.inhoud or b"")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return regel  # parse_dossier says what is wrong with it
    jaar = sleutels.huishouden.toeslagjaar
    paren = [("dossier", sleutels.dossier)]
    if sleutels.aanvrager is not None:
        paren.append(("aanvrager.bsn", f"{sleutels.aanvrager.bsn}/{jaar}"))
    for veld, sleutel in paren:
        plaats = _find_eerder(gezien, f"{veld}={sleutel}", f"regel {regel.nummer} van {regel.bestand}")
        if plaats is not None:
            reden = f"staat al op {plaats}; alleen die regel is behandeld. Haal een van de twee weg."
            return Uitval(bestand=regel.bestand, regel=regel.nummer, veld=veld, reden=reden)
    return regel


def _find_eerder(gezien: sqlite3.Connection, sleutel: str, plaats: str) -> str | None:
    nieuw = gezien.execute("INSERT OR IGNORE INTO gezien VALUES (?, ?)", (sleutel, plaats)).rowcount
    if nieuw:
        return None
    rij = gezien.execute("SELECT plaats FROM gezien WHERE sleutel = ?", (sleutel,)).fetchone()
    return str(rij[0])
