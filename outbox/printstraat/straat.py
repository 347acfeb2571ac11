"""Paper: lots of PDFs in a folder, with a manifest, for the printer to fetch."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from outbox.errors import OutboxError, RetryableError
from outbox.kanaal import Documentbron, Klok, Opdracht, Uitkomst
from outbox.printstraat.instellingen import Printinstellingen
from outbox.printstraat.manifest import MANIFEST, read_manifest
from outbox.printstraat.opdruk import LOT_HOOGSTENS
from outbox.printstraat.partij import Partij, Partijschrijver, make_partij
from outbox.xmllezen import InvalidXmlError
from outbox.zending import Kanaalsoort, Ontvangst, Zending

_RUN = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)
_Resultaat = Ontvangst | OutboxError


class Printstraat:
    """Paper by way of a folder; a lot appears there whole or not at all, and never changes afterwards."""

    soort = Kanaalsoort.PRINT
    vaste_partijen = True

    def __init__(
        self,
        map_: Path,
        klok: Klok,
        partijgrootte: int = 500,
        instellingen: Printinstellingen | None = None,
    ) -> None:
        self._map = map_
        self._klok = klok
        self._instellingen = instellingen or Printinstellingen()
        self.partijgrootte = partijgrootte
        self.indeling = self._instellingen.indeling

    def deliver(self, partij: Sequence[Opdracht], bron: Documentbron) -> Iterator[Uitkomst]:
        """Write the lot, or confirm it when an earlier attempt had written it already."""
        try:
            resultaten = self._deliver_lot(partij, bron)
        except RetryableError as error:
            resultaten = _give_all(partij, error)
        except OSError as error:
            fout = RetryableError(f"de map voor de printstraat is niet te gebruiken: {error.strerror}")
            resultaten = _give_all(partij, fout)
        yield from (
            Uitkomst(kenmerk=kenmerk, resultaat=resultaat) for kenmerk, resultaat in resultaten.items()
        )

    def _deliver_lot(self, opdrachten: Sequence[Opdracht], bron: Documentbron) -> dict[str, _Resultaat]:
        partij = _check_partij(opdrachten)
        doel, now = self._map / partij.run / partij.naam, self._klok.now()
        resultaten: dict[str, _Resultaat] = {}
        if not doel.exists():
            schrijver = Partijschrijver(map=self._map, instellingen=self._instellingen, bron=bron)
            resultaten |= schrijver.write(partij, now)
        bekend = _read_bekend(doel / MANIFEST) if doel.exists() else {}
        ontvangst = Ontvangst(referentie=f"{partij.run}/{partij.naam}", ontvangen_op=now)
        for zending in partij.zendingen:
            resultaten.setdefault(zending.kenmerk, _confirm(zending, bekend, ontvangst))
        return resultaten


def _check_partij(opdrachten: Sequence[Opdracht]) -> Partij:
    """Raises: RetryableError when the lot cannot have a folder, or a mark on its sheets."""
    run, lot = opdrachten[0].zending.run, opdrachten[0].lot or 0
    if _RUN.fullmatch(run) is None:
        raise RetryableError(
            "de naam van de run kan geen mapnaam zijn; gebruik letters, cijfers en streepjes"
        )
    if not 1 <= lot <= LOT_HOOGSTENS:
        raise RetryableError(f"het nummer van de partij is {lot}; verwacht 1 tot en met {LOT_HOOGSTENS}")
    return make_partij(run, lot, [opdracht.zending for opdracht in opdrachten])


def _read_bekend(manifest: Path) -> Mapping[str, str]:
    """Read what a lot holds; nothing when it is not ours."""
    try:
        return read_manifest(manifest).find_digests()
    except InvalidXmlError:
        return {}


def _give_all(partij: Sequence[Opdracht], error: RetryableError) -> dict[str, _Resultaat]:
    return {opdracht.zending.kenmerk: error for opdracht in partij}


def _confirm(zending: Zending, bekend: Mapping[str, str], ontvangst: Ontvangst) -> _Resultaat:
    """Confirm a letter that stands in the manifest of its lot, with the same document."""
    if bekend.get(zending.kenmerk) == zending.sha256:
        return ontvangst
    return RetryableError(
        f"in de map {ontvangst.referentie} ligt al een andere partij; verplaats die map en bezorg opnieuw"
    )
