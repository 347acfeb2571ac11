"""What a setting may look like: from the text of an environment variable to its value."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from calc.huishouden import Toeslag
from correspondentie.zetter import Motor

DATABASE_VOORBEELD = "postgresql+psycopg://gebruiker:wachtwoord@server:5432/database"
SLEUTEL_TEKENS = 16  # of the secret that makes a kenmerk unpredictable
S3 = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<map>[a-z0-9-]+(?:/[a-z0-9-]+)*))?")
VEILIGE_URL = re.compile(r"(https://[^\s/@]+|http://(127\.0\.0\.1|localhost|\[::1\]))(:\d+)?(/[^\s@?#]*)?")
HERKOMST = re.compile(r"(https://[a-z0-9.-]+|http://(127\.0\.0\.1|localhost))(:[1-9]\d{0,4})?")


def parse_waarde(veld: str, tekst: str) -> object:
    """Parse the value of a setting. Raises: ValueError, in Dutch."""
    return VORMEN[veld](tekst) if veld in VORMEN else tekst


def _parse_getal(tekst: str) -> int:
    getal = int(tekst) if tekst.isascii() and tekst.isdigit() else 0
    if getal < 1:
        raise ValueError(f"verwacht een geheel getal vanaf 1, gevonden {tekst!r}")
    return getal


def _parse_sleutel(tekst: str) -> str:
    if len(tekst) < SLEUTEL_TEKENS:
        raise ValueError(f"verwacht een geheim van ten minste {SLEUTEL_TEKENS} tekens")
    return tekst


def _parse_oin(tekst: str) -> str:
    if not (len(tekst) == 20 and tekst.isascii() and tekst.isdigit()):
        raise ValueError("verwacht twintig cijfers")
    return tekst


def _parse_seconden(tekst: str) -> float:
    try:
        seconden = float(tekst)
    except ValueError:
        seconden = -1
    if not 0 <= seconden <= 3600:
        raise ValueError(f"verwacht een aantal seconden van 0 tot 3600, gevonden {tekst!r}")
    return seconden


def _parse_uren(tekst: str) -> float:
    try:
        uren = float(tekst)
    except ValueError:
        uren = -1
    if not 0 < uren <= 168:
        raise ValueError(f"verwacht een aantal uren boven 0, tot 168, gevonden {tekst!r}")
    return uren


def _parse_motor(tekst: str) -> Motor:
    if tekst not in set(Motor):
        raise ValueError(f"verwacht {' of '.join(Motor)}, gevonden {tekst!r}")
    return Motor(tekst)


def _parse_toeslagen(tekst: str) -> frozenset[Toeslag]:
    namen = {naam.strip() for naam in tekst.split(",") if naam.strip()}
    if vreemd := sorted(namen - set(Toeslag)):
        raise ValueError(
            f"verwacht toeslagen met een komma ertussen ({', '.join(Toeslag)}), gevonden {vreemd[0]!r}"
        )
    return frozenset(map(Toeslag, namen))


def _parse_database(tekst: str) -> URL:
    """Raises: ValueError, without anything of the address: it may hold a password."""
    verwacht = f"verwacht een adres als {DATABASE_VOORBEELD}"
    try:
        url = make_url(tekst)
    except (ArgumentError, ValueError):
        raise ValueError(f"dit is geen adres van een database; {verwacht}") from None
    if url.drivername != "postgresql+psycopg":
        raise ValueError(f"dit is geen adres van PostgreSQL; {verwacht}")
    if not url.host or not url.database:
        raise ValueError(f"de server of de naam van de database ontbreekt; {verwacht}")
    if "password" in url.query:
        raise ValueError(f"het wachtwoord staat op de verkeerde plek; {verwacht}, of zet het in ~/.pgpass")
    return url


def _parse_archief(tekst: str) -> str:
    if not S3.fullmatch(tekst):
        raise ValueError(
            f"verwacht s3://emmer of s3://emmer/map (kleine letters, cijfers, streepjes), gevonden {tekst!r}"
        )
    return tekst


def _parse_veilige_url(tekst: str) -> str:
    if not VEILIGE_URL.fullmatch(tekst):
        # what was found is not shown: people put passwords in addresses
        raise ValueError("verwacht een adres met https:// (alleen op deze machine zelf mag http://)")
    return tekst


def _parse_herkomst(tekst: str) -> str:
    if not HERKOMST.fullmatch(tekst):
        raise ValueError(
            "verwacht een adres als https://redactie.voorbeeld.nl, zonder pad (alleen op deze machine zelf "
            "mag http://)"
        )
    return tekst


def _parse_schakelaar(tekst: str) -> bool:
    if tekst not in ("aan", "uit"):
        raise ValueError(f"verwacht aan of uit, gevonden {tekst!r}")
    return tekst == "aan"


VORMEN: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys(("brok", "partij", "bezorgers", "pogingen", "steekproef"), _parse_getal),
    **dict.fromkeys(("print_capaciteit", "velgewicht", "envelopgewicht"), _parse_getal),
    **dict.fromkeys(("wachttijd", "tijdslimiet", "bezinktijd", "claimduur", "veegtijd"), _parse_seconden),
    **dict.fromkeys(("sjablonen", "fbs_certificaat", "fbs_certificaatsleutel", "fbs_vertrouwd"), Path),
    **dict.fromkeys(("fbs_tokensleutel", "print_sleutel", "print_certificaat"), Path),
    **dict.fromkeys(("globe_uitwisselmap", "globe_certificaat", "globe_vertrouwd"), Path),
    "terugvaltermijn": _parse_uren,
    "oin": _parse_oin,
    "sleutel": _parse_sleutel,
    "motor": _parse_motor,
    "instelbaar_voorschot": _parse_toeslagen,
    "database": _parse_database,
    "archief": _parse_archief,
    **dict.fromkeys(("archief_url", "fbs_url", "fbs_token_url", "globe_url"), _parse_veilige_url),
    "proefmagazijn": _parse_veilige_url,
    "profiel_url": _parse_veilige_url,
    **dict.fromkeys(("vernietigingsstop", "laat_drukken"), _parse_schakelaar),
    "web_adres": _parse_herkomst,
    "oidc_uitgever": _parse_veilige_url,
    "oidc_geheim": _parse_sleutel,
}
