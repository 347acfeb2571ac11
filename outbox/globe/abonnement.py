"""Who takes post of this sender in the Berichtenbox: the subscription lists of GLOBE (AbonnementService).

Source: the official example messages for the request (BSNLijst, MutatieDatum). The XSDs of this service were
not to be had, so the shape of the answer is an assumption: AbonnementAntwoord in the namespace of the
request, with OIN and VerzoekId as there, a moment, and an Abonnement per BSN. All of it stands in this
module, and whatever has another shape is refused: nobody becomes active by a misunderstanding.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO
from uuid import UUID

from lxml import etree

from outbox.boxstand import Boxstand
from outbox.errors import OutboxError, UncertainError
from outbox.schijf import write_stream_durably
from outbox.xmllezen import BLOK, InvalidXmlError, feed_stukken

NAMESPACE = "http://schemas.overheid.nl/GEB/AbonnementServiceProcessor/2014/02"
LIJST = 1_000_000
# a million BSNs with their tags take about 90 MB; whoever unpacks to more sends something else
ANTWOORD_BYTES = 256 * 1024 * 1024
_BSN = re.compile(r"[0-9]{9}", re.ASCII)
_WORTEL = f"{{{NAMESPACE}}}AbonnementAntwoord"
# which element may stand in which; nothing else has a place in an answer
_VORM = {
    (None, _WORTEL),
    (_WORTEL, "BerichtLeverancier"),
    ("BerichtLeverancier", "OIN"),
    (_WORTEL, "VerzoekId"),
    (_WORTEL, "AanmaakDatum"),
    (_WORTEL, "Abonnementen"),
    ("Abonnementen", "Abonnement"),
    ("Abonnement", "BSN"),
    ("Abonnement", "Actief"),
}
_TEKENS = 1000  # of one piece of text, white space included
_WAARDEN = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, kw_only=True, slots=True)
class Abonnementvraag:
    """Who asks, and under which number; the answer repeats both."""

    oin: str
    verzoek_id: UUID


def write_lijst(doel: Path, vraag: Abonnementvraag, bsns: Iterable[str]) -> int:
    """Write the question about at most a million persons, as a stream, and tell how many they are.

    Raises: OutboxError when there are none, or more than a million, or one is no BSN.
    """
    geteld = 0

    def write(stroom: IO[bytes]) -> None:
        nonlocal geteld
        with (
            etree.xmlfile(stroom, encoding="UTF-8") as xml,
            _open_aanvraag(xml, vraag),
            xml.element("BSNLijst"),
        ):
            for bsn in bsns:
                geteld += 1
                _check_vraag(bsn, geteld)
                _write_element(xml, "BSN", bsn)
        if geteld == 0:
            raise OutboxError("de lijst van BSN's is leeg; er valt niets te vragen")

    write_stream_durably(doel, write)
    return geteld


def split_lijsten(bsns: Iterable[str], grootte: int = LIJST) -> Iterator[list[str]]:
    """Split persons in lists that one question may hold."""
    rest = iter(bsns)
    while lijst := list(islice(rest, grootte)):
        yield lijst


def read_lijst(bestand: Path) -> Iterator[str]:
    """Read the persons of a question that write_lijst wrote. Raises: UncertainError when it is damaged."""
    veilig = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        for _, element in etree.iterparse(bestand, events=("end",), tag="BSN", **veilig):
            yield element.text or ""
            _drop(element)
    except etree.XMLSyntaxError:
        raise UncertainError("de vraag aan de abonnementenservice is geen hele XML") from None


def read_antwoord(bestand: Path, vraag: Abonnementvraag, limiet: int = ANTWOORD_BYTES) -> Iterator[Boxstand]:
    """Read the answer, gzipped or plain, one person at a time.

    Shape: as they stand in the answer; outbox.boxstand.complete_standen adds who is not named.
    Raises: UncertainError when it is damaged, too large, for another question, or of another shape. What
    was given before that is not to be used: only an answer that was read in full is an answer.
    """
    lezer = _Lezer(vraag)
    try:
        with bestand.open("rb") as stroom:
            for _ in feed_stukken(_unpack(stroom, limiet), lezer):
                yield from lezer.take()
        yield from lezer.take()
    except InvalidXmlError as error:
        raise UncertainError(f"het antwoord van de abonnementenservice: {error}") from None
    except etree.XMLSyntaxError:
        raise UncertainError("het antwoord van de abonnementenservice is geen hele XML") from None
    lezer.check_einde()


@contextmanager
def _open_aanvraag(xml: "etree._IncrementalFileWriter", vraag: Abonnementvraag) -> Iterator[None]:
    """Write what every question begins with, and close it afterwards."""
    xml.write_declaration()
    with xml.element(f"{{{NAMESPACE}}}AbonnementAanvraag", nsmap={"ns0": NAMESPACE}):
        with xml.element("BerichtLeverancier"):
            _write_element(xml, "OIN", vraag.oin)
        _write_element(xml, "VerzoekId", str(vraag.verzoek_id))
        yield


def _write_element(xml: "etree._IncrementalFileWriter", naam: str, tekst: str) -> None:
    with xml.element(naam):
        xml.write(tekst)


def _check_vraag(bsn: str, geteld: int) -> None:
    if _BSN.fullmatch(bsn) is None:
        raise OutboxError(f"regel {geteld} van de lijst is geen BSN van negen cijfers; verbeter het dossier")
    if geteld > LIJST:
        raise OutboxError(f"de lijst heeft meer dan {LIJST} BSN's; splits hem")


class _Lezer:
    """What a parser tells of an answer, from its begin to its end: no tree is built that could grow."""

    def __init__(self, vraag: Abonnementvraag) -> None:
        self._vraag = vraag
        self._pad: list[str] = []
        self._tekst = ""
        self._velden: dict[str, str] = {}
        self._moment: datetime | None = None
        self._gelezen = 0
        self._standen: list[Boxstand] = []

    def take(self) -> Iterator[Boxstand]:
        """Give who was read since the last time."""
        standen, self._standen = self._standen, []
        yield from standen

    def doctype(self, *_: object) -> None:
        """Refuse a DOCTYPE before what it declares is read."""
        raise UncertainError("het antwoord van de abonnementenservice bevat een DOCTYPE")

    def start(self, naam: str, _velden: object) -> None:
        """Refuse what has no place, or was there already."""
        if (self._pad[-1] if self._pad else None, naam) not in _VORM or naam in self._velden:
            raise UncertainError(
                f"het antwoord van de abonnementenservice heeft na {self._gelezen} personen een element "
                "dat daar niet hoort; vraag om een antwoord van de afgesproken vorm"
            )
        self._pad.append(naam)
        self._tekst = ""

    def data(self, tekst: str) -> None:
        """Keep a piece of text."""
        self._tekst += tekst
        if len(self._tekst) > _TEKENS:
            raise UncertainError(f"het antwoord heeft een tekst van meer dan {_TEKENS} tekens")

    def end(self, naam: str) -> None:
        """Note a part that is whole."""
        tekst, self._tekst = self._tekst.strip(), ""
        self._pad.pop()
        if naam == "Abonnement":
            self._note_abonnement(self._velden.pop("BSN", ""), self._velden.pop("Actief", ""))
            return
        self._velden[naam] = tekst
        if naam == "OIN" and tekst != self._vraag.oin:
            raise UncertainError("het antwoord is voor een andere afzender")
        if naam == "VerzoekId" and tekst != str(self._vraag.verzoek_id):
            raise UncertainError("het antwoord hoort bij een andere vraag")
        if naam == "AanmaakDatum" and {"OIN", "VerzoekId"} <= self._velden.keys():
            self._moment = _parse_moment(tekst)

    def close(self) -> None:
        """Hear that the parser stops, for whatever reason."""

    def check_einde(self) -> None:
        """Refuse an answer without what it must begin with."""
        if self._moment is None:
            raise UncertainError("het antwoord van de abonnementenservice noemt geen moment")

    def _note_abonnement(self, bsn: str, actief: str) -> None:
        if self._moment is None or _BSN.fullmatch(bsn) is None or actief not in _WAARDEN:
            raise UncertainError("een regel van het antwoord heeft een andere vorm dan verwacht")
        if self._gelezen == LIJST:
            raise UncertainError(
                f"het antwoord noemt meer dan {LIJST} personen: zoveel zijn er niet gevraagd"
            )
        self._gelezen += 1
        self._standen.append(Boxstand(bsn=bsn, actief=_WAARDEN[actief], gecontroleerd_op=self._moment))


def _drop(element: etree._Element) -> None:
    """Forget a person who was read, so that the tree never grows."""
    ouder = element.getparent()
    element.clear()
    if ouder is not None:
        while ouder[0] is not element:
            del ouder[0]


def _unpack(stroom: IO[bytes], limiet: int) -> Iterator[bytes]:
    """Undo gzip where it was used, a piece at a time."""
    ingepakt = stroom.read(2) == b"\x1f\x8b"
    stroom.seek(0)
    uitpakker = zlib.decompressobj(wbits=31)
    totaal = 0
    while stuk := stroom.read(BLOK):
        for deel in _inflate(uitpakker, stuk) if ingepakt else (stuk,):
            totaal += len(deel)
            if totaal > limiet:
                raise UncertainError(f"het antwoord is uitgepakt groter dan {limiet} bytes")
            yield deel
    if ingepakt and (not uitpakker.eof or uitpakker.unused_data):
        raise UncertainError("het antwoord van de abonnementenservice is niet heel")


def _inflate(uitpakker: "zlib._Decompress", stuk: bytes) -> Iterator[bytes]:
    """Inflate one piece, never more than a block at a time."""
    try:
        deel = uitpakker.decompress(stuk, BLOK)
        while deel:
            yield deel
            deel = uitpakker.decompress(uitpakker.unconsumed_tail, BLOK)
    except zlib.error:
        raise UncertainError("het antwoord van de abonnementenservice is beschadigd ingepakt") from None


def _parse_moment(tekst: str) -> datetime:
    try:
        moment = datetime.fromisoformat(tekst)
    except ValueError:
        raise UncertainError("het moment van het antwoord is niet te lezen") from None
    if moment.tzinfo is None:
        raise UncertainError("het moment van het antwoord heeft geen tijdzone")
    return moment
