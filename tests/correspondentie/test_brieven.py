"""From decision to letters, or the reason why none."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from calc.norm import load_norm
from calc.voorschot import decide_beschikking
from correspondentie.besluiten import Dossierbesluit, Grondregels, decide_dossier
from correspondentie.brieven import Brief, Onderdrukt, decide_aanleiding
from correspondentie.dossier import Dossier
from correspondentie.kalender import make_kalender
from correspondentie.opslag import Mutatiestand
from correspondentie.register import Aanleiding, Register, load_register
from tests.bouwers.dossiers import make_burger, make_dossier, make_verleend
from tests.bouwers.huishoudens import make_huishouden, make_kind, make_levering

SJABLONEN = Path(__file__).parents[2] / "sjablonen"
REGISTER = load_register(SJABLONEN)
MINDER_UREN = make_kind(leveringen=(make_levering(uren="60"),))
GEEN_STAND = Mutatiestand()


def decide(
    dossier: Dossier, stand: Mutatiestand = GEEN_STAND, register: Register = REGISTER
) -> Dossierbesluit:
    """Decide over a dossier of July 2026."""
    regels = Grondregels(
        norm=load_norm(2026), kalender=make_kalender(2026, date(2026, 7, 10)), register=register
    )
    return decide_dossier(dossier, stand, regels)


def list_uitkomsten(besluit: Dossierbesluit) -> list[tuple[str, str]]:
    """List per decision its aanleiding, and the brieftype or the reason."""
    return [
        (plan.aanleiding.value, plan.brieftype.naam if isinstance(plan, Brief) else plan.reden)
        for plan in besluit.plannen
    ]


class TestAanleiding:
    """What a Beschikking means depends on what was granted before."""

    @pytest.mark.parametrize(
        ("inkomen", "eerder", "aanleiding"),
        [
            (60_000_00, None, Aanleiding.TOEKENNING),
            (60_000_00, 1_000_00, Aanleiding.TOEKENNING),
            (60_000_00, 11_831_00, Aanleiding.ONGEWIJZIGD),
        ],
    )
    def test_a_right(self, inkomen: int, eerder: int | None, aanleiding: Aanleiding) -> None:
        huishouden = make_huishouden(inkomen=inkomen)
        verleend = None if eerder is None else make_verleend(eerder)
        dossier = make_dossier(replace(huishouden, verleend=verleend))

        assert aanleiding is decide_aanleiding(dossier, decide_beschikking(huishouden, load_norm(2026)))

    @pytest.mark.parametrize(
        ("eerder", "aanleiding"),
        [(None, Aanleiding.GEEN_RECHT), (0, Aanleiding.GEEN_RECHT), (500_00, Aanleiding.NIHIL)],
    )
    def test_no_right(self, eerder: int | None, aanleiding: Aanleiding) -> None:
        huishouden = make_huishouden(make_kind(opvang=()))
        verleend = None if eerder is None else make_verleend(eerder)
        dossier = make_dossier(replace(huishouden, verleend=verleend))

        assert aanleiding is decide_aanleiding(dossier, decide_beschikking(huishouden, load_norm(2026)))


class TestPlannen:
    """Every decision becomes one Brief, or Onderdrukt with its reason."""

    def test_a_deviating_child_gets_a_mutatiebrief_beside_the_beschikking(self) -> None:
        besluit = decide(make_dossier(make_huishouden(MINDER_UREN)))

        assert list_uitkomsten(besluit) == [
            ("toekenning", "voorlopige-beschikking"),
            ("mutatie", "mutatiebrief-kinderopvang"),
        ]

    def test_nothing_is_written_to_the_dead(self) -> None:
        dossier = make_dossier(
            make_huishouden(MINDER_UREN), burger=make_burger(overlijdensdatum=date(2026, 6, 1))
        )

        assert {reden for _, reden in list_uitkomsten(decide(dossier))} == {"overleden"}

    def test_a_citizen_who_cannot_be_reached_gets_no_mutatie(self) -> None:
        onbereikbaar = make_dossier(
            make_huishouden(MINDER_UREN), burger=make_burger(aanduiding_in_onderzoek="089999"), box=False
        )

        assert list_uitkomsten(decide(onbereikbaar))[1:] == [("mutatie", "niet-bereikbaar")]

    def test_an_active_berichtenbox_reaches_who_does_not_live_there(self) -> None:
        dossier = make_dossier(
            make_huishouden(MINDER_UREN), burger=make_burger(aanduiding_in_onderzoek="089999")
        )

        assert list_uitkomsten(decide(dossier))[1:] == [("mutatie", "mutatiebrief-kinderopvang")]

    def test_a_full_ledger_leaves_no_room(self) -> None:
        vol = Mutatiestand(kinderen=((2, date(2026, 3, 1)), (3, date(2026, 3, 1)), (4, date(2026, 4, 1))))

        besluit = decide(make_dossier(make_huishouden(MINDER_UREN)), vol)

        assert list_uitkomsten(besluit)[1:] == [("mutatie", "boven-maximum")]

    def test_a_mutatie_that_can_still_be_stopped_is_not_announced_again(self) -> None:
        loopt = Mutatiestand(kinderen=((1, date(2026, 7, 10)),))

        assert list_uitkomsten(decide(make_dossier(make_huishouden(MINDER_UREN)), loopt))[1:] == [
            ("mutatie", "loopt-al")
        ]

    def test_an_aanleiding_without_brieftype_is_the_reason(self) -> None:
        leeg = Register(afzender=REGISTER.afzender, brieftypen={})

        besluit = decide(make_dossier(make_huishouden(MINDER_UREN)), register=leeg)

        assert [plan for plan in besluit.plannen if isinstance(plan, Brief)] == []
        assert list_uitkomsten(besluit) == [("toekenning", "toekenning"), ("mutatie", "niet-bereikbaar")]

    def test_every_decision_has_exactly_one_outcome(self) -> None:
        kinderen = [make_kind(n, leveringen=(make_levering(uren=f"{n}0"),)) for n in range(1, 7)]
        besluit = decide(make_dossier(make_huishouden(*kinderen)))

        uitkomsten = [(plan.aanleiding, plan.kind) for plan in besluit.plannen]

        assert len(uitkomsten) == len(set(uitkomsten)) == 1 + besluit.mutatievoorstellen == 7
        assert sum(isinstance(plan, Onderdrukt) for plan in besluit.plannen) == 3
