"""A test that does not run proves nothing, and looks as if it does."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.bouwers.boom import list_modules, parse


def _list_tests(knopen: list[ast.stmt]) -> Iterator[ast.FunctionDef]:
    for knoop in knopen:
        if isinstance(knoop, ast.FunctionDef) and knoop.name.startswith("test_"):
            yield knoop
        elif isinstance(knoop, ast.ClassDef):
            yield from _list_tests(knoop.body)


def _is_testmodule(pad: Path) -> bool:
    return pad.name.startswith("test_")


def test_every_test_module_holds_a_test() -> None:
    leeg = [str(p) for p in list_modules("tests") if _is_testmodule(p) and not [*_list_tests(parse(p).body)]]

    assert [] == leeg, "pytest finds nothing here: write the test or delete the file"


def test_every_test_stands_in_a_file_that_pytest_reads() -> None:
    verborgen = [
        f"{pad}:{test.lineno} {test.name}"
        for pad in list_modules()
        if not (_is_testmodule(pad) and pad.parts[0] == "tests")
        for test in _list_tests(parse(pad).body)
    ]

    assert [] == verborgen, "pytest reads only tests/**/test_*.py"


def test_every_class_of_tests_has_a_name_that_pytest_reads() -> None:
    verborgen = [
        f"{pad}:{klasse.lineno} {klasse.name}"
        for pad in list_modules("tests")
        for klasse in parse(pad).body
        if isinstance(klasse, ast.ClassDef)
        and not klasse.name.startswith("Test")
        and [*_list_tests(klasse.body)]
    ]

    assert [] == verborgen, "let the name of the class begin with Test"


def test_no_test_hides_another_of_the_same_name() -> None:
    dubbel = [
        f"{pad}: {naam}"
        for pad in list_modules("tests")
        for blok in [parse(pad).body, *(k.body for k in parse(pad).body if isinstance(k, ast.ClassDef))]
        for naam, keer in Counter(k.name for k in blok if isinstance(k, ast.FunctionDef)).items()
        if keer > 1
    ]

    assert [] == dubbel, "only the last of these runs: give each its own sentence"


def test_every_test_asserts_something() -> None:
    zonder = [
        f"{pad}:{test.lineno} {test.name}"
        for pad in list_modules("tests")
        for test in _list_tests(parse(pad).body)
        if not any(_is_bewering(knoop) for knoop in ast.walk(test))
    ]

    assert [] == zonder, (
        "a test without an assert (or pytest.raises, expect of Playwright, or a check_ function) cannot fail"
    )


def _is_bewering(knoop: ast.AST) -> bool:
    if isinstance(knoop, ast.Assert):
        return True
    if not isinstance(knoop, ast.Call):
        return False
    naam = ast.unparse(knoop.func).rpartition(".")[2].lstrip("_")
    return naam in ("raises", "expect") or naam.startswith(("assert_", "check_"))


def test_tests_are_no_package() -> None:
    """With importmode=importlib a package would give one file two names."""
    assert [] == [str(pad) for pad in list_modules("tests") if pad.name == "__init__.py"]
