"""A measurement that fails is told once, and begun again only by who asks for it."""

import time
from dataclasses import replace
from pathlib import Path

from correspondentie.redactie.afscherming import GEHEUGEN_BYTES
from correspondentie.redactie.effect import Effectvraag
from correspondentie.redactie.versies import Tekst
from correspondentie.settings import Settings
from correspondentie.web.effectmeter import MARGE_SECONDEN, Effectmeter, Meting
from correspondentie.werkmap import Datamap
from tests.bouwers.redactie import BESCHIKKING
from tests.bouwers.voorbeeldvragen import list_kinderen
from tests.bouwers.webwerk import Schuifklok

SLEUTEL = "versie run"
GEDULD = 120.0  # seconds, on a machine that does more than this


def make_vraag(map_: Path) -> Effectvraag:
    return Effectvraag(onderdeel=BESCHIKKING, tekst=Tekst(), run="er-is-geen-run", invoer=map_ / "weg.jsonl")


def make_meter(map_: Path, marge: float = MARGE_SECONDEN) -> Effectmeter:
    datamap = Datamap(map=map_ / "data")
    return Effectmeter(datamap=datamap, settings=Settings(), klok=Schuifklok(), invoer=None, marge=marge)


def test_a_measurement_that_failed_stays_told_until_it_is_asked_for_anew(tmp_path: Path) -> None:
    vraag = make_vraag(tmp_path)
    with make_meter(tmp_path) as meter:
        meting = wait_klaar(meter, vraag)
        assert meting.fout
        assert meting is meter.measure(SLEUTEL, vraag)
        nieuw = meter.measure(SLEUTEL, vraag, opnieuw=True)

        assert nieuw is not meting
        assert nieuw == Meting()


def test_a_measurement_that_takes_too_long_is_ended_and_makes_room(tmp_path: Path) -> None:
    vraag = replace(make_vraag(tmp_path), seconden=0.0)
    with make_meter(tmp_path, marge=0.0) as meter:
        meter.measure(SLEUTEL, vraag)
        meting = meter.measure(SLEUTEL, vraag)

        assert meting is not None
        assert "duurde te lang" in meting.fout
        assert meter.measure("een ander", vraag) == Meting()


def test_a_measurement_gets_no_more_memory_than_a_preview(tmp_path: Path) -> None:
    with make_meter(tmp_path) as meter:
        meter.measure(SLEUTEL, make_vraag(tmp_path))
        tot = time.monotonic() + GEDULD
        while f"{GEHEUGEN_BYTES}" not in read_grenzen() and time.monotonic() < tot:
            time.sleep(0.02)

        assert f"{GEHEUGEN_BYTES}" in read_grenzen()


def read_grenzen() -> str:
    """Read how much memory the processes that this one started may take."""
    regels = [Path(f"/proc/{kind}/limits").read_text().splitlines() for kind in list_kinderen()]
    return "".join(regel for deel in regels for regel in deel if regel.startswith("Max address space"))


def wait_klaar(meter: Effectmeter, vraag: Effectvraag) -> Meting:
    """Ask, as a page does, until the measurement is over."""
    tot = time.monotonic() + GEDULD
    while (meting := meter.measure(SLEUTEL, vraag)) is None or not meting.klaar:
        assert time.monotonic() < tot
        time.sleep(0.1)
    return meting
