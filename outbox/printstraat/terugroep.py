"""Paper that is asked back: a list for the printer in the folder of the lot, and what the printer answers.

A lot is closed as soon as it is written: from then on the printer may have fetched it, and nobody here can
see how far the work is. So a letter of a written lot is never taken back by us. The list asks the printer;
only the answer of the printer withdraws a letter.
"""

import fcntl
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from lxml import etree

from outbox.errors import OutboxError, RejectedZendingError, RetryableError, TooLateError, UnresolvableError
from outbox.kanaal import Terugroep, Terugroepuitkomst
from outbox.printstraat.ondertekening import Ondertekenaar
from outbox.schijf import fsync_map, write_fsynced
from outbox.xmllezen import InvalidXmlError, load_bestand, load_schema, parse_xml

VRAAG, ANTWOORD, XSD = "terugroepen.xml", "teruggeroepen.xml", "terugroepen.xsd"
NAMESPACE = "urn:correspondentie:terugroepen:1"
_PARTIJ = re.compile(r"[A-Za-z0-9-]{1,64}/[A-Za-z0-9-]{1,64}", re.ASCII)
_Antwoorden = Mapping[tuple[str, str], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Terugroeplijsten:
    """The lists in the folders of lots. now is the moment at which a list that changes is signed."""

    map: Path
    ondertekenaar: Ondertekenaar | None
    now: datetime


def recall_brieven(
    lijsten: Terugroeplijsten, terugroepen: Sequence[Terugroep]
) -> Iterator[Terugroepuitkomst]:
    """Put letters on the list of their lot, and give what the printer answered about each.

    Without fout the printer has taken the letter out. A TooLateError: the letter was on its way already. An
    UnresolvableError: the printer did not answer yet.
    """

    def find_partij(terugroep: Terugroep) -> str:
        return terugroep.ontvangst.referentie

    for partij, groep in groupby(sorted(terugroepen, key=find_partij), find_partij):
        brieven = list(groep)
        try:
            antwoorden = _ask(lijsten, partij, brieven)
            fouten = [_find_fout(brief, antwoorden) for brief in brieven]
        except OutboxError as error:
            fouten = [error] * len(brieven)
        except OSError as error:
            reden = f"de map voor de printstraat is niet te gebruiken: {error.strerror}"
            fouten = [RetryableError(reden)] * len(brieven)
        for brief, fout in zip(brieven, fouten, strict=True):
            yield Terugroepuitkomst(kenmerk=brief.zending.kenmerk, fout=fout)


def make_lijst(partij: str, brieven: Mapping[str, str]) -> bytes:
    """Make the list for the printer; brieven is sha256 per kenmerk. The same letters give the same bytes.

    Shape: XML after terugroepen.xsd.
    """
    wortel = etree.Element(
        f"{{{NAMESPACE}}}terugroepen",
        nsmap={None: NAMESPACE},  # type: ignore[dict-item] # the stubs do not know the default namespace
        partij=partij,
        brieven=str(len(brieven)),
    )
    for kenmerk, digest in sorted(brieven.items()):
        etree.SubElement(wortel, f"{{{NAMESPACE}}}brief", kenmerk=kenmerk, sha256=digest)
    return etree.tostring(wortel, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _ask(lijsten: Terugroeplijsten, partij: str, brieven: Sequence[Terugroep]) -> _Antwoorden:
    """Add letters to the list of a lot, and read what the printer answered."""
    if _PARTIJ.fullmatch(partij) is None:
        raise RejectedZendingError("de naam van de partij kan geen map zijn; laat iemand kijken")
    lot = lijsten.map / partij
    if not lot.is_dir():
        raise UnresolvableError(
            "de map van de partij is er niet meer: de drukker heeft haar. Bel de drukker, zet de map terug "
            f"met het antwoord ({ANTWOORD}) en roep nog eens terug"
        )
    with _hold(lot):
        eerder = _read(lot / VRAAG, "terugroepen")
        gevraagd = dict(eerder.keys())
        nieuw = gevraagd | {brief.zending.kenmerk: brief.zending.sha256 for brief in brieven}
        if nieuw != gevraagd:
            _write(lot, *_make_ondertekend(make_lijst(partij, nieuw), lijsten))
    return _read(lot / ANTWOORD, "teruggeroepen")


def _make_ondertekend(lijst: bytes, lijsten: Terugroeplijsten) -> tuple[bytes, bytes | None]:
    """Raises: UnavailablePrintstraatError when the certificate is not valid now."""
    ondertekenaar = lijsten.ondertekenaar
    return lijst, None if ondertekenaar is None else ondertekenaar.sign(lijst, lijsten.now)


def _find_fout(brief: Terugroep, antwoorden: _Antwoorden) -> OutboxError | None:
    uitgenomen = antwoorden.get((brief.zending.kenmerk, brief.zending.sha256))
    if uitgenomen == "ja":
        return None
    if uitgenomen == "nee":
        return TooLateError("de drukker kon de brief niet meer uit de partij halen")
    return UnresolvableError(
        f"de brief staat op de lijst voor de drukker ({VRAAG} in de map van de partij); roep nog eens terug "
        f"als het antwoord ({ANTWOORD}) ernaast staat"
    )


def _read(bestand: Path, naam: str) -> _Antwoorden:
    """Read a list or an answer.

    Shape: what is said of it (empty in a list), per kenmerk and sha256.
    Raises: UnresolvableError when it is too large or not after the XSD.
    """
    if not bestand.exists():
        return {}
    try:
        wortel = parse_xml(load_bestand(bestand), load_schema(XSD))
    except InvalidXmlError as error:
        raise UnresolvableError(f"het bestand {bestand.name} is niet bruikbaar: {error}") from error
    if wortel.tag != f"{{{NAMESPACE}}}{naam}":
        raise UnresolvableError(
            f"in het bestand {bestand.name} staat iets anders dan '{naam}'; vraag om een nieuw bestand"
        )
    return {
        (brief.get("kenmerk", ""), brief.get("sha256", "")): brief.get("uitgenomen", "") for brief in wortel
    }


@contextmanager
def _hold(lot: Path) -> Iterator[None]:
    """Keep another process from writing the list of this lot at the same time."""
    nummer = os.open(lot, os.O_RDONLY)
    try:
        fcntl.flock(nummer, fcntl.LOCK_EX)
        yield
    finally:
        os.close(nummer)


def _write(lot: Path, inhoud: bytes, handtekening: bytes | None) -> None:
    """Write the list whole or not at all, also when the power goes.

    Its signature comes first: whoever dies in between leaves an older list, and that is written anew.
    """
    delen = {f"{VRAAG}.p7s": handtekening, VRAAG: inhoud}
    for naam, deel in delen.items():
        if deel is not None:
            tijdelijk = lot / f".{naam}.tmp"
            write_fsynced(tijdelijk, deel)
            tijdelijk.replace(lot / naam)
            fsync_map(lot)
