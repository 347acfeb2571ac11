"""What Prometheus reads is what stands in the database, and says nothing of a person."""

from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from correspondentie import opslag
from correspondentie.databank import open_databank
from correspondentie.meetwaarden import Meetwaarden
from correspondentie.settings import Settings
from correspondentie.werkplaats import Datamap
from outbox.opslag import plan_zendingen
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.runs import RUN, make_run
from tests.bouwers.zendingen import BSNS, NU, Nepklok, make_zending

DAGEN_5 = 5 * 24 * 3600


def read_tekst(map_: Path) -> str:
    """Read the page that Prometheus reads."""
    register = CollectorRegistry()
    with open_databank(Datamap(map=map_), Settings()) as engine:
        register.register(Meetwaarden(engine=engine, klok=Nepklok(), globe=Datamap(map=map_).globe))
        return generate_latest(register).decode()


def read_meetwaarden(map_: Path) -> dict[tuple[str, ...], float]:
    """Read every metric as Prometheus would: by its name and labels."""
    return {
        (meting.name.removeprefix("correspondentie_"), *meting.labels.values()): meting.value
        for familie in text_string_to_metric_families(read_tekst(map_))
        for meting in familie.samples
    }


def fill(map_: Path) -> None:
    """Begin a run with three zendingen: two open, one delivered."""
    box, print_ = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
    with open_databank(Datamap(map=map_), Settings()) as engine, engine.begin() as connection:
        opslag.save_run(connection, make_run())
        stapel = [
            (make_zending(1, box, run=RUN), Status.GEPLAND),
            (make_zending(2, box, run=RUN, publicatie=NU), Status.BEZORGD),
            (make_zending(3, print_, run=RUN, publicatie=NU), Status.VRIJGEGEVEN),
        ]
        plan_zendingen(connection, stapel)


def test_zendingen_are_counted_per_run_channel_and_status(tmp_path: Path) -> None:
    fill(tmp_path)
    waarden = read_meetwaarden(tmp_path)

    assert waarden["zendingen", "berichtenbox", RUN, "gepland"] == 1
    assert waarden["zendingen", "berichtenbox", RUN, "bezorgd"] == 1
    assert waarden["zendingen", "print", RUN, "vrijgegeven"] == 1
    assert waarden["brieven", RUN] == waarden["brokken_open", RUN] == waarden["huishoudens", RUN] == 0


def test_the_time_left_is_that_of_the_first_letter_that_is_not_delivered(tmp_path: Path) -> None:
    fill(tmp_path)
    waarden = read_meetwaarden(tmp_path)

    assert waarden["publicatie_seconden", "berichtenbox"] == DAGEN_5
    assert waarden["publicatie_seconden", "print"] == 0


def test_what_a_colleague_must_look_at_of_globe_is_counted(tmp_path: Path) -> None:
    geen = read_meetwaarden(tmp_path)["globe_meldingen",]
    meldingen = Datamap(map=tmp_path).globe / "meldingen"
    meldingen.mkdir(parents=True)
    for naam in ("a.txt", "a.xml", "b.txt"):
        (meldingen / naam).touch()

    assert (0, 2) == (geen, read_meetwaarden(tmp_path)["globe_meldingen",])


def test_no_personal_data_is_told(tmp_path: Path) -> None:
    fill(tmp_path)
    tekst = read_tekst(tmp_path)

    assert not any(bsn in tekst for bsn in BSNS)
    assert "T-000001" not in tekst
