"""What GLOBE says of a batch: its result read as something untrusted, and what each code means (pure)."""

import gzip
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from uuid import UUID
from zoneinfo import ZoneInfo

from lxml import etree

from outbox.errors import (
    OutboxError,
    RejectedZendingError,
    RetryableError,
    UncertainError,
    UnknownOntvangerError,
    UnresolvableError,
)
from outbox.globe.nummers import NIL
from outbox.globe.schemas import make_parser

NAMESPACE = "http://schemas.rdw.nl/GEB/BerichtVerwerkService/BerichtResultaat/Types/2009/01"
# a result of 1000 messages takes about 250 kB
RESULTAAT_BYTES = 4 * 1024 * 1024
# the result is written by a Dutch service; a moment without a zone is taken as Dutch time
_NEDERLAND = ZoneInfo("Europe/Amsterdam")
_GZIP = b"\x1f\x8b"


class Verwerkingscode(StrEnum):
    """What GLOBE did with one message: the ten codes of the XSD."""

    VERWERKT = "Verwerkt"
    TECHNISCH_PROBLEEM = "TechnischProbleem"
    NIET_ACTIEF = "NietActiefOfGeabonneerd"
    BERICHTTYPE = "BerichtTypeNietOndersteund"
    PUBLICATIEDATUM = "PublicatieDatumLigtTeVerInDeToekomst"
    AANMAAKDATUM = "AanmaakDatumLigtTeVerInHetVerleden"
    BESTAAT_AL = "BerichtBestaatAl"
    BIJLAGE_TE_GROOT = "BijlageTeGroot"
    OIN = "OinInCPAKomtNietOvereenMetOinInBericht"
    XML = "XmlValidatieTegenXsdValtNegatiefUit"


BEZORGD = frozenset({Verwerkingscode.VERWERKT, Verwerkingscode.BESTAAT_AL})
# with these GLOBE refuses a batch as a whole, and then names the nil GUID instead of each message
HELE_BATCH = frozenset({Verwerkingscode.OIN, Verwerkingscode.XML})


@dataclass(frozen=True, kw_only=True, slots=True)
class Resultaat:
    """One result as it came: of which batch, and for each message it names what was done."""

    batch_id: UUID
    leverancier: str
    ontvangen_op: datetime
    verwerkt_op: datetime
    regels: tuple[tuple[UUID, Verwerkingscode], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Oordeel:
    """What is known of one message, and since when GLOBE has it."""

    code: Verwerkingscode
    ontvangen_op: datetime


def parse_resultaat(inhoud: bytes, schema: etree.XMLSchema) -> Resultaat:
    """Parse a result, plain or gzipped.

    Raises: UncertainError when it is too large, or not what the official XSD says.
    """
    try:
        wortel = etree.fromstring(unpack(inhoud, RESULTAAT_BYTES), make_parser())
    except etree.XMLSyntaxError:
        raise UncertainError("de uitslag is geen XML") from None
    if wortel.getroottree().docinfo.internalDTD is not None:
        raise UncertainError("de uitslag bevat een DOCTYPE; dat hoort er niet in")
    if not schema.validate(wortel):
        raise UncertainError("de uitslag voldoet niet aan het XSD van de Berichtenbox")
    informatie = wortel[0]
    try:
        return Resultaat(
            batch_id=UUID(_find_tekst(informatie, "BatchID")),
            leverancier=_find_tekst(informatie, "BerichtLeverancierCode"),
            ontvangen_op=_parse_moment(_find_tekst(informatie, "DatumOntvangen")),
            verwerkt_op=_parse_moment(_find_tekst(informatie, "DatumVerwerkt")),
            regels=tuple(
                _parse_regel(regel) for regel in wortel.iterfind(f"Berichten/{{{NAMESPACE}}}Bericht")
            ),
        )
    except ValueError:
        raise UncertainError("de uitslag noemt een moment dat niet te lezen is") from None


def unpack(inhoud: bytes, limiet: int) -> bytes:
    """Undo gzip where it was used, up to so many bytes.

    Raises: UncertainError when there is more, or it is damaged.
    """
    if inhoud.startswith(_GZIP):
        try:
            with gzip.open(BytesIO(inhoud)) as stroom:
                inhoud = stroom.read(limiet + 1)
        except (OSError, EOFError, zlib.error):
            raise UncertainError("de uitslag is beschadigd ingepakt") from None
    if len(inhoud) > limiet:
        raise UncertainError(f"de uitslag is groter dan {limiet} bytes")
    return inhoud


def merge_resultaten(resultaten: Iterable[Resultaat], berichten: Sequence[UUID]) -> Mapping[UUID, Oordeel]:
    """Merge all results of a batch to what is known of each of its messages.

    Shape: only messages of which something is known. That a message was delivered stays true, whatever a
    later result says; else the last result counts. A result that contradicts itself about a message says
    nothing about it.
    """
    oordelen: dict[UUID, Oordeel] = {}
    for resultaat in sorted(resultaten, key=lambda resultaat: resultaat.verwerkt_op):
        for bericht_id, code in _list_codes(resultaat, berichten):
            bekend = oordelen.get(bericht_id)
            if bekend is None or bekend.code not in BEZORGD:
                oordelen[bericht_id] = Oordeel(code=code, ontvangen_op=resultaat.ontvangen_op)
    return oordelen


def list_bezwaren(resultaat: Resultaat, berichten: Sequence[UUID]) -> list[str]:
    """List what is wrong with a result of a batch of these messages, in words for a colleague."""
    eigen, genoemd = set(berichten), _group_codes(resultaat)
    bezwaren = {
        "noemt berichten die niet in deze batch zitten": genoemd.keys() - eigen - {NIL},
        "noemt berichten meer dan eens": {
            nummer for nummer in eigen if sum(nummer == ander for ander, _ in resultaat.regels) > 1
        },
        "noemt niet alle berichten van de batch": (
            set() if _find_weigering(resultaat) else eigen - genoemd.keys()
        ),
        "noemt een bericht zonder nummer": (
            {NIL} if NIL in genoemd and not _find_weigering(resultaat) else set()
        ),
    }
    bezwaren = {tekst: nummers for tekst, nummers in bezwaren.items() if nummers}
    return [f"de uitslag {tekst} ({len(nummers)})" for tekst, nummers in bezwaren.items()]


def make_error(code: Verwerkingscode) -> OutboxError:
    """Make the error that says what a code means for the zending; only for what was not delivered.

    What is the sender's own fault holds for every letter: none of them may become paper for that.
    """
    if code in _ONZE_FOUT:
        return UnresolvableError(f"GLOBE weigert het bericht ({code}); {_ONZE_FOUT[code]}")
    if code is Verwerkingscode.NIET_ACTIEF:
        return UnknownOntvangerError("de ontvanger krijgt van deze afzender geen post in de Berichtenbox")
    if code is Verwerkingscode.TECHNISCH_PROBLEEM:
        return RetryableError("GLOBE had een technisch probleem met het bericht; het gaat opnieuw mee")
    if code is Verwerkingscode.AANMAAKDATUM:
        return RetryableError("GLOBE vond de batch te oud; het bericht gaat mee in een nieuwe batch")
    return RejectedZendingError(f"GLOBE weigert het bericht ({code}); laat iemand kijken")


_ONZE_FOUT: Mapping[Verwerkingscode, str] = {
    Verwerkingscode.BERICHTTYPE: "zet het berichttype aan in het Leveranciersportaal en bezorg opnieuw",
    Verwerkingscode.OIN: "vergelijk de OIN in de instellingen met die in de CPA en bezorg opnieuw",
    Verwerkingscode.XML: "meld dit aan de beheerder van de koppeling en bezorg daarna opnieuw",
}


def _list_codes(resultaat: Resultaat, berichten: Sequence[UUID]) -> Iterable[tuple[UUID, Verwerkingscode]]:
    """List what a result clearly says about the messages of its batch."""
    genoemd, weigering = _group_codes(resultaat), _find_weigering(resultaat)
    for bericht_id in berichten:
        codes = genoemd.get(bericht_id, set())
        if codes and codes <= BEZORGD:
            yield bericht_id, min(codes, key=list(Verwerkingscode).index)
        elif len(codes) == 1:
            yield bericht_id, next(iter(codes))
        elif not codes and weigering is not None:
            yield bericht_id, weigering


def _group_codes(resultaat: Resultaat) -> dict[UUID, set[Verwerkingscode]]:
    genoemd: dict[UUID, set[Verwerkingscode]] = {}
    for bericht_id, code in resultaat.regels:
        genoemd.setdefault(bericht_id, set()).add(code)
    return genoemd


def _find_weigering(resultaat: Resultaat) -> Verwerkingscode | None:
    """Find the code with which the whole batch was refused: one line, with the nil GUID, and nothing else."""
    if len(resultaat.regels) != 1:
        return None
    bericht_id, code = resultaat.regels[0]
    return code if bericht_id == NIL and code in HELE_BATCH else None


def _parse_regel(regel: etree._Element) -> tuple[UUID, Verwerkingscode]:
    return UUID(_find_tekst(regel, "BerichtID")), Verwerkingscode(_find_tekst(regel, "VerwerkingsCode"))


def _parse_moment(tekst: str) -> datetime:
    moment = datetime.fromisoformat(tekst.strip())
    return moment.replace(tzinfo=_NEDERLAND) if moment.tzinfo is None else moment


def _find_tekst(ouder: etree._Element, naam: str) -> str:
    return ouder.findtext(naam) or ""
