"""What is learned is shared, bounded, and not used once something changed."""

import shutil
from pathlib import Path

import pytest

from correspondentie.sjabloon import load_sjablonen
from correspondentie.zetter import Kopij, Wijze, Zetter, voorraad
from tests.bouwers.briefhtml import DAGTEKENING, HUISSTIJL
from tests.bouwers.voorbeelden import SJABLONEN, load_voorbeeld


@pytest.fixture(scope="module")
def brief() -> Kopij:
    sjablonen = load_sjablonen(SJABLONEN)
    return sjablonen.render_kopij("herziening", load_voorbeeld("herziening", "nabetaling").gegevens)


def zet(zetter: Zetter, kopij: Kopij) -> tuple[Wijze, bytes]:
    gezet = zetter.zet(kopij, dagtekening=DAGTEKENING)
    return gezet.wijze, gezet.pdf


def test_a_letter_has_the_same_bytes_learned_filled_and_from_the_folder(brief: Kopij, tmp_path: Path) -> None:
    zetter = Zetter(HUISSTIJL, formes=tmp_path)
    geleerd, gevuld = zet(zetter, brief), zet(zetter, brief)
    geladen = zet(Zetter(HUISSTIJL, formes=tmp_path), brief)

    assert [wijze for wijze, _ in (geleerd, gevuld, geladen)] == [Wijze.GELEERD, Wijze.GEVULD, Wijze.GEVULD]
    assert geleerd[1] == gevuld[1] == geladen[1]


def test_what_another_process_learns_is_used_at_once(brief: Kopij, tmp_path: Path) -> None:
    een, ander = Zetter(HUISSTIJL, formes=tmp_path), Zetter(HUISSTIJL, formes=tmp_path)
    zet(ander, brief)

    assert zet(een, brief)[0] is Wijze.GEVULD


def test_a_letter_from_another_process_is_drawn_as_well(brief: Kopij, tmp_path: Path) -> None:
    een = Zetter(HUISSTIJL, steekproef=1, formes=tmp_path)
    zet(Zetter(HUISSTIJL, formes=tmp_path), brief)
    gezet = een.zet(brief, dagtekening=DAGTEKENING)

    assert (gezet.wijze, gezet.gecontroleerd) == (Wijze.GEVULD, True)


@pytest.mark.parametrize("kapot", [b"", b"\xc1", b"\x80"])
def test_a_damaged_lesson_is_learned_again(brief: Kopij, tmp_path: Path, kapot: bytes) -> None:
    zet(Zetter(HUISSTIJL, formes=tmp_path), brief)
    for les in tmp_path.glob("*/*.les"):
        les.write_bytes(kapot)
    zetter = Zetter(HUISSTIJL, formes=tmp_path)

    assert [zet(zetter, brief)[0], zet(zetter, brief)[0]] == [Wijze.GELEERD, Wijze.GEVULD]


def test_another_house_style_knows_nothing_of_this_one(brief: Kopij, tmp_path: Path) -> None:
    ander = shutil.copytree(HUISSTIJL, tmp_path / "huisstijl")
    zet(Zetter(ander, formes=tmp_path), brief)
    with (ander / "huisstijl.css").open("a", encoding="utf-8") as css:
        css.write("\nmain { color: #123 }\n")

    assert zet(Zetter(ander, formes=tmp_path), brief)[0] is Wijze.GELEERD
    assert len({les.parent for les in tmp_path.glob("*/*.les")}) == 2


def test_formes_are_bounded_in_memory(brief: Kopij, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voorraad, "STANDEN_MAXIMUM", 3)
    zetter = Zetter(HUISSTIJL)

    assert {zet(zetter, brief)[0] for _ in range(2)} == {Wijze.GEZET}
