"""The fields of a brieftype as the palette and the autocompletion show them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
from markupsafe import Markup

from correspondentie.redactie.velden import Veld, Veldvorm, list_componenten, list_velden


@dataclass(frozen=True, slots=True)
class Paletveld:
    """A field, component or bouwsteen as somebody inserts it."""

    pad: str
    soort: str
    uitleg: str
    voorbeeld: str
    invoegen: str


@dataclass(frozen=True, slots=True)
class Paletgroep:
    """What belongs together in the palette."""

    naam: str
    velden: tuple[Paletveld, ...]


@lru_cache(maxsize=64)  # the fields of a brieftype stay what they are as long as this program runs
def make_palet(sjablonen: Path, brieftype: str, bouwstenen: tuple[str, ...]) -> tuple[Paletgroep, ...]:
    """Make the palette of a brieftype: its fields by where they stand, its components and its bouwstenen."""
    groepen = [groep for veld in list_velden(sjablonen, brieftype) for groep in _list_groepen(veld)]
    stenen = tuple(Paletveld(naam, "bouwsteen", "", "", f"[[{naam}]]") for naam in bouwstenen)
    blokken = tuple(
        Paletveld(woord.naam, "component", woord.uitleg, "", f"{{{{ {woord.naam} }}}}")
        for woord in list_componenten(sjablonen)
    )
    return (*groepen, Paletgroep("Blokken", blokken), *([Paletgroep("Bouwstenen", stenen)] if stenen else []))


def make_aanvullingen(palet: Sequence[Paletgroep]) -> Markup:
    """Write the fields as JSON that can stand in a page: nothing in it can end the element around it."""
    velden = [veld for groep in palet for veld in groep.velden]
    tekst = msgspec.json.encode(velden).decode()
    for teken in "<>&":
        tekst = tekst.replace(teken, f"\\u{ord(teken):04x}")
    return Markup(tekst)  # JSON in which nothing of HTML is left


def _list_groepen(veld: Veld) -> Iterator[Paletgroep]:
    """List what a groep or a lijst holds, and then what is deeper in it."""
    gewoon = tuple(_make_paletveld(deel) for deel in veld.delen if deel.soort is not Veldvorm.GROEP)
    if gewoon:
        naam = f"Binnen {veld.pad}" if veld.soort is Veldvorm.LIJST else veld.pad
        yield Paletgroep(naam, gewoon)
    for deel in veld.delen:
        yield from _list_groepen(deel)


def _make_paletveld(veld: Veld) -> Paletveld:
    return Paletveld(veld.pad, veld.soort.value, veld.uitleg, veld.voorbeeld, veld.invoegen)
