"""How a number looks to an operator."""

import pytest

from correspondentie.getal import format_getal, format_omvang


@pytest.mark.parametrize(
    ("waarde", "decimalen", "tekst"),
    [(0, 0, "0"), (6_000_000, 0, "6.000.000"), (12.345, 1, "12,3"), (0.06, 2, "0,06"), (-1_204, 0, "-1.204")],
)
def test_a_number_is_written_the_dutch_way(waarde: float, decimalen: int, tekst: str) -> None:
    assert tekst == format_getal(waarde, decimalen)


@pytest.mark.parametrize(
    ("aantal", "tekst"),
    [(0, "0 kB"), (40_000, "40 kB"), (19_840_221, "19,8 MB"), (58_100_000_000, "58,1 GB")],
)
def test_a_size_has_the_unit_that_suits_it(aantal: int, tekst: str) -> None:
    assert tekst == format_omvang(aantal)
