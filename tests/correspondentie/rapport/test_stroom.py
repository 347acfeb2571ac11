"""The numbers behind the pictures: bars and the stream from household to citizen."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondentie.rapport import Rapport
from correspondentie.rapport.balken import KORTST, compute_balkgrafiek
from correspondentie.rapport.oordeel import make_stroom
from correspondentie.rapport.stroom import (
    BREEDTE,
    Stroomstap,
    Stroomtekening,
    Tak,
    Vlaksoort,
    compute_stroomtekening,
)
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.rapporten import make_rapport, make_telling

takken = st.lists(st.builds(Tak, naam=st.just("tak"), aantal=st.integers(1, 6_000_000)), max_size=4)
stappen = st.lists(
    st.builds(
        Stroomstap,
        naam=st.just("stap"),
        aantal=st.integers(0, 6_000_000),
        instroom=takken.map(tuple),
        uitstroom=takken.map(tuple),
    ),
    max_size=5,
)


def draw(**anders: object) -> Stroomtekening:
    return compute_stroomtekening(make_stroom(make_rapport(**anders)))


def list_lekken(rapport: Rapport) -> list[tuple[str, int]]:
    return [
        (tak.naam, tak.aantal)
        for stap in make_stroom(rapport)
        for tak in (*stap.instroom, *stap.uitstroom)
        if tak.lek
    ]


class TestBalkgrafiek:
    """A bar is as long as its part of the whole."""

    def test_half_of_the_whole_is_half_a_bar(self) -> None:
        assert [25.0, 75.0] == [b.breedte for b in compute_balkgrafiek({"a": 1, "b": 3}).balken]

    def test_one_in_a_million_is_still_seen(self) -> None:
        assert KORTST == compute_balkgrafiek({"a": 1, "b": 999_999}).balken[0].breedte

    def test_nothing_has_no_bar(self) -> None:
        assert [0.0, 0.0] == [b.breedte for b in compute_balkgrafiek({"a": 0, "b": 0}).balken]


class TestStroom:
    """What goes on from one step is what the next step begins with, less what joins."""

    def test_the_steps_of_a_balanced_run_connect(self) -> None:
        stroom = make_stroom(make_rapport())
        verwacht = [
            vorige.doorgaand + sum(tak.aantal for tak in stap.instroom) for vorige, stap in pairwise(stroom)
        ]

        assert verwacht == [stap.aantal for stap in stroom[1:]]

    def test_a_balanced_run_has_no_leak(self) -> None:
        assert [] == list_lekken(make_rapport())

    @pytest.mark.parametrize(
        ("anders", "lek"),
        [
            ({"huishoudens": 550}, ("zoek", 2)),
            ({"huishoudens": 546}, ("te veel", 2)),
            ({"onderdrukt": {"ongewijzigd": 170}}, ("zoek", 5)),
            ({"onderdrukt": {"ongewijzigd": 180}}, ("te veel", 5)),
            ({"geplande_zendingen": 727}, ("zoek", 1)),
            ({"geplande_zendingen": 725}, ("te veel", 1)),
        ],
    )
    def test_what_is_missing_or_too_many_shows_as_a_leak(
        self, anders: dict[str, object], lek: tuple[str, int]
    ) -> None:
        assert [lek] == list_lekken(make_rapport(**anders))

    def test_a_zending_that_still_has_to_go_shows_as_a_leak(self) -> None:
        zendingen = dict(make_telling().zendingen) | {(Kanaalsoort.PRINT, Status.BEZIG): 1}

        assert ("nog niet klaar", 1) in list_lekken(make_rapport(zendingen=zendingen))


class TestStroomtekening:
    """Everything lies on the paper, whatever the numbers."""

    @given(stroom=stappen)
    def test_every_shape_and_word_begins_on_the_paper(self, stroom: list[Stroomstap]) -> None:
        tekening = compute_stroomtekening(stroom)
        punten = [re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", vlak.pad) for vlak in tekening.vlakken]
        plaatsen = [(float(x), float(y)) for vlak in punten for x, y in vlak]
        plaatsen += [(opschrift.x, opschrift.y) for opschrift in tekening.opschriften]

        buiten = [(x, y) for x, y in plaatsen if not (0 <= x <= BREEDTE and 0 <= y <= tekening.hoogte + 0.1)]
        assert [] == buiten

    @given(stroom=stappen)
    def test_no_two_words_at_the_right_side_touch(self, stroom: list[Stroomstap]) -> None:
        opschriften = compute_stroomtekening(stroom).opschriften
        rechts = sorted(o.y for o in opschriften if o.soort is not Vlaksoort.KNOOP)

        assert [] == [b - a for a, b in pairwise(rechts) if b - a < 40]

    def test_what_joins_and_what_leaves_each_have_words(self) -> None:
        woorden = [(o.aantal, o.naam) for o in draw().opschriften]

        assert (14, "uitval") in woorden
        assert (233, "tweede kanaal") not in woorden
        assert (236, "tweede kanaal") in woorden
        assert (3, "vervanging op papier") in woorden

    def test_a_leak_is_drawn_as_a_leak(self) -> None:
        assert Vlaksoort.LEK in {vlak.soort for vlak in draw(huishoudens=550).vlakken}
