"""Write a filled letter as PDF: one block of bytes that never changes, then only what is of this letter.

Pages, tag tree and outline stand together in one compressed object stream; the cross-reference is a stream.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple

from correspondentie.zetter.letterproef import Grondslag

NIVEAU = 1  # of deflate: the rest of the file hardly shrinks, and this is most of the time of a letter
VASTE_OBJECTEN = 6  # catalog, pages, info, structure tree, parent tree, Document
PUNT = 0.75  # a CSS pixel in points


class Annotatie(NamedTuple):
    """A link on a page. knoop: the number of its Link element."""

    rechthoek: tuple[float, float, float, float]
    eigenschappen: bytes
    knoop: int


class Kopregel(NamedTuple):
    """One line of the outline. Unit: x and y in points from the bottom left."""

    niveau: int
    titel: bytes
    blad: int
    x: float
    y: float


@dataclass(slots=True)
class Knoopstaat:
    """One element of the tag tree. Shape: kinderen are marks, or numbers of elements and links after '-'."""

    tag: str
    eigenschappen: bytes
    boven: int
    blad: int
    kinderen: list[tuple[str, int]] = field(default_factory=list)


@dataclass(slots=True)
class Blad:
    """One page: its operators, the element that bears each mark (-1: none), and its links."""

    inhoud: bytes
    merken: list[int]
    annotaties: list[Annotatie] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stukken:
    """All of one letter that goes into its PDF. Unit: breedte and hoogte of the sheet in CSS pixels."""

    bladen: Sequence[Blad]
    knopen: Sequence[Knoopstaat]
    kopregels: Sequence[Kopregel]
    metadata: bytes
    info: bytes
    taal: bytes
    breedte: float
    hoogte: float


@dataclass(frozen=True, slots=True)
class _Nummers:
    """Which object has which number."""

    basis: int
    bladen: int
    knopen: int
    annotaties: int

    @property
    def metadata(self) -> int:
        return self.basis + 1 + self.bladen

    @property
    def stroom(self) -> int:
        return self.metadata + 1

    @property
    def kruis(self) -> int:
        return self.metadata + 2

    @property
    def vast(self) -> int:
        """The first object in the stream: the catalog."""
        return self.metadata + 3

    @property
    def blad(self) -> int:
        return self.vast + VASTE_OBJECTEN

    @property
    def knoop(self) -> int:
        return self.blad + self.bladen

    @property
    def annotatie(self) -> int:
        return self.knoop + self.knopen

    @property
    def kopregel(self) -> int:
        return self.annotatie + self.annotaties


class Pdfschrijver:
    """Writes letters on one Grondslag."""

    def __init__(self, grondslag: Grondslag) -> None:
        self._grondslag = grondslag
        self._som = sha256(grondslag.inhoud)
        vrij = b"\0\0\0\0\0\xff\xff"
        self._kruis = vrij + b"".join(
            b"\1" + plaats.to_bytes(4, "big") + b"\0\0" for plaats in grondslag.plaatsen
        )

    def write(self, stukken: Stukken) -> tuple[bytes, str]:
        """Write the PDF. Returns: its bytes and their sha256 (hex)."""
        annotaties = [a for blad in stukken.bladen for a in blad.annotaties]
        n = _Nummers(len(self._grondslag.plaatsen), len(stukken.bladen), len(stukken.knopen), len(annotaties))
        staart = bytearray()
        plaatsen: list[int] = []
        begin = len(self._grondslag.inhoud)
        for nummer, blad in enumerate(stukken.bladen, start=n.basis + 1):
            plaatsen.append(begin + len(staart))
            staart += _make_stroom(nummer, b"", zlib.compress(blad.inhoud, NIVEAU))
        plaatsen.append(begin + len(staart))
        staart += b"%d 0 obj\n%s\nendobj\n" % (n.metadata, stukken.metadata)
        plaatsen.append(begin + len(staart))
        objecten = self._list_objecten(stukken, annotaties, n)
        staart += _make_objectstroom(n, objecten)
        plaatsen.append(begin + len(staart))
        som = self._som.copy()
        som.update(staart)
        kruis = self._make_kruis(plaatsen, len(objecten), n, som.digest()[:16])
        som.update(kruis)
        return b"".join((self._grondslag.inhoud, staart, kruis)), som.hexdigest()

    def _make_kruis(self, plaatsen: Sequence[int], aantal: int, n: _Nummers, kenmerk: bytes) -> bytes:
        rijen = b"".join(b"\1" + plaats.to_bytes(4, "big") + b"\0\0" for plaats in plaatsen)
        inhoud = zlib.compress(self._kruis + rijen + _list_kruisrijen(n.stroom, aantal), NIVEAU)
        id_ = kenmerk.hex().encode()
        kop = b"/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (
            n.vast + aantal,
            n.vast,
            n.vast + 2,
            id_,
            id_,
        )
        return _make_stroom(n.kruis, kop, inhoud) + b"startxref\n%d\n%%%%EOF\n" % plaatsen[-1]

    def _list_objecten(self, stukken: Stukken, annotaties: Sequence[Annotatie], n: _Nummers) -> list[bytes]:
        kopregels = list(_list_kopregels(stukken.kopregels, n))
        wortel = b"/Outlines %d 0 R" % n.kopregel if kopregels else b""
        breed, hoog = stukken.breedte * PUNT, stukken.hoogte * PUNT
        maat = b"[0 0 %s %s]" % (_write(breed), _write(hoog))
        catalogus = (
            b"<</Type/Catalog/Pages %d 0 R/Lang%s/Metadata %d 0 R/StructTreeRoot %d 0 R%s"
            b"/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/OutputIntents%s>>"
        ) % (n.vast + 1, stukken.taal, n.metadata, n.vast + 3, wortel, self._grondslag.kleurdoel)
        bladen = b" ".join(b"%d 0 R" % (n.blad + plaats) for plaats in range(n.bladen))
        return [
            catalogus,
            b"<</Type/Pages/Count %d/Kids[%s]>>" % (n.bladen, bladen),
            stukken.info,
            b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R>>" % (n.vast + 5, n.vast + 4),
            _make_parenttree(stukken.bladen, n),
            _make_document(stukken.knopen, n),
            *(
                _make_blad(self._grondslag.bronnen, maat, stukken.bladen, plaats, n)
                for plaats in range(n.bladen)
            ),
            *(_make_knoop(knoop, n) for knoop in stukken.knopen),
            *(_make_annotatie(a, plaats, n, stukken.hoogte) for plaats, a in enumerate(annotaties)),
            *kopregels,
        ]


def _make_stroom(nummer: int, kop: bytes, inhoud: bytes) -> bytes:
    return b"%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        nummer,
        kop,
        len(inhoud),
        inhoud,
    )


def _make_objectstroom(n: _Nummers, objecten: Sequence[bytes]) -> bytes:
    lengtes = [len(object_) + 1 for object_ in objecten]
    plaatsen = accumulate(lengtes[:-1], initial=0)
    kop = b" ".join(
        [b"%d %d" % paar for paar in zip(range(n.vast, n.vast + len(objecten)), plaatsen, strict=True)]
    )
    inhoud = zlib.compress(b"%s\n%s" % (kop, b"\n".join(objecten)), NIVEAU)
    return _make_stroom(n.stroom, b"/Type/ObjStm/N %d/First %d" % (len(objecten), len(kop) + 1), inhoud)


@lru_cache(maxsize=64)
def _list_alle_kruisrijen(stroom: int) -> bytes:
    begin = b"\2" + stroom.to_bytes(4, "big")
    return b"".join(begin + plaats.to_bytes(2, "big") for plaats in range(1 << 13))


def _list_kruisrijen(stroom: int, aantal: int) -> bytes:
    return _list_alle_kruisrijen(stroom)[: 7 * aantal]


def _make_parenttree(bladen: Sequence[Blad], n: _Nummers) -> bytes:
    delen: list[bytes] = []
    for plaats, blad in enumerate(bladen):
        rij = b" ".join([b"%d 0 R" % (n.knoop + knoop) if knoop >= 0 else b"null" for knoop in blad.merken])
        delen.append(b"%d[%s]" % (plaats, rij))
    annotaties = [a for blad in bladen for a in blad.annotaties]
    delen += [b"%d %d 0 R" % (n.bladen + i, n.knoop + a.knoop) for i, a in enumerate(annotaties)]
    return b"<</Nums[%s]>>" % b" ".join(delen)


def _make_document(knopen: Sequence[Knoopstaat], n: _Nummers) -> bytes:
    kinderen = b" ".join([b"%d 0 R" % (n.knoop + i) for i, knoop in enumerate(knopen) if knoop.boven < 0])
    return b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (n.vast + 3, kinderen)


def _make_knoop(knoop: Knoopstaat, n: _Nummers) -> bytes:
    delen: list[bytes] = []
    for soort, nummer in knoop.kinderen:
        if soort == "merk":
            delen.append(b"%d" % nummer)
        elif soort == "knoop":
            delen.append(b"%d 0 R" % (n.knoop + nummer))
        else:
            delen.append(b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>" % (n.annotatie + nummer, n.blad + knoop.blad))
    boven = n.knoop + knoop.boven if knoop.boven >= 0 else n.vast + 5
    return b"<</Type/StructElem/S/%s/P %d 0 R/Pg %d 0 R/K[%s]%s>>" % (
        knoop.tag.encode(),
        boven,
        n.blad + knoop.blad,
        b" ".join(delen),
        knoop.eigenschappen,
    )


def _make_blad(bronnen: bytes, maat: bytes, bladen: Sequence[Blad], plaats: int, n: _Nummers) -> bytes:
    eerdere = sum(len(blad.annotaties) for blad in bladen[:plaats])
    nummers = range(n.annotatie + eerdere, n.annotatie + eerdere + len(bladen[plaats].annotaties))
    annots = b"/Annots[%s]" % b" ".join(b"%d 0 R" % nummer for nummer in nummers) if nummers else b""
    return (
        b"<</Type/Page/Parent %d 0 R/MediaBox%s/TrimBox%s/BleedBox%s/Contents %d 0 R/Resources%s"
        b"/Tabs/S/StructParents %d%s>>"
    ) % (n.vast + 1, maat, maat, maat, n.basis + 1 + plaats, bronnen, plaats, annots)


def _make_annotatie(annotatie: Annotatie, plaats: int, n: _Nummers, hoogte: float) -> bytes:
    links, boven, rechts, onder = annotatie.rechthoek
    maten = (links * PUNT, (hoogte - boven) * PUNT, rechts * PUNT, (hoogte - onder) * PUNT)
    return b"<</Type/Annot/Subtype/Link/Rect[%s]%s/F 4/StructParent %d>>" % (
        b" ".join(map(_write, maten)),
        annotatie.eigenschappen,
        n.bladen + plaats,
    )


def _list_kopregels(kopregels: Sequence[Kopregel], n: _Nummers) -> list[bytes]:
    """Make the outline: its root and then its lines, each below the last line of a higher level."""
    if not kopregels:
        return []
    boven = [_find_boven(kopregels, plaats) for plaats in range(len(kopregels))]
    kinderen = {ouder: [i for i, b in enumerate(boven) if b == ouder] for ouder in (-1, *range(len(boven)))}
    aantallen = {ouder: _count_onder(kinderen, ouder) for ouder in kinderen}
    eerste = n.kopregel + 1
    rijen = [_make_ouder(kinderen[-1], aantallen[-1], eerste)]
    for plaats, regel in enumerate(kopregels):
        broers = kinderen[boven[plaats]]
        eigen = broers.index(plaats)
        vorige = b"/Prev %d 0 R" % (eerste + broers[eigen - 1]) if eigen else b""
        volgende = b"/Next %d 0 R" % (eerste + broers[eigen + 1]) if eigen + 1 < len(broers) else b""
        onder = _make_ouder(kinderen[plaats], aantallen[plaats], eerste)[2:-2] if kinderen[plaats] else b""
        rijen.append(
            b"<</Title %s/Dest[%d 0 R/XYZ %s %s 0]/Parent %d 0 R%s%s%s>>"
            % (
                regel.titel,
                n.blad + regel.blad,
                _write(regel.x),
                _write(regel.y),
                eerste + boven[plaats],
                vorige,
                volgende,
                onder,
            )
        )
    return rijen


def _make_ouder(kinderen: Sequence[int], aantal: int, eerste: int) -> bytes:
    return b"<</Count %d/First %d 0 R/Last %d 0 R>>" % (aantal, eerste + kinderen[0], eerste + kinderen[-1])


def _find_boven(kopregels: Sequence[Kopregel], plaats: int) -> int:
    lager = (i for i in range(plaats - 1, -1, -1) if kopregels[i].niveau < kopregels[plaats].niveau)
    return next(lager, -1)


def _count_onder(kinderen: dict[int, list[int]], ouder: int) -> int:
    return sum(1 + _count_onder(kinderen, kind) for kind in kinderen[ouder])


def _write(getal: float) -> bytes:
    tekst = b"%f" % getal
    return tekst.rstrip(b"0").rstrip(b".")
