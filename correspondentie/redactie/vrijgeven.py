"""From a submitted version to a text in use: judged by a second person, released from a day, withdrawn."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, insert, select

from correspondentie.errors import CorrespondentieError
from correspondentie.kalender import find_dag
from correspondentie.redactie.bestanden import make_inhoud, write_inhoud
from correspondentie.redactie.errors import (
    OwnVersieError,
    RefusedVersieError,
    UndoneVersieError,
    UnknownVersieError,
)
from correspondentie.redactie.logregels import log_daad
from correspondentie.redactie.stand import decide_stand
from correspondentie.redactie.tabellen import intrekkingen, oordelen, vrijgaven
from correspondentie.redactie.versieopslag import find_teksten, find_versie, list_vrijgaven
from correspondentie.redactie.versies import Handeling, Oordeel, Toestand, Versie, Vrijgave
from correspondentie.sjabloon import load_sjablonen
from outbox.logboek import transact_logged

GEWEIGERD = "goedkeuring geweigerd"


class Gekeurd(Protocol):
    """What a controle found: fouten gate approval, whatever else it found does not."""

    @property
    def fouten(self) -> Sequence[object]:
        """What must be mended first."""


Controleur = Callable[[Versie], Gekeurd]


def approve_versie(engine: Engine, digest: str, handeling: Handeling, controleer: Controleur) -> Versie:
    """Approve a version, once controleer finds no fouten in it; a try on one's own text is written down.

    Raises: OwnVersieError for who wrote on it; RefusedVersieError when it has fouten or was approved already;
    UnknownVersieError; OutboxError when wie or waarom may not stand in the logboek.
    """
    with engine.begin() as connection:
        versie = find_versie(connection, digest)
    try:
        _check_tweede(versie, handeling.wie)
    except OwnVersieError:
        eigen = replace(handeling, waarom="schreef zelf aan de tekst")
        transact_logged(engine, lambda connection: log_daad(connection, GEWEIGERD, _name(versie), eigen))
        raise
    if fouten := controleer(
        versie
    ).fouten:  # outside a transaction: it makes letters; a version never changes
        raise RefusedVersieError(
            f"Versie {versie.kort} van {versie.onderdeel} heeft nog {len(fouten)} fout(en) in de controle. "
            "Stuur de versie terug, zodat de schrijver die herstelt."
        )
    return _judge(engine, digest, Oordeel.GOEDGEKEURD, handeling)


def return_versie(engine: Engine, digest: str, handeling: Handeling) -> Versie:
    """Send a version back to who wrote it; a second person may still approve it as it is.

    Raises: OwnVersieError, RefusedVersieError when it was approved already, UnknownVersieError, OutboxError.
    """
    return _judge(engine, digest, Oordeel.TERUGGESTUURD, handeling)


def schedule_vrijgave(  # noqa: PLR0913 - the contract that the web builds on
    engine: Engine,
    digest: str,
    vanaf: date,
    handeling: Handeling,
    sjablonen: Path,
    ondanks: frozenset[str] = frozenset(),
) -> Vrijgave:
    """Release an approved version for letters dated vanaf or later; an older one again is a roll back.

    sjablonen is the shipped folder: all texts together must still make letters on every day from then on.
    ondanks: the botst of an UndoneVersieError that somebody confirmed; a roll back needs one too.
    Raises: RefusedVersieError when it is not approved, vanaf is past, or the texts do not fit together;
    UndoneVersieError, UnknownVersieError, OutboxError.
    """
    vandaag = find_dag(handeling.now)
    if vanaf < vandaag:
        raise RefusedVersieError(
            f"De dag {vanaf} is voorbij. Een versie gaat in op een dag van {vandaag} of later: kies die."
        )

    def schedule(connection: Connection) -> Vrijgave:
        versie = find_versie(connection, digest)
        _check_goedgekeurd(versie)
        log_daad(connection, "versie vrijgegeven", f"{_name(versie)}, vanaf {vanaf}", handeling)
        if tegen := _check_botsingen(connection, versie, vanaf, ondanks):
            log_daad(connection, "botsing bevestigd", f"{_name(versie)}, tegen {tegen}", handeling)
        wie = {"wie": handeling.wie, "moment": handeling.now, "waarom": handeling.waarom}
        rij = {"digest": digest, "vanaf": vanaf, **wie}
        nummer = connection.execute(insert(vrijgaven).values(rij).returning(vrijgaven.c.nummer)).scalar_one()
        _check_standen(connection, vanaf, sjablonen)
        return _find_vrijgave(connection, nummer)

    return transact_logged(engine, schedule)


def withdraw_vrijgave(engine: Engine, nummer: int, handeling: Handeling, sjablonen: Path) -> Vrijgave:
    """Withdraw a release: for runs that begin after this, the one before it counts again, or the file.

    Raises: RefusedVersieError when it was withdrawn already, or the texts then do not fit together;
    UnknownVersieError, OutboxError.
    """

    def withdraw(connection: Connection) -> Vrijgave:
        vrijgave = _find_vrijgave(connection, nummer)
        if vrijgave.intrekking is not None:
            raise RefusedVersieError(
                f"Vrijgave {nummer} is al ingetrokken, door {vrijgave.intrekking.wie}. Er is niets gedaan."
            )
        wat = f"{vrijgave.onderdeel}, versie {vrijgave.digest[:12]}, vanaf {vrijgave.vanaf}"
        log_daad(connection, "vrijgave ingetrokken", wat, handeling)
        rij = {
            "vrijgave": nummer,
            "wie": handeling.wie,
            "moment": handeling.now,
            "waarom": handeling.waarom,
        }
        connection.execute(insert(intrekkingen).values(rij))
        _check_standen(connection, find_dag(handeling.now), sjablonen)
        return _find_vrijgave(connection, nummer)

    return transact_logged(engine, withdraw)


def find_toestand(versie: Versie, vrijgaven_: Sequence[Vrijgave], vandaag: date) -> Toestand:
    """Find where a version stands on a day, given the releases of its onderdeel in their order."""
    if versie.oordeel is None:
        return Toestand.TER_BEOORDELING
    if versie.oordeel is Oordeel.TERUGGESTUURD:
        return Toestand.TERUGGESTUURD
    eigen = [vrijgave for vrijgave in vrijgaven_ if vrijgave.digest == versie.digest]
    geldig = [vrijgave for vrijgave in vrijgaven_ if vrijgave.intrekking is None]
    nu = next((vrijgave for vrijgave in geldig if vrijgave.vanaf <= vandaag), None)
    if nu in eigen:
        return Toestand.IN_GEBRUIK
    if any(vrijgave.vanaf > vandaag for vrijgave in eigen if vrijgave in geldig):
        return Toestand.GEPLAND
    if not eigen:
        return Toestand.GOEDGEKEURD
    return Toestand.VERVANGEN if any(vrijgave in geldig for vrijgave in eigen) else Toestand.INGETROKKEN


def _judge(engine: Engine, digest: str, oordeel: Oordeel, handeling: Handeling) -> Versie:
    def judge(connection: Connection) -> Versie:
        versie = find_versie(connection, digest)
        _check_tweede(versie, handeling.wie)
        if versie.oordeel is Oordeel.GOEDGEKEURD:
            raise RefusedVersieError(
                f"Versie {versie.kort} van {versie.onderdeel} is al goedgekeurd. Er is niets gedaan."
            )
        log_daad(connection, f"versie {oordeel}", _name(versie), handeling)
        rij = {
            "digest": digest,
            "auteur": versie.auteur,
            "beoordelaar": handeling.wie,
            "oordeel": oordeel.value,
            "moment": handeling.now,
            "toelichting": handeling.waarom,
        }
        connection.execute(insert(oordelen).values(rij))
        return find_versie(connection, digest)

    return transact_logged(engine, judge)


def _check_tweede(versie: Versie, wie: str) -> None:
    """The database has the last word (redactieoordelen_tweede, redactieoordelen_geen_schrijver)."""
    if _fold(wie) in map(_fold, versie.schrijvers):
        raise OwnVersieError(
            f"U schreef zelf aan versie {versie.kort} van {versie.onderdeel}. Laat iemand anders haar "
            "beoordelen."
        )


def _check_goedgekeurd(versie: Versie) -> None:
    if versie.oordeel is not Oordeel.GOEDGEKEURD:
        raise RefusedVersieError(
            f"Versie {versie.kort} van {versie.onderdeel} is niet goedgekeurd. Vraag eerst iemand anders "
            "om haar te beoordelen."
        )


def _check_botsingen(connection: Connection, versie: Versie, vanaf: date, ondanks: frozenset[str]) -> str:
    """Refuse what was not made from the text before it, or that the text after it was not made from.

    The line of the logboek was written before this, so that no other can release meanwhile.
    Shape: what was confirmed; empty when nothing is undone.
    """
    botsingen = {**_find_vorige(connection, versie, vanaf), **_find_volgende(connection, versie, vanaf)}
    if not botsingen.keys() <= ondanks:
        raise UndoneVersieError(" ".join(botsingen.values()), frozenset(botsingen))
    return " en ".join(sorted(map(_name_digest, botsingen)))


def _find_vorige(connection: Connection, versie: Versie, vanaf: date) -> dict[str, str]:
    """Find what counts on vanaf and is not what this was made from. Shape: per digest why that matters."""
    nu = decide_stand(connection, vanaf).get(versie.onderdeel)
    if nu in (versie.basis, versie.digest):
        return {}
    basis, naam = _name_digest(versie.basis), _name_digest(nu)
    return {
        nu or "": f"Op {vanaf} is van {versie.onderdeel} {naam} in gebruik. Versie {versie.kort} is niet "
        f"daarvan gemaakt, maar van {basis}. Wat alleen in {naam} staat, wordt ongedaan gemaakt."
    }


def _find_volgende(connection: Connection, versie: Versie, vanaf: date) -> dict[str, str]:
    """Find what takes over later and was not made from this. Shape: per digest why that matters."""
    later = [
        vrijgave.vanaf
        for vrijgave in list_vrijgaven(connection, versie.onderdeel)
        if vrijgave.intrekking is None and vrijgave.vanaf > vanaf
    ]
    if not later:
        return {}
    volgende = find_versie(connection, decide_stand(connection, min(later))[versie.onderdeel])
    if versie.digest in (volgende.basis, volgende.digest):
        return {}
    return {
        volgende.digest: f"Op {min(later)} gaat van {versie.onderdeel} versie {volgende.kort} in. Die is "
        f"niet van versie {versie.kort} gemaakt: wat nu wijzigt, is vanaf die dag weer weg."
    }


def _fold(wie: str) -> str:
    return wie.strip().casefold()


def _find_vrijgave(connection: Connection, nummer: int) -> Vrijgave:
    vraag = select(vrijgaven.c.nummer).where(vrijgaven.c.nummer == nummer)
    if connection.execute(vraag).one_or_none() is None:
        raise UnknownVersieError(f"Er is geen vrijgave {nummer}. Kies er een uit de geschiedenis.")
    return next(vrijgave for vrijgave in list_vrijgaven(connection) if vrijgave.nummer == nummer)


def _check_standen(connection: Connection, vanaf: date, sjablonen: Path) -> None:
    """Load all texts as they will be together, on this day and on each later day on which one changes.

    The line of the logboek was written before this, so that no other can release meanwhile.
    """
    dagen = {vrijgave.vanaf for vrijgave in list_vrijgaven(connection) if vrijgave.intrekking is None}
    for dag in sorted({vanaf, *(dag for dag in dagen if dag > vanaf)}):
        teksten = find_teksten(connection, list(decide_stand(connection, dag).values()))
        with tempfile.TemporaryDirectory() as map_:
            try:
                write_inhoud(make_inhoud(sjablonen, teksten), Path(map_))
                load_sjablonen(Path(map_))
            except CorrespondentieError as fout:
                raise RefusedVersieError(
                    f"Op {dag} passen de teksten niet bij elkaar: {fout}".replace(f"{map_}/", "")
                ) from fout


def _name_digest(digest: str | None) -> str:
    return f"versie {digest[:12]}" if digest else "het meegeleverde bestand"


def _name(versie: Versie) -> str:
    return f"{versie.onderdeel}, versie {versie.kort}"
