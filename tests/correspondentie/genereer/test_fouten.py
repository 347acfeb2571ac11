"""Every planted fault is found by the input, at the field it was planted in, and nothing else is."""

import pytest

from calc.normbestand import load_normen
from correspondentie.genereer.fouten import FOUTEN, KAPOTTE_REGELS, Foutsoort, find_veld, plan_fouten
from correspondentie.genereer.populatie import generate_regels, make_kader
from correspondentie.invoer import Uitval, parse_dossier
from tests.bouwers.invoer import make_regel


@pytest.mark.parametrize("maand", ["2026-01", "2026-07", "2026-12"])
def test_exactly_the_planted_records_fail_each_at_its_own_field(maand: str) -> None:
    kader = make_kader(seed=11, maand=maand, normen=load_normen())
    regels = list(generate_regels(kader, 400, 0.3))
    uitkomsten = [parse_dossier(make_regel(regel.inhoud), maand) for regel in regels]

    assert [regel.fout and find_veld(regel.fout) for regel in regels] == [
        uitkomst.veld if isinstance(uitkomst, Uitval) else None for uitkomst in uitkomsten
    ]


@pytest.mark.parametrize(
    ("aantal", "kapot"), [(1, 0), (1, 1), (5_000, 100), (520, 5), (7, 7), (1_000, 333), (0, 0)]
)
def test_the_planted_number_is_exact(aantal: int, kapot: int) -> None:
    gepland = list(plan_fouten(aantal, kapot))

    assert len(gepland) == aantal
    assert sum(fout is not None for fout in gepland) == kapot


def test_faults_are_spread_evenly() -> None:
    plaatsen = [plaats for plaats, fout in enumerate(plan_fouten(5_000, 100), start=1) if fout]

    assert list(range(50, 5_001, 50)) == plaatsen


def test_every_kind_comes_in_turn() -> None:
    gepland = [fout for fout in plan_fouten(3_000, len(Foutsoort)) if fout]

    assert set(gepland) == set(Foutsoort)


def test_every_kind_is_planted_in_one_way() -> None:
    assert set(Foutsoort) == set(FOUTEN) ^ set(KAPOTTE_REGELS)
