"""Mutaties, rule by rule: who is changed, from when, and why another is not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calc.errors import InvalidFeitError
from calc.huishouden import Huishouden, Kind, Levering, Opvang, Opvangsoort
from calc.mutatie import Mutatiebesluit, Weglating
from calc.muteren import Mutatieopdracht, apply_mutaties, decide_mutaties
from calc.voorschot import Voorschotregels, decide_beschikking
from tests.bouwers.huishoudens import ANDER_LRK, make_huishouden, make_kind, make_levering, make_opvang


def make_afwijkend(nummer: int, uren: str, *, geboren: date = date(2023, 5, 1)) -> Kind:
    """A child known with 100 hours of which other hours were delivered."""
    return make_kind(nummer, leveringen=(make_levering(uren=uren),), geboortedatum=geboren)


def decide(
    regels: Voorschotregels, *kinderen: Kind, maand: int = 8, ruimte: int = 3, inkomen: int = 60_000_00
) -> Mutatiebesluit:
    opdracht = Mutatieopdracht(ingangsmaand=maand, ruimte=ruimte)
    return decide_mutaties(make_huishouden(*kinderen, inkomen=inkomen), regels, opdracht)


def find_wijziging(besluit: Mutatiebesluit) -> tuple[int, int, int]:
    """The first month that changes, and what kinderopvangtoeslag gives in it before and after."""
    (verschil,) = besluit.verschillen
    return besluit.ingangsmaand, verschil.oud, verschil.nieuw


def list_redenen(besluit: Mutatiebesluit) -> dict[int | None, Weglating]:
    return {weggelaten.kind: weggelaten.reden for weggelaten in besluit.weggelaten}


def list_gekozen(besluit: Mutatiebesluit) -> list[int | None]:
    return [mutatie.kind for mutatie in besluit.mutaties]


class TestOmlaag:
    """A deviation that lowers what the household gets is announced, with old and new month amount."""

    def test_fewer_hours_lower_the_advance_from_the_ingangsmaand(self, regels: Voorschotregels) -> None:
        besluit = decide(regels, make_afwijkend(1, "80"))  # 93.9 % of 1050.00 and of 840.00

        assert [1] == list_gekozen(besluit)
        assert (8, 985_00, 788_00) == find_wijziging(besluit)

    def test_the_effect_is_that_of_the_remaining_months(self, regels: Voorschotregels) -> None:
        (mutatie,) = decide(regels, make_afwijkend(1, "80"), maand=8).mutaties

        assert mutatie.effect == 5 * (788_00 - 985_00)

    def test_earlier_months_keep_what_is_known(self, regels: Voorschotregels) -> None:
        na = decide(regels, make_afwijkend(1, "80")).beschikking_na

        assert [985_00] * 7 + [788_00] * 5 == [na.compute_maandbedrag(maand) for maand in range(1, 13)]

    def test_the_first_month_that_changes_may_come_later_than_the_first_that_can(
        self, regels: Voorschotregels
    ) -> None:
        kind = make_kind(leveringen=(make_levering(einde=date(2026, 9, 15)),))
        besluit = decide(regels, kind, maand=8)

        assert (10, 985_00, 0) == find_wijziging(besluit)

    def test_an_end_in_the_past_counts_from_the_ingangsmaand(self, regels: Voorschotregels) -> None:
        kind = make_kind(leveringen=(make_levering(einde=date(2026, 3, 31)),))
        na = decide(regels, kind, maand=8).beschikking_na

        assert [985_00] * 7 + [0] * 5 == [na.compute_maandbedrag(maand) for maand in range(1, 13)]

    def test_an_expired_registration_stops_the_opvang(self, regels: Voorschotregels) -> None:
        kind = make_kind(leveringen=(make_levering(lrk_geldig_tot=date(2026, 5, 31)),))
        besluit = decide(regels, kind, maand=8)

        assert (8, 985_00, 0) == find_wijziging(besluit)

    def test_another_opvangsoort_brings_its_own_maximum(self, regels: Voorschotregels) -> None:
        kind = make_kind(leveringen=(make_levering(opvangsoort=Opvangsoort.GASTOUDER),))

        assert find_wijziging(decide(regels, kind)) == (8, 985_00, 797_00)  # 93.9 % of 100 x 8.49


class TestHuishoudenOmlaag:
    """A child's change may be upward, the household's only downward, and then in every month."""

    def test_an_upward_child_goes_along_in_a_downward_household(self, regels: Voorschotregels) -> None:
        besluit = decide(regels, make_afwijkend(1, "40"), make_afwijkend(2, "110"))

        assert [1, 2] == list_gekozen(besluit)
        assert besluit.mutaties[1].effect > 0
        assert find_wijziging(besluit)[2] < find_wijziging(besluit)[1]

    def test_the_upward_child_drops_out_where_it_would_lift_the_household(
        self, regels: Voorschotregels
    ) -> None:
        besluit = decide(regels, make_afwijkend(1, "95"), make_afwijkend(2, "150"))

        assert [1] == list_gekozen(besluit)
        assert {2: Weglating.OPWAARTS} == list_redenen(besluit)

    def test_the_place_of_an_upward_child_goes_to_the_next(self, regels: Voorschotregels) -> None:
        kinderen = [make_afwijkend(1, "160"), make_afwijkend(2, "90"), make_afwijkend(3, "92")]
        besluit = decide(regels, *kinderen, ruimte=2)

        assert [2, 3] == list_gekozen(besluit)
        assert {1: Weglating.OPWAARTS} == list_redenen(besluit)

    def test_the_largest_upward_child_drops_out_first(self, regels: Voorschotregels) -> None:
        kinderen = [make_afwijkend(1, "160"), make_afwijkend(2, "70"), make_afwijkend(3, "110")]
        besluit = decide(regels, *kinderen)

        assert [2, 3] == list_gekozen(besluit)
        assert {1: Weglating.OPWAARTS} == list_redenen(besluit)

    def test_an_upward_child_alone_changes_nothing(self, regels: Voorschotregels) -> None:
        kind = make_afwijkend(1, "120")
        besluit = decide(regels, kind)

        assert () == besluit.mutaties
        assert {1: Weglating.HUISHOUDEN_NIET_OMLAAG} == list_redenen(besluit)
        assert (8, ()) == (besluit.ingangsmaand, besluit.verschillen)
        assert decide_beschikking(make_huishouden(kind), regels) == besluit.beschikking_na

    def test_a_change_that_lifts_one_month_changes_nothing(self, regels: Voorschotregels) -> None:
        meer_maar_korter = make_levering(uren="110", einde=date(2026, 9, 30))
        besluit = decide(regels, make_kind(leveringen=(meer_maar_korter,)))

        assert {1: Weglating.HUISHOUDEN_NIET_OMLAAG} == list_redenen(besluit)


class TestVolgorde:
    """The largest effect goes first; equal effects in order of birth, the oldest first, then by nummer."""

    def test_the_largest_effect_goes_first(self, regels: Voorschotregels) -> None:
        kinderen = [make_afwijkend(1, "90"), make_afwijkend(2, "60"), make_afwijkend(3, "75")]
        besluit = decide(regels, *kinderen, inkomen=20_000_00)

        assert [2, 3, 1] == list_gekozen(besluit)

    def test_equal_effects_go_by_date_of_birth_and_then_by_nummer(self, regels: Voorschotregels) -> None:
        kinderen = [
            make_afwijkend(3, "80", geboren=date(2022, 1, 1)),
            make_afwijkend(2, "80", geboren=date(2022, 1, 1)),
            make_afwijkend(1, "80", geboren=date(2023, 1, 1)),
        ]
        besluit = decide(regels, *kinderen, inkomen=20_000_00)  # 96 % for every child, first or not

        assert [2, 3, 1] == list_gekozen(besluit)


class TestMaximum:
    """At most three mutatiebrieven a citizen a year; what exceeds the room left is not changed."""

    def test_a_fourth_child_is_not_changed(self, regels: Voorschotregels) -> None:
        kinderen = [make_afwijkend(nummer, str(100 - 10 * nummer)) for nummer in (1, 2, 3, 4)]
        besluit = decide(regels, *kinderen, inkomen=20_000_00)

        assert [4, 3, 2] == list_gekozen(besluit)
        assert {1: Weglating.BOVEN_MAXIMUM} == list_redenen(besluit)

    def test_one_letter_left_is_for_one_child(self, regels: Voorschotregels) -> None:
        besluit = decide(regels, make_afwijkend(1, "80"), make_afwijkend(2, "60"), ruimte=1)

        assert [2] == list_gekozen(besluit)
        assert {1: Weglating.BOVEN_MAXIMUM} == list_redenen(besluit)

    def test_without_room_nobody_is_changed(self, regels: Voorschotregels) -> None:
        besluit = decide(regels, make_afwijkend(1, "80"), make_afwijkend(2, "120"), ruimte=0)

        assert {1: Weglating.BOVEN_MAXIMUM, 2: Weglating.BOVEN_MAXIMUM} == list_redenen(besluit)

    @pytest.mark.parametrize("ruimte", [-1, 4])
    def test_there_are_no_more_than_three_letters_to_give(self, ruimte: int) -> None:
        with pytest.raises(InvalidFeitError, match=f"tussen 0 en 3 liggen, maar is {ruimte}"):
            Mutatieopdracht(ingangsmaand=8, ruimte=ruimte)


class TestRedenen:
    """Every deviating child that is not changed has one reason; a child that does not deviate has none."""

    def test_a_child_with_a_running_mutatie_waits(self, regels: Voorschotregels) -> None:
        huishouden = make_huishouden(make_afwijkend(1, "80"), make_afwijkend(2, "70"))
        opdracht = Mutatieopdracht(ingangsmaand=8, ruimte=2, lopend=frozenset({2}))
        besluit = decide_mutaties(huishouden, regels, opdracht)

        assert [1] == list_gekozen(besluit)
        assert {2: Weglating.LOOPT_AL} == list_redenen(besluit)

    def test_a_citizen_who_cannot_be_reached_is_not_changed(self, regels: Voorschotregels) -> None:
        huishouden = make_huishouden(make_afwijkend(1, "80"), make_kind(2))
        opdracht = Mutatieopdracht(ingangsmaand=8, ruimte=3, bereikbaar=False)
        besluit = decide_mutaties(huishouden, regels, opdracht)

        assert {1: Weglating.NIET_BEREIKBAAR} == list_redenen(besluit)

    def test_a_rate_above_the_maximum_before_and_after_has_no_effect(self, regels: Voorschotregels) -> None:
        kind = make_kind(opvang=(make_opvang(uurtarief=1200),), leveringen=(make_levering(uurtarief=1150),))

        assert {1: Weglating.GEEN_EFFECT} == list_redenen(decide(regels, kind))

    def test_a_change_within_a_whole_euro_has_no_effect(self, regels: Voorschotregels) -> None:
        assert {1: Weglating.GEEN_EFFECT} == list_redenen(decide(regels, make_afwijkend(1, "99.99")))

    def test_after_december_nothing_can_change(self, regels: Voorschotregels) -> None:
        besluit = decide(regels, make_afwijkend(1, "80"), maand=13)

        assert {1: Weglating.GEEN_EFFECT} == list_redenen(besluit)
        assert (12, ()) == (besluit.ingangsmaand, besluit.verschillen)

    def test_a_child_whose_data_agree_is_not_mentioned(self, regels: Voorschotregels) -> None:
        besluit = decide(regels, make_afwijkend(1, "80"), make_kind(2, leveringen=(make_levering(),)))

        assert [1] == list_gekozen(besluit)
        assert () == besluit.weggelaten

    @pytest.mark.parametrize("maand", [0, 14])
    def test_a_month_that_does_not_exist_is_refused(self, maand: int) -> None:
        with pytest.raises(InvalidFeitError, match=f"tussen 1 en 13 liggen, maar is {maand}"):
            Mutatieopdracht(ingangsmaand=maand, ruimte=3)


class TestUitbetaling:
    """An effect is what is paid: under 24 euro a year nothing is, in no month."""

    def test_a_year_that_falls_under_24_euro_falls_to_nothing(self, regels: Voorschotregels) -> None:
        klein = make_opvang(uren="1", uurtarief=250)  # 2.35 a month, 28.17 a year
        kind = make_kind(opvang=(klein,), leveringen=(make_levering(uren="1", uurtarief=130),))
        besluit = decide(regels, kind, maand=8)

        assert (8, 2_00, 0) == find_wijziging(besluit)
        assert besluit.mutaties[0].effect == -10_00
        assert besluit.beschikking_na.bedrag_jaar == 0


class TestApplyMutaties:
    """Delivered data hold from the first month on; before it, what is known stays."""

    def apply(
        self, opvang: tuple[Opvang, ...], *leveringen: Levering, regels: Voorschotregels
    ) -> tuple[Opvang, ...]:
        huishouden = make_huishouden(make_kind(opvang=opvang, leveringen=leveringen))
        besluit = decide_mutaties(huishouden, regels, Mutatieopdracht(ingangsmaand=8, ruimte=3))
        (kind,) = apply_mutaties(huishouden, besluit.mutaties, 8).kinderen
        return kind.opvang

    def test_running_opvang_is_cut_in_two(self, regels: Voorschotregels) -> None:
        opvang = make_opvang(einde=date(2026, 11, 30))
        voor, na = self.apply((opvang,), make_levering(uren="80", einde=date(2026, 12, 31)), regels=regels)

        assert replace(opvang, einde=date(2026, 7, 31)) == voor
        assert replace(opvang, begin=date(2026, 8, 1), uren=Decimal(80)) == na

    def test_opvang_that_only_ends_sooner_stays_whole(self, regels: Voorschotregels) -> None:
        opvang = make_opvang()

        assert (replace(opvang, einde=date(2026, 9, 30)),) == self.apply(
            (opvang,), make_levering(einde=date(2026, 9, 30)), regels=regels
        )

    def test_opvang_that_already_ended_counts_until_the_first_month(self, regels: Voorschotregels) -> None:
        opvang = make_opvang()

        assert (replace(opvang, einde=date(2026, 7, 31)),) == self.apply(
            (opvang,), make_levering(uren="80", einde=date(2026, 3, 31)), regels=regels
        )

    def test_opvang_that_ends_on_the_first_day_changes_for_that_month(self, regels: Voorschotregels) -> None:
        opvang, einde = make_opvang(), date(2026, 8, 1)
        gewijzigd = self.apply((opvang,), make_levering(uren="80", einde=einde), regels=regels)

        assert replace(opvang, uren=Decimal(80), begin=einde, einde=einde) == gewijzigd[1]

    def test_opvang_still_to_begin_is_replaced(self, regels: Voorschotregels) -> None:
        opvang = make_opvang(begin=date(2026, 9, 1))

        assert (replace(opvang, uren=Decimal(80)),) == self.apply(
            (opvang,), make_levering(uren="80"), regels=regels
        )

    def test_opvang_that_never_begins_goes(self, regels: Voorschotregels) -> None:
        opvang = make_opvang(begin=date(2026, 9, 1))

        assert () == self.apply((opvang,), make_levering(einde=date(2026, 6, 30)), regels=regels)

    def test_the_earliest_of_two_ends_counts(self, regels: Voorschotregels) -> None:
        opvang = make_opvang(uren="80")
        levering = make_levering(uren="80", einde=date(2026, 9, 30), lrk_geldig_tot=date(2026, 6, 30))

        assert (replace(opvang, einde=date(2026, 7, 31)),) == self.apply((opvang,), levering, regels=regels)

    def test_other_opvang_and_other_children_stay_as_they_are(self, regels: Voorschotregels) -> None:
        ander = make_opvang(lrk_nummer=ANDER_LRK, uren="20")
        kind = make_kind(1, opvang=(make_opvang(), ander), leveringen=(make_levering(uren="80"),))
        huishouden = make_huishouden(kind, make_kind(2))
        besluit = decide_mutaties(huishouden, regels, Mutatieopdracht(ingangsmaand=1, ruimte=3))
        eerste, tweede = apply_mutaties(huishouden, besluit.mutaties, 1).kinderen

        assert ander == eerste.opvang[-1]
        assert make_kind(2) == tweede

    def test_no_mutaties_change_nothing(self) -> None:
        huishouden: Huishouden = make_huishouden(make_afwijkend(1, "80"))

        assert huishouden == apply_mutaties(huishouden, (), 8)
