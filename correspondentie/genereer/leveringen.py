"""What the kinderopvangorganisaties delivered: mostly what is known, for some households something else."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from calc.huishouden import Kind, Levering, Opvang, Opvangsoort
from calc.leeftijd import compute_eerste_dag_te_oud
from correspondentie.genereer.kader import is_kans

KANS_GELEVERD = 0.9
KANS_KIND_WIJKT_AF = 0.75
KANS_OMHOOG = 0.22
KANS_ONMOGELIJK = 0.2  # a delivered opvangsoort for which the child is too old


@dataclass(frozen=True, kw_only=True, slots=True)
class Leverplan:
    """When the organisaties of one household delivered, and whether something else than is known."""

    maand: date
    geleverd_op: date
    wijkt_af: bool


def make_leverplan(loting: Random, maand: date, *, wijkt_af: bool) -> Leverplan:
    """Draw the day of delivery: around the turn of the month before the run."""
    return Leverplan(
        maand=maand, geleverd_op=maand + timedelta(days=loting.randint(-9, 4)), wijkt_af=wijkt_af
    )


def add_leveringen(loting: Random, kind: Kind, plan: Leverplan) -> Kind:
    """Return the child with what was delivered for it."""
    leveringen = [make_levering(opvang, plan) for opvang in kind.opvang if is_kans(loting, KANS_GELEVERD)]
    if plan.wijkt_af and leveringen and is_kans(loting, KANS_KIND_WIJKT_AF):
        leveringen[0] = _choose_afwijking(loting)(loting, leveringen[0], plan, kind)
    return replace(kind, leveringen=tuple(leveringen))


def make_levering(opvang: Opvang, plan: Leverplan) -> Levering:
    """Make the delivery that says what is known."""
    return Levering(
        lrk_nummer=opvang.lrk_nummer,
        opvangsoort=opvang.opvangsoort,
        uren=opvang.uren,
        uurtarief=opvang.uurtarief,
        begin=opvang.begin,
        einde=opvang.einde,
        bron=opvang.organisatie,
        geleverd_op=plan.geleverd_op,
    )


Afwijker = Callable[[Random, Levering, Leverplan, Kind], Levering]


def _choose_afwijking(loting: Random) -> Afwijker:
    afwijkers = (_change_opvanglasten, _change_einde, _change_opvangsoort, _change_lrk)
    return loting.choices(afwijkers, (62, 18, 8, 12))[0]


def _change_opvanglasten(loting: Random, levering: Levering, _: Leverplan, __: Kind) -> Levering:
    procent = loting.randint(106, 140) if is_kans(loting, KANS_OMHOOG) else loting.randint(35, 92)
    uren = min((levering.uren * procent / 100).quantize(Decimal("0.01")), Decimal(300))
    tarief = levering.uurtarief + (loting.randint(-60, 25) if is_kans(loting, 0.4) else 0)
    return replace(levering, uren=uren, uurtarief=tarief)


def _change_einde(loting: Random, levering: Levering, plan: Leverplan, _: Kind) -> Levering:
    einde = plan.maand + timedelta(days=loting.randint(-30, 90))
    return replace(levering, einde=max(einde, levering.begin))


def _change_opvangsoort(loting: Random, levering: Levering, plan: Leverplan, kind: Kind) -> Levering:
    """Deliver another kind, mostly one that the child can still use until the end of the year."""
    soorten = [soort for soort in Opvangsoort if soort is not levering.opvangsoort]
    laatste_dag = plan.maand.replace(month=12, day=31)
    mogelijk = [s for s in soorten if compute_eerste_dag_te_oud(s, kind.geboortedatum) > laatste_dag]
    keuze = soorten if is_kans(loting, KANS_ONMOGELIJK) or not mogelijk else mogelijk
    return replace(levering, opvangsoort=loting.choice(keuze))


def _change_lrk(loting: Random, levering: Levering, plan: Leverplan, _: Kind) -> Levering:
    return replace(levering, lrk_geldig_tot=plan.maand - timedelta(days=loting.randint(1, 75)))
