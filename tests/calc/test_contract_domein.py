"""The examples that others published, read from the domain files beside the project and held exactly."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calc.beschikking import Grondslagsoort, Recht
from calc.huishouden import Huishouden, Opvangsoort, Toeslag
from calc.voorschot import decide_rechten
from tests.bouwers.huishoudens import (
    NORMEN,
    make_aanvragen,
    make_huishouden,
    make_huur,
    make_kind,
    make_opvang,
    make_thuis,
    make_zorg,
)
from tests.calc.domein import DOMEIN, load_domein, to_eurocent
from tests.calc.lezen import list_stappen, list_waarden

Invoer = dict[str, Any]
Soort = Grondslagsoort

pytestmark = pytest.mark.skipif(
    not DOMEIN.is_dir(), reason="de domeinbestanden (../shared/domein) staan niet naast het project"
)
ALLE = load_domein("rekenvoorbeelden.json")
VOORBEELDEN: list[dict[str, Any]] = ALLE.get("examples", [])
TABELRIJEN = [
    pytest.param(tabel["year"], tabel["toeslagpartner"], rij, id=f"{tabel['id']}-{rij['income']}")
    for tabel in ALLE.get("month_tables", [])
    for rij in tabel["rows"]
]
ZONDER_SOM = {"kot-koo-1": "gaat over wie de toeslag ontvangt: er is niets om mee te rekenen"}


def find_som(recht: Recht, soort: Grondslagsoort) -> Decimal:
    """What the steps of this soort come to; the published examples with a percentage have one child."""
    return sum((Decimal(waarde) for waarde in list_waarden(list_stappen(recht), soort)), Decimal(0))


def read_eurocent(invoer: Invoer, *namen: str, anders: str = "0") -> int:
    """The first of these inputs that an example gives, in eurocent."""
    return to_eurocent(next((invoer[naam] for naam in namen if naam in invoer), anders))


def make_opvanghuishouden(jaar: int, invoer: Invoer) -> Huishouden:
    eigen = [[{"opvangsoort": "dagopvang", "hours_per_month": "100", "hourly_rate": "10"}]]
    kinderen = [
        make_kind(
            nummer,
            opvang=tuple(
                make_opvang(
                    opvangsoort=Opvangsoort(opvang["opvangsoort"]),
                    uren=opvang["hours_per_month"],
                    uurtarief=to_eurocent(opvang["hourly_rate"]),
                    begin=date(jaar, 1, 1),
                )
                for opvang in opvangen
            ),
        )
        for nummer, opvangen in enumerate(invoer.get("children", eigen * invoer.get("aantal", 1)), start=1)
    ]
    return make_huishouden(*kinderen, toeslagjaar=jaar, inkomen=to_eurocent(invoer["toetsingsinkomen"]))


def make_zorghuishouden(jaar: int, invoer: Invoer) -> Huishouden:
    met_partner = invoer["toeslagpartner"]
    een_van_twee = invoer.get("half", False) or not invoer.get("partner_insured", True)
    return make_huishouden(
        toeslagjaar=jaar,
        inkomen=read_eurocent(invoer, "toetsingsinkomen", "toetsingsinkomen_aanvrager"),
        inkomen_partner=read_eurocent(invoer, "toetsingsinkomen_partner") if met_partner else None,
        zorg=make_zorg(partner_verzekerd=not een_van_twee, woonland=invoer.get("woonland")),
        aanvragen=make_aanvragen(Toeslag.ZORGTOESLAG),
    )


def make_huurhuishouden(jaar: int, invoer: Invoer) -> Huishouden:
    """The examples name persons but not who they are: a partner, and then children."""
    personen = invoer.get("persons", 1)
    kinderen = [make_thuis(nummer, date(jaar - 8, 1, 1)) for nummer in range(3, personen + 1)]
    jong = invoer.get("everyone_under_21", False) or "age 19" in invoer.get("situation", "")
    huur = make_huur(
        kale_huur=read_eurocent(invoer, "kale_huur", "rekenhuur", anders="600"),
        oudste_geboren=date(jaar - 20, 1, 2) if jong else date(jaar - 50, 1, 1),
        begin=date(jaar - 1, 1, 1),
    )
    return make_huishouden(
        *kinderen,
        toeslagjaar=jaar,
        inkomen=read_eurocent(invoer, "toetsingsinkomen", "rekeninkomen"),
        inkomen_partner=0 if personen > 1 else None,
        vermogen=read_eurocent(invoer, "vermogen_alone"),
        huren=(huur,),
        aanvragen=make_aanvragen(Toeslag.HUURTOESLAG),
    )


def make_budgethuishouden(jaar: int, invoer: Invoer) -> Huishouden:
    leeftijden = invoer.get("children_ages", [8, 8, 8])  # "3 under 12"
    inkomen = str(invoer["toetsingsinkomen"]).removeprefix("at or below ").replace(",", "")
    return make_huishouden(
        *(make_thuis(n, date(jaar - leeftijd - 1, 6, 1)) for n, leeftijd in enumerate(leeftijden, start=1)),
        toeslagjaar=jaar,
        inkomen=to_eurocent(inkomen),
        inkomen_partner=0 if invoer["toeslagpartner"] else None,
        aanvragen=make_aanvragen(Toeslag.KINDGEBONDEN_BUDGET),
    )


MAKERS: dict[str, Callable[[int, Invoer], Huishouden]] = {
    "KOT": make_opvanghuishouden,
    "zorgtoeslag": make_zorghuishouden,
    "huurtoeslag": make_huurhuishouden,
    "kindgebonden budget": make_budgethuishouden,
}
GEVRAAGD = {
    "cost": Soort.OPVANGKOSTEN,
    "percentage": Soort.PERCENTAGE,
    "toeslag": Soort.KINDBEDRAG,
    "A": Soort.DEEL_A,
    "B": Soort.DEEL_B,
    "C": Soort.DEEL_C,
    "correction": Soort.INKOMENSKORTING,
    "reduction": Soort.VERMINDERING,
    "normpremie": Soort.NORMPREMIE,
    "standaardpremie_twice": Soort.STANDAARDPREMIE_GETELD,
    "month_unrounded": Soort.MAANDTOTAAL,
    "month": Soort.MAANDBEDRAG,
}


def decide(voorbeeld: dict[str, Any], **invoer: object) -> Recht:
    """Decide what an example describes, with these inputs in the place of its own."""
    huishouden = MAKERS[voorbeeld["benefit"]](voorbeeld["year"], voorbeeld["inputs"] | invoer)
    (recht,) = decide_rechten(huishouden, NORMEN.find_norm(voorbeeld["year"]))
    return recht


def find_antwoord(recht: Recht, naam: str, verwacht: str | int) -> Decimal:
    """What was computed of what an example asks. Unit: euro, or percent."""
    if naam == "year":  # a year of whole euros is what is granted, one with cents what it was before rounding
        heel = isinstance(verwacht, int) or "." not in verwacht
        return Decimal(recht.bedrag_jaar if heel else find_som(recht, Soort.JAARTOTAAL)) / 100
    som = find_som(recht, GEVRAAGD[naam])
    return som if naam == "percentage" else som / 100


def compute_antwoorden(voorbeeld: dict[str, Any]) -> dict[str, object]:
    """Answer all that an example expects, in its own form: one value, or a list with one for each input."""
    verwacht: dict[str, Any] = voorbeeld["expected"]
    lijsten = {naam: waarden for naam, waarden in voorbeeld["inputs"].items() if isinstance(waarden, list)}
    if "first" in verwacht or "next" in verwacht:
        return compute_percentages(voorbeeld)
    if not lijsten.keys() & {"toetsingsinkomen", "vermogen_alone"}:
        recht = decide(voorbeeld)
        if voorbeeld["year"] == 2013:  # the examples of that year show cents
            return {"month": find_som(recht, Soort.MAANDTOTAAL) / 100}
        return {naam: find_antwoord(recht, naam, waarde) for naam, waarde in verwacht.items()}
    (naam, waarden), *_ = lijsten.items()
    rechten = [decide(voorbeeld, **{naam: waarde}) for waarde in waarden]
    if "right" in verwacht:
        return {"right": [recht.bedrag_jaar > 0 for recht in rechten]}
    return {"year": [Decimal(recht.bedrag_jaar) / 100 for recht in rechten]}


def compute_percentages(voorbeeld: dict[str, Any]) -> dict[str, object]:
    inkomens = voorbeeld["inputs"]["toetsingsinkomen"]
    waarden = inkomens if isinstance(inkomens, list) else [inkomens]
    aantal = len(voorbeeld["expected"])
    paren = [
        list_waarden(
            list_stappen(decide(voorbeeld, toetsingsinkomen=inkomen, aantal=aantal)), Soort.PERCENTAGE
        )
        for inkomen in waarden
    ]
    kolommen = dict(zip(("first", "next"), zip(*paren, strict=True), strict=False))
    return {naam: [Decimal(p) for p in kolom] for naam, kolom in kolommen.items()}


def parse_verwacht(waarde: object) -> object:
    if isinstance(waarde, list):
        return [parse_verwacht(deel) for deel in waarde]
    return waarde if isinstance(waarde, bool) else Decimal(str(waarde))


@pytest.mark.parametrize("voorbeeld", VOORBEELDEN, ids=lambda voorbeeld: voorbeeld["id"])
def test_every_published_example_comes_out_exactly(voorbeeld: dict[str, Any]) -> None:
    if voorbeeld["id"] in ZONDER_SOM:
        pytest.skip(ZONDER_SOM[voorbeeld["id"]])
    verwacht = {naam: parse_verwacht(waarde) for naam, waarde in voorbeeld["expected"].items()}
    antwoorden = compute_antwoorden(voorbeeld)

    assert verwacht == {
        naam: antwoord[0] if isinstance(antwoord, list) and not isinstance(verwacht[naam], list) else antwoord
        for naam, antwoord in antwoorden.items()
    }


@pytest.mark.parametrize(("jaar", "met_partner", "rij"), TABELRIJEN)
def test_every_row_of_the_month_tables_comes_out_exactly(
    jaar: int, met_partner: bool, rij: dict[str, int]
) -> None:
    invoer = {"toetsingsinkomen": rij["income"], "toeslagpartner": met_partner}
    (recht,) = decide_rechten(make_zorghuishouden(jaar, invoer), NORMEN.find_norm(jaar))
    betaald = recht.perioden[0].maandbedrag if recht.bedrag_jaar else 0

    assert rij["month"] * 100 == betaald


def test_the_row_that_the_files_leave_out_comes_out_exactly() -> None:
    invoer = {"toetsingsinkomen": 44_500, "toeslagpartner": True}
    (recht,) = decide_rechten(make_zorghuishouden(2026, invoer), NORMEN.find_norm(2026))

    assert recht.perioden[0].maandbedrag == 78_00


def test_all_examples_and_rows_are_there() -> None:
    assert {"KOT", "zorgtoeslag", "huurtoeslag", "kindgebonden budget"} == {
        voorbeeld["benefit"] for voorbeeld in VOORBEELDEN
    }
    assert len(VOORBEELDEN) >= 24
    assert len(TABELRIJEN) >= 69
    assert ZONDER_SOM.keys() <= {voorbeeld["id"] for voorbeeld in VOORBEELDEN}
