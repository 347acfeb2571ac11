"""What is learned is shared, bounded, and not used once something changed."""

import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from correspondentie.sjabloon import load_sjablonen
from correspondentie.zetter import Kopij, Wijze, Zetter, voorraad
from correspondentie.zetter.lettertypen import list_bibliotheken
from tests.bouwers.briefhtml import DAGTEKENING, HUISSTIJL, make_briefkopij
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


def test_formes_are_bounded_in_memory_and_in_the_folder(
    brief: Kopij, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(voorraad, "VORMEN_MAXIMUM", 3)
    zetter = Zetter(HUISSTIJL, formes=tmp_path)
    brieven = [brief, *(make_briefkopij(f"<p>brief {nummer}</p>") for nummer in range(4))]

    assert {zet(zetter, kopij)[0] for kopij in brieven * 2} == {Wijze.GEZET}
    assert len(list(tmp_path.glob("*/*.les"))) <= 3


def test_a_full_folder_still_takes_a_rejection(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(voorraad, "VORMEN_MAXIMUM", 0)
    voorraad.Voorraad(tmp_path).reject("een verschil")

    assert voorraad.Voorraad(tmp_path).afgekeurd == "een verschil"


def test_the_libraries_that_measure_text_are_known_by_their_version() -> None:
    namen = [bibliotheek.partition(" ") for bibliotheek in list_bibliotheken()]

    assert [naam for naam, _, _ in namen] == ["pango", "harfbuzz", "fontconfig", "freetype"]
    assert all(versie.replace(".", "").isdigit() and int(versie[0]) for _, _, versie in namen)


@pytest.mark.parametrize("bestand", ["huisstijl/huisstijl.css", "huisstijl/fonts/a.ttf", "code/vullen.py"])
def test_another_font_style_or_typesetter_has_another_digest(bestand: str, tmp_path: Path) -> None:
    huisstijl, code = tmp_path / "huisstijl", tmp_path / "code"
    for pad in (huisstijl / "huisstijl.css", huisstijl / "fonts" / "a.ttf", code / "vullen.py"):
        pad.parent.mkdir(parents=True, exist_ok=True)
        pad.write_bytes(b"een")
    eerst = [voorraad.compute_digest(huisstijl, (), code) for _ in range(2)]
    (tmp_path / bestand).write_bytes(b"ander")

    assert eerst[0] == eerst[1] != voorraad.compute_digest(huisstijl, (), code)


@pytest.mark.parametrize("pakket", ["weasyprint", "cssselect2", "tinycss2"])
def test_another_version_of_a_library_has_another_digest(
    pakket: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    eerst = voorraad.compute_digest(tmp_path, ())
    monkeypatch.setattr(voorraad, "version", lambda naam: "0" if naam == pakket else version(naam))

    assert voorraad.compute_digest(tmp_path, ()) != eerst
