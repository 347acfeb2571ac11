"""What is installed is what was chosen: every package pinned, every file of it known by its hash."""

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from sys import stdlib_module_names

import pytest

from tests.bouwers.boom import KAMERS, list_modules, parse, read

DRAAIEN = "requirements.lock"
ONTWIKKELEN = "requirements-ontwikkeling.lock"
BENCH = "requirements-bench.lock"
PIN = re.compile(r"^([\w.-]+)==([^\s\\]+)", re.MULTILINE)


def _normalize(naam: str) -> str:
    return re.sub(r"[-_.]+", "-", naam).lower()


def _list_pins(slot: str) -> dict[str, str]:
    return {_normalize(naam): versie for naam, versie in PIN.findall(read(Path(slot)))}


def _list_gevraagd(*extras: str) -> list[str]:
    project = tomllib.loads(read(Path("pyproject.toml")))["project"]
    extra = project["optional-dependencies"]
    return [*project["dependencies"], *(eis for naam in extras for eis in extra[naam])]


@pytest.mark.parametrize(
    ("slot", "extras"),
    [
        (DRAAIEN, ["installatie"]),
        (ONTWIKKELEN, ["installatie", "ontwikkeling"]),
        (BENCH, ["installatie", "bench"]),
    ],
)
def test_the_lock_holds_every_pin_of_pyproject(slot: str, extras: list[str]) -> None:
    pins = _list_pins(slot)
    anders = [eis for eis in _list_gevraagd(*extras) if eis != _format_pin(eis.partition("==")[0], pins)]

    assert [] == anders, f"{slot} says otherwise: pin with == in pyproject.toml and run `make sloten`"


def _format_pin(naam: str, pins: dict[str, str]) -> str:
    return f"{naam}=={pins.get(_normalize(naam))}"


@pytest.mark.parametrize("slot", [ONTWIKKELEN, BENCH])
def test_what_is_tested_and_measured_is_what_runs(slot: str) -> None:
    pins = _list_pins(slot)
    anders = {n: v for n, v in _list_pins(DRAAIEN).items() if pins.get(n) != v}

    assert {} == anders, "what is tested and measured must be what runs: run `make sloten`"


@pytest.mark.parametrize("slot", [DRAAIEN, ONTWIKKELEN, BENCH])
def test_every_line_of_a_lock_is_a_pin_or_a_hash(slot: str) -> None:
    vorm = re.compile(r"[\w.-]+==[\w.+!]+( ; [^:@]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    vreemd = [regel for regel in read(Path(slot)).splitlines() if not vorm.fullmatch(regel)]

    assert [] == vreemd, "a lock names no place (URL, index, folder) and leaves no package without hashes"


def test_every_imported_library_is_asked_for_in_pyproject() -> None:
    """A package that comes along with another may stay away the next time."""
    gevraagd = {_normalize(eis.partition("==")[0]) for eis in _list_gevraagd()}
    herkomst = packages_distributions()
    ongevraagd = [
        f"{pad}: {module}"
        for pad in list_modules(*KAMERS)
        for module in _list_imports(pad)
        if module not in stdlib_module_names
        and module not in KAMERS
        and not gevraagd & {_normalize(naam) for naam in herkomst.get(module, [])}
    ]

    assert [] == ongevraagd, "name the library in pyproject.toml and run `make sloten`"


def test_the_calculation_core_uses_the_standard_library_only() -> None:
    """Whoever reads the rules of the law needs no other book; only the norms are read from files."""
    vreemd = [
        f"{pad}: {module}"
        for pad in list_modules("calc")
        for module in _list_imports(pad)
        if module not in stdlib_module_names and module != "calc"
    ]
    lezers = [pad.name for pad in list_modules("calc") if _list_imports(pad) & {"importlib", "tomllib"}]

    assert [] == vreemd, "keep it to the standard library"
    assert ["normbestand.py"] == lezers


def _list_imports(pad: Path) -> set[str]:
    imports: set[str] = set()
    for knoop in ast.walk(parse(pad)):
        if isinstance(knoop, ast.Import):
            imports |= {naam.name.partition(".")[0] for naam in knoop.names}
        elif isinstance(knoop, ast.ImportFrom) and not knoop.level:
            imports.add((knoop.module or "").partition(".")[0])
    return imports
