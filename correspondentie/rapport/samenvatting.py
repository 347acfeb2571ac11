"""The report in short, for the terminal after a run."""

import os
from collections.abc import Iterator
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from correspondentie.getal import format_getal
from correspondentie.rapport.oordeel import Oordeel, decide_oordeel, list_lekken, list_taken
from correspondentie.rapport.pagina import format_run
from correspondentie.rapport.rapport import PAGINA, Rapport
from correspondentie.rapport.uitleg import (
    BESTAND,
    KANAAL,
    STAP,
    STATUS,
    find_onderdrukt,
    format_naam,
    list_zetcijfers,
)

KLEUR = {Oordeel.GOED: "bold green", Oordeel.AANDACHT: "bold yellow", Oordeel.FOUT: "bold red"}


def format_samenvatting(rapport: Rapport, doelmap: Path) -> RenderableType:
    """Format what came in, what went out, what waits and where to look, for a rich Console.

    Shape: bestanden of the report are shown as paths in doelmap.
    """
    delen: list[RenderableType] = [Text(), _format_oordeel(rapport)]
    for kop, regels in (
        ("Erin", _list_erin(rapport)),
        ("Brieven", ((format_naam(soort), aantal) for soort, aantal in rapport.per_brieftype.items())),
        ("Zetten", _list_zetten(rapport)),
        ("Bezorging", _list_bezorging(rapport)),
        ("Zonder brief", ((find_onderdrukt(reden).naam, n) for reden, n in rapport.onderdrukt.items())),
    ):
        delen += _format_blok(kop, tuple(regels))
    return Group(*delen, *_format_taken(rapport), *_format_bestanden(rapport, doelmap))


def _format_oordeel(rapport: Rapport) -> Text:
    kop = "In balans" if rapport.in_balans else "Niet in balans"
    tekst = Text.assemble(
        (kop, KLEUR[decide_oordeel(rapport)]),
        f": {format_run(rapport)}",
    )
    for regel in list_lekken(rapport):
        stap = STAP[regel.stap]
        cijfers = f"{format_getal(regel.erin)} erin, {format_getal(regel.eruit)} eruit"
        tekst.append(f"\n  {stap.naam}: {cijfers}. {stap.actie}")
    return tekst


def _list_erin(rapport: Rapport) -> Iterator[tuple[str, int]]:
    yield "Huishoudens", rapport.huishoudens
    yield "Uitval", rapport.uitval
    yield "Beschikkingen", rapport.beschikkingen
    yield "Terugvorderingen", rapport.terugvorderingen
    yield "Mutatievoorstellen", rapport.mutatievoorstellen


def _list_bezorging(rapport: Rapport) -> Iterator[tuple[str, int]]:
    for kanaal, per_status in rapport.zendingen.items():
        for status, aantal in per_status.items():
            yield f"{KANAAL[kanaal]}: {STATUS[status].naam.lower()}", aantal


def _list_zetten(rapport: Rapport) -> Iterator[tuple[str, int]]:
    for naam, aantal in list_zetcijfers(rapport.zetten):
        if aantal:
            yield naam, aantal


def _format_blok(kop: str, regels: tuple[tuple[str, int], ...]) -> Iterator[RenderableType]:
    if regels:
        tabel = Table.grid(padding=(0, 2))
        tabel.add_column(min_width=30)
        tabel.add_column(justify="right")
        for naam, aantal in regels:
            tabel.add_row(f"  {naam}", format_getal(aantal))
        yield Text(f"\n{kop}", style="bold")
        yield tabel


def _format_taken(rapport: Rapport) -> Iterator[RenderableType]:
    taken = list_taken(rapport)
    if taken:
        yield Text("\nWat u moet doen", style="bold")
    for taak in taken:
        yield Padding(Text(f"{taak.wat}: {format_getal(taak.aantal)}. {taak.actie}"), (0, 0, 0, 2))


def _format_bestanden(rapport: Rapport, doelmap: Path) -> Iterator[RenderableType]:
    tabel = Table.grid(padding=(0, 2))
    tabel.add_column()
    tabel.add_column(overflow="fold")
    tabel.add_row("  Het rapport", str(doelmap / PAGINA))
    for naam, pad in rapport.bestanden.items():
        tabel.add_row(f"  {BESTAND.get(naam, format_naam(naam))}", os.path.normpath(doelmap / pad))
    yield Text("\nWaar u verder kijkt", style="bold")
    yield tabel
    snelheid = (
        f": {format_getal(rapport.brieven_per_seconde, 1)} brieven per seconde"
        if rapport.brieven_per_seconde
        else ""
    )
    yield Text(f"\nDe run duurde {format_getal(rapport.seconden, 1)} seconden{snelheid}.")
