"""Every act on the web is a line of the logboek, and an autosave is none."""

import re

from tests.bouwers.webwerk import Bezoek, Bezoeker, start_concept, submit_tekst

REGEL = re.compile(r'data-kop="Wie">([^<]*)</td><td data-kop="Daad">([^<]*)</td>')


def count_daden(hanna: Bezoeker, wie: str, daad: str) -> int:
    """Count how often somebody did this."""
    return REGEL.findall(hanna.get("/logboek").text).count((wie, daad))


def test_logging_out_is_written_down(bezoek: Bezoek) -> None:
    bezoek("bea").send("/uitloggen")

    assert 1 == count_daden(bezoek("hanna"), "Bea Lezer", "uitgelogd")


def test_who_changes_a_concept_is_written_down_when_they_begin_and_take_over(bezoek: Bezoek) -> None:
    roos, daan, hanna = bezoek("roos"), bezoek("daan"), bezoek("hanna")
    concept = f"/concepten/{start_concept(roos, 'herziening')}"
    for revisie, wie in enumerate((roos, roos, roos, daan, daan), start=1):
        wie.ask(f"{concept}/bewaar", revisie=f"{revisie}", titel="Titel", brief=f"{revisie}", bericht="Dag")

    keren = [count_daden(hanna, wie, "concept gewijzigd") for wie in ("Roos Schrijver", "Daan Tweede")]
    assert [1, 1] == keren


def test_a_set_of_proofs_that_is_taken_is_written_down(bezoek: Bezoek) -> None:
    assert 200 == bezoek("bea").get("/teksten/brieftype/bevestiging-tegenhouden/proefset.zip").status_code

    assert 1 == count_daden(bezoek("hanna"), "Bea Lezer", "proefset gedownload")


def test_who_tries_to_approve_their_own_text_is_written_down(bezoek: Bezoek) -> None:
    daan = bezoek("daan")
    versie = submit_tekst(daan, "terugvordering", "Van mij.", "Proef")

    assert 409 == daan.send(f"{versie}/goedkeuren", waarom="Vind ik goed").status_code
    assert 1 == count_daden(bezoek("hanna"), "Daan Tweede", "goedkeuring geweigerd")
