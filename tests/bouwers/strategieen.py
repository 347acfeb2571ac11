"""Hypothesis strategies: any household, also ones whose delivered data deviate in every way."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from calc.huishouden import Huishouden, Kind, Levering, Opvang, Opvangsoort
from calc.muteren import Mutatieopdracht
from tests.bouwers.huishoudens import make_huishouden, make_kind, make_levering, make_opvang

LRK_NUMMERS = ("102546241", "203657352")
LAATSTE_DAG = date(2027, 6, 30)

uren = st.integers(0, 3000).map(lambda tienden: Decimal(tienden) / 10) | st.sampled_from(
    [Decimal(80), Decimal(100), Decimal(230)]
)
uurtarieven = st.integers(0, 1500) | st.sampled_from([849, 998, 1123])
inkomens = st.integers(0, 260_000_00)
begindagen = st.just(date(2025, 1, 1)) | st.dates(date(2025, 6, 1), date(2027, 3, 31))
leverdagen = st.sampled_from([date(2026, 5, 15), date(2026, 6, 15)])


@st.composite
def opvangen(draw: st.DrawFn) -> Opvang:
    """Draw childcare that may begin and end on any day around 2026."""
    begin = draw(begindagen)
    return Opvang(
        opvangsoort=draw(st.sampled_from(Opvangsoort)),
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
    opvang = draw(st.lists(opvangen(), max_size=2))
    geleverd = [draw(leveringen(bekend)) for bekend in opvang if draw(st.booleans())]
    return Kind(
        nummer=nummer,
        voornaam=f"Kind{nummer}",
        geboortedatum=draw(st.sampled_from([date(2020, 1, 1), date(2022, 2, 2), date(2024, 3, 3)])),
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
    geboortedatum = draw(st.sampled_from([date(2020, 1, 1), date(2022, 2, 2)]))
    return make_kind(nummer, opvang=(bekend,), leveringen=(geleverd,), geboortedatum=geboortedatum)


@st.composite
def afwijkende_huishoudens(draw: st.DrawFn) -> Huishouden:
    """Draw a household in which most children's data deviate and count."""
    aantal = draw(st.integers(1, 5))
    kinderen = [draw(afwijkende_kinderen(nummer)) for nummer in range(1, aantal + 1)]
    return make_huishouden(*kinderen, inkomen=draw(inkomens))


@st.composite
def opdrachten(draw: st.DrawFn) -> Mutatieopdracht:
    """Draw a Mutatieopdracht; mostly one under which something can change."""
    return Mutatieopdracht(
        ingangsmaand=draw(st.sampled_from([1, 5, 8, 8, 9, 9, 12, 13])),
        ruimte=draw(st.sampled_from([3, 3, 3, 3, 2, 1, 0])),
        lopend=draw(st.frozensets(st.integers(1, 5), max_size=1)),
        bereikbaar=draw(st.sampled_from([True] * 7 + [False])),
    )
