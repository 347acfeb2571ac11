"""One chunk of households, from lines of input to stored letters, in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from calc.beschikking import Beschikking, Beschikkingsoort
from calc.errors import CalcError
from calc.voorschot import check_percentage
from correspondentie import opslag
from correspondentie.afkeuring import list_afkeuringen, save_afkeuringen
from correspondentie.besluiten import (
    Dossierbesluit,
    apply_doorgevoerde,
    decide_dossier,
    make_dossierbesluit,
)
from correspondentie.boxstanden import apply_boxstanden
from correspondentie.breekpunt import Breekpunt
from correspondentie.dossier import Dossier
from correspondentie.errors import CorrespondentieError, InvalidPdfError, InvalidSjabloonError
from correspondentie.invoer import Regel, Uitval, parse_dossier
from correspondentie.mutatieregels import Mutatiestand, list_mutatiestanden, mutatiebrieven
from correspondentie.oogst import Oogst, Sleutel, find_sleutel, save_oogst
from correspondentie.werkplaats import Werkplaats
from outbox.database import is_te_laat

POGINGEN = 20


class LedgerMovedError(CorrespondentieError):
    """Another run wrote mutatiebrieven for the same citizens meanwhile; the chunk must be decided again."""


class VormRejectedError(CorrespondentieError):
    """A filled letter differed from the composed one; the chunk must be made again without that forme."""


class MutatieInForceError(CorrespondentieError):
    """Another calculator decided on facts in which a mutatie that is in force is missing."""


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

    Shape: the cap ledger per dossier and toeslagjaar; per dossier that was decided this month already, the
    run; the brieftypen of which a filled letter differed in this run.
    """

    mutaties: Mapping[Sleutel, Mutatiestand] = field(default_factory=dict)
    eerder: Mapping[str, str] = field(default_factory=dict)
    afgekeurd: frozenset[str] = field(default_factory=frozenset, compare=False)


_Paar = tuple[Regel, Dossier]


def run_brok(brok: Brok, werkplaats: Werkplaats) -> Brokuitkomst:
    """Decide, typeset, archive and store one chunk; doing it twice changes nothing.

    When another run takes room under the cap for the same citizens meanwhile, the chunk is decided again on
    the ledger as it is then. When a forme turns out wrong, here or elsewhere, its letters are composed.
    """
    for _ in range(POGINGEN):
        try:
            return _run_once(brok, werkplaats)
        except (LedgerMovedError, VormRejectedError):
            continue
    raise LedgerMovedError(
        f"brok {brok.nummer} kwam {POGINGEN} keer een andere run tegen; laat de runs na elkaar lopen"
    )


def _run_once(brok: Brok, werkplaats: Werkplaats) -> Brokuitkomst:
    oogst = Oogst(nummer=brok.nummer)
    with oogst.measure("inlezen"):
        dossiers = _apply_boxstanden(list(_parse_dossiers(brok, werkplaats, oogst)), werkplaats)
        stand = _load_stand(dossiers, werkplaats)
        werkplaats.afgekeurd.update(stand.afgekeurd)
        oogst.mutaties = stand.mutaties
    with oogst.measure("rekenen"):
        besluiten = list(_decide_dossiers(dossiers, stand, werkplaats, oogst))
    werkplaats.bereik(Breekpunt.BROK_BEREKEND)
    with oogst.measure("zetten"):
        _compose_brieven(besluiten, werkplaats, oogst)
        _reject_vormen(oogst, werkplaats)
    werkplaats.bereik(Breekpunt.BROK_GEZET)
    with oogst.measure("opslaan"):
        oogst.archive(werkplaats)
        werkplaats.bereik(Breekpunt.PAK_GESCHREVEN)
        _store(oogst, dossiers, stand, werkplaats)
    werkplaats.bereik(Breekpunt.BROK_NA_COMMIT)
    return Brokuitkomst(
        nummer=brok.nummer, huishoudens=len(brok.inhoud), brieven=len(oogst.brieven), fasen=oogst.fasen
    )


def _parse_dossiers(brok: Brok, werkplaats: Werkplaats, oogst: Oogst) -> Iterator[_Paar]:
    for regel in brok.inhoud:
        if isinstance(regel, Uitval):
            oogst.uitval.append(regel)
            continue
        uitkomst = parse_dossier(regel, werkplaats.run.maand)
        if isinstance(uitkomst, Uitval):
            oogst.uitval.append(uitkomst)
        else:
            yield regel, uitkomst


def _apply_boxstanden(dossiers: Sequence[_Paar], werkplaats: Werkplaats) -> list[_Paar]:
    """Put what was known of each Berichtenbox when the run began in the place of older knowledge."""
    with werkplaats.engine.connect() as connection:
        nieuw = apply_boxstanden(connection, werkplaats.run, [dossier for _, dossier in dossiers])
    return [(regel, dossier) for (regel, _), dossier in zip(dossiers, nieuw, strict=True)]


def _decide_dossiers(
    dossiers: Sequence[_Paar], stand: _Stand, werkplaats: Werkplaats, oogst: Oogst
) -> Iterator[tuple[Regel, Dossierbesluit]]:
    for regel, dossier in dossiers:
        if run := stand.eerder.get(dossier.dossier):
            reden = (
                f"dit dossier kreeg deze maand al een besluit, in run {run}. Er gaat geen tweede brief uit."
            )
            oogst.uitval.append(_make_uitval(regel, "dossier", reden))
            continue
        try:
            yield regel, decide_in_run(dossier, stand.mutaties[find_sleutel(dossier)], werkplaats)
        except (CalcError, CorrespondentieError) as fout:
            oogst.uitval.append(_make_uitval(regel, "huishouden", str(fout)))


def decide_in_run(dossier: Dossier, stand: Mutatiestand, werkplaats: Werkplaats) -> Dossierbesluit:
    """Decide over one household, or take what another calculator decided.

    Raises: CalcError, CorrespondentieError; the household is then uitval.
    """
    if werkplaats.beschikkingen is None:
        return decide_dossier(dossier, stand, werkplaats.regels)
    if apply_doorgevoerde(dossier, stand.list_doorgevoerd()) != dossier:
        raise MutatieInForceError(
            "voor dit dossier is een mutatie doorgevoerd die in deze gegevens niet is verwerkt. Lever het "
            "huishouden en de beschikking aan met de gewijzigde gegevens."
        )
    beschikkingen = werkplaats.beschikkingen.find(dossier, werkplaats.run.dagtekening)
    _check_percentages(beschikkingen, werkplaats)
    return make_dossierbesluit(dossier, beschikkingen, werkplaats.regels)


def _check_percentages(beschikkingen: tuple[Beschikking, ...], werkplaats: Werkplaats) -> None:
    """Nobody may get less than the whole advance of a toeslag for which that is not switched on."""
    for toekenning in (t for beschikking in beschikkingen for t in beschikking.toekenningen):
        if beschikkingen[0].soort is not Beschikkingsoort.DEFINITIEVE_TOEKENNING:
            check_percentage(
                toekenning.toeslag, toekenning.voorschotpercentage, werkplaats.regels.rekenregels.instelbaar
            )


def _load_stand(dossiers: Sequence[_Paar], werkplaats: Werkplaats) -> _Stand:
    with werkplaats.engine.connect() as connection:
        return _read_stand(connection, dossiers, werkplaats)


def _read_stand(
    connection: Connection, dossiers: Sequence[_Paar], werkplaats: Werkplaats, *, vast: bool = False
) -> _Stand:
    burgers = {find_sleutel(d): (d.aanvrager.bsn, d.huishouden.toeslagjaar) for _, d in dossiers}
    standen = list_mutatiestanden(connection, burgers.values(), vast=vast)
    nummers = [dossier.dossier for _, dossier in dossiers]
    return _Stand(
        mutaties={sleutel: standen[burger] for sleutel, burger in burgers.items()},
        eerder=opslag.list_eerdere_besluiten(connection, werkplaats.run.maand, nummers),
        afgekeurd=frozenset(list_afkeuringen(connection, werkplaats.run.run)),
    )


def _make_uitval(regel: Regel, veld: str, reden: str) -> Uitval:
    return Uitval(bestand=regel.bestand, regel=regel.nummer, veld=veld, reden=reden)


def _compose_brieven(
    besluiten: Sequence[tuple[Regel, Dossierbesluit]], werkplaats: Werkplaats, oogst: Oogst
) -> None:
    for regel, besluit in besluiten:
        try:
            oogst.compose(besluit, werkplaats)
        except (InvalidPdfError, InvalidSjabloonError) as fout:
            oogst.uitval.append(_make_uitval(regel, "brief", str(fout)))


def _reject_vormen(oogst: Oogst, werkplaats: Werkplaats) -> None:
    """Raises: VormRejectedError when a filled letter of this chunk differed from the composed one."""
    if verschillen := oogst.find_verschillen():
        with werkplaats.engine.begin() as connection:
            save_afkeuringen(connection, werkplaats.run.run, verschillen)
        raise VormRejectedError("een gevulde brief verschilde van de gezette")


def _store(oogst: Oogst, dossiers: Sequence[_Paar], stand: _Stand, werkplaats: Werkplaats) -> None:
    """Store a chunk in one transaction, if what it was decided on still holds.

    Raises: LedgerMovedError when another transaction was first with one of these households;
    VormRejectedError.
    """
    try:
        with werkplaats.engine.begin() as connection:
            if not opslag.has_brok(connection, werkplaats.run.run, oogst.nummer):
                _check_stand(connection, dossiers, stand, oogst, werkplaats)
                opslag.save_rijen(connection, opslag.besluiten, _list_besluiten(oogst, werkplaats))
                save_oogst(connection, oogst, werkplaats)
            # else another worker of this run, thought dead, was first
            werkplaats.bereik(Breekpunt.BROK_VOOR_COMMIT)
    except DBAPIError as fout:
        if is_te_laat(fout, opslag.besluiten, opslag.brokken, mutatiebrieven):
            raise LedgerMovedError("een andere run was net eerder met dezelfde huishoudens") from fout
        raise


def _check_stand(
    connection: Connection,
    dossiers: Sequence[_Paar],
    stand: _Stand,
    oogst: Oogst,
    werkplaats: Werkplaats,
) -> None:
    """Make sure that the database still holds what the decisions were taken on, and rejects no filled letter.

    On SQLite the transaction holds the only write lock. On PostgreSQL the rows of the cap ledger stay as they
    are up to the commit, and of two that announce or decide the same the primary key lets one through.
    """
    nu = _read_stand(connection, dossiers, werkplaats, vast=True)
    if stand != nu:
        raise LedgerMovedError("een andere run besliste intussen over dezelfde huishoudens")
    if nu.afgekeurd and oogst.has_gevuld():
        raise VormRejectedError("een andere werker keurde intussen een vorm af")


def _list_besluiten(oogst: Oogst, werkplaats: Werkplaats) -> list[Mapping[str, object]]:
    """List what was decided, in the order in which every chunk of every run takes its places."""
    run = werkplaats.run
    return [
        {"maand": run.maand, "dossier": dossier, "run": run.run, "brok": oogst.nummer}
        for dossier in sorted(besluit.dossier.dossier for besluit in oogst.besluiten)
    ]
