"""A real run of one household beside the web application, and the letter that comes of it."""

from pathlib import Path

from rich.console import Console
from sqlalchemy import text

from correspondentie.afronden import Omgeving
from correspondentie.databank import open_databank
from correspondentie.inzage import export_brief
from correspondentie.maandrun import run_maand
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkmap import Datamap
from tests.bouwers.boom import WORTEL
from tests.bouwers.opdrachtregel import share_formes
from tests.bouwers.webwerk import Redactie
from tests.pdf.lezen import list_pages

REGELS = WORTEL / "voorbeelden" / "2026-07" / "regels.jsonl"


def run_brief(redactie: Redactie, dossier: str, map_: Path) -> str:
    """Run the month with one household, and read its terugvordering."""
    regel = next(r for r in REGELS.read_text("utf-8").splitlines() if f'"dossier":"{dossier}"' in r)
    invoer, pdf = map_ / f"{dossier}.jsonl", map_ / f"{dossier}.pdf"
    invoer.write_text(f"{regel}\n", "utf-8")
    datamap = Datamap(map=redactie.map)
    share_formes(datamap.map)
    opdracht = Maandopdracht(invoer=invoer, maand="2026-07", datamap=datamap, werkers=1)
    with Voortgang(Console(quiet=True)) as voortgang:
        omgeving = Omgeving(settings=Settings(), klok=redactie.klok, voortgang=voortgang)
        run_maand(opdracht, omgeving)
    vraag = text("SELECT kenmerk FROM brieven WHERE dossier = :dossier AND brieftype = 'terugvordering'")
    with open_databank(datamap, Settings()) as engine, engine.begin() as connection:
        kenmerk = connection.execute(vraag, {"dossier": dossier}).scalar_one()
    export_brief(datamap, Settings(), kenmerk, pdf)
    return " ".join(" ".join(list_pages(pdf.read_bytes())).split())
