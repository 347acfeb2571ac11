"""What is in use can be read as files, and files become versions that another judges."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from correspondentie.errors import CannotStartError, InvalidSjabloonError
from correspondentie.redactie.bestanden import list_gebruik, list_onderdelen, load_tekst, make_inhoud
from correspondentie.redactie.errors import UnknownOnderdeelError
from correspondentie.redactie.stand import load_in_gebruik
from correspondentie.redactie.uitwisselen import export_sjablonen, import_sjablonen
from correspondentie.redactie.versieopslag import list_wachtende
from correspondentie.redactie.versies import Onderdeel, Soort, Tekst, Versie
from correspondentie.redactie.vrijgeven import schedule_vrijgave
from correspondentie.sjabloon import load_sjablonen
from tests.bouwers.opdrachtregel import run_correspondentie
from tests.bouwers.redactie import (
    BESCHIKKING,
    DAG,
    SJABLONEN,
    TWEEDE,
    approve,
    make_handeling,
    make_tekst,
    release,
)

VRAGEN = Onderdeel(Soort.BOUWSTEEN, "vragen")
SLOT = Onderdeel(Soort.BOUWSTEEN, "slot")


def export(engine: Engine, doel: Path) -> tuple[str, ...]:
    with engine.begin() as connection:
        return export_sjablonen(connection, DAG, SJABLONEN, doel)


def import_(engine: Engine, map_: Path) -> tuple[Versie, ...]:
    return import_sjablonen(engine, map_, SJABLONEN, make_handeling())


@pytest.fixture
def kopie(tmp_path: Path) -> Path:
    """The shipped folder with one bouwsteen, one titel and one letter changed."""
    map_ = tmp_path / "kopie"
    shutil.copytree(SJABLONEN, map_)
    register = map_ / "register.toml"
    register.write_text(register.read_text().replace("U betaalt toeslag", 'U betaalt \\"veel\\" toeslag'))
    for pad in (map_ / "_bouwstenen" / "vragen.md", map_ / "herziening" / "brief.md"):
        pad.write_text(pad.read_text() + "\nTot ziens.\n")
    return map_


def test_without_releases_the_shipped_files_come_out(engine: Engine, tmp_path: Path) -> None:
    export(engine, tmp_path / "uit")

    assert make_inhoud(SJABLONEN, {}) == make_inhoud(tmp_path / "uit", {})
    assert () == export(engine, tmp_path / "uit")


def test_files_go_in_and_the_same_files_come_out(engine: Engine, kopie: Path, tmp_path: Path) -> None:
    versies = import_(engine, kopie)
    for versie in versies:
        approve(engine, versie)
        schedule_vrijgave(engine, versie.digest, DAG, make_handeling(TWEEDE), SJABLONEN)
    export(engine, tmp_path / "uit")

    assert {"brieftype herziening", "brieftype terugvordering", "bouwsteen vragen"} == {
        f"{versie.onderdeel}" for versie in versies
    }
    assert {naam: load_tekst(kopie, naam) for naam in list_onderdelen(kopie)} == {
        naam: load_tekst(tmp_path / "uit", naam) for naam in list_onderdelen(tmp_path / "uit")
    }
    assert () == import_(engine, tmp_path / "uit")
    load_sjablonen(tmp_path / "uit")


def test_what_was_read_in_is_not_in_use_until_another_judged_it(
    engine: Engine, kopie: Path, tmp_path: Path
) -> None:
    versies = import_(engine, kopie)

    assert () == import_(engine, kopie)
    assert [None] * 3 == [versie.oordeel for versie in versies]
    export(engine, tmp_path / "uit")
    assert make_inhoud(SJABLONEN, {}) == make_inhoud(tmp_path / "uit", {})


def test_only_texts_are_written_in_a_folder_that_is_there(engine: Engine, kopie: Path) -> None:
    (kopie / "_huisstijl" / "huisstijl.css").write_text("/* van hier */")
    release(engine, make_tekst())

    assert {
        "voorlopige-beschikking/brief.md",
        "register.toml",
        "herziening/brief.md",
        "_bouwstenen/vragen.md",
    } == set(export(engine, kopie))
    assert "/* van hier */" == (kopie / "_huisstijl" / "huisstijl.css").read_text()
    assert make_tekst() == load_tekst(kopie, BESCHIKKING)


def test_a_new_bouwsteen_can_be_released_and_is_then_used_by_name(engine: Engine) -> None:
    release(engine, Tekst(brief="Tot ziens."), SLOT)
    release(engine, make_tekst("[[slot]]"))
    with engine.begin() as connection:
        teksten = load_in_gebruik(connection, SJABLONEN, DAG)

    assert ("voorlopige-beschikking",) == list_gebruik(teksten, "slot")
    assert {"herziening", "definitieve-toekenning", "voorlopige-beschikking"} == set(
        list_gebruik(teksten, "vragen")
    )


def test_a_folder_of_something_else_is_left_alone(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("van mij")

    with pytest.raises(CannotStartError, match=r"geen register\.toml"):
        export(engine, tmp_path)


def test_a_folder_that_makes_no_letters_is_not_read_in(engine: Engine, kopie: Path) -> None:
    (kopie / "herziening" / "bericht.md").write_text("{{ brief.aanhf }}\n")

    with pytest.raises(InvalidSjabloonError, match="aanhf"):
        import_(engine, kopie)


def test_a_brieftype_that_is_not_here_is_refused(engine: Engine, kopie: Path) -> None:
    register = kopie / "register.toml"
    register.write_text(register.read_text().replace("brieftypen.terugvordering]", "brieftypen.vordering]"))
    (kopie / "terugvordering").rename(kopie / "vordering")

    with pytest.raises(UnknownOnderdeelError, match="brieftype vordering"):
        import_(engine, kopie)


def test_a_bouwsteen_that_is_not_here_is_refused_with_all_of_the_folder(engine: Engine, kopie: Path) -> None:
    (kopie / "_bouwstenen" / "slot.md").write_text("Tot ziens.\n")

    with pytest.raises(UnknownOnderdeelError, match="nieuwe bouwsteen slot"):
        import_(engine, kopie)
    with engine.begin() as connection:
        assert () == list_wachtende(connection)


@pytest.mark.parametrize("naam", ["../register", "Hoofd", "", "a/b", "a" * 81])
def test_a_name_that_leads_elsewhere_is_no_onderdeel(naam: str) -> None:
    with pytest.raises(InvalidSjabloonError, match="Kies een andere naam"):
        Onderdeel(Soort.BOUWSTEEN, naam)


def test_the_commands_read_in_and_write_out(kopie: Path, tmp_path: Path) -> None:
    wie = ("--wie", "a.bakker", "--waarom", "uit git", "--data", tmp_path / "data")
    uitkomsten = [
        run_correspondentie("sjablonen", "importeer", kopie, *wie),
        run_correspondentie("sjablonen", "importeer", kopie, *wie),
        run_correspondentie("sjablonen", "exporteer", tmp_path / "uit", "--data", tmp_path / "data"),
    ]
    eerste, tweede, derde = (uitkomst.stdout.decode() for uitkomst in uitkomsten)

    assert [0, 0, 0] == [uitkomst.returncode for uitkomst in uitkomsten]
    assert 3 == eerste.count("Ter beoordeling: ")
    assert "Er is niets ingediend" in tweede
    assert "0 bestanden" not in derde
    assert make_inhoud(SJABLONEN, {}) == make_inhoud(tmp_path / "uit", {})
