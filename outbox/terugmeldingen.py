"""Taking in what the printer and the post say of letters on paper, and telling where those letters stand.

process_terugmelding and process_retourpost take a file in and tell what came of it; twice changes nothing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, Engine, and_, func, select

from outbox.database import insert_ignoring
from outbox.errors import OutboxError
from outbox.grenzen import is_kenmerk
from outbox.printstand import Printstatus, Retourreden
from outbox.printstraat.manifest import Manifest, parse_manifest
from outbox.printstraat.partijboek import Partijboek
from outbox.printstraat.terugmelding import (
    Afwijkregel,
    Bezorgdepartij,
    Meldregel,
    Terugmelding,
    Vergelijking,
    match_terugmelding,
    parse_terugmelding,
)
from outbox.tabellen import retouren, terugmeldingen, terugmeldregels, zendingen
from outbox.xmllezen import load_bestand
from outbox.zending import Kanaalsoort, Status

RETOUR_BYTES = 1024 * 1024


class TerugmeldingError(OutboxError):
    """A file of the printer or the post cannot be taken in; nothing of it was."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Terugmelduitkomst:
    """What came of one file: how many lines count, and everything that does not fit.

    nieuw is how many lines said something not known yet, geweigerd how many that the printer refused;
    al_gelezen says that this very file was read before.
    """

    run: str
    lot: int
    aangenomen: int
    nieuw: int
    geweigerd: int
    afwijkingen: tuple[Afwijkregel, ...]
    al_gelezen: bool

    @property
    def klopt(self) -> bool:
        """Whether every letter of the lot has its line, every line its letter, and no letter was refused."""
        return not self.afwijkingen and not self.geweigerd


@dataclass(frozen=True, kw_only=True, slots=True)
class Retouruitkomst:
    """What came of a file of returned letters.

    Shape: fouten name the line and what is wrong with it, and nothing of its content.
    """

    nieuw: int
    bekend: int
    fouten: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Printoverzicht:
    """Where the letters of a run stand that went to the printer.

    Shape: per_status counts each letter by what was last said of it; of zonder nothing was said.
    """

    partijen: int
    brieven: int
    per_status: Mapping[Printstatus, int]
    zonder: int
    retour: Mapping[Retourreden, int]


def process_terugmelding(engine: Engine, printmap: Path, bestand: Path, now: datetime) -> Terugmelduitkomst:
    """Take in one file of the printer, in one transaction.

    printmap is the folder of the Printstraat, where the manifest of the lot lies.
    Raises: InvalidXmlError, TerugmeldingError, OSError; nothing was then recorded.
    """
    inhoud = load_bestand(bestand)
    terugmelding = parse_terugmelding(inhoud)
    manifest = _load_manifest(printmap, terugmelding)
    with engine.begin() as connection:
        bezorgd = _check_manifest(connection, manifest)
        vergelijking = match_terugmelding(terugmelding, manifest, bezorgd, now)
        eerder = _record_bestand(connection, terugmelding, vergelijking, sha256(inhoud).hexdigest(), now)
        nieuw = _record_regels(connection, terugmelding, vergelijking.aangenomen)
    return Terugmelduitkomst(
        run=terugmelding.run,
        lot=terugmelding.lot,
        aangenomen=len(vergelijking.aangenomen),
        nieuw=nieuw,
        geweigerd=sum(regel.status is Printstatus.GEWEIGERD for regel in vergelijking.aangenomen),
        afwijkingen=vergelijking.afwijkingen,
        al_gelezen=eerder,
    )


def process_retourpost(engine: Engine, bestand: Path, now: datetime) -> Retouruitkomst:
    """Take in a list of letters that the post brought back.

    Shape: on each line a kenmerk, a semicolon and the reason. A line that is wrong is told, the others count.
    Raises: InvalidXmlError when the file is too large or is none, OSError.
    """
    tekst = load_bestand(bestand, RETOUR_BYTES).decode("utf-8-sig", "replace")
    tellingen: Counter[bool] = Counter()
    fouten: list[str] = []
    with engine.begin() as connection:
        for nummer, regel in enumerate(tekst.splitlines(), start=1):
            if not regel.strip():
                continue
            kenmerk, _, reden = (deel.strip() for deel in regel.partition(";"))
            try:
                tellingen[record_retour(connection, kenmerk, reden, now)] += 1
            except TerugmeldingError as error:
                fouten.append(f"regel {nummer}: {error}")
    return Retouruitkomst(nieuw=tellingen[True], bekend=tellingen[False], fouten=tuple(fouten))


def record_retour(connection: Connection, kenmerk: str, reden: str, now: datetime) -> bool:
    """Record that the post brought a letter back; False when that was known.

    Raises: TerugmeldingError when no such letter went out on paper, or it came back for another reason.
    """
    if reden not in set(Retourreden):
        raise TerugmeldingError(f"de reden is er geen van {', '.join(Retourreden)}; verbeter de reden")
    if not is_kenmerk(kenmerk) or not _is_bezorgd(connection, kenmerk):
        raise TerugmeldingError("er ging geen brief met dit kenmerk op papier weg; controleer het kenmerk")
    rij = {"kenmerk": kenmerk, "reden": Retourreden(reden), "moment": now}
    if connection.execute(insert_ignoring(connection.dialect, retouren).values(rij)).rowcount:
        return True
    bekend = connection.execute(select(retouren.c.reden).where(retouren.c.kenmerk == kenmerk)).scalar_one()
    if bekend != reden:
        raise TerugmeldingError(f"deze brief kwam al terug met de reden {bekend}; laat iemand ernaar kijken")
    return False


def count_printstanden(connection: Connection, run: str) -> Printoverzicht:
    """Count where the letters of a run stand that went to the printer."""
    kolommen, regels = zendingen.c, terugmeldregels.c
    gedrukt = and_(
        kolommen.run == run, kolommen.kanaal == Kanaalsoort.PRINT, kolommen.status == Status.BEZORGD
    )
    partijen, brieven = connection.execute(
        select(func.count(kolommen.lot.distinct()), func.count()).where(gedrukt)
    ).one()
    kenmerken = select(kolommen.kenmerk).where(gedrukt)
    plaats = func.row_number().over(
        partition_by=regels.kenmerk, order_by=(regels.moment.desc(), regels.status.desc())
    )
    mijn = and_(regels.run == run, regels.kenmerk.in_(kenmerken))
    laatste = select(regels.status, plaats.label("plaats")).where(mijn).subquery()
    vraag = (
        select(laatste.c.status, func.count().label("aantal"))
        .where(laatste.c.plaats == 1)
        .group_by(laatste.c.status)
    )
    per_status = {rij.status: rij.aantal for rij in connection.execute(vraag)}
    terug = select(retouren.c.reden, func.count().label("aantal")).where(retouren.c.kenmerk.in_(kenmerken))
    return Printoverzicht(
        partijen=partijen,
        brieven=brieven,
        per_status=per_status,
        zonder=brieven - sum(per_status.values()),
        retour={rij.reden: rij.aantal for rij in connection.execute(terug.group_by(retouren.c.reden))},
    )


def _load_manifest(printmap: Path, terugmelding: Terugmelding) -> Manifest:
    """Load the manifest that the printer names; the schema saw to it that its names can be folders."""
    naam = f"{terugmelding.run}/partij-{terugmelding.lot:04}"
    boeking = Partijboek(map=printmap).find(naam)
    if boeking is None:
        raise TerugmeldingError(
            f"partij {naam} is hier niet geschreven; controleer of de terugmelding van ons is"
        )
    if sha256(boeking.manifest).hexdigest() != terugmelding.manifest:
        raise TerugmeldingError(
            f"de drukker noemt een ander manifest dan van partij {naam} hier is; vergelijk die twee"
        )
    return parse_manifest(boeking.manifest)


def _check_manifest(connection: Connection, manifest: Manifest) -> Bezorgdepartij:
    """Make sure that the manifest holds what the database says of the lot; tell what went to the printer.

    Raises: TerugmeldingError.
    """
    kolommen = zendingen.c
    in_lot = and_(
        kolommen.run == manifest.run, kolommen.kanaal == Kanaalsoort.PRINT, kolommen.lot == manifest.lot
    )
    # a letter that the printer took out later was delivered too: it has kept its receipt
    bezorgd = select(kolommen.kenmerk, kolommen.sha256, kolommen.ontvangen_op, kolommen.status).where(
        in_lot, kolommen.status.in_([Status.BEZORGD, Status.INGETROKKEN]), kolommen.ontvangen_op.is_not(None)
    )
    rijen = connection.execute(bezorgd).all()
    if {rij.kenmerk: rij.sha256 for rij in rijen} != manifest.find_digests():
        raise TerugmeldingError(
            f"het manifest van partij {manifest.lot} van run {manifest.run} hoort niet bij wat is bezorgd; "
            "bezorg de run eerst af"
        )
    uitgenomen = frozenset(rij.kenmerk for rij in rijen if rij.status is Status.INGETROKKEN)
    return Bezorgdepartij(begin=min(rij.ontvangen_op for rij in rijen), uitgenomen=uitgenomen)


def _record_bestand(
    connection: Connection, terugmelding: Terugmelding, vergelijking: Vergelijking, digest: str, now: datetime
) -> bool:
    """Record that a file was read, and tell whether it was before."""
    rij = {
        "sha256": digest,
        "run": terugmelding.run,
        "lot": terugmelding.lot,
        "gelezen_op": now,
        "aangenomen": len(vergelijking.aangenomen),
        "bevindingen": len(vergelijking.afwijkingen),
    }
    return not connection.execute(insert_ignoring(connection.dialect, terugmeldingen).values(rij)).rowcount


def _record_regels(connection: Connection, terugmelding: Terugmelding, regels: tuple[Meldregel, ...]) -> int:
    rijen = [
        {
            "kenmerk": regel.kenmerk,
            "status": regel.status,
            "moment": regel.moment,
            "run": terugmelding.run,
            "lot": terugmelding.lot,
            "reden": regel.reden,
        }
        for regel in regels
    ]
    if not rijen:
        return 0
    return connection.execute(insert_ignoring(connection.dialect, terugmeldregels), rijen).rowcount


def _is_bezorgd(connection: Connection, kenmerk: str) -> bool:
    kolommen = zendingen.c
    gedrukt = and_(kolommen.kenmerk == kenmerk, kolommen.kanaal == Kanaalsoort.PRINT)
    vraag = select(kolommen.id).where(gedrukt, kolommen.status == Status.BEZORGD)
    return connection.execute(vraag).scalar() is not None
