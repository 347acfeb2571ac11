"""The box in which results come: each is kept by its batch, and what is wrong with one is reported."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from outbox.errors import UncertainError
from outbox.globe.boek import Batch, Boek
from outbox.globe.resultaat import Oordeel, Resultaat, list_bezwaren, merge_resultaten, parse_resultaat
from outbox.globe.schemas import load_resultaatschema
from outbox.globe.schijf import write_durably


class Postvak:
    """Results in a folder. The same result twice is kept once.

    meldingen/ holds a text for a colleague about each result that was refused or that is not whole, and the
    result itself where nothing can be done with it.
    """

    def __init__(self, map_: Path, boek: Boek, oin: str) -> None:
        self._resultaten = map_ / "resultaten"
        self._meldingen = map_ / "meldingen"
        self._boek = boek
        self._oin = oin
        self._schema = load_resultaatschema()

    def keep(self, inhoud: bytes) -> None:
        """Keep a result that came in, durably; after this the sender of it may forget it."""
        naam = sha256(inhoud).hexdigest()[:16]
        try:
            resultaat = parse_resultaat(inhoud, self._schema)
            batch = self._find_batch(resultaat)
        except UncertainError as error:
            write_durably(self._meldingen / f"{naam}.xml", inhoud)
            write_durably(self._meldingen / f"{naam}.txt", f"{error}\n".encode())
            return
        if bezwaren := list_bezwaren(resultaat, batch.list_bericht_ids(self._oin)):
            regels = [f"batch {batch.batch_id}", *bezwaren]
            write_durably(self._meldingen / f"{naam}.txt", "".join(f"{regel}\n" for regel in regels).encode())
        write_durably(self._resultaten / str(batch.batch_id) / f"{naam}.xml", inhoud)

    def load_oordelen(self, batch: Batch) -> Mapping[UUID, Oordeel]:
        """Load all that is known of the messages of a batch."""
        map_ = self._resultaten / str(batch.batch_id)
        bestanden = sorted(map_.glob("[!.]*.xml")) if map_.exists() else []
        resultaten = [parse_resultaat(bestand.read_bytes(), self._schema) for bestand in bestanden]
        return merge_resultaten(resultaten, batch.list_bericht_ids(self._oin))

    def _find_batch(self, resultaat: Resultaat) -> Batch:
        if resultaat.leverancier.strip() not in ("", self._oin):
            raise UncertainError("de uitslag is voor een andere afzender")
        if not self._boek.is_bekend(resultaat.batch_id):
            raise UncertainError(f"de uitslag gaat over batch {resultaat.batch_id}, die niet is aangeboden")
        return self._boek.load_batch(resultaat.batch_id)
