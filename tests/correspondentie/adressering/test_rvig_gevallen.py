"""The published cases of the BRP API for addressing, run through the command as they are."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from correspondentie.adressering.jsonregels import write_adressering

PROJECT = Path(__file__).parents[3]
BRON = PROJECT.parent / "shared" / "domein" / "adressering_gevallen.json"

# Cases that we do not follow, each with its reason. Every other case must pass.
BUITEN_BEREIK: dict[str, str] = {}


def _load_gevallen() -> list[Any]:
    if not BRON.exists():
        ontbreekt = pytest.mark.skip(reason="de gevallen van RvIG (../shared) staan niet naast dit project")
        return [pytest.param({}, marks=ontbreekt)]
    return [
        pytest.param(
            geval,
            id=geval["id"],
            marks=[pytest.mark.skip(reason=BUITEN_BEREIK[geval["id"]])]
            if geval["id"] in BUITEN_BEREIK
            else [],
        )
        for geval in json.loads(BRON.read_text(encoding="utf-8"))["cases"]
    ]


@pytest.mark.parametrize("geval", _load_gevallen())
def test_a_published_case_has_its_published_outcome(geval: dict[str, Any]) -> None:
    doel = io.StringIO()
    fouten = write_adressering([json.dumps(geval)], doel)
    uitkomst = json.loads(doel.getvalue())

    assert 0 == fouten
    assert geval["id"] == uitkomst.pop("id")
    assert geval["expected"] == _select_gevraagd(geval["expected"], uitkomst)


def _select_gevraagd(verwacht: dict[str, Any], uitkomst: dict[str, Any]) -> dict[str, Any]:
    """Keep the fields that the case asks for; a case that expects nothing asks for the whole addressing.

    A case that asks for the name line also says whether a line of nobility stands above it.
    """
    if not verwacht:
        return {veld: waarde for veld, waarde in uitkomst.items() if veld != "naam.voorletters"}
    gevraagd = set(verwacht)
    if "aanschrijfwijze.naam" in gevraagd:
        gevraagd.add("aanschrijfwijze.aanspreekvorm")
    return {veld: waarde for veld, waarde in uitkomst.items() if veld in gevraagd}
