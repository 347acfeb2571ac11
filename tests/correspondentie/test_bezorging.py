"""How patient delivery is, as the settings say."""

from datetime import timedelta

from correspondentie.bezorging import make_beleid
from correspondentie.settings import Settings


def test_what_may_have_arrived_is_left_alone_for_a_minute_and_never_shorter_than_a_request() -> None:
    assert timedelta(seconds=60) == make_beleid(Settings()).bezinktijd
    assert timedelta(seconds=90) == make_beleid(Settings(tijdslimiet=90, claimduur=300)).bezinktijd


def test_a_channel_rests_so_long_that_somebody_can_hold_the_run_still() -> None:
    assert timedelta(seconds=30) == make_beleid(Settings()).pauze
