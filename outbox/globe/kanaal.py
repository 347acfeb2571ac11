"""The Berichtenbox by way of GLOBE: batches out, results later.

A batch is handed over and answered at some other moment; until then its letters are uncertain. What was made
and offered stands in the book on disk, so that any later attempt, by any worker, looks for the result first.
Only when none came for long enough is the same batch offered once more: GLOBE knows the messages by their
numbers, and says BerichtBestaatAl of those it has.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, groupby
from tempfile import TemporaryFile
from uuid import UUID

import msgspec

from outbox.errors import (
    OutboxError,
    PendingError,
    RetryableError,
    UncertainError,
    UnresolvableError,
    WithdrawnError,
)
from outbox.globe.batch import Spoel, Stuk, check_batch, split_batches
from outbox.globe.boek import Batch, Boek, list_laatste, make_partijnaam
from outbox.globe.instellingen import BERICHTEN, Globeinstellingen
from outbox.globe.nummers import make_batch_id, make_bericht_id
from outbox.globe.postvak import Postvak
from outbox.globe.resultaat import BEZORGD, Oordeel, make_error
from outbox.globe.schemas import load_verzoekschema
from outbox.globe.uitwisseling import Uitwisseling
from outbox.kanaal import Documentbron, Klok, Opdracht, Uitkomst, is_verlopen, load_document, make_verlopen
from outbox.zending import Kanaalsoort, Ontvangst


@dataclass(frozen=True, kw_only=True, slots=True)
class _Partij:
    """A partij at one attempt: all its batches, and what kept the results from being read in full."""

    naam: str
    opdrachten: Sequence[Opdracht]
    batches: Sequence[Batch]
    oordelen: Mapping[UUID, Mapping[UUID, Oordeel]]
    ophaalfout: OutboxError | None


class GlobeKanaal:
    """The Berichtenbox over GLOBE; it owns a folder, and hands batches to an Uitwisseling."""

    soort = Kanaalsoort.BERICHTENBOX
    partijgrootte = BERICHTEN
    vaste_partijen = True

    def __init__(self, instellingen: Globeinstellingen, uitwisseling: Uitwisseling, klok: Klok) -> None:
        self._instellingen = instellingen
        self._uitwisseling = uitwisseling
        self._klok = klok
        self._schema = load_verzoekschema()
        self._boek = Boek(instellingen.map_)
        self._postvak = Postvak(instellingen.map_, self._boek, instellingen.oin)

    def deliver(self, partij: Sequence[Opdracht], bron: Documentbron) -> Iterator[Uitkomst]:
        """Look for results of what was offered before, and offer the rest."""
        open_ = {opdracht.zending.kenmerk: opdracht for opdracht in partij}
        try:
            for uitkomst in self._deliver_partij(partij, bron):
                del open_[uitkomst.kenmerk]
                yield uitkomst
        except OSError as error:
            fout = f"de map van GLOBE is niet te gebruiken: {error.strerror}; controleer de schijf"
            yield from _make_uitkomsten(open_, UncertainError(fout))
        except UncertainError as error:
            yield from _make_uitkomsten(open_, error)

    def _deliver_partij(self, opdrachten: Sequence[Opdracht], bron: Documentbron) -> Iterator[Uitkomst]:
        naam = make_partijnaam(opdrachten[0])
        ophaalfout = self._collect()
        batches = self._boek.list_batches(naam)
        partij = _Partij(
            naam=naam,
            opdrachten=opdrachten,
            batches=batches,
            oordelen={batch.batch_id: self._postvak.load_oordelen(batch) for batch in batches},
            ophaalfout=ophaalfout,
        )
        self._clear_afgedane(partij)
        bezorgd = self._find_bezorgde(partij)
        for kenmerk, ontvangst in bezorgd.items():
            yield Uitkomst(kenmerk=kenmerk, resultaat=ontvangst)
        open_ = [opdracht for opdracht in opdrachten if opdracht.zending.kenmerk not in bezorgd]
        onderweg = sorted(list_laatste(batches, open_), key=lambda paar: paar[0].batch_id)
        for batch, paren in groupby(onderweg, key=lambda paar: paar[0]):
            yield from self._look(partij, batch, [opdracht for _, opdracht in paren])
        bekend = {opdracht.zending.kenmerk for _, opdracht in onderweg}
        nieuw = [opdracht for opdracht in open_ if opdracht.zending.kenmerk not in bekend]
        weg = [opdracht.zending.kenmerk for opdracht in nieuw if opdracht.ingetrokken]
        yield from _make_uitkomsten(
            weg, WithdrawnError("de zending is ingetrokken en ging in geen batch mee")
        )
        yield from self._send_nieuwe(partij, [o for o in nieuw if not o.ingetrokken], bron)

    def _collect(self) -> OutboxError | None:
        """Collect what results there are, and tell why it may not be all."""
        try:
            alles = self._uitwisseling.collect(self._postvak.keep, self._postvak.tell_afgekeurde)
        except RetryableError as error:
            return error
        return None if alles else PendingError("er wachten nog meer uitslagen van GLOBE")

    def _make_bericht_id(self, opdracht: Opdracht) -> UUID:
        return make_bericht_id(self._instellingen.oin, opdracht.zending.kenmerk)

    def _clear_afgedane(self, partij: _Partij) -> None:
        """Clear away the batches of which every letter has its result: the documents are in the archive."""
        for batch in partij.batches:
            if len(partij.oordelen[batch.batch_id]) == len(batch.kenmerken):
                self._boek.clear_bestand(batch)

    def _find_bezorgde(self, partij: _Partij) -> Mapping[str, Ontvangst]:
        """Find the letters that some result of some batch says were delivered."""
        bezorgd: dict[str, Ontvangst] = {}
        for opdracht in partij.opdrachten:
            kenmerk = opdracht.zending.kenmerk
            bericht_id = self._make_bericht_id(opdracht)
            for oordelen in partij.oordelen.values():
                oordeel = oordelen.get(bericht_id)
                if oordeel is not None and oordeel.code in BEZORGD:
                    bezorgd[kenmerk] = Ontvangst(
                        referentie=str(bericht_id), ontvangen_op=oordeel.ontvangen_op
                    )
        return bezorgd

    def _look(self, partij: _Partij, batch: Batch, opdrachten: Sequence[Opdracht]) -> Iterator[Uitkomst]:
        """Tell what became of letters of a batch that were not delivered, and wait on for the others."""
        if batch.aangeboden_op is None and any(opdracht.ingetrokken for opdracht in opdrachten):
            # it never left, and may not leave with what was asked back: the others get a batch without it
            self._boek.withdraw_batch(batch)
            kenmerken = [opdracht.zending.kenmerk for opdracht in opdrachten]
            fout = RetryableError("de batch wordt opnieuw gemaakt zonder wat is ingetrokken")
            yield from _make_uitkomsten(kenmerken, fout)
            return
        oordelen = partij.oordelen[batch.batch_id]
        nummers = {o.zending.kenmerk: self._make_bericht_id(o) for o in opdrachten}
        mislukt = {kenmerk: oordelen[nummer] for kenmerk, nummer in nummers.items() if nummer in oordelen}
        if mislukt:
            # first in the book: what was told may go in another batch, whatever dies between here and there
            batch = msgspec.structs.replace(batch, gemeld=batch.gemeld | mislukt.keys())
            self._boek.save_batch(batch)
        for kenmerk, oordeel in mislukt.items():
            yield Uitkomst(kenmerk=kenmerk, resultaat=make_error(oordeel.code))
        wachtend = [kenmerk for kenmerk in nummers if kenmerk not in mislukt]
        if wachtend:
            yield from _make_uitkomsten(wachtend, self._wait(partij, batch, opdrachten[0].tot))

    def _wait(self, partij: _Partij, batch: Batch, tot: datetime) -> OutboxError:
        """Decide how to go on waiting for a result: on, or offer the batch again, or until a later run."""
        if batch.aangeboden_op is None:
            if any(is_verlopen(opdracht) for opdracht in partij.opdrachten):
                return self._withdraw(batch, RetryableError("deze batch moet eerst opnieuw worden gemaakt"))
            return self._offer(batch, tot)
        gewacht = self._klok.now() - batch.aangeboden_op
        if gewacht >= self._instellingen.herzendtermijn and partij.ophaalfout is None:
            return self._offer(batch, tot)
        if gewacht >= self._instellingen.wachttermijn:
            return UnresolvableError(
                f"batch {batch.batch_id} is aangeboden, maar er is nog geen uitslag; bezorg later opnieuw"
            )
        uitstel = max(self._instellingen.kijkwachttijd, gewacht / 2)
        reden = "" if partij.ophaalfout is None else f" ({partij.ophaalfout})"
        return PendingError(f"aangeboden aan GLOBE; de uitslag komt nog{reden}", retry_after=uitstel)

    def _send_nieuwe(
        self, partij: _Partij, opdrachten: Sequence[Opdracht], bron: Documentbron
    ) -> Iterator[Uitkomst]:
        """Make batches of letters that are in none, and offer them."""
        if not opdrachten:
            return
        self._instellingen.map_.mkdir(parents=True, exist_ok=True)
        with Spoel(TemporaryFile(dir=self._instellingen.map_), self._instellingen) as spoel:
            stukken: list[Stuk] = []
            for opdracht in opdrachten:
                zending = opdracht.zending
                try:
                    if is_verlopen(opdracht):
                        raise make_verlopen()
                    stukken.append(spoel.add(zending, load_document(bron, zending), self._klok.now()))
                except OutboxError as error:
                    yield Uitkomst(kenmerk=zending.kenmerk, resultaat=error)
            batches = split_batches(stukken, self._instellingen.batch_bytes, self._instellingen.oin)
            for nummer, deel in enumerate(batches, start=len(partij.batches)):
                kenmerken = tuple(stuk.zending.kenmerk for stuk in deel)
                batch = self._make_batch(partij, nummer, kenmerken)
                spoel.write_batch(
                    self._boek.find_bestand(batch.batch_id), deel, batch.batch_id, self._klok.now()
                )
                self._boek.save_batch(batch)
                yield from _make_uitkomsten(kenmerken, self._offer(batch, opdrachten[0].tot))

    def _make_batch(self, partij: _Partij, nummer: int, kenmerken: tuple[str, ...]) -> Batch:
        """Make a batch with a number of its own: what was answered is not offered under the same one."""
        nummers = (make_batch_id(self._instellingen.oin, kenmerken, ronde) for ronde in count())
        batch_id = next(n for n in nummers if not self._boek.is_bekend(n))
        return Batch(batch_id=batch_id, partij=partij.naam, nummer=nummer, kenmerken=kenmerken)

    def _offer(self, batch: Batch, tot: datetime) -> OutboxError:
        """Offer a batch, valid as it is, and tell how it went: never more than that its result is to come."""
        now = self._klok.now()
        bestand = self._boek.find_bestand(batch.batch_id)
        if now + self._instellingen.zendtijd > tot:
            return self._withdraw(batch, RetryableError("de tijd van deze partij is bijna om"))
        if not bestand.exists():
            return UnresolvableError(
                f"batch {batch.batch_id} is weg uit de map van GLOBE; "
                "vraag de Berichtenbox of hij is aangekomen"
            )
        aangeboden = msgspec.structs.replace(batch, aangeboden_op=now)
        try:
            check_batch(bestand, self._schema)
            # first in the book: a batch of which nobody knows whether it left counts as offered
            self._boek.save_batch(aangeboden)
            self._uitwisseling.send(batch.batch_id, bestand)
        except UnresolvableError as error:
            self._boek.save_batch(batch)
            return error
        except UncertainError as error:
            return error
        except RetryableError as error:
            return self._withdraw(batch, error)
        return PendingError(
            "aangeboden aan GLOBE; de uitslag komt nog", retry_after=self._instellingen.kijkwachttijd
        )

    def _withdraw(self, batch: Batch, error: RetryableError) -> OutboxError:
        """Take back what certainly did not leave now, unless it was offered before."""
        if batch.aangeboden_op is None:
            self._boek.withdraw_batch(batch)
            return error
        self._boek.save_batch(batch)
        return UncertainError(str(error), retry_after=error.retry_after)


def _make_uitkomsten(kenmerken: Iterable[str], fout: OutboxError) -> Iterator[Uitkomst]:
    """Give each of these letters the same outcome."""
    return (Uitkomst(kenmerk=kenmerk, resultaat=fout) for kenmerk in tuple(kenmerken))
