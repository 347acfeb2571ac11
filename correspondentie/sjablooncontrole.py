"""What a sjabloon may say: fields, conditions, loops and components; it formats and never computes.

The check reads Jinja's syntax tree and knows the types of the fields, so a misspelt field is found when the
sjablonen are loaded, not in the night of the run.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, is_dataclass
from enum import Enum
from pathlib import Path
from types import GenericAlias, NoneType, UnionType
from typing import Any, NoReturn, TypeAlias, get_args, get_type_hints

from jinja2 import nodes

from correspondentie.errors import InvalidSjabloonError
from correspondentie.opmaak import Aantal
from correspondentie.register import suggest

LUSDIEPTE_MAXIMUM = 3  # more loops in each other print more lines than a letter has
VERGELIJKINGEN = {"eq", "ne", "in", "notin"}
REKENEN = (
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.FloorDiv,
    nodes.Mod,
    nodes.Pow,
    nodes.Neg,
    nodes.Pos,
)
VERBODEN: Mapping[type[nodes.Node], str] = {
    **dict.fromkeys(REKENEN, "een sjabloon rekent niet. Laat het bedrag als veld aanleveren"),
    nodes.Concat: "plakken met '~' mag niet. Zet de velden achter elkaar",
    nodes.Assign: "'set' mag niet. Gebruik het veld zelf",
    nodes.AssignBlock: "'set' mag niet. Gebruik het veld zelf",
    nodes.Macro: "'macro' mag niet. Een component hoort in _huisstijl/componenten.html",
    nodes.CallBlock: "'call' mag niet. Gebruik een component op een eigen regel",
    nodes.FilterBlock: "een filterblok mag niet. Zet het filter achter het veld",
    nodes.Include: "'include' mag niet. Een vaste tekst hoort in een component",
    nodes.Import: "'import' mag niet. De componenten zijn er al",
    nodes.FromImport: "'import' mag niet. De componenten zijn er al",
    nodes.Extends: "'extends' mag niet. De huisstijl staat er al omheen",
    nodes.Block: "'block' mag niet. De huisstijl staat er al omheen",
    nodes.Getitem: "'[...]' mag niet. Gebruik de naam van het veld, of een lus",
    nodes.CondExpr: "een voorwaarde in een veld mag niet. Gebruik {% if ... %}",
    nodes.Test: "'is ...' mag niet. Gebruik ==, !=, in, not, and of or",
}

Veldsoort: TypeAlias = Any  # what a type hint can be: a class, a union with None, a tuple of something


@dataclass(frozen=True, slots=True)
class _Lus:
    """The type of `loop` in a loop over things of this type; diepte counts this loop and those around it."""

    element: Veldsoort
    diepte: int

    @property
    def velden(self) -> dict[str, Veldsoort]:
        """What a sjabloon may ask of `loop`."""
        return {"first": bool, "last": bool, "index": Aantal, "previtem": self.element}


def _find_velden(soort: Veldsoort) -> dict[str, Veldsoort]:
    if isinstance(soort, _Lus):
        return soort.velden
    return get_type_hints(soort) if is_dataclass(soort) else {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Woordenschat:
    """The words of a sjabloon: the type of each field, and per component how many gegevens it takes."""

    velden: Mapping[str, Veldsoort]
    componenten: Mapping[str, int]
    filters: Mapping[str, Callable[..., str]]


def check_sjabloon(boom: nodes.Template, bestand: Path, woordenschat: Woordenschat) -> None:
    """Check that a sjabloon uses only what it may use, and only fields that exist.

    Raises: InvalidSjabloonError with file, line and what to write instead; it tells of all that is wrong.
    """
    controle = _Controle(bestand, woordenschat)
    controle.check(boom, dict(woordenschat.velden))
    if controle.fouten:
        eerste, *overige = controle.fouten
        eerste.overige = tuple(overige)
        raise eerste


def check_rekent_niet(boom: nodes.Template, bestand: Path) -> None:
    """Check that a template of the huisstijl formats and never computes. Raises: InvalidSjabloonError."""
    for soort in (*REKENEN, nodes.Concat):
        for knoop in boom.find_all(soort):
            raise InvalidSjabloonError(f"{VERBODEN[soort]}.", bestand=bestand, regel=knoop.lineno)


def _strip_none(soort: Veldsoort) -> Veldsoort:
    if isinstance(soort, UnionType):
        return next(deel for deel in get_args(soort) if deel is not NoneType)
    return soort


def _accepts(verwacht: Veldsoort, gevonden: Veldsoort) -> bool:
    return bool(_strip_none(verwacht) == _strip_none(gevonden))


class _Controle:
    """One walk over a syntax tree; each method takes a node with the names in scope and answers its type."""

    def __init__(self, bestand: Path, woordenschat: Woordenschat) -> None:
        self._bestand = bestand
        self._woordenschat = woordenschat
        self.fouten: list[InvalidSjabloonError] = []

    def check(self, knoop: nodes.Node, namen: Mapping[str, Veldsoort]) -> Veldsoort:
        methode = getattr(self, f"_check_{type(knoop).__name__.lower()}", None)
        if methode is None:
            self._weiger(
                knoop, VERBODEN.get(type(knoop), f"'{type(knoop).__name__}' mag niet in een sjabloon")
            )
        return methode(knoop, namen)

    def _weiger(self, knoop: nodes.Node, tekst: str, term: str = "") -> NoReturn:
        raise InvalidSjabloonError(f"{tekst}.", bestand=self._bestand, regel=knoop.lineno, term=term)

    def _check_delen(self, delen: Iterable[nodes.Node], namen: Mapping[str, Veldsoort]) -> None:
        """Check what stands beside each other; what is wrong in one part does not hide the next."""
        for deel in delen:
            try:
                self.check(deel, namen)
            except InvalidSjabloonError as fout:
                self.fouten.append(fout)

    def _check_template(self, knoop: nodes.Template, namen: Mapping[str, Veldsoort]) -> None:
        self._check_delen(knoop.body, namen)

    def _check_output(self, knoop: nodes.Output, namen: Mapping[str, Veldsoort]) -> None:
        for deel in knoop.nodes:
            try:
                self._check_veld(deel, namen)
            except InvalidSjabloonError as fout:
                self.fouten.append(fout)

    def _check_veld(self, knoop: nodes.Expr, namen: Mapping[str, Veldsoort]) -> None:
        if _strip_none(self.check(knoop, namen)) not in (str, Aantal):
            term = knoop.attr if isinstance(knoop, nodes.Getattr) else getattr(knoop, "name", "")
            self._weiger(knoop, "dit veld heeft een filter nodig, zoals '| datum' of '| euro'", term)

    def _check_templatedata(self, knoop: nodes.TemplateData, namen: Mapping[str, Veldsoort]) -> Veldsoort:
        return str

    def _check_if(self, knoop: nodes.If, namen: Mapping[str, Veldsoort]) -> None:
        self._check_delen((knoop.test, *knoop.body, *knoop.elif_, *knoop.else_), namen)

    def _check_for(self, knoop: nodes.For, namen: Mapping[str, Veldsoort]) -> None:
        rij = self.check(knoop.iter, namen)
        if not isinstance(rij, GenericAlias):
            self._weiger(knoop, "een lus loopt over een veld met meer regels, zoals beschikking.termijnen")
        if not isinstance(knoop.target, nodes.Name) or knoop.test or knoop.recursive:
            self._weiger(knoop, "schrijf een lus als '{% for regel in veld %}'")
        if knoop.target.name in {"loop", *namen, *self._woordenschat.componenten}:
            naam = knoop.target.name
            self._weiger(knoop, f"de naam '{naam}' is al in gebruik. Kies een andere naam", naam)
        buiten = namen.get("loop")
        diepte = buiten.diepte + 1 if isinstance(buiten, _Lus) else 1
        if diepte > LUSDIEPTE_MAXIMUM:
            self._weiger(knoop, f"hier staan meer dan {LUSDIEPTE_MAXIMUM} lussen in elkaar. Haal er een weg")
        element = get_args(rij)[0]
        binnen = {**namen, knoop.target.name: element, "loop": _Lus(element, diepte)}
        self._check_delen(knoop.body, binnen)
        self._check_delen(knoop.else_, namen)

    def _check_const(self, knoop: nodes.Const, namen: Mapping[str, Veldsoort]) -> Veldsoort:
        return type(knoop.value)

    def _check_tuple(self, knoop: nodes.Tuple, namen: Mapping[str, Veldsoort]) -> Veldsoort:
        for deel in knoop.items:
            self.check(deel, namen)
        return list

    _check_list = _check_tuple

    def _check_name(self, knoop: nodes.Name, namen: Mapping[str, Veldsoort]) -> Veldsoort:
        if knoop.name not in namen:
            self._weiger_onbekend(knoop, "veld", knoop.name, namen)
        return _strip_none(namen[knoop.name])

    def _check_getattr(self, knoop: nodes.Getattr, namen: Mapping[str, Veldsoort]) -> Veldsoort:
        eigenaar = self.check(knoop.node, namen)
        velden = _find_velden(eigenaar)
        if not velden:
            self._weiger(
                knoop,
                f"het veld voor '.{knoop.attr}' is een losse waarde en heeft zelf geen velden",
                knoop.attr,
            )
        if knoop.attr not in velden:
            self._weiger_onbekend(knoop, "veld", knoop.attr, velden)
        return velden[knoop.attr]

    def _check_compare(self, knoop: nodes.Compare, namen: Mapping[str, Veldsoort]) -> Veldsoort:
        links = _strip_none(self.check(knoop.expr, namen))
        for deel in knoop.ops:
            if deel.op not in VERGELIJKINGEN:
                self._weiger(deel, "vergelijk alleen met ==, !=, in of not in. Groter of kleiner is rekenen")
            self.check(deel.expr, namen)
            self._check_keuze(links, deel.expr)
        return bool

    def _check_keuze(self, soort: Veldsoort, knoop: nodes.Expr) -> None:
        """Check that a text which is compared with a choice is one of the choices."""
        if not (isinstance(soort, type) and issubclass(soort, Enum)):
            return
        keuzes = [str(keuze.value) for keuze in soort]
        for deel in (knoop, *knoop.find_all(nodes.Const)):
            if isinstance(deel, nodes.Const) and deel.value not in keuzes:
                self._weiger_onbekend(deel, "woord", str(deel.value), keuzes)

    def _check_beide(self, knoop: nodes.BinExpr, namen: Mapping[str, Veldsoort]) -> Veldsoort:
        self.check(knoop.left, namen)
        self.check(knoop.right, namen)
        return bool

    _check_and = _check_beide
    _check_or = _check_beide

    def _check_not(self, knoop: nodes.Not, namen: Mapping[str, Veldsoort]) -> Veldsoort:
        self.check(knoop.node, namen)
        return bool

    def _check_filter(self, knoop: nodes.Filter, namen: Mapping[str, Veldsoort]) -> Veldsoort:
        filters = self._woordenschat.filters
        if knoop.name not in filters:
            self._weiger_onbekend(knoop, "filter", knoop.name, filters)
        if knoop.kwargs or knoop.dyn_args or knoop.dyn_kwargs:
            uitleg = f"geef het filter '{knoop.name}' alleen velden mee, zonder naam ervoor"
            self._weiger(knoop, uitleg, knoop.name)
        gevonden = [self.check(deel, namen) for deel in (knoop.node, *knoop.args) if deel]
        verwacht = [p.annotation for p in inspect.signature(filters[knoop.name]).parameters.values()]
        if len(gevonden) != len(verwacht) or not all(map(_accepts, verwacht, gevonden)):
            self._weiger(
                knoop, f"het filter '{knoop.name}' past niet bij dit veld. Kies een ander filter", knoop.name
            )
        return str

    def _check_call(self, knoop: nodes.Call, namen: Mapping[str, Veldsoort]) -> Veldsoort:
        componenten = self._woordenschat.componenten
        if not isinstance(knoop.node, nodes.Name):
            self._weiger(knoop, "een functie aanroepen mag niet. Gebruik een veld of een component")
        if knoop.node.name not in componenten:
            self._weiger_onbekend(knoop, "component", knoop.node.name, componenten)
        if knoop.kwargs or knoop.dyn_args or knoop.dyn_kwargs:
            self._weiger(knoop, f"geef '{knoop.node.name}' alleen velden mee, zonder naam ervoor")
        nodig = componenten[knoop.node.name]
        if len(knoop.args) != nodig:
            self._weiger(knoop, f"'{knoop.node.name}' heeft {nodig} gegeven(s) nodig, niet {len(knoop.args)}")
        for deel in knoop.args:
            self.check(deel, namen)
        return str

    def _weiger_onbekend(self, knoop: nodes.Node, soort: str, naam: str, bekend: Iterable[str]) -> NoReturn:
        # The explanation is a sentence of its own already, so it does not go through _weiger.
        uitleg = f"het {soort} '{naam}' bestaat niet.{suggest(naam, bekend)}"
        raise InvalidSjabloonError(uitleg, bestand=self._bestand, regel=knoop.lineno, term=naam)
