"""Our own reader of the tag tree says what poppler says."""

import re
import subprocess
from pathlib import Path

import pytest

from correspondentie.sjabloon import load_sjablonen
from correspondentie.zetter import Kopij, Motor, Zetter
from tests.bouwers.voorbeelden import SJABLONEN, list_voorbeelden
from tests.pdf.lezen import list_kinds, list_spoken, open_pdf

ELEMENT = re.compile(r"[A-Z][A-Za-z0-9]*\b")


def read_poppler(pdf: bytes, folder: Path) -> tuple[list[str], str]:
    """Read the kinds of the elements and all text, without white space, as poppler does."""
    bestand = folder / "brief.pdf"
    bestand.write_bytes(pdf)
    opdracht = ["pdfinfo", "-struct-text", f"{bestand}"]
    boom = subprocess.run(opdracht, capture_output=True, check=True, text=True).stdout.splitlines()
    regels = [regel.strip() for regel in boom]
    soorten = [m.group() for m in map(ELEMENT.match, regels) if m and m.group() != "Object"]
    return soorten, "".join("".join(regel[1:-1].split()) for regel in regels if regel.startswith('"'))


@pytest.mark.parametrize("brieftype", sorted({v.brieftype for v in list_voorbeelden()}))
@pytest.mark.parametrize("motor", Motor)
def test_our_reader_says_what_poppler_says(brieftype: str, motor: Motor, tmp_path: Path) -> None:
    sjablonen, zetter = load_sjablonen(SJABLONEN), Zetter(SJABLONEN / "_huisstijl", motor)
    gegevens = [v.gegevens for v in list_voorbeelden() if v.brieftype == brieftype]
    kopij = min((sjablonen.render_kopij(brieftype, feiten) for feiten in gegevens), key=_count_tekens)
    for _ in Motor:  # the second of the forme is filled
        pdf = zetter.zet(kopij, dagtekening=gegevens[0].brief.dagtekening).pdf
    soorten, tekst = read_poppler(pdf, tmp_path)

    assert soorten == list_kinds(open_pdf(pdf))
    assert tekst == "".join("".join(tekst.split()) for _, tekst in list_spoken(pdf))


def _count_tekens(kopij: Kopij) -> int:
    return len(kopij.html)
