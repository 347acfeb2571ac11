"""Measure the core alone: what it needs to decide one household, without reading or writing anything."""

from datetime import date
from decimal import Decimal
from statistics import median
from timeit import repeat

from calc.betaalplan import Betaalkalender
from calc.huishouden import Aanvraag, Huishouden, Huur, Kind, Opvang, Opvangsoort, Toeslag
from calc.normbestand import load_norm
from calc.voorschot import Voorschotregels, decide_beschikking

RONDES, BESLUITEN_PER_RONDE = 40, 250


def measure_calc() -> dict[str, object]:
    """Measure what the core needs to decide one household, without reading or writing anything.

    Three children in opvang all year and all four toeslagen; and one child with kinderopvangtoeslag alone.
    Unit: microseconds of one core, the median of many rounds, with the garbage collector on.
    """
    return {
        "calc_us_per_huishouden": _measure_besluit(_make_huishouden(3, tuple(Toeslag))),
        "calc_us_per_huishouden_alleen_kinderopvangtoeslag": _measure_besluit(
            _make_huishouden(1, (Toeslag.KINDEROPVANGTOESLAG,))
        ),
    }


def _measure_besluit(huishouden: Huishouden) -> float:
    regels = Voorschotregels(norm=load_norm(2026), kalender=_make_kalender())
    rondes = repeat(
        lambda: decide_beschikking(huishouden, regels),
        setup="import gc; gc.enable()",  # timeit turns it off
        repeat=RONDES,
        number=BESLUITEN_PER_RONDE,
    )
    return round(median(rondes) / BESLUITEN_PER_RONDE * 1e6, 1)


def _make_kalender() -> Betaalkalender:
    betaaldata = (date(2025, 12, 20), *(date(2026, maand, 20) for maand in range(1, 12)))
    return Betaalkalender(dagtekening=date(2025, 12, 5), betaaldata=betaaldata)


def _make_huishouden(aantal: int, toeslagen: tuple[Toeslag, ...]) -> Huishouden:
    """Make two parents, this many children of 2, 7 and 11, and a rented home."""
    geboren = (date(2023, 2, 11), date(2018, 9, 3), date(2014, 5, 20))
    soorten = (Opvangsoort.DAGOPVANG, Opvangsoort.BSO, Opvangsoort.BSO)
    kinderen = [
        Kind(nummer=nummer, voornaam="Noor", geboortedatum=dag, opvang=(_make_opvang(soort),))
        for nummer, (dag, soort) in enumerate(zip(geboren, soorten, strict=True), start=1)
    ]
    return Huishouden(
        toeslagjaar=2026,
        toetsingsinkomen_aanvrager=24_000_00,
        toetsingsinkomen_partner=11_500_00,
        kinderen=tuple(kinderen[:aantal]),
        huren=(Huur(kale_huur=750_00, oudste_geboren=date(1985, 6, 15), begin=date(2020, 1, 1)),),
        aanvragen=tuple(Aanvraag(toeslag=toeslag) for toeslag in toeslagen),
    )


def _make_opvang(soort: Opvangsoort) -> Opvang:
    return Opvang(
        opvangsoort=soort,
        organisatie="Kinderopvang De Boomgaard",
        lrk_nummer="102546241",
        uren=Decimal(100),
        uurtarief=10_50,
        begin=date(2025, 1, 1),
    )
