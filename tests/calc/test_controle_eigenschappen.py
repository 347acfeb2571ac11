"""What our own core decides passes the checks for any calculator, and belongs to its household."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from calc.beschikking import Beschikking
from calc.controle import check_beschikking, check_herkomst
from calc.definitief import decide_definitieve_toekenningen
from calc.errors import InvalidFeitError, MissingNormError
from calc.huishouden import Aanvraag, Huishouden, Kind, Toeslag
from calc.voorschot import decide_beschikking
from tests.bouwers.huishoudens import (
    NORMEN,
    make_aanvraag,
    make_gezin,
    make_huishouden,
    make_huur,
    make_kalender,
    make_kind,
    make_opvang,
    make_verleend,
    make_voorschotregels,
    make_zorg,
)

GEZIN = make_gezin()
bedragen = st.integers(0, 6_000_00)
inkomens = st.integers(0, 90_000_00)
dagen = st.dates(date(2023, 6, 1), date(2027, 3, 31))


@st.composite
def kinderen(draw: st.DrawFn, nummer: int) -> Kind:
    geboren = draw(st.dates(date(2007, 1, 1), date(2025, 12, 31)))
    gastouder = make_opvang(uren=str(draw(st.integers(0, 300))), uurtarief=draw(st.integers(0, 1500)))
    oud_genoeg = date(2022, 1, 1) <= geboren <= date(2023, 12, 31)
    return make_kind(
        nummer, geboortedatum=geboren, opvang=(gastouder,) * (oud_genoeg * draw(st.integers(0, 2)))
    )


@st.composite
def aanvragen(draw: st.DrawFn) -> tuple[Aanvraag, ...]:
    toeslagen = draw(st.lists(st.sampled_from(Toeslag), min_size=1, unique=True))
    verleend = st.none() | st.builds(
        make_verleend, bedrag_jaar=bedragen, uitbetaald=bedragen, tot_en_met_maand=st.integers(0, 12)
    )
    percentages = st.just(100) | st.integers(0, 100)
    return tuple(
        make_aanvraag(toeslag, voorschotpercentage=draw(percentages), verleend=draw(verleend))
        for toeslag in toeslagen
    )


@st.composite
def huishoudens(draw: st.DrawFn) -> Huishouden:
    """Draw a household that applies for any of the toeslagen, of any year with figures."""
    begin = draw(dagen)
    return make_huishouden(
        *(draw(kinderen(nummer)) for nummer in range(1, draw(st.integers(1, 4)))),
        inkomen=draw(inkomens),
        inkomen_partner=draw(st.none() | inkomens),
        toeslagjaar=draw(st.sampled_from([2013, 2024, 2025, 2026, 2026, 2026])),
        zorg=make_zorg(begin=draw(st.none() | dagen), partner_verzekerd=draw(st.booleans())),
        huren=(
            make_huur(
                kale_huur=draw(st.integers(0, 1_200_00)), begin=begin, einde=draw(st.none() | st.just(begin))
            ),
        ),
        aanvragen=draw(aanvragen()),
    )


def decide(huishouden: Huishouden = GEZIN, dagtekening: date = date(2025, 12, 5)) -> Beschikking:
    jaar = huishouden.toeslagjaar
    regels = make_voorschotregels(toeslagjaar=jaar, dagtekening=dagtekening, instelbaar=frozenset(Toeslag))
    return decide_beschikking(huishouden, regels)


def decide_definitief(huishouden: Huishouden, dagtekening: date) -> tuple[Beschikking, ...]:
    kalender = make_kalender(toeslagjaar=huishouden.toeslagjaar, dagtekening=dagtekening)
    return decide_definitieve_toekenningen(huishouden, NORMEN, kalender)


class TestEigenKern:
    """Whatever our own core decides holds together, and belongs to its household."""

    @given(huishoudens(), dagen)
    def test_every_advance_passes(self, huishouden: Huishouden, dagtekening: date) -> None:
        try:
            beschikking = decide(huishouden, dagtekening)
        except MissingNormError:
            reject()

        check_beschikking(beschikking)
        check_herkomst([beschikking], huishouden)

    @given(huishoudens(), dagen)
    def test_every_definitieve_toekenning_passes(self, huishouden: Huishouden, dagtekening: date) -> None:
        try:
            beschikkingen = decide_definitief(huishouden, dagtekening)
        except MissingNormError:
            reject()

        for beschikking in beschikkingen:
            check_beschikking(beschikking)
        check_herkomst(beschikkingen, huishouden)


def find_reden(beschikkingen: list[Beschikking], huishouden: Huishouden) -> str:
    with pytest.raises(InvalidFeitError) as gevonden:
        check_herkomst(beschikkingen, huishouden)
    return str(gevonden.value)


class TestHerkomst:
    """A Beschikking is about the household that it is used for."""

    def test_the_year_is_that_of_the_household(self) -> None:
        ander = replace(GEZIN, toeslagjaar=2025)

        assert "toeslagjaar is 2026, maar het huishouden heeft toeslagjaar 2025" == find_reden(
            [decide()], ander
        )

    def test_every_aanvraag_has_its_toekenning_and_no_more(self) -> None:
        minder = replace(GEZIN, aanvragen=GEZIN.aanvragen[:1])

        assert "en aangevraagd is kinderopvangtoeslag" in find_reden([decide()], minder)
        assert "toekenningen is niets, maar" in find_reden([], GEZIN)

    def test_the_percentage_is_that_of_the_aanvraag(self) -> None:
        anders = replace(GEZIN, aanvragen=(make_aanvraag(Toeslag.ZORGTOESLAG, voorschotpercentage=50),))
        vol = decide(replace(GEZIN, aanvragen=(make_aanvraag(Toeslag.ZORGTOESLAG),)))

        assert "voorschotpercentage van zorgtoeslag is 100, maar aangevraagd is 50" == find_reden(
            [vol], anders
        )

    def test_what_was_paid_is_what_the_household_says(self) -> None:
        verleend = make_verleend(bedrag_jaar=900_00, uitbetaald=75_00, tot_en_met_maand=1)
        anders = replace(GEZIN, aanvragen=(make_aanvraag(Toeslag.ZORGTOESLAG, verleend=verleend),))
        eerste = decide(replace(GEZIN, aanvragen=(make_aanvraag(Toeslag.ZORGTOESLAG),)))

        assert (
            "uitbetaald van zorgtoeslag is 0, maar volgens het huishouden is 7500 uitbetaald"
            == find_reden([eerste], anders)
        )

    def test_every_child_and_opvang_stands_in_the_household(self) -> None:
        minder = replace(GEZIN, kinderen=GEZIN.kinderen[:2])

        assert (
            "grondslagen is kind 3, opvang 0, maar dit kind of deze opvang staat niet in het huishouden"
            == find_reden([decide()], minder)
        )
