"""Known data against delivered data: which Levering speaks for which Opvang, and what then deviates."""

from datetime import date
from decimal import Decimal

import pytest

from calc.afwijkingen import list_afwijkingen
from calc.huishouden import Levering, Opvang, Opvangsoort
from calc.mutatie import Afwijking, Mutatiegrond, Onderdeel
from tests.bouwers.huishoudens import ANDER_LRK, BRON, GELEVERD_OP, make_kind, make_levering, make_opvang

AUGUSTUS = date(2026, 8, 1)

_Regel = tuple[int | None, Onderdeel, object, object]


def list_regels(opvang: tuple[Opvang, ...], *leveringen: Levering) -> list[_Regel]:
    kind = make_kind(opvang=opvang, leveringen=leveringen)
    return [(a.opvang, a.onderdeel, a.bekend, a.geleverd) for a in list_afwijkingen(kind, AUGUSTUS)]


class TestGronden:
    """Four grounds: opvanglasten (hours or rate), end of opvang, opvangsoort, expired LRK-nummer.

    Source: jci1.3:c:BWBR0018472&artikel=16&lid=5; grounds as announced for 2026
    """

    @pytest.mark.parametrize(
        ("levering", "grond", "onderdeel", "bekend", "geleverd"),
        [
            (
                make_levering(uren="80"),
                Mutatiegrond.OPVANGLASTEN,
                Onderdeel.UREN,
                Decimal(100),
                Decimal(80),
            ),
            (make_levering(uurtarief=999), Mutatiegrond.OPVANGLASTEN, Onderdeel.UURTARIEF, 1050, 999),
            (
                make_levering(einde=date(2026, 9, 30)),
                Mutatiegrond.EINDE_OPVANG,
                Onderdeel.EINDE,
                None,
                date(2026, 9, 30),
            ),
            (
                make_levering(opvangsoort=Opvangsoort.BSO),
                Mutatiegrond.OPVANGSOORT,
                Onderdeel.OPVANGSOORT,
                Opvangsoort.DAGOPVANG,
                Opvangsoort.BSO,
            ),
            (
                make_levering(lrk_geldig_tot=date(2026, 7, 31)),
                Mutatiegrond.LRK_VERLOPEN,
                Onderdeel.LRK_GELDIG_TOT,
                None,
                date(2026, 7, 31),
            ),
        ],
    )
    def test_each_ground_shows_known_beside_delivered(
        self,
        levering: Levering,
        grond: Mutatiegrond,
        onderdeel: Onderdeel,
        bekend: Decimal | int | date | Opvangsoort | None,
        geleverd: Decimal | int | date | Opvangsoort,
    ) -> None:
        afwijking = Afwijking(
            grond=grond,
            onderdeel=onderdeel,
            opvang=0,
            bekend=bekend,
            geleverd=geleverd,
            bron=BRON,
            geleverd_op=GELEVERD_OP,
        )

        assert (afwijking,) == list_afwijkingen(make_kind(leveringen=(levering,)), AUGUSTUS)

    def test_several_items_of_one_opvang_are_all_listed(self) -> None:
        levering = make_levering(
            opvangsoort=Opvangsoort.GASTOUDER, uren="90", uurtarief=800, einde=date(2026, 10, 1)
        )
        onderdelen = [regel[1] for regel in list_regels((make_opvang(),), levering)]

        assert onderdelen == [Onderdeel.OPVANGSOORT, Onderdeel.UREN, Onderdeel.UURTARIEF, Onderdeel.EINDE]

    def test_equal_data_do_not_deviate(self) -> None:
        assert [] == list_regels((make_opvang(uren="100"),), make_levering(uren="100.00"))


class TestEinde:
    """Only an earlier end is a ground: a later one, or none, would keep opvang going on hearsay."""

    @pytest.mark.parametrize("geleverd", [date(2026, 9, 30), date(2026, 10, 31), None])
    def test_the_same_end_a_later_end_or_none_is_no_ground(self, geleverd: date | None) -> None:
        assert [] == list_regels((make_opvang(einde=date(2026, 9, 30)),), make_levering(einde=geleverd))

    def test_an_earlier_end_than_known_is_a_ground(self) -> None:
        bekend, geleverd = date(2026, 9, 30), date(2026, 9, 29)
        regels = list_regels((make_opvang(einde=bekend),), make_levering(einde=geleverd))

        assert [(0, Onderdeel.EINDE, bekend, geleverd)] == regels


class TestLrkVerlopen:
    """Opvang counts only in a registered facility; an expired registration is a ground once it is past.

    Source: jci1.3:c:BWBR0017017&artikel=1.5
    """

    def test_a_registration_that_ends_in_the_first_month_has_not_expired_yet(self) -> None:
        assert [] == list_regels((make_opvang(),), make_levering(lrk_geldig_tot=AUGUSTUS))

    def test_opvang_that_ended_before_the_registration_did_is_no_ground(self) -> None:
        opvang = make_opvang(einde=date(2026, 5, 31))

        assert [] == list_regels((opvang,), make_levering(lrk_geldig_tot=date(2026, 5, 31)))

    def test_opvang_that_goes_on_after_the_registration_is_a_ground(self) -> None:
        opvang = make_opvang(einde=date(2026, 11, 30))
        regels = list_regels((opvang,), make_levering(lrk_geldig_tot=date(2026, 5, 31)))

        assert [(0, Onderdeel.LRK_GELDIG_TOT, None, date(2026, 5, 31))] == regels


class TestKoppelen:
    """A Levering speaks for the Opvang with the same LRK-nummer; of what was delivered the last counts."""

    def test_no_levering_yields_nothing(self) -> None:
        assert [] == list_regels((make_opvang(),))

    def test_a_levering_of_another_facility_yields_nothing(self) -> None:
        assert [] == list_regels((make_opvang(),), make_levering(lrk_nummer=ANDER_LRK, uren="1"))

    def test_a_levering_without_known_opvang_yields_nothing(self) -> None:
        assert [] == list_regels((), make_levering(uren="1"))

    def test_each_facility_has_its_own_levering(self) -> None:
        opvang = (make_opvang(), make_opvang(lrk_nummer=ANDER_LRK, uren="40"))
        leveringen = (make_levering(lrk_nummer=ANDER_LRK, uren="30"), make_levering(uren="90"))

        assert [
            (0, Onderdeel.UREN, Decimal(100), Decimal(90)),
            (1, Onderdeel.UREN, Decimal(40), Decimal(30)),
        ] == list_regels(opvang, *leveringen)

    def test_the_same_opvangsoort_goes_before_the_same_number_alone(self) -> None:
        opvang = (make_opvang(opvangsoort=Opvangsoort.BSO, uren="40"), make_opvang())
        levering = make_levering(uren="90")

        assert [(1, Onderdeel.UREN, Decimal(100), Decimal(90))] == list_regels(opvang, levering)

    def test_a_second_opvangsoort_that_we_do_not_know_is_not_held_against_the_first(self) -> None:
        nieuw = make_levering(opvangsoort=Opvangsoort.BSO, uren="30")

        assert [] == list_regels((make_opvang(),), make_levering(), nieuw)

    def test_the_last_delivery_replaces_an_earlier_one(self) -> None:
        eerder = make_levering(uren="60", geleverd_op=date(2026, 5, 15), begin=date(2026, 2, 1))
        later = make_levering(uren="90", geleverd_op=date(2026, 6, 15))
        regel = (0, Onderdeel.UREN, Decimal(100), Decimal(90))

        assert [regel] == list_regels((make_opvang(),), eerder, later)
        assert [regel] == list_regels((make_opvang(),), later, eerder)

    def test_the_latest_period_of_one_delivery_counts(self) -> None:
        oud = make_levering(uren="100", einde=date(2026, 6, 30))
        nieuw = make_levering(uren="90", begin=date(2026, 7, 1))

        assert [(0, Onderdeel.UREN, Decimal(100), Decimal(90))] == list_regels((make_opvang(),), nieuw, oud)

    def test_the_opvang_that_runs_is_compared_and_not_the_one_that_ended(self) -> None:
        geweest = make_opvang(uren="60", einde=date(2026, 3, 31))
        straks = make_opvang(uren="20", begin=date(2026, 10, 1))
        lopend = make_opvang(uren="100", begin=date(2026, 4, 1), einde=date(2026, 9, 30))
        regels = list_regels((geweest, straks, lopend), make_levering(uren="90", einde=date(2026, 9, 30)))

        assert [(2, Onderdeel.UREN, Decimal(100), Decimal(90))] == regels

    def test_opvang_that_ends_on_the_first_day_still_runs(self) -> None:
        lopend = make_opvang(uren="100", einde=AUGUSTUS)
        straks = make_opvang(uren="20", begin=date(2026, 8, 2))
        regels = list_regels((straks, lopend), make_levering(uren="90", einde=AUGUSTUS))

        assert [(1, Onderdeel.UREN, Decimal(100), Decimal(90))] == regels
