"""What the operator reads in rapport.html and on the terminal."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from calc.mutatie import Weglating
from correspondentie.brieven import Onderdrukreden
from correspondentie.invoer import Uitval
from correspondentie.kanaal import Houdreden
from correspondentie.rapport import (
    Bereik,
    Fase,
    Rapport,
    Stap,
    compute_rapport,
    format_samenvatting,
    uitleg,
)
from correspondentie.rapport.pagina import render_pagina
from correspondentie.register import Aanleiding
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.rapporten import VERLOOP, make_lege_telling, make_rapport


def read_samenvatting(rapport: Rapport, breedte: int = 100) -> str:
    console = Console(width=breedte, force_terminal=False, record=True, quiet=False)
    with console.capture() as vangst:
        console.print(format_samenvatting(rapport, Path("var/2026-07")))
    return vangst.get()


def test_a_good_run_says_so_in_its_title() -> None:
    assert "<title>In balans: maandrun juli\u00a02026</title>" in render_pagina(make_rapport())


def test_a_run_about_mutaties_is_no_maandrun() -> None:
    rapport = replace(make_rapport(), run="doorgevoerd-2026-08-03", maand="2026-08")

    assert "<h1>run doorgevoerd-2026-08-03</h1>" in render_pagina(rapport)
    assert "In balans: run doorgevoerd-2026-08-03" in read_samenvatting(rapport)


def test_a_leak_is_named_first_with_what_to_do() -> None:
    pagina = render_pagina(make_rapport(huishoudens=550))
    oordeel = pagina[pagina.index('id="oordeel"') : pagina.index("</section>")]

    assert "Niet in balans" in oordeel
    assert "Huishoudens: 550 erin, 548 eruit." in oordeel
    assert "2 te weinig." in oordeel
    assert uitleg.STAP[Stap.HUISHOUDENS].actie in oordeel


def test_an_empty_input_asks_attention() -> None:
    assert "De invoer was leeg" in render_pagina(compute_rapport(make_lege_telling(), VERLOOP, {}))


def test_a_run_without_work_left_says_so() -> None:
    rapport = make_rapport(
        huishoudens=534, uitval=0, vastgehouden={}, zendingen={(Kanaalsoort.PRINT, Status.BEZORGD): 729}
    )

    assert "U hoeft niets te doen." not in render_pagina(make_rapport())
    assert "Wat u moet doen" not in render_pagina(rapport)


@pytest.mark.parametrize("tekst", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7 * 7 }}"])
def test_a_value_can_never_become_markup(tekst: str) -> None:
    regel = Uitval(bestand=tekst, regel=1, veld=tekst, reden=tekst)
    pagina = render_pagina(make_rapport(uitvallijst=(regel,), onderdrukt={tekst: 175}, brieven={tekst: 490}))

    assert "<script" not in pagina
    assert "<img" not in pagina
    assert "49" not in re.findall(r">\s*(\S+)\s*<", pagina)


def test_a_reason_that_nobody_explained_is_shown_as_it_is() -> None:
    pagina = render_pagina(make_rapport(vastgehouden={"wacht-op-weer": 4}))

    assert "wacht-op-weer" in pagina


def test_a_file_that_nobody_named_yet_is_still_linked() -> None:
    pagina = render_pagina(replace(make_rapport(), bestanden={"nieuwe-lijst": "../nieuw & vers.jsonl"}))

    assert '<a href="../nieuw%20%26%20vers.jsonl">Nieuwe lijst</a>' in pagina


def test_every_reason_of_the_service_has_an_explanation() -> None:
    redenen = {*Onderdrukreden, *Weglating, *(a for a in Aanleiding)}

    assert set() == {reden.value for reden in redenen} - uitleg.ONDERDRUKT.keys()
    assert set() == {*(reden.value for reden in Houdreden), "onzeker"} - uitleg.VASTGEHOUDEN.keys()


def test_every_status_step_channel_and_phase_has_an_explanation() -> None:
    assert set(Status) == uitleg.STATUS.keys()
    assert set(Stap) == uitleg.STAP.keys()
    assert set(Kanaalsoort) == uitleg.KANAAL.keys()
    assert set(Bereik) == uitleg.BEREIK.keys()
    assert set(Fase) == uitleg.FASE.keys()


class TestSamenvatting:
    """The terminal shows what came in, what went out, what waits and where to look."""

    def test_it_names_what_came_in_and_went_out(self) -> None:
        tekst = read_samenvatting(make_rapport())

        assert "In balans: maandrun juli" in tekst
        assert re.search(r"Huishoudens +548", tekst)
        assert re.search(r"Mutatiebrief kinderopvang +88", tekst)
        assert re.search(r"Berichtenbox: bezorgd +402", tekst)
        assert re.search(r"Ongewijzigd +103", tekst)

    def test_it_names_what_is_held_and_why(self) -> None:
        tekst = read_samenvatting(make_rapport())

        assert "Vastgehouden zendingen: adres onbekend: 4. Laat het adres uitzoeken." in tekst

    def test_it_says_where_to_look(self) -> None:
        tekst = read_samenvatting(make_rapport())

        assert re.search(r"Het rapport +var/2026-07/rapport.html", tekst)
        assert re.search(r"De partijen voor de printstraat +var/print/2026-07", tekst)

    def test_it_says_where_it_leaks(self) -> None:
        tekst = read_samenvatting(make_rapport(huishoudens=550))

        assert "Niet in balans" in tekst
        assert "Huishoudens: 550 erin, 548 eruit." in tekst

    def test_a_run_with_nothing_in_it_is_short(self) -> None:
        tekst = read_samenvatting(compute_rapport(make_lege_telling(), VERLOOP, {}))

        assert "Wat u moet doen" not in tekst
        assert "Brieven\n" not in tekst
