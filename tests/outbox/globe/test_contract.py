"""The official files: the XSDs that this project carries are those of Logius, byte for byte."""

from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree

from outbox.globe.schemas import load_resultaatschema, load_verzoekschema

XSD = Path("outbox/globe/xsd")
OFFICIEEL = Path(__file__).parents[3].parent / "shared/koppelvlakken/globe"
NAMEN = {
    "GLOBEBatchRequest.xsd": "Request",
    "GLOBEBatchRequestTypes.xsd": "Request",
    "GLOBEBatchResponse.xsd": "Response",
    "GLOBEBatchResponseTypes.xsd": "Response",
}


@pytest.mark.parametrize("naam", NAMEN)
def test_an_xsd_is_what_the_note_beside_it_says(naam: str) -> None:
    digest = sha256((XSD / naam).read_bytes()).hexdigest()

    assert f"| {naam} | {digest} |" in (XSD / "SOURCE.md").read_text()


@pytest.mark.skipif(not OFFICIEEL.exists(), reason="het officiele contract ligt niet naast dit project")
@pytest.mark.parametrize("naam", NAMEN)
def test_an_xsd_is_the_official_one(naam: str) -> None:
    officieel = OFFICIEEL / "BerichtVerwerkService" / NAMEN[naam] / naam

    assert officieel.read_bytes() == (XSD / naam).read_bytes()


@pytest.mark.skipif(not OFFICIEEL.exists(), reason="het officiele contract ligt niet naast dit project")
def test_the_official_example_still_breaks_its_own_xsd() -> None:
    """When it does not any more, it can serve as a positive test."""
    voorbeeld = etree.parse(OFFICIEEL / "voorbeelden/GLOBE-R-BV-Request.xml")

    assert not load_verzoekschema().validate(voorbeeld)


def test_both_schemas_load_without_the_network() -> None:
    assert isinstance(load_verzoekschema(), etree.XMLSchema)
    assert isinstance(load_resultaatschema(), etree.XMLSchema)
