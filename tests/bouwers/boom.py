"""The project as a tree of files and Python functions, for the tests that look at the project itself."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

WORTEL = Path(__file__).parents[2]
KAMERS = ("calc", "outbox", "correspondentie")

_STIL = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


@dataclass(frozen=True)
class Functie:
    """A function or method: where it stands and how many lines of code it has."""

    plek: str
    naam: str
    regels: int


@cache
def list_bestanden() -> tuple[Path, ...]:
    """Every file of the project, relative to its root, without what .gitignore leaves out."""
    return tuple(sorted(pad.relative_to(WORTEL) for pad in _walk(WORTEL)))


def _walk(map_: Path) -> Iterator[Path]:
    for pad in map_.iterdir():
        if pad.name == ".git" or any(fnmatch(pad.name, patroon) for patroon in _list_genegeerd()):
            continue
        if pad.is_dir():
            yield from _walk(pad)
        else:
            yield pad


@cache
def _list_genegeerd() -> tuple[str, ...]:
    return tuple(regel.rstrip("/") for regel in read(Path(".gitignore")).split())


def read(pad: Path) -> str:
    """The text of a file, given relative to the root."""
    return (WORTEL / pad).read_text(encoding="utf-8")


def list_modules(*mappen: str) -> list[Path]:
    """The Python files in these top folders; in the whole project when none is named."""
    return [p for p in list_bestanden() if p.suffix == ".py" and (not mappen or p.parts[0] in mappen)]


@cache
def parse(pad: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(read(pad))


def list_functies(pad: Path) -> list[Functie]:
    """Every function of a module, nested ones too."""
    regels = _list_coderegels(pad)
    return [
        Functie(f"{pad}:{knoop.lineno}", knoop.name, _count_regels(knoop, regels))
        for knoop in ast.walk(parse(pad))
        if isinstance(knoop, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _count_regels(functie: ast.FunctionDef | ast.AsyncFunctionDef, coderegels: frozenset[int]) -> int:
    """Count lines of code: without docstring, blank lines and comments."""
    eerste = functie.body[0]
    heeft_docstring = ast.get_docstring(functie) is not None
    docstring = range(eerste.lineno, (eerste.end_lineno or 0) + 1) if heeft_docstring else range(0)
    binnen = range(functie.lineno, (functie.end_lineno or functie.lineno) + 1)
    return sum(1 for regel in binnen if regel in coderegels and regel not in docstring)


@cache
def _list_coderegels(pad: Path) -> frozenset[int]:
    tekens = tokenize.generate_tokens(io.StringIO(read(pad)).readline)
    return frozenset(
        regel
        for teken in tekens
        if teken.type not in _STIL
        for regel in range(teken.start[0], teken.end[0] + 1)
    )


def list_comments(pad: Path) -> list[tuple[int, str]]:
    """The comments of a module with their line numbers; text in strings is no comment."""
    tekens = tokenize.generate_tokens(io.StringIO(read(pad)).readline)
    return [(teken.start[0], teken.string) for teken in tekens if teken.type == tokenize.COMMENT]


def list_klassen(pad: Path) -> list[ast.ClassDef]:
    """The public classes of a module."""
    return [k for k in parse(pad).body if isinstance(k, ast.ClassDef) and not k.name.startswith("_")]
