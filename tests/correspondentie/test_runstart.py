"""A run begins on a day that citizens can trust, and can be taken up again later."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from correspondentie import opslag
from correspondentie.databank import make_databank
from correspondentie.errors import CannotStartError
from correspondentie.opslag import Run
from correspondentie.redactie.stand import decide_stand, find_stand
from correspondentie.redactie.vrijgeven import withdraw_vrijgave
from correspondentie.runstart import (
    StandMovedError,
    compute_sjabloondigest,
    compute_weg,
    open_run,
    start_run,
)
from correspondentie.settings import Settings
from correspondentie.werkplaats import Datamap
from tests.bouwers.redactie import DAG as VANAF
from tests.bouwers.redactie import SJABLONEN, make_handeling, make_tekst, release

ECHT = Settings(fbs_url="http://127.0.0.1:1")
DAG, DAG_LATER = date(2026, 7, 10), date(2026, 7, 11)
RUN = Run(
    run="2026-07-00000000", maand="2026-07", dagtekening=DAG, invoer="0" * 64, sjablonen="1" * 64, brok=100
)


class TestDagtekening:
    """With a real Berichtenbox the dagtekening matters."""

    def test_a_run_cannot_begin_after_its_dagtekening(self, tmp_path: Path) -> None:
        engine = make_databank(Datamap(map=tmp_path), Settings())

        with pytest.raises(CannotStartError, match="is voorbij"):
            start_run(engine, RUN, ECHT, DAG_LATER, {})

    def test_the_standin_takes_a_month_of_long_ago(self, tmp_path: Path) -> None:
        engine = make_databank(Datamap(map=tmp_path), Settings())

        assert start_run(engine, RUN, Settings(), DAG_LATER, {}) == RUN

    def test_a_broken_run_can_be_finished_a_day_later(self, tmp_path: Path) -> None:
        engine = make_databank(Datamap(map=tmp_path), Settings())
        begonnen = start_run(engine, RUN, ECHT, DAG, {})

        verder = start_run(engine, replace(RUN, brok=7), ECHT, DAG_LATER, {})

        assert verder == begonnen

    def test_a_run_keeps_its_dagtekening(self, tmp_path: Path) -> None:
        engine = make_databank(Datamap(map=tmp_path), Settings())
        start_run(engine, RUN, ECHT, DAG, {})

        with pytest.raises(CannotStartError, match="dezelfde dag"):
            start_run(engine, replace(RUN, dagtekening=DAG_LATER), ECHT, DAG, {})


class TestWeg:
    """A run keeps to the way, the sender, the key and the archive with which it began."""

    @pytest.mark.parametrize(
        "anders",
        [
            Settings(fbs_url="https://magazijn.example"),
            Settings(oin="00000000000000000009"),
            Settings(sleutel="een-heel-ander-geheim"),
            Settings(archief="s3://emmer"),
        ],
    )
    def test_a_run_is_not_taken_up_in_another_way(self, anders: Settings, tmp_path: Path) -> None:
        engine = make_databank(Datamap(map=tmp_path), Settings())
        start_run(engine, replace(RUN, weg=compute_weg(Settings())), Settings(), DAG, {})

        with pytest.raises(CannotStartError, match="andere weg"):
            start_run(engine, replace(RUN, weg=compute_weg(anders)), anders, DAG, {})

    def test_another_address_of_the_same_berichtenbox_is_no_other_way(self) -> None:
        een, ander = (Settings(fbs_url=f"https://{naam}.example") for naam in ("een", "ander"))

        assert compute_weg(een) == compute_weg(ander)


class TestStand:
    """What was withdrawn before a run was written down is in none of its letters."""

    def test_a_run_is_not_written_down_with_texts_that_are_in_use_no_more(self, tmp_path: Path) -> None:
        engine = make_databank(Datamap(map=tmp_path), Settings())
        vrijgave = release(engine, make_tekst(), vanaf=VANAF)
        with engine.begin() as connection:
            stand = decide_stand(connection, RUN.dagtekening)
        withdraw_vrijgave(engine, vrijgave.nummer, make_handeling(), SJABLONEN)

        with pytest.raises(StandMovedError, match="net veranderd"):
            start_run(engine, RUN, Settings(), DAG, stand)
        with engine.begin() as connection:
            assert opslag.find_run(connection, RUN.run) is None

    def test_a_run_begins_anew_when_a_text_is_withdrawn_while_it_begins(self, tmp_path: Path) -> None:
        datamap, settings = Datamap(map=tmp_path), Settings()
        engine = make_databank(datamap, settings)
        nummer = release(engine, make_tekst(), vanaf=VANAF).nummer
        withdraw_after_next(engine, nummer)
        run, eigen = open_run(engine, RUN, datamap, settings, DAG)

        assert settings == eigen
        assert RUN.sjablonen == run.sjablonen != compute_sjabloondigest(eigen)
        with engine.begin() as connection:
            assert {} == find_stand(connection, RUN.run)


def withdraw_after_next(engine: Engine, nummer: int) -> None:
    """Let a colleague withdraw a release right after the next transaction."""

    def withdraw(*_: object) -> None:
        withdraw_vrijgave(engine, nummer, make_handeling(), SJABLONEN)

    event.listen(engine.pool, "checkin", withdraw, once=True)
