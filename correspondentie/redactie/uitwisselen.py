"""Texts between database and files: what is in use as a folder for git, and a folder as versions to judge."""

from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Engine

from correspondentie.errors import CannotStartError
from correspondentie.kalender import find_dag
from correspondentie.redactie.bestanden import load_teksten, make_inhoud, write_inhoud
from correspondentie.redactie.concepten import clean_tekst, save_versie
from correspondentie.redactie.errors import DoubleVersieError, UnknownOnderdeelError
from correspondentie.redactie.logregels import log_daad
from correspondentie.redactie.stand import find_basis, load_in_gebruik
from correspondentie.redactie.versies import (
    Basis,
    Handeling,
    Onderdeel,
    Soort,
    Tekst,
    Versie,
    compute_versiedigest,
)
from correspondentie.register import REGISTER
from correspondentie.sjabloon import load_sjablonen
from outbox.logboek import transact_logged


def export_sjablonen(connection: Connection, dag: date, sjablonen: Path, doel: Path) -> tuple[str, ...]:
    """Write the texts that are in use on a day in a folder of sjablonen, and list the files that changed.

    A folder that is not there, or is empty, first becomes a copy of the shipped one.
    Raises: CannotStartError when it is another kind of folder; InvalidSjabloonError, UnknownOnderdeelError.
    """
    basis = doel if (doel / REGISTER).is_file() else sjablonen
    if basis is sjablonen and doel.exists() and any(doel.iterdir()):
        raise CannotStartError(
            f"In {doel} staat al iets, maar geen {REGISTER}. Kies een lege map, of een map met sjablonen."
        )
    teksten = load_in_gebruik(connection, sjablonen, dag)
    nu = make_inhoud(doel, {}) if doel.exists() else {}
    inhoud = make_inhoud(basis, teksten)
    nieuw = {pad: bytes_ for pad, bytes_ in inhoud.items() if nu.get(pad) != bytes_}
    write_inhoud(nieuw, doel)
    return tuple(nieuw)


def import_sjablonen(engine: Engine, map_: Path, sjablonen: Path, handeling: Handeling) -> tuple[Versie, ...]:
    """Submit every text of a folder that differs from what is in use; a second person judges them.

    Shape: the new versions; a text that was submitted before is not submitted again.
    Raises: InvalidSjabloonError when the folder as a whole makes no letters; UnknownOnderdeelError for a
    brieftype or bouwsteen that this installation does not have: no letter would show it, so nobody could
    judge it; InvalidTekstError, OutboxError.
    """
    load_sjablonen(map_)
    teksten = {onderdeel: clean_tekst(onderdeel, tekst) for onderdeel, tekst in load_teksten(map_).items()}

    def import_(connection: Connection) -> tuple[Versie, ...]:
        versies = []
        for onderdeel, tekst in teksten.items():
            basis = _find_basis(connection, onderdeel, sjablonen, handeling)
            if tekst != basis.tekst and (versie := _submit(connection, onderdeel, tekst, basis, handeling)):
                versies.append(versie)
        return tuple(versies)

    return transact_logged(engine, import_)


def _find_basis(connection: Connection, onderdeel: Onderdeel, sjablonen: Path, handeling: Handeling) -> Basis:
    try:
        return find_basis(connection, onderdeel, sjablonen, find_dag(handeling.now))
    except UnknownOnderdeelError as fout:
        if onderdeel.soort is Soort.BRIEFTYPE:
            raise
        raise UnknownOnderdeelError(
            f"De map heeft een nieuwe {onderdeel}. Een bouwsteen die hier nog in geen brief staat, kan "
            "niemand bekijken of beoordelen. Zet haar in de meegeleverde map met sjablonen, of haal haar "
            "hier weg. Er is niets ingediend."
        ) from fout


def _submit(
    connection: Connection, onderdeel: Onderdeel, tekst: Tekst, basis: Basis, handeling: Handeling
) -> Versie | None:
    versie = Versie(
        digest=compute_versiedigest(onderdeel, tekst),
        onderdeel=onderdeel,
        tekst=tekst,
        auteur=handeling.wie,
        schrijvers=frozenset({handeling.wie}),
        ingediend=handeling.now,
        waarom=handeling.waarom,
        basis=basis.digest,
    )
    try:
        save_versie(connection, versie)
    except DoubleVersieError:
        return None
    log_daad(connection, "versie ingelezen", f"{onderdeel}, versie {versie.kort}", handeling)
    return versie
