"""Write a filled letter as PDF: one block of bytes that never changes, then only what is of this letter.

Pages, tag tree and outline stand together in one compressed object stream; the cross-reference is a stream.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple

from isal import isal_zlib

from correspondentie.zetter.errors import CannotFillError
from correspondentie.zetter.letterproef import Grondslag

NIVEAU = 1  # of ISA-L's deflate: a quarter of the time of zlib's, and smaller than that
VASTE_OBJECTEN = 6  # catalog, pages, info, structure tree, parent tree, Document
OBJECTEN_MAXIMUM = 1 << 16  # in the object stream: their places have two bytes in the cross-reference
RIJEN_ONTHOUDEN = 1 << 13  # of the cross-reference: more than all letters but the very longest have
PUNT = 0.75  # a CSS pixel in points


class Kopregel(NamedTuple):
    """One line of the outline. Unit: x and y in points from the bottom left."""

    niveau: int
    titel: bytes
    blad: int
    x: float
    y: float


@dataclass(slots=True)
class Blad:
    """One page: its operators, the object of the element that bears each mark, and its links.

    Shape: a link is its rectangle in CSS pixels, the rest of its object, and the object of its Link element.
    """

    inhoud: list[bytes] = field(default_factory=list)
    merken: list[int] = field(default_factory=list)
    links: list[tuple[tuple[float, float, float, float], bytes, int]] = field(default_factory=list)


class Nummers:
    """Which object has which number. vast: the catalog, first in the stream; document: around all tags."""

    def __init__(self, basis: int, bladen: int, links: int) -> None:
        self.basis = basis
        self.bladen = bladen
        self.metadata = basis + 1 + bladen
        self.stroom = self.metadata + 1
        self.kruis = self.metadata + 2
        self.vast = self.metadata + 3
        self.document = self.vast + VASTE_OBJECTEN - 1
        self.blad = self.vast + VASTE_OBJECTEN
        self.link = self.blad + bladen
        self.knoop = self.link + links  # the first element below Document


@dataclass(frozen=True, kw_only=True, slots=True)
class Stukken:
    """All of one letter that goes into its PDF. Unit: breedte and hoogte of the sheet in CSS pixels.

    Shape: knopen the objects of the tag tree, toppen the numbers of those right below Document.
    """

    nummers: Nummers
    bladen: Sequence[Blad]
    knopen: Sequence[bytes]
    toppen: Sequence[int]
    kopregels: Sequence[Kopregel]
    metadata: bytes
    info: bytes
    taal: bytes
    breedte: float
    hoogte: float


class Pdfschrijver:
    """Writes letters on one Grondslag."""

    def __init__(self, grondslag: Grondslag) -> None:
        self._grondslag = grondslag
        self._som = sha256(grondslag.inhoud)
        vrij = b"\0\0\0\0\0\xff\xff"
        self._kruis = vrij + b"".join(
            b"\1" + plaats.to_bytes(4, "big") + b"\0\0" for plaats in grondslag.plaatsen
        )

    @property
    def basis(self) -> int:
        """How many objects every letter begins with."""
        return len(self._grondslag.plaatsen)

    def write(self, stukken: Stukken) -> tuple[bytes, str]:
        """Write the PDF. Returns: its bytes and their sha256 (hex).

        Raises: CannotFillError when it has more elements than its cross-reference can count.
        """
        n = stukken.nummers
        objecten = self._list_objecten(stukken, n)
        if len(objecten) > OBJECTEN_MAXIMUM:
            raise CannotFillError("de brief heeft te veel cellen en alinea's om te vullen")
        stromen = [
            _make_stroom(nummer, b"", _compress(b"".join(blad.inhoud)))
            for nummer, blad in enumerate(stukken.bladen, start=n.basis + 1)
        ]
        stromen.append(b"%d 0 obj\n%s\nendobj\n" % (n.metadata, stukken.metadata))
        stromen.append(_make_objectstroom(n, objecten))
        plaatsen = list(accumulate(map(len, stromen), initial=len(self._grondslag.inhoud)))
        som = self._som.copy()
        staart = b"".join(stromen)
        som.update(staart)
        kruis = self._make_kruis(plaatsen, len(objecten), n, som.digest()[:16])
        som.update(kruis)
        return b"".join((self._grondslag.inhoud, staart, kruis)), som.hexdigest()

    def _make_kruis(self, plaatsen: Sequence[int], aantal: int, n: Nummers, kenmerk: bytes) -> bytes:
        rijen = b"".join(b"\1" + plaats.to_bytes(4, "big") + b"\0\0" for plaats in plaatsen)
        inhoud = _compress(self._kruis + rijen + _list_kruisrijen(n.stroom, aantal))
        id_ = kenmerk.hex().encode()
        kop = b"/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (
            n.vast + aantal,
            n.vast,
            n.vast + 2,
            id_,
            id_,
        )
        return _make_stroom(n.kruis, kop, inhoud) + b"startxref\n%d\n%%%%EOF\n" % plaatsen[-1]

    def _list_objecten(self, stukken: Stukken, n: Nummers) -> list[bytes]:
        eerste = n.knoop + len(stukken.knopen)
        kopregels = list(_list_kopregels(stukken.kopregels, n, eerste + 1))
        wortel = b"/Outlines %d 0 R" % eerste if kopregels else b""
        maat = b"[0 0 %s %s]" % (_write(stukken.breedte * PUNT), _write(stukken.hoogte * PUNT))
        catalogus = (
            b"<</Type/Catalog/Pages %d 0 R/Lang%s/Metadata %d 0 R/StructTreeRoot %d 0 R%s"
            b"/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/OutputIntents%s>>"
        ) % (n.vast + 1, stukken.taal, n.metadata, n.vast + 3, wortel, self._grondslag.kleurdoel)
        return [
            catalogus,
            b"<</Type/Pages/Count %d/Kids[%s]>>" % (n.bladen, _refer(range(n.blad, n.blad + n.bladen))),
            stukken.info,
            b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R>>" % (n.document, n.vast + 4),
            _make_parenttree(stukken.bladen),
            b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (n.vast + 3, _refer(stukken.toppen)),
            *_list_bladobjecten(stukken.bladen, self._grondslag.bronnen, maat, n),
            *_list_linkobjecten(stukken.bladen, stukken.hoogte),
            *stukken.knopen,
            *kopregels,
        ]


def _compress(inhoud: bytes) -> bytes:
    return isal_zlib.compress(inhoud, NIVEAU)


def _refer(nummers: Iterable[int]) -> bytes:
    return b" ".join(map(b"%d 0 R".__mod__, nummers))


def _make_stroom(nummer: int, kop: bytes, inhoud: bytes) -> bytes:
    return b"%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        nummer,
        kop,
        len(inhoud),
        inhoud,
    )


def _make_objectstroom(n: Nummers, objecten: Sequence[bytes]) -> bytes:
    plaatsen = accumulate([len(object_) + 1 for object_ in objecten], initial=0)
    paren = zip(range(n.vast, n.vast + len(objecten)), plaatsen, strict=False)
    kop = b" ".join(map(b"%d %d".__mod__, paren))
    inhoud = _compress(b"%s\n%s" % (kop, b"\n".join(objecten)))
    return _make_stroom(n.stroom, b"/Type/ObjStm/N %d/First %d" % (len(objecten), len(kop) + 1), inhoud)


def _list_kruisrijen(stroom: int, aantal: int) -> bytes:
    if aantal > RIJEN_ONTHOUDEN:
        return _make_kruisrijen(stroom, aantal)
    return _list_onthouden_kruisrijen(stroom)[: 7 * aantal]


@lru_cache(maxsize=64)
def _list_onthouden_kruisrijen(stroom: int) -> bytes:
    return _make_kruisrijen(stroom, RIJEN_ONTHOUDEN)


def _make_kruisrijen(stroom: int, aantal: int) -> bytes:
    begin = b"\2" + stroom.to_bytes(4, "big")
    return b"".join(begin + plaats.to_bytes(2, "big") for plaats in range(aantal))


def _make_parenttree(bladen: Sequence[Blad]) -> bytes:
    delen = [b"%d[%s]" % (plaats, _refer(blad.merken)) for plaats, blad in enumerate(bladen)]
    dragers = [drager for blad in bladen for _, _, drager in blad.links]
    delen += [b"%d %d 0 R" % paar for paar in enumerate(dragers, start=len(bladen))]
    return b"<</Nums[%s]>>" % b" ".join(delen)


def _list_bladobjecten(bladen: Sequence[Blad], bronnen: bytes, maat: bytes, n: Nummers) -> Iterator[bytes]:
    link = n.link
    for plaats, blad in enumerate(bladen):
        links = b"/Annots[%s]" % _refer(range(link, link + len(blad.links))) if blad.links else b""
        link += len(blad.links)
        yield (
            b"<</Type/Page/Parent %d 0 R/MediaBox%s/TrimBox%s/BleedBox%s/Contents %d 0 R/Resources%s"
            b"/Tabs/S/StructParents %d%s>>"
        ) % (n.vast + 1, maat, maat, maat, n.basis + 1 + plaats, bronnen, plaats, links)


def _list_linkobjecten(bladen: Sequence[Blad], hoogte: float) -> Iterator[bytes]:
    links = [link for blad in bladen for link in blad.links]
    for nummer, ((x, boven, rechts, onder), eigenschappen, _) in enumerate(links, start=len(bladen)):
        maten = (x * PUNT, (hoogte - boven) * PUNT, rechts * PUNT, (hoogte - onder) * PUNT)
        yield b"<</Type/Annot/Subtype/Link/Rect[%s]%s/F 4/StructParent %d>>" % (
            b" ".join(map(_write, maten)),
            eigenschappen,
            nummer,
        )


def _list_kopregels(kopregels: Sequence[Kopregel], n: Nummers, eerste: int) -> list[bytes]:
    """Make the outline: its root, then its lines (from object eerste), each below one of a higher level."""
    if not kopregels:
        return []
    boven = [_find_boven(kopregels, plaats) for plaats in range(len(kopregels))]
    kinderen = {ouder: [i for i, b in enumerate(boven) if b == ouder] for ouder in (-1, *range(len(boven)))}
    aantallen = {ouder: _count_onder(kinderen, ouder) for ouder in kinderen}
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
