"""Make the pictures of the redactie in the README: python -m tests.correspondentie.web.maak_beelden."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.bouwers.boom import WORTEL
from tests.bouwers.browser import Scherm, open_browser, open_scherm
from tests.bouwers.webwerk import Redactie, make_leven, serve_redactie

BEELDEN = WORTEL / "docs" / "beelden"
BEGIN = "Wij schrijven u over uw toeslag. "


def draw_redactie(redactie: Redactie, browser: Browser, doel: Path) -> None:
    """Draw every screen that the README shows."""
    adressen = make_leven(redactie)
    with open_scherm(browser, redactie.url) as roos:
        roos.log_in("roos").go(adressen["concept"])
        _draw_schrijven(roos, doel)
        roos.go("/")
        _draw(roos, doel, "overzicht")
    with open_scherm(browser, redactie.url) as bea:
        bea.log_in("bea").go(adressen["wacht"])
        expect(bea.page.locator("#keuring.heel")).to_be_visible(timeout=120_000)
        _draw(bea, doel, "beoordelen")
        bea.page.locator("#paginas-kop").scroll_into_view_if_needed()
        expect(bea.page.locator("#paginaverschil img").last).to_be_visible(timeout=60_000)
        bea.page.evaluate("document.querySelector('#paginas-kop').scrollIntoView()")
        _draw(bea, doel, "paginas")
    with open_scherm(browser, redactie.url) as otto:
        otto.log_in("otto").go("/vrijgeven")
        _draw(otto, doel, "planning")


def _draw_schrijven(roos: Scherm, doel: Path) -> None:
    expect(roos.page.locator("#controle")).not_to_have_class("controle wacht", timeout=60_000)
    roos.write(BEGIN)
    roos.wait_bewaard()
    expect(roos.page.locator("#paginas pre").first).to_contain_text(BEGIN.strip(), timeout=60_000)
    roos.page.set_viewport_size({"width": 1720, "height": 1000})
    _draw(roos, doel, "schrijven")
    roos.page.set_viewport_size({"width": 1440, "height": 900})
    roos.write("Uw nummer is {{ brief.kenmrk }}. ")
    expect(roos.page.locator(".foutregel")).to_be_visible()
    roos.wait_bewaard()
    roos.page.evaluate("scrollTo(0, 0)")
    _draw(roos, doel, "fout")


def _draw(scherm: Scherm, doel: Path, naam: str) -> None:
    scherm.page.wait_for_load_state("networkidle")
    scherm.page.screenshot(path=doel / f"redactie-{naam}.png", animations="disabled", caret="hide")


def main() -> None:
    """Make all pictures."""
    with (
        tempfile.TemporaryDirectory() as map_,
        serve_redactie(Path(map_)) as redactie,
        open_browser() as browser,
    ):
        draw_redactie(redactie, browser, BEELDEN)


if __name__ == "__main__":
    main()
