"""What the browser gets: made from what is in the tree, under free licences, and nothing from elsewhere."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from tests.bouwers.boom import WORTEL

BOUW = WORTEL / "bouw" / "redactie"
MIDDELEN = WORTEL / "correspondentie" / "web" / "middelen"
PAGINAS = WORTEL / "correspondentie" / "web" / "paginas"
HERKOMST = json.loads((MIDDELEN / "herkomst.json").read_text("utf-8"))
EIGEN = {"redactie.css", "merk.svg", "herkomst.json"}  # written by hand, or the list itself
VRIJ = {"MIT", "EUPL-1.2", "BSD-0-Clause"}
BUITEN = re.compile(r"""(?:src|href|action|url\()\s*=?\s*["']?(?:https?:)?//""")


def test_what_the_browser_gets_was_made_from_these_sources() -> None:
    bronnen = {pad.relative_to(BOUW).as_posix() for pad in (BOUW / "bron").iterdir()}

    assert HERKOMST["bronnen"] == {pad: compute_som(BOUW / pad) for pad in HERKOMST["bronnen"]}, (
        "build it anew: cd bouw/redactie && npm ci --ignore-scripts && npm run bouw"
    )
    assert bronnen | {"bouw.mjs", "package.json", "package-lock.json"} == set(HERKOMST["bronnen"])


def test_nothing_in_it_was_changed_after_it_was_made() -> None:
    uitkomst = {pad.name: compute_som(pad) for pad in MIDDELEN.iterdir() if pad.name not in EIGEN}

    assert HERKOMST["uitkomst"] == uitkomst


def test_every_package_in_it_is_pinned_and_free() -> None:
    slot = json.loads((BOUW / "package-lock.json").read_text("utf-8"))["packages"]
    gekozen = json.loads((BOUW / "package.json").read_text("utf-8"))["dependencies"]
    licenties = {waarde.partition(" ")[2] for waarde in HERKOMST["pakketten"].values()}

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", versie) for versie in gekozen.values())
    assert all("integrity" in pakket for pad, pakket in slot.items() if pad)
    assert set() == licenties - VRIJ


@pytest.mark.parametrize("naam", HERKOMST["pakketten"])
def test_its_licence_is_given_with_it(naam: str) -> None:
    versie = HERKOMST["pakketten"][naam].partition(" ")[0]

    assert f"{naam} {versie} (" in (MIDDELEN / "LICENTIES.txt").read_text("utf-8")


@pytest.mark.parametrize("pagina", sorted(PAGINAS.glob("*.html")), ids=lambda pad: pad.name)
def test_a_page_brings_no_script_or_style_of_its_own_and_nothing_from_elsewhere(pagina: Path) -> None:
    tekst = pagina.read_text("utf-8")

    assert not BUITEN.search(tekst)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", tekst)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", tekst)
    assert "| safe" not in tekst


def compute_som(pad: Path) -> str:
    """Compute the sha256 of a file. Shape: hex."""
    return sha256(pad.read_bytes()).hexdigest()
