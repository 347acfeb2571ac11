"""The manifest: it keeps to its schema, reads back, and what is hostile is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from outbox.printstraat.manifest import (
    MANIFEST,
    NAMESPACE,
    load_manifestschema,
    make_manifest,
    parse_manifest,
    read_manifest,
)
from outbox.xmllezen import HOOGSTENS_BYTES, InvalidXmlError, list_velden
from tests.bouwers.printpartijen import DIGEST, make_lot, make_manifestbrief

KENMERKEN = st.from_regex(r"[A-Za-z0-9-]{1,25}", fullmatch=True)
BOM = "".join(
    f'<!ENTITY b{n} "{"&b" + str(n - 1) + ";" if n else "ha"}{"&b" + str(n - 1) + ";" if n else ""}">'
    for n in range(40)
)


@given(st.lists(KENMERKEN, min_size=1, max_size=20, unique=True), st.integers(1, 99_999), st.booleans())
def test_every_manifest_keeps_to_its_schema_and_reads_back(kenmerken: list[str], lot: int, kix: bool) -> None:
    manifest = make_lot(*(make_manifestbrief(n, k, kix=kix) for n, k in enumerate(kenmerken, 1)), lot=lot)
    xml = make_manifest(manifest)

    load_manifestschema().assertValid(etree.fromstring(xml))
    assert manifest == parse_manifest(xml)
    assert xml == make_manifest(manifest)


def test_the_manifest_sums_what_is_in_the_lot() -> None:
    wortel = etree.fromstring(make_manifest(make_lot(make_manifestbrief(1, "a"), make_manifestbrief(2, "b"))))

    assert {"run": "2026-07", "partij": "1", "klasse": "nl-20g", "ondertekend": "nee"}.items() <= dict(
        list_velden(wortel)
    ).items()
    assert ("2", "6", "4") == tuple(wortel.get(naam) for naam in ("brieven", "paginas", "vellen"))


@pytest.mark.parametrize(
    ("oud", "nieuw"),
    [
        ('kenmerk="b"', 'kenmerk="../b"'),
        ('kenmerk="b"', 'kenmerk="a"'),
        ('kenmerk="b"', ""),
        ('volgnummer="2"', 'volgnummer="1"'),
        ('volgnummer="2"', 'volgnummer="0"'),
        (f'sha256="{DIGEST}" opdruk', 'sha256="kort" opdruk'),
        ('paginas="3"', 'paginas="1000"'),
        ('kix="ja"', 'kix="true"'),
        ('run="2026-07"', 'run="../07"'),
        ('ondertekend="nee"', ""),
        ("<sluitblad", "<anders"),
    ],
)
def test_the_schema_refuses_what_cannot_be_printed(oud: str, nieuw: str) -> None:
    xml = make_manifest(make_lot(make_manifestbrief(1, "a"), make_manifestbrief(2, "b"))).decode()
    assert oud in xml

    with pytest.raises(InvalidXmlError, match="voldoet op regel"):
        parse_manifest(xml.replace(oud, nieuw).encode())


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"\x00\x01",
        b"<printpartij",
        f'<printpartij xmlns="{NAMESPACE}">'.encode(),
        b"<a>" * 100_000,
        f"<!DOCTYPE a [{BOM}]><a>&b39;</a>".encode(),
        f"<!DOCTYPE a [{BOM}]><a b='&b39;'/>".encode(),
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'.encode("utf-16"),
    ],
)
def test_hostile_xml_is_refused(xml: bytes) -> None:
    with pytest.raises(InvalidXmlError, match="vraag om een nieuw bestand"):
        parse_manifest(xml)


def test_an_entity_inside_a_good_manifest_is_refused() -> None:
    xml = make_manifest(make_lot(make_manifestbrief(1, "a"))).decode()
    kop, rest = xml.split("\n", 1)

    with pytest.raises(InvalidXmlError, match="DOCTYPE"):
        parse_manifest(f'{kop}<!DOCTYPE printpartij [<!ENTITY e "a">]>{rest}'.encode())


def test_an_error_repeats_nothing_of_the_content() -> None:
    xml = (
        make_manifest(make_lot(make_manifestbrief(1, "a")))
        .decode()
        .replace('kenmerk="a"', 'kenmerk="J. Jansen"')
    )

    with pytest.raises(InvalidXmlError) as fout:
        parse_manifest(xml.encode())
    assert "Jansen" not in str(fout.value)


def test_a_file_of_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    bestand = tmp_path / MANIFEST
    with bestand.open("wb") as stroom:
        stroom.truncate(1024**3)  # a hole, which takes no room on the disk

    with pytest.raises(InvalidXmlError, match=f"groter dan {HOOGSTENS_BYTES} bytes"):
        read_manifest(bestand)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for pad in (tmp_path, tmp_path / "weg", Path("/dev/zero")):
        with pytest.raises(InvalidXmlError, match="is geen bestand"):
            read_manifest(pad)
