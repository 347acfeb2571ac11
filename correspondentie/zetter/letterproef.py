"""The part of a filled PDF that no letter changes: fonts and colours, from a specimen composed by WeasyPrint.

Most letters carry a small set of glyphs; the others one with every letter that the BRP can hold, and some of
those the italics as well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from correspondentie.zetter.proefdruk import find_object
from correspondentie.zetter.repertoire import GROOT, KLEIN, VIETNAMEES

PROEF = """<!DOCTYPE html><html lang="nl"><head><title>Letterproef</title></head><body>{}</body></html>"""
RECHT = "font-weight: 400|font-weight: 600"
CURSIEF = f"{RECHT}|font-style: italic"
# From small to large: the first that has every glyph of a letter is the one that goes into its PDF.
REPERTOIRES = ((KLEIN, RECHT), (GROOT, RECHT), (GROOT, CURSIEF), (VIETNAMEES, CURSIEF))
VERWIJZING = re.compile(rb"\b(\d+) 0 R\b")
KOP = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"


@dataclass(frozen=True, slots=True)
class Grondslag:
    """The first bytes of every PDF, and what refers to them.

    Shape: plaatsen holds the offset of object 1, 2, ...; glyphs the numbers that each font can draw.
    """

    inhoud: bytes
    plaatsen: tuple[int, ...]
    bronnen: bytes  # the dictionary of resources of every page
    kleurdoel: bytes  # the value of OutputIntents
    glyphs: dict[str, frozenset[int]]

    @property
    def digest(self) -> str:
        """The sha256 (hex) of all that it adds to a PDF."""
        return sha256(self.inhoud + self.bronnen + self.kleurdoel).hexdigest()


def make_proeftekst(repertoire: str, stijlen: str) -> str:
    """Make the HTML of a specimen with these characters in each of these styles (CSS, with | between)."""
    tekens = "".join(f"&#{ord(teken)};" for teken in repertoire)
    return PROEF.format("".join(f'<p style="{stijl}">{tekens}</p>' for stijl in stijlen.split("|")))


def make_grondslag(document: Any, pdf: Any) -> Grondslag:  # noqa: ANN401 - WeasyPrint and pydyf have no types
    """Take fonts and colours from the composed specimen."""
    bronnen = find_object(pdf, find_object(pdf, pdf.page_references[0])["Resources"])
    lettertypen = find_object(pdf, bronnen["Font"])
    kleurdoel = pdf.catalog["OutputIntents"].data
    wortels = [int(verwijzing.split()[0]) for verwijzing in lettertypen.values()]
    nummers = {oud: nieuw for nieuw, oud in enumerate(_list_nodig(pdf, wortels, kleurdoel), start=1)}
    inhoud, plaatsen = bytearray(KOP), []
    for oud, nieuw in nummers.items():
        plaatsen.append(len(inhoud))
        inhoud += b"%d 0 obj\n%s\nendobj\n" % (nieuw, _renumber(pdf.objects[oud].data, nummers))
    namen = b"".join(
        b"/%s %d 0 R" % (naam.encode(), nummers[int(verwijzing.split()[0])])
        for naam, verwijzing in lettertypen.items()
    )
    return Grondslag(
        inhoud=bytes(inhoud),
        plaatsen=tuple(plaatsen),
        bronnen=b"<</ExtGState<</A1.0<</CA 1>>/a1.0<</ca 1>>>>/Font<<%s>>>>" % namen,
        kleurdoel=_renumber(kleurdoel, nummers),
        glyphs={font.hash: frozenset(font.to_unicode) for font in document.fonts.values()},
    )


def _list_nodig(pdf: Any, wortels: list[int], kleurdoel: bytes) -> Iterator[int]:  # noqa: ANN401 - idem
    """List the objects that these refer to, each once, in a fixed order."""
    gezien: set[int] = set()
    wachtrij = [*wortels, *_list_verwijzingen(kleurdoel)]
    while wachtrij:
        nummer = wachtrij.pop(0)
        if nummer not in gezien:
            gezien.add(nummer)
            yield nummer
            wachtrij += _list_verwijzingen(pdf.objects[nummer].data)


def _split_stroom(data: bytes) -> tuple[bytes, bytes]:
    kop, merk, stroom = data.partition(b"\nstream\n")
    return kop, merk + stroom


def _list_verwijzingen(data: bytes) -> list[int]:
    return [int(nummer) for nummer in VERWIJZING.findall(_split_stroom(data)[0])]


def _renumber(data: bytes, nummers: dict[int, int]) -> bytes:
    kop, stroom = _split_stroom(data)
    return VERWIJZING.sub(lambda gevonden: b"%d 0 R" % nummers[int(gevonden[1])], kop) + stroom
