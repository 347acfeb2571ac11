"""A batch of GLOBE: cut by number and by bytes, written as a stream, and checked against the official XSD."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from uuid import UUID

from lxml import etree

from outbox.errors import UnresolvableError
from outbox.globe.bericht import BERICHT, check_bericht, format_moment, make_bericht
from outbox.globe.instellingen import BERICHTEN, Globeinstellingen
from outbox.globe.nummers import NIL
from outbox.schijf import write_stream_durably
from outbox.zending import Zending

NAMESPACE = "http://schemas.rdw.nl/GEB/BerichtVerwerkService/Types/2009/01"
_NSMAP = {None: NAMESPACE}


@dataclass(frozen=True, kw_only=True, slots=True)
class Stuk:
    """A letter that goes in a batch: how many bytes it takes there, and where its PDF lies in the Spoel."""

    zending: Zending
    grootte: int
    begin: int
    lengte: int


class Spoel:
    """The PDFs of a partij on disk, from when they are measured until the batches are written.

    A batch can only be cut when it is known how large each message is, and its number depends on which
    messages it holds. So every document is loaded once, and no more than one is ever in memory.
    """

    def __init__(self, bestand: IO[bytes], instellingen: Globeinstellingen) -> None:
        self._bestand = bestand
        self._instellingen = instellingen

    def __enter__(self) -> Self:
        """Use it in a with statement."""
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        """Forget the documents."""
        self._bestand.close()

    def add(self, zending: Zending, document: bytes, now: datetime) -> Stuk:
        """Take a letter in that can be a message.

        Raises: RejectedZendingError when it cannot.
        """
        check_bericht(zending, document, now)
        zonder = len(etree.tostring(make_bericht(zending, "A", NIL, self._instellingen), encoding="UTF-8"))
        begin = self._bestand.tell()
        self._bestand.write(document)
        grootte = zonder - 1 + 4 * -(-len(document) // 3)
        return Stuk(zending=zending, grootte=grootte, begin=begin, lengte=len(document))

    def write_batch(self, doel: Path, stukken: Sequence[Stuk], batch_id: UUID, now: datetime) -> None:
        """Write a batch to disk, one message at a time."""
        write_stream_durably(doel, lambda stroom: self._write(stroom, stukken, batch_id, now))

    def _write(self, stroom: IO[bytes], stukken: Sequence[Stuk], batch_id: UUID, now: datetime) -> None:
        _write_batch(stroom, self._list_berichten(stukken, batch_id), batch_id, (self._instellingen.oin, now))

    def _list_berichten(self, stukken: Sequence[Stuk], batch_id: UUID) -> Iterator[etree._Element]:
        for stuk in stukken:
            self._bestand.seek(stuk.begin)
            inhoud = b64encode(self._bestand.read(stuk.lengte)).decode()
            yield make_bericht(stuk.zending, inhoud, batch_id, self._instellingen)


def split_batches(stukken: Sequence[Stuk], limiet: int, oin: str) -> Iterator[Sequence[Stuk]]:
    """Split letters, in order, in batches of at most 1000 messages and so many bytes."""
    omslag = compute_omslag(oin)
    batch: list[Stuk] = []
    grootte = omslag
    for stuk in stukken:
        if batch and (len(batch) == BERICHTEN or grootte + stuk.grootte > limiet):
            yield batch
            batch, grootte = [], omslag
        batch.append(stuk)
        grootte += stuk.grootte
    if batch:
        yield batch


def compute_omslag(oin: str) -> int:
    """Compute how many bytes a batch takes beside its messages."""
    stroom = BytesIO()
    _write_batch(stroom, iter(()), NIL, (oin, datetime.fromisoformat("2000-01-01T00:00:00Z")))
    return len(stroom.getvalue())


def check_batch(bestand: Path, schema: etree.XMLSchema) -> None:
    """Check a batch on disk against the official XSD, one message at a time.

    Raises: UnresolvableError when it is not valid: it is not sent, and a person must look.
    """
    try:
        stappen = etree.iterparse(
            bestand,
            tag=BERICHT,
            schema=schema,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        for _, bericht in stappen:
            bericht.clear()
            while bericht.getprevious() is not None:
                del bericht.getparent()[0]
    except etree.XMLSyntaxError as error:
        # the error's own text may quote what is in the batch
        raise UnresolvableError(
            f"de batch voldoet niet aan het XSD van de Berichtenbox (regel {error.lineno}) en is niet "
            "verstuurd; meld dit aan de beheerder van de koppeling"
        ) from None


def _write_batch(
    stroom: IO[bytes], berichten: Iterator[etree._Element], batch_id: UUID, hoofd: tuple[str, datetime]
) -> None:
    oin, now = hoofd
    with etree.xmlfile(stroom, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{NAMESPACE}}}Berichten", nsmap=_NSMAP):
            xml.write(_make_batchinformatie(batch_id, oin, now))
            for bericht in berichten:
                xml.write(bericht)
                bericht.clear()


def _make_batchinformatie(batch_id: UUID, oin: str, now: datetime) -> etree._Element:
    wortel = etree.Element(f"{{{NAMESPACE}}}BatchInformatie", nsmap=_NSMAP)  # type: ignore[arg-type] # the stubs do not know the default namespace
    waarden = {
        "BatchID": str(batch_id),
        "AanmaakDatum": format_moment(now),
        "BerichtLeverancierID": oin,
    }
    for naam, waarde in waarden.items():
        etree.SubElement(wortel, f"{{{NAMESPACE}}}{naam}").text = waarde
    return wortel
