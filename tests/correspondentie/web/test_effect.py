"""The effect of a text on letters that were really made, counted in a process of its own."""

import re
import time
from collections.abc import Iterator
from dataclasses import asdict
from types import SimpleNamespace

import pytest

from correspondentie.redactie.bestanden import load_tekst
from correspondentie.redactie.effect import Effect
from correspondentie.redactie.versies import Onderdeel, Soort
from correspondentie.settings import SJABLONEN
from correspondentie.web.effectmeter import Meting
from correspondentie.web.weergave import render_pagina
from tests.bouwers.maandbrief import run_brief
from tests.bouwers.webwerk import Bezoek, Bezoeker, Redactie, serve_redactie, start_concept, submit_tekst

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


def test_before_it_is_submitted_the_writer_sees_what_a_text_takes_on_paper(
    bezoek: Bezoek, redactie: Redactie
) -> None:
    run_brief(redactie, DOSSIER, redactie.map)
    roos = bezoek("roos")
    concept = f"/concepten/{start_concept(roos, 'terugvordering')}"
    lang = "\n\n".join(["Nog een lange zin over niets."] * 120)
    roos.send(f"{concept}/bewaar", revisie="1", **make_langer(lang))
    pagina = wait_deel(roos, f"{concept}/keuring")
    maten = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", pagina))

    assert re.fullmatch(r"[1-9] meer dan nu", maten["Vellen bij 1 brieven"])
    assert {"Vellen papier", "Snel te maken"} <= maten.keys()
    assert f'hx-get="{concept}/keuring"' in roos.get(f"{concept}/indienen").text


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


def make_langer(lang: str) -> dict[str, str]:
    """Make the terugvordering with more text before it."""
    tekst = load_tekst(SJABLONEN, Onderdeel(Soort.BRIEFTYPE, "terugvordering"))
    return {**asdict(tekst), "brief": f"{lang}\n\n{tekst.brief}"}


def wait_deel(bezoeker: Bezoeker, adres: str) -> str:
    """Ask for a part, as its page does, until it is there."""
    tot = time.monotonic() + GEDULD
    while (antwoord := bezoeker.get(adres, **{"HX-Request": "true"})).status_code == 204:
        assert time.monotonic() < tot
        time.sleep(1)
    return antwoord.text


def wait_effect(bezoeker: Bezoeker, versie: str, hoeveel: str = "steekproef") -> str:
    """Ask for the effect, as its page does, until it is known."""
    adres, tot = f"{versie}/effect?hoeveel={hoeveel}", time.monotonic() + GEDULD
    while "hx-get" in (pagina := bezoeker.get(adres, **{"HX-Request": "true"}).text):
        assert time.monotonic() < tot, pagina
        time.sleep(1)
    return pagina
