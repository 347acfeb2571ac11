"""How patient delivery is, as the settings say."""

from datetime import timedelta

from correspondentie.bezorging import make_beleid
from correspondentie.settings import Settings


def test_a_channel_rests_so_long_that_somebody_can_hold_the_run_still() -> None:
    assert timedelta(seconds=30) == make_beleid(Settings()).pauze
