"""The pictures in the README are what the screens look like."""

from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser

from tests.bouwers.webwerk import Redactie
from tests.correspondentie.web.maak_beelden import BEELDEN, draw_redactie

VERSCHIL = 0.02  # of the pixels: the edges of letters are drawn a little otherwise on another machine
DREMPEL = 60  # of 255


def test_the_pictures_in_the_readme_are_true(redactie: Redactie, browser: Browser, tmp_path: Path) -> None:
    draw_redactie(redactie, browser, tmp_path)
    gemaakt = {pad.name: compute_verschil(pad) for pad in tmp_path.iterdir()}

    assert {pad.name for pad in BEELDEN.glob("redactie-*.png")} == gemaakt.keys()
    assert {} == {naam: deel for naam, deel in gemaakt.items() if deel > VERSCHIL}, "run `make beelden`"


def compute_verschil(nieuw: Path) -> float:
    """Compute which part of the pixels differs from the picture of the same name; 1 for another size."""
    with Image.open(nieuw) as een, Image.open(BEELDEN / nieuw.name) as twee:
        if een.size != twee.size:
            return 1.0
        anders = ImageChops.difference(een.convert("L"), twee.convert("L")).histogram()
        return sum(anders[DREMPEL:]) / (een.width * een.height)
