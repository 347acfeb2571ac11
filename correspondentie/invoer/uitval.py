"""What is wrong with a line: the field and a Dutch reason, never a value of the record."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from msgspec import DecodeError, ValidationError

from calc.huishouden import (
    EERSTE_TOESLAGJAAR,
    LAATSTE_TOESLAGJAAR,
    SERVICEKOSTEN_SOORTEN,
    UREN_PER_MAAND,
    Opvangsoort,
    Rol,
    Toeslag,
)
from correspondentie.dossier import Besluitsoort, Kanaalvoorkeur

REGEL = "regel"  # the veld of what is wrong with the line as a whole


@dataclass(frozen=True, kw_only=True, slots=True)
class Uitval:
    """A line that cannot be handled: where it stands, which field is wrong and why.

    Shape: veld is a path such as 'huishouden.kinderen[0].opvang[1].uren', or 'regel' for the whole line.
    """

    bestand: str
    regel: int
    veld: str
    reden: str


class Bevinding(NamedTuple):
    """One thing that is wrong with a record: the field, and a reason without any value of the record."""

    veld: str
    reden: str


SOORTEN: Mapping[str, str] = {
    "str": "tekst",
    "int": "een geheel getal",
    "decimal": "een getal met hooguit twee decimalen, als tekst",
    "bool": "true of false",
    "array": "een lijst",
    "object": "een object",
}

VORMEN: Mapping[str, str] = {
    "dossier": "1 tot 40 letters, cijfers of streepjes",
    "maand": "jjjj-mm",
    "bsn": "negen cijfers",
    "iban": "een IBAN in hoofdletters en zonder spaties",
    "datum_sluiting": "jjjjmmdd, met 00 voor wat niet bekend is",
    "datum_ontbinding": "jjjjmmdd, met 00 voor wat niet bekend is",
    "opvangsoort": "een van: " + ", ".join(Opvangsoort),
    "voorkeur": "een van: " + ", ".join(Kanaalvoorkeur),
    "besluitsoort": "een van: " + ", ".join(Besluitsoort),
    "toeslag": "een van: " + ", ".join(Toeslag),
    "persoon": "een van: " + ", ".join(Rol),
}

Uitleg = Callable[[str, re.Match[str]], Bevinding]


def _explain(reden: str, veld: str = "") -> Uitleg:
    """Return an Uitleg with a fixed reason, for the field itself or a field below it."""
    return lambda pad, _: Bevinding(_join(pad, veld), reden)


def _explain_bedrag(pad: str, gevonden: re.Match[str]) -> Bevinding:
    """Name the field that the text begins with, and the limit, which is ours and no value of the record."""
    return Bevinding(
        _join(pad, gevonden[1]), f"dit bedrag kan niet; verwacht is 0 tot en met {gevonden[2]} eurocent"
    )


def _explain_missing(pad: str, gevonden: re.Match[str]) -> Bevinding:
    return Bevinding(_join(pad, gevonden[1]), "dit veld ontbreekt, maar is verplicht")


def _explain_soort(pad: str, gevonden: re.Match[str]) -> Bevinding:
    if not pad:
        return Bevinding(REGEL, "de regel is geen JSON-object; verwacht is één huishouden tussen accolades")
    soorten = [SOORTEN.get(soort, soort) for soort in gevonden[1].split(" | ") if soort != "null"]
    leeg = "dit veld is leeg (null)" if gevonden[2] == "null" else "de waarde is van de verkeerde soort"
    return Bevinding(pad, f"{leeg}; verwacht is {' of '.join(soorten)}")


def _explain_vorm(pad: str, _: re.Match[str]) -> Bevinding:
    vorm = VORMEN.get(pad.rpartition(".")[2], "een toegestane waarde")
    return Bevinding(pad, f"de waarde heeft niet de juiste vorm; verwacht is {vorm}")


# The texts on the left are those of msgspec 0.22 and of calc.huishouden; a test holds them to this table.
VERTALINGEN: tuple[tuple[re.Pattern[str], Uitleg], ...] = tuple(
    (re.compile(patroon), uitleg)
    for patroon, uitleg in (
        (r"Object missing required field `(\w+)`", _explain_missing),
        (r"Expected `str` of length >= ", _explain("deze tekst is leeg; verwacht is ten minste één teken")),
        (r"Expected `str` of length <= ", _explain("deze tekst is te lang")),
        (r"Expected `str` matching regex ", _explain_vorm),
        (r"Invalid enum value ", _explain_vorm),
        (r"Expected `([a-z |]+)`, got `(\w+)`", _explain_soort),
        (
            r"Invalid RFC3339 encoded date",
            _explain("deze datum bestaat niet of is niet geschreven als jjjj-mm-dd"),
        ),
        (r"Invalid decimal string", _explain(f"de waarde is geen getal; verwacht is {SOORTEN['decimal']}")),
        (r"(Integer value|Number) out of range", _explain("dit getal is te groot")),
        (
            r"uren moet tussen",
            _explain(
                f"het aantal uren kan niet; verwacht is 0 tot en met {UREN_PER_MAAND} per maand", "uren"
            ),
        ),
        (r"uren heeft hooguit", _explain("het aantal uren heeft meer dan twee decimalen", "uren")),
        (r"einde \(", _explain("het einde ligt voor het begin", "einde")),
        (r"(\w+) ligt tussen 0 en (\d+) eurocent", _explain_bedrag),
        (r"tot_en_met_maand ligt", _explain("verwacht is een maand van 0 tot en met 12", "tot_en_met_maand")),
        (
            r"voorschotpercentage ligt",
            _explain("verwacht is een percentage van 0 tot en met 100", "voorschotpercentage"),
        ),
        (
            r"servicekosten heeft hooguit",
            _explain(f"verwacht zijn hooguit {SERVICEKOSTEN_SOORTEN} soorten servicekosten", "servicekosten"),
        ),
        (
            r"toeslagjaar ligt",
            _explain(
                f"verwacht is een toeslagjaar van {EERSTE_TOESLAGJAAR} tot en met {LAATSTE_TOESLAGJAAR}",
                "toeslagjaar",
            ),
        ),
        (r"kinderen hebben elk", _explain("twee kinderen hebben hetzelfde nummer", "kinderen")),
        (r"aanvragen zijn elk", _explain("dezelfde toeslag is twee keer aangevraagd", "aanvragen")),
        (
            r"huren volgen elkaar",
            _explain("een volgende huur begint voordat de vorige huur is afgelopen", "huren"),
        ),
        (
            r"vermogen_partner is",
            _explain("er is vermogen van een toeslagpartner, maar geen toeslagpartner", "vermogen_partner"),
        ),
        (
            r"inkomensleveringen is er",
            _explain(
                "er is een inkomen van een toeslagpartner geleverd, maar er is geen toeslagpartner",
                "inkomensleveringen",
            ),
        ),
        (
            r"geef of een rekening",
            _explain("geef óf een rekening óf een organisatie op, precies één van de twee"),
        ),
    )
)


def explain_decode_error(error: DecodeError) -> Bevinding:
    """Say in Dutch what msgspec found, by rule: the error itself may hold values."""
    tekst, _, pad = str(error).rpartition(" - at `")
    if not tekst:
        tekst, pad = pad, ""
    if not isinstance(error, ValidationError):
        return Bevinding(REGEL, "de regel is geen geldige of geen volledige JSON")
    return _translate(tekst, pad.removesuffix("`").removeprefix("$").removeprefix("."))


def _translate(tekst: str, pad: str) -> Bevinding:
    for patroon, uitleg in VERTALINGEN:
        if gevonden := patroon.match(tekst):
            return uitleg(pad, gevonden)
    return Bevinding(pad or REGEL, "de waarde klopt niet met het schema")


def _join(pad: str, veld: str) -> str:
    return ".".join(deel for deel in (pad, veld) if deel)
