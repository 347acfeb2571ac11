"""Which brieftypen are live: sjablonen/register.toml, read and checked."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import msgspec

from correspondentie.errors import InvalidSjabloonError, UnknownBrieftypeError

REGISTER = "register.toml"
BESTANDEN = ("brief.md", "bericht.md")
NAAM = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# The Berichtenbox takes 50 characters: the onderwerp, a space and a kenmerk of 19.
ONDERWERP_MAXIMUM = 30

VERWACHT = {
    "titel": "een tekst",
    "onderwerp": f"een tekst van 1 tot en met {ONDERWERP_MAXIMUM} tekens",
    "aanleidingen": "een lijst met een of meer van: toekenning, herziening, nihil, ongewijzigd, geen-recht, "
    "definitief, terugvordering, mutatie, mutatie-inkomen, tegengehouden",
    "alleen_digitaal": "true of false",
    "postadres": "een lijst met adresregels",
    "bezwaaradres": "een lijst met adresregels",
}

Soort = TypeVar("Soort")


class Aanleiding(StrEnum):
    """What happened that a letter may be about."""

    TOEKENNING = "toekenning"
    HERZIENING = "herziening"
    NIHIL = "nihil"
    ONGEWIJZIGD = "ongewijzigd"
    GEEN_RECHT = "geen-recht"
    DEFINITIEF = "definitief"
    TERUGVORDERING = "terugvordering"
    MUTATIE = "mutatie"
    MUTATIE_INKOMEN = "mutatie-inkomen"
    TEGENGEHOUDEN = "tegengehouden"


@dataclass(frozen=True, kw_only=True, slots=True)
class Brieftype:
    """One kind of letter that is live, with the facts that route it.

    titel is a sjabloon of one line; onderwerp comes before the kenmerk in the Berichtenbox;
    alleen_digitaal says that a citizen who chose so gets this letter without paper.
    """

    naam: str
    titel: str
    onderwerp: str
    aanleidingen: tuple[Aanleiding, ...]
    alleen_digitaal: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Afzender:
    """Who sends the letters, and how a citizen reaches them. Shape: the addresses are lines."""

    naam: str
    organisatie: str
    retouradres: str
    postadres: tuple[str, ...]
    bezwaaradres: tuple[str, ...]
    telefoon: str
    website: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Register:
    """The brieftypen that are live, by naam in the order of the file, and their one sender."""

    afzender: Afzender
    brieftypen: Mapping[str, Brieftype]

    def find_brieftype(self, naam: str) -> Brieftype:
        """Return the Brieftype with this naam. Raises: UnknownBrieftypeError when there is none."""
        try:
            return self.brieftypen[naam]
        except KeyError:
            bekend = ", ".join(self.brieftypen) or "geen"
            raise UnknownBrieftypeError(
                f"Er is geen brieftype '{naam}'. Bekend: {bekend}. Voeg het toe aan {REGISTER}."
            ) from None

    def find_for(self, aanleiding: Aanleiding) -> Brieftype | None:
        """Return the Brieftype that is written for this Aanleiding; None means: no letter."""
        return next((soort for soort in self.brieftypen.values() if aanleiding in soort.aanleidingen), None)


def load_register(sjablonen: Path) -> Register:
    """Read register.toml and check it against the folders beside it.

    Raises: InvalidSjabloonError, which names the file, the entry, what was found and what was expected.
    """
    bestand = sjablonen / REGISTER
    inhoud = _load_toml(bestand)
    _check_sleutels(inhoud, {"afzender", "brieftypen"}, f"{bestand}")
    ingangen = inhoud["brieftypen"]
    if not isinstance(ingangen, dict):
        raise InvalidSjabloonError(
            f"{bestand}: 'brieftypen' hoort uit tabellen te bestaan, zoals [brieftypen.naam]."
        )
    _check_mappen(sjablonen, ingangen)
    brieftypen = [_make_brieftype(bestand, naam, ingang) for naam, ingang in ingangen.items()]
    _check_aanleidingen(bestand, brieftypen)
    return Register(
        afzender=_convert(inhoud["afzender"], Afzender, f"{bestand}, [afzender]"),
        brieftypen={brieftype.naam: brieftype for brieftype in brieftypen},
    )


def _load_toml(bestand: Path) -> dict[str, object]:
    try:
        return tomllib.loads(bestand.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InvalidSjabloonError(
            f"{bestand}: dit bestand is er niet. Geef de map op waarin {REGISTER} staat."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InvalidSjabloonError(
            f"{bestand}: dit is niet te lezen als TOML ({error}). Herstel de regel die hier genoemd is."
        ) from error


def _make_brieftype(bestand: Path, naam: str, ingang: object) -> Brieftype:
    waar = f"{bestand}, [brieftypen.{naam}]"
    if not NAAM.fullmatch(naam):
        raise InvalidSjabloonError(
            f"{waar}: de naam mag alleen kleine letters, cijfers en streepjes hebben. Kies een andere naam."
        )
    if isinstance(ingang, dict):
        ingang = {"naam": naam} | ingang
    brieftype = _convert(ingang, Brieftype, waar)
    if not 1 <= len(brieftype.onderwerp.strip()) <= ONDERWERP_MAXIMUM:
        raise InvalidSjabloonError(
            f"{waar}: 'onderwerp' heeft {len(brieftype.onderwerp.strip())} tekens; "
            f"verwacht: {VERWACHT['onderwerp']}. Maak het onderwerp korter of vul het in."
        )
    if not brieftype.aanleidingen:
        raise InvalidSjabloonError(f"{waar}: 'aanleidingen' is leeg; verwacht: {VERWACHT['aanleidingen']}.")
    return brieftype


def _convert(gegevens: object, soort: type[Soort], waar: str) -> Soort:
    if not isinstance(gegevens, dict):
        raise InvalidSjabloonError(f"{waar}: hier hoort een tabel met velden te staan.")
    _check_sleutels(gegevens, {veld.name for veld in fields(soort)}, waar)  # type: ignore[arg-type]  # callers pass dataclasses
    try:
        return msgspec.convert(gegevens, soort)
    except msgspec.ValidationError as error:
        veld = str(error).rpartition("$.")[2].strip("`")
        verwacht = VERWACHT.get(re.sub(r"\W.*", "", veld), "een tekst")
        raise InvalidSjabloonError(
            f"{waar}: '{veld}' heeft een waarde die niet kan; verwacht: {verwacht}. Verbeter de waarde."
        ) from error


def _check_sleutels(gegevens: Mapping[str, object], verwacht: set[str], waar: str) -> None:
    if vreemd := sorted(gegevens.keys() - verwacht):
        hint = suggest(vreemd[0], verwacht)
        raise InvalidSjabloonError(f"{waar}: '{vreemd[0]}' is hier niet bekend.{hint}")
    if mist := sorted(verwacht - gegevens.keys()):
        raise InvalidSjabloonError(f"{waar}: '{mist[0]}' ontbreekt. Vul dit veld in.")


def _check_mappen(sjablonen: Path, ingangen: Iterable[str]) -> None:
    mappen = {map_.name for map_ in sjablonen.iterdir() if map_.is_dir() and map_.name[0] not in "_."}
    for naam in ingangen:
        for bestand in BESTANDEN:
            if not (sjablonen / naam / bestand).is_file():
                raise InvalidSjabloonError(
                    f"{sjablonen / REGISTER}, [brieftypen.{naam}]: het bestand {naam}/{bestand} is er niet. "
                    "Maak het, of haal de ingang weg."
                )
    if over := sorted(mappen - set(ingangen)):
        raise InvalidSjabloonError(
            f"{sjablonen / over[0]}: deze map heeft geen ingang in {REGISTER}. "
            f"Zet er [brieftypen.{over[0]}] in, of haal de map weg."
        )


def _check_aanleidingen(bestand: Path, brieftypen: Iterable[Brieftype]) -> None:
    van: dict[Aanleiding, str] = {}
    for brieftype in brieftypen:
        for aanleiding in brieftype.aanleidingen:
            if aanleiding in van:
                raise InvalidSjabloonError(
                    f"{bestand}, [brieftypen.{brieftype.naam}]: de aanleiding '{aanleiding}' hoort al bij "
                    f"'{van[aanleiding]}'. Een aanleiding hoort bij een brieftype: haal er een weg."
                )
            van[aanleiding] = brieftype.naam


def suggest(gevonden: str, bekend: Iterable[str]) -> str:
    """Return a sentence with the known name that looks most like this one, or else all of them."""
    namen = sorted(bekend)
    if lijkt := get_close_matches(gevonden, namen, n=1):
        return f" Bedoelt u '{lijkt[0]}'?"
    return f" Bekend: {', '.join(namen)}." if namen else ""
