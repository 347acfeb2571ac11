"""Texts that are being written: kept at every pause, and never overwritten by another unseen."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from correspondentie.redactie.errors import (
    ConceptMovedError,
    DoubleVersieError,
    ForeignConceptError,
    InvalidTekstError,
    UnknownConceptError,
)
from correspondentie.redactie.logregels import log_daad
from correspondentie.redactie.tabellen import concepten, conceptschrijvers, schrijvers, versies
from correspondentie.redactie.versies import (
    Basis,
    Concept,
    Handeling,
    Onderdeel,
    Soort,
    Tekst,
    Versie,
    compute_versiedigest,
    normalise_tekst,
)
from outbox.database import insert_ignoring
from outbox.logboek import transact_logged

GROOTSTE: Mapping[str, int] = {"titel": 200, "brief": 100_000, "bericht": 20_000}
BEGONNEN, SCHRIJFT = "begonnen met schrijven", "schrijft aan de tekst"
# what PostgreSQL cannot keep, and the marks that the typesetter puts in a letter itself
_STUURTEKEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def start_concept(engine: Engine, onderdeel: Onderdeel, basis: Basis, wie: str, now: datetime) -> Concept:
    """Start writing; who has a concept of this onderdeel already goes on with that one.

    Raises: InvalidTekstError; OutboxError when wie may not stand in the logboek.
    """
    tekst = clean_tekst(onderdeel, basis.tekst)
    rij = {
        **_make_rij(onderdeel, tekst),
        "auteur": wie,
        "revisie": 1,
        "gewijzigd": now,
        "gewijzigd_door": wie,
        "basis": basis.digest,
    }

    def start(connection: Connection) -> Concept:
        # of two at once only one inserts; the other goes on with what is there
        if connection.execute(insert_ignoring(connection.dialect, concepten).values(rij)).rowcount:
            log_daad(connection, "concept begonnen", f"{onderdeel}", Handeling(wie, BEGONNEN, now))
            _add_schrijvers(connection, _find_mijn(connection, onderdeel, wie), basis.schrijvers)
        return _find_mijn(connection, onderdeel, wie)

    return transact_logged(engine, start)


def save_concept(  # noqa: PLR0913 - the contract that the web builds on
    engine: Engine, nummer: int, revisie: int, tekst: Tekst, wie: str, now: datetime
) -> Concept:
    """Save a text over the revisie that the writer saw; the same text once more changes nothing.

    The logboek has a line for the first change, and for each one with which another writer takes over.

    Raises: ConceptMovedError with both texts when another saved meanwhile; UnknownConceptError;
    InvalidTekstError; OutboxError.
    """

    def save(connection: Connection) -> Concept:
        nu = find_concept(connection, nummer)
        eigen = clean_tekst(nu.onderdeel, tekst)
        if nu.tekst == eigen:
            return nu
        nieuw = {**asdict(eigen), "revisie": revisie + 1, "gewijzigd": now, "gewijzigd_door": wie}
        gezien = (concepten.c.nummer == nummer, concepten.c.revisie == revisie)
        if connection.execute(update(concepten).where(*gezien).values(nieuw)).rowcount:
            _add_schrijvers(connection, nu, {wie})
            if nu.revisie == 1 or nu.gewijzigd_door != wie:
                log_daad(connection, "concept gewijzigd", f"{nu.onderdeel}", Handeling(wie, SCHRIJFT, now))
            return find_concept(connection, nummer)
        raise ConceptMovedError(find_concept(connection, nummer), eigen)

    return transact_logged(engine, save)


def find_concept(connection: Connection, nummer: int) -> Concept:
    """Find a concept by its number. Raises: UnknownConceptError."""
    rij = connection.execute(select(concepten).where(concepten.c.nummer == nummer)).one_or_none()
    if rij is None:
        raise UnknownConceptError(
            f"Concept {nummer} is er niet meer: het is ingediend of weggegooid. Kijk in het overzicht."
        )
    return _read_concept(rij)


def list_concepten(connection: Connection, onderdeel: Onderdeel | None = None) -> list[Concept]:
    """List the open concepten, of one onderdeel or of all, those that changed last in front."""
    vraag = select(concepten).order_by(concepten.c.gewijzigd.desc(), concepten.c.nummer)
    if onderdeel is not None:
        vraag = vraag.where(concepten.c.soort == onderdeel.soort, concepten.c.naam == onderdeel.naam)
    return [_read_concept(rij) for rij in connection.execute(vraag)]


def submit_concept(engine: Engine, nummer: int, revisie: int, handeling: Handeling) -> Versie:
    """Turn a concept into a version that waits for a second person; the concept itself is then gone.

    Raises: ConceptMovedError when it is no longer what the writer saw; DoubleVersieError when exactly this
    text was submitted before; UnknownConceptError; OutboxError when wie or waarom may not stand in the
    logboek.
    """

    def submit(connection: Connection) -> Versie:
        nu = find_concept(connection, nummer)
        wie_schreven = _remove_concept(connection, nu, revisie) | {nu.auteur, handeling.wie}
        versie = Versie(
            digest=compute_versiedigest(nu.onderdeel, nu.tekst),
            onderdeel=nu.onderdeel,
            tekst=nu.tekst,
            auteur=nu.auteur,
            schrijvers=wie_schreven,
            ingediend=handeling.now,
            waarom=handeling.waarom,
            basis=nu.basis,
        )
        save_versie(connection, versie)
        log_daad(connection, "versie ingediend", f"{versie.onderdeel}, versie {versie.kort}", handeling)
        return versie

    return transact_logged(engine, submit)


def drop_concept(engine: Engine, nummer: int, revisie: int, handeling: Handeling) -> None:
    """Throw a concept away; only its auteur may, for others may have words in it that are nowhere else.

    Raises: ForeignConceptError; ConceptMovedError when it is no longer what the writer saw;
    UnknownConceptError; OutboxError.
    """

    def drop(connection: Connection) -> None:
        nu = find_concept(connection, nummer)
        if nu.auteur != handeling.wie:
            raise ForeignConceptError(
                f"Dit concept is van {nu.auteur}. Alleen wie een concept begon, gooit het weg. Vraag het hem "
                "of haar."
            )
        _remove_concept(connection, nu, revisie)
        log_daad(connection, "concept weggegooid", f"{nu.onderdeel}, van {nu.auteur}", handeling)

    transact_logged(engine, drop)


def save_versie(connection: Connection, versie: Versie) -> None:
    """Write down a version. Raises: DoubleVersieError when exactly this text was submitted before."""
    rij = {
        **_make_rij(versie.onderdeel, versie.tekst),
        "digest": versie.digest,
        "auteur": versie.auteur,
        "ingediend": versie.ingediend,
        "waarom": versie.waarom,
        "basis": versie.basis,
    }
    bekend = select(versies.c.digest).where(versies.c.digest == versie.digest)
    nieuw = connection.execute(bekend).one_or_none() is None
    # two that submit the same text at once: the second waits for the first, and inserts nothing
    if not (nieuw and connection.execute(insert_ignoring(connection.dialect, versies).values(rij)).rowcount):
        raise DoubleVersieError(
            f"Precies deze tekst van {versie.onderdeel} is al eerder ingediend, als versie {versie.kort}. "
            "Beoordeel of gebruik die versie, of wijzig de tekst."
        )
    wie_schreven = [{"digest": versie.digest, "wie": wie} for wie in sorted(versie.schrijvers)]
    connection.execute(insert(schrijvers), wie_schreven)


def _remove_concept(connection: Connection, nu: Concept, revisie: int) -> frozenset[str]:
    """Take a concept away as it was seen, and return who wrote on it."""
    vraag = select(conceptschrijvers.c.wie).where(conceptschrijvers.c.concept == nu.nummer)
    wie_schreven = frozenset(connection.scalars(vraag))
    gezien = (concepten.c.nummer == nu.nummer, concepten.c.revisie == revisie)
    if not connection.execute(delete(concepten).where(*gezien)).rowcount:
        raise ConceptMovedError(nu, nu.tekst)
    return wie_schreven


def clean_tekst(onderdeel: Onderdeel, tekst: Tekst) -> Tekst:
    """Give a text as it can be kept.

    Raises: InvalidTekstError when it can never be that of this onderdeel.
    """
    tekst = normalise_tekst(tekst)
    for veld, waarde in asdict(tekst).items():
        if len(waarde) > GROOTSTE[veld]:
            raise InvalidTekstError(
                f"'{veld}' heeft {len(waarde)} tekens; verwacht zijn hooguit {GROOTSTE[veld]}. "
                "Kort de tekst in."
            )
        if gevonden := _STUURTEKEN.search(waarde):
            raise InvalidTekstError(
                f"'{veld}' bevat op plaats {gevonden.start() + 1} een onzichtbaar teken dat niet in een "
                "brief kan. Haal het weg, of plak de tekst zonder opmaak."
            )
    if onderdeel.soort is Soort.BOUWSTEEN and (tekst.titel or tekst.bericht):
        raise InvalidTekstError(
            "Een bouwsteen heeft alleen een tekst voor in de brief, geen titel of bericht."
        )
    return tekst


def _make_rij(onderdeel: Onderdeel, tekst: Tekst) -> dict[str, object]:
    return {"soort": onderdeel.soort.value, "naam": onderdeel.naam, **asdict(tekst)}


def _find_mijn(connection: Connection, onderdeel: Onderdeel, wie: str) -> Concept:
    kolom = concepten.c
    mijn = (kolom.soort == onderdeel.soort, kolom.naam == onderdeel.naam, kolom.auteur == wie)
    return _read_concept(connection.execute(select(concepten).where(*mijn)).one())


def _add_schrijvers(connection: Connection, concept: Concept, wie_schreven: Iterable[str]) -> None:
    for wie in sorted(wie_schreven):
        rij = {"concept": concept.nummer, "wie": wie}
        connection.execute(insert_ignoring(connection.dialect, conceptschrijvers).values(rij))


def _read_concept(rij: Row[tuple[object, ...]]) -> Concept:
    velden = rij._mapping
    return Concept(
        nummer=velden["nummer"],
        onderdeel=Onderdeel(Soort(velden["soort"]), velden["naam"]),
        tekst=Tekst(velden["titel"], velden["brief"], velden["bericht"]),
        auteur=velden["auteur"],
        revisie=velden["revisie"],
        gewijzigd=velden["gewijzigd"],
        gewijzigd_door=velden["gewijzigd_door"],
        basis=velden["basis"],
    )
