"""Every setting of the service, read from the environment in this one place."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from calc.huishouden import Toeslag
from correspondentie.errors import CannotStartError
from correspondentie.zetter import STEEKPROEF, Motor
from outbox.indeling import ENVELOP_MG, VEL_MG

VOORVOEGSEL = "CORRESPONDENTIE_"
OIN_VOORBEELD = "00000000000000100000"
SLEUTEL_VOORBEELD = "alleen-voor-proefdraaien"
_PADEN = {
    *("sjablonen", "fbs_certificaat", "fbs_certificaatsleutel", "fbs_vertrouwd", "fbs_tokensleutel"),
    *("print_sleutel", "print_certificaat"),
}
_GETALLEN = {
    *("brok", "partij", "bezorgers", "pogingen", "steekproef"),
    *("print_capaciteit", "velgewicht", "envelopgewicht"),
}
_TOKENVELDEN = {"fbs_token_url", "fbs_client", "fbs_tokensleutel"}
DATABASE_VOORBEELD = "postgresql+psycopg://gebruiker:wachtwoord@server:5432/database"
SJABLONEN = Path(__file__).parents[1] / "sjablonen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How this installation runs; the defaults need nothing but a disk.

    Unit: brok in huishoudens per transaction, partij in letters per print lot, bezorgers in threads,
    wachttijd in seconds before a second attempt (doubled each time), tijdslimiet in seconds per request,
    claimduur in seconds that a worker may keep what it took, veegtijd in seconds after which workers that did
    not come are called again.
    database None means: the SQLite file in the data folder; else a PostgreSQL, whose password is shown
    nowhere. fbs_certificaat, its key and fbs_vertrouwd (PEM) are for mutual TLS with the Berichtenbox;
    fbs_token_url, fbs_client and fbs_tokensleutel say where a token is asked for, as whom, with which key.
    fbs_url None means: the stand-in of the Berichtenbox at proefmagazijn, or else the embedded one. makelaar
    is the broker over which workers elsewhere are called; None: the work is done by processes of its own.
    oin is the sender's number; sleutel makes kenmerken unpredictable. motor is how letters are made; one
    filled letter in steekproef is composed as well and compared. instelbaar_voorschot holds the toeslagen of
    which an applicant may choose to receive less than the computed advance: none, as the policy is not in
    force. print_capaciteit is in sheets per print day (None: everything at once, on any day), velgewicht and
    envelopgewicht in milligram; with print_sleutel and print_certificaat (PEM) each manifest is signed.
    breekpunt kills the process there: only for tests.
    """

    sjablonen: Path = SJABLONEN
    database: URL | None = None
    fbs_url: str | None = None
    fbs_certificaat: Path | None = None
    fbs_certificaatsleutel: Path | None = None
    fbs_vertrouwd: Path | None = None
    fbs_token_url: str | None = None
    fbs_client: str | None = None
    fbs_tokensleutel: Path | None = None
    proefmagazijn: str | None = None
    makelaar: str | None = field(default=None, repr=False)
    oin: str = OIN_VOORBEELD
    sleutel: str = SLEUTEL_VOORBEELD
    brok: int = 100
    partij: int = 250
    bezorgers: int = 4
    pogingen: int = 5
    motor: Motor = Motor.FORME
    steekproef: int = STEEKPROEF
    wachttijd: float = 1.0
    tijdslimiet: float = 10.0
    claimduur: float = 120.0
    veegtijd: float = 5.0
    print_capaciteit: int | None = None
    print_sleutel: Path | None = None
    print_certificaat: Path | None = None
    velgewicht: int = VEL_MG
    envelopgewicht: int = ENVELOP_MG
    instelbaar_voorschot: frozenset[Toeslag] = frozenset()
    breekpunt: str | None = None

    @property
    def berichtenbox(self) -> str | None:
        """The address of a Berichtenbox that is there already, real or stand-in."""
        return self.fbs_url or self.proefmagazijn

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
        fouten += _list_tegenspraak(waarden)
        if fouten:
            raise CannotStartError("De instellingen kloppen niet:\n- " + "\n- ".join(fouten))
        return cls(**waarden)  # type: ignore[arg-type]  # _parse_waarde gives each field its own type


def _list_tegenspraak(waarden: Mapping[str, object]) -> Iterator[str]:
    """List which settings do not go together."""
    if waarden.get("fbs_url") and {"oin", "sleutel"} - waarden.keys():
        yield (
            f"met {VOORVOEGSEL}FBS_URL horen ook {VOORVOEGSEL}OIN en {VOORVOEGSEL}SLEUTEL: "
            "een echte Berichtenbox krijgt geen voorbeeldafzender"
        )
    if _TOKENVELDEN & waarden.keys() and (ontbreekt := sorted(_TOKENVELDEN - waarden.keys())):
        namen = ", ".join(f"{VOORVOEGSEL}{veld.upper()}" for veld in ontbreekt)
        yield f"voor een token ontbreekt {namen}: de drie horen bij elkaar"
    if len({"print_sleutel", "print_certificaat"} & waarden.keys()) == 1:
        yield f"{VOORVOEGSEL}PRINT_SLEUTEL en {VOORVOEGSEL}PRINT_CERTIFICAAT horen bij elkaar; geef beide"
    if waarden.get("fbs_url") and waarden.get("proefmagazijn"):
        yield f"kies {VOORVOEGSEL}FBS_URL of {VOORVOEGSEL}PROEFMAGAZIJN: brieven gaan naar een van beide"
    if waarden.get("makelaar") and not (waarden.keys() & {"fbs_url", "proefmagazijn"}):
        yield (
            f"met {VOORVOEGSEL}MAKELAAR hoort {VOORVOEGSEL}FBS_URL of {VOORVOEGSEL}PROEFMAGAZIJN: "
            "werkers op andere machines moeten dezelfde Berichtenbox kunnen bereiken"
        )


def _list_namen() -> list[str]:
    return [f"{VOORVOEGSEL}{veld.upper()}" for veld in Settings.__dataclass_fields__]


def _parse_waarde(veld: str, tekst: str) -> object:
    if veld in _GETALLEN:
        getal = int(tekst) if tekst.isascii() and tekst.isdigit() else 0
        if getal < 1:
            raise ValueError(f"verwacht een geheel getal vanaf 1, gevonden {tekst!r}")
        return getal
    if veld in {"wachttijd", "tijdslimiet", "claimduur", "veegtijd"}:
        return _parse_seconden(tekst)
    if veld == "database":
        return _parse_database(tekst)
    if veld == "motor":
        return _parse_motor(tekst)
    if veld == "instelbaar_voorschot":
        return _parse_toeslagen(tekst)
    if veld == "oin" and not (len(tekst) == 20 and tekst.isascii() and tekst.isdigit()):
        raise ValueError("verwacht twintig cijfers")
    return Path(tekst) if veld in _PADEN else tekst


def _parse_seconden(tekst: str) -> float:
    try:
        seconden = float(tekst)
    except ValueError:
        seconden = -1
    if not 0 <= seconden <= 3600:
        raise ValueError(f"verwacht een aantal seconden van 0 tot 3600, gevonden {tekst!r}")
    return seconden


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
