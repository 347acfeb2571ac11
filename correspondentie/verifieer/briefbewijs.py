"""What the database says of each letter, beside what it should rest on: document and zendingen."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, exists, select

from correspondentie.archief import Plaats
from correspondentie.opslag import brieven, documenten, runs
from correspondentie.rapport.telling import Bereik
from correspondentie.zetter import Wijze
from outbox.bewijs import Zendingbewijs, list_zendingbewijzen
from outbox.tabellen import zendingen


@dataclass(frozen=True, kw_only=True, slots=True)
class Briefbewijs:
    """One letter as the database has it. plaats is None when its document is not there."""

    kenmerk: str
    dossier: str
    brieftype: str
    sjabloon: str
    sha256: str
    wijze: Wijze
    bereik: Bereik
    plaats: Plaats | None
    zendingen: tuple[Zendingbewijs, ...]


def list_broknummers(connection: Connection, run: str) -> list[int]:
    """List in which chunks the letters of a run were made."""
    vraag = select(brieven.c.brok).where(brieven.c.run == run).distinct().order_by(brieven.c.brok)
    return list(connection.scalars(vraag))


def list_steekproef(connection: Connection, run: str, aantal: int) -> frozenset[str]:
    """List so many kenmerken of a run: the first in their order, which says nothing of the letters."""
    vraag = select(brieven.c.kenmerk).where(brieven.c.run == run).order_by(brieven.c.kenmerk).limit(aantal)
    return frozenset(connection.scalars(vraag))


def list_briefbewijzen(connection: Connection, run: str, brok: int) -> tuple[Briefbewijs, ...]:
    """List the letters of one chunk with all that hangs on them."""
    plaats = (documenten.c.pak, documenten.c.begin, documenten.c.lengte)
    vraag = (
        select(brieven, *plaats)
        .outerjoin(documenten, documenten.c.sha256 == brieven.c.sha256)
        .where(brieven.c.run == run, brieven.c.brok == brok)
        .order_by(brieven.c.kenmerk)
    )
    rijen = connection.execute(vraag).all()
    per_kenmerk: dict[str, list[Zendingbewijs]] = {rij.kenmerk: [] for rij in rijen}
    for bewijs in list_zendingbewijzen(connection, per_kenmerk):
        per_kenmerk[bewijs.kenmerk].append(bewijs)
    return tuple(
        Briefbewijs(
            kenmerk=rij.kenmerk,
            dossier=rij.dossier,
            brieftype=rij.brieftype,
            sjabloon=rij.sjabloon,
            sha256=rij.sha256,
            wijze=Wijze(rij.wijze),
            bereik=Bereik(rij.bereik),
            plaats=rij.pak and Plaats(sha256=rij.sha256, pak=rij.pak, begin=rij.begin, lengte=rij.lengte),
            zendingen=tuple(per_kenmerk[rij.kenmerk]),
        )
        for rij in rijen
    )


def list_losse_zendingen(connection: Connection, run: str) -> Iterator[str]:
    """List the kenmerken of zendingen of a run that belong to no letter."""
    zonder = ~exists().where(brieven.c.kenmerk == zendingen.c.kenmerk)
    yield from connection.scalars(select(zendingen.c.kenmerk).where(zendingen.c.run == run, zonder))


def list_losse_documenten(connection: Connection, run: str) -> Iterator[str]:
    """List the documents (sha256) in the packs of a run that belong to no letter."""
    in_run = documenten.c.pak.startswith(f"{run}/", autoescape=True)
    zonder = ~exists().where(brieven.c.sha256 == documenten.c.sha256)
    yield from connection.scalars(select(documenten.c.sha256).where(in_run, zonder))


def list_vreemde_zendingen(connection: Connection) -> Iterator[str]:
    """List the kenmerken of zendingen of a run that there is not."""
    zonder = ~exists().where(runs.c.run == zendingen.c.run)
    yield from connection.scalars(select(zendingen.c.kenmerk).where(zonder))
