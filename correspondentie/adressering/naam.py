"""From BRP elements to the names that a letter uses: initials, surname parts, partner and titles."""

import unicodedata
from dataclasses import dataclass

from correspondentie.adressering.gegevens import Geadresseerde, Partner, Persoon
from correspondentie.adressering.titels import (
    ONBEKEND,
    VROUW,
    is_hoffelijkheidstitel,
    is_predicaat,
)

EIGEN, PARTNER, PARTNER_EIGEN, EIGEN_PARTNER = "E", "P", "V", "N"
_STANDAARDWAARDE = "."  # how the BRP writes "this is unknown"
_DATUM_ONBEKEND = "00000000"


@dataclass(frozen=True, kw_only=True, slots=True)
class Naam:
    """The names of a person after the rules on partner, naamgebruik and titles have been applied.

    Shape: eigen and partner are a surname with its voorvoegsel, "" when unknown; titel and
    hoffelijkheidstitel are codes of BRP table 38, "" when the person does not bear one in a letter.
    """

    geslacht: str
    naamgebruik: str
    voorletters: str
    eigen: str
    partner: str
    titel: str
    hoffelijkheidstitel: str


def format_woorden(*woorden: str) -> str:
    """Join words with single spaces, leaving out the empty ones."""
    return " ".join(" ".join(woorden).split())


def format_bekend(waarde: str) -> str:
    """Give a BRP value with single spaces; empty when the BRP says that it is unknown."""
    tekst = format_woorden(waarde)
    return "" if tekst == _STANDAARDWAARDE else tekst


def format_hoofdletter(tekst: str) -> str:
    """Give a text its first character as a capital; a text that opens with an apostrophe stays as it is."""
    return tekst[:1].upper() + tekst[1:]


def format_voorletters(voornamen: str) -> str:
    """Write one initial with a dot for every given name; a given name of one letter gets no dot.

    Source: Haal-Centraal BRP bevragen, naam/voorletters (RvIG).
    """
    return "".join(_format_voorletter(naam) for naam in format_bekend(voornamen).split()).strip()


def _format_voorletter(voornaam: str) -> str:
    letter = _first_letter(voornaam)
    return f"{letter}." if len(voornaam) > len(letter) else f"{letter} "


def _first_letter(voornaam: str) -> str:
    # An accent may be a character of its own after its letter (DIN 91379): it belongs to the initial.
    einde = 1
    while einde < len(voornaam) and unicodedata.combining(voornaam[einde]):
        einde += 1
    return voornaam[:einde]


def _format_achternaam(drager: Persoon | Partner) -> str:
    achternaam = format_bekend(drager.geslachtsnaam)
    return format_woorden(format_bekend(drager.voorvoegsel), achternaam) if achternaam else ""


def _is_ex_partner(partner: Partner) -> bool:
    return partner.kind == "ex-partner" or bool(partner.datum_ontbinding)


def find_partner(geadresseerde: Geadresseerde) -> Partner | None:
    """Find the partner whose name counts: the oldest current one, else the one of the last dissolution.

    Dates are compared as they are written, so that unknown parts (00) come before known ones.
    """
    if geadresseerde.partner_history == "never_partner":
        return None
    huidige = [partner for partner in geadresseerde.partners if not _is_ex_partner(partner)]
    if huidige:
        return min(huidige, key=lambda partner: partner.datum_sluiting or _DATUM_ONBEKEND)
    return max(geadresseerde.partners, key=lambda partner: partner.datum_ontbinding, default=None)


def compute_naam(geadresseerde: Geadresseerde) -> Naam | None:
    """Apply the rules on partner, naamgebruik and titles to the elements of one person.

    Shape: None when geslacht and naamgebruik are both absent. The BRP always has them of a person, so what
    is left is a fragment, of which we do not guess the name.
    """
    persoon = geadresseerde.persoon
    if not persoon.geslacht and not persoon.naamgebruik:
        return None
    partner = find_partner(geadresseerde)
    return Naam(
        geslacht=persoon.geslacht or ONBEKEND,
        naamgebruik=persoon.naamgebruik or EIGEN,
        voorletters=format_voorletters(persoon.voornamen),
        eigen=_format_achternaam(persoon),
        partner=_format_achternaam(partner) if partner else "",
        titel=_decide_titel(persoon, partner),
        hoffelijkheidstitel=_decide_hoffelijkheidstitel(persoon, partner),
    )


def _uses_partnernaam(persoon: Persoon) -> bool:
    return persoon.naamgebruik in {PARTNER, PARTNER_EIGEN, EIGEN_PARTNER}


def _decide_titel(persoon: Persoon, partner: Partner | None) -> str:
    if partner and persoon.naamgebruik == PARTNER:
        return ""
    if partner and is_predicaat(persoon.titel_predicaat) and _loses_predicaat(persoon, partner):
        return ""
    return persoon.titel_predicaat


def _loses_predicaat(persoon: Persoon, partner: Partner) -> bool:
    return persoon.geslacht == VROUW and (not _is_ex_partner(partner) or _uses_partnernaam(persoon))


def _decide_hoffelijkheidstitel(persoon: Persoon, partner: Partner | None) -> str:
    draagt = persoon.geslacht == VROUW and _uses_partnernaam(persoon)
    if partner is None or not draagt or is_predicaat(persoon.titel_predicaat):
        return ""
    return partner.titel_predicaat if is_hoffelijkheidstitel(partner.titel_predicaat) else ""


def format_samengesteld(naam: Naam, *, eigen: str, partner: str) -> str:
    """Put own and partner's surname in the order of the naamgebruik; empty when the name cannot be made.

    Shape: eigen and partner are the surnames as they should stand here, with a title where one belongs.
    """
    naamgebruik = naam.naamgebruik if naam.partner else EIGEN
    if naamgebruik == PARTNER:
        return partner
    if not naam.eigen:
        return ""
    return {PARTNER_EIGEN: f"{partner}-{eigen}", EIGEN_PARTNER: f"{eigen}-{partner}"}.get(naamgebruik, eigen)
