"""The files of official figures: complete, with their source, and named when something is missing."""

import tomllib
from datetime import date
from decimal import Decimal
from importlib import resources
from itertools import pairwise
from typing import Any

import pytest

from calc.errors import MissingNormError
from calc.huishouden import Toeslag
from calc.norm import KwadratischeHuurnorm, LineaireHuurnorm, UnknownToeslagjaarError
from calc.normbestand import load_norm, load_normen, parse_norm

JAREN = (2013, 2024, 2025, 2026)
TEKSTEN = {
    jaar: resources.files("calc").joinpath("normen", f"{jaar}.toml").read_text("utf-8") for jaar in JAREN
}
GEGEVENS: dict[int, dict[str, Any]] = {
    jaar: tomllib.loads(tekst, parse_float=Decimal) for jaar, tekst in TEKSTEN.items()
}
EENHEDEN = {"eurocent", "eurocent-per-uur", "uren", "procent", "factor"}
ZEKERHEDEN = {"hoog", "middel-hoog", "middel", "laag-middel"}


def list_figuren(plek: dict[str, Any], pad: str) -> list[tuple[str, dict[str, Any]]]:
    """Every table without a table in it: that is a figure, or should be one."""
    onder = [(f"{pad}.{naam}", deel) for naam, deel in plek.items() if isinstance(deel, dict)]
    return [figuur for naam, deel in onder for figuur in list_figuren(deel, naam)] or [(pad, plek)]


FIGUREN = [figuur for jaar in JAREN for figuur in list_figuren(GEGEVENS[jaar], str(jaar))]
TABELLEN = [jaar for jaar in JAREN if "kinderopvangtoeslag" in GEGEVENS[jaar]]


class TestHerkomst:
    """An amount without unit, first day, source and certainty cannot be explained in a letter."""

    @pytest.mark.parametrize(("pad", "figuur"), FIGUREN, ids=[pad for pad, _ in FIGUREN])
    def test_every_figure_says_what_it_is_and_where_it_stands(self, pad: str, figuur: dict[str, Any]) -> None:
        assert {"waarde", "eenheid", "geldig_vanaf", "bron", "zekerheid"} <= figuur.keys()
        assert figuur["eenheid"] in EENHEDEN
        assert figuur["zekerheid"] in ZEKERHEDEN
        assert date(int(pad[:4]), 1, 1) == figuur["geldig_vanaf"]
        assert figuur["bron"].startswith(("jci1.3:c:BWBR", "TG ", "tg0"))

    @pytest.mark.parametrize(("pad", "figuur"), FIGUREN, ids=[pad for pad, _ in FIGUREN])
    def test_money_is_whole_eurocents(self, pad: str, figuur: dict[str, Any]) -> None:
        in_geld = figuur["eenheid"].startswith("eurocent")

        assert not in_geld or type(figuur["waarde"]) is int, pad

    @pytest.mark.parametrize(("pad", "figuur"), FIGUREN, ids=[pad for pad, _ in FIGUREN])
    def test_a_percentage_has_at_most_three_decimals(self, pad: str, figuur: dict[str, Any]) -> None:
        is_los = figuur["eenheid"] == "procent" and not isinstance(figuur["waarde"], list)

        assert not is_los or Decimal(figuur["waarde"]) * 1000 % 1 == 0, pad

    @pytest.mark.parametrize("jaar", JAREN)
    def test_a_file_is_of_the_year_it_is_named_after(self, jaar: int) -> None:
        assert jaar == GEGEVENS[jaar]["toeslagjaar"] == load_norm(jaar).toeslagjaar


class TestPercentagetabel:
    """The rows of a table leave no gap; a percentage in it is kept exactly."""

    @pytest.mark.parametrize("jaar", TABELLEN)
    def test_the_rows_leave_no_gap_and_do_not_overlap(self, jaar: int) -> None:
        rijen = GEGEVENS[jaar]["kinderopvangtoeslag"]["percentages"]["waarde"]

        assert rijen[0]["vanaf"] == 0
        assert "tot" not in rijen[-1]
        assert all(rij["tot"] + 1 == volgende["vanaf"] for rij, volgende in pairwise(rijen))

    @pytest.mark.parametrize("jaar", TABELLEN)
    def test_every_percentage_is_kept_exactly(self, jaar: int) -> None:
        opvangnorm = load_norm(jaar).kinderopvangtoeslag
        assert opvangnorm is not None
        percentages = [p for rij in opvangnorm.percentages.rijen for p in (rij.eerste_kind, rij.volgend_kind)]

        assert all(Decimal(p.tekst) * 1000 == p.duizendsten for p in percentages if p)


class TestJaren:
    """All years that have a file are known, and no other."""

    def test_the_years_with_a_file_are_loaded(self) -> None:
        normen = load_normen()

        assert list(JAREN) == sorted(normen.jaren)
        assert load_norm(2025) == normen.find_norm(2025)

    def test_a_year_without_file_is_refused_by_name(self) -> None:
        with pytest.raises(UnknownToeslagjaarError, match=r"is 2027, .* voeg calc/normen/2027\.toml toe"):
            load_norm(2027)

    @pytest.mark.parametrize("jaar", JAREN)
    def test_the_form_of_huurtoeslag_is_that_of_the_year(self, jaar: int) -> None:
        huurnorm = load_norm(jaar).huurtoeslag

        assert huurnorm is None or isinstance(
            huurnorm, LineaireHuurnorm if jaar >= 2026 else KwadratischeHuurnorm
        )

    @pytest.mark.parametrize(
        ("jaar", "onbekend"),
        [
            (2013, {"kinderopvangtoeslag", "zorgtoeslag", "kindgebonden_budget"}),
            (2024, {"huurtoeslag", "kindgebonden_budget"}),
            (2025, set()),
            (2026, set()),
        ],
    )
    def test_a_year_may_know_some_toeslagen_only(self, jaar: int, onbekend: set[str]) -> None:
        norm = load_norm(jaar)
        namen = [toeslag.value.replace("-", "_") for toeslag in Toeslag]

        assert onbekend == {naam for naam in namen if getattr(norm, naam) is None}
        assert onbekend == {naam for naam in namen if norm.ontbreekt[naam]}


class TestOntbrekend:
    """What a file lacks is named, all at once; without it what needs it is not known."""

    def test_every_missing_figure_of_a_toeslag_is_named(self) -> None:
        zonder = TEKSTEN[2026].replace("maximum_uren]", "oud]").replace("uurprijs.bso]", "uurprijs.oud]")
        norm = parse_norm(2026, zonder)

        assert norm.kinderopvangtoeslag is None
        assert norm.ontbreekt["kinderopvangtoeslag"] == (
            "kinderopvangtoeslag.maximum_uren",
            "kinderopvangtoeslag.maximum_uurprijs.bso",
        )

    def test_of_2024_the_missing_figures_are_these(self) -> None:
        ontbreekt = load_norm(2024).ontbreekt

        assert ontbreekt["kindgebonden_budget"] == (
            "kindgebonden_budget.extra_12_15",
            "kindgebonden_budget.extra_16_17",
            "kindgebonden_budget.afbouwdrempel_alleen",
            "kindgebonden_budget.afbouwdrempel_partner",
        )
        assert "huurtoeslag.grenzen.kwaliteitskortingsgrens" in ontbreekt["huurtoeslag"]

    def test_a_figure_in_another_unit_counts_as_missing(self) -> None:
        oud = 'standaardpremie] # of one person, a year\nwaarde = 211900\neenheid = "eurocent"'
        assert oud in TEKSTEN[2026]
        norm = parse_norm(2026, TEKSTEN[2026].replace(oud, oud.replace("eurocent", "euro")))

        assert norm.ontbreekt["zorgtoeslag"] == ("zorgtoeslag.standaardpremie",)

    def test_a_figure_without_value_counts_as_missing(self) -> None:
        norm = parse_norm(2026, TEKSTEN[2026].replace("waarde = 12100\n", ""))

        assert norm.klein_bedrag is None
        assert norm.ontbreekt["klein_bedrag"] == ("klein_bedrag",)

    def test_a_year_cannot_do_without_what_all_toeslagen_need(self) -> None:
        zonder = TEKSTEN[2026].replace("minimum_jaarbedrag]", "oud]").replace("afronding.cent]", "oud2]")

        with pytest.raises(MissingNormError, match=r"2026 ontbreekt .*minimum_jaarbedrag, afronding\.cent;"):
            parse_norm(2026, zonder)

    def test_an_empty_file_lacks_everything(self) -> None:
        with pytest.raises(MissingNormError, match=r"minimum_jaarbedrag, afronding; vul"):
            parse_norm(2026, "")
