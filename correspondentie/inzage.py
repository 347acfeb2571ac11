"""What colleagues ask afterwards: how runs stand, one letter, and whether the installation is sound."""

from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from correspondentie import opslag
from correspondentie.archief import open_archief
from correspondentie.databank import open_bestaande
from correspondentie.errors import CannotStartError, UnknownKenmerkError
from correspondentie.settings import SLEUTEL_VOORBEELD, Settings
from correspondentie.sjabloon import load_sjablonen
from correspondentie.vormcontrole import list_vormredenen
from correspondentie.werkplaats import Datamap
from outbox.opslag import Zendingstand, count_zendingen, find_zendingen
from outbox.runstand import list_pauzes


def format_stand(datamap: Datamap, settings: Settings) -> RenderableType:
    """Format how the runs in this folder stand: letters, and zendingen per channel and status.

    Raises: CannotStartError when there is nothing to look at.
    """
    tabel = Table("Run", "Dagtekening", "Brieven", "Zendingen", box=None, pad_edge=False)
    with open_bestaande(datamap, settings) as engine, engine.begin() as connection:
        for run in opslag.list_runs(connection):
            zendingen = [
                f"{kanaal.value} {status.value} {aantal}"
                for kanaal, per_status in count_zendingen(connection, run.run).items()
                for status, aantal in per_status.items()
            ]
            zendingen += [f"{kanaal.value} gepauzeerd" for kanaal in list_pauzes(connection, run.run)]
            brieven = str(opslag.count_brieven(connection, run.run))
            tabel.add_row(run.run, run.dagtekening.isoformat(), brieven, "\n".join(zendingen))
    return tabel


def export_brief(datamap: Datamap, settings: Settings, kenmerk: str, pdf: Path) -> RenderableType:
    """Write the archived PDF of one letter, and format what it is and how its delivery stands.

    Raises: UnknownKenmerkError, DamagedArchiefError, UnavailableArchiefError; CannotStartError when pdf
    cannot be written.
    """
    with open_bestaande(datamap, settings) as engine, engine.begin() as connection:
        brief = opslag.find_brief(connection, kenmerk.strip().upper())
        if brief is None:
            raise UnknownKenmerkError(
                f"Er is geen brief met dit kenmerk in {datamap.map}. Controleer het kenmerk op de brief, "
                "of kies een andere map met --data."
            )
        zendingen = find_zendingen(connection, brief.kenmerk)
    document = open_archief(datamap.archief, settings).load_document(brief.plaats)
    try:
        pdf.write_bytes(document)
    except OSError as fout:
        raise CannotStartError(
            f"Het bestand {pdf} kan niet worden geschreven (foutcode {fout.errno}). "
            "Kies een andere plek met --pdf."
        ) from fout
    regels = [
        f"{brief.brieftype}, dagtekening {brief.dagtekening.isoformat()}, {brief.paginas} pagina's: {pdf}",
        f"sjabloon {brief.sjabloon[:12]}, document {brief.plaats.sha256[:12]}",
        *(f"{stand.zending.kanaal.value}: {_format_status(stand)}" for stand in zendingen),
    ]
    return Group(*map(Text, regels))


def _format_status(stand: Zendingstand) -> str:
    if stand.intrekking is None:
        return stand.status.value
    return f"{stand.status.value}, teruggevraagd: zie regel {stand.intrekking} van het logboek"


def check_installatie(datamap: Datamap, settings: Settings) -> RenderableType:
    """Check sjablonen, settings and whether the archive takes documents, and format what was found.

    Raises: InvalidSjabloonError, UnavailableArchiefError.
    """
    sjablonen = load_sjablonen(settings.sjablonen)
    regels = [f"Sjablonen in orde: {', '.join(sjablonen.register.brieftypen)}"]
    traag = [f"Let op: {reden}" for reden in list_vormredenen(sjablonen, settings.sjablonen)]
    regels += traag or ["Elke brief kan worden gevuld: geen plek hoeft apart te worden gezet"]
    if settings.sleutel == SLEUTEL_VOORBEELD:
        regels.append("Let op: kenmerken worden gemaakt met de voorbeeldsleutel; niet voor echte brieven")
    open_archief(datamap.archief, settings).check_gereed()
    regels.append("Het archief is te beschrijven. Of elk document goed is, zegt: correspondentie verifieer")
    return Group(*map(Text, regels))
