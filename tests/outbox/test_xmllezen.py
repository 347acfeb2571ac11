"""XML from outside: what would take all memory is refused before there is a tree."""

from pathlib import Path

import pytest

from outbox.printstraat import MANIFEST
from outbox.printstraat.manifest import Manifest, Manifestbrief, make_manifest, parse_manifest
from outbox.xmllezen import HOOGSTENS_BYTES, InvalidXmlError
from tests.bouwers.leeskind import measure_lezen

VEEL = HOOGSTENS_BYTES - 100
DIGEST = "0" * 64


def make_lot(brieven: int) -> bytes:
    """Make the manifest of a lot of so many letters."""
    regels = (
        Manifestbrief(
            volgnummer=nummer, kenmerk=f"{nummer:019d}", sha256=DIGEST, opdruk=DIGEST, paginas=2, vellen=1,
            klasse="tot-20-gram", kix=True,
        )
        for nummer in range(1, brieven + 1)
    )  # fmt: skip
    return make_manifest(
        Manifest(
            run="2026-07", lot=1, klasse="tot-20-gram", ondertekend=False, voorblad=DIGEST, sluitblad=DIGEST,
            brieven=tuple(regels),
        )
    )  # fmt: skip


def make_vol(begin: bytes, deel: bytes, einde: bytes) -> bytes:
    """Make as large a file as is read at all, of parts that are the same or have a number."""
    if b"%x" not in deel:
        return begin + deel * (VEEL // len(deel)) + einde
    return begin + b"".join(deel % nummer for nummer in range(VEEL // (len(deel) + 6))) + einde


VOL = {
    "elementen": (b"<x>", b"<a/>", b"</x>", "meer dan 100002 elementen"),
    "attributen": (
        b"<x>",
        b'<a b="" c="" d="" e="" f="" g="" h="" i="" j=""/>',
        b"</x>",
        "800016 attributen",
    ),
    "naamruimten": (b"<x>", b'<a xmlns="b" xmlns:a="b" xmlns:b="b"/>', b"</x>", "meer dan 100002"),
    "een lange tag": (b"<x", b' a%x=">"', b"/>", "waarin geen element begint"),
    "opmerkingen": (b"<x>", b"<!---->", b"</x>", "voldoet op regel 1 niet aan het XSD"),
    "entiteiten": (b"<!DOCTYPE x [", b'<!ENTITY a%x "">', b"]><x/>", "DOCTYPE"),
}


@pytest.fixture(scope="module")
def gewoon(tmp_path_factory: pytest.TempPathFactory) -> int:
    """Measure what reading an ordinary manifest takes, in MB."""
    bestand = tmp_path_factory.mktemp("gewoon") / MANIFEST
    bestand.write_bytes(make_lot(250))
    gelezen, piek = measure_lezen("manifest", bestand)
    assert "250" == gelezen
    return piek


@pytest.mark.parametrize("naam", VOL)
def test_what_would_take_all_memory_is_refused_in_little_more_than_its_size(
    tmp_path: Path, gewoon: int, naam: str
) -> None:
    begin, deel, einde, zegt = VOL[naam]
    (tmp_path / MANIFEST).write_bytes(make_vol(begin, deel, einde))

    gezegd, piek = measure_lezen("manifest", tmp_path / MANIFEST)

    assert zegt in gezegd
    assert piek < gewoon + 2 * HOOGSTENS_BYTES // 1024**2


def test_the_largest_lot_that_can_be_is_read() -> None:
    assert 99_999 == len(parse_manifest(make_lot(99_999)).brieven)


def test_an_opmerking_is_passed_by() -> None:
    met = make_lot(2).replace(b"<brief", b"<!-- van de drukker --><?pi x?><brief")

    assert parse_manifest(make_lot(2)) == parse_manifest(met)


@pytest.mark.parametrize(
    "inhoud", [make_lot(1).decode().encode("utf-16"), b"", b"<x", "<x>\xe9</x>".encode("latin-1")]
)
def test_what_is_no_utf8_or_not_whole_is_refused(inhoud: bytes) -> None:
    with pytest.raises(InvalidXmlError, match="geen leesbare XML"):
        parse_manifest(inhoud)
