"""Real servers of the test's own, on loopback: a test may kill one with kill -9 and start it again."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import redis

ADRES = "127.0.0.1"
WACHTTIJD = 60.0  # seconds for a server to be up
_PAD = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
_RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


@dataclass(kw_only=True, slots=True)
class Dienst:
    """One server: how it is started, and how to tell that it answers.

    gebruiker is whom it runs as when the tests run as root. url is where it is reached.
    """

    naam: str
    opdracht: Sequence[str]
    map: Path
    url: str
    antwoordt: Callable[[], bool]
    omgeving: Mapping[str, str] = field(default_factory=dict)
    gebruiker: str | None = None
    _proces: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and come back when it answers."""
        tot = time.monotonic() + WACHTTIJD
        while True:
            self._proces = self._spawn()
            while self._proces.poll() is None:
                if self.antwoordt():
                    return
                assert time.monotonic() < tot, f"{self.naam} antwoordt niet; kijk in {self.map}/uitvoer.log"
                time.sleep(0.05)
            # what a killed one left behind may be in the way for a moment
            assert time.monotonic() < tot, f"{self.naam} start niet; kijk in {self.map}/uitvoer.log"
            time.sleep(0.2)

    def kill(self) -> None:
        """End it as a power cut would: kill -9, no goodbye."""
        if self._proces is not None:
            if self._proces.poll() is None:
                os.killpg(self._proces.pid, signal.SIGKILL)
            self._proces.wait()
            self._proces = None

    def _spawn(self) -> subprocess.Popen[bytes]:
        with (self.map / "uitvoer.log").open("ab") as uitvoer:
            return subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *self.opdracht],  # no orphan when tests are killed
                stdin=subprocess.DEVNULL,
                stdout=uitvoer,
                stderr=uitvoer,
                env=dict(self.omgeving) | {"PATH": _PAD},
                cwd=self.map,
                user=self.gebruiker if os.geteuid() == 0 else None,
                start_new_session=True,
            )


def find_poort() -> int:
    """Find a free port on loopback."""
    with socket.socket() as contact:
        contact.bind((ADRES, 0))
        poort: int = contact.getsockname()[1]
        return poort


def is_open(poort: int) -> bool:
    """Tell whether something listens on a port of loopback."""
    with socket.socket() as contact:
        contact.settimeout(1)
        return contact.connect_ex((ADRES, poort)) == 0


@contextmanager
def open_map(naam: str, gebruiker: str | None = None) -> Iterator[Path]:
    """Make a folder that a server of another user can reach, and throw it away afterwards."""
    map_ = Path(tempfile.mkdtemp(prefix=f"{naam}-"))
    try:
        if gebruiker is not None and os.geteuid() == 0:
            shutil.chown(map_, gebruiker)
        yield map_
    finally:
        shutil.rmtree(map_, ignore_errors=True)


@contextmanager
def run_dienst(dienst: Dienst) -> Iterator[Dienst]:
    """Start a server, and end it afterwards."""
    try:
        dienst.start()
        yield dienst
    finally:
        dienst.kill()


@contextmanager
def serve_postgres() -> Iterator[Dienst]:
    """Run a PostgreSQL cluster of its own; each test makes a database in it with make_database."""
    with open_map("postgres", "postgres") as map_:
        bin_, poort = _POSTGRES[-1], find_poort()
        dsn = f"host={ADRES} port={poort} user=postgres dbname=postgres"
        initdb = [f"{bin_}/initdb", "-D", f"{map_}/data", "-A", "trust", "-U", "postgres", "-E", "UTF8"]
        subprocess.run(
            [*initdb, "--no-sync", "--locale=C.UTF-8"],
            check=True,
            capture_output=True,
            cwd=map_,
            user="postgres" if os.geteuid() == 0 else None,
        )
        opdracht = [f"{bin_}/postgres", "-D", f"{map_}/data", "-p", f"{poort}", "-k", f"{map_}"]
        dienst = Dienst(
            naam="PostgreSQL",
            opdracht=[*opdracht, "-c", f"listen_addresses={ADRES}", "-c", "max_connections=60"],
            map=map_,
            url=f"postgresql+psycopg://postgres@{ADRES}:{poort}",
            antwoordt=lambda: _greets_postgres(dsn),
            gebruiker="postgres",
        )
        with run_dienst(dienst):
            yield dienst


def make_database(postgres: Dienst, naam: str) -> str:
    """Make an empty database, and give its URL for SQLAlchemy."""
    dsn = f"{postgres.url.replace('+psycopg', '')}/postgres"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{naam}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{naam}"'.encode())
    return f"{postgres.url}/{naam}"


@contextmanager
def serve_redis() -> Iterator[Dienst]:
    """Run a Redis of its own that keeps nothing on disk."""
    with open_map("redis") as map_:
        poort = find_poort()
        url = f"redis://{ADRES}:{poort}/0"
        dienst = Dienst(
            naam="Redis",
            opdracht=[
                *("redis-server", "--port", f"{poort}", "--bind", ADRES, "--dir", f"{map_}"),
                *("--save", "", "--appendonly", "no"),
            ],
            map=map_,
            url=url,
            antwoordt=lambda: _greets_redis(url),
        )
        with run_dienst(dienst):
            yield dienst


@contextmanager
def serve_rabbitmq() -> Iterator[Dienst]:
    """Run a RabbitMQ node of its own."""
    with open_map("rabbitmq") as map_:
        poort, onderling = find_poort(), find_poort()
        (map_ / "rabbitmq.conf").write_text(f"listeners.tcp.1 = {ADRES}:{poort}\n")
        dienst = Dienst(
            naam="RabbitMQ",
            opdracht=[f"{_RABBITMQ}"],
            map=map_,
            url=f"amqp://guest:guest@{ADRES}:{poort}//",
            antwoordt=lambda: is_open(poort),
            omgeving={
                "HOME": f"{map_}",
                "RABBITMQ_NODENAME": f"proef-{poort}@localhost",
                "RABBITMQ_CONFIG_FILE": f"{map_}/rabbitmq.conf",
                "RABBITMQ_CONF_ENV_FILE": f"{map_}/geen",
                "RABBITMQ_DIST_PORT": f"{onderling}",
                "RABBITMQ_MNESIA_BASE": f"{map_}/mnesia",
                "RABBITMQ_LOG_BASE": f"{map_}/log",
                "RABBITMQ_PID_FILE": f"{map_}/pid",
                "RABBITMQ_ENABLED_PLUGINS_FILE": f"{map_}/plugins",
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
                "ERL_EPMD_ADDRESS": ADRES,
            },
        )
        with run_dienst(dienst):
            yield dienst


def _greets_postgres(dsn: str) -> bool:
    try:
        psycopg.connect(dsn, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _greets_redis(url: str) -> bool:
    with redis.Redis.from_url(url, socket_timeout=2) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
