"""Writing in a real browser: the letter beside the text, errors at their line, and nothing that is lost."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from correspondentie.web.sessies import STIL
from tests.bouwers.browser import Scherm, open_scherm
from tests.bouwers.diensten import find_poort
from tests.bouwers.webwerk import Redactie, serve_redactie
from tests.correspondentie.web.conftest import Zit

EVEN_NIET = 200  # ms; an editor takes no Enter for a choice in the first 75 after it was offered
NIEUW = "Wij schrijven u over uw toeslag. "


def test_the_letter_beside_the_text_is_the_letter_of_the_text(zit: Zit) -> None:
    roos = zit("roos")
    roos.start_concept("terugvordering")
    bladen = roos.page.locator("#paginas img")
    expect(bladen.first).to_have_attribute("alt", "Pagina 1 van 2 van de brief")
    eerst = bladen.first.get_attribute("src")
    roos.write(NIEUW)
    expect(roos.page.locator("#paginas pre").first).to_contain_text(NIEUW.strip())

    assert eerst != bladen.first.get_attribute("src")
    assert bladen.first.evaluate("async beeld => { await beeld.decode(); return beeld.naturalWidth > 0 }")


def test_the_message_in_the_berichtenbox_is_beside_it_as_well(zit: Zit) -> None:
    roos = zit("roos")
    roos.start_concept("mutatiebrief-inkomen")
    roos.write(NIEUW, "Bericht in de Berichtenbox")
    roos.page.get_by_role("tab", name="Brief").focus()
    roos.page.keyboard.press("ArrowRight")

    expect(roos.page.locator("#bericht-tekst")).to_contain_text(NIEUW.strip())
    expect(roos.page.locator("#bericht-onderwerp")).to_contain_text("Wijziging inkomen")
    expect(roos.page.get_by_role("tabpanel", name="Brief")).to_be_hidden()


def test_a_field_that_does_not_exist_is_told_under_its_line_with_a_better_one(zit: Zit) -> None:
    roos = zit("roos")
    roos.start_concept("definitieve-toekenning")
    roos.write("Uw kenmerk is {{ brief.kenmrk }}.\n\n")
    fout = roos.page.locator(".foutregel")

    expect(fout).to_contain_text("Bedoelt u 'kenmerk'?")
    expect(roos.page.locator("#fouten button")).to_contain_text("Brief, regel 1")
    expect(roos.page.locator("#voorbeeld")).to_have_class("voorbeeld oud")
    roos.page.locator("#fouten button").click()
    roos.page.keyboard.press("Delete")
    roos.page.keyboard.insert_text("kenmerk")
    expect(fout).to_have_count(0)


def test_a_field_comes_in_by_typing_and_by_a_click(zit: Zit) -> None:
    roos = zit("roos")
    roos.start_concept("mutatiebrief-kinderopvang")
    roos.write("Datum: ")
    roos.page.keyboard.type("{{ dagtek")
    keuze = roos.page.locator(".cm-tooltip-autocomplete [aria-selected=true]")
    expect(keuze).to_contain_text("dagtekening")
    roos.page.wait_for_timeout(EVEN_NIET)
    roos.page.keyboard.press("Enter")
    expect(keuze).to_have_count(0)
    roos.page.keyboard.type(" en ")
    roos.page.get_by_label("Zoek een veld").fill("kenmerk")
    roos.page.locator("#palet [data-pad='brief.kenmerk']").click()

    assert roos.read_tekst().startswith("Datum: {{ brief.dagtekening | datum }} en {{ brief.kenmerk }}")


def test_what_was_written_is_there_after_the_browser_was_closed(redactie: Redactie, zit: Zit) -> None:
    eerste = zit("roos")
    concept = eerste.start_concept("bevestiging-tegenhouden")
    eerste.write("Deze zin moet blijven. ")
    eerste.wait_bewaard()
    eerste.page.context.close()
    tweede = zit("roos").go(concept)

    assert tweede.read_tekst().startswith("Deze zin moet blijven. ")


def test_what_was_written_while_the_server_was_away_is_kept_when_it_is_back(
    browser: Browser, tmp_path: Path
) -> None:
    poort = find_poort()
    with serve_redactie(tmp_path, poort=poort) as eerste:
        scherm = open_scherm(browser, eerste.url)
        roos = scherm.__enter__()
        concept = roos.log_in("roos").start_concept("terugvordering")
    roos.write("Geschreven zonder server. ")
    expect(roos.page.locator("#bewaarstatus")).to_contain_text("lukt nu niet")
    with serve_redactie(tmp_path, poort=poort):
        roos.wait_bewaard()
        roos.go(concept)

        assert roos.read_tekst().startswith("Geschreven zonder server. ")
    scherm.__exit__(None, None, None)


def test_what_was_written_after_the_session_ended_is_kept_after_a_log_in_in_another_tab(
    redactie: Redactie, zit: Zit
) -> None:
    roos = zit("roos")
    concept = roos.start_concept("terugvordering")
    redactie.klok.pass_(STIL)
    roos.write("Geschreven na afloop. ")
    status = roos.page.locator("#bewaarstatus")
    expect(status).to_contain_text("Log in in een nieuw tabblad; uw tekst blijft hier staan.")
    ander = Scherm(roos.page.context.new_page(), roos.url)
    ander.log_in("daan")
    expect(status).to_contain_text("is nu een collega ingelogd")
    roos.page.context.clear_cookies()
    ander.log_in("roos")
    roos.wait_bewaard()

    assert roos.go(concept).read_tekst().startswith("Geschreven na afloop. ")


def test_the_second_of_two_writers_is_told_and_loses_nothing(zit: Zit) -> None:
    roos, daan = zit("roos"), zit("daan")
    concept = roos.start_concept("voorlopige-beschikking")
    daan.go(concept)
    daan.page.wait_for_selector(".cm-content")
    roos.write("Van Roos. ")
    roos.wait_bewaard()
    daan.write("Van Daan. ")
    botsing = daan.page.locator("#botsing")
    expect(botsing).to_contain_text("Roos Schrijver bewaarde een andere tekst")
    expect(botsing.locator("del")).to_contain_text(["Roos"])
    expect(botsing.locator("ins")).to_contain_text(["Daan"])
    daan.press_knop("Ga verder met de tekst van mijn collega")

    assert daan.read_tekst().startswith("Van Roos. ")
    assert (
        daan.page.get_by_label("Neem hieruit over")
        .input_value()
        .partition("\n\n")[2]
        .startswith("Van Daan. ")
    )


def test_who_keeps_their_own_text_saves_it_over_the_other(zit: Zit) -> None:
    roos, daan = zit("roos"), zit("daan")
    concept = daan.start_concept("herziening")
    roos.go(concept)
    roos.page.wait_for_selector(".cm-content")
    daan.write("Van Daan. ")
    daan.wait_bewaard()
    roos.write("Van Roos. ")
    roos.press_knop("Bewaar mijn tekst")
    roos.wait_bewaard()

    assert daan.go(concept).read_tekst().startswith("Van Roos. ")


def test_a_text_that_never_ends_leaves_the_server_and_the_writer_well(zit: Zit) -> None:
    roos = zit("roos")
    concept = roos.start_concept("herziening")
    lus = "{% for a in beschikking.toeslagen %}" * 12 + "x" + "{% endfor %}" * 12
    roos.write(f"{lus}\n\n")
    expect(roos.page.locator("body")).not_to_have_class("bezig")
    roos.wait_bewaard()

    assert lus in roos.go(concept).read_tekst()
