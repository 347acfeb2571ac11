"""The database is opened in one place: it is the right one, up to date, or the error says what to do."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, Table, event, make_url, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from correspondentie import afkeuring, bezorgers, boxstanden, mutatieregels, opslag, voorraad
from correspondentie.databank import explain_databasefout, has_databank, make_databank, open_databank
from correspondentie.errors import CannotStartError
from correspondentie.migraties import BEGIN, MAP, describe_schema, migrate
from correspondentie.redactie import tabellen as redactietabellen
from correspondentie.settings import Settings
from correspondentie.web import tabellen as webtabellen
from correspondentie.werkplaats import Datamap
from outbox import tabellen
from outbox.database import make_engine
from tests.bouwers.diensten import ADRES, Dienst, find_poort, make_database
from tests.bouwers.opdrachtregel import run_correspondentie

GEHEIM = "zeer-geheim"
METADATA = [opslag.metadata, tabellen.metadata]
TABELLEN = [tabel for metadata in METADATA for tabel in metadata.tables]
SOORTEN = ["sqlite", "postgresql"]
# a Zending as it stood in the first tables, for the code of then is gone
ZENDING = """
INSERT INTO zendingen (kenmerk, kanaal, run, ontvanger, onderwerp, tekst, sha256, paginas, vellen, publicatie,
                       terugval, status)
VALUES ('T-000001', 'print', '2026-07', '111222333', 'Uw toeslag', 'Lees de bijlage.', 'aa', 2, 1,
        '2026-07-10 00:00:00', false, 'gepland')
"""
VOLGENDE = '''
"""An example of the next migration: a column, a value that a CHECK knows, a table and a trigger."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, String

revision = "0002"
down_revision = "0001"

STATUSSEN = (
    "'gepland', 'vrijgegeven', 'bezig', 'onzeker', 'bezorgd', 'vervangen', 'opgegeven', 'vastgehouden', "
    "'ingetrokken'"
)


def upgrade() -> None:
    with op.batch_alter_table("zendingen") as tabel:
        tabel.add_column(Column("kix", String(20)))
        tabel.drop_constraint("zendingen_status", type_="check")
        tabel.create_check_constraint("zendingen_status", f"status IN ({STATUSSEN})")
    op.create_table("logboek", Column("zending_id", Integer, ForeignKey("zendingen.id"), primary_key=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE FUNCTION weiger() RETURNS trigger AS "
                   "$$ BEGIN RAISE EXCEPTION 'blijft'; END $$ LANGUAGE plpgsql")
        op.execute("CREATE TRIGGER blijft BEFORE DELETE ON logboek FOR EACH ROW EXECUTE FUNCTION weiger()")
    else:
        op.execute("CREATE TRIGGER blijft BEFORE DELETE ON logboek BEGIN SELECT RAISE(ABORT, 'blijft'); END")
'''


@pytest.fixture(params=SOORTEN)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'proef.sqlite'}"
    return make_database(request.getfixturevalue("postgres"), "databank")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    with open_engine(url) as engine:
        yield engine


@contextmanager
def open_engine(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    yield engine
    engine.dispose()


def make_begin(map_: Path) -> Path:
    """Make a copy of the migrations with the first one only."""
    shutil.copytree(MAP, map_, ignore=shutil.ignore_patterns("__pycache__", "v000[2-9]*"))
    return map_


def make_before_migrations(engine: Engine, map_: Path) -> None:
    """Make the database as it was when nobody kept a history of it."""
    migrate(engine, make_begin(map_ / "begin"))
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def find_versie(engine: Engine) -> str:
    with engine.begin() as connection:
        versie: str = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return versie


def make_next(map_: Path) -> Path:
    """Make a copy of the first migration, with one more."""
    (make_begin(map_) / "versies" / "v0002_proef.py").write_text(VOLGENDE)
    return map_


def open_on(postgres: Dienst, **anders: object) -> str:
    """Try to open a database on this server, and give the error; what is given replaces part of the URL."""
    url = make_url(f"{postgres.url}/databank").set(**anders)  # type: ignore[arg-type] # parts of a URL
    with pytest.raises(CannotStartError) as fout:
        make_databank(Datamap(map=Path()), Settings(database=url))
    assert GEHEIM not in f"{fout.value!r} {fout.value.__cause__!r}"
    return str(fout.value)


class TestSchema:
    """What the migrations make is what the code knows: this fails as soon as somebody forgets one."""

    def test_from_scratch_equals_migrated(self, engine: Engine, url: str, tmp_path: Path) -> None:
        migrate(engine)
        with engine.begin() as connection:
            gemigreerd = describe_schema(connection, TABELLEN)
            verschillen = compare_metadata(MigrationContext.configure(connection), METADATA)  # type: ignore[arg-type] # it takes more than one
            for metadata in METADATA:
                metadata.drop_all(connection)
                metadata.create_all(connection)
            nieuw = describe_schema(connection, TABELLEN)

        assert set(TABELLEN) == set(gemigreerd)
        assert nieuw == gemigreerd, "add a migration: docs/migraties.md"
        assert [] == verschillen

    def test_every_table_of_the_code_is_known_here(self) -> None:
        uit = (afkeuring, bezorgers, boxstanden, mutatieregels, redactietabellen, voorraad, webtabellen)
        assert all(t.name in TABELLEN for m in uit for t in vars(m).values() if isinstance(t, Table))


class TestBijwerken:
    """The first who opens the database brings it up to date, and nobody does it twice."""

    def test_a_database_that_is_up_to_date_is_only_looked_at(self, engine: Engine) -> None:
        migrate(engine)
        gezien: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *a: gezien.append(a[2]))
        migrate(engine)

        assert len(gezien) <= 4
        assert not any(woord in vraag for vraag in gezien for woord in ("CREATE", "INSERT", "pg_advisory"))

    def test_a_database_of_before_is_taken_over_with_what_it_holds(
        self, engine: Engine, tmp_path: Path
    ) -> None:
        make_before_migrations(engine, tmp_path)
        with engine.begin() as connection:
            connection.execute(text(ZENDING))

        migrate(engine)

        assert find_versie(engine) >= BEGIN
        with engine.begin() as connection:
            assert connection.scalar(text("SELECT count(*) FROM zendingen")) == 1

    @pytest.mark.parametrize(
        "wijziging",
        [
            "ALTER TABLE uitval ADD COLUMN extra INTEGER",
            "DROP INDEX zendingen_open",
            "DROP TABLE partijen",
            "CREATE UNIQUE INDEX extra ON brieven (dossier)",
        ],
    )
    def test_a_database_that_looks_different_is_refused(
        self, engine: Engine, wijziging: str, tmp_path: Path
    ) -> None:
        make_before_migrations(engine, tmp_path)
        with engine.begin() as connection:
            connection.execute(text(wijziging))

        with pytest.raises(
            CannotStartError, match=r"anders dan verwacht zijn (uitval|zendingen|partijen|brieven)\."
        ):
            migrate(engine)

        with pytest.raises(DatabaseError, match="alembic_version"):
            find_versie(engine)

    def test_a_newer_database_is_refused(self, engine: Engine) -> None:
        migrate(engine)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

        with pytest.raises(CannotStartError, match=r"nieuwere versie van dit programma \(9999; "):
            migrate(engine)

    def test_of_two_that_start_at_once_one_waits_for_the_other(self, url: str) -> None:
        engines = [make_engine(url) for _ in range(4)]
        with ThreadPoolExecutor(4) as draden:
            list(draden.map(migrate, engines))

        assert BEGIN <= find_versie(engines[0])
        for engine in engines:
            engine.dispose()

    def test_two_processes_can_start_at_once(self, url: str) -> None:
        programma = (
            "import sys; from outbox.database import make_engine as maak; "
            "from correspondentie.migraties import migrate; "
            "engine = maak(sys.argv[1]); migrate(engine); engine.dispose()"
        )
        kinderen = [subprocess.Popen([sys.executable, "-c", programma, url]) for _ in range(2)]

        assert [0, 0] == [kind.wait(60) for kind in kinderen]


class TestVolgende:
    """The next migration changes tables on both databases, and keeps what they hold."""

    @pytest.fixture
    def bijgewerkt(self, engine: Engine, tmp_path: Path) -> Engine:
        migrate(engine, make_begin(tmp_path / "begin"))
        with engine.begin() as connection:
            connection.execute(text(ZENDING))
            connection.execute(
                text(
                    "INSERT INTO overgangen (zending_id, van, naar, moment) "
                    "VALUES (1, 'gepland', 'vrijgegeven', '2026-07-01 00:00:00')"
                )
            )
        migrate(engine, make_next(tmp_path / "volgende"))
        return engine

    def test_a_new_value_of_a_status_is_taken_and_an_unknown_one_is_not(self, bijgewerkt: Engine) -> None:
        with bijgewerkt.begin() as connection:
            connection.execute(text("UPDATE zendingen SET status = 'ingetrokken', kix = '1234AB1'"))

        with pytest.raises(IntegrityError, match="zendingen_status"), bijgewerkt.begin() as connection:
            connection.execute(text("UPDATE zendingen SET status = 'zoek'"))

    def test_the_rest_of_a_changed_table_stays_as_it_was(self, bijgewerkt: Engine, tmp_path: Path) -> None:
        with bijgewerkt.begin() as connection:
            nu = describe_schema(connection, ["zendingen", "overgangen"])
            assert connection.scalar(text("SELECT count(*) FROM overgangen")) == 1

        zendingen = nu["zendingen"]
        assert "('zendingen_kanaal', " in f"{zendingen['checks']}"
        assert [("zendingen_een_per_kanaal", "kenmerk", "kanaal")] == zendingen["uniek"]
        assert {"zendingen_open", "zendingen_run"} <= {naam for naam, *_ in zendingen["indexen"]}  # type: ignore[attr-defined] # a description holds any object, here a list
        assert [("zending_id", "zendingen", "id", "{}")] == nu["overgangen"]["verwijzingen"]

    def test_foreign_keys_hold_again_afterwards(self, bijgewerkt: Engine) -> None:
        with pytest.raises(IntegrityError), bijgewerkt.begin() as connection:
            connection.execute(text("INSERT INTO logboek (zending_id) VALUES (99)"))

    def test_a_trigger_comes_along(self, bijgewerkt: Engine) -> None:
        with bijgewerkt.begin() as connection:
            connection.execute(text("INSERT INTO logboek (zending_id) VALUES (1)"))
            beeld = describe_schema(connection, ["logboek"])["logboek"]

        assert "blijft" in f"{beeld['triggers']}"
        with pytest.raises(DatabaseError, match="blijft"), bijgewerkt.begin() as connection:
            connection.execute(text("DELETE FROM logboek"))

    def test_an_older_program_then_refuses_the_database(self, bijgewerkt: Engine, tmp_path: Path) -> None:
        with pytest.raises(CannotStartError, match=r"0002; dit programma kent 0001"):
            migrate(bijgewerkt, tmp_path / "begin")


class TestOpenen:
    """What is wrong with the server is said in Dutch, and never with the password."""

    def test_without_the_setting_it_is_a_file_in_the_data_folder(self, tmp_path: Path) -> None:
        datamap = Datamap(map=tmp_path / "data")
        ervoor = has_databank(datamap, Settings())
        with open_databank(datamap, Settings()) as engine:
            assert engine.dialect.name == "sqlite"

        assert (ervoor, datamap.database.exists()) == (False, True)

    @pytest.mark.parametrize(
        ("adres", "melding"),
        [
            (f"geheim {GEHEIM}", "geen adres van een database"),
            (f"postgresql+psycopg://u:{GEHEIM}@server:poort/db", "geen adres van een database"),
            (f"mysql://u:{GEHEIM}@server/db", "geen adres van PostgreSQL"),
            ("sqlite:///elders.sqlite", "geen adres van PostgreSQL"),
            (f"postgresql+psycopg://u:{GEHEIM}@server", "naam van de database ontbreekt"),
            (f"postgresql+psycopg://server/db?password={GEHEIM}", "wachtwoord staat op de verkeerde plek"),
        ],
    )
    def test_a_wrong_address_is_told_with_the_shape_of_a_right_one(self, adres: str, melding: str) -> None:
        with pytest.raises(CannotStartError, match=melding) as fout:
            Settings.from_env({"CORRESPONDENTIE_DATABASE": adres})

        assert "postgresql+psycopg://gebruiker:wachtwoord@server:5432/database" in str(fout.value)
        assert GEHEIM not in str(fout.value)

    def test_the_password_shows_nowhere(self) -> None:
        adres = f"postgresql+psycopg://gebruiker:{GEHEIM}@server/db"
        settings = Settings.from_env({"CORRESPONDENTIE_DATABASE": adres})

        assert settings.database is not None
        assert GEHEIM not in f"{settings!r} {settings} {settings.database} {settings.database!r}"

    def test_a_server_that_is_not_there(self, postgres: Dienst) -> None:
        melding = open_on(postgres, port=find_poort(), password=GEHEIM)

        assert f"De database databank op {ADRES} (poort" in melding
        assert "de server geeft geen antwoord. Controleer" in melding

    def test_a_database_that_is_not_there(self, postgres: Dienst) -> None:
        assert "de database bestaat niet op de server" in open_on(postgres, database="nergens")

    def test_a_wrong_password(self, postgres: Dienst, scram: Callable[[], None]) -> None:
        scram()

        assert "weigert de gebruiker of het wachtwoord" in open_on(
            postgres, username="geheim", password=GEHEIM
        )

    @pytest.fixture
    def scram(self, postgres: Dienst) -> Callable[[], None]:
        """Let the server ask one user for a password."""

        def ask() -> None:
            regels = postgres.map / "data" / "pg_hba.conf"
            oud = regels.read_text()
            if "geheim" not in oud:
                regels.write_text(f"host all geheim {ADRES}/32 scram-sha-256\n{oud}")
            dsn = f"{postgres.url.replace('+psycopg', '')}/postgres"
            with psycopg.connect(dsn, autocommit=True) as connection:
                connection.execute("DROP ROLE IF EXISTS geheim")
                connection.execute("CREATE ROLE geheim LOGIN PASSWORD 'anders'")
                connection.execute("SELECT pg_reload_conf()")

        return ask

    def test_a_user_who_may_not_make_tables(self, postgres: Dienst) -> None:
        make_database(postgres, "databank")
        dsn = f"{postgres.url.replace('+psycopg', '')}/postgres"
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("DROP ROLE IF EXISTS lezer")
            connection.execute("CREATE ROLE lezer LOGIN")

        assert "de gebruiker mag dit niet in de database" in open_on(postgres, username="lezer")

    def test_the_command_line_says_it_in_one_sentence(self, tmp_path: Path) -> None:
        adres = f"postgresql+psycopg://gebruiker:{GEHEIM}@{ADRES}:{find_poort()}/db"
        omgeving = {"CORRESPONDENTIE_DATABASE": adres}
        uitkomst = run_correspondentie("status", "--data", tmp_path, omgeving=omgeving)

        assert (uitkomst.returncode, uitkomst.stdout) == (1, b"")
        assert uitkomst.stderr.decode().startswith(f"De database db op {ADRES}")
        assert GEHEIM not in uitkomst.stderr.decode()


class TestUitleg:
    """What goes wrong later is told by what it is, and the values of the statement stay out of it."""

    @pytest.mark.parametrize(
        ("opdracht", "uitleg"),
        [
            ("SELECT pg_terminate_backend(pg_backend_pid())", "de server is gestopt"),
            ("CREATE TABLE t (n int)", "neemt alleen vragen aan"),
            (
                "SELECT count(*) FROM (SELECT g FROM generate_series(1, 300000) g ORDER BY g DESC) t",
                "een grens",
            ),
            ("SELECT 1 / 0", "bezet, vol of beschadigd"),
        ],
    )
    def test_a_fault_of_the_server_has_its_own_sentence(
        self, postgres: Dienst, opdracht: str, uitleg: str
    ) -> None:
        grenzen = "-c work_mem=64kB -c temp_file_limit=64kB -c default_transaction_read_only=on"
        url = f"{make_database(postgres, 'databank')}?options={quote(grenzen)}"
        with open_engine(url) as engine, pytest.raises(DatabaseError) as fout, engine.begin() as connection:
            connection.execute(text(opdracht))

        assert uitleg in explain_databasefout(fout.value)

    def test_an_error_never_carries_the_values_of_a_statement(self, engine: Engine) -> None:
        migrate(engine)
        with pytest.raises(DatabaseError) as fout, engine.begin() as connection:
            connection.execute(text("INSERT INTO nergens VALUES (:bsn)"), {"bsn": "111222333"})

        assert "111222333" not in str(fout.value)
