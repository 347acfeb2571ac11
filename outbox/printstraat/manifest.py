"""The manifest of a lot: what to print, in which order, and by what to know that it is all there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree

from outbox.xmllezen import list_velden, load_bestand, load_schema, parse_xml

MANIFEST = "manifest.xml"
NAMESPACE = "urn:correspondentie:printpartij:2"


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifestbrief:
    """One letter of a lot.

    opdruk is the sha256 of what is printed over it; kix says that this holds a code.
    """

    volgnummer: int
    kenmerk: str
    sha256: str
    opdruk: str
    paginas: int
    vellen: int
    klasse: str
    kix: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """A lot.

    klasse is that of its heaviest letter. voorblad and sluitblad are the sha256 of the sheets around it.
    ondertekend says that the signature lies beside the manifest: one that is gone was taken away.
    """

    run: str
    lot: int
    klasse: str
    ondertekend: bool
    voorblad: str
    sluitblad: str
    brieven: tuple[Manifestbrief, ...]

    def find_digests(self) -> Mapping[str, str]:
        """Give the sha256 of each document, per kenmerk."""
        return {brief.kenmerk: brief.sha256 for brief in self.brieven}


@lru_cache(maxsize=1)
def load_manifestschema() -> etree.XMLSchema:
    """Load the XSD that every manifest keeps to."""
    return load_schema("printpartij.xsd")


def make_manifest(manifest: Manifest) -> bytes:
    """Write a manifest.

    Shape: XML after printpartij.xsd; the same lot gives the same bytes.
    """
    wortel = etree.Element(
        f"{{{NAMESPACE}}}printpartij",
        nsmap={None: NAMESPACE},  # type: ignore[dict-item] # the stubs do not know the default namespace
        run=manifest.run,
        partij=str(manifest.lot),
        klasse=manifest.klasse,
        ondertekend=_format_janee(manifest.ondertekend),
        brieven=str(len(manifest.brieven)),
        paginas=str(sum(brief.paginas for brief in manifest.brieven)),
        vellen=str(sum(brief.vellen for brief in manifest.brieven)),
    )
    etree.SubElement(wortel, f"{{{NAMESPACE}}}voorblad", sha256=manifest.voorblad)
    for brief in manifest.brieven:
        etree.SubElement(
            wortel,
            f"{{{NAMESPACE}}}brief",
            volgnummer=str(brief.volgnummer),
            kenmerk=brief.kenmerk,
            klasse=brief.klasse,
            paginas=str(brief.paginas),
            vellen=str(brief.vellen),
            kix=_format_janee(brief.kix),
            sha256=brief.sha256,
            opdruk=brief.opdruk,
        )
    etree.SubElement(wortel, f"{{{NAMESPACE}}}sluitblad", sha256=manifest.sluitblad)
    return etree.tostring(wortel, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def parse_manifest(inhoud: bytes) -> Manifest:
    """Read a manifest back.

    Raises: InvalidXmlError.
    """
    wortel = parse_xml(inhoud, load_manifestschema())
    voor, *brieven, na = map(list_velden, wortel)
    velden = list_velden(wortel)
    return Manifest(
        run=velden["run"],
        lot=int(velden["partij"]),
        klasse=velden["klasse"],
        ondertekend=velden["ondertekend"] == "ja",
        voorblad=voor["sha256"],
        sluitblad=na["sha256"],
        brieven=tuple(_parse_brief(brief) for brief in brieven),
    )


def read_manifest(bestand: Path) -> Manifest:
    """Read a manifest from its file.

    Raises: InvalidXmlError, OSError.
    """
    return parse_manifest(load_bestand(bestand))


def _parse_brief(velden: Mapping[str, str]) -> Manifestbrief:
    return Manifestbrief(
        volgnummer=int(velden["volgnummer"]),
        kenmerk=velden["kenmerk"],
        sha256=velden["sha256"],
        opdruk=velden["opdruk"],
        paginas=int(velden["paginas"]),
        vellen=int(velden["vellen"]),
        klasse=velden["klasse"],
        kix=velden["kix"] == "ja",
    )


def _format_janee(waarde: bool) -> str:  # noqa: FBT001 - one word from one fact
    return "ja" if waarde else "nee"
