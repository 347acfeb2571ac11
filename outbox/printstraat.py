"""Paper: lots of PDFs in a folder, with a manifest, for the printer to fetch."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path

from lxml import etree

from outbox.errors import (
    OutboxError,
    PermanentError,
    RejectedZendingError,
    RetryableError,
    UncertainError,
    WithdrawnError,
)
from outbox.grenzen import is_kenmerk
from outbox.kanaal import (
    Documentbron,
    Klok,
    Opdracht,
    Terugroep,
    Terugroepuitkomst,
    Uitkomst,
    load_document,
)
from outbox.printterugroep import recall_brieven
from outbox.zending import Kanaalsoort, Ontvangst, Zending

MANIFEST = "manifest.xml"
NAMESPACE = "urn:correspondentie:printpartij:1"
_RUN = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)
_Resultaat = Ontvangst | OutboxError


class Printstraat:
    """Paper by way of a folder; a lot appears there whole or not at all, and its letters never change.

    Only the list of what is asked back, and the printer's answer, may come beside them.
    """

    soort = Kanaalsoort.PRINT
    vaste_partijen = True

    def __init__(self, map_: Path, klok: Klok, partijgrootte: int = 500) -> None:
        self._map = map_
        self._klok = klok
        self._schema = load_schema()
        self.partijgrootte = partijgrootte

    def deliver(self, partij: Sequence[Opdracht], bron: Documentbron) -> Iterator[Uitkomst]:
        """Write the lot, or confirm it when an earlier attempt had written it already.

        What was asked back is only confirmed, and left out of a lot that is still to be written.
        """
        try:
            resultaten = self._deliver_lot(partij, bron)
        except RetryableError as error:
            resultaten = dict.fromkeys(_list_kenmerken(partij), error)
        except OSError as error:
            # when the lot stands there, another attempt wrote it meanwhile: nobody may say that it did not go
            soort = UncertainError if self._find_doel(partij).exists() else RetryableError
            fout = soort(f"de map voor de printstraat is niet te gebruiken: {error.strerror}")
            resultaten = dict.fromkeys(_list_kenmerken(partij), fout)
        yield from (
            Uitkomst(kenmerk=kenmerk, resultaat=resultaat) for kenmerk, resultaat in resultaten.items()
        )

    def recall(self, partij: Sequence[Terugroep]) -> Iterator[Terugroepuitkomst]:
        """Ask the printer for letters of lots that were written, and read the answer."""
        yield from recall_brieven(self._map, partij)

    def _find_doel(self, partij: Sequence[Opdracht]) -> Path:
        return self._map / partij[0].zending.run / f"partij-{partij[0].lot!s:0>4}"

    def _deliver_lot(self, partij: Sequence[Opdracht], bron: Documentbron) -> dict[str, _Resultaat]:
        run = partij[0].zending.run
        if _RUN.fullmatch(run) is None:
            raise RetryableError(
                "de naam van de run kan geen mapnaam zijn; gebruik letters, cijfers en streepjes"
            )
        doel = self._find_doel(partij)
        resultaten: dict[str, _Resultaat] = {}
        if not doel.exists():
            resultaten |= _list_ingetrokken(partij)
            blijft = [opdracht for opdracht in partij if not opdracht.ingetrokken]
            if blijft:
                self._write_lot(doel, blijft, bron, resultaten)
        ontvangst = Ontvangst(referentie=f"{run}/{doel.name}", ontvangen_op=self._klok.now())
        bekend = read_manifest(doel / MANIFEST) if doel.exists() else {}
        for opdracht in partij:
            zending = opdracht.zending
            resultaten.setdefault(zending.kenmerk, _confirm(zending, bekend, ontvangst))
        return resultaten

    def _write_lot(
        self, doel: Path, partij: Sequence[Opdracht], bron: Documentbron, resultaten: dict[str, _Resultaat]
    ) -> None:
        """Write a lot under another name first: a lot with its own name is whole, valid and on disk."""
        tijdelijk = doel.with_name(f".{doel.name}.tmp")
        shutil.rmtree(tijdelijk, ignore_errors=True)
        tijdelijk.mkdir(parents=True)
        brieven = _write_documenten(tijdelijk, partij, bron, resultaten)
        if not brieven:
            tijdelijk.rmdir()
            return
        manifest = make_manifest(brieven, doel.name)
        self._schema.assertValid(etree.fromstring(manifest))
        _write_fsynced(tijdelijk / MANIFEST, manifest)
        _fsync_map(tijdelijk)
        tijdelijk.rename(doel)
        _fsync_map(doel.parent)


def load_schema() -> etree.XMLSchema:
    """Load the XSD that every manifest keeps to."""
    bestand = resources.files("outbox").joinpath("printpartij.xsd")
    return etree.XMLSchema(etree.fromstring(bestand.read_bytes()))


def make_manifest(brieven: Sequence[Zending], partij: str) -> bytes:
    """Make the manifest of a lot: its letters in order, each with its digest, pages and sheets.

    Shape: XML after printpartij.xsd; the same letters give the same bytes.
    """
    wortel = etree.Element(
        f"{{{NAMESPACE}}}printpartij",
        nsmap={None: NAMESPACE},  # type: ignore[dict-item] # the stubs do not know the default namespace
        run=brieven[0].run,
        partij=partij.removeprefix("partij-").lstrip("0"),
        brieven=str(len(brieven)),
        paginas=str(sum(brief.paginas for brief in brieven)),
        vellen=str(sum(brief.vellen for brief in brieven)),
    )
    for volgnummer, brief in enumerate(brieven, start=1):
        etree.SubElement(
            wortel,
            f"{{{NAMESPACE}}}brief",
            volgnummer=str(volgnummer),
            kenmerk=brief.kenmerk,
            sha256=brief.sha256,
            paginas=str(brief.paginas),
            vellen=str(brief.vellen),
        )
    return etree.tostring(wortel, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def read_manifest(bestand: Path) -> Mapping[str, str]:
    """Read which letters a lot holds.

    Shape: sha256 per kenmerk.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    wortel = etree.parse(bestand, parser).getroot()
    return {brief.get("kenmerk", ""): brief.get("sha256", "") for brief in wortel}


def _list_kenmerken(partij: Sequence[Opdracht]) -> list[str]:
    return [opdracht.zending.kenmerk for opdracht in partij]


def _list_ingetrokken(partij: Sequence[Opdracht]) -> dict[str, _Resultaat]:
    fout = WithdrawnError("de brief is ingetrokken en staat in geen partij")
    return {opdracht.zending.kenmerk: fout for opdracht in partij if opdracht.ingetrokken}


def _write_documenten(
    map_: Path, partij: Sequence[Opdracht], bron: Documentbron, resultaten: dict[str, _Resultaat]
) -> list[Zending]:
    """Write the documents of a lot; a letter that can never be printed is left out, with its reason."""
    brieven: list[Zending] = []
    for opdracht in partij:
        zending = opdracht.zending
        try:
            _check_printbaar(zending)
            _write_fsynced(map_ / f"{zending.kenmerk}.pdf", load_document(bron, zending))
        except PermanentError as error:
            resultaten[zending.kenmerk] = error
        else:
            brieven.append(zending)
    return brieven


def _check_printbaar(zending: Zending) -> None:
    if not is_kenmerk(zending.kenmerk):
        raise RejectedZendingError(
            "het kenmerk kan geen bestandsnaam zijn; gebruik letters, cijfers en streepjes"
        )
    if zending.paginas < 1 or zending.vellen < 1:
        raise RejectedZendingError("de brief heeft geen paginas of vellen; maak de brief opnieuw")


def _confirm(zending: Zending, bekend: Mapping[str, str], ontvangst: Ontvangst) -> _Resultaat:
    """Confirm a letter that stands in the manifest of its lot, with the same document."""
    if bekend.get(zending.kenmerk) == zending.sha256:
        return ontvangst
    return RetryableError(
        f"in de map {ontvangst.referentie} ligt al een andere partij; verplaats die map en bezorg opnieuw"
    )


def _write_fsynced(bestand: Path, inhoud: bytes) -> None:
    with bestand.open("wb") as stroom:
        stroom.write(inhoud)
        stroom.flush()
        os.fsync(stroom.fileno())


def _fsync_map(map_: Path) -> None:
    nummer = os.open(map_, os.O_RDONLY)
    try:
        os.fsync(nummer)
    finally:
        os.close(nummer)
