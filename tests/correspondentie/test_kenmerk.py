"""The name of a letter."""

import re

from hypothesis import given
from hypothesis import strategies as st

from correspondentie.kenmerk import make_kenmerk


class TestKenmerk:
    """Ours, without meaning, and the same each time the same letter is made."""

    def test_the_same_letter_keeps_its_kenmerk(self) -> None:
        assert make_kenmerk("s", "2026-07-aa", "D1", "brief", "0") == make_kenmerk(
            "s", "2026-07-aa", "D1", "brief", "0"
        )

    def test_another_key_gives_another_kenmerk(self) -> None:
        assert make_kenmerk("s", "D1") != make_kenmerk("t", "D1")

    def test_the_border_between_the_parts_counts(self) -> None:
        assert make_kenmerk("s", "D1", "1") != make_kenmerk("s", "D", "11")

    @given(st.text(), st.text())
    def test_a_kenmerk_is_four_groups_of_four_to_read_aloud(self, sleutel: str, deel: str) -> None:
        kenmerk = make_kenmerk(sleutel, deel)

        assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", kenmerk)

    def test_a_hundred_thousand_letters_have_as_many_kenmerken(self) -> None:
        kenmerken = {make_kenmerk("s", str(nummer)) for nummer in range(100_000)}

        assert len(kenmerken) == 100_000
