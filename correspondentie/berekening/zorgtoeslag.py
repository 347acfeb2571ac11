"""The sum of zorgtoeslag: what the premie is above the normpremie, for the months of insurance (pure)."""

from collections.abc import Iterator

from calc.beschikking import Grondslagsoort, Recht
from correspondentie.berekening.regels import (
    Stappen,
    find_eerste_dag,
    find_laatste_dag,
    make_regel,
    make_stappen,
    make_verschilregel,
)
from correspondentie.briefgegevens import Rekenregel, Rekenstap
from correspondentie.opmaak import format_euro_heel

Soort = Grondslagsoort
MAANDEN_VAN_JAAR = 12


def list_zorgregels(recht: Recht) -> Iterator[Rekenregel]:
    """List how the zorgtoeslag of a whole year follows from premie and income; nothing without a right."""
    stappen = make_stappen(recht.grondslagen)
    if not stappen.has(Soort.STANDAARDPREMIE):
        return
    yield make_regel(Rekenstap.STANDAARDPREMIE, stappen.find_getal(Soort.STANDAARDPREMIE))
    yield from _list_premie(stappen)
    yield from _list_normpremie(stappen)
    premie, normpremie, verschil, heel_jaar = (
        stappen.find_getal(soort)
        for soort in (Soort.STANDAARDPREMIE_GETELD, Soort.NORMPREMIE, Soort.VERSCHIL, Soort.JAARBEDRAG_HEEL)
    )
    yield make_verschilregel(Rekenstap.ZORGVERSCHIL, premie, normpremie)
    if heel_jaar != verschil:
        yield make_regel(Rekenstap.ZORG_VOOR_EEN, heel_jaar, f"{format_euro_heel(verschil)} : 2")


def list_zorgjaar(recht: Recht, jaar: int) -> Iterator[Rekenregel]:
    """List what a month is and what the months of insurance come to, when they are not all twelve."""
    stappen = make_stappen(recht.grondslagen)
    heel_jaar, maanden = stappen.find_getal(Soort.JAARBEDRAG_HEEL), stappen.find_getal(Soort.MAANDEN)
    if not recht.bedrag_jaar or maanden == MAANDEN_VAN_JAAR:
        return
    periode = next(periode for periode in recht.perioden if periode.maandtotaal)
    afgerond = (heel_jaar + 50) // 100 * 100
    yield make_regel(Rekenstap.HEEL_JAAR_AFGEROND, afgerond, format_euro_heel(heel_jaar))
    yield make_regel(Rekenstap.ZORG_MAANDBEDRAG, periode.maandbedrag, f"{format_euro_heel(afgerond)} : 12")
    yield Rekenregel(
        stap=Rekenstap.JAARTOTAAL,
        uitkomst=str(stappen.find_getal(Soort.JAARTOTAAL)),
        formule=f"{format_euro_heel(heel_jaar)} : 12 × {maanden}",
        van=find_eerste_dag(jaar, periode.van),
        tot=find_laatste_dag(jaar, periode.tot),
    )


def list_zorgmaand(recht: Recht) -> Iterator[Rekenregel]:
    """List what one month is of a year of twelve months of insurance."""
    if recht.bedrag_jaar and len(recht.perioden) == 1:
        formule = f"{format_euro_heel(recht.bedrag_jaar)} : 12"
        yield make_regel(Rekenstap.ZORG_MAANDBEDRAG, recht.perioden[0].maandbedrag, formule)


def _list_premie(stappen: Stappen) -> Iterator[Rekenregel]:
    premie, geteld = (
        stappen.find_getal(soort) for soort in (Soort.STANDAARDPREMIE, Soort.STANDAARDPREMIE_GETELD)
    )
    if geteld == premie:
        return
    personen = 2 if stappen.has(Soort.TOETSINGSINKOMEN_PARTNER) else 1
    formule = f"{personen} × {format_euro_heel(premie)}"
    if stappen.has(Soort.WOONLANDFACTOR):
        formule += f" × {stappen.format_factor(Soort.WOONLANDFACTOR)}"
    yield make_regel(Rekenstap.STANDAARDPREMIE_GETELD, geteld, formule)


def _list_normpremie(stappen: Stappen) -> Iterator[Rekenregel]:
    drempel, boven = (
        stappen.format_bedrag(soort) for soort in (Soort.DREMPELINKOMEN, Soort.INKOMEN_BOVEN_DREMPEL)
    )
    tot_drempel, boven_drempel = (
        stappen.format_procent(soort) for soort in (Soort.PERCENTAGE_DREMPEL, Soort.PERCENTAGE_BOVEN_DREMPEL)
    )
    yield make_regel(Rekenstap.DREMPELINKOMEN, stappen.find_getal(Soort.DREMPELINKOMEN))
    yield make_verschilregel(
        Rekenstap.INKOMEN_BOVEN_DREMPEL,
        stappen.find_getal(Soort.TOETSINGSINKOMEN),
        stappen.find_getal(Soort.DREMPELINKOMEN),
    )
    yield make_regel(
        Rekenstap.NORMPREMIE,
        stappen.find_getal(Soort.NORMPREMIE),
        f"{drempel} × {tot_drempel} + {boven} × {boven_drempel}",
    )
