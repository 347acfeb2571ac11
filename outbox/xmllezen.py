"""Reading XML that came from outside: no entities, no network, no more than fits, and only after a schema."""

from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path

from lxml import etree

from outbox.errors import OutboxError

HOOGSTENS_BYTES = 32 * 1024 * 1024
HOOGSTENS_ELEMENTEN = 100_002  # the XSD numbers at most 99,999 letters, and there is what stands around them
HOOGSTENS_VELDEN = 8 * HOOGSTENS_ELEMENTEN
BLOK = 64 * 1024


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
    try:
        for _ in feed_stukken(_list_stukken(inhoud), _Telling()):
            pass
        wortel = etree.fromstring(inhoud, _make_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        regel = getattr(error, "lineno", None) or 1
        raise InvalidXmlError(f"geen leesbare XML vanaf regel {regel}; vraag om een nieuw bestand") from None
    if not schema.validate(wortel):
        fout = schema.error_log.last_error  # type: ignore[attr-defined] # the stubs do not know it
        raise InvalidXmlError(
            f"de XML voldoet op regel {fout.line} niet aan het XSD; vraag om een nieuw bestand"
        )
    return wortel


def feed_stukken(stukken: Iterable[bytes], doel: object) -> Iterator[None]:
    """Have XML that comes in pieces of at most BLOK read by doel, without a tree; stop after each piece.

    An attribute holds no "<", so no tag is longer than what may pass without one.
    Raises: etree.XMLSyntaxError, InvalidXmlError when a tag or a text has no end, and what doel raises.
    """
    parser = _make_parser(doel)
    open_ = 0
    for stuk in stukken:
        open_ = len(stuk) - stuk.rindex(b"<") if b"<" in stuk else open_ + len(stuk)
        if open_ > BLOK:
            raise InvalidXmlError(
                f"de XML heeft een stuk van meer dan {BLOK} bytes waarin geen element begint; vraag om een "
                "nieuw bestand"
            )
        parser.feed(stuk)
        yield
    parser.close()


def list_velden(element: etree._Element) -> Mapping[str, str]:
    """Give the attributes of an element."""
    return {str(naam): str(waarde) for naam, waarde in element.attrib.items()}


def _make_parser(doel: object = None) -> etree.XMLParser:
    """Make a parser that builds a tree, or tells doel what it reads; it takes all for UTF-8."""
    return etree.XMLParser(
        target=doel,  # type: ignore[arg-type]  # the stubs ask for more than lxml does
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _list_stukken(inhoud: bytes) -> Iterator[bytes]:
    return (inhoud[plaats : plaats + BLOK] for plaats in range(0, len(inhoud), BLOK))


class _Telling:
    """Counts what a tree would hold, before there is one: that takes twenty times the room of the file."""

    def __init__(self) -> None:
        self._elementen = 0
        self._velden = 0

    def doctype(self, *_: object) -> None:
        """Refuse a DOCTYPE before what it declares is read."""
        raise InvalidXmlError(
            "de XML heeft een DOCTYPE en die is niet toegestaan; vraag om een nieuw bestand"
        )

    def start(self, _naam: str, velden: Mapping[str, str], namen: Mapping[str, str]) -> None:
        """Count an element, with its attributes and the namespaces that it names."""
        self._elementen += 1
        self._velden += len(velden) + len(namen)
        if self._elementen > HOOGSTENS_ELEMENTEN or self._velden > HOOGSTENS_VELDEN:
            raise InvalidXmlError(
                f"de XML heeft meer dan {HOOGSTENS_ELEMENTEN} elementen of {HOOGSTENS_VELDEN} attributen; "
                "vraag de drukker om een bestand per partij"
            )

    def end(self, naam: str) -> None:
        """Pass an end by."""

    def close(self) -> None:
        """Hear that the parser stops."""
