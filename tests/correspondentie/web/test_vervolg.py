"""After a version was sent back its text is where writing goes on, and never a dead end."""

from tests.bouwers.webwerk import Bezoek, start_concept, submit_tekst

BRIEF = "terugvordering"
ZIN = "Deze zin blijft."


def test_a_version_that_was_sent_back_becomes_a_concept_with_its_text(bezoek: Bezoek) -> None:
    roos = bezoek("roos")
    versie = submit_tekst(roos, BRIEF, ZIN, "Een zin erbij")
    bezoek("bea").send(f"{versie}/terugsturen", waarom="Maak de zin korter")
    assert "Maak hiervan een nieuw concept" in roos.get(versie).text
    concept = roos.send(f"{versie}/concept").headers["location"]

    assert ZIN in roos.get(concept).text
    roos.send(f"{concept}/weggooien", revisie="1")


def test_who_writes_on_another_version_is_told_and_keeps_that_one(bezoek: Bezoek) -> None:
    daan = bezoek("daan")
    versie = submit_tekst(bezoek("roos"), BRIEF, "Van Roos.", "Een zin erbij")
    nummer = start_concept(daan, BRIEF)
    antwoord = daan.send(f"{versie}/concept")

    assert 409 == antwoord.status_code
    assert "U schrijft al aan brieftype terugvordering" in antwoord.text
    assert "Van Roos." not in daan.get(f"/concepten/{nummer}").text
