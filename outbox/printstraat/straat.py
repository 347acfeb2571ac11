"""Paper: lots of PDFs in a folder, with a manifest, for the printer to fetch."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from outbox.errors import (
    OutboxError,
    RetryableError,
    UnavailablePrintstraatError,
    UncertainError,
    WithdrawnError,
)
from outbox.kanaal import Documentbron, Klok, Opdracht, Terugroep, Terugroepuitkomst, Uitkomst
from outbox.printstraat.instellingen import Printinstellingen
from outbox.printstraat.manifest import parse_manifest
from outbox.printstraat.opdruk import LOT_HOOGSTENS
from outbox.printstraat.partij import Partij, Partijschrijver, make_partij
from outbox.printstraat.partijboek import BOEK, Boeking, Partijboek
from outbox.printstraat.terugroep import Terugroeplijsten, recall_brieven
from outbox.xmllezen import InvalidXmlError
from outbox.zending import Kanaalsoort, Ontvangst, Zending

_RUN = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)
_Resultaat = Ontvangst | OutboxError


class Printstraat:
    """Paper by way of a folder; a lot appears there whole or not at all, and its letters never change.

    Only the list of what is asked back, and the printer's answer, may come beside them.
    """

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
        """Write the lot, or confirm it when an earlier attempt had written it already.

        What was asked back is only confirmed, and left out of a lot that is still to be written.
        """
        try:
            resultaten = self._deliver_lot(partij, bron)
        except RetryableError as error:
            resultaten = _give_all(partij, error)
        except OSError as error:
            resultaten = self._explain(
                partij,
                f"de map voor de printstraat is niet te gebruiken ({error.strerror}); controleer de schijf "
                "en de rechten op die map",
            )
        yield from (
            Uitkomst(kenmerk=kenmerk, resultaat=resultaat) for kenmerk, resultaat in resultaten.items()
        )

    def recall(self, partij: Sequence[Terugroep]) -> Iterator[Terugroepuitkomst]:
        """Ask the printer for letters of lots that were written, and read the answer."""
        lijsten = Terugroeplijsten(
            map=self._map, ondertekenaar=self._instellingen.ondertekenaar, now=self._klok.now()
        )
        yield from recall_brieven(lijsten, partij)

    def _explain(self, opdrachten: Sequence[Opdracht], reden: str) -> dict[str, _Resultaat]:
        """Say of each letter that it failed; where its lot was entered, nobody knows that it did not go."""
        partij = _check_partij(opdrachten)
        staat = Partijboek(map=self._map).holds(partij.referentie)
        return {
            opdracht.zending.kenmerk: (
                UncertainError if staat or opdracht.onzeker else UnavailablePrintstraatError
            )(reden)
            for opdracht in opdrachten
        }

    def _deliver_lot(self, opdrachten: Sequence[Opdracht], bron: Documentbron) -> dict[str, _Resultaat]:
        partij, now = _check_partij(opdrachten), self._klok.now()
        boek = Partijboek(map=self._map)
        resultaten: dict[str, _Resultaat] = {}
        boeking = boek.find(partij.referentie)
        if boeking is None and not (self._map / partij.referentie).exists():
            resultaten |= _list_ingetrokken(opdrachten)
            blijft = tuple(zending for zending in partij.zendingen if zending.kenmerk not in resultaten)
            schrijver = Partijschrijver(map=self._map, instellingen=self._instellingen, bron=bron)
            if blijft:
                resultaten |= schrijver.write(replace(partij, zendingen=blijft), now)
            boeking = boek.find(partij.referentie)
        if boeking is not None:
            boek.hand_over(partij.referentie, boeking)
        bekend = _list_bekend(boeking)
        ontvangst = Ontvangst(referentie=partij.referentie, ontvangen_op=now)
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


def _list_ingetrokken(opdrachten: Sequence[Opdracht]) -> dict[str, _Resultaat]:
    fout = WithdrawnError("de brief is ingetrokken en staat in geen partij")
    return {opdracht.zending.kenmerk: fout for opdracht in opdrachten if opdracht.ingetrokken}


def _list_bekend(boeking: Boeking | None) -> Mapping[str, str]:
    """List what a lot holds; nothing when it is not ours."""
    try:
        return {} if boeking is None else parse_manifest(boeking.manifest).find_digests()
    except InvalidXmlError:
        return {}


def _give_all(partij: Sequence[Opdracht], error: RetryableError) -> dict[str, _Resultaat]:
    return {opdracht.zending.kenmerk: error for opdracht in partij}


def _confirm(zending: Zending, bekend: Mapping[str, str], ontvangst: Ontvangst) -> _Resultaat:
    """Confirm a letter that stands in the manifest of its lot, with the same document."""
    if bekend.get(zending.kenmerk) == zending.sha256:
        return ontvangst
    return RetryableError(
        f"in de map {ontvangst.referentie} ligt al een andere partij; zoek uit of de drukker die heeft, "
        f"verplaats de map, en {BOEK}/{ontvangst.referentie} als die er is, en bezorg opnieuw"
    )
