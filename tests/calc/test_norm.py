"""The figures that decide: table and rates of 2026, and what is refused when a figure is not known."""

from itertools import pairwise

import pytest

from calc.errors import InvalidFeitError, MissingNormError
from calc.huishouden import Opvangsoort
from calc.norm import Kinderopvangnorm, Norm, UnknownToeslagjaarError, check_jaar, find_figuur
from tests.bouwers.huishoudens import NORMEN, make_huishouden

# The official table of 2026: first euro of each row, percentage of the first and of a next child.
TABEL = """
     0 96.0 96.0    24150 96.0 96.0    25757 96.0 96.0    27364 96.0 96.0    28974 96.0 96.0
 30580 96.0 96.0    32190 96.0 96.0    33796 96.0 96.0    35401 96.0 96.0    37130 96.0 96.0
 38856 96.0 96.0    40587 96.0 96.0    42314 96.0 96.0    44047 96.0 96.0    45777 96.0 96.0
 47547 96.0 96.0    49319 96.0 96.0    51093 96.0 96.0    52865 96.0 96.0    54642 96.0 96.0
 56413 95.5 95.6    58185 94.8 95.6    59958 93.9 95.6    61896 92.4 95.6    65696 91.6 95.2
 69493 90.5 94.6    73293 88.2 94.2    77095 85.9 93.9    80892 83.7 93.2    84694 81.2 92.7
 88492 78.9 92.2    92292 76.7 91.5    96092 74.3 90.9    99890 72.1 90.5   103695 69.6 90.2
107493 67.3 89.5   111291 65.1 89.1   115091 62.7 88.6   118964 60.6 87.9   122858 58.5 87.4
126748 56.4 87.0   130639 54.2 86.7   134528 52.3 86.0   138421 50.4 85.4   142313 48.5 85.0
146206 46.5 84.4   150093 44.5 84.0   153983 42.5 83.3   157878 40.5 82.7   161767 38.5 81.7
165658 36.5 81.4   169548 36.5 80.6   173441 36.5 79.7   177336 36.5 79.1   181224 36.5 78.2
185115 36.5 77.7   189003 36.5 76.9   192897 36.5 76.2   196790 36.5 75.5   200682 36.5 74.5
204572 36.5 74.0   208459 36.5 73.3   212354 36.5 72.5   216243 36.5 71.8   220135 36.5 71.2
224027 36.5 70.4   227916 36.5 69.6   231808 36.5 69.1   235698 36.5 68.2
"""
_GETALLEN = TABEL.split()
RIJEN = [(int(_GETALLEN[i]), (_GETALLEN[i + 1], _GETALLEN[i + 2])) for i in range(0, len(_GETALLEN), 3)]


@pytest.fixture
def opvangnorm(norm: Norm) -> Kinderopvangnorm:
    return find_figuur(norm.kinderopvangtoeslag, norm, "kinderopvangtoeslag")


def find_percentages(opvangnorm: Kinderopvangnorm, eurocent: int) -> tuple[str, str]:
    rij = opvangnorm.percentages.find_rij(eurocent)
    assert rij.eerste_kind is not None
    assert rij.volgend_kind is not None
    return rij.eerste_kind.tekst, rij.volgend_kind.tekst


class TestPercentagetabel:
    """The table of 2026: 69 rows, each from its first euro up to the cent before the next row.

    Source: jci1.3:c:BWBR0017321&artikel=8 and TG 080-1Z61FD
    """

    def test_the_table_has_69_rows(self, opvangnorm: Kinderopvangnorm) -> None:
        assert len(RIJEN) == 69
        assert tuple(vanaf for vanaf, _ in RIJEN) == opvangnorm.percentages.grenzen

    @pytest.mark.parametrize(("vanaf", "percentages"), RIJEN)
    def test_a_row_holds_from_its_first_euro(
        self, opvangnorm: Kinderopvangnorm, vanaf: int, percentages: tuple[str, str]
    ) -> None:
        assert percentages == find_percentages(opvangnorm, vanaf * 100)

    @pytest.mark.parametrize(
        ("volgende", "percentages"),
        [(volgende, percentages) for (_, percentages), (volgende, _) in pairwise(RIJEN)],
    )
    def test_a_row_holds_up_to_the_cent_before_the_next(
        self, opvangnorm: Kinderopvangnorm, volgende: int, percentages: tuple[str, str]
    ) -> None:
        assert percentages == find_percentages(opvangnorm, volgende * 100 - 1)

    def test_the_last_row_has_no_end(self, opvangnorm: Kinderopvangnorm) -> None:
        assert ("36.5", "68.2") == find_percentages(opvangnorm, 100_000_000_00)

    @pytest.mark.parametrize("jaar", [2024, 2025, 2026])
    def test_no_row_gives_more_than_the_row_before_it(self, jaar: int) -> None:
        opvangnorm = NORMEN.find_norm(jaar).kinderopvangtoeslag
        assert opvangnorm is not None
        for kolom in ("eerste_kind", "volgend_kind"):
            bekend = [getattr(rij, kolom) for rij in opvangnorm.percentages.rijen]
            delen = [percentage.duizendsten for percentage in bekend if percentage]

            assert sorted(delen, reverse=True) == delen


class TestCijfers:
    """The maximum rates, the hours that count and the least that is granted.

    Source: TG 080-1Z61FD and jci1.3:c:BWBR0018472&artikel=14&lid=5
    """

    @pytest.mark.parametrize(
        ("soort", "eurocent"),
        [(Opvangsoort.DAGOPVANG, 1123), (Opvangsoort.BSO, 998), (Opvangsoort.GASTOUDER, 849)],
    )
    def test_each_opvangsoort_has_its_maximum_uurprijs(
        self, opvangnorm: Kinderopvangnorm, soort: Opvangsoort, eurocent: int
    ) -> None:
        assert eurocent == opvangnorm.maximum_uurprijs.find(soort).waarde

    def test_at_most_230_hours_count(self, opvangnorm: Kinderopvangnorm) -> None:
        assert opvangnorm.maximum_uren.waarde == 230

    def test_less_than_24_euro_a_year_is_not_granted(self, norm: Norm) -> None:
        assert norm.minimum_jaarbedrag.waarde == 24_00


class TestOnbekend:
    """Nothing is computed with a figure that is not known, nor with the figures of another year.

    Source: Awir art. 14 (nothing is granted but by law)
    """

    def test_a_year_without_figures_is_refused_by_name(self) -> None:
        with pytest.raises(UnknownToeslagjaarError, match=r"is 2027, .* normen van 2013, 2024, 2025, 2026;"):
            NORMEN.find_norm(2027)

    def test_an_unknown_year_is_both_a_bad_fact_and_a_missing_norm(self) -> None:
        assert issubclass(UnknownToeslagjaarError, InvalidFeitError)
        assert issubclass(UnknownToeslagjaarError, MissingNormError)

    def test_a_missing_figure_is_named_with_its_year_and_file(self, norm: Norm) -> None:
        with pytest.raises(MissingNormError, match=r"2026 ontbreekt: rente\. .* calc/normen/2026\.toml"):
            find_figuur(norm.rente, norm, "rente")

    def test_a_known_figure_is_returned(self, norm: Norm) -> None:
        assert find_figuur(norm.klein_bedrag, norm, "klein_bedrag") is norm.klein_bedrag

    def test_the_figures_of_another_year_are_refused_by_naming_both(self, norm: Norm) -> None:
        with pytest.raises(MissingNormError, match="van 2026, maar het huishouden heeft toeslagjaar 2025"):
            check_jaar(make_huishouden(toeslagjaar=2025), norm)

    def test_the_figures_of_the_same_year_are_accepted(self, norm: Norm) -> None:
        check_jaar(make_huishouden(), norm)
