"""What a piece of work gathers on its way to the database, and how it gets there in one transaction."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection

from calc.mutatiestand import Mutatiestatus
from correspondentie import opslag
from correspondentie.archief import Plaats
from correspondentie.besluiten import Dossierbesluit
from correspondentie.brieven import Onderdrukt
from correspondentie.dossier import Besluitsoort, Dossier
from correspondentie.invoer import Uitval
from correspondentie.maken import Gemaakt, compose_brieven, make_zendingen
from correspondentie.mutatieregels import (
    Mutatiedossier,
    Mutatieregel,
    Mutatiestand,
    close_regels,
    save_dossiers,
    save_regels,
)
from correspondentie.werkplaats import Werkplaats
from correspondentie.zetter import Wijze
from outbox.opslag import plan_zendingen

Rij = Mapping[str, object]
Sleutel = tuple[str, int]  # dossier and toeslagjaar


@dataclass(slots=True)
class Oogst:
    """The decisions, letters and broken lines of one chunk. Unit: fasen in seconds.

    Shape: mutaties hold the cap ledger as it was when the decisions were taken, per dossier and toeslagjaar.
    """

    nummer: int
    uitval: list[Uitval] = field(default_factory=list)
    besluiten: list[Dossierbesluit] = field(default_factory=list)
    brieven: list[Gemaakt] = field(default_factory=list)
    mutaties: Mapping[Sleutel, Mutatiestand] = field(default_factory=dict)
    plaatsen: Sequence[Plaats] = ()
    fasen: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def measure(self, fase: str) -> Iterator[None]:
        """Add the time that passes inside to a Fase."""
        begin = time.perf_counter()
        try:
            yield
        finally:
            self.fasen[fase] = self.fasen.get(fase, 0.0) + time.perf_counter() - begin

    def compose(self, besluit: Dossierbesluit, werkplaats: Werkplaats) -> None:
        """Typeset the letters of one household and add all of it.

        Raises: InvalidPdfError or InvalidSjabloonError; then nothing of it is added.
        """
        brieven = list(compose_brieven(besluit, werkplaats))
        self.besluiten.append(besluit)
        self.brieven.extend(brieven)

    def find_verschillen(self) -> dict[str, str]:
        """Find the brieftypen of which a filled letter differed from the composed one, and how."""
        return {
            gemaakt.brief.brieftype.naam: gemaakt.gezet.verschil
            for gemaakt in self.brieven
            if gemaakt.gezet.verschil
        }

    def has_gevuld(self) -> bool:
        """Tell whether a letter was filled."""
        return any(gemaakt.gezet.wijze is not Wijze.GEZET for gemaakt in self.brieven)

    def archive(self, werkplaats: Werkplaats) -> None:
        """Write the documents to the archive, before the database tells of them."""
        self.plaatsen = werkplaats.archief.archive_documenten(
            werkplaats.run.run, self.nummer, ((g.gezet.sha256, g.gezet.pdf) for g in self.brieven)
        )


def save_oogst(connection: Connection, oogst: Oogst, werkplaats: Werkplaats) -> None:
    """Store everything of a chunk: what was decided, its letters and their zendingen."""
    run = werkplaats.run.run
    zendingen = [paar for gemaakt in oogst.brieven for paar in make_zendingen(gemaakt, werkplaats)]
    rijen = {
        opslag.brokken: [_count_brok(run, oogst, len(zendingen))],  # first: of two workers one stops here
        opslag.uitval: _list_uitval(run, oogst),
        opslag.documenten: _list_documenten(oogst),
        opslag.brieven: _list_brieven(oogst, werkplaats),
        opslag.onderdrukt: _list_onderdrukt(run, oogst),
    }
    for tabel, inhoud in rijen.items():
        opslag.save_rijen(connection, tabel, inhoud)
    save_regels(connection, _list_mutatieregels(oogst, werkplaats))
    save_dossiers(connection, _list_mutatiedossiers(oogst))
    for besluit in oogst.besluiten:
        if besluit.dossier.besluitsoort is Besluitsoort.DEFINITIEF:
            close_regels(connection, oogst.mutaties[find_sleutel(besluit.dossier)].regels)
    plan_zendingen(connection, zendingen)


def _count_brok(run: str, oogst: Oogst, zendingen: int) -> Rij:
    return {
        "run": run,
        "brok": oogst.nummer,
        "behandeld": len(oogst.besluiten),
        "beschikkingen": sum(besluit.beschikkingen for besluit in oogst.besluiten),
        "terugvorderingen": sum(besluit.terugvorderingen for besluit in oogst.besluiten),
        "mutatievoorstellen": sum(besluit.mutatievoorstellen for besluit in oogst.besluiten),
        "zendingen": zendingen,
    }


def find_sleutel(dossier: Dossier) -> Sleutel:
    """Return by which the cap ledger of this dossier is kept."""
    return dossier.dossier, dossier.huishouden.toeslagjaar


def _list_mutatiedossiers(oogst: Oogst) -> Iterator[Mutatiedossier]:
    """List the households to which a mutatie is, or was this year, announced."""
    for besluit in oogst.besluiten:
        nieuw = besluit.mutatiebesluit and besluit.mutatiebesluit.mutaties
        eerder = oogst.mutaties.get(find_sleutel(besluit.dossier), Mutatiestand()).regels
        if nieuw or (eerder and besluit.dossier.besluitsoort is Besluitsoort.VOORLOPIG):
            yield Mutatiedossier(dossier=besluit.feiten, beschikking=besluit.beschikking)


def _list_uitval(run: str, oogst: Oogst) -> list[Rij]:
    return [
        {"run": run, "bestand": rij.bestand, "regel": rij.regel, "veld": rij.veld, "reden": rij.reden}
        | {"brok": oogst.nummer}
        for rij in oogst.uitval
    ]


def _list_documenten(oogst: Oogst) -> list[Rij]:
    return [
        {
            "sha256": plaats.sha256,
            "pak": plaats.pak,
            "begin": plaats.begin,
            "lengte": plaats.lengte,
            "paginas": gemaakt.gezet.paginas,
            "vellen": gemaakt.gezet.vellen,
        }
        for gemaakt, plaats in zip(oogst.brieven, oogst.plaatsen, strict=True)
    ]


def _list_brieven(oogst: Oogst, werkplaats: Werkplaats) -> list[Rij]:
    return [
        {
            "kenmerk": gemaakt.kenmerk,
            "run": werkplaats.run.run,
            "dossier": gemaakt.dossier.dossier,
            "brieftype": gemaakt.brief.brieftype.naam,
            "aanleiding": gemaakt.brief.grond.aanleiding.value,
            "kind": gemaakt.brief.grond.kind,
            "toeslag": gemaakt.brief.grond.toeslag,
            "dagtekening": werkplaats.run.dagtekening,
            "sjabloon": werkplaats.sjablonen.digest(gemaakt.brief.brieftype.naam),
            "sha256": gemaakt.gezet.sha256,
            "bereik": gemaakt.bereik.value,
            "brok": oogst.nummer,
            "wijze": gemaakt.gezet.wijze.value,
            "gecontroleerd": gemaakt.gezet.gecontroleerd,
            "zetreden": gemaakt.gezet.reden[:200],
        }
        for gemaakt in oogst.brieven
    ]


def _list_onderdrukt(run: str, oogst: Oogst) -> list[Rij]:
    return [
        {
            "run": run,
            "dossier": besluit.dossier.dossier,
            "besluit": plan.aanleiding.value,
            "kind": plan.kind or 0,
            "toeslag": plan.toeslag or "",
            "reden": plan.reden,
            "brok": oogst.nummer,
        }
        for besluit in oogst.besluiten
        for plan in besluit.plannen
        if isinstance(plan, Onderdrukt)
    ]


def _list_mutatieregels(oogst: Oogst, werkplaats: Werkplaats) -> Iterator[Mutatieregel]:
    """Give the mutatiebrieven of each citizen the numbers that are free in the cap ledger.

    There may be a gap in it: a chunk with a letter from a rejected forme took its numbers back.
    """
    vrij = {sleutel: iter(stand.vrije_nummers) for sleutel, stand in oogst.mutaties.items()}
    for gemaakt in oogst.brieven:
        grond, dossier = gemaakt.brief.grond, gemaakt.dossier
        if grond.mutatie is not None and grond.tegenhouding is None:
            kalender = werkplaats.regels.rekenregels.find_kalender(dossier.huishouden.toeslagjaar)
            yield Mutatieregel(
                kenmerk=gemaakt.kenmerk,
                burger=dossier.aanvrager.bsn,
                dossier=dossier.dossier,
                toeslagjaar=kalender.toeslagjaar,
                volgnummer=next(vrij[find_sleutel(dossier)]),
                status=Mutatiestatus.AANGEKONDIGD,
                dagtekening=kalender.dagtekening,
                tegenhouden_uiterlijk=kalender.tegenhouden_uiterlijk,
                ingangsmaand=kalender.ingangsmaand,
                mutatie=grond.mutatie,
            )
