"""Every rule of the calculation core says where it stands."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from calc.errors import CalcError
from correspondentie.errors import CorrespondentieError
from outbox.errors import OutboxError
from tests.bouwers.boom import KAMERS, list_modules, parse

# A Juriconnect reference, a numbered brochure of the Belastingdienst, or an article by the law's short name.
BRON = re.compile(
    r"^\s*Source:\s+.*(jci1\.3:c:BWBR\d{7}&|TG \d{3}-\w+|\b(Awir|Awb|Wko|Algemene termijnenwet)\b.* art)",
    re.MULTILINE,
)


def _list_openbaar(pad: Path) -> Iterator[ast.FunctionDef]:
    for knoop in parse(pad).body:
        if isinstance(knoop, ast.FunctionDef) and not knoop.name.startswith("_"):
            yield knoop


def test_every_public_function_of_calc_names_its_source() -> None:
    openbaar = [(pad, functie) for pad in list_modules("calc") for functie in _list_openbaar(pad)]
    zonder = [
        f"{pad}:{functie.lineno} {functie.name}"
        for pad, functie in openbaar
        if not BRON.search(ast.get_docstring(functie) or "")
    ]

    assert openbaar
    assert [] == zonder, (
        "write 'Source: jci1.3:c:BWBR...&artikel=...' (or the brochure's code) in the docstring"
    )


def test_every_error_descends_from_the_root_of_its_room() -> None:
    """A caller that catches the root of a room catches all that can go wrong there."""
    wortels = {"calc": CalcError, "outbox": OutboxError, "correspondentie": CorrespondentieError}
    wees = [
        f"{pad}:{klasse.lineno} {klasse.name}"
        for pad in list_modules(*KAMERS)
        for klasse in parse(pad).body
        if isinstance(klasse, ast.ClassDef) and klasse.name.endswith(("Error", "Exception"))
        if not issubclass(_load_klasse(pad, klasse.name), wortels[pad.parts[0]])
    ]

    assert [] == wees, "let it descend from the root in the errors.py of its room"


def _load_klasse(pad: Path, naam: str) -> type:
    klasse: type = getattr(import_module(".".join(pad.with_suffix("").parts)), naam)
    return klasse
