"""How an advance is paid: months, days and what is settled; the docstring of a class says the rule."""

from datetime import date

import pytest

from calc.beschikking import Afrekening, Periode, Recht, Termijn, Toekenning
from calc.betaalplan import (
    advance_verleend,
    find_eerste_termijn,
    list_termijnen,
    settle_voorschot,
    split_betalingen,
)
from calc.huishouden import Toeslag, Verleend
from calc.norm import Norm
from calc.voorschot import Voorschotregels, decide_beschikking
from tests.bouwers.huishoudens import (
    make_huishouden,
    make_kalender,
    make_kind,
    make_opvang,
    make_verleend,
    make_voorschotregels,
)

NIETS_VERLEEND = None
GELIJK = (100_00,) * 12


def make_recht(*maandtotalen: tuple[int, int], bedrag_jaar: int | None = None) -> Recht:
    """A right of so many months to the cent each; the year is their sum, rounded."""
    perioden, van = [], 1
    for maanden, maandtotaal in maandtotalen:
        perioden.append(
            Periode(
                van=van,
                tot=van + maanden - 1,
                grondslagen=(),
                maandtotaal=maandtotaal,
                maandbedrag=maandtotaal // 100 * 100,
            )
        )
        van += maanden
    totaal = sum(maanden * maandtotaal for maanden, maandtotaal in maandtotalen)
    return Recht(
        toeslag=Toeslag.KINDEROPVANGTOESLAG,
        bedrag_jaar=(totaal + 50) // 100 * 100 if bedrag_jaar is None else bedrag_jaar,
        grondslagen=(),
        perioden=tuple(perioden),
    )


class TestBetalingen:
    """The payments are whole euros and add up to the year amount; each is what is due up to that month less
    what was paid before, and the last month with a right gets what is left.

    Source: jci1.3:c:BWBR0018472&artikel=22
    """

    @pytest.mark.parametrize(
        ("recht", "betalingen"),
        [
            (make_recht((12, 100_00)), (100_00,) * 12),
            (make_recht((12, 100_50)), (100_00, 101_00) * 6),
            (make_recht((12, 1_202_86)), (1_202_00, *(1_203_00,) * 6, 1_202_00, *(1_203_00,) * 4)),
            (make_recht((6, 100_20), (6, 0)), (*(100_00,) * 4, *(101_00, 100_00), *(0,) * 6)),
            (make_recht((3, 0), (2, 100_30), (7, 0)), (0, 0, 0, 100_00, 101_00, *(0,) * 7)),
            (make_recht((12, 0)), (0,) * 12),
        ],
        ids=["whole", "half euros", "the brochure", "half a year", "two months", "nothing"],
    )
    def test_what_each_month_pays(self, norm: Norm, recht: Recht, betalingen: tuple[int, ...]) -> None:
        assert betalingen == split_betalingen(recht, norm)
        assert recht.bedrag_jaar == sum(betalingen)

    def test_a_year_of_which_nothing_is_granted_pays_nothing(self, norm: Norm) -> None:
        assert (0,) * 12 == split_betalingen(make_recht((12, 1_90), bedrag_jaar=0), norm)

    @pytest.mark.parametrize(("procent", "eerste", "jaar"), [(100, 100, 1206), (50, 50, 603), (0, 0, 0)])
    def test_a_lower_percentage_pays_that_part(
        self, norm: Norm, procent: int, eerste: int, jaar: int
    ) -> None:
        betalingen = split_betalingen(make_recht((12, 100_50)), norm, procent)

        assert (eerste * 100, jaar * 100) == (betalingen[0], sum(betalingen))

    def test_the_months_never_pay_more_than_the_year(self, norm: Norm) -> None:
        recht = make_recht((11, 92_52), (1, 1), bedrag_jaar=1_017_00)  # months that were rounded up
        betalingen = split_betalingen(recht, norm, 85)

        assert 864_00 == sum(betalingen)
        assert min(betalingen) >= 0


class TestEersteTermijn:
    """A first advance granted before November is paid in the months that are left; one after October in one
    sum. A revised advance goes on with the months that were not paid yet.

    Source: jci1.3:c:BWBR0018472&artikel=22
    """

    @pytest.mark.parametrize(
        ("dagtekening", "eerste"),
        [
            (date(2025, 12, 5), 1),
            (date(2025, 12, 19), 1),
            (date(2025, 12, 20), 2),
            (date(2026, 7, 10), 8),
            (date(2026, 10, 31), 12),
            (date(2026, 11, 1), 13),
            (date(2026, 12, 5), 13),
            (date(2027, 3, 1), 13),
        ],
    )
    def test_of_a_first_advance(self, dagtekening: date, eerste: int) -> None:
        kalender = make_kalender(dagtekening=dagtekening)

        assert eerste == find_eerste_termijn(NIETS_VERLEEND, 2026, kalender)

    @pytest.mark.parametrize(
        ("dagtekening", "betaald", "eerste"),
        [
            (date(2026, 7, 10), 7, 8),
            (date(2026, 7, 10), 8, 9),
            (date(2026, 7, 10), 5, 8),
            (date(2026, 11, 10), 11, 12),
            (date(2026, 12, 5), 12, 13),
        ],
    )
    def test_of_a_revised_advance(self, dagtekening: date, betaald: int, eerste: int) -> None:
        verleend = make_verleend(tot_en_met_maand=betaald)

        assert eerste == find_eerste_termijn(verleend, 2026, make_kalender(dagtekening=dagtekening))


class TestTermijnen:
    """Each term has its month, its day and its amount; without any payment to come there are none.

    Source: jci1.3:c:BWBR0018472&artikel=22
    """

    def test_the_terms_run_to_december(self) -> None:
        termijnen = list_termijnen((*GELIJK[:10], 1_00, 2_00), 11, make_kalender())

        assert termijnen == (
            Termijn(maand=11, betaaldatum=date(2026, 10, 20), bedrag=1_00),
            Termijn(maand=12, betaaldatum=date(2026, 11, 20), bedrag=2_00),
        )

    def test_a_month_without_payment_is_listed_between_others(self) -> None:
        termijnen = list_termijnen((*(0,) * 11, 2_00), 11, make_kalender())

        assert [0, 2_00] == [termijn.bedrag for termijn in termijnen]

    @pytest.mark.parametrize(("betalingen", "eerste"), [((*GELIJK[:6], *(0,) * 6), 7), (GELIJK, 13)])
    def test_without_payments_to_come_there_are_no_terms(
        self, betalingen: tuple[int, ...], eerste: int
    ) -> None:
        assert () == list_termijnen(betalingen, eerste, make_kalender())


class TestAfrekening:
    """What is due over past months beside what was paid: the difference is paid, or claimed back to the cent.

    Source: jci1.3:c:BWBR0018472&artikel=16&lid=6 and artikel=24
    """

    @pytest.mark.parametrize(
        ("verleend", "nabetaling", "terug"),
        [
            (NIETS_VERLEEND, 300_00, 0),
            (make_verleend(uitbetaald=300_00, tot_en_met_maand=3), 0, 0),
            (make_verleend(uitbetaald=299_99, tot_en_met_maand=3), 1, 0),
            (make_verleend(uitbetaald=300_01, tot_en_met_maand=3), 0, 1),
            (make_verleend(uitbetaald=400_00, tot_en_met_maand=3), 0, 100_00),
        ],
    )
    def test_the_difference_is_settled_however_small(
        self, verleend: Verleend | None, nabetaling: int, terug: int
    ) -> None:
        afrekening = settle_voorschot(GELIJK, 4, verleend)

        assert afrekening == Afrekening(
            verschuldigd=300_00,
            uitbetaald=verleend.uitbetaald if verleend else 0,
            nabetaling=nabetaling,
            terug_te_betalen=terug,
        )


class TestVerderInHetJaar:
    """On a later day the terms up to it were paid; what was too much is claimed back on its own.

    Source: jci1.3:c:BWBR0018472&artikel=22
    """

    @pytest.fixture
    def toekenning(self, regels: Voorschotregels) -> Toekenning:
        kind = make_kind(opvang=(make_opvang(uren="122"),))
        (toekenning,) = decide_beschikking(make_huishouden(kind), regels).toekenningen
        return toekenning

    @pytest.mark.parametrize(
        ("dag", "uitbetaald", "maand"),
        [
            (date(2025, 12, 5), 0, 0),
            (date(2025, 12, 20), 1_202_00, 1),
            (date(2026, 2, 19), 2_405_00, 2),
            (date(2027, 1, 1), 14_434_00, 12),
        ],
    )
    def test_the_terms_up_to_a_day_were_paid(
        self, toekenning: Toekenning, dag: date, uitbetaald: int, maand: int
    ) -> None:
        verleend = make_verleend(bedrag_jaar=14_434_00, uitbetaald=uitbetaald, tot_en_met_maand=maand)

        assert verleend == advance_verleend(toekenning, dag)

    @pytest.mark.parametrize(
        ("einde", "dagtekening", "uitbetaald", "maand"),
        [
            (None, date(2026, 11, 5), 14_434_00, 12),
            (date(2026, 3, 31), date(2026, 7, 10), 3_609_00, 0),
            (date(2025, 12, 31), date(2026, 7, 10), 0, 0),
        ],
        ids=["all in one sum", "nothing after March", "nothing at all"],
    )
    def test_without_terms_a_month_to_come_is_paid_only_if_it_was_in_the_sum(
        self, einde: date | None, dagtekening: date, uitbetaald: int, maand: int
    ) -> None:
        kind = make_kind(opvang=(make_opvang(uren="122", einde=einde),))
        regels = make_voorschotregels(dagtekening=dagtekening)
        (toekenning,) = decide_beschikking(make_huishouden(kind), regels).toekenningen
        verleend = make_verleend(bedrag_jaar=uitbetaald, uitbetaald=uitbetaald, tot_en_met_maand=maand)

        assert verleend == advance_verleend(toekenning, date(2026, 12, 24))
