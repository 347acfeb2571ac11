"""The command `adressering`: persons as JSON Lines in, one JSON object with their addressing per line out."""

from collections.abc import Iterable
from typing import Any, TextIO

import msgspec

from correspondentie.adressering.adresseren import Adressering, compute_adressering
from correspondentie.adressering.gegevens import Geadresseerde
from correspondentie.errors import InvalidDossierError

_VELDEN = frozenset(Geadresseerde.__struct_fields__)


def write_adressering(bron: Iterable[str | bytes], doel: TextIO) -> int:
    """Write the addressing of every person that is read, and return the number of lines that were wrong.

    Shape: a line of bron is a Geadresseerde, or an object with it under "given" and an "id" that is given
    back; other keys are ignored and empty lines skipped. A line that is wrong gives an object with "regel"
    (its number) and "fout" (what is wrong, without personal data), and the rest goes on.
    """
    fouten = 0
    for nummer, regel in enumerate(bron, start=1):
        if not regel.strip():
            continue
        try:
            uitkomst = _compute_uitkomst(regel)
        except InvalidDossierError as error:
            fouten += 1
            uitkomst = {"regel": nummer, "fout": str(error)}
        doel.write(msgspec.json.encode(uitkomst).decode() + "\n")
    return fouten


def format_velden(adressering: Adressering) -> dict[str, Any]:
    """Give the addressing as flat fields under the names of the BRP API; absent fields are left out."""
    naam, adres, land = adressering.aanschrijfwijze, adressering.adres, adressering.adres.land
    velden = {
        "aanhef": adressering.aanhef,
        "aanschrijfwijze.naam": naam and naam.naam,
        "aanschrijfwijze.aanspreekvorm": naam and naam.aanspreekvorm,
        "gebruikInLopendeTekst": adressering.gebruik_in_lopende_tekst,
        "adresregel1": adres.regel1,
        "adresregel2": adres.regel2,
        "adresregel3": adres.regel3,
        "land.code": land and land.code,
        "land.omschrijving": land and land.omschrijving,
        "naam.voorletters": adressering.voorletters,
        "indicatieVastgesteldVerblijftNietOpAdres": adressering.vastgesteld_verblijft_niet_op_adres or None,
    }
    return {veld: waarde for veld, waarde in velden.items() if waarde is not None}


def _compute_uitkomst(regel: str | bytes) -> dict[str, Any]:
    inhoud = _parse_regel(regel)
    velden = format_velden(compute_adressering(_parse_geadresseerde(inhoud.get("given", inhoud))))
    return {"id": inhoud["id"], **velden} if "id" in inhoud else velden


def _parse_regel(regel: str | bytes) -> dict[str, Any]:
    try:
        inhoud = msgspec.json.decode(regel)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise InvalidDossierError("de regel is geen geldige JSON; geef per regel een JSON-object") from error
    return _check_object(inhoud, "de regel")


def _check_object(inhoud: object, plek: str) -> dict[str, Any]:
    if not isinstance(inhoud, dict):
        raise InvalidDossierError(f"{plek} is geen JSON-object; geef een object met velden van een persoon")
    return inhoud


def _parse_geadresseerde(inhoud: object) -> Geadresseerde:
    velden = _check_object(inhoud, "given")
    if not _VELDEN & velden.keys():
        raise InvalidDossierError(
            f"geen van de velden {', '.join(sorted(_VELDEN))} gevonden; geef er minstens een"
        )
    try:
        return msgspec.convert(velden, Geadresseerde)
    except msgspec.ValidationError as error:
        raise InvalidDossierError(
            f"veld {_find_plek(error)} heeft niet de vorm die het schema vraagt"
        ) from error


def _find_plek(error: msgspec.ValidationError) -> str:
    # msgspec ends its text with the place of the field, "- at `$.persoon.geslacht`"; the rest is English.
    return str(error).rpartition("`$.")[2].rstrip("`")
