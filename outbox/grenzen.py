"""What fits in the Berichtenbox: the stricter limit of its two interfaces, for each field (pure).

The classic Berichtenbox (GLOBE, ebMS) and its successor (FBS, REST) set different limits; a message that
keeps to the stricter ones can go over either.
Source: XSD and aansluithandleiding of GLOBE; OpenAPI of the FBS Berichtenmagazijn 0.2.0.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outbox.errors import RejectedZendingError

ONDERWERP_TEKENS = 50
TEKST_TEKENS = 4000
KENMERK_TEKENS = 25
PDF_BYTES = 500_000
PUBLICATIE_VOORUIT = timedelta(days=13)

_KENMERK = re.compile(rf"[A-Za-z0-9-]{{1,{KENMERK_TEKENS}}}", re.ASCII)
_WOORD = re.compile(r"[A-Za-z0-9-]+")
_STUURTEKEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_REGELEINDE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Bericht:
    """What a citizen would see in the Berichtenbox, with the size of the PDF that goes along."""

    kenmerk: str
    onderwerp: str = field(repr=False)
    tekst: str = field(repr=False)
    publicatie: datetime
    pdf_bytes: int


def check_grenzen(bericht: Bericht, now: datetime) -> None:
    """Refuse a message that does not fit in the Berichtenbox.

    Raises: RejectedZendingError, naming every limit that was passed and none of the content.
    """
    fouten = list(_list_fouten(bericht, now))
    if fouten:
        raise RejectedZendingError(f"past niet in de Berichtenbox: {'; '.join(fouten)}")


def is_binnen_grenzen(bericht: Bericht, now: datetime) -> bool:
    """Tell whether a message fits in the Berichtenbox."""
    return next(_list_fouten(bericht, now), None) is None


def is_kenmerk(tekst: str) -> bool:
    """Tell whether this can be a kenmerk: letters, digits and hyphens, so safe in a file name, at most 25."""
    return _KENMERK.fullmatch(tekst) is not None


def has_kenmerk(onderwerp: str, kenmerk: str) -> bool:
    """Tell whether the onderwerp names this kenmerk as a whole word."""
    return kenmerk in _WOORD.findall(onderwerp)


def count_tekens(tekst: str) -> int:
    """Count a text as GLOBE does: a line break is written with the four characters \\r\\n."""
    return sum(map(len, _REGELEINDE.split(tekst))) + 4 * len(_REGELEINDE.findall(tekst))


def _list_fouten(bericht: Bericht, now: datetime) -> Iterator[str]:
    yield from _list_fouten_in_onderwerp(bericht)
    if not bericht.tekst.strip():
        yield "de tekst is leeg"
    tekens = count_tekens(bericht.tekst)
    if tekens > TEKST_TEKENS:
        yield f"de tekst telt {tekens} tekens en mag er {TEKST_TEKENS} tellen"
    if bericht.pdf_bytes > PDF_BYTES:
        yield f"de bijlage is {bericht.pdf_bytes} bytes en mag {PDF_BYTES} bytes zijn"
    if bericht.publicatie > now + PUBLICATIE_VOORUIT:
        yield f"de publicatie ligt meer dan {PUBLICATIE_VOORUIT.days} dagen vooruit"


def _list_fouten_in_onderwerp(bericht: Bericht) -> Iterator[str]:
    onderwerp = bericht.onderwerp
    if not onderwerp.strip():
        yield "het onderwerp is leeg"
    if len(onderwerp) > ONDERWERP_TEKENS:
        yield f"het onderwerp telt {len(onderwerp)} tekens en mag er {ONDERWERP_TEKENS} tellen"
    if _STUURTEKEN.search(onderwerp):
        yield "het onderwerp bevat een stuurteken"
    if not is_kenmerk(bericht.kenmerk):
        yield f"het kenmerk bestaat niet uit 1 tot {KENMERK_TEKENS} letters, cijfers en streepjes"
    elif not has_kenmerk(onderwerp, bericht.kenmerk):
        yield "het onderwerp noemt het kenmerk niet; zonder kenmerk is het bericht niet terug te vinden"
