"""The box in which results come: each is kept by its batch, and what is wrong with one is reported."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from outbox.errors import UncertainError
from outbox.globe.boek import Batch, Boek
from outbox.globe.resultaat import Oordeel, Resultaat, list_bezwaren, merge_resultaten, parse_resultaat
from outbox.globe.schemas import load_resultaatschema
from outbox.schijf import write_durably


def count_meldingen(map_: Path) -> int:
    """Count the texts for a colleague in the folder of GLOBE."""
    return sum(1 for _ in (map_ / "meldingen").glob("*.txt"))


class Postvak:
    """Results in a folder. The same result twice is kept once.

    meldingen/ holds a text for a colleague about each result that was refused, set aside or not whole, and
    the result itself where nothing can be done with it.
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
            self._tell(naam, str(error))
            return
        if bezwaren := list_bezwaren(resultaat, batch.list_bericht_ids(self._oin)):
            self._tell(naam, f"batch {batch.batch_id}", *bezwaren)
        write_durably(self._resultaten / str(batch.batch_id) / f"{naam}.xml", inhoud)

    def tell_afgekeurde(self, plek: str, reden: str) -> None:
        """Tell a colleague, once, of an answer that was set aside: where it lies, and why."""
        naam = sha256(plek.encode()).hexdigest()[:16]
        self._tell(naam, f"een uitslag ligt apart: {plek}", reden)

    def load_oordelen(self, batch: Batch) -> Mapping[UUID, Oordeel]:
        """Load all that is known of the messages of a batch; a result that was damaged since says nothing."""
        map_ = self._resultaten / str(batch.batch_id)
        bestanden = sorted(map_.glob("[!.]*.xml")) if map_.exists() else []
        resultaten = [gelezen for bestand in bestanden if (gelezen := self._read(bestand)) is not None]
        return merge_resultaten(resultaten, batch.list_bericht_ids(self._oin))

    def _read(self, bestand: Path) -> Resultaat | None:
        try:
            return parse_resultaat(bestand.read_bytes(), self._schema)
        except UncertainError as error:
            self.tell_afgekeurde(f"resultaten/{bestand.parent.name}/{bestand.name}", str(error))
            return None

    def _tell(self, naam: str, *regels: str) -> None:
        write_durably(self._meldingen / f"{naam}.txt", "".join(f"{regel}\n" for regel in regels).encode())

    def _find_batch(self, resultaat: Resultaat) -> Batch:
        if resultaat.leverancier.strip() not in ("", self._oin):
            raise UncertainError("de uitslag is voor een andere afzender")
        if not self._boek.is_bekend(resultaat.batch_id):
            raise UncertainError(f"de uitslag gaat over batch {resultaat.batch_id}, die niet is aangeboden")
        return self._boek.load_batch(resultaat.batch_id)
