"""Proves one run, or all: what can be proved from database and archive, and with the input all of it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from correspondentie import opslag
from correspondentie.archief import open_archief
from correspondentie.beschikkingen import make_beschikkingbron
from correspondentie.errors import CannotStartError
from correspondentie.opslag import Run
from correspondentie.runstart import compute_invoerdigest, make_daginvoer, make_runsettings
from correspondentie.settings import Settings
from correspondentie.verifieer.briefbewijs import (
    list_briefbewijzen,
    list_broknummers,
    list_losse_documenten,
    list_losse_zendingen,
    list_steekproef,
    list_vreemde_zendingen,
)
from correspondentie.verifieer.controles import check_brief, find_schade, is_los
from correspondentie.verifieer.namaken import make_nadruk, remake_run
from correspondentie.verifieer.oordeel import Fout, Melder, Oordeel
from correspondentie.werkplaats import Datamap, Werkstart
from outbox.logboek import verify_logboek

ZONDER_INVOER = "geef de invoer van de run op met --invoer"
DAGRUN = "rust op de stand van een mutatie van toen, en niet op een invoer"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verificatie:
    """What is to be proved. run None: every run. steekproef: so many letters are made again; None: all.

    invoer (with beschikkingen) is what a run was done on; None: no letter is made again.
    """

    datamap: Datamap
    run: str | None = None
    invoer: Path | None = None
    beschikkingen: Path | None = None
    steekproef: int | None = None


def verify_runs(
    verificatie: Verificatie, engine: Engine, settings: Settings, meld: Melder
) -> tuple[Oordeel, ...]:
    """Prove every run that is asked; meld hears each fault as soon as it is found.

    Raises: CannotStartError, UnavailableArchiefError.
    """
    runs = _find_runs(engine, verificatie)
    digest = _find_digest(runs, verificatie)
    oordelen = tuple(Oordeel(run=run, meld=meld) for run in runs)
    for oordeel in oordelen:
        _verify_brieven(oordeel, engine, verificatie, settings)
        if oordeel.run.invoer == digest:
            _verify_namaken(oordeel, engine, verificatie, settings)
        elif oordeel.brieven:
            is_dagrun = oordeel.run.invoer == make_daginvoer(oordeel.run.run)
            oordeel.onbewezen[DAGRUN if is_dagrun else ZONDER_INVOER] += oordeel.brieven
    return oordelen


def verify_geheel(engine: Engine, meld: Melder) -> int:
    """Prove what belongs to no run, and count what is wrong: the place for every check over the whole."""
    fouten = 0
    with engine.begin() as connection:
        for kenmerk in list_vreemde_zendingen(connection):
            meld(Fout(kenmerk=kenmerk, tekst="heeft een zending van een run die er niet is"))
            fouten += 1
        for breuk in verify_logboek(connection):
            meld(Fout(kenmerk="", tekst=f"regel {breuk.nummer} van het logboek: {breuk.uitleg}"))
            fouten += 1
    return fouten


def _find_runs(engine: Engine, verificatie: Verificatie) -> list[Run]:
    with engine.begin() as connection:
        runs = opslag.list_runs(connection)
    gevraagd = [run for run in runs if verificatie.run in (None, run.run)]
    if not gevraagd:
        bekend = ", ".join(run.run for run in runs) or "geen enkele"
        raise CannotStartError(
            f"Run {verificatie.run} is er niet in {verificatie.datamap.map}. Bekend: {bekend}. Controleer de "
            "naam, of kies een andere map met --data."
        )
    return gevraagd


def _find_digest(runs: Sequence[Run], verificatie: Verificatie) -> str | None:
    """Find the digest of the input; it must be that of a run that is asked. Raises: CannotStartError."""
    if verificatie.invoer is None:
        return None
    digest = compute_invoerdigest(verificatie.invoer, verificatie.beschikkingen)
    if all(run.invoer != digest for run in runs):
        verwacht = ", ".join(f"{run.run} {run.invoer[:12]}" for run in runs)
        raise CannotStartError(
            f"De invoer {verificatie.invoer} hoort bij geen van de gevraagde runs: gevonden is sha256 "
            f"{digest[:12]}, verwacht {verwacht}. Geef het bestand waarmee de run is gedaan, met "
            "--beschikkingen als die er waren."
        )
    return digest


def _verify_brieven(oordeel: Oordeel, engine: Engine, verificatie: Verificatie, settings: Settings) -> None:
    run = oordeel.run.run
    archief = open_archief(verificatie.datamap.archief, settings)
    with engine.begin() as connection:
        nummers = list_broknummers(connection, run)
        for kenmerk in list_losse_zendingen(connection, run):
            oordeel.add_fout(kenmerk, "heeft een zending, maar er is geen brief met dit kenmerk")
        for sha256 in list_losse_documenten(connection, run):
            oordeel.add_fout("", f"document {sha256[:12]} hoort bij geen brief")
    with ThreadPoolExecutor(settings.bezorgers) as draden:  # an object store answers many at a time
        for nummer in nummers:
            # Read first, check afterwards: a transaction keeps every run from writing as long as it is open.
            with engine.begin() as connection:
                brieven = list_briefbewijzen(connection, run, nummer)
            schade = draden.map(partial(find_schade, archief), brieven)
            for brief, wat in zip(brieven, schade, strict=True):
                check_brief(brief, wat, oordeel)
            pakken = sorted({brief.plaats.pak for brief in brieven if brief.plaats is not None})
            for pak, los in zip(pakken, draden.map(partial(is_los, archief), pakken), strict=True):
                if los:
                    oordeel.add_fout("", f"pak {pak} is niet vastgezet, terwijl de vernietigingsstop geldt")


def _verify_namaken(oordeel: Oordeel, engine: Engine, verificatie: Verificatie, settings: Settings) -> None:
    gekozen = None
    if verificatie.steekproef is not None:
        with engine.begin() as connection:
            gekozen = list_steekproef(connection, oordeel.run.run, verificatie.steekproef)
    assert verificatie.invoer is not None  # its digest is that of the run
    try:
        with engine.begin() as connection:
            settings = make_runsettings(connection, oordeel.run.run, verificatie.datamap, settings)
    except CannotStartError as fout:  # other runs can still be proved
        oordeel.onbewezen[str(fout)] += oordeel.brieven
        return
    with TemporaryDirectory() as map_:
        bron = None
        if verificatie.beschikkingen is not None:
            bron = make_beschikkingbron(verificatie.beschikkingen, Path(map_) / "beschikkingen.sqlite")
        start = Werkstart(run=oordeel.run, datamap=verificatie.datamap, settings=settings, beschikkingen=bron)
        remake_run(make_nadruk(start, oordeel, gekozen), verificatie.invoer)
