"""A place that cannot be filled is composed, and its author hears which and how to change it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from correspondentie.sjabloon import Sjablonen, load_sjablonen
from correspondentie.vormcontrole import list_vormredenen
from correspondentie.zetter import Kopij, Wijze, Zetter
from correspondentie.zetter.kopij import mark_blokken
from tests.bouwers.briefhtml import ALINEA, DAGTEKENING, HUISSTIJL, make_brief
from tests.bouwers.voorbeelden import SJABLONEN, load_voorbeeld

VELD = "\x01"
TABEL = "<colgroup><col><col></colgroup><tbody><tr><th>a</th><td>\x01</td></tr></tbody>"


@pytest.fixture(scope="module")
def sjablonen() -> Sjablonen:
    return load_sjablonen(SJABLONEN)


def make_veldbrief(inhoud: str) -> Kopij:
    skelet = mark_blokken(make_brief(ALINEA + inhoud + ALINEA))
    return Kopij(skelet, ("Jansen",) * skelet.count(VELD))


@pytest.mark.parametrize(
    ("inhoud", "reden"),
    [
        (f'<p style="text-align: justify">Beste {VELD}</p>', "zet text-align op left of right"),
        (f'<p style="white-space: pre">Beste {VELD}</p>', "haal white-space weg"),
        (f'<p>Beste <b style="letter-spacing: 1pt">{VELD}</b></p>', "een eigen letter-spacing"),
        (f'<p>Beste <b style="padding: 2pt">{VELD}</b></p>', "een rand of wit eromheen"),
        (f'<p>Dag <b style="display: inline-block">{VELD}</b></p>', "zet het in een eigen alinea"),
        (f'<p style="float: left">Beste {VELD}</p>', "geef het een width"),
        (f'<p style="break-before: page">Beste {VELD}</p>', "altijd op een nieuw blad"),
        (f'<table style="table-layout: auto">{TABEL}</table>', "table-layout op fixed"),
        (f'<table style="border-collapse: collapse">{TABEL}</table>', "border-collapse op separate"),
        (f'<div style="padding: 1mm 0"><p>Beste {VELD}</p></div>', "wit vanbinnen"),
        (f'<div style="float: right; width: 5cm"><p>Beste {VELD}</p></div>', "float of position"),
        (f'<p style="padding: 2pt 0">{ALINEA[3:-4] * 9}</p><p>{VELD}</p>', "een lange alinea heeft een rand"),
        (f'<p>Zie <a href="https://x.nl" style="text-decoration: none">{VELD}</a></p>', "heeft een link"),
        (f"<div>Beste {VELD}</div>", "zet hem in <p>"),
        (f"<div><p>Beste</p>{VELD}</div>", "zet hem in <p>"),
        (f"<div><p>Beste</p></div>{VELD}", "zet hem in <p>"),
        (f"<div><p>Beste</p></div><blockquote>{VELD}</blockquote>", "zet hem in <p>"),
        (f'<p title="{VELD}">Beste lezer</p>', "een veld staat in een attribuut"),
    ],
)
def test_a_place_that_cannot_be_filled_is_composed_and_told(inhoud: str, reden: str) -> None:
    zetter = Zetter(HUISSTIJL)
    kopij = make_veldbrief(inhoud)
    eerste, tweede = (zetter.zet(kopij, dagtekening=DAGTEKENING) for _ in range(2))

    assert (eerste.wijze, tweede.wijze) == (Wijze.GEZET, Wijze.GEZET)
    assert eerste.verschil == tweede.verschil == ""
    assert reden in tweede.reden
    assert [gegeven for _, gegeven in zetter.list_redenen()] == [tweede.reden]


def test_a_margin_text_with_a_rare_letter_takes_the_fonts_that_have_it() -> None:
    zetter = Zetter(HUISSTIJL)
    html = mark_blokken(make_brief(f"<p>Beste {VELD}</p>").replace("Over uw toeslag", "Over Đorđe"))
    gezet = [zetter.zet(Kopij(html, ("Bos",)), dagtekening=DAGTEKENING) for _ in range(2)]

    assert not any(brief.verschil for brief in gezet)
    assert gezet[0].pdf == gezet[1].pdf


def test_values_that_teach_nothing_are_told(tmp_path: Path) -> None:
    zetter = Zetter(HUISSTIJL, formes=tmp_path)
    skelet = mark_blokken(make_brief(f"<p>Beste {VELD}</p>"))
    vreemd = zetter.zet(Kopij(skelet, ("ngəi",)), dagtekening=DAGTEKENING)
    gewoon = [zetter.zet(Kopij(skelet, (naam,)), dagtekening=DAGTEKENING).wijze for naam in ("Bos", "Vos")]

    assert (vreemd.wijze, vreemd.reden) == (Wijze.GEZET, "een teken staat niet in de letterproef")
    assert gewoon == [Wijze.GELEERD, Wijze.GEVULD]


@pytest.mark.parametrize(
    "waarde", ["", " ", "\u00a0", "\u2009", "\u3000", "Bos ", "\u00a0Bos", "A.B. van Schevi\u00adchaven-" * 2]
)
def test_the_value_of_one_citizen_keeps_no_other_letter_from_being_filled(
    waarde: str, sjablonen: Sjablonen, tmp_path: Path
) -> None:
    basis = sjablonen.render_kopij("herziening", load_voorbeeld("herziening", "nabetaling").gegevens)

    def zet(zetter: Zetter, naam: str) -> Wijze:
        waarden = tuple(naam if oud in ("A.B. de Vries", "Lindehof 12") else oud for oud in basis.waarden)
        return zetter.zet(replace(basis, waarden=waarden), dagtekening=DAGTEKENING).wijze

    assert zet(Zetter(HUISSTIJL, formes=tmp_path), waarde) is Wijze.GEZET

    later = Zetter(HUISSTIJL, formes=tmp_path)

    assert [zet(later, naam) for naam in ("C. Bos", "D. Vos")] == [Wijze.GELEERD, Wijze.GEVULD]
    assert list(later.list_redenen()) == []


@pytest.mark.parametrize("stijl", ["padding: 2px 0", "border: 1px solid"])
def test_a_text_that_grew_too_long_keeps_no_shorter_one_from_being_filled(stijl: str) -> None:
    zetter = Zetter(HUISSTIJL)
    skelet = mark_blokken(make_brief(ALINEA * 26 + f'<p style="{stijl}">{VELD}</p>'))
    lang, kort = (Kopij(skelet, (tekst,)) for tekst in ("een lange tekst " * 40 + "slot", "kort"))
    gezet = [zetter.zet(kopij, dagtekening=DAGTEKENING) for kopij in (lang, kort, kort, lang)]

    assert [brief.wijze for brief in gezet] == [Wijze.GEZET, Wijze.GELEERD, Wijze.GEVULD, Wijze.GEZET]
    assert not any(brief.verschil for brief in gezet)


def test_the_author_hears_of_a_place_in_a_sjabloon(tmp_path: Path) -> None:
    map_ = shutil.copytree(SJABLONEN, tmp_path / "sjablonen")
    for voorbeelden in map_.glob("*/voorbeelden"):  # tests/keten/test_julimaand.py looks at all
        for overbodig in sorted(voorbeelden.iterdir())[1:]:
            overbodig.unlink()
    assert list(list_vormredenen(load_sjablonen(map_), map_)) == []
    with (map_ / "_huisstijl" / "huisstijl.css").open("a", encoding="utf-8") as css:
        css.write("\nmain p { text-align: justify }\n")

    redenen = list(list_vormredenen(load_sjablonen(map_), map_))

    assert any("zet text-align op left of right" in reden for reden in redenen)
    assert all(": wordt apart gezet, want " in reden for reden in redenen)
