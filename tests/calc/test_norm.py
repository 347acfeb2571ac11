"""The official figures: complete, with their source, and refused when one is missing."""

import tomllib
from decimal import Decimal
from importlib import resources
from itertools import pairwise
from typing import Any

import pytest

from calc.errors import MissingNormError
from calc.huishouden import Opvangsoort
from calc.norm import Norm, load_norm, parse_norm

TEKST = resources.files("calc").joinpath("normen", "2026.toml").read_text("utf-8")
GEGEVENS = tomllib.loads(TEKST, parse_float=Decimal)
RIJEN: list[dict[str, Any]] = GEGEVENS["kinderopvangtoeslag"]["percentages"]["waarde"]


def list_figuren(plek: dict[str, Any], pad: str = "") -> list[tuple[str, dict[str, Any]]]:
    if "waarde" in plek:
        return [(pad, plek)]
    onder = [(f"{pad}.{naam}", deel) for naam, deel in plek.items() if isinstance(deel, dict)]
    return [figuur for naam, deel in onder for figuur in list_figuren(deel, naam)]


class TestBesluitKinderopvangtoeslag:
    """The table and the maximum rates are set for each year (Besluit kinderopvangtoeslag art. 4-8).

    Source: jci1.3:c:BWBR0017321&artikel=8 and TG 080-1Z61FD
    """

    def test_the_table_has_69_rows(self) -> None:
        assert 69 == len(RIJEN)

    @pytest.mark.parametrize("rij", RIJEN, ids=lambda rij: f"vanaf-{rij['vanaf']}")
    def test_a_row_holds_from_its_first_to_its_last_euro(self, norm: Norm, rij: dict[str, Any]) -> None:
        find = norm.kinderopvangtoeslag.percentages.find_percentages
        laatste = rij.get("tot", 100_000_000 - 1)

        assert (rij["eerste_kind"], rij["volgend_kind"]) == find(rij["vanaf"] * 100)
        assert (rij["eerste_kind"], rij["volgend_kind"]) == find(laatste * 100 + 99)

    def test_the_rows_leave_no_gap_and_do_not_overlap(self) -> None:
        assert 0 == RIJEN[0]["vanaf"]
        assert "tot" not in RIJEN[-1]
        assert all(rij["tot"] + 1 == volgende["vanaf"] for rij, volgende in pairwise(RIJEN))

    def test_no_row_pays_more_than_the_row_before_it(self) -> None:
        assert all(rij["eerste_kind"] >= volgende["eerste_kind"] for rij, volgende in pairwise(RIJEN))
        assert all(rij["volgend_kind"] >= volgende["volgend_kind"] for rij, volgende in pairwise(RIJEN))
        assert all(rij["volgend_kind"] >= rij["eerste_kind"] for rij in RIJEN)

    @pytest.mark.parametrize(
        ("inkomen", "eerste", "volgend"),
        [(56412, "96.0", "96.0"), (56413, "95.5", "95.6"), (60000, "93.9", "95.6"), (235698, "36.5", "68.2")],
    )
    def test_published_incomes_have_the_published_percentages(
        self, norm: Norm, inkomen: int, eerste: str, volgend: str
    ) -> None:
        gevonden = norm.kinderopvangtoeslag.percentages.find_percentages(inkomen * 100)

        assert (Decimal(eerste), Decimal(volgend)) == gevonden

    @pytest.mark.parametrize(
        ("soort", "eurocent"),
        [(Opvangsoort.DAGOPVANG, 1123), (Opvangsoort.BSO, 998), (Opvangsoort.GASTOUDER, 849)],
    )
    def test_each_opvangsoort_has_its_maximum_uurprijs(
        self, norm: Norm, soort: Opvangsoort, eurocent: int
    ) -> None:
        assert eurocent == norm.kinderopvangtoeslag.maximum_uurprijs.find(soort).waarde

    def test_at_most_230_hours_count(self, norm: Norm) -> None:
        assert 230 == norm.kinderopvangtoeslag.maximum_uren.waarde

    def test_less_than_24_euro_a_year_is_not_granted(self, norm: Norm) -> None:
        assert 24_00 == norm.minimum_jaarbedrag.waarde


class TestHerkomst:
    """An amount without date, unit and source cannot be explained in a letter."""

    @pytest.mark.parametrize(("pad", "figuur"), list_figuren(GEGEVENS))
    def test_every_figure_says_its_unit_first_day_source_and_certainty(
        self, pad: str, figuur: dict[str, Any]
    ) -> None:
        missing = {"eenheid", "geldig_vanaf", "bron", "zekerheid"} - figuur.keys()

        assert set() == missing, pad
        assert figuur["zekerheid"] in {"hoog", "middel"}
        assert figuur["bron"].startswith(("jci1.3:c:BWBR", "TG "))


class TestOntbrekendeNormen:
    """Nothing is computed with a figure that is not known."""

    @pytest.mark.parametrize("jaar", [2024, 2025, 2027])
    def test_a_year_without_figures_is_refused_by_name(self, jaar: int) -> None:
        with pytest.raises(MissingNormError, match=rf"toeslagjaar {jaar} .*percentages.*normen/{jaar}\.toml"):
            load_norm(jaar)

    def test_every_missing_figure_is_named_at_once(self) -> None:
        zonder = TEKST.replace("maximum_uren]", "oud]").replace("uurprijs.bso]", "uurprijs.oud]")

        with pytest.raises(MissingNormError) as fout:
            parse_norm(2026, zonder)

        assert "maximum_uren, kinderopvangtoeslag.maximum_uurprijs.bso;" in str(fout.value)

    def test_a_figure_in_another_unit_counts_as_missing(self) -> None:
        in_euro = TEKST.replace('waarde = 2400\neenheid = "eurocent"', 'waarde = 24\neenheid = "euro"')

        with pytest.raises(MissingNormError, match="minimum_jaarbedrag"):
            parse_norm(2026, in_euro)
