"""The texts as files: which there are in a folder of sjablonen, and that folder with other texts in it."""

import hashlib
import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from correspondentie.bouwstenen import BOUWSTENEN, list_genoemd
from correspondentie.errors import CannotStartError, InvalidSjabloonError
from correspondentie.redactie.errors import UnknownOnderdeelError
from correspondentie.redactie.versies import Onderdeel, Soort, Tekst, normalise_tekst
from correspondentie.register import REGISTER, load_register

Inhoud = dict[str, bytes]  # what a folder holds: per relative path its bytes


def list_onderdelen(sjablonen: Path) -> tuple[Onderdeel, ...]:
    """List what a folder has texts of: brieftypen in the order of the register, then bouwstenen by name.

    Raises: InvalidSjabloonError.
    """
    brieftypen = [Onderdeel(Soort.BRIEFTYPE, naam) for naam in load_register(sjablonen).brieftypen]
    namen = sorted(bestand.stem for bestand in (sjablonen / BOUWSTENEN).glob("*.md"))
    return (*brieftypen, *(Onderdeel(Soort.BOUWSTEEN, naam) for naam in namen))


def load_tekst(sjablonen: Path, onderdeel: Onderdeel) -> Tekst:
    """Read the texts of one onderdeel from files. Raises: UnknownOnderdeelError, InvalidSjabloonError."""
    if onderdeel.soort is Soort.BOUWSTEEN:
        return normalise_tekst(Tekst(brief=_read(sjablonen, onderdeel, f"{BOUWSTENEN}/{onderdeel.naam}.md")))
    brieftype = load_register(sjablonen).brieftypen.get(onderdeel.naam)
    if brieftype is None:
        raise UnknownOnderdeelError(f"Er is geen {onderdeel} in {REGISTER}. Kies een naam uit het overzicht.")
    brief, bericht = (
        _read(sjablonen, onderdeel, f"{onderdeel.naam}/{bestand}") for bestand in ("brief.md", "bericht.md")
    )
    return normalise_tekst(Tekst(titel=brieftype.titel, brief=brief, bericht=bericht))


def load_teksten(sjablonen: Path) -> dict[Onderdeel, Tekst]:
    """Read every text of a folder, in the order of list_onderdelen. Raises: InvalidSjabloonError."""
    return {onderdeel: load_tekst(sjablonen, onderdeel) for onderdeel in list_onderdelen(sjablonen)}


def list_gebruik(teksten: Mapping[Onderdeel, Tekst], bouwsteen: str) -> tuple[str, ...]:
    """List the brieftypen in whose letter a bouwsteen stands."""
    return tuple(
        onderdeel.naam
        for onderdeel, tekst in teksten.items()
        if onderdeel.soort is Soort.BRIEFTYPE and bouwsteen in list_genoemd(tekst.brief)
    )


def make_inhoud(sjablonen: Path, teksten: Mapping[Onderdeel, Tekst]) -> Inhoud:
    """Make what the folder would hold with these texts in it instead of its own.

    Raises: UnknownOnderdeelError when a brieftype is not in the register; InvalidSjabloonError.
    """
    inhoud = {
        pad.relative_to(sjablonen).as_posix(): pad.read_bytes()
        for pad in sorted(sjablonen.rglob("*"))
        if pad.is_file()
    }
    for onderdeel, tekst in sorted(teksten.items()):
        inhoud.update(_list_bestanden(inhoud, onderdeel, tekst))
    return dict(sorted(inhoud.items()))


def compute_inhouddigest(inhoud: Inhoud) -> str:
    """Compute the sha256 (hex) over every path and its bytes."""
    som = hashlib.sha256()
    for pad, bytes_ in inhoud.items():
        som.update(f"{pad} {len(bytes_)}\n".encode())
        som.update(bytes_)
    return som.hexdigest()


def write_inhoud(inhoud: Inhoud, map_: Path) -> None:
    """Write all of it in a folder; what is there under another name stays."""
    for pad, bytes_ in inhoud.items():
        doel = map_ / PurePosixPath(pad)
        doel.parent.mkdir(parents=True, exist_ok=True)
        doel.write_bytes(bytes_)


def keep_inhoud(inhoud: Inhoud, boven: Path) -> Path:
    """Keep it in a folder named by its digest; many processes may do so at once.

    Raises: CannotStartError when such a folder is there with something else in it.
    """
    doel = boven / compute_inhouddigest(inhoud)
    if not doel.exists():
        _write_at_once(inhoud, doel)
    if make_inhoud(doel, {}) != inhoud:
        raise CannotStartError(
            f"De map {doel} is beschadigd: er staat iets anders in dan er is neergezet. Haal die map weg en "
            "geef dezelfde opdracht nog eens; zij wordt dan opnieuw gemaakt."
        )
    return doel


def _write_at_once(inhoud: Inhoud, doel: Path) -> None:
    """Write beside it and rename, so that nobody ever sees half of it."""
    doel.parent.mkdir(parents=True, exist_ok=True)
    proef = Path(tempfile.mkdtemp(prefix=".nieuw-", dir=doel.parent))  # only we may read that one
    try:
        write_inhoud(inhoud, proef / doel.name)
        os.rename(proef / doel.name, doel)
    except OSError:
        if not doel.exists():  # else another was first
            raise
    finally:
        shutil.rmtree(proef, ignore_errors=True)


def _list_bestanden(inhoud: Inhoud, onderdeel: Onderdeel, tekst: Tekst) -> Iterator[tuple[str, bytes]]:
    if onderdeel.soort is Soort.BOUWSTEEN:
        yield f"{BOUWSTENEN}/{onderdeel.naam}.md", f"{tekst.brief}\n".encode()
        return
    yield REGISTER, _set_titel(inhoud[REGISTER].decode(), onderdeel.naam, tekst.titel).encode()
    yield f"{onderdeel.naam}/brief.md", f"{tekst.brief}\n".encode()
    yield f"{onderdeel.naam}/bericht.md", f"{tekst.bericht}\n".encode()


def _set_titel(register: str, naam: str, titel: str) -> str:
    """Write another titel in the text of the register, and leave everything else as somebody wrote it."""
    verwacht = tomllib.loads(register)
    if naam not in verwacht["brieftypen"]:
        raise UnknownOnderdeelError(f"Er is geen brieftype {naam} in {REGISTER}. Voeg het daar eerst toe.")
    if verwacht["brieftypen"][naam]["titel"] == titel:
        return register
    verwacht["brieftypen"][naam]["titel"] = titel
    regels = register.split("\n")
    kop = regels.index(f"[brieftypen.{naam}]") if f"[brieftypen.{naam}]" in regels else len(regels)
    for plaats in range(kop, len(regels)):
        if regels[plaats].startswith("titel = "):
            # a string of JSON is a string of TOML as well
            regels[plaats] = f"titel = {json.dumps(titel, ensure_ascii=False)}"
            break
    nieuw = "\n".join(regels)
    try:
        gelukt = tomllib.loads(nieuw) == verwacht
    except tomllib.TOMLDecodeError:
        gelukt = False
    if not gelukt:
        raise InvalidSjabloonError(
            f"[brieftypen.{naam}]: de titel kan niet worden vervangen. Zet 'titel = \"...\"' op een eigen "
            "regel onder de kop.",
            bestand=Path(REGISTER),
        )
    return nieuw


def _read(sjablonen: Path, onderdeel: Onderdeel, pad: str) -> str:
    try:
        return (sjablonen / pad).read_text(encoding="utf-8")
    except FileNotFoundError as fout:
        raise UnknownOnderdeelError(f"Er is geen {onderdeel}. Kies een naam uit het overzicht.") from fout
    except (OSError, UnicodeDecodeError) as fout:
        raise InvalidSjabloonError(
            "dit bestand is niet te lezen of is geen UTF-8. Bewaar het als UTF-8.", bestand=sjablonen / pad
        ) from fout
