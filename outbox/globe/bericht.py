"""One message of GLOBE: what of a letter goes in which element (pure)."""

import re
from datetime import UTC, datetime
from uuid import UUID

from lxml import etree

from outbox.errors import RejectedZendingError
from outbox.globe.instellingen import Globeinstellingen
from outbox.globe.nummers import make_bericht_id
from outbox.grenzen import Bericht, check_grenzen
from outbox.zending import Zending

NAMESPACE = "http://schemas.rdw.nl/GEB/BerichtenProsessor/Bericht/Types/2009/01"  # sic
BERICHT = f"{{{NAMESPACE}}}Bericht"
_NSMAP = {None: NAMESPACE}
_BSN = re.compile(r"[0-9]{9}", re.ASCII)
_REGELEINDE = re.compile(r"\r\n|\r|\n")


def check_bericht(zending: Zending, document: bytes, now: datetime) -> None:
    """Refuse a letter that cannot be a message of GLOBE.

    Raises: RejectedZendingError.
    """
    if _BSN.fullmatch(zending.ontvanger) is None:
        raise RejectedZendingError("de ontvanger is geen BSN van negen cijfers; verbeter het dossier")
    if not document:
        raise RejectedZendingError("het document is leeg; maak de brief opnieuw")
    bericht = Bericht(
        kenmerk=zending.kenmerk,
        onderwerp=zending.onderwerp,
        tekst=zending.tekst,
        publicatie=zending.publicatie,
        pdf_bytes=len(document),
    )
    check_grenzen(bericht, now)


def make_bericht(
    zending: Zending, inhoud: str, batch_id: UUID, instellingen: Globeinstellingen
) -> etree._Element:
    """Make the element of one message; inhoud is its PDF in base64.

    Raises: RejectedZendingError when its text holds what no XML can hold.
    """
    informatie = {
        "BatchID": str(batch_id),
        "BerichtID": str(make_bericht_id(instellingen.oin, zending.kenmerk)),
        "BerichtType": instellingen.berichttype,
        "PublicatieDatum": format_moment(zending.publicatie),
        "Onderwerp": zending.onderwerp,
        "BerichtTekst": encode_tekst(zending.tekst),
        "Referentie": zending.kenmerk,
        "GebruikerID": zending.ontvanger,
        "SoortGebruiker": "Burger",
    }
    bijlage = {
        "Inhoud": inhoud,
        "BijlageType": "Pdf",
        "Omschrijving": f"{zending.kenmerk}.pdf",
        "Volgorde": "1",
    }
    wortel = etree.Element(BERICHT, nsmap=_NSMAP)  # type: ignore[arg-type] # the stubs do not know the default namespace
    try:
        _add_elementen(etree.SubElement(wortel, f"{{{NAMESPACE}}}BerichtInformatie"), informatie)
        bijlagen = etree.SubElement(wortel, f"{{{NAMESPACE}}}Bijlagen")
        _add_elementen(etree.SubElement(bijlagen, f"{{{NAMESPACE}}}Bijlage"), bijlage)
    except ValueError as error:
        raise RejectedZendingError(
            "de tekst bevat een teken dat niet in XML kan; verbeter de brief"
        ) from error
    return wortel


def encode_tekst(tekst: str) -> str:
    """Write each line break as GLOBE wants it: the four characters \\r\\n."""
    return _REGELEINDE.sub(r"\\r\\n", tekst)


def format_moment(moment: datetime) -> str:
    """Format a moment in Zulu, in milliseconds: always 24 characters."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _add_elementen(ouder: etree._Element, waarden: dict[str, str]) -> None:
    for naam, waarde in waarden.items():
        etree.SubElement(ouder, f"{{{NAMESPACE}}}{naam}").text = waarde
