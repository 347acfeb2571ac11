"""The audit trail: who did what, when and why; each line holds the hash of the one before it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import IntegrityError
from stdnum.nl import bsn

from outbox.errors import OutboxError
from outbox.tabellen import logboek

BEGIN = "0" * 64
WIE_TEKENS = 120
WAAROM_TEKENS = 500
POGINGEN = 100
_VERSIE = "logboek-1"
_VELDEN = ("nummer", "moment", "wie", "daad", "run", "wat", "waarom", "vorige_hash")
_NEGEN_CIJFERS = re.compile(r"(?<!\d)\d(?:[ .]?\d){8}(?!\d)", re.ASCII)
_ZEGEL = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{64})", re.ASCII)
_T = TypeVar("_T")


class LogboekMovedError(OutboxError):
    """Somebody else wrote the next line first; nothing was done, and it can be tried anew."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Logregel:
    """One line of the audit trail. It holds no personal data but the name of the colleague.

    Shape: moment is ISO 8601 in UTC, as it was hashed. wat says on which part of the run. hash is the sha256
    (hex) over the other fields, of which vorige_hash is the hash of the line before; BEGIN for the first.
    """

    nummer: int
    moment: str
    wie: str
    daad: str
    run: str
    wat: str
    waarom: str
    vorige_hash: str
    hash: str

    @property
    def zegel(self) -> str:
        """What to keep elsewhere: as long as it holds, nothing up to this line was changed or taken away."""
        return f"{self.nummer}:{self.hash}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Daadregel:
    """What is to be written down: who did what to which part of a run, and why."""

    wie: str
    daad: str
    run: str
    wat: str
    waarom: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Breuk:
    """One place at which the audit trail is not what was written: the number of a line, and what is wrong."""

    nummer: int
    uitleg: str


def transact_logged(engine: Engine, work: Callable[[Connection], _T]) -> _T:
    """Do work that writes a line of the logboek in one transaction, anew as long as others are faster."""
    for _ in range(POGINGEN):
        try:
            with engine.begin() as connection:
                return work(connection)
        except LogboekMovedError:
            continue
    raise OutboxError("het logboek is te druk om erin te schrijven; geef de opdracht nog eens")


def append_logregel(connection: Connection, daad: Daadregel, now: datetime) -> Logregel:
    """Write the next line of the logboek.

    Raises: OutboxError when a text is empty, too long or holds a BSN; LogboekMovedError when somebody else
    wrote the next line first: the transaction is then of no more use.
    """
    _check_tekst("wie", daad.wie, WIE_TEKENS)
    _check_tekst("waarom", daad.waarom, WAAROM_TEKENS)
    laatste = find_laatste(connection)
    velden: dict[str, int | str] = {
        **asdict(daad),
        "nummer": laatste.nummer + 1 if laatste else 1,
        "moment": now.astimezone(UTC).isoformat(timespec="microseconds"),
        "vorige_hash": laatste.hash if laatste else BEGIN,
    }
    regel = Logregel(**velden, hash=compute_hash(velden))  # type: ignore[arg-type] # the names say the types
    try:
        connection.execute(insert(logboek).values(asdict(regel)))
    except IntegrityError as error:
        raise LogboekMovedError("een ander schreef net in het logboek; geef de opdracht nog eens") from error
    return regel


def find_laatste(connection: Connection) -> Logregel | None:
    """Find the last line of the logboek, or None when it is empty."""
    rij = connection.execute(select(logboek).order_by(logboek.c.nummer.desc()).limit(1)).one_or_none()
    return None if rij is None else Logregel(**rij._mapping)


def list_logboek(connection: Connection, run: str | None = None) -> Iterator[Logregel]:
    """List the lines of the logboek in order: all of them, or those of one run."""
    vraag = select(logboek).order_by(logboek.c.nummer)
    if run is not None:
        vraag = vraag.where(logboek.c.run == run)
    for rij in connection.execute(vraag):
        yield Logregel(**rij._mapping)


def compute_hash(velden: Mapping[str, object]) -> str:
    """Compute the sha256 (hex) of a line: over a JSON array in UTF-8 of its other fields."""
    return sha256(msgspec.json.encode([_VERSIE, *(velden[veld] for veld in _VELDEN)])).hexdigest()


def verify_logboek(connection: Connection, zegel: str | None = None) -> tuple[Breuk, ...]:
    """Find every place at which a line was changed, taken away or put in; nothing when the logboek is whole.

    A chain cannot show by itself that its last lines are gone: a zegel that was noted down earlier does.
    Raises: OutboxError when the zegel is none.
    """
    verwacht = None if zegel is None else _parse_zegel(zegel)
    breuken: list[Breuk] = []
    vorige: Logregel | None = None
    for regel in list_logboek(connection):
        breuken += _list_breuken(vorige, regel)
        if verwacht is not None and regel.nummer == verwacht[0]:
            breuken += _compare_zegel(regel, verwacht[1])
        vorige = regel
    if verwacht is not None and (vorige is None or vorige.nummer < verwacht[0]):
        eerste = 1 if vorige is None else vorige.nummer + 1
        breuken.append(Breuk(nummer=eerste, uitleg=_format_weg(eerste, verwacht[0])))
    return tuple(breuken)


def _list_breuken(vorige: Logregel | None, regel: Logregel) -> Iterator[Breuk]:
    nummer, hash_ = (0, BEGIN) if vorige is None else (vorige.nummer, vorige.hash)
    if regel.nummer > nummer + 1:
        yield Breuk(nummer=nummer + 1, uitleg=_format_weg(nummer + 1, regel.nummer - 1))
    elif regel.nummer <= nummer:
        yield Breuk(nummer=regel.nummer, uitleg=f"regel {regel.nummer} is ingevoegd")
    elif regel.vorige_hash != hash_:
        voor = f"regel {nummer} is vervangen, of " if nummer else ""
        yield Breuk(
            nummer=regel.nummer,
            uitleg=f"regel {regel.nummer} volgt niet op wat ervoor staat: {voor}regel {regel.nummer} is "
            "gewijzigd of ingevoegd",
        )
    if compute_hash(asdict(regel)) != regel.hash:
        yield Breuk(nummer=regel.nummer, uitleg=f"regel {regel.nummer} is gewijzigd: de hash past niet meer")


def _compare_zegel(regel: Logregel, hash_: str) -> Iterator[Breuk]:
    if regel.hash != hash_:
        yield Breuk(
            nummer=regel.nummer,
            uitleg=f"regel {regel.nummer} is een andere dan die van het zegel: een van de regels 1 tot "
            f"en met {regel.nummer} is vervangen",
        )


def _format_weg(eerste: int, laatste: int) -> str:
    return f"regel {eerste} is weg" if eerste == laatste else f"regels {eerste} tot en met {laatste} zijn weg"


def _parse_zegel(zegel: str) -> tuple[int, str]:
    gevonden = _ZEGEL.fullmatch(zegel)
    if gevonden is None:
        raise OutboxError(
            "dit is geen zegel van het logboek; verwacht een nummer, een dubbele punt en 64 tekens, zoals "
            "'correspondentie logboek --controleer' het toont"
        )
    return int(gevonden[1]), gevonden[2]


def _check_tekst(naam: str, tekst: str, hoogstens: int) -> None:
    if not tekst.strip() or len(tekst) > hoogstens or not tekst.isprintable():
        raise OutboxError(
            f"'{naam}' hoort een tekst van 1 tot en met {hoogstens} leesbare tekens op een regel te zijn"
        )
    if any(bsn.is_valid(re.sub(r"\D", "", getal)) for getal in _NEGEN_CIJFERS.findall(tekst)):
        raise OutboxError(
            f"in '{naam}' lijkt een BSN te staan; het logboek bewaart geen persoonsgegevens: noem het kenmerk"
        )
