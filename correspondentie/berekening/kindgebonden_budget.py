"""The sum of kindgebonden budget: per child, more for older ones, less for the income (pure)."""

from collections.abc import Iterator

from calc.beschikking import Grondslagsoort, Periode, Recht
from correspondentie.berekening.regels import (
    Jaardeel,
    Stappen,
    make_regel,
    make_stappen,
    make_verschilregel,
)
from correspondentie.briefgegevens import Rekenregel, Rekenstap
from correspondentie.opmaak import format_euro_heel

Soort = Grondslagsoort
MAANDEN_VAN_JAAR = 12


def list_afbouwregels(recht: Recht) -> Iterator[Rekenregel]:
    """List what the income takes off a whole year, the same for every Periode; nothing without a right."""
    inkomen = make_stappen(recht.grondslagen)
    alle = (make_stappen(periode.grondslagen) for periode in recht.perioden)
    stappen = next((eigen for eigen in alle if eigen.has(Soort.AFBOUWDREMPEL)), None)
    if stappen is None:
        return
    samen, drempel = inkomen.find_getal(Soort.TOETSINGSINKOMEN), stappen.find_getal(Soort.AFBOUWDREMPEL)
    yield make_regel(Rekenstap.AFBOUWDREMPEL, drempel)
    yield make_verschilregel(Rekenstap.INKOMEN_BOVEN_AFBOUW, samen, drempel)
    formule = (
        f"{format_euro_heel(max(samen - drempel, 0))} × {stappen.format_procent(Soort.AFBOUWPERCENTAGE)}"
    )
    yield make_regel(Rekenstap.VERMINDERING, stappen.find_getal(Soort.VERMINDERING), formule)


def list_kindregels(periode: Periode) -> Iterator[Rekenregel]:
    """List how the children of one Periode come to an amount a year and a month."""
    stappen = make_stappen(periode.grondslagen)
    if not stappen.has(Soort.JAARBASIS):
        return
    delen = list(_list_delen(stappen))
    yield from delen
    maximum, jaarbasis = (stappen.find_getal(soort) for soort in (Soort.MAXIMUM_JAAR, Soort.JAARBASIS))
    formule = " + ".join(format_euro_heel(int(deel.uitkomst)) for deel in delen)
    if len(delen) > 1:
        yield make_regel(Rekenstap.MAXIMUM_JAAR, maximum, formule)
    yield make_verschilregel(Rekenstap.JAARBASIS, maximum, stappen.find_getal(Soort.VERMINDERING))
    yield make_regel(Rekenstap.MAANDBEDRAG, periode.maandbedrag, f"{format_euro_heel(jaarbasis)} : 12")


def list_kindjaardelen(recht: Recht) -> list[Jaardeel]:
    """List what each Periode adds to the year: so many twelfths of its amount."""
    delen = []
    for periode in recht.perioden:
        jaarbasis = make_stappen(periode.grondslagen).find_getal(Soort.JAARBASIS)
        if jaarbasis:
            deel = "" if periode.maanden == MAANDEN_VAN_JAAR else f" : 12 × {periode.maanden}"
            formule = f"{format_euro_heel(jaarbasis)}{deel}"
            delen.append(Jaardeel(periode, formule, (jaarbasis * periode.maanden + 6) // 12))
    return delen


def _list_delen(stappen: Stappen) -> Iterator[Rekenregel]:
    groepen = (
        (Rekenstap.BEDRAG_KINDEREN, Soort.KINDEREN, Soort.BEDRAG_PER_KIND),
        (Rekenstap.EXTRA_12_15, Soort.KINDEREN_12_15, Soort.EXTRA_12_15),
        (Rekenstap.EXTRA_16_17, Soort.KINDEREN_16_17, Soort.EXTRA_16_17),
    )
    for stap, aantalsoort, bedragsoort in groepen:
        if aantal := stappen.find_getal(aantalsoort):
            bedrag = stappen.find_getal(bedragsoort)
            yield make_regel(stap, aantal * bedrag, f"{aantal} × {format_euro_heel(bedrag)}")
    if kop := stappen.find_getal(Soort.ALLEENSTAANDE_OUDERKOP):
        yield make_regel(Rekenstap.ALLEENSTAANDE_OUDERKOP, kop)
