"""The command line, as a process: exit codes and what it says when something is wrong."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from correspondentie.opdrachtwaarden import parse_aandeel
from tests.bouwers.dossiers import encode_dossiers, make_dossier
from tests.bouwers.opdrachtregel import run_correspondentie

OPDRACHTEN = (
    *("genereer", "bereken", "maandrun", "status", "brief", "adressering", "magazijn"),
    *("controleer", "verifieer"),
)


class TestGeinstalleerd:
    """The command in .venv/bin, which the other tests do not start: they fork what is loaded already."""

    def test_the_installed_command_does_what_the_forked_one_does(self, tmp_path: Path) -> None:
        opdracht = ("maandrun", f"{tmp_path / 'x'}", "--maand", "2026-07", "--data", f"{tmp_path}")
        geinstalleerd = f"{Path(sys.executable).with_name('correspondentie')}"

        een = subprocess.run([geinstalleerd, *opdracht], capture_output=True, check=False)
        ander = run_correspondentie(*opdracht)

        assert (1, b"") == (een.returncode, een.stdout)
        assert (een.returncode, een.stdout, een.stderr) == (ander.returncode, ander.stdout, ander.stderr)


class TestVerkeerdGebruik:
    """Exit code 2, and one Dutch sentence about what is wrong."""

    @pytest.mark.parametrize(
        ("argumenten", "melding"),
        [
            (("maandrun",), "Het argument BESTAND ontbreekt."),
            (("maandrun", "x"), "De optie --maand ontbreekt."),
            (("maandrun", "x", "--maand", "2026-13"), "verwacht een maand als 2026-07, gevonden '2026-13'"),
            (
                ("maandrun", "x", "--maand", "2026-07", "--dagtekening", "nu"),
                "verwacht een dag als 2026-07-10",
            ),
            (("maandrun", "x", "--maand", "2026-07", "--werkers", "0"), "het minimum is 1"),
            (("genereer", "5", "--seed", "1", "--fouten", "veel"), "verwacht een aandeel als 2% of 0.02"),
            (("genereer", "veel", "--seed", "1"), "verwacht een geheel getal"),
            (("brief", "K"), "De optie --pdf ontbreekt."),
            (("onzin",), "De opdracht 'onzin' bestaat niet."),
            (("status", "--onzin"), "De optie --onzin bestaat niet."),
        ],
    )
    def test_each_mistake_is_named(self, argumenten: tuple[str, ...], melding: str) -> None:
        uitkomst = run_correspondentie(*argumenten)

        assert uitkomst.returncode == 2
        assert melding in " ".join(uitkomst.stderr.decode().split())


class TestKanNietBeginnen:
    """Exit code 1: it says why, and what to do."""

    def test_an_input_that_is_not_there(self, tmp_path: Path) -> None:
        uitkomst = run_correspondentie("maandrun", tmp_path / "x", "--maand", "2026-07", "--data", tmp_path)

        assert uitkomst.returncode == 1
        assert "niet gevonden" in uitkomst.stderr.decode()

    def test_an_input_without_households(self, tmp_path: Path) -> None:
        invoer = tmp_path / "h.jsonl"
        invoer.write_bytes(b"\n")

        uitkomst = run_correspondentie("maandrun", invoer, "--maand", "2026-07", "--data", tmp_path)

        assert uitkomst.returncode == 1
        assert "geen enkel huishouden" in uitkomst.stderr.decode()

    def test_a_damaged_gzip(self, tmp_path: Path) -> None:
        invoer = tmp_path / "h.jsonl.gz"
        invoer.write_bytes(gzip.compress(encode_dossiers(make_dossier()))[:-9])

        uitkomst = run_correspondentie("maandrun", invoer, "--maand", "2026-07", "--data", tmp_path)

        assert uitkomst.returncode == 1
        assert "beschadigd" in uitkomst.stderr.decode()

    def test_a_year_without_official_figures(self, tmp_path: Path) -> None:
        invoer = tmp_path / "h.jsonl"
        invoer.write_bytes(encode_dossiers(make_dossier()))

        uitkomst = run_correspondentie("maandrun", invoer, "--maand", "2023-07", "--data", tmp_path)

        assert uitkomst.returncode == 1
        assert "toeslagjaar is 2023" in uitkomst.stderr.decode()

    def test_a_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        invoer = tmp_path / "h.jsonl"
        invoer.write_bytes(encode_dossiers(make_dossier()))

        uitkomst = run_correspondentie("maandrun", invoer, "--maand", "2026-07", "--data", invoer)

        assert uitkomst.returncode == 1
        assert "Geef een andere map op met --data" in uitkomst.stderr.decode()

    def test_a_dagtekening_too_far_ahead(self, tmp_path: Path) -> None:
        invoer = tmp_path / "h.jsonl"
        invoer.write_bytes(encode_dossiers(make_dossier()))

        uitkomst = run_correspondentie(
            "maandrun", invoer, "--maand", "2026-07", "--data", tmp_path, "--dagtekening", "2999-01-01"
        )

        assert uitkomst.returncode == 1
        assert "ligt te ver vooruit" in uitkomst.stderr.decode()

    @pytest.mark.parametrize(
        "opdracht", [("genereer", "1", "--seed", "1", "--uit"), ("adressering",)], ids=lambda o: o[0]
    )
    def test_a_file_that_cannot_be_opened(self, opdracht: tuple[str, ...], tmp_path: Path) -> None:
        uitkomst = run_correspondentie(*opdracht, tmp_path / "nergens" / "x.jsonl")

        assert uitkomst.returncode == 1
        assert "kan niet worden geopend" in uitkomst.stderr.decode()
        assert "Traceback" not in uitkomst.stderr.decode()

    def test_settings_that_do_not_exist(self, tmp_path: Path) -> None:
        uitkomst = run_correspondentie("controleer", "--data", tmp_path, omgeving={"CORRESPONDENTIE_X": "1"})

        assert uitkomst.returncode == 1
        assert "CORRESPONDENTIE_X bestaat niet" in uitkomst.stderr.decode()

    def test_a_folder_in_which_nothing_was_run(self, tmp_path: Path) -> None:
        uitkomst = run_correspondentie("status", "--data", tmp_path)

        assert uitkomst.returncode == 1
        assert "nog geen run gedaan" in uitkomst.stderr.decode()


class TestUitleg:
    """Help is in Dutch, for each command."""

    @pytest.mark.parametrize("opdracht", OPDRACHTEN)
    def test_every_command_explains_itself(self, opdracht: str) -> None:
        uitkomst = run_correspondentie(opdracht, "--help")
        tekst = uitkomst.stdout.decode()

        assert uitkomst.returncode == 0
        assert "Gebruik:" in tekst
        assert not {"Usage", "Options", "Show this message", "required"} & set(tekst.split())


class TestAandeel:
    """A share is given as a percentage or as a fraction."""

    @pytest.mark.parametrize(
        ("tekst", "aandeel"),
        [("2%", 0.02), ("0.02", 0.02), ("0,5%", 0.005), ("2", 0.02), ("0", 0.0), ("100", 1.0)],
    )
    def test_both_are_read(self, tekst: str, aandeel: float) -> None:
        assert aandeel == parse_aandeel(tekst)


class TestAdressering:
    """Persons in, addressing out; a bad line does not stop the rest."""

    def test_a_bad_line_is_named_and_the_rest_goes_on(self) -> None:
        goed = b'{"persoon": {"geslacht": "V", "voornamen": "Anna", "geslachtsnaam": "Groen"}}'

        uitkomst = run_correspondentie("adressering", invoer=b"kapot\n" + goed + b"\n")

        fout, regel = uitkomst.stdout.decode().splitlines()
        assert uitkomst.returncode == 1
        assert '"fout"' in fout
        assert "Geachte mevrouw Groen" in regel
