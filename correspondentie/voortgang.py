"""How far a run is: a bar per stage on a terminal, a line at its begin and end elsewhere."""

from enum import StrEnum
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from correspondentie.getal import format_getal


class Stadium(StrEnum):
    """A stage of a run that the operator sees go by, in the words he sees."""

    HUISHOUDENS = "Huishoudens behandelen"
    BRIEVEN = "Brieven zetten"
    BERICHTENBOX = "Bezorgen: Berichtenbox"
    PRINT = "Bezorgen: print"


class Voortgang:
    """The bars of one run, shown from `with` to its end; a stage appears when it is first touched.

    Without a terminal (a log file, a scheduler) each stage prints one line when it begins and one when its
    total is reached, or at the end how far it came.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._balken = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            _AantalColumn(),
            TimeRemainingColumn(compact=True, elapsed_when_finished=True),
            console=console,
            disable=not console.is_terminal,
            expand=True,
        )
        self._taken = {
            stadium: self._balken.add_task(stadium.value, start=False, total=None, visible=False)
            for stadium in Stadium
        }

    def __enter__(self) -> Self:
        self._balken.start()
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        for taak in self._balken.tasks:
            if taak.started and not taak.finished:
                self._print(f"{taak.description}: {_format_stand(taak)}")
        self._balken.stop()

    def set_total(self, stadium: Stadium, total: int) -> None:
        """Say how many there are to do in this stage; more may be found later."""
        self._update(stadium, total=total)

    def advance(self, stadium: Stadium, aantal: int = 1) -> None:
        """Say that so many more are done in this stage."""
        self._update(stadium, advance=aantal)

    def tell(self, regel: str) -> None:
        """Tell the operator something that he must know now."""
        self._console.print(regel, highlight=False, markup=False, soft_wrap=True)

    def _update(self, stadium: Stadium, total: int | None = None, advance: int | None = None) -> None:
        taak = self._balken.tasks[self._taken[stadium]]
        if not taak.started:
            self._balken.start_task(taak.id)
            self._print(f"{taak.description}: begonnen")
        was_klaar = taak.finished
        self._balken.update(taak.id, total=total, advance=advance, visible=True)
        if taak.finished and not was_klaar:
            self._print(f"{taak.description}: {_format_stand(taak)} klaar")

    def _print(self, regel: str) -> None:
        # On a terminal the bar says it already.
        if not self._console.is_terminal:
            self._console.print(regel, highlight=False)


class _AantalColumn(ProgressColumn):
    """How many are done of how many, with Dutch thousands."""

    def render(self, task: Task) -> Text:
        return Text(_format_stand(task), justify="right")


def _format_stand(taak: Task) -> str:
    gedaan = format_getal(taak.completed)
    return gedaan if taak.total is None else f"{gedaan} van {format_getal(taak.total)}"
