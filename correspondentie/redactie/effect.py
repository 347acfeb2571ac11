"""What a new text does to real work: letters of an earlier run, made again and held against it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, select

from calc.errors import CalcError
from correspondentie import opslag
from correspondentie.besluiten import Dossierbesluit
from correspondentie.brieven import Brief
from correspondentie.brok import Brok, decide_in_run
from correspondentie.dossier import Dossier
from correspondentie.dubbel import mark_dubbele
from correspondentie.errors import (
    CannotStartError,
    CorrespondentieError,
    InvalidPdfError,
    InvalidSjabloonError,
)
from correspondentie.invoer import read_regels
from correspondentie.maandrun import split_brokken
from correspondentie.maken import Briefkopij, make_briefkopij
from correspondentie.mutatieregels import Mutatiestand
from correspondentie.opslag import Run, brieven, documenten
from correspondentie.redactie.afscherming import CPU_SECONDEN, limit_werk
from correspondentie.redactie.bestanden import list_gebruik, make_inhoud, write_inhoud
from correspondentie.redactie.stand import load_in_gebruik
from correspondentie.redactie.versies import Onderdeel, Soort, Tekst
from correspondentie.runstart import compute_invoerdigest, make_daginvoer, make_runsettings
from correspondentie.settings import Settings
from correspondentie.sjabloon import HUISSTIJL, load_sjablonen
from correspondentie.verifieer.namaken import NOOIT, list_dossiers, list_kandidaten
from correspondentie.werkplaats import Datamap, Werkplaats, Werkstart, make_werkplaats
from correspondentie.zetter import Gezet, Motor, Zetter
from outbox.indeling import Posttarief
from outbox.kanaal import Klok
from outbox.tabellen import zendingen
from outbox.zending import Kanaalsoort

REDENEN = 20  # reasons why letters fail are told, up to so many
KENMERKEN = 3  # letters that are named with each of them

Melder = Callable[
    [int, int], None
]  # hears how many letters were looked at, and how many there are to look at


@dataclass(frozen=True, kw_only=True, slots=True)
class Effectvraag:
    """Which text, against the letters of which run. invoer is what that run was done on.

    Unit: aantal letters are looked at, the same each time (None: all), for at most so many seconden; a letter
    that takes more than per_brief seconds of work fails.
    """

    onderdeel: Onderdeel
    tekst: Tekst
    run: str
    invoer: Path
    aantal: int | None = 200
    seconden: float = 120.0
    per_brief: float = CPU_SECONDEN


@dataclass(slots=True)
class Mislukking:
    """How many letters fail for one reason; kenmerken names the first."""

    aantal: int = 0
    kenmerken: list[str] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Effect:
    """What the text changes in the letters that were looked at.

    Shape: volume letters of the run are made with this text; aantal of them were looked at; onbekend of those
    could not be made again as they were (mutaties since then). vellenverschil is of those looked at;
    portoverschil, per class of postage, is reckoned to the volume. mislukt tells the first reasons.
    """

    run: str
    volume: int
    te_bekijken: int
    aantal: int = 0
    gewijzigd: int = 0
    meer_paginas: int = 0
    minder_paginas: int = 0
    onbekend: int = 0
    mislukt_aantal: int = 0
    vellenverschil: int = 0
    mislukt: dict[str, Mislukking] = field(default_factory=dict)
    _klassen: Counter[str] = field(default_factory=Counter)

    @property
    def volledig(self) -> bool:
        """Whether all that were to be looked at were; else the time was up."""
        return self.aantal == self.te_bekijken

    @property
    def portoverschil(self) -> Mapping[str, int]:
        """How many letters on paper more (or fewer) go in each class of postage, over the whole volume."""
        return {
            klasse: round(verschil * self.volume / self.aantal)
            for klasse, verschil in sorted(self._klassen.items())
            if verschil
        }

    def add_mislukt(self, kenmerk: str, uitleg: str) -> None:
        """Count a letter that cannot be made with this text."""
        self.mislukt_aantal += 1
        if uitleg not in self.mislukt and len(self.mislukt) >= REDENEN:
            return
        reden = self.mislukt.setdefault(uitleg, Mislukking())
        reden.aantal += 1
        if len(reden.kenmerken) < KENMERKEN:
            reden.kenmerken.append(kenmerk)

    def add_paginas(self, oud: "_Oud", paginas: int, vellen: int, tarief: Posttarief) -> None:
        """Count what a changed letter takes on paper."""
        self.meer_paginas += paginas > oud.paginas
        self.minder_paginas += paginas < oud.paginas
        if oud.buitenland is None:
            return
        self.vellenverschil += vellen - oud.vellen
        self._klassen[tarief.find_klasse(oud.vellen, buitenland=oud.buitenland).naam] -= 1
        self._klassen[tarief.find_klasse(vellen, buitenland=oud.buitenland).naam] += 1


@dataclass(frozen=True, slots=True)
class _Oud:
    """A letter as it was made. buitenland None: it did not go on paper."""

    dossier: str
    paginas: int
    vellen: int
    buitenland: bool | None


@dataclass(frozen=True, slots=True)
class _Meting:
    """All that is needed to look at one letter after the other."""

    oud: Werkplaats
    nieuw: Werkplaats
    tarief: Posttarief
    effect: Effect
    map: Path
    per_brief: float


def find_laatste_run(connection: Connection) -> Run | None:
    """Find the run of a month that was dated last; its input is needed to measure an effect."""
    runs = [run for run in opslag.list_runs(connection) if run.invoer != make_daginvoer(run.run)]
    return max(runs, key=lambda run: (run.dagtekening, run.run), default=None)


def count_laatste(connection: Connection, onderdeel: Onderdeel, sjablonen: Path) -> int:
    """Count the letters of the last run in which a text stands; 0 when there was no run."""
    run = find_laatste_run(connection)
    if run is None:
        return 0
    welke = _select_brieven(connection, onderdeel, run, sjablonen)
    volume: int = connection.execute(select(func.count()).where(welke)).scalar_one()
    return volume


def measure_effect(
    vraag: Effectvraag, engine: Engine, plek: tuple[Datamap, Settings], klok: Klok, meld: Melder
) -> Effect:
    """Make letters of a run again with a new text, and count what changes; nothing is stored or sent.

    One chunk is in memory at a time.
    Raises: CannotStartError when the run or its input is not there; InvalidSjabloonError when the text makes
    no letter at all.
    """
    datamap, settings = plek
    tot = klok.now() + timedelta(seconds=vraag.seconden)
    invoer = compute_invoerdigest(vraag.invoer, None)  # takes long, so outside a transaction
    with engine.begin() as connection:
        run = _find_run(connection, vraag, invoer)
        settings = make_runsettings(connection, run.run, datamap, settings)
        welke = _select_brieven(connection, vraag.onderdeel, run, settings.sjablonen)
        volume: int = connection.execute(select(func.count()).where(welke)).scalar_one()
        gekozen = _draw(connection, welke, vraag.aantal)
    effect = Effect(run=run.run, volume=volume, te_bekijken=volume if gekozen is None else len(gekozen))
    meld(0, effect.te_bekijken)
    start = Werkstart(run=run, datamap=datamap, settings=settings, motor=Motor.WEASYPRINT)
    with TemporaryDirectory() as map_, _open_meting(start, vraag, Path(map_), effect) as meting:
        for brok in split_brokken(mark_dubbele(read_regels(vraag.invoer)), run.brok):
            if effect.volledig or klok.now() >= tot:
                break
            with engine.begin() as connection:
                oud = _list_oud(connection, and_(welke, brieven.c.brok == brok.nummer), gekozen)
            for _ in _look_at(meting, brok, oud) if oud else ():
                meld(effect.aantal, effect.te_bekijken)
                if klok.now() >= tot:
                    return effect
    return effect


def _find_run(connection: Connection, vraag: Effectvraag, invoer: str) -> Run:
    run = opslag.find_run(connection, vraag.run)
    if run is None:
        raise CannotStartError(
            f"Run {vraag.run} is er niet. Kies een run die 'correspondentie status' toont."
        )
    if invoer != run.invoer:
        raise CannotStartError(
            f"Het bestand {vraag.invoer.name} is niet de invoer van run {run.run}. Geef het bestand waarmee "
            "de run is gedaan."
        )
    return run


def _select_brieven(
    connection: Connection, onderdeel: Onderdeel, run: Run, sjablonen: Path
) -> ColumnElement[bool]:
    """Select the letters of a run in which a text stands."""
    brieftypen: tuple[str, ...] = (onderdeel.naam,)
    if onderdeel.soort is Soort.BOUWSTEEN:
        brieftypen = list_gebruik(load_in_gebruik(connection, sjablonen, run.dagtekening), onderdeel.naam)
    return and_(brieven.c.run == run.run, brieven.c.brieftype.in_(brieftypen))


def _draw(connection: Connection, welke: ColumnElement[bool], aantal: int | None) -> frozenset[str] | None:
    """Draw letters by their kenmerk: that says nothing of the letter, and is the same each time."""
    if aantal is None:
        return None
    vraag = select(brieven.c.kenmerk).where(welke).order_by(brieven.c.kenmerk).limit(aantal)
    return frozenset(connection.scalars(vraag))


def _list_oud(
    connection: Connection, welke: ColumnElement[bool], gekozen: Collection[str] | None
) -> dict[str, _Oud]:
    op_papier = and_(zendingen.c.kenmerk == brieven.c.kenmerk, zendingen.c.kanaal == Kanaalsoort.PRINT)
    vraag = (
        select(brieven.c.kenmerk, brieven.c.dossier, documenten.c.paginas, documenten.c.vellen)
        .add_columns(zendingen.c.buitenland)
        .join(documenten, documenten.c.sha256 == brieven.c.sha256)
        .outerjoin(zendingen, op_papier)
        .where(welke)
        .order_by(brieven.c.kenmerk)
    )
    return {
        rij.kenmerk: _Oud(rij.dossier, rij.paginas, rij.vellen, rij.buitenland)
        for rij in connection.execute(vraag)
        if gekozen is None or rij.kenmerk in gekozen
    }


@contextmanager
def _open_meting(start: Werkstart, vraag: Effectvraag, map_: Path, effect: Effect) -> Iterator[_Meting]:
    write_inhoud(make_inhoud(start.settings.sjablonen, {vraag.onderdeel: vraag.tekst}), map_)
    sjablonen = load_sjablonen(map_)
    oud = make_werkplaats(start)
    zetter = Zetter(map_ / HUISSTIJL, Motor.FORME, NOOIT)  # as a run: learn once, and fill the rest
    tarief = Posttarief(vel_mg=start.settings.velgewicht, envelop_mg=start.settings.envelopgewicht)
    try:
        yield _Meting(
            oud, replace(oud, sjablonen=sjablonen, zetter=zetter), tarief, effect, map_, vraag.per_brief
        )
    finally:
        oud.engine.dispose()


def _look_at(meting: _Meting, brok: Brok, oud: Mapping[str, _Oud]) -> Iterator[None]:
    """Look at these letters of a chunk, and come back after each."""
    open_ = dict(oud)
    for dossier, stand in list_dossiers(meting.oud, brok, {brief.dossier for brief in oud.values()}):
        for besluit, brief, kopij in _list_kopijen(meting.oud, dossier, stand):
            if (was := open_.pop(kopij.kenmerk, None)) is not None:
                _compare(meting, besluit, brief, kopij, was)
                meting.effect.aantal += 1
                yield
    for _ in open_:
        meting.effect.onbekend += 1
        meting.effect.aantal += 1
        yield


def _list_kopijen(
    werkplaats: Werkplaats, dossier: Dossier, stand: Mutatiestand
) -> Iterator[tuple[Dossierbesluit, Brief, Briefkopij]]:
    for kandidaat in list_kandidaten(stand):
        try:
            besluit = decide_in_run(dossier, kandidaat, werkplaats)
            for brief in besluit.list_brieven():
                yield besluit, brief, make_briefkopij(besluit, brief, werkplaats)
        except (CalcError, CorrespondentieError):
            continue  # its letters are counted as unknown


def _compare(meting: _Meting, besluit: Dossierbesluit, brief: Brief, kopij: Briefkopij, was: _Oud) -> None:
    try:
        with limit_werk(meting.per_brief):
            gezet = _zet_nieuw(meting, besluit, brief, kopij)
    except (InvalidSjabloonError, InvalidPdfError) as fout:
        meting.effect.add_mislukt(kopij.kenmerk, str(fout).replace(f"{meting.map}/", ""))
        return
    if gezet is not None:
        meting.effect.gewijzigd += 1
        meting.effect.add_paginas(was, gezet.paginas, gezet.vellen, meting.tarief)


def _zet_nieuw(meting: _Meting, besluit: Dossierbesluit, brief: Brief, kopij: Briefkopij) -> Gezet | None:
    """Typeset a letter with the new text; None: it is the letter that it was."""
    nieuw, naam = make_briefkopij(besluit, brief, meting.nieuw), brief.brieftype.naam
    berichten = {
        plaats.sjablonen.render_bericht(naam, kopij.gegevens) for plaats in (meting.oud, meting.nieuw)
    }
    if kopij.kopij == nieuw.kopij and len(berichten) == 1:
        return None
    return meting.nieuw.zetter.zet(nieuw.kopij, dagtekening=meting.oud.run.dagtekening)
