"""Every setting of the service, read from the environment in this one place."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from calc.huishouden import Toeslag
from correspondentie.errors import CannotStartError
from correspondentie.zetter import STEEKPROEF, Motor

VOORVOEGSEL = "CORRESPONDENTIE_"
OIN_VOORBEELD = "00000000000000100000"
SLEUTEL_VOORBEELD = "alleen-voor-proefdraaien"
S3 = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<map>[a-z0-9-]+(?:/[a-z0-9-]+)*))?")
VEILIGE_URL = re.compile(r"(https://[^\s/@]+|http://(127\.0\.0\.1|localhost|\[::1\]))(:\d+)?/?")
SJABLONEN = Path(__file__).parents[1] / "sjablonen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How this installation runs; the defaults need nothing but a disk.

    Unit: brok in huishoudens per transaction, partij in letters per print lot, bezorgers in threads,
    wachttijd in seconds before a second attempt (doubled each time), tijdslimiet in seconds per request.
    fbs_url None means: the embedded stand-in of the Berichtenbox. oin is the sender's number; sleutel makes
    kenmerken unpredictable. motor is how letters are made; one filled letter in steekproef is composed as
    well and compared. instelbaar_voorschot holds the toeslagen of which an applicant may choose to receive
    less than the computed advance: none, as the policy is not in force. archief is the object store
    (s3://bucket/prefix) with its own address, region, access key and secret; None means: a folder in the
    data map. vernietigingsstop says that nothing may be destroyed: every pack is put under a lock.
    breekpunt kills the process there: only for tests.
    """

    sjablonen: Path = SJABLONEN
    fbs_url: str | None = None
    oin: str = OIN_VOORBEELD
    sleutel: str = field(default=SLEUTEL_VOORBEELD, repr=False)
    brok: int = 100
    partij: int = 250
    bezorgers: int = 4
    pogingen: int = 5
    motor: Motor = Motor.FORME
    steekproef: int = STEEKPROEF
    wachttijd: float = 1.0
    tijdslimiet: float = 10.0
    instelbaar_voorschot: frozenset[Toeslag] = frozenset()
    archief: str | None = None
    archief_url: str | None = None
    archief_regio: str = "eu-central-1"
    archief_id: str | None = None
    archief_geheim: str | None = field(default=None, repr=False)
    vernietigingsstop: bool = True
    breekpunt: str | None = None

    @classmethod
    def from_env(cls, omgeving: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; all that is wrong is reported at once.

        Raises: CannotStartError.
        """
        bekend = cls.__dataclass_fields__
        fouten: list[str] = []
        waarden: dict[str, object] = {}
        for naam, tekst in omgeving.items():
            veld = naam.removeprefix(VOORVOEGSEL).lower()
            if not naam.startswith(VOORVOEGSEL):
                continue
            if veld not in bekend:
                fouten.append(f"{naam} bestaat niet; bekend zijn {', '.join(_list_namen())}")
                continue
            try:
                waarden[veld] = _parse_waarde(veld, tekst)
            except ValueError as fout:
                fouten.append(f"{naam}: {fout}")
        if waarden.get("fbs_url") and {"oin", "sleutel"} - waarden.keys():
            fouten.append(
                f"met {VOORVOEGSEL}FBS_URL horen ook {VOORVOEGSEL}OIN en {VOORVOEGSEL}SLEUTEL: "
                "een echte Berichtenbox krijgt geen voorbeeldafzender"
            )
        fouten += _list_archieffouten(waarden)
        if fouten:
            raise CannotStartError("De instellingen kloppen niet:\n- " + "\n- ".join(fouten))
        return cls(**waarden)  # type: ignore[arg-type]  # _parse_waarde gives each field its own type


def _list_namen() -> list[str]:
    return [f"{VOORVOEGSEL}{veld.upper()}" for veld in Settings.__dataclass_fields__]


def _parse_waarde(veld: str, tekst: str) -> object:
    if veld in {"brok", "partij", "bezorgers", "pogingen", "steekproef"}:
        getal = int(tekst) if tekst.isascii() and tekst.isdigit() else 0
        if getal < 1:
            raise ValueError(f"verwacht een geheel getal vanaf 1, gevonden {tekst!r}")
        return getal
    if veld in {"wachttijd", "tijdslimiet"}:
        return _parse_seconden(tekst)
    if veld in _VORMEN:
        return _VORMEN[veld](tekst)
    if veld == "oin" and not (len(tekst) == 20 and tekst.isascii() and tekst.isdigit()):
        raise ValueError("verwacht twintig cijfers")
    return Path(tekst) if veld == "sjablonen" else tekst


def _parse_seconden(tekst: str) -> float:
    try:
        seconden = float(tekst)
    except ValueError:
        seconden = -1
    if not 0 <= seconden <= 3600:
        raise ValueError(f"verwacht een aantal seconden van 0 tot 3600, gevonden {tekst!r}")
    return seconden


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


def _parse_archief(tekst: str) -> str:
    if not S3.fullmatch(tekst):
        raise ValueError(
            f"verwacht s3://emmer of s3://emmer/map (kleine letters, cijfers, streepjes), gevonden {tekst!r}"
        )
    return tekst


def _parse_archief_url(tekst: str) -> str:
    if not VEILIGE_URL.fullmatch(tekst):
        # what was found is not shown: people put passwords in addresses
        raise ValueError("verwacht een adres met https:// (alleen op deze machine zelf mag http://)")
    return tekst


def _parse_schakelaar(tekst: str) -> bool:
    if tekst not in ("aan", "uit"):
        raise ValueError(f"verwacht aan of uit, gevonden {tekst!r}")
    return tekst == "aan"


def _list_archieffouten(waarden: Mapping[str, object]) -> Iterator[str]:
    """List what is missing: an object store needs who writes, and the rest means nothing without one."""
    gegeven = {veld for veld in waarden if veld.startswith("archief_")}
    nodig = {"archief_id", "archief_geheim"}
    if "archief" in waarden and nodig - gegeven:
        yield f"met {VOORVOEGSEL}ARCHIEF horen ook {VOORVOEGSEL}ARCHIEF_ID en {VOORVOEGSEL}ARCHIEF_GEHEIM"
    if "archief" not in waarden and gegeven:
        namen = ", ".join(sorted(f"{VOORVOEGSEL}{veld.upper()}" for veld in gegeven))
        yield f"{namen} heeft alleen zin met {VOORVOEGSEL}ARCHIEF; zet die erbij of haal dit weg"


_VORMEN: Mapping[str, Callable[[str], object]] = {
    "motor": _parse_motor,
    "instelbaar_voorschot": _parse_toeslagen,
    "archief": _parse_archief,
    "archief_url": _parse_archief_url,
    "vernietigingsstop": _parse_schakelaar,
}
