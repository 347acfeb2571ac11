"""Texts that brieven share: `[[naam]]` on a line of its own stands for all lines of that bouwsteen.

They are written out before Markdown and Jinja read the letter; an error in one is told at its own line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from correspondentie.errors import InvalidSjabloonError
from correspondentie.register import NAAM, suggest

BOUWSTENEN = "_bouwstenen"
_LOS, _DICHT = "[[", "]]"


@dataclass(frozen=True, slots=True)
class Uitgeschreven:
    """A brief.md with its bouwstenen written out. Shape: plaatsen tells per line from which file and line."""

    tekst: str
    bestand: Path
    plaatsen: tuple[tuple[Path, int], ...]

    def relocate(self, fout: InvalidSjabloonError) -> None:
        """Let an error in this text tell where its author finds it."""
        for deel in fout.alle:
            if deel.bestand == self.bestand and deel.regel is not None:
                deel.bestand, deel.regel = self.plaatsen[min(deel.regel, len(self.plaatsen)) - 1]
                if deel.bestand != self.bestand:
                    deel.uitleg = (
                        f"{deel.uitleg} Deze bouwsteen staat in de brief {self.bestand.parent.name}."
                    )


def load_bouwstenen(sjablonen: Path) -> dict[str, str]:
    """Read every bouwsteen of this folder, by its name. Raises: InvalidSjabloonError."""
    bouwstenen = {}
    for bestand in sorted((sjablonen / BOUWSTENEN).glob("*.md")):
        if not NAAM.fullmatch(bestand.stem):
            raise InvalidSjabloonError(
                "de naam mag alleen kleine letters, cijfers en streepjes hebben. Kies een andere naam.",
                bestand=bestand,
            )
        try:
            bouwstenen[bestand.stem] = bestand.read_text(encoding="utf-8").removesuffix("\n")
        except (OSError, UnicodeDecodeError) as fout:
            raise InvalidSjabloonError(
                "dit bestand is niet te lezen of is geen UTF-8. Bewaar het als UTF-8.", bestand=bestand
            ) from fout
    return bouwstenen


def list_genoemd(brief: str) -> tuple[str, ...]:
    """List which bouwstenen a brief.md uses, each once, in the order of the letter."""
    namen = (_find_naam(regel) for regel in brief.split("\n"))
    return tuple(dict.fromkeys(naam for naam in namen if naam is not None))


def expand_bouwstenen(brief: str, bestand: Path, bouwstenen: Mapping[str, str]) -> Uitgeschreven:
    """Write out the bouwstenen of a brief.md.

    Raises: InvalidSjabloonError for one that is not there, does not stand alone, or holds another.
    """
    map_ = bestand.parents[1] / BOUWSTENEN
    regels: list[str] = []
    plaatsen: list[tuple[Path, int]] = []
    for nummer, regel in enumerate(brief.split("\n"), start=1):
        naam = _find_naam(regel)
        if naam is None:
            _check_los(regel, bestand, nummer)
            regels.append(regel)
            plaatsen.append((bestand, nummer))
            continue
        if naam not in bouwstenen:
            raise InvalidSjabloonError(
                f"de bouwsteen '{naam}' bestaat niet.{suggest(naam, bouwstenen)}",
                bestand=bestand,
                regel=nummer,
                term=naam,
            )
        for eigen, inhoud in enumerate(bouwstenen[naam].split("\n"), start=1):
            regels.append(inhoud)
            plaatsen.append((map_ / f"{naam}.md", eigen))
    return Uitgeschreven("\n".join(regels), bestand, tuple(plaatsen))


def check_geen_bouwsteen(tekst: str, bestand: Path) -> None:
    """Check that a text which cannot hold a bouwsteen names none. Raises: InvalidSjabloonError."""
    for nummer, regel in enumerate(tekst.split("\n"), start=1):
        if _LOS in regel:
            raise InvalidSjabloonError(
                "hier kan geen bouwsteen staan: alleen in de brief zelf. Schrijf de tekst uit.",
                bestand=bestand,
                regel=nummer,
                term=_LOS,
            )


def _find_naam(regel: str) -> str | None:
    """Find which bouwsteen a line stands for. By hand: a pattern could take forever on a hostile line."""
    regel = regel.rstrip()
    binnen = regel[len(_LOS) : -len(_DICHT)]
    if not (regel.startswith(_LOS) and regel.endswith(_DICHT)) or "[" in binnen or "]" in binnen:
        return None
    return binnen.strip()


def _check_los(regel: str, bestand: Path, nummer: int) -> None:
    if _LOS in regel:
        raise InvalidSjabloonError(
            "een bouwsteen staat op een eigen regel, zoals [[contact]], met niets ervoor of erna. Zet "
            "hem op een eigen regel.",
            bestand=bestand,
            regel=nummer,
            term=_LOS,
        )
