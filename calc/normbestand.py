"""Reads the official figures of a toeslagjaar from its TOML file, by the shape that calc.norm gives them."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from importlib import resources
from types import MappingProxyType, UnionType
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from calc.afronding import Afronding, Wijze
from calc.beschikking import Eenheid
from calc.errors import MissingNormError
from calc.norm import (
    DUIZENDSTEN,
    Afrondingen,
    Bedrag,
    Factor,
    Kinderopvangnorm,
    Kindgebondennorm,
    KwadratischeHuurnorm,
    LineaireHuurnorm,
    Norm,
    Normen,
    Normwaarde,
    Percentage,
    Percentagerij,
    Percentagetabel,
    UnknownToeslagjaarError,
    Zorgnorm,
)

Tabel: TypeAlias = Mapping[str, Any]
Vorm: TypeAlias = Any  # what a type hint can be

HUURVORMEN: Mapping[str, type] = {"lineair": LineaireHuurnorm, "kwadratisch": KwadratischeHuurnorm}


def load_normen() -> Normen:
    """Read the official figures of every year that has a file.

    Source: TG 080-1Z61FD
    """
    namen = (bestand.name for bestand in resources.files("calc").joinpath("normen").iterdir())
    jaren = sorted(int(naam.removesuffix(".toml")) for naam in namen if naam.endswith(".toml"))
    return Normen({jaar: load_norm(jaar) for jaar in jaren})


def load_norm(toeslagjaar: int) -> Norm:
    """Read the official figures of this year.

    Source: TG 080-1Z61FD
    Raises: UnknownToeslagjaarError when there are none, MissingNormError when a figure of all of them lacks.
    """
    bestand = resources.files("calc").joinpath("normen", f"{toeslagjaar}.toml")
    if not bestand.is_file():
        raise UnknownToeslagjaarError(
            f"toeslagjaar is {toeslagjaar}, maar van dat jaar zijn geen normen bekend; "
            f"voeg calc/normen/{toeslagjaar}.toml toe uit de officiële bron"
        )
    return parse_norm(toeslagjaar, bestand.read_text("utf-8"))


def parse_norm(toeslagjaar: int, tekst: str) -> Norm:
    """Read the official figures of this year from the text of their TOML file.

    Source: TG 080-1Z61FD
    Raises: MissingNormError naming the figures of all toeslagen that are absent or have another unit.
    """
    gegevens = tomllib.loads(tekst, parse_float=Decimal)
    algemeen = _Lezer()
    minimum = algemeen.read(Bedrag, gegevens.get("minimum_jaarbedrag"), "minimum_jaarbedrag")
    afronding = algemeen.read(Afrondingen, gegevens.get("afronding"), "afronding")
    if algemeen.ontbreekt:
        raise MissingNormError(
            f"voor toeslagjaar {toeslagjaar} ontbreekt (met waarde en de juiste eenheid): "
            f"{', '.join(algemeen.ontbreekt)}; vul calc/normen/{toeslagjaar}.toml aan uit de officiële bron"
        )
    huurvorm = HUURVORMEN.get(gegevens.get("huurtoeslag", {}).get("vorm", ""), LineaireHuurnorm)
    secties = {
        "klein_bedrag": Bedrag,
        "rente": Percentage,
        "kinderopvangtoeslag": Kinderopvangnorm,
        "zorgtoeslag": Zorgnorm,
        "huurtoeslag": huurvorm,
        "kindgebonden_budget": Kindgebondennorm,
    }
    gelezen: dict[str, Any] = {}
    ontbreekt: dict[str, tuple[str, ...]] = {}
    for naam, vorm in secties.items():
        lezer = _Lezer()
        waarde = lezer.read(vorm, gegevens.get(naam), naam)
        gelezen[naam] = None if lezer.ontbreekt else waarde
        ontbreekt[naam] = tuple(lezer.ontbreekt)
    return Norm(
        toeslagjaar=toeslagjaar,
        minimum_jaarbedrag=minimum,
        afronding=afronding,
        ontbreekt=MappingProxyType(ontbreekt),
        **gelezen,
    )


@dataclass(slots=True)
class _Lezer:
    """Reads one part of the file and remembers which figures it did not find."""

    ontbreekt: list[str] = field(default_factory=list)

    def read(self, vorm: Vorm, tabel: Any, pad: str) -> Any:  # noqa: ANN401 - plain TOML in, any shape out
        """Read a figure, or a part with figures, of this shape; None when it is not there."""
        soort: Any = get_origin(vorm)
        if soort in (Union, UnionType):  # it may be absent
            return None if tabel is None else self.read(get_args(vorm)[0], tabel, pad)
        if not isinstance(tabel, Mapping):
            self.ontbreekt.append(pad)
            return None
        if soort is Mapping:
            return {
                sleutel: self.read(get_args(vorm)[1], deel, f"{pad}.{sleutel}")
                for sleutel, deel in tabel.items()
            }
        if soort is Annotated:
            return self._read_figuur(tabel, pad, get_args(vorm)[1], _make_normwaarde)
        if vorm in FIGUREN:
            return self._read_figuur(tabel, pad, *FIGUREN[vorm])
        soorten = get_type_hints(vorm, include_extras=True)
        delen = {
            d.name: self.read(soorten[d.name], tabel.get(d.name), f"{pad}.{d.name}") for d in fields(vorm)
        }
        return vorm(**delen)

    def _read_figuur(
        self, tabel: Tabel, pad: str, eenheid: Eenheid, make: Callable[[Tabel], object]
    ) -> object | None:
        if "waarde" not in tabel or tabel.get("eenheid") != eenheid:
            self.ontbreekt.append(pad)
            return None
        return make(tabel)


def _make_normwaarde(figuur: Tabel) -> Normwaarde:
    return Normwaarde(waarde=figuur["waarde"], bron=figuur["bron"])


def _make_percentage(figuur: Tabel) -> Percentage | None:
    return _parse_percentage(figuur["waarde"], figuur["bron"])


def _parse_percentage(waarde: Decimal | int | None, bron: str) -> Percentage | None:
    if waarde is None:
        return None
    return Percentage(duizendsten=int(waarde * DUIZENDSTEN / 100), tekst=str(waarde), bron=bron)


def _make_factor(figuur: Tabel) -> Factor:
    return Factor(waarde=Decimal(figuur["waarde"]), bron=figuur["bron"])


def _make_afronding(figuur: Tabel) -> Afronding:
    return Afronding(eenheid=figuur["waarde"], wijze=Wijze(figuur["wijze"]), bron=figuur["bron"])


def _make_tabel(figuur: Tabel) -> Percentagetabel:
    bron = figuur["bron"]
    rijen = tuple(
        Percentagerij(
            vanaf=rij["vanaf"],
            eerste_kind=_parse_percentage(rij.get("eerste_kind"), bron),
            volgend_kind=_parse_percentage(rij.get("volgend_kind"), bron),
        )
        for rij in figuur["waarde"]
    )
    return Percentagetabel(grenzen=tuple(rij.vanaf for rij in rijen), rijen=rijen)


FIGUREN: Mapping[type, tuple[Eenheid, Callable[[Tabel], object]]] = {
    Percentage: (Eenheid.PROCENT, _make_percentage),
    Factor: (Eenheid.FACTOR, _make_factor),
    Afronding: (Eenheid.EUROCENT, _make_afronding),
    Percentagetabel: (Eenheid.PROCENT, _make_tabel),
}
