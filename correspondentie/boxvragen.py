"""Finds out in bulk who takes post in the Berichtenbox: whom to ask about, the questions and the answers.

Persons are a stream; only which of them were seen is held, and a list for GLOBE of at most a million.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import Engine

from correspondentie.boxstanden import save_boxstanden
from correspondentie.errors import CannotStartError, CorrespondentieError
from correspondentie.invoer import read_regels
from correspondentie.invoer.controle import is_bsn
from outbox.boxstand import Boxstand, complete_standen
from outbox.errors import RetryableError
from outbox.fbs_profiel import Profieldienst
from outbox.globe.abonnement import (
    Abonnementvraag,
    read_antwoord,
    read_lijst,
    split_lijsten,
    write_lijst,
)
from outbox.kanaal import Klok
from outbox.schijf import write_durably

BEWAAR = 5_000  # checks per transaction
VRAAGBYTES = 10_000  # a question's own file is a few hundred bytes
SPELING = timedelta(minutes=5)  # that two clocks may differ
_AwareMoment = Annotated[datetime, msgspec.Meta(tz=True)]


class InvalidVraagError(CorrespondentieError):
    """The file of a question, or the list beside it, is not as it was written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Boxtelling:
    """How many persons were asked about, and how many of them take post in the Berichtenbox."""

    gevraagd: int = 0
    actief: int = 0

    def add(self, standen: Iterable[Boxstand]) -> "Boxtelling":
        """Return the count with these checks in it."""
        uitslagen = [stand.actief for stand in standen]
        return Boxtelling(gevraagd=self.gevraagd + len(uitslagen), actief=self.actief + sum(uitslagen))


class _Aanvrager(msgspec.Struct, frozen=True):
    bsn: str


class _Huishouden(msgspec.Struct, frozen=True):
    aanvrager: _Aanvrager


class _Vraag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is remembered of a question, to hold its answer against."""

    oin: str
    verzoek_id: UUID
    gevraagd_op: _AwareMoment
    sha256: str


_REGEL = msgspec.json.Decoder(_Huishouden)
_VRAAG = msgspec.json.Decoder(_Vraag)


class Aanvragers:
    """The applicants of the input, each once; overgeslagen counts the lines that name none."""

    def __init__(self, bestand: Path) -> None:
        self._bestand = bestand
        # the ninth digit of a BSN follows from the other eight: a bit for each number of eight digits
        self._gezien = bytearray(10**8 // 8)
        self.overgeslagen = 0

    def __iter__(self) -> Iterator[str]:
        """Read the BSNs as a stream. Raises: CannotStartError when there is no input."""
        for regel in read_regels(self._bestand):
            bsn = _find_bsn(regel.inhoud)
            if bsn is None:
                self.overgeslagen += 1
            elif self._note(bsn):
                yield bsn

    def _note(self, bsn: str) -> bool:
        """Note a person, and tell whether it is the first time."""
        plaats, bit = divmod(int(bsn[:8]), 8)
        nieuw = not self._gezien[plaats] & 1 << bit
        self._gezien[plaats] |= 1 << bit
        return nieuw


def refresh_boxstanden(bsns: Iterable[str], dienst: Profieldienst, engine: Engine) -> Boxtelling:
    """Ask the Profiel Service about every person, and keep each answer.

    Raises: CannotStartError when it stops answering; what it told before that is kept.
    """
    telling = Boxtelling()
    try:
        for deel in _split(dienst.refresh(bsns)):
            _save(engine, deel)
            telling = telling.add(deel)
    except RetryableError as fout:
        raise CannotStartError(
            f"Het verversen is gestopt: {fout}. Bewaard zijn de antwoorden over {telling.gevraagd} personen. "
            "Wie niet is ververst, krijgt zijn brief op papier. Geef dezelfde opdracht later nog eens."
        ) from fout
    return telling


def write_vragen(bsns: Iterable[str], map_: Path, oin: str, klok: Klok) -> Iterator[tuple[Path, int]]:
    """Write the questions for GLOBE in a folder; give of each the file that remembers it, and for how many.

    Shape: per question <VerzoekId>.xml, which goes to GLOBE, and <VerzoekId>.json, which stays.
    """
    for lijst in split_lijsten(bsns):
        verzoek_id = uuid4()
        gevraagd_op = klok.now()
        doel = map_ / f"{verzoek_id}.xml"
        aantal = write_lijst(doel, Abonnementvraag(oin=oin, verzoek_id=verzoek_id), lijst)
        vraag = _Vraag(oin=oin, verzoek_id=verzoek_id, gevraagd_op=gevraagd_op, sha256=_compute_digest(doel))
        bewijs = doel.with_suffix(".json")
        write_durably(bewijs, msgspec.json.format(msgspec.json.encode(vraag)))
        yield bewijs, aantal


def read_boxantwoord(antwoord: Path, vraag: Path, engine: Engine, klok: Klok) -> Boxtelling:
    """Read the answer of GLOBE to a question, and keep it; who is not named in it is not active.

    Raises: InvalidVraagError, UncertainError; then nothing is kept.
    """
    gevraagd = _load_vraag(vraag)
    lijst = vraag.with_name(f"{gevraagd.verzoek_id}.xml")
    if _compute_digest(lijst) != gevraagd.sha256:
        raise InvalidVraagError(
            f"De lijst {lijst.name} is niet meer die van de vraag. Zet de lijst terug, of vraag opnieuw."
        )
    kenmerken = Abonnementvraag(oin=gevraagd.oin, verzoek_id=gevraagd.verzoek_id)
    gelezen = list(read_antwoord(antwoord, kenmerken))
    moment = max((stand.gecontroleerd_op for stand in gelezen), default=gevraagd.gevraagd_op)
    standen = complete_standen(gelezen, read_lijst(lijst), moment).values()
    _check_momenten(standen, gevraagd.gevraagd_op, klok.now())
    telling = Boxtelling()
    for deel in _split(standen):
        _save(engine, deel)
        telling = telling.add(deel)
    return telling


def _split(standen: Iterable[Boxstand]) -> Iterator[list[Boxstand]]:
    rest = iter(standen)
    while deel := list(islice(rest, BEWAAR)):
        yield deel


def _save(engine: Engine, standen: Iterable[Boxstand]) -> None:
    with engine.begin() as connection:
        save_boxstanden(connection, standen)


def _find_bsn(inhoud: bytes | None) -> str | None:
    """Find the applicant in a line; None when there is none that can be asked about."""
    try:
        bsn = _REGEL.decode(inhoud or b"").aanvrager.bsn
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return bsn if is_bsn(bsn) else None


def _check_momenten(standen: Iterable[Boxstand], gevraagd_op: datetime, now: datetime) -> None:
    """An answer is from after its question, and not from the future: else it would be valid too long."""
    vroegste, laatste = gevraagd_op - SPELING, now + SPELING
    if not all(vroegste <= stand.gecontroleerd_op <= laatste for stand in standen):
        raise InvalidVraagError(
            f"Het moment van het antwoord kan niet: verwacht is {_format(vroegste)} (de vraag) tot en met "
            f"{_format(laatste)} (nu). Controleer de klok van deze machine, of vraag opnieuw."
        )


def _format(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _load_vraag(bestand: Path) -> _Vraag:
    with bestand.open("rb") as stroom:
        inhoud = stroom.read(VRAAGBYTES)
    try:
        return _VRAAG.decode(inhoud)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InvalidVraagError(
            f"Het bestand {bestand.name} is geen vraag. Verwacht is het bestand dat eindigt op .json en dat "
            "'correspondentie berichtenbox vraag' maakte."
        ) from None


def _compute_digest(bestand: Path) -> str:
    with bestand.open("rb") as stroom:
        return hashlib.file_digest(stroom, "sha256").hexdigest()
