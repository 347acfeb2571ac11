"""A set of proofs: every letter marked, nobody real in it, and true to both profiles of PDF."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from correspondentie.redactie.proefset import LEESMIJ, make_proefset
from correspondentie.redactie.voorbeeldmaker import Schrijffout, Voorbeeldmaker
from tests.bouwers.voorbeelden import SJABLONEN
from tests.bouwers.voorbeeldvragen import GEVAL, MUTATIE, make_opdracht
from tests.pdf.verapdf import check_pdfs

NAAM = f"VOORBEELD-{MUTATIE.naam}-{GEVAL}"


@pytest.fixture(scope="module")
def maker() -> Iterator[Voorbeeldmaker]:
    with Voorbeeldmaker(SJABLONEN) as maker:
        yield maker


@pytest.fixture(scope="module")
def proefset(maker: Voorbeeldmaker) -> bytes:
    zip_ = make_proefset(maker, make_opdracht(), (GEVAL,))
    assert isinstance(zip_, bytes)
    return zip_


def test_a_set_holds_a_letter_and_a_bericht_per_geval(proefset: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(proefset)) as zip_:
        assert [LEESMIJ, f"{NAAM}.pdf", f"{NAAM}.txt"] == zip_.namelist()
        assert "verzonnen" in zip_.read(LEESMIJ).decode()
        assert zip_.read(f"{NAAM}.txt").decode().startswith("Wijziging kinderopvangtoeslag ")


def test_a_marked_letter_keeps_to_both_profiles(proefset: bytes, tmp_path: Path) -> None:
    bestand = tmp_path / "proef.pdf"
    with zipfile.ZipFile(io.BytesIO(proefset)) as zip_:
        bestand.write_bytes(zip_.read(f"{NAAM}.pdf"))

    assert {bestand: []} == check_pdfs([bestand])


def test_the_same_text_gives_the_same_set(maker: Voorbeeldmaker, proefset: bytes) -> None:
    assert proefset == make_proefset(maker, make_opdracht(), (GEVAL,))


def test_a_mistake_gives_no_set(maker: Voorbeeldmaker) -> None:
    assert isinstance(make_proefset(maker, make_opdracht(brief="{{ x }}")), Schrijffout)


def test_only_a_voorbeeld_can_be_in_a_set(maker: Voorbeeldmaker) -> None:
    fout = make_proefset(maker, make_opdracht(), ("iemand-anders",))

    assert isinstance(fout, Schrijffout)
    assert "heeft geen voorbeeld met die naam" in fout.uitleg
