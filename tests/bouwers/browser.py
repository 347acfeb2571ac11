"""A real Chromium for the tests of the web application, and people who sit before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
VLAGGEN = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update"),
]
GEDULD = 20_000  # milliseconds: for a machine that does more than this
NAMEN = {
    "roos": "Roos Schrijver",
    "daan": "Daan Tweede",
    "bea": "Bea Lezer",
    "otto": "Otto Planner",
    "hanna": "Hanna Beheer",
}


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Chromium, and end it afterwards."""
    with sync_playwright() as spel:
        browser = spel.chromium.launch(executable_path=CHROMIUM, args=VLAGGEN)
        yield browser
        browser.close()


@dataclass
class Scherm:
    """Somebody before a browser; fouten holds what went wrong in its scripts."""

    page: Page
    url: str
    fouten: list[str] = field(default_factory=list)

    def go(self, pad: str) -> "Scherm":
        """Go to a page."""
        self.page.goto(f"{self.url}{pad}")
        return self

    def log_in(self, wie: str) -> "Scherm":
        """Log in as one of the people of the demo."""
        self.go("/inloggen")
        self.press_knop(NAMEN[wie])
        return self

    def press_knop(self, naam: str) -> None:
        """Press a button, and wait for what it brings."""
        self.page.get_by_role("button", name=naam).first.click()
        self.page.wait_for_load_state()

    def start_concept(self, naam: str) -> str:
        """Begin to write a brieftype, and give the address of the concept."""
        self.go(f"/teksten/brieftype/{naam}")
        self.page.locator("form[action$='/concept'] button").click()
        self.page.wait_for_url("**/concepten/*")
        self.page.wait_for_selector(".cm-content")
        return self.page.url.removeprefix(self.url)

    def write(self, tekst: str, veld: str = "Brief") -> None:
        """Type at the beginning of a text."""
        self.page.get_by_role("textbox", name=veld, exact=True).focus()
        self.page.keyboard.press("Control+Home")
        self.page.keyboard.insert_text(tekst)

    def wait_bewaard(self) -> None:
        """Wait until what was written is kept."""
        expect(self.page.locator("#bewaarstatus")).to_have_attribute("data-stand", "bewaard", timeout=GEDULD)

    def read_tekst(self, veld: str = "Brief") -> str:
        """Read what stands in an editor."""
        return self.page.get_by_role("textbox", name=veld, exact=True).inner_text()

    def submit(self, waarom: str) -> str:
        """Submit the concept that is open, and give the address of the version."""
        self.wait_bewaard()
        self.page.get_by_role("link", name="Naar indienen").click()
        self.page.get_by_label("Waarom verandert de tekst?").fill(waarom)
        self.press_knop("Indienen")
        self.page.wait_for_url("**/versies/*")
        return self.page.url.removeprefix(self.url).partition("?")[0]

    def judge(self, versie: str, knop: str, toelichting: str) -> None:
        """Judge a version."""
        self.go(versie)
        if knop == "Goedkeuren":
            expect(self.page.locator("#keuring.heel")).to_be_visible(timeout=4 * GEDULD)
        self.page.get_by_label("Toelichting").fill(toelichting)
        self.press_knop(knop)


@contextmanager
def open_scherm(browser: Browser, url: str, breedte: int = 1440, *, scripts: bool = True) -> Iterator[Scherm]:
    """Open a window with cookies of its own, and close it afterwards."""
    context = browser.new_context(
        viewport={"width": breedte, "height": 900}, java_script_enabled=scripts, locale="nl-NL"
    )
    context.set_default_timeout(GEDULD)
    context.set_default_navigation_timeout(3 * GEDULD)  # a page may wait for a whole controle
    page = context.new_page()
    scherm = Scherm(page, url)
    page.on("pageerror", lambda fout: scherm.fouten.append(f"{fout}"))
    yield scherm
    context.close()
