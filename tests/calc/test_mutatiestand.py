"""The life of a mutatie: which step it may take, until when it can be stopped, and when it takes effect."""

from datetime import date
from itertools import product

import pytest

from calc.errors import CalcError
from calc.mutatiestand import (
    OVERGANGEN,
    InvalidOvergangError,
    Mutatiestatus,
    check_overgang,
    check_tegenhouden,
    is_rijp,
)

UITERLIJK = date(2026, 7, 31)
Status = Mutatiestatus
MOGELIJK = [
    (Status.VOORGESTELD, Status.AANGEKONDIGD),
    (Status.AANGEKONDIGD, Status.TEGENGEHOUDEN),
    (Status.AANGEKONDIGD, Status.DOORGEVOERD),
    (Status.AANGEKONDIGD, Status.AFGESLOTEN),
    (Status.DOORGEVOERD, Status.TERUGGEDRAAID),
    (Status.DOORGEVOERD, Status.TEGENGEHOUDEN),
    (Status.DOORGEVOERD, Status.AFGESLOTEN),
]
ONMOGELIJK = [paar for paar in product(Status, Status) if paar not in MOGELIJK]


class TestOvergangen:
    """A mutatie is proposed, announced, and then stopped or carried out; only then it can be changed back.

    Source: Awir art. 16 and 17
    """

    @pytest.mark.parametrize(("van", "naar"), MOGELIJK)
    def test_a_step_of_the_table_is_accepted(self, van: Mutatiestatus, naar: Mutatiestatus) -> None:
        check_overgang(van, naar)

    @pytest.mark.parametrize(("van", "naar"), ONMOGELIJK)
    def test_any_other_step_is_refused_by_naming_both(self, van: Mutatiestatus, naar: Mutatiestatus) -> None:
        with pytest.raises(InvalidOvergangError, match=f"is {van} en kan niet {naar} worden"):
            check_overgang(van, naar)

    @pytest.mark.parametrize(
        ("van", "mogelijk"),
        [
            (Status.AANGEKONDIGD, "afgesloten, doorgevoerd, tegengehouden"),
            (Status.TERUGGEDRAAID, "geen; dit is het einde"),
        ],
    )
    def test_the_refusal_says_what_can_be_done(self, van: Mutatiestatus, mogelijk: str) -> None:
        with pytest.raises(CalcError, match=f"Wel mogelijk: {mogelijk}"):
            check_overgang(van, Status.VOORGESTELD)

    def test_every_status_has_a_row(self) -> None:
        assert set(Status) == OVERGANGEN.keys()


class TestTegenhouden:
    """The citizen can stop an announced mutatie up to and with the last day of the window.

    Source: Awb art. 4:8
    """

    def test_the_last_day_is_in_time(self) -> None:
        check_tegenhouden(Status.AANGEKONDIGD, UITERLIJK, UITERLIJK)

    def test_the_day_after_is_too_late_and_the_refusal_says_what_is_left(self) -> None:
        with pytest.raises(InvalidOvergangError, match=r"tot en met 2026-07-31.*bezwaar maken"):
            check_tegenhouden(Status.AANGEKONDIGD, UITERLIJK, date(2026, 8, 1))

    def test_a_word_in_time_still_stops_what_was_carried_out(self) -> None:
        check_tegenhouden(Status.DOORGEVOERD, UITERLIJK, UITERLIJK)

    @pytest.mark.parametrize("status", [Status.TERUGGEDRAAID, Status.AFGESLOTEN, Status.TEGENGEHOUDEN])
    def test_what_is_over_cannot_be_stopped(self, status: Mutatiestatus) -> None:
        with pytest.raises(InvalidOvergangError, match=f"is {status} en kan niet tegengehouden worden"):
            check_tegenhouden(status, UITERLIJK, UITERLIJK)


class TestRijp:
    """An announced mutatie takes effect on the day after the window closed.

    Source: Awir art. 16 lid 5
    """

    @pytest.mark.parametrize(
        ("status", "dag", "rijp"),
        [
            (Status.AANGEKONDIGD, UITERLIJK, False),
            (Status.AANGEKONDIGD, date(2026, 8, 1), True),
            (Status.TEGENGEHOUDEN, date(2026, 8, 1), False),
            (Status.VOORGESTELD, date(2026, 8, 1), False),
        ],
    )
    def test_when_it_takes_effect(self, status: Mutatiestatus, dag: date, rijp: bool) -> None:
        assert rijp == is_rijp(status, UITERLIJK, dag)
