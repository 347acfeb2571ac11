"""What WeasyPrint drew, found back by place: the glyphs of every text, and whose content they are."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pydyf  # type: ignore[import-untyped]  # ships no types

from correspondentie.zetter.errors import UnfillableVormError
from correspondentie.zetter.letterkast import escape_glyph

GLYPHS = re.compile(rb"<([0-9a-f]*)>|([-0-9.]+)")


@dataclass(frozen=True, slots=True)
class Getoond:
    """One text as it was drawn, and the mark that it stands in."""

    lettertype: bytes
    getoond: bytes
    merk: int | None

    @property
    def tekens(self) -> bytes:
        """The glyphs as they stand inside a string of a PDF."""
        return parse_getoond(self.getoond)

    @property
    def letter(self) -> str:
        """The name of the font."""
        return self.lettertype.split()[0].decode().removeprefix("/")

    @property
    def glyphs(self) -> Iterator[int]:
        """The numbers of the glyphs."""
        for teksten, _ in GLYPHS.findall(self.getoond.removesuffix(b" TJ")):
            yield from (int(teksten[plaats : plaats + 4], 16) for plaats in range(0, len(teksten), 4))


@dataclass(frozen=True, slots=True)
class Proefblad:
    """One page: its texts by the operator that puts them in their place, and who bears each mark."""

    teksten: Mapping[bytes, Getoond]
    dragers: tuple[bytes, ...]


def find_plaats(x: float, y: float) -> bytes:
    """Return the operator by which WeasyPrint puts a text at this place."""
    return b"1 0 0 -1 %s %s Tm" % (pydyf._to_bytes(x), pydyf._to_bytes(y))


def read_proefbladen(pdf: Any) -> tuple[Proefblad, ...]:  # noqa: ANN401 - pydyf has no types
    """Read the pages as they will be written. Raises: UnfillableVormError."""
    root = find_object(pdf, pdf.catalog["StructTreeRoot"])
    nums = find_object(pdf, root["ParentTree"])["Nums"]
    return tuple(
        Proefblad(
            _read_teksten(find_object(pdf, find_object(pdf, reference)["Contents"]).stream),
            tuple(nums[2 * plaats + 1]),
        )
        for plaats, reference in enumerate(pdf.page_references)
    )


def _read_teksten(operators: list[Any]) -> dict[bytes, Getoond]:
    teksten: dict[bytes, Getoond] = {}
    merk: int | None = None
    lettertype = plaats = b""
    for operator in operators:
        if isinstance(operator, dict):
            merk = operator.get("MCID")
        elif not isinstance(operator, bytes) or operator == b"BT":
            continue
        elif operator.endswith(b" Tm"):
            plaats = operator
        elif operator.endswith(b" Tf"):
            lettertype = operator
        elif operator.endswith(b" TJ"):
            if plaats in teksten:
                raise UnfillableVormError(
                    "twee teksten staan op dezelfde plek, of een tekst wisselt van lettertype"
                )
            teksten[plaats] = Getoond(lettertype, operator, merk)
    return teksten


def parse_getoond(getoond: bytes) -> bytes:
    """Rewrite the operand of a TJ with strings of bytes instead of hexadecimal ones, without zero shifts."""
    delen: list[bytes] = []
    for teksten, getal in GLYPHS.findall(getoond.removesuffix(b" TJ")):
        if getal and float(getal):
            delen.append(b")%s(" % getal)
        delen += [escape_glyph(int(teksten[plaats : plaats + 4], 16)) for plaats in range(0, len(teksten), 4)]
    return b"".join(delen)


def find_object(pdf: Any, reference: bytes) -> Any:  # noqa: ANN401 - pydyf has no types
    """Return the object that a reference names."""
    return pdf.objects[int(reference.split()[0])]
