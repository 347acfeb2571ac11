"""Who lives in a made-up household: adults, children, and the childcare of the children."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from calc.huishouden import Kind
from correspondentie.genereer.adressen import KANS_BUITENLAND
from correspondentie.genereer.bronnen import Herkomst
from correspondentie.genereer.inkomens import GEDEELD, LAAG, WERKEND, Inkomensverdeling
from correspondentie.genereer.kader import Kader, is_kans
from correspondentie.genereer.leveringen import add_leveringen, make_leverplan
from correspondentie.genereer.opvang import make_aanbod, make_geboortedata, make_opvang
from correspondentie.genereer.personen import Paar, make_paar, make_voornamen

KANS_AFWIJKING = 0.2
KANS_JONG = 0.1


class Gezinssoort(StrEnum):
    """Which kind of household it is."""

    MET_OPVANG = "met-opvang"
    MET_KINDEREN = "met-kinderen"
    STEL = "stel"
    ALLEEN = "alleen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gezinsvorm:
    """What households of one kind have in common; the incomes are those of one person."""

    gewicht: int
    kans_partner: float
    kans_huur: float
    inkomens: Inkomensverdeling
    kans_buitenland: float = 0  # who lives abroad here works here and has children in childcare


VORMEN: Mapping[Gezinssoort, Gezinsvorm] = {
    Gezinssoort.MET_OPVANG: Gezinsvorm(
        gewicht=50, kans_partner=0.72, kans_huur=0.3, inkomens=WERKEND, kans_buitenland=2 * KANS_BUITENLAND
    ),
    Gezinssoort.MET_KINDEREN: Gezinsvorm(gewicht=15, kans_partner=0.6, kans_huur=0.5, inkomens=LAAG),
    Gezinssoort.STEL: Gezinsvorm(gewicht=10, kans_partner=1, kans_huur=0.6, inkomens=GEDEELD),
    Gezinssoort.ALLEEN: Gezinsvorm(gewicht=25, kans_partner=0, kans_huur=0.7, inkomens=LAAG),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Gezin:
    """The persons of one household. Shape: geboren holds the birthdays of applicant and toeslagpartner."""

    vorm: Gezinsvorm
    paar: Paar
    geboren: tuple[date, ...]
    kinderen: tuple[Kind, ...] = ()
    met_opvang: bool = False


def make_gezin(loting: Random, kader: Kader, *, geleverd: bool) -> Gezin:
    """Draw the persons of one household as they are in the month of kader; geleverd: with deliveries."""
    soort = loting.choices(tuple(VORMEN), [vorm.gewicht for vorm in VORMEN.values()])[0]
    vorm = VORMEN[soort]
    samen = is_kans(loting, vorm.kans_partner)
    paar = make_paar(loting, kader.bronnen, samen=samen, peildatum=kader.begin)
    met_opvang = soort is Gezinssoort.MET_OPVANG
    if not met_opvang and soort is not Gezinssoort.MET_KINDEREN:
        geboren = tuple(_make_volwassene(loting, kader.begin) for _ in range(1 + samen))
        return Gezin(vorm=vorm, paar=paar, geboren=geboren)
    data = make_geboortedata(loting, kader.begin, met_opvang=met_opvang)
    kinderen = _make_kinderen(loting, data, paar.herkomst)
    if met_opvang:
        kinderen = _add_opvang(loting, kader, kinderen, geleverd=geleverd)
    ouders = tuple(data[0] - timedelta(days=loting.randint(20 * 365, 42 * 365)) for _ in range(1 + samen))
    return Gezin(vorm=vorm, paar=paar, geboren=ouders, kinderen=kinderen, met_opvang=met_opvang)


def _make_volwassene(loting: Random, peildatum: date) -> date:
    jaren = (18, 23) if is_kans(loting, KANS_JONG) else (23, 88)
    return peildatum - timedelta(days=loting.randint(jaren[0] * 366, jaren[1] * 365))


def _make_kinderen(loting: Random, geboren: list[date], herkomst: Herkomst) -> tuple[Kind, ...]:
    return tuple(
        Kind(
            nummer=nummer,
            voornaam=make_voornamen(loting, herkomst, loting.choice("MV")).split(" ")[0],
            geboortedatum=geboortedatum,
        )
        for nummer, geboortedatum in enumerate(geboren, start=1)
    )


def _add_opvang(
    loting: Random, kader: Kader, kinderen: tuple[Kind, ...], *, geleverd: bool
) -> tuple[Kind, ...]:
    aanbod = make_aanbod(loting, kader.bronnen)
    plan = make_leverplan(loting, kader.begin, wijkt_af=is_kans(loting, KANS_AFWIJKING))
    met_opvang = tuple(
        replace(kind, opvang=make_opvang(loting, kader.begin, kind.geboortedatum, aanbod))
        for kind in kinderen
    )
    return tuple(add_leveringen(loting, kind, plan) for kind in met_opvang) if geleverd else met_opvang
