"""From decision to what the letter shows: numbers are computed here, a sjabloon only formats (pure)."""

from collections.abc import Iterable
from datetime import date

from calc.beschikking import Eenheid, Terugvordering
from calc.huishouden import Kind, Rol, Toeslag
from calc.mutatie import Afwijking, Maandverschil, Mutatie, Mutatiebesluit, Onderdeel
from correspondentie.adressering.adresseren import (
    compute_adresregels,
    compute_adressering,
    format_briefaanhef,
)
from correspondentie.beschikkinginhoud import (
    RENTE_VANAF,
    make_begunstigde,
    make_beschikkinggegevens,
    name_kind,
)
from correspondentie.briefgegevens import Briefhoofd, Terugvorderinggegevens, Vorderingsregel
from correspondentie.dossier import Dossier
from correspondentie.kalender import Kalender
from correspondentie.mutatiegegevens import (
    Bevestiginggegevens,
    Inkomensvergelijking,
    Mutatiegegevens,
    Opvangvergelijking,
    Toeslagverschil,
    Vergelijkregel,
)
from correspondentie.opmaak import Aantal

__all__ = [
    "make_begunstigde",
    "make_beschikkinggegevens",
    "make_bevestiginggegevens",
    "make_briefhoofd",
    "make_mutatiegegevens",
    "make_terugvorderinggegevens",
]

TERMIJNEN = 24  # months of the standard payment plan, in whole euros; a small amount takes fewer
EENHEDEN = {
    Onderdeel.UREN: Eenheid.UREN,
    Onderdeel.UURTARIEF: Eenheid.EUROCENT_PER_UUR,
    Onderdeel.EINDE: Eenheid.DATUM,
    Onderdeel.OPVANGSOORT: Eenheid.TEKST,
    Onderdeel.LRK_GELDIG_TOT: Eenheid.DATUM,
}
PERSONEN = {
    Onderdeel.TOETSINGSINKOMEN_AANVRAGER: Rol.AANVRAGER,
    Onderdeel.TOETSINGSINKOMEN_PARTNER: Rol.PARTNER,
}


def make_briefhoofd(dossier: Dossier, kenmerk: str, kalender: Kalender) -> Briefhoofd:
    """Make what every letter to this applicant has."""
    adressering = compute_adressering(dossier.aanvrager.brp)
    return Briefhoofd(
        kenmerk=kenmerk,
        dagtekening=kalender.dagtekening,
        adresregels=compute_adresregels(adressering),
        aanhef=format_briefaanhef(adressering),
        toeslagjaar=Aantal(kalender.toeslagjaar),
    )


def make_terugvorderinggegevens(
    dossier: Dossier, terugvordering: Terugvordering, kalender: Kalender
) -> Terugvorderinggegevens:
    """Make the decision to claim back as the letter shows it.

    Source: jci1.3:c:BWBR0018472&artikel=26 and artikel=28 (term, payment plan).
    """
    vorderingen = tuple(
        Vorderingsregel(toeslag=v.toeslag, bedrag=v.bedrag, rente=v.rente, totaal=v.bedrag + v.rente)
        for v in terugvordering.vorderingen
    )
    per_maand = -(-terugvordering.bedrag // (TERMIJNEN * 100)) * 100
    return Terugvorderinggegevens(
        vorderingen=vorderingen,
        bedrag=sum(vordering.bedrag for vordering in vorderingen),
        rente=sum(vordering.rente for vordering in vorderingen),
        totaal=terugvordering.bedrag,
        rente_vanaf=date(dossier.huishouden.toeslagjaar + 1, *RENTE_VANAF),
        uiterlijk=terugvordering.uiterlijk,
        termijnen=Aantal(-(-terugvordering.bedrag // per_maand)),
        termijnbedrag=per_maand,
        bezwaar_uiterlijk=kalender.bezwaar_uiterlijk,
    )


def make_mutatiegegevens(
    dossier: Dossier, mutatie: Mutatie, besluit: Mutatiebesluit, kalender: Kalender
) -> Mutatiegegevens:
    """Make the announcement for one child, or for the income, as the letter shows it."""
    kind = next((kind for kind in dossier.huishouden.kinderen if kind.nummer == mutatie.kind), None)
    verschillen = tuple(
        _make_verschil(verschil)
        for verschil in besluit.verschillen
        if kind is None or verschil.toeslag is Toeslag.KINDEROPVANGTOESLAG
    )
    oud, nieuw = (sum(getattr(v, welk) for v in verschillen) for welk in ("oud", "nieuw"))
    andere = [ander.kind for ander in besluit.mutaties if ander is not mutatie]
    return Mutatiegegevens(
        kind=kind.voornaam if kind else None,
        geboortedatum=kind.geboortedatum if kind else None,
        vergelijkingen=_make_vergelijkingen(kind, mutatie.afwijkingen) if kind else (),
        inkomens=() if kind else tuple(map(_make_inkomensvergelijking, mutatie.afwijkingen)),
        verschillen=verschillen,
        maandbedrag_oud=oud,
        maandbedrag_nieuw=nieuw,
        verschil=oud - nieuw,
        te_veel=sum(verschil.te_veel for verschil in verschillen),
        ingang=date(kalender.toeslagjaar, besluit.ingangsmaand, 1),
        eerste_betaling=kalender.find_betaaldatum(besluit.ingangsmaand),
        tegenhouden_uiterlijk=kalender.tegenhouden_uiterlijk,
        opwaarts=mutatie.effect > 0,
        andere_kinderen=Aantal(sum(ander is not None for ander in andere)),
        ook_inkomen=None in andere,
    )


def make_bevestiginggegevens(
    dossier: Dossier, *, kind: int | None, kenmerk: str, dagtekening: date, tegengehouden_op: date
) -> Bevestiginggegevens:
    """Make the confirmation that the mutatie of this Kind.nummer, or (None) of the income, was stopped.

    kenmerk and dagtekening are those of the letter that announced it.
    """
    return Bevestiginggegevens(
        kind=name_kind(dossier.huishouden, kind),
        kenmerk=kenmerk,
        dagtekening=dagtekening,
        tegengehouden_op=tegengehouden_op,
    )


def _make_verschil(verschil: Maandverschil) -> Toeslagverschil:
    return Toeslagverschil(
        toeslag=verschil.toeslag,
        oud=verschil.oud,
        nieuw=verschil.nieuw,
        te_veel=max(-verschil.verleden, 0),
    )


def _make_inkomensvergelijking(afwijking: Afwijking) -> Inkomensvergelijking:
    assert isinstance(afwijking.bekend, int)  # an income is always known
    assert isinstance(afwijking.geleverd, int)
    return Inkomensvergelijking(
        persoon=PERSONEN[afwijking.onderdeel],
        bekend=afwijking.bekend,
        geleverd=afwijking.geleverd,
        bron=afwijking.bron,
        geleverd_op=afwijking.geleverd_op,
    )


def _make_vergelijkingen(kind: Kind, afwijkingen: Iterable[Afwijking]) -> tuple[Opvangvergelijking, ...]:
    per_opvang: dict[int, list[Afwijking]] = {}
    for afwijking in afwijkingen:
        if afwijking.opvang is not None:
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
