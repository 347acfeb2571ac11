"""Our figures are those of the domain file beside the project, for each year and toeslag."""

from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from tomllib import loads
from typing import Any

import pytest

from calc.huishouden import Opvangsoort
from calc.norm import Percentage
from tests.bouwers.huishoudens import NORMEN
from tests.calc.domein import DOMEIN, load_domein, to_eurocent

pytestmark = pytest.mark.skipif(
    not DOMEIN.is_dir(), reason="de domeinbestanden (../shared/domein) staan niet naast het project"
)
JAREN = (2013, 2024, 2025, 2026)
DOMEINNORMEN = load_domein("normen.json")
WEGGELATEN = (2024, 55_484)  # rises with the income: a typing error of the source


def load_bestand(jaar: int) -> dict[str, Any]:
    tekst = resources.files("calc").joinpath("normen", f"{jaar}.toml").read_text("utf-8")
    return loads(tekst, parse_float=Decimal)


BESTANDEN = {jaar: load_bestand(jaar) for jaar in JAREN}
GRENZEN = {
    "kwaliteitskortingsgrens": "kwaliteitskortingsgrens",
    "aftoppingsgrens_1_2p": "aftoppingsgrens_klein",
    "aftoppingsgrens_3p": "aftoppingsgrens_groot",
    "max_huur": "maximum_huur",
    "max_huur_under_23": "maximum_huur_jong",
    "rekenhuur_cap": "maximum_huur",
    "rekenhuur_cap_all_under_21": "maximum_huur_jong",
    "kind_onder_23_inkomensvrijstelling": "kindvrijstelling",
    "vermogen_pp": "vermogensgrenzen.alleen",
    "vermogen_partner": "vermogensgrenzen.partner",
}
# Where each figure of normen.json stands in our file, under the toeslag; the domain's name first.
PADEN: dict[str, dict[str, str]] = {
    "zorgtoeslag": {
        "standaardpremie": "standaardpremie",
        "drempelinkomen_used": "drempelinkomen",
        "p_drempel_alone": "percentage_drempel_alleen",
        "p_drempel_partner": "percentage_drempel_partner",
        "p_boven": "percentage_boven_drempel",
        "vermogen_alone": "vermogensgrenzen.alleen",
        "vermogen_partner": "vermogensgrenzen.partner",
        "woonlandfactor.BE": "woonlandfactoren.BE",
        "woonlandfactor.DE": "woonlandfactoren.DE",
    },
    "kindgebonden_budget": {
        "per_child": "bedrag_per_kind",
        "extra_12_15": "extra_12_15",
        "extra_16_17": "extra_16_17",
        "alo_kop": "alleenstaande_ouderkop",
        "afbouw_pct": "afbouwpercentage",
        "threshold_single": "afbouwdrempel_alleen",
        "threshold_couple": "afbouwdrempel_partner",
        "vermogen_alone": "vermogensgrenzen.alleen",
        "vermogen_partner": "vermogensgrenzen.partner",
    },
    "huurtoeslag": {
        **{naam: f"grenzen.{pad}" for naam, pad in GRENZEN.items()},
        "basishuur_1p": "eenpersoons.basishuur",
        "basishuur_meerp": "meerpersoons.basishuur",
        "minimum_inkomensijkpunt_1p": "eenpersoons.inkomensijkpunt",
        "minimum_inkomensijkpunt_meerp": "meerpersoons.inkomensijkpunt",
        "afbouw_1p": "eenpersoons.percentage",
        "afbouw_meerp": "meerpersoons.percentage",
    }
    | {
        f"factor.{huishouden}.{naam}": f"{vorm}.{ons}"
        for huishouden, vorm in {
            "EP": "eenpersoons",
            "MP": "meerpersoons",
            "EP65+": "eenpersoons_aow",
            "MP65+": "meerpersoons_aow",
        }.items()
        for naam, ons in {
            "a": "kwadraat",
            "b": "lineair",
            "min_basishuur": "minimum",
            "taakstelling": "opslag",
            "doelgroepgrens": "doelgroepgrens",
        }.items()
    },
}


def find_op_pad(inhoud: dict[str, Any], pad: str) -> Any:  # noqa: ANN401 - what stands in the file
    """What stands at a path of names; None when it is not there."""
    plek: Any = inhoud
    for naam in pad.split("."):
        plek = plek.get(naam) if isinstance(plek, dict) else None
    return plek


def list_figuren() -> Iterator[tuple[int, str, str, str]]:
    """Year, toeslag, the value as the domain writes it, and where it stands in our file."""
    for toeslag, paden in PADEN.items():
        for jaar in JAREN:
            bekend = find_op_pad(DOMEINNORMEN, f"{toeslag}.years.{jaar}") or {}
            for naam, pad in paden.items():
                waarde = find_op_pad(bekend, naam)
                if waarde is not None:
                    yield jaar, toeslag, str(waarde).split()[0].rstrip("%"), pad


FIGUREN = list(list_figuren())


class TestFiguren:
    """Every figure of the domain file stands in ours, with the same value."""

    @pytest.mark.parametrize(("jaar", "toeslag", "waarde", "pad"), FIGUREN)
    def test_a_figure_is_the_published_one(self, jaar: int, toeslag: str, waarde: str, pad: str) -> None:
        figuur = find_op_pad(BESTANDEN[jaar][toeslag], pad)
        in_geld = figuur["eenheid"] == "eurocent"

        assert Decimal(waarde) == Decimal(figuur["waarde"]) / (100 if in_geld else 1)

    def test_no_figure_of_the_domain_was_overlooked(self) -> None:
        per_jaar = {(jaar, toeslag) for jaar, toeslag, *_ in FIGUREN}

        assert {(2013, "huurtoeslag"), (2024, "huurtoeslag"), (2025, "kindgebonden_budget")} <= per_jaar
        assert len(FIGUREN) >= 100

    @pytest.mark.parametrize("jaar", [2024, 2025, 2026])
    def test_the_general_amounts_are_the_published_ones(self, jaar: int) -> None:
        algemeen, bestand = DOMEINNORMEN["awir_general"], BESTANDEN[jaar]
        grenzen = bestand["huurtoeslag"]["grenzen"]
        vermogen = [to_eurocent(b) for b in algemeen["vermogen_huurtoeslag_awir7_3"][str(jaar)]]
        vrijstelling = algemeen["kind_medebewoner_vrijstelling_awir7_6"][str(jaar)]

        assert (
            to_eurocent(algemeen["minimum_grant_per_year"]["value"])
            == bestand["minimum_jaarbedrag"]["waarde"]
        )
        assert (
            to_eurocent(algemeen["small_amount_no_repayment"][str(jaar)]) == bestand["klein_bedrag"]["waarde"]
        )
        assert vermogen == [grenzen["vermogensgrenzen"][wie]["waarde"] for wie in ("alleen", "partner")]
        assert to_eurocent(vrijstelling) == grenzen["kindvrijstelling"]["waarde"]

    def test_the_opslag_and_servicekosten_of_2025_are_the_published_ones(self) -> None:
        huurnorm, bekend = BESTANDEN[2025]["huurtoeslag"], DOMEINNORMEN["huurtoeslag"]["years"]["2025"]

        assert "correction(-37.14)" in bekend["basishuur_formula"]
        assert [-37_14, -37_14] == [huurnorm[v]["opslag"]["waarde"] for v in ("eenpersoons", "meerpersoons")]
        assert bekend["servicekosten"].startswith("up to 12 per category, 4 categories")
        assert huurnorm["servicekosten"]["waarde"] == 12_00


class TestKinderopvang:
    """Rates, hours and every row of every table are the published ones; what was not found is None.

    Source: jci1.3:c:BWBR0017321&artikel=8
    """

    @pytest.fixture
    def kot(self) -> dict[str, Any]:
        inhoud: dict[str, Any] = DOMEINNORMEN["kinderopvangtoeslag"]
        return inhoud

    @pytest.mark.parametrize("jaar", [2024, 2025, 2026])
    def test_the_maximum_rates_and_hours(self, kot: dict[str, Any], jaar: int) -> None:
        norm = NORMEN.find_norm(jaar).kinderopvangtoeslag
        assert norm is not None

        assert {soort: to_eurocent(kot["max_uurprijs"][str(jaar)][soort]) for soort in Opvangsoort} == {
            soort: norm.maximum_uurprijs.find(soort).waarde for soort in Opvangsoort
        }
        assert int(kot["max_hours"]["per_child_per_month"]) == norm.maximum_uren.waarde

    @pytest.mark.parametrize("jaar", [2024, 2025, 2026])
    def test_every_row_of_the_table(self, kot: dict[str, Any], jaar: int) -> None:
        norm = NORMEN.find_norm(jaar).kinderopvangtoeslag
        assert norm is not None
        rijen = {
            rij.vanaf: (format_percentage(rij.eerste_kind), format_percentage(rij.volgend_kind))
            for rij in norm.percentages.rijen
        }
        bekend = {rij["from"]: (rij["first"], rij["next"]) for rij in kot["tabel"][str(jaar)]["rows"]}

        assert {
            vanaf: (eerste, None if (jaar, vanaf) == WEGGELATEN else volgend)
            for vanaf, (eerste, volgend) in bekend.items()
        } == {vanaf: paar for vanaf, paar in rijen.items() if paar != (None, None)}

    @pytest.mark.parametrize("rij", range(69))
    def test_each_edge_of_2026_holds_on_both_sides(self, kot: dict[str, Any], rij: int) -> None:
        norm = NORMEN.find_norm(2026).kinderopvangtoeslag
        assert norm is not None
        bekend = kot["tabel"]["2026"]["rows"][rij]
        laatste = bekend["to"] if bekend["to"] is not None else 100_000_000

        for eurocent in (bekend["from"] * 100, laatste * 100 + 99):
            gevonden = norm.percentages.find_rij(eurocent)

            assert (bekend["first"], bekend["next"]) == (
                format_percentage(gevonden.eerste_kind),
                format_percentage(gevonden.volgend_kind),
            )


def format_percentage(percentage: Percentage | None) -> str | None:
    return percentage.tekst if percentage else None
