"""Write the voorbeelden of all brieftypen anew, each from a decision of the core; never done by a test.

Run `python -m tests.sjablonen.maak_voorbeelden` in the root of the project, then vernieuw_verwacht.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import msgspec

from calc.huishouden import Huishouden, Opvangsoort, Toeslag, Zorg
from calc.mutatiestand import Mutatiestatus
from correspondentie.briefgegevens import Briefgegevens
from correspondentie.kenmerk import make_kenmerk
from correspondentie.mutatieregels import Mutatieregel
from tests.bouwers.grondregels import make_regel
from tests.bouwers.huishoudens import make_aanvraag, make_huishouden, make_huur, make_kind
from tests.bouwers.voorbeelden import SJABLONEN, Voorbeeld
from tests.sjablonen import huishoudens as gezin
from tests.sjablonen.huishoudens import HUUR, KGB, KOT, ZORG
from tests.sjablonen.scenario import (
    DECEMBER,
    JULI,
    LANGE_NAAM,
    MET_RENTE,
    NORMEN,
    Scenario,
    make_bevestiging,
    make_definitief,
    make_koo,
    make_mutatie,
    make_terugvordering,
    make_voorschot,
    with_verleend,
)

MEI_NA = date(2026, 5, 12)  # a definitieve toekenning of 2025 without interest
NOVEMBER_NA = date(2026, 11, 10)  # one with interest


def list_gemaakt() -> Iterator[Voorbeeld]:
    """Make every voorbeeld of every brieftype."""
    for lijst in (
        _list_voorschotten,
        _list_herzieningen,
        _list_definitief,
        _list_terugvorderingen,
        _list_kindmutaties,
        _list_inkomensmutaties,
        _list_bevestigingen,
    ):
        yield from lijst()


def _make(scenario: Scenario, gegevens: Briefgegevens) -> Voorbeeld:
    return Voorbeeld(scenario.brieftype, scenario.naam, gegevens)


def _list_voorschotten() -> Iterator[Voorbeeld]:
    wisselend = gezin.make_een_kind(gezin.make_noor(einde=date(2026, 9, 30)), gezin.make_sem())
    gestopt = gezin.make_een_kind(gezin.make_noor(einde=date(2026, 6, 30)))
    nihil = with_verleend(gezin.make_een_kind())
    gevallen: dict[str, tuple[Huishouden, date]] = {
        "eenvoudig": (gezin.make_een_kind(), DECEMBER),
        "eerste-toekenning": (gezin.make_een_kind(gezin.make_noor(), gezin.make_sem()), JULI),
        "wisselend-bedrag": (wisselend, DECEMBER),
        "geen-betalingen-meer": (gestopt, JULI),
        "vier-toeslagen": (gezin.make_vier_toeslagen(), DECEMBER),
        "voorzichtig-voorschot": (gezin.make_voorzichtig(), JULI),
        "alleen-zorgtoeslag": (gezin.make_zorg(), DECEMBER),
        "zorgtoeslag-deel-van-het-jaar": (gezin.make_zorg(zorg=Zorg(begin=date(2026, 4, 1))), JULI),
        "huurtoeslag-2025": (gezin.make_huurder_2025(), date(2024, 12, 6)),
        "kindgebonden-budget-oudere-kinderen": (gezin.make_oudere_kinderen(), DECEMBER),
        "nihil-een-toeslag": (gezin.make_nihil_een_toeslag(), DECEMBER),
        "nihil": (replace(nihil, kinderen=(make_kind(opvang=()),)), JULI),
        "nihil-klein-bedrag": (with_verleend(gezin.make_zorg(42_300_00), zorgtoeslag=400), JULI),
        "nihil-vermogen": (gezin.make_zorg(20_000_00, vermogen_aanvrager=150_000_00), DECEMBER),
    }
    for naam, (huishouden, dagtekening) in gevallen.items():
        scenario = Scenario("voorlopige-beschikking", naam, huishouden, dagtekening)
        yield _make(scenario, make_voorschot(scenario))
    koo = Scenario(
        "voorlopige-beschikking",
        "betaling-aan-kinderopvangorganisatie",
        gezin.make_vier_toeslagen(),
        DECEMBER,
        betaling=make_koo("Kinderopvang De Boomgaard"),
    )
    lang = Scenario(
        "voorlopige-beschikking",
        "veel-kinderen-en-lange-namen",
        gezin.make_veel_kinderen(),
        JULI,
        LANGE_NAAM,
    )
    for scenario in (koo, lang):
        yield _make(scenario, make_voorschot(scenario))


def _list_herzieningen() -> Iterator[Voorbeeld]:
    meer = with_verleend(gezin.make_vier_toeslagen(), kinderopvangtoeslag=120, huurtoeslag=70)
    stopt = with_verleend(gezin.make_vier_toeslagen())
    gevallen = {
        "nabetaling": with_verleend(gezin.make_een_kind(), kinderopvangtoeslag=82),
        "te-veel-ontvangen": with_verleend(gezin.make_een_kind(), kinderopvangtoeslag=130),
        "vier-toeslagen": meer,
        "een-toeslag-stopt": replace(stopt, vermogen_aanvrager=90_000_00),
    }
    for naam, huishouden in gevallen.items():
        scenario = Scenario("herziening", naam, huishouden)
        yield _make(scenario, make_voorschot(scenario))
    for naam, status, deel in (
        ("mutaties-doorgevoerd", Mutatiestatus.DOORGEVOERD, 120),
        ("mutaties-teruggedraaid", Mutatiestatus.TERUGGEDRAAID, 90),
        ("mutaties-toch-tegengehouden", Mutatiestatus.TEGENGEHOUDEN, 80),
    ):
        huishouden = with_verleend(gezin.make_vier_toeslagen(), tot_en_met=8, kinderopvangtoeslag=deel)
        scenario = Scenario("herziening", naam, huishouden, date(2026, 8, 3))
        yield _make(scenario, make_voorschot(scenario, *_list_regels(naam, status)))
    veel = with_verleend(gezin.make_veel_kinderen(), kinderopvangtoeslag=110)
    scenario = Scenario("herziening", "veel-kinderen-en-lange-namen", veel, JULI, LANGE_NAAM)
    yield _make(scenario, make_voorschot(scenario))


def _list_regels(naam: str, status: Mutatiestatus) -> Iterator[Mutatieregel]:
    """Make the mutatie of the opvang of one child, and that of the income, as they became."""
    for nummer, kind in ((1, 1), (2, None)):
        kenmerk = make_kenmerk("voorbeeld", "eerdere brief", naam, str(nummer))
        yield replace(make_regel(nummer, kind=kind, status=status), kenmerk=kenmerk)


def _make_jaar(toeslag: Toeslag, procent: int) -> Huishouden:
    """Make a household of 2025 with one toeslag, of which so many percents of the right were paid."""
    kind = make_kind(geboortedatum=date(2022, 3, 14))
    huishouden = make_huishouden(
        *((kind,) if toeslag in (KOT, KGB) else ()),
        toeslagjaar=2025,
        inkomen=27_184_00,
        huren=(make_huur(kale_huur=655_20),) if toeslag is HUUR else (),
        aanvragen=(make_aanvraag(toeslag),),
    )
    return with_verleend(huishouden, tot_en_met=12, **{toeslag.name.lower(): procent})


def _list_definitief() -> Iterator[Voorbeeld]:
    gevallen = {
        "nabetaling": (ZORG, 80, MEI_NA),
        "terugbetalen": (KOT, 112, MEI_NA),
        "klein-bedrag": (HUUR, 103, MEI_NA),
        "precies-goed": (KGB, 100, MEI_NA),
        "nabetaling-met-rente": (HUUR, 64, NOVEMBER_NA),
        "terugbetalen-met-rente": (KGB, 121, NOVEMBER_NA),
    }
    for naam, (toeslag, procent, dagtekening) in gevallen.items():
        scenario = Scenario("definitieve-toekenning", naam, _make_jaar(toeslag, procent), dagtekening)
        yield _make(scenario, make_definitief(scenario, MET_RENTE))
    nihil = replace(_make_jaar(ZORG, 100), toetsingsinkomen_aanvrager=45_000_00)
    scenario = Scenario("definitieve-toekenning", "geen-recht", nihil, MEI_NA)
    yield _make(scenario, make_definitief(scenario, NORMEN))


def _list_terugvorderingen() -> Iterator[Voorbeeld]:
    met_rente = Scenario("terugvordering", "met-rente", _make_jaar(KGB, 121), NOVEMBER_NA)
    yield _make(met_rente, make_terugvordering(met_rente, met_rente.decide_definitief(MET_RENTE)))
    een = with_verleend(gezin.make_een_kind(), kinderopvangtoeslag=130)
    alle = with_verleend(
        gezin.make_vier_toeslagen(),
        kinderopvangtoeslag=120,
        zorgtoeslag=105,
        huurtoeslag=140,
        kindgebonden_budget=110,
    )
    for naam, huishouden in (("een-toeslag", een), ("vier-toeslagen", alle)):
        scenario = Scenario("terugvordering", naam, huishouden)
        yield _make(scenario, make_terugvordering(scenario, scenario.decide()))


def _list_kindmutaties() -> Iterator[Voorbeeld]:
    een, stopt = gezin.make_een_kind(), date(2026, 7, 31)
    twee = gezin.make_een_kind(gezin.make_noor(), gezin.make_sem())
    duur = replace(een, toetsingsinkomen_aanvrager=40_000_00)
    gevallen = {
        "opvanglasten": gezin.make_opvanglasten(),
        "einde-opvang": gezin.with_levering(twee, einde=stopt),
        "naar-nul": gezin.with_levering(een, einde=stopt),
        "andere-opvangsoort": gezin.with_levering(een, opvangsoort=Opvangsoort.GASTOUDER, uurtarief=815),
        "verlopen-registratie": gezin.with_levering(twee, lrk_geldig_tot=date(2026, 6, 30)),
        "ook-over-inkomen": gezin.with_inkomen(gezin.with_levering(duur, uren=Decimal(100)), 58_000_00),
    }
    for naam, huishouden in gevallen.items():
        scenario = Scenario("mutatiebrief-kinderopvang", naam, huishouden)
        yield _make(scenario, make_mutatie(scenario))
    opwaarts = Scenario("mutatiebrief-kinderopvang", "opwaarts", gezin.make_opwaarts())
    yield _make(opwaarts, make_mutatie(opwaarts, 2))
    veel = gezin.make_veel_kinderen()
    for nummer, uren in ((1, "22.5"), (4, "100"), (5, "90.25")):
        veel = gezin.with_levering(veel, nummer, uren=Decimal(uren), uurtarief=1001)
    veel = gezin.with_levering(veel, 1, 1, uren=Decimal(20), einde=stopt)
    scenario = Scenario("mutatiebrief-kinderopvang", "veel-kinderen-en-lange-namen", veel, JULI, LANGE_NAAM)
    yield _make(scenario, make_mutatie(scenario, 1))


def _list_inkomensmutaties() -> Iterator[Voorbeeld]:
    vier = gezin.make_vier_toeslagen()
    ook_kind = gezin.with_levering(vier, uren=Decimal(80))
    gevallen = {
        "aanvrager": gezin.with_inkomen(vier, 31_200_00),
        "beiden": gezin.with_inkomen(vier, 26_000_00, 14_900_00),
        "alleen-zorgtoeslag": gezin.with_inkomen(gezin.make_zorg(), 33_100_00),
        "naar-nul": gezin.with_inkomen(gezin.make_zorg(), 52_000_00),
        "ook-over-een-kind": gezin.with_inkomen(ook_kind, 31_200_00),
    }
    for naam, huishouden in gevallen.items():
        scenario = Scenario("mutatiebrief-inkomen", naam, with_verleend(huishouden))
        yield _make(scenario, make_mutatie(scenario, None))


def _list_bevestigingen() -> Iterator[Voorbeeld]:
    vier = gezin.make_vier_toeslagen()
    for naam, kind in (("kind", 1), ("inkomen", None)):
        scenario = Scenario("bevestiging-tegenhouden", naam, vier, date(2026, 7, 24))
        yield _make(scenario, make_bevestiging(scenario, kind))


def write_voorbeelden() -> None:
    """Write the facts of every voorbeeld."""
    for voorbeeld in list_gemaakt():
        map_ = SJABLONEN / voorbeeld.brieftype / "voorbeelden"
        map_.mkdir(exist_ok=True)
        inhoud = msgspec.json.format(msgspec.json.encode(voorbeeld.gegevens), indent=2)
        (map_ / f"{voorbeeld.naam}.json").write_bytes(inhoud + b"\n")


if __name__ == "__main__":
    write_voorbeelden()
