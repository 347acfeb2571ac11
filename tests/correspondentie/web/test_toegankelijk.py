"""Every screen for everybody: no violations, no mouse, on a phone, twice as big, without scripts."""

from contextlib import closing
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Browser, Page, expect

from correspondentie.redactie.effect import Effect
from correspondentie.web.effectmeter import Meting
from correspondentie.web.weergave import render_pagina
from tests.bouwers.browser import NAMEN, open_scherm
from tests.bouwers.webwerk import Bezoek, Bezoeker, Redactie, make_leven, start_concept, submit_tekst
from tests.correspondentie.web.conftest import Zit

VOLGENDE = "document.activeElement.closest('.cm-content') ? '' : document.activeElement.textContent.trim()"
# per screen who looks at it; {versie}, {wacht}, {kapot} and {concept} are made by the fixture
SCHERMEN = {
    "overzicht": ("daan", "/"),
    "tekst": ("roos", "/teksten/brieftype/herziening"),
    "schrijven": ("roos", "{concept}"),
    "indienen": ("roos", "{concept}/indienen"),
    "beoordelen": ("bea", "{wacht}"),
    "vrijgeven": ("otto", "{versie}"),
    "planning": ("otto", "/vrijgeven"),
    "bouwstenen": ("roos", "/bouwstenen"),
    "proefset": ("bea", "/proefset"),
    "keuring": ("bea", "{wacht}/keuring"),
    "keuring met fouten": ("bea", "{kapot}/keuring"),
    "paginas": ("bea", "{wacht}/paginas"),
    "paginas met een fout": ("bea", "{kapot}/paginas"),
    "effect": ("bea", "{wacht}/effect"),
    "logboek": ("hanna", "/logboek"),
    "sessies": ("hanna", "/sessies"),
    "fout": ("bea", "/bestaat-niet"),
    "geweigerd": ("bea", "/sessies"),
}


@pytest.fixture(scope="module")
def adressen(redactie: Redactie) -> dict[str, str]:
    """A text that is released, one that waits, one with an error, and one that is being written."""
    daan = Bezoeker(redactie.url).log_in("daan")
    with closing(daan.client):
        kapot = submit_tekst(daan, "voorlopige-beschikking", "{{ brief.kenmrk }}", "Met een fout")
    return {"kapot": kapot, **make_leven(redactie)}


@pytest.fixture(params=SCHERMEN)
def scherm(request: pytest.FixtureRequest, adressen: dict[str, str], zit: Zit) -> Page:
    """One screen, with all that it loads."""
    wie, pad = SCHERMEN[request.param]
    page = zit(wie).go(pad.format(**adressen)).page
    if request.param == "schrijven":
        expect(page.locator("#paginas img").first).to_be_visible(timeout=30_000)
        expect(page.locator("#controle")).not_to_have_class("controle wacht", timeout=30_000)
    if request.param in ("beoordelen", "vrijgeven"):
        expect(page.locator("#paginaverschil")).to_contain_text("pagina", timeout=30_000)
    page.evaluate("document.querySelectorAll('details').forEach(stuk => stuk.open = true)")
    return page


def check_scherm(page: Page) -> None:
    """Check a page against all rules of axe, on a phone, and with letters twice as big."""
    gevonden = Axe().run(page)
    smal = list_te_breed(page, [320, 640, 1280])
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    groot = list_te_breed(page, [640, 1280])

    assert 0 == gevonden.violations_count, gevonden.generate_report()
    assert ([], []) == (smal, groot)


def test_a_screen_breaks_no_rule_and_fits_on_a_phone_and_twice_as_big(scherm: Page) -> None:
    check_scherm(scherm)


def test_the_question_before_work_is_undone_breaks_no_rule_either(bezoek: Bezoek, zit: Zit) -> None:
    versies = [
        submit_tekst(bezoek(wie), "definitieve-toekenning", zin, "Een zin erbij")
        for wie, zin in (("roos", "Over uw toeslag."), ("daan", "Dit gaat over uw toeslag."))
    ]
    for versie in versies:
        bezoek("bea").send(f"{versie}/goedkeuren", waarom="Goed")
    bezoek("otto").send(f"{versies[0]}/vrijgeven", vanaf="2026-07-10", waarom="Voor juli")
    page = zit("otto").go(versies[1]).page
    page.get_by_label("Voor brieven met een datum vanaf").fill("2026-07-10")
    page.locator("form[action$='/vrijgeven'] [name=waarom]").fill("Voor juli")
    page.get_by_role("button", name="Vrijgeven", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit maakt werk ongedaan")

    check_scherm(page)


def test_the_choice_between_two_texts_breaks_no_rule_while_writing(zit: Zit) -> None:
    roos, daan = zit("roos"), zit("daan")
    concept = daan.start_concept("mutatiebrief-kinderopvang")
    roos.go(concept)
    roos.page.wait_for_selector(".cm-content")
    daan.write("Van Daan. ")
    daan.wait_bewaard()
    roos.write("Van Roos. ")
    expect(roos.page.locator("#botsing")).to_be_visible()

    check_scherm(roos.page)


def test_the_choice_between_two_texts_is_a_page_of_its_own_as_well(bezoek: Bezoek, zit: Zit) -> None:
    daan, roos = bezoek("daan"), zit("roos")
    concept = f"/concepten/{start_concept(daan, 'voorlopige-beschikking')}"
    roos.go(concept)
    daan.send(f"{concept}/bewaar", revisie="1", titel="", brief="Van Daan.", bericht="")
    with roos.page.expect_navigation():
        roos.page.locator("#schrijven").evaluate("formulier => formulier.submit()")
    expect(roos.page.get_by_role("heading", level=1)).to_have_text("Een collega heeft dit concept gewijzigd")

    check_scherm(roos.page)


def test_the_effect_breaks_no_rule(zit: Zit, redactie: Redactie, adressen: dict[str, str]) -> None:
    effect = Effect(run="2026-07", volume=50, te_bekijken=9, aantal=4, onbekend=1)
    effect.add_mislukt("K1", "voorbeeld/brief.md, regel 3: dit veld is leeg.")
    velden = {"versie": SimpleNamespace(digest="f" * 64), "run": effect, "reden": "", "alle": True}
    deel = render_pagina("effect.html", {**velden, "meting": Meting(effect=effect)})
    page = zit("bea").go(adressen["wacht"]).page
    page.locator("#effect").evaluate("(vlak, deel) => { vlak.innerHTML = deel }", deel)

    check_scherm(page)


def test_the_log_in_breaks_no_rule_and_fits_on_a_phone(redactie: Redactie, browser: Browser) -> None:
    with open_scherm(browser, redactie.url, 320) as scherm:
        page = scherm.go("/inloggen").page
        gevonden = Axe().run(page)

        assert 0 == gevonden.violations_count, gevonden.generate_report()
        assert [] == list_te_breed(page, [320])


def test_a_text_is_written_and_submitted_with_the_keyboard_alone(
    redactie: Redactie, browser: Browser
) -> None:
    with open_scherm(browser, redactie.url) as scherm:
        page = scherm.go("/inloggen").page
        for stap in (NAMEN["daan"], "Mutatiebrief inkomen", "Schrijf een nieuwe versie"):
            walk_to(page, stap)
            with page.expect_navigation():
                page.keyboard.press("Enter")
        page.wait_for_selector(".cm-content")
        for _ in ("Titel", "Brief"):  # Escape leaves one editor, Tab comes to the next
            page.keyboard.press("Escape")
            walk_to(page, "")
        page.keyboard.press("Control+Home")
        page.keyboard.type("Met het toetsenbord geschreven. ")
        scherm.wait_bewaard()
        page.keyboard.press("Escape")
        walk_to(page, "Naar indienen", achteruit=True)
        page.keyboard.press("Enter")
        page.wait_for_url("**/indienen")
        walk_to(page, "", "input")
        page.keyboard.type("Zonder muis")
        page.keyboard.press("Enter")
        page.wait_for_url("**/versies/*")

        assert "Zonder muis" == page.locator("h1").inner_text()


def test_a_version_is_remarked_on_and_approved_with_the_keyboard_alone(bezoek: Bezoek, zit: Zit) -> None:
    versie = submit_tekst(bezoek("roos"), "terugvordering", "Getypt.", "Zonder muis te lezen")
    page = zit("bea").go(versie).page
    expect(page.locator("#keuring.heel")).to_be_visible()
    walk_to(page, "Maak een opmerking bij een passage")
    page.keyboard.press("Enter")
    walk_to(page, "", "textarea")
    page.keyboard.type("Kan dit korter?")
    walk_to(page, "Plaats de opmerking")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".opmerking")).to_contain_text("Kan dit korter?")
    type_in(page, "#toelichting", "Duidelijk")

    expect(page.locator(".toestand").first).to_have_text("goedgekeurd")


def test_a_version_is_released_withdrawn_and_rolled_back_with_the_keyboard_alone(
    bezoek: Bezoek, zit: Zit
) -> None:
    versie = submit_tekst(bezoek("roos"), "terugvordering", "Ook getypt.", "Zonder muis te plannen")
    assert 303 == bezoek("bea").send(f"{versie}/goedkeuren", waarom="Goed").status_code
    page = zit("otto").go(versie).page
    toestand = page.locator(".toestand").first
    type_in(page, "#waarom-vrij", "Voor deze maand")
    expect(toestand).to_have_text("in gebruik")
    walk_to(page, "Trek deze vrijgave in")
    page.keyboard.press("Enter")
    type_in(page, "[id^=waarom-]:not(#waarom-vrij)", "Toch niet")
    expect(toestand).to_have_text("ingetrokken")
    type_in(page, "#waarom-vrij", "Toch weer wel")

    expect(toestand).to_have_text("in gebruik")


def type_in(page: Page, plek: str, tekst: str) -> None:
    """Walk to a field, type in it, and send its form with Enter."""
    walk_to(page, "", plek)
    page.keyboard.type(tekst)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_escape_leaves_the_editor_and_tab_does_not_stay_in_it(zit: Zit, adressen: dict[str, str]) -> None:
    page = zit("roos").go(adressen["concept"]).page
    page.get_by_role("textbox", name="Brief", exact=True).focus()
    page.keyboard.press("Escape")

    assert page.evaluate("!document.activeElement.closest('.cm-editor')")
    assert page.evaluate("document.activeElement !== document.body")


def test_the_focus_is_always_seen(zit: Zit) -> None:
    page = zit("roos").go("/").page
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    assert "3px" in page.evaluate("getComputedStyle(document.activeElement).outlineWidth")


def test_the_skip_link_leads_past_the_menu(zit: Zit) -> None:
    page = zit("roos").go("/").page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_in_viewport()
    page.keyboard.press("Enter")

    assert "inhoud" == page.evaluate("document.activeElement.id")


def test_without_scripts_a_text_can_be_read_written_and_judged(
    redactie: Redactie, zit: Zit, adressen: dict[str, str]
) -> None:
    roos, bea = zit("roos", scripts=False), zit("bea", scripts=False)
    roos.go(adressen["concept"]).page.get_by_role("textbox", name="Brief", exact=True).fill(
        "Een tekst zonder script."
    )
    roos.press_knop("Bewaren")
    assert (
        "Een tekst zonder script."
        == roos.page.get_by_role("textbox", name="Brief", exact=True).input_value().strip()
    )
    bea.go(adressen["wacht"])
    expect(bea.page.locator("ins").first).to_contain_text("Beste")
    bea.press_knop("Bekijk")
    expect(bea.page.locator("main")).to_contain_text("Pagina 1, straks")
    bea.judge(adressen["wacht"], "Terugsturen", "Begin met de aanhef")

    assert "teruggestuurd" == bea.page.locator(".toestand").first.inner_text()
    assert redactie.url in bea.page.url


def test_who_listens_hears_of_an_error_once_and_in_words(zit: Zit, adressen: dict[str, str]) -> None:
    roos = zit("roos").go(adressen["concept"])
    roos.page.wait_for_selector(".cm-content")
    roos.write("{{ brief.kenmrk }}\n\n")
    omroep = roos.page.locator("#omroep")

    expect(omroep).to_contain_text("Bedoelt u 'kenmerk'?", timeout=30_000)
    assert "polite" == omroep.get_attribute("aria-live")


def walk_to(page: Page, naam: str, plek: str = "", *, achteruit: bool = False) -> None:
    """Press Tab until something of this name has the focus; no name: an editor, or what this selects."""
    for _ in range(120):
        page.keyboard.press("Shift+Tab" if achteruit else "Tab")
        if plek:
            if page.evaluate("plek => document.activeElement.matches(plek)", plek):
                return
        elif not naam:
            if page.evaluate("!!document.activeElement.closest('.cm-content')"):
                return
        elif naam in page.evaluate(VOLGENDE):
            return
    raise AssertionError(f"met Tab komt niemand bij {naam or plek or 'het tekstvak'}")


def list_te_breed(page: Page, breedtes: list[int]) -> list[int]:
    """List the widths of the window at which something sticks out."""
    te_breed = []
    for breedte in breedtes:
        page.set_viewport_size({"width": breedte, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > breedte:
            te_breed.append(breedte)
    return te_breed
