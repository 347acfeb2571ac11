"""Which texts a run is made with: chosen by its dagtekening, written down when it begins, and a folder."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, delete, select

from correspondentie.opslag import save_rijen
from correspondentie.redactie.bestanden import keep_inhoud, load_tekst, load_teksten, make_inhoud
from correspondentie.redactie.tabellen import standen
from correspondentie.redactie.versieopslag import find_teksten, list_vrijgaven
from correspondentie.redactie.versies import Basis, Onderdeel, Soort, Tekst, Vrijgave
from correspondentie.werkmap import Datamap

# Per onderdeel the digest of its version; what is not in it comes from the shipped files.
Stand = Mapping[Onderdeel, str]


def list_in_gebruik(connection: Connection, dag: date) -> dict[Onderdeel, Vrijgave]:
    """List which release counts for a letter of this day, per onderdeel that has one."""
    gevonden: dict[Onderdeel, Vrijgave] = {}
    for vrijgave in list_vrijgaven(connection):
        if vrijgave.intrekking is None and vrijgave.vanaf <= dag:
            gevonden.setdefault(vrijgave.onderdeel, vrijgave)
    return gevonden


def decide_stand(connection: Connection, dagtekening: date) -> Stand:
    """Decide with which versions letters of this day are made."""
    return {
        onderdeel: vrijgave.digest for onderdeel, vrijgave in list_in_gebruik(connection, dagtekening).items()
    }


def pin_stand(connection: Connection, run: str, stand: Stand) -> None:
    """Write down that this run is made with these versions, whatever is released later."""
    rijen = [
        {"run": run, "soort": onderdeel.soort.value, "naam": onderdeel.naam, "digest": digest}
        for onderdeel, digest in sorted(stand.items())
    ]
    save_rijen(connection, standen, rijen)


def unpin_stand(connection: Connection, run: str) -> None:
    """Forget the versions of a run that stored nothing yet."""
    connection.execute(delete(standen).where(standen.c.run == run))


def find_stand(connection: Connection, run: str) -> Stand:
    """Find with which versions a run is made; empty: with the shipped files alone."""
    rijen = connection.execute(select(standen).where(standen.c.run == run))
    return {Onderdeel(Soort(rij.soort), rij.naam): rij.digest for rij in rijen}


def materialise_stand(connection: Connection, stand: Stand, sjablonen: Path, datamap: Datamap) -> Path:
    """Make the folder with which letters of this stand are made: the shipped one, with the texts replaced.

    Shape: <data>/sjablonen/<digest>, or the shipped folder itself when the stand is empty.
    Raises: UnknownOnderdeelError, InvalidSjabloonError, CannotStartError.
    """
    if not stand:
        return sjablonen
    teksten = find_teksten(connection, list(stand.values()))
    return keep_inhoud(make_inhoud(sjablonen, teksten), datamap.sjablonen)


def load_in_gebruik(connection: Connection, sjablonen: Path, dag: date) -> dict[Onderdeel, Tekst]:
    """Load every text with which letters of this day are made. Raises: InvalidSjabloonError."""
    teksten = load_teksten(sjablonen)
    return teksten | find_teksten(connection, list(decide_stand(connection, dag).values()))


def find_basis(connection: Connection, onderdeel: Onderdeel, sjablonen: Path, dag: date) -> Basis:
    """Find the text that is in use on a day: what a new concept begins from, and is compared with.

    Raises: UnknownOnderdeelError when there is neither a release nor a file.
    """
    vrijgave = list_in_gebruik(connection, dag).get(onderdeel)
    if vrijgave is None:
        return Basis(load_tekst(sjablonen, onderdeel))
    return Basis(find_teksten(connection, [vrijgave.digest])[onderdeel], vrijgave.digest)
