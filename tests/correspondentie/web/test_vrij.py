"""A text that is slow to check or to make is the trouble of who wrote it, and of nobody else."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bouwers.webwerk import Bezoek, Bezoeker, start_concept

LUS = "{% for a in mutatie.vergelijkingen %}" * 3 + "{{ maandbedragen(mutatie) }}\n" * 30 + "{% endfor %}" * 3
WOORDEN = " ".join(f"xq{een}{ander}{derde}w" for een in "bcdfg" for ander in "hjklm" for derde in "npqrstvz")
VIJANDIG = {"haken": "[" * 20_000, "accolades": "{{" * 8_000, "woorden": WOORDEN, "lus": LUS}
SNEL = 1.0  # seconds for a page, however busy the checks are


@pytest.mark.parametrize("naam", VIJANDIG)
def test_a_colleague_has_every_page_at_once_while_a_hostile_text_is_checked(
    bezoek: Bezoek, naam: str
) -> None:
    roos, bea = bezoek("roos"), bezoek("bea")
    concept = f"/concepten/{start_concept(roos, 'mutatiebrief-kinderopvang')}"
    with ThreadPoolExecutor(1) as draad:
        bezig = draad.submit(roos.ask, f"{concept}/controle", brief=VIJANDIG[naam], titel="x", bericht="y")
        tijden = [measure(bea, "/")]
        while not bezig.done():
            tijden.append(measure(bea, "/"))
            time.sleep(0.1)

    assert 200 == bezig.result().status_code
    assert max(tijden) < SNEL


def test_a_colleague_sees_a_letter_while_another_one_is_too_much(bezoek: Bezoek) -> None:
    roos, daan = bezoek("roos"), bezoek("daan")
    traag, vlot = (
        f"/concepten/{start_concept(bezoeker, 'mutatiebrief-kinderopvang')}" for bezoeker in (roos, daan)
    )
    vraag = {"titel": "x", "bericht": "y"}
    with ThreadPoolExecutor(1) as draad:
        for bezoeker in (roos, daan):
            bezoeker.ask(f"{vlot}/voorbeeld", brief="Dag.", **vraag)
        bezig = draad.submit(roos.ask, f"{traag}/voorbeeld", brief=LUS, **vraag)
        time.sleep(0.2)
        gemaakt = daan.ask(f"{vlot}/voorbeeld", brief="Dag.", **vraag).json()
        eerder = not bezig.done()

    assert gemaakt["paginas"]
    assert eerder or "fouten" in bezig.result().json()


def measure(bezoeker: Bezoeker, pad: str) -> float:
    """Measure how long a page takes. Unit: seconds."""
    begin = time.monotonic()
    assert 200 == bezoeker.get(pad).status_code
    return time.monotonic() - begin
