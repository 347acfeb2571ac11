"""What the printer and the post say of a run's letters, taken in on the command line."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from shutil import copytree

import pytest
from lxml import etree

from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier
from tests.bouwers.opdrachtregel import run_correspondentie

BURGERS = ("111222333", "000000012", "000000024")
NAMESPACE = "urn:correspondentie:terugmelding:1"


@pytest.fixture(scope="module")
def gedaan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run with three letters on paper."""
    data = tmp_path_factory.mktemp("gedaan")
    invoer = data / "invoer.jsonl"
    dossiers = [
        make_dossier(nummer=f"D{plaats}", burger=make_burger(bsn), box=False)
        for plaats, bsn in enumerate(BURGERS)
    ]
    invoer.write_bytes(encode_dossiers(*dossiers))
    opdracht = ("maandrun", invoer, "--maand", "2026-07", "--data", data)
    assert run_correspondentie(*opdracht).returncode == 0
    return data


@pytest.fixture
def partij(gedaan: Path, tmp_path: Path) -> Path:
    """The folder of the lot, in a copy of that run."""
    copytree(gedaan, tmp_path, dirs_exist_ok=True)
    return next(tmp_path.glob("print/*/partij-0001"))


def write_terugmelding(partij: Path, hoeveel: int) -> Path:
    """Write what a printer says of the first so many letters of a lot."""
    manifest = (partij / "manifest.xml").read_bytes()
    wortel = etree.Element(
        f"{{{NAMESPACE}}}terugmelding",
        run=partij.parent.name,
        partij="1",
        manifest=sha256(manifest).hexdigest(),
    )
    brieven = etree.fromstring(manifest).findall("{*}brief")
    for brief in brieven[:hoeveel]:
        etree.SubElement(
            wortel,
            f"{{{NAMESPACE}}}brief",
            volgnummer=brief.get("volgnummer", ""),
            kenmerk=brief.get("kenmerk", ""),
            status="verzonden",
            moment=datetime.now(UTC).isoformat(timespec="seconds"),  # noqa: TID251 - after the lot was written, so now
        )
    bestand = partij / "terugmelding.xml"
    bestand.write_bytes(etree.tostring(wortel))
    return bestand


def test_a_lot_that_was_sent_is_told_as_such(partij: Path, tmp_path: Path) -> None:
    gelezen = run_correspondentie("print", "terugmelding", write_terugmelding(partij, 3), "--data", tmp_path)
    stand = run_correspondentie("print", "stand", partij.parent.name, "--data", tmp_path)

    assert (gelezen.returncode, gelezen.stderr) == (0, b"")
    assert "3 regels kloppen, 3 zijn nieuw, 0 wijken af" in gelezen.stdout.decode()
    assert "verzonden: 3" in stand.stdout.decode()


def test_a_letter_that_the_printer_does_not_name_is_missed(partij: Path, tmp_path: Path) -> None:
    gelezen = run_correspondentie("print", "terugmelding", write_terugmelding(partij, 2), "--data", tmp_path)

    assert gelezen.returncode == 3
    assert "ontbreekt" in gelezen.stdout.decode()


def test_a_letter_that_came_back_is_remembered(partij: Path, tmp_path: Path) -> None:
    kenmerk = next(partij.glob("*.pdf")).stem
    lijst = tmp_path / "retour.txt"
    lijst.write_text(f"{kenmerk};verhuisd\nBESTAAT-NIET;verhuisd\n")

    gelezen = run_correspondentie("print", "retour", lijst, "--data", tmp_path)
    stand = run_correspondentie("print", "stand", partij.parent.name, "--data", tmp_path)

    assert gelezen.returncode == 3
    assert "1 nieuw, 0 al bekend, 1 niet te lezen" in gelezen.stdout.decode()
    assert "teruggekomen (verhuisd): 1" in stand.stdout.decode()


def test_a_file_that_is_no_terugmelding_changes_nothing(partij: Path, tmp_path: Path) -> None:
    bestand = tmp_path / "raar.xml"
    bestand.write_text('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')

    gelezen = run_correspondentie("print", "terugmelding", bestand, "--data", tmp_path)

    assert gelezen.returncode == 1
    assert "root:" not in gelezen.stderr.decode()
