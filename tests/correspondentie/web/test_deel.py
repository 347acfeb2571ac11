"""What comes into a part of a page is a part of a page, also when something is wrong."""

from playwright.sync_api import expect

from correspondentie.web.sessies import STIL
from tests.bouwers.webwerk import Bezoek, Redactie, submit_tekst
from tests.correspondentie.web.conftest import Zit

DEEL = {"HX-Request": "true"}


def test_after_the_session_ended_the_whole_page_goes_to_the_log_in_and_back(
    redactie: Redactie, bezoek: Bezoek, zit: Zit
) -> None:
    versie = submit_tekst(bezoek("daan"), "terugvordering", "Een zin erbij.", "Proef")
    page = zit("bea").go(versie).page
    expect(page.locator("#keuring.heel")).to_be_visible()
    redactie.klok.pass_(STIL)
    page.get_by_role("button", name="Bekijk het effect").click()
    page.wait_for_url("**/inloggen?terug=**")
    expect(page.locator("header.kop")).to_have_count(1)
    page.get_by_role("button", name="Bea Lezer").click()
    page.wait_for_url(f"**{versie}")

    expect(page.get_by_role("heading", level=1)).to_have_text("Proef")


def test_an_error_comes_as_a_part_and_not_as_a_page(bezoek: Bezoek) -> None:
    antwoord = bezoek("bea").get(f"/versies/{'f' * 64}/keuring", **DEEL)

    assert 404 == antwoord.status_code
    assert 'role="alert"' in antwoord.text
    assert "<html" not in antwoord.text


def test_who_did_not_log_in_gets_no_part_but_a_new_page(bezoek: Bezoek) -> None:
    antwoord = bezoek().get(f"/versies/{'f' * 64}/keuring", **DEEL)

    assert "true" == antwoord.headers["hx-refresh"]
    assert "" == antwoord.text
