"""One lot: its letters in order, and how it is written so that it is there whole or not at all."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from outbox.errors import PermanentError, RejectedZendingError
from outbox.grenzen import is_kenmerk
from outbox.indeling import Posttarief
from outbox.kanaal import Documentbron, load_document
from outbox.printstraat.bladen import make_blad
from outbox.printstraat.instellingen import Printinstellingen
from outbox.printstraat.kix import is_kix, make_sorteersleutel
from outbox.printstraat.manifest import MANIFEST, Manifest, Manifestbrief, make_manifest, parse_manifest
from outbox.printstraat.opdruk import (
    PAGINAS_HOOGSTENS,
    SLUITBLAD,
    VOLGNUMMER_HOOGSTENS,
    VOORBLAD,
    Velmerk,
    has_kix,
    make_opdruk,
)
from outbox.printstraat.partijboek import Partijboek
from outbox.schijf import fsync_map, write_fsynced
from outbox.zending import Zending

HANDTEKENING = f"{MANIFEST}.p7s"
OPDRUK, BLADEN = "opdruk", "bladen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Partij:
    """The letters that go to the printer together, in the order in which they go into the machine."""

    run: str
    lot: int
    zendingen: tuple[Zending, ...]

    @property
    def naam(self) -> str:
        """The name of its folder."""
        return f"partij-{self.lot:04}"

    @property
    def referentie(self) -> str:
        """Where its folder lies, and what its receipts say."""
        return f"{self.run}/{self.naam}"


def make_partij(run: str, lot: int, zendingen: Sequence[Zending]) -> Partij:
    """Put the letters of a lot in the order of the postcode."""
    volgorde = sorted(zendingen, key=lambda zending: (make_sorteersleutel(zending.kix), zending.kenmerk))
    return Partij(run=run, lot=lot, zendingen=tuple(volgorde))


@dataclass(slots=True)
class Partijschrijver:
    """Writes lots into a folder."""

    map: Path
    instellingen: Printinstellingen
    bron: Documentbron

    def write(self, partij: Partij, now: datetime) -> dict[str, PermanentError]:
        """Write a lot under another name, and enter it in the Partijboek: then it is whole and on disk.

        Shape: the letters that can never be printed are left out, and given back with the reason.
        Raises: RetryableError, OSError; nothing of the lot is then left behind.
        """
        doel = self.map / partij.referentie
        tijdelijk = doel.with_name(f".{doel.name}-{uuid4().hex}.tmp")  # another worker may think we died
        boek = Partijboek(map=self.map)
        try:
            geweigerd = self._write(partij, now, tijdelijk)
            if len(geweigerd) < len(partij.zendingen):
                boek.enter(partij.referentie, tijdelijk)
            return geweigerd
        finally:
            if not boek.holds(partij.referentie, tijdelijk.name):
                shutil.rmtree(tijdelijk, ignore_errors=True)

    def _write(self, partij: Partij, now: datetime, tijdelijk: Path) -> dict[str, PermanentError]:
        for map_ in (tijdelijk / OPDRUK, tijdelijk / BLADEN):
            map_.mkdir(parents=True)
        geweigerd: dict[str, PermanentError] = {}
        brieven = tuple(self._write_brieven(partij, tijdelijk, geweigerd))
        if brieven:
            self._write_manifest(partij, brieven, now, tijdelijk)
            for map_ in (tijdelijk / OPDRUK, tijdelijk / BLADEN, tijdelijk):
                fsync_map(map_)
        return geweigerd

    def _write_brieven(
        self, partij: Partij, map_: Path, geweigerd: dict[str, PermanentError]
    ) -> Iterator[Manifestbrief]:
        volgnummer = 1
        for zending in partij.zendingen:
            try:
                check_printbaar(zending, volgnummer)
                document = load_document(self.bron, zending)
            except PermanentError as error:
                geweigerd[zending.kenmerk] = error
                continue
            kix = zending.kix if zending.kix_ruimte and not zending.buitenland else ""
            merk = Velmerk(run=partij.run, lot=partij.lot, volgnummer=volgnummer, paginas=zending.paginas)
            opdruk = make_opdruk(merk, kix, self.instellingen.lettertype)
            write_fsynced(map_ / f"{zending.kenmerk}.pdf", document)
            write_fsynced(map_ / OPDRUK / f"{zending.kenmerk}.pdf", opdruk)
            yield Manifestbrief(
                volgnummer=volgnummer,
                kenmerk=zending.kenmerk,
                sha256=zending.sha256,
                opdruk=sha256(opdruk).hexdigest(),
                paginas=zending.paginas,
                vellen=zending.vellen,
                klasse=_find_klasse(self.instellingen.tarief, zending.vellen, partij),
                kix=has_kix(kix),
            )
            volgnummer += 1

    def _write_manifest(
        self, partij: Partij, brieven: tuple[Manifestbrief, ...], now: datetime, map_: Path
    ) -> None:
        klasse = _find_klasse(self.instellingen.tarief, max(brief.vellen for brief in brieven), partij)
        bladen = {}
        for soort, naam in ((VOORBLAD, "voorblad"), (SLUITBLAD, "sluitblad")):
            blad = make_blad(soort, partij.run, partij.lot, brieven, self.instellingen.lettertype)
            write_fsynced(map_ / BLADEN / f"{naam}.pdf", blad)
            bladen[naam] = sha256(blad).hexdigest()
        ondertekenaar = self.instellingen.ondertekenaar
        manifest = make_manifest(
            Manifest(
                run=partij.run,
                lot=partij.lot,
                klasse=klasse,
                ondertekend=ondertekenaar is not None,
                brieven=brieven,
                **bladen,
            )
        )
        parse_manifest(manifest)
        write_fsynced(map_ / MANIFEST, manifest)
        if ondertekenaar is not None:
            write_fsynced(map_ / HANDTEKENING, ondertekenaar.sign(manifest, now))


def check_printbaar(zending: Zending, volgnummer: int) -> None:
    """Refuse a letter that cannot be printed as it is.

    Raises: RejectedZendingError, which names nothing of the address.
    """
    if not is_kenmerk(zending.kenmerk):
        raise RejectedZendingError(
            "het kenmerk kan geen bestandsnaam zijn; gebruik letters, cijfers en streepjes"
        )
    if not 1 <= zending.paginas <= PAGINAS_HOOGSTENS or zending.vellen != (zending.paginas + 1) // 2:
        raise RejectedZendingError(
            f"de brief heeft {zending.paginas} pagina's op {zending.vellen} vellen; verwacht 1 tot en met "
            f"{PAGINAS_HOOGSTENS} pagina's, twee op een vel: maak de brief opnieuw"
        )
    if zending.kix and not is_kix(zending.kix):
        raise RejectedZendingError("de KIX-code is geen postcode met huisnummer; maak de brief opnieuw")
    if volgnummer > VOLGNUMMER_HOOGSTENS:
        raise RejectedZendingError(f"een partij kan {VOLGNUMMER_HOOGSTENS} brieven bevatten; neem kleinere")


def _find_klasse(tarief: Posttarief, vellen: int, partij: Partij) -> str:
    return tarief.find_klasse(vellen, buitenland=partij.zendingen[0].buitenland).naam
