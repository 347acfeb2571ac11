"""Texts to try: those of the live sjablonen, or of one's own beside them; and the processes that try them."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from correspondentie.bouwstenen import expand_bouwstenen, load_bouwstenen
from correspondentie.redactie.bestanden import load_tekst
from correspondentie.redactie.versies import Onderdeel, Soort
from correspondentie.redactie.voorbeeldmaker import Voorbeeldopdracht
from tests.bouwers.voorbeelden import SJABLONEN

MUTATIE = Onderdeel(Soort.BRIEFTYPE, "mutatiebrief-kinderopvang")
BESCHIKKING = Onderdeel(Soort.BRIEFTYPE, "voorlopige-beschikking")
GEVAL = "opvanglasten"
KORT = "Dag {{ brief.aanhef }}"


def make_opdracht(onderdeel: Onderdeel = MUTATIE, geval: str = GEVAL, **velden: str) -> Voorbeeldopdracht:
    """Make the question for one letter, with these texts instead of the live ones."""
    return make_anders(velden, onderdeel, geval)


def make_anders(
    velden: Mapping[str, str], onderdeel: Onderdeel = MUTATIE, geval: str = GEVAL
) -> Voorbeeldopdracht:
    """Make the question for one letter, with these texts by name instead of the live ones."""
    tekst = replace(load_tekst(SJABLONEN, onderdeel), **velden)
    return Voorbeeldopdracht(onderdeel=onderdeel, tekst=tekst, geval=geval)


def change_brief(onderdeel: Onderdeel, wijzig: Callable[[str], str]) -> Voorbeeldopdracht:
    """Make the question for a letter of which the live brief.md, written out, was changed somewhere."""
    bestand = SJABLONEN / onderdeel.naam / "brief.md"
    oud = expand_bouwstenen(load_tekst(SJABLONEN, onderdeel).brief, bestand, load_bouwstenen(SJABLONEN)).tekst
    nieuw = wijzig(oud)
    assert nieuw != oud
    return make_opdracht(onderdeel, brief=nieuw)


def list_kinderen() -> list[int]:
    """List the processes that this one started and that are not waited for, zombies too."""
    taken = Path("/proc/self/task").glob("*/children")
    return sorted({int(kind) for taak in taken for kind in taak.read_text().split()})


def list_voorbeeldkinderen() -> list[int]:
    """List those of them that make previews."""
    opdrachten = ((kind, Path(f"/proc/{kind}/cmdline").read_bytes()) for kind in list_kinderen())
    return [kind for kind, opdracht in opdrachten if b"voorbeeldkind" in opdracht]


def count_bestanden() -> int:
    """Count the files that this process has open."""
    return len(os.listdir("/proc/self/fd"))


def read_cpu(proces: int) -> float:
    """Read how long a process worked up to now. Unit: seconds."""
    velden = Path(f"/proc/{proces}/stat").read_text().rpartition(")")[2].split()
    return (int(velden[11]) + int(velden[12])) / os.sysconf("SC_CLK_TCK")
