"""Builders for tests of the outbox: zendingen, their documents, a clock and an empty outbox."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine

from outbox.database import make_engine
from outbox.kanaal import Documentbron, Opdracht, Uitkomst
from outbox.opslag import count_zendingen, plan_zendingen, release_run
from outbox.tabellen import metadata
from outbox.zending import Kanaalsoort, Ontvangst, Status, Zending

NU = datetime(2026, 7, 1, 8, tzinfo=UTC)
RUN = "2026-07"
OIN = "00000000000000100000"
# eleven-test numbers that nobody has
BSNS = ("999993653", "999991401", "111222333", "123456782")


def make_document(nummer: int) -> bytes:
    """Make the bytes of a letter; small, and different for each number."""
    return b"%PDF-1.7\n% brief " + str(nummer).encode() + b"\n%%EOF\n"


def make_zending(
    nummer: int = 1, kanaal: Kanaalsoort = Kanaalsoort.BERICHTENBOX, **anders: object
) -> Zending:
    """Make a Zending; what is given replaces the default."""
    kenmerk = f"T-{nummer:06d}"
    velden: dict[str, object] = {
        "kenmerk": kenmerk,
        "kanaal": kanaal,
        "run": RUN,
        "ontvanger": BSNS[nummer % len(BSNS)],
        "onderwerp": f"Uw kinderopvangtoeslag ({kenmerk})",
        "tekst": "U hebt een brief gekregen.\nLees de bijlage.",
        "sha256": sha256(make_document(nummer)).hexdigest(),
        "paginas": 2,
        "vellen": 1,
        "publicatie": NU + timedelta(days=5),
    }
    return Zending(**(velden | anders))  # type: ignore[arg-type] # a test gives the right types


def make_opdracht(zending: Zending, **anders: object) -> Opdracht:
    """Make a claim on a Zending that lasts two minutes."""
    velden: dict[str, object] = {
        "zending": zending,
        "onzeker": False,
        "attempts": 1,
        "tot": NU + timedelta(minutes=2),
    }
    return Opdracht(**(velden | anders))  # type: ignore[arg-type] # a test gives the right types


@dataclass
class Nepklok:
    """A clock that stands still, until somebody sleeps."""

    moment: datetime = NU
    geslapen: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconden: float) -> None:
        self.geslapen.append(seconden)
        self.moment += timedelta(seconds=max(seconden, 0.001))


@dataclass(frozen=True)
class Echteklok:
    """The clock on the wall, or one that runs ahead of it."""

    verschil: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time(), tz=UTC) + self.verschil

    def sleep(self, seconden: float) -> None:
        time.sleep(seconden)


def make_bron(nummers: range = range(1000)) -> Documentbron:
    """Make an archive that holds the documents with these numbers."""
    documenten = {sha256(make_document(n)).hexdigest(): make_document(n) for n in nummers}

    def load(digest: str, /) -> bytes:
        if digest not in documenten:
            raise FileNotFoundError(digest)
        return documenten[digest]

    return load


def make_outbox(bestand: Path) -> Engine:
    """Make an outbox in a file, or open the one that is there."""
    engine = make_engine(f"sqlite:///{bestand}")
    metadata.create_all(engine)
    return engine


def fill_outbox(engine: Engine, zendingen: Sequence[Zending]) -> None:
    """Plan and release zendingen."""
    with engine.begin() as connection:
        plan_zendingen(connection, [(zending, Status.GEPLAND) for zending in zendingen])
        release_run(connection, RUN, NU)


def count(engine: Engine) -> Mapping[Kanaalsoort, Mapping[Status, int]]:
    """Count what stands in the outbox."""
    with engine.begin() as connection:
        return count_zendingen(connection, RUN)


@dataclass
class Nepkanaal:
    """A channel that gives, for each attempt at a kenmerk, the next result of a script; then a receipt."""

    scenario: Mapping[str, list[Ontvangst | Exception]] = field(default_factory=dict)
    soort: Kanaalsoort = Kanaalsoort.BERICHTENBOX
    partijgrootte: int = 10
    vaste_partijen: bool = False
    gezien: list[list[Opdracht]] = field(default_factory=list)

    def deliver(self, partij: Sequence[Opdracht], bron: Documentbron) -> Iterator[Uitkomst]:
        self.gezien.append(list(partij))
        for opdracht in partij:
            kenmerk = opdracht.zending.kenmerk
            script = self.scenario.get(kenmerk, [])
            resultaat = script.pop(0) if script else make_ontvangst(kenmerk)
            yield Uitkomst(kenmerk=kenmerk, resultaat=resultaat)  # type: ignore[arg-type] # only OutboxErrors


def make_ontvangst(kenmerk: str) -> Ontvangst:
    """Make the receipt that the Nepkanaal gives."""
    return Ontvangst(referentie=f"ref-{kenmerk}", ontvangen_op=NU)
