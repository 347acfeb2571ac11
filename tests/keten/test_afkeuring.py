"""A forme that turns out wrong in the middle of a run: no letter from it leaves, and the operator is told.

The part of the typesetter that measures words is broken on purpose while the run is under way.
"""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from calc.huishouden import Toeslag
from correspondentie.cli import app
from correspondentie.cli_basis import VORM_AFGEKEURD
from correspondentie.zetter.letterkast import Letterbak, Woord
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier, make_verleend
from tests.bouwers.huishoudens import make_aanvraag, make_huishouden

BURGERS = ("111222333", "000000012", "000000024", "000000036", "000000048", "000000061")
EERDER = 2  # of these were decided on before
BROK = 2


def break_after(aantal: int, echt: Callable[[Letterbak, str], Woord]) -> Callable[[Letterbak, str], Woord]:
    """Make each word half a pixel too wide once so many were asked for."""
    geteld = 0

    def find_woord(bak: Letterbak, tekst: str) -> Woord:
        nonlocal geteld
        geteld += 1
        woord = echt(bak, tekst)
        if geteld <= aantal:
            return woord
        return woord._replace(midden=woord.midden._replace(breedte=woord.midden.breedte + 2_000))

    return find_woord


def run_maand(invoer: Path, data: Path, *meer: str) -> int:
    opdracht = ["maandrun", str(invoer), "--maand", "2026-07", "--data", str(data), "--werkers", "1", *meer]
    return CliRunner().invoke(app, opdracht).exit_code


def write_invoer(map_: Path) -> Path:
    """Write households of which the first get a letter of another brieftype than the last."""
    opvang = make_aanvraag(Toeslag.KINDEROPVANGTOESLAG, verleend=make_verleend(5_000_00))
    eerder = make_huishouden(aanvragen=(opvang,))
    dossiers = [
        make_dossier(eerder if plaats < EERDER else None, nummer=f"D{plaats}", burger=make_burger(bsn))
        for plaats, bsn in enumerate(BURGERS)
    ]
    invoer = map_ / "invoer.jsonl"
    invoer.write_bytes(encode_dossiers(*dossiers))
    return invoer


def read_rapport(data: Path) -> dict[str, Any]:
    rapport: dict[str, Any] = json.loads(next(data.glob("*/rapport.json")).read_text())
    return rapport


def list_brieven(data: Path) -> dict[str, tuple[str, str]]:
    with sqlite3.connect(data / "correspondentie.sqlite") as database:
        vraag = "SELECT kenmerk, wijze, sha256 FROM brieven ORDER BY kenmerk"
        return {kenmerk: (wijze, sha256) for kenmerk, wijze, sha256 in database.execute(vraag)}


def list_brieftypen(data: Path) -> set[str]:
    with sqlite3.connect(data / "correspondentie.sqlite") as database:
        return {brieftype for (brieftype,) in database.execute("SELECT DISTINCT brieftype FROM brieven")}


def count_woorden(invoer: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Count how many words a good run asks for; it also teaches the formes."""
    geteld = 0
    echt = Letterbak.find_woord

    def find_woord(bak: Letterbak, tekst: str) -> Woord:
        nonlocal geteld
        geteld += 1
        return echt(bak, tekst)

    with monkeypatch.context() as tijdelijk:
        tijdelijk.setattr(Letterbak, "find_woord", find_woord)
        assert run_maand(invoer, data) == 0
    return geteld


@pytest.fixture
def klein(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small chunks, and every letter made both ways."""
    monkeypatch.setenv("CORRESPONDENTIE_BROK", str(BROK))
    monkeypatch.setenv("CORRESPONDENTIE_STEEKPROEF", "1")


@pytest.mark.usefixtures("klein")
class TestAfkeuring:
    """What a run does when a filled letter differs from the composed one."""

    def test_no_filled_letter_leaves_and_the_run_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        invoer = write_invoer(tmp_path)
        woorden = count_woorden(invoer, tmp_path / "goed", monkeypatch)
        kapot = break_after(woorden * 3 // 4, Letterbak.find_woord)
        monkeypatch.setattr(Letterbak, "find_woord", kapot)

        code = run_maand(invoer, tmp_path / "kapot")

        rapport = read_rapport(tmp_path / "kapot")
        assert (VORM_AFGEKEURD, True) == (code, rapport["in_balans"])
        assert 1 == rapport["zetten"]["verschillen"] == len(rapport["zetten"]["afgekeurd"])
        assert {"gezet"} == {wijze for wijze, _ in list_brieven(tmp_path / "kapot").values()}
        assert {"herziening", "voorlopige-beschikking"} == list_brieftypen(tmp_path / "kapot")

    def test_its_letters_are_those_that_weasyprint_makes(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        invoer = write_invoer(tmp_path)
        assert run_maand(invoer, tmp_path / "gezet", "--motor", "weasyprint") == 0
        woorden = count_woorden(invoer, tmp_path / "goed", monkeypatch)
        kapot = break_after(woorden * 3 // 4, Letterbak.find_woord)
        monkeypatch.setattr(Letterbak, "find_woord", kapot)

        run_maand(invoer, tmp_path / "kapot")

        assert list_brieven(tmp_path / "gezet") == list_brieven(tmp_path / "kapot")
        assert list_brieven(tmp_path / "goed").keys() == list_brieven(tmp_path / "kapot").keys()

    def test_a_later_run_does_not_use_the_forme_either(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        invoer, data = write_invoer(tmp_path), tmp_path / "data"
        with monkeypatch.context() as tijdelijk:
            tijdelijk.setattr(Letterbak, "find_woord", break_after(0, Letterbak.find_woord))
            assert run_maand(invoer, data) == VORM_AFGEKEURD
        andere = make_dossier(nummer="D9", burger=make_burger("000000073"))
        (tmp_path / "later.jsonl").write_bytes(encode_dossiers(andere))

        code = run_maand(tmp_path / "later.jsonl", data)

        assert 0 == code
        assert {"gezet"} == {wijze for wijze, _ in list_brieven(data).values()}
