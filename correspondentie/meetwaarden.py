"""What there is to watch, for Prometheus: counted in the database at each look, without personal data."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Connection, Engine

from correspondentie import opslag
from correspondentie.errors import CannotStartError
from correspondentie.voorraad import count_open
from outbox.globe import count_meldingen
from outbox.kanaal import Klok
from outbox.opslag import count_zendingen
from outbox.stand import find_eerste_publicaties

RUNS = 12  # the last ones; older runs are at rest
ADRES = "127.0.0.1"
VOORVOEGSEL = "correspondentie_"


_Waarden = Iterator[tuple[tuple[str, ...], float]]  # per row of labels its value


@dataclass(frozen=True, kw_only=True, eq=False)
class Meetwaarden(Collector):
    """Reads how the last runs stand each time that somebody looks; globe is the folder of GLOBE."""

    engine: Engine
    klok: Klok
    globe: Path

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Collect every metric, in one transaction that only reads."""
        with self.engine.connect() as connection:
            laatste = sorted(opslag.list_runs(connection), key=lambda run: run.dagtekening)[-RUNS:]
            runs = [run.run for run in laatste]
            per_run = {
                "huishoudens": ("Huishoudens die zijn behandeld of uitgevallen", opslag.count_behandeld),
                "brieven": ("Brieven die zijn gemaakt", opslag.count_brieven),
                "brokken_open": ("Brokken die nog gemaakt moeten worden", count_open),
            }
            for naam, (uitleg, count) in per_run.items():
                yield _make(naam, uitleg, ["run"], (((run,), count(connection, run)) for run in runs))
            labels = ["run", "kanaal", "status"]
            yield _make("zendingen", "Zendingen", labels, _list_zendingen(connection, runs))
            uitleg = "Tijd tot de eerste publicatie van wat nog niet is bezorgd"
            yield _make("publicatie_seconden", uitleg, ["kanaal"], self._list_termijnen(connection))
        uitleg = "Uitslagen van GLOBE die een collega moet bekijken"
        yield _make("globe_meldingen", uitleg, [], iter([((), count_meldingen(self.globe))]))

    def _list_termijnen(self, connection: Connection) -> _Waarden:
        for kanaal, moment in find_eerste_publicaties(connection).items():
            yield (kanaal.value,), (moment - self.klok.now()).total_seconds()


def serve_meetwaarden(engine: Engine, klok: Klok, globe: Path, poort: int) -> None:
    """Serve the metrics on loopback until interrupted.

    globe is the folder of GLOBE. Raises: CannotStartError when the port is taken.
    """
    register = CollectorRegistry()
    register.register(Meetwaarden(engine=engine, klok=klok, globe=globe))
    try:
        server, draad = start_http_server(poort, ADRES, register)
    except OSError as fout:
        raise CannotStartError(f"Poort {poort} is in gebruik. Kies een andere met --poort.") from fout
    try:
        draad.join()
    except KeyboardInterrupt:
        server.shutdown()


def _list_zendingen(connection: Connection, runs: list[str]) -> _Waarden:
    for run in runs:
        for kanaal, per_status in count_zendingen(connection, run).items():
            for status, aantal in per_status.items():
                yield (run, kanaal.value, status.value), aantal


def _make(naam: str, uitleg: str, labels: list[str], waarden: _Waarden) -> GaugeMetricFamily:
    meting = GaugeMetricFamily(f"{VOORVOEGSEL}{naam}", uitleg, labels=labels)
    for rij, waarde in waarden:
        meting.add_metric(rij, waarde)
    return meting
