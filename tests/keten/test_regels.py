"""Every household made by hand ends as its rule says: letters and channels, suppressed, held, or uitval."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from calc.errors import CalcError
from correspondentie.besluiten import decide_brief_kanalen, decide_dossier
from correspondentie.brieven import Brief
from correspondentie.dossier import Dossier
from correspondentie.dubbel import mark_dubbele
from correspondentie.invoer import Uitval, parse_dossier, read_regels
from correspondentie.kalender import compute_dagtekening
from correspondentie.mutatieregels import Mutatiestand
from tests.bouwers.grondregels import make_grondregels

PROJECT = Path(__file__).parents[2]
MAAND = "2026-07"
VERWACHT = tomllib.loads(Path(__file__).with_name("verwachte_uitkomsten.toml").read_text("utf-8"))


GRONDREGELS = make_grondregels(compute_dagtekening(MAAND))


def list_uitkomsten() -> Iterator[Dossier | Uitval]:
    for regel in mark_dubbele(read_regels(PROJECT / "voorbeelden" / MAAND / "regels.jsonl")):
        yield regel if isinstance(regel, Uitval) else parse_dossier(regel, MAAND)


def describe(dossier: Dossier) -> dict[str, Any]:
    """Describe what was decided in the shape of verwachte_uitkomsten.toml."""
    beschreven: dict[str, Any] = {}
    kalender = GRONDREGELS.rekenregels.find_kalender(dossier.huishouden.toeslagjaar)
    for plan in decide_dossier(dossier, Mutatiestand(), GRONDREGELS).plannen:
        if not isinstance(plan, Brief):
            rij: list[Any] = [plan.aanleiding.value, plan.kind or 0, plan.reden]
            beschreven.setdefault("onderdrukt", []).append(rij)
            continue
        kanalen = decide_brief_kanalen(dossier, plan.brieftype, kalender)
        grond = plan.grond
        rij = [grond.aanleiding.value, grond.kind or 0, sorted(k.value for k in kanalen.kanalen)]
        beschreven.setdefault("brieven", []).append(rij)
        if kanalen.vastgehouden:
            beschreven["vastgehouden"] = kanalen.vastgehouden.value
    return {naam: sorted(rijen) if isinstance(rijen, list) else rijen for naam, rijen in beschreven.items()}


def find_weigering(dossier: Dossier) -> str:
    """Return why the core refuses to decide on this dossier."""
    try:
        decide_dossier(dossier, Mutatiestand(), GRONDREGELS)
    except CalcError as fout:
        return str(fout)
    return ""


def test_every_household_made_by_hand_ends_as_its_rule_says() -> None:
    dossiers = (uitkomst for uitkomst in list_uitkomsten() if isinstance(uitkomst, Dossier))

    assert VERWACHT["dossier"] == {
        dossier.dossier: describe(dossier) for dossier in dossiers if dossier.dossier not in VERWACHT["kern"]
    }


def test_every_household_that_the_core_refuses_is_uitval_for_its_reason() -> None:
    dossiers = [uitkomst for uitkomst in list_uitkomsten() if isinstance(uitkomst, Dossier)]
    weigeringen = {dossier.dossier: find_weigering(dossier) for dossier in dossiers}

    assert {naam for naam, reden in weigeringen.items() if reden} == set(VERWACHT["kern"])
    assert [] == [naam for naam, deel in VERWACHT["kern"].items() if deel not in weigeringen[naam]]


def test_every_broken_line_made_by_hand_is_reported_at_its_field() -> None:
    uitval = (uitkomst for uitkomst in list_uitkomsten() if isinstance(uitkomst, Uitval))

    assert VERWACHT["uitval"] == {str(een.regel): een.veld for een in uitval}
