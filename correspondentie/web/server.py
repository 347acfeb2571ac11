"""Starting and stopping the web application, on loopback only: a proxy with https stands before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket

from starlette.types import ASGIApp

from correspondentie.databank import open_databank
from correspondentie.errors import CannotStartError
from correspondentie.settings import VOORVOEGSEL, Settings
from correspondentie.web.app import make_webapp
from correspondentie.web.effectmeter import Effectmeter
from correspondentie.web.keurmeester import Keurmeester
from correspondentie.web.makers import Makerpoel
from correspondentie.web.oidc import Aanmelder
from correspondentie.web.omgeving import Webadres, Webomgeving
from correspondentie.web.voorbeelden import Voorbeeldkast
from correspondentie.werkmap import Datamap
from outbox.kanaal import Klok
from outbox.loopback import bind_poort, format_adres, serve_contact


@dataclass(frozen=True, kw_only=True, slots=True)
class Webopdracht:
    """What `correspondentie web` was asked. poort 0: any that is free; invoer: of the last run, if known."""

    settings: Settings
    datamap: Datamap
    klok: Klok
    poort: int
    demo: bool
    invoer: Path | None = None


@contextmanager
def open_web(opdracht: Webopdracht) -> Iterator[tuple[ASGIApp, socket, str]]:
    """Open all that the application needs, and give it, its socket and its address.

    Raises: CannotStartError, OutboxError when the port is taken.
    """
    _check_inlogwijze(opdracht)
    with bind_poort(opdracht.poort) as contact:
        adres = Webadres(opdracht.settings.web_adres or format_adres(contact))
        with (
            open_databank(opdracht.datamap, opdracht.settings) as engine,
            Makerpoel(sjablonen=opdracht.settings.sjablonen) as makers,
            Keurmeester(sjablonen=opdracht.settings.sjablonen) as keurmeester,
            Effectmeter(
                datamap=opdracht.datamap,
                settings=opdracht.settings,
                klok=opdracht.klok,
                invoer=opdracht.invoer,
            ) as effectmeter,
        ):
            omgeving = Webomgeving(
                engine=engine,
                klok=opdracht.klok,
                settings=opdracht.settings,
                datamap=opdracht.datamap,
                adres=adres,
                voorbeelden=Voorbeeldkast(makers=makers),
                keurmeester=keurmeester,
                effectmeter=effectmeter,
                demo=opdracht.demo,
                aanmelder=_make_aanmelder(opdracht.settings, adres),
            )
            yield make_webapp(omgeving), contact, adres.url


@contextmanager
def serve_web(opdracht: Webopdracht) -> Iterator[str]:
    """Run the application beside the caller, and give where it listens.

    Raises: CannotStartError, OutboxError when the port is taken.
    """
    with open_web(opdracht) as (app, contact, _), serve_contact(app, contact):
        yield format_adres(contact)


def _check_inlogwijze(opdracht: Webopdracht) -> None:
    """Refuse to start without a way to log in, and a demo anywhere but on this machine."""
    settings = opdracht.settings
    if opdracht.demo and (settings.oidc_uitgever or settings.web_adres or settings.echt):
        raise CannotStartError(
            "--demo is alleen voor deze machine, met verzonnen gegevens: iedereen komt erin. Haal "
            f"{VOORVOEGSEL}OIDC_UITGEVER, {VOORVOEGSEL}WEB_ADRES en de weg naar de Berichtenbox weg, of "
            "start zonder --demo."
        )
    if not opdracht.demo and not settings.oidc_uitgever:
        raise CannotStartError(
            f"Er is geen inlogdienst. Zet {VOORVOEGSEL}OIDC_UITGEVER, {VOORVOEGSEL}OIDC_CLIENT en "
            f"{VOORVOEGSEL}OIDC_GEHEIM, of bekijk een proef met --demo."
        )


def _make_aanmelder(settings: Settings, adres: Webadres) -> Aanmelder | None:
    if not (settings.oidc_uitgever and settings.oidc_client and settings.oidc_geheim):
        return None
    return Aanmelder(
        uitgever=settings.oidc_uitgever,
        client=settings.oidc_client,
        geheim=settings.oidc_geheim,
        rolclaim=settings.oidc_rolclaim,
        terugadres=f"{adres.url}/inloggen/terug",
        geduld=settings.tijdslimiet,
    )
