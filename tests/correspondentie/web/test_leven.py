"""The life of a text in a real browser: written, judged by another, released, in a real letter, and back."""

from contextlib import closing
from pathlib import Path

from playwright.sync_api import expect

from tests.bouwers.maandbrief import run_brief
from tests.bouwers.webwerk import Bezoek, Bezoeker, Redactie, submit_tekst
from tests.correspondentie.web.conftest import Zit

DOSSIERS = ("te-veel-voorschot-betaald", "vermogen-boven-de-grens")  # each gets a terugvordering
ZIN = "Dit is een zin die er vorige maand niet stond."


def test_a_text_becomes_a_letter_and_is_rolled_back(redactie: Redactie, zit: Zit, tmp_path: Path) -> None:
    roos, bea, otto = zit("roos"), zit("bea"), zit("otto")
    roos.start_concept("terugvordering")
    roos.write(f"{ZIN}\n\n")
    versie = roos.submit("Een zin erbij")
    bea.judge(versie, "Goedkeuren", "Duidelijk")
    expect(bea.page.locator(".toestand").first).to_have_text("goedgekeurd")
    otto.go(versie).page.get_by_label("Waarom").fill("Voor de run van juli")
    otto.page.get_by_label("Voor brieven met een datum vanaf").fill("2026-07-10")
    otto.press_knop("Vrijgeven")
    expect(otto.page.locator(".toestand").first).to_have_text("gepland")
    eerst = run_brief(redactie, DOSSIERS[0], tmp_path)
    otto.go(versie)
    otto.page.get_by_text("Trek deze vrijgave in").click()
    otto.page.get_by_label("Waarom trekt u haar in?").fill("Toch niet duidelijk")
    otto.press_knop("Intrekken")
    daarna = run_brief(redactie, DOSSIERS[1], tmp_path)

    assert ZIN in eerst
    assert ZIN not in daarna
    assert "U kreeg over 2026 te veel toeslag" in daarna


def test_who_wrote_a_text_cannot_approve_it(zit: Zit) -> None:
    daan = zit("daan")
    daan.start_concept("herziening")
    daan.write("Van mij. ")
    versie = daan.submit("Mijn eigen tekst")
    daan.judge(versie, "Goedkeuren", "Vind ik zelf goed")

    expect(daan.page.get_by_role("alert")).to_contain_text("U schreef zelf aan versie")
    expect(daan.page.locator(".toestand").first).to_have_text("ter beoordeling")


def test_a_text_with_an_error_is_not_approved(zit: Zit) -> None:
    roos, bea = zit("roos"), zit("bea")
    roos.start_concept("mutatiebrief-inkomen")
    roos.write("{{ brief.kenmrk }}\n\n")
    versie = roos.submit("Met een fout erin")
    bea.judge(versie, "Goedkeuren", "Ziet er goed uit")

    expect(bea.page.get_by_role("alert")).to_contain_text("heeft nog 1 fout(en) in de controle")
    expect(bea.page.locator("#keuring")).to_contain_text("Bedoelt u 'kenmerk'?")


def test_a_reader_sees_what_changed_in_words_and_on_the_page(redactie: Redactie, zit: Zit) -> None:
    bea = zit("bea")
    versie = submit_versie(redactie, "mutatiebrief-kinderopvang", "Hier verandert iets.")
    bea.go(versie)
    expect(bea.page.locator(".diff-nieuw ins").first).to_contain_text("Hier verandert iets.")
    paren = bea.page.locator("#paginaverschil .paar")
    expect(paren.first.locator("img")).to_have_count(2, timeout=30_000)

    assert paren.first.locator("img").last.evaluate(
        "beeld => beeld.decode().then(() => beeld.naturalWidth > 0)"
    )
    expect(bea.page.locator("#keuring")).to_contain_text("Vellen papier", timeout=60_000)


def test_a_remark_on_selected_words_stands_with_these_words(redactie: Redactie, zit: Zit) -> None:
    bea = zit("bea")
    bea.go(submit_versie(redactie, "bevestiging-tegenhouden", "Let op deze woorden."))
    bea.page.get_by_text("Maak een opmerking bij een passage").click()
    bea.page.locator("[data-passage=brief]").evaluate(
        """vlak => {
            const bereik = document.createRange();
            bereik.setStart(vlak.firstChild, 4); bereik.setEnd(vlak.firstChild, 19);
            getSelection().removeAllRanges(); getSelection().addRange(bereik);
        }"""
    )
    expect(bea.page.locator("[data-citaat]")).to_have_text("op deze woorden")
    bea.page.get_by_label("Uw opmerking").fill("Welke woorden?")
    bea.press_knop("Plaats de opmerking")
    expect(bea.page.locator(".opmerking blockquote")).to_have_text("op deze woorden")
    bea.press_knop("Handel deze opmerking af")

    expect(bea.page.locator(".opmerking")).to_contain_text("Afgehandeld door Bea Lezer")


def test_a_remark_can_be_about_the_title_and_the_bericht_as_well(redactie: Redactie, bezoek: Bezoek) -> None:
    bea, versie = bezoek("bea"), submit_versie(redactie, "voorlopige-beschikking", "Een zin erbij.")
    for waar, woorden in (("titel", ""), ("bericht", "Hebt u vragen?")):
        gedaan = bea.send(f"{versie}/opmerkingen", waar=waar, woorden=woorden, tekst="Kan dit korter?")
        assert 303 == gedaan.status_code, gedaan.text
    niet = bea.send(f"{versie}/opmerkingen", waar="titel", woorden="staat er niet", tekst="Hier")
    pagina = bea.get(versie).text

    assert 400 == niet.status_code
    assert (1, 1) == (pagina.count("uur, bij titel"), pagina.count("uur, bij bericht"))


def submit_versie(redactie: Redactie, naam: str, zin: str) -> str:
    """Submit a text of a colleague with one more sentence."""
    daan = Bezoeker(redactie.url).log_in("daan")
    with closing(daan.client):
        return submit_tekst(daan, naam, zin, "Een zin erbij")
