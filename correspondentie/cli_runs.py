"""The commands about a run as a whole: hold it still, go on, cancel, recall; and the log of who did what."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from correspondentie.cli_basis import KAN_NIET_BEGINNEN, NIET_ALLES, open_omgeving
from correspondentie.getal import format_getal
from correspondentie.ingrepen import (
    Deel,
    Ingreepuitkomst,
    intervene_run,
    list_daden,
    make_selectie,
    verify_daden,
)
from correspondentie.kalender import AMSTERDAM
from correspondentie.opdrachtregel import Data, Opdracht, Opdrachten
from correspondentie.opmaak import format_datum
from correspondentie.rapport.uitleg import KANAAL, STATUS
from correspondentie.settings import Settings
from correspondentie.werkplaats import Datamap
from outbox.ingreep import Daad, Ingreep
from outbox.logboek import Breuk
from outbox.zending import Kanaalsoort, Status

ONBEKEND = 10  # kenmerken that are shown one by one

runapp = typer.Typer(
    cls=Opdrachten,
    help="Zet een run stil, ga verder, annuleer wat nog niet weg is, of roep terug wat bezorgd is.",
    no_args_is_help=True,
)

Run = Annotated[str, typer.Argument(metavar="RUN", help="De naam van de run; zie 'correspondentie status'.")]
Kenmerken = Annotated[
    Path | None, typer.Option(metavar="BESTAND", help="Alleen deze kenmerken, een per regel; anders alle.")
]
Genoemd = Annotated[Path, typer.Option("--kenmerken", metavar="BESTAND", help="De kenmerken, een per regel.")]
Kanaal = Annotated[
    Kanaalsoort | None, typer.Option(metavar="K", help="Alleen berichtenbox, of alleen print.")
]
Brieftype = Annotated[str | None, typer.Option(metavar="NAAM", help="Alleen brieven van dit brieftype.")]
Wie = Annotated[str, typer.Option(metavar="NAAM", help="Wie dit doet; komt in het logboek.")]
Waarom = Annotated[
    str, typer.Option(metavar="TEKST", help="Waarom; komt in het logboek. Geen persoonsgegevens.")
]


@runapp.callback(cls=Opdrachten)
def run() -> None:
    """Ingrepen op een hele run of een deel ervan."""


@runapp.command(cls=Opdracht)
def pauzeer(  # noqa: PLR0913 - each option of a command is an argument
    run: Run,
    wie: Wie,
    waarom: Waarom,
    kenmerken: Kenmerken = None,
    kanaal: Kanaal = None,
    brieftype: Brieftype = None,
    data: Data = Path("var"),
) -> None:
    """Zet een run stil. Wat een werker al vast heeft, maakt hij af; daarna vertrekt er niets meer."""
    deel = Deel(kanaal=kanaal, bestand=kenmerken, brieftype=brieftype)
    _intervene(Daad.PAUZEREN, run, deel, (wie, waarom), data)


@runapp.command(cls=Opdracht)
def hervat(  # noqa: PLR0913 - idem
    run: Run,
    wie: Wie,
    waarom: Waarom,
    kenmerken: Kenmerken = None,
    kanaal: Kanaal = None,
    brieftype: Brieftype = None,
    data: Data = Path("var"),
) -> None:
    """Hef een pauze op. Werkers die wachten, gaan verder; is er geen, geef dan de maandrun nog eens."""
    deel = Deel(kanaal=kanaal, bestand=kenmerken, brieftype=brieftype)
    _intervene(Daad.HERVATTEN, run, deel, (wie, waarom), data)


@runapp.command(cls=Opdracht)
def annuleer(  # noqa: PLR0913 - idem
    run: Run,
    wie: Wie,
    waarom: Waarom,
    kenmerken: Kenmerken = None,
    kanaal: Kanaal = None,
    brieftype: Brieftype = None,
    data: Data = Path("var"),
) -> None:
    """Trek in wat nog niet weg is. Dit is niet ongedaan te maken. Wat bezorgd is, blijft bezorgd."""
    deel = Deel(kanaal=kanaal, bestand=kenmerken, brieftype=brieftype)
    _intervene(Daad.ANNULEREN, run, deel, (wie, waarom), data)


@runapp.command(cls=Opdracht, name="roep-terug")
def roep_terug(  # noqa: PLR0913 - idem
    run: Run,
    wie: Wie,
    waarom: Waarom,
    kenmerken: Kenmerken = None,
    kanaal: Kanaal = None,
    brieftype: Brieftype = None,
    data: Data = Path("var"),
) -> None:
    """Roep terug wat bezorgd en nog niet gepubliceerd is, en trek in wat nog niet weg is."""
    deel = Deel(kanaal=kanaal, bestand=kenmerken, brieftype=brieftype)
    _intervene(Daad.TERUGROEPEN, run, deel, (wie, waarom), data)


@runapp.command(cls=Opdracht)
def aangekomen(  # noqa: PLR0913 - idem
    run: Run, wie: Wie, waarom: Waarom, kenmerken: Genoemd, kanaal: Kanaal = None, data: Data = Path("var")
) -> None:
    """Leg vast dat een onzekere zending is aangekomen, bijvoorbeeld volgens de beheerder van het magazijn."""
    _intervene(Daad.AANGEKOMEN, run, Deel(kanaal=kanaal, bestand=kenmerken), (wie, waarom), data)


@runapp.command(cls=Opdracht, name="bezorg-opnieuw")
def bezorg_opnieuw(  # noqa: PLR0913 - idem
    run: Run, wie: Wie, waarom: Waarom, kenmerken: Genoemd, kanaal: Kanaal = None, data: Data = Path("var")
) -> None:
    """Geef opnieuw vrij wat is opgegeven, of wat onzeker was en zeker niet is aangekomen."""
    _intervene(Daad.OPNIEUW, run, Deel(kanaal=kanaal, bestand=kenmerken), (wie, waarom), data)


def logboek(
    *,
    run: Annotated[str | None, typer.Option(metavar="RUN", help="Alleen wat met deze run is gedaan.")] = None,
    controleer: Annotated[
        bool, typer.Option("--controleer", help="Controleer of niemand het logboek heeft veranderd.")
    ] = False,
    zegel: Annotated[
        str | None,
        typer.Option(metavar="ZEGEL", help="Controleer ook tegen een zegel dat u eerder hebt genoteerd."),
    ] = None,
    data: Data = Path("var"),
) -> None:
    """Toon wie wat met welke run deed, wanneer en waarom, of controleer het logboek."""
    console, settings = Console(), Settings.from_env()
    if controleer or zegel is not None:
        _verify(console, verify_daden(Datamap(map=data), settings, zegel))
        return
    for regel in list_daden(Datamap(map=data), settings, run):
        moment = _format_moment(datetime.fromisoformat(regel.moment))
        _say(console, f"{regel.nummer}. {moment}: {regel.wie}, {regel.daad}, run {regel.run}, {regel.wat}.")
        _say(console, f"   Waarom: {regel.waarom}")


def _verify(console: Console, uitkomst: tuple[int, str | None, Sequence[Breuk]]) -> None:
    aantal, nieuw, breuken = uitkomst
    if breuken:
        _say(console, f"Het logboek is niet heel ({format_getal(len(breuken))}):")
        for breuk in breuken:
            _say(console, f"- {breuk.uitleg}")
        _say(console, "Meld dit bij de beheerders, en bewaar de database zoals hij is.")
        raise typer.Exit(KAN_NIET_BEGINNEN)
    _say(console, f"Het logboek is heel: {format_getal(aantal)} regels.")
    if nieuw is not None:
        _say(console, f"Zegel: {nieuw}")
        _say(console, "Bewaar het zegel buiten deze machine. Daarmee ziet u later of er regels weg zijn.")


def _intervene(daad: Daad, run: str, deel: Deel, door: tuple[str, str], data: Path) -> None:
    """Do an act and tell what came of it. Shape: door is who and why."""
    console, datamap = Console(), Datamap(map=data)
    with open_omgeving(console) as omgeving:
        selectie = make_selectie(datamap, omgeving.settings, run, deel)
        ingreep = Ingreep(daad=daad, selectie=selectie, wie=door[0], waarom=door[1])
        uitkomst = intervene_run(datamap, ingreep, omgeving)
    for tekst in list_antwoord(uitkomst):
        _say(console, tekst)
    if uitkomst.stand.onbekend or uitkomst.lijst is not None:
        raise typer.Exit(NIET_ALLES)


def list_antwoord(uitkomst: Ingreepuitkomst) -> Iterator[str]:
    """List what the colleague reads after an act: what happened, what did not and why, and what can still."""
    regel = uitkomst.regel
    yield f"Run {regel.run}, {regel.daad}: {regel.wat}. Regel {regel.nummer} van het logboek."
    yield from _ANTWOORDEN[uitkomst.ingreep.daad](uitkomst)
    yield from _list_venster(uitkomst)
    onbekend = uitkomst.stand.onbekend
    if onbekend:
        namen = ", ".join(onbekend[:ONBEKEND])
        meer = "" if len(onbekend) <= ONBEKEND else f" en nog {format_getal(len(onbekend) - ONBEKEND)}"
        yield f"Niet in deze run: {namen}{meer}. Controleer deze kenmerken."


def _list_pauze(uitkomst: Ingreepuitkomst) -> Iterator[str]:
    stand = uitkomst.stand
    yield f"Nu staan stil: {format_getal(stand.stil)} zendingen."
    if bezig := stand.count(Status.BEZIG):
        yield f"Nog bij een werker: {format_getal(bezig)}. Die maakt hij af."
    yield f"Verder gaat u met: correspondentie run hervat {uitkomst.regel.run}"


def _list_hervatting(uitkomst: Ingreepuitkomst) -> Iterator[str]:
    stand = uitkomst.stand
    kan_gaan = stand.count(Status.GEPLAND, Status.VRIJGEGEVEN, Status.BEZIG, Status.ONZEKER) - stand.stil
    yield f"Gaan weer verder: {format_getal(kan_gaan)} zendingen."
    if stand.stil:
        yield (
            f"Staan nog stil: {format_getal(stand.stil)}, omdat de hele run of het kanaal is gepauzeerd. "
            "Hervat die zonder --kenmerken en --brieftype."
        )
    yield "Loopt de maandrun niet meer? Geef die opdracht dan nog eens."


def _list_intrekking(uitkomst: Ingreepuitkomst) -> Iterator[str]:
    stand = uitkomst.stand
    yield f"Ingetrokken: {format_getal(stand.count(Status.INGETROKKEN))} zendingen."
    for kanaal, per_status in stand.standen.items():
        for status, aantal in per_status.items():
            yield f"  {KANAAL[kanaal]}, {STATUS[status].naam.lower()}: {format_getal(aantal)}"
    if uitkomst.gesloten:
        yield f"Aangekondigde mutaties die hierdoor niet doorgaan: {format_getal(uitkomst.gesloten)}."
    yield from _list_redenen("Niet gelukt", stand.geweigerd)
    yield from _list_redenen("Nog niet klaar", stand.wachtend)
    if stand.wachtend:
        yield "Geef dezelfde opdracht later nog eens: die gaat verder waar deze bleef."
    if uitkomst.lijst is not None:
        yield f"Per zending: {uitkomst.lijst}"


def _list_beslechting(uitkomst: Ingreepuitkomst) -> Iterator[str]:
    yield "Zo staan de zendingen van deze kenmerken er nu voor:"
    for kanaal, per_status in uitkomst.stand.standen.items():
        for status, aantal in per_status.items():
            yield f"  {KANAAL[kanaal]}, {STATUS[status].naam.lower()}: {format_getal(aantal)}"
    yield "Wat een werker nog nakijkt of bezorgt, is niet veranderd."
    yield "Geef de maandrun nog eens: die bezorgt wat is vrijgegeven en maakt het rapport opnieuw."


_ANTWOORDEN: Mapping[Daad, Callable[[Ingreepuitkomst], Iterator[str]]] = {
    Daad.PAUZEREN: _list_pauze,
    Daad.HERVATTEN: _list_hervatting,
    Daad.ANNULEREN: _list_intrekking,
    Daad.TERUGROEPEN: _list_intrekking,
    Daad.AANGEKOMEN: _list_beslechting,
    Daad.OPNIEUW: _list_beslechting,
}


def _list_redenen(kop: str, redenen: Mapping[str, int]) -> Iterator[str]:
    for reden, aantal in redenen.items():
        yield (
            f"{kop}: {format_getal(aantal)}. De zending {reden}."
            if reden.startswith("is ")
            else (f"{kop}: {format_getal(aantal)}. Reden: {reden}.")
        )


def _list_venster(uitkomst: Ingreepuitkomst) -> Iterator[str]:
    venster = uitkomst.stand.venster
    if venster is not None:
        yield f"Terugroepen kan tot {_format_moment(venster)}."
    elif uitkomst.stand.count(Status.BEZORGD):
        yield "Alles is gepubliceerd: terugroepen kan niet meer."


def _format_moment(moment: datetime) -> str:
    hier = moment.astimezone(AMSTERDAM)
    return f"{format_datum(hier.date())} om {hier:%H.%M} uur"


def _say(console: Console, tekst: str) -> None:
    console.print(tekst, highlight=False, markup=False, soft_wrap=True)
