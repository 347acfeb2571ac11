"""Rounding, in whole numbers: half up or down, to the cent or to the euro."""

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.afronding import Afronding, Wijze

tellers = st.integers(0, 10**12)
noemers = st.integers(1, 10**7)
eenheden = st.sampled_from([1, 100])


def make_afronding(wijze: Wijze, eenheid: int) -> Afronding:
    return Afronding(eenheid=eenheid, wijze=wijze, bron="Awir art. 14")


class TestRekenkundig:
    """Half of the unit or more goes up, less goes down.

    Source: jci1.3:c:BWBR0018472&artikel=14&lid=4
    """

    @pytest.mark.parametrize(
        ("teller", "noemer", "eenheid", "bedrag"),
        [
            (1, 2, 1, 1),
            (49, 100, 1, 0),
            (50, 100, 1, 1),
            (149, 1, 100, 100),
            (150, 1, 100, 200),
            (2999, 20, 100, 100),
            (0, 7, 100, 0),
        ],
    )
    def test_half_goes_up(self, teller: int, noemer: int, eenheid: int, bedrag: int) -> None:
        assert bedrag == make_afronding(Wijze.REKENKUNDIG, eenheid).compute_bedrag(teller, noemer)

    @given(tellers, noemers, eenheden)
    def test_it_is_the_nearest_whole_unit(self, teller: int, noemer: int, eenheid: int) -> None:
        bedrag = make_afronding(Wijze.REKENKUNDIG, eenheid).compute_bedrag(teller, noemer)
        exact = Fraction(teller, noemer * eenheid)

        assert ceil(exact - Fraction(1, 2)) <= bedrag // eenheid == floor(exact + Fraction(1, 2))


class TestOmlaag:
    """What is left of a unit is dropped.

    Source: TG 080-1Z61FD
    """

    @pytest.mark.parametrize(
        ("teller", "eenheid", "bedrag"), [(199, 100, 100), (200, 100, 200), (99, 100, 0)]
    )
    def test_cents_are_dropped(self, teller: int, eenheid: int, bedrag: int) -> None:
        assert bedrag == make_afronding(Wijze.OMLAAG, eenheid).compute_bedrag(teller)

    @given(tellers, noemers, eenheden)
    def test_it_is_the_highest_whole_unit_that_fits(self, teller: int, noemer: int, eenheid: int) -> None:
        bedrag = make_afronding(Wijze.OMLAAG, eenheid).compute_bedrag(teller, noemer)

        assert floor(Fraction(teller, noemer * eenheid)) * eenheid == bedrag


class TestBedragen:
    """Many amounts are rounded as each would be alone."""

    @given(st.lists(tellers, max_size=5), noemers, eenheden, st.sampled_from(Wijze))
    def test_each_is_rounded_by_itself(
        self, bedragen: list[int], noemer: int, eenheid: int, wijze: Wijze
    ) -> None:
        afronding = make_afronding(wijze, eenheid)
        alleen = [afronding.compute_bedrag(bedrag, noemer) for bedrag in bedragen]

        assert alleen == afronding.compute_bedragen(bedragen, noemer)
