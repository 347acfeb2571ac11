"""From Beschikking to what its letter shows: each toeslag, all together, the payments and who gets them."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from calc.beschikking import Beschikking, Grondslagsoort, Toekenning
from calc.definitief import RENTE_VANAF
from calc.huishouden import Huishouden, Toeslag
from calc.mutatiestand import Mutatiestatus
from calc.stappen import find_maand
from correspondentie.berekening import list_inkomensregels, list_renteregels, make_berekening
from correspondentie.briefgegevens import (
    Begunstigde,
    Beschikkinggegevens,
    Betaalmaand,
    Maandgroep,
    Nihilreden,
    Termijn,
    Toeslagoverzicht,
)
from correspondentie.dossier import Betaling, Dossier
from correspondentie.kalender import Kalender
from correspondentie.mutatiegegevens import Mutatieverwijzing
from correspondentie.mutatieregels import Mutatieregel
from correspondentie.opmaak import Aantal

__all__ = ["RENTE_VANAF", "make_begunstigde", "make_beschikkinggegevens", "name_kind"]

KIND_ONBEKEND = "uw kind"


def make_beschikkinggegevens(
    dossier: Dossier,
    beschikking: Beschikking,
    kalender: Kalender,
    *,
    klein_bedrag: int | None = None,
    mutaties: Iterable[Mutatieregel] = (),
) -> Beschikkinggegevens:
    """Make the decision as the letter shows it.

    klein_bedrag is the most that is not claimed back of a definitieve toekenning, when it is known; mutaties
    are those for which was decided anew.

    Unit:   eurocent.
    Source: jci1.3:c:BWBR0018472&artikel=22 (terms; past months in one sum).
    """
    toekenningen = beschikking.toekenningen
    toeslagen = tuple(_make_toeslagoverzicht(t, dossier.huishouden, klein_bedrag) for t in toekenningen)
    betaalmaanden = tuple(_list_betaalmaanden(toekenningen, beschikking.toeslagjaar))
    maanden = [betaalmaand.maand.month for betaalmaand in betaalmaanden]
    return Beschikkinggegevens(
        toeslagen=toeslagen,
        inkomen=list_inkomensregels(dossier.huishouden),
        mutaties=tuple(_list_verwijzingen(dossier.huishouden, mutaties)),
        bedrag_jaar=beschikking.bedrag_jaar,
        bedrag_betaald=sum(toeslag.bedrag_betaald for toeslag in toeslagen),
        maandbedrag=beschikking.compute_maandbedrag(maanden[0]) if maanden else 0,
        maandgroepen=_make_maandgroepen(toekenningen, maanden, beschikking.toeslagjaar),
        betaaltoeslagen=tuple(toekenning.toeslag for toekenning in toekenningen if toekenning.termijnen),
        betaalmaanden=betaalmaanden,
        eerste_betaling=next((maand.betaaldatum for maand in betaalmaanden if maand.totaal), None),
        verschuldigd=sum(toeslag.verschuldigd for toeslag in toeslagen),
        uitbetaald=sum(toeslag.uitbetaald for toeslag in toeslagen),
        nabetaling=sum(toeslag.nabetaling for toeslag in toeslagen),
        terug_te_betalen=beschikking.terug_te_betalen,
        te_ontvangen=sum(toeslag.te_ontvangen for toeslag in toeslagen),
        te_betalen=sum(toeslag.te_betalen for toeslag in toeslagen),
        rente_vanaf=date(beschikking.toeslagjaar + 1, *RENTE_VANAF),
        begunstigde=make_begunstigde(dossier.betaling, [toekenning.toeslag for toekenning in toekenningen]),
        bezwaar_uiterlijk=kalender.bezwaar_uiterlijk,
        nihil=beschikking.bedrag_jaar == 0,
        eerder_verleend=any(toeslag.bedrag_eerder or toeslag.uitbetaald for toeslag in toeslagen),
        voorzichtig=any(toeslag.voorschotpercentage != 100 for toeslag in toeslagen),
        afgerekend=any(toeslag.verschuldigd or toeslag.uitbetaald for toeslag in toeslagen),
        meer_toeslagen=len(toeslagen) > 1,
        meer_betaald=sum(bool(toekenning.termijnen) for toekenning in toekenningen) > 1,
    )


def name_kind(huishouden: Huishouden, nummer: int | None) -> str | None:
    """Return the first name of a child, also when the newest facts no longer hold it; None for no child."""
    namen = {kind.nummer: kind.voornaam for kind in huishouden.kinderen}
    return None if nummer is None else namen.get(nummer, KIND_ONBEKEND)


def _list_verwijzingen(
    huishouden: Huishouden, mutaties: Iterable[Mutatieregel]
) -> Iterator[Mutatieverwijzing]:
    """Name every mutatie that changed something; one that was closed did not."""
    for regel in mutaties:
        if regel.status is not Mutatiestatus.AFGESLOTEN:
            yield Mutatieverwijzing(
                kind=name_kind(huishouden, regel.mutatie.kind),
                kenmerk=regel.kenmerk,
                dagtekening=regel.dagtekening,
                status=regel.status,
            )


def make_begunstigde(
    betaling: Betaling, toeslagen: Iterable[Toeslag] = (Toeslag.KINDEROPVANGTOESLAG,)
) -> Begunstigde:
    """Name the payee; of an own account only country, and the last four digits are shown.

    A kinderopvangorganisatie is paid the kinderopvangtoeslag and nothing else (Awir art. 25 lid 3).
    """
    if betaling.organisatie is not None:
        return Begunstigde(
            rekening=None,
            organisatie=betaling.organisatie.organisatie,
            eigen_toeslagen=tuple(t for t in toeslagen if t is not Toeslag.KINDEROPVANGTOESLAG),
        )
    iban = betaling.rekening.iban if betaling.rekening else ""
    verborgen = iban[:2] + "•" * (len(iban) - 6) + iban[-4:]
    return Begunstigde(
        rekening=" ".join(verborgen[plaats : plaats + 4] for plaats in range(0, len(verborgen), 4)),
        organisatie=None,
    )


def _make_toeslagoverzicht(
    toekenning: Toekenning, huishouden: Huishouden, klein_bedrag: int | None
) -> Toeslagoverzicht:
    jaar, afrekening = huishouden.toeslagjaar, toekenning.afrekening
    verleend = huishouden.find_aanvraag(toekenning.toeslag).verleend
    maanden = [termijn.maand for termijn in toekenning.termijnen]
    rente = afrekening.rente
    return Toeslagoverzicht(
        toeslag=toekenning.toeslag,
        bedrag_jaar=toekenning.bedrag_jaar,
        bedrag_eerder=verleend.bedrag_jaar if verleend else None,
        voorschotpercentage=Aantal(toekenning.voorschotpercentage),
        bedrag_betaald=toekenning.bedrag_betaald,
        maandbedrag=toekenning.compute_maandbedrag(maanden[0]) if maanden else 0,
        maandgroepen=_make_maandgroepen([toekenning], maanden, jaar),
        termijnen=tuple(
            Termijn(maand=date(jaar, t.maand, 1), betaaldatum=t.betaaldatum, bedrag=t.bedrag)
            for t in toekenning.termijnen
        ),
        verschuldigd=afrekening.verschuldigd,
        uitbetaald=afrekening.uitbetaald,
        nabetaling=afrekening.nabetaling,
        terug_te_betalen=afrekening.terug_te_betalen,
        kwijtgescholden=afrekening.kwijtgescholden,
        klein_bedrag=klein_bedrag,
        rente=rente,
        renteregels=list_renteregels(afrekening),
        te_ontvangen=afrekening.nabetaling + rente if afrekening.nabetaling else 0,
        te_betalen=afrekening.terug_te_betalen + rente if afrekening.terug_te_betalen else 0,
        nihilreden=None if toekenning.bedrag_jaar else find_nihilreden(toekenning, huishouden),
        berekening=make_berekening(toekenning, huishouden),
    )


def find_nihilreden(toekenning: Toekenning, huishouden: Huishouden) -> Nihilreden:
    """Return why this toeslag gives nothing, as the steps of the core tell it."""
    recht = toekenning.recht
    stap = {grondslag.soort: grondslag.waarde for grondslag in recht.grondslagen}
    if int(stap.get(Grondslagsoort.VERMOGEN, 0)) > int(stap.get(Grondslagsoort.VERMOGENSGRENS, 0)):
        return Nihilreden.VERMOGEN
    if stap[Grondslagsoort.JAARTOTAAL]:
        return Nihilreden.KLEIN_BEDRAG
    if toekenning.toeslag is Toeslag.ZORGTOESLAG:
        leeg = not stap[Grondslagsoort.MAANDEN]
    else:  # a month in which nothing counts has no steps but its own amounts
        leeg = all(len(periode.grondslagen) <= 2 for periode in recht.perioden)
    if leeg and toekenning.toeslag is Toeslag.HUURTOESLAG and _is_huurder(huishouden):
        return Nihilreden.VERMOGEN  # that of somebody else in the home
    return Nihilreden.GEEN_MAANDEN if leeg else Nihilreden.BEREKENING


def _is_huurder(huishouden: Huishouden) -> bool:
    """Answer whether the household rents a home in some month of the year."""
    jaar = huishouden.toeslagjaar
    return any(
        find_maand(huur.begin, jaar) <= 12 and (huur.einde is None or huur.einde.year >= jaar)
        for huur in huishouden.huren
    )


def _make_maandgroepen(
    toekenningen: Iterable[Toekenning], maanden: Iterable[int], jaar: int
) -> tuple[Maandgroep, ...]:
    """Put the months together that follow each other and have one amount."""
    toekenningen = tuple(toekenningen)
    bedragen = [(maand, sum(t.compute_maandbedrag(maand) for t in toekenningen)) for maand in maanden]
    groepen = [(bedrag, list(groep)) for bedrag, groep in groupby(bedragen, key=lambda paar: paar[1])]
    return tuple(
        Maandgroep(van=date(jaar, groep[0][0], 1), tot=date(jaar, groep[-1][0], 1), bedrag=bedrag)
        for bedrag, groep in groepen
    )


def _list_betaalmaanden(toekenningen: Iterable[Toekenning], jaar: int) -> Iterator[Betaalmaand]:
    """List what is paid per month, of each toeslag with payments to come and of all of them."""
    per_toeslag = [{t.maand: t for t in toekenning.termijnen} for toekenning in toekenningen]
    per_toeslag = [termijnen for termijnen in per_toeslag if termijnen]
    for maand in sorted({maand for termijnen in per_toeslag for maand in termijnen}):
        termijn = next(termijnen[maand] for termijnen in per_toeslag if maand in termijnen)
        bedragen = tuple(t[maand].bedrag if maand in t else None for t in per_toeslag)
        yield Betaalmaand(
            maand=date(jaar, maand, 1),
            betaaldatum=termijn.betaaldatum,
            bedragen=bedragen,
            totaal=sum(bedrag or 0 for bedrag in bedragen),
        )
