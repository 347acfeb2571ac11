"""The official figures of one toeslagjaar, read from calc/normen.

A year may hold the figures of some toeslagen only, and a toeslag may lack figures that not every household
needs: what is not known is None, and find_figuur refuses when it is needed.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, TypeVar

from calc.afronding import Afronding
from calc.beschikking import Eenheid
from calc.errors import InvalidFeitError, MissingNormError
from calc.huishouden import Huishouden, Opvangsoort

Figuur = TypeVar("Figuur")
DUIZENDSTEN = 100_000  # a percentage is kept in thousandths of a percent


class UnknownToeslagjaarError(InvalidFeitError, MissingNormError):
    """Of this toeslagjaar no official figures are known at all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Normwaarde:
    """One official figure and where it stands. Unit: as its place in the norm says."""

    waarde: int
    bron: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Percentage:
    """An official percentage. Unit: duizendsten in thousandths of a percent; tekst as it is published."""

    duizendsten: int
    tekst: str
    bron: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Factor:
    """An official factor with which something is multiplied."""

    waarde: Decimal
    bron: str


Bedrag = Annotated[Normwaarde, Eenheid.EUROCENT]
Uurprijs = Annotated[Normwaarde, Eenheid.EUROCENT_PER_UUR]
Uren = Annotated[Normwaarde, Eenheid.UREN]


@dataclass(frozen=True, kw_only=True, slots=True)
class Uurprijzen:
    """The maximum rate per hour of each Opvangsoort. Unit: eurocent."""

    dagopvang: Uurprijs
    bso: Uurprijs
    gastouder: Uurprijs

    def find(self, opvangsoort: Opvangsoort) -> Normwaarde:
        """Return the maximum rate of this Opvangsoort.

        Source: jci1.3:c:BWBR0017321&artikel=4&lid=1
        """
        if opvangsoort is Opvangsoort.DAGOPVANG:
            return self.dagopvang
        return self.bso if opvangsoort is Opvangsoort.BSO else self.gastouder


@dataclass(frozen=True, kw_only=True, slots=True)
class Percentagerij:
    """One row of the table; a percentage that nobody published is None. Unit: vanaf in whole euros a year."""

    vanaf: int
    eerste_kind: Percentage | None
    volgend_kind: Percentage | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Percentagetabel:
    """Which part of the cost is paid, by income, for the first and for every next child.

    Shape: rijen by rising income, the first from 0; grenzen hold their vanaf.
    """

    grenzen: tuple[int, ...]
    rijen: tuple[Percentagerij, ...]

    def find_rij(self, toetsingsinkomen: int) -> Percentagerij:
        """Return the row for this joint income.

        Unit:   toetsingsinkomen in eurocent; its cents are dropped, as the table is in whole euros.
        Source: jci1.3:c:BWBR0017321&artikel=8
        """
        return self.rijen[bisect_right(self.grenzen, toetsingsinkomen // 100) - 1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Afrondingen:
    """How the steps of every toeslag are rounded."""

    cent: Afronding  # a step of the sum
    maandbedrag: Afronding
    jaarbedrag: Afronding


@dataclass(frozen=True, kw_only=True, slots=True)
class Vermogensgrenzen:
    """The highest vermogen with which there is a right. Unit: eurocent on 1 January."""

    alleen: Bedrag
    partner: Bedrag


@dataclass(frozen=True, kw_only=True, slots=True)
class Kinderopvangnorm:
    """The figures of kinderopvangtoeslag. Unit: maximum_uren in hours per child per calendar month."""

    maximum_uren: Uren
    maximum_uurprijs: Uurprijzen
    percentages: Percentagetabel


@dataclass(frozen=True, kw_only=True, slots=True)
class Zorgnorm:
    """The figures of zorgtoeslag. Shape: woonlandfactoren by ISO 3166 code."""

    standaardpremie: Bedrag
    drempelinkomen: Bedrag
    percentage_drempel_alleen: Percentage
    percentage_drempel_partner: Percentage
    percentage_boven_drempel: Percentage
    vermogensgrenzen: Vermogensgrenzen
    woonlandfactoren: Mapping[str, Factor]


@dataclass(frozen=True, kw_only=True, slots=True)
class Huurgrenzen:
    """What every form of huurtoeslag has. Unit: eurocent a month; kindvrijstelling eurocent a year."""

    kwaliteitskortingsgrens: Bedrag
    aftoppingsgrens_klein: Bedrag  # one or two persons
    aftoppingsgrens_groot: Bedrag  # three persons or more
    maximum_huur: Bedrag
    maximum_huur_jong: Bedrag
    percentage_a: Percentage
    percentage_b: Percentage
    percentage_c: Percentage
    kindvrijstelling: Bedrag | None = None
    vermogensgrenzen: Vermogensgrenzen | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Afbouw:
    """The linear form, from 2026: a fixed basishuur, and a reduction above an income."""

    basishuur: Bedrag
    inkomensijkpunt: Bedrag
    percentage: Percentage


@dataclass(frozen=True, kw_only=True, slots=True)
class Basishuurformule:
    """The quadratic form, up to 2025: basishuur = kwadraat x income^2 + lineair x income + opslag.

    Unit: income in whole euros a year; opslag and minimum in eurocent a month; doelgroepgrens, the highest
    income with which there is a right, in eurocent a year.
    """

    kwadraat: Factor
    lineair: Factor
    opslag: Bedrag
    minimum: Bedrag
    doelgroepgrens: Bedrag | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Huurnorm:
    """The figures of huurtoeslag; each form has its own."""

    grenzen: Huurgrenzen


@dataclass(frozen=True, kw_only=True, slots=True)
class LineaireHuurnorm(Huurnorm):
    """The figures of huurtoeslag in its linear form."""

    eenpersoons: Afbouw
    meerpersoons: Afbouw


@dataclass(frozen=True, kw_only=True, slots=True)
class KwadratischeHuurnorm(Huurnorm):
    """The figures of huurtoeslag in its quadratic form.

    Shape: a formula that nobody published is None. Unit: servicekosten is what one kind counts at most.
    """

    servicekosten: Bedrag
    eenpersoons: Basishuurformule | None = None
    meerpersoons: Basishuurformule | None = None
    eenpersoons_aow: Basishuurformule | None = None
    meerpersoons_aow: Basishuurformule | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Kindgebondennorm:
    """The figures of kindgebonden budget. Unit: eurocent a year."""

    bedrag_per_kind: Bedrag
    extra_12_15: Bedrag
    extra_16_17: Bedrag
    alleenstaande_ouderkop: Bedrag
    afbouwpercentage: Percentage
    afbouwdrempel_alleen: Bedrag
    afbouwdrempel_partner: Bedrag
    vermogensgrenzen: Vermogensgrenzen


@dataclass(frozen=True, kw_only=True, slots=True)
class Norm:
    """All official figures of one toeslagjaar; klein_bedrag and rente hold for what is decided in that year.

    Shape: ontbreekt names per toeslag the figures for want of which nothing can be computed.
    Unit: minimum_jaarbedrag and klein_bedrag in eurocent.
    """

    toeslagjaar: int
    minimum_jaarbedrag: Bedrag
    afronding: Afrondingen
    klein_bedrag: Bedrag | None = None
    rente: Percentage | None = None
    kinderopvangtoeslag: Kinderopvangnorm | None = None
    zorgtoeslag: Zorgnorm | None = None
    huurtoeslag: Huurnorm | None = None
    kindgebonden_budget: Kindgebondennorm | None = None
    ontbreekt: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


def find_figuur(figuur: Figuur | None, norm: Norm, naam: str) -> Figuur:
    """Return a figure that is needed.

    Source: Awir art. 14 (nothing is granted but by law)
    Raises: MissingNormError naming year and figure when nobody published it.
    """
    if figuur is not None:
        return figuur
    namen = ", ".join(norm.ontbreekt.get(naam) or (naam,))
    raise MissingNormError(
        f"voor toeslagjaar {norm.toeslagjaar} ontbreekt: {namen}. Zonder officieel cijfer wordt niets "
        f"berekend; vul calc/normen/{norm.toeslagjaar}.toml aan uit de officiële bron"
    )


def check_jaar(huishouden: Huishouden, norm: Norm) -> None:
    """Refuse to decide with the figures of another year.

    Source: Awir art. 14 (a toeslag is for one berekeningsjaar)
    Raises: MissingNormError naming both years.
    """
    if huishouden.toeslagjaar != norm.toeslagjaar:
        raise MissingNormError(
            f"de normen zijn van {norm.toeslagjaar}, maar het huishouden heeft toeslagjaar "
            f"{huishouden.toeslagjaar}; laad de normen van dat jaar"
        )


@dataclass(frozen=True, slots=True)
class Normen:
    """The figures of every year that is known."""

    jaren: Mapping[int, Norm]

    def find_norm(self, jaar: int) -> Norm:
        """Return the figures of this year.

        Source: Awir art. 14
        Raises: UnknownToeslagjaarError naming the years that are known.
        """
        try:
            return self.jaren[jaar]
        except KeyError:
            bekend = ", ".join(map(str, sorted(self.jaren)))
            raise UnknownToeslagjaarError(
                f"toeslagjaar is {jaar}, maar bekend zijn alleen de normen van {bekend}; "
                f"voeg calc/normen/{jaar}.toml toe uit de officiële bron"
            ) from None
