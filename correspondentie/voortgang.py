"""Progress of a run for who watches it: a bar per stage on a terminal, a plain line per stage elsewhere."""

from enum import StrEnum
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from outbox.zending import Kanaalsoort


class Stap(StrEnum):
    """A stage of the run that the operator sees move."""

    HUISHOUDENS = "Huishoudens behandelen"
    BRIEVEN = "Brieven zetten"
    BERICHTENBOX = "Bezorgen: Berichtenbox"
    PRINT = "Bezorgen: print"


STAP_VAN_KANAAL = {Kanaalsoort.BERICHTENBOX: Stap.BERICHTENBOX, Kanaalsoort.PRINT: Stap.PRINT}


class Voortgang:
    """Shows how far each stage is; use it in a with statement."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._balken = Progress(
            TextColumn("{task.description:<24}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._taken: dict[Stap, TaskID] = {}
        self._tellers: dict[Stap, int] = {}

    def __enter__(self) -> Self:
        """Start showing."""
        self._balken.start()
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        """Stop showing; without a terminal, tell how far each stage came."""
        self._balken.stop()
        if not self._console.is_terminal:
            for stap, aantal in self._tellers.items():
                self._console.print(f"{stap.value}: {aantal}", highlight=False)

    def set_total(self, stap: Stap, totaal: int) -> None:
        """Tell how much work a stage has."""
        self._balken.update(self._find_taak(stap), total=totaal)

    def advance(self, stap: Stap, aantal: int) -> None:
        """Tell that so much more of a stage is done."""
        self._tellers[stap] = self._tellers.get(stap, 0) + aantal
        self._balken.advance(self._find_taak(stap), aantal)

    def advance_bezorging(self, kanaal: Kanaalsoort, aantal: int) -> None:
        """Tell that so many more zendingen of a channel came to rest."""
        self.advance(STAP_VAN_KANAAL[kanaal], aantal)

    def _find_taak(self, stap: Stap) -> TaskID:
        if stap not in self._taken:
            self._taken[stap] = self._balken.add_task(stap.value, total=None)
        return self._taken[stap]
