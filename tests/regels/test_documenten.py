"""What a document lists, a test reads: nothing is named that is not there, nothing that counts is missing."""

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from correspondentie.rapport import Rapport
from correspondentie.settings import VOORVOEGSEL, Settings
from tests.bouwers.boom import KAMERS, WORTEL, list_bestanden, list_klassen, list_modules, parse, read

DOCUMENTEN = [Path("README.md"), Path("CHANGELOG.md")]
MAAKT = ("var/", ".venv")  # made by make, so not in the tree
# Class nouns of everyday English technique: they need no definition.
ENGELS = {"Settings": "the word of every Python service", "Status": "the same word in both languages"}

CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
BLOK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
VERWIJZING = re.compile(r"\]\(([^)#\s]+)\)")
DOEL = re.compile(r"^([a-z]+)\s*:(?!=)", re.MULTILINE)
PAD = re.compile(r"[\w./-]*/[\w./-]*|[\w-]+\.(py|md|toml|sh|lock|jsonl?|html|css)|LICENSE|Makefile")


def _list_code(document: Path) -> list[str]:
    """Every piece of code in a document: between backticks, and each line of a shell block."""
    tekst = read(document)
    blokken = [regel.partition("#")[0].strip() for blok in BLOK.findall(tekst) for regel in blok.splitlines()]
    return [*CODE.findall(tekst), *filter(None, blokken)]


def _list_doelen() -> set[str]:
    return set(DOEL.findall(read(Path("Makefile"))))


def _list_sectie(titel: str) -> str:
    return re.split(r"^##+ ", read(Path("README.md")).partition(f"# {titel}\n")[2], flags=re.MULTILINE)[0]


def _list_eerste_kolom(titel: str) -> list[str]:
    return re.findall(r"^\| ?([^|]+?) ?\|", _list_sectie(titel), re.MULTILINE)[2:]


class TestPaths:
    """A document names only what is there."""

    @pytest.mark.parametrize("document", DOCUMENTEN, ids=str)
    def test_every_named_file_exists(self, document: Path) -> None:
        weg = [code for code in _list_code(document) if PAD.fullmatch(code) and not _is_aanwezig(code)]

        assert [] == weg, f"{document} names these, but they are not in the tree"

    @pytest.mark.parametrize("document", DOCUMENTEN, ids=str)
    def test_every_link_and_picture_exists(self, document: Path) -> None:
        doelen = [doel for doel in VERWIJZING.findall(read(document)) if "://" not in doel]
        weg = [doel for doel in doelen if not (WORTEL / doel).exists()]

        assert [] == weg, f"{document} points to these (pictures: `make beelden`)"


def _is_aanwezig(pad: str) -> bool:
    """A bare name may stand in any folder, or be a file that the service itself writes."""
    if pad.startswith(MAAKT):
        return True
    if "/" in pad:
        return (WORTEL / pad).exists()
    return pad in {bestand.name for bestand in list_bestanden()} or any(
        pad in read(module) for module in list_modules(*KAMERS)
    )


class TestCommands:
    """A document names only commands that can be given."""

    @pytest.mark.parametrize("document", DOCUMENTEN, ids=str)
    def test_every_make_target_exists(self, document: Path) -> None:
        genoemd = {code.split()[1] for code in _list_code(document) if code.startswith("make ")}

        assert set() == genoemd - _list_doelen(), f"{document} names targets that the Makefile does not have"

    def test_every_target_for_people_stands_in_the_readme_and_in_the_overview(self) -> None:
        overzicht = set(re.findall(r"echo '  make (\w+)", read(Path("Makefile"))))
        readme = {
            regel.strip("`").removeprefix("make").strip() for regel in _list_eerste_kolom("Two commands")
        }

        assert overzicht == readme - {""}
        assert set() == overzicht - _list_doelen()

    def test_every_file_that_make_uses_exists(self) -> None:
        genoemd = set(re.findall(r"(?<!/)\b(?:bouw|voorbeelden)/[\w./-]+", read(Path("Makefile"))))
        weg = [pad for pad in sorted(genoemd) if not (WORTEL / pad.replace("$(MAAND)", "")).exists()]

        assert [] == weg, "the Makefile uses these, but they are not in the tree"

    def test_the_readme_names_every_command_and_no_other(self) -> None:
        bekend = _load_opdrachten()
        genoemd = {_find_naam(bekend, opdracht) for opdracht in _list_opdrachten()}

        assert set(bekend) == genoemd - {""}

    def test_every_option_in_the_readme_exists(self) -> None:
        bekend = _load_opdrachten()
        vreemd = [
            f"{opdracht}: {optie}"
            for opdracht in _list_opdrachten()
            for optie in re.findall(r"--[a-z-]+", opdracht)
            if optie not in _find_opties(bekend, opdracht)
        ]

        assert [] == vreemd


def _list_opdrachten() -> list[str]:
    code = [stuk for document in DOCUMENTEN for stuk in _list_code(document)]
    return [stuk for stuk in code if re.match(r"correspondentie [a-z]+\b", stuk) and shlex.split(stuk)]


def _find_naam(bekend: dict[str, set[str]], opdracht: str) -> str:
    """The longest name of a command with which this begins; a group alone, or none, is empty."""
    woorden = opdracht.split()[1:]
    namen = (" ".join(woorden[:aantal]) for aantal in (2, 1))
    return next((naam for naam in namen if naam in bekend), "")


def _find_opties(bekend: dict[str, set[str]], opdracht: str) -> set[str]:
    return bekend.get(_find_naam(bekend, opdracht), set())


def _load_opdrachten() -> dict[str, set[str]]:
    """The commands of the program, those in a group under both names, with their options."""
    cli = import_module("correspondentie.cli")
    groep = get_command(cli.app)
    assert isinstance(groep, TyperGroup)
    return dict(_list_opties(groep, ""))


def _list_opties(groep: TyperGroup, boven: str) -> Iterator[tuple[str, set[str]]]:
    for naam, opdracht in groep.commands.items():
        if isinstance(opdracht, TyperGroup):
            yield from _list_opties(opdracht, f"{boven}{naam} ")
        else:
            yield f"{boven}{naam}", {optie for parameter in opdracht.params for optie in parameter.opts}


class TestTables:
    """A table in the README is complete, and names nothing that is gone."""

    def test_every_setting_stands_in_the_readme(self) -> None:
        genoemd = [regel.strip("`") for regel in _list_eerste_kolom("Settings")]

        assert [f"{VOORVOEGSEL}{veld.name.upper()}" for veld in fields(Settings)] == genoemd

    def test_every_key_of_rapport_json_stands_in_the_readme(self) -> None:
        genoemd = {sleutel for rij in _list_eerste_kolom("rapport.json") for sleutel in CODE.findall(rij)}

        assert {veld.name for veld in fields(Rapport)} == genoemd

    def test_the_changelog_tells_of_this_version(self) -> None:
        versie = tomllib.loads(read(Path("pyproject.toml")))["project"]["version"]

        assert f"\n## [{versie}] - " in read(Path("CHANGELOG.md"))


class TestWoordenlijst:
    """The woordenlijst defines the class nouns that one meets outside the folder where they live."""

    def test_every_noun_that_leaves_its_folder_is_defined(self) -> None:
        ongedefinieerd = set(_list_reizende_klassen()) - ENGELS.keys() - set(_list_woorden())

        assert [] == sorted(ongedefinieerd), "give each a line in the woordenlijst of README.md"

    def test_every_defined_noun_is_a_class(self) -> None:
        klassen = {klasse.name for pad in list_modules(*KAMERS) for klasse in list_klassen(pad)}
        woorden = set(_list_woorden())

        assert woorden
        assert [] == sorted(woorden - klassen), "these words of the woordenlijst are no class any more"

    def test_every_word_is_defined_once_and_in_the_order_of_the_alphabet(self) -> None:
        woorden = [rij.strip("`").lower() for rij in _list_eerste_kolom("Woordenlijst")]

        assert sorted(set(woorden)) == woorden


def _list_woorden() -> list[str]:
    return [rij.strip("`") for rij in _list_eerste_kolom("Woordenlijst") if rij.startswith("`")]


def _list_reizende_klassen() -> Iterator[str]:
    """The public classes that a module in another folder imports; errors explain themselves."""
    thuis: dict[str, set[Path]] = {}
    for pad in list_modules(*KAMERS):
        for klasse in list_klassen(pad):
            thuis.setdefault(klasse.name, set()).add(pad.parent)
    for pad in list_modules(*KAMERS):
        for naam in _list_geimporteerd(pad):
            if pad.parent not in thuis.get(naam, {pad.parent}) and not naam.endswith("Error"):
                yield naam


def _list_geimporteerd(pad: Path) -> set[str]:
    imports = [knoop for knoop in ast.walk(parse(pad)) if isinstance(knoop, ast.ImportFrom)]
    return {naam.name for knoop in imports for naam in knoop.names}
