"""The figures and examples that others published, read from the domain files beside the project."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from calc.beschikking import Grondslag, Grondslagsoort
from calc.huishouden import Opvangsoort
from calc.kinderopvangtoeslag import decide_kinderopvangtoeslag
from calc.norm import Norm
from tests.bouwers.huishoudens import make_huishouden, make_kind, make_opvang

DOMEIN = Path(__file__).parents[2].parent / "shared" / "domein"

BUITEN_BEREIK = {
    "kot-2024-1": "de tabel van 2024 is niet volledig bekend; zonder volledige tabel rekenen we niet",
    "kot-koo-1": "gaat over wie de toeslag ontvangt en heeft geen opvanggegevens om mee te rekenen",
}

pytestmark = pytest.mark.skipif(
    not DOMEIN.is_dir(), reason="de domeinbestanden (../shared/domein) staan niet naast het project"
)


def load(naam: str) -> dict[str, Any]:
    inhoud: dict[str, Any] = json.loads((DOMEIN / naam).read_text("utf-8")) if DOMEIN.is_dir() else {}
    return inhoud


def list_voorbeelden() -> list[dict[str, Any]]:
    voorbeelden = load("rekenvoorbeelden.json").get("examples", [])
    return [voorbeeld for voorbeeld in voorbeelden if voorbeeld["benefit"] == "KOT"]


def to_eurocent(euro: str | int) -> int:
    return int(Decimal(str(euro)) * 100)


def compute_voorbeeld(norm: Norm, voorbeeld: dict[str, Any]) -> dict[str, Any]:
    """Everything an example may expect of its household, in eurocent and percent."""
    invoer = voorbeeld["inputs"]
    kinderen = [
        make_kind(
            nummer,
            opvang=tuple(
                make_opvang(
                    opvangsoort=Opvangsoort(opvang["opvangsoort"]),
                    uren=opvang["hours_per_month"],
                    uurtarief=to_eurocent(opvang["hourly_rate"]),
                )
                for opvang in opvangen
            ),
        )
        for nummer, opvangen in enumerate(invoer["children"], start=1)
    ]
    huishouden = make_huishouden(*kinderen, inkomen=to_eurocent(invoer["toetsingsinkomen"]))
    toekenning = decide_kinderopvangtoeslag(huishouden, norm)
    (periode,) = toekenning.perioden
    stappen = (*toekenning.grondslagen, *periode.grondslagen)
    return {
        "month": find_som(stappen, Grondslagsoort.MAANDBEDRAG),
        "cost": find_som(stappen, Grondslagsoort.OPVANGKOSTEN),
        "percentage": find_som(stappen, Grondslagsoort.PERCENTAGE),
        "toeslag": find_som(stappen, Grondslagsoort.KINDBEDRAG),
        "year": find_som(stappen, Grondslagsoort.JAARTOTAAL),
    }


def find_som(stappen: tuple[Grondslag, ...], soort: Grondslagsoort) -> Decimal:
    """What the steps of this soort come to; the published examples with a percentage have one child."""
    return sum((Decimal(stap.waarde) for stap in stappen if stap.soort is soort), Decimal(0))


@pytest.mark.parametrize("voorbeeld", list_voorbeelden(), ids=lambda voorbeeld: voorbeeld["id"])
def test_every_published_example_comes_out_to_the_cent(norm: Norm, voorbeeld: dict[str, Any]) -> None:
    if voorbeeld["id"] in BUITEN_BEREIK:
        pytest.skip(BUITEN_BEREIK[voorbeeld["id"]])
    if "children" not in voorbeeld["inputs"]:
        check_percentages(norm, voorbeeld)
        return
    gevonden = compute_voorbeeld(norm, voorbeeld)
    verwacht = {
        naam: Decimal(waarde) if naam == "percentage" else to_eurocent(waarde)
        for naam, waarde in voorbeeld["expected"].items()
    }

    assert verwacht == {naam: gevonden[naam] for naam in verwacht}


def check_percentages(norm: Norm, voorbeeld: dict[str, Any]) -> None:
    find = norm.kinderopvangtoeslag.percentages.find_percentages
    gevonden = [find(to_eurocent(inkomen)) for inkomen in voorbeeld["inputs"]["toetsingsinkomen"]]
    verwacht = voorbeeld["expected"]

    assert [Decimal(percentage) for percentage in verwacht["first"]] == [eerste for eerste, _ in gevonden]
    assert [Decimal(percentage) for percentage in verwacht["next"]] == [volgend for _, volgend in gevonden]


def test_what_is_out_of_scope_still_stands_in_the_file() -> None:
    assert BUITEN_BEREIK.keys() <= {voorbeeld["id"] for voorbeeld in list_voorbeelden()}


class TestNormen:
    """Our figures of 2026 are those of the domain file."""

    @pytest.fixture
    def kot(self) -> dict[str, Any]:
        inhoud: dict[str, Any] = load("normen.json")["kinderopvangtoeslag"]
        return inhoud

    def test_the_table_is_the_published_table(self, norm: Norm, kot: dict[str, Any]) -> None:
        tabel = norm.kinderopvangtoeslag.percentages
        rijen = kot["tabel"]["2026"]["rows"]

        assert [rij["from"] for rij in rijen] == list(tabel.grenzen)
        assert [Decimal(rij["first"]) for rij in rijen] == list(tabel.eerste_kind)
        assert [Decimal(rij["next"]) for rij in rijen] == list(tabel.volgend_kind)

    def test_the_maximum_rates_hours_and_minimum_are_the_published_ones(
        self, norm: Norm, kot: dict[str, Any]
    ) -> None:
        prijzen = norm.kinderopvangtoeslag.maximum_uurprijs
        uren = kot["max_hours"]

        assert {soort: to_eurocent(kot["max_uurprijs"]["2026"][soort]) for soort in Opvangsoort} == {
            soort: prijzen.find(soort).waarde for soort in Opvangsoort
        }
        assert int(uren["per_child_per_month"]) == norm.kinderopvangtoeslag.maximum_uren.waarde
        assert to_eurocent(kot["nothing_below_year"]) == norm.minimum_jaarbedrag.waarde
