"""The life of mutaties from end to end: announced in July, stopped or in force in August, on real files."""

import io
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from calc.huishouden import Huishouden
from calc.mutatiestand import InvalidOvergangError, Mutatiestatus
from correspondentie.afronden import Omgeving
from correspondentie.breekpunt import Breekpunt
from correspondentie.errors import CannotStartError, UnknownKenmerkError
from correspondentie.maandrun import run_maand
from correspondentie.mutatieloop import MutatieMovedError, run_mutaties, stop_mutatie, undo_mutatie
from correspondentie.oogst import Oogst
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap, Werkplaats
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier
from tests.bouwers.huishoudens import make_huishouden, make_inkomenslevering, make_kind, make_levering
from tests.bouwers.klok import BEGIN, Proefklok
from tests.bouwers.opdrachtregel import SNEL, run_correspondentie, share_formes

BURGERS = ("111222333", "000000012", "000000024")
LAATSTE_MOMENT = datetime(2026, 7, 31, 21, 59, 59, tzinfo=UTC)  # 23:59:59 in the Netherlands
TE_LAAT = datetime(2026, 7, 31, 22, 0, 1, tzinfo=UTC)
AUGUSTUS = datetime(2026, 8, 3, 8, 0, tzinfo=UTC)
DOORVOERDAG = date(2026, 8, 3)


@contextmanager
def open_omgeving(nu: datetime, **instellingen: Any) -> Iterator[Omgeving]:  # noqa: ANN401 - any setting
    with Voortgang(Console(file=io.StringIO())) as voortgang:
        yield Omgeving(settings=Settings(**instellingen), klok=Proefklok(nu), voortgang=voortgang)


def make_een_kind() -> Huishouden:
    """A household with one child, of which fewer hours were delivered."""
    return make_huishouden(make_kind(1, leveringen=(make_levering(uren="60"),)))


@pytest.fixture(scope="module")
def juli(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which July announced mutaties to three households: two children, one child, an income."""
    tmp_path = tmp_path_factory.mktemp("juli")
    minder = (make_levering(uren="60"),)
    huishoudens = (
        make_huishouden(make_kind(1, leveringen=minder), make_kind(2, leveringen=minder)),
        make_een_kind(),
        make_huishouden(inkomensleveringen=(make_inkomenslevering(toetsingsinkomen=90_000_00),)),
    )
    dossiers = [
        make_dossier(huishouden, nummer=f"D{plaats}", burger=make_burger(bsn))
        for plaats, (huishouden, bsn) in enumerate(zip(huishoudens, BURGERS, strict=True))
    ]
    invoer, datamap = tmp_path / "juli.jsonl", Datamap(map=tmp_path / "data")
    invoer.write_bytes(encode_dossiers(*dossiers))
    share_formes(datamap.map)
    opdracht = Maandopdracht(invoer=invoer, maand="2026-07", datamap=datamap, werkers=1)
    with open_omgeving(BEGIN) as omgeving:
        run_maand(opdracht, omgeving)
    return datamap.map


@pytest.fixture
def datamap(juli: Path, tmp_path: Path) -> Datamap:
    """A copy of that folder."""
    return Datamap(map=shutil.copytree(juli, tmp_path / "data"))


def query(datamap: Datamap, vraag: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(datamap.database) as database:
        return database.execute(vraag).fetchall()


def execute(datamap: Datamap, opdracht: str) -> None:
    with sqlite3.connect(datamap.database) as database:
        database.execute(opdracht)


def list_statussen(datamap: Datamap) -> list[str]:
    return [status for (status,) in query(datamap, "SELECT status FROM mutatiebrieven ORDER BY dossier, 1")]


def find_kenmerk(datamap: Datamap, dossier: str) -> str:
    vraag = f"SELECT kenmerk FROM mutatiebrieven WHERE dossier = '{dossier}' ORDER BY volgnummer"  # noqa: S608 - a name of this test
    kenmerk: str = query(datamap, vraag)[0][0]
    return kenmerk


def list_brieven(datamap: Datamap, na: str) -> list[str]:
    """The brieftypen of the letters made in runs whose name begins so."""
    vraag = f"SELECT brieftype FROM brieven WHERE run LIKE '{na}%' ORDER BY 1"  # noqa: S608 - idem
    return [brieftype for (brieftype,) in query(datamap, vraag)]


def stop(datamap: Datamap, kenmerk: str, nu: datetime, ontvangen: datetime | None = None) -> Mutatiestatus:
    with open_omgeving(nu) as omgeving:
        return stop_mutatie(datamap, kenmerk, ontvangen, omgeving).regel.status


def put_in_force(datamap: Datamap, dag: date = DOORVOERDAG) -> bool:
    with open_omgeving(AUGUSTUS) as omgeving:
        return run_mutaties(datamap, dag, omgeving).in_balans


class TestTegenhouden:
    """Inside the window a stop is heeded; after it the citizen is told what can still be done."""

    def test_the_last_moment_is_in_time_and_a_letter_confirms_it(self, datamap: Datamap) -> None:
        kenmerk = find_kenmerk(datamap, "D0")

        assert Mutatiestatus.TEGENGEHOUDEN is stop(datamap, kenmerk.lower(), LAATSTE_MOMENT)
        assert list_brieven(datamap, "tegengehouden") == ["bevestiging-tegenhouden"]
        vraag = "SELECT DISTINCT status FROM zendingen WHERE run LIKE 'tegengehouden%'"
        assert query(datamap, vraag) == [("bezorgd",)]

    def test_one_second_later_is_too_late(self, datamap: Datamap) -> None:
        with pytest.raises(InvalidOvergangError, match="kan de gegevens nog wel wijzigen"):
            stop(datamap, find_kenmerk(datamap, "D0"), TE_LAAT)

        assert set(list_statussen(datamap)) == {"aangekondigd"}
        assert list_brieven(datamap, "tegengehouden") == []

    def test_what_counts_is_when_the_word_of_the_citizen_came_in(self, datamap: Datamap) -> None:
        kenmerk = find_kenmerk(datamap, "D0")

        assert Mutatiestatus.TEGENGEHOUDEN is stop(datamap, kenmerk, AUGUSTUS, LAATSTE_MOMENT)

    def test_a_moment_in_the_future_is_refused(self, datamap: Datamap) -> None:
        with pytest.raises(CannotStartError, match="toekomst"):
            stop(datamap, find_kenmerk(datamap, "D0"), BEGIN, LAATSTE_MOMENT)

    def test_stopping_twice_sends_one_confirmation(self, datamap: Datamap) -> None:
        kenmerk = find_kenmerk(datamap, "D0")
        stop(datamap, kenmerk, LAATSTE_MOMENT)

        assert Mutatiestatus.TEGENGEHOUDEN is stop(datamap, kenmerk, AUGUSTUS)
        assert list_brieven(datamap, "tegengehouden") == ["bevestiging-tegenhouden"]

    def test_an_unknown_kenmerk_says_what_to_do(self, datamap: Datamap) -> None:
        with pytest.raises(UnknownKenmerkError, match="Controleer het kenmerk"):
            stop(datamap, "0000-0000-0000-0000", LAATSTE_MOMENT)


class TestDoorvoeren:
    """What nobody stopped comes in force once; each household gets its herziening."""

    def test_nothing_comes_in_force_on_the_last_day_to_stop(self, datamap: Datamap) -> None:
        assert put_in_force(datamap, date(2026, 7, 31)) is True
        assert set(list_statussen(datamap)) == {"aangekondigd"}

    def test_each_household_gets_one_herziening(self, datamap: Datamap) -> None:
        stop(datamap, find_kenmerk(datamap, "D1"), LAATSTE_MOMENT)

        assert put_in_force(datamap) is True
        assert list_statussen(datamap) == ["doorgevoerd", "doorgevoerd", "tegengehouden", "doorgevoerd"]
        assert list_brieven(datamap, "doorgevoerd") == ["herziening", "herziening", "terugvordering"]

    def test_a_day_that_has_yet_to_come_is_refused(self, datamap: Datamap) -> None:
        with pytest.raises(CannotStartError, match="ligt in de toekomst"), open_omgeving(BEGIN) as omgeving:
            run_mutaties(datamap, DOORVOERDAG, omgeving)

    def test_what_the_citizen_never_got_waits_and_the_rest_goes_on(self, datamap: Datamap) -> None:
        kenmerk = find_kenmerk(datamap, "D1")
        execute(datamap, f"UPDATE zendingen SET status = 'opgegeven' WHERE kenmerk = '{kenmerk}'")  # noqa: S608 - idem

        assert put_in_force(datamap) is True
        assert list_statussen(datamap) == ["doorgevoerd", "doorgevoerd", "aangekondigd", "doorgevoerd"]
        ((veld, reden),) = query(datamap, "SELECT veld, reden FROM uitval WHERE run LIKE 'doorgevoerd%'")
        assert veld == kenmerk
        assert "is niet bezorgd" in reden

    def test_a_run_that_stored_nothing_does_not_keep_its_day(self, datamap: Datamap) -> None:
        kenmerk = find_kenmerk(datamap, "D1")
        put_in_force(datamap)
        with pytest.raises(InvalidOvergangError):
            stop(datamap, kenmerk, AUGUSTUS)
        with open_omgeving(datetime(2026, 8, 5, 8, 0, tzinfo=UTC)) as omgeving:
            uitkomst = stop_mutatie(datamap, kenmerk, LAATSTE_MOMENT, omgeving)

        assert uitkomst.regel.status is Mutatiestatus.TEGENGEHOUDEN
        assert uitkomst.rapport.dagtekening == date(2026, 8, 5)
        assert list_brieven(datamap, "tegengehouden") == ["herziening"]

    def test_a_household_that_changed_meanwhile_is_left_alone(
        self, datamap: Datamap, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kenmerk = find_kenmerk(datamap, "D1")

        def archive(oogst: Oogst, werkplaats: Werkplaats) -> None:
            echt_archive(oogst, werkplaats)
            execute(datamap, f"UPDATE mutatiebrieven SET ingangsmaand = 10 WHERE kenmerk = '{kenmerk}'")  # noqa: S608 - idem

        echt_archive = Oogst.archive
        monkeypatch.setattr(Oogst, "archive", archive)
        with pytest.raises(MutatieMovedError, match="Er is niets gedaan"):
            put_in_force(datamap)

        assert set(list_statussen(datamap)) == {"aangekondigd"}
        assert list_brieven(datamap, "doorgevoerd") == []

    def test_doing_it_twice_changes_nothing(self, datamap: Datamap) -> None:
        put_in_force(datamap)
        vraag = "SELECT kenmerk, kanaal, status, attempts FROM zendingen ORDER BY 1, 2"
        eerst = query(datamap, vraag)

        assert put_in_force(datamap) is True
        assert eerst == query(datamap, vraag)

    def test_the_next_month_keeps_what_came_in_force(self, datamap: Datamap, tmp_path: Path) -> None:
        put_in_force(datamap)
        dossier = make_dossier(make_een_kind(), nummer="D1", burger=make_burger(BURGERS[1]))
        invoer = tmp_path / "augustus.jsonl"
        invoer.write_bytes(encode_dossiers(dossier).replace(b'"2026-07"', b'"2026-08"'))
        with open_omgeving(datetime(2026, 8, 9, 8, 0, tzinfo=UTC)) as omgeving:
            opdracht = Maandopdracht(invoer=invoer, maand="2026-08", datamap=datamap, werkers=1)
            rapport = run_maand(opdracht, omgeving)

        assert (rapport.beschikkingen, rapport.mutatievoorstellen) == (1, 0)


class TestAndereRekenkern:
    """Another calculator must have heard of what came in force; nothing is undone in silence."""

    def test_facts_without_a_mutatie_in_force_are_uitval(self, datamap: Datamap, tmp_path: Path) -> None:
        put_in_force(datamap)
        dossier = make_dossier(make_een_kind(), nummer="D1", burger=make_burger(BURGERS[1]))
        invoer, beschikkingen = tmp_path / "augustus.jsonl", tmp_path / "beschikkingen.jsonl"
        invoer.write_bytes(encode_dossiers(dossier).replace(b'"2026-07"', b'"2026-08"'))
        berekend = run_correspondentie(
            "bereken", invoer, "--dagtekening", "2026-08-10", "--uit", beschikkingen
        )
        with open_omgeving(datetime(2026, 8, 9, 8, 0, tzinfo=UTC)) as omgeving:
            rapport = run_maand(
                Maandopdracht(
                    invoer=invoer, maand="2026-08", datamap=datamap, werkers=1, beschikkingen=beschikkingen
                ),
                omgeving,
            )

        assert berekend.returncode == 0, berekend.stderr.decode()
        (uitval,) = rapport.uitvallijst
        assert "niet is verwerkt" in uitval.reden


class TestAfgebroken:
    """The process is really killed; the same command finishes: nothing lost, nothing double."""

    @pytest.mark.parametrize(
        "punt",
        [
            *(Breekpunt.BROK_VOOR_COMMIT, Breekpunt.BROK_NA_COMMIT, Breekpunt.RUN_VRIJGEGEVEN),
            Breekpunt.BEZORGING_KLAAR,
        ],
    )
    def test_what_comes_in_force_comes_in_force_once(self, datamap: Datamap, punt: Breekpunt) -> None:
        opdracht = ("mutaties", "doorvoeren", "--op", "2026-08-03", "--data", datamap.map)
        gebroken = run_correspondentie(*opdracht, omgeving=SNEL | {"CORRESPONDENTIE_BREEKPUNT": punt.value})
        heel = run_correspondentie(*opdracht, omgeving=SNEL)

        assert (gebroken.returncode, heel.returncode, heel.stderr) == (-9, 0, b"")
        assert set(list_statussen(datamap)) == {"doorgevoerd"}
        vraag = "SELECT DISTINCT status FROM zendingen WHERE run LIKE 'doorgevoerd%'"
        assert query(datamap, vraag) == [("bezorgd",)]
        assert len(list_brieven(datamap, "doorgevoerd")) == 4

    def test_a_confirmation_that_did_not_leave_is_delivered_by_the_same_command(
        self, datamap: Datamap
    ) -> None:
        kenmerk = find_kenmerk(datamap, "D0")
        opdracht = ("mutatie", "tegenhouden", kenmerk, "--ontvangen", "2026-07-31T23:59")
        breek = SNEL | {"CORRESPONDENTIE_BREEKPUNT": Breekpunt.BROK_NA_COMMIT.value}
        gebroken = run_correspondentie(*opdracht, "--data", datamap.map, omgeving=breek)
        heel = run_correspondentie(*opdracht, "--data", datamap.map, omgeving=SNEL)

        assert (gebroken.returncode, heel.returncode, heel.stderr) == (-9, 0, b"")
        vraag = "SELECT DISTINCT status FROM zendingen WHERE run LIKE 'tegengehouden%'"
        assert query(datamap, vraag) == [("bezorgd",)]


class TestTerugdraaien:
    """A mutatie in force can be changed back, once."""

    def test_the_household_gets_another_herziening(self, datamap: Datamap) -> None:
        put_in_force(datamap)
        with open_omgeving(AUGUSTUS) as omgeving:
            regel = undo_mutatie(datamap, find_kenmerk(datamap, "D1"), omgeving).regel

        assert (regel.status, regel.terug_vanaf) == (Mutatiestatus.TERUGGEDRAAID, 10)
        assert list_brieven(datamap, "teruggedraaid") == ["herziening"]
