"""The effect of a text on letters that were really made, counted in a process of its own."""

import re
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from correspondentie.redactie.effect import Effect
from correspondentie.web.effectmeter import Meting
from correspondentie.web.weergave import render_pagina
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
    for hoeveel in ("steekproef", "alle"):
        pagina = wait_effect(bezoek("bea"), versie, hoeveel)
        maten = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", pagina))

        assert "Bekeken: 1 van de 1 brieven" in pagina
        assert "afgebroken" not in pagina
        assert ["1", "0", "0"] == [maten[naam] for naam in ("Veranderen", "Mislukken", "Onbekend")]


def test_a_page_tells_why_letters_fail_which_are_unknown_and_that_it_was_cut_off() -> None:
    effect = Effect(run="2026-07", volume=50, te_bekijken=9, aantal=4, onbekend=1)
    effect.add_mislukt("K1", "voorbeeld/brief.md, regel 3: dit veld is leeg.")
    meting = Meting(effect=effect)
    versie = SimpleNamespace(digest="f" * 64)
    velden = {"versie": versie, "run": effect, "meting": meting, "reden": "", "alle": True}
    pagina = render_pagina("effect.html", velden)

    assert "1 brief: voorbeeld/brief.md, regel 3: dit veld is leeg. Bijvoorbeeld kenmerk K1." in pagina
    assert "Onbekend zijn brieven die nu niet meer zo te maken zijn" in pagina
    assert "De meting is afgebroken" in pagina
    assert "Er waren 9 brieven te bekijken." in pagina


def test_a_text_with_an_error_makes_no_real_letter(bezoek: Bezoek, redactie: Redactie) -> None:
    run_brief(redactie, DOSSIER, redactie.map)
    versie = submit_tekst(bezoek("daan"), "terugvordering", "{{ brief.kenmrk }}", "Met een fout")
    pagina = wait_effect(bezoek("bea"), versie)

    assert "De controle vindt nog fouten" in pagina


def wait_effect(bezoeker: Bezoeker, versie: str, hoeveel: str = "steekproef") -> str:
    """Ask for the effect, as its page does, until it is known."""
    adres, tot = f"{versie}/effect?hoeveel={hoeveel}", time.monotonic() + GEDULD
    while "hx-get" in (pagina := bezoeker.get(adres, **{"HX-Request": "true"}).text):
        assert time.monotonic() < tot, pagina
        time.sleep(1)
    return pagina
