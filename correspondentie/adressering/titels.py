"""Titles of nobility and predicaten (BRP 02.20): which word and which form of address belongs to a code."""

from dataclasses import dataclass

MAN, VROUW, ONBEKEND = "M", "V", "O"

_HOOGHEID = "hoogheid"
_HOOGGEBOREN = "hooggeboren"
_HOOGWELGEBOREN = "hoogwelgeboren"


@dataclass(frozen=True, kw_only=True, slots=True)
class Titel:
    """One title or predicaat: the word for a man, for a woman ("" = there is none), and its rank."""

    man: str
    vrouw: str
    rang: str = _HOOGWELGEBOREN
    is_predicaat: bool = False


_BARON = Titel(man="baron", vrouw="barones")
_GRAAF = Titel(man="graaf", vrouw="gravin", rang=_HOOGGEBOREN)
_HERTOG = Titel(man="hertog", vrouw="hertogin")
_JONKHEER = Titel(man="jonkheer", vrouw="jonkvrouw", is_predicaat=True)
_MARKIES = Titel(man="markies", vrouw="markiezin")
_PRINS = Titel(man="prins", vrouw="prinses", rang=_HOOGHEID)
_RIDDER = Titel(man="ridder", vrouw="")

# BRP table 38. Both codes of a pair lead to the same title: the person's own gender chooses the word, so
# that a title recorded before a change of gender is still written rightly.
TITELS = {
    "B": _BARON,
    "BS": _BARON,
    "G": _GRAAF,
    "GI": _GRAAF,
    "H": _HERTOG,
    "HI": _HERTOG,
    "JH": _JONKHEER,
    "JV": _JONKHEER,
    "M": _MARKIES,
    "MI": _MARKIES,
    "P": _PRINS,
    "PS": _PRINS,
    "R": _RIDDER,
}

# A wife bears the title of her husband by courtesy, if it is in its male form; ridder has no female form.
_HOFFELIJKHEIDSTITELS = frozenset({"B", "G", "H", "M", "P"})


def is_predicaat(code: str) -> bool:
    """Answer whether the code is a predicaat (jonkheer, jonkvrouw) and not a title."""
    return code in TITELS and TITELS[code].is_predicaat


def is_hoffelijkheidstitel(code: str) -> bool:
    """Answer whether a partner's code is one that a woman may bear by courtesy."""
    return code in _HOFFELIJKHEIDSTITELS


def format_titelwoord(code: str, geslacht: str) -> str:
    """Write the title as it stands before a surname, in small letters; empty when there is no word for it."""
    if code not in TITELS:
        return ""
    return {MAN: TITELS[code].man, VROUW: TITELS[code].vrouw}.get(geslacht, "")


def format_titelaanhef(code: str, geslacht: str) -> str:
    """Write the salutation that belongs to a title; empty when there is none for this gender."""
    if code not in TITELS:
        return ""
    rang = TITELS[code].rang
    if rang == _HOOGHEID:
        return rang.capitalize()
    persoonsvorm = {MAN: "heer", VROUW: "vrouwe"}.get(geslacht)
    return f"{rang} {persoonsvorm}".capitalize() if persoonsvorm else ""


def format_aanspreekvorm(code: str, geslacht: str) -> str:
    """Write the line above the name in an address; empty when there is none for this gender.

    A woman with the code of ridder is saluted by rank but has no line above her name: the RvIG rules
    differ there between salutation and address.
    """
    aanhef = format_titelaanhef(code, geslacht)
    if not aanhef or (geslacht == VROUW and not TITELS[code].vrouw):
        return ""
    return f"De {aanhef.lower()}"
