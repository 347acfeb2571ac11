"""Made-up incomes and vermogen, and what registrations delivered of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from calc.huishouden import Inkomenslevering, Rol
from correspondentie.genereer.kader import is_kans

BRON = "Basisregistratie inkomen"
KANS_GELEVERD = 0.3
KANS_WIJKT_AF = 0.12
KANS_LAGER = 0.2
KANS_VERMOGEN = 0.4
# Whole euros and the share of households between that bound and the next; some are above a limit.
VERMOGENSGRENZEN = ((500, 5_000, 20_000, 40_000, 140_000, 400_000), (45, 30, 12, 7, 6))


@dataclass(frozen=True, kw_only=True, slots=True)
class Inkomensverdeling:
    """Whole euros a year, and the share of persons between each bound and the next."""

    grenzen: tuple[int, ...]
    aandelen: tuple[float, ...]


# who pays for childcare works: steep below, a long tail above
WERKEND = Inkomensverdeling(
    grenzen=(0, 9_000, 18_000, 25_000, 31_000, 37_000, 44_000, 53_000, 66_000, 90_000, 140_000, 250_000),
    aandelen=(6, 9, 11, 14, 15, 14, 12, 9, 6, 3, 1),
)
# who asks for zorgtoeslag, huurtoeslag or kindgebonden budget mostly has little
LAAG = Inkomensverdeling(
    grenzen=(0, 6_000, 14_000, 18_000, 22_000, 26_000, 32_000, 40_000, 55_000),
    aandelen=(3, 8, 18, 20, 18, 16, 14, 3),
)
GEDEELD = Inkomensverdeling(  # each of two adults without children
    grenzen=(0, 3_000, 8_000, 13_000, 18_000, 24_000, 32_000), aandelen=(12, 12, 22, 26, 20, 8)
)


def make_inkomen(loting: Random, verdeling: Inkomensverdeling) -> int:
    """Draw a toetsingsinkomen. Unit: eurocent a year."""
    plaats = loting.choices(range(len(verdeling.aandelen)), verdeling.aandelen)[0]
    return loting.randint(verdeling.grenzen[plaats] * 100, verdeling.grenzen[plaats + 1] * 100)


def make_vermogen(loting: Random) -> int:
    """Draw a vermogen in whole euros; most have none to speak of. Unit: eurocent."""
    if not is_kans(loting, KANS_VERMOGEN):
        return 0
    grenzen, aandelen = VERMOGENSGRENZEN
    plaats = loting.choices(range(len(aandelen)), aandelen)[0]
    return loting.randint(grenzen[plaats], grenzen[plaats + 1]) * 100


def make_inkomensleveringen(
    loting: Random, maand: date, inkomens: dict[Rol, int]
) -> tuple[Inkomenslevering, ...]:
    """Make what was delivered of these incomes: mostly nothing or what is known, sometimes another one."""
    return tuple(
        Inkomenslevering(
            persoon=persoon,
            toetsingsinkomen=_make_geleverd(loting, inkomen),
            bron=BRON,
            geleverd_op=maand + timedelta(days=loting.randint(-20, 4)),
        )
        for persoon, inkomen in inkomens.items()
        if is_kans(loting, KANS_GELEVERD)
    )


def _make_geleverd(loting: Random, inkomen: int) -> int:
    if not is_kans(loting, KANS_WIJKT_AF):
        return inkomen
    procent = loting.randint(72, 96) if is_kans(loting, KANS_LAGER) else loting.randint(104, 140)
    return inkomen * procent // 100
