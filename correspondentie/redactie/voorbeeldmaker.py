"""The live letter: a warm process beside the web makes it, and is replaced when a text is too much for it."""

import logging
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

from correspondentie.redactie.controle.bevindingen import Controle
from correspondentie.redactie.errors import NoVoorbeeldError
from correspondentie.redactie.gevallen import list_gevallen
from correspondentie.redactie.schrijffouten import BERICHT, BRIEF, TE_VEEL, TITEL, make_algemene_fout
from correspondentie.redactie.voorbeeldvragen import (
    ANTWOORD_BYTES,
    Antwoord,
    Pagina,
    Pijp,
    Schrijffout,
    Voorbeeld,
    Voorbeeldopdracht,
    Vraag,
)

__all__ = ["Pagina", "Schrijffout", "Voorbeeld", "Voorbeeldmaker", "Voorbeeldopdracht"]

_LOG = logging.getLogger(__name__)
BEGIN_SECONDEN = 60.0  # to load everything, on a machine that is busy
ANTWOORD_SECONDEN = 10.0
WACHT_SECONDEN = 30.0  # for others who were first
TEKENS: dict[str, int] = {TITEL: 300, BRIEF: 60_000, BERICHT: 10_000}
BOUWSTENEN = 100
ANTWOORDEN = 1_000  # of one process; after these a new one begins, so that what it learned fills no memory
NIET_BEGONNEN = "het maken van voorbeelden lukt nu niet. Vraag de beheerder om ernaar te kijken."
DRUK = "er worden nu te veel voorbeelden tegelijk gemaakt. Wacht even en probeer het opnieuw."


class Voorbeeldmaker:
    """Makes and checks letters of texts that nobody saw yet, in a process of its own; one for all threads.

    Use it as a context manager: at the end the process is gone. sjablonen is the folder with what the texts
    do not hold: huisstijl, register, voorbeelden. seconden: how long one answer may take.
    """

    def __init__(self, sjablonen: Path, seconden: float = ANTWOORD_SECONDEN) -> None:
        self._sjablonen = sjablonen
        self._seconden = seconden
        self._beurt = threading.Lock()
        self._kind: _Kind | None = None
        self._gesloten = False

    def __enter__(self) -> Self:
        """Start the process; the first answer waits until it is warm."""
        self._kind = _Kind(self._sjablonen)
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        """End the process, also when another thread still waits for it; after this nothing is made."""
        self._gesloten = True
        if (kind := self._kind) is not None:
            kind.kill()
        with self._beurt:
            self._renew()

    def list_gevallen(self, opdracht: Voorbeeldopdracht) -> tuple[str, ...]:
        """List the names of the gevallen with which this text can be tried."""
        return list_gevallen(self._sjablonen, opdracht.onderdeel, opdracht.brieven)

    def make(self, opdracht: Voorbeeldopdracht) -> Voorbeeld | Schrijffout:
        """Make one letter, or say what is wrong with its text."""
        antwoord = self._ask(Vraag(opdracht=opdracht))
        return antwoord.voorbeeld or antwoord.fout or make_algemene_fout(TE_VEEL)

    def check(self, opdracht: Voorbeeldopdracht) -> Controle | Schrijffout:
        """Check a text with every geval, without typesetting, or say why that cannot be done."""
        antwoord = self._ask(Vraag(opdracht=opdracht, keuren=True))
        return antwoord.controle or antwoord.fout or make_algemene_fout(TE_VEEL)

    def _ask(self, vraag: Vraag) -> Antwoord:
        if te_lang := _find_te_lang(vraag.opdracht):
            return Antwoord(fout=te_lang)
        if not self._beurt.acquire(timeout=WACHT_SECONDEN):
            return Antwoord(fout=make_algemene_fout(DRUK))
        try:
            return self._ask_kind(vraag)
        finally:
            self._beurt.release()

    def _ask_kind(self, vraag: Vraag) -> Antwoord:
        kind = self._kind
        if kind is None or not kind.is_levend():
            kind = self._renew()
        if kind is None:
            return Antwoord(fout=make_algemene_fout(NIET_BEGONNEN))
        try:
            kind.wait()
        except NoVoorbeeldError as fout:
            _LOG.error("voorbeeldmaker: niet begonnen: %s", fout)
            self._renew()
            return Antwoord(fout=make_algemene_fout(NIET_BEGONNEN))
        try:
            antwoord = kind.ask(vraag, self._seconden)
        except NoVoorbeeldError as fout:
            _LOG.warning("voorbeeldmaker: geen antwoord: %s", fout)
            antwoord = Antwoord(fout=make_algemene_fout(TE_VEEL))
            self._renew()  # at once, so that it is warm when the author goes on
        if kind.antwoorden >= ANTWOORDEN:
            self._renew()
        return antwoord

    def _renew(self) -> "_Kind | None":
        """End the process, and start another one; not when all is over."""
        if self._kind is not None:
            self._kind.end()
        self._kind = None if self._gesloten else _Kind(self._sjablonen)
        return self._kind


class _Kind:
    """The process, from start to end."""

    def __init__(self, sjablonen: Path) -> None:
        # A fresh interpreter that ignores the environment, and knows nothing of the web beside it.
        opdracht = [sys.executable, "-I", "-B", "-m", "correspondentie.redactie.voorbeeldkind"]
        self._proces = subprocess.Popen(
            [*opdracht, str(sjablonen.resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
        )
        assert self._proces.stdin is not None
        assert self._proces.stdout is not None
        self._pijp = Pijp(self._proces.stdout.fileno(), self._proces.stdin.fileno(), ANTWOORD_BYTES)
        self._warm = False
        self.antwoorden = 0

    def wait(self) -> None:
        """Wait until the process is warm. Raises: NoVoorbeeldError when it cannot begin."""
        if not self._warm:
            klaar = self._pijp.receive(Antwoord, time.monotonic() + BEGIN_SECONDEN)
            self._warm = True
            if not klaar.netloos:
                _tell_net()

    def ask(self, vraag: Vraag, seconden: float) -> Antwoord:
        """Ask one thing of a warm process. Raises: NoVoorbeeldError."""
        tot = time.monotonic() + seconden
        self.antwoorden += 1
        self._pijp.send(vraag, tot)
        return self._pijp.receive(Antwoord, tot)

    def is_levend(self) -> bool:
        """Tell whether the process is there."""
        return self._proces.poll() is None

    def kill(self) -> None:
        """Kill the process; whoever waits for its answer gets none."""
        self._proces.kill()

    def end(self) -> None:
        """Kill the process, and leave nothing of it: no zombie and no open pipe."""
        self._proces.kill()
        with self._proces:  # closes the pipes, and waits
            pass


@cache
def _tell_net() -> None:
    """Tell the operator, once, that one wall is missing."""
    sys.stderr.write(
        "Let op: het proces dat voorbeelden maakt, kan op deze machine het netwerk niet verlaten. Het opent "
        "zelf geen verbinding. Sta unshare van een netwerk toe als u ook deze tweede grens wilt.\n"
    )


def _find_te_lang(opdracht: Voorbeeldopdracht) -> Schrijffout | None:
    """Find a text that is longer than any letter, before it goes anywhere."""
    for veld, maximum in TEKENS.items():
        if len(tekst := getattr(opdracht.tekst, veld)) > maximum:
            uitleg = (
                f"Deze tekst heeft {len(tekst)} tekens, en mag er hooguit {maximum} hebben. Maak hem korter."
            )
            return Schrijffout(veld=veld, regel=None, kolom=None, lengte=0, uitleg=uitleg)
    samen = sum(map(len, opdracht.bouwstenen.values()))
    if len(opdracht.bouwstenen) > BOUWSTENEN or samen > TEKENS[BRIEF]:
        return make_algemene_fout("de bouwstenen zijn samen te lang. Maak ze korter.")
    return None
