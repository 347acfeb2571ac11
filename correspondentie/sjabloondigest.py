"""By which version of its sjabloon a letter is known."""

import hashlib
import tomllib
from pathlib import Path

import msgspec

from correspondentie.bouwstenen import BOUWSTENEN, list_genoemd
from correspondentie.register import BESTANDEN, REGISTER, Brieftype

HUISSTIJL = "_huisstijl"


def compute_digest(sjablonen: Path, brieftype: Brieftype) -> str:
    """Compute the sha256 (hex) over all that a letter is made from, beside the facts of a citizen.

    Those are the sjabloon, the bouwstenen in it, its register entry, the afzender and the huisstijl.
    """
    ingangen = tomllib.loads((sjablonen / REGISTER).read_text(encoding="utf-8"))
    som = hashlib.sha256(
        msgspec.json.encode([ingangen["afzender"], ingangen["brieftypen"][brieftype.naam]], order="sorted")
    )
    mappen = (sjablonen / brieftype.naam, sjablonen / HUISSTIJL)
    bestanden = [pad for map_ in mappen for pad in sorted(map_.rglob("*")) if pad.is_file()]
    brief = (sjablonen / brieftype.naam / BESTANDEN[0]).read_text(encoding="utf-8")
    genoemd = [sjablonen / BOUWSTENEN / f"{naam}.md" for naam in sorted(list_genoemd(brief))]
    for bestand in (*bestanden, *(pad for pad in genoemd if pad.is_file())):
        inhoud = bestand.read_bytes()
        som.update(f"\n{bestand.relative_to(sjablonen).as_posix()} {len(inhoud)}\n".encode())
        som.update(inhoud)
    return som.hexdigest()
