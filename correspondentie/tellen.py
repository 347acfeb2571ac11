"""Counts what a run came to, each number from its own table, so that a loss shows in the report."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, func, select
from sqlalchemy.sql.elements import ColumnElement

from correspondentie import opslag
from correspondentie.afkeuring import list_afkeuringen
from correspondentie.invoer import Uitval
from correspondentie.opslag import brieven, brokken, documenten, onderdrukt, uitval
from correspondentie.rapport.telling import Bereik, Documenten, Onderdruktregel, Telling, Zetcijfers
from correspondentie.zetter import Wijze
from outbox.opslag import count_vervangingen, count_zendingen, list_zendingregels
from outbox.zending import Status

LIJST = 1_000  # rows of uitval and onderdrukt in the report itself; the whole lists stand in files beside it


def count_run(connection: Connection, run: str, huishoudens: int) -> Telling:
    """Count everything of this run; huishoudens is how many lines the input turned out to hold."""
    behandeld, beschikkingen, terugvorderingen, voorstellen, gepland = _count_brokken(connection, run)
    zendingen = {
        (kanaal, status): aantal
        for kanaal, statussen in count_zendingen(connection, run).items()
        for status, aantal in statussen.items()
    }
    return Telling(
        huishoudens=huishoudens,
        behandeld=behandeld,
        beschikkingen=beschikkingen,
        terugvorderingen=terugvorderingen,
        mutatievoorstellen=voorstellen,
        geplande_zendingen=gepland,
        uitval=sum(_count_per(connection, uitval.c.bestand, uitval.c.run == run).values()),
        brieven=_count_per(connection, brieven.c.brieftype, brieven.c.run == run),
        onderdrukt=_count_per(connection, onderdrukt.c.reden, onderdrukt.c.run == run),
        bereik={
            Bereik(naam): aantal
            for naam, aantal in _count_per(connection, brieven.c.bereik, brieven.c.run == run).items()
        },
        documenten=_count_documenten(connection, run),
        zetten=_count_zetten(connection, run),
        vervangingen=count_vervangingen(connection, run),
        zendingen=zendingen,
        vastgehouden=_count_vastgehouden(connection, run),
        uitvallijst=tuple(list_uitval(connection, run, LIJST)),
        onderdruktlijst=tuple(list_onderdruktregels(connection, run, LIJST)),
    )


def list_uitval(connection: Connection, run: str, hooguit: int | None = None) -> Iterator[Uitval]:
    """List what could not be handled, in the order of the input."""
    for bestand, regel, veld, reden in opslag.list_uitval(connection, run, hooguit):
        yield Uitval(bestand=bestand, regel=regel, veld=veld, reden=reden)


def list_onderdruktregels(
    connection: Connection, run: str, hooguit: int | None = None
) -> Iterator[Onderdruktregel]:
    """List the decisions that became no letter."""
    for dossier, besluit, kind, toeslag, reden in opslag.list_onderdrukt(connection, run, hooguit):
        yield Onderdruktregel(
            dossier=dossier, besluit=besluit, kind=kind or None, toeslag=toeslag or None, reden=reden
        )


def _count_brokken(connection: Connection, run: str) -> list[int]:
    """Sum what the chunks counted. Shape: in the order of opslag.TELLINGEN."""
    kolommen = (brokken.c[telling] for telling in opslag.TELLINGEN)
    sommen = [func.coalesce(func.sum(kolom), 0) for kolom in kolommen]
    rij = connection.execute(select(*sommen).where(brokken.c.run == run)).one()
    return list(rij)


def _count_per(
    connection: Connection, kolom: ColumnElement[str], waar: ColumnElement[bool]
) -> dict[str, int]:
    vraag = select(kolom, func.count()).where(waar).group_by(kolom)
    return dict(iter(connection.execute(vraag)))


def _count_documenten(connection: Connection, run: str) -> Documenten:
    sommen = (documenten.c.paginas, documenten.c.vellen, documenten.c.lengte)
    vraag = (
        select(func.count(), *(func.coalesce(func.sum(kolom), 0) for kolom in sommen))
        .select_from(documenten)
        .join(brieven, brieven.c.sha256 == documenten.c.sha256)
        .where(brieven.c.run == run)
    )
    aantal, paginas, vellen, lengte = connection.execute(vraag).one()
    return Documenten(aantal=aantal, paginas=paginas, vellen=vellen, bytes=lengte)


def _count_zetten(connection: Connection, run: str) -> Zetcijfers:
    van_run = brieven.c.run == run
    per_wijze = _count_per(connection, brieven.c.wijze, van_run)
    gecontroleerd = select(func.count()).where(van_run, brieven.c.gecontroleerd)
    afgekeurd = list_afkeuringen(connection, run)
    return Zetcijfers(
        gevuld=per_wijze.get(Wijze.GEVULD.value, 0),
        geleerd=per_wijze.get(Wijze.GELEERD.value, 0),
        gezet=per_wijze.get(Wijze.GEZET.value, 0),
        gecontroleerd=connection.execute(gecontroleerd).scalar_one(),
        verschillen=len(afgekeurd),
        redenen=_count_per(connection, brieven.c.zetreden, van_run & (brieven.c.zetreden != "")),
        afgekeurd=afgekeurd,
    )


def _count_vastgehouden(connection: Connection, run: str) -> dict[str, int]:
    regels = list_zendingregels(connection, run, [Status.VASTGEHOUDEN])
    return dict(Counter(regel.reden or "onbekend" for regel in regels))
