"""Beschikkingen as JSON Lines: the form of a line, and a file of them from which one dossier can be taken."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
from msgspec import Meta

from calc.beschikking import Beschikking, Beschikkingsoort
from calc.controle import check_beschikking, check_herkomst
from calc.errors import InvalidFeitError
from correspondentie.dossier import Besluitsoort, Dossier, Dossiernummer
from correspondentie.errors import CannotStartError, CorrespondentieError
from correspondentie.invoer import Uitval
from correspondentie.invoer.ontleden import decode_regel
from correspondentie.invoer.regels import BLOK, BOM, GZIP_KENMERK, REGEL_MAXIMUM
from correspondentie.invoer.uitval import Bevinding
from correspondentie.invoer.vorm import make_vorm

# The version of the form: its first number goes up when something is gone or means something else, its second
# when something was added. A reader takes its own version only, as it refuses fields that it does not know.
SCHEMAVERSIE = "1.0"
Versie = Annotated[
    str, Meta(pattern=f"^{re.escape(SCHEMAVERSIE)}$", extra_json_schema={"const": SCHEMAVERSIE})
]
_Plaats = tuple[
    str, bool, int, int, int
]  # dossier, is it a Foutregel, number of the line, first byte, length


class InvalidBeschikkingError(CorrespondentieError, ValueError):
    """A file of Beschikkingen has none for this dossier that may be used; the text says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Beschikkingregel:
    """What was decided on one household.

    Shape: one Beschikking over all toeslagen, or a definitieve toekenning for each toeslag.
    """

    schema: Versie
    dossier: Dossiernummer
    beschikkingen: tuple[Beschikking, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Foutregel:
    """A household on which nothing could be decided; dossier is None when even that could not be read."""

    schema: Versie
    dossier: Dossiernummer | None
    fout: Uitval


class _Sleutels(msgspec.Struct):
    dossier: str | None
    schema: str = ""
    fout: object = None


_SLEUTELS = msgspec.json.Decoder(_Sleutels)
_REGEL = msgspec.json.Decoder(Beschikkingregel)
_VORM = make_vorm(msgspec.inspect.type_info(Beschikkingregel))


@dataclass(frozen=True, kw_only=True, slots=True)
class Beschikkingbron:
    """A file of Beschikkingen, and beside it an index of where each dossier stands.

    It holds only the two paths, so that every worker can be given it; make_beschikkingbron makes the index.
    """

    bestand: Path
    index: Path

    def find(self, dossier: Dossier, dagtekening: date) -> tuple[Beschikking, ...]:
        """Return what was decided on this dossier in the run of this dagtekening, once it is checked.

        Raises: InvalidBeschikkingError.
        """
        nummer, inhoud = self._read_regel(dossier.dossier)
        try:
            beschikkingen = _parse_beschikkingen(inhoud, dossier.dossier)
            _check_besluit(beschikkingen, dossier, dagtekening)
        except (InvalidBeschikkingError, InvalidFeitError) as fout:
            raise InvalidBeschikkingError(f"regel {nummer} van {self.bestand.name}: {fout}") from fout
        return beschikkingen

    def _read_regel(self, dossier: str) -> tuple[int, bytes]:
        with closing(sqlite3.connect(f"{self.index.absolute().as_uri()}?mode=ro", uri=True)) as index:
            vraag = "SELECT fout, regel, begin, lengte FROM plaatsen WHERE dossier = ? ORDER BY fout, regel"
            plaatsen = index.execute(vraag, (dossier,)).fetchall()
            (onleesbaar,) = index.execute("SELECT count(*) FROM plaatsen WHERE dossier = ''").fetchone()
        naam = self.bestand.name
        if not plaatsen:
            rest = f"; van {onleesbaar} regel(s) is het dossier niet te lezen" if onleesbaar else ""
            raise InvalidBeschikkingError(f"{naam} heeft geen regel voor dit dossier{rest}")
        besloten = [str(regel) for fout, regel, _, _ in plaatsen if not fout]
        if len(besloten) > 1:
            raise InvalidBeschikkingError(
                f"{naam} heeft meer dan een besluit over dit dossier, op regel {' en '.join(besloten)}"
            )
        _, nummer, begin, lengte = plaatsen[0]
        with self.bestand.open("rb") as bestand:
            bestand.seek(begin)
            return nummer, bestand.read(lengte)


def make_beschikkingbron(bestand: Path, index: Path) -> Beschikkingbron:
    """Read the file once, and write down at which byte the line of each dossier begins.

    Shape: index is written anew, also where one stands; a line whose dossier cannot be read is kept under ''.
    Raises: CannotStartError.
    """
    nieuw = index.with_name(f"{index.name}.nieuw")
    try:
        index.parent.mkdir(parents=True, exist_ok=True)
        nieuw.unlink(missing_ok=True)
        _write_index(nieuw, bestand)
        nieuw.replace(index)
    except (OSError, sqlite3.Error) as error:
        raise CannotStartError(
            f"De index {index} kan niet worden geschreven. Controleer de map, de rechten en de schijfruimte."
        ) from error
    return Beschikkingbron(bestand=bestand, index=index)


def _write_index(index: Path, bestand: Path) -> None:
    with closing(sqlite3.connect(index, isolation_level=None)) as verbinding:
        verbinding.execute(
            "CREATE TABLE plaatsen (dossier TEXT, fout INTEGER, regel INTEGER, begin INTEGER, lengte INTEGER)"
        )
        verbinding.execute("BEGIN")
        verbinding.executemany("INSERT INTO plaatsen VALUES (?, ?, ?, ?, ?)", _list_plaatsen(bestand))
        if verbinding.execute("SELECT 1 FROM plaatsen").fetchone() is None:
            raise CannotStartError(
                f"Het bestand {bestand} bevat geen enkele beschikking. Verwacht is een regel per huishouden. "
                "Controleer of de berekening klaar was toen het bestand werd gemaakt."
            )
        verbinding.execute("CREATE INDEX plaatsen_dossier ON plaatsen (dossier)")
        verbinding.execute("COMMIT")


def _list_plaatsen(pad: Path) -> Iterator[_Plaats]:
    """List where each line stands that is not blank."""
    try:
        with pad.open("rb") as bestand:
            if bestand.peek(2)[:2] == GZIP_KENMERK:
                raise CannotStartError(
                    f"Het bestand {pad} is met gzip ingepakt. Hieruit moet per dossier worden gelezen: pak "
                    "het eerst uit."
                )
            yield from _split_plaatsen(bestand)
    except OSError as error:
        raise CannotStartError(
            f"Het bestand {pad} kan niet worden gelezen (foutcode {error.errno}). Verwacht is een bestand "
            "met beschikkingen. Controleer het pad en de rechten."
        ) from error


def _split_plaatsen(bestand: BinaryIO) -> Iterator[_Plaats]:
    nummer = begin = 0
    while regel := bestand.readline(REGEL_MAXIMUM + 1):
        nummer += 1
        rest = regel
        while rest and not rest.endswith(b"\n"):  # longer than any line may be, or the last one
            rest = bestand.readline(BLOK)
        if regel.strip():
            sleutels = _read_sleutels(regel)
            yield sleutels.dossier or "", sleutels.fout is not None, nummer, begin, len(regel)
        begin = bestand.tell()


def _read_sleutels(regel: bytes) -> _Sleutels:
    try:
        return _SLEUTELS.decode(regel.removeprefix(BOM))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _Sleutels(dossier=None)


def _parse_beschikkingen(inhoud: bytes, dossier: str) -> tuple[Beschikking, ...]:
    sleutels = _read_sleutels(inhoud)
    if sleutels.dossier != dossier:
        raise InvalidBeschikkingError("het bestand is veranderd nadat het is gelezen; begin de run opnieuw")
    if sleutels.schema != SCHEMAVERSIE:
        raise InvalidBeschikkingError(f"de regel heeft niet de schemaversie die hier geldt ({SCHEMAVERSIE})")
    if sleutels.fout is not None:
        raise InvalidBeschikkingError("de berekening kon op dit dossier niet beslissen; 'fout' zegt waarom")
    regel = decode_regel(inhoud.removeprefix(BOM), _REGEL, _VORM)
    if isinstance(regel, Bevinding):
        raise InvalidBeschikkingError(f"{regel.veld}: {regel.reden}")
    return regel.beschikkingen


def _check_besluit(beschikkingen: tuple[Beschikking, ...], dossier: Dossier, dagtekening: date) -> None:
    definitief = dossier.besluitsoort is Besluitsoort.DEFINITIEF
    if not definitief and len(beschikkingen) != 1:
        raise InvalidBeschikkingError(f"verwacht is een beschikking, gevonden zijn er {len(beschikkingen)}")
    for beschikking in beschikkingen:
        if (beschikking.soort is Beschikkingsoort.DEFINITIEVE_TOEKENNING) is not definitief:
            raise InvalidBeschikkingError(
                f"gevraagd is een besluit dat {dossier.besluitsoort} is, gevonden is: {beschikking.soort}"
            )
        if beschikking.dagtekening != dagtekening:
            raise InvalidBeschikkingError(
                f"de dagtekening is {beschikking.dagtekening}, maar die van de run is {dagtekening}; "
                "geef de run dezelfde --dagtekening als de berekening"
            )
        check_beschikking(beschikking)
    check_herkomst(beschikkingen, dossier.huishouden)
