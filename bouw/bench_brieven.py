"""Measure one letter: composed, filled and set by Typst, in CPU time of one core, in the same minutes."""

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from typing import Protocol

from calc.errors import CalcError
from correspondentie.besluiten import Grondregels, decide_dossier
from correspondentie.briefgegevens import Briefgegevens
from correspondentie.invoer import Uitval, parse_dossier, read_regels
from correspondentie.kalender import compute_dagtekening
from correspondentie.maken import make_briefgegevens
from correspondentie.mutatieregels import Mutatiestand
from correspondentie.rekenregels import make_rekenregels
from correspondentie.sjabloon import HUISSTIJL, Sjablonen, load_sjablonen
from correspondentie.zetter import Kopij, Motor, Wijze, Zetter

RONDES = 3  # of filling all letters; of composing and of Typst a part is enough
STEEKPROEF = 1_000_000_000  # no letter is composed as a check while the time of filling is taken


class Typst(Protocol):
    """What sets a letter with Typst: bouw/typstbrief.py."""

    def compose(self, bron: str, *, dagtekening: date) -> bytes:
        """Return the PDF."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Briefproef:
    """The letters of one month, as facts and as kopij, and the day that they bear.

    Unit: tijden in milliseconds of CPU time, per stage that went before.
    """

    sjablonen: Sjablonen
    gegevens: Sequence[tuple[str, Briefgegevens]]
    kopij: Sequence[Kopij]
    dagtekening: date
    tijden: Mapping[str, Sequence[float]]


def load_briefproef(invoer: Path, maand: str, sjablonen_map: Path) -> Briefproef:
    """Decide over a month, and render every letter of it."""
    sjablonen = load_sjablonen(sjablonen_map)
    dag = compute_dagtekening(maand)
    regels = Grondregels(rekenregels=make_rekenregels(dag, frozenset()), register=sjablonen.register)
    tijden: dict[str, list[float]] = {"rekenen": [], "feiten": [], "sjabloon": []}
    gegevens = list(_list_gegevens(invoer, maand, regels, tijden))
    kopij: list[Kopij] = []
    for naam, feiten in gegevens:
        with _measure(tijden["sjabloon"]):
            kopij.append(sjablonen.render_kopij(naam, feiten))
    return Briefproef(sjablonen=sjablonen, gegevens=gegevens, kopij=kopij, dagtekening=dag, tijden=tijden)


@contextmanager
def _measure(tijden: list[float]) -> Iterator[None]:
    begin = time.process_time()
    yield
    tijden.append((time.process_time() - begin) * 1000)


def _list_gegevens(
    invoer: Path, maand: str, regels: Grondregels, tijden: Mapping[str, list[float]]
) -> Iterator[tuple[str, Briefgegevens]]:
    for regel in read_regels(invoer):
        dossier = parse_dossier(regel, maand)
        if isinstance(dossier, Uitval):
            continue
        try:
            with _measure(tijden["rekenen"]):
                besluit = decide_dossier(dossier, Mutatiestand(), regels)
        except CalcError:
            continue
        for nummer, brief in enumerate(besluit.list_brieven()):
            kenmerk = f"{dossier.dossier[-4:]:0>4}-BNCH-{nummer:04}-0000"
            with _measure(tijden["feiten"]):
                feiten = make_briefgegevens(besluit, brief.grond, kenmerk, regels.rekenregels)
            yield brief.brieftype.naam, feiten


def measure_brieven(
    proef: Briefproef,
    sjablonen_map: Path,
    deel: int,
    make_typst: Callable[[], tuple[Typst, Callable[[str], str]]] | None,
) -> dict[str, object]:
    """Measure every way of making these letters in turns; of composing and of Typst only one in deel.

    Unit: milliseconds of CPU time of one core.
    """
    huisstijl = sjablonen_map / HUISSTIJL
    zetter = Zetter(huisstijl, Motor.FORME, STEEKPROEF)
    geleerd = sum(
        zetter.zet(kopij, dagtekening=proef.dagtekening).wijze is Wijze.GELEERD for kopij in proef.kopij
    )
    gevuld: list[float] = []
    gezet: list[float] = []
    typst: list[float] = []
    gc.collect()
    gc.freeze()
    weasyprint = Zetter(huisstijl, Motor.WEASYPRINT)
    zet_typst = None if make_typst is None else _make_typstloop(*make_typst(), proef.dagtekening)
    for ronde in range(RONDES):
        gc.collect()  # what composing left behind is not paid by filling
        for kopij in proef.kopij:
            gevuld.append(_time(partial(zetter.zet, kopij, dagtekening=proef.dagtekening)))
        for kopij in proef.kopij[ronde :: deel * RONDES]:
            gezet.append(_time(partial(weasyprint.zet, kopij, dagtekening=proef.dagtekening)))
            if zet_typst is not None:
                typst.append(zet_typst(kopij))
    gc.unfreeze()
    return {
        "brieven": len(proef.kopij),
        "brieven_geleerd": geleerd,
        **dict(chain(*(_make_cijfers(*stap).items() for stap in proef.tijden.items()))),
        **_make_cijfers("gevuld", gevuld),
        **_make_cijfers("gezet", gezet),
        **(_make_cijfers("typst", typst) if typst else {}),
        "gezet_per_gevuld": round(median(gezet) / median(gevuld), 1),
        **({"typst_per_gevuld": round(median(typst) / median(gevuld), 1)} if typst else {}),
    }


def _make_typstloop(zetter: Typst, write: Callable[[str], str], dag: date) -> Callable[[Kopij], float]:
    def run(kopij: Kopij) -> float:
        bron = write(kopij.html)
        return _time(lambda: zetter.compose(bron, dagtekening=dag))

    return run


def _time(werk: Callable[[], object]) -> float:
    tijden: list[float] = []
    with _measure(tijden):
        werk()
    return tijden[0]


def _p50(tijden: Sequence[float]) -> float:
    return round(median(tijden), 3)


def _make_cijfers(naam: str, tijden: Sequence[float]) -> dict[str, object]:
    return {
        f"{naam}_ms_p50": _p50(tijden),
        f"{naam}_ms_p99": round(quantiles(tijden, n=100)[-1], 3),
        f"{naam}_aantal": len(tijden),
    }
