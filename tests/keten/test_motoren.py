"""Both motors make the same letter: as printed, as copied and as read aloud, with the most hostile values."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from correspondentie.errors import InvalidPdfError
from correspondentie.sjabloon import load_sjablonen
from correspondentie.zetter import Gezet, Kopij, Motor, Wijze, Zetter
from correspondentie.zetter.vergelijken import read_brief
from tests.bouwers.briefhtml import DAGTEKENING, HUISSTIJL
from tests.bouwers.vijandig import ONZETBAAR, list_vijandige
from tests.bouwers.voorbeelden import SJABLONEN, list_voorbeelden
from tests.pdf.verapdf import check_pdfs

BRIEVEN = 308
REEKS = 77  # letters per test: starting veraPDF costs as much as looking at twenty of them
FPUNT = 150  # dots per inch
KORTSTE = 3  # of each brieftype: a letter of six pages costs ten times as much and shows no more


@cache
def list_kopijen() -> tuple[Kopij, ...]:
    """List the kopij of the shortest voorbeelden of every brieftype."""
    sjablonen = load_sjablonen(SJABLONEN)
    per_brieftype: dict[str, list[Kopij]] = {}
    for voorbeeld in list_voorbeelden():
        kopij = sjablonen.render_kopij(voorbeeld.brieftype, voorbeeld.gegevens)
        per_brieftype.setdefault(voorbeeld.brieftype, []).append(kopij)
    kort = [sorted(kopijen, key=_count_waarden)[:KORTSTE] for kopijen in per_brieftype.values()]
    return tuple(kopij for kopijen in kort for kopij in kopijen)


def _count_waarden(kopij: Kopij) -> int:
    return len(kopij.waarden)


@pytest.fixture(scope="session")
def vuller() -> Zetter:
    """A Zetter that fills; what it does not know yet it learns."""
    return Zetter(HUISSTIJL)


@pytest.fixture(scope="session")
def componist() -> Zetter:
    """A Zetter that composes every letter."""
    return Zetter(HUISSTIJL, Motor.WEASYPRINT)


def zet(zetter: Zetter, kopij: Kopij) -> Gezet | None:
    """Make the letter; None when it may not leave the house."""
    try:
        return zetter.zet(kopij, dagtekening=DAGTEKENING)
    except InvalidPdfError:
        return None


def run(folder: Path, pdf: bytes, *opdracht: str) -> bytes:
    bestand = folder / "brief.pdf"
    bestand.write_bytes(pdf)
    opdracht = tuple(deel.format(bestand) for deel in opdracht)
    return subprocess.run(opdracht, capture_output=True, check=True).stdout


def look(folder: Path, pdf: bytes) -> dict[str, object]:
    """See the letter as a printer, a reader who copies its text, and a screen reader do.

    The text of each element is read by our own reader: that of pdfinfo takes seconds for a letter.
    """
    return {
        "beeld": run(folder, pdf, "pdftoppm", "-r", f"{FPUNT}", "{}"),
        "tekst": run(folder, pdf, "pdftotext", "{}", "-"),
        "tags": re.sub(rb"Object \d+", b"Object", run(folder, pdf, "pdfinfo", "-struct", "{}")),
        "voorgelezen": read_brief(pdf).tags,
    }


def list_verschillen(folder: Path, gevuld: Gezet, gezet: Gezet) -> list[str]:
    """List in which ways the filled letter is another one than the composed letter."""
    een, ander = look(folder, gevuld.pdf), look(folder, gezet.pdf)
    return [soort for soort in een if een[soort] != ander[soort]]


@pytest.mark.parametrize("begin", range(0, BRIEVEN, REEKS))
def test_a_letter_is_the_same_from_both_motors(
    begin: int, vuller: Zetter, componist: Zetter, tmp_path: Path
) -> None:
    gevuld: dict[Path, Gezet] = {}
    fouten: list[tuple[int, object]] = []
    for nummer, (kopij, ergste) in enumerate(list_vijandige(list_kopijen(), REEKS, begin), start=begin):
        brief, voorbeeld = zet(vuller, kopij), zet(componist, kopij)
        if brief is None or voorbeeld is None:
            fouten += [(nummer, "maar een van beide geweigerd")] if brief or voorbeeld else []
        elif brief.wijze is Wijze.GEZET:
            fouten += (
                [(nummer, brief.verschil or "zonder reden")] if brief.verschil or not brief.reden else []
            )
            fouten += [(nummer, "andere bytes")] if brief.pdf != voorbeeld.pdf else []
        else:
            gevuld[tmp_path / f"{nummer}.pdf"] = brief
            fouten += [(nummer, wat) for wat in list_verschillen(tmp_path, brief, voorbeeld)]
            fouten += [(nummer, f"gevuld met {ergste!r}")] if ergste else []
    for pad, brief in gevuld.items():
        pad.write_bytes(brief.pdf)
    keuring = check_pdfs(list(gevuld))

    assert fouten == []
    assert [(pad.name, oordeel) for pad, oordeel in keuring.items() if oordeel] == []
    assert len(gevuld) > REEKS // 4


@pytest.mark.parametrize("waarde", ONZETBAAR)
def test_a_name_that_cannot_be_set_is_refused_by_both_motors(
    waarde: str, vuller: Zetter, componist: Zetter
) -> None:
    basis = list_kopijen()[0]
    kopij = Kopij(basis.skelet, tuple(waarde if "Vries" in oud else oud for oud in basis.waarden))

    assert basis != kopij
    assert zet(vuller, kopij) is None
    assert zet(componist, kopij) is None
