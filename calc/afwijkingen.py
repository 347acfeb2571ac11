"""Known against delivered: on which items the data of a child, or the income, deviate."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import TypeVar

from calc.huishouden import Huishouden, Inkomenslevering, Kind, Levering, Opvang, Opvangsoort, Rol
from calc.mutatie import Afwijking, Mutatiegrond, Onderdeel

_Sleutel = TypeVar("_Sleutel")
_Levering = TypeVar("_Levering", Levering, Inkomenslevering)
_Waarde = Decimal | int | date | Opvangsoort | None
_Verschil = tuple[Mutatiegrond, Onderdeel, _Waarde, _Waarde]


def list_afwijkingen(kind: Kind, eerste_dag: date) -> tuple[Afwijking, ...]:
    """List on which items the last delivery differs from what is known of this child.

    An Opvang without Levering and a Levering without Opvang yield nothing. A registration is expired
    when its last day lies before eerste_dag, the first day that can still change.

    Shape:  in the order of Kind.opvang; per Opvang: opvangsoort, uren, uurtarief, einde, LRK.
    Source: jci1.3:c:BWBR0018472&artikel=16&lid=5
    """
    return tuple(
        Afwijking(
            grond=grond,
            onderdeel=onderdeel,
            opvang=plaats,
            bekend=bekend,
            geleverd=geleverd,
            bron=levering.bron,
            geleverd_op=levering.geleverd_op,
        )
        for plaats, levering in sorted(_find_leveringen(kind, eerste_dag).items())
        for grond, onderdeel, bekend, geleverd in _list_verschillen(kind.opvang[plaats], levering, eerste_dag)
    )


def list_inkomensafwijkingen(huishouden: Huishouden) -> tuple[Afwijking, ...]:
    """List whose income differs from what was delivered last.

    Shape:  the applicant first.
    Source: jci1.3:c:BWBR0018472&artikel=16&lid=5
    """
    bekend = {
        Rol.AANVRAGER: (Onderdeel.TOETSINGSINKOMEN_AANVRAGER, huishouden.toetsingsinkomen_aanvrager),
        Rol.PARTNER: (Onderdeel.TOETSINGSINKOMEN_PARTNER, huishouden.toetsingsinkomen_partner),
    }
    laatste: dict[Rol, Inkomenslevering] = {}
    for levering in _sort(huishouden.inkomensleveringen, attrgetter("geleverd_op")):
        laatste[levering.persoon] = levering
    return tuple(
        Afwijking(
            grond=Mutatiegrond.INKOMEN,
            onderdeel=onderdeel,
            opvang=None,
            bekend=inkomen,
            geleverd=laatste[persoon].toetsingsinkomen,
            bron=laatste[persoon].bron,
            geleverd_op=laatste[persoon].geleverd_op,
        )
        for persoon, (onderdeel, inkomen) in bekend.items()
        if persoon in laatste and laatste[persoon].toetsingsinkomen != inkomen
    )


def _find_leveringen(kind: Kind, eerste_dag: date) -> dict[int, Levering]:
    """Pair places in Kind.opvang with a Levering: first on LRK-nummer and opvangsoort, then on LRK-nummer."""
    actueel = {(levering.lrk_nummer, levering.opvangsoort): levering for levering in _list_actueel(kind)}
    bekend = {
        plaats: (opvang.lrk_nummer, opvang.opvangsoort) for plaats, opvang in _list_opvang(kind, eerste_dag)
    }
    andere_soort = {plaats: lrk for plaats, (lrk, soort) in bekend.items() if (lrk, soort) not in actueel}
    onbekend = {lrk: actueel[lrk, soort] for lrk, soort in actueel if (lrk, soort) not in bekend.values()}
    return _find_koppels(bekend, actueel) | _find_koppels(andere_soort, onbekend)


def _find_koppels(
    plaatsen: Mapping[int, _Sleutel], leveringen: Mapping[_Sleutel, Levering]
) -> dict[int, Levering]:
    """Give each Levering to the first place with its key."""
    eerste: dict[_Sleutel, int] = {}
    for plaats, sleutel in plaatsen.items():
        eerste.setdefault(sleutel, plaats)
    return {plaats: leveringen[sleutel] for sleutel, plaats in eerste.items() if sleutel in leveringen}


def _list_actueel(kind: Kind) -> Iterable[Levering]:
    """List what each organisatie delivered last, the latest period at the end so that it prevails."""
    laatste: dict[str, date] = {}
    for levering in kind.leveringen:
        laatste[levering.lrk_nummer] = max(
            levering.geleverd_op, laatste.get(levering.lrk_nummer, levering.geleverd_op)
        )
    actueel = [
        levering for levering in kind.leveringen if levering.geleverd_op == laatste[levering.lrk_nummer]
    ]
    return _sort(actueel, attrgetter("begin"))


def _sort(leveringen: Sequence[_Levering], find_dag: Callable[[_Levering], date]) -> Sequence[_Levering]:
    """Sort by a day; those of one day stand in the order of their text: arbitrary, but always the same.

    One needs no order, and is what nearly every household has: its text takes longer than all the rest.
    """
    if len(leveringen) < 2:
        return leveringen
    return sorted(leveringen, key=lambda levering: (find_dag(levering), repr(levering)))


def _list_opvang(kind: Kind, eerste_dag: date) -> list[tuple[int, Opvang]]:
    """Put the opvang that runs first, in order of begin, and what has ended last: that no longer changes."""
    return sorted(
        enumerate(kind.opvang),
        key=lambda paar: (paar[1].einde is not None and paar[1].einde < eerste_dag, paar[1].begin),
    )


def _list_verschillen(opvang: Opvang, levering: Levering, eerste_dag: date) -> Iterator[_Verschil]:
    if levering.opvangsoort != opvang.opvangsoort:
        yield Mutatiegrond.OPVANGSOORT, Onderdeel.OPVANGSOORT, opvang.opvangsoort, levering.opvangsoort
    if levering.uren != opvang.uren:
        yield Mutatiegrond.OPVANGLASTEN, Onderdeel.UREN, opvang.uren, levering.uren
    if levering.uurtarief != opvang.uurtarief:
        yield Mutatiegrond.OPVANGLASTEN, Onderdeel.UURTARIEF, opvang.uurtarief, levering.uurtarief
    if _is_eerder(levering.einde, opvang.einde):
        yield Mutatiegrond.EINDE_OPVANG, Onderdeel.EINDE, opvang.einde, levering.einde
    geldig_tot = levering.lrk_geldig_tot
    if _is_eerder(geldig_tot, eerste_dag) and _is_eerder(geldig_tot, opvang.einde):
        yield Mutatiegrond.LRK_VERLOPEN, Onderdeel.LRK_GELDIG_TOT, None, geldig_tot


def _is_eerder(dag: date | None, andere: date | None) -> bool:
    """Answer whether dag comes before andere; None stands for a day that is not known and never comes."""
    return dag is not None and (andere is None or dag < andere)
