"""Hypothesis strategies: any household, also ones whose delivered data deviate in every way."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

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
    Zorg,
)
from calc.leeftijd import compute_eerste_dag_te_oud
from calc.muteren import Mutatieopdracht
from tests.bouwers.huishoudens import (
    make_aanvragen,
    make_huishouden,
    make_inkomenslevering,
    make_kind,
    make_levering,
    make_opvang,
    make_thuis,
)

LRK_NUMMERS = ("102546241", "203657352")
LAATSTE_DAG = date(2027, 6, 30)

uren = st.integers(0, 3000).map(lambda tienden: Decimal(tienden) / 10) | st.sampled_from(
    [Decimal(80), Decimal(100), Decimal(230)]
)
uurtarieven = st.integers(0, 1500) | st.sampled_from([849, 998, 1123])
inkomens = st.integers(0, 260_000_00)
begindagen = st.just(date(2025, 1, 1)) | st.dates(date(2025, 6, 1), date(2027, 3, 31))
leverdagen = st.sampled_from([date(2026, 5, 15), date(2026, 6, 15)])
geboortedagen = st.sampled_from([date(2020, 1, 1), date(2022, 2, 2), date(2024, 3, 3)])
vermogens = st.just(0) | st.integers(0, 40_000_00) | st.integers(0, 200_000_00)
huurprijzen = st.integers(0, 1_000_00) | st.sampled_from([498_20, 713_02, 764_14, 932_93])
procenten = st.integers(0, 100)


@st.composite
def opvangen(draw: st.DrawFn, geboren: date) -> Opvang:
    """Draw childcare that may begin and end on any day around 2026, for which the child is young enough."""
    begin = draw(begindagen)
    eerste_dag = max(begin, date(2026, 1, 1))
    soorten = [soort for soort in Opvangsoort if compute_eerste_dag_te_oud(soort, geboren) > eerste_dag]
    return Opvang(
        opvangsoort=draw(st.sampled_from(soorten)),
        organisatie="Kinderopvang De Boomgaard",
        lrk_nummer=draw(st.sampled_from(LRK_NUMMERS)),
        uren=draw(uren),
        uurtarief=draw(uurtarieven),
        begin=begin,
        einde=draw(st.none() | st.dates(begin, LAATSTE_DAG)),
    )


@st.composite
def leveringen(draw: st.DrawFn, opvang: Opvang) -> Levering:
    """Draw what may be delivered for this Opvang: each item as known, or something else."""
    begin = draw(st.just(opvang.begin) | begindagen)
    return Levering(
        lrk_nummer=draw(st.just(opvang.lrk_nummer) | st.sampled_from(LRK_NUMMERS)),
        opvangsoort=draw(st.just(opvang.opvangsoort) | st.sampled_from(Opvangsoort)),
        uren=draw(st.just(opvang.uren) | uren),
        uurtarief=draw(st.just(opvang.uurtarief) | uurtarieven),
        begin=begin,
        einde=draw(st.none() | st.dates(begin, LAATSTE_DAG)),
        bron="KOO-levering",
        geleverd_op=draw(leverdagen),
        lrk_geldig_tot=draw(st.none() | st.dates(date(2025, 6, 1), LAATSTE_DAG)),
    )


@st.composite
def kinderen(draw: st.DrawFn, nummer: int) -> Kind:
    """Draw a child with up to two Opvangen, delivered or not."""
    geboren = draw(geboortedagen)
    opvang = draw(st.lists(opvangen(geboren), max_size=2))
    geleverd = [draw(leveringen(bekend)) for bekend in opvang if draw(st.booleans())]
    return Kind(
        nummer=nummer,
        voornaam=f"Kind{nummer}",
        geboortedatum=geboren,
        opvang=tuple(opvang),
        leveringen=tuple(geleverd),
    )


@st.composite
def huishoudens(draw: st.DrawFn) -> Huishouden:
    """Draw a household of 2026 with up to five children."""
    aantal = draw(st.integers(0, 5))
    return Huishouden(
        toeslagjaar=2026,
        toetsingsinkomen_aanvrager=draw(inkomens),
        toetsingsinkomen_partner=draw(st.none() | inkomens),
        kinderen=tuple(draw(kinderen(nummer)) for nummer in range(1, aantal + 1)),
    )


@st.composite
def afwijkende_kinderen(draw: st.DrawFn, nummer: int) -> Kind:
    """Draw a child in running opvang of which other hours, another rate or another end was delivered."""
    bekend = make_opvang(uren=str(draw(st.integers(40, 250))), uurtarief=draw(st.integers(700, 1200)))
    geleverd = make_levering(
        uren=str(draw(st.just(bekend.uren) | st.integers(20, 250))),
        uurtarief=draw(st.just(bekend.uurtarief) | st.integers(700, 1200)),
        einde=draw(st.none() | st.dates(date(2026, 1, 1), LAATSTE_DAG)),
    )
    geboortedatum = draw(st.sampled_from([date(2022, 2, 2), date(2023, 4, 4)]))
    return make_kind(nummer, opvang=(bekend,), leveringen=(geleverd,), geboortedatum=geboortedatum)


@st.composite
def inkomensleveringen(draw: st.DrawFn, persoon: Rol) -> Inkomenslevering:
    """Draw an income as delivered on one of two days."""
    return make_inkomenslevering(draw(inkomens), persoon=persoon, geleverd_op=draw(leverdagen))


@st.composite
def afwijkende_huishoudens(draw: st.DrawFn) -> Huishouden:
    """Draw a household in which most children's data, and often the incomes, deviate and count."""
    aantal = draw(st.integers(1, 5))
    kinderen = [draw(afwijkende_kinderen(nummer)) for nummer in range(1, aantal + 1)]
    personen = draw(st.lists(st.sampled_from(Rol), max_size=2))
    return make_huishouden(
        *kinderen,
        inkomen=draw(inkomens),
        inkomen_partner=draw(inkomens) if Rol.PARTNER in personen else None,
        inkomensleveringen=tuple(draw(inkomensleveringen(persoon)) for persoon in personen),
        aanvragen=draw(aanvragen()),
    )


@st.composite
def opdrachten(draw: st.DrawFn) -> Mutatieopdracht:
    """Draw a Mutatieopdracht; mostly one under which something can change."""
    return Mutatieopdracht(
        ingangsmaand=draw(st.sampled_from([1, 5, 8, 8, 9, 9, 12, 13])),
        ruimte=draw(st.sampled_from([3, 3, 3, 3, 2, 1, 0])),
        lopend=draw(st.frozensets(st.none() | st.integers(1, 5), max_size=1)),
        tegengehouden=draw(st.frozensets(st.none() | st.integers(1, 5), max_size=1)),
        bereikbaar=draw(st.sampled_from([True] * 7 + [False])),
    )


@st.composite
def aanvragen(draw: st.DrawFn) -> tuple[Aanvraag, ...]:
    """Draw first applications, always one for kinderopvangtoeslag."""
    andere = (Toeslag.ZORGTOESLAG, Toeslag.HUURTOESLAG, Toeslag.KINDGEBONDEN_BUDGET)
    return make_aanvragen(Toeslag.KINDEROPVANGTOESLAG, *draw(st.lists(st.sampled_from(andere), unique=True)))


@st.composite
def zorgen(draw: st.DrawFn) -> Zorg:
    """Draw care insurance that may begin and end on any day around 2026, in or outside the Netherlands."""
    begin = draw(st.none() | st.dates(date(2025, 6, 1), date(2027, 3, 31)))
    return Zorg(
        begin=begin,
        einde=draw(st.none() | st.dates(begin or date(2025, 6, 1), LAATSTE_DAG)),
        partner_verzekerd=draw(st.booleans()),
        woonland=draw(st.sampled_from([None, None, "BE", "DE"])),
    )


@st.composite
def medebewoners(draw: st.DrawFn) -> Medebewoner:
    """Draw somebody else in the home, a child of the applicant or not."""
    return Medebewoner(
        geboortedatum=draw(st.dates(date(1950, 1, 1), date(2007, 12, 31))),
        toetsingsinkomen=draw(st.integers(0, 20_000_00)),
        vermogen=draw(st.just(0) | st.integers(0, 40_000_00)),
        is_kind=draw(st.booleans()),
    )


@st.composite
def woningen(draw: st.DrawFn) -> tuple[Huur, ...]:
    """Draw one home, or two with a move on any day around 2026."""
    verhuizing = draw(st.none() | st.dates(date(2025, 6, 1), date(2027, 3, 31)))
    begin = draw(st.dates(date(2024, 1, 1), date(2025, 5, 31)))
    eerste = draw(huren(begin, verhuizing))
    return (eerste,) if verhuizing is None else (eerste, draw(huren(verhuizing + timedelta(days=1), None)))


@st.composite
def huren(draw: st.DrawFn, begin: date, einde: date | None) -> Huur:
    """Draw a home with these days, rented by young or old."""
    return Huur(
        kale_huur=draw(huurprijzen),
        oudste_geboren=draw(st.dates(date(1950, 1, 1), date(2007, 12, 31)) | st.just(date(2005, 7, 9))),
        begin=begin,
        einde=einde,
        servicekosten=tuple(draw(st.lists(st.integers(0, 30_00), max_size=4))),
        aangepast=draw(st.booleans()),
        medebewoners=tuple(draw(st.lists(medebewoners(), max_size=2))),
    )


@st.composite
def gezinnen(draw: st.DrawFn) -> Huishouden:
    """Draw a household of 2026 that applies for all four toeslagen, each at its own percentage."""
    bekend = draw(huishoudens())
    dagen = draw(st.lists(st.dates(date(2007, 1, 1), date(2027, 2, 1)), max_size=3))
    thuis = [make_thuis(nummer, geboren) for nummer, geboren in enumerate(dagen, start=6)]
    partner = bekend.toetsingsinkomen_partner
    return Huishouden(
        toeslagjaar=2026,
        toetsingsinkomen_aanvrager=draw(st.integers(0, 60_000_00) | inkomens),
        toetsingsinkomen_partner=partner,
        vermogen_aanvrager=draw(vermogens),
        vermogen_partner=0 if partner is None else draw(vermogens),
        kinderen=(*bekend.kinderen, *thuis),
        zorg=draw(zorgen()),
        huren=draw(woningen()),
        aanvragen=tuple(
            Aanvraag(toeslag=toeslag, voorschotpercentage=draw(st.just(100) | procenten))
            for toeslag in Toeslag
        ),
    )
