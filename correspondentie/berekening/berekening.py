"""The whole sum of one toeslag as a letter prints it: before the months, per period, and the year (pure)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from calc.beschikking import Grondslagsoort, Periode, Recht, Toekenning
from calc.huishouden import Huishouden, Toeslag
from correspondentie.berekening.huurtoeslag import list_huurjaardelen, list_huurregels
from correspondentie.berekening.kinderopvangtoeslag import list_opvangjaardelen, list_opvangregels
from correspondentie.berekening.kindgebonden_budget import (
    list_afbouwregels,
    list_kindjaardelen,
    list_kindregels,
)
from correspondentie.berekening.regels import (
    Jaardeel,
    find_eerste_dag,
    find_laatste_dag,
    list_jaarregels,
    make_regel,
    make_stappen,
)
from correspondentie.berekening.zorgtoeslag import list_zorgjaar, list_zorgmaand, list_zorgregels
from correspondentie.briefgegevens import Periodeoverzicht, Rekenregel, Rekenstap, Toeslagberekening
from correspondentie.opmaak import format_euro_heel

Soort = Grondslagsoort
VOORAF: Mapping[Toeslag, Callable[[Recht], Iterator[Rekenregel]]] = MappingProxyType(
    {Toeslag.ZORGTOESLAG: list_zorgregels, Toeslag.KINDGEBONDEN_BUDGET: list_afbouwregels}
)
PER_PERIODE: Mapping[Toeslag, Callable[[Periode], Iterator[Rekenregel]]] = MappingProxyType(
    {Toeslag.HUURTOESLAG: list_huurregels, Toeslag.KINDGEBONDEN_BUDGET: list_kindregels}
)
JAARDELEN: Mapping[Toeslag, Callable[[Recht], list[Jaardeel]]] = MappingProxyType(
    {
        Toeslag.KINDEROPVANGTOESLAG: list_opvangjaardelen,
        Toeslag.HUURTOESLAG: list_huurjaardelen,
        Toeslag.KINDGEBONDEN_BUDGET: list_kindjaardelen,
    }
)
# Of these a month is a twelfth of a year; of the others the month is a sum of its own.
JAARSOM: Mapping[Toeslag, Grondslagsoort] = MappingProxyType(
    {Toeslag.ZORGTOESLAG: Soort.JAARBEDRAG_HEEL, Toeslag.KINDGEBONDEN_BUDGET: Soort.JAARBASIS}
)


def make_berekening(toekenning: Toekenning, huishouden: Huishouden) -> Toeslagberekening:
    """Make the sum of one toeslag; of zorgtoeslag everything holds all year, so it has no periods."""
    recht, toeslag = toekenning.recht, toekenning.toeslag
    perioden = () if toeslag is Toeslag.ZORGTOESLAG else recht.perioden
    return Toeslagberekening(
        vooraf=(*_list_vermogen(recht), *(VOORAF[toeslag](recht) if toeslag in VOORAF else ())),
        perioden=tuple(_make_periodeoverzicht(periode, toeslag, huishouden) for periode in perioden),
        jaar=tuple(_list_jaar(toekenning, huishouden.toeslagjaar)),
    )


def list_inkomensregels(huishouden: Huishouden) -> tuple[Rekenregel, ...]:
    """List the incomes of applicant and toeslagpartner and what they are together, without cents."""
    aanvrager, partner = huishouden.toetsingsinkomen_aanvrager, huishouden.toetsingsinkomen_partner
    regels = [make_regel(Rekenstap.INKOMEN_AANVRAGER, aanvrager)]
    formule = format_euro_heel(aanvrager)
    if partner is not None:
        regels.append(make_regel(Rekenstap.INKOMEN_PARTNER, partner))
        formule += f" + {format_euro_heel(partner)}"
    samen = huishouden.toetsingsinkomen // 100 * 100
    return (*regels, make_regel(Rekenstap.INKOMEN, samen, formule))


def _list_vermogen(recht: Recht) -> Iterator[Rekenregel]:
    stappen = make_stappen(recht.grondslagen)
    if stappen.has(Soort.VERMOGENSGRENS):
        yield make_regel(Rekenstap.VERMOGEN, stappen.find_getal(Soort.VERMOGEN))
        yield make_regel(Rekenstap.VERMOGENSGRENS, stappen.find_getal(Soort.VERMOGENSGRENS))


def _make_periodeoverzicht(periode: Periode, toeslag: Toeslag, huishouden: Huishouden) -> Periodeoverzicht:
    opvang = list_opvangregels(periode, huishouden) if toeslag is Toeslag.KINDEROPVANGTOESLAG else ()
    return Periodeoverzicht(
        van=find_eerste_dag(huishouden.toeslagjaar, periode.van),
        tot=find_laatste_dag(huishouden.toeslagjaar, periode.tot),
        opvang=tuple(opvang),
        regels=tuple(PER_PERIODE[toeslag](periode)) if toeslag in PER_PERIODE else (),
        totaal=periode.maandtotaal,
        maandbedrag=periode.maandbedrag,
    )


def _list_jaar(toekenning: Toekenning, jaar: int) -> Iterator[Rekenregel]:
    """List the sum of the year, its rounding, and which part of it the applicant wants to receive."""
    recht = toekenning.recht
    jaartotaal = make_stappen(recht.grondslagen).find_getal(Soort.JAARTOTAAL)
    if toekenning.toeslag is Toeslag.ZORGTOESLAG:
        yield from list_zorgjaar(recht, jaar)
    elif jaartotaal:
        yield from list_jaarregels(jaar, JAARDELEN[toekenning.toeslag](recht), jaartotaal)
    if recht.bedrag_jaar or not jaartotaal:
        yield make_regel(Rekenstap.JAARBEDRAG, recht.bedrag_jaar, format_euro_heel(jaartotaal))
    else:
        yield make_regel(Rekenstap.KLEIN_BEDRAG, 0, format_euro_heel(jaartotaal))
    if toekenning.toeslag is Toeslag.ZORGTOESLAG:
        yield from list_zorgmaand(recht)
    if toekenning.voorschotpercentage != 100 and any(toekenning.betalingen):
        formule = f"{format_euro_heel(recht.bedrag_jaar)} × {toekenning.voorschotpercentage}%"
        yield make_regel(Rekenstap.VOORSCHOT, toekenning.bedrag_betaald, formule)
        for periode in recht.perioden:
            if periode.maandtotaal:
                yield from _list_voorschotmaand(toekenning, periode, jaar)


def _list_voorschotmaand(toekenning: Toekenning, periode: Periode, jaar: int) -> Iterator[Rekenregel]:
    """List which part of a month the applicant wants to receive; it is taken of the month to the cent."""
    toeslag = toekenning.toeslag
    if toeslag in JAARSOM:
        stappen = make_stappen((*toekenning.recht.grondslagen, *periode.grondslagen))
        omlaag = toeslag is Toeslag.KINDGEBONDEN_BUDGET
        stap = Rekenstap.MAANDTOTAAL_OMLAAG if omlaag else Rekenstap.MAANDTOTAAL
        yield make_regel(stap, periode.maandtotaal, f"{stappen.format_bedrag(JAARSOM[toeslag])} : 12")
    formule = f"{format_euro_heel(periode.maandtotaal)} × {toekenning.voorschotpercentage}%"
    yield replace(
        make_regel(Rekenstap.VOORSCHOT_MAAND, toekenning.compute_maandbedrag(periode.van), formule),
        van=find_eerste_dag(jaar, periode.van),
        tot=find_laatste_dag(jaar, periode.tot),
    )
