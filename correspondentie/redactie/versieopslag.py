"""Reads versions, judgements and releases from the database; nothing is written here."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from correspondentie.redactie.errors import UnknownVersieError
from correspondentie.redactie.tabellen import intrekkingen, oordelen, schrijvers, versies, vrijgaven
from correspondentie.redactie.versies import (
    Beoordeling,
    Intrekking,
    Onderdeel,
    Oordeel,
    Soort,
    Tekst,
    Versie,
    Vrijgave,
)

Rij = Row[tuple[Any, ...]]


def find_versie(connection: Connection, digest: str) -> Versie:
    """Find a version by its whole digest. Raises: UnknownVersieError."""
    gevonden = _read_versies(connection, select(versies).where(versies.c.digest == digest))
    if not gevonden:
        raise UnknownVersieError(f"Er is geen versie {digest[:12]}. Kies een versie uit de geschiedenis.")
    return gevonden[0]


def list_versies(connection: Connection, onderdeel: Onderdeel) -> tuple[Versie, ...]:
    """List every version of an onderdeel, newest first."""
    return _read_versies(connection, _select_van(onderdeel).order_by(versies.c.ingediend.desc()))


def list_wachtende(connection: Connection) -> tuple[Versie, ...]:
    """List the versions that nobody judged yet, those that wait longest in front."""
    beoordeeld = select(oordelen.c.digest)
    wacht = select(versies).where(versies.c.digest.not_in(beoordeeld))
    return _read_versies(connection, wacht.order_by(versies.c.ingediend, versies.c.digest))


def list_vrijgaven(connection: Connection, onderdeel: Onderdeel | None = None) -> tuple[Vrijgave, ...]:
    """List the releases of one onderdeel or of all, withdrawn or not: the one that counts most in front."""
    vraag = (
        select(
            vrijgaven,
            *(versies.c.soort, versies.c.naam),
            *(intrekkingen.c.wie.label("weg_wie"), intrekkingen.c.moment.label("weg_moment")),
            intrekkingen.c.waarom.label("weg_waarom"),
        )
        .join(versies, versies.c.digest == vrijgaven.c.digest)
        .outerjoin(intrekkingen, intrekkingen.c.vrijgave == vrijgaven.c.nummer)
        .order_by(vrijgaven.c.vanaf.desc(), vrijgaven.c.nummer.desc())
    )
    if onderdeel is not None:
        vraag = vraag.where(versies.c.soort == onderdeel.soort, versies.c.naam == onderdeel.naam)
    return tuple(_make_vrijgave(rij) for rij in connection.execute(vraag))


def find_teksten(connection: Connection, digests: Sequence[str]) -> dict[Onderdeel, Tekst]:
    """Find the texts of versions, by their onderdeel."""
    rijen = connection.execute(select(versies).where(versies.c.digest.in_(digests)))
    return {_make_onderdeel(rij): _make_tekst(rij) for rij in rijen}


def _select_van(onderdeel: Onderdeel) -> Select[Any]:
    return select(versies).where(versies.c.soort == onderdeel.soort, versies.c.naam == onderdeel.naam)


def _read_versies(connection: Connection, vraag: Select[Any]) -> tuple[Versie, ...]:
    rijen = connection.execute(vraag).all()
    digests = [rij.digest for rij in rijen]
    wie: dict[str, set[str]] = defaultdict(set)
    for digest, naam in connection.execute(
        select(schrijvers.c.digest, schrijvers.c.wie).where(schrijvers.c.digest.in_(digests))
    ):
        wie[digest].add(naam)
    wat: dict[str, list[Beoordeling]] = defaultdict(list)
    for rij in connection.execute(
        select(oordelen).where(oordelen.c.digest.in_(digests)).order_by(oordelen.c.nummer)
    ):
        wat[rij.digest].append(_make_beoordeling(rij))
    return tuple(_make_versie(rij, frozenset(wie[rij.digest]), tuple(wat[rij.digest])) for rij in rijen)


def _make_versie(rij: Rij, wie: frozenset[str], wat: tuple[Beoordeling, ...]) -> Versie:
    return Versie(
        digest=rij.digest,
        onderdeel=_make_onderdeel(rij),
        tekst=_make_tekst(rij),
        auteur=rij.auteur,
        schrijvers=wie,
        ingediend=rij.ingediend,
        waarom=rij.waarom,
        basis=rij.basis,
        beoordelingen=wat,
    )


def _make_beoordeling(rij: Rij) -> Beoordeling:
    return Beoordeling(
        oordeel=Oordeel(rij.oordeel),
        beoordelaar=rij.beoordelaar,
        moment=rij.moment,
        toelichting=rij.toelichting,
    )


def _make_vrijgave(rij: Rij) -> Vrijgave:
    weg = None
    if rij.weg_wie is not None:
        weg = Intrekking(wie=rij.weg_wie, moment=rij.weg_moment, waarom=rij.weg_waarom)
    return Vrijgave(
        nummer=rij.nummer,
        digest=rij.digest,
        onderdeel=_make_onderdeel(rij),
        vanaf=rij.vanaf,
        wie=rij.wie,
        moment=rij.moment,
        waarom=rij.waarom,
        intrekking=weg,
    )


def _make_onderdeel(rij: Rij) -> Onderdeel:
    return Onderdeel(Soort(rij.soort), rij.naam)


def _make_tekst(rij: Rij) -> Tekst:
    return Tekst(rij.titel, rij.brief, rij.bericht)
