"""The official figures of one toeslagjaar, read from calc/normen."""

import decimal
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from typing import Any

from calc.beschikking import Eenheid
from calc.errors import MissingNormError
from calc.huishouden import Opvangsoort

_WIJZEN = {"rekenkundig": decimal.ROUND_HALF_UP, "omlaag": decimal.ROUND_FLOOR}
_VEREIST = {
    "minimum_jaarbedrag": Eenheid.EUROCENT,
    "kinderopvangtoeslag.maximum_uren": Eenheid.UREN,
    "kinderopvangtoeslag.maximum_uurprijs.dagopvang": Eenheid.EUROCENT_PER_UUR,
    "kinderopvangtoeslag.maximum_uurprijs.bso": Eenheid.EUROCENT_PER_UUR,
    "kinderopvangtoeslag.maximum_uurprijs.gastouder": Eenheid.EUROCENT_PER_UUR,
    "kinderopvangtoeslag.afronding.kosten": Eenheid.EUROCENT,
    "kinderopvangtoeslag.afronding.kindbedrag": Eenheid.EUROCENT,
    "kinderopvangtoeslag.afronding.maandbedrag": Eenheid.EUROCENT,
    "kinderopvangtoeslag.afronding.jaarbedrag": Eenheid.EUROCENT,
    "kinderopvangtoeslag.percentages": Eenheid.PROCENT,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Normwaarde:
    """One official figure and where it stands."""

    waarde: int
    bron: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Uurprijzen:
    """The maximum rate per hour of each Opvangsoort. Unit: eurocent."""

    dagopvang: Normwaarde
    bso: Normwaarde
    gastouder: Normwaarde

    def find(self, opvangsoort: Opvangsoort) -> Normwaarde:
        """Return the maximum rate of this Opvangsoort.

        Source: jci1.3:c:BWBR0017321&artikel=4&lid=1
        """
        return {
            Opvangsoort.DAGOPVANG: self.dagopvang,
            Opvangsoort.BSO: self.bso,
            Opvangsoort.GASTOUDER: self.gastouder,
        }[opvangsoort]


@dataclass(frozen=True, kw_only=True, slots=True)
class Percentagetabel:
    """Which part of the cost is paid, by income, for the first and for every next child.

    Shape: row i holds incomes from grenzen[i] up to the next bound; the first bound is 0.
    Unit: grenzen in whole euros a year; percentages in percent.
    """

    grenzen: tuple[int, ...]
    eerste_kind: tuple[Decimal, ...]
    volgend_kind: tuple[Decimal, ...]
    bron: str

    def find_percentages(self, toetsingsinkomen: int) -> tuple[Decimal, Decimal]:
        """Return the percentages for the first and for every next child at this joint income.

        Unit:   toetsingsinkomen in eurocent; its cents are dropped, as the table is in whole euros.
        Source: jci1.3:c:BWBR0017321&artikel=8
        """
        rij = bisect_right(self.grenzen, toetsingsinkomen // 100) - 1
        return self.eerste_kind[rij], self.volgend_kind[rij]


@dataclass(frozen=True, kw_only=True, slots=True)
class Afronding:
    """How one step of a sum is rounded: to a multiple of eenheid eurocent, the decimal module's way."""

    eenheid: int
    wijze: str
    bron: str

    def compute_bedrag(self, bedrag: Decimal | int) -> int:
        """Return this bedrag, rounded.

        Unit:   eurocent; a Decimal may hold parts of a cent.
        Source: jci1.3:c:BWBR0018472&artikel=14&lid=4
        """
        return int((Decimal(bedrag) / self.eenheid).to_integral_value(self.wijze)) * self.eenheid


@dataclass(frozen=True, kw_only=True, slots=True)
class Afrondingen:
    """The rounding of each step of kinderopvangtoeslag that is rounded."""

    kosten: Afronding
    kindbedrag: Afronding
    maandbedrag: Afronding
    jaarbedrag: Afronding


@dataclass(frozen=True, kw_only=True, slots=True)
class Kinderopvangnorm:
    """The figures of kinderopvangtoeslag. Unit: maximum_uren in hours per child per calendar month."""

    maximum_uren: Normwaarde
    maximum_uurprijs: Uurprijzen
    percentages: Percentagetabel
    afronding: Afrondingen


@dataclass(frozen=True, kw_only=True, slots=True)
class Norm:
    """All official figures of one toeslagjaar. Unit: minimum_jaarbedrag in eurocent."""

    toeslagjaar: int
    minimum_jaarbedrag: Normwaarde
    kinderopvangtoeslag: Kinderopvangnorm


def load_norm(toeslagjaar: int) -> Norm:
    """Read the official figures of this year.

    Source: TG 080-1Z61FD
    Raises: MissingNormError when a figure of this year is not known.
    """
    bestand = resources.files("calc").joinpath("normen", f"{toeslagjaar}.toml")
    tekst = bestand.read_text("utf-8") if bestand.is_file() else ""
    return parse_norm(toeslagjaar, tekst)


def parse_norm(toeslagjaar: int, tekst: str) -> Norm:
    """Read the official figures of this year from the text of their TOML file.

    Source: TG 080-1Z61FD
    Raises: MissingNormError naming every figure that is absent or has another unit than expected.
    """
    gegevens = tomllib.loads(tekst, parse_float=Decimal)
    _check_volledig(toeslagjaar, gegevens)
    return Norm(
        toeslagjaar=toeslagjaar,
        minimum_jaarbedrag=_parse_waarde(gegevens["minimum_jaarbedrag"]),
        kinderopvangtoeslag=_parse_kinderopvang(gegevens["kinderopvangtoeslag"]),
    )


def _check_volledig(toeslagjaar: int, gegevens: Mapping[str, Any]) -> None:
    missing = [pad for pad, eenheid in _VEREIST.items() if not _has_figuur(gegevens, pad, eenheid)]
    if missing:
        raise MissingNormError(
            f"voor toeslagjaar {toeslagjaar} ontbreekt (met waarde en de juiste eenheid): "
            f"{', '.join(missing)}; vul calc/normen/{toeslagjaar}.toml aan uit de officiele bron"
        )


def _has_figuur(gegevens: Mapping[str, Any], pad: str, eenheid: Eenheid) -> bool:
    plek: Any = gegevens
    for sleutel in pad.split("."):
        plek = plek.get(sleutel, {})
    return "waarde" in plek and plek.get("eenheid") == eenheid


def _parse_kinderopvang(gegevens: Mapping[str, Any]) -> Kinderopvangnorm:
    uurprijzen = {soort: _parse_waarde(figuur) for soort, figuur in gegevens["maximum_uurprijs"].items()}
    afrondingen = {stap: _parse_afronding(figuur) for stap, figuur in gegevens["afronding"].items()}
    return Kinderopvangnorm(
        maximum_uren=_parse_waarde(gegevens["maximum_uren"]),
        maximum_uurprijs=Uurprijzen(**uurprijzen),
        percentages=_parse_percentages(gegevens["percentages"]),
        afronding=Afrondingen(**afrondingen),
    )


def _parse_waarde(figuur: Mapping[str, Any]) -> Normwaarde:
    return Normwaarde(waarde=figuur["waarde"], bron=figuur["bron"])


def _parse_afronding(figuur: Mapping[str, Any]) -> Afronding:
    return Afronding(eenheid=figuur["waarde"], wijze=_WIJZEN[figuur["wijze"]], bron=figuur["bron"])


def _parse_percentages(figuur: Mapping[str, Any]) -> Percentagetabel:
    rijen = figuur["waarde"]
    return Percentagetabel(
        grenzen=tuple(rij["vanaf"] for rij in rijen),
        eerste_kind=tuple(rij["eerste_kind"] for rij in rijen),
        volgend_kind=tuple(rij["volgend_kind"] for rij in rijen),
        bron=figuur["bron"],
    )
