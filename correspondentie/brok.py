"""One chunk of households, from lines of input to stored letters, in one transaction."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection

from calc.errors import CalcError
from correspondentie import opslag
from correspondentie.archief import Plaats
from correspondentie.besluiten import Dossierbesluit, decide_dossier
from correspondentie.breekpunt import Breekpunt
from correspondentie.brieven import Onderdrukt
from correspondentie.dossier import Dossier
from correspondentie.errors import CorrespondentieError, InvalidPdfError, InvalidSjabloonError
from correspondentie.invoer import Regel, Uitval, parse_dossier
from correspondentie.maken import Gemaakt, compose_brieven, make_zendingen
from correspondentie.opslag import Mutatiestand
from correspondentie.register import Aanleiding
from correspondentie.werkplaats import Werkplaats
from outbox.opslag import plan_zending

POGINGEN = 20
Rij = Mapping[str, object]


class LedgerMovedError(CorrespondentieError):
    """Another run wrote mutatiebrieven for the same citizens meanwhile; the chunk must be decided again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Brok:
    """Some lines of the input, numbered in the order of the input."""

    nummer: int
    inhoud: tuple[Regel | Uitval, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Brokuitkomst:
    """What a chunk came to, and what each stage took in seconds of this worker."""

    nummer: int
    huishoudens: int
    brieven: int
    fasen: Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Stand:
    """What the database held for these households when they were decided.

    Shape: the cap ledger per citizen; per dossier that was decided this month already, the run.
    """

    mutaties: Mapping[str, Mutatiestand] = field(default_factory=dict)
    eerder: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Oogst:
    """What a chunk gathers on its way."""

    stand: _Stand = field(default_factory=_Stand)
    dossiers: Sequence[Dossier] = ()
    uitval: list[Uitval] = field(default_factory=list)
    besluiten: list[Dossierbesluit] = field(default_factory=list)
    brieven: list[Gemaakt] = field(default_factory=list)
    plaatsen: Sequence[Plaats] = ()
    fasen: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def measure(self, fase: str) -> Iterator[None]:
        begin = time.perf_counter()
        try:
            yield
        finally:
            self.fasen[fase] = self.fasen.get(fase, 0.0) + time.perf_counter() - begin


def run_brok(brok: Brok, werkplaats: Werkplaats) -> Brokuitkomst:
    """Decide, typeset, archive and store one chunk; doing it twice changes nothing.

    When another run takes room under the cap for the same citizens meanwhile, the chunk is decided again on
    the ledger as it is then.
    """
    for _ in range(POGINGEN):
        try:
            return _run_once(brok, werkplaats)
        except LedgerMovedError:
            continue
    raise LedgerMovedError(
        f"brok {brok.nummer} kwam {POGINGEN} keer een andere run tegen; laat de runs na elkaar lopen"
    )


def _run_once(brok: Brok, werkplaats: Werkplaats) -> Brokuitkomst:
    oogst = _Oogst()
    with oogst.measure("inlezen"):
        dossiers = list(_parse_dossiers(brok, werkplaats, oogst))
    with oogst.measure("rekenen"):
        besluiten = list(_decide_dossiers(dossiers, werkplaats, oogst))
    werkplaats.bereik(Breekpunt.BROK_BEREKEND)
    with oogst.measure("zetten"):
        _compose_brieven(besluiten, werkplaats, oogst)
    werkplaats.bereik(Breekpunt.BROK_GEZET)
    with oogst.measure("opslaan"):
        oogst.plaatsen = werkplaats.archief.archive_documenten(
            werkplaats.run.run, brok.nummer, (gemaakt.gezet.pdf for gemaakt in oogst.brieven)
        )
        werkplaats.bereik(Breekpunt.PAK_GESCHREVEN)
        with werkplaats.engine.begin() as connection:
            _save_brok(connection, brok, oogst, werkplaats)
            werkplaats.bereik(Breekpunt.BROK_VOOR_COMMIT)
    werkplaats.bereik(Breekpunt.BROK_NA_COMMIT)
    return Brokuitkomst(
        nummer=brok.nummer, huishoudens=len(brok.inhoud), brieven=len(oogst.brieven), fasen=oogst.fasen
    )


def _parse_dossiers(brok: Brok, werkplaats: Werkplaats, oogst: _Oogst) -> Iterator[tuple[Regel, Dossier]]:
    for regel in brok.inhoud:
        if isinstance(regel, Uitval):
            oogst.uitval.append(regel)
            continue
        uitkomst = parse_dossier(regel, werkplaats.run.maand)
        if isinstance(uitkomst, Uitval):
            oogst.uitval.append(uitkomst)
        else:
            yield regel, uitkomst


def _decide_dossiers(
    dossiers: Sequence[tuple[Regel, Dossier]], werkplaats: Werkplaats, oogst: _Oogst
) -> Iterator[tuple[Regel, Dossierbesluit]]:
    oogst.dossiers = [dossier for _, dossier in dossiers]
    with werkplaats.engine.connect() as connection:
        oogst.stand = _load_stand(connection, oogst, werkplaats)
    for regel, dossier in dossiers:
        if run := oogst.stand.eerder.get(dossier.dossier):
            reden = (
                f"dit dossier kreeg deze maand al een besluit, in run {run}. Er gaat geen tweede brief uit."
            )
            oogst.uitval.append(_make_uitval(regel, "dossier", reden))
            continue
        try:
            stand = oogst.stand.mutaties[dossier.aanvrager.bsn]
            yield regel, decide_dossier(dossier, stand, werkplaats.regels)
        except CalcError as fout:
            oogst.uitval.append(_make_uitval(regel, "huishouden", str(fout)))


def _load_stand(connection: Connection, oogst: _Oogst, werkplaats: Werkplaats) -> _Stand:
    burgers = [dossier.aanvrager.bsn for dossier in oogst.dossiers]
    dossiers = [dossier.dossier for dossier in oogst.dossiers]
    jaar = werkplaats.regels.kalender.toeslagjaar
    return _Stand(
        mutaties=opslag.list_mutatiestanden(connection, burgers, jaar),
        eerder=opslag.list_eerdere_besluiten(connection, werkplaats.run.maand, dossiers),
    )


def _make_uitval(regel: Regel, veld: str, reden: str) -> Uitval:
    return Uitval(bestand=regel.bestand, regel=regel.nummer, veld=veld, reden=reden)


def _compose_brieven(
    besluiten: Sequence[tuple[Regel, Dossierbesluit]], werkplaats: Werkplaats, oogst: _Oogst
) -> None:
    for regel, besluit in besluiten:
        try:
            brieven = list(compose_brieven(besluit, werkplaats))
        except (InvalidPdfError, InvalidSjabloonError) as fout:
            oogst.uitval.append(_make_uitval(regel, "brief", str(fout)))
        else:
            oogst.besluiten.append(besluit)
            oogst.brieven.extend(brieven)


def _save_brok(connection: Connection, brok: Brok, oogst: _Oogst, werkplaats: Werkplaats) -> None:
    run = werkplaats.run.run
    if opslag.has_brok(connection, run, brok.nummer):
        return  # another worker of this run, thought dead, was first
    _check_stand(connection, oogst, werkplaats)
    rijen = {
        opslag.uitval: _list_uitval(run, oogst),
        opslag.besluiten: _list_besluiten(oogst, werkplaats),
        opslag.documenten: _list_documenten(oogst),
        opslag.brieven: _list_brieven(oogst, werkplaats),
        opslag.mutatiebrieven: _list_mutatiebrieven(oogst, werkplaats),
        opslag.onderdrukt: _list_onderdrukt(run, oogst),
    }
    for tabel, inhoud in rijen.items():
        opslag.save_rijen(connection, tabel, inhoud)
    zendingen = [paar for gemaakt in oogst.brieven for paar in make_zendingen(gemaakt, werkplaats)]
    for zending, status in zendingen:
        plan_zending(connection, zending, status)
    tellingen = {
        "beschikkingen": len(oogst.besluiten),
        "mutatievoorstellen": sum(besluit.mutatievoorstellen for besluit in oogst.besluiten),
        "zendingen": len(zendingen),
    }
    opslag.save_rijen(connection, opslag.brokken, [{"run": run, "brok": brok.nummer, **tellingen}])


def _check_stand(connection: Connection, oogst: _Oogst, werkplaats: Werkplaats) -> None:
    """Make sure that the database still holds what the decisions were taken on.

    On SQLite the transaction holds the only write lock; elsewhere the primary keys have the last word.
    """
    if oogst.stand != _load_stand(connection, oogst, werkplaats):
        raise LedgerMovedError("een andere run besliste intussen over dezelfde huishoudens")


def _list_besluiten(oogst: _Oogst, werkplaats: Werkplaats) -> list[Rij]:
    run = werkplaats.run
    return [
        {"maand": run.maand, "dossier": besluit.dossier.dossier, "run": run.run}
        for besluit in oogst.besluiten
    ]


def _list_uitval(run: str, oogst: _Oogst) -> list[Rij]:
    return [
        {"run": run, "bestand": rij.bestand, "regel": rij.regel, "veld": rij.veld, "reden": rij.reden}
        for rij in oogst.uitval
    ]


def _list_documenten(oogst: _Oogst) -> list[Rij]:
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


def _list_brieven(oogst: _Oogst, werkplaats: Werkplaats) -> list[Rij]:
    return [
        {
            "kenmerk": gemaakt.kenmerk,
            "run": werkplaats.run.run,
            "dossier": gemaakt.dossier.dossier,
            "brieftype": gemaakt.brief.brieftype.naam,
            "aanleiding": gemaakt.brief.aanleiding.value,
            "kind": gemaakt.brief.kind,
            "dagtekening": werkplaats.run.dagtekening,
            "sjabloon": werkplaats.sjablonen.digest(gemaakt.brief.brieftype.naam),
            "sha256": gemaakt.gezet.sha256,
            "bereik": gemaakt.bereik.value,
        }
        for gemaakt in oogst.brieven
    ]


def _list_mutatiebrieven(oogst: _Oogst, werkplaats: Werkplaats) -> list[Rij]:
    rijen: list[Rij] = []
    geteld = {burger: len(stand.kinderen) for burger, stand in oogst.stand.mutaties.items()}
    kalender = werkplaats.regels.kalender
    for gemaakt in oogst.brieven:
        if gemaakt.brief.aanleiding is Aanleiding.MUTATIE:
            burger = gemaakt.dossier.aanvrager.bsn
            geteld[burger] += 1
            rijen.append(
                {
                    "burger": burger,
                    "toeslagjaar": kalender.toeslagjaar,
                    "volgnummer": geteld[burger],
                    "kind": gemaakt.brief.kind,
                    "tegenhouden_uiterlijk": kalender.tegenhouden_uiterlijk,
                    "kenmerk": gemaakt.kenmerk,
                }
            )
    return rijen


def _list_onderdrukt(run: str, oogst: _Oogst) -> list[Rij]:
    return [
        {
            "run": run,
            "dossier": besluit.dossier.dossier,
            "besluit": plan.aanleiding.value,
            "kind": plan.kind or 0,
            "reden": plan.reden,
        }
        for besluit in oogst.besluiten
        for plan in besluit.plannen
        if isinstance(plan, Onderdrukt)
    ]
