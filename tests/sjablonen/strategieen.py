"""Hypothesis strategies: any household that applies for any of the four toeslagen."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from calc.huishouden import Huishouden, Huur, Toeslag
from tests.bouwers.huishoudens import (
    make_aanvraag,
    make_aanvragen,
    make_huishouden,
    make_huur,
    make_medebewoner,
    make_thuis,
    make_verleend,
    make_zorg,
)
from tests.bouwers.strategieen import huishoudens

EERSTE, LAATSTE = date(2025, 1, 1), date(2027, 2, 1)


@st.composite
def huren(draw: st.DrawFn) -> Huur:
    """Draw a rented home; only a linear year knows all households."""
    begin = draw(st.just(date(2020, 1, 1)) | st.dates(EERSTE, LAATSTE))
    return make_huur(
        kale_huur=draw(st.integers(150_00, 1200_00)),
        oudste_geboren=draw(st.dates(date(1950, 1, 1), date(2007, 12, 31))),
        begin=begin,
        einde=draw(st.none() | st.dates(begin, LAATSTE)),
        medebewoners=draw(st.just(()) | st.just((make_medebewoner(12_345_00),))),
    )


@st.composite
def alle_huishoudens(draw: st.DrawFn) -> Huishouden:
    """Draw a household that applies for one up to four toeslagen, in whole or in part, granted or not."""
    basis = draw(huishoudens())
    toeslagen = draw(st.lists(st.sampled_from(Toeslag), min_size=1, unique=True))
    geboren = draw(st.lists(st.dates(date(2008, 1, 1), date(2026, 12, 31)), max_size=3))
    thuis = tuple(make_thuis(20 + nummer, dag) for nummer, dag in enumerate(geboren))
    verleend = st.none() | st.just(make_verleend(bedrag_jaar=900_00, uitbetaald=450_00, tot_en_met_maand=7))
    aanvragen = tuple(
        make_aanvraag(
            toeslag, voorschotpercentage=draw(st.sampled_from([100, 100, 65])), verleend=draw(verleend)
        )
        for toeslag in sorted(toeslagen, key=list(Toeslag).index)
    )
    begin = draw(st.none() | st.dates(EERSTE, LAATSTE))
    return replace(
        basis,
        toetsingsinkomen_aanvrager=draw(st.integers(0, 60_000_00)),
        kinderen=(*basis.kinderen, *thuis),
        aanvragen=aanvragen,
        huren=(draw(huren()),) if Toeslag.HUURTOESLAG in toeslagen else (),
        zorg=make_zorg(begin=begin, partner_verzekerd=draw(st.booleans())),
    )


@st.composite
def huurders_van_2025(draw: st.DrawFn) -> Huishouden:
    """Draw a household that rents in the year of the quadratic form."""
    huur = make_huur(
        kale_huur=draw(st.integers(150_00, 1000_00)),
        servicekosten=draw(st.just(()) | st.just((9_50, 14_75))),
        aangepast=draw(st.booleans()),
        medebewoners=draw(st.just(()) | st.just((make_medebewoner(8_765_00),))),
    )
    return make_huishouden(
        toeslagjaar=2025,
        inkomen=draw(st.integers(0, 50_000_00)),
        inkomen_partner=draw(st.none() | st.integers(0, 20_000_00)),
        huren=(huur,),
        aanvragen=make_aanvragen(Toeslag.HUURTOESLAG),
    )
