"""Nearly every letter of a population is filled, and none is filled otherwise than it is composed."""

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from correspondentie.sjabloon import load_sjablonen
from correspondentie.zetter import Wijze, Zetter
from tests.bouwers.briefhtml import DAGTEKENING, HUISSTIJL
from tests.bouwers.brievenstroom import list_brieven
from tests.bouwers.voorbeelden import SJABLONEN


def zet_brieven(zetter: Zetter, aantal: int) -> tuple[Counter[Wijze], list[str]]:
    """Make this many letters. Returns: how many in which way, and the differences found."""
    wijzen: Counter[Wijze] = Counter()
    verschillen: list[str] = []
    for kopij in islice(list_brieven(load_sjablonen(SJABLONEN), 2 * aantal, seed=2026), aantal):
        gezet = zetter.zet(kopij, dagtekening=DAGTEKENING)
        wijzen[gezet.wijze] += 1
        verschillen += [gezet.verschil] if gezet.verschil else []
    return wijzen, verschillen


@pytest.mark.parametrize(
    ("aantal", "steekproef", "deel"),
    [(2_000, 200, 0.95), pytest.param(20_000, 100, 0.99, marks=pytest.mark.soak)],
)
def test_nearly_every_letter_is_filled_and_none_differs(
    aantal: int, steekproef: int, deel: float, tmp_path: Path
) -> None:
    wijzen, verschillen = zet_brieven(Zetter(HUISSTIJL, steekproef=steekproef, formes=tmp_path), aantal)

    assert verschillen == []
    assert wijzen.total() == aantal
    assert wijzen[Wijze.GEVULD] >= deel * aantal
