"""Measure delivery to the stand-in over loopback: messages per second of one core, by FBS and by GLOBE.

The stand-in is a process of its own, so that its time does not count.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from correspondentie.app import Systeemklok
from outbox.bezorgen import Werkplek, deliver_run
from outbox.database import make_engine
from outbox.fbs import Fbsinstellingen, FbsKanaal
from outbox.globe import Ebmsadapter, Ebmsinstellingen, Globeinstellingen, GlobeKanaal
from outbox.kanaal import Kanaal, Klok
from outbox.magazijn import serve_magazijn
from outbox.magazijn.globe_api import serve_globe
from outbox.opslag import count_zendingen, plan_zendingen, release_run
from outbox.tabellen import metadata
from outbox.zending import Kanaalsoort, Status, Zending

AANTAL, DOCUMENT_BYTES = 2_000, 45_000  # of a letter of two pages
RUN, OIN, BSN = "bench", "00000000000000100000", "999993653"
PARTIJ = "urn:osb:oin:00000004003214345001"

Opener = Callable[[str, Path, Klok], AbstractContextManager[Kanaal]]


def measure_bezorging(werkmap: Path, aantal: int = AANTAL) -> dict[str, Any]:
    """Measure both bindings. Unit: messages per second of CPU time of the process that delivers."""
    fbs = _measure(werkmap / "fbs", aantal, _be_magazijn, _open_fbs)
    globe = _measure(werkmap / "globe", aantal, _be_globe, _open_globe)
    return {"bezorgen_fbs_per_seconde_per_kern": fbs, "bezorgen_globe_per_seconde_per_kern": globe}


def _measure(
    werkmap: Path, aantal: int, be_magazijn: Callable[[Connection, Path], None], open_kanaal: Opener
) -> float:
    werkmap.mkdir()
    klok, document = Systeemklok(), b"%PDF-1.7\n" + os.urandom(DOCUMENT_BYTES)
    engine = make_engine(f"sqlite:///{werkmap / 'outbox.db'}")
    metadata.create_all(engine)
    with engine.begin() as connection:
        som = sha256(document).hexdigest()
        zendingen = [_make_zending(nummer, som, klok.now()) for nummer in range(aantal)]
        plan_zendingen(connection, [(zending, Status.GEPLAND) for zending in zendingen])
        release_run(connection, RUN, klok.now())
    werkplek = Werkplek(engine=engine, bron=lambda _: document, klok=klok)
    with _start_magazijn(werkmap, be_magazijn) as url, open_kanaal(url, werkmap, klok) as kanaal:
        begin = time.process_time()
        deliver_run(werkplek, RUN, [kanaal])
        duur = time.process_time() - begin
    with engine.begin() as connection:
        stand = count_zendingen(connection, RUN)
    engine.dispose()
    if stand != {Kanaalsoort.BERICHTENBOX: {Status.BEZORGD: aantal}}:
        raise RuntimeError(f"niet alles is bezorgd: {stand}")
    return round(aantal / duur, 1)


def _make_zending(nummer: int, som: str, now: datetime) -> Zending:
    kenmerk = f"BNCH-{nummer:04}-0000-0000"
    return Zending(
        kenmerk=kenmerk,
        kanaal=Kanaalsoort.BERICHTENBOX,
        run=RUN,
        ontvanger=BSN,
        onderwerp=f"Uw toeslagen {kenmerk}",
        tekst="U hebt een brief gekregen.\nLees de bijlage.",
        sha256=som,
        paginas=2,
        vellen=1,
        publicatie=now + timedelta(days=5),
    )


@contextmanager
def _start_magazijn(werkmap: Path, be_magazijn: Callable[[Connection, Path], None]) -> Iterator[str]:
    hier, daar = get_context("forkserver").Pipe()
    proces = get_context("forkserver").Process(target=be_magazijn, args=(daar, werkmap / "magazijn.db"))
    proces.start()
    try:
        yield hier.recv()
    finally:
        hier.send("klaar")
        proces.join()


def _be_magazijn(lijn: Connection, bestand: Path) -> None:
    with serve_magazijn(bestand) as url:
        lijn.send(url)
        lijn.recv()


def _be_globe(lijn: Connection, bestand: Path) -> None:
    with serve_globe(bestand, OIN) as url:
        lijn.send(url)
        lijn.recv()


@contextmanager
def _open_fbs(url: str, werkmap: Path, klok: Klok) -> Iterator[Kanaal]:
    with FbsKanaal(Fbsinstellingen(url=url, oin=OIN), klok) as kanaal:
        yield kanaal


@contextmanager
def _open_globe(url: str, werkmap: Path, klok: Klok) -> Iterator[Kanaal]:
    instellingen = Globeinstellingen(
        oin=OIN, berichttype="TOESLAG", map_=werkmap / "batches", kijkwachttijd=timedelta(seconds=1)
    )
    ebms = Ebmsinstellingen(url=url, cpa_id="bench", van=f"urn:osb:oin:{OIN}", naar=PARTIJ)
    with Ebmsadapter(ebms, klok) as adapter:
        yield GlobeKanaal(instellingen, adapter, klok)
