"""The commands that find out, before a run, who takes post in the Berichtenbox."""

from pathlib import Path
from typing import Annotated

import typer

from correspondentie.app import Systeemklok, open_klok
from correspondentie.bezorging import make_bewijzen
from correspondentie.boxvragen import (
    Aanvragers,
    Boxtelling,
    read_boxantwoord,
    refresh_boxstanden,
    write_vragen,
)
from correspondentie.databank import open_databank
from correspondentie.errors import CannotStartError
from correspondentie.opdrachtregel import Data, Opdracht, Opdrachten
from correspondentie.settings import OIN_VOORBEELD, VOORVOEGSEL, Settings
from correspondentie.werkmap import Datamap
from outbox.fbs_profiel import Profieldienst, Profielinstellingen
from outbox.kanaal import Klok

berichtenboxapp = typer.Typer(
    cls=Opdrachten, help="Wie post in de Berichtenbox wil ontvangen.", no_args_is_help=True
)
Huishoudens = Annotated[
    Path, typer.Argument(metavar="BESTAND", help="De huishoudens: .jsonl of .jsonl.gz, of een map daarmee.")
]


@berichtenboxapp.command(cls=Opdracht)
def ververs(bestand: Huishoudens, data: Data = Path("var")) -> None:
    """Vraag de profielservice van het FBS wie post in de Berichtenbox wil, en bewaar het antwoord."""
    settings = Settings.from_env()
    aanvragers = Aanvragers(bestand)
    with (
        open_databank(Datamap(map=data), settings) as engine,
        open_klok(settings) as klok,
        Profieldienst(make_profielinstellingen(settings, klok), klok) as dienst,
    ):
        telling = refresh_boxstanden(aanvragers, dienst, engine)
    _print_telling(telling)
    _print_overgeslagen(aanvragers)


@berichtenboxapp.command(cls=Opdracht)
def vraag(
    bestand: Huishoudens,
    uit: Annotated[Path, typer.Option(metavar="MAP", help="De map waarin de vragen komen te staan.")],
) -> None:
    """Schrijf de vragen voor de abonnementenservice van GLOBE: een lijst per miljoen personen."""
    settings = Settings.from_env()
    if settings.oin == OIN_VOORBEELD:
        raise CannotStartError(
            f"{VOORVOEGSEL}OIN ontbreekt: GLOBE geeft alleen antwoord aan een afzender die het kent. "
            "Zet de twintig cijfers van uw organisatie."
        )
    aanvragers = Aanvragers(bestand)
    for bewijs, aantal in write_vragen(aanvragers, uit, settings.oin, Systeemklok()):
        typer.echo(f"{bewijs.with_suffix('.xml')}: {aantal} personen. Lees het antwoord met --vraag {bewijs}")
    _print_overgeslagen(aanvragers)


@berichtenboxapp.command(cls=Opdracht)
def lees(
    antwoord: Annotated[Path, typer.Argument(metavar="ANTWOORD", help="Het antwoord, ook ingepakt (.gz).")],
    vraag: Annotated[
        Path, typer.Option(metavar="BESTAND", help="Het .json-bestand van de vraag, met de lijst ernaast.")
    ],
    data: Data = Path("var"),
) -> None:
    """Lees het antwoord van GLOBE op een vraag, en bewaar wie post in de Berichtenbox wil."""
    settings = Settings.from_env()
    with open_databank(Datamap(map=data), settings) as engine, open_klok(settings) as klok:
        _print_telling(read_boxantwoord(antwoord, vraag, engine, klok))


def make_profielinstellingen(settings: Settings, klok: Klok) -> Profielinstellingen:
    """Make how the Profiel Service is reached: it is shown the same certificate and token as the magazijn.

    Raises: CannotStartError when its address or our name there is missing; InvalidToegangError.
    """
    if settings.profiel_url is None or settings.dienstverlener is None:
        raise CannotStartError(
            f"{VOORVOEGSEL}PROFIEL_URL of {VOORVOEGSEL}DIENSTVERLENER ontbreekt. Verwacht is het adres van "
            "de profielservice, en de naam waaronder u daar bekend bent."
        )
    tls, toegang = make_bewijzen(settings, klok)
    return Profielinstellingen(
        url=settings.profiel_url, dienstverlener=settings.dienstverlener, tls=tls, toegang=toegang
    )


def _print_telling(telling: Boxtelling) -> None:
    typer.echo(
        f"Gevraagd: {telling.gevraagd}. Actief: {telling.actief}. "
        f"Niet actief: {telling.gevraagd - telling.actief}."
    )


def _print_overgeslagen(aanvragers: Aanvragers) -> None:
    if aanvragers.overgeslagen:
        typer.echo(
            f"Overgeslagen: {aanvragers.overgeslagen} regel(s) zonder geldig burgerservicenummer van de "
            "aanvrager. De maandrun zegt per regel wat er niet klopt."
        )
