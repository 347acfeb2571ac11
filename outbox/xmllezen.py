"""Reading XML that came from outside: no entities, no network, no more than fits, and only after a schema."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from lxml import etree

from outbox.errors import OutboxError

HOOGSTENS_BYTES = 32 * 1024 * 1024


class InvalidXmlError(OutboxError):
    """A file is not the XML that was agreed; the text says where, and holds nothing of the content."""


def load_schema(naam: str) -> etree.XMLSchema:
    """Load one of the schemas of the printer."""
    bestand = resources.files("outbox.printstraat").joinpath(naam)
    return etree.XMLSchema(etree.fromstring(bestand.read_bytes()))


def load_bestand(bestand: Path, hoogstens: int = HOOGSTENS_BYTES) -> bytes:
    """Read a file of at most so many bytes.

    Raises: InvalidXmlError when it is larger or is no file, OSError when it cannot be read.
    """
    if not bestand.is_file():
        raise InvalidXmlError(f"{bestand.name} is geen bestand; geef het bestand van de drukker")
    with bestand.open("rb") as stroom:
        inhoud = stroom.read(hoogstens + 1)
    if len(inhoud) > hoogstens:
        raise InvalidXmlError(
            f"{bestand.name} is groter dan {hoogstens} bytes; vraag de drukker om een bestand per partij"
        )
    return inhoud


def parse_xml(inhoud: bytes, schema: etree.XMLSchema) -> etree._Element:
    """Parse XML that keeps to a schema.

    Raises: InvalidXmlError, with a line that is wrong.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        wortel = etree.fromstring(inhoud, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        regel = getattr(error, "lineno", None) or 1
        raise InvalidXmlError(f"geen leesbare XML vanaf regel {regel}; vraag om een nieuw bestand") from None
    if wortel.getroottree().docinfo.internalDTD is not None:
        raise InvalidXmlError(
            "de XML heeft een DOCTYPE en die is niet toegestaan; vraag om een nieuw bestand"
        )
    if not schema.validate(wortel):
        fout = schema.error_log.last_error  # type: ignore[attr-defined] # the stubs do not know it
        raise InvalidXmlError(
            f"de XML voldoet op regel {fout.line} niet aan het XSD; vraag om een nieuw bestand"
        )
    return wortel


def list_velden(element: etree._Element) -> Mapping[str, str]:
    """Give the attributes of an element."""
    return {str(naam): str(waarde) for naam, waarde in element.attrib.items()}
