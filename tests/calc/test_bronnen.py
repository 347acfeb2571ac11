"""Every rule in calc says where it stands."""

import ast
import re
from pathlib import Path

import pytest

import calc

MODULES = sorted(Path(calc.__path__[0]).glob("*.py"))
BRON = re.compile(r"^\s*Source: +(jci1\.3:c:BWBR\d{7}&artikel=[\d.]+[a-z]?(&lid=\d+)?|TG 080-1Z61FD)$", re.M)


def list_functies() -> list[tuple[str, str]]:
    """Every public function of calc with its docstring; the frozen types decide nothing and stand apart."""
    regels = [module for module in MODULES if module.stem not in {"beschikking", "huishouden", "errors"}]
    return [
        (f"{module.stem}.{node.name}", ast.get_docstring(node) or "")
        for module in regels
        for node in _list_public(ast.parse(module.read_text("utf-8")).body)
    ]


def _list_public(body: list[ast.stmt]) -> list[ast.FunctionDef]:
    functies = [node for node in body if isinstance(node, ast.FunctionDef)]
    klassen = [node for node in body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    eigen = [functie for klasse in klassen for functie in _list_public(klasse.body)]
    return [functie for functie in functies + eigen if not functie.name.startswith("_")]


@pytest.mark.parametrize(("naam", "docstring"), list_functies(), ids=lambda waarde: waarde[:40])
def test_a_public_function_names_its_source(naam: str, docstring: str) -> None:
    assert BRON.search(docstring), f"{naam} heeft geen regel 'Source: ' met een jci- of brochurecode"


def test_calc_has_public_functions_to_look_at() -> None:
    assert "muteren.decide_mutaties" in dict(list_functies())
