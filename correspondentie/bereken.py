"""The command `bereken`: households as JSON Lines in, what is decided on each of them out."""

import calendar
from collections.abc import Iterable, Iterator
from io import BufferedIOBase
from itertools import tee
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from calc.beschikking import Beschikking
from calc.errors import CalcError
from calc.huishouden import Huishouden
from correspondentie.beschikkingen import SCHEMAVERSIE, Beschikkingregel, Foutregel
from correspondentie.dossier import Besluitsoort, Dossiernummer
from correspondentie.dubbel import mark_dubbele
from correspondentie.errors import CannotStartError, InvalidDossierError
from correspondentie.invoer import Regel, Uitval, read_regels
from correspondentie.invoer.feiten import list_huishoudfouten
from correspondentie.invoer.ontleden import decode_regel
from correspondentie.invoer.regels import split_regels
from correspondentie.invoer.uitval import REGEL, Bevinding
from correspondentie.invoer.vorm import DOSSIER
from correspondentie.rekenregels import Rekenregels

STANDAARDINVOER = "standaardinvoer"


class _Persoon(msgspec.Struct):
    bsn: str = ""


class _Nummer(msgspec.Struct, kw_only=True):
    """The number of a household, and the BSNs that it may not be."""

    dossier: Dossiernummer
    aanvrager: _Persoon | None = None
    partner: _Persoon | None = None

    @property
    def is_bsn(self) -> bool:
        return self.dossier in {persoon.bsn for persoon in (self.aanvrager, self.partner) if persoon}


class _Vraag(_Nummer, kw_only=True):
    """What of a line of the input the calculation needs; of the rest only the names are looked at."""

    huishouden: Huishouden
    besluitsoort: Besluitsoort = Besluitsoort.VOORLOPIG


_VRAAG = msgspec.json.Decoder(_Vraag)
_NUMMER = msgspec.json.Decoder(_Nummer)


def read_invoer(pad: Path | None, standaardinvoer: BinaryIO) -> Iterator[Regel]:
    """Read the lines of a file or a folder, or of the standard input where no path is given.

    Raises: CannotStartError.
    """
    if pad is not None:
        return read_regels(pad)
    return split_regels(cast("BufferedIOBase", standaardinvoer), STANDAARDINVOER)


def check_uitvoer(uit: Path, invoer: Path | None) -> None:
    """Refuse to write over the input, or into the folder that is read.

    Raises: CannotStartError.
    """
    if invoer is not None and invoer.resolve() in (uit.resolve(), uit.resolve().parent):
        raise CannotStartError(
            f"De uitvoer {uit} is of staat in de invoer, die dan verloren gaat. Geef met --uit een bestand "
            "op een andere plaats op."
        )


def write_beschikkingen(invoer: Iterable[Regel], doel: BinaryIO, regels: Rekenregels) -> int:
    """Write what is decided on every line, in the order of the lines, and return how many were wrong.

    Shape: one Beschikkingregel a line, or a Foutregel for a line on which nothing is decided. Of two lines
    of one citizen only the first counts, as in a monthly run.
    """
    fouten = 0
    uitkomst: Beschikkingregel | Foutregel
    encoder = msgspec.json.Encoder()
    invoer, kopie = tee(invoer)
    for regel, gemerkt in zip(invoer, mark_dubbele(kopie), strict=True):
        if isinstance(gemerkt, Uitval):
            uitkomst = Foutregel(schema=SCHEMAVERSIE, dossier=_find_dossier(regel), fout=gemerkt)
        else:
            uitkomst = decide_regel(regel, regels)
        fouten += isinstance(uitkomst, Foutregel)
        doel.write(encoder.encode(uitkomst) + b"\n")
    return fouten


def find_beschikkingen(invoer: Iterable[Regel], dossier: str, regels: Rekenregels) -> tuple[Beschikking, ...]:
    """Return what is decided on the first line of this dossier.

    Raises: InvalidDossierError; CannotStartError when there is no such line.
    """
    for regel in invoer:
        if _find_dossier(regel) == dossier:
            uitkomst = decide_regel(regel, regels)
            if isinstance(uitkomst, Beschikkingregel):
                return uitkomst.beschikkingen
            fout = uitkomst.fout
            raise InvalidDossierError(
                f"Dossier {dossier}, regel {fout.regel} van {fout.bestand}: over dit huishouden is niets te "
                f"beslissen. {fout.veld}: {fout.reden}."
            )
    raise CannotStartError(
        f"Dossier {dossier} staat niet in de invoer. Verwacht is het nummer zoals het in 'dossier' staat, "
        "met dezelfde hoofdletters."
    )


def decide_regel(regel: Regel, regels: Rekenregels) -> Beschikkingregel | Foutregel:
    """Decide on the household of one line; what cannot be decided becomes a Foutregel, never an error."""
    vraag = decode_regel(regel.inhoud, _VRAAG, DOSSIER)
    if isinstance(vraag, _Vraag):
        vraag = _find_fout(vraag, regels) or vraag
    if isinstance(vraag, Bevinding):
        return _make_foutregel(regel, vraag)
    try:
        beschikkingen = regels.decide_beschikkingen(vraag.huishouden, vraag.besluitsoort)
    except CalcError as fout:
        return _make_foutregel(regel, Bevinding("huishouden", str(fout)))
    return Beschikkingregel(schema=SCHEMAVERSIE, dossier=vraag.dossier, beschikkingen=beschikkingen)


def _find_fout(vraag: _Vraag, regels: Rekenregels) -> Bevinding | None:
    """Return the first thing that cannot be true, as a run in the month of the dagtekening judges it."""
    dag = regels.dagtekening
    if vraag.is_bsn:
        return Bevinding("dossier", "het dossiernummer is een burgerservicenummer; geef een eigen nummer")
    if vraag.besluitsoort is Besluitsoort.DEFINITIEF and vraag.huishouden.toeslagjaar >= dag.year:
        return Bevinding("besluitsoort", "een definitieve toekenning kan pas als het toeslagjaar voorbij is")
    maandeinde = dag.replace(day=calendar.monthrange(dag.year, dag.month)[1])
    return next(list_huishoudfouten(vraag.huishouden, maandeinde), None)


def _make_foutregel(regel: Regel, bevinding: Bevinding) -> Foutregel:
    fout = Uitval(
        bestand=regel.bestand, regel=regel.nummer, veld=bevinding.veld or REGEL, reden=bevinding.reden
    )
    return Foutregel(schema=SCHEMAVERSIE, dossier=_find_dossier(regel), fout=fout)


def _find_dossier(regel: Regel) -> str | None:
    """Return the dossier of a line as far as it has a number that may be shown."""
    try:
        nummer = _NUMMER.decode(regel.inhoud or b"")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return None if nummer.is_bsn else nummer.dossier
