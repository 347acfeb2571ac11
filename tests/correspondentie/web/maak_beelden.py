"""Make the pictures of the redactie in the README: python -m tests.correspondentie.web.maak_beelden."""

import tempfile
from contextlib import closing
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect

from tests.bouwers.boom import WORTEL
from tests.bouwers.browser import Scherm, open_browser, open_scherm
from tests.bouwers.maandbrief import run_brief
from tests.bouwers.opdrachtregel import set_sessiemap
from tests.bouwers.webwerk import Bezoeker, Redactie, make_leven, serve_redactie, submit_tekst

BEELDEN = WORTEL / "docs" / "beelden"
BEGIN = "Wij schrijven u over uw toeslag. "
DOSSIER = "te-veel-voorschot-betaald"
KLEIN, KLEUREN = 1100, 64
SCHRIJVERS = {
    "tekst": "/teksten/brieftype/bevestiging-tegenhouden",
    "bouwstenen": "/bouwstenen",
    "proefset": "/proefset",
}


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
    _draw_overige(redactie, browser, doel, adressen["concept"])
    _draw_ongedaan(redactie, browser, doel)
    _draw_effect(browser, doel)


def _draw_overige(redactie: Redactie, browser: Browser, doel: Path, concept: str) -> None:
    """Draw the screens that one only has to go to, and the one on which two texts of a concept meet."""
    with open_scherm(browser, redactie.url, KLEIN) as scherm:
        _draw_klein(scherm.go("/inloggen"), doel, "inloggen")
    with open_scherm(browser, redactie.url, KLEIN) as roos:
        roos.log_in("roos")
        for naam, pad in SCHRIJVERS.items():
            _draw_klein(roos.go(pad), doel, naam)
        roos.go(f"{roos.start_concept('bevestiging-tegenhouden')}/indienen")
        expect(roos.page.locator("#keuring.heel")).to_be_visible(timeout=120_000)
        _draw_klein(roos, doel, "indienen")
        roos.go(concept)
        with open_scherm(browser, redactie.url, KLEIN) as daan:
            daan.log_in("daan").go(concept).page.wait_for_selector(".cm-content")
            daan.write("Beste lezer, ")
            daan.wait_bewaard()
        roos.write("Geachte lezer, ")
        expect(roos.page.locator("#botsing")).to_be_visible()
        roos.page.evaluate("scrollTo(0, 0)")
        _draw_klein(roos, doel, "botsing")
    with open_scherm(browser, redactie.url, KLEIN) as hanna:
        hanna.log_in("hanna")
        for naam in ("logboek", "sessies"):
            _draw_klein(hanna.go(f"/{naam}"), doel, naam)


def _draw_ongedaan(redactie: Redactie, browser: Browser, doel: Path) -> None:
    """Draw what somebody is asked who would undo the release of a colleague."""
    daan, bea = (Bezoeker(redactie.url).log_in(wie) for wie in ("daan", "bea"))
    with closing(daan.client), closing(bea.client):
        versie = submit_tekst(daan, "bevestiging-tegenhouden", "Dit gaat over uw toeslag.", "Kort begin")
        bea.send(f"{versie}/goedkeuren", waarom="Kort en goed")
    with open_scherm(browser, redactie.url, KLEIN) as otto:
        page = otto.log_in("otto").go(versie).page
        page.get_by_label("Voor brieven met een datum vanaf").fill("2026-07-10")
        page.locator("#waarom-vrij").fill("Voor de run van juli")
        page.get_by_role("button", name="Vrijgeven", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Dit maakt werk ongedaan")
        _draw_klein(otto, doel, "ongedaan")


def _draw_effect(browser: Browser, doel: Path) -> None:
    """Draw what a text does to a letter that was really made."""
    with tempfile.TemporaryDirectory() as naam:
        map_ = Path(naam)
        with serve_redactie(map_, invoer=map_ / f"{DOSSIER}.jsonl") as redactie:
            run_brief(redactie, DOSSIER, map_)
            daan = Bezoeker(redactie.url).log_in("daan")
            with closing(daan.client):
                versie = submit_tekst(daan, "terugvordering", "Beste lezer,", "Vriendelijker begin")
            with open_scherm(browser, redactie.url, KLEIN) as bea:
                bea.log_in("bea").go(versie)
                expect(bea.page.locator("#keuring.heel")).to_be_visible(timeout=120_000)
                bea.page.get_by_role("button", name="Bekijk het effect").click()
                expect(bea.page.locator("#effect .maten")).to_be_visible(timeout=120_000)
                bea.page.locator("#effect-kop").evaluate("kop => kop.scrollIntoView()")
                _draw_klein(bea, doel, "effect")


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


def _draw_klein(scherm: Scherm, doel: Path, naam: str) -> None:
    """Draw a screen that the README shows small, in few colours: a file that weighs little."""
    _draw(scherm, doel, naam)
    pad = doel / f"redactie-{naam}.png"
    with Image.open(pad) as beeld:
        beeld.convert("RGB").quantize(KLEUREN).save(pad, optimize=True)


def main() -> None:
    """Make all pictures."""
    with (
        tempfile.TemporaryDirectory() as map_,
        serve_redactie(Path(map_)) as redactie,
        open_browser() as browser,
    ):
        set_sessiemap(Path(map_), Path(map_) / "geleerd")
        draw_redactie(redactie, browser, BEELDEN)


if __name__ == "__main__":
    main()
