"""The register: what is live, and what it says when it is not in order."""

from pathlib import Path

import pytest

from correspondentie.errors import InvalidSjabloonError, UnknownBrieftypeError
from correspondentie.register import Aanleiding, load_register

AFZENDER = """
[afzender]
naam = "Dienst"
organisatie = "Dienst"
retouradres = "Postbus 1"
postadres = ["Postbus 1"]
bezwaaradres = ["Postbus 1"]
telefoon = "0800"
website = "voorbeeld.nl"
"""
BRIEF = """
[brieftypen.eerste]
titel = "Een brief"
onderwerp = "Onderwerp"
aanleidingen = ["toekenning", "nihil"]
alleen_digitaal = true
"""
TWEEDE = BRIEF.replace("eerste", "tweede").replace('["toekenning", "nihil"]', '["mutatie"]')


def make_map(pad: Path, register: str, *mappen: str) -> Path:
    pad.joinpath("_huisstijl").mkdir()
    for naam in mappen:
        pad.joinpath(naam).mkdir()
        for bestand in ("brief.md", "bericht.md"):
            pad.joinpath(naam, bestand).write_text("Tekst")
    pad.joinpath("register.toml").write_text(register)
    return pad


def test_the_register_knows_each_brieftype_and_for_what_it_is_written(tmp_path: Path) -> None:
    register = load_register(make_map(tmp_path, AFZENDER + BRIEF + TWEEDE, "eerste", "tweede"))

    assert ["eerste", "tweede"] == list(register.brieftypen)
    assert register.find_brieftype("tweede") == register.find_for(Aanleiding.MUTATIE)
    assert register.find_brieftype("eerste") == register.find_for(Aanleiding.NIHIL)
    assert register.find_for(Aanleiding.GEEN_RECHT) is None
    assert ("Postbus 1",) == register.afzender.bezwaaradres


def test_an_unknown_brieftype_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    register = load_register(make_map(tmp_path, AFZENDER + BRIEF, "eerste"))

    with pytest.raises(UnknownBrieftypeError, match=r"geen brieftype 'derde'\. Bekend: eerste"):
        register.find_brieftype("derde")


@pytest.mark.parametrize(
    ("register", "mappen", "verwacht"),
    [
        (AFZENDER + BRIEF, (), r"\[brieftypen.eerste\]: het bestand eerste/brief.md is er niet"),
        (AFZENDER + BRIEF, ("eerste", "over"), "over: deze map heeft geen ingang"),
        (AFZENDER + BRIEF + TWEEDE.replace("mutatie", "nihil"), ("eerste", "tweede"), "'nihil' hoort al bij"),
        (
            AFZENDER + BRIEF.replace("Onderwerp", "x" * 31),
            ("eerste",),
            "heeft 31 tekens; verwacht: een tekst",
        ),
        (AFZENDER + BRIEF.replace('"Onderwerp"', '" "'), ("eerste",), "heeft 0 tekens"),
        (
            AFZENDER + BRIEF.replace("titel", "tittel"),
            ("eerste",),
            "'tittel' is hier niet .*Bedoelt u 'titel'",
        ),
        (AFZENDER + BRIEF.replace('titel = "Een brief"', ""), ("eerste",), "'titel' ontbreekt"),
        (AFZENDER + BRIEF.replace("nihil", "feest"), ("eerste",), r"'aanleidingen\[1\]' heeft.*toekenning"),
        (AFZENDER + BRIEF.replace('["toekenning", "nihil"]', "[]"), ("eerste",), "'aanleidingen' is leeg"),
        (AFZENDER + BRIEF.replace("true", '"ja"'), ("eerste",), "'alleen_digitaal' .*true of false"),
        (AFZENDER + BRIEF.replace("eerste", "Eerste"), ("Eerste",), "alleen kleine letters"),
        (AFZENDER.replace('["Postbus 1"]', '"Postbus 1"', 1) + BRIEF, ("eerste",), "'postadres' .*lijst"),
        (AFZENDER + "[brieftypen]\neerste = 1", ("eerste",), "hier hoort een tabel"),
        (AFZENDER, (), "'brieftypen' ontbreekt"),
        ("brieftypen = 1" + AFZENDER, (), "hoort uit tabellen te bestaan"),
        ("[afzender", (), "niet te lezen als TOML"),
    ],
)
def test_a_register_that_is_not_in_order_is_refused_with_what_to_do(
    tmp_path: Path, register: str, mappen: tuple[str, ...], verwacht: str
) -> None:
    with pytest.raises(InvalidSjabloonError, match=verwacht) as gevonden:
        load_register(make_map(tmp_path, register, *mappen))

    assert str(tmp_path) in str(gevonden.value)


def test_a_folder_without_register_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidSjabloonError, match=r"register\.toml: dit bestand is er niet"):
        load_register(tmp_path)
