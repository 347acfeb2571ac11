"""From decision to letters, or the reason why none."""

from dataclasses import replace
from datetime import date

import pytest

from calc.huishouden import Aanvraag, Huishouden, Toeslag, Verleend
from calc.mutatiestand import Mutatiestatus
from calc.voorschot import decide_beschikking
from correspondentie.besluiten import Dossierbesluit, decide_dossier
from correspondentie.brieven import Brief, Onderdrukt, decide_aanleiding
from correspondentie.dossier import Besluitsoort, Dossier
from correspondentie.mutatieregels import Mutatiestand
from correspondentie.register import Aanleiding, Register
from tests.bouwers.dossiers import make_burger, make_dossier, make_verleend
from tests.bouwers.grondregels import REGISTER, make_grondregels, make_regel, make_stand
from tests.bouwers.huishoudens import (
    make_aanvraag,
    make_huishouden,
    make_inkomenslevering,
    make_kind,
    make_levering,
    make_voorschotregels,
)

MINDER_UREN = make_kind(leveringen=(make_levering(uren="60"),))
GEEN_STAND = Mutatiestand()
BETAALD = 6_901_00  # what seven months of 11.831 euro are
ZORG, OPVANG = Toeslag.ZORGTOESLAG, Toeslag.KINDEROPVANGTOESLAG


def decide(
    dossier: Dossier, stand: Mutatiestand = GEEN_STAND, register: Register = REGISTER
) -> Dossierbesluit:
    """Decide over a dossier of July 2026."""
    return decide_dossier(dossier, stand, make_grondregels(register=register))


def list_uitkomsten(besluit: Dossierbesluit) -> list[tuple[str, str]]:
    """List per decision its aanleiding, and the brieftype or the reason."""
    return [
        (plan.grond.aanleiding.value, plan.brieftype.naam)
        if isinstance(plan, Brief)
        else (plan.aanleiding.value, plan.reden)
        for plan in besluit.plannen
    ]


def make_verleende(*verleend: Verleend | None) -> Huishouden:
    """Make a household that applied for these toeslagen: kinderopvangtoeslag first, then zorgtoeslag."""
    aanvragen = [
        make_aanvraag(toeslag, verleend=eerder)
        for toeslag, eerder in zip((OPVANG, ZORG), verleend, strict=False)
    ]
    return make_huishouden(aanvragen=tuple(aanvragen))


def find_aanleiding(huishouden: Huishouden) -> Aanleiding:
    return decide_aanleiding(make_dossier(huishouden), decide_beschikking(huishouden, make_voorschotregels()))


class TestAanleiding:
    """What a Beschikking means depends on what was granted before."""

    @pytest.mark.parametrize(
        ("eerder", "aanleiding"),
        [
            (None, Aanleiding.TOEKENNING),
            (0, Aanleiding.TOEKENNING),
            (1_000_00, Aanleiding.HERZIENING),
            (11_831_00, Aanleiding.ONGEWIJZIGD),
        ],
    )
    def test_a_right(self, eerder: int | None, aanleiding: Aanleiding) -> None:
        verleend = None if eerder is None else make_verleend(eerder, uitbetaald=BETAALD if eerder else 0)

        assert aanleiding is find_aanleiding(make_verleende(verleend))

    @pytest.mark.parametrize(
        ("eerder", "aanleiding"),
        [(None, Aanleiding.GEEN_RECHT), (0, Aanleiding.ONGEWIJZIGD), (500_00, Aanleiding.NIHIL)],
    )
    def test_no_right(self, eerder: int | None, aanleiding: Aanleiding) -> None:
        verleend = None if eerder is None else make_verleend(eerder)
        huishouden = replace(make_verleende(verleend), kinderen=())

        assert aanleiding is find_aanleiding(huishouden)

    def test_one_toeslag_that_changes_makes_a_herziening_of_all(self) -> None:
        huishouden = make_verleende(make_verleend(11_831_00, uitbetaald=BETAALD), make_verleend(500_00))

        assert Aanleiding.HERZIENING is find_aanleiding(huishouden)

    @pytest.mark.parametrize(
        ("zorg", "aanleiding"),
        [(None, Aanleiding.HERZIENING), (make_verleend(0), Aanleiding.ONGEWIJZIGD)],
    )
    def test_a_toeslag_that_is_refused_is_told_once(
        self, zorg: Verleend | None, aanleiding: Aanleiding
    ) -> None:
        huishouden = make_verleende(make_verleend(11_831_00, uitbetaald=BETAALD), zorg)

        assert aanleiding is find_aanleiding(huishouden)

    @pytest.mark.parametrize("verschil", [-1_00, 1_00])
    def test_the_same_amount_with_something_to_settle_is_a_herziening(self, verschil: int) -> None:
        huishouden = make_verleende(make_verleend(11_831_00, uitbetaald=BETAALD + verschil))

        assert Aanleiding.HERZIENING is find_aanleiding(huishouden)

    def test_another_share_of_the_advance_is_a_herziening(self) -> None:
        verleend = replace(make_verleend(11_831_00, uitbetaald=BETAALD), voorschotpercentage=80)

        assert Aanleiding.HERZIENING is find_aanleiding(make_verleende(verleend))


class TestTerugvordering:
    """What was paid too much is claimed back in a letter of its own, when the decision changes.

    Source: Awir art. 26
    """

    def test_a_herziening_that_lowers_what_is_due_claims_back(self) -> None:
        huishouden = make_verleende(make_verleend(20_000_00, uitbetaald=12_000_00))

        besluit = decide(make_dossier(huishouden))

        assert list_uitkomsten(besluit) == [
            ("herziening", "herziening"),
            ("terugvordering", "terugvordering"),
        ]
        assert (besluit.beschikkingen, besluit.terugvorderingen) == (1, 1)

    def test_an_unchanged_decision_claims_nothing_back(self) -> None:
        huishouden = make_verleende(make_verleend(11_831_00, uitbetaald=BETAALD))

        assert list_uitkomsten(decide(make_dossier(huishouden))) == [("ongewijzigd", "ongewijzigd")]


class TestDefinitief:
    """A past year is decided for good, toeslag by toeslag.

    Source: Awir art. 14 and 19
    """

    def make_dossier(self, *aanvragen: Aanvraag) -> Dossier:
        huishouden = make_huishouden(toeslagjaar=2025, inkomen=19_000_00, aanvragen=aanvragen)
        return make_dossier(huishouden, besluitsoort=Besluitsoort.DEFINITIEF)

    def test_every_toeslag_gets_its_own_letter(self) -> None:
        zorg = make_aanvraag(ZORG, verleend=make_verleend(1_573_00, 1_573_00, 12))
        opvang = make_aanvraag(OPVANG, verleend=make_verleend(12_096_00, 12_096_00, 12))

        besluit = decide(self.make_dossier(zorg, opvang))

        assert list_uitkomsten(besluit) == [("definitief", "definitieve-toekenning")] * 2
        assert [brief.grond.toeslag for brief in besluit.list_brieven()] == [OPVANG, ZORG]
        assert besluit.mutatievoorstellen == 0

    def test_what_was_too_much_is_claimed_back_for_that_toeslag(self) -> None:
        zorg = make_aanvraag(ZORG, verleend=make_verleend(2_000_00, 2_000_00, 12))
        regels = make_grondregels(date(2026, 6, 10))

        besluit = decide_dossier(self.make_dossier(zorg), GEEN_STAND, regels)

        assert list_uitkomsten(besluit) == [
            ("definitief", "definitieve-toekenning"),
            ("terugvordering", "terugvordering"),
        ]


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
        vol = make_stand(*(make_regel(nummer, kind=nummer + 1) for nummer in (1, 2, 3)))

        besluit = decide(make_dossier(make_huishouden(MINDER_UREN)), vol)

        assert list_uitkomsten(besluit)[1:] == [("mutatie", "boven-maximum")]

    @pytest.mark.parametrize(
        ("status", "reden"),
        [
            (Mutatiestatus.AANGEKONDIGD, "loopt-al"),
            (Mutatiestatus.TEGENGEHOUDEN, "tegengehouden"),
            (Mutatiestatus.TERUGGEDRAAID, "tegengehouden"),
        ],
    )
    def test_a_mutatie_that_runs_or_was_stopped_is_not_announced_again(
        self, status: Mutatiestatus, reden: str
    ) -> None:
        terug_vanaf = 10 if status is Mutatiestatus.TERUGGEDRAAID else None
        stand = make_stand(replace(make_regel(status=status), terug_vanaf=terug_vanaf))

        besluit = decide(make_dossier(make_huishouden(MINDER_UREN)), stand)

        assert list_uitkomsten(besluit)[1:] == [("mutatie", reden)]

    def test_letters_of_either_kind_fill_the_room(self) -> None:
        vol = make_stand(*(make_regel(nummer, kind=kind) for nummer, kind in ((1, 2), (2, 3), (3, None))))

        besluit = decide(make_dossier(make_huishouden(MINDER_UREN)), vol)

        assert list_uitkomsten(besluit)[1:] == [("mutatie", "boven-maximum")]

    def test_a_delivered_income_gets_a_letter_of_its_own(self) -> None:
        hoger = make_inkomenslevering(toetsingsinkomen=90_000_00)
        huishouden = make_huishouden(inkomensleveringen=(hoger,))

        besluit = decide(make_dossier(huishouden))

        assert list_uitkomsten(besluit)[1:] == [("mutatie-inkomen", "mutatiebrief-inkomen")]

    def test_an_aanleiding_without_brieftype_is_the_reason(self) -> None:
        leeg = Register(afzender=REGISTER.afzender, brieftypen={})

        besluit = decide(make_dossier(make_huishouden(MINDER_UREN)), register=leeg)

        assert [plan for plan in besluit.plannen if isinstance(plan, Brief)] == []
        assert list_uitkomsten(besluit) == [("toekenning", "toekenning"), ("mutatie", "niet-bereikbaar")]

    def test_every_decision_has_exactly_one_outcome(self) -> None:
        kinderen = [make_kind(n, leveringen=(make_levering(uren=f"{n}0"),)) for n in range(1, 7)]
        besluit = decide(make_dossier(make_huishouden(*kinderen)))

        uitkomsten = list_uitkomsten(besluit)

        assert len(uitkomsten) == 1 + besluit.mutatievoorstellen == 7
        assert sum(isinstance(plan, Onderdrukt) for plan in besluit.plannen) == 3
