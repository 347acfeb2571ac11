"""The service on a real PostgreSQL: the same letters, runs that compete, and a server that dies."""

import contextlib
import io
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError, OperationalError

from calc.mutatiestand import Mutatiestatus
from correspondentie.afronden import Omgeving
from correspondentie.breekpunt import Breekpunt
from correspondentie.brok import Brok, Brokuitkomst, run_brok
from correspondentie.databank import explain_databasefout, open_databank
from correspondentie.dossier import Dossier, Kanaalvoorkeur
from correspondentie.errors import CannotStartError
from correspondentie.invoer import read_regels
from correspondentie.maandrun import run_maand
from correspondentie.mutatieloop import run_mutaties, stop_mutatie, undo_mutatie
from correspondentie.mutatieregels import list_mutatiestanden
from correspondentie.rapport.rapport import Rapport
from correspondentie.runstart import Maandopdracht, lock_databank, make_run, start_run
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap, Werkstart, make_werkplaats
from correspondentie.zetter import Motor
from outbox.magazijn import Storing, Storingen, serve_magazijn
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.diensten import Dienst, make_database
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier
from tests.bouwers.huishoudens import make_huishouden, make_kind, make_levering
from tests.bouwers.klok import BEGIN, Proefklok
from tests.bouwers.magazijnen import count_bezorgd
from tests.bouwers.opdrachtregel import SNEL, run_correspondentie, share_formes, start_correspondentie

BURGERS = ("111222333", "000000012", "000000024")
BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
ZONDER = Settings(brok=2, partij=3, wachttijd=0.1, bezinktijd=0)
NA_DE_BRIEF, AUGUSTUS = datetime(2026, 7, 13, 8, 0, tzinfo=UTC), datetime(2026, 8, 3, 8, 0, tzinfo=UTC)
Stand = list[list[tuple[object, ...]]]
STAND = (
    "SELECT kenmerk, dossier, brieftype, sha256, brok FROM brieven ORDER BY kenmerk",
    "SELECT burger, volgnummer, kenmerk, status FROM mutatiebrieven ORDER BY burger, volgnummer",
    "SELECT dossier, besluit, kind, reden FROM onderdrukt ORDER BY dossier, besluit, kind",
    "SELECT regel, veld, reden FROM uitval ORDER BY regel",
    "SELECT kenmerk, kanaal, status, sha256 FROM zendingen ORDER BY kenmerk, kanaal",
    "SELECT brok, behandeld, beschikkingen, zendingen FROM brokken ORDER BY brok",
)


def make_afwijkend(bsn: str, nummer: str, kinderen: range) -> Dossier:
    """Make a dossier in which each of these children has fewer hours than is known."""
    huishouden = make_huishouden(
        *(make_kind(kind, leveringen=(make_levering(uren=f"{kind}0"),)) for kind in kinderen)
    )
    return make_dossier(huishouden, nummer=nummer, burger=make_burger(bsn))


def write_invoer(pad: Path, naam: str, kinderen: range = range(1, 2)) -> Path:
    """Write three households with a mutatie, one that chose digital only, one on paper, and a broken line."""
    dossiers = [make_afwijkend(bsn, f"{naam}{plaats}", kinderen) for plaats, bsn in enumerate(BURGERS)]
    digitaal = make_dossier(
        nummer=f"{naam}3", burger=make_burger("000000036"), voorkeur=Kanaalvoorkeur.DIGITAAL
    )
    dossiers += [digitaal, make_dossier(nummer=f"{naam}4", burger=make_burger("000000048"), box=False)]
    pad.write_bytes(encode_dossiers(*dossiers) + b"kapot\n")
    return pad


@pytest.fixture
def settings(postgres: Dienst) -> Settings:
    return replace(ZONDER, database=make_url(make_database(postgres, "keten")))


@pytest.fixture(scope="module")
def invoer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_invoer(tmp_path_factory.mktemp("invoer") / "juli.jsonl", "D")


@pytest.fixture(scope="module")
def verwacht(invoer: Path, tmp_path_factory: pytest.TempPathFactory) -> Stand:
    """What the same month leaves behind on SQLite."""
    data = tmp_path_factory.mktemp("sqlite")
    assert run(invoer, data, ZONDER).in_balans
    stand = read_stand(data, ZONDER)
    assert [len(rijen) for rijen in stand] == [8, 3, 0, 1, 14, 3]
    return stand


def run(invoer: Path, data: Path, settings: Settings, werkers: int = 1) -> Rapport:
    share_formes(data)
    opdracht = Maandopdracht(invoer=invoer, maand="2026-07", datamap=Datamap(map=data), werkers=werkers)
    with open_omgeving(settings) as omgeving:
        return run_maand(opdracht, omgeving)


@contextmanager
def open_omgeving(settings: Settings, nu: datetime = BEGIN) -> Iterator[Omgeving]:
    with Voortgang(Console(file=io.StringIO())) as voortgang:
        yield Omgeving(settings=settings, klok=Proefklok(nu), voortgang=voortgang)


def read_stand(data: Path, settings: Settings) -> Stand:
    """Read what a run left behind in the database."""
    with open_databank(Datamap(map=data), settings) as engine, engine.begin() as connection:
        return [[tuple(rij) for rij in connection.execute(text(vraag))] for vraag in STAND]


def scalars(settings: Settings, vraag: str) -> list[object]:
    with open_databank(Datamap(map=Path()), settings) as engine, engine.begin() as connection:
        return list(connection.scalars(text(vraag)))


def wait_until(voorwaarde: Callable[[], bool]) -> None:
    tot = time.monotonic() + 120
    while not voorwaarde():
        assert time.monotonic() < tot
        time.sleep(0.02)


def list_omgeving(settings: Settings) -> dict[str, str]:
    """Say to a command what these settings say."""
    assert settings.database is not None
    adres = settings.database.render_as_string(hide_password=False)
    return SNEL | {
        "CORRESPONDENTIE_DATABASE": adres,
        "CORRESPONDENTIE_BROK": f"{settings.brok}",
        "CORRESPONDENTIE_PARTIJ": f"{settings.partij}",
        "CORRESPONDENTIE_MOTOR": settings.motor.value,
    }


class TestZelfde:
    """PostgreSQL holds in the end exactly what SQLite would."""

    @pytest.mark.parametrize("werkers", [1, 2])
    def test_a_month_leaves_the_same_behind(
        self, invoer: Path, verwacht: Stand, tmp_path: Path, settings: Settings, werkers: int
    ) -> None:
        rapport = run(invoer, tmp_path, settings, werkers)

        assert rapport.in_balans
        assert verwacht == read_stand(tmp_path, settings)
        assert not Datamap(map=tmp_path).database.exists()

    def test_the_life_of_a_mutatie_goes_on_there(
        self, invoer: Path, tmp_path: Path, settings: Settings
    ) -> None:
        datamap = Datamap(map=tmp_path)
        run(invoer, datamap.map, settings)
        gestopt, doorgevoerd = scalars(settings, "SELECT kenmerk FROM mutatiebrieven ORDER BY burger LIMIT 2")
        with open_omgeving(settings, NA_DE_BRIEF) as omgeving:
            stand = stop_mutatie(datamap, f"{gestopt}", None, omgeving).regel.status
        with open_omgeving(settings, AUGUSTUS) as omgeving:
            rapport = run_mutaties(datamap, AUGUSTUS.date(), omgeving)
            terug = undo_mutatie(datamap, f"{doorgevoerd}", omgeving).regel.status

        assert (stand, terug) == (Mutatiestatus.TEGENGEHOUDEN, Mutatiestatus.TERUGGEDRAAID)
        assert rapport.in_balans
        statussen = scalars(settings, "SELECT status FROM mutatiebrieven ORDER BY burger")
        assert sorted(f"{status}" for status in statussen) == [
            "doorgevoerd",
            "tegengehouden",
            "teruggedraaid",
        ]

    def test_colleagues_can_look_at_it(self, invoer: Path, tmp_path: Path, settings: Settings) -> None:
        run(invoer, tmp_path, settings)
        (kenmerk,) = scalars(settings, "SELECT kenmerk FROM brieven WHERE dossier = 'D4'")
        opdrachten = (["status"], ["brief", f"{kenmerk}", "--pdf", f"{tmp_path / 'd4.pdf'}"])
        uitkomsten = [
            run_correspondentie(*opdracht, "--data", tmp_path, omgeving=list_omgeving(settings))
            for opdracht in opdrachten
        ]

        assert [(uitkomst.returncode, uitkomst.stderr) for uitkomst in uitkomsten] == [(0, b"")] * 2
        assert "print: bezorgd" in uitkomsten[1].stdout.decode()


class TestMededingers:
    """At most three mutatiebrieven per citizen and one decision per month, whoever runs what when."""

    @pytest.fixture
    def datamap(self, tmp_path: Path) -> Datamap:
        return Datamap(map=tmp_path / "data")

    def compete(self, datamap: Datamap, settings: Settings, een: Path, twee: Path) -> list[Brokuitkomst]:
        """Let the second chunk begin to store when the first has stored all, and not yet committed."""
        vol, begonnen = threading.Event(), threading.Event()

        def hold(punt: str) -> None:
            if punt == Breekpunt.BROK_VOOR_COMMIT:
                vol.set()
                assert begonnen.wait(60)
                time.sleep(0.5)

        def follow(punt: str) -> None:
            if punt == Breekpunt.BROK_BEREKEND:
                assert vol.wait(60)
            if punt == Breekpunt.PAK_GESCHREVEN:
                begonnen.set()

        with ThreadPoolExecutor(2) as draden:
            taken = [
                draden.submit(self.run_one, datamap, settings, invoer, bereik)
                for invoer, bereik in ((een, hold), (twee, follow))
            ]
            return [taak.result() for taak in taken]

    def run_one(
        self, datamap: Datamap, settings: Settings, invoer: Path, bereik: Callable[[str], None]
    ) -> Brokuitkomst:
        opdracht = Maandopdracht(invoer=invoer, maand="2026-07", datamap=datamap, werkers=1)
        naam = make_run(opdracht, settings, BEGIN.date())
        with open_databank(datamap, settings) as engine, contextlib.suppress(IntegrityError):
            start_run(engine, naam, settings, BEGIN.date(), {})
        werkplaats = make_werkplaats(
            Werkstart(run=naam, datamap=datamap, settings=settings, motor=Motor.WEASYPRINT)
        )
        try:
            brok = Brok(nummer=1, inhoud=tuple(read_regels(invoer)))
            return run_brok(brok, replace(werkplaats, bereik=bereik))
        finally:
            werkplaats.engine.dispose()

    def test_two_runs_that_store_at_once_share_the_room(
        self, tmp_path: Path, datamap: Datamap, settings: Settings
    ) -> None:
        een = write_invoer(tmp_path / "een.jsonl", "A", range(1, 3))
        twee = write_invoer(tmp_path / "twee.jsonl", "B", range(3, 5))

        self.compete(datamap, settings, een, twee)

        vraag = "SELECT count(*) FROM mutatiebrieven GROUP BY burger HAVING max(volgnummer) = 3"
        assert [3, 3, 3] == scalars(settings, vraag)
        assert ["boven-maximum"] * 3 == scalars(settings, "SELECT reden FROM onderdrukt")

    def test_two_runs_that_store_at_once_decide_once_over_a_dossier(
        self, tmp_path: Path, datamap: Datamap, settings: Settings
    ) -> None:
        een = write_invoer(tmp_path / "een.jsonl", "A")
        twee = tmp_path / "twee.jsonl"
        twee.write_bytes(een.read_bytes() + encode_dossiers(make_dossier(nummer="A5", burger=make_burger())))

        self.compete(datamap, settings, een, twee)

        assert [6] == scalars(settings, "SELECT count(*) FROM besluiten")
        vraag = "SELECT count(DISTINCT dossier) - count(*) FROM brieven WHERE brieftype NOT LIKE 'mutatie%'"
        assert [0] == scalars(settings, vraag)
        assert [5] == scalars(settings, "SELECT count(*) FROM uitval WHERE reden LIKE '%al een besluit%'")

    def test_two_workers_with_the_same_chunk_store_it_once(
        self, invoer: Path, datamap: Datamap, settings: Settings
    ) -> None:
        self.compete(datamap, settings, invoer, invoer)

        assert [1] == scalars(settings, "SELECT count(*) FROM brokken")
        assert [1] == scalars(settings, "SELECT count(*) FROM uitval")
        assert [5] == scalars(settings, "SELECT count(*) FROM besluiten")

    def test_whole_runs_at_once_end_well(self, tmp_path: Path, datamap: Datamap, settings: Settings) -> None:
        een = write_invoer(tmp_path / "een.jsonl", "A", range(1, 3))
        twee = write_invoer(tmp_path / "twee.jsonl", "B", range(3, 5))
        opdracht = ("--maand", "2026-07", "--data", datamap.map, "--werkers", "1")
        omgeving = list_omgeving(replace(settings, brok=1))

        lopend = [
            start_correspondentie("maandrun", invoer, *opdracht, omgeving=omgeving) for invoer in (een, twee)
        ]
        uitkomsten = [proces.finish() for proces in lopend]

        assert [(uitkomst.returncode, uitkomst.stderr) for uitkomst in uitkomsten] == [(0, b"")] * 2
        assert [3, 3, 3] == scalars(settings, "SELECT count(*) FROM mutatiebrieven GROUP BY burger")

    def test_what_a_decision_rests_on_stays_until_it_is_stored(
        self, invoer: Path, datamap: Datamap, settings: Settings
    ) -> None:
        run(invoer, datamap.map, settings)
        (kenmerk,) = scalars(settings, "SELECT kenmerk FROM mutatiebrieven WHERE dossier = 'D0'")
        with (
            open_databank(datamap, settings) as engine,
            ThreadPoolExecutor(1) as draad,
            open_omgeving(settings, NA_DE_BRIEF) as omgeving,
        ):
            with engine.begin() as connection:
                list_mutatiestanden(connection, [(BURGERS[0], 2026)], vast=True)
                stap = draad.submit(stop_mutatie, datamap, f"{kenmerk}", None, omgeving)
                with pytest.raises(TimeoutError):
                    stap.result(timeout=4)
                voor = scalars(settings, "SELECT status FROM mutatiebrieven WHERE dossier = 'D0'")
            na = stap.result().regel.status

        assert (voor, na) == (["aangekondigd"], Mutatiestatus.TEGENGEHOUDEN)

    def test_a_run_that_another_machine_does_is_not_done_twice(
        self, invoer: Path, datamap: Datamap, settings: Settings
    ) -> None:
        opdracht = Maandopdracht(invoer=invoer, maand="2026-07", datamap=datamap, werkers=1)
        naam = make_run(opdracht, settings, BEGIN.date())
        with (
            open_databank(datamap, settings) as engine,
            lock_databank(engine, naam),
            pytest.raises(CannotStartError, match="al bezig in een ander proces"),
        ):
            run(invoer, datamap.map, settings)


class TestDood:
    """The server is killed: the run ends with a sentence, and the same command finishes it."""

    def test_while_letters_are_made(
        self, invoer: Path, verwacht: Stand, tmp_path: Path, postgres: Dienst, settings: Settings
    ) -> None:
        opdracht = ("maandrun", invoer, "--maand", "2026-07", "--data", tmp_path, "--werkers", "2")
        with open_databank(Datamap(map=tmp_path), settings):
            proces = start_correspondentie(*opdracht, omgeving=list_omgeving(settings))
        wait_until(lambda: bool(scalars(settings, "SELECT brok FROM brokken")))
        postgres.kill()
        gestopt = proces.finish()
        postgres.start()
        gemaakt = scalars(settings, "SELECT brok FROM brokken")
        hervat = run(invoer, tmp_path, settings)

        assert (gestopt.returncode, hervat.in_balans) == (1, True), gestopt.stderr
        assert "de verbinding met de database is verbroken" in gestopt.stderr.decode()
        assert "Traceback" not in gestopt.stderr.decode()
        assert 1 <= len(gemaakt) <= 3
        assert verwacht == read_stand(tmp_path, settings)

    def test_while_letters_are_delivered(
        self, invoer: Path, tmp_path: Path, postgres: Dienst, settings: Settings
    ) -> None:
        bestand = tmp_path / "magazijn.sqlite"
        storingen = Storingen(aanleveringen=(Storing.TRAAG,) * 4, wachten=2.0)
        with serve_magazijn(bestand, storingen=storingen) as url, ThreadPoolExecutor(1) as draad:
            echt = replace(settings, fbs_url=url, oin="00000001234567890000", sleutel="proef", tijdslimiet=3)
            lopend = draad.submit(run, invoer, tmp_path / "data", echt)
            wait_until(lambda: "bezig" in scalars(settings, "SELECT status FROM zendingen"))
            postgres.kill()
            fout = lopend.exception(timeout=60)
            postgres.start()
            rapport = run(invoer, tmp_path / "data", echt)

        assert isinstance(fout, OperationalError)
        assert explain_databasefout(fout).startswith("de verbinding met de database is verbroken")
        assert rapport.in_balans
        assert set(rapport.zendingen[BOX]) == set(rapport.zendingen[PRINT]) == {Status.BEZORGD}
        assert {1} == set(count_bezorgd(bestand).values())
        assert rapport.zendingen[BOX][Status.BEZORGD] == count_bezorgd(bestand).total()
