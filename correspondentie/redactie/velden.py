"""The fields that a brief may use, with what each means and how it looks: for the palette beside the text."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date
from enum import Enum, StrEnum
from inspect import signature
from pathlib import Path
from types import GenericAlias, NoneType, UnionType
from typing import Any, get_args, get_type_hints

from correspondentie.errors import InvalidSjabloonError
from correspondentie.opmaak import FILTERS, Aantal
from correspondentie.redactie.gevallen import load_gevallen
from correspondentie.register import load_register
from correspondentie.sjabloon import make_velden

UITLEG = Path("_taal") / "velden.toml"
HANDLEIDING = "README.md"
WAARDE = "waarde"  # the one filter with a second field: the eenheid beside the value
# How one thing of a list is called, where that is no simple singular, or the singular is a component.
ELEMENTEN = {
    "adresregels": "regel",
    "bezwaaradres": "regel",
    "inkomen": "regel",
    "inkomens": "vergeleken",
    "jaar": "regel",
    "mutaties": "wijziging_van",
    "opvang": "opvangregel",
    "perioden": "periode",
    "postadres": "regel",
    "vergelijkingen": "opvang",
    "verschillen": "verschil",
    "vooraf": "regel",
    "vorderingen": "regel",
}
_RIJ = re.compile(r"^\| `([^`]+)` \| (.*) \|$", re.MULTILINE)


class Veldvorm(StrEnum):
    """What a field holds, in the word by which the palette shows it."""

    TEKST = "tekst"
    BEDRAG = "bedrag"
    AANTAL = "aantal"
    DATUM = "datum"
    JA_NEE = "ja of nee"
    KEUZE = "keuze"
    GETAL = "getal"
    LIJST = "lijst"
    GROEP = "groep"


@dataclass(frozen=True, kw_only=True, slots=True)
class Veld:
    """One field. Shape: pad as it is written ('beschikking.toeslagen'); of what a lijst holds, the pad begins
    with a name for one of them ('toeslag.bedrag_jaar'), which the loop in invoegen gives.

    invoegen is the text to insert; filters are those that fit, best first; voorbeeld is how it looks in a
    letter, empty when no voorbeeld has it; delen the fields of a groep or of what is in a lijst.
    """

    pad: str
    soort: Veldvorm
    uitleg: str
    voorbeeld: str
    filters: tuple[str, ...]
    keuzes: tuple[str, ...]
    invoegen: str
    delen: "tuple[Veld, ...]" = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Woord:
    """A component or a filter, with what it does or how it looks."""

    naam: str
    uitleg: str


def list_velden(sjablonen: Path, brieftype: str) -> tuple[Veld, ...]:
    """List the fields of a brieftype as a tree, in the order in which they are defined.

    Raises: UnknownBrieftypeError; InvalidSjabloonError when a field has no explanation.
    """
    register = load_register(sjablonen)
    soorten = make_velden(register.find_brieftype(brieftype))
    alle = [gegevens for (naam, _), gegevens in load_gevallen(sjablonen).items() if naam == brieftype]
    wortels = {"afzender": [register.afzender]}
    boom = _Boom(_load_uitleg(sjablonen))
    return tuple(
        boom.make_groep(naam, soort, wortels.get(naam) or _list_waarden(alle, naam))
        for naam, soort in soorten.items()
    )


def list_componenten(sjablonen: Path) -> tuple[Woord, ...]:
    """List the components for a line of their own, as the handbook of the sjablonen explains them."""
    return _list_woorden(sjablonen, "## Componenten")


def list_filters(sjablonen: Path) -> tuple[Woord, ...]:
    """List the filters, with how a value looks behind each."""
    return _list_woorden(sjablonen, "## Filters")


class _Boom:
    """Makes the tree; beside each type go the values that the voorbeelden have there."""

    def __init__(self, uitleg: Mapping[str, Mapping[str, str]]) -> None:
        self._uitleg = uitleg

    def make_groep(self, pad: str, soort: type, waarden: list[Any]) -> Veld:
        return Veld(
            pad=pad,
            soort=Veldvorm.GROEP,
            uitleg="",
            voorbeeld="",
            filters=(),
            keuzes=(),
            invoegen="",
            delen=tuple(self._list_delen(pad, soort, waarden)),
        )

    def _list_delen(self, pad: str, soort: type, waarden: list[Any]) -> Iterator[Veld]:
        for naam, deelsoort in get_type_hints(soort).items():
            try:
                uitleg = self._uitleg[soort.__name__][naam]
            except KeyError:
                raise InvalidSjabloonError(
                    f"het veld {soort.__name__}.{naam} heeft geen uitleg. Zet die in {UITLEG}."
                ) from None
            yield self._make(f"{pad}.{naam}", _strip_none(deelsoort), uitleg, _list_waarden(waarden, naam))

    def _make(self, pad: str, soort: Any, uitleg: str, waarden: list[Any]) -> Veld:  # noqa: ANN401 - a type hint
        if isinstance(soort, GenericAlias):
            return self._make_lijst(pad, get_args(soort)[0], uitleg, waarden)
        filters = () if soort is str else _list_filters(soort)  # what is left for text is for addresses
        return Veld(
            pad=pad,
            soort=_find_vorm(soort),
            uitleg=uitleg,
            voorbeeld=_format_voorbeeld(waarden, filters),
            filters=filters,
            keuzes=tuple(str(keuze.value) for keuze in soort) if _is_keuze(soort) else (),
            invoegen=_make_invoegen(pad, soort, filters),
            delen=tuple(self._list_delen(pad, soort, waarden)) if _is_groep(soort) else (),
        )

    def _make_lijst(self, pad: str, element: Any, uitleg: str, waarden: list[Any]) -> Veld:  # noqa: ANN401 - idem
        element = _strip_none(element)
        naam = _make_elementnaam(pad)
        elementen = [element for rij in waarden for element in rij if element is not None]
        delen = tuple(self._list_delen(naam, element, elementen)) if _is_groep(element) else ()
        kern = "" if delen else f"{{{{ {naam}{_join_filter(_list_filters(element))} }}}}"
        return Veld(
            pad=pad,
            soort=Veldvorm.LIJST,
            uitleg=uitleg,
            voorbeeld="",
            filters=(),
            keuzes=(),
            invoegen=f"{{% for {naam} in {pad} %}}\n{kern}\n{{% endfor %}}",
            delen=delen,
        )


def _list_waarden(houders: list[Any], naam: str) -> list[Any]:
    waarden = (getattr(houder, naam) for houder in houders)
    return [waarde for waarde in waarden if waarde is not None]


def _strip_none(soort: Any) -> Any:  # noqa: ANN401 - idem
    if isinstance(soort, UnionType):
        return next(deel for deel in get_args(soort) if deel is not NoneType)
    return soort


def _is_groep(soort: Any) -> bool:  # noqa: ANN401 - idem
    return is_dataclass(soort)


def _is_keuze(soort: Any) -> bool:  # noqa: ANN401 - idem
    return isinstance(soort, type) and issubclass(soort, Enum)


def _find_vorm(soort: Any) -> Veldvorm:  # noqa: ANN401 - idem
    vormen = {
        str: Veldvorm.TEKST,
        int: Veldvorm.BEDRAG,
        Aantal: Veldvorm.AANTAL,
        date: Veldvorm.DATUM,
        bool: Veldvorm.JA_NEE,
    }
    if _is_keuze(soort):
        return Veldvorm.KEUZE
    if _is_groep(soort):
        return Veldvorm.GROEP
    return vormen.get(soort, Veldvorm.GETAL)


def _list_filters(soort: Any) -> tuple[str, ...]:  # noqa: ANN401 - idem
    return tuple(naam for naam, filter_ in FILTERS.items() if naam != WAARDE and _takes(filter_, soort))


def _takes(filter_: Callable[..., str], soort: Any) -> bool:  # noqa: ANN401 - idem
    eerste = next(iter(signature(filter_).parameters.values()))
    return bool(eerste.annotation == soort)


def _join_filter(filters: tuple[str, ...]) -> str:
    return f" | {filters[0]}" if filters else ""


def _make_invoegen(pad: str, soort: Any, filters: tuple[str, ...]) -> str:  # noqa: ANN401 - idem
    if _is_groep(soort):
        return ""
    if soort is bool:
        return f"{{% if {pad} %}}\n\n{{% endif %}}"
    if _is_keuze(soort) and not filters:
        eerste = next(iter(soort))
        return f'{{% if {pad} == "{eerste.value}" %}}\n\n{{% endif %}}'
    return f"{{{{ {pad}{_join_filter(filters)} }}}}"


def _format_voorbeeld(waarden: list[Any], filters: tuple[str, ...]) -> str:
    gewoon = [waarde for waarde in waarden if waarde not in (0, "")] or waarden
    if not gewoon or is_dataclass(gewoon[0]):
        return ""
    waarde = gewoon[0]
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if filters and type(waarde) is not str:
        return FILTERS[filters[0]](waarde)
    return str(waarde.value if isinstance(waarde, Enum) else waarde)


def _make_elementnaam(pad: str) -> str:
    """Make a name for one thing of a list: 'toeslag' for 'beschikking.toeslagen'."""
    naam = pad.rpartition(".")[2]
    if naam in ELEMENTEN:
        return ELEMENTEN[naam]
    return naam.removesuffix("en") if naam.endswith("en") else naam.removesuffix("s")


def _load_uitleg(sjablonen: Path) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((sjablonen / UITLEG).read_text(encoding="utf-8"))


def _list_woorden(sjablonen: Path, kop: str) -> tuple[Woord, ...]:
    handleiding = (sjablonen / HANDLEIDING).read_text(encoding="utf-8")
    tabel = handleiding.partition(f"\n{kop}\n")[2].partition("\n## ")[0]
    return tuple(Woord(naam=naam, uitleg=uitleg) for naam, uitleg in _RIJ.findall(tabel))
