"""Mutaties: which deviating data of a household are announced, and what the household gets then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from calc.afwijkingen import list_afwijkingen, list_inkomensafwijkingen
from calc.beschikking import Beschikking, Toekenning
from calc.betaalplan import NA_DECEMBER
from calc.errors import InvalidFeitError
from calc.huishouden import Huishouden, Kind, Opvang
from calc.mutatie import (
    Afwijking,
    Maandverschil,
    Mutatie,
    Mutatiebesluit,
    Onderdeel,
    Weggelaten,
    Weglating,
)
from calc.voorschot import Voorschotregels, decide_beschikking

MAXIMUM_BRIEVEN = 3  # mutatiebrieven per citizen per toeslagjaar
_EINDEN = frozenset({Onderdeel.EINDE, Onderdeel.LRK_GELDIG_TOT})
_INKOMENS = {
    Onderdeel.TOETSINGSINKOMEN_AANVRAGER: "toetsingsinkomen_aanvrager",
    Onderdeel.TOETSINGSINKOMEN_PARTNER: "toetsingsinkomen_partner",
}
_Sleutel = int | None  # Kind.nummer, or None for the income


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatieopdracht:
    """What limits the mutaties of one household in this run.

    Unit: ingangsmaand is the first month that can still change, 1-12, or 13 when none is left this
    year; ruimte counts the mutatiebrieven the citizen may still get this year; lopend holds the
    Kind.nummer of children with a mutatie under way, None for the income; tegengehouden those of which the
    citizen stopped one this year; bereikbaar says whether a letter can arrive.
    """

    ingangsmaand: int
    ruimte: int
    lopend: frozenset[int | None] = frozenset()
    tegengehouden: frozenset[int | None] = frozenset()
    bereikbaar: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.ingangsmaand <= NA_DECEMBER:
            raise InvalidFeitError(f"ingangsmaand moet tussen 1 en 13 liggen, maar is {self.ingangsmaand}")
        if not 0 <= self.ruimte <= MAXIMUM_BRIEVEN:
            raise InvalidFeitError(f"ruimte moet tussen 0 en {MAXIMUM_BRIEVEN} liggen, maar is {self.ruimte}")


@dataclass(frozen=True, slots=True)
class _Proef:
    """The household as it is, against which a change is tried; what was tried before is not decided again.

    Shape: geprobeerd holds the decisions by the keys of the mutaties, each of which has its own afwijkingen.
    """

    huishouden: Huishouden
    regels: Voorschotregels
    ingangsmaand: int
    nu: Beschikking
    geprobeerd: dict[frozenset[_Sleutel], Beschikking] = field(default_factory=dict)

    def decide(self, mutaties: Iterable[Mutatie]) -> Beschikking:
        mutaties = tuple(mutaties)
        sleutels = frozenset(mutatie.kind for mutatie in mutaties)
        if sleutels not in self.geprobeerd:
            gewijzigd = apply_mutaties(self.huishouden, mutaties, self.ingangsmaand)
            self.geprobeerd[sleutels] = decide_beschikking(gewijzigd, self.regels)
        return self.geprobeerd[sleutels]

    def list_verschillen(self, mutaties: Iterable[Mutatie]) -> list[int]:
        """Return what is paid more or less, for each month from ingangsmaand on. Unit: eurocent."""
        return _list_maandverschillen(self.nu, self.decide(mutaties), self.ingangsmaand)

    def is_omlaag(self, mutaties: Iterable[Mutatie]) -> bool:
        return is_lager(self.nu, self.decide(mutaties), self.ingangsmaand)


_Keuze = tuple[tuple[Mutatie, ...], dict[_Sleutel, Weglating]]


def decide_mutaties(
    huishouden: Huishouden, regels: Voorschotregels, opdracht: Mutatieopdracht
) -> Mutatiebesluit:
    """Decide which deviating children, and whether the income, are mutated, and why the others are not.

    The largest effect goes first. The household as a whole only goes down: a child whose change is
    upward drops out until it does, and if it never does nothing is changed.

    Shape:  mutaties in order of choice; weggelaten in order of Kind.nummer, the income last. Without
            mutaties, ingangsmaand is the opdracht's (12 when no month is left).
    Source: jci1.3:c:BWBR0018472&artikel=16&lid=5
    Raises: MissingNormError when the norm is of another year.
    """
    proef = _Proef(huishouden, regels, opdracht.ingangsmaand, decide_beschikking(huishouden, regels))
    mutaties, weggelaten = _decide_keuze(proef, opdracht)
    return _make_besluit(proef, mutaties, weggelaten)


def is_lager(nu: Beschikking, na: Beschikking, vanaf: int) -> bool:
    """Answer whether a household gets less, in no month from vanaf (1-13) on more, and over the year no more.

    Source: jci1.3:c:BWBR0018472&artikel=16&lid=5
    """
    verschillen = _list_maandverschillen(nu, na, vanaf)
    return sum(verschillen) < 0 and max(verschillen) <= 0 and na.bedrag_jaar <= nu.bedrag_jaar


def _list_maandverschillen(nu: Beschikking, na: Beschikking, vanaf: int) -> list[int]:
    maanden = range(vanaf, NA_DECEMBER)
    return [na.compute_maandbedrag(maand) - nu.compute_maandbedrag(maand) for maand in maanden]


def apply_mutaties(huishouden: Huishouden, mutaties: tuple[Mutatie, ...], ingangsmaand: int) -> Huishouden:
    """Return the household with the delivered data in force from ingangsmaand (1-13) on.

    Earlier months keep what is known: an Opvang that changes half-way becomes two, one after the
    other at the same place. An income is that of a whole year, so it changes for all months (Awir art. 8).
    What is known otherwise by now, because the citizen changed it, stays as it is.

    Source: jci1.3:c:BWBR0018472&artikel=16&lid=5
    """
    eerste_dag = _find_eerste_dag(huishouden, ingangsmaand)
    per_kind = {mutatie.kind: mutatie.afwijkingen for mutatie in mutaties}
    kinderen = tuple(
        _make_kind(kind, per_kind[kind.nummer], eerste_dag) if kind.nummer in per_kind else kind
        for kind in huishouden.kinderen
    )
    inkomens: dict[str, Any] = {
        _INKOMENS[a.onderdeel]: a.geleverd
        for a in per_kind.get(None, ())
        if getattr(huishouden, _INKOMENS[a.onderdeel]) == a.bekend
    }
    return replace(huishouden, kinderen=kinderen, **inkomens)


def undo_mutaties(
    huishouden: Huishouden, mutaties: tuple[Mutatie, ...], ingangsmaand: int, vanaf: int
) -> Huishouden:
    """Return the household with the delivered data in force from ingangsmaand up to the month vanaf (1-13).

    From vanaf on it is what the citizen reported, and so is the income, for the whole year. Undone from the
    beginning nothing has changed.

    Source: jci1.3:c:BWBR0018472&artikel=17
    """
    if vanaf <= ingangsmaand:
        return huishouden
    eerste_dag, nummers = _find_eerste_dag(huishouden, vanaf), {mutatie.kind for mutatie in mutaties}
    gemuteerd = apply_mutaties(huishouden, mutaties, ingangsmaand)
    kinderen = (
        replace(kind, opvang=_join_opvang(tijdelijk.opvang, kind.opvang, eerste_dag))
        if kind.nummer in nummers
        else kind
        for tijdelijk, kind in zip(gemuteerd.kinderen, huishouden.kinderen, strict=True)
    )
    return replace(huishouden, kinderen=tuple(kinderen))


def _join_opvang(voor: Iterable[Opvang], na: Iterable[Opvang], eerste_dag: date) -> tuple[Opvang, ...]:
    """Return the opvang of voor up to this day, and that of na from then on."""
    laatste_dag = eerste_dag - timedelta(days=1)
    afgebroken = (
        replace(opvang, einde=min(opvang.einde or laatste_dag, laatste_dag))
        for opvang in voor
        if opvang.begin < eerste_dag
    )
    hervat = (
        replace(opvang, begin=max(opvang.begin, eerste_dag))
        for opvang in na
        if opvang.einde is None or opvang.einde >= eerste_dag
    )
    return (*afgebroken, *hervat)


def _find_eerste_dag(huishouden: Huishouden, ingangsmaand: int) -> date:
    jaren, maand = divmod(ingangsmaand - 1, 12)
    return date(huishouden.toeslagjaar + jaren, maand + 1, 1)


def _make_kind(kind: Kind, afwijkingen: tuple[Afwijking, ...], eerste_dag: date) -> Kind:
    opvang: list[Opvang] = []
    for plaats, bekend in enumerate(kind.opvang):
        eigen = [a for a in afwijkingen if a.opvang == plaats and _is_actueel(bekend, a)]
        opvang.extend(_split_opvang(bekend, eigen, eerste_dag))
    return replace(kind, opvang=tuple(opvang))


def _is_actueel(opvang: Opvang, afwijking: Afwijking) -> bool:
    """Answer whether what is known is still what it was when the Afwijking was found."""
    if afwijking.onderdeel is Onderdeel.LRK_GELDIG_TOT:
        return True
    bekend: object = getattr(opvang, afwijking.onderdeel.value)
    return bekend == afwijking.bekend


def _split_opvang(opvang: Opvang, afwijkingen: list[Afwijking], eerste_dag: date) -> Iterator[Opvang]:
    """Yield the Opvang before eerste_dag as known and from then on as delivered, each if it has days."""
    nieuw: dict[str, Any] = {a.onderdeel.value: a.geleverd for a in afwijkingen if a.onderdeel not in _EINDEN}
    einden = [opvang.einde, *(a.geleverd for a in afwijkingen)]
    einde = min((dag for dag in einden if isinstance(dag, date)), default=None)
    vanaf = max(opvang.begin, eerste_dag)
    loopt_door = einde is None or einde >= vanaf
    if opvang.begin < eerste_dag and (nieuw or not loopt_door):
        laatste_dag = eerste_dag - timedelta(days=1)
        yield replace(opvang, einde=min(opvang.einde or laatste_dag, laatste_dag))
    if loopt_door:
        yield replace(opvang, **nieuw, begin=vanaf if nieuw else opvang.begin, einde=einde)


def _decide_keuze(proef: _Proef, opdracht: Mutatieopdracht) -> _Keuze:
    mutaties, onmogelijk = _list_mutaties(proef)
    redenen = {mutatie.kind: _find_reden(mutatie, opdracht) for mutatie in mutaties}
    kandidaten = [mutatie for mutatie in mutaties if redenen[mutatie.kind] is None]
    gekozen, weggelaten = _decide_gekozen(proef, kandidaten, opdracht.ruimte)
    afgevallen = {kind: reden for kind, reden in redenen.items() if reden is not None}
    return gekozen, weggelaten | afgevallen | dict.fromkeys(onmogelijk, Weglating.ONMOGELIJK)


def _list_mutaties(proef: _Proef) -> tuple[list[Mutatie], list[_Sleutel]]:
    """List what deviates: largest effect first, then the oldest child, the lowest nummer, the income.

    Apart from them: what was delivered cannot be true, such as dagopvang of a child that is too old for it.
    """
    eerste_dag = _find_eerste_dag(proef.huishouden, proef.ingangsmaand)
    kinderen = sorted(proef.huishouden.kinderen, key=lambda kind: (kind.geboortedatum, kind.nummer))
    afwijkend: list[tuple[_Sleutel, tuple[Afwijking, ...]]] = [
        (kind.nummer, list_afwijkingen(kind, eerste_dag)) for kind in kinderen
    ]
    afwijkend.append((None, list_inkomensafwijkingen(proef.huishouden)))
    mutaties: list[Mutatie] = []
    onmogelijk: list[_Sleutel] = []
    for sleutel, afwijkingen in afwijkend:
        if afwijkingen:
            try:
                mutaties.append(_make_mutatie(proef, sleutel, afwijkingen))
            except InvalidFeitError:
                onmogelijk.append(sleutel)
    return sorted(mutaties, key=lambda mutatie: -abs(mutatie.effect)), onmogelijk


def _make_mutatie(proef: _Proef, kind: _Sleutel, afwijkingen: tuple[Afwijking, ...]) -> Mutatie:
    mutatie = Mutatie(kind=kind, afwijkingen=afwijkingen, effect=0)
    return replace(mutatie, effect=sum(proef.list_verschillen([mutatie])))


def _find_reden(mutatie: Mutatie, opdracht: Mutatieopdracht) -> Weglating | None:
    """Return why this change is left out whatever the others do, or None when it may be chosen."""
    if not opdracht.bereikbaar:
        return Weglating.NIET_BEREIKBAAR
    if mutatie.kind in opdracht.lopend:
        return Weglating.LOOPT_AL
    if mutatie.kind in opdracht.tegengehouden:
        return Weglating.TEGENGEHOUDEN
    if mutatie.effect == 0:
        return Weglating.GEEN_EFFECT
    return None if opdracht.ruimte else Weglating.BOVEN_MAXIMUM


def _decide_gekozen(proef: _Proef, kandidaten: list[Mutatie], ruimte: int) -> _Keuze:
    """Take the first that fit, and drop the largest upward one until the household goes down."""
    over = kandidaten
    opwaarts: dict[_Sleutel, Weglating] = {}
    while gekozen := over[:ruimte]:
        if proef.is_omlaag(gekozen):
            return tuple(gekozen), opwaarts | dict.fromkeys(
                _list_sleutels(over[ruimte:]), Weglating.BOVEN_MAXIMUM
            )
        hoogste = next((mutatie for mutatie in gekozen if mutatie.effect > 0), None)
        if hoogste is None:
            break
        opwaarts[hoogste.kind] = Weglating.OPWAARTS
        over = [mutatie for mutatie in over if mutatie is not hoogste]
    return (), dict.fromkeys(_list_sleutels(kandidaten), Weglating.HUISHOUDEN_NIET_OMLAAG)


def _list_sleutels(mutaties: Iterable[Mutatie]) -> list[_Sleutel]:
    return [mutatie.kind for mutatie in mutaties]


def _make_besluit(
    proef: _Proef, mutaties: tuple[Mutatie, ...], weggelaten: dict[_Sleutel, Weglating]
) -> Mutatiebesluit:
    nu, na, ingangsmaand = proef.nu, proef.nu, min(proef.ingangsmaand, 12)
    if mutaties:
        na = proef.decide(mutaties)
        verschillen = enumerate(_list_maandverschillen(nu, na, proef.ingangsmaand), proef.ingangsmaand)
        ingangsmaand = next((maand for maand, verschil in verschillen if verschil), ingangsmaand)
    volgorde = sorted(weggelaten, key=lambda sleutel: (sleutel is None, sleutel))
    paren = zip(nu.toekenningen, na.toekenningen, strict=True)
    return Mutatiebesluit(
        mutaties=mutaties,
        weggelaten=tuple(Weggelaten(kind=sleutel, reden=weggelaten[sleutel]) for sleutel in volgorde),
        ingangsmaand=ingangsmaand,
        verschillen=tuple(
            _make_verschil(oud, nieuw, ingangsmaand)
            for oud, nieuw in paren
            if oud.betalingen != nieuw.betalingen
        ),
        beschikking_nu=nu,
        beschikking_na=na,
    )


def _make_verschil(oud: Toekenning, nieuw: Toekenning, ingangsmaand: int) -> Maandverschil:
    return Maandverschil(
        toeslag=oud.toeslag,
        oud=oud.compute_maandbedrag(ingangsmaand),
        nieuw=nieuw.compute_maandbedrag(ingangsmaand),
        verleden=sum(nieuw.betalingen[: ingangsmaand - 1]) - sum(oud.betalingen[: ingangsmaand - 1]),
    )
