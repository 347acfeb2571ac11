"""Who releases a text on the web is asked first when that undoes the work of a colleague."""

import re

import httpx
import pytest

from tests.bouwers.webwerk import Bezoek, submit_tekst

VELDEN = {"vanaf": "2026-07-10", "waarom": "Voor de run van juli"}


@pytest.fixture
def paar(bezoek: Bezoek) -> list[str]:
    """Two approved versions that were both made from the shipped text; the first is released."""
    versies = [
        submit_tekst(bezoek(wie), "bevestiging-tegenhouden", zin, "Een zin erbij")
        for wie, zin in (("roos", "Over uw toeslag."), ("daan", "Dit gaat over uw toeslag."))
    ]
    for versie in versies:
        goed = bezoek("bea").send(f"{versie}/goedkeuren", waarom="Goed")
        assert goed.status_code == 303, goed.text
    assert bezoek("otto").send(f"{versies[0]}/vrijgeven", **VELDEN).status_code == 303
    return versies


def read_velden(antwoord: httpx.Response) -> dict[str, str]:
    """Read what the form on the page sends when its box is ticked."""
    invoer = re.findall(r'<input [^>]*name="(\w+)"[^>]*value="([^"]*)"', antwoord.text)
    return {naam: waarde for naam, waarde in invoer if naam != "_csrf"}


def test_a_release_that_undoes_another_is_asked_first_and_done_when_confirmed(
    bezoek: Bezoek, paar: list[str]
) -> None:
    eerste, tweede = paar
    otto = bezoek("otto")
    vraag = otto.send(f"{tweede}/vrijgeven", **VELDEN)
    geweigerd = otto.send(f"{tweede}/vrijgeven", **VELDEN, ondanks="")
    velden = read_velden(vraag)

    assert (409, 409) == (vraag.status_code, geweigerd.status_code)
    assert "wordt ongedaan gemaakt" in vraag.text
    assert f'href="{eerste}"' in vraag.text
    assert VELDEN | {"ondanks": eerste.rpartition("/")[2]} == velden
    assert "Een zin erbij" in otto.get(tweede).text
    assert otto.send(f"{tweede}/vrijgeven", **velden).status_code == 303
