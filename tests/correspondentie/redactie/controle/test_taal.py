"""Signals about language: each at its word, and silent where a reader has no trouble."""

import time
from pathlib import Path

import pytest

from correspondentie.redactie.controle.bevindingen import Ernst
from correspondentie.redactie.controle.proza import list_zinnen, strip_opmaak
from correspondentie.redactie.controle.spelling import GEEN_WOORDENBOEK, Speller
from correspondentie.redactie.controle.taal import list_taalsignalen, load_taal
from tests.bouwers.voorbeelden import SJABLONEN

TAAL = load_taal(SJABLONEN)


def list_soorten(tekst: str, brief: str = "") -> list[str]:
    return [signaal.soort for signaal in list_taalsignalen("brief", tekst, TAAL, brief)]


@pytest.mark.parametrize(
    ("tekst", "soort"),
    [
        ("U " + "krijgt " * 20 + "geld.", "lange zin"),
        ("Uw aanvraag wordt door ons behandeld.", "lijdende vorm"),
        ("De bedragen werden vorige maand al aangepast.", "lijdende vorm"),
        (
            "U hebt in de maanden januari tot en met maart van dit jaar te veel toeslag gekregen.",
            "tangconstructie",
        ),
        ("Indien u dat wilt, kunt u bellen.", "moeilijk woord"),
        ("Wij doen dit met betrekking tot uw huur.", "moeilijk woord"),
        ("Uw rekenhuur telt mee.", "vakwoord"),
        ("Dit staat in de AWR.", "afkorting"),
        ("Dit staat in de Awir.", "afkorting"),
    ],
)
def test_what_may_be_hard_to_read_is_pointed_at(tekst: str, soort: str) -> None:
    assert soort in list_soorten(tekst)


@pytest.mark.parametrize(
    "tekst",
    [
        "U krijgt geld van ons. Dat betalen wij op {{ brief.dagtekening | datum }}.",
        "Uw bedrag wordt lager.",
        "U hebt geld gekregen.",
        "De rekenhuur is de huur die meetelt.",
        "Zie uw **rekenhuur**: de huur die meetelt.",
        "U krijgt een aanmaning. Dat is een herinnering.",
        "Dit staat in de Algemene wet inkomensafhankelijke regelingen (Awir). De Awir geldt voor u.",
        "{% if mutatie.opwaarts %}Indiening{% endif %}",
        "Kijk op [toeslagen.nl](https://www.toeslagen.nl/indien).",
    ],
)
def test_what_is_plain_gets_no_signal(tekst: str) -> None:
    assert [] == list_soorten(tekst)


def test_what_a_component_explains_needs_no_explanation() -> None:
    assert [] == list_soorten("Dit staat in de Awir.", "<p>de Algemene wet (Awir)</p>")


def test_a_signal_stands_at_its_word_and_says_what_is_plainer() -> None:
    [signaal] = list_taalsignalen(
        "brief", "Een\n\n**U** mag {{ brief.kenmerk }} bellen, indien u wilt.", TAAL
    )

    assert (3, 39, len("indien")) == (signaal.regel, signaal.kolom, signaal.lengte)
    assert (Ernst.SIGNAAL, "als") == (signaal.ernst, signaal.voorstel)


def test_every_word_to_avoid_is_pointed_at_and_has_something_plainer() -> None:
    stil = [w for w in TAAL.vermijd if "moeilijk woord" not in list_soorten(f"Dit is {w} zo.")]

    assert [] == stil
    assert all(beter.strip() for beter in TAAL.vermijd.values())


def test_every_jargon_word_comes_with_an_explanation_that_silences_the_signal() -> None:
    woorden = {woord: uitleg for woord, uitleg in TAAL.vakwoorden.items() if woord != "partnerbegrip"}

    assert [] == [w for w in woorden if "vakwoord" not in list_soorten(f"Let op uw {w} hier.")]
    assert [] == [
        w for w, u in woorden.items() if u.endswith(".") and w in u and "vakwoord" in list_soorten(u)
    ]


def test_every_character_of_prose_keeps_its_place() -> None:
    tekst = "Dag **{{ a }}**, zie [link](https://x.nl) en&nbsp;{% if x %}u{% endif %}."

    proza = strip_opmaak(tekst)
    assert len(tekst) == len(proza)
    woorden = [woord for zin in list_zinnen(proza) for woord in zin.woorden if woord.tekst.isalpha()]
    assert ["Dag", "zie", "link", "en", "u"] == [woord.tekst for woord in woorden]
    assert [woord.tekst for woord in woorden] == [tekst[w.kolom - 1 : w.einde - 1] for w in woorden]


@pytest.mark.parametrize(
    "stuk",
    ["[", "[[", "{{", "{%", "{% if ", "{{ a", "[a](b", "](", "&", "a-", "-.nl", "a.", "*_#", "[[a"],
)
def test_what_is_opened_and_never_closed_is_read_at_once(stuk: str) -> None:
    tekst = stuk * (60_000 // len(stuk))
    begin = time.process_time()

    assert len(tekst) == len(strip_opmaak(tekst))
    assert time.process_time() - begin < 1


class TestSpelling:
    def test_a_misspelt_word_is_found_at_its_place_with_a_better_one(self) -> None:
        [signaal] = Speller().list_signalen("brief", "Een\n{{ brief.xyzq }} verpligt woord", frozenset())

        assert (2, 18, 8, "spelling") == (signaal.regel, signaal.kolom, signaal.lengte, signaal.soort)
        assert "verplicht" in signaal.voorstel

    def test_a_compound_and_a_word_of_our_own_are_known(self) -> None:
        tekst = "zorgtoeslagbeschikking Awir"

        assert [] == list(Speller().list_signalen("brief", tekst, TAAL.goed))

    def test_a_very_long_word_is_not_looked_up(self) -> None:
        assert [] == list(Speller().list_signalen("brief", "q" * 5_000, frozenset()))

    def test_a_better_spelling_is_looked_for_while_there_is_time_and_then_remembered(self) -> None:
        speller = Speller()

        def suggest(tot: float) -> list[str]:
            return [s.voorstel for s in speller.list_signalen("brief", "verpligt", frozenset(), tot)]

        assert [""] == suggest(0.0)
        assert "verplicht" in suggest(float("inf"))[0]
        assert "verplicht" in suggest(0.0)[0]

    def test_without_a_dictionary_nothing_is_said_but_that(self, tmp_path: Path) -> None:
        speller = Speller(tmp_path)

        assert [] == list(speller.list_signalen("brief", "verpligt", frozenset()))
        assert speller.melding == GEEN_WOORDENBOEK
