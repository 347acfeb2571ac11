"""Households made by hand for zorgtoeslag, huurtoeslag, kindgebonden budget, incomes and past years."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from calc.huishouden import Huur, Inkomenslevering, Kind, Opvang, Opvangsoort, Rol, Toeslag, Zorg
from correspondentie.adressering.gegevens import Adres, Verblijfplaats
from correspondentie.dossier import Besluitsoort
from correspondentie.genereer.inkomens import BRON
from correspondentie.genereer.regelhuishouden import (
    BSO,
    DAGOPVANG,
    ECHTGENOOT,
    GEBOREN,
    IN_BELGIE,
    Regelhuishouden,
    make_kind,
    make_regellevering,
)

OPVANG, ZORG, HUUR, BUDGET = Toeslag
DEFINITIEF = Besluitsoort.DEFINITIEF
WONING = Huur(kale_huur=690_00, oudste_geboren=GEBOREN, begin=date(2019, 4, 1))
IN_FRANKRIJK = Verblijfplaats(
    functie_adres="W", land="5002", buitenland_regel1="Rue des Écoles 7", buitenland_regel2="59000 Lille"
)


def list_toeslagregels() -> Iterator[Regelhuishouden]:
    """List them in the order of the file."""
    yield from _list_zorgtoeslag()
    yield from _list_huurtoeslag()
    yield from _list_kindgebonden()
    yield from _list_herzieningen()
    yield from _list_inkomensmutaties()
    yield from _list_definitief()
    yield from _list_geweigerd()


def _list_zorgtoeslag() -> Iterator[Regelhuishouden]:
    yield Regelhuishouden(
        naam="alle-toeslagen-samen",
        kinderen=(make_kind(1),),
        toeslagen=tuple(Toeslag),
        eerder="geen",
        inkomen=26_000_00,
        huren=(WONING,),
    )
    zorg = Regelhuishouden(naam="alleen-zorgtoeslag", toeslagen=(ZORG,), eerder="geen", inkomen=24_000_00)
    yield zorg
    yield replace(
        zorg,
        naam="partner-niet-verzekerd",
        inkomen_partner=9_000_00,
        relaties=(ECHTGENOOT,),
        zorg=Zorg(partner_verzekerd=False),
    )
    yield replace(
        zorg,
        naam="woonland-belgie",
        adres=Adres(),
        verblijfplaats=IN_BELGIE,
        zorg=Zorg(woonland="BE"),
    )


def _list_huurtoeslag() -> Iterator[Regelhuishouden]:
    huur = Regelhuishouden(naam="", toeslagen=(HUUR,), eerder="geen", huren=(WONING,))
    yield replace(
        huur,
        naam="huurtoeslag-huurverhoging-in-juli",
        kinderen=(_make_kind(1, date(2017, 5, 3)), _make_kind(2, date(2020, 1, 22))),
        inkomen=29_000_00,
        huren=(
            replace(WONING, einde=date(2026, 6, 30)),
            replace(WONING, begin=date(2026, 7, 1), kale_huur=718_00),
        ),
    )
    jong = date(2006, 2, 3)
    yield replace(
        huur,
        naam="huurtoeslag-iedereen-onder-21",
        geboren=jong,
        inkomen=9_000_00,
        huren=(Huur(kale_huur=560_00, oudste_geboren=jong, begin=date(2025, 9, 1)),),
    )


def _list_kindgebonden() -> Iterator[Regelhuishouden]:
    budget = Regelhuishouden(naam="", toeslagen=(BUDGET,), eerder="geen", inkomen=28_000_00)
    yield replace(
        budget,
        naam="kind-wordt-12-en-kind-wordt-16",
        kinderen=(_make_kind(1, date(2010, 3, 5)), _make_kind(2, date(2014, 9, 20))),
        inkomen_partner=17_000_00,
        relaties=(ECHTGENOOT,),
    )
    yield replace(budget, naam="alleenstaande-ouder", kinderen=(_make_kind(1, date(2018, 10, 11)),))


def _list_herzieningen() -> Iterator[Regelhuishouden]:
    yield Regelhuishouden(
        naam="vermogen-boven-de-grens",
        toeslagen=(ZORG,),
        inkomen=24_000_00,
        vermogen=150_000_00,
        vroeger={"vermogen_aanvrager": 0},
    )
    yield Regelhuishouden(
        naam="te-veel-voorschot-betaald",
        kinderen=(make_kind(1),),
        vroeger={"toetsingsinkomen_aanvrager": 40_000_00},
    )
    yield Regelhuishouden(
        naam="nihil-van-een-van-de-toeslagen",
        kinderen=(_make_kind(1, date(2018, 10, 11)),),
        toeslagen=(ZORG, BUDGET),
        inkomen=52_000_00,
        vroeger={"toetsingsinkomen_aanvrager": 30_000_00},
    )
    yield Regelhuishouden(
        naam="voorschot-over-een-voorbij-jaar",
        toeslagen=(ZORG,),
        toeslagjaar=2025,
        eerder="geen",
        inkomen=24_000_00,
    )


def _list_inkomensmutaties() -> Iterator[Regelhuishouden]:
    huurder = Regelhuishouden(naam="", toeslagen=(ZORG, HUUR), inkomen=25_000_00, huren=(WONING,))
    yield replace(huurder, naam="mutatie-inkomen", inkomensleveringen=(_make_inkomen(33_000_00),))
    yield replace(huurder, naam="mutatie-inkomen-omhoog", inkomensleveringen=(_make_inkomen(21_000_00),))
    yield Regelhuishouden(
        naam="inkomen-en-drie-kinderen",
        kinderen=tuple(make_kind(nummer, uren=Decimal(100 - 10 * nummer)) for nummer in range(1, 4)),
        inkomensleveringen=(_make_inkomen(84_000_00),),
    )
    geboren = date(2019, 3, 10)
    bso = replace(BSO, lrk_nummer="123456792")
    levering = make_regellevering(bso, opvangsoort=Opvangsoort.DAGOPVANG)
    yield Regelhuishouden(
        naam="onmogelijke-levering",
        kinderen=(replace(_make_kind(1, geboren, bso), leveringen=(levering,)),),
    )


def _list_definitief() -> Iterator[Regelhuishouden]:
    basis = Regelhuishouden(
        naam="definitief-gelijk-aan-betaald",
        kinderen=(_make_kind(1, date(2018, 10, 11)),),
        toeslagen=(ZORG, BUDGET),
        toeslagjaar=2025,
        besluitsoort=DEFINITIEF,
        inkomen=27_000_00,
    )
    yield basis
    yield replace(basis, naam="definitief-klein-bedrag-te-veel", toeslagen=(ZORG,), eerder="iets-meer")
    yield replace(basis, naam="definitief-met-rente", toeslagen=(ZORG,), eerder="lager")


def _list_geweigerd() -> Iterator[Regelhuishouden]:
    """List what the core refuses: a figure is not known, or a child is too old."""
    zorg = Regelhuishouden(naam="", toeslagen=(ZORG,), eerder="geen", inkomen=24_000_00)
    yield replace(
        zorg,
        naam="woonland-zonder-factor",
        adres=Adres(),
        verblijfplaats=IN_FRANKRIJK,
        zorg=Zorg(woonland="FR"),
    )
    yield replace(zorg, naam="toeslagjaar-zonder-normen", toeslagjaar=2027)
    yield replace(
        zorg,
        naam="huurtoeslag-2024",
        toeslagen=(HUUR,),
        toeslagjaar=2024,
        besluitsoort=DEFINITIEF,
        huren=(WONING,),
    )
    yield replace(
        zorg,
        naam="opvang-2025-twee-kinderen-hoog-inkomen",
        kinderen=(_make_kind(1, date(2022, 2, 8), DAGOPVANG), _make_kind(2, date(2024, 6, 30), DAGOPVANG)),
        toeslagen=(OPVANG,),
        toeslagjaar=2025,
        besluitsoort=DEFINITIEF,
        inkomen=190_000_00,
    )
    yield replace(
        zorg,
        naam="kind-te-oud-voor-dagopvang",
        kinderen=(_make_kind(1, date(2019, 11, 2), DAGOPVANG),),
        toeslagen=(OPVANG,),
    )


def _make_kind(nummer: int, geboren: date, *opvang: Opvang) -> Kind:
    voornaam = ("Meryem", "Teun")[nummer - 1]
    return Kind(nummer=nummer, voornaam=voornaam, geboortedatum=geboren, opvang=opvang)


def _make_inkomen(bedrag: int) -> Inkomenslevering:
    return Inkomenslevering(
        persoon=Rol.AANVRAGER, toetsingsinkomen=bedrag, bron=BRON, geleverd_op=date(2026, 6, 30)
    )
