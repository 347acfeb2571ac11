"""From decision to what the letter shows: numbers are computed here, a sjabloon only formats (pure)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from calc.beschikking import (
    Afwijking,
    Beschikking,
    Eenheid,
    Grondslag,
    Grondslagsoort,
    Mutatie,
    Mutatiebesluit,
    Onderdeel,
    Periode,
    Toekenning,
)
from calc.huishouden import Huishouden, Kind, Opvangsoort
from calc.kinderopvangtoeslag import EERSTE_KIND
from correspondentie.adressering.adresseren import (
    compute_adresregels,
    compute_adressering,
    format_briefaanhef,
)
from correspondentie.briefgegevens import (
    Begunstigde,
    Beschikkinggegevens,
    Briefhoofd,
    Mutatiegegevens,
    Opvangregel,
    Opvangvergelijking,
    Periodeoverzicht,
    Termijn,
    Toeslagoverzicht,
    Vergelijkregel,
)
from correspondentie.dossier import Betaling, Dossier
from correspondentie.kalender import Kalender

EENHEDEN = {
    Onderdeel.UREN: Eenheid.UREN,
    Onderdeel.UURTARIEF: Eenheid.EUROCENT_PER_UUR,
    Onderdeel.EINDE: Eenheid.DATUM,
    Onderdeel.OPVANGSOORT: Eenheid.TEKST,
    Onderdeel.LRK_GELDIG_TOT: Eenheid.DATUM,
}


def make_briefhoofd(dossier: Dossier, kenmerk: str, kalender: Kalender) -> Briefhoofd:
    """Make what every letter to this applicant has."""
    return Briefhoofd(
        kenmerk=kenmerk,
        dagtekening=kalender.dagtekening,
        adresregels=compute_adresregels(dossier.aanvrager.brp),
        aanhef=format_briefaanhef(compute_adressering(dossier.aanvrager.brp)),
        toeslagjaar=kalender.toeslagjaar,
    )


def make_beschikkinggegevens(
    dossier: Dossier, beschikking: Beschikking, kalender: Kalender
) -> Beschikkinggegevens:
    """Make the decision as the letter shows it.

    Source: jci1.3:c:BWBR0018472&artikel=22 (terms; past months in one sum).
    """
    verleend = dossier.huishouden.verleend
    betaald_tot = verleend.tot_en_met_maand if verleend else 0
    kalender = replace(kalender, eerste_termijn=max(kalender.eerste_termijn, betaald_tot + 1))
    berekend = sum(map(beschikking.compute_maandbedrag, range(1, kalender.eerste_termijn)))
    uitbetaald = verleend.uitbetaald if verleend else 0
    termijnen = _make_termijnen(beschikking, kalender)
    return Beschikkinggegevens(
        toeslagen=tuple(
            _make_toeslagoverzicht(toekenning, dossier.huishouden, kalender)
            for toekenning in beschikking.toekenningen
        ),
        bedrag_jaar=beschikking.bedrag_jaar,
        maandbedrag=beschikking.compute_maandbedrag(min(kalender.eerste_termijn, 12)),
        termijnen=termijnen,
        berekend=berekend,
        uitbetaald=uitbetaald,
        nabetaling=max(berekend - uitbetaald, 0),
        te_veel=max(uitbetaald - berekend, 0),
        begunstigde=make_begunstigde(dossier.betaling),
        bezwaar_uiterlijk=kalender.bezwaar_uiterlijk,
        nihil=beschikking.bedrag_jaar == 0,
    )


def make_mutatiegegevens(
    dossier: Dossier, mutatie: Mutatie, besluit: Mutatiebesluit, kalender: Kalender
) -> Mutatiegegevens:
    """Make the announcement for one child as the letter shows it."""
    kind = next(kind for kind in dossier.huishouden.kinderen if kind.nummer == mutatie.kind)
    return Mutatiegegevens(
        kind=kind.voornaam,
        geboortedatum=kind.geboortedatum,
        vergelijkingen=_make_vergelijkingen(kind, mutatie.afwijkingen),
        maandbedrag_oud=besluit.maandbedrag_oud,
        maandbedrag_nieuw=besluit.maandbedrag_nieuw,
        verschil=besluit.maandbedrag_oud - besluit.maandbedrag_nieuw,
        ingang=date(kalender.toeslagjaar, besluit.ingangsmaand, 1),
        eerste_betaling=kalender.find_betaaldatum(besluit.ingangsmaand),
        tegenhouden_uiterlijk=kalender.tegenhouden_uiterlijk,
        opwaarts=mutatie.effect > 0,
        andere_brieven=len(besluit.mutaties) - 1,
    )


def make_begunstigde(betaling: Betaling) -> Begunstigde:
    """Name the payee; of an own account only country, and the last four digits are shown."""
    if betaling.organisatie is not None:
        return Begunstigde(rekening=None, organisatie=betaling.organisatie.organisatie)
    iban = betaling.rekening.iban if betaling.rekening else ""
    verborgen = iban[:2] + "•" * (len(iban) - 6) + iban[-4:]
    return Begunstigde(
        rekening=" ".join(verborgen[plaats : plaats + 4] for plaats in range(0, len(verborgen), 4)),
        organisatie=None,
    )


def _make_termijnen(beschikking: Beschikking, kalender: Kalender) -> tuple[Termijn, ...]:
    maanden = range(kalender.eerste_termijn, 13)
    if not any(map(beschikking.compute_maandbedrag, maanden)):
        return ()
    return tuple(
        Termijn(
            maand=date(kalender.toeslagjaar, maand, 1),
            betaaldatum=kalender.find_betaaldatum(maand),
            bedrag=beschikking.compute_maandbedrag(maand),
        )
        for maand in maanden
    )


def _make_toeslagoverzicht(
    toekenning: Toekenning, huishouden: Huishouden, kalender: Kalender
) -> Toeslagoverzicht:
    eerste_maand = min(kalender.eerste_termijn, 12)
    return Toeslagoverzicht(
        toeslag=toekenning.toeslag,
        bedrag_jaar=toekenning.bedrag_jaar,
        maandbedrag=toekenning.find_periode(eerste_maand).maandbedrag if toekenning.bedrag_jaar else 0,
        inkomen_aanvrager=huishouden.toetsingsinkomen_aanvrager,
        inkomen_partner=huishouden.toetsingsinkomen_partner,
        inkomen=huishouden.toetsingsinkomen,
        perioden=tuple(_make_periodeoverzicht(periode, huishouden) for periode in toekenning.perioden),
    )


def _make_periodeoverzicht(periode: Periode, huishouden: Huishouden) -> Periodeoverzicht:
    jaar = huishouden.toeslagjaar
    return Periodeoverzicht(
        van=date(jaar, periode.van, 1),
        tot=_find_laatste_dag(jaar, periode.tot),
        regels=tuple(_make_opvangregels(periode.grondslagen, huishouden)),
        totaal=periode.maandtotaal,
        maandbedrag=periode.maandbedrag,
    )


def _find_laatste_dag(jaar: int, maand: int) -> date:
    return (date(jaar, maand, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _make_opvangregels(grondslagen: Iterable[Grondslag], huishouden: Huishouden) -> Iterable[Opvangregel]:
    voornamen = {kind.nummer: kind.voornaam for kind in huishouden.kinderen}
    regels: dict[tuple[int, int], dict[Grondslagsoort, int | Decimal | str]] = {}
    for grondslag in grondslagen:
        if grondslag.kind is not None and grondslag.opvang is not None:
            regels.setdefault((grondslag.kind, grondslag.opvang), {})[grondslag.soort] = grondslag.waarde
    for (kind, _), stap in regels.items():
        yield Opvangregel(
            kind=voornamen[kind],
            opvangsoort=Opvangsoort(str(stap[Grondslagsoort.OPVANGSOORT])),
            organisatie=str(stap[Grondslagsoort.ORGANISATIE]),
            lrk_nummer=str(stap[Grondslagsoort.LRK_NUMMER]),
            uren=Decimal(stap[Grondslagsoort.UREN]),
            uren_geteld=Decimal(stap[Grondslagsoort.UREN_GETELD]),
            uurtarief=int(stap[Grondslagsoort.UURTARIEF]),
            maximum_uurprijs=int(stap[Grondslagsoort.MAXIMUM_UURPRIJS]),
            uurtarief_geteld=int(stap[Grondslagsoort.UURTARIEF_GETELD]),
            kosten=int(stap[Grondslagsoort.OPVANGKOSTEN]),
            eerste_kind=stap[Grondslagsoort.RANG] == EERSTE_KIND,
            percentage=Decimal(stap[Grondslagsoort.PERCENTAGE]),
            bedrag=int(stap[Grondslagsoort.KINDBEDRAG]),
        )


def _make_vergelijkingen(kind: Kind, afwijkingen: Iterable[Afwijking]) -> tuple[Opvangvergelijking, ...]:
    per_opvang: dict[int, list[Afwijking]] = {}
    for afwijking in afwijkingen:
        per_opvang.setdefault(afwijking.opvang, []).append(afwijking)
    return tuple(
        Opvangvergelijking(
            organisatie=kind.opvang[plaats].organisatie,
            lrk_nummer=kind.opvang[plaats].lrk_nummer,
            opvangsoort=kind.opvang[plaats].opvangsoort,
            bron=groep[0].bron,
            geleverd_op=groep[0].geleverd_op,
            regels=tuple(_make_vergelijkregel(afwijking) for afwijking in groep),
        )
        for plaats, groep in per_opvang.items()
    )


def _make_vergelijkregel(afwijking: Afwijking) -> Vergelijkregel:
    return Vergelijkregel(
        grond=afwijking.grond,
        onderdeel=afwijking.onderdeel,
        eenheid=EENHEDEN[afwijking.onderdeel],
        bekend=None if afwijking.bekend is None else str(afwijking.bekend),
        geleverd=None if afwijking.geleverd is None else str(afwijking.geleverd),
    )
