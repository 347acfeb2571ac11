"""The effect of a text on letters that were really made, counted in a process of its own."""

import re
import time
from collections.abc import Iterator

import pytest

from tests.bouwers.maandbrief import run_brief
from tests.bouwers.webwerk import Bezoek, Bezoeker, Redactie, serve_redactie, submit_tekst

DOSSIER = "te-veel-voorschot-betaald"
GEDULD = 240.0  # seconds, on a machine that does more than this


@pytest.fixture(scope="module")
def redactie(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redactie]:
    """A redactie that knows on what the last run was done."""
    map_ = tmp_path_factory.mktemp("redactie")
    with serve_redactie(map_, invoer=map_ / f"{DOSSIER}.jsonl") as draait:
        yield draait


def test_before_the_first_run_there_is_nothing_to_measure(bezoek: Bezoek) -> None:
    versie = submit_tekst(bezoek("daan"), "terugvordering", "Een zin erbij.", "Proef")

    assert "Er is nog geen maandrun geweest." in bezoek("bea").get(f"{versie}/effect").text


def test_the_letters_of_the_last_run_are_made_anew_and_counted(bezoek: Bezoek, redactie: Redactie) -> None:
    run_brief(redactie, DOSSIER, redactie.map)
    versie = submit_tekst(bezoek("daan"), "terugvordering", "Een zin meer.", "Nog een proef")
    pagina = wait_effect(bezoek("bea"), versie)
    maten = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", pagina))

    assert "Bekeken: 1 van de 1 brieven" in pagina
    assert ("1", "0") == (maten["Veranderen"], maten["Mislukken"])


def test_a_text_with_an_error_makes_no_real_letter(bezoek: Bezoek, redactie: Redactie) -> None:
    run_brief(redactie, DOSSIER, redactie.map)
    versie = submit_tekst(bezoek("daan"), "terugvordering", "{{ brief.kenmrk }}", "Met een fout")
    pagina = wait_effect(bezoek("bea"), versie)

    assert "De controle vindt nog fouten" in pagina


def wait_effect(bezoeker: Bezoeker, versie: str) -> str:
    """Ask for the effect, as its page does, until it is known."""
    tot = time.monotonic() + GEDULD
    while "hx-get" in (pagina := bezoeker.get(f"{versie}/effect", **{"HX-Request": "true"}).text):
        assert time.monotonic() < tot, pagina
        time.sleep(1)
    return pagina
