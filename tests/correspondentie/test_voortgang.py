"""What the operator sees of a run that is going on."""

import io
import re
from contextlib import suppress

from rich.console import Console

from correspondentie.voortgang import Stadium, Voortgang


def make_console(*, terminal: bool) -> Console:
    return Console(file=io.StringIO(), force_terminal=terminal, width=90, legacy_windows=False)


def read(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", console.file.getvalue())


class TestZonderTerminal:
    """Without a terminal a stage prints a line when it begins and a line when it is done."""

    def test_a_whole_stage_is_two_lines_however_many_steps_it_took(self) -> None:
        console = make_console(terminal=False)
        with Voortgang(console) as voortgang:
            voortgang.set_total(Stadium.HUISHOUDENS, 1_200)
            for _ in range(12):
                voortgang.advance(Stadium.HUISHOUDENS, 100)

        assert [
            "Huishoudens behandelen: begonnen",
            "Huishoudens behandelen: 1.200 van 1.200 klaar",
        ] == read(console).splitlines()

    def test_a_stage_whose_total_nobody_knows_says_at_the_end_how_far_it_came(self) -> None:
        console = make_console(terminal=False)
        with Voortgang(console) as voortgang:
            voortgang.advance(Stadium.BRIEVEN)
            voortgang.advance(Stadium.BRIEVEN, 41)

        assert ["Brieven zetten: begonnen", "Brieven zetten: 42"] == read(console).splitlines()

    def test_a_run_that_breaks_off_says_how_far_it_came(self) -> None:
        console = make_console(terminal=False)
        with suppress(KeyboardInterrupt), Voortgang(console) as voortgang:
            voortgang.set_total(Stadium.PRINT, 10)
            voortgang.advance(Stadium.PRINT, 3)
            raise KeyboardInterrupt

        assert "Bezorgen: print: 3 van 10" == read(console).splitlines()[-1]

    def test_a_total_that_grows_does_not_hide_the_rest(self) -> None:
        console = make_console(terminal=False)
        with Voortgang(console) as voortgang:
            voortgang.set_total(Stadium.PRINT, 2)
            voortgang.advance(Stadium.PRINT)
            voortgang.set_total(Stadium.PRINT, 3)
            voortgang.advance(Stadium.PRINT, 2)

        assert ["Bezorgen: print: begonnen", "Bezorgen: print: 3 van 3 klaar"] == read(console).splitlines()

    def test_a_stage_with_nothing_to_do_is_done_at_once(self) -> None:
        console = make_console(terminal=False)
        with Voortgang(console) as voortgang:
            voortgang.set_total(Stadium.PRINT, 0)

        assert "Bezorgen: print: 0 van 0 klaar" == read(console).splitlines()[-1]

    def test_a_total_that_is_known_only_afterwards_still_closes_the_stage(self) -> None:
        console = make_console(terminal=False)
        with Voortgang(console) as voortgang:
            voortgang.advance(Stadium.BRIEVEN, 5)
            voortgang.set_total(Stadium.BRIEVEN, 5)

        assert "Brieven zetten: 5 van 5 klaar" == read(console).splitlines()[-1]

    def test_a_stage_that_is_never_touched_says_nothing(self) -> None:
        console = make_console(terminal=False)
        with Voortgang(console):
            pass

        assert "" == read(console)


class TestMetTerminal:
    """On a terminal every stage that was touched has its bar."""

    def test_each_stage_shows_its_name_and_how_many(self) -> None:
        console = make_console(terminal=True)
        with Voortgang(console) as voortgang:
            for stadium in Stadium:
                voortgang.set_total(stadium, 2_000)
                voortgang.advance(stadium, 1_500)

        scherm = read(console)
        assert [] == [s.value for s in Stadium if not re.search(f"{s.value}.*1.500 van 2.000", scherm)]

    def test_no_loose_lines_stand_between_the_bars(self) -> None:
        console = make_console(terminal=True)
        with Voortgang(console) as voortgang:
            voortgang.set_total(Stadium.BRIEVEN, 1)
            voortgang.advance(Stadium.BRIEVEN)

        assert "begonnen" not in read(console)
        assert "klaar" not in read(console)

    def test_a_stage_that_is_never_touched_has_no_bar(self) -> None:
        console = make_console(terminal=True)
        with Voortgang(console) as voortgang:
            voortgang.advance(Stadium.BERICHTENBOX)

        assert "Bezorgen: print" not in read(console)
