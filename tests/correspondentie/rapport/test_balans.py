"""The conservation law: a run that lost or doubled nothing balances, any other does not."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondentie.rapport import Bereik, Documenten, Stap, Telling, compute_balans, compute_rapport
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.rapporten import NIETS_GEZET, VERLOOP, make_lege_telling, make_rapport, make_telling

KANALEN = {
    Bereik.ALLEEN_DIGITAAL: 1,
    Bereik.PAPIER_EN_DIGITAAL: 2,
    Bereik.ALLEEN_PAPIER: 1,
    Bereik.VASTGEHOUDEN: 1,
}
aantallen = st.integers(0, 6_000_000)


@st.composite
def tellingen(draw: st.DrawFn) -> Telling:
    """Draw what a run counted that lost nothing and doubled nothing."""
    bereik = {soort: draw(aantallen) for soort in Bereik}
    brieven = sum(bereik.values())
    beschikkingbrieven = draw(st.integers(0, brieven))
    onderdrukt = {"ongewijzigd": draw(aantallen), "geen-effect": draw(aantallen)}
    besluiten = brieven + sum(onderdrukt.values())
    beschikkingen, uitval = draw(st.integers(0, besluiten)), draw(aantallen)
    behandeld = draw(st.integers(0, beschikkingen))
    terugvorderingen = draw(st.integers(0, besluiten - beschikkingen))
    gepland = sum(KANALEN[soort] * aantal for soort, aantal in bereik.items())
    digitaal = bereik[Bereik.ALLEEN_DIGITAAL]
    vervangen, onzeker = draw(st.integers(0, digitaal // 2)), draw(st.integers(0, digitaal // 2))
    ingetrokken = draw(st.integers(0, digitaal - vervangen - onzeker))
    return Telling(
        huishoudens=behandeld + uitval,
        uitval=uitval,
        behandeld=behandeld,
        beschikkingen=beschikkingen,
        terugvorderingen=terugvorderingen,
        mutatievoorstellen=besluiten - beschikkingen - terugvorderingen,
        brieven={"beschikking": beschikkingbrieven, "mutatiebrief": brieven - beschikkingbrieven},
        onderdrukt=onderdrukt,
        bereik=bereik,
        documenten=Documenten(aantal=brieven, paginas=brieven * 2, vellen=brieven, bytes=brieven * 40_000),
        zetten=NIETS_GEZET,
        geplande_zendingen=gepland,
        vervangingen=vervangen,
        zendingen={
            (Kanaalsoort.PRINT, Status.BEZORGD): gepland - digitaal - bereik[Bereik.VASTGEHOUDEN] + vervangen,
            (Kanaalsoort.PRINT, Status.VASTGEHOUDEN): bereik[Bereik.VASTGEHOUDEN],
            (Kanaalsoort.BERICHTENBOX, Status.VERVANGEN): vervangen,
            (Kanaalsoort.BERICHTENBOX, Status.ONZEKER): onzeker,
            (Kanaalsoort.BERICHTENBOX, Status.INGETROKKEN): ingetrokken,
            (Kanaalsoort.BERICHTENBOX, Status.OPGEGEVEN): digitaal - vervangen - onzeker - ingetrokken,
        },
        vastgehouden={"adres-onbekend": bereik[Bereik.VASTGEHOUDEN]},
    )


def change(aantallen: Mapping[object, int], plaats: int, verschil: int) -> dict[object, int]:
    """Return the same counts, but for one of them."""
    sleutel = list(aantallen)[plaats % len(aantallen)]
    return {**aantallen, sleutel: aantallen[sleutel] + verschil}


@given(telling=tellingen())
def test_a_run_that_lost_nothing_and_doubled_nothing_balances(telling: Telling) -> None:
    balans = compute_balans(telling)

    assert [] == [regel for regel in balans if not regel.klopt]


@pytest.mark.parametrize(
    "veld",
    [
        *("huishoudens", "uitval", "behandeld", "beschikkingen", "terugvorderingen", "mutatievoorstellen"),
        *("geplande_zendingen", "vervangingen"),
    ],
)
@given(telling=tellingen(), verschil=st.sampled_from([-1, 1]))
def test_one_lost_or_doubled_in_a_number_never_balances(veld: str, telling: Telling, verschil: int) -> None:
    anders = replace(telling, **{veld: getattr(telling, veld) + verschil})

    assert not all(regel.klopt for regel in compute_balans(anders))


@pytest.mark.parametrize("veld", ["brieven", "onderdrukt", "bereik", "zendingen", "vastgehouden"])
@given(telling=tellingen(), plaats=st.integers(0, 20), verschil=st.sampled_from([-1, 1]))
def test_one_lost_or_doubled_in_a_list_of_counts_never_balances(
    veld: str, telling: Telling, plaats: int, verschil: int
) -> None:
    nieuw: dict[str, Any] = {veld: change(getattr(telling, veld), plaats, verschil)}
    anders = replace(telling, **nieuw)

    assert not all(regel.klopt for regel in compute_balans(anders))


@given(telling=tellingen(), verschil=st.sampled_from([-1, 1]))
def test_a_brief_without_its_own_document_never_balances(telling: Telling, verschil: int) -> None:
    documenten = replace(telling.documenten, aantal=telling.documenten.aantal + verschil)

    assert not all(regel.klopt for regel in compute_balans(replace(telling, documenten=documenten)))


@pytest.mark.parametrize("status", [Status.GEPLAND, Status.VRIJGEGEVEN, Status.BEZIG])
def test_a_zending_that_still_has_to_go_does_not_balance(status: Status) -> None:
    zendingen = dict(make_telling().zendingen)
    zendingen[(Kanaalsoort.PRINT, Status.BEZORGD)] -= 1
    zendingen[(Kanaalsoort.PRINT, status)] = 1

    lek = [regel.stap for regel in make_rapport(zendingen=zendingen).balans if not regel.klopt]

    assert [Stap.BEZORGING, Stap.TOTAAL] == lek


def test_two_faults_that_cancel_each_other_are_still_seen() -> None:
    rapport = make_rapport(uitval=13, onderdrukt={**make_telling().onderdrukt, "geen-recht": 28})

    assert not rapport.in_balans


def test_every_step_is_in_the_balans_and_the_total_comes_last() -> None:
    assert list(Stap) == [regel.stap for regel in compute_balans(make_telling())]


def test_an_empty_month_balances() -> None:
    rapport = compute_rapport(make_lege_telling(), VERLOOP, {})

    assert rapport.in_balans
