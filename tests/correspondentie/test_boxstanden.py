"""Who takes post in the Berichtenbox: asked in bulk, kept once, and the same all through a run."""

import gzip
import json
import tracemalloc
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, make_url, select, text
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from correspondentie.boxstanden import (
    apply_boxstanden,
    boxstanden,
    choose_berichtenbox,
    find_laatste_boxstand,
    load_boxstanden,
    save_boxstanden,
)
from correspondentie.boxvragen import (
    Aanvragers,
    Boxtelling,
    InvalidVraagError,
    read_boxantwoord,
    refresh_boxstanden,
    write_vragen,
)
from correspondentie.databank import make_databank
from correspondentie.dossier import Berichtenbox
from correspondentie.errors import CannotStartError
from correspondentie.kanaal import compute_geldig_tot
from correspondentie.settings import Settings
from correspondentie.werkplaats import Datamap
from outbox.boxstand import Boxstand
from outbox.errors import UncertainError
from outbox.fbs_profiel import Profieldienst, Profielinstellingen
from outbox.loopback import serve_app
from tests.bouwers.abonnementen import make_antwoord
from tests.bouwers.diensten import Dienst, make_database
from tests.bouwers.dossiers import make_burger, make_dossier
from tests.bouwers.profielen import JA, NAAM, Profielen, make_partij
from tests.bouwers.runs import make_run
from tests.bouwers.zendingen import BSNS, NU, OIN, Nepklok

DAG = timedelta(days=1)
MINUUT = timedelta(minutes=1)
VANDAAG, GISTEREN = date(2026, 7, 1), date(2026, 6, 30)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_databank(Datamap(map=tmp_path / "var"), Settings())
    yield engine
    engine.dispose()


def make_stand(bsn: str = BSNS[0], *, actief: bool = True, op: datetime = NU) -> Boxstand:
    return Boxstand(bsn=bsn, actief=actief, gecontroleerd_op=op)


def save(engine: Engine, *standen: Boxstand) -> int:
    """Keep checks, and tell the number of the last one."""
    with engine.begin() as connection:
        save_boxstanden(connection, standen)
        return find_laatste_boxstand(connection)


def load(engine: Engine, tot_en_met: int, bsns: Sequence[str] = BSNS) -> dict[str, Boxstand]:
    with engine.begin() as connection:
        return load_boxstanden(connection, bsns, tot_en_met)


def count(engine: Engine) -> int:
    with engine.begin() as connection:
        return connection.execute(select(func.count()).select_from(boxstanden)).scalar_one()


class TestBewaren:
    """The newest check counts, and what a run began with stays what it was."""

    @pytest.mark.parametrize("volgorde", [(0, 1), (1, 0)])
    def test_the_newest_check_counts_whichever_was_kept_first(
        self, engine: Engine, volgorde: tuple[int, int]
    ) -> None:
        standen = (make_stand(op=NU - DAG), make_stand(op=NU, actief=False))
        laatste = [save(engine, standen[plaats]) for plaats in volgorde][-1]

        assert {BSNS[0]: standen[1]} == load(engine, laatste)

    def test_a_check_that_is_kept_twice_stays_as_it_was(self, engine: Engine) -> None:
        save(engine, make_stand(), make_stand(BSNS[1]))
        laatste = save(engine, make_stand(actief=False))

        assert make_stand() == load(engine, laatste)[BSNS[0]]
        assert 2 == count(engine)

    def test_what_came_after_a_run_began_does_not_count_in_it(self, engine: Engine) -> None:
        laatste = save(engine, make_stand())
        save(engine, make_stand(op=NU - DAG / 2), make_stand(op=NU + DAG, actief=False))

        assert {BSNS[0]: make_stand()} == load(engine, laatste)

    def test_many_persons_are_found_at_once(self, engine: Engine) -> None:
        bsns = [f"{nummer:09d}" for nummer in range(1_234)]
        laatste = save(engine, *map(make_stand, bsns))

        assert set(bsns) == load(engine, laatste, bsns).keys()

    def test_a_dossier_gets_what_was_known_when_its_run_began(self, engine: Engine) -> None:
        laatste = save(engine, make_stand(op=datetime(2026, 7, 11, tzinfo=UTC), actief=False))
        dossiers = [make_dossier(burger=make_burger(bsn)) for bsn in BSNS[:2]]
        with engine.begin() as connection:
            eerder = apply_boxstanden(connection, make_run(), dossiers)
            nu = apply_boxstanden(connection, make_run(standen_tot=laatste), dossiers)

        assert dossiers == eerder
        assert Berichtenbox(actief=False, gecontroleerd_op=date(2026, 7, 11)) == nu[0].berichtenbox
        assert dossiers[1] == nu[1]

    def test_on_postgresql_a_run_that_begins_waits_for_who_is_keeping_checks(self, postgres: Dienst) -> None:
        url = make_database(postgres, "boxstanden")
        schrijver, run = (make_databank_on(url) for _ in range(2))
        with ThreadPoolExecutor(1) as draad, schrijver.begin() as connection:
            save_boxstanden(connection, [make_stand()])
            begin = draad.submit(save, run)
            wait_for_lock(connection.engine, begin)
            assert not begin.done()
            connection.commit()
            laatste = begin.result(timeout=30)

        assert {BSNS[0]: make_stand()} == load(run, laatste)
        schrijver.dispose()
        run.dispose()


def make_databank_on(url: str) -> Engine:
    """Make an engine on a PostgreSQL with the tables in it."""
    return make_databank(Datamap(map=Path()), Settings(database=make_url(url)))


def wait_for_lock(engine: Engine, werk: Future[int]) -> None:
    """Wait until this work waits for a lock on a table."""
    vraag = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'")
    while not werk.done():
        with engine.connect() as connection:
            if connection.scalar(vraag):
                return


@pytest.mark.parametrize(
    ("invoer", "stand", "actief", "dag"),
    [
        (None, None, None, None),
        (None, (True, VANDAAG), True, VANDAAG),
        (None, (False, VANDAAG), False, VANDAAG),
        ((True, VANDAAG), None, True, VANDAAG),
        ((True, GISTEREN), (False, VANDAAG), False, VANDAAG),
        ((False, GISTEREN), (True, VANDAAG), True, VANDAAG),
        ((True, VANDAAG), (False, GISTEREN), True, VANDAAG),
        ((False, VANDAAG), (True, GISTEREN), False, VANDAAG),
        # of one day nobody knows which came last
        ((True, VANDAAG), (True, VANDAAG), True, VANDAAG),
        ((True, VANDAAG), (False, VANDAAG), False, VANDAAG),
        ((False, VANDAAG), (True, VANDAAG), False, VANDAAG),
    ],
)
def test_the_newest_of_input_and_check_counts(
    invoer: tuple[bool, date] | None, stand: tuple[bool, date] | None, actief: bool | None, dag: date | None
) -> None:
    gekozen = choose_berichtenbox(
        invoer and Berichtenbox(actief=invoer[0], gecontroleerd_op=invoer[1]),
        stand and make_stand(actief=stand[0], op=datetime.combine(stand[1], time(12), UTC)),
    )

    assert (actief, dag) == ((gekozen.actief, gekozen.gecontroleerd_op) if gekozen else (None, None))


@pytest.mark.parametrize(
    ("gecontroleerd_op", "geldig_tot"),
    [
        (date(2026, 7, 1), datetime(2026, 7, 8, 22, tzinfo=UTC)),
        (date(2026, 12, 1), datetime(2026, 12, 8, 23, tzinfo=UTC)),
        (date(2026, 3, 25), datetime(2026, 4, 1, 22, tzinfo=UTC)),  # summer time began in between
        (date(2026, 10, 20), datetime(2026, 10, 27, 23, tzinfo=UTC)),  # and ended
    ],
)
def test_a_check_holds_to_the_end_of_the_seventh_day_in_the_netherlands(
    gecontroleerd_op: date, geldig_tot: datetime
) -> None:
    assert geldig_tot == compute_geldig_tot(Berichtenbox(actief=True, gecontroleerd_op=gecontroleerd_op))


def write_invoer(map_: Path, *bsns: str) -> Path:
    """Write an input in which each applicant has one line."""
    bestand = map_ / "invoer.jsonl"
    bestand.write_text("".join(json.dumps({"aanvrager": {"bsn": bsn}, "meer": 1}) + "\n" for bsn in bsns))
    return bestand


class TestAanvragers:
    """Each applicant once, whatever stands in the lines, in little memory."""

    def test_each_comes_once_in_the_order_of_the_input(self, tmp_path: Path) -> None:
        bestand = write_invoer(tmp_path, BSNS[1], BSNS[0], BSNS[1], BSNS[2])

        assert [BSNS[1], BSNS[0], BSNS[2]] == list(Aanvragers(bestand))

    def test_a_line_without_a_bsn_is_counted_and_passed(self, tmp_path: Path) -> None:
        bestand = write_invoer(tmp_path, "123456789", "12345678", "٩٩٩٩٩٣٦٥٣", BSNS[0])
        kapot = [b"\xff", b"[" * 5_000, b'{"aanvrager": 1}', b"{}", b"geen json", b"x" * (1024 * 1024 + 2)]
        bestand.write_bytes(b"\n".join([*kapot, bestand.read_bytes()]))
        aanvragers = Aanvragers(bestand)

        assert [BSNS[0]] == list(aanvragers)
        assert 9 == aanvragers.overgeslagen

    def test_memory_does_not_grow_with_the_input(self, tmp_path: Path) -> None:
        bestand = write_invoer(tmp_path, *(bsn for bsn in make_bsns(10_000)))
        tracemalloc.start()
        try:
            aantal = sum(1 for _ in Aanvragers(bestand))
            _, piek = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

        assert 10_000 == aantal
        assert piek < 14_000_000


def make_bsns(aantal: int) -> Iterator[str]:
    """Make numbers that pass the eleven-test, in the range that nobody has."""
    for kop in range(10_000_000, 10_000_000 + 2 * aantal):
        rest = sum((9 - plaats) * int(cijfer) for plaats, cijfer in enumerate(f"{kop:08d}")) % 11
        if rest < 10 and aantal:
            aantal -= 1
            yield f"{kop:08d}{rest}"


class TestVerversen:
    """What the Profiel Service tells is kept as it comes."""

    def test_each_answer_is_kept_and_counted(self, engine: Engine) -> None:
        telling = refresh(engine, Profielen(make_partij(BSNS[0], JA), make_partij(BSNS[1])))

        assert (4, 1) == (telling.gevraagd, telling.actief)
        standen = load(engine, 4)
        assert [BSNS[0]] == [bsn for bsn, stand in standen.items() if stand.actief]
        assert set(BSNS) == standen.keys()

    def test_a_service_that_stops_leaves_what_it_told(
        self, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("correspondentie.boxvragen.BEWAAR", 2)
        profielen = Profielen(make_partij(BSNS[0], JA), make_partij(BSNS[1], JA))
        half = [*BSNS[:2], "999990001", "111111111"]

        with pytest.raises(CannotStartError) as fout:
            refresh(engine, Uitvallend(profielen), half, personen=2)

        assert "Bewaard zijn de antwoorden over 2 personen" in str(fout.value)
        assert "Geef dezelfde opdracht later nog eens" in str(fout.value)
        assert not [bsn for bsn in half if bsn in str(fout.value)]
        assert set(BSNS[:2]) == load(engine, 10).keys()


class Uitvallend:
    """A Profiel Service that answers once."""

    def __init__(self, profielen: Profielen) -> None:
        self._profielen = profielen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = Response(status_code=500) if self._profielen.gevraagd else self._profielen
        await app(scope, receive, send)


def refresh(engine: Engine, app: ASGIApp, bsns: Sequence[str] = BSNS, personen: int = 1000) -> Boxtelling:
    with serve_app(app) as url:
        instellingen = Profielinstellingen(url=url, dienstverlener=NAAM, personen=personen)
        with Profieldienst(instellingen, Nepklok()) as dienst:
            return refresh_boxstanden(bsns, dienst, engine)


class TestGlobevragen:
    """A question is remembered, and only its own answer, whole and in time, is kept."""

    @pytest.fixture
    def vraag(self, tmp_path: Path) -> Path:
        ((bewijs, aantal),) = write_vragen(iter(BSNS), tmp_path / "vragen", OIN, Nepklok())
        assert len(BSNS) == aantal
        return bewijs

    def test_the_answer_is_kept_and_who_is_not_named_is_not_active(self, engine: Engine, vraag: Path) -> None:
        antwoord = write_antwoord(vraag, {BSNS[0]: "true", BSNS[1]: "false"})
        telling = read_boxantwoord(antwoord, vraag, engine, Nepklok(NU + DAG))

        assert (4, 1) == (telling.gevraagd, telling.actief)
        assert load(engine, 9) == {
            bsn: make_stand(bsn, actief=bsn == BSNS[0], op=NU + MINUUT) for bsn in BSNS
        }

    def test_reading_it_again_changes_nothing(self, engine: Engine, vraag: Path) -> None:
        antwoord = write_antwoord(vraag, {BSNS[0]: "true"})
        for dagen in (1, 2):
            read_boxantwoord(antwoord, vraag, engine, Nepklok(NU + dagen * DAG))

        assert 4 == count(engine)

    def test_an_answer_that_names_nobody_makes_nobody_active(self, engine: Engine, vraag: Path) -> None:
        telling = read_boxantwoord(write_antwoord(vraag, {}), vraag, engine, Nepklok())

        assert (4, 0) == (telling.gevraagd, telling.actief)

    @pytest.mark.parametrize("verschil", [-timedelta(minutes=6), DAG + timedelta(minutes=6)])
    def test_an_answer_from_before_the_question_or_from_the_future_is_refused(
        self, engine: Engine, vraag: Path, verschil: timedelta
    ) -> None:
        antwoord = write_antwoord(vraag, {BSNS[0]: "true"}, NU + verschil)

        with pytest.raises(InvalidVraagError, match="Het moment van het antwoord kan niet"):
            read_boxantwoord(antwoord, vraag, engine, Nepklok(NU + DAG))
        assert 0 == count(engine)

    def test_an_answer_to_another_question_is_refused(self, engine: Engine, vraag: Path) -> None:
        antwoord = write_antwoord(vraag, {BSNS[0]: "true"}, verzoek_id=UUID(int=7))

        with pytest.raises(UncertainError, match="hoort bij een andere vraag"):
            read_boxantwoord(antwoord, vraag, engine, Nepklok())
        assert 0 == count(engine)

    def test_half_an_answer_is_refused(self, engine: Engine, vraag: Path) -> None:
        antwoord = write_antwoord(vraag, dict.fromkeys(BSNS, "true"))
        antwoord.write_bytes(antwoord.read_bytes()[:-20])

        with pytest.raises(UncertainError):
            read_boxantwoord(antwoord, vraag, engine, Nepklok())
        assert 0 == count(engine)

    def test_a_list_that_was_changed_is_refused(self, engine: Engine, vraag: Path) -> None:
        antwoord = write_antwoord(vraag, {BSNS[0]: "true"})
        lijst = vraag.with_suffix(".xml")
        lijst.write_bytes(lijst.read_bytes().replace(BSNS[1].encode(), b"000000012"))

        with pytest.raises(InvalidVraagError, match="niet meer die van de vraag"):
            read_boxantwoord(antwoord, vraag, engine, Nepklok())

    @pytest.mark.parametrize(
        "inhoud",
        [
            b"",
            b"{}",
            b"\xff",
            b"[" * 5_000,
            b"x" * 20_000,
            b'{"oin":"1","verzoek_id":"../../x","gevraagd_op":"2026-07-01T08:00:00Z","sha256":""}',
            b'{"oin":"1","verzoek_id":"00000000-0000-0000-0000-000000000007",'
            b'"gevraagd_op":"2026-07-01T08:00:00","sha256":""}',
        ],
    )
    def test_what_is_no_question_is_refused(self, engine: Engine, vraag: Path, inhoud: bytes) -> None:
        vraag.write_bytes(inhoud)

        with pytest.raises(InvalidVraagError, match="is geen vraag"):
            read_boxantwoord(vraag, vraag, engine, Nepklok())

    def test_no_name_of_a_file_holds_a_bsn(self, vraag: Path) -> None:
        namen = " ".join(bestand.name for bestand in vraag.parent.iterdir())

        assert not [bsn for bsn in BSNS if bsn in namen + vraag.read_text()]
        assert {".json", ".xml"} == {bestand.suffix for bestand in vraag.parent.iterdir()}


def write_antwoord(
    vraag: Path, standen: dict[str, str], moment: datetime = NU + MINUUT, verzoek_id: UUID | None = None
) -> Path:
    """Write what GLOBE answers to a question, packed, as it is taken to."""
    antwoord = vraag.parent.parent / "antwoord.xml.gz"
    inhoud = make_antwoord(f"{verzoek_id or vraag.stem}", OIN, standen, moment)
    antwoord.write_bytes(gzip.compress(inhoud.encode()))
    return antwoord
