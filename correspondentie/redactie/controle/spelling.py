"""Spelling by the word list of OpenTaal, where the machine has it (Debian: hunspell-nl)."""

import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from hunspell import Hunspell  # type: ignore[import-untyped]  # chunspell ships no types

from correspondentie.redactie.controle.bevindingen import Bevinding, Ernst
from correspondentie.redactie.controle.proza import VELD, list_zinnen, strip_opmaak

WOORDENBOEK = Path("/usr/share/hunspell")
TAAL = "nl_NL"
WOORD_TEKENS = 45  # longer ones are not looked up: a compound takes longer the longer it is
VOORSTELLEN = 3
GEEN_WOORDENBOEK = (
    "De spelling is niet gecontroleerd: de woordenlijst ontbreekt op deze machine. "
    "Vraag de beheerder om het pakket hunspell-nl te installeren."
)


class Speller:
    """Knows which words are spelt well. woordenboek: the folder with nl_NL.aff and nl_NL.dic."""

    def __init__(self, woordenboek: Path = WOORDENBOEK) -> None:
        aanwezig = all((woordenboek / f"{TAAL}.{soort}").is_file() for soort in ("aff", "dic"))
        self._hunspell = _load(woordenboek) if aanwezig else None
        self._voorstellen: dict[str, str] = {}

    @property
    def melding(self) -> str:
        """Why nothing is checked, or ''."""
        return "" if self._hunspell else GEEN_WOORDENBOEK

    def list_signalen(
        self, veld: str, tekst: str, goed: frozenset[str], tot: float = float("inf")
    ) -> Iterator[Bevinding]:
        """List the words that are not known, each at its first place.

        tot: the moment of time.monotonic from which no better spelling is looked for; a next time goes on
        with the words that have none yet.
        """
        if self._hunspell is None:
            return
        gezien = {VELD, *goed}
        for woord in (woord for zin in list_zinnen(strip_opmaak(tekst)) for woord in zin.woorden):
            kaal = woord.tekst.replace("’", "'").strip("'-")
            if kaal in gezien or VELD in kaal or len(kaal) > WOORD_TEKENS or not kaal[:1].isalpha():
                continue
            gezien.add(kaal)
            if self._hunspell.spell(kaal):
                continue
            yield Bevinding(
                ernst=Ernst.SIGNAAL,
                soort="spelling",
                uitleg=f"'{woord.tekst}' staat niet in de woordenlijst.",
                veld=veld,
                regel=woord.regel,
                kolom=woord.kolom,
                lengte=len(woord.tekst),
                voorstel=self._suggest(self._hunspell, kaal, tot),
            )

    def _suggest(self, hunspell: Hunspell, woord: str, tot: float) -> str:
        if woord not in self._voorstellen and time.monotonic() < tot:
            self._voorstellen[woord] = " of ".join(hunspell.suggest(woord)[:VOORSTELLEN])
        return self._voorstellen.get(woord, "")


@cache  # it takes some tenths of a second, and never changes
def _load(woordenboek: Path) -> Hunspell:
    return Hunspell(TAAL, hunspell_data_dir=str(woordenboek))
