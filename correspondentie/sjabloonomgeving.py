"""The sandbox in which sjablonen run, and how it prints a value."""

import re
from contextvars import ContextVar
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_type_hints

from jinja2 import StrictUndefined
from jinja2.filters import do_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import test_none
from markupsafe import Markup

from correspondentie.opmaak import FILTERS
from correspondentie.zetter.kopij import MERK, Blokmerken

# Control characters, line separators, and the marks that turn the direction of the text that follows them.
ONZICHTBAAR = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+")


def format_veld(waarde: object) -> str:
    """Format a value that a sjabloon prints without a filter: text, and whole numbers such as a year.

    Raises: TypeError for anything that has a look of its own, so that nobody reads 'None' or '120286'.
    """
    if isinstance(waarde, Markup):
        return waarde
    if type(waarde) is str:
        return ONZICHTBAAR.sub(" ", waarde)
    if type(waarde) is int:
        return str(waarde)
    raise TypeError(f"a {type(waarde).__name__} needs a filter")


# The values of the letter that is being rendered, in the order in which they stand in it.
WAARDEN: ContextVar[list[str]] = ContextVar("waarden")


def set_veld(waarde: object) -> Markup:
    """Put a value aside and leave a mark in the letter; what is HTML already, such as a component, stays.

    Raises: TypeError as format_veld.
    """
    if isinstance(waarde, Markup):
        return waarde
    WAARDEN.get().append(format_veld(waarde))
    return MERK


class Omgeving(ImmutableSandboxedEnvironment):
    """The sandbox, which reads the fields of our own frozen facts without asking about each again."""

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - what a field holds
        """Return a field; what is no field of our facts goes through every check of the sandbox."""
        if attribute in _find_velden(type(obj)):  # type: ignore[arg-type]  # every class is hashable
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


@cache  # one entry per class that a sjabloon can reach
def _find_velden(soort: type) -> frozenset[str]:
    ons = is_dataclass(soort) and soort.__module__.startswith("correspondentie.")
    return frozenset(get_type_hints(soort)) if ons else frozenset()


def make_omgeving(*, autoescape: bool) -> ImmutableSandboxedEnvironment:
    """Make the sandbox of the huisstijl and the brief (autoescape), or of plain text."""
    omgeving = Omgeving(
        autoescape=autoescape,
        undefined=StrictUndefined,
        finalize=set_veld if autoescape else format_veld,
        extensions=[Blokmerken] if autoescape else [],
        trim_blocks=not autoescape,
        lstrip_blocks=not autoescape,
    )
    # What the huisstijl may use beside our own filters; a sjabloon may not (sjablooncontrole).
    omgeving.filters = {**FILTERS, "join": do_join}
    omgeving.tests = {"none": test_none}
    omgeving.globals = {}
    return omgeving
