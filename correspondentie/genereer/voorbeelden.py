"""The shipped month: which population and which households made by hand it holds."""

from collections.abc import Iterator
from pathlib import Path

from calc.normbestand import load_normen
from correspondentie.genereer.populatie import generate_regels, make_kader
from correspondentie.genereer.regels import generate_regels_met_de_hand

MAAND = "2026-07"
SEED = 2026
AANTAL = 360
FOUTEN = 0.01


def generate_voorbeelden() -> Iterator[tuple[str, Iterator[bytes]]]:
    """Generate the files of the shipped month. Shape: pairs of file name and lines."""
    kader = make_kader(seed=SEED, maand=MAAND, normen=load_normen())
    yield "huishoudens.jsonl", (regel.inhoud for regel in generate_regels(kader, AANTAL, FOUTEN))
    yield "regels.jsonl", generate_regels_met_de_hand(kader)


def write_voorbeelden(map_: Path) -> None:
    """Write the files of the shipped month to this folder."""
    for naam, regels in generate_voorbeelden():
        with (map_ / naam).open("wb") as doel:
            doel.writelines(regels)
