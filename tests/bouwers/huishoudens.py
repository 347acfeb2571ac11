"""Builders of households: every fact has an ordinary value, so a test names only what it is about."""

from datetime import date
from decimal import Decimal

from calc.betaalplan import Betaalkalender
from calc.huishouden import (
    Aanvraag,
    Huishouden,
    Huur,
    Inkomenslevering,
    Kind,
    Levering,
    Medebewoner,
    Opvang,
    Opvangsoort,
    Rol,
    Toeslag,
    Verleend,
    Zorg,
)
from calc.norm import Norm
from calc.normbestand import load_normen
from calc.voorschot import Voorschotregels

LRK = "102546241"
ANDER_LRK = "203657352"
BRON = "KOO-levering"
GELEVERD_OP = date(2026, 6, 15)
NORMEN = load_normen()
VOOR_KINDEREN = {Toeslag.KINDEROPVANGTOESLAG, Toeslag.KINDGEBONDEN_BUDGET}


def make_opvang(
    *,
    opvangsoort: Opvangsoort = Opvangsoort.DAGOPVANG,
    uren: str = "100",
    uurtarief: int = 1050,
    lrk_nummer: str = LRK,
    begin: date = date(2025, 1, 1),
    einde: date | None = None,
) -> Opvang:
    """Make childcare as the citizen reported it: dagopvang that started before 2026."""
    return Opvang(
        opvangsoort=opvangsoort,
        organisatie="Kinderopvang De Boomgaard",
        lrk_nummer=lrk_nummer,
        uren=Decimal(uren),
        uurtarief=uurtarief,
        begin=begin,
        einde=einde,
    )


def make_levering(
    *,
    opvangsoort: Opvangsoort = Opvangsoort.DAGOPVANG,
    uren: str = "100",
    uurtarief: int = 1050,
    lrk_nummer: str = LRK,
    begin: date = date(2025, 1, 1),
    einde: date | None = None,
    geleverd_op: date = GELEVERD_OP,
    lrk_geldig_tot: date | None = None,
) -> Levering:
    """Make childcare as delivered, equal to what make_opvang gives unless said otherwise."""
    return Levering(
        opvangsoort=opvangsoort,
        lrk_nummer=lrk_nummer,
        uren=Decimal(uren),
        uurtarief=uurtarief,
        begin=begin,
        einde=einde,
        bron=BRON,
        geleverd_op=geleverd_op,
        lrk_geldig_tot=lrk_geldig_tot,
    )


def make_inkomenslevering(
    toetsingsinkomen: int, *, persoon: Rol = Rol.AANVRAGER, geleverd_op: date = GELEVERD_OP
) -> Inkomenslevering:
    """Make an income as a registration delivered it: that of the applicant."""
    return Inkomenslevering(
        persoon=persoon,
        toetsingsinkomen=toetsingsinkomen,
        bron="Basisregistratie inkomen",
        geleverd_op=geleverd_op,
    )


def make_kind(
    nummer: int = 1,
    *,
    opvang: tuple[Opvang, ...] | None = None,
    leveringen: tuple[Levering, ...] = (),
    geboortedatum: date = date(2023, 5, 1),
) -> Kind:
    """Make a child with one ordinary Opvang."""
    return Kind(
        nummer=nummer,
        voornaam=f"Kind{nummer}",
        geboortedatum=geboortedatum,
        opvang=(make_opvang(),) if opvang is None else opvang,
        leveringen=leveringen,
    )


def make_thuis(nummer: int, geboortedatum: date) -> Kind:
    """Make a child without any opvang."""
    return make_kind(nummer, opvang=(), geboortedatum=geboortedatum)


def make_zorg(
    *,
    begin: date | None = None,
    einde: date | None = None,
    partner_verzekerd: bool = True,
    woonland: str | None = None,
) -> Zorg:
    """Make the care insurance of who is insured all year and lives in the Netherlands."""
    return Zorg(begin=begin, einde=einde, partner_verzekerd=partner_verzekerd, woonland=woonland)


def make_huur(
    *,
    kale_huur: int = 600_00,
    oudste_geboren: date = date(1985, 6, 15),
    begin: date = date(2020, 1, 1),
    einde: date | None = None,
    servicekosten: tuple[int, ...] = (),
    aow: bool = False,
    aangepast: bool = False,
    medebewoners: tuple[Medebewoner, ...] = (),
) -> Huur:
    """Make a rented home in which an adult lives all year."""
    return Huur(
        kale_huur=kale_huur,
        oudste_geboren=oudste_geboren,
        begin=begin,
        einde=einde,
        servicekosten=servicekosten,
        aow=aow,
        aangepast=aangepast,
        medebewoners=medebewoners,
    )


def make_medebewoner(
    toetsingsinkomen: int = 0,
    *,
    vermogen: int = 0,
    geboortedatum: date = date(1980, 1, 1),
    is_kind: bool = False,
) -> Medebewoner:
    """Make somebody else in the rented home: an adult who is not a child of the applicant."""
    return Medebewoner(
        geboortedatum=geboortedatum, toetsingsinkomen=toetsingsinkomen, vermogen=vermogen, is_kind=is_kind
    )


def make_verleend(*, bedrag_jaar: int = 0, uitbetaald: int = 0, tot_en_met_maand: int = 0) -> Verleend:
    """Make an advance as it stands: granted, and nothing paid yet."""
    return Verleend(bedrag_jaar=bedrag_jaar, uitbetaald=uitbetaald, tot_en_met_maand=tot_en_met_maand)


def make_aanvraag(
    toeslag: Toeslag = Toeslag.KINDEROPVANGTOESLAG,
    *,
    voorschotpercentage: int = 100,
    verleend: Verleend | None = None,
) -> Aanvraag:
    """Make a first application for one toeslag."""
    return Aanvraag(toeslag=toeslag, voorschotpercentage=voorschotpercentage, verleend=verleend)


def make_aanvragen(*toeslagen: Toeslag) -> tuple[Aanvraag, ...]:
    """Make a first application for each of these toeslagen, or for all four."""
    return tuple(make_aanvraag(toeslag) for toeslag in toeslagen or Toeslag)


def make_huishouden(
    *kinderen: Kind,
    inkomen: int = 60_000_00,
    inkomen_partner: int | None = None,
    toeslagjaar: int = 2026,
    vermogen: int = 0,
    vermogen_partner: int = 0,
    zorg: Zorg | None = None,
    huren: tuple[Huur, ...] = (),
    inkomensleveringen: tuple[Inkomenslevering, ...] = (),
    aanvragen: tuple[Aanvraag, ...] | None = None,
) -> Huishouden:
    """Make a household that applies for kinderopvangtoeslag for these children, or for one ordinary child.

    Where nothing is asked for children there are none of itself; where huurtoeslag is asked there is a home.
    """
    aanvragen = make_aanvragen(Toeslag.KINDEROPVANGTOESLAG) if aanvragen is None else aanvragen
    gevraagd = {aanvraag.toeslag for aanvraag in aanvragen}
    return Huishouden(
        toeslagjaar=toeslagjaar,
        toetsingsinkomen_aanvrager=inkomen,
        toetsingsinkomen_partner=inkomen_partner,
        vermogen_aanvrager=vermogen,
        vermogen_partner=vermogen_partner,
        kinderen=kinderen or ((make_kind(),) if gevraagd & VOOR_KINDEREN else ()),
        zorg=zorg or make_zorg(),
        huren=huren or ((make_huur(),) if Toeslag.HUURTOESLAG in gevraagd else ()),
        inkomensleveringen=inkomensleveringen,
        aanvragen=aanvragen,
    )


def make_gezin() -> Huishouden:
    """Make a household of two parents and three children in opvang that applies for all four toeslagen."""
    bso = make_opvang(opvangsoort=Opvangsoort.BSO, uren="60", uurtarief=950)
    kinderen = (
        make_kind(1, opvang=(make_opvang(uren="122"),), geboortedatum=date(2023, 2, 11)),
        make_kind(2, opvang=(bso,), geboortedatum=date(2018, 9, 3)),
        make_kind(3, opvang=(bso,), geboortedatum=date(2014, 5, 20)),
    )
    return make_huishouden(
        *kinderen,
        inkomen=24_000_00,
        inkomen_partner=11_500_00,
        huren=(make_huur(kale_huur=750_00),),
        aanvragen=make_aanvragen(),
    )


def make_kalender(*, toeslagjaar: int = 2026, dagtekening: date = date(2025, 12, 5)) -> Betaalkalender:
    """Make a calendar that pays each month on the 20th before; dated before the first payment of 2026."""
    return Betaalkalender(
        dagtekening=dagtekening,
        betaaldata=(
            date(toeslagjaar - 1, 12, 20),
            *(date(toeslagjaar, maand, 20) for maand in range(1, 12)),
        ),
    )


def make_voorschotregels(
    *,
    norm: Norm | None = None,
    toeslagjaar: int = 2026,
    dagtekening: date = date(2025, 12, 5),
    instelbaar: frozenset[Toeslag] = frozenset(),
) -> Voorschotregels:
    """Make what an advance rests on: the official figures of the year, and nobody may choose to get less."""
    return Voorschotregels(
        norm=norm or NORMEN.find_norm(toeslagjaar),
        kalender=make_kalender(toeslagjaar=toeslagjaar, dagtekening=dagtekening),
        instelbaar=instelbaar,
    )
