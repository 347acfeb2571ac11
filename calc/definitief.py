"""The definitieve toekenning of one toeslag, settled with the advances, and what is to be paid back."""

from datetime import date, timedelta

from calc.beschikking import (
    Afrekening,
    Beschikking,
    Beschikkingsoort,
    Recht,
    Rentestap,
    Terugvordering,
    Toekenning,
    Vordering,
)
from calc.betaalplan import Betaalkalender
from calc.huishouden import Aanvraag, Huishouden
from calc.norm import DUIZENDSTEN, Norm, Normen, find_figuur
from calc.voorschot import decide_rechten

BETAALTERMIJN = timedelta(weeks=6)
GEEN_BETALINGEN = (0,) * 12  # all is settled in one sum
RENTE_VANAF = (7, 1)  # month and day in the year after the toeslagjaar


def decide_definitieve_toekenningen(
    huishouden: Huishouden, normen: Normen, kalender: Betaalkalender
) -> tuple[Beschikking, ...]:
    """Decide every toeslag of a past year for good: a Beschikking for each, settled with what was paid.

    The facts are those of the whole year as they turned out. What too much was paid is claimed back, unless
    it is no more than the small amount of the year in which this is decided.

    Shape:  in the order of Toeslag.
    Source: jci1.3:c:BWBR0018472&artikel=14, artikel=24 (settlement), artikel=26a (small amount)
    Raises: MissingNormError, also when interest is due and its percentage is not known; InvalidFeitError.
    """
    norm = normen.find_norm(huishouden.toeslagjaar)
    beschikkingen = []
    for recht in decide_rechten(huishouden, norm):
        aanvraag = huishouden.find_aanvraag(recht.toeslag)
        toekenning = Toekenning(
            recht=recht,
            voorschotpercentage=aanvraag.voorschotpercentage,
            betalingen=GEEN_BETALINGEN,
            termijnen=(),
            afrekening=_settle(recht, aanvraag, huishouden.toeslagjaar, kalender.dagtekening, normen),
        )
        beschikkingen.append(
            Beschikking(
                soort=Beschikkingsoort.DEFINITIEVE_TOEKENNING,
                toeslagjaar=huishouden.toeslagjaar,
                dagtekening=kalender.dagtekening,
                toekenningen=(toekenning,),
            )
        )
    return tuple(beschikkingen)


def decide_terugvordering(beschikking: Beschikking) -> Terugvordering | None:
    """Decide that what a Beschikking found too much is to be paid back; None when there is nothing.

    The six weeks run from the dagtekening and do not move for a weekend or a holiday.

    Source: jci1.3:c:BWBR0018472&artikel=28
    """
    vorderingen = tuple(
        Vordering(toeslag=t.toeslag, bedrag=t.afrekening.terug_te_betalen, rente=t.afrekening.rente)
        for t in beschikking.toekenningen
        if t.afrekening.terug_te_betalen
    )
    if not vorderingen:
        return None
    return Terugvordering(
        toeslagjaar=beschikking.toeslagjaar,
        dagtekening=beschikking.dagtekening,
        uiterlijk=beschikking.dagtekening + BETAALTERMIJN,
        vorderingen=vorderingen,
    )


def list_rentestappen(
    bedrag: int, toeslagjaar: int, dagtekening: date, normen: Normen
) -> tuple[Rentestap, ...]:
    """List the simple interest on what is settled, from 1 July of the year after up to the dagtekening.

    Shape:  a step for each calendar year, which has its own percentage and its own number of days; none
            without an amount. The interest of each is rounded down to whole cents.
    Unit:   eurocent.
    Source: jci1.3:c:BWBR0018472&artikel=27
    Raises: MissingNormError naming the year whose percentage is not known.
    """
    stappen = []
    begin = date(toeslagjaar + 1, *RENTE_VANAF)
    while bedrag and begin < dagtekening:
        volgend_jaar = date(begin.year + 1, 1, 1)
        einde = min(dagtekening, volgend_jaar)
        stappen.append(_make_rentestap(bedrag, begin, einde, normen))
        begin = einde
    return tuple(stappen)


def _make_rentestap(bedrag: int, begin: date, einde: date, normen: Normen) -> Rentestap:
    norm = normen.find_norm(begin.year)
    percentage = find_figuur(norm.rente, norm, "rente")
    dagen = (einde - begin).days
    dagen_van_jaar = (date(begin.year + 1, 1, 1) - date(begin.year, 1, 1)).days
    return Rentestap(
        van=begin,
        tot=einde - timedelta(days=1),
        dagen=dagen,
        dagen_van_jaar=dagen_van_jaar,
        percentage=percentage.tekst,
        bron=percentage.bron,
        bedrag=bedrag * percentage.duizendsten * dagen // (DUIZENDSTEN * dagen_van_jaar),
    )


def _settle(
    recht: Recht, aanvraag: Aanvraag, toeslagjaar: int, dagtekening: date, normen: Normen
) -> Afrekening:
    uitbetaald = aanvraag.verleend.uitbetaald if aanvraag.verleend else 0
    te_veel = max(uitbetaald - recht.bedrag_jaar, 0)
    nabetaling = max(recht.bedrag_jaar - uitbetaald, 0)
    terug = 0 if te_veel and _is_klein(te_veel, normen.find_norm(dagtekening.year)) else te_veel
    return Afrekening(
        verschuldigd=recht.bedrag_jaar,
        uitbetaald=uitbetaald,
        nabetaling=nabetaling,
        terug_te_betalen=terug,
        kwijtgescholden=te_veel - terug,
        rentestappen=list_rentestappen(nabetaling + terug, toeslagjaar, dagtekening, normen),
    )


def _is_klein(te_veel: int, norm: Norm) -> bool:
    """Answer whether this is no more than the small amount of the year of decision."""
    return te_veel <= find_figuur(norm.klein_bedrag, norm, "klein_bedrag").waarde
