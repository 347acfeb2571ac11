"""The gate: the shipped sjablonen pass it, and each rule of it refuses what it is for."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from correspondentie.redactie.bestanden import list_onderdelen, load_tekst
from correspondentie.redactie.controle import Controle, Ernst, Maten
from correspondentie.redactie.controle.controleren import check_tekst
from correspondentie.redactie.controle.spelling import Speller
from correspondentie.redactie.controle.tekstkeurder import Tekstkeurder
from correspondentie.redactie.schrijffouten import make_algemene_fout
from correspondentie.redactie.versies import Onderdeel, Soort, Tekst
from correspondentie.redactie.voorbeeldmaker import (
    ANTWOORD_SECONDEN,
    BEGIN_SECONDEN,
    Voorbeeldmaker,
    Voorbeeldopdracht,
)
from tests.bouwers.voorbeelden import SJABLONEN
from tests.bouwers.voorbeeldvragen import BESCHIKKING, MUTATIE, change_brief, make_opdracht

ONDERDELEN = list_onderdelen(SJABLONEN)
BEVESTIGING = Onderdeel(Soort.BRIEFTYPE, "bevestiging-tegenhouden")
TERUGVORDERING = Onderdeel(Soort.BRIEFTYPE, "terugvordering")


@pytest.fixture(scope="module")
def maker() -> Iterator[Voorbeeldmaker]:
    with Voorbeeldmaker(SJABLONEN) as maker:
        yield maker


def check(maker: Voorbeeldmaker, opdracht: Voorbeeldopdracht, *, zetten: bool = False) -> Controle:
    return check_tekst(maker, opdracht, zetten=zetten)


def replace_in(oud: str, nieuw: str) -> Callable[[str], str]:
    return lambda brief: brief.replace(oud, nieuw)


@pytest.mark.parametrize("onderdeel", ONDERDELEN, ids=str)
def test_the_shipped_text_passes(maker: Voorbeeldmaker, onderdeel: Onderdeel) -> None:
    opdracht = Voorbeeldopdracht(onderdeel=onderdeel, tekst=load_tekst(SJABLONEN, onderdeel))
    controle = check(maker, opdracht)

    assert controle.in_orde, controle.fouten
    assert all(signaal.ernst is Ernst.SIGNAAL for signaal in controle.signalen)
    assert 0 < controle.maten.berichttekens < 4_000


def test_a_bouwsteen_that_stands_in_no_letter_does_not_pass(maker: Voorbeeldmaker) -> None:
    los = Voorbeeldopdracht(onderdeel=Onderdeel(Soort.BOUWSTEEN, "los"), tekst=Tekst(brief="Een zin."))

    assert ["staat in geen enkele brief" in fout.uitleg for fout in check(maker, los).fouten] == [True]


def test_the_gate_typesets_every_geval_and_counts_pages_and_sheets(maker: Voorbeeldmaker) -> None:
    controle = check(maker, make_opdracht(BEVESTIGING), zetten=True)

    assert controle.in_orde
    assert {"inkomen": 1, "kind": 1} == controle.maten.paginas == controle.maten.vellen
    assert controle.maten.vulbaar


@pytest.mark.parametrize(
    ("onderdeel", "wijzig", "soort"),
    [
        (
            MUTATIE,
            lambda brief: brief.replace("{{ contact(afzender) }}", "").replace("toesl", "t"),
            "contact",
        ),
        (MUTATIE, replace_in("artikel", "regel"), "wettelijke grondslag"),
        (MUTATIE, replace_in("Deze brief is nog geen besluit", "Wat dit is"), "geen besluit"),
        (MUTATIE, replace_in("geen bezwaar maken", "bezwaar maken"), "geen besluit"),
        (MUTATIE, lambda brief: brief + "\n\nStuur een bezwaarschrift.", "bezwaar"),
        (MUTATIE, replace_in("tot en met **{{ mutatie.teg", "voor **{{ mutatie.teg"), "tegenhouden"),
        (MUTATIE, replace_in("Mijn toeslagen", "de website"), "tegenhouden"),
        (BESCHIKKING, replace_in("zes weken", "lang"), "bezwaar"),
        (BESCHIKKING, replace_in("uw handtekening", "uw naam"), "bezwaar"),
        (BESCHIKKING, replace_in("## Bent u het niet eens met dit besluit?", "## Bezwaar"), "bezwaar"),
        (BESCHIKKING, replace_in("Wilt u dat een medewerker", "Wilt u dat iemand"), "automatisch besluit"),
        (TERUGVORDERING, replace_in("terugvordering.uiterlijk", "brief.dagtekening"), "betaaldag"),
        (MUTATIE, replace_in("[Mijn toeslagen]", "[klik hier]"), "link"),
        (MUTATIE, replace_in("mutatie.kind", "mutatie.kindd"), "schrijffout"),
        (BESCHIKKING, lambda brief: brief + "\n\n{{ brief.kenmerk }} {{ beschikking.x }}", "schrijffout"),
    ],
)
def test_each_rule_refuses_what_it_is_for(
    maker: Voorbeeldmaker, onderdeel: Onderdeel, wijzig: Callable[[str], str], soort: str
) -> None:
    controle = check(maker, change_brief(onderdeel, wijzig))

    assert not controle.in_orde
    assert soort in {fout.soort for fout in controle.fouten}


@pytest.mark.parametrize(
    ("zin", "mag"),
    [
        ("U kunt bezwaar maken.", False),
        ("Bent u het niet eens met deze brief? Dan kunt u bezwaar maken.", False),
        ("Als u het niet eens bent met deze brief, kunt u bezwaar maken.", False),
        ("Stuur uw bezwaar naar ons.", False),
        ("## Bezwaar\n\nSchrijf ons.", False),
        ("U hebt daar 42 dagen voor.", False),
        ("U hebt daar Zes weken voor.", False),
        ("Uw bezwaren leest een medewerker.", False),
        ("Hebt u geen bezwaar? Dan hoeft u niets te doen.", True),
        ("Bezwaar maken kan nog niet.", True),
        ("Straks kunt u bezwaar maken tegen de voorschotbeschikking.", True),
    ],
)
def test_a_letter_that_is_no_decision_promises_no_objection(
    maker: Voorbeeldmaker, zin: str, mag: bool
) -> None:
    controle = check(maker, change_brief(MUTATIE, lambda brief: f"{brief}\n\n{zin}"))

    assert ([] if mag else ["bezwaar"]) == [fout.soort for fout in controle.fouten]


@pytest.mark.parametrize(
    ("onderdeel", "bericht", "soort"),
    [
        (MUTATIE, "", "berichtenbox"),
        (MUTATIE, "woord " * 700, "berichtenbox"),
        (MUTATIE, "Bel ons. {{ brief.kenmerk }}", "contact"),
        (MUTATIE, "{{ brief.kenmerk }} {{ afzender.telefoon }}", "tegenhouden"),
        (BESCHIKKING, "{{ brief.kenmerk }} {{ afzender.telefoon }}", "bezwaar"),
    ],
)
def test_each_rule_for_the_bericht_refuses_what_it_is_for(
    maker: Voorbeeldmaker, onderdeel: Onderdeel, bericht: str, soort: str
) -> None:
    controle = check(maker, make_opdracht(onderdeel, bericht=bericht))

    assert (soort, "bericht") in {(fout.soort, fout.veld) for fout in controle.fouten}


def test_a_geval_that_does_not_render_is_told(maker: Voorbeeldmaker) -> None:
    leeg = change_brief(MUTATIE, lambda brief: brief + "\n\n{{ inkomensvergelijking(mutatie.kind) }}")

    assert ["schrijffout"] == [fout.soort for fout in check(maker, leeg).fouten]


def test_a_letter_that_cannot_be_typeset_stops_the_release(maker: Voorbeeldmaker) -> None:
    lang = change_brief(BEVESTIGING, lambda brief: brief + "\n\n## Nog een kop\n\nmet tekst" * 400)
    fouten = check(maker, lang, zetten=True).fouten

    assert [fout for fout in fouten if "hooguit 20" in fout.uitleg or "te veel tijd" in fout.uitleg]


def test_what_is_wrong_in_every_geval_is_said_once(maker: Voorbeeldmaker) -> None:
    fouten = check(maker, change_brief(MUTATIE, replace_in("artikel", "regel"))).fouten

    assert ["wettelijke grondslag"] == [fout.soort for fout in fouten]


def test_a_machine_without_dictionary_says_so(tmp_path: Path) -> None:
    keurder = Tekstkeurder(SJABLONEN, Speller(tmp_path))
    controle = keurder.check(make_opdracht(BEVESTIGING), make_algemene_fout("geen brief"))

    assert ["De spelling is niet"] == [melding[:19] for melding in controle.meldingen]


def test_a_text_that_is_longer_than_any_letter_is_refused_before_it_is_read(maker: Voorbeeldmaker) -> None:
    controle = check(maker, make_opdracht(brief="[" * 60_001))

    assert ["hooguit 60000" in fout.uitleg for fout in controle.fouten] == [True]
    assert () == controle.signalen


@pytest.mark.parametrize("brief", ["[" * 20_000, "{{" * 8_000, "a-" * 30_000, "een woord " * 6_000])
def test_a_text_that_is_slow_to_read_is_checked_or_refused_in_time(maker: Voorbeeldmaker, brief: str) -> None:
    begin = time.monotonic()
    check(maker, make_opdracht(brief=brief))

    assert time.monotonic() - begin < ANTWOORD_SECONDEN + BEGIN_SECONDEN


def test_many_unknown_words_are_all_pointed_at_and_explained_bit_by_bit(maker: Voorbeeldmaker) -> None:
    woorden = [f"{'xq' * 3}{een}{ander}" for een in "bcdfghjk" for ander in "bcdfghjk"]
    keren = [check(maker, make_opdracht(brief=" ".join(woorden))).signalen for _ in range(2)]
    gevonden = [[s for s in signalen if s.soort == "spelling"] for signalen in keren]

    assert [len(woorden)] * 2 == [len(signalen) for signalen in gevonden]


def test_more_pages_are_more_sheets_for_as_many_letters() -> None:
    oud, nieuw = Maten(paginas={"a": 2, "b": 3}), Maten(paginas={"a": 3, "b": 3})

    assert 500 == nieuw.compute_vellenverschil(oud, 1_000)
    assert -500 == oud.compute_vellenverschil(nieuw, 1_000)
    assert 0 == nieuw.compute_vellenverschil(Maten(), 1_000)
