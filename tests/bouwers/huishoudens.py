"""Builders of households: every fact has an ordinary value, so a test names only what it is about."""

from datetime import date
from decimal import Decimal

from calc.huishouden import Huishouden, Kind, Levering, Opvang, Opvangsoort

LRK = "102546241"
ANDER_LRK = "203657352"
BRON = "KOO-levering"
GELEVERD_OP = date(2026, 6, 15)


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


def make_huishouden(
    *kinderen: Kind, inkomen: int = 60_000_00, inkomen_partner: int | None = None, toeslagjaar: int = 2026
) -> Huishouden:
    """Make a household of these children, or of one ordinary child."""
    return Huishouden(
        toeslagjaar=toeslagjaar,
        toetsingsinkomen_aanvrager=inkomen,
        toetsingsinkomen_partner=inkomen_partner,
        kinderen=kinderen or (make_kind(),),
    )
