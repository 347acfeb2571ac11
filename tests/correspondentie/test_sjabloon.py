"""From sjabloon and facts to text: safe for any name, and extended without Python."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from correspondentie.briefgegevens import Briefgegevens
from correspondentie.errors import InvalidSjabloonError, UnknownBrieftypeError
from correspondentie.register import Aanleiding
from correspondentie.sjabloon import load_sjablonen, load_zetsel
from correspondentie.sjabloonomgeving import format_veld
from tests.bouwers.voorbeelden import SJABLONEN, load_voorbeeld
from tests.bouwers.zichtbare_tekst import make_zichtbare_tekst

MUTATIE = "mutatiebrief-kinderopvang"
BESCHIKKING = "voorlopige-beschikking"
ALLES = load_sjablonen(SJABLONEN)
NAMEN = [
    "{{7*7}}",
    "{{ brief.kenmerk }}",
    "{% if 1 %}x{% endif %}",
    "{# weg #}",
    "<script>alert(1)</script>",
    "</p><h1>kop</h1>",
    "*ster*",
    "**vet**",
    "[x](javascript:1)",
    "## kop",
    "&amp; &#65;",
    'O\'Brien "de" `x` \\n %s {0}',
    "Thị-Hương Øystein Čapek",
    "x" * 5_000,
]


def give(naam: str) -> Briefgegevens:
    gegevens = load_voorbeeld(MUTATIE, "opvanglasten").gegevens
    assert gegevens.mutatie
    brief = replace(gegevens.brief, aanhef=f"Geachte {naam}", adresregels=(naam, "Straat 1"))
    return replace(gegevens, brief=brief, mutatie=replace(gegevens.mutatie, kind=naam))


@pytest.fixture
def kopie(tmp_path: Path) -> Path:
    """A copy of the live sjablonen, to add to and to break."""
    return shutil.copytree(SJABLONEN, tmp_path / "sjablonen", ignore=shutil.ignore_patterns("fonts"))


def render_gebroken(kopie: Path, brief: str) -> str:
    (kopie / MUTATIE / "brief.md").write_text(brief, encoding="utf-8")
    voorbeeld = load_voorbeeld(MUTATIE, "opvanglasten")
    return load_sjablonen(kopie).render_html(MUTATIE, voorbeeld.gegevens)


@pytest.mark.parametrize("naam", NAMEN)
def test_a_name_appears_as_it_is_written_and_is_never_markup(naam: str) -> None:
    html = ALLES.render_html(MUTATIE, give(naam))
    bericht = ALLES.render_bericht(MUTATIE, give(naam))
    gewoon = ALLES.render_html(MUTATIE, give("Noor"))

    assert f"Deze brief gaat over de opvang van {naam}, geboren op" in make_zichtbare_tekst(html)
    assert gewoon.count("<") == html.count("<")
    assert f"De opvang van {naam} heeft" in bericht


@pytest.mark.parametrize("teken", ["\u202e", "\u2067", "\u200f", "\x00", "\x1b", "\x7f", "\x85", "\n\n"])
def test_invisible_characters_of_a_name_become_a_space(teken: str) -> None:
    html = ALLES.render_html(MUTATIE, give(f"Jan{teken}Piet"))
    bericht = ALLES.render_bericht(MUTATIE, give(f"Jan{teken}Piet"))

    assert "over de opvang van Jan Piet, geboren" in html
    assert "De opvang van Jan Piet heeft" in bericht


@given(st.text(max_size=40))
@example("{{7*7}}<script>")
def test_no_name_changes_the_markup_of_a_letter(naam: str) -> None:
    html = ALLES.render_html(MUTATIE, give(naam))

    assert ALLES.render_html(MUTATIE, give("Noor")).count("<") == html.count("<")


@pytest.mark.parametrize("waarde", [None, True, 1.5, Aanleiding.MUTATIE, (), object()])
def test_a_value_that_needs_a_filter_is_never_printed_as_it_is(waarde: object) -> None:
    with pytest.raises(TypeError, match="needs a filter"):
        format_veld(waarde)


def test_a_brieftype_is_one_folder_and_one_entry(kopie: Path) -> None:
    """A letter about a decision that changes nothing: made here as communication staff would make it."""
    nieuw = kopie / "ongewijzigd-voorschot"
    nieuw.mkdir()
    nieuw.joinpath("brief.md").write_text(
        "Uw voorschot blijft **{{ beschikking.maandbedrag | euro_heel }}** per maand.\n\n"
        "{{ betalingen(beschikking, brief) }}\n"
    )
    nieuw.joinpath("bericht.md").write_text("Uw voorschot blijft gelijk. Kenmerk: {{ brief.kenmerk }}.\n")
    with kopie.joinpath("register.toml").open("a") as register:
        register.write(
            '\n[brieftypen.ongewijzigd-voorschot]\ntitel = "Uw voorschot blijft gelijk"\n'
            'onderwerp = "Voorschot"\naanleidingen = ["ongewijzigd"]\nalleen_digitaal = true\n'
        )
    gegevens = load_voorbeeld(BESCHIKKING, "eenvoudig").gegevens

    sjablonen = load_sjablonen(kopie)
    brieftype = sjablonen.register.find_for(Aanleiding.ONGEWIJZIGD)
    assert brieftype
    tekst = make_zichtbare_tekst(sjablonen.render_html(brieftype.naam, gegevens))

    assert "Uw voorschot blijft €\u00a01.159 per maand." in tekst
    assert "januari\u00a02026 | 22\u00a0december\u00a02025 | €\u00a01.159" in tekst
    assert gegevens.brief.kenmerk in sjablonen.render_bericht(brieftype.naam, gegevens)


def test_a_component_of_the_huisstijl_needs_no_python(kopie: Path) -> None:
    with kopie.joinpath("_huisstijl", "componenten.html").open("a") as componenten:
        componenten.write("\n{% macro groet(naam) %}<p>Dag {{ naam }}</p>{% endmacro %}\n")

    assert "<p>Dag Noor</p>" in render_gebroken(kopie, "{{ groet(mutatie.kind) }}\n")


@pytest.mark.parametrize(
    ("brief", "verwacht"),
    [
        ("tekst\n\n{{ mutatie.maandbedrag_oudd | euro }}", "brief.md, regel 3: het veld 'maandbedrag_oudd'"),
        ("{{ beschikking.nihil }}", "het veld 'beschikking' bestaat niet"),
        ("a\n\n- b\n- {{ mutatie. }}", "brief.md, regel 4: een veld of voorwaarde is niet goed geschreven"),
        ("{{ ''.__class__.__mro__ }}", "is een losse waarde"),
        ("{{ groet(brief) }}", "het component 'groet' bestaat niet"),
        ("## a\n\n{{ vergelijking(mutatie) }}", "brief.md, regel 3: een veld is hier leeg, of past niet"),
    ],
)
def test_a_broken_sjabloon_names_file_line_and_remedy(kopie: Path, brief: str, verwacht: str) -> None:
    with pytest.raises(InvalidSjabloonError) as gevonden:
        render_gebroken(kopie, brief)

    assert verwacht in str(gevonden.value)
    assert str(kopie / MUTATIE) in str(gevonden.value)
    assert "Noor" not in str(gevonden.value)


@pytest.mark.parametrize(
    ("bestand", "inhoud", "verwacht"),
    [
        (f"{MUTATIE}/bericht.md", b"{{ overzicht(brief) }}", "het component 'overzicht' bestaat niet"),
        (f"{MUTATIE}/bericht.md", b"\xff", "geen UTF-8"),
        ("_huisstijl/layout.html", b"{{ 1 + 1 }}", "layout.html, regel 1: een sjabloon rekent niet"),
        ("_huisstijl/componenten.html", b"{% macro %}", "componenten.html, regel 1: een veld of voorwaarde"),
        ("_huisstijl/layout.html", b"{{ onbekend }}", "layout.html, regel 1: een veld is hier leeg"),
    ],
)
def test_every_file_of_the_sjablonen_is_checked(
    kopie: Path, bestand: str, inhoud: bytes, verwacht: str
) -> None:
    (kopie / bestand).write_bytes(inhoud)

    with pytest.raises(InvalidSjabloonError, match=verwacht):
        load_sjablonen(kopie).render_html(MUTATIE, give("Noor"))


def test_every_error_of_the_three_texts_is_told_at_its_own_place() -> None:
    brief = "{{ brief.kenmerkk }} {{ brief.zzz }}\n\n{% if brief.aanhef %}{{ breif.aanhef }}{% endif %}"

    with pytest.raises(InvalidSjabloonError) as gevonden:
        load_zetsel(SJABLONEN).make_concept(MUTATIE, "{{ titel }}", brief, "{{ mutatie.kindd }}")

    assert [
        ("register.toml", 1, "titel"),
        ("brief.md", 1, "kenmerkk"),
        ("brief.md", 1, "zzz"),
        ("brief.md", 3, "breif"),
        ("bericht.md", 1, "kindd"),
    ] == [(fout.bestand and fout.bestand.name, fout.regel, fout.term) for fout in gevonden.value.alle]


def test_a_letter_without_its_gegevens_is_refused() -> None:
    alleen_hoofd = Briefgegevens(brief=give("Noor").brief)

    with pytest.raises(InvalidSjabloonError, match="een veld is hier leeg"):
        ALLES.render_html(MUTATIE, alleen_hoofd)


def test_an_unknown_brieftype_is_refused() -> None:
    with pytest.raises(UnknownBrieftypeError, match="Bekend: voorlopige-beschikking"):
        ALLES.render_bericht("aanmaning", give("Noor"))


def test_the_digest_changes_with_everything_that_makes_the_letter(kopie: Path) -> None:
    digests = {load_sjablonen(kopie).digest(MUTATIE)}
    for bestand in (f"{MUTATIE}/brief.md", f"{MUTATIE}/bericht.md", "_huisstijl/huisstijl.css"):
        with (kopie / bestand).open("a") as open_bestand:
            open_bestand.write("\n")
        digests.add(load_sjablonen(kopie).digest(MUTATIE))
    register = kopie / "register.toml"
    register.write_text(register.read_text().replace("0800-0543", "0800-0000"))
    digests.add(load_sjablonen(kopie).digest(MUTATIE))

    assert 5 == len(digests)


def test_the_digest_does_not_change_with_another_brieftype(kopie: Path) -> None:
    voor = load_sjablonen(kopie).digest(MUTATIE)
    with (kopie / BESCHIKKING / "brief.md").open("a") as brief:
        brief.write("\nNog een regel.\n")

    assert voor == load_sjablonen(kopie).digest(MUTATIE)


def test_the_same_facts_give_the_same_text(kopie: Path) -> None:
    gegevens = load_voorbeeld(BESCHIKKING, "veel-kinderen-en-lange-namen").gegevens

    assert load_sjablonen(kopie).render_html(BESCHIKKING, gegevens) == ALLES.render_html(
        BESCHIKKING, gegevens
    )


def test_the_titel_of_the_register_is_the_head_and_the_title() -> None:
    html = ALLES.render_html(BESCHIKKING, load_voorbeeld(BESCHIKKING, "nihil").gegevens)

    assert "<title>Voorschotbeschikking toeslagen 2026</title>" in html
    assert "<h1>Voorschotbeschikking toeslagen 2026</h1>" in html
