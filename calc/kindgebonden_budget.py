"""Kindgebonden budget: an amount per child, more for older ones and for who is alone, less for income."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from calc import bronnen
from calc.beschikking import Eenheid, Grondslag, Grondslagsoort, Periode, Recht
from calc.huishouden import Huishouden, Kind, Toeslag
from calc.norm import DUIZENDSTEN, Kindgebondennorm, Norm, check_jaar, find_figuur
from calc.stappen import (
    find_maand,
    find_maand_van_leeftijd,
    is_boven_vermogensgrens,
    list_inkomens,
    list_vermogen,
    make_bedrag,
    make_percentage,
    make_recht,
)

Soort = Grondslagsoort
TIENER, BIJNA_VOLWASSEN, VOLWASSEN = 12, 16, 18  # years: from these birthdays on another amount holds


class _Rekening(NamedTuple):
    """What the sums of all months share: the reduction for income is the same whatever the children.

    Unit: vermindering in eurocent a year; afbouw holds the steps up to it.
    """

    huishouden: Huishouden
    budgetnorm: Kindgebondennorm
    afbouw: tuple[Grondslag, ...]
    vermindering: int


class _Kinderen(NamedTuple):
    """How many children count in a month, and how many of them are of the two older groups."""

    alle: int
    tieners: int
    bijna_volwassen: int


def decide_kindgebonden_budget(huishouden: Huishouden, norm: Norm) -> Recht:
    """Decide the kindgebonden budget of this household for its toeslagjaar.

    Shape:  the steps of the year stand in grondslagen; those of a Periode are for a whole year up to
            JAARBASIS, of which a month is a twelfth.
    Unit:   eurocent.
    Source: jci1.3:c:BWBR0022751&artikel=2
    Raises: MissingNormError when a figure is not known or the norm is of another year.
    """
    check_jaar(huishouden, norm)
    budgetnorm = find_figuur(norm.kindgebonden_budget, norm, "kindgebonden_budget")
    rekening = _make_rekening(huishouden, norm, budgetnorm)
    te_rijk = is_boven_vermogensgrens(huishouden, budgetnorm.vermogensgrenzen)
    perioden, twaalfden = [], 0
    for van, tot, kinderen in _split_jaar(huishouden):
        stappen: list[Grondslag] = []
        jaarbasis = 0 if te_rijk or not kinderen.alle else _compute_jaarbasis(rekening, kinderen, stappen)
        twaalfden += (tot - van + 1) * jaarbasis
        stappen += _list_maandstappen(jaarbasis, norm)
        perioden.append(_make_periode(van, tot, stappen))
    return make_recht(
        Toeslag.KINDGEBONDEN_BUDGET,
        norm,
        [*list_inkomens(huishouden), *list_vermogen(huishouden, budgetnorm.vermogensgrenzen)],
        tuple(perioden),
        norm.afronding.cent.compute_bedrag(twaalfden, 12),
    )


def _split_jaar(huishouden: Huishouden) -> Iterator[tuple[int, int, _Kinderen]]:
    """Cut the year where a child is born or changes group. Shape: first month, last month, children."""
    leeftijden = [_find_maanden(kind, huishouden.toeslagjaar) for kind in huishouden.kinderen]
    grenzen = {1, 13}.union(maand for maanden in leeftijden for maand in maanden if 1 <= maand <= 12)
    for van, volgende in pairwise(sorted(grenzen)):
        yield van, volgende - 1, _count_kinderen(leeftijden, van)


def _find_maanden(kind: Kind, jaar: int) -> tuple[int, int, int, int]:
    """Return from which months (1 = January) the child counts, is 12, is 16 and no longer counts."""
    geboren = kind.geboortedatum
    return (
        find_maand(geboren, jaar),
        find_maand_van_leeftijd(geboren, TIENER, jaar),
        find_maand_van_leeftijd(geboren, BIJNA_VOLWASSEN, jaar),
        find_maand_van_leeftijd(geboren, VOLWASSEN, jaar),
    )


def _count_kinderen(leeftijden: list[tuple[int, int, int, int]], maand: int) -> _Kinderen:
    alle = [m for m in leeftijden if m[0] <= maand < m[3]]
    return _Kinderen(len(alle), sum(m[1] <= maand < m[2] for m in alle), sum(m[2] <= maand for m in alle))


def _make_rekening(huishouden: Huishouden, norm: Norm, budgetnorm: Kindgebondennorm) -> _Rekening:
    drempel = budgetnorm.afbouwdrempel_partner if huishouden.has_partner else budgetnorm.afbouwdrempel_alleen
    boven = max(huishouden.toetsingsinkomen // 100 * 100 - drempel.waarde, 0)
    percentage = budgetnorm.afbouwpercentage
    vermindering = norm.afronding.cent.compute_bedrag(boven * percentage.duizendsten, DUIZENDSTEN)
    afbouw = (
        make_bedrag(Soort.AFBOUWDREMPEL, drempel.waarde, drempel.bron),
        make_percentage(Soort.AFBOUWPERCENTAGE, percentage),
        make_bedrag(Soort.VERMINDERING, vermindering, bronnen.WKGB_BUDGET),
    )
    return _Rekening(huishouden, budgetnorm, afbouw, vermindering)


def _compute_jaarbasis(rekening: _Rekening, kinderen: _Kinderen, stappen: list[Grondslag]) -> int:
    """Compute the amount for a whole year with these children, to the cent, and add its steps."""
    maximum = _compute_maximum(rekening, kinderen, stappen)
    jaarbasis = max(maximum - rekening.vermindering, 0)
    stappen += [
        make_bedrag(Soort.MAXIMUM_JAAR, maximum, bronnen.WKGB_BUDGET),
        *rekening.afbouw,
        make_bedrag(Soort.JAARBASIS, jaarbasis, bronnen.WKGB_BUDGET),
    ]
    return jaarbasis


def _compute_maximum(rekening: _Rekening, kinderen: _Kinderen, stappen: list[Grondslag]) -> int:
    budgetnorm = rekening.budgetnorm
    per_kind, kop = budgetnorm.bedrag_per_kind, budgetnorm.alleenstaande_ouderkop
    maximum = kinderen.alle * per_kind.waarde
    stappen += [
        _make_aantal(Soort.KINDEREN, kinderen.alle),
        make_bedrag(Soort.BEDRAG_PER_KIND, per_kind.waarde, per_kind.bron),
        make_bedrag(Soort.BEDRAG_KINDEREN, maximum, bronnen.WKGB_BUDGET),
    ]
    groepen = (
        (Soort.KINDEREN_12_15, kinderen.tieners, Soort.EXTRA_12_15, budgetnorm.extra_12_15),
        (Soort.KINDEREN_16_17, kinderen.bijna_volwassen, Soort.EXTRA_16_17, budgetnorm.extra_16_17),
    )
    for aantalsoort, aantal, extrasoort, extra in groepen:
        if aantal:
            maximum += aantal * extra.waarde
            stappen += [_make_aantal(aantalsoort, aantal), make_bedrag(extrasoort, extra.waarde, extra.bron)]
    if not rekening.huishouden.has_partner:
        maximum += kop.waarde
        stappen.append(make_bedrag(Soort.ALLEENSTAANDE_OUDERKOP, kop.waarde, kop.bron))
    return maximum


def _make_aantal(soort: Grondslagsoort, aantal: int) -> Grondslag:
    return Grondslag(soort, aantal, Eenheid.AANTAL, bronnen.WKGB_BUDGET)


def _list_maandstappen(jaarbasis: int, norm: Norm) -> tuple[Grondslag, Grondslag]:
    """A month is a twelfth of the year, without parts of a cent and then without cents."""
    maandtotaal = jaarbasis // 12
    afronding = norm.afronding.maandbedrag
    return (
        make_bedrag(Soort.MAANDTOTAAL, maandtotaal, bronnen.WKGB_BUDGET),
        make_bedrag(Soort.MAANDBEDRAG, afronding.compute_bedrag(maandtotaal), afronding.bron),
    )


def _make_periode(van: int, tot: int, stappen: list[Grondslag]) -> Periode:
    maandtotaal, maandbedrag = int(stappen[-2].waarde), int(stappen[-1].waarde)
    return Periode(
        van=van, tot=tot, grondslagen=tuple(stappen), maandtotaal=maandtotaal, maandbedrag=maandbedrag
    )
