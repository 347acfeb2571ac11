"""A mutatie of the income, what a citizen stopped or changed back, and delivered data that cannot be true."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calc.afwijkingen import list_inkomensafwijkingen
from calc.beschikking import Beschikking
from calc.huishouden import Huishouden, Inkomenslevering, Kind, Opvang, Opvangsoort, Rol, Toeslag
from calc.mutatie import Afwijking, Maandverschil, Mutatie, Mutatiebesluit, Mutatiegrond, Onderdeel, Weglating
from calc.muteren import Mutatieopdracht, apply_mutaties, decide_mutaties, undo_mutaties
from calc.voorschot import decide_beschikking
from tests.bouwers.huishoudens import (
    ANDER_LRK,
    GELEVERD_OP,
    make_aanvragen,
    make_huishouden,
    make_inkomenslevering,
    make_kind,
    make_levering,
    make_opvang,
    make_voorschotregels,
)

IN_JULI = make_voorschotregels(dagtekening=date(2026, 7, 10))
OPDRACHT = Mutatieopdracht(ingangsmaand=8, ruimte=3)
HOGER = make_inkomenslevering(70_000_00)  # 90.5 % for a first child, where 60,000 has 93.9 %
PARTNER = Rol.PARTNER


def make_afwijkend(nummer: int, uren: str) -> Kind:
    """A child known with 100 hours of which other hours were delivered."""
    return make_kind(nummer, leveringen=(make_levering(uren=uren),))


def make_geleverd(*geleverd: Inkomenslevering, partner: int | None = None) -> Huishouden:
    return make_huishouden(inkomen_partner=partner, inkomensleveringen=geleverd)


def decide(huishouden: Huishouden, opdracht: Mutatieopdracht = OPDRACHT) -> Mutatiebesluit:
    return decide_mutaties(huishouden, IN_JULI, opdracht)


def list_gekozen(besluit: Mutatiebesluit) -> list[int | None]:
    return [mutatie.kind for mutatie in besluit.mutaties]


def list_redenen(besluit: Mutatiebesluit) -> dict[int | None, Weglating]:
    return {weggelaten.kind: weggelaten.reden for weggelaten in besluit.weggelaten}


def list_maandbedragen(beschikking: Beschikking) -> list[int]:
    return [beschikking.compute_maandbedrag(maand) // 100 for maand in range(1, 13)]


class TestInkomensafwijking:
    """The income that was delivered last is held against the known one, for each person apart.

    Source: jci1.3:c:BWBR0018472&artikel=16&lid=5
    """

    def test_known_and_delivered_stand_beside_each_other(self) -> None:
        assert (
            Afwijking(
                grond=Mutatiegrond.INKOMEN,
                onderdeel=Onderdeel.TOETSINGSINKOMEN_AANVRAGER,
                opvang=None,
                bekend=60_000_00,
                geleverd=70_000_00,
                bron="Basisregistratie inkomen",
                geleverd_op=GELEVERD_OP,
            ),
        ) == list_inkomensafwijkingen(make_geleverd(HOGER))

    def test_both_persons_may_deviate_the_applicant_first(self) -> None:
        geleverd = (make_inkomenslevering(1_00, persoon=PARTNER), HOGER)
        afwijkingen = list_inkomensafwijkingen(make_geleverd(*geleverd, partner=0))

        assert [Onderdeel.TOETSINGSINKOMEN_AANVRAGER, Onderdeel.TOETSINGSINKOMEN_PARTNER] == [
            afwijking.onderdeel for afwijking in afwijkingen
        ]

    def test_the_last_delivery_replaces_an_earlier_one(self) -> None:
        eerder = make_inkomenslevering(80_000_00, geleverd_op=date(2026, 5, 1))

        assert list_inkomensafwijkingen(make_geleverd(HOGER)) == list_inkomensafwijkingen(
            make_geleverd(HOGER, eerder)
        )

    def test_the_known_income_does_not_deviate(self) -> None:
        assert () == list_inkomensafwijkingen(make_geleverd(make_inkomenslevering(60_000_00)))


class TestInkomensmutatie:
    """An income is that of a whole year: changed, it changes every month of the year and every toeslag.

    Source: jci1.3:c:BWBR0018472&artikel=8
    """

    def test_a_higher_income_is_a_mutatie_of_no_child(self) -> None:
        (mutatie,) = decide(make_geleverd(HOGER)).mutaties

        assert (None, 5 * (950_00 - 985_00)) == (mutatie.kind, mutatie.effect)

    def test_the_months_of_the_whole_year_change(self) -> None:
        na = decide(make_geleverd(HOGER)).beschikking_na

        assert [950] * 12 == list_maandbedragen(na)

    def test_what_the_past_months_differ_is_told_beside_the_month_amount(self) -> None:
        besluit = decide(make_geleverd(HOGER))

        assert 8 == besluit.ingangsmaand
        assert besluit.verschillen == (
            Maandverschil(
                toeslag=Toeslag.KINDEROPVANGTOESLAG,
                oud=985_00,
                nieuw=950_00,
                verleden=6_651_00 - 6_901_00,  # seven months of 950.25 and of 985.95
            ),
        )

    def test_every_toeslag_of_which_an_amount_changes_is_told(self) -> None:
        huishouden = make_huishouden(
            inkomen=30_000_00,
            inkomensleveringen=(make_inkomenslevering(35_000_00),),
            aanvragen=make_aanvragen(),
        )
        verschillen = decide(huishouden).verschillen

        assert [Toeslag.ZORGTOESLAG, Toeslag.HUURTOESLAG, Toeslag.KINDGEBONDEN_BUDGET] == [
            verschil.toeslag for verschil in verschillen
        ]
        assert all(v.nieuw < v.oud and v.verleden < 0 for v in verschillen)

    @pytest.mark.parametrize(
        ("inkomen", "reden"),
        [(50_000_00, Weglating.HUISHOUDEN_NIET_OMLAAG), (60_500_00, Weglating.GEEN_EFFECT)],
    )
    def test_an_income_that_lowers_nothing_is_left_out(self, inkomen: int, reden: Weglating) -> None:
        assert {None: reden} == list_redenen(decide(make_geleverd(make_inkomenslevering(inkomen))))

    def test_an_income_that_would_raise_the_year_drops_out(self) -> None:
        lager = make_inkomenslevering(56_000_00)  # 96 %: 22 euro a month more, the past months too
        huishouden = make_huishouden(make_afwijkend(1, "97"), inkomensleveringen=(lager,))
        besluit = decide(huishouden)

        assert [1] == list_gekozen(besluit)
        assert {None: Weglating.OPWAARTS} == list_redenen(besluit)
        assert besluit.beschikking_na.bedrag_jaar < decide_beschikking(huishouden, IN_JULI).bedrag_jaar


class TestRuimte:
    """The letters that a citizen may still get are for children and income together.

    Source: jci1.3:c:BWBR0018472&artikel=16&lid=5
    """

    def test_the_income_takes_a_place_among_the_children(self) -> None:
        kinderen = [make_afwijkend(1, "70"), make_afwijkend(2, "99"), make_afwijkend(3, "98")]
        besluit = decide(make_huishouden(*kinderen, inkomensleveringen=(HOGER,)))

        assert [1, None, 3] == list_gekozen(besluit)
        assert {2: Weglating.BOVEN_MAXIMUM} == list_redenen(besluit)

    def test_the_income_stands_last_among_what_is_left_out(self) -> None:
        huishouden = make_huishouden(make_afwijkend(1, "70"), inkomensleveringen=(HOGER,))
        besluit = decide(huishouden, replace(OPDRACHT, ruimte=0))

        assert [1, None] == [weggelaten.kind for weggelaten in besluit.weggelaten]

    @pytest.mark.parametrize(
        ("opdracht", "reden"),
        [
            (replace(OPDRACHT, lopend=frozenset({None})), Weglating.LOOPT_AL),
            (replace(OPDRACHT, tegengehouden=frozenset({None})), Weglating.TEGENGEHOUDEN),
        ],
    )
    def test_an_income_under_way_or_stopped_is_left_out(
        self, opdracht: Mutatieopdracht, reden: Weglating
    ) -> None:
        huishouden = make_huishouden(make_afwijkend(1, "70"), inkomensleveringen=(HOGER,))
        besluit = decide(huishouden, opdracht)

        assert ([1], {None: reden}) == (list_gekozen(besluit), list_redenen(besluit))


class TestOnmogelijk:
    """Delivered data that cannot be true change nothing, and do not stop what can.

    Source: jci1.3:c:BWBR0017017&artikel=1.1
    """

    def test_dagopvang_of_a_child_that_goes_to_school_is_impossible(self) -> None:
        bso = make_opvang(opvangsoort=Opvangsoort.BSO)
        groot = make_kind(1, opvang=(bso,), leveringen=(make_levering(),), geboortedatum=date(2018, 5, 5))
        besluit = decide(make_huishouden(groot, make_afwijkend(2, "80")))

        assert ([2], {1: Weglating.ONMOGELIJK}) == (list_gekozen(besluit), list_redenen(besluit))


class TestInmiddelsGewijzigd:
    """What is known otherwise by now, because the citizen changed it, stays as the citizen said.

    Source: jci1.3:c:BWBR0018472&artikel=17
    """

    def test_an_income_that_was_changed_meanwhile_stays(self) -> None:
        huishouden = make_geleverd(HOGER)
        (mutatie,) = decide(huishouden).mutaties
        gewijzigd = replace(huishouden, toetsingsinkomen_aanvrager=65_000_00)

        assert gewijzigd == apply_mutaties(gewijzigd, (mutatie,), 8)

    def test_of_an_opvang_only_the_item_that_was_changed_stays(self) -> None:
        levering = make_levering(uren="80", uurtarief=999)
        (mutatie,) = decide(make_huishouden(make_kind(leveringen=(levering,)))).mutaties
        (kind,) = apply_mutaties(
            make_huishouden(make_kind(opvang=(make_opvang(uren="90"),))), (mutatie,), 8
        ).kinderen

        assert [(Decimal(90), 1050), (Decimal(90), 999)] == [(o.uren, o.uurtarief) for o in kind.opvang]


class TestTeruggedraaid:
    """Changed back, what the citizen reported holds again from a month on; the months between stay.

    Source: jci1.3:c:BWBR0018472&artikel=17
    """

    def undo(self, huishouden: Huishouden, mutaties: tuple[Mutatie, ...], vanaf: int) -> tuple[Opvang, ...]:
        (kind,) = undo_mutaties(huishouden, mutaties, 8, vanaf).kinderen
        return kind.opvang

    def test_three_parts_of_the_year_follow_each_other(self) -> None:
        huishouden, opvang = make_huishouden(make_afwijkend(1, "80")), make_opvang()
        mutaties = decide(huishouden).mutaties

        assert self.undo(huishouden, mutaties, 10) == (
            replace(opvang, einde=date(2026, 7, 31)),
            replace(opvang, uren=Decimal(80), begin=date(2026, 8, 1), einde=date(2026, 9, 30)),
            replace(opvang, begin=date(2026, 10, 1)),
        )
        assert [985] * 7 + [788] * 2 + [985] * 3 == list_maandbedragen(
            decide_beschikking(undo_mutaties(huishouden, mutaties, 8, 10), IN_JULI)
        )

    def test_an_opvang_that_was_ended_begins_again(self) -> None:
        kind = make_kind(leveringen=(make_levering(einde=date(2026, 8, 31)),))
        huishouden, opvang = make_huishouden(kind), make_opvang()

        assert self.undo(huishouden, decide(huishouden).mutaties, 11) == (
            replace(opvang, einde=date(2026, 8, 31)),
            replace(opvang, begin=date(2026, 11, 1)),
        )

    def test_an_opvang_that_ended_or_has_to_begin_keeps_its_days(self) -> None:
        oud = make_opvang(lrk_nummer=ANDER_LRK, einde=date(2026, 3, 31))
        straks = make_opvang(lrk_nummer=ANDER_LRK, begin=date(2026, 12, 1))
        kind = make_kind(opvang=(oud, make_opvang(), straks), leveringen=(make_levering(uren="80"),))
        opvang = self.undo(make_huishouden(kind), decide(make_huishouden(kind)).mutaties, 10)

        assert (oud, straks) == (opvang[0], opvang[-1])

    @pytest.mark.parametrize("vanaf", [1, 8])
    def test_undone_from_the_beginning_nothing_has_changed(self, vanaf: int) -> None:
        huishouden = make_huishouden(make_afwijkend(1, "80"), inkomensleveringen=(HOGER,))

        assert huishouden == undo_mutaties(huishouden, decide(huishouden).mutaties, 8, vanaf)

    def test_an_income_is_back_for_the_whole_year(self) -> None:
        huishouden = make_geleverd(HOGER)

        assert huishouden == undo_mutaties(huishouden, decide(huishouden).mutaties, 8, 10)
