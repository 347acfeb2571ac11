"""The guide for who writes the letters names all there is, and nothing else."""

import re

from correspondentie.opmaak import FILTERS
from tests.bouwers.voorbeelden import SJABLONEN

HANDLEIDING = (SJABLONEN / "README.md").read_text(encoding="utf-8")


def list_rijen(kop: str) -> list[str]:
    deel = HANDLEIDING.partition(f"\n## {kop}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", deel, re.MULTILINE)


def test_the_guide_names_every_filter() -> None:
    assert sorted(FILTERS) == sorted(list_rijen("Filters"))


def test_the_guide_names_every_component_with_its_gegevens() -> None:
    componenten = (SJABLONEN / "_huisstijl" / "componenten.html").read_text(encoding="utf-8")

    assert sorted(re.findall(r"{%-? macro ([a-z]\w*\(.*?\)) ", componenten)) == sorted(
        list_rijen("Componenten")
    )
