"""Processes that make letters, lent out in turns: a text that takes long keeps nobody else from theirs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Condition
from types import TracebackType
from typing import Self

from correspondentie.redactie.voorbeeldmaker import Voorbeeldmaker
from correspondentie.web.errors import WeigeringError
from correspondentie.web.limieten import DRUK

GEDULD = 75.0  # seconds that one waits for who came first: a process that begins is not warm at once
MAKERS = 2  # the second begins when the first is busy


@dataclass(kw_only=True)
class Makerpoel:
    """A few makers for everybody; use it as a context manager. Who asks has one of them at a time."""

    sjablonen: Path
    aantal: int = MAKERS
    _vrij: list[Voorbeeldmaker] = field(default_factory=list)
    _alle: tuple[Voorbeeldmaker, ...] = ()
    _bezig: set[str] = field(default_factory=set)
    _beurten: dict[str, int] = field(default_factory=dict)
    _telling: Iterator[int] = field(default_factory=lambda: count(1))
    _wissel: Condition = field(default_factory=Condition)

    def __post_init__(self) -> None:
        """Make ready; a process starts when it is first needed."""
        self._alle = tuple(Voorbeeldmaker(self.sjablonen) for _ in range(self.aantal))
        self._vrij.extend(self._alle)

    def __enter__(self) -> Self:
        """Start one process, so that the first who asks finds it warm."""
        self._vrij[-1].__enter__()
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        """Break off what is going on, and leave no process behind."""
        for maker in self._alle:
            maker.__exit__(soort, fout, spoor)

    @contextmanager
    def lend(self, wie: str, vak: str = "") -> Iterator[Voorbeeldmaker | None]:
        """Lend a maker. None: meanwhile this asker asked for something newer in this vak.

        Raises: WeigeringError when others take too long.
        """
        maker = self._take(wie, f"{wie}/{vak}" if vak else "")
        try:
            yield maker
        finally:
            if maker is not None:
                self._give_back(wie, maker)

    def _take(self, wie: str, plek: str) -> Voorbeeldmaker | None:
        with self._wissel:
            beurt = self._beurten[plek] = next(self._telling)
            self._wissel.notify_all()  # who waits here with an older question need not wait any more
            try:
                mag = self._wissel.wait_for(lambda: self._is_oud(plek, beurt) or self._is_vrij(wie), GEDULD)
                if not mag:
                    raise WeigeringError(503, DRUK, 5)
                if self._is_oud(plek, beurt):
                    return None
                self._bezig.add(wie)
                return self._vrij.pop()
            finally:
                if self._beurten.get(plek) == beurt:
                    del self._beurten[plek]

    def _give_back(self, wie: str, maker: Voorbeeldmaker) -> None:
        with self._wissel:
            self._bezig.discard(wie)
            self._vrij.append(maker)  # the one that is warm is lent out first
            self._wissel.notify_all()

    def _is_vrij(self, wie: str) -> bool:
        return bool(self._vrij) and wie not in self._bezig

    def _is_oud(self, plek: str, beurt: int) -> bool:
        return plek != "" and self._beurten.get(plek) != beurt
