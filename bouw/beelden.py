"""Make the pictures of the README from a real run of the shipped month: letters, report, inbox."""

import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from sqlalchemy import text

from correspondentie.afronden import Omgeving
from correspondentie.app import Systeemklok
from correspondentie.inzage import export_brief
from correspondentie.maandrun import run_maand
from correspondentie.rapport import Rapport
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap
from outbox.magazijn import serve_magazijn

MAAND = "2026-07"
WORTEL = Path(__file__).parents[1]
BEELDEN = WORTEL / "docs" / "beelden"
# one letter of each brieftype, of a household whose rule is easy to see in the picture
BRIEVEN = {"voorlopige-beschikking": "twee-opvangsoorten", "mutatiebrief-kinderopvang": "minder-uren"}
CHROMIUM = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update"),
]


def run(datamap: Datamap) -> Rapport:
    """Run the rules of the shipped month."""
    opdracht = Maandopdracht(invoer=WORTEL / "voorbeelden" / MAAND, maand=MAAND, datamap=datamap, werkers=2)
    with Voortgang(Console()) as voortgang:
        return run_maand(opdracht, Omgeving(settings=Settings(), klok=Systeemklok(), voortgang=voortgang))


def draw_brieven(datamap: Datamap) -> None:
    """Draw the pages of one letter of each brieftype, side by side."""
    vraag = text("SELECT kenmerk FROM brieven WHERE brieftype = :brieftype AND dossier = :dossier")
    for brieftype, dossier in BRIEVEN.items():
        with datamap.make_engine().begin() as connection:
            zoek = {"brieftype": brieftype, "dossier": dossier}
            kenmerk = connection.execute(vraag, zoek).scalar_one()
        pdf = datamap.map / f"{brieftype}.pdf"
        export_brief(datamap, kenmerk, pdf)
        draw_pdf(pdf, BEELDEN / brieftype)


def draw_pdf(pdf: Path, doel: Path) -> None:
    """Draw every page of a PDF as doel-1.png, doel-2.png, ..."""
    for oud in doel.parent.glob(f"{doel.name}-*.png"):
        oud.unlink()
    subprocess.run(["pdftoppm", "-r", "70", "-png", pdf, doel], check=True)


def draw_schermen(datamap: Datamap, rapport: Rapport) -> None:
    """Draw the report and the inbox of the stand-in as a browser shows them."""
    with serve_magazijn(datamap.magazijn) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        bladzijde = browser.new_page(viewport={"width": 1100, "height": 1400})
        bladzijde.goto((datamap.map / rapport.run / "rapport.html").resolve().as_uri())
        bladzijde.screenshot(path=BEELDEN / "rapport.png")
        bladzijde.set_viewport_size({"width": 1100, "height": 700})
        bladzijde.goto(url)
        bladzijde.screenshot(path=BEELDEN / "berichtenbox.png")
        browser.close()


def main() -> None:
    """Make all pictures."""
    BEELDEN.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as werkmap:
        datamap = Datamap(map=Path(werkmap))
        rapport = run(datamap)
        draw_brieven(datamap)
        draw_schermen(datamap, rapport)


if __name__ == "__main__":
    main()
