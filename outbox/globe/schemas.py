"""The official XSDs, and reading XML from outside without ever doing what it asks."""

from importlib import resources

from lxml import etree

_XSD = resources.files("outbox.globe").joinpath("xsd")


def load_verzoekschema() -> etree.XMLSchema:
    """Load the XSD of a batch of messages."""
    return _load("GLOBEBatchRequest.xsd")


def load_resultaatschema() -> etree.XMLSchema:
    """Load the XSD of the result of a batch."""
    return _load("GLOBEBatchResponse.xsd")


def make_parser() -> etree.XMLParser:
    """Make a parser that expands no entities, loads no DTD, asks no network and bounds depth and size."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _load(naam: str) -> etree.XMLSchema:
    # the schema imports its neighbour by name, so both have to be files
    with resources.as_file(_XSD) as map_:
        return etree.XMLSchema(etree.parse(map_ / naam, make_parser()))
