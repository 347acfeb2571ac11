"""The page in a real browser: on a phone, with assistive technology, without the network."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Browser, Page, sync_playwright

from correspondentie.invoer import Uitval
from correspondentie.rapport import LIJST_MAXIMUM, compute_rapport, write_rapport
from tests.bouwers.rapporten import VERLOOP, make_lege_telling, make_rapport

CHROMIUM = "/usr/bin/chromium"
VLAGGEN = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LANGE_UITVAL = tuple(
    Uitval(
        bestand="huishoudens-van-de-tweede-levering.jsonl.gz",
        regel=1_000_000 + nummer,
        veld=f"huishouden.kinderen[{nummer % 6}].opvang[1].organisatie_lrk_nummer",
        reden="verwacht een getal tussen 0 en 744, gevonden iets anders",
    )
    for nummer in range(LIJST_MAXIMUM)
)
RAPPORTEN = {
    "gewoon": make_rapport(),
    "lek": make_rapport(huishoudens=550),
    "leeg": compute_rapport(make_lege_telling(), VERLOOP, {}),
    "veel-uitval": make_rapport(huishoudens=6_000_534, uitval=6_000_000, uitvallijst=LANGE_UITVAL),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as spel:
        venster = spel.chromium.launch(executable_path=CHROMIUM, args=VLAGGEN)
        yield venster
        venster.close()


@pytest.fixture(scope="module", params=RAPPORTEN)
def adres(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the page of one report stands on the disk."""
    doelmap = tmp_path_factory.mktemp(request.param)
    write_rapport(RAPPORTEN[request.param], doelmap)
    return (doelmap / "rapport.html").as_uri()


@pytest.fixture
def pagina(browser: Browser, adres: str) -> Iterator[Page]:
    """The page of one report with everything unfolded."""
    page = browser.new_page()
    page.goto(adres)
    page.evaluate("document.querySelectorAll('details').forEach(stuk => stuk.open = true)")
    yield page
    page.close()


def list_te_breed(pagina: Page, breedtes: list[int]) -> list[int]:
    """List the widths of the window at which something sticks out."""
    te_breed = []
    for breedte in breedtes:
        pagina.set_viewport_size({"width": breedte, "height": 800})
        if pagina.evaluate("document.documentElement.scrollWidth") > breedte:
            te_breed.append(breedte)
    return te_breed


def test_nothing_has_to_be_scrolled_sideways(pagina: Page) -> None:
    assert [] == list_te_breed(pagina, [320, 390, 640, 900, 1280])


def test_letters_twice_as_big_still_fit(pagina: Page) -> None:
    pagina.evaluate("document.documentElement.style.fontSize = '200%'")

    assert [] == list_te_breed(pagina, [640, 1280, 2560])


def test_something_that_sticks_out_would_be_found(pagina: Page) -> None:
    pagina.evaluate("document.querySelector('h1').style.width = '400px'")

    assert [320] == list_te_breed(pagina, [320, 1280])


@pytest.mark.parametrize("breedte", [320, 1280])
def test_axe_finds_no_violation(pagina: Page, breedte: int) -> None:
    # Row 20 and on are built as those before; checking a thousand of them only takes long.
    pagina.evaluate("document.querySelectorAll('tbody tr:nth-child(n+20)').forEach(rij => rij.remove())")
    pagina.set_viewport_size({"width": breedte, "height": 800})
    uitkomst = Axe().run(pagina)

    assert 0 == uitkomst.violations_count, uitkomst.generate_report()


def test_the_page_asks_nothing_of_the_network_and_obeys_its_own_policy(browser: Browser, adres: str) -> None:
    page, gevraagd, meldingen = browser.new_page(), list[str](), list[str]()
    page.on("request", lambda verzoek: gevraagd.append(verzoek.url))
    page.on("console", lambda melding: meldingen.append(melding.text))
    page.goto(adres)
    kleur = page.evaluate("getComputedStyle(document.querySelector('.oordeel h2')).color")
    page.close()

    assert [adres] == gevraagd
    assert [] == meldingen
    assert "rgb(0, 0, 0)" != kleur  # the stylesheet was let in


def test_the_policy_lets_no_script_and_no_other_style_in(pagina: Page) -> None:
    pagina.evaluate(
        """() => {
            const stuk = document.createElement('script'); stuk.textContent = 'document.title = "kwaad"';
            const stijl = document.createElement('style'); stijl.textContent = 'h1 { color: rgb(1, 2, 3) }';
            document.head.append(stuk, stijl);
        }"""
    )

    assert "kwaad" != pagina.title()
    assert "rgb(1, 2, 3)" != pagina.evaluate("getComputedStyle(document.querySelector('h1')).color")


def test_headings_go_down_one_level_at_a_time(pagina: Page) -> None:
    niveaus = pagina.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(kop => +kop.tagName[1])")

    assert 1 == niveaus.count(1)
    assert [] == [b for a, b in pairwise(niveaus) if b > a + 1]


def test_what_is_folded_on_the_screen_is_unfolded_on_paper(browser: Browser, tmp_path: Path) -> None:
    tel = "[...document.querySelectorAll('details table')].filter(tabel => !tabel.checkVisibility()).length"
    write_rapport(RAPPORTEN["veel-uitval"], tmp_path)
    page = browser.new_page()
    page.goto((tmp_path / "rapport.html").as_uri())
    op_scherm = page.evaluate(tel)
    page.emulate_media(media="print")
    op_papier = page.evaluate(tel)
    page.close()

    assert 0 < op_scherm
    assert 0 == op_papier
