"""Make the pictures of the README from a real run of the shipped month: letters, report, inbox."""

import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from sqlalchemy import text

from correspondentie.afronden import Omgeving
from correspondentie.app import Systeemklok
from correspondentie.databank import open_databank
from correspondentie.inzage import export_brief
from correspondentie.maandrun import run_maand
from correspondentie.mutatieloop import stop_mutatie
from correspondentie.rapport import Rapport
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap
from outbox.magazijn import serve_magazijn

MAAND = "2026-07"
WORTEL = Path(__file__).parents[1]
BEELDEN = WORTEL / "docs" / "beelden"
# of each brieftype a household whose rule is easy to see, and how many of its pages the README shows
BRIEVEN = {
    "voorlopige-beschikking": ("alle-toeslagen-samen", 3),
    "herziening": ("te-veel-voorschot-betaald", 1),
    "terugvordering": ("te-veel-voorschot-betaald", 1),
    "definitieve-toekenning": ("definitief-klein-bedrag-te-veel", 1),
    "mutatiebrief-kinderopvang": ("minder-uren", 2),
    "mutatiebrief-inkomen": ("mutatie-inkomen", 1),
    "bevestiging-tegenhouden": ("minder-uren", 1),
}
GESTOPT = "minder-uren"
OP_TIJD = datetime(2026, 7, 20, 12, 0, tzinfo=UTC)
CHROMIUM = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update"),
]


def run(datamap: Datamap) -> Rapport:
    """Run the rules of the shipped month, and let one citizen stop a mutatie."""
    opdracht = Maandopdracht(invoer=WORTEL / "voorbeelden" / MAAND, maand=MAAND, datamap=datamap, werkers=2)
    with Voortgang(Console()) as voortgang:
        omgeving = Omgeving(settings=Settings(), klok=Systeemklok(), voortgang=voortgang)
        rapport = run_maand(opdracht, omgeving)
        kenmerk = find_kenmerk(datamap, "mutatiebrief-kinderopvang", GESTOPT)
        stop_mutatie(datamap, kenmerk, OP_TIJD, omgeving)
    return rapport


def find_kenmerk(datamap: Datamap, brieftype: str, dossier: str) -> str:
    """Find the first letter of this brieftype to this household."""
    vraag = text("SELECT kenmerk FROM brieven WHERE brieftype = :brieftype AND dossier = :dossier ORDER BY 1")
    with open_databank(datamap, Settings()) as engine, engine.begin() as connection:
        return str(connection.execute(vraag, {"brieftype": brieftype, "dossier": dossier}).scalars().first())


def draw_brieven(datamap: Datamap) -> None:
    """Draw the first pages of one letter of each brieftype."""
    for brieftype, (dossier, paginas) in BRIEVEN.items():
        pdf = datamap.map / f"{brieftype}.pdf"
        export_brief(datamap, Settings(), find_kenmerk(datamap, brieftype, dossier), pdf)
        draw_pdf(pdf, BEELDEN / brieftype, paginas)


def draw_pdf(pdf: Path, doel: Path, paginas: int) -> None:
    """Draw the first pages of a PDF as doel-1.png, doel-2.png, ..."""
    for oud in doel.parent.glob(f"{doel.name}-*.png"):
        oud.unlink()
    subprocess.run(["pdftoppm", "-r", "70", "-l", str(paginas), "-png", pdf, doel], check=True)


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
