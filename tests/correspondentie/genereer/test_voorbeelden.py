"""The shipped month is what the generator makes, and its README names every household made by hand."""

import re
from pathlib import Path

import msgspec
import pytest

from correspondentie.genereer.voorbeelden import generate_voorbeelden, write_voorbeelden

MAP = Path(__file__).parents[3] / "voorbeelden" / "2026-07"
VOORBEELDEN = {naam: b"".join(regels) for naam, regels in generate_voorbeelden()}


@pytest.mark.parametrize("naam", VOORBEELDEN)
def test_the_shipped_file_is_what_the_generator_makes(naam: str) -> None:
    gelijk = VOORBEELDEN[naam] == (MAP / naam).read_bytes()

    assert gelijk, "vernieuw met: python -m correspondentie.genereer voorbeelden/2026-07"


def test_writing_makes_the_same_files(tmp_path: Path) -> None:
    write_voorbeelden(tmp_path)

    assert VOORBEELDEN == {pad.name: pad.read_bytes() for pad in tmp_path.iterdir()}


def test_the_readme_names_every_household_made_by_hand() -> None:
    regels = VOORBEELDEN["regels.jsonl"].splitlines()
    dossiers = re.findall(rb'"dossier":"([^"]+)"', b"\n".join(regels))
    uitleg = (MAP / "README.md").read_text("utf-8")

    assert len(dossiers) > 50
    assert [] == [naam for naam in map(bytes.decode, dossiers) if f"`{naam}`" not in uitleg]


def test_the_readme_names_no_household_that_is_not_there() -> None:
    uitleg = (MAP / "README.md").read_text("utf-8")
    genoemd = re.findall(r"^\| `([^`]+)`", uitleg, re.MULTILINE)

    assert [] == [naam for naam in genoemd if naam.encode() not in VOORBEELDEN["regels.jsonl"]]


def test_the_shipped_month_holds_at_least_three_hundred_good_households() -> None:
    decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])
    goed = [
        regel for regel in VOORBEELDEN["huishoudens.jsonl"].splitlines() if regel.startswith(b'{"dossier":"D')
    ]

    assert len([decoder.decode(regel) for regel in goed]) >= 300
