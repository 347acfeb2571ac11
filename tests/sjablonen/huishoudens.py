"""The fictional households of the voorbeelden."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from calc.huishouden import Huishouden, Kind, Levering, Opvang, Opvangsoort, Rol, Toeslag
from tests.bouwers.huishoudens import (
    make_aanvraag,
    make_aanvragen,
    make_huishouden,
    make_huur,
    make_inkomenslevering,
    make_kind,
    make_opvang,
    make_thuis,
)

KOT, ZORG, HUUR, KGB = Toeslag
LANGE_OPVANG = "Stichting Kinderopvang Wijde Wereld Noordoost-Friesland"
GELEVERD_OP = date(2026, 7, 3)


def make_noor(**anders: object) -> Kind:
    """Make one child in dagopvang."""
    opvang = make_opvang(uren="122", uurtarief=1050)
    return _make_kind(1, "Noor", date(2024, 3, 14), replace(opvang, **anders))  # type: ignore[arg-type]  # its fields


def make_sem() -> Kind:
    """Make a second child, in buitenschoolse opvang."""
    opvang = make_opvang(opvangsoort=Opvangsoort.BSO, uren="48.5", uurtarief=1012, lrk_nummer="203657352")
    return _make_kind(2, "Sem", date(2018, 9, 3), replace(opvang, organisatie="BSO De Zwaluw"))


def _make_kind(nummer: int, voornaam: str, geboren: date, *opvang: Opvang) -> Kind:
    return replace(make_kind(nummer, opvang=opvang, geboortedatum=geboren), voornaam=voornaam)


def make_een_kind(*kinderen: Kind, inkomen: int = 60_000_00, partner: int | None = 12_345_00) -> Huishouden:
    """Make two parents who apply for kinderopvangtoeslag."""
    return make_huishouden(*(kinderen or (make_noor(),)), inkomen=inkomen, inkomen_partner=partner)


def make_vier_toeslagen() -> Huishouden:
    """Make two parents with two children in opvang and a rented home: all four toeslagen."""
    return make_huishouden(
        make_noor(),
        make_sem(),
        inkomen=24_350_00,
        inkomen_partner=9_870_50,
        huren=(make_huur(kale_huur=742_18),),
        aanvragen=make_aanvragen(),
    )


def make_voorzichtig() -> Huishouden:
    """Make somebody who wants to receive part of two toeslagen only."""
    delen = {KOT: 80, ZORG: 100, HUUR: 50, KGB: 100}
    aanvragen = tuple(make_aanvraag(t, voorschotpercentage=deel) for t, deel in delen.items())
    return replace(make_vier_toeslagen(), aanvragen=aanvragen)


def make_zorg(inkomen: int = 27_500_00, **anders: object) -> Huishouden:
    """Make somebody alone who applies for zorgtoeslag only."""
    huishouden = make_huishouden(inkomen=inkomen, aanvragen=make_aanvragen(ZORG))
    return replace(huishouden, **anders)  # type: ignore[arg-type]  # the fields of Huishouden


def make_huurder_2025() -> Huishouden:
    """Make somebody alone in the quadratic year, with a rent above the aftoppingsgrens."""
    huur = make_huur(kale_huur=712_40, servicekosten=(9_50, 14_75))
    return make_huishouden(toeslagjaar=2025, inkomen=24_815_00, huren=(huur,), aanvragen=make_aanvragen(HUUR))


def make_oudere_kinderen() -> Huishouden:
    """Make a single parent of three children of whom two change group within the year."""
    kinderen = [
        replace(make_thuis(nummer, geboren), voornaam=naam)
        for nummer, naam, geboren in (
            (1, "Daan", date(2010, 5, 20)),
            (2, "Lotte", date(2014, 9, 1)),
            (3, "Mees", date(2019, 2, 3)),
        )
    ]
    return make_huishouden(*kinderen, inkomen=36_480_00, aanvragen=make_aanvragen(KGB))


def make_nihil_een_toeslag() -> Huishouden:
    """Make somebody with a right to huurtoeslag but too much income for zorgtoeslag."""
    kinderen = (make_thuis(1, date(2021, 4, 4)),)
    huishouden = make_huishouden(
        *kinderen,
        inkomen=43_900_00,
        huren=(make_huur(kale_huur=905_00),),
        aanvragen=make_aanvragen(ZORG, HUUR, KGB),
    )
    return replace(huishouden, kinderen=kinderen)


def make_veel_kinderen() -> Huishouden:
    """Make eight children with long names, of whom one has two Opvangen and some stop or start."""
    dag = make_opvang(uren="142.5", uurtarief=1089)
    bso = make_opvang(opvangsoort=Opvangsoort.BSO, uren="61.25", uurtarief=1020, lrk_nummer="203657352")
    gastouder = make_opvang(
        opvangsoort=Opvangsoort.GASTOUDER, uren="40", uurtarief=795, lrk_nummer="312456789"
    )
    dag, bso = (replace(opvang, organisatie=LANGE_OPVANG) for opvang in (dag, bso))
    gastouder = replace(gastouder, organisatie="Gastouder Ö. Yıldırım-van der Meulen")
    later = replace(dag, begin=date(2026, 4, 13))
    tot_zomer = replace(bso, einde=date(2026, 7, 31))
    kinderen = (
        ("Thị-Hương Elisabeth", date(2018, 12, 1), (bso, gastouder)),
        ("Željko-Maximiliaan", date(2017, 6, 30), (tot_zomer,)),
        ("Anne-Sophie Wilhelmina", date(2019, 2, 28), (bso,)),
        ("Maria-Magdalena", date(2023, 8, 9), (dag,)),
        ("Jan-Willem Alexander", date(2024, 1, 15), (dag,)),
        ("Bo", date(2025, 11, 30), (later,)),
        ("Çağla", date(2020, 10, 10), (bso,)),
        ("Oluwaseun-Christiaan", date(2016, 5, 5), (bso,)),
    )
    return make_huishouden(
        *(
            _make_kind(nummer, naam, geboren, *opvang)
            for nummer, (naam, geboren, opvang) in enumerate(kinderen, 1)
        ),
        inkomen=61_420_00,
        inkomen_partner=27_000_00,
        aanvragen=make_aanvragen(KOT, KGB),
    )


def with_levering(huishouden: Huishouden, nummer: int = 1, plaats: int = 0, **anders: object) -> Huishouden:
    """Return the household with what the organisatie delivered of one child, other than what is known."""
    return replace(
        huishouden,
        kinderen=tuple(
            replace(kind, leveringen=(*kind.leveringen, _make_levering(kind.opvang[plaats], anders)))
            if kind.nummer == nummer
            else kind
            for kind in huishouden.kinderen
        ),
    )


def _make_levering(opvang: Opvang, anders: dict[str, object]) -> Levering:
    gelijk = {
        "lrk_nummer": opvang.lrk_nummer,
        "opvangsoort": opvang.opvangsoort,
        "uren": opvang.uren,
        "uurtarief": opvang.uurtarief,
        "begin": opvang.begin,
        "einde": opvang.einde,
        "bron": f"maandlevering van {opvang.organisatie}",
        "geleverd_op": GELEVERD_OP,
    }
    return Levering(**(gelijk | anders))  # type: ignore[arg-type]  # its fields, by name


def with_inkomen(
    huishouden: Huishouden, inkomen: int | None = None, partner: int | None = None
) -> Huishouden:
    """Return the household with other incomes delivered. Unit: eurocent a year."""
    paren = ((Rol.AANVRAGER, inkomen), (Rol.PARTNER, partner))
    leveringen = tuple(
        replace(make_inkomenslevering(bedrag, persoon=persoon), geleverd_op=GELEVERD_OP)
        for persoon, bedrag in paren
        if bedrag is not None
    )
    return replace(huishouden, inkomensleveringen=leveringen)


def make_opvanglasten() -> Huishouden:
    """Make a child of whom fewer hours and a lower rate were delivered."""
    return with_levering(make_een_kind(), uren=Decimal("97.5"), uurtarief=1015)


def make_opwaarts() -> Huishouden:
    """Make a child with more hours beside one with many fewer, so that the household goes down."""
    huishouden = with_levering(make_een_kind(make_noor(), make_sem()), 2, uren=Decimal("60"))
    return with_levering(huishouden, 1, uren=Decimal("60"))
